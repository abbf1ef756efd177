//! Looks a response up in the catalogue of what Exchange Online shows about mail.

pub mod code;
mod read;

use super::Response;
use crate::i18n::{Language, en};
use code::Code;
use memchr::memmem;
pub use read::{Flaw, read};
use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// The entries as they are written. The web page has none: it is loaded whole.
pub const TEXT: &str = if cfg!(feature = "cli") {
    include_str!("catalogue.txt")
} else {
    ""
};

/// All entries.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| read(TEXT).0);

/// Bytes of a text behind a code in which words are looked for.
const SAID: usize = 1024;
/// Responses of one text that are looked up.
const RESPONSES: usize = 100;

/// Who sees a line.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Who {
    /// The sender, in a report.
    Sender,
    /// What submits the message.
    Device,
    /// The server that sends.
    Server,
    /// An admin, while the message waits.
    Admin,
    /// Nobody.
    Nobody,
}

impl Who {
    /// The same in words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Sender => en("the sender, in a non-delivery report"),
            Self::Device => en("the device or program that submits the message"),
            Self::Server => {
                en("the server that sends, whose sender may get a non-delivery report of it")
            }
            Self::Admin => {
                en("an admin, in the trace or the queue, and the sender if it is given up")
            }
            Self::Nobody => en("nobody: the trace alone shows it"),
        }
    }
}

/// Whether anything is wrong.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Wrong {
    /// The message is not delivered.
    Yes,
    /// It is tried again.
    Wait,
    /// A setting wants it so.
    AsSet,
    /// It is normal.
    No,
}

impl Wrong {
    /// The same in words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Yes => en("yes"),
            Self::Wait => en("not yet: it is tried again"),
            Self::AsSet => en("no: a setting wants it so"),
            Self::No => en("no: it is normal"),
        }
    }

    /// The same in short.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => en("wrong"),
            Self::Wait => en("tried again"),
            Self::AsSet => en("as set"),
            Self::No => en("normal"),
        }
    }
}

/// Where an entry is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Its short name.
    pub name: &'static str,
    /// Who wrote it, and its title.
    pub title: &'static str,
    /// Its date, or when it was read.
    pub date: &'static str,
    /// Where it stands.
    pub address: Option<&'static str>,
}

/// Words that a line has, ready to be looked for.
#[derive(Debug)]
pub struct Words {
    /// The words.
    pub text: &'static str,
    finder: memmem::Finder<'static>,
}

impl Words {
    fn new(text: &'static str) -> Self {
        let finder = memmem::Finder::new(text);
        Self { text, finder }
    }

    /// Whether a text has them, and not as parts of longer ones.
    fn are_in(&self, folded: &str) -> bool {
        let joins = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let (bytes, words) = (folded.as_bytes(), self.text.as_bytes());
        self.finder.find_iter(bytes).any(|at| {
            let before = at.checked_sub(1).and_then(|b| bytes.get(b));
            let begins = !(joins(words.first()) && joins(before));
            let ends = !(joins(words.last()) && joins(bytes.get(at + words.len())));
            begins && ends
        })
    }
}

/// A line that Exchange Online shows about mail.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub id: &'static str,
    /// The line as its sources show it, in each of its forms.
    pub lines: Vec<&'static str>,
    /// The enhanced status codes; none where the line has none.
    pub codes: Vec<RangeInclusive<Code>>,
    /// What tells it from other entries of the same code, in lower case; none where the code does.
    pub words: Vec<Words>,
    english: &'static str,
    japanese: &'static str,
    /// Who sees it.
    pub who: Who,
    /// Whether anything is wrong.
    pub wrong: Wrong,
    /// What to look at: cmdlets with a property, settings, records.
    pub look: Vec<&'static str>,
    /// Where it is from.
    pub sources: Vec<Source>,
}

impl Entry {
    /// The line by which it is known.
    #[must_use]
    pub fn line(&self) -> &'static str {
        self.lines.first().copied().unwrap_or(self.id)
    }

    /// Its codes and its name.
    #[must_use]
    pub fn title(&self) -> String {
        let codes = self.codes.iter().map(|range| match range.start() {
            one if one == range.end() => one.to_string(),
            first => format!("{first}–{}", range.end()),
        });
        let codes: Vec<String> = codes.collect();
        if codes.is_empty() {
            return self.id.to_owned();
        }
        format!("{} ({})", codes.join(", "), self.id)
    }

    /// What it means.
    #[must_use]
    pub fn meaning(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Japanese => self.japanese,
        }
    }

    /// The response of a verdict that it is.
    #[must_use]
    pub fn predicted(&self) -> Option<&'static Response> {
        let all = super::ALL.iter().copied();
        all.into_iter()
            .find(|r| self.lines.first().is_some_and(|line| *line == r.line()))
    }

    /// How many bytes of its words a text has; 0 without them.
    fn said(&self, folded: &str) -> usize {
        let found = self.words.iter().filter(|words| words.are_in(folded));
        found.map(|words| words.text.len()).max().unwrap_or(0)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Entry {}

/// What a text shows, and the entries that it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// The response as the text shows it.
    pub line: &'a str,
    /// Its code, if it has one.
    pub code: Option<Code>,
    /// The entries; more than one where the text does not tell.
    pub entries: Vec<&'static Entry>,
    /// Whether its words tell, or a code that only one entry has; else the entries have words
    /// that it lacks.
    pub is_sure: bool,
}

/// Entries of one subject.
#[derive(Debug)]
pub struct Section {
    english: &'static str,
    japanese: &'static str,
    /// The place of its first entry.
    first: usize,
}

impl Section {
    /// Its name.
    #[must_use]
    pub fn name(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Japanese => self.japanese,
        }
    }
}

/// All entries, and where they are found.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The entries, in their order.
    pub entries: Vec<Entry>,
    sections: Vec<Section>,
    by_code: FxHashMap<Code, Vec<usize>>,
}

impl Catalogue {
    fn of(entries: Vec<Entry>, sections: Vec<Section>) -> Self {
        let mut by_code: FxHashMap<Code, Vec<usize>> = FxHashMap::default();
        for (at, entry) in entries.iter().enumerate() {
            for code in entry.codes.iter().flat_map(code::each) {
                by_code.entry(code).or_default().push(at);
            }
        }
        Self {
            entries,
            sections,
            by_code,
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
    ) -> Vec<&'static Entry> {
        let said = entries.map(|e| (e.said(folded), e)).filter(|(n, _)| *n > 0);
        let said: Vec<_> = said.collect();
        let most = said.iter().map(|(n, _)| *n).max();
        let those = said.into_iter().filter(|(n, _)| Some(*n) == most);
        those.map(|(_, entry)| entry).collect()
    }

    /// What a code and the text behind it may be, and whether that is sure.
    fn of_code(&'static self, code: Code, folded: &str) -> (Vec<&'static Entry>, bool) {
        let by_words = Self::with_words(self.with_code(code), folded);
        if !by_words.is_empty() {
            return (by_words, true);
        }
        let by_code = self.with_code(code).filter(|e| e.words.is_empty());
        let by_code: Vec<_> = by_code.collect();
        if !by_code.is_empty() {
            return (by_code, true);
        }
        // Another server or version may give a code of its own with the same words; a code of
        // success has none of them.
        if !code.is_success() {
            let by_words = Self::with_words(self.entries.iter(), folded);
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
        let (entries, is_sure) = match shown.code {
            Some(code) => self.of_code(code, &folded),
            None => (Self::with_words(self.entries.iter(), &folded), true),
        };
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
        for shown in code::responses(text).take(RESPONSES) {
            let found = self.found(&shown);
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
        out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    }
    out
}
