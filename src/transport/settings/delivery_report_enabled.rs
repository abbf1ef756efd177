#![doc = include_str!("delivery_report_enabled.md")]

use crate::transport::classify::Kind;
use crate::transport::facts::settings as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::responses;
use crate::transport::setting::{ApplicablePolicy, Ruling, Setting};

/// The setting DeliveryReportEnabled.
pub static SETTING: Setting = Setting {
    id: "delivery-report-enabled",
    name: "DeliveryReportEnabled",
    page: embedded!("delivery_report_enabled.md"),
    facts: &[&facts::DELIVERY_REPORTS_OFF],
    doubts: &[],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if facts.kind != Kind::DeliveryReport {
        return None;
    }
    let set = &applicable.remote_domain?.delivery_report_enabled;
    Some(Ruling::pass_or_drop(
        &SETTING,
        set,
        &responses::DELIVERY_REPORT,
        applicable,
    ))
}
