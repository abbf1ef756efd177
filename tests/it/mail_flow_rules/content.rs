//! Asks rules about the body, the attachments and the size of a message.

use super::*;

/// A multipart message of some parts, each with its headers.
fn parts(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|p| format!("--b\n{p}\n")).collect();
    let parts = parts.concat();
    format!("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n")
}

#[test]
fn the_body_is_every_text_that_is_no_attachment_as_a_reader_sees_it() {
    let body = |word: &str, text: &str| plain(&format!("SubjectOrBodyContainsWords: {word}"), text);
    let text = parts(&[
        "Content-Type: text/plain\n\nplan one",
        "Content-Type: text/html\n\n<p class=\"draft\"><b>Aur</b>ora</p>",
        "Content-Type: text/plain\nContent-Disposition: attachment\n\nbudget",
        "Content-Type: application/json\nContent-Disposition: inline\n\n{\"budget\": 1}",
    ]);
    // Where one text ends, its last word does too.
    for word in ["one", "aurora"] {
        assert_eq!(body(word, &text), YES, "{word}");
    }
    for word in ["draft", "budget"] {
        assert_eq!(body(word, &text), NO, "{word}");
    }
}

#[test]
fn of_a_text_that_is_long_as_it_is_encoded_some_may_have_been_left_out() {
    use rdsim::mail::large::TEXT;
    let text = |encoding: &str, line: &str, bytes: usize| {
        let lines = format!("{line}\n").repeat(bytes / (line.len() + 1));
        format!(
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{lines}"
        )
    };
    let base64 = base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        "word ".repeat(11),
    );
    for (encoding, line) in [
        ("7bit", "word ".repeat(10)),
        ("base64", base64[..72].to_owned()),
        // Of three bytes it leaves one.
        ("quoted-printable", "=77=6F=72=64 ".repeat(5)),
    ] {
        for (bytes, expected) in [(TEXT / 8 * 7, NO), (TEXT + 1024, None)] {
            let message = text(encoding, &line, bytes);
            let body = |word| plain(&format!("SubjectOrBodyContainsWords: {word}"), &message);
            assert_eq!(body("word"), YES, "{encoding}");
            assert_eq!(body("aurora"), expected, "{encoding} {bytes}");
        }
    }
}

#[test]
fn a_part_is_an_attachment_by_its_disposition_its_name_or_its_type() {
    let any = "AttachmentHasExecutableContent: true";
    let text = "Content-Type: text/plain\n\nSee.";
    for (part, expected) in [
        ("Content-Type: text/plain\n\nAnd.", NO),
        (
            "Content-Type: text/plain\nContent-Disposition: attachment\n\nx",
            None,
        ),
        ("Content-Type: text/plain; name=\"a.txt\"\n\nx", None),
        ("Content-Type: application/octet-stream\n\nx", None),
    ] {
        assert_eq!(plain(any, &parts(&[text, part])), expected, "{part}");
    }
}

#[test]
fn what_a_message_of_outlook_carries_besides_its_text_cannot_be_seen() {
    let policy = |rule: &str| tenant(&[&format!("DeleteMessage: true, {rule}")]);
    let class: Vec<u8> = "IPM.Note"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let body: Vec<u8> = "Hello".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let properties: [(&str, &[u8]); 2] = [("001A001F", &class), ("1000001F", &body)];
    let outlook = crate::mail::outlook::outlook(&properties, &[], &[]);
    let message = mail::read(&outlook).unwrap();
    for rule in [
        "WithImportance: Normal",
        "AttachmentHasExecutableContent: true",
        "AttachmentNameMatchesPatterns: \"x\"",
        "SubjectOrBodyContainsWords: aurora",
    ] {
        let policy = policy(rule);
        let about = RuleMessage {
            message: Some(&message),
            ..RuleMessage::any_from("alice@contoso.com")
        };
        let done = dispose(&of_kind(&policy, &about, Kind::Ordinary));
        assert_eq!(done.deciding.len(), 1, "{rule}");
        assert!(done.decided().is_none(), "{rule}");
    }
}

#[test]
fn a_size_is_at_least_what_was_read_and_at_most_that_encoded_with_more_headers() {
    let text = message("\n\nsmall");
    let (headers, body) = text.split_once("\n\n").unwrap();
    // On the wire lines end in CRLF.
    let headers: usize = headers.lines().map(|line| line.len() + 2).sum();
    let size = headers + body.len();
    let largest = 4 * size + 64 * 1024;
    for (limit, expected) in [
        (size, YES),
        (size + 1, None),
        (largest, None),
        (largest + 1, NO),
    ] {
        let rule = format!("MessageSizeOver: {limit}B");
        assert_eq!(plain(&rule, "\n\nsmall"), expected, "{limit}");
    }
}
