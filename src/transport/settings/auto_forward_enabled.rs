#![doc = include_str!("auto_forward_enabled.md")]

use super::auto_forwarding_mode;
use crate::transport::facts::forwarding as facts;
use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Ruling, Setting};

/// The setting AutoForwardEnabled.
pub static SETTING: Setting = Setting {
    id: "auto-forward-enabled",
    name: "AutoForwardEnabled",
    page: embedded!("auto_forward_enabled.md"),
    facts: &[
        &facts::AUTO_FORWARD_ENABLED_STOPS_FORWARDS,
        &facts::THE_BLOCK_WINS,
    ],
    doubts: &[
        &facts::REMOTE_DOMAIN_IS_ASKED_FIRST,
        &facts::SMTP_FORWARDING_IS_A_USERS,
    ],
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
    let ruling = Ruling::pass_or_drop(&SETTING, set, &responses::AUTO_FORWARD, applicable);
    // Where both stop the forward, their order decides on the response.
    let both = !set.value && auto_forwarding_mode::stops(applicable);
    let by_property = facts.forwarded_by == ForwardedBy::ForwardingSmtpAddress;
    let doubt = match (both, by_property) {
        (true, _) => Some(&facts::REMOTE_DOMAIN_IS_ASKED_FIRST),
        (false, true) => Some(&facts::SMTP_FORWARDING_IS_A_USERS),
        (false, false) => None,
    };
    Some(ruling.with_doubt(doubt))
}
