#![doc = include_str!("tnef_enabled.md")]

use crate::i18n::en;
use crate::policy::{CmdletEnum as _, Contact, MessageFormat, OutlookFormat, UseMapiRichText};
use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::Transmission;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting, truth};

/// What an empty value means, in words.
pub const FOLLOW: &str = en("follow user settings");

/// The setting TNEFEnabled.
pub static SETTING: Setting = Setting {
    id: "tnef-enabled",
    name: "TNEFEnabled",
    page: embedded!("tnef_enabled.md"),
    facts: &[&facts::TNEF_PRECEDENCE],
    doubts: &[
        &facts::EXCHANGE_MAY_CHOOSE_TNEF,
        &facts::PREFERRED_MESSAGE_FORMAT,
    ],
    check,
};

/// How the message is put on the wire, and whose word that is: that of a contact whose own format
/// counts, the remote domain's, the contact's, the sender's.
pub(super) fn decided(applicable: &ApplicablePolicy) -> (Transmission, Decider) {
    let always = |tnef: bool| {
        if tnef {
            Transmission::Tnef
        } else {
            Transmission::Mime
        }
    };
    if let Some((rich_text, Some((format, _)))) = applicable.contact.map(Contact::format) {
        return match (rich_text, format) {
            (UseMapiRichText::Always, _) => (always(true), Decider::Contact),
            (_, MessageFormat::Text) => (Transmission::Text, Decider::MessageFormat),
            (UseMapiRichText::Never, MessageFormat::Mime) => (always(false), Decider::Contact),
            (UseMapiRichText::UseDefaultSettings, MessageFormat::Mime) => {
                (always(false), Decider::MessageFormat)
            }
        };
    }
    if let Some(on) = applicable.remote_domain.and_then(|d| d.tnef_enabled.value) {
        return (always(on), Decider::RemoteDomain);
    }
    match applicable.contact.map(|c| c.rich_text.value) {
        Some(UseMapiRichText::Always) => return (always(true), Decider::Contact),
        Some(UseMapiRichText::Never) => return (always(false), Decider::Contact),
        Some(UseMapiRichText::UseDefaultSettings) | None => {}
    }
    match applicable.mailbox.map(|m| m.outlook_format.value) {
        Some(OutlookFormat::RichText) => (Transmission::Tnef, Decider::Sender),
        _ => (Transmission::MayBeTnef, Decider::Nobody),
    }
}

/// Who decides on TNEF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decider {
    /// TNEFEnabled of the remote domain.
    RemoteDomain,
    /// UseMapiRichTextFormat of the contact.
    Contact,
    /// MessageFormat of the contact.
    MessageFormat,
    /// The sender's Outlook.
    Sender,
    /// Exchange, by the content.
    Nobody,
}

fn check<'p>(_: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let (transmission, decider) = decided(applicable);
    let effect = Effect::Transmission(transmission);
    let own = applicable
        .contact
        .is_some_and(|c| c.prefers_own_format.value);
    let own = own.then_some(&facts::PREFERRED_MESSAGE_FORMAT);
    let named = |ruling: Ruling<'p>, setting| {
        let ruling = ruling.with_doubt(own);
        Some(Ruling { setting, ..ruling })
    };
    match decider {
        Decider::Contact => {
            let set = &applicable.contact?.rich_text;
            let ruling = Ruling::new(&SETTING, effect, set, set.value.word(), applicable);
            named(ruling, "UseMapiRichTextFormat")
        }
        Decider::MessageFormat => {
            let set = &applicable.contact?.message_format;
            let ruling = Ruling::new(&SETTING, effect, set, set.value.word(), applicable);
            named(ruling, "MessageFormat")
        }
        Decider::Sender => {
            let set = &applicable.mailbox?.outlook_format;
            let ruling = Ruling::new(&SETTING, effect, set, set.value.word(), applicable);
            named(ruling, "OutlookInternetFormat")
        }
        Decider::RemoteDomain | Decider::Nobody => {
            let set = &applicable.remote_domain?.tnef_enabled;
            let value = set.value.map_or(FOLLOW, truth);
            let nobody = decider == Decider::Nobody;
            let ruling = Ruling::new(&SETTING, effect, set, value, applicable);
            Some(ruling.with_doubt(nobody.then_some(&facts::EXCHANGE_MAY_CHOOSE_TNEF)))
        }
    }
}
