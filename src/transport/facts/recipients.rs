//! Holds what is taken to be true of recipients: who is listed, groups, subaddresses.

use super::sources;
use super::{Fact, Subject, documented, inferred, seen};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("Who is really addressed"),
    facts: &[
        &GROUP_REACHES_ITS_MEMBERS,
        &AUTHENTICATED_SENDERS_ONLY,
        &MAILBOX_REFUSES_OUTSIDE_SENDERS,
        &NOT_LISTED_STAYS_INSIDE,
        &RECIPIENT_IS_NOT_FOUND,
        &EDGE_BLOCKING,
        &inferred(
            "unwritten-alias",
            en("An Alias that is not written is taken as the local part of the address."),
            &[&sources::RESOLVER],
        )
        .checked_by(&[
            "tests/it/policy.rs::an_identity_of_two_recipients_is_an_error",
        ]),
        &PLUS_ADDRESSING,
        &GROUP_IS_EXPANDED,
        &documented(
            "dynamic-members-are-unknown",
            en("Who is in a dynamic group a policy does not say, so what depends on it cannot be told."),
            &[&sources::OWN],
        )
        .checked_by(&[
            "tests/it/resolve.rs::a_recipient_stands_for_these",
        ]),
        &GROUP_REFUSES_OUTSIDE_SENDERS,
        &documented(
            "group-is-moderated",
            en("ModerationEnabled true: the message goes to a moderator first."),
            &[&sources::SET_DISTRIBUTION_GROUP],
        )
        .checked_by(&[
            "tests/it/facts/way.rs::a_moderated_recipient_is_told_and_a_group_says_who_gets_reports",
        ]),
        &documented(
            "group-suppresses-replies",
            en(
                "Members' out-of-office replies do not go to who wrote to the group, unless SendOofMessageToOriginatorEnabled is true; it is false by default.",
            ),
            &[&sources::SET_DISTRIBUTION_GROUP],
        )
        .checked_by(&[
            "tests/it/react/suppress.rs::a_reply_to_what_names_the_mailbox_nowhere_has_a_note",
        ]),
        &GROUP_REPORTS,
    ],
};

/// `not-listed-stays-inside`.
pub static NOT_LISTED_STAYS_INSIDE: Fact = inferred(
    "not-listed-stays-inside",
    en(
        "An address of an accepted domain that the policy does not list stays inside: a policy seldom lists every recipient.",
    ),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/resolve.rs::a_recipient_stands_for_these",
    "tests/it/resolve.rs::a_policy_may_say_that_it_lists_everybody_and_that_a_plus_is_no_tag",
]);

/// `recipient-is-not-found`.
pub static RECIPIENT_IS_NOT_FOUND: Fact = documented(
    "recipient-is-not-found",
    en(
        "An address that no recipient has is refused: `550 5.1.10` (RESOLVER.ADR.RecipientNotFound) to a sender inside.",
    ),
    &[&sources::NDR_LIST],
)
.checked_by(&[
    "page responses/resolver-adr-recipient-not-found: nobody has the address",
    "tests/it/resolve.rs::a_policy_may_say_that_it_lists_everybody_and_that_a_plus_is_no_tag",
]);

/// `edge-blocking`.
pub static EDGE_BLOCKING: Fact = documented(
    "edge-blocking",
    en(
        "For senders outside, directory-based edge blocking refuses an address that no recipient of an Authoritative domain has: `550 5.4.1` (Recipient address rejected: Access denied).",
    ),
    &[&sources::NDR_LIST],
)
.checked_by(&[
    "page responses/550-5-4-1: nobody has the address",
]);

/// `plus-addressing`.
pub static PLUS_ADDRESSING: Fact = documented(
    "plus-addressing",
    en(
        "An address with `+` and a tag is that of the recipient without the tag, unless the organization turned that off.",
    ),
    &[&sources::PLUS_ADDRESSING],
)
.checked_by(&[
    "tests/it/resolve.rs::a_recipient_stands_for_these",
    "tests/it/resolve.rs::a_policy_may_say_that_it_lists_everybody_and_that_a_plus_is_no_tag",
]);

/// `group-is-expanded`.
pub static GROUP_IS_EXPANDED: Fact = seen(
    "group-is-expanded",
    en(
        "The group's own copy of a message ends in a Drop, `250 2.1.5 RESOLVER.GRP.Expanded` (distribution list expanded), which is normal.",
    ),
    &[&sources::POSTS],
)
.checked_by(&[
    "page responses/resolver-grp-expanded: a member outside",
]);

/// `group-refuses-outside-senders`.
pub static GROUP_REFUSES_OUTSIDE_SENDERS: Fact = documented(
    "group-refuses-outside-senders",
    en("A group refuses senders outside with 5.7.133, RESOLVER.RST.SenderNotAuthenticatedForGroup; the code is documented, the text was seen in a report."),
    &[&sources::SET_DISTRIBUTION_GROUP],
)
.checked_by(&[
    "page responses/resolver-rst-sender-not-authenticated-for-group: from outside",
]);

/// `group-reaches-its-members`.
pub static GROUP_REACHES_ITS_MEMBERS: Fact = documented(
    "group-reaches-its-members",
    en("A message to a group goes to each of its members, in groups within it too."),
    &[&sources::SET_DISTRIBUTION_GROUP],
)
.checked_by(&[
    "page responses/resolver-grp-expanded: a member outside",
    "tests/it/resolve.rs::a_recipient_stands_for_these",
]);

/// `authenticated-senders-only`.
pub static AUTHENTICATED_SENDERS_ONLY: Fact = documented(
    "authenticated-senders-only",
    en("RequireSenderAuthenticationEnabled true: only who signs in may write to the recipient; it is the default of a distribution group."),
    &[&sources::SET_DISTRIBUTION_GROUP, &sources::SET_MAILBOX],
)
.checked_by(&[
    "page settings/require-sender-authentication-enabled: it applies to a group that does not say",
    "page settings/require-sender-authentication-enabled: it does not apply to a sender inside",
]);

/// `mailbox-refuses-outside-senders`.
pub static MAILBOX_REFUSES_OUTSIDE_SENDERS: Fact = inferred(
    "mailbox-refuses-outside-senders",
    en("A mailbox with RequireSenderAuthenticationEnabled refuses senders outside with 5.7.134; the text after RESOLVER.RST.SenderNotAuthenticatedForMailbox is that of groups."),
    &[&sources::NDR_LIST, &sources::POSTS],
)
.checked_by(&[
    "page responses/resolver-rst-sender-not-authenticated-for-mailbox: from outside",
]);

/// `group-reports`.
pub static GROUP_REPORTS: Fact = documented(
    "group-reports",
    en(
        "ReportToOriginatorEnabled (true by default) and ReportToManagerEnabled (false by default) say who gets non-delivery reports of a group.",
    ),
    &[&sources::SET_DISTRIBUTION_GROUP],
)
.checked_by(&[
    "tests/it/facts/way.rs::a_moderated_recipient_is_told_and_a_group_says_who_gets_reports",
]);
