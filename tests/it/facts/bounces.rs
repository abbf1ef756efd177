//! Proves what is told of bounces that are no reports, and of reports whose parts were not saved.

use super::kinds::{OOF, class};
use rdsim::transport::classify::Kind;

/// What a bounce may be that is no report, and does not say that it failed.
const OPEN: [Kind; 3] = [Kind::Ordinary, Kind::Ndr, Kind::DsnDelayed];

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
    // Where a person quotes it, it is no bounce; from the system it may be.
    let quoted = format!("> {text}");
    let person = format!("From: bob@fabrikam.com\nSubject: RE: failure notice\n\n{quoted}");
    assert_eq!(class(&person).kinds, [Kind::Ordinary]);
    assert_eq!(class(&format!("{qmail}{quoted}")).kinds, OPEN);
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

#[test]
fn what_exchange_makes_and_names_is_no_report() {
    let notified = "Received: from SmtpServer.Submit by TY1PPF0000000 with Microsoft SMTP Server id 15.20.8678.23; Wed, 23 Sep 2026 23:43:38 +0000\nMIME-Version: 1.0\nTo: <bob@fabrikam.com>\nMessage-ID: <00000000-0000-0000-0000-000000000024@EtrNotification>\nDate: Wed, 23 Sep 2026 23:43:38 +0000\nX-MS-Exchange-Transport-Rules-Notification: 1\nX-MS-Exchange-Transport-Rules-Loop: 1\nX-MS-Exchange-Parent-Message-Id: <1@contoso.com>\nAuto-Submitted: auto-generated\nX-MS-Exchange-Generated-Message-Source: Transport Rule Agent\n";
    let journal = "MIME-Version: 1.0\nMessage-ID: <00000000-0000-0000-0000-000000000025@journal.report.generator>\nX-MS-Journal-Report:\nX-MS-Exchange-Parent-Message-Id: <1@contoso.com>\nAuto-Submitted: auto-generated\nX-MS-Exchange-Generated-Message-Source: Journal Agent\n";
    let approval = "X-MS-Exchange-Organization-Approval-Initiator: ModeratedTransport\nX-MS-Exchange-Organization-Approval-Requestor: bob@fabrikam.com\n";
    let exchange =
        "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.com>\n";
    let postmaster = "From: Microsoft Outlook <postmaster@contoso.com>\n";
    for says in [notified, journal, approval] {
        for from in [exchange, postmaster] {
            for subject in ["Notification: Offer", "Undeliverable: Offer"] {
                for path in ["", "Return-Path: <>\n"] {
                    let headers = format!("{path}{from}Subject: {subject}\n");
                    let with = class(&format!("{headers}{says}"));
                    assert_eq!(with.kinds, [Kind::Ordinary], "{headers}{says}");
                    let sign = subject.starts_with('U') || from == exchange || !path.is_empty();
                    assert_eq!(class(&headers).kinds.len() > 1, sign, "{headers}");
                }
            }
        }
    }
}

#[test]
fn a_bounce_of_any_system_is_known_by_who_sends_it() {
    for headers in [
        "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.fabrikam.com>\nSubject: Returned mail: User unknown\n",
        "From: MAILER-DAEMON <>\nSubject: Mail delivery failed\n",
        "From: mailer-daemon@mail.zoho.example\nSubject: Mail Delivery Status Notification (Delay)\n",
        "From: Mail Delivery System <Mail.Delivery.System@mx.fabrikam.com>\nSubject: Delivery status notification\nContent-Type: multipart/report; boundary=b\n",
        // Exim warns so that a message waits; no mailbox made it.
        "From: Mail Delivery System <mailer-daemon@mx.fabrikam.com>\nSubject: Warning: message 1abcDE-0001 delayed 24 hours\nAuto-Submitted: auto-replied\n",
        // Notes and Domino, as plain text.
        "Return-Path: <MAILER-DAEMON@mx.fabrikam.com>\nFrom: Postmaster@fabrikam.com\nSubject: DELIVERY FAILURE: User bob (bob@fabrikam.com) not listed in Domino Directory\n",
        "From: \"InterScan MSS\" <postmaster@fabrikam.com>\nSubject: =?iso-2022-jp?B?GyRCJWElQyU7ITwlOCRyR1s/LiRHJC0kXiQ7JHMhIxsoQg==?=\n",
        "Return-Path: <>\nFrom: MMSC NDR Administrator <sysadmin@fabrikam.com>\nSubject: Undeliverable Message\n",
        "Return-Path: <>\nFrom: System Administrator <postmaster@fabrikam.com>\nSubject: x\n",
    ] {
        assert_eq!(class(headers).kinds, OPEN, "{headers}");
    }
    for headers in [
        "From: Postmaster <postmaster@fabrikam.com>\nSubject: New certificates\n",
        "From: Bob <bob@fabrikam.com>\nSubject: Fwd: Returned mail: see transcript for details\n",
        "From: Bob <bob@fabrikam.com>\nSubject: Delivery failed: what now?\n",
        "From: Mail System Internal Data <MAILER-DAEMON@mx.fabrikam.com>\nSubject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\n",
        // A report of abuse says what it is.
        "Return-Path: <>\nFrom: MAILER-DAEMON@fabrikam.com\nSubject: Undeliverable\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n",
    ] {
        assert_eq!(class(headers).kinds, [Kind::Ordinary], "{headers}");
    }
}

#[test]
fn the_null_sender_alone_leaves_the_kind_open() {
    let open = [&[Kind::Ordinary, Kind::AutoReply][..], &OOF, &[Kind::Ndr]].concat();
    let thanks = "From: Bob <bob@fabrikam.com>\nSubject: Thank you for your e-mail\n";
    assert_eq!(class(&format!("Return-Path: <>\n{thanks}")).kinds, open);
    let from = format!("Return-Path: <bob@fabrikam.com>\n{thanks}");
    assert_eq!(class(&from).kinds, [Kind::Ordinary]);
    let person = format!("Return-Path: <>\nAuto-Submitted: no\n{thanks}");
    assert_eq!(class(&person).kinds, [Kind::Ordinary]);
}

#[test]
fn what_outlook_shows_of_a_message_does_not_tell_its_kind() {
    // The blank line ends the headers before those that every message of the tests has.
    let shown = "From: Bob <bob@fabrikam.com>\nSent: Tuesday, November 3, 2026 9:00 AM\nTo: alice@contoso.com\nSubject: Plans\n";
    assert_eq!(class(&format!("{shown}\n")).kinds, Kind::ALL);
    let dated = format!("{shown}Date: Tue, 3 Nov 2026 09:00:00 +0000\n\n");
    assert_eq!(class(&dated).kinds, [Kind::Ordinary]);
}

#[test]
fn a_report_that_was_copied_as_text_says_what_became_of_the_message() {
    let report = "From: postmaster@fabrikam.com\nSubject: Delivery\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\nReporting-MTA: dns; mx.fabrikam.com\n\nFinal-Recipient: rfc822;ghost@fabrikam.com\nAction: delayed\n";
    assert_eq!(class(report).kinds, [Kind::DsnDelayed]);
    let several = format!("{report}\nFinal-Recipient: rfc822;b@fabrikam.com\nAction: failed\n");
    assert_eq!(class(&several).kinds, [Kind::Ndr]);
    // A text that speaks of an action names no recipient.
    let spoken = report.replace("Final-Recipient", "About");
    assert_eq!(class(&spoken).kinds.len(), 5);
    let typed = report.replace(
        "multipart/report; report-type=delivery-status; boundary=b",
        "text/plain",
    );
    assert_eq!(class(&typed).kinds, [Kind::Ordinary]);
    let receipt = "From: bob@fabrikam.com\nSubject: Read: Plans\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\nYour message was read.\n\nReporting-UA: mail.fabrikam.com; Outlook\nFinal-Recipient: rfc822;bob@fabrikam.com\nDisposition: automatic-action/MDN-sent-automatically; displayed\n";
    assert_eq!(class(receipt).kinds, [Kind::ReadReceipt]);
    // A report of another type is no receipt, whatever its text quotes.
    let other = receipt.replace("type=disposition-notification", "type=feedback-report");
    assert_eq!(class(&other).kinds, [Kind::Ordinary]);
    let deleted = receipt.replace("; displayed", "; deleted");
    assert_eq!(class(&deleted).kinds, [Kind::NonReadReceipt]);
    assert_eq!(
        class(&receipt.replace("Final-Recipient", "To")).kinds.len(),
        3
    );
}

#[test]
fn only_texts_of_a_report_are_taken_for_its_parts() {
    let report = |media: &str| {
        class(&format!(
            "From: postmaster@fabrikam.com\nSubject: Delivery\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: {media}\n\nFinal-Recipient: rfc822;ghost@fabrikam.com\nAction: delayed\n--b--\n"
        ))
    };
    assert_eq!(report("text/plain").kinds, [Kind::DsnDelayed]);
    // What is attached may be of another message.
    for media in ["application/octet-stream", "text/rfc822-headers"] {
        assert_eq!(report(media).kinds.len(), 5, "{media}");
    }
}

#[test]
fn a_bounce_is_told_by_its_sender_and_not_by_its_subject_or_type_alone() {
    // A path that names somebody is no sign.
    let person = "Return-Path: <bob@fabrikam.com>\nFrom: bob@fabrikam.com\nSubject: Delivery status of your order\n";
    assert_eq!(class(person).kinds, [Kind::Ordinary]);
    // One that calls itself a report without being one is a bounce all the same.
    let mixed = "From: MAILER-DAEMON@mx.fabrikam.com\nSubject: failure notice\nContent-Type: multipart/mixed; report-type=delivery-status; boundary=b\n\n--b\n\nGone.\n--b--\n";
    assert_eq!(class(mixed).kinds, OPEN);
    // The subject of a non-delivery report makes none of a report of another type.
    let receipt = "From: bob@fabrikam.com\nSubject: Undeliverable: offer\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n";
    assert_eq!(class(receipt).kinds.len(), 3);
}

#[test]
fn headers_of_a_report_with_the_subject_that_exchange_gives_it_are_a_non_delivery_report() {
    let headers = |subject: &str| {
        format!(
            "From: postmaster@contoso.com\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"02ddc4c3\"\nSubject: {subject}\n\n"
        )
    };
    for subject in [
        "Undeliverable: RE: offer",
        "Unzustellbar: Angebot",
        "Non remis : Votre commande",
        "Non recapitabile: Offerta",
        "=?iso-8859-1?Q?Non_remis_:_Votre_deuxi=E8me_commande?=",
    ] {
        assert_eq!(class(&headers(subject)).kinds, [Kind::Ndr], "{subject}");
    }
    for subject in ["RE: Undeliverable: offer", "Undeliverable mail", "x"] {
        assert_eq!(class(&headers(subject)).kinds.len(), 5, "{subject}");
    }
}
