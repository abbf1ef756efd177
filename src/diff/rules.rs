//! Compares what mail flow rules do under two policies.
//!
//! What cannot be seen of a rule is one free fact, the same in both policies where it is written the
//! same. The first rule whose fact holds decides, so that two policies differ for some facts if and
//! only if they differ where none holds, where one does, or where two do: more facts add nothing.

use super::SettingChange;
use crate::i18n::{Text, en};
use crate::policy::mail_flow_rule::{Change, Does};
use crate::policy::sections::TRANSPORT_RULES;
use crate::policy::{MailFlowRule, Policy, time};
use crate::transport::outcome::Outcome;
use crate::transport::rules::{Asked, RuleRecipient, Step, Unseen, dispose_among};
use crate::transport::setting::Ruling;
use std::collections::BTreeSet;

/// Facts up to which every two of them are tried together.
const PAIRS: usize = 300;

/// What becomes of a message: the outcome, and to whom it goes instead.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ending<'p> {
    pub(super) outcome: Outcome,
    others: &'p [String],
    /// The rule that decides; none where none does.
    ruling: Option<Ruling<'p>>,
}

impl Ending<'_> {
    fn is_same(&self, other: &Self) -> bool {
        self.outcome == other.outcome && self.others == other.others
    }
}

/// What may decide about a message under one policy: the first whose fact holds, and the last where
/// none does.
pub(super) struct Decisions<'p> {
    /// Each with its fact.
    open: Vec<(String, Ending<'p>)>,
    last: Ending<'p>,
}

impl<'p> Decisions<'p> {
    /// Those about a message that the settings give an outcome, by the rules at some places.
    pub(super) fn of(asked: &Asked<'_, 'p>, outcome: Outcome, places: &[usize]) -> Self {
        let mut out = Self {
            open: Vec::new(),
            last: Ending {
                outcome,
                others: &[],
                ruling: None,
            },
        };
        if !outcome.passes() {
            return out;
        }
        for step in dispose_among(asked, places.iter().copied()).deciding {
            let (outcome, ruling) = step.end(outcome);
            let others = match step.does() {
                Some(Does::Redirect(to) | Does::Moderate(to)) => to.as_slice(),
                _ => &[],
            };
            let ending = Ending {
                outcome,
                others,
                ruling,
            };
            if step.is_certain() {
                out.last = ending;
            } else {
                out.open.push((fact(&step, asked.recipient), ending));
            }
        }
        out
    }

    /// What is decided where some facts hold and no others.
    fn where_hold(&self, facts: [Option<&str>; 2]) -> &Ending<'p> {
        let mut open = self.open.iter();
        let found = open.find(|(fact, _)| facts.contains(&Some(fact)));
        found.map_or(&self.last, |(_, ending)| ending)
    }
}

/// That a rule can act which names the sender's manager.
const MANAGER: &str = en("the sender has a manager");

/// That a rule can act which the sender may override.
const OVERRIDE: &str = en("the sender does not override the rule");

/// A fact for readers.
pub(super) fn told(fact: &str) -> Text {
    match fact {
        MANAGER => MANAGER.into(),
        OVERRIDE => OVERRIDE.into(),
        written => Text::of("{fact}", [("fact", &written)]),
    }
}

/// What cannot be seen of a rule, in words.
fn fact(step: &Step, recipient: RuleRecipient) -> String {
    let unseen = step.unseen.iter().map(|unseen| match unseen {
        // Another address may have the words than the one that is written.
        Unseen::Predicate(p)
            if p.looks_in_recipient() && recipient.primary != recipient.written =>
        {
            format!("{}: {} of {}", p.name, p.value(), recipient.primary)
        }
        Unseen::Predicate(p) => format!("{}: {}", p.name, p.value()),
        Unseen::Date(name, date) => format!("{name}: {}", time::shown(date.value)),
        Unseen::Sender(action) => match action.does {
            Does::RejectUnlessOverridden(_) => OVERRIDE.to_owned(),
            _ => MANAGER.to_owned(),
        },
    });
    let mut all: Vec<String> = unseen.collect();
    all.extend([
        format!("{:?}", step.rule.sender_location),
        format!("{:?}", step.rule.recipient_address),
    ]);
    all.retain(|what| what != "Header" && what != "Resolved");
    all.extend(step.rule.legacy_regex.then(|| "UseLegacyRegex".to_owned()));
    // What an earlier rule writes may be what a condition looks for.
    all.extend(step.changed.iter().map(|change| match change {
        Change::Subject(text) => format!("after PrependSubject: {text}"),
        Change::Header(name, None) => format!("after RemoveHeader: {name}"),
        Change::Header(name, Some(value)) => format!("after SetHeaderName: {name}: {value}"),
        Change::Body(text) => format!("after ApplyHtmlDisclaimerText: {text}"),
        Change::Unseen(name, text) => format!("after {name}: {text}"),
    }));
    all.join("; ")
}

/// A difference between what is decided under two policies, and on which facts it rests.
pub(super) struct Difference<'d, 'p> {
    /// The facts that hold; none where it is certain.
    pub(super) facts: Vec<String>,
    pub(super) old: &'d Ending<'p>,
    pub(super) new: &'d Ending<'p>,
}

impl Difference<'_, '_> {
    /// The rules that decide; none where no rule has a part in it.
    pub(super) fn cause(&self) -> Option<SettingChange> {
        let (old, new) = (self.old.ruling.as_ref(), self.new.ruling.as_ref());
        (old.is_some() || new.is_some()).then(|| SettingChange::of(old, new))
    }
}

/// Every way in which two policies decide otherwise.
pub(super) fn differences<'d, 'p>(
    old: &'d Decisions<'p>,
    new: &'d Decisions<'p>,
) -> Vec<Difference<'d, 'p>> {
    let mut out: Vec<Difference> = Vec::new();
    let mut look = |facts: [Option<&str>; 2], shown: Vec<String>| {
        let (a, b) = (old.where_hold(facts), new.where_hold(facts));
        let known = out.iter().any(|d| d.old.is_same(a) && d.new.is_same(b));
        if !a.is_same(b) && !known {
            out.push(Difference {
                facts: shown,
                old: a,
                new: b,
            });
        }
    };
    let all = old.open.iter().chain(&new.open);
    let facts: BTreeSet<&str> = all.map(|(fact, _)| fact.as_str()).collect();
    let none = match facts.is_empty() {
        true => Vec::new(),
        false => vec![en("none of the conditions that cannot be seen holds").to_owned()],
    };
    look([None, None], none);
    for fact in &facts {
        look([Some(fact), None], vec![(*fact).to_owned()]);
    }
    let same = |(a, b): (&(String, Ending), &(String, Ending))| a.0 == b.0 && a.1.is_same(&b.1);
    let alike = old.open.len() == new.open.len() && old.open.iter().zip(&new.open).all(same);
    if alike {
        return out;
    }
    // Beyond so many the first ones that differ stand for all.
    let facts: Vec<&str> = facts.into_iter().collect();
    for (at, one) in facts.iter().enumerate().take(PAIRS) {
        for other in facts.iter().skip(at + 1).take(PAIRS) {
            look(
                [Some(one), Some(other)],
                vec![(*one).to_owned(), (*other).to_owned()],
            );
        }
    }
    out
}

/// A rule that sends messages to others too, or by a connector, and that is not the same in both
/// policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// Its name.
    pub name: String,
    /// What it does under the old policy, and the line; none where it does not act there.
    pub old: Option<(String, u32)>,
    /// The same under the new policy.
    pub new: Option<(String, u32)>,
}

impl RuleChange {
    /// The rule under both policies, with its line.
    #[must_use]
    pub fn cause(&self) -> SettingChange {
        let side = |side: &Option<(String, u32)>| {
            let (_, line) = side.as_ref()?;
            Some((self.name.clone(), Some(*line)))
        };
        SettingChange {
            setting: TRANSPORT_RULES.name.into(),
            old: side(&self.old),
            new: side(&self.new),
        }
    }
}

/// The rules that do something beside what they decide, each with all that it says.
fn beside(policy: &Policy) -> Vec<(&MailFlowRule, String)> {
    let acting = policy.mail_flow_rules.iter().filter(|rule| rule.acts());
    let mut out = Vec::new();
    for rule in acting {
        let predicates = rule.predicates.iter();
        let predicates: Vec<String> = predicates
            .map(|p| format!("{}: {}", p.name, p.value()))
            .collect();
        let actions = rule.actions.iter();
        let sends = |does: &Does| {
            matches!(
                does,
                Does::Copy(_)
                    | Does::Route(_)
                    | Does::Encrypt
                    | Does::WithoutDisclaimer(_)
                    | Does::Redirect(_)
            )
        };
        let actions: Vec<String> = actions
            .filter(|a| sends(&a.does))
            .map(|a| format!("{}: {}", a.name, a.value))
            .collect();
        if actions.is_empty() {
            continue;
        }
        let dates = [
            ("ActivationDate", &rule.activation),
            ("ExpiryDate", &rule.expiry),
        ];
        let dates = dates.into_iter().filter_map(|(name, date)| {
            let date = time::shown(date.as_ref()?.value);
            Some(format!("{name}: {date}"))
        });
        let mut all = actions;
        all.extend(predicates);
        all.extend(dates);
        let place = format!("{:?} {:?}", rule.sender_location, rule.recipient_address);
        all.extend((place != "Header Resolved").then_some(place));
        out.push((rule, all.join("; ")));
    }
    out
}

/// Compare the rules that send messages to others, one by one.
pub(super) fn compare(policies: [&Policy; 2]) -> Vec<RuleChange> {
    let [old, new] = policies.map(beside);
    let said = |all: &[(&MailFlowRule, String)]| -> Vec<String> {
        all.iter().map(|(_, said)| said.clone()).collect()
    };
    if said(&old) == said(&new) {
        return Vec::new();
    }
    // Each rule has its like: itself, or another that says the same.
    let (mut gone, mut added) = (Vec::from_iter(&old), Vec::from_iter(&new));
    for by_name in [true, false] {
        gone.retain(|(rule, text)| {
            let is_like = |(other, said): &&(&MailFlowRule, String)| {
                said == text && (!by_name || other.name == rule.name)
            };
            let like = added.iter().position(is_like);
            like.map(|at| added.remove(at)).is_none()
        });
    }
    let mut out = Vec::new();
    for (rule, text) in gone {
        let same_name = added.iter().find(|(other, _)| other.name == rule.name);
        out.push(RuleChange {
            name: rule.name.clone(),
            old: Some((text.clone(), rule.line)),
            new: same_name.map(|(rule, text)| (text.clone(), rule.line)),
        });
    }
    for (rule, text) in added {
        if !out.iter().any(|change| change.name == rule.name) {
            out.push(RuleChange {
                name: rule.name.clone(),
                old: None,
                new: Some((text.clone(), rule.line)),
            });
        }
    }
    out
}
