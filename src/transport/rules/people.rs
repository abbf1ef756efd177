//! Says who senders and recipients are to mail flow rules: where they are, in which groups.
//!
//! Source: Microsoft, New-TransportRule, read 2026-11-28 (FromScope, SentToScope); Microsoft, "Mail
//! flow rule conditions", 2021-07-14 (a mailbox of the organization is inside however it is reached).

use super::{Asked, Holds};
use crate::address;
use crate::policy::directory::Named;
use crate::policy::group::GroupKind;
use crate::policy::outbound_policy::Names;
use crate::policy::{DomainType, Group, Policy, Recipient};

/// Groups within groups that are looked into.
const DEPTH: usize = 20;

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
    match (
        is_inside(asked.policy, asked.message.from),
        is_authenticated(asked),
    ) {
        (false, _) => Located::At(Scope::Outside),
        (true, Some(true)) => Located::At(Scope::Inside),
        (true, Some(false)) => Located::NotInside,
        (true, None) => Located::Unknown,
    }
}

/// Whether an address stands for one sender inside, and not for a class of them.
pub(super) fn is_somebody(asked: &Asked, who: &str) -> bool {
    let class = asked.message.message.is_none() && asked.message.recipients.is_none();
    !class && is_inside(asked.policy, who)
}

/// Where the recipient is. A mail contact is where its address is; which of its addresses counts,
/// where one is inside and the one outside that it stands for is not, no source says.
pub(super) fn recipient_scope(asked: &Asked) -> Located {
    let who = asked.recipient.primary;
    let inside = is_inside(asked.policy, who);
    if let Some(Recipient::Contact(contact)) = asked.policy.recipient_at(who)
        && !contact.is_user
        && let Some(external) = &contact.external
        && is_in_domain(asked.policy, external) != inside
    {
        return Located::Unknown;
    }
    Located::At(if inside {
        Scope::Inside
    } else {
        Scope::Outside
    })
}

/// Whether somebody is a mailbox, mail user or group of the organization, or has an address in one
/// of its domains. A mail contact is where its address is.
fn is_inside(policy: &Policy, who: &str) -> bool {
    match policy.recipient_at(who) {
        Some(Recipient::Mailbox(_) | Recipient::Group(_)) => true,
        Some(Recipient::Contact(contact)) if contact.is_user => true,
        _ => is_in_domain(policy, who),
    }
}

/// Whether an address is in a domain of the organization.
fn is_in_domain(policy: &Policy, who: &str) -> bool {
    let accepted = policy.accepted_for(&address::domain(who));
    accepted.is_some_and(|d| d.domain_type.value != DomainType::ExternalRelay)
}

/// Whether somebody is one of several recipients, each by an identity.
pub(super) fn is_one_of(policy: &Policy, who: &str, identities: &Names) -> Holds {
    if identities.has(who) && !who.is_empty() {
        return Holds::Yes;
    }
    let own = policy.recipient_at(who);
    if own.is_some_and(|r| r.addresses().iter().any(|a| identities.has(a))) {
        return Holds::Yes;
    }
    let names = identities.iter().filter(|i| !i.contains('@'));
    Holds::any(names.map(|identity| match (policy.named(identity), own) {
        (Named::One(named), Some(own)) => (named.key() == own.key()).into(),
        (Named::One(_), None) => Holds::No,
        // Somebody whom the policy does not list may be anybody.
        (Named::Nobody | Named::Several, _) => Holds::Unknown,
    }))
}

/// Whether somebody is a member of one of several groups, each by an identity.
pub(super) fn is_member(policy: &Policy, who: &str, groups: &[String]) -> Holds {
    let own = policy.recipient_at(who);
    Holds::any(groups.iter().map(|identity| match policy.named(identity) {
        Named::One(Recipient::Group(group)) => {
            let said = says_member(own, &[identity.clone(), group.name.to_lowercase()], group);
            match said {
                Some(true) => Holds::Yes,
                _ => has_member(policy, group, who, own, DEPTH),
            }
        }
        Named::One(_) => Holds::No,
        Named::Nobody | Named::Several => match own {
            Some(Recipient::Mailbox(mailbox)) if !mailbox.member_of.is_empty() => {
                mailbox.member_of.contains(identity).into()
            }
            // An address outside that nobody has may be that of a mail contact in the group, unless
            // the policy lists every recipient.
            None if policy.all_recipients_listed && !is_inside(policy, who) => Holds::No,
            _ => Holds::Unknown,
        },
    }))
}

/// Whether a mailbox says itself (`MemberOf`) that it is in a group.
fn says_member(own: Option<Recipient>, names: &[String], group: &Group) -> Option<bool> {
    let Some(Recipient::Mailbox(mailbox)) = own else {
        return None;
    };
    let mut said = mailbox.member_of.iter();
    Some(said.any(|of| names.contains(of) || group.addresses.contains(of)))
}

/// Whether a group has somebody among its members, or those of the groups in it.
fn has_member(
    policy: &Policy,
    group: &Group,
    who: &str,
    own: Option<Recipient>,
    depth: usize,
) -> Holds {
    let Some(members) = &group.members else {
        return Holds::Unknown;
    };
    if depth == 0 {
        return Holds::Unknown;
    }
    let found = Holds::any(members.value.iter().map(|member| {
        if member == who {
            return Holds::Yes;
        }
        match policy.named(member) {
            Named::One(Recipient::Group(inner)) => has_member(policy, inner, who, own, depth - 1),
            Named::One(named) => own.is_some_and(|own| own.key() == named.key()).into(),
            Named::Nobody | Named::Several => Holds::No.unless(!member.contains('@')),
        }
    }));
    // Of a Microsoft 365 group those may be listed who subscribe to it; of a dynamic one those who
    // were in it once.
    found.unless(group.kind != GroupKind::Distribution)
}
