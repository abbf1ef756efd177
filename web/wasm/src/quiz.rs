//! Draws quiz questions: from the executed examples of the pages, and from random policies.
//!
//! A question is drawn by its seed alone, so that a link with the seed shows the same one.

use fastrand::Rng;
use rdsim::explain;
use rdsim::i18n::Language;
use rdsim::policy::{AllowedOofType, AutoForwardingMode, CmdletEnum as _, VariantArray as _};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use serde::Serialize;
use std::fmt::Write as _;

/// A message and a policy; what becomes of it is asked.
#[derive(Debug, Serialize)]
pub struct Question {
    version: u8,
    seed: u32,
    /// The page that has the example; none for a random policy.
    page: Option<&'static str>,
    policy: String,
    message: String,
    kind: Option<&'static str>,
    forwarded_by: Option<&'static str>,
}

/// The question of a seed.
#[must_use]
pub fn question(seed: u32) -> Question {
    let mut rng = Rng::with_seed(u64::from(seed));
    if rng.bool()
        && let Some(question) = example(seed, &mut rng)
    {
        return question;
    }
    random(seed, &mut rng)
}

/// A policy and a message of a page whose verdict is on one recipient.
struct Played {
    page: &'static str,
    policy: String,
    message: String,
}

/// Every such example of every page on a setting, a response or a kind.
fn examples() -> Vec<Played> {
    let mut out = Vec::new();
    for topic in explain::topics() {
        if !topic.group.judges() {
            continue;
        }
        for example in topic.page(Language::English).examples {
            let fence = |what: &str| {
                let mut fences = example.fences.iter();
                fences.find(|f| f.what == what).map(|f| f.text.to_string())
            };
            let (Some(policy), Some(message), Some(verdict)) =
                (fence("policy"), fence("message"), fence("verdict"))
            else {
                continue;
            };
            // The lines of a verdict's reasons are indented.
            let recipients = verdict.lines().filter(|l| !l.starts_with(' ')).count();
            if recipients == 1 {
                out.push(Played {
                    page: topic.name,
                    policy,
                    message,
                });
            }
        }
    }
    out
}

fn example(seed: u32, rng: &mut Rng) -> Option<Question> {
    let mut examples = examples();
    let place = rng.usize(..examples.len().max(1));
    if place >= examples.len() {
        return None;
    }
    let example = examples.swap_remove(place);
    let (options, message) = rdsim::explain::example::options(&example.message);
    Some(Question {
        version: 1,
        seed,
        page: Some(example.page),
        kind: rdsim::explain::example::kind(options.as_deref()).map(Kind::token),
        message: message.to_owned(),
        policy: example.policy,
        forwarded_by: None,
    })
}

/// The kinds that a setting may stop; the others would be too easy too often. Ordinary mail stands
/// here more than once, for it is mostly forwarded, which two settings look at.
const ASKED: [Kind; 11] = [
    Kind::Ordinary,
    Kind::Ordinary,
    Kind::Ordinary,
    Kind::OofExternal,
    Kind::OofInternal,
    Kind::OofLegacy,
    Kind::AutoReply,
    Kind::DeliveryReport,
    Kind::Ndr,
    Kind::MeetingForwardNotification,
    Kind::ReadReceipt,
];

fn random(seed: u32, rng: &mut Rng) -> Question {
    let kind = pick(rng, &ASKED).unwrap_or(Kind::Ordinary);
    // Now and then the message says only that a machine answered, and nobody says more.
    let untold = rng.u8(..8) == 0;
    // Most ordinary messages are forwarded, else nothing would be asked of them.
    let forward = if kind == Kind::Ordinary && rng.u8(..4) > 0 {
        pick(
            rng,
            &[ForwardedBy::InboxRule, ForwardedBy::MailboxForwarding],
        )
    } else {
        None
    };
    let to = pick(
        rng,
        &[
            "bob@fabrikam.com",
            "bob@sales.fabrikam.com",
            "erin@example.com",
            "carol@contoso.com",
        ],
    );
    let policy = policy(rng);
    let mut message = compose(
        kind.token(),
        "alice@contoso.com",
        to.unwrap_or("bob@fabrikam.com"),
    );
    if untold {
        message = message.replacen(
            "MIME-Version",
            "Auto-Submitted: auto-replied\nMIME-Version",
            1,
        );
    }
    Question {
        version: 1,
        seed,
        page: None,
        policy,
        message,
        kind: (!untold).then(|| kind.token()),
        forwarded_by: (!untold).then(|| forward.unwrap_or(ForwardedBy::Nobody).token()),
    }
}

fn pick<T: Copy>(rng: &mut Rng, all: &[T]) -> Option<T> {
    all.get(rng.usize(..all.len().max(1))).copied()
}

/// A policy with a Default and up to two others, and some settings of each.
fn policy(rng: &mut Rng) -> String {
    let mut out = String::from("AcceptedDomains: [contoso.com]\nRemoteDomains:\n");
    domain(rng, "\"*\"", &mut out);
    for name in ["fabrikam.com", "\"*.fabrikam.com\""] {
        if rng.bool() {
            domain(rng, name, &mut out);
        }
    }
    let mode = pick(rng, AutoForwardingMode::VARIANTS).map_or("Automatic", |m| m.word());
    // Writing to memory does not fail.
    let _ = write!(
        out,
        "HostedOutboundSpamFilterPolicies:\n  - Name: Default\n    AutoForwardingMode: {mode}\n"
    );
    out
}

fn domain(rng: &mut Rng, name: &str, out: &mut String) {
    let _ = writeln!(out, "  - DomainName: {name}");
    if rng.bool() {
        let word = pick(rng, AllowedOofType::VARIANTS).map_or("External", |t| t.word());
        let _ = writeln!(out, "    AllowedOOFType: {word}");
    }
    for switch in [
        "AutoReplyEnabled",
        "AutoForwardEnabled",
        "DeliveryReportEnabled",
        "NDREnabled",
        "MeetingForwardNotificationEnabled",
    ] {
        if rng.bool() {
            let _ = writeln!(out, "    {switch}: {}", rng.bool());
        }
    }
}

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
