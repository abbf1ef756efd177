//! Finds topics by the words of the admin centers, by a value, a source context, a part of a line,
//! and last by what their pages say.

use super::letters::{letters, meant};
use super::{Group, Topic};
use crate::i18n::Language;
use crate::trace::event;
use crate::transport::responses;
use std::sync::LazyLock;
use strum::VariantArray as _;

/// The words by which topics are asked for besides their names.
pub const WORDS: &str = embedded!("words.txt");

/// Topics that a word in their pages finds.
const MOST: usize = 3;
/// Topics of the settings that one value may be of.
const VALUES: usize = 3;
/// Bytes of a part of a line: a shorter one is part of too many.
const PART: usize = 6;

/// Letters of a Latin title, and of a Japanese one, that a question may have within it: a shorter
/// one is within too many.
const TITLE: usize = 5;
const JAPANESE: usize = 3;
/// Letters of a Japanese word that may be a part of another: `ポート` of `レポート`.
const SHORT: usize = 4;

/// The words of a place, one by one; those of events are with the events.
pub fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
    let places = lines.filter_map(|line| line.split_once(": "));
    let words = |(place, words): (&'static str, &'static str)| {
        words.split('|').map(move |word| (place, word.trim()))
    };
    places.flat_map(words).chain(event::explained())
}

/// The topics of a text that is no name.
pub(super) fn find(topics: &[Topic], text: &str) -> Vec<Topic> {
    let wanted = letters(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let values = topics.iter().filter(|t| has_value(t, text)).count();
    let is_value = (1..=VALUES).contains(&values);
    let is_long = wanted.chars().count() >= if wanted.is_ascii() { 10 } else { 4 };
    let of_words = |fits: &dyn Fn(&str) -> bool| -> Vec<&str> {
        let those = LETTERS.iter().filter(|(_, word)| fits(word));
        those.map(|(place, _)| *place).collect()
    };
    let exactly = of_words(&|word| word == wanted);
    let within = of_words(&|word| is_long && word.contains(&wanted));
    let titles = || TITLES.iter().filter(|title| title.letters == wanted);
    let whole: Vec<&str> = titles().filter(|t| t.is_whole).map(|t| &*t.place).collect();
    let titled: Vec<&str> = titles().map(|title| &*title.place).collect();
    let loosely = places_of(text);
    let ways: [&dyn Fn(&Topic) -> bool; 7] = [
        &|t| exactly.contains(&&*t.place()) || whole.contains(&&*t.place()),
        &|t| titled.contains(&&*t.place()),
        &|t| loosely.contains(&&*t.place()),
        &|t| has_context(t, &wanted),
        &|t| is_value && has_value(t, text),
        &|t| within.contains(&&*t.place()),
        &|t| has_part(t, text),
    ];
    let mut found = ways.iter().map(|way| {
        let those = topics.iter().filter(|t| way(t));
        those.copied().collect::<Vec<_>>()
    });
    let found = found.find(|found| !found.is_empty());
    found.unwrap_or_else(|| said(topics, text))
}

/// The words of each place, by their letters alone.
static LETTERS: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    words()
        .map(|(place, word)| (place, letters(word)))
        .collect()
});

/// What people call a page by its title.
struct Title {
    /// The place of the page.
    place: String,
    said: String,
    /// Its letters alone.
    letters: String,
    /// Whether it has all that the title says behind the name of the page, with what is in brackets.
    is_whole: bool,
}

/// The titles, and what stands in front of their brackets.
static TITLES: LazyLock<Vec<Title>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for topic in super::topics() {
        for language in Language::VARIANTS {
            let title = topic.title(*language);
            let said = title.split_once(": ").map_or(&*title, |(_, said)| said);
            for whole in [&*title, said] {
                let short = whole.split(['(', '（']).next().unwrap_or_default();
                all.extend([whole, short].map(|text| Title {
                    place: topic.place(),
                    said: text.to_owned(),
                    letters: letters(text),
                    is_whole: text == whole,
                }));
            }
        }
    }
    all
});

/// The same, and the words, as they are meant.
static MEANT: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let words = words().map(|(place, word)| (place.to_owned(), meant(word)));
    let titles = TITLES.iter();
    titles
        .map(|title| (title.place.clone(), meant(&title.said)))
        .chain(words)
        .collect()
});

/// The places of the pages that a text may mean.
fn places_of(text: &str) -> Vec<&'static str> {
    let wanted = meant(text);
    let all = MEANT
        .iter()
        .filter(|(_, m)| !wanted.is_empty() && *m == wanted);
    all.map(|(place, _)| &**place).collect()
}

/// The topics of the longest word or title that a question has within it, such as `自動転送` in
/// `外部への自動転送を止める`.
pub(super) fn within(text: &str) -> Vec<Topic> {
    let (wanted, lower) = (meant(text), text.to_lowercase());
    let is_within = |said: &str, meant: &str| match said.is_ascii() {
        true => times(&lower, &said.to_lowercase()) > 0,
        false => match letters(said).chars().count() {
            ..JAPANESE => false,
            JAPANESE..=SHORT => stands_apart(&letters(text), &letters(said)),
            _ => wanted.contains(meant),
        },
    };
    let titles = TITLES.iter().map(|t| (&*t.place, &*t.said));
    let long_titles = titles.filter(|(_, said)| !said.is_ascii() || said.len() >= TITLE);
    let all: Vec<(&str, &str)> = long_titles.chain(words()).collect();
    let those = all.iter().filter(|(_, said)| is_within(said, &meant(said)));
    let long = |said: &str| meant(said).chars().count();
    let most = those.clone().map(|(_, said)| long(said)).max();
    let places: Vec<&str> = those
        .filter(|(_, said)| Some(long(said)) == most)
        .map(|(place, _)| *place)
        .collect();
    let mut topics = super::topics();
    topics.retain(|topic| places.contains(&&*topic.place()));
    topics.truncate(MOST);
    topics
}

/// The topics of what the detail of a trace says of an event, such as `Message received by: EX01`.
pub(super) fn begun(text: &str) -> Vec<Topic> {
    let text = text.trim().to_lowercase();
    let begins = |words: &str| {
        words.ends_with([':', '…']) && {
            let words = words.trim_end_matches('…').to_lowercase();
            text.starts_with(&words)
        }
    };
    let places: Vec<&str> = words().filter(|(_, w)| begins(w)).map(|(p, _)| p).collect();
    let mut topics = super::topics();
    topics.retain(|topic| places.contains(&&*topic.place()));
    topics
}

/// Whether a text has a word that is no part of a longer one in katakana.
fn stands_apart(text: &str, word: &str) -> bool {
    let is_katakana = |c: Option<char>| c.is_some_and(|c| matches!(c, 'ァ'..='ヺ' | 'ー'));
    let (first, last) = (word.chars().next(), word.chars().next_back());
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        let joined = |word, beside| is_katakana(word) && is_katakana(beside);
        !joined(first, before) && !joined(last, after)
    })
}

/// Whether letters are a title of a topic, to its last bracket.
pub(super) fn is_whole_title(topic: &Topic, wanted: &str) -> bool {
    let place = topic.place();
    let those = TITLES.iter().filter(|t| t.letters == wanted);
    let mut whole = those.filter(|t| t.is_whole);
    whole.any(|t| t.place == place)
}

/// Whether a tracking log gives a response its source context.
fn has_context(topic: &Topic, wanted: &str) -> bool {
    let mut all = responses::ALL.iter();
    all.any(|r| r.page == topic.page && r.source_context.is_some_and(|c| letters(c) == wanted))
}

/// Whether a text is a part of the line of a response.
fn has_part(topic: &Topic, text: &str) -> bool {
    let wanted = text.to_lowercase();
    let mut all = responses::ALL.iter();
    text.len() >= PART
        && all.any(|r| r.page == topic.page && r.line().to_lowercase().contains(&wanted))
}

/// Whether a text is a value of a setting: its page has it as code.
fn has_value(topic: &Topic, text: &str) -> bool {
    let prose = topic.page.split("\n## ").next().unwrap_or_default();
    let code = prose.split('`').skip(1).step_by(2);
    let values = code.filter(|value| value.eq_ignore_ascii_case(text));
    topic.group == Group::Setting && text.len() > 3 && values.count() > 0
}

/// The topics whose pages have a text most often, in any language.
fn said(topics: &[Topic], text: &str) -> Vec<Topic> {
    let wanted = text.to_lowercase();
    let is_long = wanted.chars().filter(|c| c.is_alphanumeric()).count()
        >= if wanted.is_ascii() { 4 } else { 2 };
    if !is_long {
        return Vec::new();
    }
    let count = |topic: &Topic| {
        let prose = Language::VARIANTS.iter().map(|l| topic.prose(*l));
        prose
            .map(|prose| times(&prose.to_lowercase(), &wanted))
            .sum::<usize>()
    };
    let mut all: Vec<(usize, Topic)> = topics.iter().map(|t| (count(t), *t)).collect();
    all.retain(|(n, _)| *n > 0);
    all.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let most = all.first().map(|(n, _)| *n);
    let those = all.into_iter().take_while(|(n, _)| Some(*n) == most);
    those.take(MOST).map(|(_, topic)| topic).collect()
}

/// How often a text has words that are no parts of longer ones; Japanese has no blanks between.
pub(super) fn times(text: &str, words: &str) -> usize {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let found = text.match_indices(words);
    let alone = found.filter(|(at, _)| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|t| t.chars().next());
        let (first, last) = (words.chars().next(), words.chars().next_back());
        !(joins(first) && joins(before) || joins(last) && joins(after))
    });
    alone.count()
}
