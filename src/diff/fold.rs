//! Merges combinations of kind, forwarding and senders into few groups.

use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use std::collections::{BTreeMap, BTreeSet};

/// One combination; `None` is any sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The kind.
    pub kind: Kind,
    /// How it was forwarded.
    pub forward: ForwardedBy,
    /// Place in [`Classes::authors`](super::classes::Classes::authors).
    pub author: Option<usize>,
    /// Place in [`Classes::forwarders`](super::classes::Classes::forwarders).
    pub forwarder: Option<usize>,
}

/// Every combination of these; a sender `None` is any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Kinds, in their own order.
    pub kinds: Vec<Kind>,
    /// Ways of forwarding.
    pub forwards: Vec<ForwardedBy>,
    /// Authors.
    pub authors: Vec<Option<usize>>,
    /// Those who forward.
    pub forwarders: Vec<Option<usize>>,
}

impl Group {
    /// Whether a combination is in it.
    #[must_use]
    pub fn has(&self, cell: &Cell) -> bool {
        let one_of = |all: &[Option<usize>], one| all.contains(&None) || all.contains(&one);
        self.kinds.contains(&cell.kind)
            && self.forwards.contains(&cell.forward)
            && one_of(&self.authors, cell.author)
            && one_of(&self.forwarders, cell.forwarder)
    }
}

/// Places of senders; `None` is any.
type Senders = BTreeSet<Option<usize>>;

/// Senders; all of them become `None`, any.
fn any(senders: Senders, count: usize) -> Senders {
    if senders.len() == count && !senders.contains(&None) {
        return BTreeSet::from([None]);
    }
    senders
}

/// Merge combinations, where there are so many authors and forwarders in all: those that differ in
/// one dimension only are merged, the senders first, then the ways of forwarding, then the kinds.
#[must_use]
pub fn fold(cells: &[Cell], all_authors: usize, all_forwarders: usize) -> Vec<Group> {
    let forwarders = grouped(
        cells
            .iter()
            .map(|c| ((c.kind, c.forward, c.author), c.forwarder)),
    );
    let authors =
        grouped(forwarders.into_iter().map(|((kind, forward, author), of)| {
            ((kind, forward, any(of, all_forwarders)), author)
        }));
    let forwards =
        grouped(authors.into_iter().map(|((kind, forward, of), authors)| {
            ((kind, of, any(authors, all_authors)), forward)
        }));
    let kinds: BTreeMap<(BTreeSet<ForwardedBy>, Senders, Senders), BTreeSet<Kind>> = grouped(
        forwards
            .into_iter()
            .map(|((kind, of, authors), forwards)| ((forwards, authors, of), kind)),
    );
    let mut groups: Vec<Group> = kinds
        .into_iter()
        .map(|((forwards, authors, forwarders), kinds)| Group {
            kinds: kinds.into_iter().collect(),
            forwards: forwards.into_iter().collect(),
            authors: authors.into_iter().collect(),
            forwarders: forwarders.into_iter().collect(),
        })
        .collect();
    groups.sort_by(|a, b| a.kinds.cmp(&b.kinds));
    groups
}

/// Group values by key.
fn grouped<K: Ord, V: Ord>(pairs: impl Iterator<Item = (K, V)>) -> BTreeMap<K, BTreeSet<V>> {
    let mut out: BTreeMap<K, BTreeSet<V>> = BTreeMap::new();
    for (key, value) in pairs {
        out.entry(key).or_default().insert(value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_hold_exactly_the_cells() {
        let mut cells = Vec::new();
        let mut all = Vec::new();
        for (n, kind) in Kind::ALL.iter().enumerate() {
            for &forward in ForwardedBy::ALL {
                for author in 0..3 {
                    let cell = Cell {
                        kind: *kind,
                        forward,
                        author: Some(author),
                        forwarder: None,
                    };
                    all.push(cell);
                    if n % 4 == author || forward == ForwardedBy::InboxRule {
                        cells.push(cell);
                    }
                }
            }
        }
        let groups = fold(&cells, 3, 1);
        assert!(groups.len() <= 8, "{}", groups.len());
        for cell in all {
            assert_eq!(groups.iter().any(|g| g.has(&cell)), cells.contains(&cell));
        }
    }
}
