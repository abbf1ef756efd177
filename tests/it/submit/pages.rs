//! Plays every example of every requirement's page and compares what becomes of the message.
//!
//! `RDSIM_BLESS=1 cargo test --test it submit::pages::` writes the verdicts anew; read the diff.

use crate::page;
use crate::program::{contents, root};
use rdsim::explain::example;
use rdsim::i18n::Language;
use rdsim::policy::read;
use rdsim::submit::{Method, REQUIREMENTS, refusals};
use std::collections::BTreeSet;
use std::path::PathBuf;

fn folder() -> PathBuf {
    root().join("src/submit")
}

/// What an example shows.
struct Played {
    text: String,
    /// The requirements that were asked, with whether they are met.
    asked: Vec<(&'static str, bool)>,
    refusal: Option<&'static str>,
}

fn play(policy: &str, scenario: &str) -> Played {
    let (_, warnings) =
        read::read("policy", policy.as_bytes()).unwrap_or_else(|p| panic!("{}", p[0]));
    assert!(warnings.is_empty(), "{}", warnings[0]);
    example::hand_in(policy, scenario, |submitted| Played {
        text: example::submitted(submitted, Language::English),
        asked: submitted.requirements.clone(),
        refusal: submitted.failures.first().map(|f| f.refusal),
    })
    .unwrap()
}

/// Play the examples of a page: each must give the verdict that it shows.
fn play_page(file: &str) -> Vec<Played> {
    let tags = ["yaml policy", "yaml scenario"];
    page::play(
        &folder().join(file),
        tags,
        "text verdict",
        |[policy, scenario]| {
            let played = play(policy, scenario);
            (played.text.clone(), played)
        },
    )
}

#[test]
fn every_example_of_every_page_gives_its_verdict() {
    let mut refused = BTreeSet::new();
    for requirement in REQUIREMENTS {
        let id = requirement.id;
        assert!(requirement.page.starts_with(&format!("# {id}\n")), "{id}");
        let mut met = BTreeSet::new();
        for played in play_page(&format!("{}.md", id.replace('-', "_"))) {
            let own = played.asked.iter().find(|(asked, _)| *asked == id);
            met.extend(own.map(|(_, met)| *met));
            // An example is about its page: what refuses it is this requirement.
            let decides = played.asked.iter().find(|(_, met)| !met);
            assert!(
                decides.is_none_or(|(asked, _)| *asked == id),
                "{id}: {decides:?} decides"
            );
            refused.extend(played.refusal);
        }
        assert_eq!(
            met.len(),
            2,
            "{id}: one example that meets it and one that does not"
        );
    }
    let all: BTreeSet<&str> = refusals::ALL.iter().copied().collect();
    assert_eq!(refused, all, "every refusal is given by an example");
}

#[test]
fn every_way_has_an_example_that_is_taken_and_one_that_is_refused() {
    for (way, file) in Method::ALL
        .iter()
        .zip(["client_submission", "direct_send", "smtp_relay"])
    {
        let played = play_page(&format!("methods/{file}.md"));
        let taken: BTreeSet<bool> = played.iter().map(|p| p.refusal.is_none()).collect();
        assert_eq!(taken.len(), 2, "{file}");
        for example in &played {
            assert!(
                example.text.contains(&format!("by {}", way.name())),
                "{file}"
            );
        }
    }
}

#[test]
fn every_requirement_is_two_files_and_every_refusal_is_listed() {
    let mut pages = BTreeSet::new();
    let mut sources = BTreeSet::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        match path.extension().and_then(|e| e.to_str()) {
            Some("md") => pages.insert(stem),
            Some("rs") => sources.insert(stem),
            _ => false,
        };
    }
    for apart in ["advise", "connectors", "error", "refusals", "warnings"] {
        assert!(sources.remove(apart), "{apart}");
    }
    let names: BTreeSet<String> = REQUIREMENTS
        .iter()
        .map(|r| r.id.replace('-', "_"))
        .collect();
    assert_eq!(names.len(), REQUIREMENTS.len());
    assert_eq!(pages, names);
    assert_eq!(sources, names);
    for requirement in REQUIREMENTS {
        assert!(!requirement.methods.is_empty() && !requirement.title.is_empty());
        let file = folder().join(format!("{}.md", requirement.id.replace('-', "_")));
        assert_eq!(contents(&file), requirement.page);
    }
    let code = std::fs::read_to_string(folder().join("refusals.rs")).unwrap();
    let spelled = code.matches("pub const ").count() - 1;
    assert_eq!(spelled, refusals::ALL.len());
}
