//! Holds what is taken to be true of what the settings mean to people.

use super::sources;
use super::{Fact, Subject, documented};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("What the settings mean to people"),
    facts: &[
        &AUTO_REPLY_IS_A_RULES,
        &documented(
            "reply-to-inside-is-not-blocked",
            en("A reply whose recipient is inside is not blocked, even if the original sender is outside."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "page settings/auto-reply-enabled: it does not apply inside the organization",
            "tests/it/rules.rs::an_external_oof_to_someone_inside_is_dropped_and_other_kinds_are_not",
            "page reactions/auto-reply-by-rule: it is made for a recipient inside",
        ]),
        &DELIVERY_REPORTS_OFF,
        &NDRS_OFF,
        &MEETING_FORWARD_NOTIFICATIONS_OFF,
        &documented(
            "japanese-words-of-settings",
            en("The Japanese admin center has its own words for remote domains, their settings and their values."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "tests/it/facts/words.rs::the_japanese_pages_use_the_words_of_the_admin_center",
        ]),
        &documented(
            "japanese-words-of-traces",
            en("The Japanese admin center has its own words for the statuses and the columns of a trace; where the reference does not show them, they are inferred."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "tests/it/facts/words.rs::the_words_that_a_japanese_trace_may_use_are_read",
        ]),
    ],
};

/// `auto-reply-is-a-rules`.
pub static AUTO_REPLY_IS_A_RULES: Fact = documented(
    "auto-reply-is-a-rules",
    en("An auto-reply is that of a rule \"have server reply using a specific message\"."),
    &[&sources::REFERENCE],
)
.checked_by(&[
    "page settings/auto-reply-enabled: it applies",
    "page reactions/auto-reply-by-rule: it is made and dropped",
]);

/// `delivery-reports-off`.
pub static DELIVERY_REPORTS_OFF: Fact = documented(
    "delivery-reports-off",
    en("Delivery reports off: an outside sender who asked for a receipt gets none."),
    &[&sources::REFERENCE],
)
.checked_by(&["page reactions/delivery-receipt: it is made and dropped"]);

/// `ndrs-off`.
pub static NDRS_OFF: Fact = documented(
    "ndrs-off",
    en("NDRs off: no NDR of Exchange Online goes outside."),
    &[&sources::REFERENCE],
)
.checked_by(&["page reactions/non-delivery-report: it is made and dropped"]);

/// `meeting-forward-notifications-off`.
pub static MEETING_FORWARD_NOTIFICATIONS_OFF: Fact = documented(
    "meeting-forward-notifications-off",
    en("Meeting forward notifications off: none goes to an outside organizer."),
    &[&sources::REFERENCE],
)
.checked_by(&["page reactions/meeting-forward-notification: it is made and dropped"]);
