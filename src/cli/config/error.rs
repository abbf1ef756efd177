//! Lists why a configuration file cannot be used.

use rdsim::diagnostic::{Explained, near_words};
use rdsim::i18n::{Text, en};
use rdsim::lint::profile::Profile;

/// Why a configuration file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// It cannot be read.
    Unreadable { error: String },
    /// It is neither UTF-8 nor UTF-16.
    NotText,
    /// It is no TOML.
    NotToml { reason: String },
    /// A key that means nothing.
    UnknownKey {
        key: String,
        known: &'static [&'static str],
    },
    /// A value that is no text.
    NoString { key: &'static str },
    /// A value that is no list of texts.
    NoList { key: &'static str },
    /// A value that is no table.
    NoTable { key: &'static str },
    /// A text without anything.
    Empty { key: &'static str },
    /// A baseline that rdsim does not have.
    UnknownProfile { text: String },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::Unreadable { error } => Text::of(
                en("the configuration file cannot be read: {error}"),
                [("error", error)],
            ),
            Self::NotText => en("the configuration file is not in UTF-8").into(),
            Self::NotToml { reason } => {
                Text::of(en("this is not TOML: {reason}"), [("reason", reason)])
            }
            Self::UnknownKey { key, .. } => Text::of(en("unknown key `{key}`"), [("key", key)]),
            Self::NoString { key } => {
                Text::of(en("the value of `{key}` is not a text"), [("key", key)])
            }
            Self::NoList { key } => Text::of(
                en("the value of `{key}` is not a list of texts"),
                [("key", key)],
            ),
            Self::NoTable { key } => Text::of(en("`{key}` is not a table"), [("key", key)]),
            Self::Empty { key } => Text::of(en("a value of `{key}` is empty"), [("key", key)]),
            Self::UnknownProfile { text } => {
                Text::of(en("rdsim has no baseline `{text}`"), [("text", text)])
            }
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::Unreadable { .. } => {
                en("make it readable, give another with `--config`, or none with `--no-config`")
                    .into()
            }
            Self::NotText => en("save it as UTF-8").into(),
            Self::NotToml { .. } => {
                en("write `key = \"value\"` a line, and `[lint]` before the keys of that table")
                    .into()
            }
            Self::UnknownKey { key, known } => near_words(key, known),
            Self::NoString { key } => Text::of(en("write `{key} = \"…\"`"), [("key", key)]),
            Self::NoList { key } => Text::of(en("write `{key} = [\"…\"]`"), [("key", key)]),
            Self::NoTable { key } => {
                Text::of(en("write `[{key}]`, and its keys below it"), [("key", key)])
            }
            Self::Empty { .. } => en("remove it, or fill it in").into(),
            Self::UnknownProfile { text } => near_words(text, Profile::TOKENS),
        }
    }
}
