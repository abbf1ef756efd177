//! Holds a change that a replay found, and what like changes have in common.

use super::{KindEvidence, Likelihood};
use crate::i18n::Language;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The columns of the changes.
pub const COLUMNS: [&str; 15] = [
    "file",
    "line",
    "time",
    "sender",
    "recipient",
    "kind",
    "forwarded_by",
    "old",
    "new",
    "setting",
    "value",
    "certain",
    "likelihood",
    "evidence",
    "forwarder",
];

/// A row of a recipient with another outcome under the new policy, which all its changes share.
#[derive(Debug, PartialEq, Eq)]
pub struct ChangedRow {
    /// The file.
    pub file: Arc<str>,
    /// Its line.
    pub line: u32,
    /// The time, as written.
    pub time: String,
    /// The day, where it can be read.
    pub day: Option<Arc<str>>,
    /// The sender.
    pub sender: String,
    /// The recipient.
    pub recipient: String,
    /// What tells the kind of the message, and whether it was forwarded.
    pub evidence: KindEvidence,
    /// The mailbox that forwarded it, where a row names it.
    pub forwarder: Option<String>,
}

/// Another outcome of such a row, if the message was of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The row.
    pub row: Arc<ChangedRow>,
    /// The kind for which it holds.
    pub kind: Kind,
    /// How the message was forwarded, for which it holds.
    pub forward: ForwardedBy,
    /// What became of it.
    pub old: Outcome,
    /// What would become of it.
    pub new: Outcome,
    /// The setting that makes it so.
    pub setting: &'static str,
    /// Its value in the new policy, and its place.
    pub value: Arc<str>,
    /// How likely it is.
    pub likelihood: Likelihood,
}

impl Change {
    /// The values of [`COLUMNS`].
    #[must_use]
    pub fn cells(&self) -> [String; 15] {
        [
            self.row.file.to_string(),
            self.row.line.to_string(),
            self.row.time.clone(),
            self.row.sender.clone(),
            self.row.recipient.clone(),
            self.kind.token().into(),
            self.forward.token().into(),
            self.old.words(true),
            self.new.words(false),
            self.setting.into(),
            self.value.to_string(),
            self.is_certain().to_string(),
            self.likelihood.token().into(),
            self.row.evidence.token().into(),
            self.row.forwarder.clone().unwrap_or_default(),
        ]
    }

    /// Whether it holds for every kind that the message may have been.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.likelihood == Likelihood::Certain
    }

    /// Whether it is counted with another.
    fn is_alike(&self, other: &Self) -> bool {
        let open = |change: &Self| {
            let case = (change.row.evidence, change.kind, change.forward);
            (!change.is_certain()).then_some(case)
        };
        let same = |change: &Self| (change.likelihood, change.old, change.new, change.setting);
        same(self) == same(other) && open(self) == open(other) && self.value == other.value
    }

    /// What changes by which setting, as it is counted.
    fn group(&self, language: Language) -> ChangeGroup {
        ChangeGroup {
            likelihood: self.likelihood,
            evidence: (!self.is_certain()).then_some(self.row.evidence),
            change: ChangeGroup::change(self.old, self.new, language),
            kind: (!self.is_certain()).then_some((self.kind.token(), self.forward.token())),
            setting: self.setting.into(),
            value: self.value.to_string(),
        }
    }
}

/// What like changes have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangeGroup {
    /// How likely they are.
    pub likelihood: Likelihood,
    /// What tells the kind, where they are not certain.
    pub evidence: Option<KindEvidence>,
    /// From what to what.
    pub change: String,
    /// The kind and how it was forwarded, where they are not certain.
    pub kind: Option<(&'static str, &'static str)>,
    /// The setting.
    pub setting: Cow<'static, str>,
    /// Its value in the new policy.
    pub value: String,
}

/// How many like changes there are of each. There are few groups, so that each is put into words once.
pub(super) fn groups(changes: &[Change], language: Language) -> BTreeMap<ChangeGroup, u64> {
    let mut alike: Vec<(&Change, u64)> = Vec::new();
    for change in changes {
        match alike.iter_mut().find(|(first, _)| first.is_alike(change)) {
            Some((_, count)) => *count += 1,
            None => alike.push((change, 1)),
        }
    }
    let mut groups = BTreeMap::new();
    for (change, count) in alike {
        *groups.entry(change.group(language)).or_default() += count;
    }
    groups
}

/// What stands between the outcomes of a change.
pub(in crate::trace) const ARROW: &str = " → ";

impl ChangeGroup {
    /// From what to what, in a language.
    pub(in crate::trace) fn change(old: Outcome, new: Outcome, language: Language) -> String {
        let old = old.sentence(true).localized(language);
        let new = new.sentence(false).localized(language);
        format!("{old}{ARROW}{new}")
    }
}
