//! Proves in which order the resolver asks, what it never asks about, and what it logs.

use super::judged;
use crate::given::{MESSAGE, policy};
use rdsim::evaluate::Overrides;
use rdsim::trace::predict::{predict, reason};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::responses;

const SHUT: &str = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', AllowedOOFType: None, DeliveryReportEnabled: false, NDREnabled: false, MeetingForwardNotificationEnabled: false, AutoReplyEnabled: false, AutoForwardEnabled: false}]\n";

fn told(kind: Kind, by: ForwardedBy) -> Overrides {
    Overrides {
        kind: Some(kind),
        forwarded_by: Some(by),
        ..Overrides::default()
    }
}

#[test]
fn the_kind_is_asked_about_before_the_forwarding() {
    let shut = policy(SHUT);
    let gates = [
        (
            Kind::OofExternal,
            "AllowedOOFType: None",
            &responses::OOF_SUPPRESS_EXTERNAL,
        ),
        (
            Kind::OofInternal,
            "AllowedOOFType: None",
            &responses::OOF_INT_TO_EXT,
        ),
        (
            Kind::OofLegacy,
            "AllowedOOFType: None",
            &responses::OOF_LEGACY_TO_EXT,
        ),
        (
            Kind::DeliveryReport,
            "DeliveryReportEnabled: false",
            &responses::DELIVERY_REPORT,
        ),
        (Kind::Ndr, "NDREnabled: false", &responses::NDR),
        (
            Kind::MeetingForwardNotification,
            "MeetingForwardNotificationEnabled: false",
            &responses::MEETING_FORWARD,
        ),
        (
            Kind::AutoReply,
            "AutoReplyEnabled: false",
            &responses::AUTO_REPLY,
        ),
    ];
    for (kind, gate, response) in gates {
        let outcome = judged(&shut, MESSAGE, &told(kind, ForwardedBy::InboxRule)).outcome;
        assert_eq!(outcome, Outcome::Dropped(response), "{}", kind.token());
        if kind.is_oof() {
            continue;
        }
        // With its own gate open, being forwarded is what is left.
        let open = policy(&SHUT.replace(gate, &gate.replace("false", "true")));
        let outcome = judged(&open, MESSAGE, &told(kind, ForwardedBy::InboxRule)).outcome;
        let forward = Outcome::Dropped(&responses::AUTO_FORWARD);
        assert_eq!(outcome, forward, "{}", kind.token());
        let outcome = judged(&open, MESSAGE, &told(kind, ForwardedBy::Nobody)).outcome;
        assert_eq!(outcome, Outcome::Leaves, "{}", kind.token());
    }
}

#[test]
fn what_no_setting_gates_leaves_with_every_gate_shut() {
    let shut = policy(SHUT);
    for kind in [
        Kind::ReadReceipt,
        Kind::NonReadReceipt,
        Kind::DsnDelayed,
        Kind::DsnRelayed,
        Kind::DsnExpanded,
        Kind::Recall,
        Kind::RecallReport,
        Kind::Ordinary,
    ] {
        let outcome = judged(&shut, MESSAGE, &told(kind, ForwardedBy::Nobody)).outcome;
        assert_eq!(outcome, Outcome::Leaves, "{}", kind.token());
    }
    for method in ["REQUEST", "REPLY"] {
        let meeting = format!(
            "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\nContent-Type: text/calendar; method={method}; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:{method}\nEND:VCALENDAR\n"
        );
        let outcome = judged(&shut, &meeting, &Overrides::default()).outcome;
        assert_eq!(outcome, Outcome::Leaves, "{method}");
    }
}

#[test]
fn without_any_remote_domain_only_out_of_office_replies_are_held_back() {
    let p = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: other.example, NDREnabled: false}]\nHostedOutboundSpamFilterPolicies: [{Name: Default, AutoForwardingMode: 'On'}]\n",
    );
    for kind in Kind::ALL {
        let expected = match kind {
            Kind::OofInternal => Outcome::Dropped(&responses::OOF_INT_TO_EXT),
            Kind::OofLegacy => Outcome::Dropped(&responses::OOF_LEGACY_TO_EXT),
            _ => Outcome::Leaves,
        };
        for by in [ForwardedBy::Nobody, ForwardedBy::InboxRule] {
            let v = judged(&p, MESSAGE, &told(*kind, by));
            assert_eq!(v.outcome, expected, "{}", kind.token());
            assert!(v.remote_domain.is_none());
        }
    }
}

#[test]
fn every_silent_drop_is_the_event_drop_of_routing_and_a_refusal_is_a_fail() {
    let shut = policy(SHUT);
    let open = policy("AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\n");
    let mut seen = Vec::new();
    for (policy, kind, by) in [
        (&shut, Kind::OofExternal, ForwardedBy::Nobody),
        (&shut, Kind::OofInternal, ForwardedBy::Nobody),
        (&shut, Kind::OofLegacy, ForwardedBy::Nobody),
        (&shut, Kind::DeliveryReport, ForwardedBy::Nobody),
        (&shut, Kind::Ndr, ForwardedBy::Nobody),
        (&shut, Kind::MeetingForwardNotification, ForwardedBy::Nobody),
        (&shut, Kind::AutoReply, ForwardedBy::Nobody),
        (&shut, Kind::Ordinary, ForwardedBy::InboxRule),
        (&open, Kind::Ordinary, ForwardedBy::InboxRule),
    ] {
        let v = judged(policy, MESSAGE, &told(kind, by));
        let trails = predict(policy, &v, "alice@contoso.com");
        let row = trails[0].stops.last().unwrap().rows.last().unwrap();
        let response = row.response.unwrap();
        let drop = response.code.starts_with("250 2.1.5 RESOLVER.");
        let expected = if drop {
            ("DROP", "Drop", "ROUTING", response.source_context.unwrap())
        } else {
            ("FAIL", "Fail", "", "")
        };
        let event = row.event;
        assert_eq!(
            (event.name, event.detail, row.source, row.source_context),
            expected,
            "{}",
            response.line()
        );
        let line = response.line();
        assert_eq!(
            reason(response),
            format!("Reason: [{{LED={line}}};{{MSG=}};{{FQDN=}};{{IP=}};{{LRT=}}]")
        );
        assert_eq!(event.meaning.contains("without any report"), drop);
        seen.push(response.line());
    }
    // The others are given to somebody inside, to nobody or before the settings, or only inform.
    let others = [
        &responses::OOF_EXT_TO_INT,
        &responses::FORWARDED,
        &responses::GROUP_EXPANDED,
        &responses::RECIPIENT_NOT_FOUND,
        &responses::RECIPIENT_DENIED,
        &responses::GROUP_NOT_AUTHENTICATED,
        &responses::MAILBOX_NOT_AUTHENTICATED,
        &responses::RULE_REJECTED,
        &responses::RULE_DELETED,
    ];
    assert_eq!(seen.len() + others.len(), responses::ALL.len());
}

#[test]
fn what_a_rule_made_is_told_from_a_redirect_and_both_are_forwards() {
    let shut = policy(SHUT);
    let rule = "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\nAuto-Submitted: auto-generated\nX-MS-Exchange-Inbox-Rules-Loop: alice@contoso.com\nX-MS-Exchange-Parent-Message-Id: <1@example.com>\n";
    for from in ["", "Resent-From: alice@contoso.com\n"] {
        let message = format!("{rule}{from}{MESSAGE}");
        let outcome = judged(&shut, &message, &Overrides::default()).outcome;
        assert_eq!(
            outcome,
            Outcome::Dropped(&responses::AUTO_FORWARD),
            "{from}"
        );
    }
    let reply = format!("{rule}X-Auto-Response-Suppress: All\n{MESSAGE}");
    let told = Overrides {
        kind: Some(Kind::AutoReply),
        ..Overrides::default()
    };
    let outcome = judged(&shut, &reply, &told).outcome;
    assert_eq!(outcome, Outcome::Dropped(&responses::AUTO_REPLY));
}
