//! Runs the command lines of somebody who knows other programs and the cmdlets of Exchange, and guesses.

use crate::given::MESSAGE;
use crate::program::{err, out, rdsim, root, run};
use std::path::Path;
use std::process::Output;

const POLICY: &str = "policies/default.yaml";

fn said(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let output = run(&words);
    assert_eq!(output.status.code(), Some(2), "{line}");
    assert!(output.stdout.is_empty(), "{line}");
    err(&output)
}

#[test]
fn a_wrong_word_is_answered_with_the_right_one() {
    for (line, answer) in [
        ("version", "`rdsim --version`"),
        ("verify policy.yaml", "`rdsim lint`"),
        ("simulate a.eml", "`rdsim check`"),
        ("compare a b", "`rdsim diff`"),
        ("read trace.csv", "`rdsim trace read`"),
        ("chekc a.eml", "`check`"),
        ("policy.yaml", "`rdsim doctor policy.yaml`"),
        ("a.eml", "`rdsim check --policy FILE a.eml`"),
        ("trace a.csv", "`rdsim trace read a.csv`"),
        ("Get-RemoteDomain Default", "rdsim runs no cmdlets"),
        ("set-remotedomain Default", "`rdsim export --powershell`"),
        (
            "collect -IncludeMailboxes",
            "`.\\collect.ps1 -IncludeMailboxes`",
        ),
        (
            "check -Identity Default",
            "`--set Default.AutoForwardEnabled=false`",
        ),
        ("check -Policy policy.yaml a.eml", "`--policy`"),
        ("check -policy policy.yaml a.eml", "`--policy`"),
        ("check --Policy policy.yaml a.eml", "`--policy`"),
        ("check -output a.md a.eml", "`--output`"),
        ("check -FailOn stopped a.eml", "`--fail-on`"),
        ("check --recipient b@c.example a.eml", "`--to`"),
        ("check -RecipientAddress b@c.example a.eml", "`--to`"),
        ("check --SenderAddress a@c.example a.eml", "`--from`"),
        ("check --json a.eml", "`--format json`"),
        ("lint --sarif a.yaml", "`--format sarif`"),
        ("check --overwrite a.eml", "`--force`"),
        ("check --threads 2 a.eml", "`--jobs`"),
        ("check --no-color a.eml", "`--color never`"),
        ("export --WhatIf --powershell a.yaml", "`--what-if`"),
        ("check --kind oof a.eml", "`oof-internal`"),
        ("check --kind external-oof a.eml", "`oof-external`"),
        ("check --kind forward a.eml", "`--forwarded-by inbox-rule`"),
        ("check --format table a.eml", "values: human, json"),
    ] {
        let said = said(line);
        let help = said.lines().find(|line| line.starts_with("  help: "));
        assert!(
            help.is_some_and(|help| help.contains(answer)),
            "{line}: {said}"
        );
    }
    // No such option is guessed where the verb has none.
    assert!(!said("schema --sarif").contains("--format"));
    assert!(!said("check --xyzzy a.eml").contains("help:"));
}

#[test]
fn values_are_taken_in_any_case_as_cmdlets_take_them() {
    let asked = |kind: &str, format: &str| {
        let line = ["check", "-p", POLICY, "--to", "bob@fabrikam.com"];
        out(&run(
            &[&line[..], &["--kind", kind, "--format", format]].concat()
        ))
    };
    let lower = asked("oof-external", "markdown");
    assert!(lower.starts_with("### Verdicts"), "{lower}");
    assert_eq!(asked("OOF-External", "Markdown"), lower);
    assert_eq!(asked("oof-external", "md"), lower);
    let japanese = out(&run(&["--lang", "JA", "--help"]));
    assert!(japanese.contains("使用法"), "{japanese}");
}

fn at(folder: &Path, words: &[&str]) -> Output {
    rdsim(words).current_dir(folder).output().unwrap()
}

#[test]
fn what_is_no_file_is_told_by_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::copy(root().join(POLICY), folder.join("policy.yaml")).unwrap();
    std::fs::write(folder.join("a.eml"), MESSAGE).unwrap();
    std::fs::write(
        folder.join("trace.csv"),
        "Received,SenderAddress,RecipientAddress,Status\n1,a,b,c\n",
    )
    .unwrap();
    std::fs::create_dir(folder.join("empty")).unwrap();
    for (words, answer) in [
        (
            &["check", "-p", "\"policy.yaml\"", "a.eml"][..],
            "leave them out",
        ),
        (&["check", "-p", "empty", "a.eml"], "it is a folder"),
        (
            &["check", "-p", "https://x.example/p.yaml", "a.eml"],
            "connects to nothing",
        ),
        (
            &["check", "-p", "policy.yaml", "https://x.example/a.eml"],
            "connects to nothing",
        ),
        (&["check", "-p", "pol*.yaml", "a.eml"], "name one file"),
        (
            &["check", "-p", "none.yaml", "a.eml"],
            "no such file or folder",
        ),
        (&["check", "-p", "bob@fabrikam.com", "a.eml"], "`--to`"),
        (&["check", "-p", "a.eml", "a.eml"], "found a message\n"),
        (&["check", "-p", "trace.csv", "a.eml"], "`rdsim trace read`"),
        (
            &["check", "-p", "policy.yaml", "a.eml", "-o", "none/a.md"],
            "no folder `none`",
        ),
        (
            &["check", "-p", "policy.yaml", "a.eml", "-o", "empty"],
            "it is a folder",
        ),
        (
            &["init", "policy.yaml"],
            "`rdsim init --policy contoso.yaml`",
        ),
        (&["trace", "read", "none.csv"], "no such file or folder"),
        (
            &["diff", "policy.yaml", "--set", "AutoForwardEnabled=false"],
            "`Default.AutoForwardEnabled=false`",
        ),
        (
            &[
                "check",
                "-p",
                "policy.yaml",
                "--to",
                "a@b.example;c@d.example",
            ],
            "in an option of its own",
        ),
    ] {
        let output = at(folder, words);
        let said = err(&output);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains(answer), "{words:?}: {said}");
        assert!(!said.contains("os error"), "{said}");
        let japanese = err(&at(folder, &[&["--lang", "ja"], words].concat()));
        assert!(
            !japanese.contains("no such") && !japanese.contains("folder"),
            "{japanese}"
        );
    }
    let nothing = at(folder, &["check", "-p", "policy.yaml", "empty"]);
    assert!(err(&nothing).starts_with("warning: there is no message"));
    assert!(out(&nothing).starts_with("0 messages"));
    let set = [
        "diff",
        "policy.yaml",
        "--set",
        "RemoteDomains.Default.AutoForwardEnabled=false",
    ];
    assert_eq!(at(folder, &set).status.code(), Some(1));
}

#[test]
fn what_a_run_reads_it_does_not_overwrite() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::copy(root().join(POLICY), folder.join("policy.yaml")).unwrap();
    std::fs::write(folder.join("a.eml"), MESSAGE).unwrap();
    std::fs::write(
        folder.join("b.json"),
        "[{\"Name\": \"Default\", \"DomainName\": \"*\", \"AllowedOOFType\": \"External\"}]",
    )
    .unwrap();
    std::fs::create_dir(folder.join("below")).unwrap();
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let before = ["policy.yaml", "a.eml", "b.json"].map(read);
    for words in [
        &["check", "-p", "policy.yaml", "a.eml", "-o", "policy.yaml"][..],
        &[
            "check",
            "-p",
            "policy.yaml",
            "a.eml",
            "-o",
            "below/../a.eml",
        ],
        &["check", "-p", "policy.yaml", "*.eml", "--svg", "a.eml"],
        &["lint", "policy.yaml", "-o", "policy.yaml"],
        &["matrix", "policy.yaml", "-o", "policy.yaml"],
        &["import", "b.json", "-o", "b.json"],
        &["export", "--json", "policy.yaml", "-o", "policy.yaml"],
        &[
            "export",
            "--powershell",
            "policy.yaml",
            "--from",
            "policy.yaml",
            "-o",
            "a.ps1",
            "--rollback",
            "policy.yaml",
        ],
        &["diff", "policy.yaml", "policy.yaml", "-o", "policy.yaml"],
        &["doctor", "policy.yaml", "-o", "policy.yaml"],
        &["react", "-p", "policy.yaml", "a.eml", "-o", "a.eml"],
        &["report", "-p", "policy.yaml", "a.eml", "-o", "a.eml"],
        &[
            "trace",
            "predict",
            "-p",
            "policy.yaml",
            "a.eml",
            "-o",
            "a.eml",
        ],
    ] {
        let output = at(folder, &[words, &["--force"]].concat());
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(
            err(&output).contains("error: this run reads the file\n"),
            "{words:?}: {}",
            err(&output)
        );
        assert_eq!(
            ["policy.yaml", "a.eml", "b.json"].map(read),
            before,
            "{words:?}"
        );
    }
    // Another file of the folder is overwritten.
    let again = ["lint", "policy.yaml", "-o", "lint.json", "--force"];
    for _ in 0..2 {
        assert_ne!(at(folder, &again).status.code(), Some(2));
    }
}
