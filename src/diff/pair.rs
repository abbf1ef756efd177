//! Judges one combination of classes under both policies, and says why it differs.

use super::SettingChange;
use super::assumed::Assumed;
use super::classes::Addressed;
use super::rules::{self, Decisions};
use crate::i18n::{Text, en};
use crate::policy::sections::ACCEPTED_DOMAINS;
use crate::policy::{Author, OutboundPolicy, Policy};
use crate::transport::classify::Kind;
use crate::transport::decide::{self, applicable_policy};
use crate::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use crate::transport::outcome::Outcome;
use crate::transport::resolve::{Addressee, End};
use crate::transport::rules::{Asked, RuleMessage, RuleRecipient};
use crate::transport::setting::{ApplicablePolicy, Ruling};
use crate::transport::settings::CAN_STOP;
use std::rc::Rc;

/// Somebody who sends, as each policy knows them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sender<'p> {
    /// As the author.
    pub(super) authors: [Author<'p>; 2],
    /// The outbound spam policy that they are under as those who forward.
    pub(super) outbound: [Option<&'p OutboundPolicy>; 2],
}

impl<'p> Sender<'p> {
    /// The one with this address (lower case), as an author.
    pub(super) fn author(policies: [&'p Policy; 2], address: &str) -> Self {
        Self {
            authors: policies.map(|policy| policy.author(address)),
            outbound: [None; 2],
        }
    }

    /// One who forwards, under the outbound policies at these places.
    pub(super) fn forwarder(policies: [&'p Policy; 2], places: [Option<usize>; 2]) -> Self {
        let [old, new] = policies;
        let [of_old, of_new] = places;
        Self {
            outbound: [(old, of_old), (new, of_new)].map(|(policy, at)| policy.outbound.get(at?)),
            ..Self::author(policies, "")
        }
    }
}

/// One combination of classes under both policies.
pub(super) struct Pair<'a, 'p> {
    pub(super) sides: [Option<Side<'a, 'p>>; 2],
    pub(super) authors: [Author<'p>; 2],
}

/// One combination of classes under the policy by which the addressee gets a message.
pub(super) struct Side<'a, 'p> {
    pub(super) policy: &'p Policy,
    pub(super) addressee: &'a Addressee<'p>,
    pub(super) author: Author<'p>,
    pub(super) applicable: ApplicablePolicy<'p>,
    /// How a mailbox on the way forwards, which overrides how the message was forwarded.
    pub(super) forwarded_by: Option<ForwardedBy>,
}

impl<'p> Side<'_, 'p> {
    pub(super) fn facts(&self, kind: Kind, forward: ForwardedBy) -> MessageFacts {
        MessageFacts {
            kind,
            forwarded_by: self.forwarded_by.unwrap_or(forward),
            content: ContentFacts::default(),
        }
    }

    pub(super) fn outcome(&self, kind: Kind, forward: ForwardedBy) -> Outcome {
        let facts = self.facts(kind, forward);
        decide::outcome(&facts, self.addressee, &self.author, &self.applicable)
    }

    /// What may decide about a message from a sender to the recipient as written, by the rules at
    /// some places.
    pub(super) fn decisions(
        &self,
        kind: Kind,
        forward: ForwardedBy,
        [to, from]: [&str; 2],
        places: &[usize],
    ) -> Decisions<'p> {
        let message = RuleMessage::any_from(from);
        let asked = Asked {
            policy: self.policy,
            message: &message,
            kind,
            forwarded_by: self.facts(kind, forward).forwarded_by,
            recipient: RuleRecipient::of(to, self.addressee),
        };
        Decisions::of(&asked, self.outcome(kind, forward), places)
    }

    /// Whether the message leaves if no setting stops it.
    pub(super) fn may_leave(&self) -> bool {
        let reached = matches!(self.addressee.end, End::Reached | End::NotListed);
        reached && self.addressee.accepted.is_none()
    }
}

impl<'a, 'p> Pair<'a, 'p> {
    pub(super) fn of(
        policies: [&'p Policy; 2],
        addressed: &'a Addressed<'p>,
        author: &Sender<'p>,
        forwarder: &Sender<'p>,
        assumed: Option<&Assumed<'p>>,
    ) -> Self {
        let side = |policy, addressee: Option<&'a Addressee<'p>>, author, outbound, taken| {
            let addressee = addressee?;
            let (forwarded_by, outbound) = match decide::forwarder(policy, addressee) {
                Some((by, outbound)) => (Some(by), Option::unwrap_or(taken, outbound)),
                None => (None, outbound),
            };
            Some(Side {
                policy,
                addressee,
                author,
                applicable: applicable_policy(addressee, &author, outbound),
                forwarded_by,
            })
        };
        let [old, new] = policies;
        let [a, b] = addressed.by(author.authors.map(|author| author.inside));
        let [of_old, of_new] = author.authors;
        let [by_old, by_new] = forwarder.outbound;
        let taken = assumed.map(|assumed| assumed.outbound);
        let [in_old, in_new] = [taken.map(|[old, _]| old), taken.map(|[_, new]| new)];
        Self {
            sides: [
                side(old, a, of_old, by_old, in_old),
                side(new, b, of_new, by_new, in_new),
            ],
            authors: author.authors,
        }
    }

    /// Every way in which what becomes of a message differs, by the rules at some places of each
    /// policy.
    pub(super) fn differences(
        &self,
        kind: Kind,
        forward: ForwardedBy,
        ends: [&str; 2],
        rules: &[Rc<[usize]>; 2],
    ) -> Vec<Found> {
        let no_rules = rules.iter().all(|places| places.is_empty());
        let (old, new) = match &self.sides {
            [Some(old), Some(new)] if !no_rules => (old, new),
            sides => {
                let outcome = |side: &Option<Side>| Some(side.as_ref()?.outcome(kind, forward));
                let [old, new] = sides.each_ref().map(outcome);
                let found = Found {
                    old,
                    new,
                    cause: None,
                    unseen: Vec::new(),
                };
                return Vec::from_iter((old != new).then_some(found));
            }
        };
        let [of_old, of_new] = rules;
        let [old, new] = [(old, of_old), (new, of_new)]
            .map(|(side, places)| side.decisions(kind, forward, ends, places));
        let all = rules::differences(&old, &new).into_iter();
        all.map(|d| Found {
            old: Some(d.old.outcome),
            new: Some(d.new.outcome),
            cause: d.cause(),
            unseen: d.facts.iter().map(|fact| rules::told(fact)).collect(),
        })
        .collect()
    }

    /// Why two outcomes differ: the addressee gets the message, or is inside, under one policy only,
    /// or else the first setting that stops the message under one policy and does not, or does with
    /// another response, under the other.
    pub(super) fn cause(&self, kind: Kind, forward: ForwardedBy) -> SettingChange {
        let (old, new) = match &self.sides {
            [Some(old), Some(new)] => (old, new),
            sides => {
                let ways = sides
                    .each_ref()
                    .map(|side| Some(&*side.as_ref()?.addressee.via));
                return SettingChange::of_way(ways);
            }
        };
        let [a, b] = [old.addressee, new.addressee];
        if a.end != b.end
            && [a, b]
                .iter()
                .any(|x| !matches!(x.end, End::Reached | End::NotListed))
        {
            return SettingChange::of_way([a, b].map(|x| Some(&*x.via)));
        }
        if a.accepted.is_some() != b.accepted.is_some() {
            return SettingChange::of_accepted([a, b].map(|x| x.accepted));
        }
        for gate in CAN_STOP {
            let ruling =
                |side: &Side<'_, 'p>| (gate.check)(&side.facts(kind, forward), &side.applicable);
            let (old, new) = (ruling(old), ruling(new));
            let stops = |r: &Option<Ruling>| r.as_ref().and_then(Ruling::stops);
            if stops(&old) != stops(&new) {
                return SettingChange::of(old.as_ref(), new.as_ref());
            }
        }
        // Both are inside, and the author is inside under one policy only.
        let of = |author: &Author| Some((inside(author).to_owned(), None));
        let [old, new] = &self.authors;
        SettingChange {
            setting: ACCEPTED_DOMAINS.name.into(),
            old: of(old),
            new: of(new),
        }
    }
}

/// How an outcome differs; the cause where rules have a part in it.
pub(super) struct Found {
    pub(super) old: Option<Outcome>,
    pub(super) new: Option<Outcome>,
    pub(super) cause: Option<SettingChange>,
    pub(super) unseen: Vec<Text>,
}

impl Found {
    /// Whether both outcomes are those of another, on the same conditions.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        let of = |found: &Self| (found.old, found.new);
        of(self) == of(other) && self.unseen == other.unseen
    }
}

fn inside(author: &Author) -> &'static str {
    if author.inside {
        en("the sender is inside")
    } else {
        en("the sender is outside")
    }
}
