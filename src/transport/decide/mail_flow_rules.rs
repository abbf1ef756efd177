//! Asks the mail flow rules about what the settings let pass, and follows whom they add.

use super::MessageInPolicy;
use crate::i18n::{Text, en};
use crate::policy::Sourced;
use crate::policy::directory::Named;
use crate::policy::mail_flow_rule::{
    Action, DisclaimerFallback, Does, MailFlowRule, RuleErrorAction,
};
use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::outcome::{Hold, Outcome};
use crate::transport::resolve::{self, Addressee, Doubt, End, How, Naming};
use crate::transport::responses;
use crate::transport::rules::{self, Asked, Disposition, RuleRecipient, Step, Unseen};
use crate::transport::setting::{Effect, Ruling};
use crate::transport::verdict::{Possibility, Verdict};
use std::collections::BTreeMap;

/// The identifier of mail flow rules among the settings.
pub const SETTING: &str = "mail-flow-rules";

/// Their name where the name of a setting stands.
pub const NAME: &str = "TransportRules";

/// What an action does to the message; none where the message goes on.
#[must_use]
pub fn effect(action: &Action) -> Option<Effect<'static>> {
    Some(match &action.does {
        Does::Reject(code) | Does::RejectUnlessOverridden(code) => {
            Effect::Reject(responses::rule_rejected(code))
        }
        Does::Delete => Effect::Drop(&responses::RULE_DELETED),
        Does::Quarantine => Effect::Hold(Hold::Quarantined),
        Does::Redirect(_) => Effect::Hold(Hold::Redirected),
        Does::Moderate(_) => Effect::Hold(Hold::Moderated),
        Does::Copy(_) | Does::Route(_) | Does::Encrypt | Does::WithoutDisclaimer(_) => return None,
    })
}

impl<'p> Step<'p> {
    /// What it does to the message, as a setting says it; none where it only keeps later rules away.
    #[must_use]
    pub fn ruling(&self) -> Option<Ruling<'p>> {
        let action = self.action?;
        let name = &self.rule.name;
        let value = match self.rule.priority {
            Some(priority) => format!("{name} (Priority {priority}, {})", action.name),
            None => format!("{name} ({})", action.name),
        };
        Some(Ruling {
            effect: effect(action)?,
            setting_id: SETTING,
            setting: NAME,
            value: value.into(),
            line: Some(self.rule.line),
            default: false,
            facts: rules::FACTS,
            doubt: None,
        })
    }

    /// What becomes of a message that ends as `passes` where the rule does not apply, and by what.
    #[must_use]
    pub fn end(&self, passes: Outcome) -> (Outcome, Option<Ruling<'p>>) {
        let ruling = self.ruling();
        let outcome = ruling.as_ref().and_then(Ruling::stops);
        (outcome.unwrap_or(passes), ruling)
    }
}

/// Which rules a message is shown, and to whom it goes.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) to: &'a str,
    /// The place of the first rule.
    pub(super) from: usize,
}

impl<'p> MessageInPolicy<'_, 'p> {
    /// What mail flow rules do to a message to which the settings give an outcome: nothing where they
    /// do not let it pass.
    pub(super) fn rules(
        &self,
        facts: &MessageFacts,
        addressee: &Addressee,
        outcome: Outcome,
        shown: Shown,
    ) -> Disposition<'p> {
        let count = self.policy.mail_flow_rules.len();
        if !outcome.passes() || count <= shown.from {
            return Disposition::default();
        }
        let asked = Asked {
            policy: self.policy,
            message: self.rule_message,
            kind: facts.kind,
            forwarded_by: facts.forwarded_by,
            recipient: RuleRecipient::of(shown.to, addressee),
        };
        rules::dispose_among(&asked, shown.from..count)
    }

    /// Adds what is worth knowing of the rules that may do something.
    pub(super) fn note(&self, disposition: &Disposition, verdict: &mut Verdict<'p>) {
        let open = verdict.possibilities.iter().any(|p| p.if_rule.is_some());
        for step in disposition.deciding.iter().filter(|_| open) {
            for unseen in &step.unseen {
                verdict.notes.push(cannot_be_seen(step, *unseen));
            }
        }
        for step in &disposition.beside {
            verdict.notes.extend(beside(step));
        }
        let steps = disposition.deciding.iter().chain(&disposition.beside);
        let rules: BTreeMap<usize, &MailFlowRule> = steps.map(|s| (s.place, s.rule)).collect();
        verdict
            .notes
            .extend(rules.into_values().filter_map(deferred));
    }

    /// Whom rules send the message to, beside the recipient or instead, with the place of the rule:
    /// where that is certain, and each for once.
    pub(super) fn added(
        &self,
        to: &str,
        disposition: &Disposition<'p>,
        known: &mut Vec<(usize, &'p str)>,
    ) -> Vec<(Addressee<'p>, usize)> {
        let mut out = Vec::new();
        let decided = disposition.decided().into_iter();
        let before = disposition.deciding.first().map_or(usize::MAX, |s| s.place);
        let beside = disposition.beside.iter();
        // Where an earlier rule may end the message, nothing later is certain.
        let beside = beside.filter(|s| s.is_certain() && s.place <= before);
        for step in beside.chain(decided) {
            let Some(action) = step.action else { continue };
            let targets = match &action.does {
                Does::Copy(to) | Does::Redirect(to) => to.as_slice(),
                _ => &[],
            };
            for identity in targets {
                if known.contains(&(step.place, identity)) {
                    continue;
                }
                known.push((step.place, identity));
                let way = resolve::Step {
                    from: to.to_owned(),
                    how: How::Rule(step.rule, action),
                };
                let naming = Naming {
                    identity,
                    property: action.name,
                    line: action.line,
                };
                for mut addressee in self.reached(naming) {
                    addressee.via.insert(0, way.clone());
                    out.push((addressee, step.place));
                }
            }
        }
        out
    }

    /// Who is reached by an identity that a rule names.
    fn reached(&self, naming: Naming<'p>) -> Vec<Addressee<'p>> {
        let (address, doubt) = match self.policy.named(naming.identity) {
            Named::One(recipient) => (
                Some(recipient.address()).filter(|a| !a.is_empty()),
                Doubt::Nobody(naming),
            ),
            Named::Nobody => (None, Doubt::Nobody(naming)),
            Named::Several => (None, Doubt::Several(naming)),
        };
        let address = address.or(Some(naming.identity).filter(|i| i.contains('@')));
        let Some(address) = address else {
            return vec![Addressee {
                address: Some(naming.identity),
                accepted: None,
                remote: None,
                hybrid: None,
                contact: None,
                forwarding: None,
                reached: None,
                via: Vec::new(),
                end: End::Unknown(doubt),
            }];
        };
        let resolved = resolve::resolve(self.policy, address, self.author.inside).into_iter();
        resolved
            .map(|addressee| Addressee {
                address: addressee.address.or(Some(address)),
                ..addressee
            })
            .collect()
    }
}

/// What becomes of a message of one kind: one possibility where the rules leave no doubt.
pub(super) fn ends<'p>(
    disposition: &Disposition<'p>,
    base: Possibility<'p>,
) -> Vec<Possibility<'p>> {
    let mut ends = Vec::new();
    let mut open = true;
    for step in &disposition.deciding {
        let (outcome, because) = step.end(base.outcome);
        open = !step.is_certain();
        ends.push(Possibility {
            outcome,
            because,
            if_rule: open.then_some((step.rule.name.as_str(), step.rule.line)),
            ..base.clone()
        });
    }
    if open {
        ends.push(base);
    }
    ends
}

/// Who forwards a message that a rule sends on.
pub(super) const BY_RULE: &[ForwardedBy] = &[ForwardedBy::MailFlowRule];

/// That a rule may apply, on what that depends, and what would settle it.
fn cannot_be_seen(step: &Step, unseen: Unseen) -> Text {
    let rule = &step.rule.name;
    match unseen {
        Unseen::Predicate(predicate) => Text::of(
            en(
                "whether the mail flow rule `{rule}` applies cannot be seen here: {condition}: {value} (line {line} of the policy); Test-Message tells",
            ),
            [
                ("rule", rule as &dyn std::fmt::Display),
                ("condition", &predicate.name),
                ("value", &predicate.value()),
                ("line", &predicate.line),
            ],
        ),
        Unseen::Date(name, date) => Text::of(
            en(
                "the mail flow rule `{rule}` acts for some time only: {property} (line {line} of the policy)",
            ),
            [
                ("rule", rule as &dyn std::fmt::Display),
                ("property", &name),
                ("line", &date.line.unwrap_or(step.rule.line)),
            ],
        ),
        Unseen::Sender(action) => Text::of(
            if matches!(action.does, Does::RejectUnlessOverridden(_)) {
                en(
                    "the mail flow rule `{rule}` rejects it unless the sender overrides that: NotifySender (see {property}, line {line} of the policy)",
                )
            } else {
                en(
                    "the mail flow rule `{rule}` sends it to the sender's manager, where one is known: {property} (line {line} of the policy)",
                )
            },
            [
                ("rule", rule as &dyn std::fmt::Display),
                ("property", &action.name),
                ("line", &action.line),
            ],
        ),
    }
}

/// That a message waits for which a rule cannot be completed, where the rule says so.
fn deferred(rule: &MailFlowRule) -> Option<Text> {
    let Sourced { value, line } = rule.error_action;
    (value == RuleErrorAction::Defer).then(|| {
        Text::of(
            en(
                "where Exchange cannot complete the mail flow rule `{rule}`, the message waits and the rules are tried again: RuleErrorAction: Defer (line {line} of the policy)",
            ),
            [
                ("rule", &rule.name as &dyn std::fmt::Display),
                ("line", &line.unwrap_or(rule.line)),
            ],
        )
    })
}

/// What a rule does beside: for others who may get it too, and for the way by which it leaves.
fn beside(step: &Step) -> Option<Text> {
    let action = step.action?;
    let sure = step.is_certain();
    let english = match (&action.does, sure) {
        (Does::Route(_), true) => en(
            "the mail flow rule `{rule}` sends it by the outbound connector {value} (line {line} of the policy)",
        ),
        (Does::Route(_), false) => en(
            "the mail flow rule `{rule}` may send it by the outbound connector {value} (line {line} of the policy)",
        ),
        (Does::Encrypt, true) => en(
            "the mail flow rule `{rule}` encrypts it: {property}: {value} (line {line} of the policy); it leaves as an encrypted message, whatever format is named above",
        ),
        (Does::Encrypt, false) => en(
            "the mail flow rule `{rule}` may encrypt it: {property}: {value} (line {line} of the policy); an encrypted message leaves in another format than is named above",
        ),
        (Does::WithoutDisclaimer(DisclaimerFallback::Reject), _) => en(
            "the mail flow rule `{rule}`, where it applies, rejects it if no disclaimer can be put into it, as into an encrypted message: {property}: {value} (line {line} of the policy)",
        ),
        (Does::WithoutDisclaimer(DisclaimerFallback::Wrap), _) => en(
            "the mail flow rule `{rule}`, where it applies, puts it into a new message if no disclaimer can be put into it, as into an encrypted message: {property}: {value} (line {line} of the policy); it leaves in another format than is named above",
        ),
        (Does::Copy(_), false) => en(
            "the mail flow rule `{rule}` may send it to others too: {property}: {value} (line {line} of the policy)",
        ),
        _ => return None,
    };
    Some(Text::of(
        english,
        [
            ("rule", &step.rule.name as &dyn std::fmt::Display),
            ("property", &action.name),
            ("value", &action.value),
            ("line", &action.line),
        ],
    ))
}
