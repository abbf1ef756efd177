//! Reads what every recipient of the organization has: the identities that cmdlets know it by, its
//! addresses, and who may write to it.

use super::document::Pos;
use super::value::List;
use super::written::Written;
use super::{Mailbox, Sourced};
use crate::address;
use crate::policy::{Contact, Group};
use schemars::JsonSchema;
use serde::Deserialize;

/// The properties that every recipient has.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Properties {
    /// Its name.
    name: Written<String>,
    /// Its alias; where it is not written, the part of its address in front of the `@`.
    alias: Written<String>,
    /// What the cmdlet prints as its identity.
    identity: Written<String>,
    /// What the cmdlet prints as its identity.
    id: Written<String>,
    /// Its distinguished name in the directory.
    distinguished_name: Written<String>,
    /// Its GUID.
    guid: Written<String>,
    /// Its GUID in Microsoft Entra ID.
    external_directory_object_id: Written<String>,
    /// Its name in the directory of old.
    #[serde(rename = "LegacyExchangeDN")]
    legacy_exchange_dn: Written<String>,
    /// The name by which its owner signs in.
    user_principal_name: Written<String>,
    /// Its main address.
    primary_smtp_address: Written<String>,
    /// All its addresses.
    email_addresses: Written<List>,
    require_sender_authentication_enabled: Written<bool>,
    /// Whether a moderator decides about every message to it.
    moderation_enabled: Written<bool>,
    /// Who alone may write to it.
    accept_messages_only_from_senders_or_members: Written<List>,
    /// Who may not write to it.
    reject_messages_from_senders_or_members: Written<List>,
}

/// Something that the cmdlets know a recipient by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum IdentityKind {
    Address,
    Name,
    Alias,
    Guid,
    DistinguishedName,
    /// What no rule says two recipients cannot share.
    Other,
}

/// The identities of a recipient, in the order in which they are written.
#[derive(Debug, Default)]
pub(super) struct Identities {
    /// Each with its kind and its place.
    pub(super) all: Vec<(IdentityKind, String, Pos)>,
    /// What is taken for its alias where none is written.
    pub(super) implied_alias: Option<String>,
}

/// Who may write to a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restrictions {
    /// RequireSenderAuthenticationEnabled.
    pub authenticated_only: Sourced<bool>,
    /// ModerationEnabled.
    pub moderated: Sourced<bool>,
    /// AcceptMessagesOnlyFromSendersOrMembers; empty where everybody may write.
    pub only_from: Option<Sourced<Vec<String>>>,
    /// RejectMessagesFromSendersOrMembers.
    pub not_from: Option<Sourced<Vec<String>>>,
}

impl Properties {
    /// The name; else the alias, or the main address.
    pub(super) fn label(&self) -> Option<&str> {
        let written = [&self.name, &self.alias, &self.primary_smtp_address];
        let mut given = written.into_iter().filter_map(|w| w.get());
        given.find(|text| !text.is_empty()).map(String::as_str)
    }

    /// Its addresses, the main one first, with more that another property lists.
    pub(super) fn addresses(&mut self, more: Vec<String>) -> Vec<String> {
        let main = self.primary_smtp_address.get().map(String::as_str);
        let main = main.filter(|a| !a.is_empty()).map(address::normal);
        let List(listed) = self
            .email_addresses
            .get_mut()
            .map_or_else(List::default, std::mem::take);
        let mut all: Vec<String> = Vec::new();
        for address in main.into_iter().chain(more).chain(listed) {
            if !all.contains(&address) {
                all.push(address);
            }
        }
        all
    }

    /// Who may write to it; a group that does not say takes authenticated senders only, as a new one does.
    pub(super) fn restrictions(&mut self, group: bool) -> Restrictions {
        let take = std::mem::take::<Written<bool>>;
        let listed = |list: &mut Written<List>| {
            let listed = std::mem::take(list).map(|l| l.0).sourced();
            listed.filter(|l| !l.value.is_empty())
        };
        Restrictions {
            authenticated_only: take(&mut self.require_sender_authentication_enabled).or(group),
            moderated: take(&mut self.moderation_enabled).or(false),
            only_from: listed(&mut self.accept_messages_only_from_senders_or_members),
            not_from: listed(&mut self.reject_messages_from_senders_or_members),
        }
    }

    /// What it is known by, with these addresses.
    pub(super) fn identities(self, at: Pos, addresses: &[String]) -> Identities {
        use IdentityKind::{Address, Alias, DistinguishedName, Guid, Name, Other};
        let mut all: Vec<(IdentityKind, String, Pos)> = Vec::new();
        all.extend(addresses.iter().map(|a| (Address, a.clone(), at)));
        let alias = self.alias.get().is_some_and(|a| !a.is_empty());
        let first = addresses.first().and_then(|a| a.split_once('@'));
        let implied_alias = first.filter(|_| !alias).map(|(local, _)| local.to_owned());
        for (kind, written) in [
            (Name, self.name),
            (Alias, self.alias),
            (Guid, self.guid),
            (Guid, self.external_directory_object_id),
            (DistinguishedName, self.distinguished_name),
            (Other, self.legacy_exchange_dn),
            (Other, self.user_principal_name),
            (Other, self.identity),
            (Other, self.id),
        ] {
            let Some((text, at)) = written.placed() else {
                continue;
            };
            let text = text.to_lowercase();
            // A value that an object without it prints.
            if text.is_empty() || text == "00000000-0000-0000-0000-000000000000" {
                continue;
            }
            if kind == DistinguishedName
                && let Some(canonical) = canonical(&text)
            {
                all.push((Other, canonical, at));
            }
            all.push((kind, text, at));
        }
        Identities { all, implied_alias }
    }
}

/// The canonical name of a distinguished name: `contoso.com/Users/Bob` for
/// `CN=Bob,OU=Users,DC=contoso,DC=com`.
fn canonical(distinguished: &str) -> Option<String> {
    let mut domain = Vec::new();
    let mut path = Vec::new();
    for (kind, value) in relative_names(distinguished) {
        if kind == "dc" {
            domain.push(value);
        } else {
            path.push(value.replace('/', "\\/"));
        }
    }
    path.reverse();
    (!domain.is_empty()).then(|| format!("{}/{}", domain.join("."), path.join("/")))
}

/// The parts of a distinguished name (RFC 4514), each with its attribute; a comma may be escaped.
fn relative_names(distinguished: &str) -> Vec<(&str, String)> {
    let mut out = Vec::new();
    let mut rest = distinguished;
    while !rest.is_empty() {
        let mut escaped = false;
        let end = rest.find(|c| {
            let ends = c == ',' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let (part, after) = match end {
            Some(end) => (rest.get(..end), rest.get(end + 1..)),
            None => (Some(rest), None),
        };
        if let Some((kind, value)) = part.and_then(|p| p.trim_start().split_once('=')) {
            let mut value = value.to_owned();
            value.retain(|c| c != '\\');
            out.push((kind, value));
        }
        rest = after.unwrap_or_default();
    }
    out
}

/// The name in a distinguished or canonical name, in lower case: what stands last on its path.
pub(crate) fn name_in_path(identity: &str) -> Option<String> {
    if let Some((kind, name)) = relative_names(identity).into_iter().next()
        && kind == "cn"
    {
        return Some(name);
    }
    let (before, name) = identity.rsplit_once('/')?;
    // An address has a domain, and an old name of the directory begins with a slash.
    let path = !before.is_empty() && !before.starts_with('/') && !name.contains('@');
    path.then(|| name.to_owned())
}

/// A recipient that the policy lists.
#[derive(Debug, Clone, Copy)]
pub enum Recipient<'p> {
    /// A mailbox.
    Mailbox(&'p Mailbox),
    /// A mail contact or mail user.
    Contact(&'p Contact),
    /// A group.
    Group(&'p Group),
}

impl<'p> Recipient<'p> {
    /// Its addresses, the main one first.
    #[must_use]
    pub fn addresses(self) -> &'p [String] {
        match self {
            Self::Mailbox(mailbox) => &mailbox.addresses,
            Self::Contact(contact) => &contact.addresses,
            Self::Group(group) => &group.addresses,
        }
    }

    /// Its main address; empty where it has none.
    #[must_use]
    pub fn address(self) -> &'p str {
        self.addresses().first().map_or("", String::as_str)
    }

    /// What tells it from the others of its policy: its line and its main address.
    #[must_use]
    pub fn key(self) -> (u32, &'p str) {
        (self.line(), self.address())
    }

    /// Line of its entry.
    #[must_use]
    pub fn line(self) -> u32 {
        match self {
            Self::Mailbox(mailbox) => mailbox.line,
            Self::Contact(contact) => contact.line,
            Self::Group(group) => group.line,
        }
    }

    /// Who may write to it.
    #[must_use]
    pub fn restrictions(self) -> &'p Restrictions {
        match self {
            Self::Mailbox(mailbox) => &mailbox.restrictions,
            Self::Contact(contact) => &contact.restrictions,
            Self::Group(group) => &group.restrictions,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{canonical, name_in_path};

    #[test]
    fn a_distinguished_name_has_a_canonical_one() {
        let dn = "cn=bob\\, external,ou=users,dc=contoso,dc=com";
        assert_eq!(canonical(dn).unwrap(), "contoso.com/users/bob, external");
        assert_eq!(name_in_path(dn).unwrap(), "bob, external");
        assert_eq!(
            name_in_path("contoso.onmicrosoft.com/users/bob").unwrap(),
            "bob"
        );
        for other in ["bob", "a/b@contoso.com", "/o=exchangelabs/cn=bob"] {
            assert_eq!(name_in_path(other), None, "{other}");
        }
    }
}
