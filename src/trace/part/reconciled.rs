//! Writes and reads parts of a comparison with the policy.

use super::{CountV1, Error, HeadV1, ScanV1, SpanV1, Verb, outcome, stamp, written};
use crate::i18n::Language;
use crate::policy::Policy;
use crate::trace::pair::Pair;
use crate::trace::possible_kinds;
use crate::trace::reconcile::by_fact::{ByFact, Tested};
use crate::trace::reconcile::{
    Agreed, Checked, Comparison, Disagreement, Group, Reconciled, reasons,
};
use crate::transport::classify::Kind;
use crate::transport::facts::{self, Fact};
use crate::transport::message_facts::ForwardedBy;
use crate::transport::outcome::Outcome;
use crate::transport::responses;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// What reconcile found in a part of the rows.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReconciledPartV1 {
    #[serde(flatten)]
    head: HeadV1,
    /// The policy.
    pub policy: String,
    #[serde(flatten)]
    scan: ScanV1,
    agree: u64,
    disagree: u64,
    fits_some_kind: u64,
    undated: u64,
    #[serde(flatten)]
    span: SpanV1,
    agreed: Vec<CountV1>,
    agreed_on: Vec<AgreedOnV1>,
    disagreements: Vec<GroupV1>,
    disagreements_beyond: u64,
    by_fact: Option<ByFactV1>,
}

/// How rows stand to the facts of the model, by the facts' identifiers.
#[derive(Debug, Serialize, Deserialize)]
struct ByFactV1 {
    facts: Vec<FactV1>,
    without: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct FactV1 {
    fact: String,
    confirmed: u64,
    contradicted: u64,
    explained: u64,
}

impl ByFactV1 {
    fn of(by_fact: &ByFact) -> Self {
        let facts = by_fact.facts();
        Self {
            facts: facts
                .map(|(fact, tested)| FactV1 {
                    fact: fact.id.to_owned(),
                    confirmed: tested.confirmed,
                    contradicted: tested.contradicted,
                    explained: tested.explained,
                })
                .collect(),
            without: by_fact.without,
        }
    }

    fn by_fact(self) -> Result<ByFact, Error> {
        let mut by_fact = ByFact::default();
        by_fact.without = self.without;
        for tested in self.facts {
            let counts = Tested {
                confirmed: tested.confirmed,
                contradicted: tested.contradicted,
                explained: tested.explained,
            };
            by_fact.add_to(fact(tested.fact)?, counts);
        }
        Ok(by_fact)
    }
}

/// The fact with an identifier.
fn fact(id: String) -> Result<&'static Fact, Error> {
    let found = facts::all().find(|fact| fact.id == id);
    found.ok_or(Error::Unknown { value: id })
}

/// When Exchange and rdsim agreed on a setting of a remote domain.
#[derive(Debug, Serialize, Deserialize)]
struct AgreedOnV1 {
    line: u32,
    setting: String,
    count: u64,
    #[serde(flatten)]
    span: SpanV1,
}

#[derive(Debug, Serialize, Deserialize)]
struct GroupV1 {
    count: u64,
    #[serde(flatten)]
    span: SpanV1,
    example: ExampleV1,
}

/// A disagreement without what follows from it and the policy.
#[derive(Debug, Serialize, Deserialize)]
struct ExampleV1 {
    file: String,
    line: u32,
    time: String,
    read_as: Option<String>,
    message_id: String,
    sender: String,
    recipient: String,
    kind: String,
    forwarded_by: String,
    evidence: String,
    exchange: String,
    rdsim: Vec<String>,
    forwarder: Option<String>,
    facts: Vec<String>,
}

/// Write what was found as a part.
///
/// # Errors
/// What the writer says.
pub fn reconciled(all: &Reconciled, comparison: Comparison, to: &mut impl Write) -> io::Result<()> {
    let found = &all.all;
    let agreed = found.agreed.iter();
    let agreed_on = found.agreed_when.iter();
    let part = ReconciledPartV1 {
        head: HeadV1::of(Verb::Reconcile),
        policy: comparison.policy.file.clone(),
        scan: ScanV1::of(&found.scan),
        agree: found.agree,
        disagree: found.disagree,
        fits_some_kind: found.fits_some_kind,
        undated: found.undated,
        span: SpanV1::of(found.span),
        agreed: agreed.map(|(what, n)| CountV1::of((what, *n))).collect(),
        agreed_on: agreed_on
            .map(|((line, setting), agreed)| AgreedOnV1 {
                line: *line,
                setting: (*setting).to_owned(),
                count: agreed.count,
                span: SpanV1::of(agreed.span),
            })
            .collect(),
        disagreements: all.groups.values().map(group).collect(),
        disagreements_beyond: all.beyond,
        by_fact: comparison.by_fact.then(|| ByFactV1::of(&found.by_fact)),
    };
    super::line(&part, to)
}

fn group(group: &Group) -> GroupV1 {
    let d = &group.example;
    GroupV1 {
        count: group.count,
        span: SpanV1::of(group.span),
        example: ExampleV1 {
            file: d.file.to_string(),
            line: d.line,
            time: d.time.clone(),
            read_as: d.stamp.map(written),
            message_id: d.message.clone(),
            sender: d.sender.clone(),
            recipient: d.recipient.clone(),
            kind: d.case.0.token().to_owned(),
            forwarded_by: d.case.1.token().to_owned(),
            evidence: d.evidence.token().to_owned(),
            exchange: d.exchange.words(true),
            rdsim: d.predicted.iter().map(|o| o.words(false)).collect(),
            forwarder: d.forwarder.clone(),
            facts: d.facts.iter().map(|fact| fact.id.to_owned()).collect(),
        },
    }
}

impl ReconciledPartV1 {
    /// Whether it counts by fact.
    #[must_use]
    pub fn is_by_fact(&self) -> bool {
        self.by_fact.is_some()
    }

    /// Add it to what was found in other parts.
    ///
    /// # Errors
    /// It has something that no part has, or was made with another policy.
    pub fn add_to<'p>(
        self,
        all: &mut Reconciled<'p>,
        comparison: Comparison<'p>,
    ) -> Result<(), Error> {
        let (policy, language) = (comparison.policy, comparison.language);
        let mut counts = Checked {
            scan: self.scan.scan()?,
            agree: self.agree,
            disagree: self.disagree,
            fits_some_kind: self.fits_some_kind,
            undated: self.undated,
            span: self.span.span()?,
            ..Checked::default()
        };
        if let Some(by_fact) = self.by_fact {
            counts.by_fact = by_fact.by_fact()?;
        }
        for CountV1 { value, count } in self.agreed {
            let what = outcome(&value, true)?.sentence(true).localized(language);
            *counts.agreed.entry(what).or_default() += count;
        }
        for AgreedOnV1 {
            line,
            setting: name,
            count,
            span,
        } in self.agreed_on
        {
            let mut settings = responses::ALL.iter().filter_map(|r| r.setting());
            let setting = settings.find(|setting| *setting == name);
            let setting = setting.ok_or(Error::Unknown { value: name })?;
            let span = span.span()?;
            let agreed = Agreed { count, span };
            counts.agreed_when.insert((line, setting), agreed);
        }
        all.add(counts);
        all.beyond += self.disagreements_beyond;
        for group in self.disagreements {
            all.put(Group {
                count: group.count,
                span: group.span.span()?,
                agreed: Agreed::default(),
                example: group.example.disagreement(policy, language)?,
            });
        }
        Ok(())
    }
}

impl ExampleV1 {
    /// The disagreement, as it follows from the policy.
    fn disagreement(self, policy: &Policy, language: Language) -> Result<Disagreement<'_>, Error> {
        let kind = Kind::from_token(&self.kind);
        let kind = kind.ok_or(Error::Unknown { value: self.kind })?;
        let mut ways = ForwardedBy::ALL.iter();
        let forward = ways.find(|way| way.token() == self.forwarded_by);
        let forward = forward.ok_or(Error::Unknown {
            value: self.forwarded_by,
        })?;
        let evidence = super::evidence(self.evidence)?;
        let case = (kind, *forward);
        let predicted = self.rdsim.iter().map(|words| outcome(words, false));
        let predicted: Vec<Outcome> = predicted.collect::<Result<_, _>>()?;
        let pair = Pair::new(policy, &self.sender, &self.recipient);
        let pair = pair.forwarded_by(self.forwarder.as_deref());
        let first = pair.judge(&possible_kinds::message_facts(&case));
        if predicted.first() != Some(&first.outcome) {
            return Err(Error::OtherPolicy);
        }
        let mut found = Disagreement {
            file: self.file.into(),
            line: self.line,
            time: self.time,
            stamp: stamp(self.read_as.as_deref())?,
            message: self.message_id,
            sender: self.sender.clone(),
            recipient: self.recipient.clone(),
            case,
            evidence,
            exchange: outcome(&self.exchange, true)?,
            predicted,
            ruling: first.ruling,
            remote: pair.remote(),
            reasons: Vec::new(),
            forwarder: self.forwarder.clone(),
            facts: self.facts.into_iter().map(fact).collect::<Result<_, _>>()?,
        };
        found.reasons = reasons(policy, &found, &pair, language);
        Ok(found)
    }
}
