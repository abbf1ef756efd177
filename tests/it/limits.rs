//! Gives the program input beyond every limit, in an address space of 1.5 GiB and a limited time: it
//! reports the limit and never hangs.

mod import;
mod mail;

use crate::program::{RDSIM, ROOT};
use serde_json::Value;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// KiB of address space.
const SPACE: &str = "1500000";
/// Long enough for a busy machine; what never ends takes longer.
const TIME: Duration = Duration::from_secs(120);

/// The policy that messages are judged by.
const CHECK: [&str; 7] = [
    "check",
    "--policy",
    "policies/contoso.yaml",
    "--to",
    "bob@fabrikam.com",
    "--format",
    "jsonl",
];

fn run(args: &[&str]) -> Output {
    run_within(SPACE, args)
}

/// Run the program in so many KiB of address space.
fn run_within(space: &str, args: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let file = |name: &str| File::create(path(name)).unwrap();
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -v \"$1\"; shift; exec \"$@\"", "sh", space])
        .arg(RDSIM)
        .args(args)
        .env_clear()
        .current_dir(ROOT)
        .stdin(Stdio::null())
        .stdout(file("out"))
        .stderr(file("err"))
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > TIME {
            child.kill().unwrap();
            panic!("{args:?} does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    Output {
        status,
        stdout: std::fs::read(path("out")).unwrap(),
        stderr: std::fs::read(path("err")).unwrap(),
    }
}

/// What `check` says of the files: the error of each message, or nothing.
fn checked(paths: &[&Path]) -> Vec<Option<String>> {
    let paths = paths.iter().map(|p| p.to_str().unwrap());
    let args: Vec<&str> = CHECK.into_iter().chain(paths).collect();
    let output = run(&args);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap();
            value["error"].as_str().map(str::to_owned)
        })
        .collect()
}

/// See that some bytes are one message that is not judged, and why.
#[track_caller]
fn refused(name: &str, bytes: &[u8], why: &str) {
    let (_folder, path) = file(name, bytes);
    let found = checked(&[&path]);
    let [Some(error)] = found.as_slice() else {
        panic!("{name}: {found:?}");
    };
    assert!(error.contains(why), "{name}: {error}");
}

/// See that some bytes are messages that are judged.
#[track_caller]
fn judged(name: &str, bytes: &[u8]) {
    let (_folder, path) = file(name, bytes);
    assert_eq!(checked(&[&path]), [None], "{name}");
}

fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

const HEAD: &str = "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\n";

/// See that a command cannot run, and why.
#[track_caller]
fn cannot(args: &[&str], why: &str) {
    let output = run(args);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains(why), "{errors}");
    assert!(errors.len() < 400_000, "{errors}");
}

#[test]
fn yaml_has_a_size_a_depth_and_no_bombs() {
    let policies: [(&str, String, &str); 4] = [
        (
            "bomb",
            (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |text, i| {
                let before = i - 1;
                text + &format!("a{i}: &a{i} [*a{before}, *a{before}, *a{before}]\n")
            }),
            "error: ",
        ),
        ("deep", "[".repeat(100_000), "error: "),
        ("deep", "- ".repeat(50_000), "error: "),
        (
            "many",
            "AcceptedDomains:\n".to_owned() + &"- a.example\n".repeat(1_100_000),
            "error: ",
        ),
    ];
    for (name, text, why) in policies {
        let (_folder, path) = file(&format!("{name}.rdsim.yaml"), text.as_bytes());
        let path = path.to_str().unwrap();
        cannot(
            &["check", "--policy", path, "fixtures/ordinary/plain.eml"],
            why,
        );
        cannot(&["test", path], why);
    }
    let (_folder, path) = file("large.rdsim.yaml", &vec![b'#'; (64 << 20) + 1]);
    let path = path.to_str().unwrap();
    let why = "it has more than 64 MiB";
    cannot(&["lint", path], why);
    cannot(&["test", path], why);
    cannot(
        &[
            "submit",
            "--policy",
            "policies/contoso.yaml",
            "--scenario",
            path,
        ],
        why,
    );
    // A device without an end.
    cannot(
        &[
            "check",
            "--policy",
            "/dev/zero",
            "fixtures/ordinary/plain.eml",
        ],
        why,
    );
    cannot(&["import", "/dev/zero"], "it has more than 256 MiB");
}

#[test]
fn a_row_of_a_trace_has_a_size() {
    let head = "Received,SenderAddress,RecipientAddress,Subject,Status\n2026-08-01T10:00:00Z,a@contoso.com,b@fabrikam.com,x,Delivered\n";
    let text = format!("{head}2026-08-01T10:00:00Z,\"{}", "a".repeat(40 << 20));
    let (_folder, path) = file("a.csv", text.as_bytes());
    let output = run(&["trace", "read", path.to_str().unwrap()]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("more than 16 MiB"), "{errors}");
    let deep = format!("[{{\"Received\":{}", "[".repeat(100_000));
    let (_folder, path) = file("a.json", deep.as_bytes());
    cannot(&["trace", "read", path.to_str().unwrap()], "not JSON");
}

#[test]
fn an_expectation_file_holds_its_messages_once_and_few_recipients() {
    let folder = tempfile::tempdir().unwrap();
    let policy = std::path::absolute("policies/contoso.yaml").unwrap();
    let to = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let line = "x".repeat(76) + "\n";
    let attached = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n{}--b--\n",
        line.repeat((40 << 20) / 77)
    );
    let cases = |number: usize, what: &str| {
        let case = |i| format!("  - {{Name: c{i}, {what}, Expect: {{Outcome: leaves}}}}\n");
        let cases: String = (0..number).map(case).collect();
        format!("Policy: '{}'\nCases:\n{cases}", policy.display())
    };
    to("a.eml", &attached);
    let path = to("a.rdsim.yaml", &cases(200, "Message: a.eml"));
    let output = run(&["test", &path]);
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("200 passed"), "{report}");
    // Each recipient of each case counts.
    let many: Vec<String> = (0..1_001).map(|i| format!("a{i}@example.com")).collect();
    let what = format!("Kind: ordinary, To: [{}]", many.join(", "));
    let path = to("b.rdsim.yaml", &cases(100, &what));
    cannot(&["test", &path], "more than 100,000 recipients together");
}

#[test]
fn the_first_thousand_problems_are_told_and_the_others_counted() {
    let domains: String = (0..1_500)
        .map(|i| format!("  - DomainName: d{i}.example\n    TNEFEnabeld: true\n"))
        .collect();
    let utf7: String = (0..1_500)
        .map(|i| format!("  - DomainName: e{i}.example\n    CharacterSet: utf-7\n"))
        .collect();
    let default = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: \"*\"\n";
    let last = "500 more problems like these";
    // The warnings come first, and hide no error.
    for (text, count) in [
        (format!("{default}{domains}"), (1_001, 0)),
        (format!("{default}{utf7}{domains}"), (1_001, 1_001)),
    ] {
        let (_folder, path) = file("p.yaml", text.as_bytes());
        let path = path.to_str().unwrap();
        let output = run(&["lint", "--format", "json", path]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = report["policies"][0]["findings"].as_array().unwrap();
        let told = |severity: &str| {
            let told = findings.iter().filter(|f| f["severity"] == severity);
            told.count()
        };
        assert_eq!((told("error"), told("warning")), count);
        assert!(findings.iter().any(|f| f["message"] == last));
        let args = ["check", "--policy", path, "fixtures/ordinary/plain.eml"];
        cannot(&args, last);
    }
}

/// JSON is YAML, and mostly one line. What is told of it grows no faster than the file.
#[test]
fn a_file_of_one_line_is_read_and_its_problems_quote_a_piece_of_it() {
    let long = |output: &Output| {
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(told.len() < 10 << 20, "{}", told.len());
        told
    };
    let domains: String = (0..4_000)
        .map(|i| format!(r#",{{"DomainName":"d{i}.example","TNEFEnabled":true,"IsInternal":0}}"#))
        .collect();
    let text = format!(r#"{{"RemoteDomains":[{{"DomainName":"*"}}{domains}]}}"#);
    let (_folder, path) = file("policy.yaml", text.as_bytes());
    let path = path.to_str().unwrap();
    for format in ["human", "json", "sarif", "github"] {
        let told = long(&run(&["lint", "--format", format, path]));
        assert!(
            told.contains("`IsInternal` wants true or false"),
            "{format}"
        );
    }
    let (_folder, path) = file("good.yaml", text.replace(":0}", ":false}").as_bytes());
    let told = long(&run(&["lint", "--format", "json", path.to_str().unwrap()]));
    assert!(told.contains("d3999.example"));
    let twice = vec!["TNEFEnabled: true"; 40_000].join(", ");
    let text = format!("RemoteDomains: [{{DomainName: '*', {twice}}}]\n");
    let (_folder, path) = file("twice.yaml", text.as_bytes());
    let told = long(&run(&["lint", "--format", "json", path.to_str().unwrap()]));
    assert!(told.contains("38999 more problems like these"), "{told}");
    let policy = std::path::absolute("policies/contoso.yaml").unwrap();
    let expecting = |number: usize, outcome: &str| {
        let cases = (0..number).map(|i| {
            let expect = format!("Expect: {{Outcome: {outcome}}}");
            format!("{{Name: n{i}, Kind: ordinary, To: a{i}@example.com, {expect}}}")
        });
        let cases: Vec<String> = cases.collect();
        let (policy, cases) = (policy.display(), cases.join(", "));
        format!("Policy: '{policy}'\nCases: [{cases}]\n")
    };
    let (_folder, path) = file("good.rdsim.yaml", expecting(20_000, "leaves").as_bytes());
    let told = long(&run(&["test", path.to_str().unwrap()]));
    assert!(told.contains("20000 passed"), "{told}");
    let text = expecting(5_000, "zork");
    let (_folder, path) = file("a.rdsim.yaml", text.as_bytes());
    let output = run(&["test", path.to_str().unwrap()]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("4000 more problems like these"));
    assert!(errors.len() < 2 << 20, "{}", errors.len());
}

#[test]
fn a_trace_as_json_may_hold_anything() {
    let row = "{\"Status\":\"Delivered\",\"SenderAddress\":\"a@contoso.com\"},";
    let (_folder, path) = file(
        "a.json",
        format!("[{}{{}}]", row.repeat(300_000)).as_bytes(),
    );
    let output = run(&["trace", "read", path.to_str().unwrap()]);
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("rows: 300000"), "{report}");
    for (text, why) in [
        (
            format!("[{}0]", "0,".repeat(60 << 20)),
            "item 1 is not a row",
        ),
        (
            format!("[{}{{}}]", "{},".repeat(40 << 20)),
            "item 1 is not a row",
        ),
        (
            format!("[{{\"Status\":[{}0]}}]", "0,".repeat(20 << 20)),
            "the row has more than 16 MiB",
        ),
        (
            format!("[\"{}", "x".repeat(20 << 20)),
            "the row has more than 16 MiB",
        ),
    ] {
        let (_folder, path) = file("a.json", text.as_bytes());
        cannot(&["trace", "read", path.to_str().unwrap()], why);
    }
}

#[test]
fn reactions_share_the_message_that_triggers_them() {
    let boxes = (0..20).map(|i| format!("- {{PrimarySmtpAddress: m{i}@contoso.com}}\n"));
    let rules = (0..400).map(|i| {
        let (owner, to) = (i / 20, i % 20);
        format!(
            "- {{Mailbox: m{owner}@contoso.com, Name: r{to}, RedirectTo: [x{to}@fabrikam.com]}}\n"
        )
    });
    let text = format!(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nMailboxes:\n{}InboxRules:\n{}",
        boxes.collect::<String>(),
        rules.collect::<String>()
    );
    let (_folder, policy) = file("p.yaml", text.as_bytes());
    let to: Vec<String> = (0..20).map(|i| format!("m{i}@contoso.com")).collect();
    let head = format!(
        "From: bob@fabrikam.com\nTo: {}\nSubject: x\n\n",
        to.join(", ")
    );
    let (_folder, message) = file("m.eml", (head + &"y".repeat(1_000_000)).as_bytes());
    let args = [
        "react",
        "--policy",
        policy.to_str().unwrap(),
        message.to_str().unwrap(),
    ];
    let output = run_within("300000", &args);
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("400 rejected"), "{report}");
}

#[test]
fn policies_for_members_of_groups_are_compared_in_proportion_to_them() {
    let policy = |mode: &str| {
        let mut text = String::from(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nHostedOutboundSpamFilterPolicies:\n",
        );
        for n in 0..10_000 {
            text += &format!(
                "- {{Priority: {n}, AutoForwardingMode: '{mode}', SenderDomainIs: [contoso.com], FromMemberOf: [group{n}]}}\n"
            );
        }
        file(&format!("{mode}.yaml"), text.as_bytes())
    };
    let ((_old, old), (_new, new)) = (policy("On"), policy("Off"));
    let output = run(&["diff", old.to_str().unwrap(), new.to_str().unwrap()]);
    let report = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(report.contains("if in group9999"));
}
