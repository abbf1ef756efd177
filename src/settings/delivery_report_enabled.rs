#![doc = include_str!("delivery_report_enabled.md")]

use super::{Case, Effect, Ruling, Setting, Terms, truth, written};
use crate::classify::Kind;
use crate::responses;

/// The room of DeliveryReportEnabled.
pub static SETTING: Setting = Setting {
    id: "delivery-report-enabled",
    name: "DeliveryReportEnabled",
    page: include_str!("delivery_report_enabled.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    if case.kind != Kind::DeliveryReport {
        return None;
    }
    let set = &terms.remote_domain?.delivery_report_enabled;
    let effect = if set.value {
        Effect::Pass
    } else {
        Effect::Drop(&responses::DELIVERY_REPORT)
    };
    Some(Ruling::new(
        &SETTING,
        effect,
        written(set, truth(set.value)),
        terms,
    ))
}
