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
    /// A mail flow rule sends it elsewhere, and nobody is told.
    Held(Hold),
    /// The message does not tell enough.
    CannotTell,
}

/// Where a mail flow rule sends a message instead of to its recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hold {
    /// Into the quarantine.
    Quarantined,
    /// To others.
    Redirected,
    /// To a moderator, who may let it pass.
    Moderated,
}

impl Hold {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Quarantined, Self::Redirected, Self::Moderated];
}

impl Outcome {
    /// Whether the message goes on to its recipient, so that mail flow rules may still act on it.
    #[must_use]
    pub fn passes(self) -> bool {
        matches!(self, Self::Leaves | Self::StaysInside)
    }

    /// The token, as in JSON.
    #[must_use]
    pub fn token(self) -> &'static str {
        match self {
            Self::Leaves => en("leaves"),
            Self::StaysInside => en("stays-inside"),
            Self::Dropped(_) => en("dropped"),
            Self::Rejected(_) => en("rejected"),
            Self::Held(Hold::Quarantined) => en("quarantined"),
            Self::Held(Hold::Redirected) => en("redirected"),
            Self::Held(Hold::Moderated) => en("moderated"),
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
            (Self::Held(Hold::Quarantined), _) => en("goes to the quarantine").into(),
            (Self::Held(Hold::Redirected), _) => en("goes to others instead").into(),
            (Self::Held(Hold::Moderated), _) => en("goes to a moderator first").into(),
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
