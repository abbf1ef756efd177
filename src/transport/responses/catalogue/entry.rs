//! Holds what is known of a line that Exchange Online shows about mail.

use super::code::Code;
use crate::i18n::{Language, en};
use crate::transport::responses::{ALL, Response};
use memchr::memmem;
use std::ops::RangeInclusive;

/// Bytes of words that tell without a code.
const DISTINCT: usize = 20;

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
    /// Whether they tell without a code: a name, or many of them.
    is_distinct: bool,
}

impl Words {
    pub(super) fn new(text: &'static str) -> Self {
        Self {
            text,
            finder: memmem::Finder::new(text),
            is_distinct: text.len() >= DISTINCT
                || text.contains(|c: char| c.is_ascii_punctuation()),
        }
    }

    /// The longest of them.
    pub(super) fn longest(&self) -> &'static str {
        let longest = single_words(self.text).max_by_key(|word| word.len());
        longest.unwrap_or_default()
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

/// The words of a text one by one, as they are told from parts of longer ones.
pub(super) fn single_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
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
    /// The names in its lines.
    pub(super) names: Vec<&'static str>,
    /// What tells it from other entries of the same code, in lower case; none where the code does.
    pub words: Vec<Words>,
    pub(super) english: &'static str,
    pub(super) japanese: &'static str,
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
        let line = self.lines.first()?;
        ALL.iter().copied().find(|r| r.is_line(line))
    }

    /// How many bytes of its words a text has; 0 without them. Without its code, they must be
    /// distinct.
    pub(super) fn said(&self, folded: &str, is_distinct: bool) -> usize {
        let words = self.words.iter().filter(|w| w.is_distinct || !is_distinct);
        let found = words.filter(|words| words.are_in(folded));
        found.map(|words| words.text.len()).max().unwrap_or(0)
    }

    /// Whether an entry that has no words of its own is what a code with some text behind it is.
    /// Codes as short as `5.5.0` are those of RFC 3463, which every server gives, with a text of its
    /// own: then half of the words of a line must be there.
    pub(super) fn is_alike(&self, code: Code, folded: &str) -> bool {
        let has = |word: &&str| {
            let mut said = telling_words(folded);
            said.any(|other| other.eq_ignore_ascii_case(word))
        };
        let half = |line: &&str| {
            let (found, all) = telling_words(line).fold((0, 0), |(found, all), word| {
                (found + usize::from(has(&word)), all + 1)
            });
            found * 2 >= all
        };
        !code.is_common() || telling_words(folded).next().is_none() || self.lines.iter().any(half)
    }
}

/// The words of a text that tell: no numbers, and none as short as `to`.
fn telling_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.len() >= 4 && !word.bytes().any(|b| b.is_ascii_digit()))
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Entry {}

/// Entries of one subject.
#[derive(Debug)]
pub struct Section {
    pub(super) english: &'static str,
    pub(super) japanese: &'static str,
    /// The place of its first entry.
    pub(super) first: usize,
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
