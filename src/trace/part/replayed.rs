//! Writes and reads parts of a replay under other policies.

use super::{CountV1, Error, HeadV1, ScanV1, TallyV1, Verb, outcome};
use crate::i18n::Language;
use crate::trace::replay::{ARROW, ChangeGroup, Counts, Likelihood, Policies, Replayed};
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use strum::VariantArray as _;

/// What replay found in a part of the rows.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReplayedPartV1 {
    #[serde(flatten)]
    head: HeadV1,
    /// The new policy.
    pub policy: String,
    /// The old one.
    pub old: Option<String>,
    #[serde(flatten)]
    scan: ScanV1,
    judged: u64,
    unexplained: u64,
    change: u64,
    may_change: u64,
    same: u64,
    changes: Vec<ChangeV1>,
    /// Where the certain changes are.
    certain: CountsV1,
    /// Where the others are.
    may: Vec<MayV1>,
}

/// Recipients by sender, domain and day.
#[derive(Debug, Serialize, Deserialize)]
struct CountsV1 {
    count: u64,
    days: Vec<CountV1>,
    undated: u64,
    senders: TallyV1,
    recipient_domains: TallyV1,
}

#[derive(Debug, Serialize, Deserialize)]
struct MayV1 {
    likelihood: String,
    evidence: String,
    #[serde(flatten)]
    counts: CountsV1,
}

impl CountsV1 {
    fn of(counts: &Counts) -> Self {
        let days = counts.days.iter();
        Self {
            count: counts.count,
            days: days.map(|(day, n)| CountV1::of((day, *n))).collect(),
            undated: counts.undated,
            senders: TallyV1::of(&counts.senders),
            recipient_domains: TallyV1::of(&counts.recipient_domains),
        }
    }

    fn counts(self) -> Counts {
        let days = self.days.into_iter();
        Counts {
            count: self.count,
            days: days.map(|c| (c.value, c.count)).collect(),
            undated: self.undated,
            senders: self.senders.tally(),
            recipient_domains: self.recipient_domains.tally(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct ChangeV1 {
    count: u64,
    likelihood: String,
    evidence: Option<String>,
    change: String,
    kind: Option<String>,
    forwarded_by: Option<String>,
    setting: String,
    value: String,
}

/// Write what was found as a part.
///
/// # Errors
/// What the writer says.
pub fn replayed(all: &Replayed, policies: Policies, to: &mut impl Write) -> io::Result<()> {
    let changes = all.groups.iter();
    let may = all.may.iter();
    let part = ReplayedPartV1 {
        head: HeadV1::of(Verb::Replay),
        policy: policies.new.file.clone(),
        old: policies.old.map(|old| old.file.clone()),
        scan: ScanV1::of(&all.scan),
        judged: all.judged,
        unexplained: all.unexplained,
        change: all.changed,
        may_change: all.may_change,
        same: all.same,
        changes: changes
            .map(|(group, count)| ChangeV1 {
                count: *count,
                likelihood: group.likelihood.token().to_owned(),
                evidence: group.evidence.map(|e| e.token().to_owned()),
                change: group.change.clone(),
                kind: group.kind.map(|(kind, _)| kind.to_owned()),
                forwarded_by: group.kind.map(|(_, way)| way.to_owned()),
                setting: group.setting.to_string(),
                value: group.value.clone(),
            })
            .collect(),
        certain: CountsV1::of(&all.certain),
        may: may
            .map(|((likelihood, evidence), counts)| MayV1 {
                likelihood: likelihood.token().to_owned(),
                evidence: evidence.token().to_owned(),
                counts: CountsV1::of(counts),
            })
            .collect(),
    };
    super::line(&part, to)
}

impl ReplayedPartV1 {
    /// Add it to what was found in other parts, with the changes in a language.
    ///
    /// # Errors
    /// It has something that no part has.
    pub fn add_to(self, all: &mut Replayed, language: Language) -> Result<(), Error> {
        let mut part = Replayed {
            scan: self.scan.scan()?,
            judged: self.judged,
            unexplained: self.unexplained,
            changed: self.change,
            may_change: self.may_change,
            same: self.same,
            certain: self.certain.counts(),
            ..Replayed::default()
        };
        for may in self.may {
            let what = (likelihood(may.likelihood)?, super::evidence(may.evidence)?);
            part.may.insert(what, may.counts.counts());
        }
        for change in self.changes {
            let (count, group) = (change.count, change.group(language)?);
            *part.groups.entry(group).or_default() += count;
        }
        all.add(part);
        Ok(())
    }
}

impl ChangeV1 {
    fn group(self, language: Language) -> Result<ChangeGroup, Error> {
        let unknown = |value| Error::Unknown { value };
        let (old, new) = match self.change.split_once(ARROW) {
            Some((old, new)) => (outcome(old, true)?, outcome(new, false)?),
            None => return Err(unknown(self.change)),
        };
        let kind = match (self.kind, self.forwarded_by) {
            (Some(kind), Some(way)) => {
                let known = Kind::from_token(&kind).ok_or_else(|| unknown(kind))?;
                let mut ways = ForwardedBy::ALL.iter();
                let found = ways.find(|w| w.token() == way);
                Some((known.token(), found.ok_or_else(|| unknown(way))?.token()))
            }
            _ => None,
        };
        Ok(ChangeGroup {
            likelihood: likelihood(self.likelihood)?,
            evidence: self.evidence.map(super::evidence).transpose()?,
            change: ChangeGroup::change(old, new, language),
            kind,
            setting: self.setting.into(),
            value: self.value,
        })
    }
}

/// The likelihood of a word.
fn likelihood(token: String) -> Result<Likelihood, Error> {
    let mut all = Likelihood::VARIANTS.iter().copied();
    let found = all.find(|likelihood| likelihood.token() == token);
    found.ok_or(Error::Unknown { value: token })
}
