//! Measures how time and memory of the program grow from a file to one four times as large, with
//! files that anybody could make.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

mod measure;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// A file that grows, and what is run on it. It is written to the folder, which is also the current
/// one of the program.
struct Growth {
    name: &'static str,
    /// How many of what grows.
    number: usize,
    write: fn(&Path, usize),
    arguments: &'static [&'static str],
}

const HEAD: &str =
    "AcceptedDomains: [contoso.com]\nRemoteDomains:\n- {Name: Default, DomainName: '*'}\n";

fn list(number: usize, between: &str, item: impl Fn(usize) -> String) -> String {
    (0..number).map(item).collect::<Vec<_>>().join(between)
}

fn file(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

/// Outbound policies for one sender each.
fn outbound(number: usize) -> String {
    let policies = list(number, "\n", |i| {
        let mode = ["On", "Off"][i % 2];
        format!(
            "- {{Name: o{i}, Priority: {i}, From: [u{i}@contoso.com], AutoForwardingMode: {mode}}}"
        )
    });
    format!("{HEAD}HostedOutboundSpamFilterPolicies:\n- {{Name: Default}}\n{policies}\n")
}

/// One outbound policy for many senders.
fn from(number: usize) -> String {
    let senders = list(number, ", ", |i| format!("u{i}@contoso.com"));
    format!(
        "{HEAD}HostedOutboundSpamFilterPolicies:\n- {{Name: Default}}\n- {{Name: a, Priority: 0, From: [{senders}], AutoForwardingMode: 'On'}}\n"
    )
}

/// Remote domains whose names are those of one another in another policy.
fn domains(number: usize, shift: usize) -> String {
    let domains = list(number, "\n", |i| {
        let name = (i + shift) % number;
        format!("- {{Name: n{name}, DomainName: d{i}.example}}")
    });
    format!("{HEAD}{domains}\n")
}

/// Mail flow rules, each for one sender and one domain.
fn rules(number: usize, last: &str) -> String {
    let rules = list(number, "\n", |i| {
        let action = if i + 1 == number {
            last
        } else {
            "Quarantine: true"
        };
        format!(
            "- {{Name: r{i}, Priority: {i}, From: [u{i}@contoso.com], RecipientDomainIs: [d{i}.example], {action}}}"
        )
    });
    format!("{HEAD}TransportRules:\n{rules}\n")
}

fn cases(number: usize, between: &str) -> String {
    list(number, between, |i| {
        format!(
            "{{Name: n{i}, Kind: ordinary, To: a{i}@example.com, Expect: {{Outcome: dropped}}}}"
        )
    })
}

/// Zip archives that hold an archive each, which unpacks to some megabytes.
fn archives(folder: &Path, number: usize) {
    let zip = |files: &[(String, Vec<u8>)]| {
        let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let options = zip::write::SimpleFileOptions::default();
            to.start_file(name, options).unwrap();
            to.write_all(bytes).unwrap();
        }
        to.finish().unwrap().into_inner()
    };
    let mut message = b"From: alice@contoso.com\nTo: bob@fabrikam.com\n\n".to_vec();
    message.resize(8 << 20, b' ');
    let inner = zip(&[("a.eml".into(), message)]);
    let all = (0..number).map(|i| (format!("{i}.zip"), inner.clone()));
    std::fs::write(folder.join("a.zip"), zip(&all.collect::<Vec<_>>())).unwrap();
}

static GROWTHS: &[Growth] = &[
    Growth {
        name: "lint, comments that allow a rule",
        number: 100_000,
        write: |folder, n| {
            let comments = list(n, "", |i| {
                format!("# rdsim: allow partner-forwards: x{i}\n")
            });
            file(folder, "p.yaml", &format!("{comments}{HEAD}"));
        },
        arguments: &["lint", "p.yaml"],
    },
    Growth {
        name: "lint, empty comments",
        number: 5_000_000,
        write: |folder, n| file(folder, "p.yaml", &format!("{HEAD}{}", "#\n".repeat(n))),
        arguments: &["lint", "p.yaml"],
    },
    Growth {
        name: "lint, a policy on one line, as SARIF",
        number: 10_000,
        write: |folder, n| {
            let domains = list(n, ",", |i| {
                format!(r#"{{"DomainName":"d{i}.example","AutoForwardEnabled":true}}"#)
            });
            let text = format!(
                r#"{{"AcceptedDomains":["contoso.com"],"RemoteDomains":[{{"DomainName":"*"}},{domains}]}}"#
            );
            file(folder, "p.yaml", &text);
        },
        arguments: &["lint", "--format", "sarif", "p.yaml"],
    },
    Growth {
        name: "test, cases on one line",
        number: 5_000,
        write: |folder, n| {
            file(folder, "p.yaml", HEAD);
            let text = format!("Policy: p.yaml\nCases: [{}]\n", cases(n, ", "));
            file(folder, "a.rdsim.yaml", &text);
        },
        arguments: &["test", "a.rdsim.yaml"],
    },
    Growth {
        name: "test --bless, cases that fail",
        number: 5_000,
        write: |folder, n| {
            file(folder, "p.yaml", HEAD);
            let text = format!("Policy: p.yaml\nCases:\n- {}\n", cases(n, "\n- "));
            file(folder, "a.rdsim.yaml", &text);
        },
        arguments: &["test", "--bless", "a.rdsim.yaml"],
    },
    Growth {
        name: "diff, outbound policies",
        number: 2_000,
        write: |folder, n| {
            file(folder, "p.yaml", HEAD);
            file(folder, "q.yaml", &outbound(n));
        },
        arguments: &["diff", "p.yaml", "q.yaml"],
    },
    Growth {
        name: "diff, senders of an outbound policy",
        number: 10_000,
        write: |folder, n| {
            file(folder, "p.yaml", HEAD);
            file(folder, "q.yaml", &from(n));
        },
        arguments: &["diff", "p.yaml", "q.yaml"],
    },
    Growth {
        name: "diff, mail flow rules for a sender and a domain",
        number: 75, // four times as many are what a tenant may have
        write: |folder, n| {
            file(folder, "p.yaml", &rules(n, "Quarantine: true"));
            file(folder, "q.yaml", &rules(n, "DeleteMessage: true"));
        },
        arguments: &["diff", "p.yaml", "q.yaml"],
    },
    Growth {
        name: "export --from, remote domains that are renamed",
        number: 2_000,
        write: |folder, n| {
            file(folder, "p.yaml", &domains(n, 0));
            file(folder, "q.yaml", &domains(n, 1));
        },
        arguments: &["export", "--powershell", "--from", "q.yaml", "p.yaml"],
    },
    Growth {
        name: "import, attributes of an element of Clixml",
        number: 10_000,
        write: |folder, n| {
            let attributes = list(n, " ", |i| format!("a{i}=\"x\""));
            let text = format!(
                "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj RefId=\"0\" {attributes}/></Objs>"
            );
            file(folder, "a.xml", &text);
        },
        arguments: &["import", "a.xml"],
    },
    Growth {
        name: "react, redirects of a message of 1 MB",
        number: 100,
        write: |folder, n| {
            let boxes = list(n, "\n", |i| {
                format!("- {{PrimarySmtpAddress: m{i}@contoso.com}}")
            });
            let rules = list(n, "\n", |i| {
                format!("- {{Mailbox: m{i}@contoso.com, Name: r, RedirectTo: [x@fabrikam.com]}}")
            });
            file(
                folder,
                "p.yaml",
                &format!("{HEAD}Mailboxes:\n{boxes}\nInboxRules:\n{rules}\n"),
            );
            let to = list(n, ", ", |i| format!("m{i}@contoso.com"));
            let mut text = format!("From: bob@fabrikam.com\nTo: {to}\nSubject: x\n\n");
            for _ in 0..13_000 {
                writeln!(text, "{}", "y".repeat(76)).unwrap();
            }
            file(folder, "m.eml", &text);
        },
        arguments: &["react", "--policy", "p.yaml", "m.eml"],
    },
    Growth {
        name: "check, archives in an archive",
        number: 1_000,
        write: |folder, n| {
            file(folder, "p.yaml", HEAD);
            archives(folder, n);
        },
        arguments: &["check", "--policy", "p.yaml", "a.zip"],
    },
];

/// Seconds and peak memory in MiB of a run, and bytes that it printed.
fn run(growth: &Growth, number: usize) -> (f64, f64, u64) {
    let folder = tempfile::tempdir().unwrap();
    (growth.write)(folder.path(), number);
    let printed = tempfile::tempfile().unwrap();
    let begin = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .args(growth.arguments)
        .current_dir(folder.path())
        .stdout(printed.try_clone().unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let peak = measure::peak(child);
    let seconds = begin.elapsed().as_secs_f64();
    (seconds, peak, printed.metadata().unwrap().len())
}

fn main() {
    println!("seconds, peak memory and printed megabytes of n, of 4 n, and how much more that is");
    for growth in GROWTHS {
        let n = growth.number;
        let (once, few, short) = run(growth, n);
        let (four, many, long) = run(growth, 4 * n);
        let mega = |bytes: u64| bytes as f64 / 1e6;
        println!(
            "{} ({n}): {once:.2} s → {four:.2} s, {:.1} times; {few:.0} MiB → {many:.0} MiB; {:.1} MB → {:.1} MB",
            growth.name,
            four / once,
            mega(short),
            mega(long),
        );
    }
}
