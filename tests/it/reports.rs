//! Holds every report of every verb to its snapshot.
//!
//! `INSTA_UPDATE=always cargo test --test it reports::` writes them anew; read the diff.

use crate::expectations::{BROKEN, Folder, MIXED};
use crate::given::files;
use crate::program::{rdsim, root};
use std::collections::BTreeSet;

/// Messages that leave, are dropped or rejected, stay inside, cannot be told and cannot be read.
const MESSAGES: &str = "fixtures/ordinary/plain.eml fixtures/ordinary/forwarded-by-rule.eml fixtures/ordinary/shift-jis-unnamed.eml fixtures/oof-internal/tnef.eml fixtures/ndr/exchange.eml fixtures/awkward/oof-by-subject.eml fixtures/awkward/empty.eml";

/// The folder of the snapshots of a command, the command, and its options, each for a snapshot.
/// `MESSAGES` are those above, and `FILE` is a file that the command writes.
const REPORTS: &[(&str, &str, &[&str])] = &[
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
            "--format json",
        ],
    ),
    (
        "submit",
        "submit -p policies/contoso.yaml --scenario fixtures/scenarios/scanner.yaml",
        &["", "--lang ja", "--format json"],
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
    out.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

/// Hold the reports of a verb to their snapshots.
fn hold(verb: &str) {
    let tests = Folder::new(&[("a.rdsim.yaml", MIXED), ("b.rdsim.yaml", BROKEN)]);
    let file = tests.path().join("written");
    let reports = REPORTS
        .iter()
        .filter(|(_, line, _)| line.split(' ').next() == Some(verb));
    for (folder, line, options) in reports {
        for options in *options {
            let line = format!("{line} {options}");
            let line = line.trim_end();
            let args = line.replace("MESSAGES", MESSAGES);
            let args = args.replace("FILE", file.to_str().unwrap());
            let mut command = rdsim(&args.split(' ').collect::<Vec<_>>());
            if verb == "test" {
                command.current_dir(tests.path());
            }
            let output = command.output().unwrap();
            let written = std::fs::read(&file).unwrap_or_default();
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
            settings.bind(|| insta::assert_snapshot!(name(options), report));
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
fn no_snapshot_is_left_over_and_no_two_reports_share_one() {
    let reports = REPORTS.iter().flat_map(|(folder, _, all)| {
        all.iter()
            .map(move |options| format!("{folder}/{}.snap", name(options)))
    });
    let reports: Vec<String> = reports.collect();
    let known: BTreeSet<&str> = reports.iter().map(String::as_str).collect();
    assert_eq!(known.len(), reports.len());
    let snapshots = root().join("tests/it/snapshots");
    let mut found = files("tests/it/snapshots", ".snap").into_iter();
    let left = found.find(|path| {
        let place = path.strip_prefix(&snapshots).unwrap();
        let place: Vec<_> = place.iter().filter_map(|part| part.to_str()).collect();
        place.len() > 1 && !known.contains(place.join("/").as_str())
    });
    assert_eq!(left, None);
}
