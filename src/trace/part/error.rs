//! Says why parts do not add up.

use crate::diagnostic::Explained;
use crate::i18n::{Text, en};

/// Why parts do not add up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// A file that cannot be read.
    NotRead {
        /// What the system says.
        error: String,
    },
    /// Something that is no part.
    NotAPart {
        /// What the reader says.
        error: String,
    },
    /// A part that another version of the program wrote.
    OtherProgram {
        /// Its version.
        found: String,
        /// That of this one.
        version: &'static str,
    },
    /// A part with a value that no part has.
    Unknown {
        /// The value.
        value: String,
    },
    /// Parts of reconcile beside parts of replay.
    OfBothVerbs,
    /// Parts that were made with other policies than the first.
    OtherPolicies,
    /// A part that was made with another policy than the one that is given.
    OtherPolicy,
    /// An option that is given to parts that were made without it, or is missing.
    OtherOption {
        /// Its name.
        option: &'static str,
    },
    /// A table, for which the parts have no rows.
    NoTable,
    /// Files without any part.
    NoParts,
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NotRead { error } => {
                Text::of(en("the parts cannot be read: {error}"), [("error", error)])
            }
            Self::NotAPart { error } => {
                Text::of(en("not what `--part` writes: {error}"), [("error", error)])
            }
            Self::OtherProgram { found, version } => Text::of(
                en("the part is of rdsim {found}, and this is {version}"),
                [("found", found), ("version", version)],
            ),
            Self::Unknown { value } => Text::of(
                en("the part has an unknown value: `{value}`"),
                [("value", value)],
            ),
            Self::OfBothVerbs => en("parts of `reconcile` and of `replay` do not add up").into(),
            Self::OtherPolicies => {
                en("the part was made with other policies than the first").into()
            }
            Self::OtherPolicy => en("the part was made with another policy").into(),
            Self::OtherOption { option } => Text::of(
                en("`{option}` must be given if the parts were made with it, and only then"),
                [("option", option)],
            ),
            Self::NoTable => en("parts hold counts and examples, and no table of rows").into(),
            Self::NoParts => en("there are no parts").into(),
        }
    }

    fn help(&self) -> Text {
        let help = match self {
            Self::NotAPart { .. } | Self::OtherProgram { .. } | Self::Unknown { .. } => {
                en("write every part with `--part` and this version of rdsim")
            }
            Self::OfBothVerbs => en("merge them apart"),
            Self::OtherPolicies | Self::OtherPolicy | Self::OtherOption { .. } => {
                en("give the policies and options with which the parts were made, the same for all")
            }
            Self::NoTable => {
                en("write the tables of the parts with `--format csv`, one below the other")
            }
            Self::NotRead { .. } | Self::NoParts => {
                en("give the files that `rdsim trace reconcile --part` or `replay --part` wrote")
            }
        };
        help.into()
    }
}
