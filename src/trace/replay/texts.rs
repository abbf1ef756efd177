//! Keeps the texts that many changes of a batch have in common, so that each is written once.

use super::Policies;
use crate::trace::date::Stamp;
use crate::transport::setting::Ruling;
use std::sync::Arc;

/// The texts of a batch.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The values of settings, each with its place. There are few.
    values: Vec<Value>,
    /// The day of the row before.
    day: Option<(Stamp, Arc<str>)>,
}

#[derive(Debug)]
struct Value {
    value: String,
    line: Option<u32>,
    default: bool,
    shown: Arc<str>,
}

impl Texts {
    /// The value of a setting in the new policy, and its place.
    pub(super) fn value(&mut self, ruling: &Ruling, policies: Policies) -> Arc<str> {
        let is_same = |v: &&Value| {
            (v.line, v.default) == (ruling.line, ruling.default) && v.value == ruling.value
        };
        if let Some(known) = self.values.iter().find(is_same) {
            return known.shown.clone();
        }
        let shown = ruling.value_and_place(&policies.new.file, policies.language);
        let shown: Arc<str> = shown.into();
        self.values.push(Value {
            value: ruling.value.to_string(),
            line: ruling.line,
            default: ruling.default,
            shown: shown.clone(),
        });
        shown
    }

    /// The day of a time.
    pub(super) fn day(&mut self, stamp: Stamp) -> Arc<str> {
        let day = |s: Stamp| (s.year, s.month, s.day);
        match &self.day {
            Some((last, shown)) if day(*last) == day(stamp) => shown.clone(),
            _ => {
                let shown: Arc<str> = stamp.date().into();
                self.day = Some((stamp, shown.clone()));
                shown
            }
        }
    }
}
