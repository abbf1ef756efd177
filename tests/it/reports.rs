//! Holds every report of every verb to its snapshot.
//!
//! `INSTA_UPDATE=always cargo test --test it reports::` writes them anew; read the diff.

use crate::expectations::{BROKEN, Folder, MIXED};
use crate::given::files;
use crate::program::{rdsim, root};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Output;

/// Messages that leave, are dropped or rejected, stay inside, cannot be told and cannot be read.
const MESSAGES: &str = "fixtures/ordinary/plain.eml fixtures/ordinary/forwarded-by-rule.eml fixtures/ordinary/shift-jis-unnamed.eml fixtures/oof-external/tnef.eml fixtures/incoming/inside.eml fixtures/awkward/oof-by-subject.eml fixtures/awkward/empty.eml";

/// The folder of the snapshots of a command, the command, and its options, each for a snapshot.
type Reports = (&'static str, &'static str, &'static [&'static str]);

/// `MESSAGES` are those above, and `FILE` is a file that the command writes.
pub const REPORTS: &[Reports] = &[
    (
        "check",
        "check MESSAGES -p policies/contoso.yaml",
        &[
            "",
            "--lang ja",
            "--color always",
            "--explain",
            "--format json",
            "--format jsonl",
            "--format csv",
        ],
    ),
    (
        "check",
        "check fixtures/ordinary/forwarded-by-rule.eml -p policies/contoso.yaml --quiet",
        &["--svg FILE"],
    ),
    (
        "diff",
        "diff policies/partner-trap-before.yaml policies/partner-trap.yaml",
        &[
            "",
            "--lang ja",
            "--format json",
            "--format markdown",
            "--format github",
        ],
    ),
    (
        "diff_messages",
        "diff policies/contoso.yaml policies/closed.yaml MESSAGES",
        &[
            "",
            "--lang ja",
            "--format json",
            "--format markdown",
            "--format github",
        ],
    ),
    (
        "diff_nothing",
        "diff policies/open.yaml policies/open.yaml",
        &["", "--lang ja", "--format json"],
    ),
    (
        "explain",
        "explain IsInternal",
        &[
            "",
            "--lang ja",
            "--color always",
            "--format markdown",
            "--format html",
            "--svg FILE",
        ],
    ),
    (
        "export",
        "export policies/contoso.yaml",
        &[
            "--json",
            "--powershell",
            "--powershell --what-if --from policies/closed.yaml",
        ],
    ),
    (
        "import",
        "import",
        &[
            "fixtures/exports/remote-domains.json",
            "fixtures/exports/inbound-connectors.json",
            "fixtures/exports/remote-domains-semicolon.csv",
            "fixtures/exports/outbound.txt",
            "fixtures/exports/recipients.xml",
            "fixtures/exports/tenant.ps1",
        ],
    ),
    (
        "lint",
        "lint policies/contoso.yaml policies/partner-trap.yaml",
        &[
            "",
            "--lang ja",
            "--color always",
            "--all --profile scuba",
            "--format json",
            "--format sarif",
            "--format github",
        ],
    ),
    (
        "react",
        "react fixtures/incoming/outside.eml fixtures/incoming/newsletter.eml -p policies/out-of-office.yaml --at 2026-11-03",
        &[
            "",
            "--lang ja",
            "--color always",
            "--explain",
            "--explain --lang ja",
            "--format json",
        ],
    ),
    (
        "submit",
        "submit -p policies/contoso.yaml --scenario fixtures/scenarios/scanner.yaml",
        &["", "--lang ja", "--format json"],
    ),
    (
        "submit_refused",
        "submit -p policies/contoso.yaml --endpoint 192.0.2.1 --port 26 --from scan@contoso.com --to bob@fabrikam.com",
        &["", "--lang ja", "--color always", "--format json"],
    ),
    (
        "submit_advise",
        "submit --advise --tls none --ip 192.0.2.10 --fixed-ip --from scan@contoso.com --to bob@fabrikam.com",
        &["", "--lang ja", "--format json"],
    ),
    (
        "test",
        "test",
        &[
            "",
            "--lang ja",
            "--color always",
            "--coverage",
            "--format json",
            "--format junit",
            "--format tap",
            "--format github",
        ],
    ),
    (
        "trace_read",
        "trace read fixtures/traces/extended.csv",
        &["", "--lang ja", "--format json", "--format csv"],
    ),
    (
        "trace_predict",
        "trace predict MESSAGES -p policies/contoso.yaml",
        &["", "--lang ja", "--format json", "--format csv"],
    ),
    (
        "trace_predict_reactions",
        "trace predict fixtures/incoming/outside.eml -p policies/out-of-office.yaml --reactions --at 2026-11-03",
        &["", "--format json", "--format csv"],
    ),
    (
        "trace_reconcile",
        "trace reconcile fixtures/traces/extended.csv -p policies/contoso.yaml",
        &["", "--lang ja", "--format json", "--format csv"],
    ),
    (
        "trace_replay",
        "trace replay fixtures/traces/extended.csv -p policies/open.yaml",
        &["", "--lang ja", "--format json", "--format csv"],
    ),
];

/// Files that are wrong, and some that are not.
const BAD: [(&str, &str); 8] = [
    (
        "bad.yaml",
        "RemoteDomains:\n  - {DomainName: a b, AllowedOOFType: Extern, LineWrapSize: 500}\n  - DomainName: \"*\"\n    NDREnable: true\n",
    ),
    ("list.yaml", "- 1\n"),
    ("yaml.yaml", "RemoteDomains: [\n"),
    (
        "bad.rdsim.yaml",
        "Policy: none.yaml\nCases:\n  - {Name: x, Kinds: 1}\n",
    ),
    ("bad.json", "[{\"Name\": \"x\"}]"),
    ("bad.csv", "a,b\n1,2\n"),
    ("empty.eml", ""),
    (
        "good.yaml",
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: \"*\"}]\n",
    ),
];

/// Commands that are given something wrong, each with a snapshot.
pub const PROBLEMS: [&str; 14] = [
    "check --policy bad.yaml empty.eml",
    "check --policy list.yaml empty.eml",
    "check --policy yaml.yaml empty.eml",
    "check --policy none.yaml empty.eml",
    "check --policy good.yaml none.eml",
    "lint none.yaml",
    "test bad.rdsim.yaml",
    "test none.rdsim.yaml",
    "import bad.json",
    "import bad.csv",
    "explain nonsense",
    "react --policy good.yaml --at noon empty.eml",
    "submit --policy good.yaml",
    "trace read bad.csv",
];

/// The name of the snapshot of a report: what its options say.
fn name(options: &str) -> String {
    let words = options.split(' ').map(|word| {
        let word = word.trim_start_matches('-');
        word.rsplit('/').next().unwrap_or_default()
    });
    let words: Vec<&str> = words
        .filter(|w| !["", "format", "FILE"].contains(w))
        .collect();
    match words.join("_") {
        name if name.is_empty() => "human".into(),
        name => name,
    }
}

/// A report without what changes with every release, and with what can be read in place of what a
/// terminal obeys.
fn settled(report: &[u8]) -> String {
    let report = std::str::from_utf8(report).unwrap();
    let report = report.replace('\u{1b}', "␛").replace('\r', "␍");
    let mut out = String::new();
    for line in report.lines() {
        // SARIF carries the whole page of every rule.
        match line.split_once("\": \"# ") {
            Some((key, _)) => out.push_str(&format!("{key}\": \"# …\"")),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    // What Windows says, and what wine says.
    for of_windows in [
        "The system cannot find the file specified.",
        "File not found.",
    ] {
        out = out.replace(of_windows, "No such file or directory");
    }
    out.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

/// What a command says, and what it writes to `FILE`. It runs in the folder of the project; `test`
/// and a command that is given something wrong run in one with [`BAD`] and two expectation files.
pub fn run(line: &str) -> (Output, Vec<u8>) {
    let folder = Folder::new(&[("a.rdsim.yaml", MIXED), ("b.rdsim.yaml", BROKEN)]);
    let file = folder.path().join("written");
    let args = line.replace("MESSAGES", MESSAGES);
    let args = args.replace("FILE", file.to_str().unwrap());
    let mut command = rdsim(&args.split_whitespace().collect::<Vec<_>>());
    if PROBLEMS.iter().any(|problem| line.starts_with(problem)) {
        for (name, text) in BAD {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        command.current_dir(folder.path());
    } else if line.starts_with("test") {
        command.current_dir(folder.path());
    }
    let output = command.output().unwrap();
    (output, std::fs::read(&file).unwrap_or_default())
}

/// Hold what a command says to its snapshot.
fn hold_one(folder: &str, name: &str, line: &str) {
    let (output, written) = run(line);
    let mut report = format!("exit: {}\n", output.status.code().unwrap());
    for (what, bytes) in [
        ("stdout", output.stdout),
        ("stderr", output.stderr),
        ("file", written),
    ] {
        if !bytes.is_empty() {
            report.push_str(&format!("----- {what} -----\n{}", settled(&bytes)));
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(format!("rdsim {line}"));
    settings.bind(|| insta::assert_snapshot!(name, report));
}

/// The reports of a verb.
fn of(verb: &str) -> impl Iterator<Item = &'static Reports> {
    let reports = REPORTS.iter();
    reports.filter(move |(_, line, _)| line.split(' ').next() == Some(verb))
}

/// Hold the reports of a verb to their snapshots.
fn hold(verb: &str) {
    for (folder, line, options) in of(verb) {
        for options in *options {
            hold_one(
                folder,
                &name(options),
                format!("{line} {options}").trim_end(),
            );
        }
    }
}

#[test]
fn check_reports_what_it_did() {
    hold("check");
}

#[test]
fn diff_reports_what_it_did() {
    hold("diff");
}

#[test]
fn explain_reports_what_it_did() {
    hold("explain");
}

#[test]
fn export_reports_what_it_did() {
    hold("export");
}

#[test]
fn import_reports_what_it_did() {
    hold("import");
}

#[test]
fn lint_reports_what_it_did() {
    hold("lint");
}

#[test]
fn react_reports_what_it_did() {
    hold("react");
}

#[test]
fn submit_reports_what_it_did() {
    hold("submit");
}

#[test]
fn test_reports_what_it_did() {
    hold("test");
}

#[test]
fn trace_reports_what_it_did() {
    hold("trace");
}

#[test]
fn what_is_wrong_is_told_as_it_was() {
    for line in PROBLEMS {
        hold_one("problems", &name(line), line);
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let coloured = |all: &[&str]| all.contains(&"--color always");
    for (folder, line, _) in REPORTS.iter().filter(|(_, _, all)| coloured(all)) {
        let plain = run(line).0.stdout;
        let colour = run(&format!("{line} --color always")).0.stdout;
        assert_ne!(plain, colour, "{folder}");
        assert_eq!(
            anstream::adapter::strip_bytes(&colour).into_vec(),
            plain,
            "{folder}"
        );
    }
}

#[test]
fn no_snapshot_is_left_over_and_no_two_reports_share_one() {
    let reports = REPORTS.iter().flat_map(|(folder, _, all)| {
        let names = all.iter().map(|options| name(options));
        names.map(move |name| format!("{folder}/{name}.snap"))
    });
    let problems = PROBLEMS.map(|line| format!("problems/{}.snap", name(line)));
    let all: Vec<String> = reports
        .chain(problems)
        .chain(["matrix.snap".into()])
        .collect();
    let known: BTreeSet<PathBuf> = all.iter().map(PathBuf::from).collect();
    assert_eq!(known.len(), all.len());
    let snapshots = root().join("tests/it/snapshots");
    let found = files("tests/it/snapshots", ".snap").into_iter();
    let found = found.map(|path| path.strip_prefix(&snapshots).unwrap().to_owned());
    assert_eq!(found.collect::<BTreeSet<_>>(), known);
}
