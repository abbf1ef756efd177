//! Looks at the messages that reactions are: their kinds, their headers, what they take along.

use super::{EVERYTHING, TOKENS, arrivals, message};
use crate::given::policy;
use crate::program::root;
use rdsim::i18n::Language;
use rdsim::react::{Arrival, react};
use rdsim::transport::classify::{Kind, classify};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn each_reaction_tells_its_own_kind() {
    let policy = policy(EVERYTHING);
    let kinds = BTreeMap::from([
        ("auto-reply", Kind::AutoReply),
        ("delivery-receipt", Kind::DeliveryReport),
        ("forward", Kind::Ordinary),
        ("mailbox-forward", Kind::Ordinary),
        (
            "meeting-forward-notification",
            Kind::MeetingForwardNotification,
        ),
        ("ndr", Kind::Ndr),
        ("non-read-receipt", Kind::NonReadReceipt),
        ("oof-external", Kind::OofExternal),
        ("oof-internal", Kind::OofInternal),
        ("read-receipt", Kind::ReadReceipt),
        ("redirect", Kind::Ordinary),
    ]);
    let mut seen = BTreeSet::new();
    for arrival in arrivals() {
        let text = message("");
        let reacted = react(&policy, "m", text.as_bytes(), &arrival);
        for reaction in &reacted.result.unwrap().recipients[0].reactions {
            let bytes = reaction.message.bytes();
            let message = rdsim::mail::read(&bytes).unwrap();
            let class = classify(&message, None);
            assert_eq!(class.kinds, [kinds[reaction.token]], "{}", reaction.token);
            let loops = message.header("X-MS-Exchange-Inbox-Rules-Loop").is_some();
            let by_rule = ["auto-reply", "forward", "redirect"].contains(&reaction.token);
            let by_mailbox = by_rule || reaction.token.starts_with("oof-");
            assert_eq!(loops, by_mailbox, "{}", reaction.token);
            let path = message.header("Return-Path").unwrap();
            let forwards = reaction.token.contains("forward") && by_rule;
            let own = forwards || ["redirect", "mailbox-forward"].contains(&reaction.token);
            let wanted = if own { "<alice@contoso.com>" } else { "<>" };
            assert_eq!(path.value, wanted, "{}", reaction.token);
            // A forward of a meeting request is one itself.
            let crlf = bytes.windows(2).filter(|w| w[1] == b'\n');
            assert!(crlf.clone().count() > 5 && crlf.clone().all(|w| w[0] == b'\r'));
            seen.insert(reaction.token);
        }
    }
    assert_eq!(seen, BTreeSet::from(TOKENS));
}

#[test]
fn the_subject_and_the_texts_begin_no_headers_of_their_own() {
    let yaml = EVERYTHING.replace(
        "AutoReplyState: Enabled",
        "AutoReplyState: Enabled\n    ExternalMessage: \"--part\\nAway.\\n--part--\"",
    );
    let policy = policy(&yaml);
    let text = message("").replace("Hello", "Hello\n X-Auto-Response-Suppress: none\n --part");
    let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
    let reactions = reacted.result.unwrap();
    let all = &reactions.recipients[0].reactions;
    let oof = all.iter().find(|r| r.token == "oof-external").unwrap();
    let bytes = oof.message.bytes();
    let message = rdsim::mail::read(&bytes).unwrap();
    let header = message.header("X-Auto-Response-Suppress").unwrap();
    assert_eq!(header.value, "All");
    assert_eq!(message.parts.len(), 2, "the text does not end its part");
    let shown = String::from_utf8_lossy(&message.parts[0].body);
    assert!(shown.contains("--part--"), "{shown}");
}

#[test]
fn an_address_of_the_policy_begins_no_header_of_its_own() {
    let yaml = EVERYTHING.replace("[a@example.com]", "[\"a@example.com\\nX-More: 1\"]");
    let policy = policy(&yaml);
    let text = message("");
    let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
    let reactions = reacted.result.unwrap();
    let all = &reactions.recipients[0].reactions;
    let forward = all.iter().find(|r| r.token == "forward").unwrap();
    let bytes = forward.message.bytes();
    let message = rdsim::mail::read(&bytes).unwrap();
    assert!(message.header("To").unwrap().value.contains("x-more"));
    assert!(message.header("X-More").is_none());
}

#[test]
fn what_a_rule_forwards_is_auto_forwarded_whatever_its_tnef_says() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let file = root().join("fixtures/ordinary/tnef-auto-forwarded.eml");
    let text = std::fs::read_to_string(file).unwrap();
    let (head, rest) = text.split_once("\"winmail.dat\"\n\n").unwrap();
    let (stream, end) = rest.split_once("\n--t--").unwrap();
    let mut stream = STANDARD.decode(stream.replace('\n', "")).unwrap();
    let flag = [0x0B, 0, 0x05, 0, 1];
    let at = stream.windows(5).position(|w| w == flag).unwrap();
    stream[at + 4] = 0;
    let stream = STANDARD.encode(stream);
    let text = format!("{head}\"winmail.dat\"\n\n{stream}\n--t--{end}");
    let said = classify(&rdsim::mail::read(text.as_bytes()).unwrap(), None);
    assert_eq!(said.auto_forwarded, Some(false), "the fixture says no");
    let closed = EVERYTHING.replace("'*',", "'*', AutoForwardEnabled: false,");
    let closed = closed.replace("    ForwardingAddress: archive@example.com\n", "");
    let policy = policy(&closed);
    let arrival = Arrival {
        to: vec!["alice@contoso.com".into()],
        ..Arrival::default()
    };
    let reacted = react(&policy, "m", text.as_bytes(), &arrival);
    let reactions = reacted.result.unwrap();
    for token in ["forward", "redirect"] {
        let mut all = reactions.recipients[0].reactions.iter();
        let reaction = all.find(|r| r.token == token).unwrap();
        let words = reaction.words(Language::English);
        assert!(words.ends_with("dropped, MSGTYPE.AF"), "{words}");
    }
}

#[test]
fn the_outbound_policy_of_the_mailbox_that_forwards_counts() {
    let yaml = EVERYTHING.replace(
        "[{Name: Default, AutoForwardingMode: On}]",
        "[{Name: Default}, {Name: Ours, Priority: 0, From: [alice@contoso.com], AutoForwardingMode: On}]",
    );
    let policy = policy(&yaml);
    // A rule elsewhere sent it here: what names that one says nothing of our mailbox.
    for extra in ["", "X-MS-Exchange-Inbox-Rules-Loop: bob@fabrikam.com\n"] {
        let text = message(extra);
        let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
        let reactions = reacted.result.unwrap();
        let mut all = reactions.recipients[0].reactions.iter();
        let forward = all.find(|r| r.token == "mailbox-forward").unwrap();
        let words = forward.words(Language::English);
        assert!(words.ends_with(" leaves"), "{words}");
    }
}
