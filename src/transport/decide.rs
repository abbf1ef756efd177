//! Gives a verdict for each recipient: asks the settings in Exchange's order.

use crate::address;
use crate::i18n::{Text, en};
use crate::mail::message::Message;
use crate::policy::{Author, ExternalAudience, OutboundPolicy, Policy, Route};
use crate::transport::classify::{Class, Kind};
use crate::transport::convert::{self, Style};
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling};

use crate::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use crate::transport::outcome::Outcome;
use crate::transport::settings::{CAN_STOP, SHAPE_FORM};
use crate::transport::verdict::{Applies, Possibility, Verdict};

/// The note where a mailbox forwards past a closed AutoForwardEnabled.
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
    pub forwarded_by: Option<ForwardedBy>,
}

/// Decide for every recipient.
#[must_use]
pub fn decide<'p>(
    policy: &'p Policy,
    message: &Message,
    class: &Class,
    envelope: &Envelope,
) -> Vec<Verdict<'p>> {
    // The loop header names the mailbox whose rule forwards. Where the mailbox itself forwards, it
    // is the sender, and a loop header comes from a rule that forwarded the message to it.
    let forwarder = match envelope.forwarded_by {
        Some(ForwardedBy::MailboxForwarding) => None,
        _ => message.header("X-MS-Exchange-Inbox-Rules-Loop"),
    };
    let forwarder = forwarder.map(|h| address::normal(&h.value));
    let asked = MessageInPolicy {
        policy,
        message,
        class,
        forwards: forwards(class, envelope.forwarded_by),
        author: policy.author(&envelope.author),
        outbound: policy.outbound_for(forwarder.as_deref().unwrap_or(&envelope.author)),
        content: convert::content(message),
    };
    let recipients = envelope.recipients.iter();
    recipients.map(|to| asked.verdict(to)).collect()
}

/// What happens to a message for a recipient. Allocates nothing.
#[must_use]
pub fn outcome(
    facts: &MessageFacts,
    route: &Route,
    author: &Author,
    applicable: &ApplicablePolicy,
) -> Outcome {
    if route.accepted.is_some() {
        return internal(facts.kind, author);
    }
    stopped_by(facts, applicable)
        .and_then(|ruling| ruling.stops())
        .unwrap_or(Outcome::Leaves)
}

/// What the first setting says that stops a message to an outside recipient.
#[must_use]
pub fn stopped_by<'p>(
    facts: &MessageFacts,
    applicable: &ApplicablePolicy<'p>,
) -> Option<Ruling<'p>> {
    let mut rulings = CAN_STOP
        .iter()
        .filter_map(|setting| (setting.check)(facts, applicable));
    rulings.find(|ruling| ruling.stops().is_some())
}

/// What happens for a recipient inside: only an external OOF from an inside sender is dropped.
fn internal(kind: Kind, author: &Author) -> Outcome {
    if kind == Kind::OofExternal && author.inside {
        Outcome::Dropped(&responses::OOF_EXT_TO_INT)
    } else {
        Outcome::StaysInside
    }
}

/// The form that the policy gives to a message that leaves.
#[must_use]
pub fn style<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Style<'p> {
    let mut style = Style::PLAIN;
    for setting in SHAPE_FORM {
        if let Some(ruling) = (setting.check)(facts, applicable) {
            style.apply(&ruling);
        }
    }
    style
}

/// The parts of the policy that apply to a recipient.
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

/// Who may have forwarded a message, by its class and by what the caller says.
#[must_use]
pub fn forwards(class: &Class, given: Option<ForwardedBy>) -> &'static [ForwardedBy] {
    match (given, class.auto_forwarded) {
        (Some(ForwardedBy::Nobody), _) | (None, Some(false)) => &[ForwardedBy::Nobody],
        (Some(ForwardedBy::InboxRule), _) | (None, Some(true)) => &[ForwardedBy::InboxRule],
        (Some(ForwardedBy::MailboxForwarding), _) => &[ForwardedBy::MailboxForwarding],
        (Some(ForwardedBy::MailFlowRule), _) => &[ForwardedBy::MailFlowRule],
        (None, None) => &[ForwardedBy::Nobody, ForwardedBy::InboxRule],
    }
}

/// A message, and what of the policy does not depend on the recipient.
struct MessageInPolicy<'a, 'p> {
    policy: &'p Policy,
    message: &'a Message<'a>,
    class: &'a Class,
    forwards: &'static [ForwardedBy],
    author: Author<'p>,
    outbound: Option<&'p OutboundPolicy>,
    content: ContentFacts,
}

impl<'p> MessageInPolicy<'_, 'p> {
    fn verdict(&self, to: &str) -> Verdict<'p> {
        let route = self.policy.route(to);
        let mut verdict = Verdict {
            recipient: to.to_owned(),
            sent_to: route.sent_to,
            accepted: route.accepted,
            remote_domain: route.remote.map(|(domain, how)| Applies { domain, how }),
            decided_for: None,
            outcome: Outcome::CannotTell,
            withheld: None,
            asked: Vec::new(),
            format: None,
            notes: [&notes(to, &route)[..], &self.class.notes].concat(),
            possibilities: Vec::new(),
        };
        if !route.sent_to.unwrap_or(to).contains('@') {
            verdict.notes.push(en("the recipient has no domain").into());
            return verdict;
        }
        let (forwards, outbound) = match route.forwarded_by {
            Some(_) => (
                &[ForwardedBy::MailboxForwarding][..],
                self.policy.outbound_for(to),
            ),
            None => (self.forwards, self.outbound),
        };
        let applicable = applicable_policy(&route, &self.author, outbound);
        if let ([kind], [forward]) = (self.class.kinds.as_slice(), forwards) {
            self.explain(
                &mut verdict,
                &self.facts(*kind, *forward),
                &route,
                &applicable,
            );
            return verdict;
        }
        let possible_facts = self.possible_facts(forwards);
        let possible = possible_facts.iter().map(|facts| {
            let because = match route.accepted {
                Some(_) => None,
                None => stopped_by(facts, &applicable),
            };
            let outcome = match (route.accepted, &because) {
                (Some(_), _) => internal(facts.kind, &self.author),
                (None, Some(ruling)) => ruling.stops().unwrap_or(Outcome::Leaves),
                (None, None) => Outcome::Leaves,
            };
            Possibility {
                kind: facts.kind,
                auto_forwarded: facts.forwarded_by != ForwardedBy::Nobody,
                outcome,
                because,
            }
        });
        verdict.possibilities = possible.collect();
        let outcomes = || verdict.possibilities.iter().map(|p| p.outcome);
        let first = outcomes().next().unwrap_or(Outcome::CannotTell);
        let same = outcomes().all(|o| o == first);
        if !same && outcomes().all(|o| o.token() == first.token()) {
            verdict.outcome = first;
            let rulings = verdict
                .possibilities
                .iter()
                .filter_map(|p| p.because.as_ref());
            for ruling in rulings {
                if verdict
                    .asked
                    .iter()
                    .all(|r| r.setting_id != ruling.setting_id)
                {
                    verdict.asked.push(ruling.clone());
                }
            }
            verdict.notes.push(
                en("the message does not tell its kind; every possible kind has this outcome, with a response of its own")
                    .into(),
            );
        } else if !same {
            self.cannot_tell(&mut verdict, &applicable, forwards.len() > 1);
        } else if let Some(facts) = possible_facts.first() {
            verdict.possibilities.clear();
            verdict.notes.push(
                en("the message does not tell its kind, but every possible kind has this outcome")
                    .into(),
            );
            self.explain(&mut verdict, facts, &route, &applicable);
        }
        verdict
    }

    /// The facts for each possible kind and forwarder.
    fn possible_facts(&self, forwards: &[ForwardedBy]) -> Vec<MessageFacts> {
        let kinds = self.class.kinds.iter();
        kinds
            .flat_map(|kind| forwards.iter().map(|forward| self.facts(*kind, *forward)))
            .collect()
    }

    fn facts(&self, kind: Kind, forwarded_by: ForwardedBy) -> MessageFacts {
        MessageFacts {
            kind,
            forwarded_by,
            content: self.content,
        }
    }

    /// Sets the notes on what would settle the verdict, and the form if the message leaves.
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
            let facts = self.facts(kind, ForwardedBy::Nobody);
            self.form(verdict, &facts, applicable);
        }
    }

    /// Sets the form in which the message leaves, and what each setting says about it.
    fn form(
        &self,
        verdict: &mut Verdict<'p>,
        facts: &MessageFacts,
        applicable: &ApplicablePolicy<'p>,
    ) {
        let mut style = Style::PLAIN;
        for setting in SHAPE_FORM {
            if let Some(ruling) = (setting.check)(facts, applicable) {
                style.apply(&ruling);
                verdict.asked.push(ruling);
            }
        }
        verdict.format = Some(convert::form(self.message, self.content, style));
    }

    /// Sets the outcome, what each setting says, and the notes.
    fn explain(
        &self,
        verdict: &mut Verdict<'p>,
        facts: &MessageFacts,
        route: &Route,
        applicable: &ApplicablePolicy<'p>,
    ) {
        verdict.decided_for = Some(*facts);
        if route.accepted.is_some() {
            verdict.outcome = internal(facts.kind, &self.author);
            if verdict.outcome != Outcome::StaysInside {
                verdict.notes.push(en("no setting decides this: colleagues always get the internal out-of-office reply, so an external one to somebody inside is dropped").into());
            }
            return;
        }
        verdict.outcome = Outcome::Leaves;
        // Few settings say anything; an allocation for all of them is slower.
        verdict.asked.reserve(8);
        for setting in CAN_STOP {
            let Some(ruling) = (setting.check)(facts, applicable) else {
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
        if facts.kind == Kind::OofExternal
            && mailbox.is_some_and(|m| m.external_audience.value == ExternalAudience::Known)
        {
            verdict.notes.push(en("ExternalAudience Known: the reply is made only for people in the mailbox's contacts").into());
        }
        self.form(verdict, facts, applicable);
    }
}

/// The notes on how the recipient is reached.
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
