//! Follows a recipient that stands for others to the end of every way.

use super::{Addressee, Addressees, Doubt, End, How, Naming, Step};
use crate::address::is_address;
use crate::policy::directory::Named;
use crate::policy::group::GroupKind;
use crate::policy::{Contact, ForwardingProperty, Group, Mailbox, Policy, Recipient};
use rustc_hash::FxHashSet;

/// Steps that are followed, more than any tenant needs.
const STEPS: usize = 100;

/// The recipient without the tag of a subaddress: `alice@contoso.com` for
/// `alice+news@contoso.com`.
pub(super) fn without_tag<'p>(policy: &'p Policy, address: &str) -> Option<Recipient<'p>> {
    if policy.plus_addressing_off {
        return None;
    }
    let (local, domain) = address.rsplit_once('@')?;
    let (local, _) = local.split_once('+')?;
    policy.recipient_at(&format!("{local}@{domain}"))
}

/// Where a way goes on.
#[derive(Debug, Clone, Copy)]
enum Target<'p> {
    /// At a recipient of the policy; the address by which it was addressed.
    Listed(Recipient<'p>, Option<&'p str>),
    /// At an address that nobody in the policy has.
    Address(&'p str),
    /// At somebody whom the policy does not tell.
    Unknown(&'p str, Doubt<'p>),
}

/// A way that is not at its end.
#[derive(Debug, Clone)]
struct Way<'p> {
    target: Target<'p>,
    via: Vec<Step<'p>>,
    forwarding: Option<(&'p Mailbox, ForwardingProperty)>,
}

impl Way<'_> {
    /// Whether it is still at the recipient as written, with or without its tag.
    fn is_own(&self) -> bool {
        let mut via = self.via.iter();
        via.all(|step| matches!(step.how, How::Subaddress))
    }
}

/// The walk so far.
struct Walk<'p, 'a> {
    policy: &'p Policy,
    /// The recipient as written.
    recipient: &'a str,
    /// Whether the author is inside.
    inside: bool,
    /// Recipients and addresses that were met: each gets a message once.
    met: FxHashSet<(u32, &'p str)>,
    open: Vec<Way<'p>>,
    found: Vec<Addressee<'p>>,
}

/// Who is really addressed by a recipient.
pub(super) fn walk<'p>(policy: &'p Policy, recipient: &str, inside: bool) -> Addressees<'p> {
    let mut walk = Walk {
        policy,
        recipient,
        inside,
        met: FxHashSet::default(),
        open: Vec::new(),
        found: Vec::new(),
    };
    let mut via = Vec::new();
    let listed = policy.recipient_at(recipient).or_else(|| {
        via.push(Step {
            from: recipient.to_owned(),
            how: How::Subaddress,
        });
        without_tag(policy, recipient)
    });
    if let Some(listed) = listed {
        walk.open.push(Way {
            target: Target::Listed(listed, None),
            via,
            forwarding: None,
        });
    }
    while let Some(way) = walk.open.pop() {
        walk.go_on(way);
    }
    let mut found = walk.found.into_iter();
    let first = found.next();
    Addressees {
        // An empty group reaches nobody.
        first: first.unwrap_or_else(|| Addressee::of(policy, recipient, None, None)),
        others: found.collect(),
    }
}

impl<'p> Walk<'p, '_> {
    fn go_on(&mut self, way: Way<'p>) {
        if way.via.len() > STEPS {
            return self.end(way, End::Unknown(Doubt::TooFar));
        }
        match way.target {
            Target::Unknown(name, doubt) => {
                let mut found = Addressee::of(self.policy, "", Some(name), None);
                (found.end, found.remote) = (End::Unknown(doubt), None);
                (found.via, found.forwarding) = (way.via, way.forwarding);
                self.found.push(found);
            }
            Target::Address(address) => {
                if self.met.insert((0, address)) {
                    let mut found = Addressee::of(self.policy, address, Some(address), None);
                    (found.via, found.forwarding) = (way.via, way.forwarding);
                    self.found.push(found);
                }
            }
            Target::Listed(listed, _) => {
                if !self.met.insert(listed.key()) {
                    return self.again(way, listed);
                }
                if !self.inside && listed.restrictions().authenticated_only.value {
                    return self.end(way, End::Reached);
                }
                match listed {
                    Recipient::Mailbox(mailbox) => self.mailbox(way, mailbox),
                    Recipient::Contact(contact) => self.contact(way, contact),
                    Recipient::Group(group) => self.group(way, group),
                }
            }
        }
    }

    /// A recipient that was met before: it is a loop if the way comes from there.
    fn again(&mut self, way: Way<'p>, listed: Recipient<'p>) {
        let is = |step: &Step<'p>| {
            let from = step.how.recipient();
            from.is_some_and(|r| r.key() == listed.key())
        };
        let Some(start) = way.via.iter().position(is) else {
            return;
        };
        let mut round = way.via.iter().skip(start);
        let lost =
            |step: &Step<'p>| matches!(step.how, How::Forwarding(..)) && !step.how.keeps_copy();
        if round.all(lost)
            && let Recipient::Mailbox(mailbox) = listed
        {
            self.end(way, End::Unknown(Doubt::Loop(mailbox)));
        }
    }

    /// The address by which the target of a way is addressed.
    fn addressed(&self, way: &Way<'p>) -> String {
        match way.target {
            Target::Listed(_, Some(address))
            | Target::Address(address)
            | Target::Unknown(address, _) => address.to_owned(),
            Target::Listed(listed, None) if !way.is_own() => match listed {
                Recipient::Group(group) if listed.address().is_empty() => group.name.clone(),
                _ => listed.address().to_owned(),
            },
            Target::Listed(_, None) => self.recipient.to_owned(),
        }
    }

    /// A way ends at its target.
    fn end(&mut self, way: Way<'p>, end: End<'p>) {
        let Target::Listed(listed, address) = way.target else {
            return;
        };
        let given = match address {
            None if way.is_own() => None,
            None => Some(listed.address()),
            given => given,
        };
        let address = given.unwrap_or(self.recipient);
        let mut found = Addressee::of(self.policy, address, given, Some(listed));
        if end != End::Reached {
            found.end = end;
        }
        (found.via, found.forwarding) = (way.via, way.forwarding);
        self.found.push(found);
    }

    /// The same way, one step on.
    fn step(&self, way: &Way<'p>, how: How<'p>, target: Target<'p>) -> Way<'p> {
        let step = Step {
            from: self.addressed(way),
            how,
        };
        let mut via = way.via.clone();
        via.push(step);
        let forwarding = match how {
            How::Forwarding(mailbox, property) => Some((mailbox, property)),
            _ => way.forwarding,
        };
        Way {
            target,
            via,
            forwarding,
        }
    }

    fn mailbox(&mut self, way: Way<'p>, mailbox: &'p Mailbox) {
        let Some((property, to)) = mailbox.forwarding() else {
            return self.end(way, End::Reached);
        };
        let how = How::Forwarding(mailbox, property);
        let naming = Naming {
            identity: &to.value,
            property: property.name(),
            line: to.line.unwrap_or(mailbox.line),
        };
        let next = self.step(&way, how, self.target(naming));
        self.open.push(next);
        if mailbox.deliver_and_forward {
            self.end(way, End::Reached);
        }
    }

    fn contact(&mut self, way: Way<'p>, contact: &'p Contact) {
        let Some(external) = contact.external.as_deref() else {
            // Its own address is where mail goes, where that is outside.
            let inside = self.policy.is_accepted(&self.addressed(&way));
            let end = inside.then_some(End::Unknown(Doubt::Target(contact)));
            return self.end(way, end.unwrap_or(End::Reached));
        };
        if self.addressed(&way) == external {
            return self.end(way, End::Reached);
        }
        let other = self.policy.recipient_at(external);
        let how = How::External(contact);
        let own = Recipient::Contact(contact).key();
        match other.filter(|other| other.key() != own) {
            Some(other) => {
                let next = self.step(&way, how, Target::Listed(other, Some(external)));
                self.open.push(next);
            }
            None => {
                let target = Target::Listed(Recipient::Contact(contact), Some(external));
                let way = self.step(&way, how, target);
                self.end(way, End::Reached);
            }
        }
    }

    fn group(&mut self, way: Way<'p>, group: &'p Group) {
        let how = How::Member(group);
        if group.kind == GroupKind::Dynamic {
            return self.end(way, End::Unknown(Doubt::Dynamic(group)));
        }
        let Some(members) = &group.members else {
            return self.end(way, End::Unknown(Doubt::Members(group)));
        };
        if members.value.is_empty() && group.kind != GroupKind::Unified {
            return self.end(way, End::Unknown(Doubt::Empty(group)));
        }
        // The last is taken first.
        for member in members.value.iter().rev() {
            let naming = Naming {
                identity: member,
                property: "Members",
                line: members.line.unwrap_or(group.line),
            };
            let next = self.step(&way, how, self.target(naming));
            self.open.push(next);
        }
        if group.kind == GroupKind::Unified {
            // It has a mailbox of its own.
            self.end(way, End::Reached);
        }
    }

    /// Whom a property names: a recipient of the policy, or an address.
    fn target(&self, naming: Naming<'p>) -> Target<'p> {
        let identity = naming.identity;
        let address = is_address(identity).then_some(identity);
        match self.policy.named(identity) {
            Named::One(listed) => {
                // A name may have an `@` too.
                let place = address.and_then(|a| self.policy.place_of(a));
                Target::Listed(listed, address.filter(|_| place.is_some()))
            }
            Named::Several => Target::Unknown(identity, Doubt::Several(naming)),
            Named::Nobody => {
                let without = address.and_then(|a| without_tag(self.policy, a));
                match (without, address) {
                    (Some(listed), _) => Target::Listed(listed, Some(listed.address())),
                    (None, Some(address)) => Target::Address(address),
                    (None, None) => Target::Unknown(identity, Doubt::Nobody(naming)),
                }
            }
        }
    }
}
