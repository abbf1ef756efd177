//! Lists why a property cannot be set.

use super::OPTION;
use crate::diagnostic::{Explained, Problem, did_you_mean};
use crate::i18n::{Text, en};

/// Why a property cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// No entry, property and value.
    NotASetting { near: Option<String> },
    /// A value that is not YAML.
    NotAValue { value: String },
    /// A section that does not exist.
    NoSection { section: String, near: &'static str },
    /// An entry that the policy has not.
    NoEntry { entry: String, near: Option<String> },
    /// A name of several entries.
    SeveralEntries { entry: String, places: Vec<String> },
    /// A property that the entry cannot have.
    NoProperty {
        property: String,
        section: &'static str,
        near: Option<&'static str>,
    },
}

/// An error at a column (1-based, in characters) of what was given.
pub(super) fn at(given: &str, column: usize, error: &Error) -> Problem {
    let column = u32::try_from(column).unwrap_or(1);
    Problem::of(OPTION, error).at(1, column, Some(given))
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NotASetting { .. } => en("this sets nothing").into(),
            Self::NotAValue { value } => Text::of(en("`{value}` is no value"), [("value", value)]),
            Self::NoSection { section, .. } => {
                Text::of(en("no section `{name}`"), [("name", section)])
            }
            Self::NoEntry { entry, .. } => {
                Text::of(en("the policy has no `{name}`"), [("name", entry)])
            }
            Self::SeveralEntries { entry, .. } => {
                Text::of(en("the policy has several `{name}`"), [("name", entry)])
            }
            Self::NoProperty {
                property, section, ..
            } => Text::of(
                en("no property `{property}` in {section}"),
                [("property", property), ("section", section)],
            ),
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::NotASetting { near: Some(near) } => did_you_mean(near),
            Self::NotASetting { near: None } => en("write `Entry.Property=Value`, such as `Default.AutoForwardEnabled=false` or `HostedOutboundSpamFilterPolicies/Default.AutoForwardingMode=Off`").into(),
            Self::NotAValue { .. } => {
                en("write a list as `[a, b]`, and a text that begins with a bracket as a list of one").into()
            }
            Self::NoSection { near, .. } => did_you_mean(near),
            Self::NoEntry {
                near: Some(near), ..
            } => did_you_mean(near),
            Self::NoEntry { near: None, .. } => en("name an entry of the policy by its Name, DomainName or address; a `+` in front adds a remote domain, as in `+fabrikam.com.TNEFEnabled=true`").into(),
            Self::SeveralEntries { places, .. } => {
                let help = en("name one of these: {names}");
                Text::from(help).with_text("names", Text::names(places))
            }
            Self::NoProperty {
                near: Some(near), ..
            } => did_you_mean(near),
            Self::NoProperty { .. } => {
                en("`rdsim explain` lists the settings, and docs/policy.md every property").into()
            }
        }
    }
}
