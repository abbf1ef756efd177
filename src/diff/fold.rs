//! Folds single combinations into the fewest groups that say the same.

use crate::transport::classify::Kind;
use crate::transport::settings::Forward;
use std::collections::{BTreeMap, BTreeSet};

/// One combination; `None` is any sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The kind.
    pub kind: Kind,
    /// How it was forwarded.
    pub forward: Forward,
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
    pub forwards: Vec<Forward>,
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

/// Senders, where all of them are simply any.
fn any(senders: Senders, count: usize) -> Senders {
    if senders.len() == count && !senders.contains(&None) {
        return BTreeSet::from([None]);
    }
    senders
}

/// Fold combinations of so many authors and so many who forward: those that differ only in one
/// thing are put together, the senders first, then the ways of forwarding, then the kinds.
#[must_use]
pub fn fold(cells: &[Cell], all_authors: usize, all_forwarders: usize) -> Vec<Group> {
    let forwarders = together(
        cells
            .iter()
            .map(|c| ((c.kind, c.forward, c.author), c.forwarder)),
    );
    let authors =
        together(forwarders.into_iter().map(|((kind, forward, author), of)| {
            ((kind, forward, any(of, all_forwarders)), author)
        }));
    let forwards =
        together(authors.into_iter().map(|((kind, forward, of), authors)| {
            ((kind, of, any(authors, all_authors)), forward)
        }));
    let kinds: BTreeMap<(BTreeSet<Forward>, Senders, Senders), BTreeSet<Kind>> = together(
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

/// Put together what has the same key.
fn together<K: Ord, V: Ord>(pairs: impl Iterator<Item = (K, V)>) -> BTreeMap<K, BTreeSet<V>> {
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
        for (n, (kind, _)) in Kind::ALL.iter().enumerate() {
            for (forward, _) in Forward::ALL {
                for author in 0..3 {
                    let cell = Cell {
                        kind: *kind,
                        forward,
                        author: Some(author),
                        forwarder: None,
                    };
                    all.push(cell);
                    if n % 4 == author || forward == Forward::InboxRule {
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
