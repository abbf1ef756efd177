//! Describes the mail flow of a message to a recipient as hops, for a drawing.

use super::human::View;
use crate::evaluate::Judgement;
use crate::i18n::en;
use crate::text::plain;
use crate::transport::basis;
use crate::transport::classify::Class;
use crate::transport::decide::mail_flow_rules;
use crate::transport::facts::Fact;
use crate::transport::outcome::{Hold, Outcome};
use crate::transport::resolve::{How, Step};
use crate::transport::setting::{self, Effect, Ruling};
use crate::transport::settings::CAN_STOP;
use crate::transport::verdict::Verdict;
use std::fmt::Display;

/// What a hop did to the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum State {
    /// It went through.
    Passed,
    /// It was stopped here: this decides.
    Stopped,
    /// It was let through by a setting that could have stopped it: this decides.
    Allowed,
    /// It is not known what happens here.
    Unknown,
    /// It did not get here.
    NotReached,
}

impl State {
    /// The token, as in the class of a drawing.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }
}

/// A hop of the mail flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// What it is.
    pub title: String,
    /// Its details, one text a line.
    pub lines: Vec<String>,
    /// What it did to the message.
    pub state: State,
    /// The topic of `explain` on it, where there is one.
    pub topic: Option<String>,
    /// The facts by which this is known.
    pub facts: Vec<&'static Fact>,
}

/// The mail flow of a message to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFlow {
    /// The hops, the sender first, the recipient last.
    pub hops: Vec<Hop>,
    /// Where it ends, if it does not arrive: dropped or refused.
    pub end: Option<Hop>,
    /// How many of the hops, after the sender and the kind, are recipients that stand for others.
    pub via: usize,
    /// The recipient, as it is shown.
    pub recipient: String,
    /// What happens to the message.
    pub outcome: Outcome,
    /// The outcome in the reader's words.
    pub outcome_name: String,
    /// The recipient and the outcome, in one sentence.
    pub summary: String,
}

impl MailFlow {
    /// How many of the first lines of a hop are about the recipient alone, so that others that go
    /// the same way have other lines there.
    #[must_use]
    pub fn personal(&self, hop: usize) -> usize {
        match hop {
            n if n + 1 == self.hops.len() => 1,
            n if (2..2 + self.via).contains(&n) => usize::MAX,
            _ => 0,
        }
    }

    /// The mail flow of a judged message to one of its recipients.
    #[must_use]
    pub fn of(judgement: &Judgement, verdict: &Verdict, view: View) -> Self {
        let translate = |english: &'static str| view.language.translate(english).to_owned();
        let sender = if judgement.sender.is_empty() {
            translate(en("(null sender)"))
        } else {
            plain(&judgement.sender).into_owned()
        };
        let mut hops = vec![
            Hop {
                title: translate(en("Sender")),
                lines: vec![sender],
                state: State::Passed,
                topic: None,
                facts: Vec::new(),
            },
            kind(&judgement.class, view),
        ];
        hops.extend(verdict.via.iter().map(|step| on_way(step, view)));
        hops.push(domain(verdict, view));
        hops.extend(gates(verdict, view));
        hops.push(arrival(verdict, view));
        let told: Vec<_> = hops.iter().flat_map(|h| h.facts.iter().copied()).collect();
        // What is known of no single hop is known of the kind.
        if let Some(kind) = hops.get_mut(1).filter(|_| verdict.decided_for.is_some()) {
            let facts = verdict.facts().into_iter();
            kind.facts = facts.filter(|f| !told.contains(f)).collect();
        }
        let end = verdict.outcome.response().map(|response| Hop {
            title: outcome(verdict, view),
            lines: verdict.responses().iter().map(|r| r.line()).collect(),
            state: State::Stopped,
            topic: verdict.response().is_some().then(|| response.line()),
            facts: response.facts.to_vec(),
        });
        let values: &[(&str, &dyn Display)] = &[
            ("recipient", &plain(&verdict.recipient)),
            ("outcome", &outcome(verdict, view)),
        ];
        Self {
            hops,
            end,
            via: verdict.via.len(),
            recipient: plain(&verdict.recipient).into_owned(),
            outcome: verdict.outcome,
            outcome_name: outcome(verdict, view),
            summary: view.language.fill(en("{recipient}: {outcome}"), values),
        }
    }
}

fn outcome(verdict: &Verdict, view: View) -> String {
    let name = match verdict.outcome {
        Outcome::Leaves => en("Leaves"),
        Outcome::StaysInside => en("Stays inside"),
        Outcome::Dropped(_) => en("Dropped"),
        Outcome::Rejected(_) => en("Rejected"),
        Outcome::Held(Hold::Quarantined) => en("Quarantined"),
        Outcome::Held(Hold::Redirected) => en("Redirected"),
        Outcome::Held(Hold::Moderated) => en("Moderated"),
        Outcome::CannotTell => en("Cannot tell"),
    };
    view.language.translate(name).to_owned()
}

/// The kind of the message.
fn kind(class: &Class, view: View) -> Hop {
    let mut lines: Vec<String> = class
        .kinds
        .iter()
        .map(|k| view.language.translate(k.title()).to_owned())
        .collect();
    let forwarded = match class.auto_forwarded {
        Some(true) => Some(en("auto-forwarded")),
        Some(false) => None,
        None => Some(en("perhaps auto-forwarded")),
    };
    lines.extend(forwarded.map(|f| view.language.translate(f).to_owned()));
    Hop {
        title: view.language.translate(en("Kind")).to_owned(),
        lines,
        state: State::Passed,
        topic: match class.kinds.as_slice() {
            [kind] => Some(kind.token().to_owned()),
            _ => None,
        },
        facts: Vec::new(),
    }
}

/// A line of the policy, by the name of its file alone.
fn place(view: View, line: u32) -> String {
    let name = view.file.rsplit(['/', '\\']).next().unwrap_or(view.file);
    setting::place(name, line, view.language)
}

/// The domain of the recipient: accepted, or remote.
fn domain(verdict: &Verdict, view: View) -> Hop {
    let place = |line: u32| place(view, line);
    let (title, lines) = match (verdict.accepted, verdict.remote_domain) {
        (Some(accepted), _) => (
            en("Accepted domain"),
            vec![accepted.pattern.to_string(), place(accepted.line)],
        ),
        (None, Some(applies)) => (
            en("Remote domain"),
            vec![
                applies.domain.pattern.to_string(),
                place(applies.domain.line),
            ],
        ),
        (None, None) => (
            en("Remote domain"),
            vec![view.language.translate(en("none applies")).to_owned()],
        ),
    };
    Hop {
        title: view.language.translate(title).to_owned(),
        lines,
        state: State::Passed,
        topic: None,
        facts: verdict.facts_of_domain(),
    }
}

/// A recipient that stands for another.
fn on_way(step: &Step, view: View) -> Hop {
    let (title, topic) = match step.how {
        How::Member(_) => (en("Group"), step.how.response()),
        How::Forwarding(..) => (en("Mailbox forwarding"), step.how.response()),
        How::External(_) => (en("Contact"), None),
        How::Rule(..) => (en("Mail flow rule"), None),
        How::Subaddress => (en("Subaddress"), None),
    };
    let mut lines = vec![plain(&step.from).into_owned()];
    if let Some((property, value, line)) = step.how.property() {
        lines.push(format!("{property}: {}", plain(value)));
        lines.push(place(view, line));
    }
    Hop {
        title: view.language.translate(title).to_owned(),
        lines,
        state: State::Passed,
        topic: topic.map(|response| response.line()),
        facts: basis::of_step(step),
    }
}

/// The settings that could have stopped it.
fn gates(verdict: &Verdict, view: View) -> Vec<Hop> {
    let default = Some(view.language.translate(en("by default")));
    let gate = |ruling: &Ruling, state| Hop {
        title: if ruling.setting_id == mail_flow_rules::SETTING {
            view.language.translate(en("Mail flow rule")).to_owned()
        } else {
            ruling.setting.to_owned()
        },
        lines: std::iter::once(ruling.value.to_string())
            .chain(ruling.line.map(|line| place(view, line)))
            .chain(default.filter(|_| ruling.default).map(str::to_owned))
            .collect(),
        state,
        topic: Some(ruling.setting_id.to_owned()),
        facts: ruling.rests_on().collect(),
    };
    let mut out: Vec<Hop> = Vec::new();
    for ruling in &verdict.asked {
        let is_gate = CAN_STOP.iter().any(|g| g.id == ruling.setting_id);
        match ruling.effect {
            Effect::Pass if is_gate => out.push(gate(ruling, State::Allowed)),
            Effect::Drop(_) | Effect::Reject(_) | Effect::Hold(_) => {
                out.push(gate(ruling, State::Stopped))
            }
            _ => {}
        }
    }
    let open = verdict.outcome == Outcome::CannotTell;
    for possibility in verdict.possibilities.iter().filter(|_| open) {
        let Some(ruling) = &possibility.because else {
            continue;
        };
        let hop = gate(ruling, State::Unknown);
        if !out.contains(&hop) {
            out.push(hop);
        }
    }
    out
}

/// Where it arrives, or would if it were not stopped.
fn arrival(verdict: &Verdict, view: View) -> Hop {
    let title = if verdict.accepted.is_some() {
        en("Inside")
    } else {
        en("Outside")
    };
    let to = verdict.sent_to.unwrap_or(&verdict.recipient);
    let mut lines = vec![plain(to).into_owned()];
    if verdict.outcome == Outcome::CannotTell {
        lines.push(outcome(verdict, view));
    }
    if let (Outcome::Leaves, Some(format)) = (verdict.outcome, &verdict.format) {
        lines.push(
            view.language
                .translate(format.style.transmission.name())
                .to_owned(),
        );
        lines.push(view.language.translate(format.body).to_owned());
    }
    Hop {
        title: view.language.translate(title).to_owned(),
        lines,
        state: match verdict.outcome {
            Outcome::Leaves | Outcome::StaysInside => State::Passed,
            Outcome::Dropped(_) | Outcome::Rejected(_) | Outcome::Held(_) => State::NotReached,
            Outcome::CannotTell => State::Unknown,
        },
        topic: None,
        facts: Vec::new(),
    }
}
