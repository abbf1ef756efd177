//! Proves which kinds a message may be of, by each sign that it can carry.

use rdsim::evaluate::Overrides;
use rdsim::transport::classify::prefixes::AUTOMATIC_REPLY;
use rdsim::transport::classify::{Class, Kind, classify};
use rdsim::transport::outcome::Outcome;
use rdsim::transport::responses;

use super::judged;
use crate::given::{MESSAGE, policy};

fn class(headers: &str) -> Class {
    let text = format!("{headers}{MESSAGE}");
    classify(&rdsim::mail::read(text.as_bytes()).unwrap(), None)
}

const OOF: [Kind; 3] = [Kind::OofExternal, Kind::OofInternal, Kind::OofLegacy];

#[test]
fn an_out_of_office_reply_is_known_by_its_subject_in_every_language_but_not_which() {
    let prefixes = AUTOMATIC_REPLY.iter().map(|(_, prefix, _)| prefix);
    let tags = ["", "[EXTERNAL] ", "[外部] ", "***SPAM*** "].iter().cycle();
    for (prefix, tag) in prefixes.zip(tags) {
        let prefix = format!("{tag}{prefix} : ");
        let encoded = base64::Engine::encode(
            &base64::engine::general_purpose::STANDARD,
            format!("{prefix}Hello"),
        );
        for subject in [
            format!("Subject: {prefix}Hello\n"),
            format!("Subject: =?utf-8?B?{encoded}?=\n"),
        ] {
            for sign in [
                "X-Auto-Response-Suppress: All\n",
                "Auto-Submitted: auto-generated\n",
            ] {
                assert_eq!(class(&format!("{subject}{sign}")).kinds, OOF, "{subject}");
            }
            // A person may write such a subject too; who says `no` did.
            let open = [&[Kind::Ordinary][..], &OOF].concat();
            assert_eq!(class(&subject).kinds, open, "{subject}");
            let person = class(&format!("{subject}Auto-Submitted: no\n"));
            assert_eq!(person.kinds, [Kind::Ordinary], "{subject}");
        }
    }
}

#[test]
fn signs_of_other_systems_leave_it_open_and_no_means_a_person() {
    let automatic = [&[Kind::Ordinary, Kind::AutoReply][..], &OOF].concat();
    for (headers, kinds) in [
        ("Auto-Submitted: auto-replied\n", automatic.as_slice()),
        ("Auto-Submitted: Auto-Replied (vacation)\n", &automatic),
        (
            "Auto-Submitted: no\nPrecedence: auto_reply\n",
            &[Kind::Ordinary],
        ),
        (
            "Precedence: auto_reply\n",
            &[Kind::Ordinary, Kind::AutoReply],
        ),
        ("X-Autoreply: yes\n", &[Kind::Ordinary, Kind::AutoReply]),
        ("X-Autorespond: yes\n", &[Kind::Ordinary, Kind::AutoReply]),
        ("Auto-Submitted: auto-generated\n", &[Kind::Ordinary]),
        (
            "Subject: Meeting Forward Notification: Plans\n",
            &[Kind::MeetingForwardNotification, Kind::Ordinary],
        ),
        (
            "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n",
            &REPLY,
        ),
    ] {
        assert_eq!(class(headers).kinds, kinds, "{headers}");
    }
}

#[test]
fn a_bounce_that_is_no_report_is_no_reply_of_a_mailbox() {
    let open = [Kind::Ordinary, Kind::Ndr];
    let exim = "Return-Path: <>\nX-Failed-Recipients: ghost@fabrikam.com\nFrom: Mail Delivery System <Mailer-Daemon@mx.fabrikam.com>\nSubject: Mail delivery failed: returning message to sender\n";
    assert_eq!(class(exim).kinds, open);
    let exim = format!("{exim}Auto-Submitted: auto-replied\n");
    assert_eq!(class(&exim).kinds, open);
    // As a report, which Exim makes too, it says what it is.
    let report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.fabrikam.com\n\nAction: failed\nFinal-Recipient: rfc822;ghost@fabrikam.com\n--b--\n";
    assert_eq!(class(&format!("{exim}{report}")).kinds, [Kind::Ndr]);
    let qmail = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.fabrikam.com\nSubject: failure notice\n\n";
    let text = "Hi. This is the qmail-send program at mx.fabrikam.com.\nI'm afraid I wasn't able to deliver your message.\n";
    assert_eq!(class(&format!("{qmail}{text}")).kinds, open);
    let quoted = format!("{qmail}> {text}");
    assert_eq!(class(&quoted).kinds, [Kind::Ordinary]);
}

#[test]
fn a_report_whose_status_was_not_saved_is_known_by_its_mark() {
    let mark = "X-MS-Exchange-Message-Is-Ndr: \n";
    let report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n";
    let any = class(&format!("From: postmaster@contoso.com\n{report}")).kinds;
    assert!(any.len() > 1 && any.contains(&Kind::Ndr), "{any:?}");
    for headers in [
        format!("From: postmaster@contoso.com\n{mark}{report}"),
        format!("From: postmaster@contoso.com\n{mark}"),
        format!("{mark}Auto-Submitted: auto-replied\n"),
    ] {
        assert_eq!(class(&headers).kinds, [Kind::Ndr], "{headers}");
    }
    // What the report says counts where it was saved.
    let delayed = "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: delayed\n--b--\n";
    let said = class(&format!("{mark}{report}{delayed}"));
    assert_eq!(said.kinds, [Kind::DsnDelayed]);
}

#[test]
fn a_report_of_exchange_whose_parts_were_not_saved_is_left_open() {
    let exchange = "From: Microsoft Outlook\n <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.com>\n";
    let open = [Kind::Ordinary, Kind::Ndr];
    for headers in [
        format!("{exchange}Subject: Undeliverable: Offer\n"),
        format!("Return-Path: <>\n{exchange}Subject: Unzustellbar: Angebot\n"),
        format!("{exchange}Subject: Undeliverable: Offer\nAuto-Submitted: auto-replied\n"),
        "From: postmaster@contoso.com\nSubject: Undeliverable: Offer\n".to_owned(),
    ] {
        assert_eq!(class(&headers).kinds, open, "{headers}");
    }
    // In any other language it may be any report, and a warning of quota.
    let other = class(&format!("{exchange}Subject: 配信不能: 見積\n")).kinds;
    assert!(
        other.len() == 6 && open.iter().all(|kind| other.contains(kind)),
        "{other:?}"
    );
    for headers in [
        "From: bob@fabrikam.com\nSubject: Undeliverable: Offer\n".to_owned(),
        format!("{exchange}Subject: RE: a\nX-MS-Journal-Report: \n"),
        "From: postmaster@contoso.com\nSubject: Certificates\n".to_owned(),
    ] {
        assert_eq!(class(&headers).kinds, [Kind::Ordinary], "{headers}");
    }
}

/// What a reply of a mailbox may be that has no prefix.
const REPLY: [Kind; 3] = [Kind::AutoReply, Kind::OofExternal, Kind::OofInternal];

#[test]
fn a_reply_of_a_mailbox_is_no_forward_and_its_prefix_makes_it_an_out_of_office_reply() {
    let agent = "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n";
    let rules_loop = "X-MS-Exchange-Inbox-Rules-Loop: alice@contoso.com\n";
    let all = "X-Auto-Response-Suppress: All\n";
    let prefix = "Subject: Automatic reply: x\n";
    for (headers, kinds, forwarded) in [
        (format!("{rules_loop}{all}"), &REPLY[..], false),
        (format!("{rules_loop}{agent}{all}"), &REPLY, false),
        (format!("{agent}{all}{prefix}"), &REPLY[1..], false),
        (format!("{rules_loop}{all}{prefix}"), &REPLY[1..], false),
        (format!("{rules_loop}{prefix}"), &REPLY[1..], false),
        // Forwards and redirects keep what the message had before.
        (format!("{rules_loop}{agent}"), &[Kind::Ordinary], true),
        (
            format!("{rules_loop}{all}Resent-From: alice@contoso.com\n"),
            &[Kind::Ordinary],
            true,
        ),
    ] {
        let class = class(&headers);
        assert_eq!(class.kinds, kinds, "{headers}");
        assert_eq!(class.auto_forwarded, Some(forwarded), "{headers}");
    }
    // Where a gateway took one of the headers away, it may be either.
    let replied = "Auto-Submitted: auto-replied\n";
    for headers in [agent.to_owned(), format!("{rules_loop}{replied}")] {
        assert_eq!(class(&headers).auto_forwarded, None, "{headers}");
    }
    let redirected = format!("{rules_loop}{replied}Resent-From: alice@contoso.com\n");
    assert_eq!(class(&redirected).auto_forwarded, Some(true));
}

#[test]
fn where_only_the_response_depends_on_the_kind_the_outcome_is_told() {
    let shut = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', AllowedOOFType: None}]\n",
    );
    let oof = format!("Subject: Automatic reply: x\nAuto-Submitted: auto-generated\n{MESSAGE}");
    let v = judged(&shut, &oof, &Overrides::default());
    assert_eq!(v.outcome.token(), "dropped");
    assert_eq!(v.response(), None);
    let all = [
        &responses::OOF_SUPPRESS_EXTERNAL,
        &responses::OOF_INT_TO_EXT,
        &responses::OOF_LEGACY_TO_EXT,
    ];
    assert_eq!(v.responses(), all);
    assert_eq!(v.because().count(), 1);
    // The same outcome, with one response, is a verdict as any other.
    let inside = oof.replace("bob@fabrikam.com", "carol@contoso.com");
    let weak = inside.replace("Subject: Automatic reply: x\n", "Precedence: auto_reply\n");
    assert!(
        judged(&shut, &weak, &Overrides::default())
            .possibilities
            .is_empty()
    );
}

#[test]
fn the_kind_that_is_given_wins_over_everything_but_a_message_class() {
    let report = std::fs::read("fixtures/ndr/exchange.eml").unwrap();
    let report = rdsim::mail::read(&report).unwrap();
    for kind in Kind::ALL {
        let class = classify(&report, Some(*kind));
        assert_eq!(
            (class.kinds.as_slice(), class.notes.len()),
            (&[*kind][..], 0)
        );
    }
    let tnef = std::fs::read("fixtures/auto-reply/tnef.eml").unwrap();
    let class = classify(&rdsim::mail::read(&tnef).unwrap(), Some(Kind::Ordinary));
    assert_eq!(class.kinds, [Kind::AutoReply]);
    let note = class.notes[0].to_string();
    assert!(
        note.starts_with("`--kind ordinary` does not apply"),
        "{note}"
    );
    let class = classify(&rdsim::mail::read(&tnef).unwrap(), Some(Kind::AutoReply));
    assert!(class.notes.is_empty());
}

#[test]
fn a_redirect_asks_where_it_goes_and_a_cloud_flow_is_told() {
    let open = policy("AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\n");
    let redirected = std::fs::read("fixtures/ordinary/redirected-as-received.eml").unwrap();
    let redirected = String::from_utf8(redirected).unwrap();
    let notes = |message: &str, to: &[&str]| {
        let told = Overrides {
            to: to.iter().map(|to| (*to).to_owned()).collect(),
            ..Overrides::default()
        };
        let notes = judged(&open, message, &told).notes;
        notes
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ")
    };
    assert!(notes(&redirected, &[]).contains("a rule of alice@contoso.com redirected it"));
    assert!(!notes(&redirected, &["carol@example.com"]).contains("--to"));
    let forwarded = redirected.replace("Resent-From: <alice@contoso.com>\n", "");
    assert!(notes(&forwarded, &[]).contains("a rule of alice@contoso.com forwarded it"));
    let elsewhere = forwarded.replace("To: alice@contoso.com", "To: bob@fabrikam.com");
    assert!(!notes(&elsewhere, &[]).contains("--to"));
    let flow = "x-ms-mail-application: Microsoft Power Automate\nx-ms-mail-operation-type: ";
    let told = |operation: &str| notes(&format!("{flow}{operation}\n{MESSAGE}"), &[]);
    assert!(told("Forward").contains("a cloud flow"));
    assert!(!told("Send").contains("a cloud flow"));
}

#[test]
fn a_disposition_tells_read_from_not_read() {
    for (disposition, kind) in [
        (
            "automatic-action/MDN-sent-automatically; displayed",
            Kind::ReadReceipt,
        ),
        (
            "manual-action/MDN-sent-manually; displayed",
            Kind::ReadReceipt,
        ),
        (
            "automatic-action/MDN-sent-automatically; deleted",
            Kind::NonReadReceipt,
        ),
    ] {
        let text = format!(
            "From: p@contoso.com\nTo: b@fabrikam.com\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary=x\n\n--x\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; p@contoso.com\nDisposition: {disposition}\n\n--x--\n"
        );
        let class = classify(&rdsim::mail::read(text.as_bytes()).unwrap(), None);
        assert_eq!(class.kinds, [kind], "{disposition}");
    }
}

#[test]
fn a_report_that_does_not_tell_what_became_of_the_message_may_be_any() {
    let report = |of: &str, part: &str, fields: &str| {
        let text = format!(
            "From: postmaster@contoso.com\nTo: b@fabrikam.com\nMIME-Version: 1.0\nContent-Type: multipart/report{of}; boundary=x\n\n--x\nContent-Type: {part}\n\n{fields}\n\n--x--\n"
        );
        classify(&rdsim::mail::read(text.as_bytes()).unwrap(), None).kinds
    };
    let status = "message/delivery-status";
    let any = [
        Kind::DeliveryReport,
        Kind::DsnExpanded,
        Kind::DsnRelayed,
        Kind::DsnDelayed,
        Kind::Ndr,
    ];
    // As programs write it: another word, no action at all, no report-type.
    for of in ["; report-type=delivery-status", ""] {
        let fields = "Reporting-MTA: dns; mail.contoso.com\n\nFinal-Recipient: rfc822; x@y.example";
        let expired = format!("{fields}\nAction: expired");
        assert_eq!(report(of, status, fields), any);
        assert_eq!(report(of, status, &expired), any);
        assert_eq!(
            report(of, status, &format!("{fields}\nAction: failed")),
            [Kind::Ndr]
        );
    }
    let receipt = "message/disposition-notification";
    let any = [Kind::ReadReceipt, Kind::NonReadReceipt, Kind::Ordinary];
    for (of, fields) in [
        (
            "",
            "Disposition: automatic-action/MDN-sent-automatically; dispatched",
        ),
        ("", "Disposition: manual-action/MDN-sent-manually; xxx"),
        (
            "; report-type=disposition-notification",
            "Final-Recipient: rfc822; p@contoso.com",
        ),
    ] {
        assert_eq!(report(of, receipt, fields), any, "{fields}");
    }
}

#[test]
fn the_forwarding_is_a_flag_beside_the_kind_and_the_legacy_header_is_weak() {
    for (headers, flag) in [
        ("", Some(false)),
        (
            "X-MS-Exchange-Organization-AutoForwarded: true\n",
            Some(true),
        ),
        (
            "X-MS-Exchange-Organization-AutoForwarded: false\n",
            Some(false),
        ),
        (
            "X-MS-Exchange-Inbox-Rules-Loop: alice@contoso.com\n",
            Some(true),
        ),
        ("Auto-Forwarded: true\n", None),
    ] {
        let class = class(headers);
        assert_eq!(class.auto_forwarded, flag, "{headers}");
        assert_eq!(class.kinds, [Kind::Ordinary], "{headers}");
    }
}

#[test]
fn what_cannot_be_told_is_not_guessed_and_where_all_agree_there_is_a_verdict() {
    let open = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', AllowedOOFType: External}]\n",
    );
    let oof = format!("Subject: Automatic reply: x\nAuto-Submitted: auto-generated\n{MESSAGE}");
    let v = judged(&open, &oof, &Overrides::default());
    assert_eq!(v.outcome, Outcome::CannotTell);
    let kinds: Vec<_> = v.possibilities.iter().map(|p| p.kind).collect();
    assert_eq!(kinds, OOF);
    let notes: Vec<_> = v.notes.iter().map(ToString::to_string).collect();
    assert!(
        notes
            .iter()
            .any(|n| n.contains("--kind") && n.contains("TNEF")),
        "{notes:?}"
    );
    let settled = Overrides {
        kind: Some(Kind::OofExternal),
        ..Overrides::default()
    };
    assert_eq!(judged(&open, &oof, &settled).outcome, Outcome::Leaves);
    // Inside, each of two kinds stays; so does the message.
    let inside = oof.replace("bob@fabrikam.com", "carol@contoso.com");
    let weak = inside
        .replace("Subject: Automatic reply: x\n", "")
        .replace("auto-generated", "no");
    assert_eq!(
        judged(&open, &weak, &Overrides::default()).outcome,
        Outcome::StaysInside
    );
    let mfn = format!("Subject: Meeting Forward Notification: x\n{MESSAGE}");
    let allowed = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', MeetingForwardNotificationEnabled: true}]\n",
    );
    let v = judged(&allowed, &mfn, &Overrides::default());
    assert_eq!(v.outcome, Outcome::Leaves, "two kinds, one verdict");
}

#[test]
fn a_class_of_ordinary_mail_is_named() {
    use rdsim::transport::classify::kind_of_class;
    for class in [
        "IPM.Schedule.Meeting.Request",
        "IPM.Schedule.Meeting.Resp.Pos",
        "IPM.Note.SMIME.MultipartSigned",
        "IPM.Note",
    ] {
        assert_eq!(kind_of_class(class, None), Kind::Ordinary, "{class}");
        let message = rdsim::mail::message::Message {
            tnef: Some((
                rdsim::mail::tnef::Tnef {
                    message_class: Some(class.into()),
                    ..Default::default()
                },
                1,
            )),
            ..Default::default()
        };
        let told = classify(&message, None);
        assert_eq!(told.message_class.as_deref(), Some(class));
        assert_eq!(told.kinds, [Kind::Ordinary]);
    }
}
