//! Asks for verdicts that rest on documents, and looks at every report for how sure it is.

use crate::program::{out, run};
use serde_json::Value;

const LEGACY: &str = "fixtures/oof-legacy/tnef.eml";

fn json(args: &str) -> Value {
    let args: Vec<&str> = args.split(' ').collect();
    serde_json::from_str(&out(&run(&args))).unwrap()
}

#[test]
fn a_verdict_on_less_than_is_asked_for_cannot_be_told() {
    let check = |more: &str| {
        let args = format!("check -p policies/default.yaml --to bob@fabrikam.com {LEGACY} {more}");
        let args: Vec<&str> = args.split_whitespace().collect();
        run(&args)
    };
    let told = out(&check(""));
    assert!(told.contains("DROPPED"), "{told}");
    assert!(
        told.contains("inferred, no public document says so: "),
        "{told}"
    );
    for least in ["documented", "seen"] {
        let withheld = out(&check(&format!("--min-basis {least}")));
        assert!(withheld.contains("CANNOT TELL"), "{withheld}");
        assert!(
            withheld.contains("if `legacy-oof-to-outside-is-dropped` is true"),
            "{withheld}"
        );
        assert!(withheld.contains("look at its message trace"), "{withheld}");
    }
    let code = |more: &str| check(more).status.code();
    assert_eq!(code("--fail-on stopped"), Some(1));
    assert_eq!(code("--fail-on stopped --min-basis seen"), Some(0));
    assert_eq!(code("--fail-on cannot-tell --min-basis seen"), Some(1));
    // What is documented stays.
    let internal = "fixtures/oof-internal/tnef.eml";
    let o = run(&[
        "check",
        "-p",
        "policies/default.yaml",
        "--to",
        "bob@fabrikam.com",
        "--min-basis",
        "documented",
        internal,
    ]);
    assert!(out(&o).contains("DROPPED"), "{}", out(&o));
}

#[test]
fn json_has_the_basis_and_the_facts_of_verdicts_reasons_and_possibilities() {
    let report = json(&format!(
        "check -p policies/default.yaml --to bob@fabrikam.com --format json {LEGACY}"
    ));
    let verdict = &report["messages"][0]["verdicts"][0];
    assert_eq!(verdict["basis"], "inferred");
    assert_eq!(verdict["facts"][0], "allowed-oof-type-decides");
    assert_eq!(verdict["because"][0]["basis"], "inferred");
    let withheld = json(&format!(
        "check -p policies/default.yaml --to bob@fabrikam.com --min-basis seen --format json {LEGACY}"
    ));
    let withheld = &withheld["messages"][0]["verdicts"][0];
    assert_eq!(withheld["outcome"], "cannot-tell");
    assert_eq!(withheld["facts"], verdict["facts"]);
    let open =
        json("check -p policies/default.yaml --format json fixtures/awkward/oof-by-subject.eml");
    let possible = &open["messages"][0]["verdicts"][0]["possibilities"];
    let of = |kind: &str| {
        let all = possible.as_array().unwrap();
        all.iter().find(|p| p["kind"] == kind).unwrap()["basis"].clone()
    };
    assert_eq!(of("oof-internal"), "documented");
    assert_eq!(of("oof-legacy"), "inferred");
}

#[test]
fn reactions_traces_tests_and_differences_have_it_too() {
    let react = "react -p policies/out-of-office.yaml --at 2026-11-03 --format json fixtures/incoming/outside.eml";
    let made = json(react);
    let reaction = &made["messages"][0]["recipients"][0]["reactions"][0]["verdict"];
    assert!(
        reaction["basis"].is_string() && reaction["facts"].is_array(),
        "{reaction}"
    );
    let predicted = json(&format!(
        "trace predict -p policies/default.yaml --to bob@fabrikam.com --format json {LEGACY}"
    ));
    let recipient = &predicted["messages"][0]["recipients"][0];
    assert_eq!(recipient["basis"], "inferred");
    let withheld = run(&[
        "trace",
        "predict",
        "-p",
        "policies/default.yaml",
        "--to",
        "bob@fabrikam.com",
        "--min-basis",
        "seen",
        LEGACY,
    ]);
    assert!(
        out(&withheld).contains("nothing can be predicted"),
        "{}",
        out(&withheld)
    );
    let tested = json("test --format json policies/contoso.rdsim.yaml");
    let recipient = &tested["files"][0]["cases"][0]["recipients"][0];
    assert!(recipient["basis"].is_string() && recipient["rests_on"].is_array());
    let differs = json("diff policies/open.yaml policies/closed.yaml --format json");
    for change in differs["changes"].as_array().unwrap() {
        assert!(
            change["facts"].as_array().is_some_and(|f| !f.is_empty()),
            "{change}"
        );
    }
    let found = json("lint policies/contoso.yaml --format sarif");
    let rules = found["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    let utf_7 = rules.iter().find(|r| r["id"] == "utf-7").unwrap();
    assert_eq!(utf_7["properties"]["basis"], "disputed");
}

#[test]
fn what_is_not_made_for_a_weak_reason_cannot_be_told_either() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("p.yaml");
    let text = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nMailboxes:\n  - {Addresses: [alice@contoso.com], AutoReplyState: Enabled, ExternalAudience: None}\n";
    std::fs::write(&policy, text).unwrap();
    let react = |more: &str| -> Value {
        let line = format!(
            "react -p {} --to alice@contoso.com --format json fixtures/incoming/outside.eml{more}",
            policy.display()
        );
        let reactions = json(&line)["messages"][0]["recipients"][0]["reactions"].clone();
        let all = reactions.as_array().unwrap().iter();
        let mut external = all.filter(|r| r["what"] == "external OOF");
        external.next().unwrap().clone()
    };
    let external = react("");
    assert_eq!(external["made"], false);
    assert_eq!(external["silenced_by"][0]["basis"], "inferred");
    let external = react(" --min-basis documented");
    assert_eq!(external["made"], Value::Null);
    let doubt = &external["depends_on"][0];
    assert_eq!(doubt["fact"], "external-audience-none-is-not-made");
}

#[test]
fn a_case_whose_verdict_rests_on_less_fails_and_is_not_blessed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.rdsim.yaml");
    // With the drive, which may be another than that of the file.
    let whole = |name| std::path::absolute(crate::program::root().join(name)).unwrap();
    let policy = whole("policies/default.yaml");
    let message = whole(LEGACY);
    let suite = format!(
        "policy: {}\ncases:\n- name: legacy\n  message: {}\n  to: bob@fabrikam.com\n  expect: {{outcome: dropped}}\n",
        policy.display(),
        message.display()
    );
    std::fs::write(&file, suite).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(run(&["test", file]).status.code(), Some(0));
    let o = run(&["test", "--min-basis", "seen", file]);
    assert_eq!(o.status.code(), Some(1));
    assert!(
        out(&o).contains("legacy-oof-to-outside-is-dropped"),
        "{}",
        out(&o)
    );
    assert_eq!(
        run(&["test", "--min-basis", "seen", "--bless", file])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn facts_are_explained_together_and_one_by_one() {
    let explain = |args: &[&str]| run(&[&["explain"], args].concat());
    let all = out(&explain(&["facts"]));
    assert!(all.contains("exact-before-wildcard (inferred)"), "{all}");
    let one = out(&explain(&["automatic-means-off"]));
    for part in [
        "sources disagree",
        "Rest on it: AutoForwardingMode",
        "2026-08-10",
    ] {
        assert!(one.contains(part), "{one}");
    }
    let near = explain(&["exact-before-wildcards"]);
    assert_eq!(near.status.code(), Some(2));
    let near = String::from_utf8(near.stderr).unwrap();
    assert!(
        near.contains("did you mean `exact-before-wildcard`?"),
        "{near}"
    );
    let setting = out(&explain(&["AutoForwardingMode"]));
    assert!(setting.contains("Facts: "), "{setting}");
    assert_eq!(explain(&["facts", "--svg", "x.svg"]).status.code(), Some(2));
}
