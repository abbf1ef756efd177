#![doc = include_str!("auto_forwarding_mode.md")]

use crate::policy::{AutoForwardingMode, CmdletEnum as _};
use crate::transport::facts::forwarding as facts;
use crate::transport::message_facts::{ForwardedBy, MessageFacts};
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting AutoForwardingMode.
pub static SETTING: Setting = Setting {
    id: "auto-forwarding-mode",
    name: "AutoForwardingMode",
    page: embedded!("auto_forwarding_mode.md"),
    facts: &[
        &facts::AUTO_FORWARDING_MODE_STOPS_FORWARDS,
        &facts::OUTBOUND_POLICIES_HAVE_SCOPES,
    ],
    doubts: &[&facts::AUTOMATIC_MEANS_OFF],
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
    let mode = mode(applicable);
    let line = applicable.outbound.and_then(|p| p.mode.line);
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
        facts: SETTING.facts,
        doubt: (mode == AutoForwardingMode::Automatic).then_some(&facts::AUTOMATIC_MEANS_OFF),
    })
}

/// The mode that applies. A tenant without any policy of its own has the default one: Automatic,
/// which means Off.
fn mode(applicable: &ApplicablePolicy) -> AutoForwardingMode {
    let set = applicable.outbound.map(|p| p.mode.value);
    set.unwrap_or(AutoForwardingMode::Automatic)
}

/// Whether it stops automatic forwards.
pub(super) fn stops(applicable: &ApplicablePolicy) -> bool {
    mode(applicable) != AutoForwardingMode::On
}
