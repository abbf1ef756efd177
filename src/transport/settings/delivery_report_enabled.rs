#![doc = include_str!("delivery_report_enabled.md")]

use super::{ApplicablePolicy, MessageFacts, Ruling, Setting};
use crate::transport::classify::Kind;
use crate::transport::responses;

/// The room of DeliveryReportEnabled.
pub static SETTING: Setting = Setting {
    id: "delivery-report-enabled",
    name: "DeliveryReportEnabled",
    page: include_str!("delivery_report_enabled.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    if case.kind != Kind::DeliveryReport {
        return None;
    }
    let set = &applicable.remote_domain?.delivery_report_enabled;
    Some(Ruling::gate(
        &SETTING,
        set,
        &responses::DELIVERY_REPORT,
        applicable,
    ))
}
