//! Reads mail flow rules: whom and what they are for, and what they do that matters here.

mod action;
mod given;
mod pattern;
mod predicate;
mod predicates;

use super::de::Other;
use super::document::Pos;
use super::exceptions::Exceptions;
use super::problems::Problems;
use super::sections::TRANSPORT_RULES;
use super::value::{Count, Date, List};
use super::written::Written;
use super::{Error, Policy, Sourced};
pub use action::{Action, Change, DisclaimerFallback, Does, ManagerAs, NotifySender};
pub use pattern::Pattern;
pub use predicate::{FromScope, How, Importance, MessageType, Part, Predicate, SentToScope, Test};
use predicates::Predicates;
use schemars::JsonSchema;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// Whether a rule is on, as Get-TransportRule prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
enum RuleState {
    Enabled,
    Disabled,
}

/// Whether a rule acts, or is only tried out.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum Mode {
    /// It acts.
    Enforce,
    /// What it would do is logged.
    Audit,
    /// The same, and notifications are sent.
    AuditAndNotify,
}

/// Where a rule looks for the sender.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum SenderAddressLocation {
    /// In the From header.
    Header,
    /// In the envelope.
    Envelope,
    /// In either.
    HeaderOrEnvelope,
}

/// Which address of a recipient a rule compares.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum RecipientAddressType {
    /// The recipient's primary address.
    Resolved,
    /// The address in the message.
    Original,
}

/// What becomes of a message for which a rule cannot be completed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema, IntoStaticStr, VariantArray,
)]
pub enum RuleErrorAction {
    /// It is sent all the same.
    Ignore,
    /// It waits, and the rules are tried again.
    Defer,
}

/// What the organization does with messages in transit, on what conditions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "TransportRules", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    /// The rule's name.
    name: Written<String>,
    /// The lowest number runs first.
    priority: Written<Count>,
    /// Whether it is on, as Get-TransportRule prints it.
    state: Written<RuleState>,
    /// Whether it is on, as New-TransportRule takes it.
    enabled: Written<bool>,
    /// Whether it acts (Enforce), or is only tried out.
    mode: Written<Mode>,
    /// From when on it acts.
    activation_date: Written<Date>,
    /// Until when it acts.
    expiry_date: Written<Date>,
    /// Where it looks for the sender: in the From header, in the envelope, or in both.
    sender_address_location: Written<SenderAddressLocation>,
    /// Which address of a recipient it compares: the primary one (Resolved), or the one in the message.
    recipient_address_type: Written<RecipientAddressType>,
    /// Whether its patterns are those of Exchange 2010, which are not compared here.
    use_legacy_regex: Written<bool>,
    /// Whether later rules leave a message alone that this one takes.
    stop_rule_processing: Written<bool>,
    /// A message for which it cannot be completed: sent all the same (Ignore), or tried again (Defer).
    rule_error_action: Written<RuleErrorAction>,
    /// Action: the message is rejected, for this reason.
    reject_message_reason_text: Written<String>,
    /// Action: the message is rejected, with this enhanced status code.
    reject_message_enhanced_status_code: Written<String>,
    /// Action: the sender is told, or the message is rejected unless the sender overrides that.
    notify_sender: Written<NotifySender>,
    /// The same, as Get-TransportRule prints it.
    sender_notification_type: Written<NotifySender>,
    /// Action: the message is deleted, and nobody is told.
    delete_message: Written<bool>,
    /// Action: the message goes to the quarantine.
    quarantine: Written<bool>,
    /// Action: the message goes to these instead.
    redirect_message_to: Written<List>,
    /// Action: these get it too, in Bcc.
    blind_copy_to: Written<List>,
    /// Action: these get it too, in Cc.
    copy_to: Written<List>,
    /// Action: these get it too, in To.
    add_to_recipients: Written<List>,
    /// Action: the sender's manager gets it too, or instead (Redirect).
    add_manager_as_recipient_type: Written<ManagerAs>,
    /// Action: one of these must approve it first.
    moderate_message_by_user: Written<List>,
    /// Action: the sender's manager must approve it first.
    moderate_message_by_manager: Written<bool>,
    /// Action: the message leaves by this outbound connector.
    route_message_outbound_connector: Written<String>,
    /// Action: the message is encrypted.
    #[serde(rename = "ApplyOME")]
    apply_ome: Written<bool>,
    /// Action: the message is encrypted by this template.
    apply_rights_protection_template: Written<String>,
    /// Action: text in front of the subject, which later rules see.
    prepend_subject: Written<String>,
    /// Action: the header field that SetHeaderValue sets, which later rules see.
    set_header_name: Written<String>,
    /// Action: the value of SetHeaderName.
    set_header_value: Written<String>,
    /// Action: the header field that is removed, which later rules do not see.
    remove_header: Written<String>,
    /// Action: the classification that is set.
    apply_classification: Written<String>,
    /// Action: the disclaimer that is added to the body.
    apply_html_disclaimer_text: Written<String>,
    /// Action: what becomes of a message into which the disclaimer cannot be put, as an encrypted one.
    apply_html_disclaimer_fallback_action: Written<DisclaimerFallback>,
    /// Action: the spam confidence level that is set.
    #[serde(rename = "SetSCL")]
    set_scl: Written<String>,
    #[serde(rename = "$")]
    #[schemars(flatten)]
    conditions: Predicates,
    #[serde(rename = "$ExceptIf")]
    #[schemars(flatten)]
    exceptions: Exceptions<Predicates>,
    #[serde(rename = "$others")]
    #[schemars(skip)]
    _others: Vec<Other>,
}

/// A mail flow rule.
#[derive(Debug, Clone)]
pub struct MailFlowRule {
    /// Its name.
    pub name: String,
    /// Line of the entry.
    pub line: u32,
    /// The lowest runs first; a rule without one runs last.
    pub priority: Option<i64>,
    /// Whether it is on.
    pub enabled: bool,
    /// Mode.
    pub mode: Sourced<Mode>,
    /// ActivationDate, in seconds since 1970.
    pub activation: Option<Sourced<i64>>,
    /// ExpiryDate, in seconds since 1970.
    pub expiry: Option<Sourced<i64>>,
    /// SenderAddressLocation.
    pub sender_location: SenderAddressLocation,
    /// RecipientAddressType.
    pub recipient_address: RecipientAddressType,
    /// UseLegacyRegex.
    pub legacy_regex: bool,
    /// StopRuleProcessing.
    pub stop: Sourced<bool>,
    /// RuleErrorAction.
    pub error_action: Sourced<RuleErrorAction>,
    /// Conditions, then exceptions, that are given, in the order of the cmdlet.
    pub predicates: Vec<Predicate>,
    /// What it does that decides about a message, in the order in which it counts.
    pub actions: Vec<Action>,
    /// What it changes of a message that later rules may look at.
    pub changes: Vec<Change>,
}

impl MailFlowRule {
    /// Whether it acts at all: it is on, and not only tried out.
    #[must_use]
    pub fn acts(&self) -> bool {
        self.enabled && self.mode.value == Mode::Enforce
    }
}

/// Put the rules into effect.
pub(super) fn read(entries: Vec<Written<Entry>>, policy: &mut Policy, problems: &mut Problems) {
    for (entry, at) in entries.into_iter().filter_map(Written::placed) {
        policy.mail_flow_rules.push(rule(entry, at, problems));
    }
    policy
        .mail_flow_rules
        .sort_by_key(|rule| (rule.priority.is_none(), rule.priority));
}

fn rule(mut e: Entry, at: Pos, problems: &mut Problems) -> MailFlowRule {
    let (actions, changes) = action::of(&mut e, problems);
    let date = |date: Written<Date>| {
        let Sourced { value, line } = date.sourced()?;
        value.0.map(|value| Sourced { value, line })
    };
    let mut predicates = e.conditions.given(false);
    predicates.extend(e.exceptions.0.given(true));
    for predicate in &predicates {
        without_header(predicate, problems);
    }
    let off = e.state.get() == Some(&RuleState::Disabled);
    let name = e.name.take().filter(|n| !n.is_empty());
    MailFlowRule {
        name: name.unwrap_or_else(|| "(no name)".into()),
        line: at.line,
        priority: e.priority.take().and_then(|p| p.0),
        enabled: e.enabled.take().unwrap_or(true) && !off,
        mode: e.mode.or(Mode::Enforce),
        activation: date(e.activation_date),
        expiry: date(e.expiry_date),
        sender_location: e
            .sender_address_location
            .take()
            .unwrap_or(SenderAddressLocation::Header),
        recipient_address: e
            .recipient_address_type
            .take()
            .unwrap_or(RecipientAddressType::Resolved),
        legacy_regex: e.use_legacy_regex.take().unwrap_or(false),
        stop: e.stop_rule_processing.or(false),
        error_action: e.rule_error_action.or(RuleErrorAction::Ignore),
        predicates,
        actions,
        changes,
    }
}

/// Report a condition on a header field that is not named.
fn without_header(predicate: &Predicate, problems: &mut Problems) {
    if !matches!(predicate.test, Test::Text(Part::Header, _)) || !predicate.of.is_empty() {
        return;
    }
    let name = predicate.name;
    let header = [
        ("ContainsWords", "ContainsMessageHeader"),
        ("MatchesPatterns", "MatchesMessageHeader"),
    ];
    let header = header.iter().find_map(|(ending, other)| {
        let wanted = format!("{}{other}", name.strip_suffix(ending)?);
        TRANSPORT_RULES.property(&wanted).map(|p| p.name)
    });
    let at = Pos {
        line: predicate.line,
        column: predicate.column,
    };
    let header = header.unwrap_or_default();
    problems.error(at, Error::RuleWithoutHeader { name, header });
}
