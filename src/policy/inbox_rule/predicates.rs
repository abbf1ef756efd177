//! Reads the conditions and exceptions of an inbox rule.

use super::recipient;
use crate::policy::exceptions::exception;
use crate::policy::sections::INBOX_RULES;
use crate::policy::value::List;
use crate::policy::written::Written;
use schemars::JsonSchema;
use serde::Deserialize;

/// The predicates of a rule: its conditions; with `ExceptIf` in front of each its exceptions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Predicates {
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
    pub(super) fn given(self, except: bool) -> [Option<Condition>; 24] {
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
                name: if except {
                    exception(&INBOX_RULES, name)
                } else {
                    name
                },
                except,
                test,
                words,
                line: at.line,
            })
        })
    }
}
