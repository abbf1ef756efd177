//! Groups the authors whom both policies treat alike towards one class of recipients.
//!
//! Most rules that name senders name recipients too, so that towards one recipient nearly all authors
//! are alike, and only the rules that the recipient does not rule out have to be asked.

use super::classes::{Addressed, AuthorKey, Mailbox};
use crate::policy::Policy;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::rules::{self, Asked, Holds, RuleMessage, RuleRecipient};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Authors whom both policies treat alike towards one class of recipients.
#[derive(Debug)]
pub(super) struct AuthorGroup {
    /// Places in [`Classes::authors`](super::classes::Classes::authors); `None` is any author.
    pub(super) authors: Vec<Option<usize>>,
    /// The places of the rules that may apply to a message of theirs, under each policy.
    pub(super) rules: [Rc<[usize]>; 2],
}

/// The places of the rules that a recipient does not rule out, under each policy, for an author who
/// is inside or is not.
pub(super) struct OpenRules([[Rc<[usize]>; 2]; 2]);

/// What distinguishes authors towards one class of recipients, under one policy.
type Distinction = (bool, Option<Mailbox>, Vec<(u32, Holds)>);

impl OpenRules {
    /// Those for a recipient as written and whom it stands for.
    pub(super) fn of(policies: [&Policy; 2], to: &str, addressed: &Addressed) -> Self {
        let message = RuleMessage::default();
        Self([false, true].map(|inside| {
            let mut addressees = addressed.by([inside; 2]).into_iter();
            policies.map(|policy| match addressees.next().flatten() {
                Some(addressee) => rules::open_to_recipient(&Asked {
                    policy,
                    message: &message,
                    kind: Kind::Ordinary,
                    forwarded_by: ForwardedBy::Nobody,
                    recipient: RuleRecipient::of(to, addressee),
                })
                .into(),
                None => Rc::from([]),
            })
        }))
    }

    fn by(&self, inside: [bool; 2]) -> [Rc<[usize]>; 2] {
        let Self([outside, within]) = self;
        let [old, new] = inside.map(|is| if is { within } else { outside });
        let ([old, _], [_, new]) = (old, new);
        [old.clone(), new.clone()]
    }

    /// Any author, where it makes no difference which; the first stands for all.
    pub(super) fn anybody(&self, authors: &[&[AuthorKey; 2]]) -> Vec<AuthorGroup> {
        let inside = authors
            .first()
            .map(|keys| keys.each_ref().map(|k| k.inside));
        let rules = self.by(inside.unwrap_or_default());
        vec![AuthorGroup {
            authors: vec![None],
            rules,
        }]
    }

    /// All authors, by what is the same for them.
    pub(super) fn groups(&self, authors: &[&[AuthorKey; 2]]) -> Vec<AuthorGroup> {
        let mut groups: Vec<AuthorGroup> = Vec::new();
        let mut known: FxHashMap<[Distinction; 2], usize> = FxHashMap::default();
        for (author, keys) in authors.iter().enumerate() {
            let rules = self.by(keys.each_ref().map(|key| key.inside));
            let mut open = rules.iter();
            let distinction = keys.each_ref().map(|key| {
                let open = open.next().map_or(&[][..], |open| open);
                let is_open = |place: u32| open.binary_search(&(place as usize)).is_ok();
                let said = key.rules.iter().filter(|(place, _)| is_open(*place));
                (key.inside, key.mailbox, said.copied().collect())
            });
            let at = *known.entry(distinction).or_insert_with(|| {
                groups.push(AuthorGroup {
                    authors: Vec::new(),
                    rules,
                });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(at) {
                group.authors.push(Some(author));
            }
        }
        groups
    }
}
