//! Defines a setting, what it says about a message, and what it is asked with.

use super::facts::{Fact, Facts};
use super::message_facts::MessageFacts;
use super::outcome::{Hold, Outcome};
use super::responses::Response;
use crate::i18n::{Language, en};
use crate::policy::{
    ByteEncoder, Contact, ContentType, Mailbox, OutboundPolicy, Recipient, RemoteDomain, Sourced,
};
use std::borrow::Cow;

/// A setting: its name, its page and its check.
#[derive(Debug)]
pub struct Setting {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// The cmdlet's name.
    pub name: &'static str,
    /// The page, Markdown with executed examples.
    pub page: &'static str,
    /// What all its rulings rest on.
    pub facts: Facts,
    /// What some of its rulings rest on too.
    pub doubts: Facts,
    /// What it says about a message, or `None` where it does not concern it.
    pub check: for<'p> fn(&MessageFacts, &ApplicablePolicy<'p>) -> Option<Ruling<'p>>,
}

/// The parts of the policy that apply to a recipient.
#[derive(Debug, Clone, Copy)]
pub struct ApplicablePolicy<'p> {
    /// The remote domain.
    pub remote_domain: Option<&'p RemoteDomain>,
    /// The outbound spam policy of the one who sends or forwards.
    pub outbound: Option<&'p OutboundPolicy>,
    /// The sender's mailbox.
    pub mailbox: Option<&'p Mailbox>,
    /// The recipient's contact.
    pub contact: Option<&'p Contact>,
    /// The recipient, on the way or at its end, to whom this author may not write.
    pub closed_to_author: Option<Recipient<'p>>,
}

/// What a setting does to the message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect<'p> {
    /// Dropped silently, with this response.
    Drop(&'static Response),
    /// Refused with a report to the sender, with this response.
    Reject(&'static Response),
    /// Sent elsewhere.
    Hold(Hold),
    /// Lets it pass.
    Pass,
    /// Decides TNEF or MIME.
    Transmission(Transmission),
    /// Decides the body.
    Body(ContentType),
    /// Names the character set of text that names none; empty names none.
    Charset(&'p str),
    /// Width at which text lines are wrapped.
    LineWrap(Option<u16>),
    /// Transfer encoding of text in 7-bit character sets.
    Encoding(ByteEncoder),
    /// Code page of Japanese text.
    JapaneseCodePage(u16),
    /// Percentage of the text that a character set must carry.
    Coverage(u8),
    /// What the recipient sees of the sender's name.
    SenderName(SenderName),
    /// Something to know.
    Note(&'static str),
}

impl Effect<'_> {
    /// The outcome, if it stops the message.
    #[must_use]
    pub fn stops(&self) -> Option<Outcome> {
        match *self {
            Self::Drop(response) => Some(Outcome::Dropped(response)),
            Self::Reject(response) => Some(Outcome::Rejected(response)),
            Self::Hold(hold) => Some(Outcome::Held(hold)),
            _ => None,
        }
    }
}

/// How a message is put on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Transmission {
    /// A text part and winmail.dat.
    Tnef,
    /// MIME.
    Mime,
    /// Plain text, not MIME.
    Text,
    /// MIME, unless Exchange finds that the content needs TNEF.
    MayBeTnef,
}

impl Transmission {
    /// Its word in reports.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }

    /// Its word, marked for translation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tnef => en("TNEF"),
            Self::Mime => en("MIME"),
            Self::Text => en("text"),
            Self::MayBeTnef => en("perhaps TNEF"),
        }
    }
}

/// What the recipient sees of the sender's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum SenderName {
    /// The display name.
    DisplayName,
    /// The simple display name.
    SimpleDisplayName,
    /// The address alone.
    AddressOnly,
}

impl SenderName {
    /// Its word in reports.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }

    /// Its word, marked for translation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DisplayName => en("display-name"),
            Self::SimpleDisplayName => en("simple-display-name"),
            Self::AddressOnly => en("address-only"),
        }
    }
}

/// What one setting says about a message, and its value and place in the policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling<'p> {
    /// What it does.
    pub effect: Effect<'p>,
    /// The identifier of the setting.
    pub setting_id: &'static str,
    /// The cmdlet's name of the property that decided: the setting's own, or that of a mailbox
    /// or contact which takes its place.
    pub setting: &'static str,
    /// Its value.
    pub value: Cow<'p, str>,
    /// Line of the policy; that of the remote domain for a default.
    pub line: Option<u32>,
    /// Whether the value is a default.
    pub default: bool,
    /// What its setting does is known from these.
    pub facts: Facts,
    /// What this ruling rests on besides, one of its setting's `doubts`.
    pub doubt: Option<&'static Fact>,
}

/// A line of a policy; one that is in no file has no name to be called by.
#[must_use]
pub fn place(file: &str, line: u32, language: Language) -> String {
    match file {
        "" => language.fill(en("line {line}"), &[("line", &line)]),
        _ => format!("{file}:{line}"),
    }
}

/// A value of a setting as people read it: an empty one is described in words.
#[must_use]
pub fn shown(value: &str, language: Language) -> &str {
    match value {
        "" => language.translate(en("(empty)")),
        FOLLOW_USER_SETTINGS => language.translate(FOLLOW_USER_SETTINGS),
        value => value,
    }
}

/// The value of a TNEFEnabled that is empty.
pub const FOLLOW_USER_SETTINGS: &str = en("follow user settings");

impl<'p> Ruling<'p> {
    /// The value and its place in the policy's file: `false (contoso.yaml:12)`.
    #[must_use]
    pub fn value_and_place(&self, file: &str, language: Language) -> String {
        let value = shown(&self.value, language);
        let default = language.translate(en("by default"));
        match self.line.map(|line| place(file, line, language)) {
            Some(place) if self.default => format!("{value} ({place}, {default})"),
            Some(place) => format!("{value} ({place})"),
            None => format!("{value} ({default})"),
        }
    }

    /// A ruling on the value of `set`; a default has the line of the remote domain.
    #[must_use]
    pub fn new<T>(
        setting: &Setting,
        effect: Effect<'p>,
        set: &Sourced<T>,
        value: impl Into<Cow<'p, str>>,
        applicable: &ApplicablePolicy,
    ) -> Self {
        Self {
            effect,
            setting_id: setting.id,
            setting: setting.name,
            value: value.into(),
            line: set
                .line
                .or_else(|| applicable.remote_domain.map(|d| d.line)),
            default: set.line.is_none(),
            facts: setting.facts,
            doubt: None,
        }
    }

    /// The same, where it rests on a fact besides those of its setting.
    #[must_use]
    pub fn with_doubt(self, doubt: Option<&'static Fact>) -> Self {
        Self { doubt, ..self }
    }

    /// The facts that it rests on: those of its setting, of the response and of its own.
    pub fn rests_on(&self) -> impl Iterator<Item = &'static Fact> {
        let response = match self.effect {
            Effect::Drop(response) | Effect::Reject(response) => response.facts,
            _ => &[],
        };
        let all = self.facts.iter().chain(response).copied();
        all.chain(self.doubt)
    }

    /// A ruling that lets the message pass if the value is true, and drops it if it is false.
    #[must_use]
    pub fn pass_or_drop(
        setting: &Setting,
        set: &Sourced<bool>,
        response: &'static Response,
        applicable: &ApplicablePolicy,
    ) -> Self {
        let effect = if set.value {
            Effect::Pass
        } else {
            Effect::Drop(response)
        };
        Self::new(setting, effect, set, truth(set.value), applicable)
    }

    /// The outcome, if it stops the message.
    #[must_use]
    pub fn stops(&self) -> Option<Outcome> {
        self.effect.stops()
    }

    /// Whether it is a reason for what happens to a message that leaves: it let the message pass,
    /// or gave it another form than Exchange's own choice.
    #[must_use]
    pub fn shapes(&self) -> bool {
        match self.effect {
            Effect::Pass
            | Effect::JapaneseCodePage(_)
            | Effect::Coverage(_)
            | Effect::SenderName(_) => true,
            Effect::Transmission(t) => t != Transmission::MayBeTnef,
            Effect::Body(c) => c != ContentType::MimeHtmlText,
            Effect::Charset(c) => !c.is_empty(),
            Effect::LineWrap(n) => n.is_some(),
            Effect::Encoding(e) => e != ByteEncoder::Undefined,
            Effect::Drop(_) | Effect::Reject(_) | Effect::Hold(_) | Effect::Note(_) => false,
        }
    }
}

/// A Boolean as the policy writes it.
#[must_use]
pub fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
