//! Plays every example of the pages of statuses and events, and holds their tables against the
//! program's.
//!
//! `RDSIM_BLESS=1 cargo test --test trace_pages` writes the traces anew; read the diff.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use rdsim::corpus::{self, Told};
use rdsim::report::trace::predict::human;
use rdsim::trace::predict::predict;
use rdsim::trace::{event, status};
use std::collections::BTreeSet;

fn fences<'a>(page: &'a str, tag: &str) -> Vec<(usize, &'a str)> {
    let open = format!("```{tag}\n");
    let all = page.match_indices(&open);
    all.map(|(at, _)| {
        let from = at + open.len();
        (from, &page[from..page[from..].find("```").unwrap() + from])
    })
    .collect()
}

/// What the trace shows for an example, and the names of its statuses and events.
fn play(policy: &str, message: &str) -> (String, BTreeSet<&'static str>) {
    let (policy, _) = rdsim::policy::read::read("policy", policy.as_bytes())
        .unwrap_or_else(|p| panic!("{}", p[0]));
    let judged = corpus::judge(&policy, "m.eml", message.as_bytes(), &Told::default());
    let judgement = judged.result.unwrap();
    let mut out = Vec::new();
    let mut names = BTreeSet::new();
    for verdict in &judgement.verdicts {
        let trails = predict(&policy, verdict, &judgement.sender);
        for stop in trails.iter().flat_map(|t| &t.stops) {
            names.insert(stop.status.name);
            names.extend(stop.rows.iter().map(|r| r.event.name));
        }
        human(
            &(verdict.recipient.clone(), trails, Vec::new()),
            "",
            &mut out,
        )
        .unwrap();
    }
    (String::from_utf8(out).unwrap(), names)
}

#[test]
fn every_example_shows_its_trace() {
    let mut shown = BTreeSet::new();
    for name in ["status", "event"] {
        let file = format!("{}/src/trace/{name}.md", env!("CARGO_MANIFEST_DIR"));
        let mut page = std::fs::read_to_string(&file).unwrap();
        let policies = fences(&page, "yaml policy");
        let messages = fences(&page, "eml message");
        let traces = fences(&page, "text trace");
        assert!(
            policies.len() >= 2 && page.contains("\n## Source"),
            "{name}"
        );
        assert_eq!(
            (policies.len(), messages.len()),
            (messages.len(), traces.len())
        );
        let mut changes = Vec::new();
        for ((policy, message), (at, expected)) in policies.iter().zip(&messages).zip(&traces) {
            let (actual, names) = play(policy.1, message.1);
            shown.extend(names);
            if std::env::var_os("RDSIM_BLESS").is_some() {
                changes.push((*at, expected.len(), actual));
            } else {
                assert_eq!(&actual, expected, "{file}");
            }
        }
        for (at, length, text) in changes.into_iter().rev() {
            page.replace_range(at..at + length, &text);
            std::fs::write(&file, &page).unwrap();
        }
    }
    // Whatever can be predicted is shown once.
    for wanted in [
        "Delivered",
        "Failed",
        "Resolved",
        "RECEIVE",
        "SEND",
        "FAIL",
        "DROP",
        "RESOLVE",
    ] {
        assert!(shown.contains(wanted), "{wanted}: {shown:?}");
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
    let events: Vec<Vec<String>> = event::ALL
        .iter()
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
        ("Send external", "SEND"),
        ("SENDEXTERNAL", "SEND"),
        ("drop", "DROP"),
    ] {
        assert_eq!(event::find(word).map(|e| e.name), Some(name), "{word}");
    }
    assert!(status::find("Receive").is_none() && event::find("Quarantined").is_none());
}
