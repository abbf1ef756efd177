//! Reads inbox rules: what they do that matters here, and on what conditions.

mod predicates;

use super::de::Other;
use super::document::Pos;
use super::exceptions::Exceptions;
use super::problems::Problems;
use super::value::{Count, List};
use super::written::Written;
use super::{Error, Literal, Policy, Sourced};
use crate::address;
use predicates::Predicates;
pub use predicates::{Condition, Test};
use schemars::JsonSchema;
use serde::Deserialize;

/// What users have their mailboxes do with a message that arrives.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "InboxRules", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    /// An address of the mailbox that has the rule.
    mailbox: Written<String>,
    /// Its name.
    name: Written<String>,
    /// Whether it is on.
    enabled: Written<bool>,
    /// Whether Exchange met an error when it ran it.
    in_error: Written<bool>,
    /// The lowest number runs first.
    priority: Written<Count>,
    /// Whether later rules leave a message alone that this one takes.
    stop_processing_rules: Written<bool>,
    /// To whom it forwards the message.
    forward_to: Written<List>,
    /// To whom it forwards the message as an attachment.
    forward_as_attachment_to: Written<List>,
    /// To whom it redirects the message.
    redirect_to: Written<List>,
    /// The text of the reply that it has the server send. Get-InboxRule does not print it; the name is that of Exchange Web Services.
    server_reply_with_message: Written<String>,
    /// To whom that reply goes, where its template has recipients of its own. No cmdlet prints it.
    server_reply_to: Written<List>,
    #[serde(rename = "$")]
    #[schemars(flatten)]
    conditions: Predicates,
    #[serde(rename = "$ExceptIf")]
    #[schemars(flatten)]
    exceptions: Exceptions<Predicates>,
    #[serde(rename = "$others")]
    #[schemars(skip)]
    others: Vec<Other>,
}

/// An inbox rule of a mailbox.
#[derive(Debug, Clone)]
pub struct InboxRule {
    /// An address of its mailbox, lower case.
    pub mailbox: String,
    /// Its name.
    pub name: String,
    /// Line of the entry.
    pub line: u32,
    /// Enabled.
    pub enabled: Sourced<bool>,
    /// InError.
    pub in_error: Sourced<bool>,
    /// Priority: the lowest runs first.
    pub priority: i64,
    /// StopProcessingRules.
    pub stop: bool,
    /// ForwardTo.
    pub forward_to: Vec<String>,
    /// ForwardAsAttachmentTo.
    pub forward_as_attachment_to: Vec<String>,
    /// RedirectTo.
    pub redirect_to: Vec<String>,
    /// ServerReplyWithMessage: the text of the reply.
    pub reply: Option<String>,
    /// ServerReplyTo: the recipients in the template of the reply.
    pub reply_to: Vec<String>,
    /// Conditions and exceptions that are given, in the order of the cmdlet.
    pub conditions: Vec<Condition>,
    /// Actions that are given and not simulated.
    pub others: Vec<&'static str>,
}

/// Put the rules into effect.
pub(super) fn read(entries: Vec<Written<Entry>>, policy: &mut Policy, problems: &mut Problems) {
    for (entry, at) in entries.into_iter().filter_map(Written::placed) {
        policy.inbox_rules.extend(rule(entry, at, problems));
    }
    policy.inbox_rules.sort_by_key(|rule| rule.priority);
    for (place, rule) in policy.inbox_rules.iter().enumerate() {
        let of = policy.inbox_rules_of.entry(rule.mailbox.clone());
        of.or_default().push(place);
    }
}

fn rule(e: Entry, at: Pos, problems: &mut Problems) -> Option<InboxRule> {
    let mailbox_at = e.mailbox.at();
    let Some(mailbox) = e.mailbox.take().filter(|m| m.contains('@')) else {
        problems.error(mailbox_at.unwrap_or(at), Error::RuleWithoutMailbox);
        return None;
    };
    let targets = |list: Written<List>| {
        let List(list) = list.take().unwrap_or_default();
        list.iter().map(|t| recipient(t)).collect()
    };
    let label = |text: Written<String>| text.take().filter(|t| !t.is_empty());
    let conditions = e.conditions.given(false).into_iter();
    let conditions = conditions.zip(e.exceptions.0.given(true));
    Some(InboxRule {
        mailbox: address::normal(&mailbox),
        name: label(e.name).unwrap_or_else(|| "(no name)".into()),
        line: at.line,
        enabled: e.enabled.or(true),
        in_error: e.in_error.or(false),
        priority: e.priority.take().and_then(|p| p.0).unwrap_or(i64::MAX),
        stop: e.stop_processing_rules.take().unwrap_or(false),
        forward_to: targets(e.forward_to),
        forward_as_attachment_to: targets(e.forward_as_attachment_to),
        redirect_to: targets(e.redirect_to),
        reply: label(e.server_reply_with_message),
        reply_to: targets(e.server_reply_to),
        conditions: conditions.flat_map(|(a, b)| [a, b]).flatten().collect(),
        others: e.others.iter().filter_map(action).collect(),
    })
}

/// The actions that are not simulated.
const ACTIONS: &str = "ApplyCategory ApplySystemCategory CopyToFolder DeleteMessage DeleteSystemCategory MarkAsRead MarkImportance MoveToFolder PinMessage SendTextMessageNotificationTo SoftDeleteMessage";

/// An action that is given and not simulated.
fn action((name, value, _): &Other) -> Option<&'static str> {
    let acts = match value {
        Literal::Null | Literal::Bool(false) => false,
        Literal::Text(text) => !text.is_empty(),
        Literal::Bool(true) | Literal::Number(_) | Literal::Word(_) => true,
    };
    ACTIONS.split(' ').find(|action| acts && action == name)
}

/// A recipient as Get-InboxRule prints it: `"Bob" [SMTP:bob@fabrikam.com]`, or the address alone.
fn recipient(text: &str) -> String {
    let lower = text.to_lowercase();
    let inner = lower
        .split_once("[smtp:")
        .and_then(|(_, rest)| rest.strip_suffix(']'));
    inner.map_or(lower.clone(), address::normal)
}
