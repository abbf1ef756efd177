//! Finds the domains and addresses that two policies name, and an example of each that they distinguish.

use crate::address;
use crate::i18n::{Text, en};
use crate::policy::Policy;
use crate::policy::domain::Pattern;
use crate::policy::mail_flow_rule::{How, Predicate, Test};
use crate::transport::rules::{self, EndOfMail};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// The domains and addresses that two policies name.
pub(super) struct Names {
    /// Domains that a pattern names.
    named: BTreeSet<String>,
    /// Those of them that a wildcard names.
    wild: BTreeSet<String>,
    /// Domains in the scope of an outbound policy; they do not match subdomains.
    sender_domains: BTreeSet<String>,
    /// All of these domains and those above them.
    above: FxHashSet<String>,
    /// Addresses of recipients that a policy lists.
    listed: BTreeSet<String>,
    /// These, and those in scopes.
    addresses: BTreeSet<String>,
    /// Domains in the conditions of mail flow rules, which match those below them too.
    rule_domains: FxHashSet<String>,
    /// Whether an address with a tag is that without under one policy only, or is searched for words
    /// in its place.
    tags_differ: bool,
    /// Addresses that the scopes of outbound policies name, or groups that these name.
    in_scope: FxHashSet<String>,
}

impl Names {
    /// Whether the scope of an outbound policy names a sender, or a group in which it is.
    pub(super) fn is_in_scope(&self, address: &str) -> bool {
        self.in_scope.contains(address)
    }

    pub(super) fn of(policies: [&Policy; 2]) -> Self {
        let mut names = Self {
            named: BTreeSet::new(),
            wild: BTreeSet::new(),
            sender_domains: BTreeSet::new(),
            above: FxHashSet::default(),
            listed: BTreeSet::new(),
            addresses: BTreeSet::new(),
            rule_domains: FxHashSet::default(),
            in_scope: FxHashSet::default(),
            tags_differ: {
                let [old, new] = policies;
                let searches = |policy| {
                    let mut all = rules::conditions(policy, EndOfMail::Recipient);
                    all.any(Predicate::looks_in_recipient)
                };
                old.plus_addressing_off != new.plus_addressing_off
                    || policies.into_iter().any(searches)
            },
        };
        for policy in policies {
            let accepted = policy.accepted_domains.iter().map(|d| &d.pattern);
            let remote = policy.remote_domains.iter().map(|d| &d.pattern);
            for pattern in accepted.chain(remote) {
                match pattern {
                    Pattern::Exact(domain) => {
                        names.named.insert(domain.clone());
                    }
                    Pattern::Wildcard(domain) => {
                        names.named.insert(domain.clone());
                        names.wild.insert(domain.clone());
                    }
                    Pattern::Any => {}
                }
            }
            for outbound in &policy.outbound {
                for scope in [&outbound.scope, &outbound.except] {
                    names.sender_domains.extend(scope.domains.iter().cloned());
                    names.addresses.extend(scope.from.iter().cloned());
                    names.in_scope.extend(scope.from.every().cloned());
                }
            }
            names
                .addresses
                .extend(policy.memberships.members().cloned());
            names.in_scope.extend(policy.memberships.members().cloned());
            let said = policy.mailboxes.iter().filter(|m| !m.member_of.is_empty());
            names
                .in_scope
                .extend(said.flat_map(|m| m.addresses.iter().cloned()));
            let contacts = policy.contacts.iter().map(|c| &c.addresses);
            let mailboxes = policy.mailboxes.iter().map(|m| &m.addresses);
            let groups = policy.groups.iter().map(|g| &g.addresses);
            let listed = contacts.chain(mailboxes).chain(groups).flatten();
            names.listed.extend(listed.cloned());
            names.of_rules(policy);
            names.addresses.extend(names.listed.iter().cloned());
        }
        for domain in names.named.iter().chain(&names.sender_domains) {
            names
                .above
                .extend(address::upwards(domain).map(str::to_owned));
        }
        names
    }

    /// Add those that the conditions of mail flow rules distinguish.
    fn of_rules(&mut self, policy: &Policy) {
        let ends = [EndOfMail::Sender, EndOfMail::Recipient];
        let mut groups = false;
        for predicate in ends.iter().flat_map(|end| rules::conditions(policy, *end)) {
            let values = predicate.values.iter();
            match predicate.test {
                Test::Text(_, How::Domain) => {
                    self.named.extend(values.clone().cloned());
                    self.wild.extend(values.clone().cloned());
                    self.rule_domains.extend(values.cloned());
                }
                Test::Text(_, How::Identity) => {
                    let addresses = values.filter(|v| v.contains('@'));
                    self.listed.extend(addresses.cloned());
                }
                Test::Text(_, How::MemberOf) | Test::Between => groups = true,
                _ => {}
            }
        }
        let members = policy.groups.iter().filter(|_| groups);
        let members = members.filter_map(|g| g.members.as_ref());
        let members = members.flat_map(|m| &m.value).filter(|m| m.contains('@'));
        self.listed.extend(members.cloned());
    }

    /// Every class of domains: what it is, and an example.
    fn domains(&self) -> Vec<(String, String)> {
        let named = self.named.iter().map(|d| (d.clone(), d.clone()));
        let below = self.wild.iter().map(|d| (format!("*.{d}"), self.below(d)));
        let unmatched = ("*".to_owned(), self.unmatched());
        named.chain(below).chain([unmatched]).collect()
    }

    /// Whether a pattern or a scope names a domain, or one below it.
    fn is_named(&self, domain: &str) -> bool {
        self.above.contains(domain)
    }

    /// A subdomain that only the wildcard of the domain above it matches.
    fn below(&self, above: &str) -> String {
        let mut names = numbered("anything").map(|n| format!("{n}.{above}"));
        names.find(|n| !self.is_named(n)).unwrap_or_default()
    }

    /// A domain that only `*` matches.
    fn unmatched(&self) -> String {
        let known = ["example", "test", "invalid"].map(String::from);
        let tops = known.into_iter().chain(numbered("x"));
        let mut names = tops.map(|top| format!("anything.{top}"));
        let matched = |name: &str| {
            let mut wild = self.wild.iter();
            wild.any(|w| {
                name.strip_suffix(w.as_str())
                    .is_some_and(|r| r.is_empty() || r.ends_with('.'))
            })
        };
        names
            .find(|n| !self.is_named(n) && !matched(n))
            .unwrap_or_default()
    }

    /// An address in a domain that no policy names.
    pub(super) fn unlisted_address(&self, domain: &str) -> String {
        let mut names = numbered("someone").map(|n| format!("{n}@{domain}"));
        names
            .find(|n| !self.addresses.contains(n))
            .unwrap_or_default()
    }

    /// An address with a tag that nobody has as it is.
    fn tagged(&self, address: &str) -> Option<String> {
        let (local, domain) = address.rsplit_once('@')?;
        let mut names = numbered("tag").map(|tag| format!("{local}+{tag}@{domain}"));
        names.find(|n| !self.addresses.contains(n))
    }

    /// Every kind of recipient: who they are, and the address of one.
    pub(super) fn recipients(&self) -> Vec<(String, String)> {
        let domains = self.domains().into_iter();
        let mut out: Vec<_> = domains
            .map(|(member, domain)| (member, self.unlisted_address(&domain)))
            .collect();
        out.extend(self.listed.iter().map(|a| (a.clone(), a.clone())));
        if self.tags_differ {
            let tagged = self.listed.iter().filter_map(|a| self.tagged(a));
            out.extend(tagged.map(|a| (a.clone(), a)));
        }
        out
    }

    /// Every kind of sender: who they are, and the address of one.
    pub(super) fn senders(&self, policies: [&Policy; 2]) -> Vec<(Text, String)> {
        let mut out: Vec<_> = self
            .addresses
            .iter()
            .map(|a| (Text::of("{address}", [("address", a)]), a.clone()))
            .collect();
        let others = |domain: &str| Text::of(en("others at {domain}"), [("domain", &domain)]);
        // Only accepted domains and scopes distinguish senders.
        let distinguished = |domain: &str| {
            self.sender_domains.contains(domain)
                || address::upwards(domain).any(|d| self.rule_domains.contains(d))
                || policies.iter().any(|p| p.accepted_for(domain).is_some())
        };
        for (member, domain) in self.domains() {
            if member == "*" {
                out.push((en("senders outside").into(), self.unlisted_address(&domain)));
            } else if distinguished(&domain) {
                out.push((others(&member), self.unlisted_address(&domain)));
            }
        }
        for domain in self.sender_domains.difference(&self.named) {
            out.push((others(domain), self.unlisted_address(domain)));
        }
        out
    }
}

/// A name, then the name with 1, 2, 3 …
fn numbered(name: &str) -> impl Iterator<Item = String> {
    std::iter::once(name.to_owned()).chain((1u32..).map(move |n| format!("{name}{n}")))
}
