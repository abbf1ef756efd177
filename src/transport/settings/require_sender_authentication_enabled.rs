#![doc = include_str!("require_sender_authentication_enabled.md")]

use crate::policy::Recipient;
use crate::transport::facts::recipients::AUTHENTICATED_SENDERS_ONLY;
use crate::transport::message_facts::MessageFacts;
use crate::transport::responses::{self, Response};
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting, truth};

/// The setting RequireSenderAuthenticationEnabled.
pub static SETTING: Setting = Setting {
    id: "require-sender-authentication-enabled",
    name: "RequireSenderAuthenticationEnabled",
    page: embedded!("require_sender_authentication_enabled.md"),
    facts: &[&AUTHENTICATED_SENDERS_ONLY],
    doubts: &[],
    check,
};

/// What a sender is told who may not write to a recipient.
#[must_use]
pub fn response(closed: Recipient) -> &'static Response {
    match closed {
        Recipient::Group(_) => &responses::GROUP_NOT_AUTHENTICATED,
        Recipient::Mailbox(_) | Recipient::Contact(_) => &responses::MAILBOX_NOT_AUTHENTICATED,
    }
}

fn check<'p>(_: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let closed = applicable.closed_to_author?;
    let set = &closed.restrictions().authenticated_only;
    Some(Ruling {
        effect: Effect::Reject(response(closed)),
        setting_id: SETTING.id,
        setting: SETTING.name,
        value: truth(set.value).into(),
        line: set.line.or_else(|| Some(closed.line())),
        default: set.line.is_none(),
        facts: SETTING.facts,
        doubt: None,
    })
}
