//! Holds what is taken to be true of out-of-office replies.

use super::sources;
use super::{Fact, Subject, disputed, documented, inferred, seen};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("Out-of-office replies"),
    facts: &[
        &ALLOWED_OOF_TYPE_DECIDES,
        &MAILBOX_ANSWERS_NOBODY_OUTSIDE,
        &CONTACTS_ONLY,
        &documented(
            "both-replies-are-made",
            en("For an outside sender both the internal and the external OOF are made and the one that does not apply is dropped, so IntToExt beside a delivered external OOF is normal."),
            &[&sources::OOF_REPLIES, &sources::TRACES],
        )
        .checked_by(&[
            "page reactions/out-of-office: it is made for a sender outside",
            "tests/it/react/cli.rs::what_each_fixture_sets_off_in_words",
        ]),
        &documented(
            "inside-gets-the-internal-reply",
            en("Mail from inside always gets the internal template, whatever is chosen for outside."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "page reactions/out-of-office: it is made for a sender inside",
            "page settings/allowed-oof-type: an external reply to a colleague",
        ]),
        &AUTO_REPLY_AND_OUT_OF_OFFICE,
        &documented(
            "oof-types-concern-outside",
            en("OOF types concern mail from outside only."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "page reactions/out-of-office: it is made for a sender inside",
            "tests/it/rules.rs::an_external_oof_to_someone_inside_is_dropped_and_other_kinds_are_not",
        ]),
        &documented(
            "legacy-is-outlook-2003",
            en("\"Legacy\" means the OOF of Outlook 2003 and earlier."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "page kinds/oof-legacy: it is dropped",
            "tests/it/rules.rs::message_classes_have_their_kinds",
        ]),
        &documented(
            "where-a-reply-is-set",
            en("An OOF is set in Outlook (File, Info, Automatic Replies) or in Outlook on the web (Mail, Automatic processing, Automatic replies)."),
            &[&sources::REFERENCE],
        )
        .not_simulated("where a user clicks says nothing on what leaves; the policy has the result, AutoReplyState"),
        &INTERNAL_ONLY,
        &EXTERNAL_AUDIENCE_NONE_IS_NOT_MADE,
        &EMPTY_EXTERNAL_MESSAGE,
        &documented(
            "ext-to-int-beside-the-internal-reply",
            en("To a sender inside the internal reply is sent, and the external one is dropped beside it as ExtToInt."),
            &[&sources::OOF_REPLIES],
        )
        .checked_by(&[
            "page reactions/out-of-office: it is made for a sender inside",
            "tests/it/trace/predict.rs::a_colleague_gets_one_reply_and_the_trace_shows_the_other",
        ]),
        &JOURNALING_MAILBOX_DOES_NOT_ANSWER,
        &documented(
            "rules-can-stop-a-reply",
            en("Mail flow rules can stop an out-of-office reply."),
            &[&sources::OOF_REPLIES],
        )
        .checked_by(&[
            "tests/it/mail_flow_rules.rs::message_types",
        ]),
    ],
};

/// `allowed-oof-type-decides`.
pub static ALLOWED_OOF_TYPE_DECIDES: Fact = documented(
    "allowed-oof-type-decides",
    en("AllowedOOFType says which out-of-office replies go out: External the external one, ExternalLegacy the external and the legacy one, InternalLegacy the internal and the legacy one, None none."),
    &[&sources::SET_REMOTE_DOMAIN],
)
.checked_by(&[
    "tests/it/rules.rs::the_oof_table_for_every_audience",
    "page settings/allowed-oof-type: it applies",
    "page settings/allowed-oof-type: it does not apply",
    "page settings/allowed-oof-type: it applies on the legacy reply",
    "page settings/allowed-oof-type: it does not apply on the legacy reply under ExternalLegacy",
    "page settings/allowed-oof-type: it does not apply on the internal reply under InternalLegacy",
    "page settings/allowed-oof-type: it applies on the external reply under InternalLegacy",
    "page settings/allowed-oof-type: it applies on the external reply",
]);

/// `mailbox-answers-nobody-outside`.
pub static MAILBOX_ANSWERS_NOBODY_OUTSIDE: Fact = inferred(
    "mailbox-answers-nobody-outside",
    en("A mailbox with ExternalAudience None: its external OOF is SuppressExternal, its legacy OOF LegacyToExt under ExternalLegacy too, and InternalLegacy is unaffected."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/rules.rs::the_oof_table_for_every_audience",
    "page settings/allowed-oof-type: it applies because the mailbox answers nobody outside",
]);

/// `contacts-only`.
pub static CONTACTS_ONLY: Fact = documented(
    "contacts-only",
    en("ExternalAudience Known: the external OOF is made only for people in the mailbox's contacts."),
    &[&sources::OOF_REPLIES],
)
.checked_by(&[
    "page reactions/out-of-office: it is made for somebody in the contacts",
    "page reactions/out-of-office: it is not made for somebody who is not in the contacts",
    "page reactions/out-of-office: it cannot be told who is in the contacts",
]);

/// `auto-reply-and-out-of-office`.
pub static AUTO_REPLY_AND_OUT_OF_OFFICE: Fact = disputed(
    "auto-reply-and-out-of-office",
    en("AutoReplyEnabled false also stops out-of-office replies in OOF troubleshooting, and only replies by rule in the reference, which is followed; the caveat is shown."),
    &[&sources::OOF_REPLIES, &sources::REFERENCE],
)
.checked_by(&[
    "page settings/auto-reply-enabled: it does not apply on an out-of-office reply",
]);

/// `internal-only`.
pub static INTERNAL_ONLY: Fact = documented(
    "internal-only",
    en("ExternalOofOptions InternalOnly on the mailbox: no out-of-office reply is made for a sender outside."),
    &[&sources::SET_MAILBOX],
)
.checked_by(&[
    "page reactions/out-of-office: it is not made where replies are for inside only",
    "page settings/allowed-oof-type: it applies because the mailbox answers only inside",
]);

/// `external-audience-none-is-not-made`.
pub static EXTERNAL_AUDIENCE_NONE_IS_NOT_MADE: Fact = inferred(
    "external-audience-none-is-not-made",
    en("Where ExternalAudience is None the external reply is most likely not made at all: no public trace shows a drop for it."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "page reactions/out-of-office: it is not made for anybody outside",
]);

/// `empty-external-message`.
pub static EMPTY_EXTERNAL_MESSAGE: Fact = seen(
    "empty-external-message",
    en("An empty ExternalMessage sends nothing to people outside."),
    &[&sources::POSTS],
)
.checked_by(&["page reactions/out-of-office: it is not made without a text for people outside"]);

/// `journaling-mailbox-does-not-answer`.
pub static JOURNALING_MAILBOX_DOES_NOT_ANSWER: Fact = documented(
    "journaling-mailbox-does-not-answer",
    en("The mailbox of JournalingReportNdrTo makes no out-of-office reply and no reply by rule."),
    &[&sources::OOF_REPLIES],
)
.checked_by(&[
    "page reactions/out-of-office: it is not made by the mailbox for reports on journal reports",
    "page reactions/auto-reply-by-rule: it is not made by the mailbox for reports on journal reports",
]);
