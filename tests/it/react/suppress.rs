//! Holds what suppresses a reaction against a table: every word, bit and header, and every reaction.

use super::{EVERYTHING, TOKENS, made_in_all, made_under, message};
use crate::given::policy;
use rdsim::react::suppress::{Bit, Suppressor, suppressed_bits};
use rdsim::react::{Arrival, Prediction, REACTIONS, react};
use rdsim::report::human::View;
use rdsim::report::react as report;
use std::collections::BTreeSet;
use strum::VariantArray as _;

#[test]
fn every_bit_suppresses_its_own_reactions_and_no_other() {
    let policy = policy(EVERYTHING);
    let everything = BTreeSet::from(TOKENS);
    assert_eq!(made_in_all(&policy, &message("")), everything);
    let table: [(&str, u32, &[&str]); 6] = [
        ("DR", 0x01, &["delivery-receipt"]),
        ("NDR", 0x02, &["ndr"]),
        ("RN", 0x04, &["read-receipt"]),
        ("NRN", 0x08, &["non-read-receipt"]),
        ("OOF", 0x10, &["oof-external", "oof-internal"]),
        ("AutoReply", 0x20, &["auto-reply"]),
    ];
    for (word, bit, suppressed_by) in table {
        let wanted: BTreeSet<&str> = everything
            .iter()
            .copied()
            .filter(|t| !suppressed_by.contains(t))
            .collect();
        for value in [
            word.to_owned(),
            word.to_uppercase(),
            format!("{word}, Nonsense"),
            format!("{bit}"),
            format!("{bit:#04x}"),
        ] {
            let header = format!("X-Auto-Response-Suppress: {value}\n");
            assert_eq!(made_in_all(&policy, &message(&header)), wanted, "{value}");
        }
    }
    let bitless = [
        "forward",
        "mailbox-forward",
        "meeting-forward-notification",
        "redirect",
    ];
    for (value, left) in [
        ("All", &bitless[..]),
        ("-1", &bitless),
        ("63", &bitless),
        ("0x3F", &bitless),
        ("DR, NDR, RN, NRN, OOF, AutoReply", &bitless),
        ("None", &TOKENS),
        ("0", &TOKENS),
        ("", &TOKENS),
        ("64", &TOKENS),
    ] {
        let header = format!("X-Auto-Response-Suppress: {value}\n");
        let wanted = left.iter().copied().collect();
        assert_eq!(made_in_all(&policy, &message(&header)), wanted, "{value}");
    }
    // Two headers add up.
    let two = "X-Auto-Response-Suppress: DR\nX-Auto-Response-Suppress: NDR\n";
    let left = made_in_all(&policy, &message(two));
    assert!(!left.contains("ndr") && !left.contains("delivery-receipt"));
    assert_eq!(left.len(), TOKENS.len() - 2);
}

#[test]
fn everything_else_suppresses_what_the_table_says() {
    let policy = policy(EVERYTHING);
    let replies = ["auto-reply", "oof-external", "oof-internal"];
    let reports = [
        "delivery-receipt",
        "ndr",
        "non-read-receipt",
        "read-receipt",
    ];
    let rules = [
        "auto-reply",
        "forward",
        "redirect",
        "meeting-forward-notification",
    ];
    let nothing: &[&str] = &[];
    for (header, suppressed_by) in [
        ("Auto-Submitted: no\n", nothing.to_vec()),
        ("Auto-Submitted: No (a person)\n", nothing.to_vec()),
        ("Return-Path: <>\n", [&replies[..], &reports].concat()),
        ("Return-Path: < >\n", [&replies[..], &reports].concat()),
        (
            "X-MS-Exchange-Organization-SCL: 5\n",
            [&rules[..], &replies].concat(),
        ),
        (
            "X-Forefront-Antispam-Report: SFV:SPM;SCL:9;\n",
            [&rules[..], &replies].concat(),
        ),
        ("X-MS-Exchange-Organization-SCL: 1\n", nothing.to_vec()),
        ("X-MS-Exchange-Organization-SCL: -1\n", nothing.to_vec()),
        (
            "X-MS-Exchange-Inbox-Rules-Loop: carol@example.com\n",
            rules.to_vec(),
        ),
        ("Precedence: bulk\n", nothing.to_vec()),
    ] {
        let wanted: BTreeSet<&str> = TOKENS
            .into_iter()
            .filter(|t| !suppressed_by.contains(t))
            .collect();
        assert_eq!(made_in_all(&policy, &message(header)), wanted, "{header}");
    }
}

#[test]
fn a_calendar_cut_before_its_organizer_leaves_it_open_who_is_notified() {
    let policy = policy(EVERYTHING);
    let open = |text: &str| -> Vec<String> {
        let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
        let reached = reacted.result.unwrap();
        let mut reactions = reached.recipients[0].reactions.iter();
        let notification = reactions.find(|r| r.token == "meeting-forward-notification");
        match &notification.unwrap().prediction {
            Prediction::CannotTell(doubts, _) => {
                doubts.iter().map(|d| d.what.to_string()).collect()
            }
            _ => Vec::new(),
        }
    };
    let whole = message("");
    assert_eq!(open(&whole), Vec::<String>::new());
    let (cut, _) = whole.split_once("ORGANIZER").unwrap();
    let found = open(cut);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("who organizes the meeting"));
}

#[test]
fn auto_submitted_alone_leaves_it_open() {
    let policy = policy(EVERYTHING);
    let replies: BTreeSet<&str> = ["auto-reply", "oof-external", "oof-internal"].into();
    let open = |header: &str| -> BTreeSet<&str> {
        let reacted = react(
            &policy,
            "m",
            message(header).as_bytes(),
            &Arrival::default(),
        );
        let reached = reacted.result.unwrap();
        let reactions = reached.recipients[0].reactions.iter();
        let open = reactions.filter(|r| {
            matches!(&r.prediction, Prediction::CannotTell(doubts, _)
                if doubts.iter().any(|d| d.what.to_string().contains("Auto-Submitted")))
        });
        open.map(|r| r.token).collect()
    };
    for value in [
        "auto-generated",
        "auto-replied; owner-email=x",
        "auto-notified (a comment)",
    ] {
        assert_eq!(open(&format!("Auto-Submitted: {value}\n")), replies);
    }
    for value in ["no", "No (a person)"] {
        let header = format!("Auto-Submitted: {value}\n");
        assert_eq!(made_in_all(&policy, &message(&header)), TOKENS.into());
    }
    // What is certain is told as such.
    let both = "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n";
    assert_eq!(open(both), BTreeSet::new());
}

/// The replies of a mailbox to a sender, each with whether it is made.
fn replies(mailbox: &str, from: &str) -> Vec<(&'static str, bool)> {
    let policy = policy(&format!(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', AllowedOOFType: InternalLegacy}}]\nMailboxes:\n  - Addresses: [alice@contoso.com]\n    AutoReplyState: Enabled\n{mailbox}"
    ));
    let text = message("").replace("bob@fabrikam.com", from);
    let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
    let reached = reacted.result.unwrap();
    let reactions = reached.recipients[0].reactions.iter();
    let replies = reactions.filter(|r| r.token.starts_with("oof"));
    replies
        .map(|r| (r.token, matches!(r.prediction, Prediction::Made(_))))
        .collect()
}

#[test]
fn a_text_with_nothing_to_read_is_no_external_reply() {
    for (text, made) in [
        ("''", false),
        ("' '", false),
        ("null", false),
        ("\"<html>\\n<body>\\n</body>\\n</html>\\n\"", false),
        ("'<div>&nbsp;<br></div>'", false),
        ("'<p>Away</p>'", true),
        ("'<IMG src=\"cid:1\">'", true),
        ("Away", true),
        ("'1 < 2'", true),
    ] {
        let mailbox = format!("    ExternalMessage: {text}\n");
        let wanted = [("oof-external", made), ("oof-internal", true)];
        assert_eq!(replies(&mailbox, "bob@fabrikam.com"), wanted, "{text}");
    }
    let unsaid = replies("", "bob@fabrikam.com");
    assert_eq!(unsaid, [("oof-external", true), ("oof-internal", true)]);
}

#[test]
fn replies_for_inside_only_do_not_leave_even_under_internal_legacy() {
    let mailbox = "    ExternalOofOptions: InternalOnly\n    ExternalMessage: x\n";
    let outside = replies(mailbox, "bob@fabrikam.com");
    assert_eq!(outside, [("oof-external", false), ("oof-internal", false)]);
    let inside = replies(mailbox, "carol@contoso.com");
    assert_eq!(inside, [("oof-internal", true), ("oof-external", false)]);
    let none = replies("    ExternalAudience: None\n", "bob@fabrikam.com");
    assert_eq!(none, [("oof-external", false), ("oof-internal", true)]);
}

#[test]
fn a_mailbox_that_keeps_no_copy_sets_off_nothing_more() {
    let keeps = EVERYTHING.replace("    DeliverToMailboxAndForward: true\n", "");
    let left = made_under(&policy(&keeps), &message(""));
    let wanted = ["delivery-receipt", "mailbox-forward", "ndr"];
    assert_eq!(left, wanted.into());
    // An SMTP address keeps the out-of-office replies from being made as well, and no more.
    let smtp = EVERYTHING.replace("ForwardingAddress", "ForwardingSmtpAddress");
    let left = made_under(&policy(&smtp), &message(""));
    let not = |t: &&str| t.starts_with("oof") || *t == "redirect";
    let wanted: BTreeSet<&str> = TOKENS.into_iter().filter(|t| !not(t)).collect();
    assert_eq!(left, wanted);
}

#[test]
fn a_reply_to_what_names_the_mailbox_nowhere_has_a_note() {
    let policy = policy(EVERYTHING);
    let notes = |text: &str| -> usize {
        let arrival = Arrival {
            to: vec!["alice@contoso.com".into()],
            ..Arrival::default()
        };
        let reacted = react(&policy, "m", text.as_bytes(), &arrival);
        let reactions = reacted.result.unwrap();
        let reactions = reactions.recipients[0].reactions.iter();
        let notes = reactions.filter_map(|r| match &r.prediction {
            Prediction::Made(verdict) => Some(&verdict.notes),
            _ => None,
        });
        notes
            .flatten()
            .filter(|n| n.to_string().contains("SendOofMessageToOriginatorEnabled"))
            .count()
    };
    let group = message("").replace("To: alice@", "To: everybody@");
    assert_eq!(notes(&group), 1);
    let inside = group.replace("bob@fabrikam.com", "carol@contoso.com");
    assert_eq!(notes(&inside), 1);
    assert_eq!(notes(&message("")), 0);
}

#[test]
fn what_is_not_made_is_shown_with_what_suppresses_it() {
    let policy = policy(EVERYTHING);
    let text = message("X-Auto-Response-Suppress: All\n");
    let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
    let mut out = Vec::new();
    report::block(&reacted, View::of("policy"), &mut out).unwrap();
    let out = anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string();
    let told = "because X-Auto-Response-Suppress: All (line 7 of the message)";
    assert_eq!(out.matches(told).count(), 5, "{out}");
    // The sixth is the redirect, which the mailbox's own forwarding overrides.
    assert_eq!(out.matches("NOT MADE").count(), 6, "{out}");
}

#[test]
fn the_words_of_suppression_are_the_bits() {
    for &bit in Bit::VARIANTS {
        let word: &str = bit.into();
        assert_eq!(suppressed_bits(word), bit as u32);
    }
    assert_eq!(suppressed_bits("RN, NRN"), 0x0C);
    assert_eq!(suppressed_bits("99999999999999999999"), 0);
    assert!(REACTIONS.iter().all(|r| {
        let bits = r.suppressors.iter();
        bits.filter(|s| matches!(s, Suppressor::Suppress(_)))
            .count()
            <= 1
    }));
}
