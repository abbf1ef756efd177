//! Finds out what an object is: from its type, from the class that it names, or from properties
//! that only one kind has.

use super::kind::ObjectKind;
use super::member;
use super::object::Object;
use super::value;
use crate::policy::document::Value;
use crate::policy::unmodelled::{self, UNMODELLED, Unmodelled};
use strum::VariantArray as _;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognized {
    /// An object that a policy has.
    Kind(ObjectKind),
    /// One that is known, and not simulated.
    Unmodelled(&'static Unmodelled),
}

/// What an object is; `None` where nothing tells it, or two kinds are equally likely.
#[must_use]
pub fn recognize(object: &Object) -> Option<Recognized> {
    let of_type = |name: &String| Recognized::of_type(name);
    let kind = object.kind.map(Recognized::Kind);
    let member = || member::is(object).then_some(Recognized::Kind(ObjectKind::GroupMember));
    kind.or_else(member)
        .or_else(|| object.types.iter().find_map(of_type))
        .or_else(|| by_class(object).map(|found| or_its_clients(found, object)))
        .or_else(|| by_properties(object))
}

impl Recognized {
    /// What a type is, by the last part of its name.
    fn of_type(name: &str) -> Option<Self> {
        let last = name.rsplit(['.', '/']).next().unwrap_or(name).trim();
        let unmodelled = || unmodelled::of_noun(last).map(Self::Unmodelled);
        Self::of_class(name).or_else(unmodelled)
    }

    /// What a class of the directory is, by the last part of its name. That of a mailbox is `user`,
    /// which is also the noun of a cmdlet.
    fn of_class(name: &str) -> Option<Self> {
        let last = name.rsplit(['.', '/']).next().unwrap_or(name).trim();
        let is = |u: &&Unmodelled| u.classes.iter().any(|c| c.eq_ignore_ascii_case(last));
        let unmodelled = || UNMODELLED.iter().find(is).map(Self::Unmodelled);
        let kind = ObjectKind::of_class(name).map(Self::Kind);
        kind.or_else(unmodelled)
    }

    /// What the objects of a section of a policy are, or those of a section that a policy has under
    /// another name.
    #[must_use]
    pub fn of_section(key: &str) -> Option<Self> {
        let kind = ObjectKind::of_section(key).map(Self::Kind);
        let unmodelled = || {
            let unmodelled = unmodelled::section(key)?;
            Self::of_type(unmodelled.noun())
        };
        kind.or_else(unmodelled)
    }

    /// The same for a name as ScubaGear writes it, such as `remote_domains` and `org_config`.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let words = key.split('_').map(|word| match word {
            "org" => "organization",
            word => word,
        });
        let key: String = words.collect();
        Self::of_section(&key).or_else(|| Self::of_type(&key))
    }
}

/// The classes of Get-CASMailbox's objects are those of mailboxes.
fn or_its_clients(found: Recognized, object: &Object) -> Recognized {
    let clients = [
        "OWAEnabled",
        "PopEnabled",
        "SmtpClientAuthenticationDisabled",
    ];
    let mailbox = found == Recognized::Kind(ObjectKind::Mailbox);
    if mailbox && clients.iter().any(|p| object.has(p)) {
        Recognized::Kind(ObjectKind::CasMailbox)
    } else {
        found
    }
}

fn by_class(object: &Object) -> Option<Recognized> {
    let names = [
        "RecipientTypeDetails",
        "RecipientType",
        "ObjectClass",
        "ObjectCategory",
    ];
    names.into_iter().find_map(|name| {
        let node = object.get(name)?;
        match value::simple(&node.value) {
            // `{top, msExchDomainContentConfig}`, as Format-List shows a list.
            Value::Text(t) => t
                .trim_matches(['{', '}'])
                .split([',', ';'])
                .find_map(Recognized::of_class),
            Value::Seq(items) => items.iter().find_map(|i| match &i.value {
                Value::Text(t) => Recognized::of_class(t),
                _ => None,
            }),
            _ => None,
        }
    })
}

fn by_properties(object: &Object) -> Option<Recognized> {
    let number = |properties: &[&str]| properties.iter().filter(|p| object.has(p)).count();
    let score = |kind: &ObjectKind| number(kind.facts().properties);
    let best = ObjectKind::VARIANTS.iter().map(score).max()?;
    let unmodelled = UNMODELLED
        .iter()
        .map(|what| (number(what.properties), what));
    let unmodelled = unmodelled.max_by_key(|(number, _)| *number);
    if let Some((_, what)) = unmodelled.filter(|(number, _)| *number > best) {
        return Some(Recognized::Unmodelled(what));
    }
    if best == 0 {
        return None;
    }
    let mut winners = ObjectKind::VARIANTS
        .iter()
        .filter(|kind| score(kind) == best);
    let first = *winners.next()?;
    let kind = match winners.next() {
        None => Some(first),
        // A user is a contact with more; without that more, it is a contact.
        Some(ObjectKind::MailUser) => Some(first),
        // Every group has them.
        Some(_) if first == ObjectKind::DistributionGroup => Some(first),
        // Both have SmtpClientAuthenticationDisabled; only one of them has an address.
        Some(second)
            if (first, *second) == (ObjectKind::CasMailbox, ObjectKind::TransportConfig)
                && object.has("PrimarySmtpAddress") =>
        {
            Some(first)
        }
        Some(_) => None,
    };
    kind.map(Recognized::Kind)
}
