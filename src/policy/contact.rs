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
}

impl From<UserEntry> for ContactEntry {
    fn from(user: UserEntry) -> Self {
        Self {
            recipient: user.recipient,
            external_email_address: user.external_email_address,
            use_mapi_rich_text_format: user.use_mapi_rich_text_format,
        }
    }
}

/// A mail contact or mail user.
#[derive(Debug, Clone)]
pub struct Contact {
    /// All its addresses, the main one first and the external one last; lower case.
    pub addresses: Vec<String>,
    /// Where its mail is really sent, lower case.
    pub external: String,
    /// UseMapiRichTextFormat.
    pub rich_text: Sourced<UseMapiRichText>,
    /// Line of the entry.
    pub line: u32,
    /// Who may write to it.
    pub restrictions: Restrictions,
    /// Whether it is a mail user, who has an account here.
    pub is_user: bool,
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
        let Some(external) = external.filter(|e| e.contains('@')) else {
            let error = Error::ContactWithoutAddress { section };
            problems.error(external_at.unwrap_or(at), error);
            continue;
        };
        let external = address::normal(&external);
        let mut addresses = e.recipient.addresses(Vec::new());
        let restrictions = e.recipient.restrictions(false);
        let place = Place::Contact(policy.contacts.len());
        let identities = e.recipient.identities(at, &addresses);
        directory.add(place, at, identities, problems);
        directory.imply(external.clone(), place, at);
        if !addresses.contains(&external) {
            addresses.push(external.clone());
        }
        policy.contacts.push(Contact {
            addresses,
            external,
            rich_text: e
                .use_mapi_rich_text_format
                .or(UseMapiRichText::UseDefaultSettings),
            line: at.line,
            restrictions,
            is_user: section == MAIL_USERS.name,
        });
    }
}
