#![doc = include_str!("auto_forwarding_mode.md")]

use crate::policy::{AutoForwardingMode, CmdletEnum as _};
use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting AutoForwardingMode.
pub static SETTING: Setting = Setting {
    id: "auto-forwarding-mode",
    name: "AutoForwardingMode",
    page: include_str!("auto_forwarding_mode.md"),
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let gated = [
        ForwardedBy::InboxRule,
        ForwardedBy::ForwardingAddress,
        ForwardedBy::ForwardingSmtpAddress,
    ];
    if !gated.contains(&facts.forwarded_by) {
        return None;
    }
    // A tenant without any policy of its own has the default one: Automatic, which means Off.
    let set = applicable.outbound.map(|p| &p.mode);
    let mode = set.map_or(AutoForwardingMode::Automatic, |s| s.value);
    let line = set.and_then(|s| s.line);
    Some(Ruling {
        effect: match mode {
            AutoForwardingMode::On => Effect::Pass,
            AutoForwardingMode::Off | AutoForwardingMode::Automatic => {
                Effect::Reject(&responses::EXTERNAL_FORWARDING_BLOCKED)
            }
        },
        setting_id: SETTING.id,
        setting: SETTING.name,
        value: mode.word().into(),
        line: line.or_else(|| applicable.outbound.map(|p| p.line)),
        default: line.is_none(),
    })
}
