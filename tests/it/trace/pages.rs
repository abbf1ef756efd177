//! Plays every example of the pages of statuses and events, and holds their tables against the
//! program's.
//!
//! `RDSIM_BLESS=1 cargo test --test it trace::pages::` writes the traces anew; read the diff.

use crate::page;
use crate::program::{contents, root};
use rdsim::evaluate::{self, Overrides};
use rdsim::explain::page::Page;
use rdsim::i18n::Language;
use rdsim::report::trace::predict::words;
use rdsim::trace::predict::PredictedRecipient;
use rdsim::trace::{self, Trace, event, status};
use std::collections::{BTreeMap, BTreeSet};

/// What the trace shows for an example, and the names of its statuses and events.
fn play(policy: &str, message: &str) -> (String, BTreeSet<&'static str>) {
    let (policy, _) = rdsim::policy::read::read("policy", policy.as_bytes())
        .unwrap_or_else(|p| panic!("{}", p[0]));
    let judged = evaluate::judge(&policy, "m.eml", message.as_bytes(), &Overrides::default());
    let judgement = judged.result.unwrap();
    let mut out = Vec::new();
    let mut names = BTreeSet::new();
    for verdict in &judgement.verdicts {
        let predicted = PredictedRecipient {
            notes: Vec::new(),
            facts: Vec::new(),
            ..PredictedRecipient::of(&policy, verdict, &judgement.sender)
        };
        for stop in predicted.trails.iter().flat_map(|t| &t.stops) {
            names.insert(stop.status.name);
            names.extend(stop.rows.iter().map(|r| r.event.name));
        }
        words(&predicted, "", Language::English, &mut out).unwrap();
    }
    (String::from_utf8(out).unwrap(), names)
}

/// What `trace read` says of an export.
fn read(export: &str) -> String {
    let mut trace = Trace::default();
    trace::read("export.csv", export.as_bytes(), &mut trace);
    assert_eq!((trace.bad_rows, trace.unreadable_files), (0, 0), "{export}");
    let mut out = Vec::new();
    rdsim::report::trace::human(&trace, Language::English, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The pages, by the names of their files.
fn pages() -> BTreeMap<String, &'static str> {
    let snake = |name: &str| {
        let mut out = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !out.is_empty() && name.chars().any(char::is_lowercase) {
                out.push('_');
            }
            out.extend(c.to_lowercase());
        }
        out
    };
    let statuses = status::ALL.iter();
    let statuses = statuses.map(|s| (format!("status/{}", snake(s.name)), s.page));
    let events = event::PAGED.iter();
    let events = events.map(|e| (format!("event/{}", e.name.to_lowercase()), e.page.unwrap()));
    let all = [("status", status::PAGE), ("event", event::PAGE)];
    let all = all.map(|(name, page)| (name.to_owned(), page));
    statuses.chain(events).chain(all).collect()
}

#[test]
fn every_example_shows_its_trace() {
    for (name, built) in pages() {
        let file = root().join(format!("src/trace/{name}.md"));
        assert_eq!(contents(&file), built, "{name}");
        let tags = ["yaml policy", "eml message"];
        let played = page::play(&file, tags, "text trace", |[policy, message]| {
            (play(policy, message).0, ())
        });
        let reported = page::play(&file, ["csv export"], "text report", |[export]| {
            (read(export), ())
        });
        let examples = Page::read(built).examples.len();
        assert_eq!(played.len() + reported.len(), examples, "{name}");
        assert!(examples > 0, "{name}");
    }
}

#[test]
fn every_status_and_event_is_in_an_example_of_its_page() {
    let meets = |name: &str, meaning: &str, page: &str| {
        let page = Page::read(page);
        assert_eq!(page.title, name);
        let line = format!("{name}: {meaning}");
        page.examples.iter().any(|e| match e.fences.as_slice() {
            [policy, message, _] => play(&policy.text, &message.text).1.contains(name),
            [export, _] => read(&export.text).contains(&line),
            _ => false,
        })
    };
    for s in status::ALL {
        assert!(meets(s.name, s.meaning, s.page), "{}", s.name);
    }
    for e in event::PAGED {
        assert!(meets(e.name, e.meaning, e.page.unwrap()), "{}", e.name);
    }
}

/// The rows of the page's table, cell by cell.
fn table(page: &str) -> Vec<Vec<String>> {
    let rows = page.lines().filter(|l| l.starts_with("| ")).skip(1);
    rows.map(|l| {
        l.trim_matches('|')
            .split('|')
            .map(|c| c.trim().to_owned())
            .collect()
    })
    .collect()
}

#[test]
fn the_tables_say_what_the_program_says() {
    let statuses: Vec<Vec<String>> = status::ALL
        .iter()
        .map(|s| {
            let event = s.event.map_or("", |e| e.name);
            [s.name, s.japanese, event, s.meaning]
                .map(str::to_owned)
                .to_vec()
        })
        .collect();
    assert_eq!(table(status::PAGE), statuses);
    let events: Vec<Vec<String>> = event::all()
        .map(|e| {
            let last = if e.last { "yes" } else { "no" };
            [e.name, e.detail, last, e.meaning]
                .map(str::to_owned)
                .to_vec()
        })
        .collect();
    assert_eq!(table(event::PAGE), events);
}

#[test]
fn names_are_found_as_exports_spell_them() {
    for (word, name) in [
        ("delivered", "Delivered"),
        ("Filtered as spam", "FilteredAsSpam"),
        ("GettingStatus", "GettingStatus"),
        ("配信済み", "Delivered"),
    ] {
        assert_eq!(status::find(word).map(|s| s.name), Some(name), "{word}");
    }
    for (word, name) in [
        ("Send external", "SENDEXTERNAL"),
        ("SEND", "SEND"),
        ("Resolved", "RESOLVE"),
        ("HAREDIRECTFAIL", "HAREDIRECTFAIL"),
        ("DLP rule", "DLP RULE"),
        ("drop", "DROP"),
    ] {
        assert_eq!(event::find(word).map(|e| e.name), Some(name), "{word}");
    }
    assert!(status::find("Receive").is_none() && event::find("Quarantined").is_none());
}
