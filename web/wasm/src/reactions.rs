//! Tells what a message triggers in the mailboxes that it reaches, as `rdsim react` does.

use crate::POLICY;
use crate::check::{Because, because};
use rdsim::evaluate::Overrides;
use rdsim::i18n::Language;
use rdsim::policy::{Policy, read};
use rdsim::react::{
    Arrival, Place, Prediction, Reaction, Reason, RecipientReactions, Undeliverable, react,
};
use rdsim::transport::verdict::Verdict;
use serde::Serialize;

/// What a message triggers at one recipient.
#[derive(Debug, Serialize)]
pub struct ReachedV1 {
    recipient: String,
    /// In one line; why no mailbox reacts, where none does.
    words: String,
    /// Whether it is a mailbox, which could react.
    mailbox: bool,
    reactions: Vec<ReactionV1>,
    /// What nothing triggers, and why.
    idle: Vec<IdleV1>,
    not_simulated: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct IdleV1 {
    what: &'static str,
    because: ReasonV1,
}

#[derive(Debug, Serialize)]
struct ReactionV1 {
    kind: &'static str,
    what: String,
    /// What its file is called.
    name: String,
    to: String,
    forwarded_by: Option<&'static str>,
    made: Option<bool>,
    outcome: &'static str,
    /// What becomes of it if it is made, where that is not known.
    if_made: Option<&'static str>,
    response: Option<String>,
    trigger: ReasonV1,
    silenced_by: Vec<ReasonV1>,
    depends_on: Vec<ReasonV1>,
    because: Vec<Because>,
    basis: &'static str,
}

#[derive(Debug, Serialize)]
struct ReasonV1 {
    what: String,
    message_line: Option<u32>,
    policy_line: Option<u32>,
    basis: Option<&'static str>,
}

/// What a message triggers, recipient by recipient.
#[must_use]
pub fn reactions(
    policy: &Policy,
    path: &str,
    message: &[u8],
    arrival: &Arrival,
    language: Language,
) -> Vec<ReachedV1> {
    let Ok(reactions) = react(policy, path, message, arrival).result else {
        // The verdict tells what is wrong with the message.
        return Vec::new();
    };
    let all = reactions.recipients.into_iter();
    all.map(|r| reached(&r, language)).collect()
}

/// The message of one reaction, counted over all recipients.
#[must_use]
pub fn message(
    yaml: &str,
    path: &str,
    message: &[u8],
    arrival: &Arrival,
    number: usize,
) -> Vec<u8> {
    let Ok((policy, _)) = read::read_to_judge(POLICY, yaml.as_bytes()) else {
        return Vec::new();
    };
    let Ok(reactions) = react(&policy, path, message, arrival).result else {
        return Vec::new();
    };
    let mut all = reactions.recipients.iter().flat_map(|r| &r.reactions);
    all.nth(number).map_or_else(Vec::new, |r| r.message.bytes())
}

/// The arrival of a message of which the reader knows something more.
#[must_use]
pub fn arrival(told: &Overrides, also: &[String]) -> Arrival {
    let is = |what: &str| also.iter().any(|a| a == what);
    Arrival {
        from: told.from.clone(),
        to: told.to.clone(),
        junk: is("junk"),
        answered: is("answered"),
        undeliverable: if is("unknown") {
            Some(Undeliverable::Unknown)
        } else {
            is("full").then_some(Undeliverable::Full)
        },
        deleted_unread: is("deleted-unread"),
        ..Arrival::default()
    }
}

fn reached(r: &RecipientReactions, language: Language) -> ReachedV1 {
    let idle = r.not_triggered.iter().map(|(kind, why)| IdleV1 {
        what: language.translate(kind.id),
        because: reason(why, language),
    });
    ReachedV1 {
        recipient: r.recipient.clone(),
        words: r.words(language),
        mailbox: r.no_mailbox.is_none(),
        reactions: r.reactions.iter().map(|r| one(r, language)).collect(),
        idle: idle.collect(),
        not_simulated: r.not_simulated.clone(),
    }
}

fn one(r: &Reaction, language: Language) -> ReactionV1 {
    let reasons = |all: &[Reason]| all.iter().map(|r| reason(r, language)).collect();
    let (made, silenced_by, depends_on, verdict): (_, _, _, Option<&Verdict>) = match &r.prediction
    {
        Prediction::NotMade(causes) => (Some(false), reasons(causes), Vec::new(), None),
        Prediction::CannotTell(doubts, verdict) => {
            (None, Vec::new(), reasons(doubts), Some(verdict))
        }
        Prediction::Made(verdict) => (Some(true), Vec::new(), Vec::new(), Some(verdict)),
    };
    let settings = verdict.map(|v| v.because().map(|r| because(r, language)));
    ReactionV1 {
        kind: r.kind.id,
        what: r.what.localized(language),
        name: format!("{}.eml", r.token),
        to: r.message.to.clone(),
        forwarded_by: r.message.forward.map(|by| by.token()),
        made,
        outcome: r.outcome().map_or("not-made", |o| o.token()),
        if_made: verdict
            .filter(|_| made.is_none())
            .map(|v| v.outcome.token()),
        response: verdict.and_then(Verdict::response).map(|r| r.line()),
        trigger: reason(&r.trigger, language),
        silenced_by,
        depends_on,
        because: settings.map_or_else(Vec::new, Iterator::collect),
        basis: verdict.map_or("documented", |v| v.basis().token()),
    }
}

fn reason(r: &Reason, language: Language) -> ReasonV1 {
    let (message_line, policy_line) = match r.place {
        Place::Message(line) => (Some(line), None),
        Place::Policy(line) => (None, Some(line)),
        Place::Nowhere => (None, None),
    };
    ReasonV1 {
        what: r.what.localized(language),
        message_line,
        policy_line,
        basis: r.fact.map(|f| f.basis.token()),
    }
}
