#![doc = include_str!("meeting_forward_notification_enabled.md")]

use super::{ApplicablePolicy, MessageFacts, Ruling, Setting};
use crate::transport::classify::Kind;
use crate::transport::responses;

/// The room of MeetingForwardNotificationEnabled.
pub static SETTING: Setting = Setting {
    id: "meeting-forward-notification-enabled",
    name: "MeetingForwardNotificationEnabled",
    page: include_str!("meeting_forward_notification_enabled.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if case.kind != Kind::MeetingForwardNotification {
        return None;
    }
    let set = &applicable
        .remote_domain?
        .meeting_forward_notification_enabled;
    Some(Ruling::gate(
        &SETTING,
        set,
        &responses::MEETING_FORWARD,
        applicable,
    ))
}
