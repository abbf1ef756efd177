//! Proves on which facts a verdict rests, and on which it does not.

use super::judged;
use crate::given::policy;
use rdsim::evaluate::Overrides;
use rdsim::policy::Policy;
use rdsim::transport::classify::Kind;
use rdsim::transport::facts::{Fact, forwarding, out_of_office, remote_domain, responses, rules};
use rdsim::transport::message_facts::ForwardedBy;

fn tenant(domain: &str, more: &str) -> Policy {
    policy(&format!(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'{domain}}}]\n{more}"
    ))
}

const ON: &str = "HostedOutboundSpamFilterPolicies: [{Name: Default, AutoForwardingMode: On}]\n";

/// The facts of the verdict on a message of alice to somebody.
fn facts(policy: &Policy, to: &str, kind: Kind, forwarded_by: ForwardedBy) -> Vec<&'static Fact> {
    let message = format!("From: alice@contoso.com\nTo: {to}\n\nHi\n");
    let told = Overrides {
        kind: Some(kind),
        forwarded_by: Some(forwarded_by),
        ..Overrides::default()
    };
    judged(policy, &message, &told).facts()
}

/// Whether a verdict rests on a fact.
fn rests(all: &[&'static Fact], fact: &Fact) -> bool {
    all.iter().any(|f| f.id == fact.id)
}

#[test]
fn which_domain_applies_counts_where_a_setting_of_it_decides() {
    let policy = tenant("", ON);
    let to = "bob@fabrikam.com";
    let applies = &remote_domain::DEFAULT_APPLIES_TO_THE_REST;
    for (kind, by, expected) in [
        (Kind::Ordinary, ForwardedBy::Nobody, false),
        (Kind::ReadReceipt, ForwardedBy::Nobody, false),
        (Kind::Ndr, ForwardedBy::Nobody, true),
        (Kind::OofExternal, ForwardedBy::Nobody, true),
        (Kind::Ordinary, ForwardedBy::InboxRule, true),
        (Kind::Ordinary, ForwardedBy::ForwardingSmtpAddress, true),
        (Kind::Ordinary, ForwardedBy::ForwardingAddress, false),
    ] {
        let all = facts(&policy, to, kind, by);
        assert_eq!(rests(&all, applies), expected, "{kind:?} {by:?}");
    }
    // An internal domain is no gate of its own, which is no question for a reply.
    let internal = tenant(", IsInternal: true, AllowedOOFType: InternalLegacy", ON);
    let opens = &remote_domain::IS_INTERNAL_OPENS_NO_OTHER_GATE;
    for (kind, expected) in [(Kind::Ndr, true), (Kind::OofInternal, false)] {
        let all = facts(&internal, to, kind, ForwardedBy::Nobody);
        assert_eq!(rests(&all, opens), expected, "{kind:?}");
    }
    let ndr = facts(&policy, to, Kind::Ndr, ForwardedBy::Nobody);
    assert!(!rests(&ndr, opens));
}

#[test]
fn a_forward_that_passes_rests_on_what_lets_it_past_a_closed_domain() {
    let (open, closed) = (tenant("", ON), tenant(", AutoForwardEnabled: false", ON));
    for (by, fact) in [
        (
            ForwardedBy::ForwardingAddress,
            &forwarding::FORWARDING_ADDRESS_IS_NOT_GATED,
        ),
        (
            ForwardedBy::MailFlowRule,
            &forwarding::RULES_FORWARD_PAST_THE_REMOTE_DOMAIN,
        ),
    ] {
        for (policy, expected) in [(&open, false), (&closed, true)] {
            let all = facts(policy, "bob@fabrikam.com", Kind::Ordinary, by);
            assert_eq!(rests(&all, fact), expected, "{by:?} {expected}");
        }
    }
    // A user's forwarding is gated as a rule's is, which sources tell of the one only by inference.
    let smtp = &forwarding::SMTP_FORWARDING_IS_A_USERS;
    for (by, expected) in [
        (ForwardedBy::ForwardingSmtpAddress, true),
        (ForwardedBy::InboxRule, false),
    ] {
        let all = facts(&open, "bob@fabrikam.com", Kind::Ordinary, by);
        assert_eq!(rests(&all, smtp), expected, "{by:?}");
    }
}

#[test]
fn a_forward_inside_rests_on_that_and_other_mail_does_not() {
    let policy = tenant("", ON);
    let inside = &forwarding::FORWARDING_INSIDE_IS_NEVER_AFFECTED;
    for (by, expected) in [(ForwardedBy::InboxRule, true), (ForwardedBy::Nobody, false)] {
        let all = facts(&policy, "carol@contoso.com", Kind::Ordinary, by);
        assert_eq!(rests(&all, inside), expected, "{by:?}");
    }
}

#[test]
fn the_way_to_who_is_really_addressed_rests_on_the_properties_that_lead_there() {
    let mailbox = |more: &str| {
        tenant(
            "",
            &format!("{ON}Mailboxes: [{{Addresses: [help@contoso.com], {more}}}]\n"),
        )
    };
    let first = &forwarding::FORWARDING_ADDRESS_COMES_FIRST;
    let no_copy = &forwarding::FORWARDING_WITHOUT_A_COPY;
    let (address, smtp) = (
        "ForwardingAddress: x@contoso.com",
        "ForwardingSmtpAddress: x@fabrikam.com",
    );
    let copy = "DeliverToMailboxAndForward: true";
    for (more, expected) in [
        (address.to_owned(), [false, true]),
        (format!("{address}, {copy}"), [false, false]),
        (format!("{address}, {smtp}"), [true, true]),
        (smtp.to_owned(), [false, true]),
    ] {
        let policy = mailbox(&more);
        let message = "From: alice@contoso.com\nTo: help@contoso.com\n\nHi\n";
        let judged =
            rdsim::evaluate::judge(&policy, "m", message.as_bytes(), &Overrides::default());
        let verdicts = judged.result.unwrap().verdicts;
        let forwarded = verdicts.iter().find(|v| !v.via.is_empty()).unwrap();
        let all = forwarded.facts();
        assert_eq!(
            [rests(&all, first), rests(&all, no_copy)],
            expected,
            "{more}"
        );
    }
}

#[test]
fn a_rule_that_stops_a_forward_rests_on_what_rules_see_of_it() {
    let policy = tenant(
        "",
        &format!("{ON}TransportRules: [{{Name: r, Priority: 0, RejectMessageReasonText: no}}]\n"),
    );
    let sees = &rules::AUTO_FORWARD_TYPE_IS_INBOX_RULES;
    for (by, expected) in [
        (ForwardedBy::InboxRule, true),
        (ForwardedBy::Nobody, false),
        (ForwardedBy::MailFlowRule, false),
    ] {
        let all = facts(&policy, "bob@fabrikam.com", Kind::Ordinary, by);
        assert_eq!(rests(&all, sees), expected, "{by:?}");
    }
}

#[test]
fn a_mail_user_on_premises_rests_on_what_is_known_of_hybrid_domains() {
    let policy = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}, {DomainName: contoso.com, AllowedOOFType: InternalLegacy}]\nMailUsers: [{Name: Dan, PrimarySmtpAddress: dan@contoso.com, ExternalEmailAddress: dan@contoso.com}]\n",
    );
    let ids = [
        &remote_domain::HYBRID_DOMAIN_DECIDES_REPLIES,
        &remote_domain::HYBRID_DOMAIN_DECIDES_THE_REST,
        &remote_domain::ACCEPTED_DOMAINS_ARE_INSIDE,
    ];
    for (to, kind, expected) in [
        ("dan@contoso.com", Kind::OofInternal, [true, false, false]),
        ("dan@contoso.com", Kind::Ndr, [false, true, false]),
        ("eve@contoso.com", Kind::OofInternal, [false, false, true]),
    ] {
        let all = facts(&policy, to, kind, ForwardedBy::Nobody);
        assert_eq!(ids.map(|id| rests(&all, id)), expected, "{to} {kind:?}");
    }
    let nothing = tenant("", "");
    let all = facts(&nothing, "bob@fabrikam.com", Kind::Ndr, ForwardedBy::Nobody);
    assert!(!rests(&all, &responses::NO_REMOTE_DOMAIN_BLOCKS_NOTHING));
}

#[test]
fn what_a_mailbox_says_of_its_replies_counts_where_it_decides() {
    let with = |domain: &str, mailbox: &str| {
        tenant(
            domain,
            &format!("Mailboxes: [{{Addresses: [alice@contoso.com], {mailbox}}}]\n"),
        )
    };
    let ids = [
        &out_of_office::CONTACTS_ONLY,
        &out_of_office::INTERNAL_ONLY,
        &out_of_office::MAILBOX_ANSWERS_NOBODY_OUTSIDE,
    ];
    let internal = ", AllowedOOFType: InternalLegacy";
    for (domain, mailbox, kind, expected) in [
        (
            "",
            "ExternalAudience: Known",
            Kind::OofExternal,
            [true, false, false],
        ),
        ("", "ExternalAudience: All", Kind::OofExternal, [false; 3]),
        (
            internal,
            "ExternalAudience: Known",
            Kind::OofInternal,
            [false; 3],
        ),
        (
            "",
            "ExternalOofOptions: InternalOnly",
            Kind::OofExternal,
            [false, true, false],
        ),
        (
            "",
            "ExternalAudience: None",
            Kind::OofExternal,
            [false, false, true],
        ),
    ] {
        let policy = with(domain, mailbox);
        let all = facts(&policy, "bob@fabrikam.com", kind, ForwardedBy::Nobody);
        assert_eq!(
            ids.map(|id| rests(&all, id)),
            expected,
            "{mailbox} {kind:?}"
        );
    }
}
