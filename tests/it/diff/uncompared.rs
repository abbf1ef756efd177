//! Finds that what is not compared is told where it differs, and only there.

use crate::program::{out, run};
use std::path::Path;

const BASE: &str = "AcceptedDomains: [contoso.com]
RemoteDomains:
  - DomainName: \"*\"
";

/// The report on two policies: the exit code, the human report, the JSON.
fn compared(folder: &Path, old: &str, new: &str) -> (Option<i32>, String, serde_json::Value) {
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (a, b) = (at("old.yaml"), at("new.yaml"));
    std::fs::write(&a, [BASE, old].concat()).unwrap();
    std::fs::write(&b, [BASE, new].concat()).unwrap();
    let human = run(&["diff", &a, &b]);
    let json = run(&["diff", &a, &b, "--format", "json"]);
    assert_eq!(human.status, json.status);
    let json = serde_json::from_slice(&json.stdout).unwrap();
    (human.status.code(), out(&human), json)
}

#[test]
fn what_differs_and_is_not_compared_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let connector = "InboundConnectors:
  - {Name: Scanner, ConnectorType: OnPremises, SenderIPAddresses: [192.0.2.1]}
";
    let mailbox = "Mailboxes:\n  - {Addresses: [alice@contoso.com]";
    let rule =
        "InboxRules:\n  - {Mailbox: alice@contoso.com, Name: to Bob, ForwardTo: [bob@fabrikam.com]";
    let (submission, reactions) = ("submission", "reactions");
    let cases = [
        (connector, "", submission, "InboundConnectors", "Scanner"),
        (
            connector,
            &connector.replace("192.0.2.1", "192.0.2.2"),
            submission,
            "InboundConnectors",
            "Scanner",
        ),
        (
            connector,
            &connector.replace("Name: Scanner,", "Name: Scanner, Enabled: false,"),
            submission,
            "InboundConnectors",
            "Scanner",
        ),
        (
            "",
            "OrganizationConfig: {RejectDirectSend: true}\n",
            submission,
            "OrganizationConfig",
            "RejectDirectSend",
        ),
        (
            "TransportConfig: {SmtpClientAuthenticationDisabled: true}\n",
            "TransportConfig: {SmtpClientAuthenticationDisabled: false}\n",
            submission,
            "OrganizationConfig",
            "SmtpClientAuthenticationDisabled",
        ),
        (
            &format!("{mailbox}}}\n"),
            &format!("{mailbox}, SendAs: [office@contoso.com]}}\n"),
            submission,
            "Mailboxes",
            "alice@contoso.com",
        ),
        (
            "",
            &format!("{mailbox}, AutoReplyState: Enabled}}\n"),
            reactions,
            "Mailboxes",
            "alice@contoso.com",
        ),
        (
            &format!("{rule}, Enabled: true}}\n"),
            &format!("{rule}, Enabled: false}}\n"),
            reactions,
            "InboxRules",
            "alice@contoso.com: to Bob",
        ),
        (
            "",
            "TransportConfig: {JournalingReportNdrTo: reports@contoso.com}\n",
            reactions,
            "OrganizationConfig",
            "JournalingReportNdrTo",
        ),
    ];
    for (old, new, subject, section, entry) in cases {
        for (old, new) in [(old, new), (new, old)] {
            let (code, human, json) = compared(folder.path(), old, new);
            assert_eq!(code, Some(1), "{human}");
            let told = json["not_compared"].as_array().unwrap();
            assert_eq!(told.len(), 1, "{json:#}");
            assert_eq!(told[0]["subject"], subject);
            assert_eq!(told[0]["section"], section);
            assert_eq!(told[0]["entries"], serde_json::json!([entry]));
            let line = format!("\n  {section}: {entry}\n");
            assert!(human.contains(&line), "{human}");
            let verb = if subject == submission {
                "(`rdsim submit`)"
            } else {
                "(`rdsim react`)"
            };
            assert!(human.contains(verb), "{human}");
        }
    }
}

#[test]
fn other_lines_and_defaults_that_are_written_are_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let connectors = "InboundConnectors:
  - {Name: Scanner, ConnectorType: OnPremises, SenderIPAddresses: [192.0.2.1]}
  - {Name: Partner, ConnectorType: Partner, SenderDomains: ['smtp:*;1']}
InboxRules:
  - {Mailbox: alice@contoso.com, Name: to Bob, ForwardTo: [bob@fabrikam.com]}
";
    let (code, human, json) = compared(
        folder.path(),
        connectors,
        &format!(
            "\n# Moved down.\n\nMailboxes:\n  - {{Addresses: [alice@contoso.com], AutoReplyState: Disabled}}\n{connectors}"
        ),
    );
    assert_eq!(code, Some(0), "{human}");
    assert_eq!(json.get("not_compared"), None, "{json:#}");
    assert!(human.starts_with("no behaviour changes"), "{human}");
}

#[test]
fn a_comment_and_a_workflow_are_told_too() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (a, b) = (at("old.yaml"), at("new.yaml"));
    std::fs::write(&a, BASE).unwrap();
    let named = |n| format!("  - {{Name: Scanner {n}, ConnectorType: OnPremises}}\n");
    let many: String = (1..=23).map(named).collect();
    std::fs::write(&b, format!("{BASE}InboundConnectors:\n{many}")).unwrap();
    for format in ["markdown", "github"] {
        let report = out(&run(&["diff", &a, &b, "--format", format]));
        let told = "not compared, and it differs: whether mail is taken from devices and partners";
        assert!(report.contains(told), "{report}");
        assert!(report.contains("Scanner 20 and 3 more"), "{report}");
        assert!(!report.contains("Scanner 21"), "{report}");
    }
}
