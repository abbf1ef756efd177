//! Reads a table: recipients by kinds, each cell a case of its own.

use super::Reader;
use super::keys::{self, Keys};
use super::message::sample;
use crate::evaluate::Overrides;
use crate::expectations::{Case, Error, Expect, Expectation, Want, fact};
use crate::i18n::en;
use crate::policy::document::{Node, Value};
use crate::policy::edit::{self, Slot};
use crate::transport::classify::Kind;

const KEYS: [&str; 5] = ["Name", "From", "ForwardedBy", "Kinds", "Recipients"];

impl Reader<'_> {
    pub(super) fn table(&mut self, node: &Node) -> Vec<Case> {
        let Some(keys) = Keys::read(node, en("a table"), &KEYS, &mut self.problems) else {
            return Vec::new();
        };
        for (name, help) in [
            ("Name", en("add `Name:`; reports call the cells by it")),
            (
                "Kinds",
                en("add `Kinds: [ordinary, oof-external]`, one for each column"),
            ),
            (
                "Recipients",
                en(
                    "add `Recipients:` and, below it, rows such as `bob@fabrikam.com: [leaves, leaves]`",
                ),
            ),
        ] {
            if keys.get(name).is_none() {
                let error = Error::TableWithout { name, help };
                self.problems.error(keys.at, error);
            }
        }
        let name = keys.text("Name", &mut self.problems).unwrap_or_default();
        let overrides = self.overrides(&keys);
        let tokens = Kind::TOKENS;
        // A kind that is wrong keeps its column, so that the rows keep their length.
        let columns = self.entries(&keys, "Kinds");
        let kinds: Vec<Option<Kind>> = columns
            .iter()
            .map(|n| keys::token("Kinds", n, tokens, &mut self.problems))
            .map(|token| Kind::from_token(&token?))
            .collect();
        let rows = match keys.get("Recipients").map(|(_, n)| (&n.value, n)) {
            Some((Value::Map(rows), _)) => rows.as_slice(),
            Some((other, node)) => {
                let found = other.described();
                self.problems
                    .error(node.pos, Error::RowsNotMapping { found });
                &[]
            }
            None => &[],
        };
        let mut cases = Vec::new();
        for (text, at, row) in rows {
            let recipient = self.address(text, *at);
            let cells = match &row.value {
                Value::Seq(cells) => cells.as_slice(),
                _ => std::slice::from_ref(row),
            };
            if cells.len() != kinds.len() {
                let (wanted, found) = (kinds.len(), cells.len());
                let error = Error::CellCount { found, wanted };
                self.problems.error(row.pos, error);
                continue;
            }
            for (cell, kind) in cells.iter().zip(&kinds) {
                let Some(expectation) = self.cell(cell) else {
                    continue;
                };
                let Some(kind) = *kind else { continue };
                let (source, message) = sample(kind);
                self.recipients += 1;
                cases.push(Case {
                    name: format!("{name} / {recipient} / {}", kind.token()),
                    at: cell.pos,
                    source,
                    message,
                    overrides: Overrides {
                        to: vec![recipient.clone()],
                        kind: Some(kind),
                        ..overrides.clone()
                    },
                    expect: Expect::Each(expectation),
                });
            }
        }
        cases
    }

    fn cell(&mut self, node: &Node) -> Option<Expectation> {
        let bytes = self.text.extent(node);
        let slot = Slot {
            at: node.pos,
            bytes: bytes.clone(),
            kind: edit::Kind::Cell,
        };
        let wants = match (&node.value, fact::cell(&node.value)) {
            (Value::Null, _) => Vec::new(),
            (_, Ok((fact, text))) => vec![Want {
                fact,
                text,
                at: node.pos,
                entry: bytes.clone(),
                bytes,
                flow: true,
            }],
            (_, Err(error)) => {
                self.problems.error(node.pos, error);
                return None;
            }
        };
        Some(Expectation {
            wants,
            form: None,
            slot,
        })
    }
}
