//! Proves which headers and fields are told as the evidence for a kind, and which are none.

use rdsim::transport::classify::{self, Class, Kind, classify};

fn class(text: &str) -> Class {
    classify(&rdsim::mail::read(text.as_bytes()).unwrap(), None)
}

/// The evidence, each with its value and line.
fn told(class: &Class) -> Vec<(&str, &str, u32)> {
    let evidence = class.evidence.iter();
    evidence
        .map(|e| (e.what.as_str(), e.value.as_str(), e.line))
        .collect()
}

#[test]
fn each_header_that_shows_a_reply_is_told_once() {
    const LOOP: &str = "X-MS-Exchange-Inbox-Rules-Loop";
    let rules_loop = format!("{LOOP}: alice@contoso.com\n");
    let all = "X-Auto-Response-Suppress: All\n";
    let subject = "Subject: Automatic reply: x\n";
    for (headers, expected) in [
        (
            format!("{rules_loop}{all}{subject}\n"),
            &[LOOP, "X-Auto-Response-Suppress", "Subject"][..],
        ),
        (format!("{rules_loop}{subject}\n"), &[LOOP, "Subject"]),
    ] {
        let class = class(&headers);
        let names: Vec<_> = told(&class).into_iter().map(|e| e.0).collect();
        assert_eq!(names, expected, "{headers}");
    }
}

#[test]
fn a_generated_message_may_be_a_reply_if_it_answers_one_and_asks_for_none() {
    let answers = "X-Auto-Response-Suppress: OOF\nIn-Reply-To: <1@fabrikam.com>\n";
    let any = [
        Kind::Ordinary,
        Kind::AutoReply,
        Kind::OofExternal,
        Kind::OofInternal,
        Kind::OofLegacy,
    ];
    let rules_loop = "X-MS-Exchange-Inbox-Rules-Loop: alice@contoso.com\n";
    for (submitted, more, kinds) in [
        ("auto-generated", "", &any[..]),
        // A forward by a rule keeps what the message had before.
        ("auto-generated", rules_loop, &any[..1]),
        ("auto-notified", "", &any[..1]),
    ] {
        let text = format!("Auto-Submitted: {submitted}\n{answers}{more}\n");
        assert_eq!(class(&text).kinds, kinds, "{text}");
    }
}

#[test]
fn whom_a_message_was_sent_on_to_is_told_by_a_client_that_names_them() {
    let redirected = "From: bob@fabrikam.com\nTo: alice@contoso.com\nX-MS-Exchange-Inbox-Rules-Loop: alice@contoso.com\nResent-From: alice@contoso.com\n";
    let sent_on = |text: &str| {
        let message = rdsim::mail::read(text.as_bytes()).unwrap();
        classify::sent_on_by_rule(&message).map(|(mailbox, how)| format!("{how} by {mailbox}"))
    };
    let by_rule = Some("redirected by alice@contoso.com".to_owned());
    assert_eq!(sent_on(&format!("{redirected}\n")), by_rule);
    let named = format!("{redirected}Resent-To: carol@example.com\n\n");
    assert_eq!(sent_on(&named), None);
}

/// A multipart message of a type, with a report in it.
fn multipart(of: &str, part: &str, fields: &str) -> String {
    format!(
        "From: postmaster@contoso.com\nMIME-Version: 1.0\nContent-Type: multipart/{of}; boundary=x\n\n--x\nContent-Type: {part}\n\n{fields}\n--x--\n"
    )
}

#[test]
fn the_first_of_the_gravest_actions_is_told_with_its_line() {
    let fields = "Reporting-MTA: dns; mail.contoso.com\n\nFinal-Recipient: rfc822; a@fabrikam.com\nAction: delayed\n\nFinal-Recipient: rfc822; b@fabrikam.com\nAction: (at once)\n failed\n\nFinal-Recipient: rfc822; c@fabrikam.com\nAction: failed\n";
    let part = "message/delivery-status";
    let report = class(&multipart("report", part, fields));
    assert_eq!(report.kinds, [Kind::Ndr]);
    assert_eq!(told(&report), [("Action", "(at once) failed", 14)]);
    // What is attached to another message says nothing of that.
    let attached = class(&multipart("mixed", part, fields));
    assert_eq!(attached.kinds, [Kind::Ordinary]);
    // A report may come without the text for people.
    let alone = class(&format!(
        "MIME-Version: 1.0\nContent-Type: {part}\n\n{fields}"
    ));
    assert_eq!(alone.kinds, [Kind::Ndr]);
}

#[test]
fn a_disposition_is_told_with_its_line() {
    let fields = "Final-Recipient: rfc822; a@fabrikam.com\nDisposition: manual-action/MDN-sent-manually; displayed\n";
    let part = "message/disposition-notification";
    let receipt = class(&multipart("report", part, fields));
    assert_eq!(receipt.kinds, [Kind::ReadReceipt]);
    let value = "manual-action/MDN-sent-manually; displayed";
    assert_eq!(told(&receipt), [("Disposition", value, 9)]);
    let attached = class(&multipart("mixed", part, fields));
    assert_eq!(attached.kinds, [Kind::Ordinary]);
    let alone = class(&format!(
        "MIME-Version: 1.0\nContent-Type: {part}\n\n{fields}"
    ));
    assert_eq!(alone.kinds, [Kind::ReadReceipt]);
}
