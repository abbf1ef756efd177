#![doc = include_str!("is_internal.md")]

use crate::i18n::en;
use crate::policy::AllowedOofType;
use crate::transport::facts::remote_domain as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting IsInternal.
pub static SETTING: Setting = Setting {
    id: "is-internal",
    name: "IsInternal",
    page: embedded!("is_internal.md"),
    facts: &[&facts::IS_INTERNAL_MEANS_INTERNAL],
    doubts: &[&facts::IS_INTERNAL_AND_ITS_REPLIES],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let domain = applicable.remote_domain?;
    let set = &domain.is_internal;
    let undocumented = set.value && domain.allowed_oof_type.value != AllowedOofType::InternalLegacy;
    let note = en(
        "IsInternal true without InternalLegacy: the sources do not say which out-of-office reply leaves then; AllowedOOFType is followed here",
    );
    (facts.kind.is_oof() && undocumented).then(|| {
        let ruling = Ruling::new(&SETTING, Effect::Note(note), set, "true", applicable);
        ruling.with_doubt(Some(&facts::IS_INTERNAL_AND_ITS_REPLIES))
    })
}
