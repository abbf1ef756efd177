//! Reads inbox rules: what they do that matters here, and on what conditions.

use super::de::Other;
use super::document::Pos;
use super::problems::Problems;
use super::sections::INBOX_RULES;
use super::shape::{Property, properties_of};
use super::value::{Count, List};
use super::written::Written;
use super::{Error, Literal, Policy, Sourced};
use crate::address;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use std::borrow::Cow;

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
    #[serde(rename = "$")]
    #[schemars(flatten)]
    conditions: Predicates,
    #[serde(rename = "$ExceptIf")]
    #[schemars(flatten)]
    exceptions: Exceptions,
    #[serde(rename = "$others")]
    #[schemars(skip)]
    others: Vec<Other>,
}

/// What stands in front of the name of an exception.
const EXCEPT: &str = "ExceptIf";

/// The predicates of a rule: its conditions; with `ExceptIf` in front of each its exceptions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
struct Predicates {
    /// Condition: the sender is one of these.
    from: Written<List>,
    /// Condition: the sender's address has one of these words.
    from_address_contains_words: Written<List>,
    /// Condition: the subject has one of these words.
    subject_contains_words: Written<List>,
    /// Condition: the subject or the body has one of these words.
    subject_or_body_contains_words: Written<List>,
    /// Condition: the body has one of these words; not looked at.
    body_contains_words: Written<List>,
    /// Condition: a header field has one of these words.
    header_contains_words: Written<List>,
    /// Condition: the address of a recipient has one of these words.
    recipient_address_contains_words: Written<List>,
    /// Condition: one of these is a recipient.
    sent_to: Written<List>,
    /// Condition: the owner is in To.
    my_name_in_to_box: Written<bool>,
    /// Condition: the owner is in Cc.
    my_name_in_cc_box: Written<bool>,
    /// Condition: the owner is in To or Cc.
    my_name_in_to_or_cc_box: Written<bool>,
    /// Condition: the owner is not in To.
    my_name_not_in_to_box: Written<bool>,
    /// Condition: the owner is the only recipient.
    sent_only_to_me: Written<bool>,
    /// Condition: the message has an attachment; not looked at.
    has_attachment: Written<bool>,
    /// Condition: its classification is one of these; not looked at.
    has_classification: Written<List>,
    /// Condition: it is flagged for this; not looked at.
    flagged_for_action: Written<String>,
    /// Condition: it came through one of these subscriptions; not looked at.
    from_subscription: Written<List>,
    /// Condition: it is of this type; not looked at.
    message_type_matches: Written<String>,
    /// Condition: it came after this; not looked at.
    received_after_date: Written<String>,
    /// Condition: it came before this; not looked at.
    received_before_date: Written<String>,
    /// Condition: it has this importance; not looked at.
    with_importance: Written<String>,
    /// Condition: it has this sensitivity; not looked at.
    with_sensitivity: Written<String>,
    /// Condition: it is no larger than this; not looked at.
    within_size_range_maximum: Written<String>,
    /// Condition: it is no smaller than this; not looked at.
    within_size_range_minimum: Written<String>,
}

/// The predicates of a rule as its exceptions.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
struct Exceptions(Predicates);

impl JsonSchema for Exceptions {
    fn schema_name() -> Cow<'static, str> {
        "Exceptions".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Predicates::json_schema(generator);
        if let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) {
            let conditions = std::mem::take(properties);
            let exceptions = conditions.into_iter().map(|(name, mut value)| {
                if let Some(serde_json::Value::String(about)) = value.get_mut("description") {
                    *about = about.replacen("Condition:", "Exception:", 1);
                }
                (format!("{EXCEPT}{name}"), value)
            });
            properties.extend(exceptions);
        }
        schema
    }
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
    /// Conditions and exceptions that are given, in the order of the cmdlet.
    pub conditions: Vec<Condition>,
    /// Actions that are given and not simulated.
    pub others: Vec<&'static str>,
}

/// A condition or an exception of a rule.
#[derive(Debug, Clone)]
pub struct Condition {
    /// The cmdlet's name.
    pub name: &'static str,
    /// Whether it is an exception.
    pub except: bool,
    /// What it looks at.
    pub test: Test,
    /// Its words or addresses, lower case.
    pub words: Vec<String>,
    /// Its line.
    pub line: u32,
}

/// What a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// The sender is one of these.
    From,
    /// The sender's address has one of these words.
    FromWords,
    /// The subject has one of these words.
    Subject,
    /// The subject or the body has one of these words.
    SubjectOrBody,
    /// A recipient's address has one of these words.
    RecipientWords,
    /// One of these is a recipient.
    SentTo,
    /// A header field has one of these words.
    Header,
    /// The owner is in To.
    InTo,
    /// The owner is in Cc.
    InCc,
    /// The owner is in To or Cc.
    InToOrCc,
    /// The owner is not in To.
    NotInTo,
    /// The owner is the only recipient.
    OnlyMe,
    /// Something that is not simulated.
    Unknown,
}

impl Predicates {
    /// The ones that are given, each in its place. Get-InboxRule prints the others as false or empty.
    fn given(self, except: bool) -> [Option<Condition>; 24] {
        let list = |name, test, list: Written<List>| {
            let (List(words), at) = list.placed()?;
            let persons = matches!(test, Test::From | Test::SentTo);
            let words = match persons {
                true => words.iter().map(|w| recipient(w)).collect(),
                false => words,
            };
            (!words.is_empty()).then_some((name, test, words, at))
        };
        let flag = |name, test, flag: Written<bool>| {
            let (on, at) = flag.placed()?;
            on.then_some((name, test, Vec::new(), at))
        };
        let text = |name, test, text: Written<String>| {
            let (text, at) = text.placed()?;
            (!text.is_empty()).then(|| (name, test, vec![text], at))
        };
        let all = [
            list("From", Test::From, self.from),
            list(
                "FromAddressContainsWords",
                Test::FromWords,
                self.from_address_contains_words,
            ),
            list(
                "SubjectContainsWords",
                Test::Subject,
                self.subject_contains_words,
            ),
            list(
                "SubjectOrBodyContainsWords",
                Test::SubjectOrBody,
                self.subject_or_body_contains_words,
            ),
            list("BodyContainsWords", Test::Unknown, self.body_contains_words),
            list(
                "HeaderContainsWords",
                Test::Header,
                self.header_contains_words,
            ),
            list(
                "RecipientAddressContainsWords",
                Test::RecipientWords,
                self.recipient_address_contains_words,
            ),
            list("SentTo", Test::SentTo, self.sent_to),
            flag("MyNameInToBox", Test::InTo, self.my_name_in_to_box),
            flag("MyNameInCcBox", Test::InCc, self.my_name_in_cc_box),
            flag(
                "MyNameInToOrCcBox",
                Test::InToOrCc,
                self.my_name_in_to_or_cc_box,
            ),
            flag(
                "MyNameNotInToBox",
                Test::NotInTo,
                self.my_name_not_in_to_box,
            ),
            flag("SentOnlyToMe", Test::OnlyMe, self.sent_only_to_me),
            flag("HasAttachment", Test::Unknown, self.has_attachment),
            list("HasClassification", Test::Unknown, self.has_classification),
            text("FlaggedForAction", Test::Unknown, self.flagged_for_action),
            list("FromSubscription", Test::Unknown, self.from_subscription),
            text(
                "MessageTypeMatches",
                Test::Unknown,
                self.message_type_matches,
            ),
            text("ReceivedAfterDate", Test::Unknown, self.received_after_date),
            text(
                "ReceivedBeforeDate",
                Test::Unknown,
                self.received_before_date,
            ),
            text("WithImportance", Test::Unknown, self.with_importance),
            text("WithSensitivity", Test::Unknown, self.with_sensitivity),
            text(
                "WithinSizeRangeMaximum",
                Test::Unknown,
                self.within_size_range_maximum,
            ),
            text(
                "WithinSizeRangeMinimum",
                Test::Unknown,
                self.within_size_range_minimum,
            ),
        ];
        all.map(|given| {
            given.map(|(name, test, words, at)| Condition {
                name: if except { exception(name) } else { name },
                except,
                test,
                words,
                line: at.line,
            })
        })
    }
}

/// The exception that belongs to a condition.
fn exception(condition: &str) -> &'static str {
    let mut properties = INBOX_RULES.properties.iter();
    let found = properties.find(|p| p.name.strip_prefix(EXCEPT) == Some(condition));
    found.map_or(EXCEPT, |p| p.name)
}

/// The properties of a rule; an exception follows its condition, as in the cmdlet.
pub(super) fn properties() -> Vec<Property> {
    let mut all = properties_of::<Entry>();
    let names: Vec<&str> = all.iter().map(|p| p.name).collect();
    all.sort_by_cached_key(|p| {
        let condition = p.name.strip_prefix(EXCEPT).unwrap_or(p.name);
        names.iter().position(|n| *n == condition)
    });
    all
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
        priority: e.priority.take().and_then(|p| p.0).unwrap_or(i64::MAX),
        stop: e.stop_processing_rules.take().unwrap_or(false),
        forward_to: targets(e.forward_to),
        forward_as_attachment_to: targets(e.forward_as_attachment_to),
        redirect_to: targets(e.redirect_to),
        reply: label(e.server_reply_with_message),
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
