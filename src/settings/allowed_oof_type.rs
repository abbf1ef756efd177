#![doc = include_str!("allowed_oof_type.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};
use crate::classify::Kind;
use crate::policy::{AllowedOofType, ExternalAudience, Set};
use crate::responses;

/// The room of AllowedOOFType.
pub static SETTING: Setting = Setting {
    id: "allowed-oof-type",
    name: "AllowedOOFType",
    page: include_str!("allowed_oof_type.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    use AllowedOofType as T;
    if !case.kind.is_oof() {
        return None;
    }
    let default = Set {
        value: T::External,
        line: None,
    };
    let set = terms
        .remote_domain
        .map_or(&default, |d| &d.allowed_oof_type);
    let audience = terms
        .mailbox
        .map(|m| &m.external_audience)
        .filter(|a| a.value == ExternalAudience::None);
    let response = match (case.kind, set.value) {
        (Kind::OofExternal, T::None | T::InternalLegacy) => Some(&responses::OOF_SUPPRESS_EXTERNAL),
        (Kind::OofInternal, T::None | T::External | T::ExternalLegacy) => {
            Some(&responses::OOF_INT_TO_EXT)
        }
        (Kind::OofLegacy, T::None | T::External) => Some(&responses::OOF_LEGACY_TO_EXT),
        _ => None,
    };
    if let Some(response) = response {
        return Some(Ruling::new(
            &SETTING,
            Effect::Drop(response),
            written(set, set.value.word()),
            terms,
        ));
    }
    // The mailbox may close what the remote domain allows; InternalLegacy does not ask it.
    let closed = match (case.kind, set.value) {
        (Kind::OofExternal, _) => Some(&responses::OOF_SUPPRESS_EXTERNAL),
        (Kind::OofLegacy, T::ExternalLegacy) => Some(&responses::OOF_LEGACY_TO_EXT),
        _ => None,
    };
    if let (Some(audience), Some(response)) = (audience, closed) {
        let mut ruling = Ruling::new(
            &SETTING,
            Effect::Drop(response),
            written(audience, "None"),
            terms,
        );
        ruling.setting = "ExternalAudience";
        return Some(ruling);
    }
    Some(Ruling::new(
        &SETTING,
        Effect::Pass,
        written(set, set.value.word()),
        terms,
    ))
}
