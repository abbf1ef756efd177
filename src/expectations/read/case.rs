//! Reads a case: its message, what it says beyond the message, and what it expects.

use super::Reader;
use super::message::Source;
use crate::address;
use crate::evaluate::{self, Overrides};
use crate::expectations::file::{self, Entry, Pairs};
use crate::expectations::{Case, Error, Expect, Fact, Want};
use crate::i18n::Text;
use crate::policy::Policy;
use crate::policy::document::Pos;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::resolve::resolve;
use std::collections::{BTreeMap, HashSet};

impl Reader<'_> {
    pub(super) fn case(
        &mut self,
        written: Entry<file::Case>,
        policy: Option<&Policy>,
    ) -> Option<Case> {
        let (at, case) = (written.at, written.value?);
        if case.name.key.is_none() {
            self.problems.error(at, Error::CaseWithoutName);
        }
        let source = self.source(at, case.message, case.headers, case.body, &case.kind);
        let overrides = Overrides {
            to: self.addresses(case.to.value),
            kind: case.kind.value,
            ..self.overrides(case.from, &case.forwarded_by)
        };
        let recipients = source
            .as_ref()
            .map(|s| self.recipients(case.to.key, at, &overrides, s));
        if case.expect.key.is_none() {
            self.problems.error(at, Error::CaseWithoutExpect);
        }
        let expect = match case.expect.value? {
            file::Expect::Each(written) => Expect::Each(wants(*written)),
            file::Expect::By(written) => {
                let key = case.expect.key.unwrap_or(at);
                let asked = policy.map(|policy| (policy, is_inside(policy, &source, &overrides)));
                Expect::By(self.by_recipient(written, key, recipients.as_deref(), asked))
            }
        };
        let (source, message) = source?;
        Some(Case {
            name: case.name.value?,
            at,
            source,
            message,
            overrides,
            expect,
        })
    }

    /// What a case or table says beyond the messages.
    pub(super) fn overrides(
        &mut self,
        from: Entry<String>,
        forwarded_by: &Entry<ForwardedBy>,
    ) -> Overrides {
        if let Some(sender) = &from.value
            && !address::is_null_sender(sender)
        {
            self.address(sender, from.at);
        }
        Overrides {
            from: from.value,
            forwarded_by: forwarded_by.value,
            ..Overrides::default()
        }
    }

    /// The recipients that a case gives.
    fn addresses(&mut self, written: Option<file::Many<String>>) -> Vec<String> {
        let mut all = Vec::new();
        for entry in written.into_iter().flat_map(|many| many.0) {
            if let Some(text) = entry.value {
                self.address(&text, entry.at);
                all.push(text);
            }
        }
        all
    }

    /// An address as it is compared; one without a domain is a problem.
    pub(super) fn address(&mut self, text: &str, at: Pos) -> String {
        let address = address::normal(text);
        if address::domain(&address).is_empty() {
            let text = text.to_owned();
            self.problems.error(at, Error::NotAddress { text });
        }
        address
    }

    /// The recipients of a case; one that has none is a problem.
    fn recipients(
        &mut self,
        to: Option<Pos>,
        at: Pos,
        overrides: &Overrides,
        source: &Source,
    ) -> Vec<String> {
        let recipients: Vec<String> = if to.is_some() {
            overrides.to.iter().map(|t| address::normal(t)).collect()
        } else {
            let message = source.1.message();
            message.map_or_else(|_| Vec::new(), |m| m.recipients())
        };
        self.recipients += recipients.len();
        if recipients.is_empty() {
            let at = to.unwrap_or(at);
            self.problems.error(at, Error::CaseWithoutRecipient);
        }
        recipients
    }

    /// What a case expects of each recipient, or of those who are really addressed, by address.
    fn by_recipient(
        &mut self,
        written: Pairs<file::Expectation>,
        key: Pos,
        recipients: Option<&[String]>,
        asked: Option<(&Policy, bool)>,
    ) -> BTreeMap<String, Vec<Want>> {
        let addressed: Option<Vec<(&String, Vec<&str>)>> = recipients.map(|recipients| {
            let each = recipients.iter().map(|r| {
                let own = || vec![r.as_str()];
                let all = asked.map(|(policy, inside)| addressees(policy, r, inside));
                (r, all.unwrap_or_else(own))
            });
            each.collect()
        });
        let all: Option<HashSet<&str>> = addressed.as_ref().map(|each| {
            let addresses = each.iter().flat_map(|(_, all)| all.iter().copied());
            addresses
                .chain(each.iter().map(|(r, _)| r.as_str()))
                .collect()
        });
        let mut named = HashSet::new();
        let mut by: BTreeMap<String, Vec<Want>> = BTreeMap::new();
        for (text, entry) in written.0 {
            let at = entry.key.unwrap_or(entry.at);
            let address = self.address(&text, at);
            if !named.insert(address.clone()) {
                let address = address.clone();
                self.problems
                    .error(at, Error::RecipientGivenTwice { address });
            }
            if all
                .as_ref()
                .is_some_and(|all| !all.contains(address.as_str()))
            {
                let error = Error::NotRecipient {
                    address: address.clone(),
                    recipients: Text::names(recipients.unwrap_or_default()),
                };
                self.problems.error(at, error);
            }
            if let Some(written) = entry.value {
                by.insert(address, wants(written));
            }
        }
        for (recipient, addressees) in addressed.unwrap_or_default() {
            let mut unnamed = addressees.into_iter().filter(|a| !named.contains(*a));
            let missing = unnamed.next().filter(|_| !named.contains(recipient));
            if let Some(missing) = missing {
                // A name that nobody has is no address.
                let address = match missing.contains('@') {
                    true => missing.to_owned(),
                    false => recipient.clone(),
                };
                self.problems.error(key, Error::NothingExpected { address });
            }
        }
        by
    }
}

/// Whether the author of a case's message is inside.
fn is_inside(policy: &Policy, source: &Option<Source>, overrides: &Overrides) -> bool {
    let message = source.as_ref().map(|source| source.1.message());
    let message = message.and_then(Result::ok);
    message.is_some_and(|m| policy.is_accepted(&evaluate::envelope(&m, overrides).author))
}

/// The addresses of those who are really addressed by a recipient.
fn addressees<'r>(policy: &'r Policy, recipient: &'r str, inside: bool) -> Vec<&'r str> {
    let addressees = resolve(policy, recipient, inside);
    let all = addressees.iter();
    all.map(|a| a.address.unwrap_or(recipient)).collect()
}

/// The facts of an expectation, in the order in which they are reported.
fn wants(written: file::Expectation) -> Vec<Want> {
    let form = written.format.value.unwrap_or_default();
    let facts = [
        (Fact::Outcome, written.outcome),
        (Fact::Response, written.response),
        (Fact::Setting, written.setting),
        (Fact::RemoteDomain, written.remote_domain),
        (Fact::Transmission, form.transmission),
        (Fact::Charset, form.charset),
        (Fact::Body, form.body),
        (Fact::ContentType, form.content_type),
        (Fact::LineWrap, form.line_wrap),
        (Fact::SenderName, form.sender_name),
    ];
    let facts = facts.into_iter();
    let wants = facts.filter_map(|(fact, entry)| {
        Some(Want {
            fact,
            text: entry.value?.0,
        })
    });
    wants.collect()
}
