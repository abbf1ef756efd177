//! Asks which outbound policy counts where several people have had a hand in a message.

use rdsim::evaluate::{self, Overrides};
use rdsim::policy::Policy;
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::responses::EXTERNAL_FORWARDING_BLOCKED;
use rdsim::transport::verdict::Verdict;

/// Carol's mailbox may forward to the outside, nobody else may.
const POLICY: &str = "\
AcceptedDomains: [contoso.com]
RemoteDomains:
  - {DomainName: '*', AutoForwardEnabled: true}
Mailboxes:
  - {Addresses: [carol@contoso.com], ForwardingSmtpAddress: bob@fabrikam.com, DeliverToMailboxAndForward: true}
HostedOutboundSpamFilterPolicies:
  - {Name: Carol, Priority: 0, From: [carol@contoso.com], AutoForwardingMode: On}
  - {Name: Default, AutoForwardingMode: Off}
";

/// Alice's rule forwarded it to Carol.
const BY_ALICES_RULE: &str = "From: eve@example.com\nTo: carol@contoso.com\nX-MS-Exchange-Inbox-Rules-Loop: alice@contoso.com\n\nHi\n";

fn policy() -> Policy {
    rdsim::policy::read::read("p", POLICY.as_bytes()).unwrap().0
}

fn verdict<'p>(
    policy: &'p Policy,
    message: &str,
    from: Option<&str>,
    to: &str,
    by: Option<ForwardedBy>,
) -> Verdict<'p> {
    let told = Overrides {
        from: from.map(str::to_owned),
        to: vec![to.to_owned()],
        forwarded_by: by,
        ..Overrides::default()
    };
    let judged = evaluate::judge(policy, "m", message.as_bytes(), &told);
    judged.result.unwrap().verdicts.remove(0)
}

#[test]
fn the_mailbox_that_forwards_counts_whatever_rule_brought_the_message_there() {
    let policy = policy();
    let ask =
        |from, by| verdict(&policy, BY_ALICES_RULE, Some(from), "bob@fabrikam.com", by).outcome;
    let (carol, alice) = ("carol@contoso.com", "alice@contoso.com");
    let stopped = Outcome::Rejected(&EXTERNAL_FORWARDING_BLOCKED);
    assert_eq!(
        ask(carol, Some(ForwardedBy::MailboxForwarding)),
        Outcome::Leaves
    );
    assert_eq!(ask(alice, Some(ForwardedBy::MailboxForwarding)), stopped);
    // A rule is that of the loop header, whoever is the sender.
    assert_eq!(ask(carol, Some(ForwardedBy::InboxRule)), stopped);
    assert_eq!(ask(carol, None), stopped);
}

#[test]
fn a_copy_that_is_kept_and_the_forward_have_a_verdict_each() {
    let policy = policy();
    let told = Overrides {
        to: vec!["carol@contoso.com".into()],
        ..Overrides::default()
    };
    let judged = evaluate::judge(&policy, "m", BY_ALICES_RULE.as_bytes(), &told);
    let verdicts = judged.result.unwrap().verdicts;
    let found: Vec<_> = verdicts.iter().map(|v| (v.sent_to, v.outcome)).collect();
    let (_, to) = policy
        .mailbox("carol@contoso.com")
        .unwrap()
        .forwarding()
        .unwrap();
    let expected = [
        (None, Outcome::StaysInside),
        (Some(to.value.as_str()), Outcome::Leaves),
    ];
    assert_eq!(found, expected, "as the outbound policy of Carol says");
}

#[test]
fn the_header_of_a_mailboxs_own_forwarding_tells_who_forwarded() {
    let message = "Return-Path: <bounces+SRS=x=IX@contoso.com>\nFrom: eve@example.com\nTo: carol@contoso.com\nX-MS-Exchange-ForwardingLoop: carol@contoso.com;\n\t44d81603-6a98-429d-8ab9-bb947b669639\n\nHi\n";
    let ask = |policy: &str, message: &str, by| {
        let (policy, _) = rdsim::policy::read::read("p", policy.as_bytes()).unwrap();
        let verdict = verdict(&policy, message, None, "bob@fabrikam.com", by);
        let told = verdict.notes.iter().any(|n| {
            n.to_string()
                .starts_with("the forwarding of the mailbox carol@contoso.com sent it on")
        });
        (verdict.outcome.token(), told)
    };
    // Both properties meet the outbound policy, which is that of the mailbox.
    assert_eq!(ask(POLICY, message, None), ("leaves", true));
    let off = POLICY.replace("AutoForwardingMode: On", "AutoForwardingMode: Off");
    assert_eq!(ask(&off, message, None), ("rejected", true));
    // Only one of them meets the remote domain.
    let closed = POLICY.replace("AutoForwardEnabled: true", "AutoForwardEnabled: false");
    assert_eq!(ask(&closed, message, None), ("cannot-tell", true));
    let by = Some(ForwardedBy::ForwardingSmtpAddress);
    assert_eq!(ask(&closed, message, by), ("dropped", false));
    assert_eq!(
        ask(&closed, message, Some(ForwardedBy::Nobody)),
        ("leaves", false)
    );
    // A forward of another organization is none of this one.
    let elsewhere = message.replace("carol@contoso.com;", "carol@northwind.example;");
    assert_eq!(ask(&closed, &elsewhere, None), ("leaves", false));
}

#[test]
fn each_possibility_tells_whether_somebody_forwarded_it() {
    let policy = policy();
    let open = "From: alice@contoso.com\nAuto-Forwarded: true\n\nHi\n";
    let verdict = verdict(&policy, open, None, "bob@fabrikam.com", None);
    let told = verdict
        .possibilities
        .iter()
        .map(|p| (p.is_forwarded(), p.outcome));
    let refused = Outcome::Rejected(&EXTERNAL_FORWARDING_BLOCKED);
    let mut told: Vec<_> = told.collect();
    told.sort_by_key(|(forwarded, _)| *forwarded);
    assert_eq!(told, [(false, Outcome::Leaves), (true, refused)]);
}
