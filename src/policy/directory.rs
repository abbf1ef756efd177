//! Finds the recipient that an identity names, as the cmdlets take identities: a name, an alias, an
//! address, a distinguished or canonical name, a GUID.

use super::document::Pos;
use super::problems::Problems;
use super::recipient::{Identities, IdentityKind, name_in_path};
use super::{Error, Mailbox, Policy, Recipient};
use crate::address;
use crate::diagnostic::nearest;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The place of a recipient in the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In [`Policy::mailboxes`].
    Mailbox(usize),
    /// In [`Policy::contacts`].
    Contact(usize),
    /// In [`Policy::groups`].
    Group(usize),
}

/// Who has an identity.
#[derive(Debug, Clone, Copy)]
struct Owner {
    place: Place,
    kind: IdentityKind,
    line: u32,
    /// Whether it is only taken for an identity: an alias that is not written, or the address
    /// outside that a contact stands for.
    implied: bool,
    /// Whether others have it too.
    shared: bool,
}

/// Every recipient by its identities, in lower case.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    owners: FxHashMap<String, Owner>,
}

/// The name and the alias that a recipient is written with, in lower case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names<'d> {
    /// Its name.
    pub name: Option<&'d str>,
    /// Its alias, where that is not the name.
    pub alias: Option<&'d str>,
}

/// Whom an identity names.
#[derive(Debug, Clone, Copy)]
pub enum Named<'p> {
    /// One recipient.
    One(Recipient<'p>),
    /// Several, so that it names none.
    Several,
    /// Nobody whom the policy lists.
    Nobody,
}

impl Directory {
    /// Add a recipient. No two recipients of an organization have one address, name, alias,
    /// distinguished name or GUID: Exchange refuses the second, see
    /// <https://learn.microsoft.com/en-us/answers/questions/5737410/exchange-online-error-the-proxy-address-is-already>.
    pub(super) fn add(
        &mut self,
        place: Place,
        at: Pos,
        identities: Identities,
        problems: &mut Problems,
    ) {
        for (kind, identity, pos) in identities.all {
            let owner = Owner {
                place,
                kind,
                line: at.line,
                implied: false,
                shared: false,
            };
            if let Some(first) = self.insert(identity.clone(), owner) {
                problems.error(pos, Error::SharedIdentity { identity, first });
            }
        }
        if let Some(alias) = identities.implied_alias {
            self.imply(alias, place, at);
        }
    }

    /// Add what is only taken for an identity of a recipient.
    pub(super) fn imply(&mut self, identity: String, place: Place, at: Pos) {
        let owner = Owner {
            place,
            kind: IdentityKind::Other,
            line: at.line,
            implied: true,
            shared: false,
        };
        self.insert(identity, owner);
    }

    /// Add an owner; the line of another who cannot have the same identity.
    fn insert(&mut self, identity: String, owner: Owner) -> Option<u32> {
        let Some(first) = self.owners.get_mut(&identity) else {
            self.owners.insert(identity, owner);
            return None;
        };
        if first.place == owner.place {
            first.implied &= owner.implied;
            return None;
        }
        if first.implied != owner.implied {
            // What is written counts.
            if first.implied {
                *first = owner;
            }
            return None;
        }
        first.shared = true;
        let unique = first.kind == owner.kind && owner.kind != IdentityKind::Other;
        unique.then_some(first.line)
    }

    /// The place of the recipient with an address (as compared).
    #[must_use]
    pub fn at_address(&self, address: &str) -> Option<Place> {
        let owner = self.owners.get(address)?;
        (!owner.shared).then_some(owner.place)
    }

    /// The names and aliases that recipients are written with.
    #[must_use]
    pub fn names(&self) -> FxHashMap<Place, Names<'_>> {
        let mut all: FxHashMap<Place, Names> = FxHashMap::default();
        for (identity, owner) in self.owners.iter().filter(|(_, owner)| !owner.implied) {
            match owner.kind {
                IdentityKind::Name => all.entry(owner.place).or_default().name = Some(identity),
                IdentityKind::Alias => all.entry(owner.place).or_default().alias = Some(identity),
                _ => {}
            }
        }
        all
    }
}

impl Policy {
    /// The recipient at a place.
    #[must_use]
    pub fn recipient(&self, place: Place) -> Option<Recipient<'_>> {
        match place {
            Place::Mailbox(at) => self.mailboxes.get(at).map(Recipient::Mailbox),
            Place::Contact(at) => self.contacts.get(at).map(Recipient::Contact),
            Place::Group(at) => self.groups.get(at).map(Recipient::Group),
        }
    }

    /// The place of the recipient that has an address (as compared).
    #[must_use]
    pub fn place_of(&self, address: &str) -> Option<Place> {
        self.directory.at_address(address)
    }

    /// The recipient that has an address (as compared).
    #[must_use]
    pub fn recipient_at(&self, address: &str) -> Option<Recipient<'_>> {
        self.recipient(self.place_of(address)?)
    }

    /// The mailbox with an address (as compared), to change; a new one where nobody has it.
    pub(crate) fn mailbox_or_new(&mut self, address: &str) -> Option<&mut Mailbox> {
        let place = self.place_of(address).unwrap_or_else(|| {
            let place = Place::Mailbox(self.mailboxes.len());
            self.mailboxes.push(Mailbox::unlisted(address));
            let at = Pos { line: 0, column: 0 };
            self.directory.imply(address.to_owned(), place, at);
            place
        });
        match place {
            Place::Mailbox(at) => self.mailboxes.get_mut(at),
            Place::Contact(_) | Place::Group(_) => None,
        }
    }

    /// Whom an identity names, in any case.
    #[must_use]
    pub fn named(&self, identity: &str) -> Named<'_> {
        let identity = address::lower(identity.trim());
        let found = self.directory.owners.get(&*identity);
        let found = found.or_else(|| {
            let name = name_in_path(&identity)?;
            let owner = self.directory.owners.get(&name)?;
            (owner.kind == IdentityKind::Name).then_some(owner)
        });
        match found {
            None => Named::Nobody,
            Some(owner) if owner.shared => Named::Several,
            Some(owner) => self
                .recipient(owner.place)
                .map_or(Named::Nobody, Named::One),
        }
    }

    /// An identity that is nearly the same as one that nobody has.
    #[must_use]
    pub fn nearest_identity(&self, identity: &str) -> Option<String> {
        let identity: Cow<str> = address::lower(identity.trim());
        let mut known: Vec<&str> = self.directory.owners.keys().map(String::as_str).collect();
        known.sort_unstable();
        nearest(&identity, known).map(str::to_owned)
    }
}
