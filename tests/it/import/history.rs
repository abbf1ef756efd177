//! Makes a history of audit logs.

use super::text;
use crate::program;
use rdsim::import::Input;
use rdsim::import::history::{Base, Step, history};
use std::fs;
use std::path::Path;
use std::process::Output;

pub(super) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/audit");

fn run(args: &[&str]) -> Output {
    let mut command = program::rdsim(args);
    command.current_dir(FOLDER).output().unwrap()
}

/// The names of the files of a folder, and what is in them apart from comments.
fn policies(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    let read = files.iter().map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let yaml = fs::read_to_string(path).unwrap();
        (name, super::body(&yaml).join("\n"))
    });
    read.collect()
}

fn into(folder: &Path, args: &[&str]) -> Output {
    let folder = folder.to_str().unwrap();
    run(&[&["import", "--history", "--output", folder], args].concat())
}

/// The steps of records, each `time, operation, object, parameters`.
pub(super) fn steps(
    records: &[(&str, &str, &str, &str)],
    policy: &str,
) -> (Vec<Step>, Vec<&'static str>) {
    let lines = records.iter().map(|(time, operation, object, parameters)| {
        format!("{{\"CreationTime\":\"{time}\",\"Operation\":\"{operation}\",\"RecordType\":1,\"Workload\":\"Exchange\",\"ObjectId\":\"{object}\",\"UserId\":\"dana@contoso.com\",\"Parameters\":{parameters}}}\n")
    });
    let log: String = lines.collect();
    let input = Input {
        file: "log",
        bytes: log.as_bytes(),
    };
    let policy = format!("AcceptedDomains: [contoso.com]\n{policy}");
    let base = Input {
        file: "p",
        bytes: policy.as_bytes(),
    };
    let mut steps = Vec::new();
    let told = history(&[input], Base::Before(base), &mut |step| steps.push(step));
    let told = told.unwrap_or_else(|p| panic!("{}", p[0]));
    (steps, told.iter().map(|w| w.code).collect())
}

pub(super) fn policy_since(step: &Step) -> String {
    let yaml = step.policy.as_ref().unwrap_or_else(|| panic!("{step:?}"));
    super::body(yaml).join("\n")
}

#[test]
fn every_form_of_an_audit_log_gives_the_same_dated_policies() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = Vec::new();
    for form in ["portal.csv", "search.json", "activity.jsonl"] {
        let to = folder.path().join(form);
        let o = into(&to, &["--policy", "before.yaml", form]);
        assert_eq!(o.status.code(), Some(0), "{form}: {}", text(&o.stderr));
        assert_eq!(text(&o.stderr), "");
        all.push(policies(&to));
    }
    assert_eq!(all[0], all[1]);
    assert_eq!(all[0], all[2]);
    let names: Vec<&str> = all[0].iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), 9);
    assert_eq!(names[2], "2026-05-24T15-10-53Z.yaml");
    // Each is the policy since that change.
    let forwards = |at: usize| all[0][at].1.contains("AutoForwardEnabled: false");
    assert!(!forwards(1) && forwards(2));
    assert!(
        all[0][6]
            .1
            .contains("ForwardingSmtpAddress: bob@fabrikam.com")
    );
    assert!(!all[0][8].1.contains("fabrikam.com\n    Allowed"));
    // They can be compared, and check takes each of them.
    let [first, last] = [
        "portal.csv/2026-05-24T15-10-53Z.yaml",
        "portal.csv/2026-05-30T09-00-00Z.yaml",
    ]
    .map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    let o = run(&["diff", &first, &last]);
    assert!(text(&o.stdout).contains("bob@fabrikam.com") || o.status.code() == Some(1));
    for (name, _) in &all[0] {
        let path = folder.path().join("portal.csv").join(name);
        let o = run(&[
            "check",
            "--policy",
            path.to_str().unwrap(),
            "../ordinary/plain.eml",
        ]);
        assert_eq!(o.status.code(), Some(0), "{name}: {}", text(&o.stderr));
        let yaml = fs::read_to_string(path).unwrap();
        for secret in ["00000000-", "OUTLOOK.COM", "192.0.2.15", "fb78d390"] {
            assert!(!yaml.contains(secret), "{name}: {secret}");
        }
    }
}

#[test]
fn the_changes_are_told_with_what_was_there_before() {
    let o = run(&[
        "import",
        "--history",
        "portal.csv",
        "--policy",
        "before.yaml",
    ]);
    let told = text(&o.stdout);
    for part in [
        "2026-05-24T15:10:53Z  Set-RemoteDomain Default  dana@contoso.com\n  AutoForwardEnabled: true → false\n",
        "2026-05-26T11:00:00Z  Disable-TransportRule Stop forwards  dana@contoso.com\n  State: Disabled\n",
        "2026-05-27T08:20:00Z  Set-Mailbox alice  dana@contoso.com\n  nothing that a policy has\n",
        "2026-05-28T09:00:00Z  Set-RemoteDomain Default  dana@contoso.com\n  failed, so nothing was changed\n",
        "  ForwardingSmtpAddress: bob@fabrikam.com → (nothing)\n",
        "2026-05-30T09:00:00Z  Remove-RemoteDomain Fabrikam  dana@contoso.com\n  removed\n",
    ] {
        assert!(told.contains(part), "{part}{told}");
    }
    // Without a policy it says what was given, and writes no policies.
    let alone = run(&["import", "--history", "portal.csv"]);
    assert_eq!(alone.status.code(), Some(0));
    assert!(
        text(&alone.stdout).contains("Default  dana@contoso.com\n  AutoForwardEnabled: false\n")
    );
    let folder = tempfile::tempdir().unwrap();
    let o = into(folder.path(), &["portal.csv"]);
    assert_eq!(o.status.code(), Some(2));
    assert!(
        text(&o.stderr).contains("`--current`"),
        "{}",
        text(&o.stderr)
    );
}

#[test]
fn a_policy_of_now_gives_the_policies_that_it_determines() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    into(&whole, &["--policy", "before.yaml", "portal.csv"]);
    let all = policies(&whole);
    let now = whole.join("2026-05-30T09-00-00Z.yaml");
    let from_now = folder.path().join("from-now");
    let o = into(
        &from_now,
        &["--current", now.to_str().unwrap(), "portal.csv"],
    );
    assert_eq!(o.status.code(), Some(0), "{}", text(&o.stderr));
    let told = text(&o.stderr);
    let part = "the first 6 policies, before 2026-05-27T08:15:00Z, are not known";
    assert!(told.contains(part), "{told}");
    assert_eq!(policies(&from_now), all[6..]);
    // What the log does not lead to is told.
    let other = fs::read_to_string(&now)
        .unwrap()
        .replace("AutoForwardingMode: \"Off\"", "AutoForwardingMode: \"On\"");
    let changed = folder.path().join("changed.yaml");
    fs::write(&changed, other).unwrap();
    let o = into(
        &from_now,
        &[
            "--force",
            "--current",
            changed.to_str().unwrap(),
            "portal.csv",
        ],
    );
    assert_eq!(o.status.code(), Some(1), "{}", text(&o.stderr));
    // The policy of now in place of that from before.
    let policy = "RemoteDomains: [{Name: Default, DomainName: '*', AutoForwardEnabled: false}]";
    let set =
        r#"[{"Name":"Identity","Value":"Default"},{"Name":"AutoForwardEnabled","Value":"False"}]"#;
    let (_, codes) = steps(
        &[("2026-05-24T15:10:53", "Set-RemoteDomain", "Default", set)],
        policy,
    );
    assert_eq!(codes, ["policy-of-after"]);
}

#[test]
fn what_the_cmdlet_changes_beside_is_changed_too() {
    let policy =
        "RemoteDomains: [{Name: Default, DomainName: '*'}, {Name: F, DomainName: fabrikam.com}]";
    let (steps, codes) = steps(
        &[
            (
                "2026-05-24T15:00:00",
                "Set-RemoteDomain",
                "F",
                r#"{"AllowedOOFType":"InternalLegacy"}"#,
            ),
            (
                "2026-05-24T15:00:01",
                "Set-RemoteDomain",
                "F",
                r#""-Identity \"contoso.onmicrosoft.com\\\\F\" -IsInternal \"False\"""#,
            ),
        ],
        policy,
    );
    assert_eq!(codes, [""; 0]);
    let [first, second] = &steps[..] else {
        panic!("{steps:?}")
    };
    assert!(policy_since(first).contains("IsInternal: true"));
    let since = policy_since(second);
    assert!(
        since.contains("AllowedOOFType: ExternalLegacy") && since.contains("IsInternal: false"),
        "{since}"
    );
}

#[test]
fn what_cannot_be_placed_is_told_and_stops_nothing() {
    let policy = "RemoteDomains: [{Name: Default, DomainName: '*'}]";
    let forward = r#"[{"Name":"ForwardingSmtpAddress","Value":"smtp:bob@fabrikam.com"}]"#;
    let (steps, codes) = steps(
        &[
            (
                "2026-05-24T15:00:00",
                "Set-RemoteDomain",
                "Gone",
                r#"[{"Name":"AutoForwardEnabled","Value":"True"}]"#,
            ),
            (
                "2026-05-24T15:00:01",
                "Set-Mailbox",
                "alice@contoso.com",
                forward,
            ),
            (
                "2026-05-24T15:00:02",
                "Set-RemoteDomain",
                "Default",
                r#"[{"Name":"AllowedOOFType","Value":"Sometimes"}]"#,
            ),
            (
                "2026-05-24T15:00:03",
                "Set-RemoteDomain",
                "Default",
                r#"[{"Name":"NDREnabled","Value":"False"},{"Name":"WhatIf","Value":"True"}]"#,
            ),
            (
                "2026-05-24T15:00:04",
                "Set-RemoteDomain",
                "Default",
                r#"[{"Name":"NDREnabled","Value":"False"}]"#,
            ),
            ("somewhen", "Set-RemoteDomain", "Default", "[]"),
        ],
        policy,
    );
    assert_eq!(steps.len(), 5);
    let since = policy_since(&steps[1]);
    assert!(
        since.contains("PrimarySmtpAddress: alice@contoso.com")
            && since.contains("bob@fabrikam.com"),
        "{since}"
    );
    assert!(steps[0].policy.is_none() && steps[2].policy.is_none() && steps[3].policy.is_none());
    assert!(policy_since(&steps[4]).contains("NDREnabled: false"));
    assert_eq!(
        codes,
        [
            "change-not-applied",
            "change-not-applied",
            "record-without-time"
        ]
    );
}
