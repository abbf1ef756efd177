//! Reads mail contacts and mail users: recipients whose mail is really sent elsewhere.

use super::directory::{Directory, Place};
use super::problems::Problems;
use super::recipient::{Properties, Restrictions};
use super::sections::MAIL_USERS;
use super::written::Written;
use super::{Error, Policy, Sourced};
use crate::address;
use schemars::JsonSchema;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// A contact's own word on Outlook rich text.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum UseMapiRichText {
    /// `UseDefaultSettings`
    UseDefaultSettings,
    /// `Always`
    Always,
    /// `Never`
    Never,
}

/// Whether a contact gets MIME, where its own format counts.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum MessageFormat {
    /// `Text`
    Text,
    /// `Mime`
    Mime,
}

/// What body a contact gets in MIME, where its own format counts.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum MessageBodyFormat {
    /// `Text`
    Text,
    /// `Html`
    Html,
    /// `TextAndHtml`
    TextAndHtml,
}

/// People outside with an entry in the address book.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "MailContacts", rename_all = "PascalCase", default)]
pub(super) struct ContactEntry {
    #[serde(rename = "$")]
    #[schemars(flatten)]
    recipient: Properties,
    /// Where its mail is really sent.
    external_email_address: Written<String>,
    /// Rich text to it: Always, Never, or as the remote domain and the sender say.
    use_mapi_rich_text_format: Written<UseMapiRichText>,
    /// Whether its own MessageFormat, MessageBodyFormat and UseMapiRichTextFormat count before the remote domain.
    use_prefer_message_format: Written<bool>,
    /// Text or MIME, where its own format counts.
    message_format: Written<MessageFormat>,
    /// The body of MIME, where its own format counts.
    message_body_format: Written<MessageBodyFormat>,
}

/// People with an account here whose mailbox is outside.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "MailUsers", rename_all = "PascalCase", default)]
pub(super) struct UserEntry {
    #[serde(rename = "$")]
    #[schemars(flatten)]
    recipient: Properties,
    /// Where its mail is really sent.
    external_email_address: Written<String>,
    /// Rich text to it: Always, Never, or as the remote domain and the sender say.
    use_mapi_rich_text_format: Written<UseMapiRichText>,
    /// Whether its own MessageFormat, MessageBodyFormat and UseMapiRichTextFormat count before the remote domain.
    use_prefer_message_format: Written<bool>,
    /// Text or MIME, where its own format counts.
    message_format: Written<MessageFormat>,
    /// The body of MIME, where its own format counts.
    message_body_format: Written<MessageBodyFormat>,
}

impl From<UserEntry> for ContactEntry {
    fn from(user: UserEntry) -> Self {
        Self {
            recipient: user.recipient,
            external_email_address: user.external_email_address,
            use_mapi_rich_text_format: user.use_mapi_rich_text_format,
            use_prefer_message_format: user.use_prefer_message_format,
            message_format: user.message_format,
            message_body_format: user.message_body_format,
        }
    }
}

/// A mail contact or mail user.
#[derive(Debug, Clone)]
pub struct Contact {
    /// All its addresses, the main one first and the external one last; lower case.
    pub addresses: Vec<String>,
    /// Where its mail is really sent, lower case; `None` where the policy does not say, as of a mail
    /// user without ExternalEmailAddress.
    pub external: Option<String>,
    /// UseMapiRichTextFormat.
    pub rich_text: Sourced<UseMapiRichText>,
    /// UsePreferMessageFormat: its own format counts before the remote domain.
    pub prefers_own_format: Sourced<bool>,
    /// MessageFormat.
    pub message_format: Sourced<MessageFormat>,
    /// MessageBodyFormat.
    pub body_format: Sourced<MessageBodyFormat>,
    /// Line of the entry.
    pub line: u32,
    /// Who may write to it.
    pub restrictions: Restrictions,
    /// Whether it is a mail user, who has an account here.
    pub is_user: bool,
}

impl Contact {
    /// What of it decides on the form of mail to it: where UsePreferMessageFormat is true, its
    /// MessageFormat and MessageBodyFormat do too.
    #[must_use]
    pub fn format(&self) -> (UseMapiRichText, Option<(MessageFormat, MessageBodyFormat)>) {
        let own = (self.message_format.value, self.body_format.value);
        let prefers = self.prefers_own_format.value;
        (self.rich_text.value, prefers.then_some(own))
    }
}

/// Put the entries of a section into effect.
pub(super) fn read(
    section: &'static str,
    entries: impl IntoIterator<Item = Written<ContactEntry>>,
    directory: &mut Directory,
    policy: &mut Policy,
    problems: &mut Problems,
) {
    for (mut e, at) in entries.into_iter().filter_map(Written::placed) {
        let external_at = e.external_email_address.at();
        let external = e.external_email_address.take();
        let external = external.filter(|external| !external.is_empty());
        let mut addresses = e.recipient.addresses(Vec::new());
        let is_known = match &external {
            Some(external) => external.contains('@'),
            None => !addresses.is_empty(),
        };
        if !is_known {
            let error = Error::ContactWithoutAddress { section };
            problems.error(external_at.unwrap_or(at), error);
            continue;
        }
        let external = external.map(|external| address::normal(&external));
        let restrictions = e.recipient.restrictions(false);
        let place = Place::Contact(policy.contacts.len());
        let identities = e.recipient.identities(at, &addresses);
        directory.add(place, at, identities, problems);
        if let Some(external) = &external {
            directory.imply(external.clone(), place, at);
            if !addresses.contains(external) {
                addresses.push(external.clone());
            }
        }
        policy.contacts.push(Contact {
            addresses,
            external,
            rich_text: e
                .use_mapi_rich_text_format
                .or(UseMapiRichText::UseDefaultSettings),
            prefers_own_format: e.use_prefer_message_format.or(false),
            message_format: e.message_format.or(MessageFormat::Mime),
            body_format: e.message_body_format.or(MessageBodyFormat::TextAndHtml),
            line: at.line,
            restrictions,
            is_user: section == MAIL_USERS.name,
        });
    }
}
