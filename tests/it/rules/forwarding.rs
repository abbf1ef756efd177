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
            for by in [
                ForwardedBy::Nobody,
                ForwardedBy::InboxRule,
                ForwardedBy::MailboxForwarding,
                ForwardedBy::MailFlowRule,
            ] {
                let told = Overrides {
                    forwarded_by: Some(by),
                    ..Overrides::default()
                };
                let outcome = judge(&p, MESSAGE, &told).verdicts[0].outcome;
                let expected = match (by, remote, mode) {
                    (ForwardedBy::InboxRule, false, _) => Some(AF),
                    (
                        ForwardedBy::InboxRule | ForwardedBy::MailboxForwarding,
                        _,
                        "Off" | "Automatic",
                    ) => Some(REFUSED),
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
fn an_admins_forwarding_moves_the_recipient_and_a_users_is_pointed_out() {
    for (property, noted) in [
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
        assert_eq!(
            (v.outcome, v.sent_to),
            (Outcome::Leaves, Some("carol@example.com"))
        );
        let line = "250 2.1.5 RESOLVER.FWD.Forwarded; recipient forwarded to carol@example.com";
        assert_eq!(v.notes[0].to_string(), line);
        let users = v
            .notes
            .iter()
            .any(|n| n.to_string().contains("RESOLVER.MSGTYPE.AF"));
        assert_eq!(users, noted, "{property}");
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
