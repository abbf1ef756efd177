//! Gives every verb that judges by a policy that policy in each way in which it may be given.

use super::all_verbs;
use crate::program::{err, out, rdsim, root, run};
use std::collections::BTreeSet;
use std::path::Path;

/// A run of each verb, without its policy.
const RUNS: &[&[&str]] = &[
    &["check", "plain.eml"],
    &["matrix"],
    &["diff", "--set", "Default.AutoReplyEnabled=true"],
    &["diff", "new.yaml"],
    &["doctor"],
    &["lint"],
    &["export", "--powershell"],
    &["export", "--json"],
    &["report", "plain.eml"],
    &[
        "submit",
        "--endpoint",
        "smtp.office365.com",
        "--from",
        "alice@contoso.com",
        "--to",
        "bob@fabrikam.com",
    ],
    &["react", "plain.eml"],
    &["explain", "RESOLVER.MSGTYPE.AF"],
    &["trace", "predict", "plain.eml"],
    &["trace", "reconcile", "trace.csv"],
    &["trace", "merge", "--replay", "part.json"],
    &["trace", "replay", "trace.csv"],
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &str, to: &str| {
        std::fs::copy(root().join(from), folder.path().join(to)).unwrap();
    };
    copy("policies/partner-trap.yaml", "p.yaml");
    copy("policies/closed.yaml", "new.yaml");
    copy("fixtures/ordinary/plain.eml", "plain.eml");
    copy("fixtures/traces/extended.csv", "trace.csv");
    folder
}

fn said(folder: &Path, args: &[&str], variable: Option<&str>) -> (Option<i32>, String, String) {
    let mut command = rdsim(args);
    command.current_dir(folder);
    if let Some(policy) = variable {
        command.env("RDSIM_POLICY", policy);
    }
    let o = command.output().unwrap();
    (o.status.code(), out(&o), err(&o))
}

#[test]
fn every_verb_takes_its_policy_in_the_same_ways() {
    let folder = folder();
    let folder = folder.path();
    let config = folder.join("rdsim.toml");
    for run in RUNS {
        let _ = std::fs::remove_file(&config);
        let given = said(folder, &[run, &["--policy", "p.yaml"][..]].concat(), None);
        // Parts of a trace are written by another verb; that there are none is told alike.
        let is_merge = run.contains(&"merge");
        assert!(is_merge || given.0 != Some(2), "{run:?}: {given:?}");
        assert!(is_merge || !given.1.is_empty(), "{run:?}: {given:?}");
        let short = said(folder, &[run, &["-p", "p.yaml"][..]].concat(), None);
        assert_eq!(short, given, "{run:?}");
        let none = said(folder, run, None);
        let by_variable = said(folder, run, Some("p.yaml"));
        std::fs::write(&config, "policy = \"p.yaml\"\n").unwrap();
        let by_file = said(folder, run, None);
        assert_eq!(by_file, by_variable, "{run:?}");
        if run[0] == "explain" {
            // With the whole page, which it shows without a policy too.
            let own = given.1.split("\nRESOLVER.MSGTYPE.AF\n\n").next().unwrap();
            assert_eq!(by_file.1, format!("{own}\n{}", none.1));
            continue;
        }
        assert_eq!(by_file, given, "{run:?}");
        assert_eq!(none.0, Some(2), "{run:?}: {none:?}");
        // Nothing that was given goes after it.
        let other = [run, &["--policy", "p.yaml"][..]].concat();
        assert_eq!(said(folder, &other, Some("no.yaml")), given, "{run:?}");
    }
}

#[test]
fn no_verb_that_takes_a_policy_is_left_out() {
    let tried: BTreeSet<Vec<&str>> = RUNS
        .iter()
        .map(|run| match run {
            ["trace", verb, ..] => vec!["trace", verb],
            run => vec![run[0]],
        })
        .collect();
    // What these take is written to or from, or was before a change.
    let others = [vec!["import"], vec!["init"]];
    for verb in all_verbs() {
        let verb: Vec<&str> = verb.iter().map(String::as_str).collect();
        let help = out(&run(&[&verb[..], &["--help"]].concat()));
        let takes = help.contains("--policy <") || help.contains("[POLICY]");
        let known = tried.contains(&verb) || others.contains(&verb);
        assert_eq!(takes, known, "{verb:?}");
        if tried.contains(&verb) {
            assert!(help.contains("-p, --policy <FILE>"), "{verb:?}");
            let default = "that of RDSIM_POLICY or rdsim.toml";
            let default_of_lint = "the policy of RDSIM_POLICY or rdsim.toml";
            let flat = help.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                flat.contains(default) || flat.contains(default_of_lint),
                "{verb:?}"
            );
        }
    }
}

#[test]
fn what_explain_writes_for_others_tells_nothing_of_the_tenant() {
    let folder = folder();
    let folder = folder.path();
    std::fs::write(folder.join("rdsim.toml"), "policy = \"p.yaml\"\n").unwrap();
    let line = "RESOLVER.MSGTYPE.AF";
    for more in [&["--format", "html"][..], &["--output", "page.md"]] {
        let (code, page, _) = said(folder, &[&["explain", line], more].concat(), None);
        assert_eq!(code, Some(0));
        assert!(!page.contains("p.yaml"), "{page}");
    }
    let page = std::fs::read_to_string(folder.join("page.md")).unwrap();
    assert!(page.contains(line) && !page.contains("p.yaml"));
    // Neither a file that cannot be read nor a text about no policy is in the way.
    let plain = said(folder, &["explain", "ndr", "--no-config"], None);
    assert_eq!(said(folder, &["explain", "ndr"], None), plain);
    let plain = said(folder, &["explain", line, "--no-config"], None);
    assert_eq!(said(folder, &["explain", line], Some("no.yaml")), plain);
    std::fs::write(folder.join("rdsim.toml"), "policy = \n").unwrap();
    assert_eq!(said(folder, &["explain", line], None), plain);
}

#[test]
fn a_policy_is_not_compared_with_itself() {
    let folder = folder();
    let compared = said(folder.path(), &["diff", "p.yaml"], Some("p.yaml"));
    assert_eq!(compared.0, Some(2));
    assert!(
        compared.2.contains("nothing to compare the policy with"),
        "{}",
        compared.2
    );
}

#[test]
fn with_the_option_the_arguments_of_diff_move_up() {
    let folder = folder();
    let folder = folder.path();
    let set = ["--set", "Default.AutoReplyEnabled=true"];
    for rest in [
        &["new.yaml"][..],
        &["new.yaml", "plain.eml"],
        &["new.yaml", "plain.eml", "plain.eml"],
        &[set[0], set[1], "plain.eml"],
    ] {
        let given = said(folder, &[&["diff", "p.yaml"], rest].concat(), None);
        assert_ne!(given.0, Some(2), "{rest:?}: {given:?}");
        let by_option = [&["diff", "--policy", "p.yaml"], rest].concat();
        assert_eq!(said(folder, &by_option, None), given, "{rest:?}");
    }
}
