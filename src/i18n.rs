//! Translates texts into the reader's language.
//!
//! A text is written in English where it is used, and [`en`] marks it. Its translation is found by
//! the English text in `i18n/<language>.txt`, or in `i18n/<language>.cli.txt` if only the command
//! line uses it (`i18n/<language>.facts.txt` for facts); without one the text stays English.
//! Machine-readable reports are always in English.

#[cfg(feature = "cli")]
pub mod comments;
mod entries;
#[cfg(feature = "cli")]
pub mod glossary;
pub mod samples;

pub use entries::entries;

use crate::text::plain;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};
use std::sync::LazyLock;

/// The languages of texts for people.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(ascii_case_insensitive)]
pub enum Language {
    /// English, the language of the source.
    #[default]
    #[strum(serialize = "en")]
    English,
    /// Japanese.
    #[strum(serialize = "ja")]
    Japanese,
}

impl Language {
    /// The tag, as in `--lang`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.into()
    }

    /// The language of a tag, or of a locale such as `ja_JP.UTF-8`.
    #[must_use]
    pub fn of_locale(locale: &str) -> Option<Self> {
        let language = locale.split(['_', '-', '.', '@']).next()?;
        language.parse().ok()
    }

    /// The translation of a text without values.
    #[must_use]
    pub fn translate(self, english: &str) -> &str {
        match self {
            Self::English => english,
            Self::Japanese => JAPANESE.get(english).copied().unwrap_or(english),
        }
    }

    /// The translation of a line of the help of the arguments.
    #[cfg(feature = "cli")]
    #[must_use]
    pub fn help(self, english: &str) -> &str {
        match self {
            Self::English => english,
            Self::Japanese => JAPANESE_HELP.get(english).copied().unwrap_or(english),
        }
    }

    /// A list: `a, b, c`.
    #[must_use]
    pub fn list(self, all: &[&str]) -> String {
        all.join(match self {
            Self::English => ", ",
            Self::Japanese => "、",
        })
    }

    /// A list of which one holds, in words: `a or b or c`.
    #[must_use]
    pub fn either(self, all: &[String]) -> String {
        match (self, all) {
            (Self::English, _) => all.join(" or "),
            (Self::Japanese, []) => String::new(),
            (Self::Japanese, [one]) => one.clone(),
            (Self::Japanese, all) => {
                let all = all.join("、");
                let blank = if all.ends_with(|c: char| c.is_ascii()) {
                    " "
                } else {
                    ""
                };
                format!("{all}{blank}のいずれか")
            }
        }
    }

    /// The translation of a text, with values in the place of their names: `{name}`.
    #[must_use]
    pub fn fill(self, english: &str, values: &[(&str, &dyn Display)]) -> String {
        let mut out = String::new();
        let found = |name: &str| values.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
        // A String takes whatever is written to it.
        let _ = pieces(self.translate(english), |piece| match piece {
            Piece::Text(text) => out.write_str(text),
            Piece::Name(name) => match found(name) {
                Some(value) => {
                    let from = out.len();
                    write!(out, "{value}")?;
                    // No value may control a terminal, or begin a line of its own.
                    let written = out.get(from..).unwrap_or_default();
                    if let Cow::Owned(harmless) = plain(written) {
                        out.truncate(from);
                        out.push_str(&harmless);
                    }
                    Ok(())
                }
                None => write!(out, "{{{name}}}"),
            },
        });
        out
    }
}

/// Mark a text that is translated where it is shown, so that a test asks for its translation.
#[must_use]
pub const fn en(english: &'static str) -> &'static str {
    english
}

/// A text to translate, with its values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    english: &'static str,
    /// Boxed, so that a text without values is small.
    values: Option<Box<Values>>,
}

/// The values of a text, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
struct Values {
    /// The same in every language.
    same: Vec<(&'static str, String)>,
    /// Texts, which are translated too.
    texts: Vec<(&'static str, Text)>,
}

impl Text {
    /// A text (marked by [`en`]) with values in the place of their names: `{name}`.
    #[must_use]
    pub fn with(english: &'static str, values: Vec<(&'static str, String)>) -> Self {
        Self {
            english,
            values: (!values.is_empty()).then(|| {
                Box::new(Values {
                    same: values,
                    texts: Vec::new(),
                })
            }),
        }
    }

    /// The same, with any values that can be displayed.
    #[must_use]
    pub fn of<const N: usize>(
        english: &'static str,
        values: [(&'static str, &dyn Display); N],
    ) -> Self {
        let values = values.iter();
        let values = values.map(|(name, value)| (*name, value.to_string()));
        Self::with(english, values.collect())
    }

    /// A list of names: `a`, `b` and `c`; of many the first ten, and how many more there are.
    #[must_use]
    pub fn names<T: Display>(names: &[T]) -> Self {
        const SHOWN: usize = 10;
        let shown = match names.len() {
            n if n > SHOWN + 1 => SHOWN,
            n => n,
        };
        let few = names.iter().take(shown);
        let quoted: Vec<String> = few.map(|n| format!("`{n}`")).collect();
        match quoted.split_last() {
            _ if shown < names.len() => {
                Self::of(en("{names} and {n} more"), [("n", &(names.len() - shown))])
                    .with_text("names", Self::listed(&quoted))
            }
            Some((last, rest)) if !rest.is_empty() => {
                Self::of(en("{names} and {last}"), [("last", last)])
                    .with_text("names", Self::listed(rest))
            }
            _ => Self::listed(&quoted),
        }
    }

    /// Names with what separates them in a language.
    fn listed(names: &[String]) -> Self {
        let Some((first, rest)) = names.split_first() else {
            return "".into();
        };
        let first = Self::of("{name}", [("name", first)]);
        rest.iter().fold(first, |names, name| {
            Self::of(en("{names}, {name}"), [("name", name)]).with_text("names", names)
        })
    }

    /// The same with another text in the place of a name.
    #[must_use]
    pub fn with_text(mut self, name: &'static str, text: impl Into<Self>) -> Self {
        let values = self.values.get_or_insert_default();
        values.texts.push((name, text.into()));
        self
    }

    /// The text in a language.
    #[must_use]
    pub fn localized(&self, language: Language) -> String {
        let Some(values) = &self.values else {
            return language.translate(self.english).to_owned();
        };
        let texts = values.texts.iter();
        let texts: Vec<_> = texts
            .map(|(name, text)| (*name, text.localized(language)))
            .collect();
        let values: Vec<(&str, &dyn Display)> = values
            .same
            .iter()
            .chain(&texts)
            .map(|(name, value)| (*name, value as &dyn Display))
            .collect();
        language.fill(self.english, &values)
    }
}

impl From<&'static str> for Text {
    fn from(english: &'static str) -> Self {
        Self::with(english, Vec::new())
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.values.is_none() {
            return f.write_str(self.english);
        }
        f.write_str(&self.localized(Language::English))
    }
}

impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.values.is_none() {
            return to.serialize_str(self.english);
        }
        to.collect_str(self)
    }
}

/// A piece of a text.
enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

/// The pieces of a text, in order.
fn pieces<'a>(text: &'a str, mut each: impl FnMut(Piece<'a>) -> fmt::Result) -> fmt::Result {
    let mut rest = text;
    while let Some((text, after)) = rest.split_once('{') {
        each(Piece::Text(text))?;
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        each(Piece::Name(name))?;
        rest = after;
    }
    each(Piece::Text(rest))
}

/// The names of the values in a text, in order.
#[must_use]
pub fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let _ = pieces(text, |piece| {
        if let Piece::Name(name) = piece {
            names.push(name);
        }
        Ok(())
    });
    names
}

/// The Japanese translations by their English texts.
static JAPANESE: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| catalogue(Language::Japanese).into_iter().collect());

/// The Japanese files. Texts of the command line alone are in a file of their own, so that the web
/// page does not contain them.
const JAPANESE_FILES: &[&str] = &[
    embedded!("i18n/ja.txt"),
    #[cfg(feature = "cli")]
    embedded!("i18n/ja.cli.txt"),
    #[cfg(feature = "cli")]
    embedded!("i18n/ja.facts.txt"),
];

/// The help of the arguments in Japanese. Its English is written where the arguments are defined, and
/// by clap, so that it is in a file of its own.
#[cfg(feature = "cli")]
static JAPANESE_HELP: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| entries(embedded!("i18n/ja.help.txt")).collect());

/// The files of a language.
const fn files(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &[],
        Language::Japanese => JAPANESE_FILES,
    }
}

/// The entries of a language's files; none for English.
#[must_use]
pub fn catalogue(language: Language) -> Vec<(&'static str, &'static str)> {
    files(language).iter().copied().flat_map(entries).collect()
}
