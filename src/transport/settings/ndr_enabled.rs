#![doc = include_str!("ndr_enabled.md")]

use super::{ApplicablePolicy, MessageFacts, Ruling, Setting};
use crate::transport::classify::Kind;
use crate::transport::responses;

/// The room of NDREnabled.
pub static SETTING: Setting = Setting {
    id: "ndr-enabled",
    name: "NDREnabled",
    page: include_str!("ndr_enabled.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if case.kind != Kind::Ndr {
        return None;
    }
    let set = &applicable.remote_domain?.ndr_enabled;
    Some(Ruling::gate(&SETTING, set, &responses::NDR, applicable))
}
