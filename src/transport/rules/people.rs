//! Says who senders and recipients are to mail flow rules: where they are, in which groups.
//!
//! Source: Microsoft, New-TransportRule, read 2026-11-28 (FromScope, SentToScope); Microsoft, "Mail
//! flow rule conditions", 2021-07-14 (a mailbox of the organization is inside however it is reached).

use super::{Asked, Holds};
use crate::address;
use crate::policy::Policy;
use crate::policy::outbound_policy::Names;

/// Where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Inside,
    Outside,
}

/// Where somebody is, as far as it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Located {
    /// There.
    At(Scope),
    /// In one of the two, or in neither.
    Unknown,
    /// Not inside; whether outside is not documented.
    NotInside,
}

impl Located {
    pub(super) fn is(self, scope: Scope) -> Holds {
        match (self, scope) {
            (Self::At(at), scope) => (at == scope).into(),
            (Self::NotInside, Scope::Inside) => Holds::No,
            (Self::NotInside, Scope::Outside) | (Self::Unknown, _) => Holds::Unknown,
        }
    }
}

/// Whether the message came over an authenticated connection; none where it cannot be seen.
fn is_authenticated(asked: &Asked) -> Option<bool> {
    let Some(message) = asked.message.message else {
        return Some(true);
    };
    if let Some(how) = message.header("X-MS-Exchange-Organization-AuthAs") {
        return Some(how.value.eq_ignore_ascii_case("Internal"));
    }
    // What a server writes that a message came to from elsewhere.
    let from_elsewhere = ["Authentication-Results", "Received-SPF"];
    let elsewhere = from_elsewhere.iter().any(|h| message.header(h).is_some());
    (!elsewhere).then_some(true)
}

/// Where the sender is: inside only over an authenticated connection. A message of somebody inside
/// that does not show how it came is taken as sent by them.
pub(super) fn sender_scope(asked: &Asked) -> Located {
    let from = asked.message.from;
    let inside = is_listed(asked.policy, from) || is_own(asked.policy, from);
    match (inside, is_authenticated(asked)) {
        (false, _) => Located::At(Scope::Outside),
        (true, Some(true)) => Located::At(Scope::Inside),
        (true, Some(false)) => Located::NotInside,
        (true, None) => Located::Unknown,
    }
}

/// Where the recipient is.
pub(super) fn recipient_scope(asked: &Asked) -> Located {
    let who = asked.recipient.primary;
    Located::At(
        if is_listed(asked.policy, who) || is_own(asked.policy, who) {
            Scope::Inside
        } else {
            Scope::Outside
        },
    )
}

/// Whether somebody is a mailbox, mail user or group of the organization. A mail contact is where
/// its address is.
fn is_listed(policy: &Policy, who: &str) -> bool {
    policy.mailbox(who).is_some()
}

/// Whether an address is in an accepted domain that is not an external relay.
fn is_own(policy: &Policy, who: &str) -> bool {
    policy.accepted_for(&address::domain(who)).is_some()
}

/// Whether somebody is one of several recipients, each by an identity.
pub(super) fn is_one_of(policy: &Policy, who: &str, identities: &Names) -> Holds {
    if who.is_empty() {
        return Holds::No;
    }
    let own = policy.mailbox(who).map_or(&[][..], |m| &m.addresses);
    let mut own = own.iter().map(String::as_str).chain([who]);
    if own.any(|address| identities.has(address)) {
        return Holds::Yes;
    }
    // A name may be anybody's.
    Holds::No.unless(identities.iter().any(|identity| !identity.contains('@')))
}

/// Whether somebody is a member of one of several groups, each by an identity.
pub(super) fn is_member(policy: &Policy, who: &str, groups: &[String]) -> Holds {
    let Some(mailbox) = policy.mailbox(who) else {
        // Nobody outside is in a group but as a contact.
        return Holds::No.unless(is_own(policy, who) || policy.contact(who).is_some());
    };
    let named = mailbox.member_of.iter().any(|group| groups.contains(group));
    Holds::from(named).unless(mailbox.member_of.is_empty())
}
