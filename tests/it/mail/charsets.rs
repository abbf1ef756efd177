//! Gives the same words in every character set in which mail is written: they must be found.

use crate::given::{policy, with_line_ends};
use crate::program::{out, rdsim};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rdsim::evaluate::{Overrides, judge};
use rdsim::react::{Arrival, Prediction, react};
use rdsim::transport::classify::Kind;

/// Words, and the names that mail gives to the character sets that they are written in.
const WORDS: [(&str, &str, &[&str]); 5] = [
    (
        "自動応答",
        "請求書を送付いたします",
        &["utf-8", "iso-2022-jp", "Shift_JIS", "CP932", "EUC-JP"],
    ),
    (
        "自动答复",
        "发票已经寄出了",
        &["GB2312", "gb18030", "x-gbk"],
    ),
    ("自動回覆", "發票已經寄出了", &["big5"]),
    (
        "자동 회신",
        "송장을 보내 드립니다",
        &["ks_c_5601-1987", "euc-kr"],
    ),
    (
        "Automatická odpověď",
        "příloha faktury",
        &["iso-8859-2", "windows-1250"],
    ),
];

fn encoded(text: &str, charset: &str) -> Vec<u8> {
    let charset = if charset == "CP932" {
        "shift_jis"
    } else {
        charset
    };
    let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap();
    encoding.encode(text).0.into_owned()
}

/// A subject in encoded words with B and with Q, and as it is.
fn forms(subject: &str, charset: &str) -> [Vec<u8>; 3] {
    let bytes = encoded(subject, charset);
    let q: String = bytes.iter().map(|b| format!("={b:02x}")).collect();
    [
        format!("=?{charset}?B?{}?=", STANDARD.encode(&bytes)).into_bytes(),
        format!("=?{charset}?Q?{q}?=").into_bytes(),
        bytes,
    ]
}

/// A message with a subject and a text in a character set.
fn message(subject: &[u8], charset: &str, text: &str) -> Vec<u8> {
    let head = format!(
        "\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\nX-Auto-Response-Suppress: All\n\n"
    );
    let start = b"From: bob@fabrikam.com\nTo: alice@contoso.com\nSubject: ";
    [
        &start[..],
        subject,
        head.as_bytes(),
        &encoded(text, charset),
        b"\n",
    ]
    .concat()
}

#[test]
fn the_words_of_a_rule_are_found_in_every_character_set() {
    for (prefix, text, charsets) in WORDS {
        let policy = policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nMailboxes: [{{Addresses: [alice@contoso.com]}}]\nInboxRules:\n  - {{Mailbox: alice@contoso.com, Name: a, SubjectContainsWords: [{text}], ForwardTo: [a@contoso.com]}}\n  - {{Mailbox: alice@contoso.com, Name: b, SubjectOrBodyContainsWords: [{prefix}], ForwardTo: [b@contoso.com]}}\n"
        ));
        for charset in charsets {
            for subject in forms(text, charset) {
                let bytes = message(&subject, charset, prefix);
                let found = react(&policy, "a.eml", &bytes, &Arrival::default());
                let recipients = found.result.unwrap().recipients;
                let made = recipients[0].reactions.iter();
                let made = made.filter(|r| matches!(r.prediction, Prediction::Made(_)));
                let to: Vec<&str> = made.map(|r| r.message.to.as_str()).collect();
                assert_eq!(to, ["a@contoso.com", "b@contoso.com"], "{charset}");
            }
        }
    }
}

#[test]
fn a_sign_in_the_subject_is_shown_and_found_in_every_character_set() {
    let policy = policy("AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\n");
    let (prefix, text, charsets) = WORDS[0];
    let whole = format!("{prefix}: {text}");
    for charset in charsets {
        for subject in forms(&whole, charset) {
            let lines = message(&subject, charset, text);
            for bytes in with_line_ends(&lines).into_iter().take(2) {
                let judged = judge(&policy, "a.eml", &bytes, &Overrides::default());
                let class = judged.result.unwrap().class;
                let oof = [Kind::OofExternal, Kind::OofInternal, Kind::OofLegacy];
                assert_eq!(class.kinds, oof, "{charset}");
                assert_eq!(class.evidence[0].value, whole, "{charset}");
            }
        }
    }
}

#[test]
fn utf_7_is_read_in_subjects_and_bodies() {
    let policy = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nMailboxes: [{Addresses: [alice@contoso.com]}]\nInboxRules:\n  - {Mailbox: alice@contoso.com, Name: a, SubjectContainsWords: [請求書], ForwardTo: [a@contoso.com]}\n  - {Mailbox: alice@contoso.com, Name: b, SubjectOrBodyContainsWords: [送付], ForwardTo: [b@contoso.com]}\n",
    );
    // The second word is not ended, as the end of the word ends it.
    let text = "From: bob@fabrikam.com\nTo: alice@contoso.com\nSubject: =?utf-7?Q?+istsQg-?= =?utf-7?Q?+Zvg?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=\"utf-7\"\nContent-Transfer-Encoding: 7bit\n\n+kAFO2A- +- 1\n";
    let message = rdsim::mail::read(text.as_bytes()).unwrap();
    assert_eq!(message.header("Subject").unwrap().text(), "請求書");
    let found = react(&policy, "a.eml", text.as_bytes(), &Arrival::default());
    let recipients = found.result.unwrap().recipients;
    let made = recipients[0].reactions.iter();
    let made = made.filter(|r| matches!(r.prediction, Prediction::Made(_)));
    let to: Vec<&str> = made.map(|r| r.message.to.as_str()).collect();
    assert_eq!(to, ["a@contoso.com", "b@contoso.com"]);
}

#[test]
fn what_a_rule_sends_has_the_subject_in_encoded_words() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.yaml");
    std::fs::write(
        &policy,
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nMailboxes: [{Addresses: [alice@contoso.com]}]\nInboxRules:\n  - {Mailbox: alice@contoso.com, Name: a, SubjectContainsWords: [請求書], ForwardTo: [c@contoso.com]}\n",
    )
    .unwrap();
    let written = folder.path().join("written");
    let output = rdsim(&["react", "--policy"])
        .arg(&policy)
        .arg("--write")
        .arg(&written)
        .arg("fixtures/incoming/invoice-in-iso-2022-jp.eml")
        .output()
        .unwrap();
    assert!(out(&output).contains("forward to c@contoso.com by rule"));
    let files: Vec<_> = std::fs::read_dir(&written)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    let bytes = std::fs::read(&files[0]).unwrap();
    let head = bytes.split(|b| *b == b'\n').take(6);
    assert!(head.clone().all(<[u8]>::is_ascii));
    let message = rdsim::mail::read(&bytes).unwrap();
    assert_eq!(
        message.header("Subject").unwrap().text(),
        "FW: 請求書(10月分)"
    );
}

#[test]
fn a_prefix_in_a_character_set_that_shifts_within_seven_bits_is_read() {
    let korean = b"\x1b$)C\x0e@Z5?\x0f \x0eH8=E\x0f: x".as_slice();
    let hz = b"~{WT6/4p84~}: x".as_slice();
    let word =
        |charset, bytes: &[u8]| format!("=?{charset}?B?{}?=", STANDARD.encode(bytes)).into_bytes();
    for (subject, shown) in [
        (word("ISO-2022-KR", korean), "자동 회신: x"),
        (korean.to_vec(), "자동 회신: x"),
        (word("HZ-GB-2312", hz), "自动答复: x"),
    ] {
        let rest = b"\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n\nx\n";
        let message = [b"From: alice@contoso.com\nSubject: ", &*subject, rest].concat();
        let message = rdsim::mail::read(&message).unwrap();
        assert_eq!(message.header("Subject").unwrap().text(), shown);
        let class = rdsim::transport::classify::classify(&message, None);
        let oof = [Kind::OofExternal, Kind::OofInternal, Kind::OofLegacy];
        assert_eq!(class.kinds, oof, "{shown}");
    }
}
