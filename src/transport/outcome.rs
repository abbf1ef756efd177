//! Names what can happen to a message for one recipient.

use super::responses::Response;
use crate::i18n::{Text, en};

/// What happens to the message for one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It leaves the organization.
    Leaves,
    /// The recipient is inside.
    StaysInside,
    /// Dropped silently.
    Dropped(&'static Response),
    /// Refused, with a report to the sender.
    Rejected(&'static Response),
    /// The message does not tell enough.
    CannotTell,
}

impl Outcome {
    /// The token, as in JSON.
    #[must_use]
    pub fn token(self) -> &'static str {
        match self {
            Self::Leaves => en("leaves"),
            Self::StaysInside => en("stays-inside"),
            Self::Dropped(_) => en("dropped"),
            Self::Rejected(_) => en("rejected"),
            Self::CannotTell => en("cannot-tell"),
        }
    }

    /// In words, of the past or of the present.
    #[must_use]
    pub fn words(self, past: bool) -> String {
        self.sentence(past).to_string()
    }

    /// The same in every language.
    #[must_use]
    pub fn sentence(self, past: bool) -> Text {
        match (self, past) {
            (Self::Leaves, true) => en("left").into(),
            (Self::Leaves, false) => en("leaves").into(),
            (Self::StaysInside, true) => en("stayed inside").into(),
            (Self::StaysInside, false) => en("stays inside").into(),
            (Self::Dropped(r), _) => Text::of(en("dropped: {response}"), [("response", &r.line())]),
            (Self::Rejected(r), _) => {
                Text::of(en("rejected: {response}"), [("response", &r.line())])
            }
            (Self::CannotTell, _) => en("cannot tell").into(),
        }
    }

    /// The response, where there is one.
    #[must_use]
    pub fn response(self) -> Option<&'static Response> {
        match self {
            Self::Dropped(r) | Self::Rejected(r) => Some(r),
            _ => None,
        }
    }
}
