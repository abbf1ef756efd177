//! Finds out what an object is: from its type, from the class that it names, or from properties
//! that only one kind has.

use super::kind::ObjectKind;
use super::object::Object;
use super::value;
use crate::policy::document::Value;
use strum::VariantArray as _;

/// The kind of an object; `None` where nothing tells it, or two kinds are equally likely.
#[must_use]
pub fn kind(object: &Object) -> Option<ObjectKind> {
    object
        .kind
        .or_else(|| object.types.iter().find_map(|t| ObjectKind::of_class(t)))
        .or_else(|| by_class(object).map(|kind| or_its_clients(kind, object)))
        .or_else(|| by_properties(object))
}

/// The classes of Get-CASMailbox's objects are those of mailboxes.
fn or_its_clients(kind: ObjectKind, object: &Object) -> ObjectKind {
    let clients = [
        "OWAEnabled",
        "PopEnabled",
        "SmtpClientAuthenticationDisabled",
    ];
    if kind == ObjectKind::Mailbox && clients.iter().any(|p| object.has(p)) {
        ObjectKind::CasMailbox
    } else {
        kind
    }
}

fn by_class(object: &Object) -> Option<ObjectKind> {
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
                .find_map(ObjectKind::of_class),
            Value::Seq(items) => items.iter().find_map(|i| match &i.value {
                Value::Text(t) => ObjectKind::of_class(t),
                _ => None,
            }),
            _ => None,
        }
    })
}

fn by_properties(object: &Object) -> Option<ObjectKind> {
    let score = |kind: &ObjectKind| {
        let properties = kind.facts().properties.iter();
        properties.filter(|p| object.has(p)).count()
    };
    let best = ObjectKind::VARIANTS
        .iter()
        .map(score)
        .max()
        .filter(|s| *s > 0)?;
    let mut winners = ObjectKind::VARIANTS
        .iter()
        .filter(|kind| score(kind) == best);
    let first = *winners.next()?;
    match winners.next() {
        None => Some(first),
        // A user is a contact with more; without that more, it is a contact.
        Some(ObjectKind::MailUser) => Some(first),
        // Both have SmtpClientAuthenticationDisabled; only one of them has an address.
        Some(second)
            if (first, *second) == (ObjectKind::CasMailbox, ObjectKind::TransportConfig)
                && object.has("PrimarySmtpAddress") =>
        {
            Some(first)
        }
        Some(_) => None,
    }
}
