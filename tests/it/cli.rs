//! Runs the real binary with its environment scrubbed.

use crate::program::{out, rdsim, run};
use std::io::Write;
use std::process::Stdio;

const CHECK: [&str; 3] = ["check", "--policy", "policies/contoso.yaml"];

#[test]
fn json_has_its_shape_and_its_counts_add_up() {
    let o = run(&[&CHECK[..], &["--format", "json", "fixtures"]].concat());
    assert_eq!(o.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_slice(&o.stdout).unwrap();
    assert_eq!(json["version"], 1);
    let messages = json["messages"].as_array().unwrap();
    let summary = &json["summary"];
    assert_eq!(summary["messages"], messages.len());
    let mut counts = std::collections::BTreeMap::new();
    for m in messages {
        for v in m["verdicts"].as_array().unwrap() {
            *counts
                .entry(v["outcome"].as_str().unwrap().replace('-', "_"))
                .or_insert(0u64) += 1;
            let stopped = ["dropped", "rejected"].contains(&v["outcome"].as_str().unwrap());
            assert_eq!(v["response"].is_object(), stopped);
            for b in v["because"].as_array().unwrap() {
                assert!(b["line"].is_null() || b["line"].as_u64().unwrap() >= 1);
                assert_eq!(b["file"], "policies/contoso.yaml");
            }
        }
    }
    for (outcome, n) in counts {
        assert_eq!(summary[&outcome], n, "{outcome}");
    }
    let lines = run(&[&CHECK[..], &["--format", "jsonl", "fixtures"]].concat());
    let streamed: Vec<serde_json::Value> = out(&lines)
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(&streamed, messages);
}

#[test]
fn csv_has_a_row_per_verdict_and_two_runs_are_the_same() {
    let args = [&CHECK[..], &["--format", "csv", "fixtures"]].concat();
    let (one, two) = (run(&args), run(&args));
    assert_eq!(one.stdout, two.stdout);
    let mut reader = csv::Reader::from_reader(one.stdout.as_slice());
    assert_eq!(
        reader.headers().unwrap().iter().collect::<Vec<_>>(),
        rdsim::report::csv::COLUMNS
    );
    assert!(reader.records().map(Result::unwrap).count() >= 57);
}

#[test]
fn exit_codes_and_fail_on() {
    let forwarded = "fixtures/ordinary/forwarded-by-rule.eml";
    let plain = "fixtures/ordinary/plain.eml";
    let unclear = "fixtures/awkward/auto-replied.eml";
    let nothing = "fixtures/awkward/empty.eml";
    for (policy, path, fail_on, code) in [
        ("closed", forwarded, "stopped", 1),
        ("closed", plain, "stopped", 0),
        ("closed", plain, "leaves", 1),
        ("closed", forwarded, "leaves", 0),
        ("closed", unclear, "cannot-tell", 1),
        ("closed", plain, "cannot-tell", 0),
        ("closed", forwarded, "unreadable", 0),
        ("closed", nothing, "unreadable", 1),
        ("closed", nothing, "stopped", 1),
        ("closed", nothing, "leaves", 1),
        ("closed", nothing, "cannot-tell", 1),
    ] {
        let policy = format!("policies/{policy}.yaml");
        let o = run(&["check", "--policy", &policy, "--fail-on", fail_on, path]);
        assert_eq!(o.status.code(), Some(code), "{policy} {path} {fail_on}");
    }
    assert_eq!(
        run(&["check", "--policy", "no.yaml", plain]).status.code(),
        Some(2)
    );
    assert_eq!(
        run(&["check", "--policy", "policies/open.yaml", "no.eml"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(run(&["nonsense"]).status.code(), Some(2));
    let empty = run(&[&CHECK[..], &["fixtures/awkward/empty.eml", plain]].concat());
    assert_eq!(empty.status.code(), Some(0));
    assert!(
        out(&empty).contains("UNREADABLE  the file is empty")
            && out(&empty).contains("bob@fabrikam.com")
    );
}

#[test]
fn standard_input_sender_recipients_and_kind() {
    let mut child = rdsim(
        &[
            &CHECK[..],
            &[
                "--format",
                "json",
                "--from",
                "alice@contoso.com",
                "--to",
                "a@example.com",
                "--to",
                "carol@contoso.com",
                "--kind",
                "oof-internal",
                "-",
            ],
        ]
        .concat(),
    )
    .stdin(Stdio::piped())
    .stdout(Stdio::piped())
    .spawn()
    .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"Subject: away\n\nI am away.\n")
        .unwrap();
    let o = child.wait_with_output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&o.stdout).unwrap();
    let verdicts = json["messages"][0]["verdicts"].as_array().unwrap();
    assert_eq!(verdicts[0]["recipient"], "a@example.com");
    assert_eq!(
        verdicts[0]["response"]["source_context"],
        "BlockInternalOofToExternalUser"
    );
    assert_eq!(verdicts[1]["outcome"], "stays-inside");
}

#[test]
fn quiet_says_nothing_and_nothing_is_coloured_unasked() {
    let check = ["check", "--policy", "policies/open.yaml", "fixtures"];
    let plain = out(&run(&check));
    assert!(!plain.is_empty() && !plain.contains('\u{1b}'));
    assert_eq!(
        out(&run(&[&check[..], &["--color", "never"]].concat())),
        plain
    );
    assert_eq!(out(&run(&[&check[..], &["--quiet"]].concat())), "");
}

#[test]
fn init_writes_files_that_check_takes_and_overwrites_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    assert_eq!(run(&["init", path]).status.code(), Some(0));
    let policy = folder.path().join("default.yaml");
    let check = run(&["check", "--policy", policy.to_str().unwrap(), path]);
    assert!(out(&check).contains("550 5.7.520"), "{}", out(&check));
    let written = std::fs::read_to_string(&policy).unwrap();
    let schema = written.lines().next().unwrap();
    let schema = schema.strip_prefix("# yaml-language-server: $schema=");
    let schema = std::fs::read_to_string(folder.path().join(schema.unwrap())).unwrap();
    assert_eq!(schema, out(&run(&["schema", "policy"])));
    std::fs::write(&policy, "mine").unwrap();
    assert_eq!(run(&["init", path]).status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&policy).unwrap(), "mine");
}

#[test]
fn every_verb_has_help_with_an_example_and_completions_and_man_are_made() {
    let help = out(&run(&["--help"]));
    let verbs = help
        .split("Commands:\n")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap();
    let verbs: Vec<&str> = verbs
        .lines()
        .map(|l| l.split_whitespace().next().unwrap())
        .collect();
    assert!(
        verbs.contains(&"check") && verbs.contains(&"diff"),
        "{verbs:?}"
    );
    for verb in verbs.into_iter().filter(|v| *v != "help") {
        assert!(out(&run(&[verb, "--help"])).contains("  rdsim "), "{verb}");
    }
    assert!(out(&run(&["completions", "bash"])).contains("_rdsim"));
    let man = out(&run(&["man"]));
    assert!(man.contains(".TH rdsim"));
    for part in [
        ".SH \"CHECK\"",
        ".SH \"TRACE READ\"",
        "fail\\-on",
        "min\\-coverage",
    ] {
        assert!(man.contains(part), "{part}");
    }
}
