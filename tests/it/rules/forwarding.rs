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
