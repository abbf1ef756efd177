#![doc = include_str!("meeting_forward_notification_enabled.md")]

use crate::transport::classify::Kind;
use crate::transport::facts::reactions::MFN_GOES_TO_THE_ORGANIZER;
use crate::transport::facts::remote_domain::MFN_DEFAULT_IS_FALSE;
use crate::transport::facts::settings as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Ruling, Setting};

/// The setting MeetingForwardNotificationEnabled.
pub static SETTING: Setting = Setting {
    id: "meeting-forward-notification-enabled",
    name: "MeetingForwardNotificationEnabled",
    page: embedded!("meeting_forward_notification_enabled.md"),
    facts: &[
        &facts::MEETING_FORWARD_NOTIFICATIONS_OFF,
        &MFN_GOES_TO_THE_ORGANIZER,
    ],
    doubts: &[&MFN_DEFAULT_IS_FALSE],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if facts.kind != Kind::MeetingForwardNotification {
        return None;
    }
    let set = &applicable
        .remote_domain?
        .meeting_forward_notification_enabled;
    let ruling = Ruling::pass_or_drop(&SETTING, set, &responses::MEETING_FORWARD, applicable);
    let by_default = set.line.is_none().then_some(&MFN_DEFAULT_IS_FALSE);
    Some(ruling.with_doubt(by_default))
}
