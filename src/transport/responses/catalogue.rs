//! Looks a response up in the catalogue of what Exchange Online shows about mail.

pub mod code;
mod entry;
pub mod name;
mod read;

use code::Code;
pub use entry::{Entry, Section, Source, Who, Words, Wrong};
pub use read::{Flaw, read};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The entries as they are written. The web page has none, unless it is built with them: it is loaded
/// whole.
pub const TEXT: &str = if cfg!(any(feature = "cli", feature = "catalogue")) {
    embedded!("catalogue.txt")
} else {
    ""
};

/// All entries.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| read(TEXT).0);

/// Bytes of a text behind a code in which words are looked for.
const SAID: usize = 1024;
/// Bytes of a text that is nothing but what somebody asks for.
const ASKED: usize = 60;
/// Responses of one text that are looked up.
const RESPONSES: usize = 100;

/// What a text shows, and the entries that it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// The response as the text shows it.
    pub line: &'a str,
    /// Its code, if it has one.
    pub code: Option<Code>,
    /// The entries; more than one where the text does not tell.
    pub entries: Vec<&'static Entry>,
    /// Whether its words tell, or a code that only one entry has and no other server gives; else
    /// the entries have words that it lacks.
    pub is_sure: bool,
}

/// All entries, and where they are found.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The entries, in their order.
    pub entries: Vec<Entry>,
    sections: Vec<Section>,
    by_code: FxHashMap<Code, Vec<usize>>,
    /// By the longest word of the words that tell it.
    by_word: FxHashMap<&'static str, Vec<usize>>,
    /// By the names in its lines, in lower case.
    by_name: FxHashMap<String, Vec<usize>>,
}

impl Catalogue {
    fn of(entries: Vec<Entry>, sections: Vec<Section>) -> Self {
        let mut by_code: FxHashMap<Code, Vec<usize>> = FxHashMap::default();
        let mut by_word: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, entry) in entries.iter().enumerate() {
            for code in entry.codes.iter().flat_map(code::each) {
                by_code.entry(code).or_default().push(at);
            }
            for words in &entry.words {
                by_word.entry(words.longest()).or_default().push(at);
            }
            for name in &entry.names {
                let name = name.to_ascii_lowercase();
                by_name.entry(name).or_default().push(at);
            }
        }
        Self {
            entries,
            sections,
            by_code,
            by_word,
            by_name,
        }
    }
}

impl Catalogue {
    /// The sections, each with its entries.
    pub fn sections(&'static self) -> impl Iterator<Item = (&'static Section, &'static [Entry])> {
        let ends = self.sections.iter().skip(1).map(|s| s.first);
        let ends = ends.chain([self.entries.len()]);
        let all = self.sections.iter().zip(ends);
        all.map(|(section, end)| {
            let entries = self.entries.get(section.first..end);
            (section, entries.unwrap_or_default())
        })
    }

    /// The entries of a code.
    pub fn with_code(&'static self, code: Code) -> impl Iterator<Item = &'static Entry> {
        let at = self.by_code.get(&code).map_or(&[][..], Vec::as_slice);
        at.iter().filter_map(|at| self.entries.get(*at))
    }

    /// The entries whose words a text has, those with the most of them.
    fn with_words(
        entries: impl Iterator<Item = &'static Entry>,
        folded: &str,
        is_distinct: bool,
    ) -> Vec<&'static Entry> {
        let said = entries.map(|e| (e.said(folded, is_distinct), e));
        let said: Vec<_> = said.filter(|(n, _)| *n > 0).collect();
        let most = said.iter().map(|(n, _)| *n).max();
        let those = said.into_iter().filter(|(n, _)| Some(*n) == most);
        those.map(|(_, entry)| entry).collect()
    }

    /// The entries of any code whose words a text has, those with the most of them.
    fn with_any_words(&'static self, folded: &str, is_distinct: bool) -> Vec<&'static Entry> {
        let at = entry::single_words(folded).filter_map(|word| self.by_word.get(word));
        Self::with_words(self.at(at.flatten()), folded, is_distinct)
    }

    /// The entries of which a line has a name that a text has.
    fn with_name(&'static self, text: &str) -> Vec<&'static Entry> {
        let mut found = name::names(text)
            .filter_map(|name| self.by_name.get(name.to_ascii_lowercase().as_str()));
        self.at(found.next().into_iter().flatten()).collect()
    }

    /// The entries at some places, each once, in their order.
    fn at<'p>(
        &'static self,
        places: impl Iterator<Item = &'p usize>,
    ) -> impl Iterator<Item = &'static Entry> {
        let mut places: Vec<usize> = places.copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|at| self.entries.get(at))
    }

    /// What a code and the text behind it may be, and whether that is sure.
    fn of_code(&'static self, code: Code, folded: &str) -> (Vec<&'static Entry>, bool) {
        let by_words = Self::with_words(self.with_code(code), folded, false);
        if !by_words.is_empty() {
            return (by_words, true);
        }
        let by_code = self.with_code(code).filter(|e| e.words.is_empty());
        let by_code: Vec<_> = by_code.filter(|e| e.is_alike(code, folded)).collect();
        if !by_code.is_empty() {
            return (by_code, true);
        }
        // Another server or version may give a code of its own with the same words; a code of
        // success has none of them.
        if !code.is_success() {
            let by_words = self.with_any_words(folded, true);
            if !by_words.is_empty() {
                return (by_words, true);
            }
        }
        (self.with_code(code).collect(), false)
    }

    /// What the first response of a line is; nothing where the catalogue has none.
    #[must_use]
    pub fn of_line<'a>(&'static self, line: &'a str) -> Option<Found<'a>> {
        if self.entries.is_empty() {
            return None;
        }
        let shown = code::responses(line).next()?;
        Some(self.found(&shown)).filter(|found| !found.entries.is_empty())
    }

    fn found<'a>(&'static self, shown: &code::Shown<'a>) -> Found<'a> {
        let folded = folded(shown.said);
        let (mut entries, mut is_sure) = match shown.code {
            Some(code) => self.of_code(code, &folded),
            None => {
                let is_distinct = shown.said.len() > ASKED;
                (self.with_any_words(&folded, is_distinct), true)
            }
        };
        if entries.is_empty() || !is_sure {
            let mut named = self.with_name(shown.said);
            // Two responses may have one name; the code or the text behind it tells them apart.
            let has_code = |e: &&Entry| {
                let mut codes = e.codes.iter();
                shown
                    .code
                    .is_some_and(|c| codes.any(|range| range.contains(&c)))
            };
            if named.iter().any(has_code) {
                named.retain(has_code);
            }
            if named.len() == 1 || entries.is_empty() {
                is_sure = named.len() == 1;
                entries = named;
            }
        }
        Found {
            line: shown.line,
            code: shown.code,
            entries,
            is_sure,
        }
    }

    /// What every response of a text is, each once; a response that the catalogue has not is left
    /// out.
    #[must_use]
    pub fn of_text<'a>(&'static self, text: &'a str) -> Vec<Found<'a>> {
        let mut all: Vec<Found<'a>> = Vec::new();
        let mut is_anothers = false;
        let mut is_before_code = false;
        for shown in code::responses(text).take(RESPONSES) {
            let mut found = self.found(&shown);
            // PHPMailer writes the words first, and the code behind them, alone.
            match shown.code {
                Some(code) if !found.is_sure && !shown.said.contains(char::is_alphabetic) => {
                    let before = text.split(shown.line).next().unwrap_or_default();
                    let those = Self::with_words(self.with_code(code), &folded(before), false);
                    if !those.is_empty() {
                        (found.entries, found.is_sure, is_before_code) = (those, true, true);
                    }
                }
                None if is_before_code => continue,
                Some(_) | None => {}
            }
            // What another server said stands behind an arrow, in words of its own.
            let doubtful = is_anothers && !found.entries.iter().all(|e| !e.words.is_empty());
            let doubtful = doubtful || (is_anothers && !found.is_sure);
            is_anothers = shown.said.trim_end().ends_with("->");
            let again = |f: &Found| found.entries.iter().all(|e| f.entries.contains(e));
            if found.entries.is_empty() || doubtful || all.iter().any(again) {
                continue;
            }
            all.push(found);
        }
        // A code alone says no more than the same code with words.
        let sure: Vec<_> = all.iter().filter(|f| f.is_sure).map(|f| f.code).collect();
        all.retain(|f| f.is_sure || !sure.contains(&f.code));
        all
    }

    /// The entries that are most like a text that none fits: those of the codes next to its own.
    #[must_use]
    pub fn near(&'static self, text: &str) -> Vec<&'static Entry> {
        let Some(code) = code::responses(text).find_map(|shown| shown.code) else {
            return Vec::new();
        };
        let mut near: Vec<(u16, &'static Entry)> = self
            .entries
            .iter()
            .filter_map(|e| {
                let distance = e.codes.iter().filter_map(|c| code.distance(c)).min()?;
                Some((distance, e))
            })
            .collect();
        near.sort_by_key(|(distance, _)| *distance);
        near.into_iter().take(3).map(|(_, entry)| entry).collect()
    }
}

/// A text in lower case with one blank for each run of them, as far as words are looked for.
fn folded(text: &str) -> String {
    let end = (0..=SAID.min(text.len())).rev();
    let end = end.into_iter().find(|i| text.is_char_boundary(*i));
    let text = text.get(..end.unwrap_or(0)).unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.make_ascii_lowercase();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_by_one_of_their_words_as_by_all() {
        let all = || CATALOGUE.entries.iter();
        for line in all().flat_map(|entry| &entry.lines) {
            let text = folded(line);
            for (text, is_distinct) in [(&text, true), (&text, false), (&format!("({text})"), true)]
            {
                let found = CATALOGUE.with_any_words(text, is_distinct);
                assert_eq!(found, Catalogue::with_words(all(), text, is_distinct));
            }
        }
        assert!(
            all()
                .flat_map(|e| &e.words)
                .all(|w| !w.longest().is_empty())
        );
    }
}
