//! Ranks changes that depend on the kind of a message, by what its rows say of that.

use crate::i18n::en;
use crate::trace::possible_kinds::KindEvidence;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;

/// A kind, and how it was forwarded.
pub(super) type Case = (Kind, ForwardedBy);

/// What the remote domain does not stop, and the outbound spam policy does.
const BY_ADDRESS: Case = (Kind::Ordinary, ForwardedBy::ForwardingAddress);

/// How likely a change is, the likeliest first; a word of it is the `likelihood` of a change.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Likelihood {
    /// It holds for every kind that the message may have been.
    Certain,
    /// The rows say that the message was of a kind for which it holds.
    Probably,
    /// They say so of one of several, or only in part.
    Perhaps,
    /// Nothing says so, and it does not hold for ordinary mail.
    ProbablyNot,
}

impl Likelihood {
    /// Its word in JSON and tables.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }

    /// What stands above a list of them.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Certain => en("Change"),
            Self::Probably => en("Probably change"),
            Self::Perhaps => en("Perhaps change"),
            Self::ProbablyNot => en("Probably stay as they are"),
        }
    }

    /// In words, of recipients.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Certain => en("change"),
            Self::Probably => en("probably change"),
            Self::Perhaps => en("perhaps change"),
            Self::ProbablyNot => en("probably stay as they are"),
        }
    }

    /// That of a change for some of the possible cases, of which the first is the likeliest.
    pub(super) fn of(evidence: KindEvidence, possible: &[Case], changing: &[Case]) -> Self {
        let likeliest = possible.first().is_some_and(|case| changing.contains(case));
        let forwards = changing.iter().any(|(_, by)| *by != ForwardedBy::Nobody);
        match evidence {
            // It changes, and only how is open.
            _ if changing.len() == possible.len() => Self::Probably,
            // By which property the mailbox forwards is not told.
            KindEvidence::RedirectedHere if changing.contains(&BY_ADDRESS) => Self::Probably,
            KindEvidence::ReturnPath if forwards => Self::Probably,
            // Most mail is ordinary, but the rules of a policy may leave it open.
            _ if evidence.leaves_open() && likeliest => Self::Perhaps,
            _ if likeliest => Self::Probably,
            KindEvidence::Nothing => Self::ProbablyNot,
            _ if forwards => Self::Perhaps,
            _ if evidence.leaves_open() => Self::ProbablyNot,
            _ => Self::Perhaps,
        }
    }
}
