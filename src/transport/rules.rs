//! Decides which mail flow rules apply to a message for a recipient, and what they do to it.
//!
//! The rules run in the order of their priority, after the recipients are resolved. All conditions
//! of a rule must hold, one value of a condition is enough, and any exception frees (Microsoft,
//! "Mail flow rules", 2021-07-14). A condition that cannot be seen leaves it open whether the rule
//! applies.

mod alike;
mod content;
mod holds;
mod made;
mod message_type;
mod people;
mod words;

use crate::mail::message::Message;
use crate::policy::mail_flow_rule::{Action, Change, Does, Predicate};
use crate::policy::{MailFlowRule, Policy, Sourced};
use crate::transport::classify::Kind;
use crate::transport::facts::{Facts, rules as facts};
use crate::transport::message_facts::ForwardedBy;
use crate::transport::resolve::Addressee;
pub use alike::{EndOfMail, conditions, open_to_recipient, said_of};
pub use content::LazyBody;
pub use holds::Holds;

/// The page on them, Markdown with executed examples.
pub static PAGE: &str = embedded!("rules.md");

/// What every rule rests on.
pub static FACTS: Facts = &[
    &facts::RULE_CONDITIONS,
    &facts::RULE_ACTIONS,
    &facts::ONLY_ENFORCE_ACTS,
    &facts::RULES_SEE_ORDINARY_MAIL,
];

/// What mail flow rules look at in a message, whoever the recipient is.
#[derive(Debug, Default)]
pub struct RuleMessage<'a> {
    /// The message; none where only its kind is known.
    pub message: Option<&'a Message<'a>>,
    /// Its class, where TNEF or Outlook gives one.
    pub class: Option<&'a str>,
    /// The sender in the envelope, as compared; empty for the null sender.
    pub sender: &'a str,
    /// The sender in From, as compared: of a message that a rule redirected, the first author.
    pub from: &'a str,
    /// All recipients in the envelope, as compared; none where they are not known.
    pub recipients: Option<&'a [String]>,
    /// The time, in seconds since 1970; none where it is not known.
    pub at: Option<i64>,
    /// The text of its body, once it was looked at.
    pub body: LazyBody,
}

impl<'a> RuleMessage<'a> {
    /// Any message from somebody.
    #[must_use]
    pub fn any_from(sender: &'a str) -> Self {
        Self {
            sender,
            from: sender,
            ..Self::default()
        }
    }
}

/// The recipient for whom rules are asked.
#[derive(Debug, Clone, Copy)]
pub struct RuleRecipient<'a> {
    /// The address in the envelope, as compared.
    pub written: &'a str,
    /// The primary address of the recipient that is reached.
    pub primary: &'a str,
}

/// What a rule is asked with: one of the possible kinds of the message, and the rest.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a, 'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// The message.
    pub message: &'a RuleMessage<'a>,
    /// The kind.
    pub kind: Kind,
    /// Who forwarded it.
    pub forwarded_by: ForwardedBy,
    /// The recipient.
    pub recipient: RuleRecipient<'a>,
}

/// What cannot be seen and leaves it open whether a rule applies.
#[derive(Debug, Clone, Copy)]
pub enum Unseen<'p> {
    /// A condition or an exception.
    Predicate(&'p Predicate),
    /// ActivationDate or ExpiryDate: the time is not known.
    Date(&'static str, &'p Sourced<i64>),
    /// An action that depends on the sender: on a manager, or on what the sender chose.
    Sender(&'p Action),
}

/// Whether a rule applies.
#[derive(Debug, Clone)]
pub enum Applies<'p> {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It does if what cannot be seen is so.
    May(Vec<Unseen<'p>>),
}

/// Something that a rule does, and on what it depends.
#[derive(Debug, Clone)]
pub struct Step<'p> {
    /// The rule.
    pub rule: &'p MailFlowRule,
    /// Its place in [`Policy::mail_flow_rules`].
    pub place: usize,
    /// What it does; none where it only keeps later rules from the message.
    pub action: Option<&'p Action>,
    /// What must be so for it to apply; empty where it does apply.
    pub unseen: Vec<Unseen<'p>>,
    /// What earlier rules may have changed of what it looks at.
    pub changed: Vec<&'p Change>,
}

/// What mail flow rules do to a message for a recipient.
#[derive(Debug, Clone, Default)]
pub struct Disposition<'p> {
    /// What decides about the message, in order: the first of these that applies. Only the last may
    /// be certain; where none applies, no rule decides.
    pub deciding: Vec<Step<'p>>,
    /// What else is done: others get it too, or it leaves by a connector.
    pub beside: Vec<Step<'p>>,
}

impl<'a> RuleRecipient<'a> {
    /// The recipient who is reached by an addressee of a recipient as written.
    #[must_use]
    pub fn of(written: &'a str, addressee: &'a Addressee<'a>) -> Self {
        let primary = addressee.reached.map_or("", |r| r.address());
        Self {
            written,
            primary: match primary {
                "" => addressee.address_or(written),
                primary => primary,
            },
        }
    }
}

impl<'p> Disposition<'p> {
    /// Whether no rule does anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.deciding.is_empty() && self.beside.is_empty()
    }

    /// Add what decides, unless something before it does whenever this one would.
    fn decides(&mut self, step: Step<'p>) {
        if !self.deciding.iter().any(|earlier| step.needs(earlier)) {
            self.deciding.push(step);
        }
    }

    /// What is certain to decide, where nothing before it may.
    #[must_use]
    pub fn decided(&self) -> Option<&Step<'p>> {
        self.deciding.first().filter(|step| step.is_certain())
    }
}

impl<'p> Step<'p> {
    /// Whether all that must be so for an earlier one must be so for this one too.
    fn needs(&self, earlier: &Self) -> bool {
        // What the sender chose of a rule is chosen of that rule alone.
        let is_chosen = |action: &Action| matches!(action.does, Does::RejectUnlessOverridden(_));
        let same_choice =
            |a: &Action, b: &Action| std::ptr::eq(a, b) || !(is_chosen(a) || is_chosen(b));
        let same = |a: &Unseen, b: &Unseen| match (a, b) {
            (Unseen::Predicate(a), Unseen::Predicate(b)) => a.is_same(b),
            (Unseen::Date(a, at), Unseen::Date(b, other)) => a == b && at.value == other.value,
            (Unseen::Sender(a), Unseen::Sender(b)) => same_choice(a, b),
            _ => false,
        };
        let looks = |rule: &MailFlowRule| {
            (
                rule.sender_location,
                rule.recipient_address,
                rule.legacy_regex,
            )
        };
        let mut all = earlier.unseen.iter();
        looks(self.rule) == looks(earlier.rule)
            && self.changed.len() == earlier.changed.len()
            && all.all(|e| self.unseen.iter().any(|s| same(s, e)))
    }

    /// Whether it applies whatever cannot be seen.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.unseen.is_empty()
    }

    /// What it does that decides.
    #[must_use]
    pub fn does(&self) -> Option<&'p Does> {
        self.action.map(|action| &action.does)
    }
}

/// Whether rules are asked about messages of a kind at all: those that the transport itself makes
/// are not among the types of messages that Microsoft lists for them.
#[must_use]
pub fn concern(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Ndr | Kind::DeliveryReport | Kind::DsnDelayed | Kind::DsnRelayed | Kind::DsnExpanded
    )
}

/// What the rules of the policy do. Allocates nothing where no rule acts.
#[must_use]
pub fn dispose<'p>(asked: &Asked<'_, 'p>) -> Disposition<'p> {
    dispose_among(asked, 0..asked.policy.mail_flow_rules.len())
}

/// What some of the rules do, which are given by their places, in order.
#[must_use]
pub fn dispose_among<'p>(
    asked: &Asked<'_, 'p>,
    places: impl IntoIterator<Item = usize>,
) -> Disposition<'p> {
    let mut out = Disposition::default();
    if !concern(asked.kind) {
        return out;
    }
    let mut changed: Vec<(&'p Change, bool)> = Vec::new();
    for place in places {
        let Some(rule) = asked.policy.mail_flow_rules.get(place) else {
            break;
        };
        let unseen = match applies(rule, asked, &changed) {
            Applies::No => continue,
            Applies::Yes => Vec::new(),
            Applies::May(unseen) => unseen,
        };
        let certain = unseen.is_empty();
        let step = |action| Step {
            rule,
            place,
            action,
            unseen: unseen.clone(),
            changed: changed.iter().map(|(change, _)| *change).collect(),
        };
        let mut ends = false;
        for action in &rule.actions {
            let mut step = step(Some(action));
            let open = action.does.depends_on_sender();
            step.unseen.extend(open.then_some(Unseen::Sender(action)));
            match action.does {
                Does::Copy(_) | Does::Route(_) | Does::Encrypt => out.beside.push(step),
                Does::WithoutDisclaimer(_) => {
                    // Microsoft, "Organization-wide message disclaimers": encrypted messages are such.
                    let sealed = message_type::is_sealed(asked);
                    out.beside.extend(sealed.then_some(step));
                }
                // Of several that decide the first does: the others need no less.
                _ => {
                    out.decides(step);
                    ends |= !open;
                }
            }
        }
        if rule.stop.value && !ends {
            out.decides(step(None));
            ends = true;
        }
        if ends && certain {
            break;
        }
        changed.extend(rule.changes.iter().map(|change| (change, certain)));
    }
    // What only keeps later rules away decides nothing where none follows.
    let last = out.beside.last().map_or(0, |step| step.place);
    let is_idle = |step: &Step| step.action.is_none() && step.place >= last;
    while out.deciding.last().is_some_and(is_idle) {
        out.deciding.pop();
    }
    out
}

/// Whether a rule applies; earlier rules may have changed the message.
#[must_use]
pub fn applies<'p>(
    rule: &'p MailFlowRule,
    asked: &Asked<'_, '_>,
    changed: &[(&Change, bool)],
) -> Applies<'p> {
    if !rule.acts() {
        return Applies::No;
    }
    let mut unseen = Vec::new();
    for predicate in &rule.predicates {
        match (
            holds::holds(predicate, rule, asked, changed),
            predicate.except,
        ) {
            (Holds::Yes, false) | (Holds::No, true) => {}
            (Holds::No, false) | (Holds::Yes, true) => return Applies::No,
            (Holds::Unknown, _) => unseen.push(Unseen::Predicate(predicate)),
        }
    }
    let dates = [
        ("ActivationDate", &rule.activation, true),
        ("ExpiryDate", &rule.expiry, false),
    ];
    for (name, date, begins) in dates {
        let Some(date) = date else { continue };
        match asked.message.at {
            None => unseen.push(Unseen::Date(name, date)),
            Some(at) if (at >= date.value) == begins => {}
            Some(_) => return Applies::No,
        }
    }
    if unseen.is_empty() {
        Applies::Yes
    } else {
        Applies::May(unseen)
    }
}
