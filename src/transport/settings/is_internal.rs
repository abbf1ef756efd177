#![doc = include_str!("is_internal.md")]

use crate::i18n::en;
use crate::transport::facts::remote_domain as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting IsInternal.
pub static SETTING: Setting = Setting {
    id: "is-internal",
    name: "IsInternal",
    page: include_str!("is_internal.md"),
    facts: &[&facts::IS_INTERNAL_FALSE_SETS_EXTERNAL_LEGACY],
    doubts: &[],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let domain = applicable.remote_domain?;
    let set = &domain.is_internal;
    // Only where the policy gives IsInternal alone does it decide AllowedOOFType.
    let alone = set.line.is_some() && set.line == domain.allowed_oof_type.line;
    let note = en("IsInternal false, set alone, makes AllowedOOFType ExternalLegacy");
    (facts.kind.is_oof() && alone && !set.value)
        .then(|| Ruling::new(&SETTING, Effect::Note(note), set, "false", applicable))
}
