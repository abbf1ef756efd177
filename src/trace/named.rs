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
    values: Values,
}

/// Values one behind the other in one text.
#[derive(Debug, Default)]
pub(super) struct Values {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Values {
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let begin = begin.copied().unwrap_or_default();
        self.text.get(begin..*self.ends.get(at)?)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut begin = 0;
        self.ends.iter().map(move |end| {
            let begin = std::mem::replace(&mut begin, *end);
            self.text.get(begin..*end).unwrap_or_default()
        })
    }

    fn truncate(&mut self, len: usize) {
        self.ends.truncate(len);
        self.text
            .truncate(self.ends.last().copied().unwrap_or_default());
    }

    fn end(&mut self) {
        self.ends.push(self.text.len());
    }
}

impl<T: AsRef<str>> FromIterator<T> for Values {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut values = Self::default();
        for value in all {
            values.text.push_str(value.as_ref());
            values.end();
        }
        values
    }
}

impl Named {
    pub(super) fn new() -> Self {
        Self {
            before: Arc::default(),
            same: 0,
            names: Vec::new(),
            values: Values::default(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.ends.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.values.ends.len()
    }

    /// The names so far.
    pub(super) fn names(&self) -> &[String] {
        match self.names.as_slice() {
            [] => self.before.get(..self.same).unwrap_or_default(),
            names => names,
        }
    }

    pub(super) fn value(&self, at: usize) -> Option<&str> {
        self.values.get(at)
    }

    /// Take back all properties but the first ones.
    pub(super) fn truncate(&mut self, len: usize) {
        self.values.truncate(len);
        self.names.truncate(len);
        self.same = self.same.min(len);
    }

    pub(super) fn is_full(&self) -> bool {
        self.values.ends.len() >= MOST
    }

    /// Whether it has a property, its name in any case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names().iter().any(|n| n.eq_ignore_ascii_case(name))
    }

    pub(super) fn push(&mut self, name: &str, value: &str) {
        self.text().push_str(value);
        self.end(name);
    }

    /// What the next value is written behind.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.values.text
    }

    /// Take what was written as the value of this name.
    pub(super) fn end(&mut self, name: &str) {
        self.values.end();
        // Where a name differs, all are kept apart from there on.
        if self.same + 1 == self.values.ends.len() && self.expects(name) {
            self.same += 1;
            return;
        }
        if self.names.is_empty() {
            let same = self.before.get(..self.same).unwrap_or_default();
            self.names.extend_from_slice(same);
        }
        self.names.push(name.to_owned());
    }

    /// Whether the record has the same names as the one before so far, and this one would be as well.
    pub(super) fn expects(&self, name: &str) -> bool {
        let next = self.before.get(self.same);
        self.names.is_empty() && next.is_some_and(|next| next == name)
    }

    /// The value that was taken last.
    pub(super) fn last(&self) -> Option<&str> {
        self.value(self.len().checked_sub(1)?)
    }

    /// Put more behind the value that was taken last.
    pub(super) fn append(&mut self, more: &str) {
        self.values.text.push_str(more);
        if let Some(end) = self.values.ends.last_mut() {
            *end = self.values.text.len();
        }
    }

    /// Put another in the place of the value that was taken last.
    pub(super) fn replace_last(&mut self, value: &str) {
        self.values.truncate(self.len().saturating_sub(1));
        self.values.text.push_str(value);
        self.values.end();
    }

    /// The names and values of the record; the next one begins.
    pub(super) fn take(&mut self) -> (Arc<[String]>, Values) {
        if !self.names.is_empty() {
            self.before = std::mem::take(&mut self.names).into();
        } else if self.same < self.before.len() {
            self.before = self.before.get(..self.same).unwrap_or_default().into();
        }
        self.same = 0;
        let next = Values {
            text: String::with_capacity(self.values.text.len()),
            ends: Vec::with_capacity(self.values.ends.len()),
        };
        (
            self.before.clone(),
            std::mem::replace(&mut self.values, next),
        )
    }
}
