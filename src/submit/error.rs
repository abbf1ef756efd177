//! Explains what a scenario lacks.

use super::Scenario;
use crate::diagnostic::Explained;
use crate::i18n::{Text, en};

/// Why a scenario cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// The file of the scenario cannot be read.
    Unreadable { error: String },
    /// No endpoint.
    NoEndpoint,
    /// No sender.
    NoSender,
    /// No recipient.
    NoRecipient,
    /// An address without a domain.
    NoDomain { address: String },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::Unreadable { error } => Text::of(
                en("the scenario cannot be read: {error}"),
                [("error", error)],
            ),
            Self::NoEndpoint => en("the scenario has no endpoint").into(),
            Self::NoSender => en("the scenario has no sender").into(),
            Self::NoRecipient => en("the scenario has no recipient").into(),
            Self::NoDomain { address } => Text::of(
                en("`{address}` is not an address with a domain"),
                [("address", address)],
            ),
        }
    }

    fn help(&self) -> Text {
        let option = |option: &str| {
            let help = en("give `{option}`, or `--scenario` with a file that has it");
            Text::of(help, [("option", &option)])
        };
        match self {
            Self::Unreadable { .. } => en("give the path of a scenario file").into(),
            Self::NoEndpoint => option("--endpoint"),
            Self::NoSender => option("--from"),
            Self::NoRecipient => option("--to"),
            Self::NoDomain { .. } => en("write it as in scan@contoso.com").into(),
        }
    }
}

/// What a scenario lacks for [`submit`](super::submit).
#[must_use]
pub fn missing(scenario: &Scenario) -> Vec<Error> {
    let all = [
        (scenario.endpoint.is_empty(), Error::NoEndpoint),
        (scenario.from.is_empty(), Error::NoSender),
        (scenario.recipients.is_empty(), Error::NoRecipient),
    ];
    let all = all.into_iter().filter(|(missing, _)| *missing);
    all.map(|(_, error)| error).collect()
}
