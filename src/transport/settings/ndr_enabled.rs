#![doc = include_str!("ndr_enabled.md")]

use crate::transport::classify::Kind;
use crate::transport::facts::settings as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Ruling, Setting};

/// The setting NDREnabled.
pub static SETTING: Setting = Setting {
    id: "ndr-enabled",
    name: "NDREnabled",
    page: embedded!("ndr_enabled.md"),
    facts: &[&facts::NDRS_OFF],
    doubts: &[],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if facts.kind != Kind::Ndr {
        return None;
    }
    let set = &applicable.remote_domain?.ndr_enabled;
    Some(Ruling::pass_or_drop(
        &SETTING,
        set,
        &responses::NDR,
        applicable,
    ))
}
