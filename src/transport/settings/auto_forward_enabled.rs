#![doc = include_str!("auto_forward_enabled.md")]

use super::{ApplicablePolicy, Forward, MessageFacts, Ruling, Setting};
use crate::transport::responses;

/// The room of AutoForwardEnabled.
pub static SETTING: Setting = Setting {
    id: "auto-forward-enabled",
    name: "AutoForwardEnabled",
    page: include_str!("auto_forward_enabled.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if case.forward != Forward::InboxRule {
        return None;
    }
    let set = &applicable.remote_domain?.auto_forward_enabled;
    Some(Ruling::gate(
        &SETTING,
        set,
        &responses::AUTO_FORWARD,
        applicable,
    ))
}
