#![doc = include_str!("is_internal.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};

/// The room of IsInternal.
pub static SETTING: Setting = Setting {
    id: "is-internal",
    name: "IsInternal",
    page: include_str!("is_internal.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    let domain = terms.remote_domain?;
    let set = &domain.is_internal;
    // Only where the policy gives IsInternal alone does it decide AllowedOOFType.
    if !case.kind.is_oof()
        || set.line.is_none()
        || set.value
        || set.line != domain.allowed_oof_type.line
    {
        return None;
    }
    let note = "IsInternal false, set alone, makes AllowedOOFType ExternalLegacy".to_owned();
    Some(Ruling::new(
        &SETTING,
        Effect::Note(note),
        written(set, "false"),
        terms,
    ))
}
