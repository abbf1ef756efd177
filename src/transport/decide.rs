//! Gives a verdict for everybody who is really addressed: asks the settings in Exchange's order.

mod applicable;
mod envelope;
pub mod mail_flow_rules;
mod notes;
mod outcome;

pub use applicable::{applicable_policy, forwarder, forwards, style};
pub use envelope::Envelope;
pub(crate) use notes::unknown;
pub use outcome::{by_settings, outcome, rulings};
use outcome::{gates, internal, not_found};

use crate::address;
use crate::i18n::en;
use crate::mail::message::{Header, Message};
use crate::policy::{Author, ExternalAudience, Mailbox, OutboundPolicy, Policy};
use crate::transport::classify::{self, Class, Kind};
use crate::transport::convert::{self, Style};
use crate::transport::hybrid;
use crate::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use crate::transport::outcome::Outcome;
use crate::transport::resolve::{self, Addressee, End};
use crate::transport::responses;
use crate::transport::rules::{Disposition, RuleMessage};
use crate::transport::setting::{ApplicablePolicy, Effect};
use crate::transport::settings::SHAPE_FORM;
use crate::transport::verdict::{Applies, Possibility, Verdict};
use mail_flow_rules::{BY_RULE, Shown, ends};

/// The mailbox of the organization whose own forwarding sent a message on, with the header that names it.
#[must_use]
pub fn forwarding_mailbox<'m>(
    policy: &Policy,
    message: &'m Message,
) -> Option<(String, &'m Header<'m>)> {
    classify::forwarding_mailbox(message).filter(|(mailbox, _)| policy.is_accepted(mailbox))
}

/// Decide for every recipient.
#[must_use]
pub fn decide<'p>(
    policy: &'p Policy,
    message: &Message,
    class: &Class,
    envelope: &Envelope,
) -> Vec<Verdict<'p>> {
    // The loop header names the mailbox whose rule forwards. Where the mailbox itself forwards, another
    // header names it, or it is the sender; a loop header comes from a rule that forwarded the message
    // to it.
    let forwarder = match envelope.forwarded_by {
        Some(
            ForwardedBy::MailboxForwarding
            | ForwardedBy::ForwardingAddress
            | ForwardedBy::ForwardingSmtpAddress,
        ) => forwarding_mailbox(policy, message).map(|(mailbox, _)| mailbox),
        _ => message
            .header("X-MS-Exchange-Inbox-Rules-Loop")
            .map(|h| address::normal(&h.value)),
    };
    // Of a message that a rule redirected, From names the first author.
    let from = (!policy.mail_flow_rules.is_empty()).then(|| {
        let said = envelope.from.clone();
        let first = || {
            message
                .header("From")
                .and_then(|h| address::first(&h.value))
        };
        said.or_else(first)
            .unwrap_or_else(|| envelope.author.clone())
    });
    let rule_message = RuleMessage {
        message: (!envelope.unseen).then_some(message),
        class: class.message_class.as_deref(),
        sender: &envelope.sender,
        from: from.as_deref().unwrap_or_default(),
        recipients: Some(&envelope.recipients),
        ..RuleMessage::default()
    };
    let sender = forwarder.as_deref().unwrap_or(&envelope.author);
    let asked = MessageInPolicy {
        policy,
        rule_message: &rule_message,
        message,
        class,
        forwards: forwards(class, envelope.forwarded_by),
        author: policy.author(&envelope.author),
        outbound: policy.outbound_for(sender),
        outbound_if_member: policy.outbound_if_member(sender),
        content: convert::content(message),
    };
    let mut verdicts = Vec::with_capacity(envelope.recipients.len());
    let mut known = Vec::new();
    for to in &envelope.recipients {
        for addressee in resolve::resolve(policy, to, asked.author.inside) {
            asked.judge(to, &addressee, None, &mut known, &mut verdicts);
        }
    }
    verdicts
}

/// A message, and what of the policy does not depend on the recipient.
struct MessageInPolicy<'a, 'p> {
    policy: &'p Policy,
    message: &'a Message<'a>,
    rule_message: &'a RuleMessage<'a>,
    class: &'a Class,
    forwards: &'static [ForwardedBy],
    author: Author<'p>,
    outbound: Option<&'p OutboundPolicy>,
    /// The ones that apply if the sender is in a group of which the policy does not say so.
    outbound_if_member: Vec<&'p OutboundPolicy>,
    content: ContentFacts,
}

impl<'p> MessageInPolicy<'_, 'p> {
    /// The verdict for an addressee, and those for whom mail flow rules add; `by_rule` is the place
    /// of the rule that sends it to this one.
    fn judge(
        &self,
        to: &str,
        addressee: &Addressee<'p>,
        by_rule: Option<usize>,
        known: &mut Vec<(usize, &'p str)>,
        verdicts: &mut Vec<Verdict<'p>>,
    ) {
        let (verdict, disposition) = self.verdict(to, addressee, by_rule);
        verdicts.push(verdict);
        // Each rule is later than the one before, so that this comes to an end.
        for (addressee, place) in self.added(to, &disposition, known) {
            self.judge(to, &addressee, Some(place), known, verdicts);
        }
    }

    fn verdict(
        &self,
        to: &str,
        addressee: &Addressee<'p>,
        by_rule: Option<usize>,
    ) -> (Verdict<'p>, Disposition<'p>) {
        let mut verdict = Verdict {
            recipient: to.to_owned(),
            sent_to: addressee.address,
            via: addressee.via.clone(),
            accepted: addressee.accepted,
            remote_domain: addressee
                .remote
                .map(|(domain, how)| Applies { domain, how }),
            not_listed: addressee.end == End::NotListed,
            on_premises: addressee.hybrid.is_some(),
            decided_for: None,
            outcome: Outcome::CannotTell,
            withheld: None,
            asked: Vec::new(),
            format: None,
            notes: Vec::new(),
            possibilities: Vec::new(),
        };
        verdict.notes = notes::on_way(addressee, &self.author);
        verdict.notes.extend_from_slice(&self.class.notes);
        if !addressee.address_or(to).contains('@') && addressee.via.is_empty() {
            verdict.notes.push(en("the recipient has no domain").into());
            return (verdict, Disposition::default());
        }
        match addressee.end {
            End::Unknown(_) => return (verdict, Disposition::default()),
            End::NotFound => {
                verdict.outcome = not_found(&self.author);
                return (verdict, Disposition::default());
            }
            End::Reached | End::NotListed => {}
        }
        let (property, outbound);
        let mut if_member = Vec::new();
        let forwards = match forwarder(self.policy, addressee) {
            Some((by, policy)) => {
                (property, outbound) = ([by], policy);
                if let Some((mailbox, _)) = addressee.forwarding {
                    if_member = self.policy.outbound_if_member(mailbox.address());
                }
                &property[..]
            }
            None => {
                outbound = self.outbound;
                if by_rule.is_none() {
                    if_member.clone_from(&self.outbound_if_member);
                }
                by_rule.map_or(self.forwards, |_| BY_RULE)
            }
        };
        let shown = Shown {
            to,
            from: by_rule.map_or(0, |place| place + 1),
        };
        let applicable = applicable_policy(addressee, &self.author, outbound);
        if let ([kind], [forward], true) =
            (self.class.kinds.as_slice(), forwards, if_member.is_empty())
        {
            let facts = self.facts(*kind, *forward);
            self.explain(&mut verdict, &facts, addressee, &applicable);
            let disposition = self.apply_rules(&mut verdict, &facts, addressee, shown);
            return (verdict, disposition);
        }
        let possible_facts = self.possible_facts(forwards);
        let mut disposition = Disposition::default();
        let mut depends_on_group = false;
        for facts in &possible_facts {
            let (outcome, because) = by_settings(facts, addressee, &self.author, &applicable);
            let base = Possibility {
                kind: facts.kind,
                forwarded_by: facts.forwarded_by,
                outcome,
                because,
                if_rule: None,
            };
            for policy in &if_member {
                let applicable = applicable_policy(addressee, &self.author, Some(policy));
                let (other, because) = by_settings(facts, addressee, &self.author, &applicable);
                if other != outcome {
                    depends_on_group = true;
                    let done = self.rules(facts, addressee, other, shown);
                    let base = Possibility {
                        outcome: other,
                        because,
                        ..base.clone()
                    };
                    verdict.possibilities.extend(ends(&done, base));
                }
            }
            let done = self.rules(facts, addressee, outcome, shown);
            verdict.possibilities.extend(ends(&done, base));
            // What is told of rules is told once.
            if disposition.is_empty() {
                disposition = done;
            }
        }
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
            if depends_on_group {
                verdict.notes.push(notes::unknown_groups(self.policy));
            }
        } else if let Some(facts) = possible_facts.first() {
            verdict.possibilities.clear();
            // Which property of a mailbox forwards is no question of the kind.
            if self.class.kinds.len() > 1 || forwards.contains(&ForwardedBy::Nobody) {
                verdict.notes.push(
                    en("the message does not tell its kind, but every possible kind has this outcome")
                        .into(),
                );
            }
            self.explain(&mut verdict, facts, addressee, &applicable);
            disposition = self.apply_rules(&mut verdict, facts, addressee, shown);
            return (verdict, disposition);
        }
        self.note(&disposition, &mut verdict);
        (verdict, disposition)
    }

    /// Sets what mail flow rules do to a message of one kind that the settings let pass.
    fn apply_rules(
        &self,
        verdict: &mut Verdict<'p>,
        facts: &MessageFacts,
        addressee: &Addressee<'p>,
        shown: Shown,
    ) -> Disposition<'p> {
        let base = Possibility {
            kind: facts.kind,
            forwarded_by: facts.forwarded_by,
            outcome: verdict.outcome,
            because: None,
            if_rule: None,
        };
        let disposition = self.rules(facts, addressee, verdict.outcome, shown);
        if disposition.deciding.is_empty() {
            self.note(&disposition, verdict);
            return disposition;
        }
        let ends = ends(&disposition, base);
        let first = ends.first().map_or(verdict.outcome, |p| p.outcome);
        if ends.iter().all(|p| p.outcome == first) {
            let rulings = ends.into_iter().filter_map(|p| p.because);
            let passed = verdict.outcome;
            verdict.outcome = first;
            if first != passed {
                verdict.asked.extend(rulings);
                verdict.format = None;
            }
        } else {
            verdict.outcome = Outcome::CannotTell;
            if ends.iter().all(|p| p.outcome != Outcome::Leaves) {
                verdict.format = None;
            }
            verdict.possibilities = ends;
        }
        self.note(&disposition, verdict);
        disposition
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
            verdict.notes.push(en("what forwarded it would settle it: give `--forwarded-by` with `inbox-rule`, `forwarding-address`, `forwarding-smtp-address`, `mail-flow-rule` or `nobody`").into());
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
        addressee: &Addressee<'p>,
        applicable: &ApplicablePolicy<'p>,
    ) {
        verdict.decided_for = Some(*facts);
        verdict.outcome = Outcome::Leaves;
        // Few settings say anything; an allocation for all of them is slower.
        if addressee.accepted.is_none() {
            verdict.asked.reserve(8);
        }
        let hybrid = addressee.hybrid;
        let note = hybrid.map(|domain| hybrid::note(domain, facts.kind));
        verdict.notes.extend(note);
        for setting in gates(addressee) {
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
        if hybrid.is_none() && verdict.outcome == Outcome::Dropped(&responses::OOF_INT_TO_EXT) {
            verdict.notes.push(en("normal: Exchange Online makes both an internal and an external out-of-office reply for an outside sender, and drops the one that does not apply").into());
        }
        if verdict.outcome == Outcome::Rejected(&responses::EXTERNAL_FORWARDING_BLOCKED) {
            verdict.notes.push(notes::forwarding_blocked(addressee));
        }
        if verdict.outcome != Outcome::Leaves {
            return;
        }
        if addressee.accepted.is_some() {
            verdict.outcome = internal(facts.kind, addressee, &self.author);
            if verdict.outcome != Outcome::StaysInside {
                verdict.notes.push(en("no setting decides this: colleagues always get the internal out-of-office reply, so an external one to somebody inside is dropped").into());
            }
            return;
        }
        let known = |m: &Mailbox| m.external_audience.value == ExternalAudience::Known;
        if facts.kind == Kind::OofExternal && applicable.mailbox.is_some_and(known) {
            verdict.notes.push(en("ExternalAudience Known: the reply is made only for people in the mailbox's contacts").into());
        }
        self.form(verdict, facts, applicable);
    }
}
