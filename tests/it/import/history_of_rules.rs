//! Follows rules and groups in audit logs.

use super::history::{policy_since, steps};
use rdsim::import::history::{Outcome, Step};

#[test]
fn rules_keep_their_row() {
    let policy = "RemoteDomains: [{Name: Default, DomainName: '*'}]\nTransportRules:\n  - {Name: a, Priority: 0, SubjectContainsWords: x, DeleteMessage: true}\n  - {Name: b, Priority: 1, SubjectContainsWords: y, DeleteMessage: true}\n";
    let new = r#"[{"Name":"Name","Value":"c"},{"Name":"SubjectContainsWords","Value":"z"},{"Name":"DeleteMessage","Value":"True"},{"Name":"Priority","Value":"0"}]"#;
    let (steps, codes) = steps(
        &[
            ("2026-05-24T15:00:00", "New-TransportRule", "c", new),
            (
                "2026-05-24T15:00:01",
                "Set-TransportRule",
                "a",
                r#"[{"Name":"Priority","Value":"2"}]"#,
            ),
            ("2026-05-24T15:00:02", "Remove-TransportRule", "c", "[]"),
        ],
        policy,
    );
    assert_eq!(codes, [""; 0]);
    let row = |step: &Step| {
        let policy = super::given::policy(step.policy.as_ref().unwrap());
        let mut rules: Vec<_> = policy
            .mail_flow_rules
            .iter()
            .map(|r| (r.priority, r.name.clone()))
            .collect();
        rules.sort();
        rules.into_iter().map(|(_, name)| name).collect::<String>()
    };
    assert_eq!(
        [row(&steps[0]), row(&steps[1]), row(&steps[2])],
        ["cab", "cba", "ba"]
    );
}

#[test]
fn the_rule_of_an_outbound_spam_policy_is_that_of_its_policy() {
    let policy = "RemoteDomains: [{Name: Default, DomainName: '*'}]\nHostedOutboundSpamFilterPolicies: [{Name: Default, IsDefault: true}]";
    let (steps, codes) = steps(
        &[
            (
                "2026-05-24T15:00:00",
                "New-HostedOutboundSpamFilterPolicy",
                "Sales",
                r#"[{"Name":"Name","Value":"Sales"},{"Name":"AutoForwardingMode","Value":"On"}]"#,
            ),
            (
                "2026-05-24T15:00:01",
                "New-HostedOutboundSpamFilterRule",
                "Sales rule",
                r#"[{"Name":"Name","Value":"Sales rule"},{"Name":"HostedOutboundSpamFilterPolicy","Value":"Sales"},{"Name":"From","Value":"alice@contoso.com;bob@contoso.com"},{"Name":"Priority","Value":"0"}]"#,
            ),
            (
                "2026-05-24T15:00:02",
                "Disable-HostedOutboundSpamFilterRule",
                "Sales",
                "[]",
            ),
            (
                "2026-05-24T15:00:03",
                "Set-HostedOutboundSpamFilterRule",
                "Sales",
                r#"[{"Name":"From","Value":"@{Add=\"carol@contoso.com\"}"}]"#,
            ),
        ],
        policy,
    );
    let since = policy_since(&steps[1]);
    assert!(
        since.contains("Name: Sales\n")
            && since.contains("From: [alice@contoso.com, bob@contoso.com]"),
        "{since}"
    );
    assert!(policy_since(&steps[2]).contains("State: Disabled"));
    // What was added to a list is not the list.
    assert!(
        matches!(steps[3].outcome, Outcome::NotApplied(_)),
        "{:?}",
        steps[3]
    );
    assert_eq!(codes, ["change-not-applied"]);
}

#[test]
fn rules_of_two_mailboxes_are_told_apart_and_members_are_not_followed() {
    let policy = "RemoteDomains: [{Name: Default, DomainName: '*'}]\nMailboxes: [{Name: alice, PrimarySmtpAddress: alice@contoso.com}, {Name: bob, PrimarySmtpAddress: bob@contoso.com}]\nInboxRules:\n  - {Mailbox: alice@contoso.com, Name: Out, ForwardTo: [x@fabrikam.com]}\n  - {Mailbox: bob@contoso.com, Name: Out, ForwardTo: [y@fabrikam.com]}\nDistributionGroups: [{Name: Sales, PrimarySmtpAddress: sales@contoso.com, Members: [alice@contoso.com]}]\n";
    let member = r#"[{"Name":"Identity","Value":"Sales"},{"Name":"Member","Value":"bob"}]"#;
    let times = r#"[{"Name":"Identity","Value":"alice"},{"Name":"AutoReplyState","Value":"Scheduled"},{"Name":"StartTime","Value":"5/6/2026 8:00:00 AM"}]"#;
    let (steps, codes) = steps(
        &[
            (
                "2026-05-24T15:00:00",
                "Set-InboxRule",
                "EURPR00A001.PROD.OUTLOOK.COM/contoso.onmicrosoft.com/bob\\\\Out",
                r#"[{"Name":"ForwardTo","Value":"z@fabrikam.com"}]"#,
            ),
            (
                "2026-05-24T15:00:01",
                "Add-DistributionGroupMember",
                "Sales",
                member,
            ),
            (
                "2026-05-24T15:00:02",
                "Add-DistributionGroupMember",
                "Others",
                "[]",
            ),
            (
                "2026-05-24T15:00:03",
                "Set-MailboxAutoReplyConfiguration",
                "alice",
                times,
            ),
        ],
        policy,
    );
    let since = policy_since(&steps[0]);
    assert!(
        since.contains("x@fabrikam.com") && since.contains("z@fabrikam.com"),
        "{since}"
    );
    assert!(!since.contains("y@fabrikam.com"), "{since}");
    assert!(
        matches!(steps[2].outcome, Outcome::Nothing),
        "{:?}",
        steps[2]
    );
    // A date that depends on a culture would make another policy of it.
    assert_eq!(codes, ["change-not-applied"; 2]);
}
