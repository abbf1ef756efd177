//! Writes what the verbs print to files with `--output`.

use super::all_verbs;
use crate::program::{err, out, rdsim, run};
use std::fs;
use std::path::Path;
use std::process::Output;

/// Verbs that print nothing that is meant for a file.
const WITHOUT: [&str; 2] = ["init", "serve"];

/// A run of each verb, with the formats that a name tells.
const RUNS: &[(&str, &[&str])] = &[
    (
        "check -p policies/contoso.yaml fixtures/ordinary",
        &["txt", "json", "jsonl", "csv", "md", "html"],
    ),
    (
        "check -p policies/contoso.yaml --from alice@contoso.com --to bob@fabrikam.com",
        &["txt", "json"],
    ),
    (
        "matrix -p policies/contoso.yaml",
        &["txt", "json", "csv", "md", "html"],
    ),
    (
        "diff policies/open.yaml policies/closed.yaml",
        &["txt", "json", "md"],
    ),
    ("lint policies/partner-trap.yaml", &["txt", "json", "sarif"]),
    ("test policies", &["txt", "json", "xml", "tap"]),
    ("export --json policies/contoso.yaml", &["json"]),
    ("export --powershell policies/contoso.yaml", &["ps1"]),
    ("import fixtures/exports/remote-domains.json", &["yaml"]),
    ("doctor policies/contoso.yaml", &["txt", "json"]),
    ("collect", &["ps1"]),
    ("schema", &["json"]),
    ("schema expectations", &["json"]),
    (
        "submit -p policies/contoso.yaml --scenario fixtures/scenarios/scanner.yaml",
        &["txt", "json"],
    ),
    (
        "react -p policies/out-of-office.yaml fixtures/incoming",
        &["txt", "json"],
    ),
    ("explain IntToExt", &["txt", "md", "html"]),
    ("trace read fixtures/traces", &["txt", "json", "csv"]),
    (
        "trace predict -p policies/contoso.yaml fixtures/ordinary",
        &["txt", "json", "csv"],
    ),
    (
        "trace reconcile -p policies/contoso.yaml fixtures/traces",
        &["txt", "json", "csv", "md", "html"],
    ),
    (
        "trace replay -p policies/closed.yaml fixtures/traces",
        &["txt", "json", "csv", "md", "html"],
    ),
    ("collect", &["ps1"]),
    ("doctor policies/closed.yaml", &["txt", "json"]),
    (
        "report -p policies/closed.yaml fixtures/ordinary/plain.eml",
        &["md"],
    ),
    ("completions powershell", &["ps1"]),
    ("man", &["1"]),
];

/// The format of a name, where it is not called as it ends.
fn format(end: &str) -> &str {
    match end {
        "md" => "markdown",
        "xml" => "junit",
        other => other,
    }
}

fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

fn written(line: &str, file: &Path, more: &[&str]) -> Output {
    let output = ["--output", file.to_str().unwrap()];
    run(&[&words(line)[..], &output, more].concat())
}

#[test]
fn every_verb_that_prints_something_for_a_file_takes_output() {
    for verb in all_verbs() {
        let words: Vec<&str> = verb.iter().map(String::as_str).collect();
        let help = out(&run(&[&words[..], &["--help"]].concat()));
        if help.contains("\nCommands:\n") {
            continue;
        }
        let takes = help.contains("  -o, --output <");
        assert_eq!(takes, !WITHOUT.contains(&words[0]), "{verb:?}");
        let run = RUNS
            .iter()
            .any(|(line, _)| line.starts_with(&words.join(" ")));
        // Its parts come from other verbs.
        assert!(
            run || !takes || words == ["trace", "merge"],
            "help: run {verb:?} here"
        );
    }
}

#[test]
fn a_file_has_what_is_printed_in_the_format_that_its_name_tells() {
    let folder = tempfile::tempdir().unwrap();
    for (line, ends) in RUNS {
        for end in *ends {
            let file = folder.path().join(format!("report.{end}"));
            let o = written(line, &file, &["--color", "always", "--force"]);
            let told = format!("{line} {end}: {}", err(&o));
            assert!(o.stdout.is_empty(), "{told}");
            let asked = if run(&words(line)).stdout.is_empty() || ends.len() == 1 || *end == "txt" {
                words(line)
            } else {
                [&words(line)[..], &["--format", format(end)]].concat()
            };
            let printed = run(&asked);
            assert_eq!(o.status.code(), printed.status.code(), "{told}");
            // Of a script to run and a policy to look at it says how to.
            let said = err(&o);
            let said = said.lines().filter(|line| !line.starts_with("next: "));
            assert!(said.eq(err(&printed).lines()), "{told}");
            let text = fs::read_to_string(&file).unwrap();
            // A script for a file has a byte order mark, which Windows PowerShell needs.
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let printed = out(&printed);
            let printed = printed.strip_prefix('\u{feff}').unwrap_or(&printed);
            assert!(!printed.is_empty() && text == printed, "{told}");
        }
    }
}

#[test]
fn no_file_is_overwritten_without_force_and_none_is_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report");
    for (line, _) in RUNS {
        fs::write(&file, "mine").unwrap();
        let o = written(line, &file, &[]);
        assert_eq!(o.status.code(), Some(2), "{line}");
        assert!(o.stdout.is_empty(), "{line}");
        assert!(
            err(&o).contains("the file exists already") && err(&o).contains("--force"),
            "{line}: {}",
            err(&o)
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine", "{line}");
        assert!(
            written(line, &file, &["--force"]).status.code() < Some(2),
            "{line}"
        );
        assert_ne!(fs::read_to_string(&file).unwrap(), "mine", "{line}");
    }
    fs::remove_file(&file).unwrap();
    // What ends with an error leaves nothing.
    let o = written("check -p policies/contoso.yaml no.eml", &file, &[]);
    assert_eq!(o.status.code(), Some(2));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let nowhere = folder.path().join("no/report");
    let o = written("schema", &nowhere, &[]);
    assert_eq!(o.status.code(), Some(2));
    assert!(err(&o).contains("there is no folder `"), "{}", err(&o));
    let o = run(&["schema", "--force"]);
    assert_eq!(o.status.code(), Some(2), "it is for a file");
}

#[test]
fn a_dash_is_standard_output_and_an_option_goes_before_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let schema = run(&["schema", "-o", "-"]);
    assert_eq!(out(&schema), out(&run(&["schema"])));
    let export = ["export", "--json", "policies/contoso.yaml"];
    let dash = run(&[&export[..], &["-o", "-"]].concat());
    assert_eq!(dash.stdout, run(&export).stdout);
    let file = folder.path().join("report.json");
    let lint = "lint policies/partner-trap.yaml";
    written(lint, &file, &["--format", "sarif"]);
    assert!(fs::read_to_string(&file).unwrap().contains("sarif-schema"));
    // What is for people has no colour in a file, also in a job whose log is searched for commands.
    let file = folder.path().join("lint.txt");
    let mut command = rdsim(&words(lint));
    command
        .env("CLICOLOR_FORCE", "1")
        .env("GITHUB_ACTIONS", "true");
    command.arg("--output").arg(&file).output().unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), out(&run(&words(lint))));
}
