//! Finds the bytes of expectations in the tree of their file.

use crate::address;
use crate::policy::document::{Node, Pos, Value};
use crate::policy::edit::{Kind, Slot, Source};
use std::iter::once;
use std::ops::Range;

/// Where an expectation stands, or those of a case.
#[derive(Clone, Copy)]
pub(super) struct Place<'n> {
    node: &'n Node,
    /// Where its key stands; nothing for the cell of a table.
    key: Option<Pos>,
    /// Whether the key stands in a flow mapping.
    flow: bool,
}

/// The bytes of a key with its value.
#[derive(Clone)]
pub(super) struct Spot {
    /// The bytes of the value.
    pub(super) bytes: Range<usize>,
    /// The bytes of key and value.
    pub(super) entry: Range<usize>,
    /// Whether they stand in a flow mapping.
    pub(super) flow: bool,
}

/// Where the cases of a file have their expectations, in the order in which they are read.
pub(super) fn of_cases<'n>(text: &Source, tree: &'n Node) -> Vec<Place<'n>> {
    let list = |node: &'n Node, name: &str| node.get(name).map_or(&[][..], |(_, n)| n.items());
    let mut all = Vec::new();
    for case in list(tree, "Cases") {
        all.extend(case.get("Expect").map(|(key, node)| Place {
            node,
            key: Some(key),
            flow: text.is_flow(case),
        }));
    }
    for table in list(tree, "Tables") {
        let rows = table.get("Recipients");
        for (_, _, row) in rows.map_or(&[][..], |(_, rows)| rows.pairs()) {
            let cells = match &row.value {
                Value::Seq(cells) => cells.as_slice(),
                _ => std::slice::from_ref(row),
            };
            all.extend(cells.iter().map(|node| Place {
                node,
                key: None,
                flow: true,
            }));
        }
    }
    all
}

impl<'n> Place<'n> {
    /// The expectations of a case that are given by address.
    pub(super) fn by_address(self, text: &Source) -> impl Iterator<Item = (String, Self)> {
        let flow = text.is_flow(self.node);
        let pairs = self.node.pairs().iter();
        pairs.map(move |(address, key, node)| {
            let place = Self {
                node,
                key: Some(*key),
                flow,
            };
            (address::normal(address), place)
        })
    }

    /// Where it is shown to stand: at its key where nothing is written behind it.
    pub(super) fn shown(self, text: &Source) -> Pos {
        match self.key {
            Some(key) if text.extent(self.node).is_empty() => key,
            _ => self.node.pos,
        }
    }

    /// The place to write the whole expectation.
    pub(super) fn slot(self, text: &Source) -> Slot {
        let kind = match (self.key, self.node.pairs().first()) {
            (None, _) => Kind::Cell,
            _ if self.flow || text.is_flow(self.node) => Kind::Flow,
            (_, Some((_, first, _))) => Kind::Block(first.column as usize),
            (Some(key), None) => Kind::Empty(text.offset(key), key.column as usize),
        };
        let bytes = text.extent(self.node);
        Slot { bytes, kind }
    }

    /// The bytes of a fact, or of `Format`.
    pub(super) fn spot(self, text: &Source, name: &str) -> Option<Spot> {
        let format = self.node.get("Format").map(|(_, format)| format);
        let mut mappings = once(self.node).chain(format);
        mappings.find_map(|mapping| {
            let (key, value) = mapping.get(name)?;
            let bytes = text.extent(value);
            Some(Spot {
                entry: text.offset(key)..bytes.end,
                bytes,
                flow: text.is_flow(mapping),
            })
        })
    }
}
