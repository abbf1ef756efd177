#![doc = include_str!("meeting_forward_notification_enabled.md")]

use crate::transport::classify::Kind;
use crate::transport::message_facts::MessageFacts;
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Ruling, Setting};

/// The setting MeetingForwardNotificationEnabled.
pub static SETTING: Setting = Setting {
    id: "meeting-forward-notification-enabled",
    name: "MeetingForwardNotificationEnabled",
    page: include_str!("meeting_forward_notification_enabled.md"),
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if facts.kind != Kind::MeetingForwardNotification {
        return None;
    }
    let set = &applicable
        .remote_domain?
        .meeting_forward_notification_enabled;
    Some(Ruling::pass_or_drop(
        &SETTING,
        set,
        &responses::MEETING_FORWARD,
        applicable,
    ))
}
