//! Reads inbox rules: what they do that matters here, and on what conditions.

use super::fields::Fields;
use super::node::Node;
use super::parameter::Literal;
use super::problems::Problems;
use super::sections::{Section, Type, property};
use super::{Error, Sourced};
use crate::address;
use crate::i18n::en;

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
    /// Something that is not looked at here.
    Unknown,
}

struct Row {
    name: &'static str,
    except: &'static str,
    kind: Type,
    test: Test,
}

/// Declares the section with each condition and its exception, and the table of them.
macro_rules! section {
    ($($name:literal $kind:expr, $test:ident, $about:literal;)*) => {
        const CONDITIONS: &[Row] = &[$(Row {
            name: $name,
            except: concat!("ExceptIf", $name),
            kind: $kind,
            test: Test::$test,
        }),*];

        /// `InboxRules`.
        pub static INBOX_RULES: Section = Section {
            name: "InboxRules",
            entry: en("an inbox rule"),
            cmdlet: "Get-InboxRule",
            about: "What users have their mailboxes do with a message that arrives.",
            properties: &[
                property("Mailbox", Type::Text, "An address of the mailbox that has the rule."),
                property("Name", Type::Text, "Its name."),
                property("Enabled", Type::Bool, "Whether it is on."),
                property(
                    "Priority",
                    Type::Number { low: 0, high: i32::MAX as i64, none: &[] },
                    "The lowest number runs first.",
                ),
                property(
                    "StopProcessingRules",
                    Type::Bool,
                    "Whether later rules leave a message alone that this one takes.",
                ),
                property("ForwardTo", Type::List, "To whom it forwards the message."),
                property(
                    "ForwardAsAttachmentTo",
                    Type::List,
                    "To whom it forwards the message as an attachment.",
                ),
                property("RedirectTo", Type::List, "To whom it redirects the message."),
                property(
                    "ServerReplyWithMessage",
                    Type::Text,
                    "The text of the reply that it has the server send. Get-InboxRule does not print it; the name is that of Exchange Web Services.",
                ),
                $(property($name, $kind, concat!("Condition: ", $about, ".")),
                property(concat!("ExceptIf", $name), $kind, concat!("Exception: ", $about, ".")),)*
            ],
            accepted: &[
                "ApplyCategory",
                "ApplySystemCategory",
                "CopyToFolder",
                "DeleteMessage",
                "DeleteSystemCategory",
                "ErrorType",
                "InError",
                "LegacyDescription",
                "MailboxOwnerId",
                "MarkAsRead",
                "MarkImportance",
                "MoveToFolder",
                "PinMessage",
                "RuleIdentity",
                "SendTextMessageNotificationTo",
                "SoftDeleteMessage",
                "SupportedByTask",
            ],
        };
    };
}

section! {
    "From" Type::List, From, "the sender is one of these";
    "FromAddressContainsWords" Type::List, FromWords, "the sender's address has one of these words";
    "SubjectContainsWords" Type::List, Subject, "the subject has one of these words";
    "SubjectOrBodyContainsWords" Type::List, SubjectOrBody, "the subject or the body has one of these words";
    "BodyContainsWords" Type::List, Unknown, "the body has one of these words; not looked at";
    "HeaderContainsWords" Type::List, Header, "a header field has one of these words";
    "RecipientAddressContainsWords" Type::List, RecipientWords, "the address of a recipient has one of these words";
    "SentTo" Type::List, SentTo, "one of these is a recipient";
    "MyNameInToBox" Type::Bool, InTo, "the owner is in To";
    "MyNameInCcBox" Type::Bool, InCc, "the owner is in Cc";
    "MyNameInToOrCcBox" Type::Bool, InToOrCc, "the owner is in To or Cc";
    "MyNameNotInToBox" Type::Bool, NotInTo, "the owner is not in To";
    "SentOnlyToMe" Type::Bool, OnlyMe, "the owner is the only recipient";
    "HasAttachment" Type::Bool, Unknown, "the message has an attachment; not looked at";
    "HasClassification" Type::List, Unknown, "its classification is one of these; not looked at";
    "FlaggedForAction" Type::Text, Unknown, "it is flagged for this; not looked at";
    "FromSubscription" Type::List, Unknown, "it came through one of these subscriptions; not looked at";
    "MessageTypeMatches" Type::Text, Unknown, "it is of this type; not looked at";
    "ReceivedAfterDate" Type::Text, Unknown, "it came after this; not looked at";
    "ReceivedBeforeDate" Type::Text, Unknown, "it came before this; not looked at";
    "WithImportance" Type::Text, Unknown, "it has this importance; not looked at";
    "WithSensitivity" Type::Text, Unknown, "it has this sensitivity; not looked at";
    "WithinSizeRangeMaximum" Type::Text, Unknown, "it is no larger than this; not looked at";
    "WithinSizeRangeMinimum" Type::Text, Unknown, "it is no smaller than this; not looked at";
}

/// Read an inbox rule.
pub(super) fn read(node: &Node, problems: &mut Problems) -> Option<InboxRule> {
    let f = Fields::read(node, &INBOX_RULES, problems)?;
    let Some(mailbox) = f.label("Mailbox").filter(|m| m.contains('@')) else {
        problems.error(f.at("Mailbox"), Error::RuleWithoutMailbox);
        return None;
    };
    let targets = |name: &str| f.list(name).iter().map(|t| recipient(t)).collect();
    let acts = |set: &Sourced<Literal>| match &set.value {
        Literal::Null | Literal::Bool(false) => false,
        Literal::Text(text) => !text.is_empty(),
        Literal::Bool(true) | Literal::Number(_) | Literal::Word(_) => true,
    };
    let actions = f.others.iter().filter(|(name, set)| {
        let label = [
            "ErrorType",
            "InError",
            "LegacyDescription",
            "MailboxOwnerId",
        ];
        let label = label.contains(name) || ["RuleIdentity", "SupportedByTask"].contains(name);
        INBOX_RULES.accepted.contains(name) && !label && acts(set)
    });
    Some(InboxRule {
        mailbox: address::normal(&mailbox),
        name: f.label("Name").unwrap_or_else(|| "(no name)".into()),
        line: node.pos.line,
        enabled: f.bool("Enabled", true),
        priority: f.number("Priority").value.unwrap_or(i64::MAX),
        stop: f.bool("StopProcessingRules", false).value,
        forward_to: targets("ForwardTo"),
        forward_as_attachment_to: targets("ForwardAsAttachmentTo"),
        redirect_to: targets("RedirectTo"),
        reply: f.label("ServerReplyWithMessage"),
        conditions: conditions(&f),
        others: actions.map(|(name, _)| *name).collect(),
    })
}

/// The conditions and exceptions that are given. Get-InboxRule prints the others as false or empty.
fn conditions(f: &Fields) -> Vec<Condition> {
    let mut out = Vec::new();
    for row in CONDITIONS {
        for (name, except) in [(row.name, false), (row.except, true)] {
            let words = f.list(name);
            let given = match row.kind {
                Type::Bool => f.bool(name, false).value,
                Type::List => !words.is_empty(),
                _ => f.label(name).is_some(),
            };
            if given {
                let persons = matches!(row.test, Test::From | Test::SentTo);
                out.push(Condition {
                    name,
                    except,
                    test: row.test,
                    words: if persons {
                        words.iter().map(|w| recipient(w)).collect()
                    } else {
                        words
                    },
                    line: f.at(name).line,
                });
            }
        }
    }
    out
}

/// A recipient as Get-InboxRule prints it: `"Bob" [SMTP:bob@fabrikam.com]`, or the address alone.
fn recipient(text: &str) -> String {
    let lower = text.to_lowercase();
    let inner = lower
        .split_once("[smtp:")
        .and_then(|(_, rest)| rest.strip_suffix(']'));
    inner.map_or(lower.clone(), address::normal)
}
