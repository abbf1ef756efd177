//! Finds the facts that a verdict rests on, and how sure it is by them.
//!
//! Only what decided the outcome counts: the form in which a message leaves does not.

use super::classify::Kind;
use super::decide::mail_flow_rules;
use super::facts::{self, Basis, Fact, forwarding, kinds, recipients, remote_domain};
use super::facts::{out_of_office, reactions, responses, settings};
use super::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use super::outcome::Outcome;
use super::resolve::{Addressee, End, How, Step};
use super::rules;
use super::setting::{Effect, Ruling};
use super::verdict::{Possibility, Verdict};
use crate::i18n::{Text, en};
use crate::policy::domain::Match;
use crate::policy::{ForwardingProperty, RemoteDomain};

impl Verdict<'_> {
    /// The facts that decided the outcome, each once.
    #[must_use]
    pub fn facts(&self) -> Vec<&'static Fact> {
        let mut all = Vec::new();
        let outcome = self.withheld.unwrap_or(self.outcome);
        if let Some(decided_for) = &self.decided_for {
            let stopped = self.asked.iter().find(|r| r.stops().is_some());
            let closed = self.closed();
            all.extend(of_outcome(decided_for, outcome, stopped, closed));
            let passing = self.asked.iter().filter(|r| match r.effect {
                // What lets a message pass decides only where nothing stops it.
                Effect::Pass => outcome.passes(),
                Effect::Note(_) => true,
                _ => false,
            });
            all.extend(passing.flat_map(Ruling::rests_on));
            self.reached().add(decided_for, &mut all);
            let by_rule = stopped.is_some_and(|r| r.setting_id == mail_flow_rules::SETTING);
            if by_rule && !self.via.is_empty() {
                all.push(&facts::rules::RULES_RUN_AFTER_RESOLVING);
            }
        } else if let Some(response) = self.outcome.response() {
            all.extend(response.facts);
        }
        for possibility in &self.possibilities {
            all.extend(self.facts_if(possibility));
        }
        if all.is_empty() {
            all.push(&kinds::NOTHING_IS_GUESSED);
        }
        once(all)
    }

    /// How sure it is: as sure as the weakest fact that decided the outcome.
    #[must_use]
    pub fn basis(&self) -> Basis {
        facts::weakest(&self.facts())
    }

    /// Withhold the outcome where a fact that decided it is weaker than `least`, and say which fact
    /// and what would settle it.
    pub fn demand(&mut self, least: Basis) {
        if self.outcome == Outcome::CannotTell {
            return;
        }
        let facts = self.facts();
        let weakest = facts::weakest(&facts);
        let fact = facts.iter().find(|f| f.basis == weakest);
        let Some(fact) = fact.filter(|_| weakest > least) else {
            return;
        };
        let note = Text::of(
            en(
                "{outcome}, if `{fact}` is true ({basis}): {statement} To settle it, send such a message in the tenant and look at its message trace",
            ),
            [("fact", &fact.id)],
        );
        let note = note.with_text("outcome", self.outcome_words(false));
        let note = note.with_text("basis", weakest.words());
        self.notes.push(note.with_text("statement", fact.statement));
        self.withheld = Some(self.outcome);
        self.outcome = Outcome::CannotTell;
    }

    /// The facts that decide the outcome if the message is what it may be, each once.
    #[must_use]
    pub fn facts_if(&self, possibility: &Possibility) -> Vec<&'static Fact> {
        let message = MessageFacts {
            kind: possibility.kind,
            forwarded_by: match self.via.iter().rev().find_map(|step| sent_on_by(step)) {
                Some(by) => by,
                None => possibility.forwarded_by,
            },
            content: ContentFacts::default(),
        };
        let stopped = possibility.because.as_ref();
        let outcome = possibility.outcome;
        let mut all = of_outcome(&message, outcome, stopped, self.closed());
        self.reached().add(&message, &mut all);
        once(all)
    }

    /// The facts by which it is known which domain decides on the message, each once.
    #[must_use]
    pub fn facts_of_domain(&self) -> Vec<&'static Fact> {
        let mut all = Vec::new();
        if let Some(decided_for) = &self.decided_for {
            let reached = Reached {
                via: &[],
                ..self.reached()
            };
            reached.add(decided_for, &mut all);
        }
        once(all)
    }

    /// Whether the remote domain drops automatic forwards.
    fn closed(&self) -> bool {
        let domain = self.remote_domain.as_ref().map(|a| a.domain);
        domain.is_some_and(|d| !d.auto_forward_enabled.value)
    }

    /// How the recipient is reached.
    fn reached(&self) -> Reached<'_> {
        let applies = self.remote_domain.as_ref();
        Reached {
            via: &self.via,
            inside: self.accepted.is_some(),
            not_listed: self.not_listed,
            on_premises: self.on_premises,
            remote: applies.map(|a| (a.domain, a.how)),
        }
    }
}

/// The facts that decide the outcome for an addressee, each once; `rulings` are what the settings
/// say of the message, and `stopped` is what stops it.
#[must_use]
pub fn of_addressee<'p>(
    addressee: &Addressee<'p>,
    message: &MessageFacts,
    outcome: Outcome,
    stopped: Option<&Ruling<'p>>,
    rulings: impl Iterator<Item = Ruling<'p>>,
) -> Vec<&'static Fact> {
    let reached = Reached {
        via: &addressee.via,
        inside: addressee.accepted.is_some(),
        not_listed: matches!(addressee.end, End::NotListed),
        on_premises: addressee.hybrid.is_some(),
        remote: addressee.remote,
    };
    let closed = addressee
        .remote
        .is_some_and(|(d, _)| !d.auto_forward_enabled.value);
    let mut all = of_outcome(message, outcome, stopped, closed);
    let passing = rulings.filter(|r| matches!(r.effect, Effect::Pass) && outcome.passes());
    for ruling in passing {
        all.extend(ruling.rests_on());
    }
    reached.add(message, &mut all);
    let by_rule = stopped.is_some_and(|r| r.setting_id == mail_flow_rules::SETTING);
    if by_rule && !addressee.via.is_empty() {
        all.push(&facts::rules::RULES_RUN_AFTER_RESOLVING);
    }
    once(all)
}

/// How a recipient is reached.
struct Reached<'a> {
    via: &'a [Step<'a>],
    inside: bool,
    not_listed: bool,
    on_premises: bool,
    remote: Option<(&'a RemoteDomain, Match)>,
}

impl Reached<'_> {
    /// Adds the facts by which it is known which domain decides on a message.
    fn add(&self, message: &MessageFacts, all: &mut Vec<&'static Fact>) {
        for step in self.via {
            all.extend(of_step(step));
        }
        if self.not_listed {
            all.push(&recipients::NOT_LISTED_STAYS_INSIDE);
        }
        match self.remote {
            _ if self.inside && self.on_premises && message.kind.is_oof() => {
                all.push(&remote_domain::HYBRID_DOMAIN_DECIDES_REPLIES);
            }
            _ if self.inside && self.on_premises => {
                all.push(&remote_domain::HYBRID_DOMAIN_DECIDES_THE_REST);
            }
            _ if self.inside => all.push(&remote_domain::ACCEPTED_DOMAINS_ARE_INSIDE),
            // What no setting of a remote domain gates leaves under each of them.
            _ if !is_gated(message) => {}
            Some((domain, how)) => {
                all.extend(of_match(how));
                if domain.is_internal.value && !message.kind.is_oof() {
                    all.push(&remote_domain::IS_INTERNAL_OPENS_NO_OTHER_GATE);
                }
            }
            None => all.push(&responses::NO_REMOTE_DOMAIN_BLOCKS_NOTHING),
        }
    }
}

/// The facts by which a recipient stands for another.
#[must_use]
pub fn of_step(step: &Step) -> Vec<&'static Fact> {
    match step.how {
        How::Member(_) => vec![&recipients::GROUP_REACHES_ITS_MEMBERS],
        How::Forwarding(mailbox, property) => {
            let mut all: Vec<&'static Fact> = vec![match property {
                ForwardingProperty::Address => &forwarding::FORWARDING_ADDRESS_TAKES_ANY_IDENTITY,
                ForwardingProperty::SmtpAddress => &forwarding::SMTP_FORWARDING_IS_A_USERS,
            }];
            if property == ForwardingProperty::Address && mailbox.forwarding_smtp_address.is_some()
            {
                all.push(&forwarding::FORWARDING_ADDRESS_COMES_FIRST);
            }
            if !step.how.keeps_copy() {
                all.push(&forwarding::FORWARDING_WITHOUT_A_COPY);
            }
            all
        }
        How::External(_) => vec![&remote_domain::ADDRESS_REALLY_SENT_TO],
        How::Rule(..) => rules::FACTS.to_vec(),
        How::Subaddress => vec![&recipients::PLUS_ADDRESSING],
    }
}

/// Who sends a message on at a step.
fn sent_on_by(step: &Step) -> Option<ForwardedBy> {
    match step.how {
        How::Forwarding(_, property) => Some(ForwardedBy::property(property)),
        How::Rule(..) => Some(ForwardedBy::MailFlowRule),
        How::Member(_) | How::External(_) | How::Subaddress => None,
    }
}

/// The facts by which a mail flow rule sees a message.
fn of_rule(message: &MessageFacts) -> Vec<&'static Fact> {
    match message.forwarded_by {
        ForwardedBy::Nobody | ForwardedBy::MailFlowRule => Vec::new(),
        _ => vec![&facts::rules::AUTO_FORWARD_TYPE_IS_INBOX_RULES],
    }
}

/// Whether a setting of a remote domain decides on a message.
fn is_gated(message: &MessageFacts) -> bool {
    let by_kind = match message.kind {
        Kind::OofExternal
        | Kind::OofInternal
        | Kind::OofLegacy
        | Kind::DeliveryReport
        | Kind::Ndr
        | Kind::MeetingForwardNotification
        | Kind::AutoReply => true,
        Kind::Ordinary
        | Kind::ReadReceipt
        | Kind::NonReadReceipt
        | Kind::DsnDelayed
        | Kind::DsnRelayed
        | Kind::DsnExpanded
        | Kind::Recall
        | Kind::RecallReport => false,
    };
    let by_forwarding = [ForwardedBy::InboxRule, ForwardedBy::ForwardingSmtpAddress];
    by_kind || by_forwarding.contains(&message.forwarded_by)
}

/// The facts by which a remote domain applies.
fn of_match(how: Match) -> Vec<&'static Fact> {
    match how {
        Match::Any => vec![&remote_domain::DEFAULT_APPLIES_TO_THE_REST],
        Match::Exact {
            before_wildcard: false,
        } => vec![
            &remote_domain::SPECIFIC_DOMAIN_REPLACES_DEFAULT,
            &remote_domain::PLAIN_DOMAIN_MATCHES_ITSELF,
        ],
        Match::Wildcard {
            before_shorter: false,
        } => vec![
            &remote_domain::SPECIFIC_DOMAIN_REPLACES_DEFAULT,
            &remote_domain::WILDCARD_MATCHES_SUBDOMAINS,
        ],
        Match::Exact { .. } | Match::Wildcard { .. } => vec![
            &remote_domain::SPECIFIC_DOMAIN_REPLACES_DEFAULT,
            &remote_domain::WILDCARD_MATCHES_SUBDOMAINS,
            &remote_domain::EXACT_BEFORE_WILDCARD,
        ],
    }
}

/// The facts that decide an outcome for a message. `stopped` is what stops it, `closed` whether the
/// remote domain drops automatic forwards.
fn of_outcome(
    message: &MessageFacts,
    outcome: Outcome,
    stopped: Option<&Ruling>,
    closed: bool,
) -> Vec<&'static Fact> {
    let kind = message.kind;
    let mut all = Vec::new();
    match (outcome, stopped) {
        (Outcome::Dropped(_) | Outcome::Rejected(_) | Outcome::Held(_), Some(ruling)) => {
            all.extend(ruling.rests_on());
            if ruling.setting_id == mail_flow_rules::SETTING {
                all.extend(of_rule(message));
            } else if message.forwarded_by != ForwardedBy::Nobody && kind != Kind::Ordinary {
                all.extend(of_forwarded_kind(ruling, closed));
            }
        }
        (Outcome::Dropped(response) | Outcome::Rejected(response), None) => {
            all.extend(response.facts);
        }
        (Outcome::Leaves, _) => {
            all.extend(of_kind(kind));
            all.extend(of_forwarder(message.forwarded_by, closed));
        }
        (Outcome::StaysInside, _) if message.forwarded_by != ForwardedBy::Nobody => {
            all.push(&forwarding::FORWARDING_INSIDE_IS_NEVER_AFFECTED);
        }
        (Outcome::StaysInside | Outcome::CannotTell | Outcome::Held(_), _) => {}
    }
    all
}

/// The facts on the order of checks, for a forward that is of a kind of its own.
fn of_forwarded_kind(stopped: &Ruling, closed: bool) -> Vec<&'static Fact> {
    let by_forwarding = ["auto-forward-enabled", "auto-forwarding-mode"];
    if by_forwarding.contains(&stopped.setting_id) {
        vec![&responses::FORWARD_IS_A_FLAG]
    } else if closed {
        vec![&responses::CHECKS_COME_IN_ORDER]
    } else {
        Vec::new()
    }
}

/// The facts on who may send out a message of a kind.
fn of_kind(kind: Kind) -> Vec<&'static Fact> {
    match kind {
        Kind::OofExternal | Kind::OofInternal | Kind::OofLegacy => {
            vec![&out_of_office::ALLOWED_OOF_TYPE_DECIDES]
        }
        Kind::DeliveryReport => vec![&settings::DELIVERY_REPORTS_OFF],
        Kind::Ndr => vec![&settings::NDRS_OFF],
        Kind::MeetingForwardNotification => vec![
            &settings::MEETING_FORWARD_NOTIFICATIONS_OFF,
            &reactions::MFN_GOES_TO_THE_ORGANIZER,
        ],
        Kind::AutoReply => vec![&settings::AUTO_REPLY_IS_A_RULES],
        Kind::Ordinary => vec![&responses::ORDINARY_MAIL_IS_NOT_GATED],
        Kind::ReadReceipt | Kind::NonReadReceipt => vec![&responses::RECEIPTS_ARE_NOT_GATED],
        Kind::DsnDelayed | Kind::DsnRelayed | Kind::DsnExpanded => {
            vec![&responses::OTHER_NOTICES_ARE_NOT_GATED]
        }
        Kind::Recall | Kind::RecallReport => vec![&responses::RECALLS_ARE_NOT_GATED],
    }
}

/// The facts by which a forward is let past a remote domain that drops forwards.
fn of_forwarder(by: ForwardedBy, closed: bool) -> Vec<&'static Fact> {
    match by {
        ForwardedBy::MailboxForwarding | ForwardedBy::ForwardingAddress if closed => {
            vec![&forwarding::FORWARDING_ADDRESS_IS_NOT_GATED]
        }
        ForwardedBy::MailFlowRule if closed => {
            vec![&forwarding::RULES_FORWARD_PAST_THE_REMOTE_DOMAIN]
        }
        _ => Vec::new(),
    }
}

/// Each fact once, in the order in which it is named first.
fn once(all: Vec<&'static Fact>) -> Vec<&'static Fact> {
    let mut once: Vec<&'static Fact> = Vec::with_capacity(all.len());
    for fact in all {
        if once.iter().all(|f| f.id != fact.id) {
            once.push(fact);
        }
    }
    once
}
