//! Reads a case: its message, what it says beyond the message, and what it expects.

use super::Reader;
use super::keys::Keys;
use super::message::Source;
use crate::address;
use crate::evaluate::Overrides;
use crate::expectations::{Case, Error, Expect, Expectation, Fact, Want};
use crate::i18n::{Text, en};
use crate::policy::document::{Node, Pos, Value};
use crate::policy::edit::{self, Slot};
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use std::collections::{BTreeMap, HashSet};

const KEYS: [&str; 9] = [
    "Name",
    "Message",
    "Headers",
    "Body",
    "Kind",
    "From",
    "To",
    "ForwardedBy",
    "Expect",
];

impl Reader<'_> {
    pub(super) fn case(&mut self, node: &Node) -> Option<Case> {
        let keys = Keys::read(node, en("a case"), &KEYS, &mut self.problems)?;
        let name = keys.text("Name", &mut self.problems);
        if keys.get("Name").is_none() {
            self.problems.error(keys.at, Error::CaseWithoutName);
        }
        let overrides = self.overrides(&keys);
        let source = self.source(&keys, overrides.kind);
        let recipients = source
            .as_ref()
            .map(|s| self.recipients(&keys, &overrides, s));
        let expect = match keys.get("Expect") {
            Some((key, node)) => self.expect(node, key, &keys, recipients.as_deref()),
            None => {
                self.problems.error(keys.at, Error::CaseWithoutExpect);
                None
            }
        };
        let (source, message) = source?;
        Some(Case {
            name: name?,
            at: keys.at,
            source,
            message,
            overrides,
            expect: expect?,
        })
    }

    /// What a case or table says beyond the message.
    pub(super) fn overrides(&mut self, keys: &Keys) -> Overrides {
        let problems = &mut self.problems;
        let kind = keys.token("Kind", Kind::TOKENS, problems);
        let forwarded_by = keys.token("ForwardedBy", ForwardedBy::TOKENS, problems);
        let from = keys.text("From", problems);
        if let (Some(from), Some((_, node))) = (&from, keys.get("From"))
            && !address::is_null_sender(from)
        {
            self.address(from, node.pos);
        }
        let to = keys.texts("To", &mut self.problems);
        for (at, address) in &to {
            self.address(address, *at);
        }
        Overrides {
            from,
            to: to.into_iter().map(|(_, address)| address).collect(),
            kind: kind.and_then(|k| Kind::from_token(&k)),
            forwarded_by: forwarded_by.and_then(|f| f.parse().ok()),
        }
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
    fn recipients(&mut self, keys: &Keys, overrides: &Overrides, source: &Source) -> Vec<String> {
        let recipients: Vec<String> = if keys.get("To").is_some() {
            overrides.to.iter().map(|t| address::normal(t)).collect()
        } else {
            let message = source.1.message();
            message.map_or_else(|_| Vec::new(), |m| m.recipients())
        };
        self.recipients += recipients.len();
        if recipients.is_empty() {
            let at = keys.get("To").map_or(keys.at, |(at, _)| at);
            self.problems.error(at, Error::CaseWithoutRecipient);
        }
        recipients
    }

    /// What a case expects: of every recipient, or of each by address.
    fn expect(
        &mut self,
        node: &Node,
        key: Pos,
        case: &Keys,
        recipients: Option<&[String]>,
    ) -> Option<Expect> {
        let pairs = match &node.value {
            Value::Map(pairs) if pairs.iter().any(|(k, _, _)| k.contains('@')) => pairs,
            _ => {
                let flow = self.in_flow(case.at);
                return self.expectation(node, key, flow).map(Expect::Each);
            }
        };
        let flow = self.text.is_flow(node);
        let all: Option<HashSet<&String>> = recipients.map(|r| r.iter().collect());
        let mut named = HashSet::new();
        let mut by: BTreeMap<String, Expectation> = BTreeMap::new();
        for (text, at, value) in pairs {
            let address = self.address(text, *at);
            if !named.insert(address.clone()) {
                let address = address.clone();
                self.problems
                    .error(*at, Error::RecipientGivenTwice { address });
            }
            if all.as_ref().is_some_and(|all| !all.contains(&address)) {
                let error = Error::NotRecipient {
                    address: address.clone(),
                    recipients: Text::names(recipients.unwrap_or_default()),
                };
                self.problems.error(*at, error);
            }
            if let Some(expectation) = self.expectation(value, *at, flow) {
                by.insert(address, expectation);
            }
        }
        let unnamed = |r: &&String| !named.contains(*r);
        for missing in recipients.unwrap_or_default().iter().filter(unnamed) {
            let address = missing.clone();
            self.problems.error(key, Error::NothingExpected { address });
        }
        Some(Expect::By(by))
    }

    /// Whether a mapping is written in flow style.
    fn in_flow(&self, at: Pos) -> bool {
        let start = self.text.offset(at);
        self.text
            .text
            .get(start..)
            .is_some_and(|t| t.starts_with('{'))
    }

    /// An expectation behind a key; `flow` says whether the key stands in a flow mapping.
    fn expectation(&mut self, node: &Node, key: Pos, flow: bool) -> Option<Expectation> {
        let bytes = self.text.extent(node);
        let in_flow = self.text.is_flow(node);
        let column = |at: Pos| at.column as usize;
        let empty = edit::Kind::Empty(self.text.offset(key), column(key));
        let pairs = match &node.value {
            Value::Map(pairs) => pairs.as_slice(),
            Value::Null => &[],
            other => {
                let found = other.described();
                self.problems
                    .error(node.pos, Error::ExpectNotMapping { found });
                return None;
            }
        };
        let kind = match pairs.first() {
            _ if in_flow || flow => edit::Kind::Flow,
            Some((_, at, _)) => edit::Kind::Block(column(*at)),
            None => empty,
        };
        let slot = Slot {
            at: if bytes.is_empty() { key } else { node.pos },
            bytes,
            kind,
        };
        let mut wants = Vec::new();
        let mut form = None;
        if !pairs.is_empty() {
            let names = [Fact::OF_VERDICT.map(Fact::key).as_slice(), &["Format"]].concat();
            let what = en("an expectation");
            let keys = Keys::read(node, what, &names, &mut self.problems)?;
            self.wants(&keys, &Fact::OF_VERDICT, in_flow, &mut wants);
            if let Some((key, format)) = keys.get("Format") {
                let names = Fact::OF_FORMAT.map(Fact::key);
                let inside = self.text.is_flow(format);
                let entry = self.text.offset(key)..self.text.extent(format).end;
                form = Some((entry, in_flow));
                let keys = Keys::read(format, "`Format`", &names, &mut self.problems)?;
                self.wants(&keys, &Fact::OF_FORMAT, inside, &mut wants);
            }
        }
        Some(Expectation { wants, form, slot })
    }

    fn wants(&mut self, keys: &Keys, facts: &[Fact], flow: bool, wants: &mut Vec<Want>) {
        for fact in facts {
            let Some((key, node)) = keys.get(fact.key()) else {
                continue;
            };
            match fact.parse(&node.value) {
                Ok(text) => {
                    let bytes = self.text.extent(node);
                    wants.push(Want {
                        fact: *fact,
                        text,
                        at: if bytes.is_empty() { key } else { node.pos },
                        entry: self.text.offset(key)..bytes.end,
                        bytes,
                        flow,
                    });
                }
                Err(error) => {
                    let at = if node.value == Value::Null {
                        key
                    } else {
                        node.pos
                    };
                    self.problems.error(at, error);
                }
            }
        }
    }
}
