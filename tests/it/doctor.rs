//! Asks the real binary what to do next with a policy, in folders of all kinds.

use crate::program::{err, out, rdsim};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Output;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The imported policy of the script's sample, as it would be collected so many days ago.
fn policy(days: i64) -> String {
    let o = rdsim(&["import", "fixtures/exports/collected.json"]).output();
    let day = Duration::from_secs(24 * 60 * 60);
    let now = SystemTime::now();
    let then = match days {
        0.. => now - day * u32::try_from(days).unwrap(),
        _ => now + day * u32::try_from(-days).unwrap(),
    };
    let then = then.duration_since(UNIX_EPOCH).unwrap().as_millis();
    let text = out(&o.unwrap());
    text.replace("2026-11-24T09:00:00Z by", &format!("/Date({then})/ by"))
}

fn doctor(folder: &Path, args: &[&str]) -> Output {
    let mut command = rdsim(&[&["doctor"], args].concat());
    command.current_dir(folder).output().unwrap()
}

/// The status of each check.
fn statuses(folder: &Path) -> Value {
    let o = doctor(folder, &["p.yaml", "--format", "json"]);
    let report: Value = serde_json::from_str(&out(&o)).unwrap();
    assert_eq!(report["version"], json!(1));
    let checks = report["checks"].as_array().unwrap().iter();
    checks
        .map(|c| (c["id"].as_str().unwrap().to_owned(), c["status"].clone()))
        .collect()
}

fn folder(policy: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.yaml"), policy).unwrap();
    folder
}

#[test]
fn the_age_of_a_policy_is_that_of_its_collection() {
    for (days, status, said) in [
        (1, "ok", "ok: the policy was collected at "),
        (
            40,
            "warning",
            "warning: the policy was collected 40 days ago",
        ),
        (-2, "warning", "which is yet to come"),
    ] {
        let folder = folder(&policy(days));
        assert_eq!(statuses(folder.path())["age"], json!(status));
        let o = doctor(folder.path(), &["p.yaml"]);
        assert!(out(&o).contains(said), "{}", out(&o));
    }
    let of_other = policy(1).replace("script of rdsim 0", "script of rdsim 99");
    let folder = folder(&of_other);
    assert_eq!(statuses(folder.path())["age"], json!("note"));
    let by_hand = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: \"*\"}]\n";
    std::fs::write(folder.path().join("p.yaml"), by_hand).unwrap();
    let o = doctor(folder.path(), &["p.yaml"]);
    assert!(out(&o).contains("note: the policy was not imported"));
    let exported = format!("# Imported by rdsim from a.json.\n{by_hand}");
    std::fs::write(folder.path().join("p.yaml"), exported).unwrap();
    let o = doctor(folder.path(), &["p.yaml"]);
    assert!(out(&o).contains("does not say when it was exported"));
}

#[test]
fn what_the_import_lacks_is_told() {
    let mut text = policy(1);
    text.push_str("# Could not be read when it was collected: Get-InboundConnector\n");
    text.push_str("# Not collected, as it was not asked for: inbox rules (-IncludeInboxRules)\n");
    text.push_str("# Not in other.json: Get-TransportRule, Get-MailContact.\n");
    text.push_str("# Get-MailUser failed when other.json was written.\n");
    text.push_str("# Known, not simulated: 2 objects of Get-OutboundConnector, from x.json:3\n");
    text.push_str("# Not understood: the object at x.json:9\n");
    let folder = folder(&text);
    let found = statuses(folder.path());
    for (id, status) in [
        ("not-read", "warning"),
        ("not-asked", "note"),
        ("not-understood", "warning"),
        ("not-simulated", "note"),
    ] {
        assert_eq!(found[id], json!(status), "{id}: {found}");
    }
    let said = out(&doctor(folder.path(), &["p.yaml"]));
    // A script is there from the collection before.
    let again = "next: rdsim collect --output collect.ps1 --force\n";
    assert!(said.contains(again), "{said}");
    for cmdlet in [
        "Get-InboundConnector",
        "Get-TransportRule",
        "Get-MailContact",
        "Get-MailUser",
        "2 objects of Get-OutboundConnector",
        "-IncludeInboxRules",
    ] {
        assert!(said.contains(cmdlet), "{said}");
    }
}

#[test]
fn tests_ci_and_hooks_are_looked_for_and_the_tests_are_run() {
    let folder = folder(&policy(1));
    let path = folder.path();
    let bare = statuses(path);
    assert_eq!(bare["expectations"], json!("warning"));
    assert_eq!(
        (&bare["ci"], &bare["pre-commit"]),
        (&json!("note"), &Value::Null)
    );
    std::fs::create_dir_all(path.join(".git")).unwrap();
    std::fs::create_dir_all(path.join(".github/workflows")).unwrap();
    let workflow = path.join(".github/workflows/mail.yml");
    std::fs::write(&workflow, "# rdsim is not here yet\non: push\n").unwrap();
    let case = "Policy: ../p.yaml\nCases:\n  - {Name: a, Kind: ordinary, From: alice@contoso.com, To: x@northwind.example, Expect: {Outcome: OUTCOME}}\n";
    std::fs::create_dir(path.join("tests")).unwrap();
    let cases = path.join("tests/p.rdsim.yaml");
    std::fs::write(&cases, case.replace("OUTCOME", "dropped")).unwrap();
    // Another policy's is no test of this one.
    std::fs::write(
        path.join("tests/other.rdsim.yaml"),
        "Policy: none.yaml\nCases: []\n",
    )
    .unwrap();
    let failing = statuses(path);
    assert_eq!(failing["expectations"], json!("error"));
    assert_eq!(
        (&failing["ci"], &failing["pre-commit"]),
        (&json!("note"), &json!("note"))
    );
    let o = doctor(path, &["p.yaml"]);
    assert_eq!(o.status.code(), Some(1));
    assert!(
        out(&o).contains("next: rdsim test tests/p.rdsim.yaml"),
        "{}",
        out(&o)
    );
    std::fs::write(&cases, case.replace("OUTCOME", "leaves")).unwrap();
    // As `init --ci` of a program writes it that nobody published.
    std::fs::write(&workflow, "      - uses: OWNER/rdsim@v0.1.0\n").unwrap();
    assert_eq!(statuses(path)["ci"], json!("warning"));
    std::fs::write(&workflow, "jobs:\n  - run: rdsim lint p.yaml\n").unwrap();
    std::fs::write(path.join(".pre-commit-config.yaml"), "entry: rdsim lint\n").unwrap();
    let good = statuses(path);
    for id in ["policy", "age", "expectations", "ci", "pre-commit"] {
        assert_eq!(good[id], json!("ok"), "{id}: {good}");
    }
    // The same from elsewhere, and by the environment.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = rdsim(&["doctor"]);
    command.env("RDSIM_POLICY", path.join("p.yaml"));
    let o = command.current_dir(elsewhere.path()).output().unwrap();
    let ok = out(&o).lines().filter(|l| l.starts_with("  ok: ")).count();
    assert_eq!(ok, 5, "{}", out(&o));
}

#[test]
fn a_policy_that_cannot_be_read_is_an_error_and_one_that_is_not_there_no_report() {
    let folder = folder("RemoteDomains: [{DomainName: '*', AllowedOOFType: Sometimes}]\n");
    let o = doctor(folder.path(), &["p.yaml"]);
    assert_eq!(o.status.code(), Some(1));
    assert!(
        out(&o).contains("  error: the policy cannot be read: "),
        "{}",
        out(&o)
    );
    assert!(out(&o).contains("    next: rdsim lint p.yaml"));
    let o = doctor(folder.path(), &["none.yaml"]);
    assert_eq!((o.status.code(), out(&o).as_str()), (Some(2), ""));
    let o = doctor(folder.path(), &[]);
    assert_eq!(o.status.code(), Some(2));
    assert!(
        err(&o).starts_with("error: no policy is given"),
        "{}",
        err(&o)
    );
}
