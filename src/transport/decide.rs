//! Asks every setting and gives a verdict for each recipient.

mod verdict;

use crate::address;
use crate::i18n::{Text, en};
use crate::mail::message::Message;
use crate::policy::{Author, ExternalAudience, OutboundPolicy, Policy, Route};
use crate::transport::classify::{Class, Kind};
use crate::transport::convert::{self, Style};
use crate::transport::responses;
use crate::transport::settings::{
    ApplicablePolicy, Content, Effect, FORMS, Forward, GATES, MessageFacts, Ruling,
};

pub use verdict::{Applies, Outcome, Possibility, Verdict};

/// What is worth knowing where a user's forwarding would be dropped, and an admin's is not.
pub(crate) const USERS_FORWARDING: &str = en(
    "ForwardingSmtpAddress is taken for an admin's; if the user set it, as the forwarding option of Outlook on the web does, AutoForwardEnabled false drops the message (RESOLVER.MSGTYPE.AF)",
);

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
pub fn decide<'p>(
    policy: &'p Policy,
    message: &Message,
    class: &Class,
    envelope: &Envelope,
) -> Vec<Verdict<'p>> {
    // Whose rule forwards is named by the loop header. A mailbox that forwards by itself is the
    // sender then: a loop header is left of a rule that brought the message there.
    let forwarder = match envelope.forwarded_by {
        Some(Forward::MailboxForwarding) => None,
        _ => message.header("X-MS-Exchange-Inbox-Rules-Loop"),
    };
    let forwarder = forwarder.map(|h| address::normal(&h.value));
    let submission = Submission {
        policy,
        message,
        class,
        forwards: forwards(class, envelope.forwarded_by),
        author: policy.author(&envelope.author),
        outbound: policy.outbound_for(forwarder.as_deref().unwrap_or(&envelope.author)),
        content: convert::content(message),
    };
    let recipients = envelope.recipients.iter();
    recipients.map(|to| submission.verdict(to)).collect()
}

/// What becomes of one case on its way to a recipient. Nothing is allocated.
#[must_use]
pub fn outcome(
    case: &MessageFacts,
    route: &Route,
    author: &Author,
    applicable: &ApplicablePolicy,
) -> Outcome {
    if route.accepted.is_some() {
        return internal(case.kind, author);
    }
    stopped_by(case, applicable)
        .and_then(|ruling| ruling.stops())
        .unwrap_or(Outcome::Leaves)
}

/// The first gate that stops a case on its way outside.
#[must_use]
pub fn stopped_by<'p>(
    case: &MessageFacts,
    applicable: &ApplicablePolicy<'p>,
) -> Option<Ruling<'p>> {
    let mut rulings = GATES
        .iter()
        .filter_map(|gate| (gate.check)(case, applicable));
    rulings.find(|ruling| ruling.stops().is_some())
}

/// The rules for a recipient inside: only an external OOF of an inside sender is dropped.
fn internal(kind: Kind, author: &Author) -> Outcome {
    if kind == Kind::OofExternal && author.inside {
        Outcome::Dropped(&responses::OOF_EXT_TO_INT)
    } else {
        Outcome::StaysInside
    }
}

/// The style that the policy gives to what leaves for a recipient.
#[must_use]
pub fn style<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Style<'p> {
    let mut style = Style::PLAIN;
    for form in FORMS {
        if let Some(ruling) = (form.check)(case, applicable) {
            style.apply(&ruling);
        }
    }
    style
}

/// The parts of the policy that apply on the way to a recipient.
#[must_use]
pub fn applicable_policy<'p>(
    route: &Route<'p>,
    author: &Author<'p>,
    outbound: Option<&'p OutboundPolicy>,
) -> ApplicablePolicy<'p> {
    ApplicablePolicy {
        remote_domain: route.remote.map(|(domain, _)| domain),
        outbound,
        mailbox: author.mailbox,
        contact: route.contact,
    }
}

/// The ways in which a message may have been forwarded, as its class and its user say.
#[must_use]
pub fn forwards(class: &Class, told: Option<Forward>) -> &'static [Forward] {
    match (told, class.auto_forwarded) {
        (Some(Forward::No), _) | (None, Some(false)) => &[Forward::No],
        (Some(Forward::InboxRule), _) | (None, Some(true)) => &[Forward::InboxRule],
        (Some(Forward::MailboxForwarding), _) => &[Forward::MailboxForwarding],
        (Some(Forward::MailFlowRule), _) => &[Forward::MailFlowRule],
        (None, None) => &[Forward::No, Forward::InboxRule],
    }
}

/// One message with all that is known of it.
struct Submission<'a, 'p> {
    policy: &'p Policy,
    message: &'a Message<'a>,
    class: &'a Class,
    forwards: &'static [Forward],
    author: Author<'p>,
    outbound: Option<&'p OutboundPolicy>,
    content: Content,
}

impl<'p> Submission<'_, 'p> {
    fn verdict(&self, to: &str) -> Verdict<'p> {
        let route = self.policy.route(to);
        let mut verdict = Verdict {
            recipient: to.to_owned(),
            sent_to: route.sent_to,
            accepted: route.accepted,
            remote_domain: route.remote.map(|(domain, how)| Applies {
                domain,
                why: how.why(),
            }),
            outcome: Outcome::CannotTell,
            asked: Vec::new(),
            format: None,
            notes: notes(to, &route),
            possibilities: Vec::new(),
        };
        if !route.sent_to.unwrap_or(to).contains('@') {
            verdict.notes.push(en("the recipient has no domain").into());
            return verdict;
        }
        let (forwards, outbound) = match route.forwarded_by {
            Some(_) => (
                &[Forward::MailboxForwarding][..],
                self.policy.outbound_for(to),
            ),
            None => (self.forwards, self.outbound),
        };
        let applicable = applicable_policy(&route, &self.author, outbound);
        if let ([kind], [forward]) = (self.class.kinds.as_slice(), forwards) {
            self.explain(
                &mut verdict,
                &self.case(*kind, *forward),
                &route,
                &applicable,
            );
            return verdict;
        }
        let cases = self.cases(forwards);
        let possible = cases.iter().map(|case| {
            let because = match route.accepted {
                Some(_) => None,
                None => stopped_by(case, &applicable),
            };
            let outcome = match (route.accepted, &because) {
                (Some(_), _) => internal(case.kind, &self.author),
                (None, Some(ruling)) => ruling.stops().unwrap_or(Outcome::Leaves),
                (None, None) => Outcome::Leaves,
            };
            Possibility {
                kind: case.kind,
                auto_forwarded: case.forward != Forward::No,
                outcome,
                because,
            }
        });
        verdict.possibilities = possible.collect();
        let mut outcomes = verdict.possibilities.iter().map(|p| p.outcome);
        let first = outcomes.next();
        if outcomes.any(|o| Some(o) != first) {
            self.cannot_tell(&mut verdict, &applicable, forwards.len() > 1);
        } else if let Some(case) = cases.first() {
            verdict.possibilities.clear();
            verdict.notes.push(
                en("the message does not tell its kind, but every possible kind has this outcome")
                    .into(),
            );
            self.explain(&mut verdict, case, &route, &applicable);
        }
        verdict
    }

    /// Every case that the message may be.
    fn cases(&self, forwards: &[Forward]) -> Vec<MessageFacts> {
        let kinds = self.class.kinds.iter();
        kinds
            .flat_map(|kind| forwards.iter().map(|forward| self.case(*kind, *forward)))
            .collect()
    }

    fn case(&self, kind: Kind, forward: Forward) -> MessageFacts {
        MessageFacts {
            kind,
            forward,
            content: self.content,
        }
    }

    /// The possibilities differ: say what would settle it, and the form if it leaves.
    fn cannot_tell(
        &self,
        verdict: &mut Verdict<'p>,
        applicable: &ApplicablePolicy<'p>,
        forwards: bool,
    ) {
        if self.class.kinds.len() > 1 {
            verdict.notes.push(en("the kind would settle it: give `--kind`, or the message with its TNEF part (winmail.dat), which carries the message class").into());
        }
        if forwards {
            verdict.notes.push(en("whether a rule forwarded it would settle it: give `--forwarded-by inbox-rule`, `mailbox-forwarding`, `mail-flow-rule` or `nobody`").into());
        }
        let mut possibilities = verdict.possibilities.iter();
        let leaving = possibilities.find(|p| p.outcome == Outcome::Leaves);
        if let Some(kind) = leaving.map(|p| p.kind) {
            let case = self.case(kind, Forward::No);
            self.form(verdict, &case, applicable);
        }
    }

    /// The form in which it leaves, and the settings that have a say in it.
    fn form(
        &self,
        verdict: &mut Verdict<'p>,
        case: &MessageFacts,
        applicable: &ApplicablePolicy<'p>,
    ) {
        let mut style = Style::PLAIN;
        for form in FORMS {
            if let Some(ruling) = (form.check)(case, applicable) {
                style.apply(&ruling);
                verdict.asked.push(ruling);
            }
        }
        verdict.format = Some(convert::format(self.message, self.content, style));
    }

    /// The outcome, what every setting said, and what is worth knowing about it.
    fn explain(
        &self,
        verdict: &mut Verdict<'p>,
        case: &MessageFacts,
        route: &Route,
        applicable: &ApplicablePolicy<'p>,
    ) {
        if route.accepted.is_some() {
            verdict.outcome = internal(case.kind, &self.author);
            if verdict.outcome != Outcome::StaysInside {
                verdict.notes.push(en("no setting decides this: colleagues always get the internal out-of-office reply, so an external one to somebody inside is dropped").into());
            }
            return;
        }
        verdict.outcome = Outcome::Leaves;
        // Few settings have a say; room for all of them would be a slow allocation.
        verdict.asked.reserve(8);
        for gate in GATES {
            let Some(ruling) = (gate.check)(case, applicable) else {
                continue;
            };
            let stopped = ruling.stops();
            if let Effect::Note(note) = ruling.effect {
                verdict.notes.push(note.into());
            }
            verdict.asked.push(ruling);
            if let Some(outcome) = stopped {
                verdict.outcome = outcome;
                break;
            }
        }
        if verdict.outcome == Outcome::Dropped(&responses::OOF_INT_TO_EXT) {
            verdict.notes.push(en("normal: Exchange Online makes both an internal and an external out-of-office reply for an outside sender, and drops the one that does not apply").into());
        }
        if verdict.outcome != Outcome::Leaves {
            return;
        }
        let mailbox = applicable.mailbox;
        if case.kind == Kind::OofExternal
            && mailbox.is_some_and(|m| m.external_audience.value == ExternalAudience::Known)
        {
            verdict.notes.push(en("ExternalAudience Known: the reply is made only for people in the mailbox's contacts").into());
        }
        self.form(verdict, case, applicable);
    }
}

/// What the way to a recipient is worth knowing for.
fn notes(to: &str, route: &Route) -> Vec<Text> {
    let mut notes = Vec::new();
    if let Some(copy) = route.copy_to {
        notes.push(Text::with(
            en("a copy goes to {address} by mailbox forwarding; check it with `--from {mailbox} --to {address} --forwarded-by mailbox-forwarding`"),
            vec![("address", copy.to_owned()), ("mailbox", to.to_owned())],
        ));
    }
    if let Some(mailbox) = route.forwarded_by {
        let to = route.sent_to.unwrap_or_default();
        notes.push(Text::with(
            en("{response} to {address}"),
            vec![
                ("response", responses::FORWARDED.line()),
                ("address", to.to_owned()),
            ],
        ));
        let closed = route.remote.filter(|(d, _)| !d.auto_forward_enabled.value);
        if closed.is_some() && mailbox.forwarding_may_be_the_users {
            notes.push(USERS_FORWARDING.into());
        }
    }
    if route.accepted.is_none() && route.remote.is_none() {
        notes.push(
            en("no remote domain applies: the policy has no Default (`*`), which every tenant has")
                .into(),
        );
    }
    notes
}
