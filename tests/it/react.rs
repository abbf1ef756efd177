//! Plays every example of every reaction's page, and holds the reactions to what they promise.
//!
//! `RDSIM_BLESS=1 cargo test --test it react::` writes the verdicts anew; read the diff.

mod cli;
mod files;
mod mails;
mod rules;
mod suppress;

use crate::given::{files, policy, policy_in, with_line_ends};
use crate::page;
use crate::program::{root, run};
use proptest::prelude::*;
use rdsim::explain::reaction;
use rdsim::i18n::Language;
use rdsim::policy::Policy;
use rdsim::react::{
    Arrival, MessageReactions, Prediction, REACTIONS, Reaction, ReactionKind, Undeliverable, react,
};
use std::collections::BTreeSet;
use std::process::Output;

const POLICY: &str = "policies/out-of-office.yaml";

/// Run the verb with [`POLICY`].
fn react_to(args: &[&str]) -> Output {
    run(&[&["react", "--policy", POLICY], args].concat())
}

/// What people see of the reactions of one kind, and whether one is made.
fn play(kind: &ReactionKind, yaml: &str, message: &str) -> (String, bool) {
    reaction::play(yaml, message, |reached| {
        let mut own = reached.reactions.iter().filter(|r| r.kind.id == kind.id);
        let made = own.any(|r| matches!(r.prediction, Prediction::Made(_)));
        (reaction::shown(kind, reached, Language::English), made)
    })
    .unwrap()
}

#[test]
fn every_example_of_every_page_gives_its_verdict() {
    for kind in REACTIONS {
        let file = root().join(format!("src/react/{}.md", kind.id.replace('-', "_")));
        assert!(
            kind.page.starts_with(&format!("# {}\n", kind.id)),
            "{}",
            kind.id
        );
        let tags = ["yaml policy", "eml message"];
        let made = page::play(&file, tags, "text verdict", |[policy, message]| {
            play(kind, policy, message)
        });
        assert_eq!(
            BTreeSet::from_iter(made).len(),
            2,
            "{}: it is made in one example, and in another it is not",
            kind.id
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
    let ids: BTreeSet<String> = REACTIONS.iter().map(|r| r.id.replace('-', "_")).collect();
    assert_eq!(ids.len(), REACTIONS.len());
    assert_eq!(pages, ids);
}

/// A policy and a message that trigger every reaction but those that exclude each other.
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
        "From: bob@fabrikam.com\nTo: alice@contoso.com\nSubject: Hello\nMessage-ID: <1@fabrikam.com>\nDisposition-Notification-To: bob@fabrikam.com\nReturn-Receipt-To: bob@fabrikam.com\n{extra}MIME-Version: 1.0\nContent-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nORGANIZER:mailto:bob@fabrikam.com\nEND:VCALENDAR\n"
    )
}

/// Which reactions are made.
fn made(reacted: &MessageReactions) -> BTreeSet<&'static str> {
    let reactions = reacted.result.as_ref().unwrap();
    let all = reactions.recipients.iter().flat_map(|r| &r.reactions);
    all.filter(|r| matches!(r.prediction, Prediction::Made(_)))
        .map(|r| r.token)
        .collect()
}

/// The arrivals under which together every reaction is triggered.
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
/// The same, with the redirect that is made where the mailbox does not forward: its own forwarding
/// overrides a redirect.
fn made_in_all(policy: &Policy, message: &str) -> BTreeSet<&'static str> {
    let mut without = policy.clone();
    for mailbox in &mut without.mailboxes {
        mailbox.forwarding_address = None;
        mailbox.forwarding_smtp_address = None;
    }
    let redirect = made_under(&without, message);
    let redirect = redirect.into_iter().filter(|t| *t == "redirect");
    made_under(policy, message)
        .into_iter()
        .chain(redirect)
        .collect()
}

fn made_under(policy: &Policy, message: &str) -> BTreeSet<&'static str> {
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
fn what_is_triggered_is_the_same_with_lf_crlf_and_cr_alone() {
    let policy = policy_in(POLICY);
    let mut incoming = 0;
    for path in files("fixtures", ".eml") {
        let forms = with_line_ends(&std::fs::read(&path).unwrap());
        let [lf, crlf, cr] = forms.map(|message| {
            let reacted = react(&policy, "m", &message, &Arrival::default());
            let words = |r: &Reaction| (r.words(Language::English), r.message.bytes());
            reacted.result.map(|reactions| {
                let all = reactions.recipients.iter().flat_map(|r| &r.reactions);
                all.map(words).collect::<Vec<_>>()
            })
        });
        assert_eq!(lf, crlf, "{}", path.display());
        assert_eq!(lf, cr, "{}", path.display());
        if path.parent().unwrap().ends_with("incoming") {
            assert!(!lf.unwrap().is_empty(), "{}", path.display());
            incoming += 1;
        }
    }
    assert!(incoming > 10, "{incoming}");
}

proptest! {
    /// Whatever else it says: nobody is not answered, and whether a machine is cannot be told.
    #[test]
    fn a_machine_or_nobody_never_surely_gets_a_reply(
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
        for reaction in &reacted.result.unwrap().recipients[0].reactions {
            if ["oof-external", "oof-internal", "auto-reply"].contains(&reaction.token) {
                let open = matches!(reaction.prediction, Prediction::CannotTell(..));
                let open = open && !automatic.starts_with("Return-Path");
                let not_made = matches!(reaction.prediction, Prediction::NotMade(_));
                prop_assert!(open || not_made, "{text}");
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
            if let Ok(reactions) = react(&policy, "m", &bytes, &arrival).result {
                for reaction in &reactions.recipients[0].reactions {
                    let bytes = reaction.message.bytes();
                    let read = rdsim::mail::read(&bytes);
                    prop_assert!(read.is_ok(), "{}: {read:?}", reaction.token);
                }
            }
        }
    }
}
