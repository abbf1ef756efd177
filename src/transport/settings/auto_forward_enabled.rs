#![doc = include_str!("auto_forward_enabled.md")]

use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Ruling, Setting};

/// The setting AutoForwardEnabled.
pub static SETTING: Setting = Setting {
    id: "auto-forward-enabled",
    name: "AutoForwardEnabled",
    page: include_str!("auto_forward_enabled.md"),
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    // ForwardingSmtpAddress is the forwarding option of Outlook on the web, and is treated as a rule
    // whoever set it.
    let gated = [ForwardedBy::InboxRule, ForwardedBy::ForwardingSmtpAddress];
    if !gated.contains(&facts.forwarded_by) {
        return None;
    }
    let set = &applicable.remote_domain?.auto_forward_enabled;
    Some(Ruling::pass_or_drop(
        &SETTING,
        set,
        &responses::AUTO_FORWARD,
        applicable,
    ))
}
