#![doc = include_str!("auto_forward_enabled.md")]

use super::{Case, Effect, Forward, Ruling, Setting, Terms, truth, written};
use crate::responses;

/// The room of AutoForwardEnabled.
pub static SETTING: Setting = Setting {
    id: "auto-forward-enabled",
    name: "AutoForwardEnabled",
    page: include_str!("auto_forward_enabled.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    if case.forward != Forward::InboxRule {
        return None;
    }
    let set = &terms.remote_domain?.auto_forward_enabled;
    let effect = if set.value {
        Effect::Pass
    } else {
        Effect::Drop(&responses::AUTO_FORWARD)
    };
    Some(Ruling::new(
        &SETTING,
        effect,
        written(set, truth(set.value)),
        terms,
    ))
}
