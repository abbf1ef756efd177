#![doc = include_str!("auto_forwarding_mode.md")]

use super::{Case, Effect, Forward, Ruling, Setting, Terms};
use crate::policy::AutoForwardingMode;
use crate::responses;

/// The room of AutoForwardingMode.
pub static SETTING: Setting = Setting {
    id: "auto-forwarding-mode",
    name: "AutoForwardingMode",
    page: include_str!("auto_forwarding_mode.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    if !matches!(
        case.forward,
        Forward::InboxRule | Forward::MailboxForwarding
    ) {
        return None;
    }
    // A tenant without any policy of its own has the default one: Automatic, which means Off.
    let (mode, line) = terms
        .outbound
        .map_or((AutoForwardingMode::Automatic, None), |p| {
            (p.mode.value, p.mode.line.or(Some(p.line)))
        });
    let effect = match mode {
        AutoForwardingMode::On => Effect::Pass,
        AutoForwardingMode::Off | AutoForwardingMode::Automatic => {
            Effect::Reject(&responses::EXTERNAL_FORWARDING_BLOCKED)
        }
    };
    let default = terms.outbound.is_none_or(|p| p.mode.line.is_none());
    Some(Ruling {
        effect,
        setting: SETTING.name,
        value: mode.word().into(),
        line,
        default,
    })
}
