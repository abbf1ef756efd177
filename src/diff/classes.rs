//! Divides recipients and senders into classes whose members two policies treat alike.
//!
//! A domain is looked up by its exact pattern, else by the nearest wildcard above it. So the
//! domains that the patterns of both policies distinguish are: every domain that a pattern names;
//! for every wildcard, a subdomain that no pattern names; and a domain that no pattern but `*`
//! matches. Every recipient that a policy lists may be different. A recipient that stands for
//! others is compared once for each of these, as they are really addressed. Those that neither
//! policy distinguishes are then put into one class.

use super::names::Names;
use crate::address;
use crate::i18n::{Text, en};
use crate::policy::domain::Pattern;
use crate::policy::mail_flow_rule::Predicate;
use crate::policy::membership::assumptions;
use crate::policy::{
    AssumedSender, Contact, ExternalAudience, ExternalOofOptions, ForwardingProperty,
    MessageBodyFormat, MessageFormat, OutlookFormat, Policy, Recipient, UseMapiRichText,
};
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::resolve::{Addressee, End, resolve};
use crate::transport::rules::{self, Asked, EndOfMail, Holds, RuleMessage, RuleRecipient};
use rustc_hash::FxHashMap;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Recipients whom both policies treat alike.
#[derive(Debug, Clone)]
pub struct Recipients {
    /// Who they are, each as a domain, `*.domain`, `*` or an address, or as `address → addressee`.
    pub members: Vec<String>,
    /// The address of one of them.
    pub example: String,
    /// The address that this one stands for, where it is another.
    pub addressee: Option<String>,
}

/// Whom one recipient stands for under both policies, for authors outside and inside: `None` where it
/// does not stand for it.
#[derive(Debug, Clone, Default)]
pub struct Addressed<'p> {
    from_outside: [Option<Addressee<'p>>; 2],
    from_inside: [Option<Addressee<'p>>; 2],
}

impl<'p> Addressed<'p> {
    /// Under the old policy and under the new one, for an author who is inside under each, or not.
    pub(super) fn by(&self, inside: [bool; 2]) -> [Option<&Addressee<'p>>; 2] {
        let sides = self.from_outside.iter().zip(&self.from_inside).zip(inside);
        let mut sides = sides.map(|((outside, inside), is)| if is { inside } else { outside });
        [(); 2].map(|()| sides.next().and_then(Option::as_ref))
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Addressee<'p>> {
        self.from_outside.iter().chain(&self.from_inside).flatten()
    }
}

/// Senders whom both policies treat alike.
#[derive(Debug, Clone)]
pub struct Senders {
    /// Who they are: addresses, or others at a domain.
    pub members: Vec<Text>,
    /// One of them.
    pub example: AssumedSender,
}

/// All that one policy distinguishes those by who are really addressed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct RecipientKey {
    inside: bool,
    end: EndKey,
    /// The remote domain of one outside, or of a mail user on premises.
    remote: Option<Pattern>,
    /// What the contact itself says on the form.
    format: Option<(UseMapiRichText, Option<(MessageFormat, MessageBodyFormat)>)>,
    /// The property of the mailbox that forwards, and the outbound policy that it is under.
    forwarded: Option<(ForwardingProperty, Option<usize>)>,
    /// The mailbox that forwards, where it may be in a group of which the policy does not say so.
    perhaps_member: Option<String>,
    /// Whether a group, a mailbox or nobody on the way takes authenticated senders only.
    closed: Option<bool>,
    /// What the conditions of mail flow rules say of it.
    rules: Vec<(u32, Holds)>,
    /// The address in which mail flow rules look for words, where that is not the one written.
    searched: Option<String>,
}

/// For authors outside and inside, under both policies.
type RecipientKeys = [[Option<RecipientKey>; 2]; 2];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum EndKey {
    Reached,
    NotFound,
    Unknown,
}

/// What one policy says of an author's mailbox that matters to its messages.
pub(super) type Mailbox = (ExternalAudience, ExternalOofOptions, OutlookFormat);

/// All that one policy distinguishes authors by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AuthorKey {
    pub(super) inside: bool,
    pub(super) mailbox: Option<Mailbox>,
    /// What the conditions of mail flow rules say of it.
    pub(super) rules: Vec<(u32, Holds)>,
}

/// The classes of two policies.
#[derive(Debug)]
pub struct Classes {
    /// Recipients.
    pub recipients: Vec<Recipients>,
    /// Senders as authors: their mailbox, and whether they are inside.
    pub authors: Vec<Senders>,
    /// Senders as those who forward: the outbound policy that they are under.
    pub forwarders: Vec<Senders>,
    recipient_of: HashMap<RecipientKeys, usize>,
    author_of: HashMap<[AuthorKey; 2], usize>,
    forwarder_of: HashMap<[Option<usize>; 2], usize>,
}

impl Classes {
    /// Divide the recipients and senders of two policies; also whom the example of each class of
    /// recipients stands for.
    pub(super) fn of<'p>(policies: [&'p Policy; 2]) -> (Self, Vec<Addressed<'p>>) {
        let mut examples = Vec::new();
        let mut classes = Self {
            recipients: Vec::new(),
            authors: Vec::new(),
            forwarders: Vec::new(),
            recipient_of: HashMap::new(),
            author_of: HashMap::new(),
            forwarder_of: HashMap::new(),
        };
        let names = Names::of(policies);
        for (member, address) in names.recipients() {
            for (addressee, addressed) in addressed(policies, &address) {
                let member = match &addressee {
                    Some(addressee) => format!("{member} → {addressee}"),
                    None => member.clone(),
                };
                let recipients = &mut classes.recipients;
                let at = *classes
                    .recipient_of
                    .entry(keys(policies, &address, &addressed))
                    .or_insert_with(|| {
                        examples.push(addressed);
                        recipients.push(Recipients {
                            members: Vec::new(),
                            example: address.clone(),
                            addressee,
                        });
                        recipients.len() - 1
                    });
                if let Some(class) = classes.recipients.get_mut(at) {
                    class.members.push(member);
                }
            }
        }
        let unknown = policies.into_iter().flat_map(|p| p.memberships.unknown());
        let unknown: BTreeSet<&str> = unknown.map(String::as_str).collect();
        let assumptions = assumptions(&Vec::from_iter(unknown));
        let mut asked = HashSet::new();
        for (member, address) in names.senders(policies) {
            let author = policies.map(|p| author_key(p, &address));
            let forwarder = policies.map(|p| p.outbound_index(&address));
            let sender = AssumedSender::known(&address);
            let author_of = &mut classes.author_of;
            join(&mut classes.authors, author_of, author, &member, &sender);
            let forwarder_of = &mut classes.forwarder_of;
            join(
                &mut classes.forwarders,
                forwarder_of,
                forwarder,
                &member,
                &sender,
            );
            // Senders whom no scope names are alike in a domain where they are alike in no group.
            let named = names.is_in_scope(&address);
            let domain = address::domain(&address);
            let say = policies.map(|policy| policy.says_groups_of(&address));
            let alike = (forwarder, say, domain.clone().into_owned());
            if assumptions.is_empty() || (!named && !asked.insert(alike)) {
                continue;
            }
            let senders = if named {
                member
            } else {
                Text::of(en("senders at {domain}"), [("domain", &domain)])
            };
            for groups in &assumptions {
                let sender = AssumedSender::of(&address, groups);
                let [old, new] = policies;
                let [of_old, of_new] = forwarder;
                let if_member = [(old, of_old), (new, of_new)]
                    .map(|(policy, known)| policy.outbound_index_assumed(&sender, known));
                if if_member == forwarder {
                    continue;
                }
                let member = Text::of(
                    en("{senders}, if in {group}"),
                    [("group", &groups.join(", "))],
                )
                .with_text("senders", senders.clone());
                let forwarder_of = &mut classes.forwarder_of;
                join(
                    &mut classes.forwarders,
                    forwarder_of,
                    if_member,
                    &member,
                    &sender,
                );
            }
        }
        (classes, examples)
    }

    /// The classes of those for whom a recipient (lower case) stands, each with its address where
    /// that is another.
    #[must_use]
    pub fn recipients_of(
        &self,
        policies: [&Policy; 2],
        address: &str,
    ) -> Vec<(Option<String>, usize)> {
        let all = addressed(policies, address).into_iter();
        let classes = all.filter_map(|(addressee, addressed)| {
            let key = keys(policies, address, &addressed);
            let class = self.recipient_of.get(&key).copied()?;
            Some((addressee, class))
        });
        classes.collect()
    }

    /// What distinguishes the authors under both policies, class by class.
    pub(super) fn author_keys(&self) -> Vec<&[AuthorKey; 2]> {
        let mut keys: Vec<(usize, _)> = self.author_of.iter().map(|(key, at)| (*at, key)).collect();
        keys.sort_unstable_by_key(|(at, _)| *at);
        keys.into_iter().map(|(_, key)| key).collect()
    }

    /// The places of the outbound policies of those who forward under both policies, class by class.
    pub(super) fn forwarder_keys(&self) -> Vec<[Option<usize>; 2]> {
        let mut keys: Vec<(usize, _)> = self
            .forwarder_of
            .iter()
            .map(|(key, at)| (*at, *key))
            .collect();
        keys.sort_unstable_by_key(|(at, _)| *at);
        keys.into_iter().map(|(_, key)| key).collect()
    }

    /// The class of an author (lower case).
    #[must_use]
    pub fn author(&self, policies: [&Policy; 2], address: &str) -> Option<usize> {
        let key = policies.map(|p| author_key(p, address));
        self.author_of.get(&key).copied()
    }

    /// The class of one who forwards.
    #[must_use]
    pub fn forwarder(&self, policies: [&Policy; 2], sender: &AssumedSender) -> Option<usize> {
        let key = policies.map(|policy| {
            let known = policy.outbound_index(&sender.address);
            policy.outbound_index_assumed(sender, known)
        });
        self.forwarder_of.get(&key).copied()
    }
}

fn join<K: Eq + std::hash::Hash>(
    classes: &mut Vec<Senders>,
    of: &mut HashMap<K, usize>,
    key: K,
    member: &Text,
    sender: &AssumedSender,
) {
    let at = *of.entry(key).or_insert_with(|| {
        classes.push(Senders {
            members: Vec::new(),
            example: sender.clone(),
        });
        classes.len() - 1
    });
    if let Some(class) = classes.get_mut(at) {
        class.members.push(member.clone());
    }
}

/// All for whom a recipient stands under either policy, each by its address where that is another.
fn addressed<'p>(policies: [&'p Policy; 2], address: &str) -> Vec<(Option<String>, Addressed<'p>)> {
    let mut out: Vec<(Option<String>, Addressed)> = Vec::new();
    let mut place: FxHashMap<Option<String>, usize> = FxHashMap::default();
    for (which, policy) in policies.into_iter().enumerate() {
        for inside in [false, true] {
            for addressee in resolve(policy, address, inside) {
                let name = addressee.address.map(str::to_owned);
                let at = *place.entry(name.clone()).or_insert_with(|| {
                    out.push((name, Addressed::default()));
                    out.len() - 1
                });
                let Some((_, found)) = out.get_mut(at) else {
                    continue;
                };
                let sides = if inside {
                    &mut found.from_inside
                } else {
                    &mut found.from_outside
                };
                if let Some(side) = sides.get_mut(which) {
                    *side = Some(addressee);
                }
            }
        }
    }
    out
}

fn keys(policies: [&Policy; 2], recipient: &str, addressed: &Addressed) -> RecipientKeys {
    let key = |policy, addressee: Option<&Addressee>| {
        addressee.map(|a| recipient_key(policy, recipient, a))
    };
    [[false; 2], [true; 2]].map(|inside| {
        let [old, new] = policies;
        let [a, b] = addressed.by(inside);
        [key(old, a), key(new, b)]
    })
}

/// What the conditions of mail flow rules say of one end of a message.
fn rules(
    policy: &Policy,
    sender: &str,
    recipient: RuleRecipient,
    end: EndOfMail,
) -> Vec<(u32, Holds)> {
    let message = RuleMessage::any_from(sender);
    let asked = Asked {
        policy,
        message: &message,
        kind: Kind::Ordinary,
        forwarded_by: ForwardedBy::Nobody,
        recipient,
    };
    rules::said_of(&asked, end)
}

fn recipient_key(policy: &Policy, recipient: &str, addressee: &Addressee) -> RecipientKey {
    let forwarded = addressee
        .forwarding
        .map(|(mailbox, property)| (property, policy.outbound_index(mailbox.address())));
    let to = RuleRecipient::of(recipient, addressee);
    let mut conditions = rules::conditions(policy, EndOfMail::Recipient);
    let searches = conditions.any(Predicate::looks_in_recipient);
    RecipientKey {
        inside: addressee.accepted.is_some(),
        end: match addressee.end {
            End::Reached | End::NotListed => EndKey::Reached,
            End::NotFound => EndKey::NotFound,
            End::Unknown(_) => EndKey::Unknown,
        },
        remote: addressee.remote_domain().map(|d| d.pattern.clone()),
        format: addressee.contact.map(Contact::format),
        forwarded,
        perhaps_member: addressee.forwarding.and_then(|(mailbox, _)| {
            let unknown = !policy.memberships.unknown().is_empty();
            unknown.then(|| mailbox.address().to_owned())
        }),
        closed: addressee.closed().map(|r| matches!(r, Recipient::Group(_))),
        rules: rules(policy, "", to, EndOfMail::Recipient),
        searched: (searches && to.primary != to.written).then(|| to.primary.to_owned()),
    }
}

fn author_key(policy: &Policy, address: &str) -> AuthorKey {
    let author = policy.author(address);
    let nobody = RuleRecipient {
        written: "",
        primary: "",
    };
    AuthorKey {
        rules: rules(policy, address, nobody, EndOfMail::Sender),
        inside: author.inside,
        mailbox: author.mailbox.map(|m| {
            let oof = (m.external_audience.value, m.external_oof_options.value);
            (oof.0, oof.1, m.outlook_format.value)
        }),
    }
}
