//! Lists the settings, in the order in which Exchange asks them.

pub mod allowed_oof_type;
pub mod auto_forward_enabled;
pub mod auto_forwarding_mode;
pub mod auto_reply_enabled;
pub mod byte_encoder_type_for_7_bit_charsets;
pub mod character_set;
pub mod content_type;
pub mod delivery_report_enabled;
pub mod display_sender_name;
pub mod is_internal;
pub mod line_wrap_size;
pub mod meeting_forward_notification_enabled;
pub mod ndr_enabled;
pub mod non_mime_character_set;
pub mod preferred_internet_code_page_for_shift_jis;
pub mod required_charset_coverage;
pub mod tnef_enabled;
pub mod use_simple_display_name;

use super::setting::Setting;
use crate::i18n::en;

/// The settings that can stop a message, in the order in which Exchange asks them: the first that
/// stops it decides.
pub static CAN_STOP: &[&Setting] = &[
    // Stops nothing itself: it tells where the value of the next one comes from.
    &is_internal::SETTING,
    &allowed_oof_type::SETTING,
    &delivery_report_enabled::SETTING,
    &ndr_enabled::SETTING,
    &meeting_forward_notification_enabled::SETTING,
    &auto_reply_enabled::SETTING,
    &auto_forward_enabled::SETTING,
    &auto_forwarding_mode::SETTING,
];

/// The settings that decide in what form a message leaves.
pub static SHAPE_FORM: &[&Setting] = &[
    &tnef_enabled::SETTING,
    &content_type::SETTING,
    &character_set::SETTING,
    &non_mime_character_set::SETTING,
    &line_wrap_size::SETTING,
    &byte_encoder_type_for_7_bit_charsets::SETTING,
    &preferred_internet_code_page_for_shift_jis::SETTING,
    &required_charset_coverage::SETTING,
    &display_sender_name::SETTING,
    &use_simple_display_name::SETTING,
];

/// Every setting, those that can stop a message first.
pub fn all() -> impl Iterator<Item = &'static Setting> {
    CAN_STOP.iter().chain(SHAPE_FORM).copied()
}

/// Parameters that are accepted and change nothing here, with the reason.
pub const NOT_SIMULATED: &[(&str, &str)] = &[
    ("AdminDisplayName", en("a label")),
    ("Confirm", en("a switch of the cmdlet, not a property")),
    ("DomainController", en("on-premises only")),
    (
        "Identity",
        en("names the remote domain; says nothing about mail"),
    ),
    (
        "MessageCountThreshold",
        en("monitoring of outbound volume; it stops no message"),
    ),
    ("Name", en("a label")),
    (
        "NDRDiagnosticInfoEnabled",
        en("changes the text of an NDR, not whether it leaves"),
    ),
    (
        "NlbDomain",
        en("not documented to have an effect in Exchange Online"),
    ),
    (
        "SmtpDaneMandatoryModeEnabled",
        en("decides on the TLS of the connection, after the verdict"),
    ),
    (
        "TargetDeliveryDomain",
        en("used for moves between organizations"),
    ),
    ("TrustedMailInboundEnabled", en("concerns incoming mail")),
    (
        "TrustedMailOutboundEnabled",
        en("concerns headers between trusted organizations"),
    ),
    ("WhatIf", en("a switch of the cmdlet, not a property")),
];

/// Why a parameter is not simulated.
#[must_use]
pub fn not_simulated(name: &str) -> Option<&'static str> {
    NOT_SIMULATED
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, why)| *why)
}
