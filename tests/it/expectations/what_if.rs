//! Runs expectation files as if properties of their policies were others.

use super::Folder;
use crate::program::{err, out};

const CASES: &str = "Policy: contoso.yaml
Cases:
  - Name: nothing is forwarded outside
    Kind: ordinary
    ForwardedBy: inbox-rule
    From: alice@contoso.com
    To: somebody@example.com
    Expect: {Outcome: dropped, Setting: AutoForwardEnabled}
";

const SET: [&str; 2] = ["--set", "Default.AutoForwardEnabled=true"];

#[test]
fn a_what_if_fails_where_a_copy_with_that_value_does() {
    let folder = Folder::new(&[("a.rdsim.yaml", CASES), ("b.rdsim.yaml", CASES)]);
    assert_eq!(folder.run(&["."]).status.code(), Some(0));
    let before = folder.read("contoso.yaml");
    let with = folder.run(&[&SET[..], &["."]].concat());
    assert_eq!(with.status.code(), Some(1));
    // It is told once, and the policy stays as it is.
    let told = "set RemoteDomains/Default.AutoForwardEnabled: false → true (contoso.yaml:";
    assert_eq!(err(&with).matches(told).count(), 1, "{}", err(&with));
    assert_eq!(folder.read("contoso.yaml"), before);
    let quiet = folder.run(&[&SET[..], &["--quiet", "."]].concat());
    assert_eq!(err(&quiet), "");

    let json = folder.run(&[&SET[..], &["--format", "json", "a.rdsim.yaml"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let set = &json["files"][0]["set"][0];
    assert_eq!(set["property"], "AutoForwardEnabled");
    assert_eq!(set["new"], "true");
    let plain = folder.run(&["--format", "json", "a.rdsim.yaml"]);
    assert!(!out(&plain).contains("\"set\":"));

    let copy = before.replacen("AutoForwardEnabled: false", "AutoForwardEnabled: true", 1);
    assert_ne!(copy, before);
    folder.write("contoso.yaml", &copy);
    let copied = folder.run(&["."]);
    assert_eq!(out(&copied), out(&with));
}

#[test]
fn what_cannot_be_set_is_told_once_and_is_no_fault_of_the_policy() {
    let folder = Folder::new(&[("a.rdsim.yaml", CASES), ("b.rdsim.yaml", CASES)]);
    let o = folder.run(&["--set", "Defalt.AutoForwardEnabled=true", "."]);
    assert_eq!(o.status.code(), Some(2));
    assert_eq!(
        err(&o),
        "--set:1:1: error: the policy has no `Defalt`\n    Defalt.AutoForwardEnabled=true\n    ^\n  help: did you mean `Default`?\n"
    );
}

#[test]
fn a_what_if_is_not_written_into_expectations() {
    let folder = Folder::new(&[("a.rdsim.yaml", CASES)]);
    let o = folder.run(&[&SET[..], &["--bless", "."]].concat());
    assert_eq!(o.status.code(), Some(2));
    assert_eq!(folder.read("a.rdsim.yaml"), CASES);
}
