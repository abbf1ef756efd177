//! Reads a table: recipients by kinds, each cell a case of its own.

use super::Reader;
use super::message::sample;
use crate::evaluate::Overrides;
use crate::expectations::file::{self, Entry};
use crate::expectations::{Case, Error, Expect, Want, fact};
use crate::i18n::en;
use crate::transport::classify::Kind;

impl Reader<'_> {
    pub(super) fn table(&mut self, written: Entry<file::Table>) -> Vec<Case> {
        let Some(table) = written.value else {
            return Vec::new();
        };
        for (key, name, help) in [
            (
                table.name.key,
                "Name",
                en("add `Name:`; reports call the cells by it"),
            ),
            (
                table.kinds.key,
                "Kinds",
                en("add `Kinds: [ordinary, oof-external]`, one for each column"),
            ),
            (
                table.recipients.key,
                "Recipients",
                en(
                    "add `Recipients:` and, below it, rows such as `bob@fabrikam.com: [leaves, leaves]`",
                ),
            ),
        ] {
            if key.is_none() {
                let error = Error::TableWithout { name, help };
                self.problems.error(written.at, error);
            }
        }
        let name = table.name.value.unwrap_or_default();
        let overrides = self.overrides(table.from, &table.forwarded_by);
        // A kind that is wrong keeps its column, so that the rows keep their length.
        let kinds: Vec<Option<Kind>> = table
            .kinds
            .value
            .into_iter()
            .flatten()
            .map(|kind| kind.value)
            .collect();
        let mut cases = Vec::new();
        for (text, row) in table.recipients.value.into_iter().flat_map(|rows| rows.0) {
            let recipient = self.address(&text, row.key.unwrap_or(row.at));
            let cells = row.value.map(|many| many.0).unwrap_or_default();
            if cells.len() != kinds.len() {
                let (wanted, found) = (kinds.len(), cells.len());
                let error = Error::CellCount { found, wanted };
                self.problems.error(row.at, error);
                continue;
            }
            for (cell, kind) in cells.into_iter().zip(&kinds) {
                let (Some(file::Cell(text)), Some(kind)) = (cell.value, *kind) else {
                    continue;
                };
                let fact = fact::of_cell(&text);
                let want = Some(Want { fact, text }).filter(|want| !want.text.is_empty());
                let (source, message) = sample(kind);
                self.recipients += 1;
                cases.push(Case {
                    name: format!("{name} / {recipient} / {}", kind.token()),
                    at: cell.at,
                    source,
                    message,
                    overrides: Overrides {
                        to: vec![recipient.clone()],
                        kind: Some(kind),
                        ..overrides.clone()
                    },
                    expect: Expect::Each(Vec::from_iter(want)),
                });
            }
        }
        cases
    }
}
