//! Judges what is longer than is read of it: what was not read is not taken for known.

use super::outlook::outlook;
use rdsim::evaluate::{self, Overrides};
use rdsim::mail::large::TEXT;
use rdsim::mail::{self, Error, tnef};
use rdsim::transport::classify::{Class, Kind, classify};

use crate::given::policy;

fn class(message: &[u8]) -> Class {
    classify(&mail::read(message).unwrap(), None)
}

/// A report on many recipients, of whom the last is another than the rest.
fn report(action: &str, last: &str, bytes: usize) -> String {
    let one =
        |action: &str| format!("\nFinal-Recipient: rfc822;bob@fabrikam.com\nAction: {action}\n");
    let many = one(action).repeat(bytes / one(action).len());
    format!(
        "From: x@fabrikam.com\nTo: alice@contoso.com\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n{many}{}--b--\n",
        one(last)
    )
}

#[test]
fn a_long_delivery_report_may_have_a_graver_action_than_was_read() {
    let of = |action: &str, bytes: usize| class(report(action, "failed", bytes).as_bytes());
    assert_eq!(of("delivered", TEXT / 2).kinds, [Kind::Ndr]);
    let long = of("relayed", TEXT + 1024);
    assert_eq!(long.kinds, [Kind::DsnRelayed, Kind::DsnDelayed, Kind::Ndr]);
    assert!(long.notes[0].to_string().contains("more than 1 MiB"));
    // Graver than failed is nothing.
    let failed = class(report("failed", "delivered", TEXT + 1024).as_bytes());
    assert_eq!((failed.kinds, failed.notes.len()), (vec![Kind::Ndr], 0));
}

#[test]
fn a_receipt_without_a_disposition_may_be_any() {
    let receipt = "From: x@fabrikam.com\nTo: alice@contoso.com\nMIME-Version: 1.0\nContent-Type: message/disposition-notification\n\nReporting-UA: x\n";
    let kinds = [Kind::ReadReceipt, Kind::NonReadReceipt, Kind::Ordinary];
    assert_eq!(class(receipt.as_bytes()).kinds, kinds);
}

/// The only text part as it leaves: its encoding, why it has its character set, and what was probably
/// meant.
fn part(charset: &str, body: &[u8]) -> (Option<&'static str>, String, Option<String>) {
    let policy = policy(&format!(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', CharacterSet: '{charset}', ByteEncoderTypeFor7BitCharsets: UseBase64}}]\n"
    ));
    let headers = "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\nContent-Type: text/plain\n\n";
    let message = [headers.as_bytes(), body].concat();
    let judged = evaluate::judge(&policy, "m", &message, &Overrides::default());
    let verdict = judged.result.unwrap().verdicts.remove(0);
    let part = verdict.format.unwrap().parts.remove(0);
    let meant = part.probably_meant.map(|(charset, _)| charset);
    (part.encoding, part.why.to_string(), meant)
}

#[test]
fn a_long_text_that_is_ascii_as_far_as_it_was_read_may_go_on_otherwise() {
    let ascii = |bytes: usize| b"A line of text.\n".repeat(bytes / 16);
    let (encoding, why, _) = part("", &ascii(TEXT / 2));
    assert_eq!((encoding, &*why), (Some("base64"), "CharacterSet is empty"));
    let long = [ascii(TEXT + 1024), "Grüße\n".into()].concat();
    let (encoding, why, _) = part("", &long);
    assert_eq!(encoding, None);
    assert_eq!(
        why,
        "CharacterSet is empty; it was read as far as 1 MiB, and whether the rest is ASCII too cannot be told"
    );
    // A character set that the policy names decides whatever follows.
    let (encoding, why, _) = part("iso-2022-jp", &long);
    assert_eq!(encoding, Some("base64"));
    assert!(why.contains("cannot be told"), "{why}");
}

#[test]
fn a_long_text_may_be_cut_within_a_character() {
    let line = "日本語の本文です。\r\n";
    for shift in 0..3 {
        let text = format!(
            "{}{}",
            "x".repeat(shift),
            line.repeat(TEXT / line.len() + 40)
        );
        let (_, why, meant) = part("iso-8859-1", text.as_bytes());
        assert_eq!(meant.as_deref(), Some("utf-8"), "{shift}");
        assert_eq!(why, "set by CharacterSet");
    }
}

/// A TNEF stream with a class and properties.
fn stream(class: &str, properties: &[&[u8]], attachment: usize) -> Vec<u8> {
    let mut out = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    let mut attribute = |level: u8, id: u32, data: &[u8]| {
        out.push(level);
        out.extend(id.to_le_bytes());
        out.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        out.extend(data);
        let sum = data
            .iter()
            .fold(0u16, |sum, b| sum.wrapping_add(u16::from(*b)));
        out.extend(sum.to_le_bytes());
    };
    if !class.is_empty() {
        attribute(1, 0x0007_8008, class.as_bytes());
    }
    let count = u32::try_from(properties.len()).unwrap().to_le_bytes();
    attribute(1, 0x0006_9003, &[&count, &properties.concat()[..]].concat());
    attribute(2, 0x0006_800F, &vec![0; attachment]);
    out
}

#[test]
fn a_damaged_tnef_stream_says_less_than_it_seems() {
    // A property of four bytes, then the reply type of an out-of-office reply.
    let importance = [0x03, 0, 0x17, 0, 1, 0, 0, 0];
    let legacy = [0x03, 0, 0x80, 0x40, 1, 0, 0, 0];
    let oof = "IPM.Note.Rules.OofTemplate.Microsoft\0";
    let whole = stream(oof, &[&importance, &legacy], 64);
    let found = |bytes: &[u8]| {
        let found = class(bytes);
        (found.kinds, found.auto_forwarded, found.notes.len())
    };
    assert_eq!(found(&whole), (vec![Kind::OofLegacy], Some(false), 0));
    // Cut within an attachment, it has said all of its message.
    let cut = &whole[..whole.len() - 30];
    assert!(!tnef::read(cut).unwrap().cut);
    assert_eq!(found(cut), (vec![Kind::OofLegacy], Some(false), 0));
    // Cut before the reply type, it may be either; and the flag of a forward may follow.
    let at = whole.windows(8).position(|w| w == legacy).unwrap();
    let either = vec![Kind::OofInternal, Kind::OofLegacy];
    assert_eq!(found(&whole[..at]), (either, None, 1));
    // Without its class it may be anything.
    let unnamed = stream("", &[&importance, &legacy], 0);
    let at = unnamed.windows(8).position(|w| w == legacy).unwrap();
    assert_eq!(found(&unnamed[..at]), (Kind::ALL.to_vec(), None, 1));
    assert_eq!(found(&unnamed), (vec![Kind::Ordinary], Some(false), 0));
}

#[test]
fn an_outlook_message_beyond_a_limit_is_not_judged() {
    let utf16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let with = |headers: &str| {
        let class = utf16("IPM.Note");
        let headers = utf16(headers);
        let bytes = outlook(&[("001A001F", &class), ("007D001F", &headers)], &[], &[]);
        mail::read(&bytes).map(|message| message.headers.len())
    };
    let line = "X-Line: of some length, so that not too many are needed\r\n";
    let headers =
        |bytes: usize| format!("From: a@contoso.com\r\n{}", line.repeat(bytes / line.len()));
    // As UTF-16 it has two bytes of each letter.
    assert_eq!(
        with(&headers(TEXT / 4 * 3)).unwrap(),
        2 + TEXT / 4 * 3 / line.len()
    );
    assert_eq!(with(&headers(TEXT + 1024)), Err(Error::HeadersTooLarge));
}
