//! Asks every setting and gives a verdict for each recipient.

use crate::classify::{Class, Kind};
use crate::format::{self, Format};
use crate::message::Message;
use crate::policy::{ContentType, Policy, domain};
use crate::responses::{self, Response};
use crate::settings::{Case, Effect, Forward, Ruling, SETTINGS, Terms, Transmission};

/// What happens to the message for one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It leaves the organization.
    Leaves,
    /// The recipient is inside.
    StaysInside,
    /// Dropped silently.
    Dropped(&'static Response),
    /// Refused, with a report to the sender.
    Rejected(&'static Response),
    /// The message does not tell enough.
    CannotTell,
}

impl Outcome {
    /// The token, as in JSON.
    #[must_use]
    pub fn token(self) -> &'static str {
        match self {
            Self::Leaves => "leaves",
            Self::StaysInside => "stays-inside",
            Self::Dropped(_) => "dropped",
            Self::Rejected(_) => "rejected",
            Self::CannotTell => "cannot-tell",
        }
    }

    /// The response, where there is one.
    #[must_use]
    pub fn response(self) -> Option<&'static Response> {
        match self {
            Self::Dropped(r) | Self::Rejected(r) => Some(r),
            _ => None,
        }
    }
}

/// What would happen if the message were of one of its possible kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct Possibility {
    /// The kind.
    pub kind: Kind,
    /// Whether it is auto-forwarded.
    pub auto_forwarded: bool,
    /// The outcome then.
    pub outcome: Outcome,
}

/// The verdict for a message and one recipient.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The recipient, as compared.
    pub recipient: String,
    /// Where it is really sent, if elsewhere.
    pub sent_to: Option<String>,
    /// DomainName of the remote domain, its line, and why it won.
    pub remote_domain: Option<(String, u32, &'static str)>,
    /// What happens.
    pub outcome: Outcome,
    /// The settings that decided.
    pub because: Vec<Ruling>,
    /// Every setting that had a say, in order.
    pub asked: Vec<Ruling>,
    /// The form in which it leaves.
    pub format: Option<Format>,
    /// What else to know.
    pub notes: Vec<String>,
    /// Where the outcome is `CannotTell`: each possibility.
    pub possibilities: Vec<Possibility>,
}

/// Who sends, and what is known beyond the message.
#[derive(Debug, Clone, Default)]
pub struct Envelope {
    /// Sender, as compared; empty for the null sender.
    pub sender: String,
    /// The sender; where that is the null sender, the author whom the headers name.
    pub author: String,
    /// Recipients, as compared.
    pub recipients: Vec<String>,
    /// Who forwarded, where the user says so.
    pub forwarded_by: Option<Forward>,
}

/// Decide for every recipient.
#[must_use]
pub fn decide(
    policy: &Policy,
    message: &Message,
    class: &Class,
    envelope: &Envelope,
) -> Vec<Verdict> {
    envelope
        .recipients
        .iter()
        .map(|to| one(policy, message, class, envelope, to))
        .collect()
}

fn one(
    policy: &Policy,
    message: &Message,
    class: &Class,
    envelope: &Envelope,
    to: &str,
) -> Verdict {
    let contact = policy.contacts.get(to);
    let mut target = contact.map_or(to, |c| c.external.as_str());
    let mut notes = Vec::new();
    let mut forward_override = envelope.forwarded_by;
    let mut forwarder = message
        .header("X-MS-Exchange-Inbox-Rules-Loop")
        .map_or_else(|| envelope.author.clone(), |h| domain::address(&h.value));
    let mut moved = false;
    if let Some((mailbox, forwarding)) = policy
        .mailbox(to)
        .and_then(|m| Some((m, m.forwarding.as_ref()?)))
    {
        if mailbox.deliver_and_forward {
            notes.push(format!("a copy goes to {} by mailbox forwarding; check it with `--to {} --forwarded-by mailbox-forwarding`", forwarding.value, forwarding.value));
        } else if !policy.is_accepted(&forwarding.value) {
            target = &forwarding.value;
            forward_override = Some(Forward::MailboxForwarding);
            to.clone_into(&mut forwarder);
            moved = true;
            notes.push(format!(
                "{} to {}",
                responses::FORWARDED.line(),
                forwarding.value
            ));
        }
    }
    let mut verdict = Verdict {
        recipient: to.to_owned(),
        sent_to: (target != to).then(|| target.to_owned()),
        remote_domain: None,
        outcome: Outcome::CannotTell,
        because: Vec::new(),
        asked: Vec::new(),
        format: None,
        notes,
        possibilities: Vec::new(),
    };
    if domain::of(target).is_empty() {
        verdict.notes.push("the recipient has no domain".into());
        return verdict;
    }
    let inside = policy.is_accepted(target);
    let found = policy.remote_domain(target).filter(|_| !inside);
    verdict.remote_domain = found.map(|(d, how)| (pattern_text(&d.pattern), d.line, how.why()));
    let terms = Terms {
        remote_domain: found.map(|(d, _)| d),
        outbound: policy.outbound_for(&forwarder),
        mailbox: policy.mailbox(&envelope.author),
        contact: contact.filter(|_| !moved),
    };
    if !inside && found.is_none() {
        verdict.notes.push(
            "no remote domain applies: the policy has no Default (`*`), which every tenant has"
                .into(),
        );
    }
    let flags: &[bool] = match class.auto_forwarded {
        Some(true) => &[true],
        Some(false) => &[false],
        None => &[false, true],
    };
    let mut results = Vec::new();
    for kind in &class.kinds {
        for flag in flags {
            let forward = forward_override.unwrap_or(if *flag {
                Forward::InboxRule
            } else {
                Forward::No
            });
            let case = Case {
                kind: *kind,
                forward,
                message,
            };
            let (outcome, asked) = if inside {
                internal(policy, envelope, *kind)
            } else {
                external(&case, &terms)
            };
            results.push((
                Possibility {
                    kind: *kind,
                    auto_forwarded: *flag,
                    outcome,
                },
                asked,
            ));
        }
    }
    let agree = results
        .windows(2)
        .all(|w| matches!(w, [a, b] if a.0.outcome == b.0.outcome));
    if !agree {
        verdict.possibilities = results.into_iter().map(|(p, _)| p).collect();
        if class.kinds.len() > 1 {
            verdict.notes.push("the kind would settle it: give `--kind`, or the message with its TNEF part (winmail.dat), which carries the message class".into());
        }
        if class.auto_forwarded.is_none() {
            verdict.notes.push("whether a rule forwarded it would settle it: give `--forwarded-by inbox-rule`, `mailbox-forwarding`, `mail-flow-rule` or `nobody`".into());
        }
        return verdict;
    }
    if results.len() > 1 {
        verdict.notes.push(
            "the message does not tell its kind, but every possible kind has this outcome".into(),
        );
    }
    let Some((first, asked)) = results.into_iter().next() else {
        return verdict;
    };
    verdict.outcome = first.outcome;
    for ruling in &asked {
        match &ruling.effect {
            Effect::Note(note) => {
                verdict.notes.push(note.clone());
                if first.outcome == Outcome::Leaves && !first.kind.is_oof() {
                    verdict.because.push(ruling.clone());
                }
            }
            Effect::Drop(_) | Effect::Reject(_) => verdict.because.push(ruling.clone()),
            Effect::Pass if first.outcome == Outcome::Leaves => {
                verdict.because.push(ruling.clone())
            }
            effect if first.outcome == Outcome::Leaves && shapes(effect) => {
                verdict.because.push(ruling.clone());
            }
            _ => {}
        }
    }
    if first.kind == Kind::OofInternal
        && first.outcome == Outcome::Dropped(&responses::OOF_INT_TO_EXT)
    {
        verdict.notes.push("normal: Exchange Online makes both an internal and an external out-of-office reply for an outside sender, and drops the one that does not apply".into());
    }
    if first.outcome == Outcome::Leaves {
        if first.kind == Kind::OofExternal
            && terms.mailbox.is_some_and(|m| {
                m.external_audience.value == crate::policy::ExternalAudience::Known
            })
        {
            verdict.notes.push("ExternalAudience Known: the reply is made only for people in the mailbox's contacts".into());
        }
        verdict.format = Some(format::format(message, &asked));
    }
    verdict.asked = asked;
    verdict
}

/// Whether a setting gives the message another form than Exchange's own choice.
fn shapes(effect: &Effect) -> bool {
    match effect {
        Effect::Transmission(t) => *t != Transmission::MayBeTnef,
        Effect::Content(c) => *c != ContentType::MimeHtmlText,
        Effect::Charset(c) => !c.is_empty(),
        Effect::LineWrap(n) => n.is_some(),
        Effect::Encoding(e) => *e != "quoted-printable",
        _ => false,
    }
}

/// The rules for a recipient inside: only an external OOF of an inside sender is dropped.
fn internal(policy: &Policy, envelope: &Envelope, kind: Kind) -> (Outcome, Vec<Ruling>) {
    let stopped = kind == Kind::OofExternal && policy.is_accepted(&envelope.author);
    (
        if stopped {
            Outcome::Dropped(&responses::OOF_EXT_TO_INT)
        } else {
            Outcome::StaysInside
        },
        Vec::new(),
    )
}

/// The rules for a recipient outside: the first setting that stops the message decides.
fn external(case: &Case, terms: &Terms) -> (Outcome, Vec<Ruling>) {
    let mut asked = Vec::with_capacity(8);
    let mut outcome = Outcome::Leaves;
    for setting in SETTINGS {
        let Some(ruling) = (setting.check)(case, terms) else {
            continue;
        };
        let stops = match ruling.effect {
            Effect::Drop(response) => Some(Outcome::Dropped(response)),
            Effect::Reject(response) => Some(Outcome::Rejected(response)),
            _ => None,
        };
        asked.push(ruling);
        if let Some(stopped) = stops {
            outcome = stopped;
            break;
        }
    }
    (outcome, asked)
}

/// A pattern as the policy writes it.
#[must_use]
pub fn pattern_text(pattern: &domain::Pattern) -> String {
    match pattern {
        domain::Pattern::Exact(d) => d.clone(),
        domain::Pattern::Wildcard(d) => format!("*.{d}"),
        domain::Pattern::Any => "*".into(),
    }
}
