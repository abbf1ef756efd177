#![doc = include_str!("ndr_enabled.md")]

use super::{Case, Ruling, Setting, Terms};
use crate::transport::classify::Kind;
use crate::transport::responses;

/// The room of NDREnabled.
pub static SETTING: Setting = Setting {
    id: "ndr-enabled",
    name: "NDREnabled",
    page: include_str!("ndr_enabled.md"),
    check,
};

fn check<'p>(case: &Case, terms: &Terms<'p>) -> Option<Ruling<'p>> {
    if case.kind != Kind::Ndr {
        return None;
    }
    let set = &terms.remote_domain?.ndr_enabled;
    Some(Ruling::gate(&SETTING, set, &responses::NDR, terms))
}
