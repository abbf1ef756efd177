//! Finds the remote domain of a mail user whose mailbox is on premises.
//!
//! The hybrid wizard makes remote domains whose DomainName is an accepted domain. Which
//! out-of-office reply reaches such a mail user follows from AllowedOOFType of that entry (inferred
//! from Understand and troubleshoot OOF replies, 2024-01-24, which has InternalLegacy set for
//! colleagues on premises to get the internal reply). What else the entry decides is documented
//! nowhere.

use super::classify::Kind;
use super::setting::Setting;
use super::settings::{allowed_oof_type, is_internal, require_sender_authentication_enabled};
use crate::i18n::{Text, en};
use crate::policy::domain::Pattern;
use crate::policy::{Policy, Recipient, RemoteDomain};

/// The settings that are asked about a message to such a mail user.
pub(super) static GATES: &[&Setting] = &[
    &require_sender_authentication_enabled::SETTING,
    &is_internal::SETTING,
    &allowed_oof_type::SETTING,
];

/// The remote domain for a recipient inside, at a domain (as [`crate::address::domain`] gives it):
/// that of a mail user, if the domain has one of its own.
pub(super) fn remote_domain<'p>(
    policy: &'p Policy,
    domain: &str,
    reached: Option<Recipient<'p>>,
) -> Option<&'p RemoteDomain> {
    match reached {
        Some(Recipient::Contact(contact)) if contact.is_user => {
            let (found, _) = policy.remote_for(domain)?;
            (found.pattern != Pattern::Any).then_some(found)
        }
        _ => None,
    }
}

/// What is to be said of a message to such a mail user.
pub(super) fn note(domain: &RemoteDomain, kind: Kind) -> Text {
    let note = if kind.is_oof() {
        en(
            "this mail user's mailbox is on premises: the remote domain `{domain}` decides which out-of-office reply reaches it (inferred from the article on OOF replies)",
        )
    } else {
        en(
            "this mail user's mailbox is on premises: it is not documented whether the remote domain `{domain}` decides about anything but out-of-office replies; it is taken not to",
        )
    };
    Text::of(note, [("domain", &domain.pattern)])
}
