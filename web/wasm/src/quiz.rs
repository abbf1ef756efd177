//! Draws quiz questions of a topic and a level: from the executed examples of the pages, and from
//! random policies.
//!
//! A question is drawn by its seed, topic and level alone, so that a link with them shows the same
//! one. What is right is drawn first, so that no answer is right much more often than another.

pub mod ask;
mod random;
pub mod why;

use ask::Ask;
use fastrand::Rng;
use random::pick;
use rdsim::evaluate::{self, Overrides};
use rdsim::explain;
use rdsim::i18n::Language;
use rdsim::policy::{Policy, read};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::verdict::Verdict;
use serde::Serialize;
use std::sync::LazyLock;

/// What questions are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Out-of-office replies.
    Oof,
    /// Automatic forwards.
    Forwarding,
    /// Reports, notifications, and replies by a rule.
    Reports,
    /// Who is inside, and who may write to whom.
    Recipients,
    /// Mail flow rules.
    Rules,
    /// TNEF or MIME, the body, the sender's name.
    Form,
    /// Character sets and encodings.
    Charset,
}

/// All of them, as the page names them.
pub const TOPICS: [(Topic, &str); 7] = [
    (Topic::Oof, "oof"),
    (Topic::Forwarding, "forwarding"),
    (Topic::Reports, "reports"),
    (Topic::Recipients, "recipients"),
    (Topic::Rules, "rules"),
    (Topic::Form, "form"),
    (Topic::Charset, "charset"),
];

/// Levels: what becomes of a message, what the trace shows, which line decides.
pub const LEVELS: u8 = 3;

/// How often a policy and a message are drawn for one question.
const TRIES: usize = 120;

/// A policy and a message; one thing about them is asked.
#[derive(Debug, Serialize)]
pub struct Question {
    version: u8,
    topic: &'static str,
    level: u8,
    ask: &'static str,
    choices: Vec<String>,
    answer: String,
    /// The page that has the example; none for a random policy.
    page: Option<&'static str>,
    policy: String,
    message: String,
    kind: Option<&'static str>,
    forwarded_by: Option<&'static str>,
}

/// A policy and a message, before they are judged.
#[derive(Debug, Clone)]
pub struct Candidate {
    page: Option<&'static str>,
    policy: String,
    message: String,
    kind: Option<Kind>,
    forwarded_by: Option<ForwardedBy>,
}

/// The question of a seed; a topic that is none is drawn too.
#[must_use]
pub fn question(topic: &str, level: u8, seed: u32) -> Question {
    let mut rng = Rng::with_seed(u64::from(seed));
    let named = TOPICS.into_iter().find(|(_, name)| *name == topic);
    let (topic, name) = named
        .or_else(|| pick(&mut rng, &TOPICS))
        .unwrap_or((Topic::Oof, "oof"));
    let level = level.clamp(1, LEVELS);
    let ask = Ask::of(topic, level, &mut rng);
    let mut wanted = ask.wanted(topic);
    rng.shuffle(&mut wanted);
    let wanted = wanted.pop().unwrap_or_default();
    let mut drawn = None;
    for attempt in 0..TRIES {
        let from_page = attempt < TRIES / 2 && rng.bool();
        let example = from_page.then(|| EXAMPLES.get(rng.usize(..EXAMPLES.len().max(1))));
        let candidate = example
            .flatten()
            .cloned()
            .unwrap_or_else(|| random::candidate(topic, level, &mut rng));
        let answer = judged(&candidate, |verdict| {
            let fits = fits(topic, &candidate, verdict);
            fits.then(|| ask.answer(topic, verdict)).flatten()
        });
        let Some(answer) = answer else { continue };
        let is_wanted = ask.is(&answer, &wanted);
        if !is_wanted && drawn.is_some() {
            continue;
        }
        let Candidate {
            policy, message, ..
        } = &candidate;
        let choices = ask.choices(topic, &answer, policy, message, &mut rng);
        // One of two is no question.
        if choices.len() > 2 {
            drawn = Some((candidate, answer, choices));
            if is_wanted {
                break;
            }
        }
    }
    let (candidate, answer, choices) = drawn.unwrap_or_else(|| {
        let candidate = random::candidate(topic, level, &mut rng);
        (candidate, String::new(), Vec::new())
    });
    Question {
        version: 1,
        topic: name,
        level,
        ask: ask.token(),
        choices,
        answer,
        page: candidate.page,
        policy: candidate.policy,
        message: candidate.message,
        kind: candidate.kind.map(Kind::token),
        forwarded_by: candidate.forwarded_by.map(ForwardedBy::token),
    }
}

/// Whether a policy and a message are about a topic.
fn fits(topic: Topic, candidate: &Candidate, verdict: &Verdict) -> bool {
    let asked = |name: &str| verdict.asked.iter().any(|r| r.setting.contains(name));
    let about_kind = candidate.kind.is_none_or(|k| k == Kind::Ordinary);
    let rules = candidate.policy.contains("TransportRules");
    if candidate.page.is_none() {
        return true;
    }
    match topic {
        Topic::Oof => {
            asked("AllowedOOFType") || candidate.kind.is_some_and(|k| k.token().starts_with("oof"))
        }
        Topic::Forwarding => asked("AutoForward"),
        Topic::Reports => ["AutoReply", "DeliveryReport", "NDR", "MeetingForward"]
            .iter()
            .any(|s| asked(s)),
        Topic::Recipients => {
            about_kind
                && !rules
                && !asked("AutoForward")
                && !asked("AllowedOOFType")
                && (verdict.remote_domain.is_none() || verdict.outcome != Outcome::Leaves)
        }
        Topic::Rules => rules,
        Topic::Form => {
            verdict.format.is_some()
                && ["TNEF", "ContentType", "Name", "MapiRich"]
                    .iter()
                    .any(|s| asked(s))
        }
        Topic::Charset => {
            verdict.format.is_some() && (asked("CharacterSet") || asked("ByteEncoder"))
        }
    }
}

/// What is asked of the one verdict on a message; nothing where there is another number of them.
fn judged<T>(candidate: &Candidate, ask: impl FnOnce(&Verdict) -> Option<T>) -> Option<T> {
    let told = Overrides {
        kind: candidate.kind,
        forwarded_by: candidate.forwarded_by,
        ..Overrides::default()
    };
    let policy = policy(&candidate.policy)?;
    verdict(&policy, &candidate.message, &told, ask)
}

fn policy(yaml: &str) -> Option<Policy> {
    let read = read::read_to_judge(crate::POLICY, yaml.as_bytes());
    read.ok().map(|(policy, _)| policy)
}

fn verdict<T>(
    policy: &Policy,
    message: &str,
    told: &Overrides,
    ask: impl FnOnce(&Verdict) -> Option<T>,
) -> Option<T> {
    let judged = evaluate::judge(policy, "message.eml", message.as_bytes(), told);
    match judged.result.ok()?.verdicts.as_slice() {
        [one] => ask(one),
        _ => None,
    }
}

/// Every example of every page on a setting, a response or a kind.
static EXAMPLES: LazyLock<Vec<Candidate>> = LazyLock::new(|| {
    let mut out = Vec::new();
    for topic in explain::topics().into_iter().filter(|t| t.group.judges()) {
        for example in topic.page(Language::English).examples {
            let [policy, message, _] = example.fences.as_slice() else {
                continue;
            };
            let (options, text) = explain::example::options(&message.text);
            out.push(Candidate {
                page: Some(topic.name),
                policy: policy.text.to_string(),
                message: text.to_owned(),
                kind: explain::example::kind(options.as_deref()),
                forwarded_by: None,
            });
        }
    }
    out
});

/// A message that says nothing of its kind, with a subject that fits it; the kind is told beside.
#[must_use]
pub fn compose(kind: &str, from: &str, to: &str) -> String {
    let subject = match Kind::from_token(kind) {
        Some(Kind::OofExternal | Kind::OofInternal | Kind::OofLegacy) => "I am away until Monday",
        Some(Kind::AutoReply) => "Thank you for your order",
        Some(Kind::DeliveryReport) => "Delivered: order",
        Some(Kind::Ndr) => "Undeliverable: order",
        Some(Kind::DsnDelayed) => "Delivery delayed: order",
        Some(Kind::DsnRelayed) => "Relayed: order",
        Some(Kind::DsnExpanded) => "Expanded: order",
        Some(Kind::ReadReceipt) => "Read: order",
        Some(Kind::NonReadReceipt) => "Not read: order",
        Some(Kind::MeetingForwardNotification) => "Meeting forwarded: review",
        Some(Kind::Recall) => "Recall: order",
        Some(Kind::RecallReport) => "Recall report: order",
        _ => "Order",
    };
    let (from, to) = (line(from), line(to));
    format!(
        "From: {from}\nTo: {to}\nSubject: {subject}\nDate: Tue, 1 Sep 2026 09:00:00 +0000\nMessage-ID: <1@contoso.com>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHello.\n"
    )
}

/// Text that stays on its line.
fn line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
