//! Holds what is taken to be true of what a message triggers.

use super::sources;
use super::{Fact, Subject, disputed, documented};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("What an incoming message triggers"),
    facts: &[
        &documented(
            "oof-while-it-is-on",
            en("An OOF is made while AutoReplyState is Enabled, or Scheduled and in its time."),
            &[&sources::OOF_REPLIES],
        )
        .checked_by(&[
            "page reactions/out-of-office: it is made for a sender outside",
            "page reactions/out-of-office: it is not triggered after the time",
        ]),
        &OOF_ONCE_A_SENDER,
        &documented(
            "rule-replies-every-time",
            en("A reply by rule is made every time."),
            &[&sources::OOF_REPLIES],
        )
        .checked_by(&[
            "page reactions/auto-reply-by-rule: it is made and leaves",
        ]),
        &documented(
            "rule-forwards-or-redirects",
            en("A rule forwards or redirects."),
            &[&sources::NEW_INBOX_RULE],
        )
        .checked_by(&[
            "page reactions/forward-by-rule: it is made and leaves",
            "page reactions/redirect-by-rule: it is made and leaves",
            "tests/it/react/rules.rs::rules_run_in_order_and_until_one_ends_it",
        ]),
        &RULE_IN_ERROR_IS_OPEN,
        &documented(
            "mailbox-forwarding-sends-on",
            en("Mailbox forwarding sends the message on."),
            &[&sources::OOF_REPLIES],
        )
        .checked_by(&[
            "page reactions/mailbox-forwarding: it is made and leaves",
            "page reactions/out-of-office: it is not made where SMTP forwarding is on",
        ]),
        &documented(
            "receipt-if-asked-for",
            en("A delivery receipt is made if asked for."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "page reactions/delivery-receipt: it is made and leaves",
            "page reactions/delivery-receipt: it is not triggered if nobody asked",
        ]),
        &documented(
            "ndr-if-undeliverable",
            en("An NDR is made if the message cannot be delivered."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "page reactions/non-delivery-report: it is made and leaves",
            "page reactions/non-delivery-report: it is not triggered if the message can be delivered",
        ]),
        &documented(
            "mfn-if-a-request-is-forwarded",
            en("A meeting forward notification is made if a meeting request is forwarded."),
            &[&sources::MS_OXOCAL],
        )
        .checked_by(&[
            "page reactions/meeting-forward-notification: it is made and leaves",
            "page reactions/meeting-forward-notification: it is not triggered by another message",
        ]),
        &MFN_GOES_TO_THE_ORGANIZER,
        &documented(
            "read-receipts-if-asked-for",
            en("Read and non-read receipts are made if asked for."),
            &[&sources::MS_OXOMSG],
        )
        .checked_by(&[
            "page reactions/read-receipt: it is made",
            "page reactions/non-read-receipt: it is made",
        ]),
        &RESPONSE_SUPPRESS,
        &AUTO_SUBMITTED_SILENCES,
        &NULL_RETURN_PATH_SILENCES,
        &JUNK_SETS_OFF_NOTHING,
        &documented(
            "reactions-are-judged",
            en("Each reaction is a message of its own and is judged as any other."),
            &[&sources::OWN],
        )
        .checked_by(&[
            "tests/it/react/files.rs::check_judges_every_written_file_as_react_does",
        ]),
    ],
};

/// `mfn-goes-to-the-organizer`.
pub static MFN_GOES_TO_THE_ORGANIZER: Fact = disputed(
    "mfn-goes-to-the-organizer",
    en("MeetingForwardNotificationEnabled is that of the outside organizer's domain in the reference, which is followed, and that of the domain to which the request is forwarded in Set-RemoteDomain."),
    &[&sources::REFERENCE, &sources::SET_REMOTE_DOMAIN],
)
.checked_by(&[
    "page reactions/meeting-forward-notification: it is made and dropped",
]);

/// `response-suppress`.
pub static RESPONSE_SUPPRESS: Fact = documented(
    "response-suppress",
    en("X-Auto-Response-Suppress silences what it names: DR, NDR, RN, NRN, OOF, AutoReply, or All."),
    &[&sources::MS_OXCMAIL],
)
.checked_by(&[
    "tests/it/react/suppress.rs::every_bit_suppresses_its_own_reactions_and_no_other",
]);

/// `auto-submitted-silences`.
pub static AUTO_SUBMITTED_SILENCES: Fact = disputed(
    "auto-submitted-silences",
    en("Auto-Submitted other than `no` silences replies, as RFC 3834 asks; one public report shows that Exchange answered all the same."),
    &[&sources::RFC_3834, &sources::POSTS],
)
.checked_by(&[
    "tests/it/react/suppress.rs::auto_submitted_alone_leaves_it_open",
    "page reactions/out-of-office: it cannot be told whether it is made for a machine",
]);

/// `null-return-path-silences`.
pub static NULL_RETURN_PATH_SILENCES: Fact = documented(
    "null-return-path-silences",
    en("The null return path silences replies and reports."),
    &[&sources::RFC_3834, &sources::RFC_3461],
)
.checked_by(&[
    "tests/it/react/suppress.rs::everything_else_suppresses_what_the_table_says",
    "page reactions/out-of-office: it is not made for the null sender",
]);

/// `junk-sets-off-nothing`.
pub static JUNK_SETS_OFF_NOTHING: Fact = documented(
    "junk-sets-off-nothing",
    en("Junk triggers neither replies nor rules; of rules it is inferred."),
    &[&sources::OOF_REPLIES],
)
.checked_by(&[
    "tests/it/react/suppress.rs::everything_else_suppresses_what_the_table_says",
    "page reactions/out-of-office: it is not made for spam",
]);

/// `oof-once-a-sender`.
pub static OOF_ONCE_A_SENDER: Fact = documented(
    "oof-once-a-sender",
    en("An OOF is made once for a sender while it is on."),
    &[&sources::OOF_REPLIES],
)
.checked_by(&["page reactions/out-of-office: it is not made a second time"]);

/// `rule-in-error-is-open`.
pub static RULE_IN_ERROR_IS_OPEN: Fact = documented(
    "rule-in-error-is-open",
    en("Exchange marks a rule in which it met an error, so as to report the error once. Only a rule that is off is said to be skipped, so whether one in error acts is left open."),
    &[&sources::MS_OXORULE],
)
.checked_by(&[
    "page reactions/forward-by-rule: it cannot be told whether a rule in error forwards",
    "tests/it/react/rules.rs::rules_run_in_order_and_until_one_ends_it",
]);
