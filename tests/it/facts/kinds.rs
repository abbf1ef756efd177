//! Proves which kinds a message may be of, by each sign that it can carry.

use rdsim::evaluate::Overrides;
use rdsim::transport::classify::{Class, Kind, classify};
use rdsim::transport::outcome::Outcome;

use super::judged;
use crate::given::{MESSAGE, policy};

fn class(headers: &str) -> Class {
    let text = format!("{headers}{MESSAGE}");
    classify(&rdsim::mail::read(text.as_bytes()).unwrap(), None)
}

const OOF: [Kind; 3] = [Kind::OofExternal, Kind::OofInternal, Kind::OofLegacy];

#[test]
fn an_out_of_office_reply_is_known_by_its_subject_in_every_language_but_not_which() {
    for prefix in [
        "Automatic reply: ",
        "自動応答: ",
        "Automatische Antwort: ",
        "Réponse automatique : ",
        "Risposta automatica: ",
        "Respuesta automática: ",
        "Automatisch antwoord: ",
    ] {
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
            // A person may write such a subject too.
            assert_eq!(class(&subject).kinds, [Kind::Ordinary], "{subject}");
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
            &[Kind::AutoReply],
        ),
    ] {
        assert_eq!(class(headers).kinds, kinds, "{headers}");
    }
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
