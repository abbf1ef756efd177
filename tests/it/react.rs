//! Plays every example of every reaction's page, and holds the reactions to what they promise.
//!
//! `RDSIM_BLESS=1 cargo test --test it react::` writes the verdicts anew; read the diff.

mod cli;
mod files;
mod mails;
mod rules;
mod silence;

use crate::page;
use proptest::prelude::*;
use rdsim::explain::reaction;
use rdsim::i18n::Language;
use rdsim::policy::{Policy, read};
use rdsim::react::{Arrival, Fate, ROOMS, Reacted, Room, Undeliverable, react};
use std::collections::BTreeSet;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn policy(text: &str) -> Policy {
    read::read("policy", text.as_bytes())
        .unwrap_or_else(|p| panic!("{}\n{text}", p[0]))
        .0
}

/// What people see of the reactions of one room, and whether one is made.
fn play(room: &Room, yaml: &str, message: &str) -> (String, bool) {
    reaction::play(yaml, message, |reached| {
        let mut own = reached.reactions.iter().filter(|r| r.room.id == room.id);
        let made = own.any(|r| matches!(r.fate, Fate::Made(_)));
        (reaction::shown(room, reached, Language::English), made)
    })
    .unwrap()
}

#[test]
fn every_example_of_every_page_gives_its_verdict() {
    for room in ROOMS {
        let file = root().join(format!("src/react/{}.md", room.id.replace('-', "_")));
        assert!(
            room.page.starts_with(&format!("# {}\n", room.id)),
            "{}",
            room.id
        );
        let tags = ["yaml policy", "eml message"];
        let made = page::play(&file, tags, "text verdict", |[policy, message]| {
            play(room, policy, message)
        });
        assert_eq!(
            BTreeSet::from_iter(made).len(),
            2,
            "{}: it is made in one example, and in another it is not",
            room.id
        );
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
            let one =
                |r: &rdsim::react::Reaction| (r.words(Language::English), r.mail.bytes.clone());
            reached
                .flat_map(|r| r.reactions.iter().map(one))
                .collect::<Vec<_>>()
        };
        assert_eq!(all(&lf), all(&crlf), "{lf}");
        assert!(!all(&lf).is_empty(), "{lf}");
    }
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
                    let read = rdsim::mail::message::read(&reaction.mail.bytes);
                    prop_assert!(read.is_ok(), "{}: {read:?}", reaction.token);
                }
            }
        }
    }
}
