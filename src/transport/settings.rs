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
pub mod require_sender_authentication_enabled;
pub mod required_charset_coverage;
pub mod tnef_enabled;
pub mod use_simple_display_name;

use super::setting::Setting;

/// The settings that can stop a message, in the order in which Exchange asks them: the first that
/// stops it decides.
pub static CAN_STOP: &[&Setting] = &[
    &require_sender_authentication_enabled::SETTING,
    // Stops nothing itself: it tells where the next one may not be the whole answer.
    &is_internal::SETTING,
    &allowed_oof_type::SETTING,
    &delivery_report_enabled::SETTING,
    &ndr_enabled::SETTING,
    &meeting_forward_notification_enabled::SETTING,
    &auto_reply_enabled::SETTING,
    &auto_forward_enabled::SETTING,
    &auto_forwarding_mode::SETTING,
];

/// The first of these, which are asked for recipients inside too: who may write to them.
pub static WHO_MAY_WRITE: &[&Setting] = &[&require_sender_authentication_enabled::SETTING];

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

/// The first paragraph of a setting's page, on one line; nothing where no setting has the name.
#[must_use]
pub fn first_paragraph(name: &str) -> String {
    let page = all().find(|s| s.name == name).map_or("", |s| s.page);
    let text = page
        .lines()
        .skip_while(|l| l.is_empty() || l.starts_with('#'));
    let lines: Vec<&str> = text.take_while(|l| !l.is_empty()).collect();
    lines.join(" ")
}
