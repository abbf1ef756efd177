#![doc = include_str!("allowed_oof_type.md")]

use crate::policy::{AllowedOofType, CmdletEnum as _, ExternalAudience, Mailbox, Sourced};
use crate::transport::classify::Kind;
use crate::transport::facts::out_of_office as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::responses::{self, Response};
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting AllowedOOFType.
pub static SETTING: Setting = Setting {
    id: "allowed-oof-type",
    name: "AllowedOOFType",
    page: embedded!("allowed_oof_type.md"),
    facts: &[&facts::ALLOWED_OOF_TYPE_DECIDES],
    doubts: &[
        &facts::MAILBOX_ANSWERS_NOBODY_OUTSIDE,
        &facts::INTERNAL_ONLY,
        &facts::CONTACTS_ONLY,
    ],
    check,
};

/// Where no remote domain applies, replies are let out as under the default.
static DEFAULT: Sourced<AllowedOofType> = Sourced {
    value: AllowedOofType::External,
    line: None,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if !facts.kind.is_oof() {
        return None;
    }
    let set = applicable
        .remote_domain
        .map_or(&DEFAULT, |d| &d.allowed_oof_type);
    if let Some(response) = by_remote_domain(facts.kind, set.value) {
        let effect = Effect::Drop(response);
        return Some(Ruling::new(
            &SETTING,
            effect,
            set,
            set.value.word(),
            applicable,
        ));
    }
    // The mailbox may close what the remote domain allows.
    let closed = applicable.mailbox.and_then(Mailbox::no_external_oof);
    if let Some((setting, closed)) = closed
        && let Some(response) = by_mailbox(facts.kind, set.value)
    {
        let ruling = Ruling::new(
            &SETTING,
            Effect::Drop(response),
            &closed,
            closed.value,
            applicable,
        );
        let doubt = match setting {
            "ExternalOofOptions" => &facts::INTERNAL_ONLY,
            _ => &facts::MAILBOX_ANSWERS_NOBODY_OUTSIDE,
        };
        return Some(Ruling {
            setting,
            doubt: Some(doubt),
            ..ruling
        });
    }
    let value = set.value.word();
    let ruling = Ruling::new(&SETTING, Effect::Pass, set, value, applicable);
    let audience = applicable.mailbox.map(|m| m.external_audience.value);
    let contacts = audience == Some(ExternalAudience::Known) && facts.kind == Kind::OofExternal;
    Some(ruling.with_doubt(contacts.then_some(&facts::CONTACTS_ONLY)))
}

/// What the remote domain says of a reply.
fn by_remote_domain(kind: Kind, allowed: AllowedOofType) -> Option<&'static Response> {
    use AllowedOofType as T;
    match (kind, allowed) {
        (Kind::OofExternal, T::None | T::InternalLegacy) => Some(&responses::OOF_SUPPRESS_EXTERNAL),
        (Kind::OofInternal, T::None | T::External | T::ExternalLegacy) => {
            Some(&responses::OOF_INT_TO_EXT)
        }
        (Kind::OofLegacy, T::None | T::External) => Some(&responses::OOF_LEGACY_TO_EXT),
        _ => None,
    }
}

/// What a mailbox that answers nobody outside says of a reply that the remote domain allows;
/// InternalLegacy does not ask it.
fn by_mailbox(kind: Kind, allowed: AllowedOofType) -> Option<&'static Response> {
    match (kind, allowed) {
        (Kind::OofExternal, _) => Some(&responses::OOF_SUPPRESS_EXTERNAL),
        (Kind::OofLegacy, AllowedOofType::ExternalLegacy) => Some(&responses::OOF_LEGACY_TO_EXT),
        _ => None,
    }
}
