//! Proves that `diff` names exactly the messages whose verdict changes, and runs the verb.
//!
//! `PROPTEST_CASES=10000 cargo test --release --test it diff::` tries more.

mod given;

use self::given::{CONTENTS, RECIPIENTS, SENDERS, SIGNS, policies};
use crate::given::policy;
use crate::program::run;
use proptest::prelude::*;
use proptest::sample::Index;
use rdsim::address;
use rdsim::diff::fold::Cell;
use rdsim::diff::forms::{PartCharset, Trait};
use rdsim::diff::{Diff, compare, messages};
use rdsim::evaluate::{self, Overrides};
use rdsim::i18n::Language;
use rdsim::mail::message::Message;
use rdsim::policy::Policy;
use rdsim::report::diff::{self as report, json};
use rdsim::transport::classify::{self, Kind};
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::verdict::Verdict;

/// The traits that a message shows.
fn traits(message: &Message) -> Vec<Trait> {
    let texts: Vec<_> = message
        .parts
        .iter()
        .filter(|p| p.media_type.starts_with("text/"))
        .collect();
    let html = texts.iter().any(|p| p.media_type == "text/html");
    let mut out = vec![Trait::Transmission, Trait::LineWrap, Trait::Body { html }];
    if message.header("From").unwrap().value.contains('<') {
        out.push(Trait::SenderName);
    }
    let mime = message.is_mime;
    for part in texts {
        let html = part.media_type == "text/html";
        match part.charset.as_deref() {
            None => {
                let ascii = part.body.is_ascii();
                let charset = PartCharset::Unnamed { mime, ascii };
                out.extend([
                    Trait::CharsetCoverage,
                    Trait::Charset { mime },
                    Trait::Encoding { html, charset },
                ]);
            }
            Some("iso-2022-jp") => {
                let charset = PartCharset::SevenBit;
                out.extend([Trait::JapaneseCodePage, Trait::Encoding { html, charset }]);
            }
            Some("shift_jis") => out.push(Trait::JapaneseCodePage),
            Some("us-ascii") => {
                let charset = PartCharset::SevenBit;
                out.push(Trait::Encoding { html, charset });
            }
            Some(_) => {}
        }
    }
    out
}

/// What of a concrete message the diff has to name.
struct Concrete<'a> {
    to: &'a str,
    author: &'a str,
    forwarder: &'a str,
    kinds: &'a [Kind],
    forwards: &'a [ForwardedBy],
    traits: Vec<Trait>,
}

/// Whether the diff names the class of a concrete message.
fn names(diff: &Diff, both: [&Policy; 2], c: &Concrete, verdicts: [&Verdict; 2]) -> bool {
    let to = diff
        .classes
        .recipient(both, c.to)
        .expect("every recipient has a class");
    let author = diff
        .classes
        .author(both, c.author)
        .expect("every author has a class");
    let forwarder = diff
        .classes
        .forwarder(both, c.forwarder)
        .expect("every forwarder has a class");
    let cells = c.kinds.iter().flat_map(|kind| {
        c.forwards.iter().map(move |forward| Cell {
            kind: *kind,
            forward: *forward,
            author: Some(author),
            forwarder: Some(forwarder),
        })
    });
    let outcome = cells.into_iter().any(|cell| {
        let mut concerned = diff.changes.iter().filter(|ch| ch.recipients.contains(&to));
        concerned.any(|ch| ch.groups.iter().any(|g| g.has(&cell)))
    });
    let leaves = verdicts.iter().all(|v| {
        v.outcome == Outcome::Leaves || v.possibilities.iter().any(|p| p.outcome == Outcome::Leaves)
    });
    let form = diff.forms.iter().any(|f| {
        f.recipients.contains(&to)
            && f.authors.contains(&author)
            && c.traits.iter().any(|t| f.has(*t))
    });
    outcome || (form && leaves)
}

proptest! {
    #[test]
    fn a_verdict_differs_if_and_only_if_the_diff_names_its_class(
        old in policies(), new in policies(),
        tries in proptest::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), any::<Index>(), 0..=Kind::ALL.len(), 0..=ForwardedBy::ALL.len(), any::<bool>()), 12)
    ) {
        let (old, new) = (policy(&old), policy(&new));
        let both = [&old, &new];
        let diff = compare(&old, &new);
        for (to, from, content, sign, kind, forward, name) in tries {
            let (to, from) = (to.get(&RECIPIENTS), from.get(&SENDERS));
            let shown = if name { format!("Somebody <{from}>") } else { (*from).to_owned() };
            let text = format!("From: {shown}\nTo: {to}\n{}{}", sign.get(&SIGNS), content.get(&CONTENTS));
            let told = Overrides {
                kind: Kind::ALL.get(kind).copied(),
                forwarded_by: ForwardedBy::ALL.get(forward).copied(),
                ..Overrides::default()
            };
            // Latin-1 bytes, so that 8-bit text is not UTF-8.
            let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
            let [a, b] = both.map(|p| evaluate::judge(p, "m", &bytes, &told).result.unwrap());
            let message = rdsim::mail::read(&bytes).unwrap();
            let loop_header = message.header("X-MS-Exchange-Inbox-Rules-Loop").map(|h| address::normal(&h.value));
            let mut class = classify::classify(&message, told.kind);
            if let Some(by) = told.forwarded_by {
                class.auto_forwarded = Some(by == ForwardedBy::InboxRule);
            }
            // Said here once more, so that it is not the program that answers for itself: the rule
            // of the loop header forwards, but a mailbox that forwards by itself is the sender.
            let forwarder = match (told.forwarded_by, loop_header.as_deref()) {
                (Some(ForwardedBy::MailboxForwarding), _) | (_, None) => from,
                (_, Some(owner)) => owner,
            };
            let ways = match (told.forwarded_by, class.auto_forwarded) {
                (Some(way), _) => vec![way],
                (None, Some(true)) => vec![ForwardedBy::InboxRule],
                (None, Some(false)) => vec![ForwardedBy::Nobody],
                (None, None) => vec![ForwardedBy::Nobody, ForwardedBy::InboxRule],
            };
            let concrete = Concrete {
                to,
                author: from,
                forwarder,
                kinds: &class.kinds,
                forwards: &ways,
                traits: traits(&message),
            };
            let verdicts = [&a.verdicts[0], &b.verdicts[0]];
            let differs = messages::differ(verdicts[0], verdicts[1]);
            prop_assert_eq!(names(&diff, both, &concrete, verdicts), differs, "{}\n{:#?}\n{:#?}", text, verdicts, diff);
        }
    }

    #[test]
    fn a_policy_does_not_differ_from_itself(text in policies()) {
        let p = policy(&text);
        prop_assert!(compare(&p, &p).is_empty());
    }
}

#[test]
fn the_verb_reports_in_every_format_and_exits_1_when_something_differs() {
    let (old, new) = ("policies/partner-trap.yaml", "policies/closed.yaml");
    for format in ["human", "json", "markdown", "github"] {
        for messages in [&[][..], &["fixtures"][..]] {
            let o = run(&[&["diff", "--format", format, old, new], messages].concat());
            let text = String::from_utf8(o.stdout).unwrap();
            assert_eq!(o.status.code(), Some(1), "{format}");
            assert!(text.contains("AutoForwardEnabled"), "{format}: {text}");
            assert!(text.contains("RESOLVER.MSGTYPE.AF"), "{format}: {text}");
            if format == "json" {
                let json: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert_eq!(json["version"], 1);
                assert_eq!(json["summary"]["differs"], true);
                let list = &json[if messages.is_empty() {
                    "changes"
                } else {
                    "verdicts"
                }];
                let count = &json["summary"][if messages.is_empty() {
                    "changes"
                } else {
                    "changed"
                }];
                assert_eq!(count, list.as_array().unwrap().len());
                for c in list.as_array().unwrap() {
                    let line = |side: &str| c["because"][side]["line"].as_u64();
                    assert!(line("new").or(line("old")).unwrap_or_else(|| panic!("{c}")) >= 1);
                }
            }
            if format == "github" {
                assert!(
                    text.lines()
                        .all(|l| l.starts_with("::warning file=policies/")),
                    "{text}"
                );
            }
        }
    }
    let same = run(&["diff", old, old]);
    assert_eq!(same.status.code(), Some(0));
    assert!(
        String::from_utf8(same.stdout)
            .unwrap()
            .starts_with("no behaviour changes")
    );
    assert_eq!(run(&["diff", old, "no.yaml"]).status.code(), Some(2));
}

#[test]
fn a_table_of_markdown_keeps_its_columns_whatever_names_hold() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, value: bool| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', NDREnabled: {value}}}]\nMailContacts: [{{ExternalEmailAddress: 'a|`<b>@example.com'}}]\n")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let o = run(&[
        "diff",
        "--format",
        "markdown",
        &write("a|b.yaml", true),
        &write("b.yaml", false),
    ]);
    let text = String::from_utf8(o.stdout).unwrap();
    let rows: Vec<&str> = text.lines().filter(|l| l.starts_with('|')).collect();
    assert!(rows.len() >= 3, "{text}");
    for row in rows {
        let bars = row.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 6, "{row}");
        assert!(!row.contains("<b>"), "{row}");
    }
}

#[test]
fn the_first_verdicts_that_change_are_listed_and_the_others_counted() {
    let to: Vec<String> = (0..100).map(|i| format!("a{i}@e{i}.example")).collect();
    let text = format!("From: alice@contoso.com\nTo: {}\n\n", to.join(","));
    let told = Overrides {
        kind: Some(Kind::AutoReply),
        ..Overrides::default()
    };
    let both = ["true", "false"].map(|on| {
        policy(&format!(
            "RemoteDomains:\n  - {{DomainName: '*', AutoReplyEnabled: {on}}}\n"
        ))
    });
    let [old, new] = both
        .each_ref()
        .map(|p| evaluate::judge(p, "m", text.as_bytes(), &told));
    let mut compared = messages::Compared::default();
    let mut part = messages::Compared::default();
    for _ in 0..600 {
        compared.add(&old, &new);
        part.add(&old, &new);
    }
    compared.append(part);
    assert_eq!(
        (compared.changed.len(), compared.count()),
        (100_000, 120_000)
    );
    // They share their words.
    let (first, last) = (&compared.changed[0], &compared.changed[99_999]);
    assert!(std::sync::Arc::ptr_eq(&first.how, &last.how));
    let files = report::Files {
        old: "old.yaml",
        new: "new.yaml",
    };
    let mut out = Vec::new();
    json::messages(&compared, files, &mut out).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(report["verdicts"].as_array().unwrap().len(), 100_000);
    assert_eq!(report["summary"]["changed"], 120_000);
    assert_eq!(report["summary"]["not_listed"], 20_000);
    let mut out = Vec::new();
    report::human_messages(&compared, files, Language::English, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("\n  and 20000 more\n"));
    assert!(text.ends_with("120000 verdicts change\n"));
    let mut out = Vec::new();
    report::github_messages(&compared, files, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("and 119900 more"), "{text}");
}
