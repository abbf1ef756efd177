//! Holds the translations to the sentences that the program says: none missing, none left over.
//!
//! `tests/untranslated.txt` lists what has no translation yet.

mod glossary;
mod help;
mod init;
mod policies;
mod source;
mod spoken;

use self::source::SOURCES;
use crate::program::{contents, out, root};
use crate::reports::{self, REPORTS};
use rdsim::explain::{self, Group, page::Page, translation};
use rdsim::i18n::{self, Language, Text};
use rdsim::transport::facts::{self, Basis, Fact};
use std::collections::BTreeSet;

fn said() -> BTreeSet<String> {
    let all = SOURCES.iter().flat_map(|s| &s.marked);
    all.cloned().collect()
}

/// Whether a text has kana or kanji.
fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, 'ぁ'..='ヿ' | '一'..='鿿'))
}

#[test]
fn every_sentence_is_translated_or_listed_and_no_translation_is_left_over() {
    let said = said();
    assert!(said.len() > 50, "the search finds the sentences");
    let catalogue = i18n::catalogue(Language::Japanese);
    let translated: BTreeSet<&str> = catalogue.iter().map(|(english, _)| *english).collect();
    assert_eq!(translated.len(), catalogue.len(), "a sentence stands once");
    let left_over: Vec<_> = translated.iter().filter(|t| !said.contains(**t)).collect();
    assert!(left_over.is_empty(), "nobody says: {left_over:#?}");
    let sentences = said.iter().filter(|s| !translated.contains(s.as_str()));
    let sentences = sentences.map(|s| format!("sentence: {s}\n"));
    let topics = explain::topics().into_iter();
    let pages = topics
        .filter(|t| !t.is_translated(Language::Japanese))
        .map(|t| format!("page: {}\n", t.place()));
    let lines = REPORTS
        .iter()
        .filter(|(_, _, all)| all.contains(&"--lang ja"));
    let lines = lines.map(|(_, line, _)| *line).chain(["--help", "explain"]);
    let english = |line: &str| {
        let (output, _) = reports::run(&format!("{line} --lang ja"));
        !is_japanese(&out(&output))
    };
    let reports = lines.filter(|line| english(line));
    let reports = reports.map(|line| format!("report: {line}\n"));
    let missing: String = sentences.chain(pages).chain(reports).collect();
    let list = root().join("tests/untranslated.txt");
    let listed = contents(&list);
    assert_eq!(
        missing, listed,
        "what has no Japanese translation, and what tests/untranslated.txt lists"
    );
}

#[test]
fn no_sentence_is_unmarked_where_sentences_are_taken() {
    let calls: usize = SOURCES.iter().map(|s| s.taken).sum();
    assert!(calls > 300, "the search finds the calls: {calls}");
    let found = SOURCES
        .iter()
        .flat_map(|s| s.unmarked.iter().map(|l| (&s.file, l)));
    let found: Vec<_> = found.collect();
    assert!(found.is_empty(), "mark them with `en`: {found:#?}");
}

/// What the page is built without: nothing of it is said there.
const COMMAND_LINE: &[&str] = &[
    "src/cli/",
    "src/cli.rs",
    "src/evaluate/assumed.rs",
    "src/react/assumed.rs",
    "src/react/error.rs",
    "src/explain.rs",
    "src/explain/facts.rs",
    "src/explain/in_policy",
    "src/main.rs",
    "src/report/submit/advice.rs",
    "src/report/expectations.rs",
    "src/report/trace.rs",
    "src/report/trace/by_fact.rs",
    "src/report/history.rs",
    "src/report/trace/replay.rs",
    "src/policy/what_if",
    "src/report/matrix",
    "src/report/messages.rs",
    "src/report/set.rs",
    "src/report/react.rs",
    "src/report/sheet.rs",
    "src/report/sheet/",
    "src/trace/event/others.rs",
    "src/diff/uncompared.rs",
    "src/report/diff/uncompared.rs",
    "src/expectations.rs",
    "src/anonymize/",
    "src/doctor.rs",
    "src/report/doctor.rs",
    "src/expectations/",
    "src/trace/part/",
    "src/trace/replay/",
    "src/submit/error.rs",
    "src/lint/selection.rs",
    "src/trace/possible_kinds.rs",
    "src/trace/json",
    "src/trace/objects.rs",
    "src/import/history.rs",
    "src/import/history/",
    "src/import/collect.rs",
    "src/trace/reconcile/by_fact.rs",
];

/// The facts that a verdict shows: those with a name that are not documented.
fn shown_with_a_verdict() -> BTreeSet<String> {
    let files = crate::given::files("src/transport/facts", ".rs");
    let files = files.iter().map(|f| std::fs::read_to_string(f).unwrap());
    let source: String = files.collect();
    let named = |fact: &Fact| {
        let name = fact.id.replace('-', "_").to_uppercase();
        source.contains(&format!("pub static {name}: Fact = "))
    };
    let shown = facts::all().filter(|f| f.basis != Basis::Documented && named(f));
    shown.map(|f| f.statement.to_owned()).collect()
}

#[test]
fn the_page_carries_no_words_that_only_the_command_line_says() {
    let (mut here, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
    let with_a_verdict = shown_with_a_verdict();
    for source in SOURCES.iter() {
        let said = source.marked.iter().cloned();
        if source.file.starts_with("src/transport/facts/") {
            let (shown, apart): (Vec<_>, Vec<_>) = said.partition(|s| with_a_verdict.contains(s));
            elsewhere.extend(shown);
            here.extend(apart);
        } else if COMMAND_LINE.iter().any(|c| source.file.starts_with(c)) {
            here.extend(said);
        } else {
            elsewhere.extend(said);
        }
    }
    let apart: BTreeSet<String> = here.difference(&elsewhere).cloned().collect();
    let text = |name: &str| std::fs::read_to_string(root().join("src/i18n").join(name)).unwrap();
    let text = text("ja.cli.txt") + &text("ja.facts.txt");
    let listed: BTreeSet<String> = i18n::entries(&text).map(|(e, _)| e.to_owned()).collect();
    assert!(listed.len() > 200, "{}", listed.len());
    let misplaced: Vec<_> = listed.difference(&apart).collect();
    assert!(misplaced.is_empty(), "belongs in ja.txt: {misplaced:#?}");
    let misplaced: Vec<_> = i18n::catalogue(Language::Japanese)
        .into_iter()
        .filter(|(english, _)| apart.contains(*english) && !listed.contains(*english))
        .collect();
    assert!(
        misplaced.is_empty(),
        "belongs in ja.cli.txt: {misplaced:#?}"
    );
}

#[test]
fn every_sample_message_is_described_in_japanese() {
    let readme = std::fs::read_to_string(root().join("fixtures/README.md")).unwrap();
    let names = readme.lines().filter_map(|l| l.strip_prefix("- `"));
    let names: BTreeSet<&str> = names.map(|l| l.split('`').next().unwrap()).collect();
    assert!(names.len() > 50, "the search finds the samples");
    let all: Vec<_> = i18n::samples::all(Language::Japanese).collect();
    let described: BTreeSet<&str> = all.iter().map(|(name, _)| *name).collect();
    assert_eq!(described.len(), all.len(), "a sample stands once");
    let unknown: Vec<_> = described.difference(&names).collect();
    assert!(unknown.is_empty(), "no such sample: {unknown:#?}");
    let missing: Vec<_> = names.difference(&described).collect();
    assert!(missing.is_empty(), "describe in Japanese: {missing:#?}");
    let (name, about) = all[0];
    assert_eq!(i18n::samples::about(Language::Japanese, name), Some(about));
    assert_eq!(i18n::samples::about(Language::English, name), None);
    assert_eq!(i18n::samples::about(Language::Japanese, "none.eml"), None);
}

#[test]
fn every_translated_page_is_of_a_topic_and_has_a_heading_for_each_example() {
    let topics = explain::topics();
    let pages = Group::ALL.into_iter().flat_map(|group| {
        let pages = translation::pages(group, Language::Japanese);
        pages.map(move |page| (group, page))
    });
    let mut translated = BTreeSet::new();
    for (group, text) in pages {
        let japanese = Page::read(text);
        let place = &*japanese.title;
        let name = text[2..].split(": ").next().unwrap();
        let topic = topics.iter().find(|t| (t.group, t.name) == (group, name));
        let topic = topic.unwrap_or_else(|| panic!("{place} is of no topic"));
        assert!(translated.insert((group, name)), "{place} is there twice");
        let english = topic.page(Language::English);
        assert_eq!(english.examples.len(), japanese.examples.len(), "{place}");
        assert!(
            !text.contains("```"),
            "{place}: the examples are those of the English page"
        );
        let kana = |text: &str| text.chars().any(|c| ('ぁ'..='ヿ').contains(&c));
        assert!(kana(&japanese.prose), "{place}");
        // What stands in backticks is the same thing in every language.
        let code = |text: &str| -> BTreeSet<String> {
            text.split('`')
                .skip(1)
                .step_by(2)
                .map(|c| c.replace('\n', " "))
                .collect()
        };
        assert_eq!(code(&english.prose), code(&japanese.prose), "{place}");
    }
}

#[test]
fn a_translation_has_the_values_of_its_sentence() {
    for (english, translation) in i18n::catalogue(Language::Japanese) {
        let sorted = |text| {
            let mut names = i18n::names(text);
            names.sort_unstable();
            names.dedup();
            names
        };
        assert_eq!(sorted(english), sorted(translation), "{english}");
        assert!(!translation.is_empty(), "{english}");
    }
}

#[test]
fn a_sentence_is_said_with_its_values_and_falls_back_to_english() {
    let note = Text::with(
        "{names} and {last}",
        vec![("names", "250 {x}".into()), ("last", "a".into())],
    );
    assert_eq!(note.to_string(), "250 {x} and a");
    assert_eq!(note.localized(Language::Japanese), "250 {x}、a");
    let nowhere = "this sentence is not translated: {value}";
    let filled = Language::Japanese.fill(nowhere, &[("value", &1)]);
    assert_eq!(filled, "this sentence is not translated: 1");
}

#[test]
fn a_list_of_alternatives_is_said_as_the_language_does() {
    let names = ["a", "b", "種類"].map(str::to_owned);
    assert_eq!(Language::English.either(&names), "a or b or 種類");
    assert_eq!(Language::Japanese.either(&names), "a、b、種類のいずれか");
    assert_eq!(Language::Japanese.either(&names[..2]), "a、b のいずれか");
    assert_eq!(Language::Japanese.either(&names[..1]), "a");
    assert_eq!(Language::Japanese.list(&["a", "b"]), "a、b");
}

#[test]
fn a_sentence_within_a_sentence_is_said_in_the_same_language() {
    let nested = Text::with("{port}: {way}", vec![("port", "25".into())]);
    let nested = nested.with_text("way", i18n::en("direct send"));
    assert_eq!(nested.to_string(), "25: direct send");
    assert_eq!(nested.localized(Language::Japanese), "25: 直接送信");
    assert_eq!(serde_json::to_value(&nested).unwrap(), "25: direct send");
}

#[test]
fn every_example_that_is_played_is_told_in_the_language_of_its_page() {
    let played = explain::topics().into_iter();
    let mut results = 0;
    for topic in played {
        let english = topic.page(Language::English);
        let japanese = topic.page(Language::Japanese);
        for (english, japanese) in english.results().zip(japanese.results()) {
            let lines = |text: &str| text.lines().count();
            assert_eq!(lines(english), lines(japanese), "{}", topic.place());
            assert!(is_japanese(japanese), "{}: {japanese}", topic.place());
            results += 1;
        }
    }
    assert!(results > 100, "{results}");
}
