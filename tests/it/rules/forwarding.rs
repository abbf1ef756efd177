//! Holds the rules of forwarding and of outbound spam policies.

use super::*;

#[test]
fn forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next() {
    use rdsim::transport::message_facts::ForwardedBy;
    const AF: &str =
        "250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient";
    const REFUSED: &str = "550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)";
    for remote in [true, false] {
        for mode in ["On", "Off", "Automatic"] {
            let p = policy(&format!(
                "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', AutoForwardEnabled: {remote}}}]\nHostedOutboundSpamFilterPolicies: [{{Name: Default, AutoForwardingMode: {mode}}}]\n"
            ));
            for &by in ForwardedBy::ALL {
                let told = Overrides {
                    forwarded_by: Some(by),
                    ..Overrides::default()
                };
                let verdict = judge(&p, MESSAGE, &told).verdicts.remove(0);
                let outcome = verdict.outcome;
                let rule = [ForwardedBy::InboxRule, ForwardedBy::ForwardingSmtpAddress];
                let nobody = [ForwardedBy::Nobody, ForwardedBy::MailFlowRule];
                if by == ForwardedBy::MailboxForwarding && !remote {
                    // By which property is not said, and only one of them meets the remote domain.
                    assert_eq!(outcome, Outcome::CannotTell);
                    assert_eq!(verdict.possibilities.len(), 2);
                    continue;
                }
                let expected = match (remote, mode) {
                    (false, _) if rule.contains(&by) => Some(AF),
                    (_, "Off" | "Automatic") if !nobody.contains(&by) => Some(REFUSED),
                    _ => None,
                };
                assert_eq!(
                    outcome.response().map(|r| r.line()).as_deref(),
                    expected,
                    "{remote} {mode} {by:?}"
                );
                let inside = Overrides {
                    to: vec!["carol@contoso.com".into()],
                    ..told
                };
                assert_eq!(
                    judge(&p, MESSAGE, &inside).verdicts[0].outcome,
                    Outcome::StaysInside,
                    "internal forwarding is never affected"
                );
            }
        }
    }
}

#[test]
fn forwarding_smtp_address_meets_the_remote_domain_and_forwarding_address_does_not() {
    for (property, dropped) in [
        ("ForwardingSmtpAddress", true),
        ("ForwardingAddress", false),
    ] {
        let p = policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', AutoForwardEnabled: false}}]\nHostedOutboundSpamFilterPolicies: [{{AutoForwardingMode: 'On'}}]\nMailboxes: [{{Addresses: [carol@contoso.com], {property}: 'smtp:carol@example.com'}}]\n"
        ));
        let told = Overrides {
            to: vec!["carol@contoso.com".into()],
            ..Overrides::default()
        };
        let v = &judge(&p, MESSAGE, &told).verdicts[0];
        assert_eq!(v.sent_to, Some("carol@example.com"));
        let line = "250 2.1.5 RESOLVER.FWD.Forwarded; recipient forwarded";
        assert_eq!(v.via[0].how.response().unwrap().line(), line);
        assert_eq!(
            matches!(v.outcome, Outcome::Dropped(_)),
            dropped,
            "{property}"
        );
        assert_eq!(v.outcome == Outcome::Leaves, !dropped, "{property}");
    }
}

/// What becomes of a message that an inbox rule of a sender forwards, where the default policy says
/// Off and another, with this scope, On: `Some` whether it leaves.
fn leaves(scope: &str, recipients: &str, sender: &str) -> Option<bool> {
    let p = policy(&format!(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nHostedOutboundSpamFilterPolicies:\n  - {{Name: Default, AutoForwardingMode: Off}}\n  - {{Name: A, Priority: 0, {scope}, AutoForwardingMode: On}}\n{recipients}\n"
    ));
    let told = Overrides {
        from: Some(sender.into()),
        forwarded_by: Some(rdsim::transport::message_facts::ForwardedBy::InboxRule),
        ..Overrides::default()
    };
    let verdict = judge(&p, MESSAGE, &told).verdicts.remove(0);
    match verdict.outcome {
        Outcome::Leaves => Some(true),
        Outcome::Rejected(_) => Some(false),
        Outcome::CannotTell => {
            let outcomes: Vec<_> = verdict.possibilities.iter().map(|p| p.outcome).collect();
            assert!(outcomes.contains(&Outcome::Leaves), "{outcomes:?}");
            let mut notes = verdict.notes.iter().map(ToString::to_string);
            assert!(notes.any(|n| n.contains("depends on who is in ")));
            None
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_scope_names_senders_and_groups_by_any_identity_and_groups_have_members_in_groups() {
    let people = "Mailboxes: [{Name: Alice, Addresses: [alice@contoso.com, a@contoso.com]}]\nDistributionGroups:\n  - {Name: Forwarders, PrimarySmtpAddress: forwarders@contoso.com, Members: [Alice, Inner]}\n  - {Name: Inner, PrimarySmtpAddress: inner@contoso.com, Members: [dave@contoso.com, Forwarders]}";
    for group in ["Forwarders", "forwarders@contoso.com"] {
        let scope = format!("FromMemberOf: [{group}]");
        for (sender, expected) in [
            ("alice@contoso.com", true),
            ("a@contoso.com", true),
            ("dave@contoso.com", true),
            ("carol@contoso.com", false),
        ] {
            assert_eq!(
                leaves(&scope, people, sender),
                Some(expected),
                "{scope} {sender}"
            );
        }
        let scope = format!("SenderDomainIs: [contoso.com], ExceptIfFromMemberOf: [{group}]");
        assert_eq!(leaves(&scope, people, "dave@contoso.com"), Some(false));
        assert_eq!(leaves(&scope, people, "carol@contoso.com"), Some(true));
    }
    for sender in ["alice@contoso.com", "a@contoso.com"] {
        assert_eq!(leaves("From: [Alice]", people, sender), Some(true));
    }
    // What mailboxes say of a group counts by whatever the group is called.
    let said = "Mailboxes: [{Addresses: [alice@contoso.com], MemberOf: [Forwarders]}]\nDistributionGroups: [{Name: Forwarders, PrimarySmtpAddress: forwarders@contoso.com}]";
    let scope = "FromMemberOf: [forwarders@contoso.com]";
    assert_eq!(leaves(scope, said, "alice@contoso.com"), Some(true));
    // Of the others it is not known, but of those who say in which groups they are.
    assert_eq!(leaves(scope, said, "carol@contoso.com"), None);
    let others = "Mailboxes: [{Addresses: [alice@contoso.com], MemberOf: [Forwarders]}, {Addresses: [bob@contoso.com], MemberOf: [Other]}, {Addresses: [carol@contoso.com]}]";
    for group in ["Forwarders", "Unnamed"] {
        let scope = format!("FromMemberOf: [{group}]");
        for (sender, expected) in [("bob", Some(false)), ("carol", None), ("new", None)] {
            let sender = format!("{sender}@contoso.com");
            assert_eq!(
                leaves(&scope, others, &sender),
                expected,
                "{group} {sender}"
            );
        }
    }
    // Who says to be in a group is in those that it is in.
    let inner = "Mailboxes: [{Addresses: [alice@contoso.com], MemberOf: [Inner]}]\nDistributionGroups: [{Name: Forwarders, PrimarySmtpAddress: forwarders@contoso.com, Members: [Inner]}, {Name: Inner, PrimarySmtpAddress: inner@contoso.com}]";
    assert_eq!(leaves(scope, inner, "alice@contoso.com"), Some(true));
    assert_eq!(leaves(scope, inner, "carol@contoso.com"), None);
}

#[test]
fn where_the_policy_does_not_say_who_is_in_a_group_the_scope_cannot_be_told() {
    let mailbox = "Mailboxes: [{Addresses: [alice@contoso.com]}]";
    let dynamic = "DynamicDistributionGroups: [{Name: Forwarders, PrimarySmtpAddress: forwarders@contoso.com}]";
    let no_members =
        "DistributionGroups: [{Name: Forwarders, PrimarySmtpAddress: forwarders@contoso.com}]";
    let unknown_member = "DistributionGroups: [{Name: Forwarders, PrimarySmtpAddress: forwarders@contoso.com, Members: [Nobody]}]";
    for recipients in [mailbox, dynamic, no_members, unknown_member] {
        for scope in [
            "FromMemberOf: [Forwarders]",
            "From: [alice@contoso.com], ExceptIfFromMemberOf: [Forwarders]",
        ] {
            assert_eq!(
                leaves(scope, recipients, "alice@contoso.com"),
                None,
                "{recipients}"
            );
        }
        // Nobody outside is in a group of which the policy knows nothing.
        let outside = "x@northwind.example";
        let found = leaves("FromMemberOf: [Forwarders]", recipients, outside);
        assert_eq!(found, Some(false));
    }
    // Two groups that decide together.
    let both = "FromMemberOf: [One], ExceptIfFromMemberOf: [Two]";
    assert_eq!(leaves(both, mailbox, "alice@contoso.com"), None);
    // Where it makes no difference, it is told.
    let p = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', AutoForwardEnabled: false}]\nHostedOutboundSpamFilterPolicies:\n  - {Name: Default, AutoForwardingMode: Off}\n  - {Name: A, Priority: 0, FromMemberOf: [One], AutoForwardingMode: On}\n",
    );
    let told = Overrides {
        forwarded_by: Some(rdsim::transport::message_facts::ForwardedBy::InboxRule),
        ..Overrides::default()
    };
    let verdict = judge(&p, MESSAGE, &told).verdicts.remove(0);
    assert!(
        matches!(verdict.outcome, Outcome::Dropped(_)),
        "{verdict:?}"
    );
}

#[test]
fn a_change_for_the_members_of_a_group_is_a_change() {
    let tenant = |mode: &str, groups: &str| {
        policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nHostedOutboundSpamFilterPolicies:\n  - {{Name: Default, AutoForwardingMode: Off}}\n  - {{Name: A, Priority: 0, FromMemberOf: [forwarders@contoso.com], AutoForwardingMode: {mode}}}\n{groups}\n"
        ))
    };
    let listed = "DistributionGroups: [{Name: Forwarders, PrimarySmtpAddress: forwarders@contoso.com, Members: [alice@contoso.com]}]";
    for groups in ["", listed] {
        let (old, new) = (tenant("On", groups), tenant("Off", groups));
        let diff = rdsim::diff::compare(&old, &new);
        assert!(!diff.is_empty(), "{groups}");
        assert!(rdsim::diff::compare(&old, &old).is_empty());
    }
}

#[test]
fn outbound_policies_are_asked_by_priority_and_scope() {
    let text = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nHostedOutboundSpamFilterPolicies:\n  - {Name: Default, AutoForwardingMode: 'Off'}\n  - {Name: second, Priority: 1, AutoForwardingMode: 'Off', SenderDomainIs: [contoso.com]}\n  - {Name: first, Priority: 0, AutoForwardingMode: 'On', From: [alice@contoso.com]}\n  - {Name: off, Priority: 0, Enabled: false, AutoForwardingMode: 'Off', From: [alice@contoso.com]}\n  - {Name: group, Priority: 2, FromMemberOf: [sales@contoso.net], ExceptIfFrom: [dan@contoso.net]}\nMailboxes: [{Addresses: [dan@contoso.net], MemberOf: [sales@contoso.net]}, {Addresses: [eve@contoso.net], MemberOf: [sales@contoso.net]}]\n";
    let p = policy(text);
    for (sender, name) in [
        ("alice@contoso.com", "first"),
        ("bob@contoso.com", "second"),
        ("x@contoso.net", "Default"),
        ("eve@contoso.net", "group"),
        ("dan@contoso.net", "Default"),
    ] {
        assert_eq!(p.outbound_for(sender).unwrap().name, name, "{sender}");
    }
}
