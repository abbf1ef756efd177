//! Explains why a policy cannot be exported.

use crate::diagnostic::Explained;
use crate::i18n::{Text, en};

/// Why a policy cannot be exported.
#[derive(Debug, Clone, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// Two remote domains have one name, which a tenant does not allow.
    DuplicateName {
        /// The name.
        name: String,
        /// Line of the first of them.
        first: u32,
    },
    /// The policy is not YAML.
    NotYaml {
        /// What the reader of YAML says.
        reason: Text,
    },
    /// The JSON cannot be written.
    NotWritten {
        /// What the writer of JSON says.
        error: String,
    },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::DuplicateName { name, .. } => Text::of(
                en("two remote domains have the name `{name}`"),
                [("name", name)],
            ),
            Self::NotYaml { reason } => reason.clone(),
            Self::NotWritten { error } => Text::of("{error}", [("error", error)]),
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::DuplicateName { first, .. } => Text::of(
                en("give this one another `Name`; the first is on line {first}"),
                [("first", first)],
            ),
            Self::NotYaml { .. } => en("correct the YAML at this position").into(),
            Self::NotWritten { .. } => en("report this").into(),
        }
    }
}
