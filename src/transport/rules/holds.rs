//! Says whether a condition of a mail flow rule holds, as far as it can be seen.

use super::made::{self, Absent};
use super::people::{self, Scope};
use super::{Asked, message_type, words};
use crate::address;
use crate::policy::MailFlowRule;
use crate::policy::mail_flow_rule::{
    Change, FromScope, How, Importance, Part, Predicate, RecipientAddressType,
    SenderAddressLocation, SentToScope, Test,
};
use std::borrow::Cow;

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holds {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It cannot be seen.
    Unknown,
}

impl Holds {
    /// Whether one of several is so.
    pub fn any(all: impl IntoIterator<Item = Self>) -> Self {
        let mut any = Self::No;
        for one in all {
            match one {
                Self::Yes => return Self::Yes,
                Self::Unknown => any = Self::Unknown,
                Self::No => {}
            }
        }
        any
    }

    /// Whether both are so.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    /// The same where nothing else may make it so.
    #[must_use]
    pub fn unless(self, open: bool) -> Self {
        match self {
            Self::No if open => Self::Unknown,
            other => other,
        }
    }
}

impl From<bool> for Holds {
    fn from(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }
}

impl From<Option<bool>> for Holds {
    fn from(is: Option<bool>) -> Self {
        is.map_or(Self::Unknown, Self::from)
    }
}

/// Whether a condition holds; an exception is asked like the condition that it is.
pub(super) fn holds(
    predicate: &Predicate,
    rule: &MailFlowRule,
    asked: &Asked,
    changed: &[(&Change, bool)],
) -> Holds {
    let message = asked.message;
    match predicate.test {
        Test::Text(part, how) => text(predicate, (part, how), rule, asked, changed),
        Test::FromScope(wanted) => {
            let inside = people::sender_scope(asked);
            match wanted {
                FromScope::InOrganization => inside.is(Scope::Inside),
                FromScope::NotInOrganization => inside.is(Scope::Outside),
            }
        }
        Test::SentToScope(wanted) => {
            let inside = people::recipient_scope(asked);
            match wanted {
                SentToScope::InOrganization => inside.is(Scope::Inside),
                SentToScope::NotInOrganization => inside.is(Scope::Outside),
                // Exchange Online has no partners of this kind.
                SentToScope::ExternalPartner => Holds::No,
                SentToScope::ExternalNonPartner => inside.is(Scope::Outside).and(Holds::Unknown),
            }
        }
        Test::Between => {
            let [sender, recipient] = [message.from, asked.recipient.primary];
            let [one, other] = [&*predicate.values, predicate.of.as_slice()];
            let member = |who, groups| people::is_member(asked.policy, who, groups);
            Holds::any([
                member(sender, one).and(member(recipient, other)),
                member(sender, other).and(member(recipient, one)),
            ])
        }
        Test::MessageType(wanted) => message_type::is_of_type(wanted, asked),
        Test::Importance(wanted) => match message.message {
            None => Holds::Unknown,
            Some(m) if m.tnef.is_some() => Holds::Unknown,
            Some(m) => match (m.header("Importance"), m.header("X-Priority")) {
                (Some(importance), _) => {
                    let word: &str = wanted.into();
                    importance.value.eq_ignore_ascii_case(word).into()
                }
                (None, None) => (wanted == Importance::Normal).into(),
                (None, Some(_)) => Holds::Unknown,
            },
        },
        Test::Size => predicate.values.first().map_or(Holds::Unknown, |limit| {
            message.is_at_least(limit.parse().unwrap_or(usize::MAX))
        }),
        Test::Attachment => match message.has_attachments() {
            Holds::No => Holds::No,
            Holds::Yes | Holds::Unknown => Holds::Unknown,
        },
        Test::Unseen => Holds::Unknown,
    }
}

fn text(
    predicate: &Predicate,
    (part, how): (Part, How),
    rule: &MailFlowRule,
    asked: &Asked,
    changed: &[(&Change, bool)],
) -> Holds {
    let message = asked.message;
    let person = |who: &str| person(predicate, how, rule, asked, who);
    let compare = |text: &str| compare(predicate, how, rule, text);
    let header = |name: &str| {
        let all = message.message.map(|m| m.addresses(name));
        all.map_or(Holds::Unknown, |all| {
            Holds::any(all.iter().map(|who| person(who)))
        })
    };
    match part {
        Part::Sender => {
            let [from, envelope] = [message.from, message.sender];
            match rule.sender_location {
                SenderAddressLocation::Header => person(from),
                SenderAddressLocation::Envelope => person(envelope),
                SenderAddressLocation::HeaderOrEnvelope => {
                    Holds::any([person(from), person(envelope)])
                }
            }
        }
        Part::Recipient => person(match rule.recipient_address {
            RecipientAddressType::Resolved => asked.recipient.primary,
            RecipientAddressType::Original => asked.recipient.written,
        }),
        Part::AnyRecipient => {
            let own = [asked.recipient.primary, asked.recipient.written];
            let others = message.recipients.unwrap_or_default().iter();
            let all = own.into_iter().chain(others.map(String::as_str));
            Holds::any(all.map(person)).unless(message.recipients.is_none())
        }
        Part::To => header("To"),
        Part::Cc => header("Cc"),
        Part::ToOrCc => Holds::any([header("To"), header("Cc")]),
        Part::Subject => match message.subject(changed) {
            Some(subject) => compare(&subject),
            None => Holds::Unknown,
        },
        Part::SubjectOrBody => {
            let subject = message.subject(changed);
            let subject = subject.map_or(Holds::Unknown, |subject| compare(&subject));
            let added = changed.iter().filter_map(|(change, certain)| match change {
                Change::Body(text) => Some((text, *certain)),
                _ => None,
            });
            let added = added.map(|(text, certain)| match compare(text) {
                Holds::Yes if certain => Holds::Yes,
                Holds::No => Holds::No,
                Holds::Yes | Holds::Unknown => Holds::Unknown,
            });
            let body = match message.body() {
                Some(body) => compare(&body.text).unless(!body.whole),
                None => Holds::Unknown,
            };
            Holds::any([subject, body].into_iter().chain(added))
        }
        Part::Header => {
            let name = predicate.of.first().map_or("", String::as_str);
            let seen = message.header(name, changed);
            let values = seen.as_deref().unwrap_or_default();
            if !values.is_empty() || is_changed(name, changed) {
                return match seen {
                    Some(values) => Holds::any(values.iter().map(|value| compare(value))),
                    None => Holds::Unknown,
                };
            }
            match made::absent(name, asked) {
                Absent::NotWritten => Holds::No.unless(seen.is_none()),
                Absent::Written(value) => compare(value),
                Absent::Address => match compare(made::SOMEBODY) {
                    Holds::Yes => Holds::Yes,
                    Holds::No | Holds::Unknown => Holds::Unknown,
                },
                Absent::Unknown => Holds::Unknown,
            }
        }
        Part::AttachmentName | Part::AttachmentExtension => {
            let Some(m) = message.message else {
                return Holds::Unknown;
            };
            let names = m.parts.iter().map(|p| p.name.as_str());
            let names = names.filter(|name| !name.is_empty());
            let compared = names.map(|name| match part {
                Part::AttachmentExtension => {
                    let extension = name.rsplit_once('.').map_or("", |(_, e)| e);
                    let mut values = predicate.values.iter();
                    let is = |v: &String| v.trim_start_matches('.').eq_ignore_ascii_case(extension);
                    values.any(is).into()
                }
                _ => compare(name),
            });
            // Files within files are looked at too.
            let more = part == Part::AttachmentExtension;
            Holds::any(compared).unless(match message.has_attachments() {
                Holds::No => false,
                Holds::Yes => more,
                Holds::Unknown => true,
            })
        }
    }
}

/// Whether an earlier rule may have set or removed a header field.
fn is_changed(name: &str, changed: &[(&Change, bool)]) -> bool {
    changed.iter().any(
        |(change, _)| matches!(change, Change::Header(other, _) if other.eq_ignore_ascii_case(name)),
    )
}

/// Whether somebody is meant by a condition.
fn person(predicate: &Predicate, how: How, rule: &MailFlowRule, asked: &Asked, who: &str) -> Holds {
    // A class of senders or recipients has more than one address.
    let class = asked.message.message.is_none() && asked.message.recipients.is_none();
    match how {
        How::Identity => people::is_one_of(asked.policy, who, &predicate.values),
        How::MemberOf => people::is_member(asked.policy, who, &predicate.values),
        How::Domain => {
            let domain = address::domain(who);
            let mut above = address::upwards(&domain);
            above.any(|domain| predicate.values.has(domain)).into()
        }
        How::Words | How::Patterns if class => Holds::Unknown,
        How::Words | How::Patterns => compare(predicate, how, rule, who),
    }
}

/// Whether a text has one of the words, or matches one of the patterns.
fn compare(predicate: &Predicate, how: How, rule: &MailFlowRule, text: &str) -> Holds {
    match how {
        How::Patterns if rule.legacy_regex => Holds::Unknown,
        How::Patterns => {
            // `$` is before the last line break too.
            let text = text.trim_end_matches(['\r', '\n']);
            let patterns = predicate.patterns.iter();
            Holds::any(patterns.map(|pattern| pattern.is_match(text).into()))
        }
        _ => {
            let text: Cow<str> = address::lower(text);
            let values = predicate.values.iter();
            Holds::any(values.map(|word| words::has(&text, &address::lower(word))))
        }
    }
}
