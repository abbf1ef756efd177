#![doc = include_str!("content_type.md")]

use super::tnef_enabled;
use crate::policy::CmdletEnum as _;
use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::Transmission;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting ContentType.
pub static SETTING: Setting = Setting {
    id: "content-type",
    name: "ContentType",
    page: include_str!("content_type.md"),
    facts: &[&facts::BODY_FOLLOWS_CONTENT_TYPE],
    doubts: &[],
    check,
};

fn check<'p>(_: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let set = &applicable.remote_domain?.content_type;
    // Under TNEF the body is a text part and winmail.dat, whatever is chosen here.
    if tnef_enabled::decided(applicable).0 == Transmission::Tnef {
        return None;
    }
    let effect = Effect::Body(set.value);
    Some(Ruling::new(
        &SETTING,
        effect,
        set,
        set.value.word(),
        applicable,
    ))
}
