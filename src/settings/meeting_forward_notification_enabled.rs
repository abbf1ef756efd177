#![doc = include_str!("meeting_forward_notification_enabled.md")]

use super::{Case, Effect, Ruling, Setting, Terms, truth, written};
use crate::classify::Kind;
use crate::responses;

/// The room of MeetingForwardNotificationEnabled.
pub static SETTING: Setting = Setting {
    id: "meeting-forward-notification-enabled",
    name: "MeetingForwardNotificationEnabled",
    page: include_str!("meeting_forward_notification_enabled.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    if case.kind != Kind::MeetingForwardNotification {
        return None;
    }
    let set = &terms.remote_domain?.meeting_forward_notification_enabled;
    let effect = if set.value {
        Effect::Pass
    } else {
        Effect::Drop(&responses::MEETING_FORWARD)
    };
    Some(Ruling::new(
        &SETTING,
        effect,
        written(set, truth(set.value)),
        terms,
    ))
}
