//! States the facts about Exchange as tables and proves that the verdicts follow them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use proptest::prelude::*;
use rdsim::classify::{self, Kind};
use rdsim::corpus::{self, Judgement, Told};
use rdsim::decide::Outcome;
use rdsim::policy::{Policy, domain};

const MESSAGE: &str = "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHi\n";

fn policy(text: &str) -> Policy {
    rdsim::policy::read::read("p", text.as_bytes())
        .unwrap_or_else(|p| panic!("{}", p[0]))
        .0
}

fn judge<'p>(policy: &'p Policy, message: &str, told: &Told) -> Judgement<'p> {
    corpus::judge(policy, "m", message.as_bytes(), told)
        .result
        .unwrap()
}

fn line(policy: &Policy, message: &str, kind: Kind) -> String {
    let j = judge(
        policy,
        message,
        &Told {
            kind: Some(kind),
            ..Told::default()
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
        for (kind, _) in Kind::ALL.iter().filter(|(k, _)| !k.is_oof()) {
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
            &Told {
                kind: Some(gated),
                ..Told::default()
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
fn forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next() {
    use rdsim::settings::Forward;
    const AF: &str =
        "250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient";
    const REFUSED: &str = "550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)";
    for remote in [true, false] {
        for mode in ["On", "Off", "Automatic"] {
            let p = policy(&format!(
                "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', AutoForwardEnabled: {remote}}}]\nHostedOutboundSpamFilterPolicies: [{{Name: Default, AutoForwardingMode: {mode}}}]\n"
            ));
            for by in [
                Forward::No,
                Forward::InboxRule,
                Forward::MailboxForwarding,
                Forward::MailFlowRule,
            ] {
                let told = Told {
                    forwarded_by: Some(by),
                    ..Told::default()
                };
                let outcome = judge(&p, MESSAGE, &told).verdicts[0].outcome;
                let expected = match (by, remote, mode) {
                    (Forward::InboxRule, false, _) => Some(AF),
                    (Forward::InboxRule | Forward::MailboxForwarding, _, "Off" | "Automatic") => {
                        Some(REFUSED)
                    }
                    _ => None,
                };
                assert_eq!(
                    outcome.response().map(|r| r.line()).as_deref(),
                    expected,
                    "{remote} {mode} {by:?}"
                );
                let inside = Told {
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
                let m = rdsim::message::read(text.as_bytes()).unwrap();
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

#[test]
fn all_problems_of_a_policy_are_told_in_one_run() {
    let text = "RemoteDomain: []\nRemoteDomains:\n  - DomainName: '*contoso.com'\n  - DomainName: foo.*\n  - DomainName: ''\n  - DomainName: a.com\n    AutoForwardEnable: true\n    NDREnabled: maybe\n    CharacterSet: utf8\n    LineWrapSize: 200\n  - DomainName: A.com\n    NDREnabled: true\n    NDREnabled: false\n  - DomainName: b.com\n    AllowedOOFType: InternalLegacy\n    IsInternal: false\n";
    let problems = rdsim::policy::read::read("t.yaml", text.as_bytes()).unwrap_err();
    let told: Vec<String> = problems
        .iter()
        .map(|p| format!("{}:{} {} | {}", p.line, p.column, p.message, p.help))
        .collect();
    let expected = [
        (
            1,
            "unknown property `RemoteDomain`",
            "did you mean `RemoteDomains`?",
        ),
        (2, "there is no Default remote domain", "DomainName: \"*\""),
        (3, "`*contoso.com` is not a domain pattern", "*.contoso.com"),
        (
            4,
            "`foo.*` is not a domain pattern",
            "a wildcard may only stand first",
        ),
        (5, "`` is not a domain pattern", "write a domain"),
        (
            7,
            "unknown property `AutoForwardEnable`",
            "did you mean `AutoForwardEnabled`?",
        ),
        (
            8,
            "`NDREnabled` wants true or false",
            "write `true` or `false`",
        ),
        (9, "`utf8` is not a character set", "did you mean `utf-8`?"),
        (
            10,
            "`200` is not a value of `LineWrapSize`",
            "from 0 to 132 or `Unlimited`",
        ),
        (11, "has a remote domain already", "line 6"),
        (13, "`NDREnabled` is given twice", "line 12"),
        (16, "cannot exist in a tenant", "remove `IsInternal`"),
    ];
    assert_eq!(problems.len(), expected.len(), "{told:#?}");
    for (problem, (line, message, help)) in problems.iter().zip(expected) {
        assert_eq!(problem.line, line, "{told:#?}");
        assert!(
            problem.message.contains(message) && problem.help.contains(help),
            "{problem}"
        );
        assert_eq!(
            problem.source.as_deref(),
            text.lines().nth(line as usize - 1)
        );
        assert!(problem.column >= 1);
    }
}

#[test]
fn a_bomb_and_bytes_that_are_not_utf8_are_errors_with_a_position() {
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (new, old) in ('b'..'k').zip('a'..) {
        bomb.push_str(&format!("{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"));
    }
    let problems = rdsim::policy::read::read("t", bomb.as_bytes()).unwrap_err();
    assert!(problems[0].line >= 1 && problems.len() == 1, "{problems:?}");
    let problems = rdsim::policy::read::read("t", b"RemoteDomains:\n  - Name: \xff\n").unwrap_err();
    assert_eq!((problems[0].line, problems[0].column), (2, 11));
}

#[test]
fn null_settings_and_the_coupling() {
    use rdsim::policy::AllowedOofType as T;
    for (written, oof, internal) in [
        ("", T::External, false),
        ("IsInternal: false", T::ExternalLegacy, false),
        ("AllowedOOFType: InternalLegacy", T::InternalLegacy, true),
        (
            "AllowedOOFType: External, IsInternal: false",
            T::External,
            false,
        ),
        ("TNEFEnabled: null", T::External, false),
    ] {
        let p = policy(&format!("RemoteDomains: [{{DomainName: '*', {written}}}]"));
        let d = &p.remote_domains[0];
        assert_eq!(
            (
                d.allowed_oof_type.value,
                d.is_internal.value,
                d.tnef_enabled.value
            ),
            (oof, internal, None),
            "{written}"
        );
    }
}

/// The match as one would write it without thinking of speed.
fn naive(patterns: &[String], name: &str) -> Option<String> {
    let hit = |p: &&String| match p.strip_prefix("*.") {
        Some(base) => name == base || name.ends_with(&format!(".{base}")),
        None => *p == "*" || *p == name,
    };
    patterns
        .iter()
        .filter(hit)
        .max_by_key(|p| (p.as_str() == name, p.len()))
        .cloned()
}

fn text(p: &domain::Pattern) -> String {
    p.to_string()
}

proptest! {
    #[test]
    fn domain_match_equals_the_naive_one(patterns in proptest::collection::vec("(\\*\\.)?([ab]\\.){0,2}[abc]{1,2}|\\*", 0..8), name in "([ab]\\.){0,3}[abc]{1,2}", turn in 0usize..8) {
        let mut table = domain::Table::default();
        for p in &patterns {
            table.insert(domain::pattern(p).unwrap(), domain::pattern(p).unwrap());
        }
        prop_assert_eq!(table.find(&name).map(|(p, _)| text(p)), naive(&patterns, &name));
        let mut turned = patterns.clone();
        let len = turned.len().max(1);
        turned.rotate_left(turn % len);
        let mut other = domain::Table::default();
        for p in &turned {
            other.insert(domain::pattern(p).unwrap(), domain::pattern(p).unwrap());
        }
        prop_assert_eq!(table.find(&name).map(|(p, m)| (text(p), m)), other.find(&name).map(|(p, m)| (text(p), m)));
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), tail in "(Content-Type: multipart/report; boundary=x\n\n--x\n)?.{0,80}") {
        let p = Policy::default();
        let _ = corpus::judge(&p, "m", &bytes, &Told::default());
        let _ = corpus::judge(&p, "m", format!("From: a@b\nTo: c@d\n{tail}").as_bytes(), &Told::default());
        let _ = rdsim::policy::read::read("p", &bytes);
        let mut tnef = vec![0x78, 0x9f, 0x3e, 0x22, 0, 0, 1, 3, 0x90, 6, 0];
        tnef.extend(&bytes);
        prop_assert!(rdsim::message::tnef::read(&tnef).is_some());
    }

    #[test]
    fn one_gate_changes_only_verdicts_in_which_it_rules(kind in 0usize..15, setting in 0usize..5, forwarded: bool) {
        let names = ["AutoReplyEnabled", "AutoForwardEnabled", "DeliveryReportEnabled", "NDREnabled", "MeetingForwardNotificationEnabled"];
        let told = Told { kind: Some(Kind::ALL[kind].0), ..Told::default() };
        let message = if forwarded { format!("X-MS-Exchange-Organization-AutoForwarded: true\n{MESSAGE}") } else { MESSAGE.to_owned() };
        let with = |v: bool| policy(&format!("AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', {}: {v}}}]\nHostedOutboundSpamFilterPolicies: [{{AutoForwardingMode: 'On'}}]", names[setting]));
        let (open, closed) = (with(true), with(false));
        let (a, b) = (judge(&open, &message, &told), judge(&closed, &message, &told));
        if a.verdicts[0].outcome != b.verdicts[0].outcome {
            prop_assert_eq!(b.verdicts[0].because().next().unwrap().setting, names[setting]);
        }
    }
}
