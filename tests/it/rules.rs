//! States the facts about Exchange as tables and proves that the verdicts follow them.

mod forwarding;

use crate::given::{MESSAGE, policy};
use rdsim::evaluate::{self, Judgement, Overrides};
use rdsim::policy::Policy;
use rdsim::transport::classify::{self, Kind};
use rdsim::transport::outcome::Outcome;

fn judge<'p>(policy: &'p Policy, message: &str, told: &Overrides) -> Judgement<'p> {
    evaluate::judge(policy, "m", message.as_bytes(), told)
        .result
        .unwrap()
}

fn line(policy: &Policy, message: &str, kind: Kind) -> String {
    let j = judge(
        policy,
        message,
        &Overrides {
            kind: Some(kind),
            ..Overrides::default()
        },
    );
    let outcome = j.verdicts[0].outcome;
    outcome.response().map_or_else(
        || outcome.token().to_owned(),
        |r| format!("{} {}", outcome.token(), r.line()),
    )
}

#[test]
fn the_oof_table_for_every_audience() {
    const SUPPRESS: &str =
        "dropped 250 2.1.5 RESOLVER.OOF.SuppressExternal; external OOFs are suppressed";
    const INT: &str = "dropped 250 2.1.5 RESOLVER.OOF.IntToExt; handled internal OOF addressed to external recipient";
    const LEGACY: &str = "dropped 250 2.1.5 RESOLVER.OOF.LegacyToExt; handled legacy OOF addressed to external recipient";
    const L: &str = "leaves";
    // AllowedOOFType, then external, internal and legacy OOF; with and without external audience.
    let table = [
        ("External", [L, INT, LEGACY], [SUPPRESS, INT, LEGACY]),
        ("ExternalLegacy", [L, INT, L], [SUPPRESS, INT, LEGACY]),
        ("InternalLegacy", [SUPPRESS, L, L], [SUPPRESS, L, L]),
        ("None", [SUPPRESS, INT, LEGACY], [SUPPRESS, INT, LEGACY]),
    ];
    for (value, open, closed) in table {
        for (audience, expected) in [("All", open), ("Known", open), ("None", closed)] {
            let p = policy(&format!(
                "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', AllowedOOFType: {value}}}]\nMailboxes: [{{Addresses: [alice@contoso.com], ExternalAudience: {audience}}}]\n"
            ));
            for (kind, expected) in [Kind::OofExternal, Kind::OofInternal, Kind::OofLegacy]
                .into_iter()
                .zip(expected)
            {
                assert_eq!(
                    line(&p, MESSAGE, kind),
                    expected,
                    "{value} {audience} {}",
                    kind.token()
                );
            }
        }
    }
}

#[test]
fn every_response_is_spelled_as_the_trace_shows_it() {
    const OOF: &str = "250 2.1.5 RESOLVER.OOF.";
    const TYPE: &str = "250 2.1.5 RESOLVER.MSGTYPE.";
    let table = [
        (
            OOF,
            "SuppressExternal; external OOFs are suppressed",
            "BlockExternalOofToExternalUser",
        ),
        (
            OOF,
            "IntToExt; handled internal OOF addressed to external recipient",
            "BlockInternalOofToExternalUser",
        ),
        (
            OOF,
            "LegacyToExt; handled legacy OOF addressed to external recipient",
            "BlockLegacyOofToExternalUser",
        ),
        (
            OOF,
            "ExtToInt; handled external OOF addressed to internal recipient",
            "BlockExternalOofToInternalUser",
        ),
        (
            TYPE,
            "DR; handled DR addressed to external recipient",
            "BlockDRToExternalUser",
        ),
        (
            TYPE,
            "NDR; handled NDR addressed to external recipient",
            "BlockNDRToExternalUser",
        ),
        (
            TYPE,
            "NDR; handled MFN addressed to external recipient",
            "BlockMFNToExternalUser",
        ),
        (
            TYPE,
            "AR; handled AutoReply addressed to external recipient",
            "BlockARToExternalUser",
        ),
        (
            TYPE,
            "AF; handled AutoForward addressed to external recipient",
            "BlockAFToExternalUser",
        ),
        (
            "250 2.1.5 ",
            "RESOLVER.FWD.Forwarded; recipient forwarded",
            "",
        ),
        (
            "250 2.1.5 ",
            "RESOLVER.GRP.Expanded; distribution list expanded",
            "",
        ),
        (
            "550 5.7.520 ",
            "Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)",
            "",
        ),
        (
            "550 5.1.10 ",
            "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            "",
        ),
        (
            "550 5.4.1 ",
            "Recipient address rejected: Access denied",
            "",
        ),
        (
            "550 5.7.133 ",
            "RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group",
            "",
        ),
        (
            "550 5.7.134 ",
            "RESOLVER.RST.SenderNotAuthenticatedForMailbox; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this mailbox",
            "",
        ),
        (
            "550 5.7.1 ",
            "TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy",
            "",
        ),
        (
            "550 5.2.1 ",
            "Message deleted by the transport rules agent",
            "",
        ),
    ];
    let have: Vec<(String, &str)> = rdsim::transport::responses::ALL
        .iter()
        .map(|r| (r.line(), r.source_context.unwrap_or_default()))
        .collect();
    let wanted: Vec<(String, &str)> = table
        .iter()
        .map(|(head, tail, context)| (format!("{head}{tail}"), *context))
        .collect();
    assert_eq!(have, wanted);
}

#[test]
fn the_order_of_remote_domains_changes_nothing() {
    let entries = [
        "{DomainName: '*', NDREnabled: false}",
        "{DomainName: '*.fabrikam.com', AutoReplyEnabled: false}",
        "{DomainName: fabrikam.com, AllowedOOFType: None}",
        "{DomainName: '*.eu.fabrikam.com', DeliveryReportEnabled: false}",
    ];
    let to = [
        "a@fabrikam.com",
        "a@x.fabrikam.com",
        "a@y.eu.fabrikam.com",
        "a@example.com",
    ];
    let verdicts = |turn: usize| {
        let mut turned = entries;
        turned.rotate_left(turn);
        let p = policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{}]",
            turned.join(", ")
        ));
        let mut out = Vec::new();
        for kind in Kind::ALL {
            let told = Overrides {
                kind: Some(*kind),
                to: to.map(String::from).to_vec(),
                ..Overrides::default()
            };
            for v in judge(&p, MESSAGE, &told).verdicts {
                out.push((v.outcome, v.remote_domain.unwrap().domain.pattern.clone()));
            }
        }
        out
    };
    for turn in 1..entries.len() {
        assert_eq!(verdicts(0), verdicts(turn));
    }
}

#[test]
fn the_longest_wildcard_wins_and_the_exact_domain_before_it() {
    let p = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}, {DomainName: '*.fabrikam.com'}, {DomainName: '*.eu.fabrikam.com'}, {DomainName: fabrikam.com}]",
    );
    for (to, pattern) in [
        ("a@fabrikam.com", "fabrikam.com"),
        ("a@us.fabrikam.com", "*.fabrikam.com"),
        ("a@EU.Fabrikam.com", "*.eu.fabrikam.com"),
        ("a@x.y.eu.fabrikam.com", "*.eu.fabrikam.com"),
        ("a@notfabrikam.com", "*"),
    ] {
        let told = Overrides {
            to: vec![to.into()],
            ..Overrides::default()
        };
        let j = judge(&p, MESSAGE, &told);
        let domain = j.verdicts[0].remote_domain.unwrap().domain;
        assert_eq!(domain.pattern.to_string(), pattern, "{to}");
    }
}

#[test]
fn a_named_character_set_is_never_overwritten() {
    let p = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', CharacterSet: iso-2022-jp, NonMimeCharacterSet: koi8-r}]",
    );
    let mixed = "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nx\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b--\n";
    for (message, charsets) in [
        (mixed, vec![Some("utf-8"), Some("iso-2022-jp")]),
        (
            "From: a@contoso.com\nTo: b@fabrikam.com\n\nx\n",
            vec![Some("koi8-r")],
        ),
    ] {
        let j = judge(&p, message, &Overrides::default());
        let format = j.verdicts[0].format.as_ref().unwrap();
        let have: Vec<_> = format.parts.iter().map(|p| p.charset.as_deref()).collect();
        assert_eq!(have, charsets);
    }
}

#[test]
fn every_gate_drops_its_kind_with_its_response_and_no_other() {
    let gates = [
        (
            "DeliveryReportEnabled",
            Kind::DeliveryReport,
            "250 2.1.5 RESOLVER.MSGTYPE.DR; handled DR addressed to external recipient",
            "BlockDRToExternalUser",
        ),
        (
            "NDREnabled",
            Kind::Ndr,
            "250 2.1.5 RESOLVER.MSGTYPE.NDR; handled NDR addressed to external recipient",
            "BlockNDRToExternalUser",
        ),
        (
            "MeetingForwardNotificationEnabled",
            Kind::MeetingForwardNotification,
            "250 2.1.5 RESOLVER.MSGTYPE.NDR; handled MFN addressed to external recipient",
            "BlockMFNToExternalUser",
        ),
        (
            "AutoReplyEnabled",
            Kind::AutoReply,
            "250 2.1.5 RESOLVER.MSGTYPE.AR; handled AutoReply addressed to external recipient",
            "BlockARToExternalUser",
        ),
    ];
    for (setting, gated, response, context) in gates {
        let closed = policy(&format!("AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', MeetingForwardNotificationEnabled: true}}, {{DomainName: fabrikam.com, MeetingForwardNotificationEnabled: true, {setting}: false}}]\n").replace("MeetingForwardNotificationEnabled: true, MeetingForwardNotificationEnabled: false", "MeetingForwardNotificationEnabled: false"));
        for kind in Kind::ALL.iter().filter(|k| !k.is_oof()) {
            let expected = if *kind == gated {
                format!("dropped {response}")
            } else {
                "leaves".into()
            };
            assert_eq!(
                line(&closed, MESSAGE, *kind),
                expected,
                "{setting} {}",
                kind.token()
            );
        }
        let j = judge(
            &closed,
            MESSAGE,
            &Overrides {
                kind: Some(gated),
                ..Overrides::default()
            },
        );
        assert_eq!(
            j.verdicts[0].outcome.response().unwrap().source_context,
            Some(context)
        );
        assert_eq!(j.verdicts[0].because().next().unwrap().setting, setting);
    }
}

#[test]
fn an_external_oof_to_someone_inside_is_dropped_and_other_kinds_are_not() {
    let p = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', AutoReplyEnabled: false}]\n",
    );
    let inside = MESSAGE.replace("bob@fabrikam.com", "carol@contoso.com");
    assert_eq!(
        line(&p, &inside, Kind::OofExternal),
        "dropped 250 2.1.5 RESOLVER.OOF.ExtToInt; handled external OOF addressed to internal recipient"
    );
    for kind in [Kind::OofInternal, Kind::AutoReply, Kind::Ordinary] {
        assert_eq!(line(&p, &inside, kind), "stays-inside");
    }
    let from_outside = inside.replace("alice@contoso.com", "eve@example.com");
    assert_eq!(line(&p, &from_outside, Kind::OofExternal), "stays-inside");
}

#[test]
fn the_most_severe_action_decides_in_any_order() {
    let order = [
        ("delivered", Kind::DeliveryReport),
        ("expanded", Kind::DsnExpanded),
        ("relayed", Kind::DsnRelayed),
        ("delayed", Kind::DsnDelayed),
        ("failed", Kind::Ndr),
    ];
    for (i, (low, _)) in order.iter().enumerate() {
        for (high, kind) in &order[i..] {
            for pair in [[low, high], [high, low]] {
                let text = format!(
                    "From: p@contoso.com\nTo: b@fabrikam.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nAction: {}\n\nAction: {}\n\n--x--\n",
                    pair[0], pair[1]
                );
                let m = rdsim::mail::read(text.as_bytes()).unwrap();
                assert_eq!(classify::classify(&m, None).kinds, [*kind], "{pair:?}");
            }
        }
    }
}

#[test]
fn message_classes_have_their_kinds() {
    for (class, oof, kind) in [
        (
            "IPM.Note.Rules.OofTemplate.Microsoft",
            None,
            Kind::OofInternal,
        ),
        (
            "envelope.ipm.note.rules.ooftemplate.microsoft",
            Some(2),
            Kind::OofInternal,
        ),
        (
            "IPM.Note.Rules.OofTemplate.Microsoft",
            Some(0),
            Kind::OofLegacy,
        ),
        (
            "IPM.Note.Rules.ExternalOofTemplate.Microsoft",
            None,
            Kind::OofExternal,
        ),
        (
            "IPM.Note.Rules.ReplyTemplate.Microsoft",
            None,
            Kind::AutoReply,
        ),
        (
            "IPM.Schedule.Meeting.Notification.Forward",
            None,
            Kind::MeetingForwardNotification,
        ),
        (
            "IPM.Notification.Meeting.Forward.X",
            None,
            Kind::MeetingForwardNotification,
        ),
        ("IPM.Outlook.Recall", None, Kind::Recall),
        ("IPM.Recall.Report.Failure", None, Kind::RecallReport),
        ("REPORT.IPM.Note.IPNRN", None, Kind::ReadReceipt),
        ("REPORT.IPM.Note.IPNNRN", None, Kind::NonReadReceipt),
        ("REPORT.IPM.Note.Delayed.DR", None, Kind::DsnDelayed),
        ("REPORT.IPM.Note.Relayed.DR", None, Kind::DsnRelayed),
        ("REPORT.IPM.Note.Expanded.DR", None, Kind::DsnExpanded),
        ("REPORT.IPM.Note.DR", None, Kind::DeliveryReport),
        ("REPORT.IPM.Note.NDR", None, Kind::Ndr),
        ("IPM.Schedule.Meeting.Request", None, Kind::Ordinary),
    ] {
        assert_eq!(classify::kind_of_class(class, oof), kind, "{class}");
    }
}
