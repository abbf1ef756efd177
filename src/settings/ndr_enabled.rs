#![doc = include_str!("ndr_enabled.md")]

use super::{Case, Effect, Ruling, Setting, Terms, truth, written};
use crate::classify::Kind;
use crate::responses;

/// The room of NDREnabled.
pub static SETTING: Setting = Setting {
    id: "ndr-enabled",
    name: "NDREnabled",
    page: include_str!("ndr_enabled.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    if case.kind != Kind::Ndr {
        return None;
    }
    let set = &terms.remote_domain?.ndr_enabled;
    let effect = if set.value {
        Effect::Pass
    } else {
        Effect::Drop(&responses::NDR)
    };
    Some(Ruling::new(
        &SETTING,
        effect,
        written(set, truth(set.value)),
        terms,
    ))
}
