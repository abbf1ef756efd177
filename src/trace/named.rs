//! Gathers the names and values of a record; records that follow one another mostly share their names.

use std::sync::Arc;

/// Properties of a record; the cmdlets have some thirty.
pub(super) const MOST: usize = 1000;

/// A record that is being read.
pub(super) struct Named {
    /// The names of the record before.
    before: Arc<[String]>,
    /// How many of them this record has so far, one for one.
    same: usize,
    /// All names, once one differs.
    names: Vec<String>,
    values: Vec<String>,
}

impl Named {
    pub(super) fn new() -> Self {
        Self {
            before: Arc::default(),
            same: 0,
            names: Vec::new(),
            values: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// The names so far.
    pub(super) fn names(&self) -> &[String] {
        match self.names.as_slice() {
            [] => self.before.get(..self.same).unwrap_or_default(),
            names => names,
        }
    }

    pub(super) fn value(&self, at: usize) -> Option<&String> {
        self.values.get(at)
    }

    /// Take back all properties but the first ones.
    pub(super) fn truncate(&mut self, len: usize) {
        self.values.truncate(len);
        self.names.truncate(len);
        self.same = self.same.min(len);
    }

    pub(super) fn is_full(&self) -> bool {
        self.values.len() >= MOST
    }

    /// Whether it has a property, its name in any case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names().iter().any(|n| n.eq_ignore_ascii_case(name))
    }

    pub(super) fn push(&mut self, name: &str, value: String) {
        self.values.push(value);
        // Where a name differs, all are kept apart from there on.
        let shared = self.names.is_empty() && self.same + 1 == self.values.len();
        if shared && self.before.get(self.same).is_some_and(|n| n == name) {
            self.same += 1;
            return;
        }
        if self.names.is_empty() {
            let same = self.before.get(..self.same).unwrap_or_default();
            self.names.extend_from_slice(same);
        }
        self.names.push(name.to_owned());
    }

    /// The value that was pushed last.
    pub(super) fn last(&mut self) -> Option<&mut String> {
        self.values.last_mut()
    }

    /// The names and values of the record; the next one begins.
    pub(super) fn take(&mut self) -> (Arc<[String]>, Vec<String>) {
        if !self.names.is_empty() {
            self.before = std::mem::take(&mut self.names).into();
        } else if self.same < self.before.len() {
            self.before = self.before.get(..self.same).unwrap_or_default().into();
        }
        self.same = 0;
        let values = Vec::with_capacity(self.values.len());
        let values = std::mem::replace(&mut self.values, values);
        (self.before.clone(), values)
    }
}
