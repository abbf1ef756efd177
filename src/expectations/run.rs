//! Judges the cases of an expectation file and compares each verdict with what is expected.

use super::{Case, Expect, Fact, Suite, Want};
use crate::evaluate::{self, Judged};
use crate::i18n::{Text, en};
use crate::transport::facts;
use crate::transport::verdict::Verdict;
use std::collections::{BTreeMap, HashSet};

/// A case and what came of it.
#[derive(Debug)]
pub struct Ran<'s> {
    /// The case.
    pub case: &'s Case,
    /// Its message, judged.
    pub judged: Judged<'s>,
    /// What was compared, for each recipient.
    pub checked: Vec<Checked>,
}

/// What was compared for a recipient.
#[derive(Debug)]
pub struct Checked {
    /// The recipient.
    pub recipient: String,
    /// Where it is really sent, if elsewhere.
    pub sent_to: Option<String>,
    /// The facts: those that are expected, and those that are always shown.
    pub rows: Vec<Row>,
    /// The facts about Exchange that the verdict rests on.
    pub rests_on: Vec<&'static facts::Fact>,
    /// Whether the case says nothing about this recipient yet.
    pub empty: bool,
}

/// A fact, as expected and as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The fact.
    pub fact: Fact,
    /// What is expected, where something is.
    pub expected: Option<String>,
    /// What is the case, where the verdict has such a fact.
    pub actual: Option<String>,
    /// Whether what is expected is so; true where nothing is.
    pub holds: bool,
}

impl Suite {
    /// What `--filter` looks at: file and name of a case.
    #[must_use]
    pub fn full_name(&self, case: &Case) -> String {
        format!("{} / {}", self.file, case.name)
    }

    /// Judge the cases whose file and name contain a text.
    #[must_use]
    pub fn run(&self, filter: Option<&str>) -> Vec<Ran<'_>> {
        let wanted = |case: &&Case| filter.is_none_or(|f| self.full_name(case).contains(f));
        let cases = self.cases.iter().filter(wanted);
        cases.map(|case| self.one(case)).collect()
    }

    fn one<'s>(&'s self, case: &'s Case) -> Ran<'s> {
        let message = case.message.message();
        let judged = evaluate::judge_message(&self.policy, &case.source, message, &case.overrides);
        let checked = judged.result.as_ref().map_or_else(
            |_| Vec::new(),
            |j| {
                let recipients = recipients(&j.verdicts);
                let verdicts = j.verdicts.iter();
                verdicts.map(|v| check(case, v, &recipients)).collect()
            },
        );
        Ran {
            case,
            judged,
            checked,
        }
    }
}

/// The recipients that verdicts are about, as they are written.
pub(super) fn recipients<'v>(verdicts: &'v [Verdict]) -> HashSet<&'v str> {
    verdicts.iter().map(|v| v.recipient.as_str()).collect()
}

/// The address by which something is expected of a verdict: that of the one who is really addressed,
/// else the recipient. An address that the message is sent to itself stands for that copy.
pub(super) fn key<'v, T>(
    by: &BTreeMap<String, T>,
    verdict: &'v Verdict,
    recipients: &HashSet<&str>,
) -> Option<&'v str> {
    let recipient = verdict.recipient.as_str();
    let mut keys = [verdict.sent_to.unwrap_or(recipient), recipient];
    if recipients.contains(keys[0]) {
        keys.reverse();
    }
    keys.into_iter().find(|key| by.contains_key(*key))
}

impl Case {
    /// What is expected of a verdict.
    fn wants(&self, verdict: &Verdict, recipients: &HashSet<&str>) -> &[Want] {
        match &self.expect {
            Expect::Each(wants) => wants,
            Expect::By(by) => {
                let wants = key(by, verdict, recipients).and_then(|key| by.get(key));
                wants.map_or(&[], Vec::as_slice)
            }
        }
    }
}

impl Want {
    /// Whether the fact is so.
    pub(super) fn holds(&self, verdict: &Verdict) -> bool {
        self.fact.spellings(verdict).contains(&self.text)
    }
}

fn check(case: &Case, verdict: &Verdict, recipients: &HashSet<&str>) -> Checked {
    let wants = case.wants(verdict, recipients);
    let mut rows = Vec::new();
    for fact in Fact::OF_VERDICT.into_iter().chain(Fact::OF_FORMAT) {
        let want = wants.iter().find(|w| w.fact == fact);
        if want.is_none() && !Fact::OF_VERDICT.contains(&fact) {
            continue;
        }
        rows.push(Row {
            fact,
            expected: want.map(|w| w.text.clone()),
            actual: fact.shown(verdict, want.map(|w| w.text.as_str())),
            holds: want.is_none_or(|w| w.holds(verdict)),
        });
    }
    Checked {
        recipient: verdict.recipient.clone(),
        sent_to: verdict.sent_to.map(str::to_owned),
        rows,
        rests_on: verdict.facts(),
        empty: wants.is_empty(),
    }
}

impl Checked {
    /// Whether all that is expected is so, and something is.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.empty && self.rows.iter().all(|r| r.holds)
    }

    /// The recipient, and where it is really sent.
    #[must_use]
    pub fn whom(&self) -> String {
        let recipient = &self.recipient;
        match &self.sent_to {
            Some(to) => format!("{recipient} → {to}"),
            None => recipient.clone(),
        }
    }

    /// In one line, what differs.
    #[must_use]
    pub fn difference(&self) -> Text {
        if self.empty {
            return Text::of(
                en(
                    "{recipient}: nothing is expected yet; `rdsim test --bless` fills in what is so",
                ),
                [("recipient", &self.whom())],
            );
        }
        let wrong = self.rows.iter().filter(|r| !r.holds);
        let wrong: Vec<String> = wrong
            .map(|r| {
                let (label, none) = (r.fact.label(), "none");
                let expected = value(r.expected.as_deref()).unwrap_or(none);
                let actual = value(r.actual.as_deref()).unwrap_or(none);
                format!("{label}: expected {expected}, is {actual}")
            })
            .collect();
        Text::with(
            "{recipient}: {facts}",
            vec![("recipient", self.whom()), ("facts", wrong.join("; "))],
        )
    }
}

/// A value as it is shown; only a character set may be empty.
pub(crate) fn value(text: Option<&str>) -> Option<&str> {
    text.map(|t| if t.is_empty() { en("(unnamed)") } else { t })
}

impl Ran<'_> {
    /// Whether every recipient's verdict is as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.judged.result.is_ok() && self.checked.iter().all(Checked::passed)
    }

    /// What differs, a line for each recipient.
    #[must_use]
    pub fn differences(&self) -> Vec<Text> {
        match &self.judged.result {
            Err(reason) => vec![
                Text::from(en("the message cannot be judged: {reason}"))
                    .with_text("reason", reason.clone()),
            ],
            Ok(_) => {
                let wrong = self.checked.iter().filter(|c| !c.passed());
                wrong.map(Checked::difference).collect()
            }
        }
    }
}
