//! Plays every example of every reaction's page, and holds the reactions to what they promise.
//!
//! `RDSIM_BLESS=1 cargo test --test react` writes the verdicts anew; read the diff.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use proptest::prelude::*;
use rdsim::classify::{Kind, classify};
use rdsim::policy::{Policy, read, time};
use rdsim::react::silence::{Bit, Silencer, suppressed};
use rdsim::react::{Arrival, Fate, Notify, ROOMS, Reacted, Room, Undeliverable, react};
use rdsim::report::react as report;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn policy(text: &str) -> Policy {
    read::read("policy", text.as_bytes())
        .unwrap_or_else(|p| panic!("{}\n{text}", p[0]))
        .0
}

/// The text of the fences after `tag`, each with its place in the page.
fn fences<'a>(page: &'a str, tag: &str) -> Vec<(usize, &'a str)> {
    let open = format!("```{tag}\n");
    page.match_indices(&open)
        .map(|(at, _)| {
            let from = at + open.len();
            let end = page[from..].find("```").unwrap() + from;
            (from, &page[from..end])
        })
        .collect()
}

/// What an example tells beyond its message, in the words of the command line.
fn told(options: &str) -> Arrival {
    let mut arrival = Arrival::default();
    let mut words = options.split(' ');
    while let Some(option) = words.next() {
        match option {
            "" => {}
            "--junk" => arrival.junk = true,
            "--already-answered" => arrival.answered = true,
            "--deleted-unread" => arrival.deleted_unread = true,
            "--at" => arrival.at = Some(time::instant(words.next().unwrap()).unwrap()),
            "--forwarded-to" => arrival.forwarded_to = words.next().map(str::to_owned),
            "--notify" => match words.next() {
                Some("success") => arrival.notify.push(Notify::Success),
                other => panic!("{other:?}"),
            },
            "--undeliverable" => {
                arrival.undeliverable = Some(match words.next() {
                    Some("full") => Undeliverable::Full,
                    Some("unknown") => Undeliverable::Unknown,
                    other => panic!("{other:?}"),
                });
            }
            other => panic!("{other}"),
        }
    }
    arrival
}

/// What people see of the reactions of one room, and whether one is made.
fn play(room: &Room, yaml: &str, message: &str) -> (String, bool) {
    let policy = policy(yaml);
    let (arrival, message) = match message.strip_prefix("X-Rdsim-React: ") {
        Some(rest) => {
            let (options, rest) = rest.split_once('\n').unwrap();
            (told(options), rest)
        }
        None => (Arrival::default(), message),
    };
    let reacted = react(&policy, "message.eml", message.as_bytes(), &arrival);
    let set_off = reacted.result.unwrap();
    let reached = &set_off.reached[0];
    let mut out = Vec::new();
    let mut made = false;
    for reaction in reached.reactions.iter().filter(|r| r.room.id == room.id) {
        report::reaction(reaction, "policy", false, &mut out).unwrap();
        made |= matches!(reaction.fate, Fate::Made(_));
    }
    for (_, cause) in reached.idle.iter().filter(|(r, _)| r.id == room.id) {
        out.extend(format!("not set off: {}\n", cause.what).into_bytes());
    }
    let text = std::str::from_utf8(&out).unwrap();
    (anstream::adapter::strip_str(text).to_string(), made)
}

#[test]
fn every_example_of_every_page_gives_its_verdict() {
    let bless = std::env::var_os("RDSIM_BLESS").is_some();
    for room in ROOMS {
        let file = root().join(format!("src/react/{}.md", room.id.replace('-', "_")));
        let mut page = std::fs::read_to_string(&file).unwrap();
        assert!(page.starts_with(&format!("# {}\n", room.id)), "{}", room.id);
        assert!(page.contains("\n## Source\n"), "{}", room.id);
        let policies = fences(&page, "yaml policy");
        let messages = fences(&page, "eml message");
        let verdicts = fences(&page, "text verdict");
        assert_eq!(policies.len(), messages.len(), "{}", room.id);
        assert_eq!(policies.len(), verdicts.len(), "{}", room.id);
        let mut changes = Vec::new();
        let mut both = BTreeSet::new();
        for ((policy, message), (at, expected)) in policies.iter().zip(&messages).zip(&verdicts) {
            let (actual, made) = play(room, policy.1, message.1);
            both.insert(made);
            if bless {
                changes.push((*at, expected.len(), actual));
            } else {
                assert_eq!(&actual, expected, "{}", file.display());
            }
        }
        assert_eq!(
            both.len(),
            2,
            "{}: it is made in one example, and in another it is not",
            room.id
        );
        for (at, length, text) in changes.into_iter().rev() {
            page.replace_range(at..at + length, &text);
        }
        if bless {
            std::fs::write(&file, page).unwrap();
        }
    }
}

#[test]
fn rooms_and_pages_are_the_same() {
    let mut pages = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("src/react")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().unwrap() == "md" {
            assert!(path.with_extension("rs").exists(), "{}", path.display());
            pages.insert(path.file_stem().unwrap().to_str().unwrap().to_owned());
        }
    }
    let ids: BTreeSet<String> = ROOMS.iter().map(|r| r.id.replace('-', "_")).collect();
    assert_eq!(ids.len(), ROOMS.len());
    assert_eq!(pages, ids);
}

/// A policy and a message that set off every reaction but those that exclude each other.
const EVERYTHING: &str = "
AcceptedDomains: [contoso.com]
RemoteDomains: [{DomainName: '*', MeetingForwardNotificationEnabled: true}]
HostedOutboundSpamFilterPolicies: [{Name: Default, AutoForwardingMode: On}]
Mailboxes:
  - Addresses: [alice@contoso.com]
    AutoReplyState: Enabled
    ForwardingAddress: archive@example.com
    DeliverToMailboxAndForward: true
InboxRules:
  - Mailbox: alice@contoso.com
    ForwardTo: [a@example.com]
    RedirectTo: [b@example.com]
    ServerReplyWithMessage: Thanks.
";

fn message(extra: &str) -> String {
    format!(
        "From: bob@fabrikam.com\nTo: alice@contoso.com\nSubject: Hello\nMessage-ID: <1@fabrikam.com>\nDisposition-Notification-To: bob@fabrikam.com\nReturn-Receipt-To: bob@fabrikam.com\n{extra}MIME-Version: 1.0\nContent-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n"
    )
}

/// Which reactions are made.
fn made(reacted: &Reacted) -> BTreeSet<&'static str> {
    let set_off = reacted.result.as_ref().unwrap();
    let all = set_off.reached.iter().flat_map(|r| &r.reactions);
    all.filter(|r| matches!(r.fate, Fate::Made(_)))
        .map(|r| r.token)
        .collect()
}

/// The arrivals under which together every reaction is set off.
fn arrivals() -> [Arrival; 3] {
    [
        Arrival::default(),
        Arrival {
            deleted_unread: true,
            ..Arrival::default()
        },
        Arrival {
            undeliverable: Some(Undeliverable::Full),
            ..Arrival::default()
        },
    ]
}

/// Every reaction that some arrival makes.
fn made_in_all(policy: &Policy, message: &str) -> BTreeSet<&'static str> {
    let all = arrivals();
    all.iter()
        .flat_map(|arrival| made(&react(policy, "m", message.as_bytes(), arrival)))
        .collect()
}

const TOKENS: [&str; 11] = [
    "auto-reply",
    "delivery-receipt",
    "forward",
    "mailbox-forward",
    "meeting-forward-notification",
    "ndr",
    "non-read-receipt",
    "oof-external",
    "oof-internal",
    "read-receipt",
    "redirect",
];

#[test]
fn every_bit_silences_its_own_reactions_and_no_other() {
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
    for (word, bit, silenced) in table {
        let wanted: BTreeSet<&str> = everything
            .iter()
            .copied()
            .filter(|t| !silenced.contains(t))
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
fn everything_else_silences_what_the_table_says() {
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
    for (header, silenced) in [
        ("Auto-Submitted: auto-generated\n", replies.to_vec()),
        (
            "Auto-Submitted: auto-replied; owner-email=x\n",
            replies.to_vec(),
        ),
        (
            "Auto-Submitted: auto-notified (a comment)\n",
            replies.to_vec(),
        ),
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
            .filter(|t| !silenced.contains(t))
            .collect();
        assert_eq!(made_in_all(&policy, &message(header)), wanted, "{header}");
    }
}

#[test]
fn a_mailbox_that_keeps_no_copy_sets_off_nothing_more() {
    let keeps = EVERYTHING.replace("    DeliverToMailboxAndForward: true\n", "");
    let left = made_in_all(&policy(&keeps), &message(""));
    let wanted = ["delivery-receipt", "mailbox-forward", "ndr"];
    assert_eq!(left, wanted.into());
    // An SMTP address keeps the out-of-office replies from being made as well, and no more.
    let smtp = EVERYTHING.replace("ForwardingAddress", "ForwardingSmtpAddress");
    let left = made_in_all(&policy(&smtp), &message(""));
    let oof = |t: &&str| t.starts_with("oof");
    let wanted: BTreeSet<&str> = TOKENS.into_iter().filter(|t| !oof(t)).collect();
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
        let set_off = reacted.result.unwrap();
        let reactions = set_off.reached[0].reactions.iter();
        let notes = reactions.filter_map(|r| match &r.fate {
            Fate::Made(verdict) => Some(&verdict.notes),
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
fn what_is_not_made_is_shown_with_what_silences_it() {
    let policy = policy(EVERYTHING);
    let text = message("X-Auto-Response-Suppress: All\n");
    let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
    let mut out = Vec::new();
    report::block(&reacted, "policy", false, &mut out).unwrap();
    let out = anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string();
    let told = "because X-Auto-Response-Suppress: All (line 7 of the message)";
    assert_eq!(out.matches(told).count(), 5, "{out}");
    assert_eq!(out.matches("NOT MADE").count(), 5, "{out}");
}

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
        for reaction in &reacted.result.unwrap().reached[0].reactions {
            let message = rdsim::message::read(&reaction.mail.bytes).unwrap();
            let class = classify(&message, None);
            assert_eq!(class.kinds, [kinds[reaction.token]], "{}", reaction.token);
            let loops = message.header("X-MS-Exchange-Inbox-Rules-Loop").is_some();
            let by_rule = ["auto-reply", "forward", "redirect"].contains(&reaction.token);
            assert_eq!(loops, by_rule, "{}", reaction.token);
            let path = message.header("Return-Path").unwrap();
            let forwards = reaction.token.contains("forward") && by_rule;
            let own = forwards || ["redirect", "mailbox-forward"].contains(&reaction.token);
            let wanted = if own { "<alice@contoso.com>" } else { "<>" };
            assert_eq!(path.value, wanted, "{}", reaction.token);
            // A forward of a meeting request is one itself.
            let crlf = reaction.mail.bytes.windows(2).filter(|w| w[1] == b'\n');
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
    let set_off = reacted.result.unwrap();
    let all = &set_off.reached[0].reactions;
    let oof = all.iter().find(|r| r.token == "oof-external").unwrap();
    let message = rdsim::message::read(&oof.mail.bytes).unwrap();
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
    let set_off = reacted.result.unwrap();
    let all = &set_off.reached[0].reactions;
    let forward = all.iter().find(|r| r.token == "forward").unwrap();
    let message = rdsim::message::read(&forward.mail.bytes).unwrap();
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
    let said = classify(&rdsim::message::read(text.as_bytes()).unwrap(), None);
    assert_eq!(said.auto_forwarded, Some(false), "the fixture says no");
    let closed = EVERYTHING.replace("'*',", "'*', AutoForwardEnabled: false,");
    let policy = policy(&closed);
    let arrival = Arrival {
        to: vec!["alice@contoso.com".into()],
        ..Arrival::default()
    };
    let reacted = react(&policy, "m", text.as_bytes(), &arrival);
    let set_off = reacted.result.unwrap();
    for token in ["forward", "redirect"] {
        let mut all = set_off.reached[0].reactions.iter();
        let reaction = all.find(|r| r.token == token).unwrap();
        let words = reaction.words();
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
        let set_off = reacted.result.unwrap();
        let mut all = set_off.reached[0].reactions.iter();
        let forward = all.find(|r| r.token == "mailbox-forward").unwrap();
        assert!(forward.words().ends_with(" leaves"), "{}", forward.words());
    }
}

#[test]
fn rules_run_in_order_and_until_one_ends_it() {
    let rule = |n: u32, more: &str| {
        format!(
            "  - {{Mailbox: alice@contoso.com, Name: r{n}, Priority: {n}, ForwardTo: [r{n}@example.com]{more}}}\n"
        )
    };
    let run = |rules: &[String]| -> Vec<String> {
        let policy = policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nMailboxes: [{{Addresses: [alice@contoso.com, al@contoso.com]}}]\nInboxRules:\n{}",
            rules.concat()
        ));
        let text = message("Cc: Carol <carol@contoso.com>\n").replace(
            "Subject: Hello",
            "Subject: =?utf-8?Q?R=C3=A9sum=C3=A9?= of the week",
        );
        let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
        let set_off = reacted.result.unwrap();
        let reactions = set_off.reached[0].reactions.iter();
        let forwards = reactions.filter(|r| r.token == "forward");
        forwards
            .map(|r| {
                let sure = if matches!(r.fate, Fate::Made(_)) {
                    ""
                } else {
                    "?"
                };
                format!("{}{sure}", r.mail.to.split('@').next().unwrap())
            })
            .collect()
    };
    assert_eq!(run(&[rule(2, ""), rule(1, "")]), ["r1", "r2"]);
    let stop = ", StopProcessingRules: true";
    assert_eq!(run(&[rule(1, stop), rule(2, "")]), ["r1"]);
    assert_eq!(run(&[rule(1, ", Enabled: false"), rule(2, "")]), ["r2"]);
    let unsure = ", StopProcessingRules: true, BodyContainsWords: [x]";
    assert_eq!(run(&[rule(1, unsure), rule(2, "")]), ["r1?", "r2?"]);
    let unsure = ", BodyContainsWords: [x]";
    assert_eq!(run(&[rule(1, unsure), rule(2, "")]), ["r1?", "r2"]);
    // Each condition: whether it holds for the message, or cannot be told.
    for (condition, holds) in [
        ("From: [bob@fabrikam.com]", Some(true)),
        ("From: ['\"Bob\" [SMTP:Bob@Fabrikam.com]']", Some(true)),
        ("From: [erin@example.com]", Some(false)),
        ("From: [Bob the builder]", None),
        ("From: [Bob the builder, erin@example.com]", None),
        ("FromAddressContainsWords: [FABRIKAM]", Some(true)),
        ("FromAddressContainsWords: [contoso]", Some(false)),
        ("SubjectContainsWords: [résumé]", Some(true)),
        ("SubjectContainsWords: [other, week]", Some(true)),
        ("SubjectContainsWords: [month]", Some(false)),
        ("SubjectOrBodyContainsWords: [week]", Some(true)),
        ("SubjectOrBodyContainsWords: [month]", None),
        ("HeaderContainsWords: ['to: alice']", Some(true)),
        ("HeaderContainsWords: [list-id]", Some(false)),
        ("RecipientAddressContainsWords: [carol]", Some(true)),
        ("RecipientAddressContainsWords: [dave]", Some(false)),
        ("SentTo: [carol@contoso.com]", Some(true)),
        ("SentTo: [dave@contoso.com]", Some(false)),
        ("MyNameInToBox: true", Some(true)),
        ("MyNameInCcBox: true", Some(false)),
        ("MyNameInToOrCcBox: true", Some(true)),
        ("MyNameNotInToBox: true", Some(false)),
        ("SentOnlyToMe: true", Some(false)),
        ("HasAttachment: true", None),
        ("WithImportance: High", None),
        // As Get-InboxRule prints what is not used.
        ("HasAttachment: false", Some(true)),
        ("WithImportance:", Some(true)),
    ] {
        let expected: &[&str] = match holds {
            Some(true) => &["r1"],
            Some(false) => &[],
            None => &["r1?"],
        };
        assert_eq!(
            run(&[rule(1, &format!(", {condition}"))]),
            expected,
            "{condition}"
        );
        if !condition.ends_with("false") && !condition.ends_with(':') {
            let expected: &[&str] = match holds {
                Some(true) => &[],
                Some(false) => &["r1"],
                None => &["r1?"],
            };
            let exception = format!(", ExceptIf{condition}");
            assert_eq!(run(&[rule(1, &exception)]), expected, "{exception}");
        }
    }
    let both = ", SubjectContainsWords: [week], FromAddressContainsWords: [nobody]";
    assert_eq!(run(&[rule(1, both)]), [""; 0], "every condition must hold");
    assert_eq!(
        run(&[rule(1, "").replace("alice@", "al@")]),
        ["r1"],
        "by another address of the mailbox"
    );
    assert_eq!(run(&[rule(1, "").replace("alice@", "x@")]), [""; 0]);
}

#[test]
fn line_ends_change_nothing_of_a_fixture() {
    let file = root().join("policies/out-of-office.yaml");
    let policy = policy(&std::fs::read_to_string(file).unwrap());
    for entry in std::fs::read_dir(root().join("fixtures/incoming")).unwrap() {
        let lf = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let crlf = lf.replace('\n', "\r\n");
        let all = |text: &str| {
            let reacted = react(&policy, "m", text.as_bytes(), &Arrival::default());
            let set_off = reacted.result.unwrap();
            let reached = set_off.reached.iter();
            let one = |r: &rdsim::react::Reaction| (r.words(), r.mail.bytes.clone());
            reached
                .flat_map(|r| r.reactions.iter().map(one))
                .collect::<Vec<_>>()
        };
        assert_eq!(all(&lf), all(&crlf), "{lf}");
        assert!(!all(&lf).is_empty(), "{lf}");
    }
}

#[test]
fn the_words_of_suppression_are_the_bits() {
    for (bit, word) in Bit::ALL {
        assert_eq!(suppressed(word), bit as u32);
    }
    assert_eq!(suppressed("RN, NRN"), 0x0C);
    assert_eq!(suppressed("99999999999999999999"), 0);
    assert!(ROOMS.iter().all(|r| {
        let bits = r.silencers.iter();
        bits.filter(|s| matches!(s, Silencer::Suppress(_))).count() <= 1
    }));
}

proptest! {
    /// Whatever else it says: what a machine or nobody sent gets no reply.
    #[test]
    fn a_machine_or_nobody_never_gets_a_reply(
        automatic in prop_oneof![
            "Auto-Submitted: auto-[a-z]{1,9}\n",
            "(auto-submitted|AUTO-SUBMITTED|Auto-submitted): [a-mo-z][a-z-]{1,9}( ?;[a-z =]{0,9})?\n",
            Just("Return-Path: <>\n".to_owned()),
        ],
        extra in "(X-[A-Z]{1,5}: [ -~]{0,20}\n){0,3}",
        from in "[a-z]{1,6}@(contoso|fabrikam)\\.com",
        junk: bool,
        answered: bool,
    ) {
        let policy = policy(EVERYTHING);
        let text = message(&format!("{extra}{automatic}")).replace("bob@fabrikam.com", &from);
        let arrival = Arrival { junk, answered, ..Arrival::default() };
        let reacted = react(&policy, "m", text.as_bytes(), &arrival);
        for reaction in &reacted.result.unwrap().reached[0].reactions {
            if ["oof-external", "oof-internal", "auto-reply"].contains(&reaction.token) {
                prop_assert!(matches!(reaction.fate, Fate::NotMade(_)), "{text}");
            }
        }
    }

    /// No bytes stop the program, and every reaction is a message that can be read.
    #[test]
    fn any_bytes_are_taken(
        head in "(?s)(([A-Za-z-]{1,20}|From|Return-Path|Received|Date|Subject|Content-Type|X-Auto-Response-Suppress)(: ?|)[^\n]{0,30}\r?\n){0,6}",
        body in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let policy = policy(EVERYTHING);
        let mut bytes = head.into_bytes();
        bytes.extend(body);
        let to = vec!["alice@contoso.com".to_owned()];
        for arrival in arrivals() {
            let arrival = Arrival { to: to.clone(), ..arrival };
            if let Ok(set_off) = react(&policy, "m", &bytes, &arrival).result {
                for reaction in &set_off.reached[0].reactions {
                    let read = rdsim::message::read(&reaction.mail.bytes);
                    prop_assert!(read.is_ok(), "{}: {read:?}", reaction.token);
                }
            }
        }
    }
}
