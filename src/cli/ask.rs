//! Checks who is asked about, and finds whom the policy leaves open.

use super::error::Error;
use super::output;
use rdsim::address;
use rdsim::diff::matrix;
use rdsim::i18n::{Language, Text, en};
use rdsim::policy::Policy;
use rdsim::policy::domain::{self, Pattern};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;

/// Whether a sender and recipients are given, and are addresses.
///
/// # Errors
/// What is missing, or is no address.
pub fn told(from: Option<&String>, to: &[String]) -> Result<(), Error> {
    let Some(from) = from else {
        return Err(if to.is_empty() {
            Error::NoMessage
        } else {
            Error::NoSender
        });
    };
    if to.is_empty() {
        return Err(Error::NoRecipient);
    }
    are_addresses(Some(from), to)
}

/// Whether these are addresses; the sender may be the null sender.
///
/// # Errors
/// One is none.
pub fn are_addresses(from: Option<&String>, to: &[String]) -> Result<(), Error> {
    let sender = from.filter(|from| !address::is_null_sender(from));
    let mut given = sender.into_iter().chain(to);
    match given.find(|text| !address::is_address(text)) {
        Some(text) => Err(Error::NotAnAddress { text: text.clone() }),
        None => Ok(()),
    }
}

/// Who is asked about.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// The sender, unless it is that of a message.
    pub from: Option<String>,
    /// The recipients, unless they are those of a message.
    pub to: Vec<String>,
    /// What was not given and is taken to be so.
    pub assumed: Vec<Text>,
}

impl People {
    /// Those who are given; a domain stands for somebody there whom the policy does not list.
    ///
    /// # Errors
    /// One is no address.
    pub fn of(policy: &Policy, from: Option<&String>, to: &[String]) -> Result<Self, Error> {
        are_addresses(from, &[])?;
        let mut people = Self {
            from: from.cloned(),
            ..Self::default()
        };
        for text in to {
            let Some(domain) = is_domain(text) else {
                are_addresses(None, std::slice::from_ref(text))?;
                people.to.push(text.clone());
                continue;
            };
            let somebody = matrix::somebody_at(policy, &domain);
            people.assumed.push(Text::of(
                en("of `{domain}`, a recipient whom the policy does not list: {address}"),
                [("domain", &domain), ("address", &somebody)],
            ));
            people.to.push(somebody);
        }
        Ok(people)
    }

    /// Say on standard error what is assumed of them.
    pub fn note(&self, language: Language) {
        for what in &self.assumed {
            let note = en("note: assumed: {what}");
            output::note(&language.fill(note, &[("what", &what.localized(language))]));
        }
    }

    /// The same with a sender where none is given: with one inside for each thing that may become of the
    /// message.
    ///
    /// # Errors
    /// Nobody is named.
    pub fn by_sender(
        self,
        policy: &Policy,
        kind: Kind,
        forwarded_by: ForwardedBy,
    ) -> Result<Vec<Self>, Error> {
        let mut senders = Vec::new();
        if self.from.is_none() && !self.to.is_empty() {
            senders = matrix::senders_inside(policy, &self.to, kind, forwarded_by);
        }
        let said = match senders.len() {
            0 => return told(self.from.as_ref(), &self.to).map(|()| vec![self]),
            1 => en("its sender is {sender}; the outcome is the same for every sender inside"),
            _ => en(
                "its sender is {sender}; it depends on who sends, and there is a verdict for each outcome",
            ),
        };
        let by = |sender: String| {
            let mut people = self.clone();
            people.assumed.push(Text::of(said, [("sender", &sender)]));
            people.from = Some(sender);
            people
        };
        Ok(senders.into_iter().map(by).collect())
    }
}

/// The domain that a text is, in place of an address.
pub fn is_domain(text: &str) -> Option<String> {
    match domain::pattern(text.trim()) {
        Ok(Pattern::Exact(domain)) if domain.contains('.') => Some(domain),
        _ => None,
    }
}
