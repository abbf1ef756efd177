//! Holds what is taken to be true of forwarding.

use super::sources;
use super::{Fact, Subject, disputed, documented, inferred, seen};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("Who is auto-forwarding"),
    facts: &[
        &AUTO_FORWARD_ENABLED_STOPS_FORWARDS,
        &SMTP_FORWARDING_IS_A_USERS,
        &FORWARDING_ADDRESS_IS_NOT_GATED,
        &RULES_FORWARD_PAST_THE_REMOTE_DOMAIN,
        &AUTO_FORWARDING_MODE_STOPS_FORWARDS,
        &AUTOMATIC_MEANS_OFF,
        &THE_BLOCK_WINS,
        &FORWARDING_INSIDE_IS_NEVER_AFFECTED,
        &REMOTE_DOMAIN_IS_ASKED_FIRST,
        &OUTBOUND_POLICIES_HAVE_SCOPES,
        &FORWARDING_ADDRESS_TAKES_ANY_IDENTITY,
        &FORWARDING_ADDRESS_COMES_FIRST,
        &FORWARDING_WITHOUT_A_COPY,
        &FORWARDING_OVERRIDES_A_REDIRECT,
        &documented(
            "smtp-forwarding-makes-no-oof",
            en("With ForwardingSmtpAddress no out-of-office reply is made."),
            &[&sources::KB_2866165, &sources::OOF_REPLIES],
        )
        .checked_by(&[
            "page reactions/mailbox-forwarding: it is made and leaves",
            "page reactions/out-of-office: it is not made where SMTP forwarding is on",
        ]),
        &FORWARDING_WITHOUT_A_COPY_MAKES_NO_OOF,
        &seen(
            "refusal-goes-to-the-forwarder",
            en("The report of 5.7.520 goes to the mailbox that forwards, not to the author outside."),
            &[&sources::DOC_ISSUES],
        )
        .checked_by(&[
            "page reactions/mailbox-forwarding: it is made and rejected",
        ]),
        &documented(
            "more-than-ten-targets",
            en("A rule with more than ten targets sends the message to none of them; that the targets of all its actions count together is inferred."),
            &[&sources::KB_4021948],
        )
        .checked_by(&[
            "page reactions/forward-by-rule: it is not made by a rule with eleven targets",
        ]),
        &seen(
            "forwarding-mailbox-is-named",
            en("What a mailbox's own forwarding sends on carries X-MS-Exchange-ForwardingLoop with the mailbox and the tenant; which of ForwardingAddress and ForwardingSmtpAddress it was, it does not say."),
            &[&sources::LOOP_PREVENTION, &sources::MESSAGES],
        )
        .checked_by(&[
            "tests/it/forwarder.rs::the_header_of_a_mailboxs_own_forwarding_tells_who_forwarded",
        ]),
        &documented(
            "forwards-in-traces",
            en("A trace tells a forward by the source MAILBOXRULE and by a return path that the Sender Rewriting Scheme has rewritten: `mailbox+SRS=…` names the mailbox that forwarded, by whatever means; `bounces+SRS=…` stands where that is too long, and where a server on premises or an application relays mail of a domain that is not the tenant's."),
            &[&sources::MESSAGE_TRACKING, &sources::SRS],
        )
        .checked_by(&[
            "tests/it/trace/reconcile.rs::a_change_between_rows_is_told_by_their_dates",
            "tests/it/trace/evidence.rs::what_tells_a_forward_ranks_what_may_change",
            "tests/it/trace/evidence.rs::the_outbound_policy_of_the_mailbox_that_forwards_counts",
        ]),
    ],
};

/// `auto-forward-enabled-stops-forwards`.
pub static AUTO_FORWARD_ENABLED_STOPS_FORWARDS: Fact = documented(
    "auto-forward-enabled-stops-forwards",
    en("AutoForwardEnabled false stops the forward of an inbox rule, a redirect by rule, and the user's forwarding option in Outlook on the web."),
    &[&sources::REFERENCE, &sources::REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next",
    "tests/it/facts/resolver.rs::what_a_rule_made_is_told_from_a_redirect_and_both_are_forwards",
    "tests/it/rules/forwarding.rs::forwarding_smtp_address_meets_the_remote_domain_and_forwarding_address_does_not",
    "page reactions/forward-by-rule: it is made and dropped",
]);

/// `smtp-forwarding-is-a-users`.
pub static SMTP_FORWARDING_IS_A_USERS: Fact = documented(
    "smtp-forwarding-is-a-users",
    en(
        "ForwardingSmtpAddress is the forwarding option of Outlook on the web, and is treated as a rule's forward whoever set it: AutoForwardEnabled stops it.",
    ),
    &[&sources::INTERNAL_FORWARDING, &sources::WAYS_TO_BLOCK],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::forwarding_smtp_address_meets_the_remote_domain_and_forwarding_address_does_not",
]);

/// `forwarding-address-is-not-gated`.
pub static FORWARDING_ADDRESS_IS_NOT_GATED: Fact = documented(
    "forwarding-address-is-not-gated",
    en("ForwardingAddress, which admins alone set, is not stopped by the remote domain."),
    &[&sources::REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next",
    "tests/it/rules/forwarding.rs::forwarding_smtp_address_meets_the_remote_domain_and_forwarding_address_does_not",
    "page reactions/mailbox-forwarding: it is made and leaves",
]);

/// `rules-forward-past-the-remote-domain`.
pub static RULES_FORWARD_PAST_THE_REMOTE_DOMAIN: Fact = disputed(
    "rules-forward-past-the-remote-domain",
    en("What a mail flow rule forwards is not affected by the remote domain; a change proposed to the documentation in 2020 doubts that."),
    &[&sources::REMOTE_DOMAINS, &sources::DOC_ISSUES],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next",
    "tests/it/rules/forwarding.rs::forwarding_smtp_address_meets_the_remote_domain_and_forwarding_address_does_not",
    "page reactions/mailbox-forwarding: it is made and leaves",
]);

/// `auto-forwarding-mode-stops-forwards`.
pub static AUTO_FORWARDING_MODE_STOPS_FORWARDS: Fact = documented(
    "auto-forwarding-mode-stops-forwards",
    en("AutoForwardingMode stops inbox rules and mailbox forwarding alike."),
    &[&sources::EXTERNAL_FORWARDING],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next",
    "page reactions/mailbox-forwarding: it is made and rejected",
    "page reactions/forward-by-rule: it is made as an attachment, and rejected",
]);

/// `automatic-means-off`.
pub static AUTOMATIC_MEANS_OFF: Fact = disputed(
    "automatic-means-off",
    en("Automatic means Off; in an organization that forwarded under it before 2021 it can still mean On, by one of two Microsoft pages. Write On or Off."),
    &[&sources::OUTBOUND_CMDLET, &sources::EXTERNAL_FORWARDING],
)
.checked_by(&[
    "page settings/auto-forwarding-mode: it applies by default",
    "page lint/forwarding-mode-automatic: it applies",
]);

/// `the-block-wins`.
pub static THE_BLOCK_WINS: Fact = documented(
    "the-block-wins",
    en("The block wins: On with a shut remote domain is a silent drop; an open one with Off or Automatic is 5.7.520."),
    &[&sources::EXTERNAL_FORWARDING],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next",
    "page settings/auto-forwarding-mode: it applies",
]);

/// `forwarding-inside-is-never-affected`.
pub static FORWARDING_INSIDE_IS_NEVER_AFFECTED: Fact = documented(
    "forwarding-inside-is-never-affected",
    en("Forwarding inside the organization is never affected."),
    &[&sources::EXTERNAL_FORWARDING],
)
.checked_by(&[
    "page settings/auto-forwarding-mode: it does not apply inside the organization",
    "tests/it/rules/forwarding.rs::forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next",
]);

/// `remote-domain-is-asked-first`.
pub static REMOTE_DOMAIN_IS_ASKED_FIRST: Fact = inferred(
    "remote-domain-is-asked-first",
    en("The remote domain is asked first, so where both block there is the drop and no NDR."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "page responses/resolver-msgtype-af: both forbid it",
    "page settings/auto-forward-enabled: it applies before the outbound spam policy",
]);

/// `outbound-policies-have-scopes`.
pub static OUTBOUND_POLICIES_HAVE_SCOPES: Fact = documented(
    "outbound-policies-have-scopes",
    en("Outbound policies may be scoped (From, FromMemberOf, SenderDomainIs, exceptions); the lowest number among the enabled ones that match wins, else the default policy."),
    &[&sources::EXTERNAL_FORWARDING],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::outbound_policies_are_asked_by_priority_and_scope",
    "tests/it/rules/forwarding.rs::a_scope_names_senders_and_groups_by_any_identity_and_groups_have_members_in_groups",
    "tests/it/rules/forwarding.rs::where_the_policy_does_not_say_who_is_in_a_group_the_scope_cannot_be_told",
    "page settings/auto-forwarding-mode: it does not apply on a sender whom a policy names",
]);

/// `forwarding-address-comes-first`.
pub static FORWARDING_ADDRESS_COMES_FIRST: Fact = documented(
    "forwarding-address-comes-first",
    en(
        "Where ForwardingAddress and ForwardingSmtpAddress are both set, ForwardingSmtpAddress is ignored.",
    ),
    &[&sources::SET_MAILBOX],
)
.checked_by(&[
    "tests/it/resolve.rs::a_recipient_stands_for_these",
]);

/// `forwarding-without-a-copy`.
pub static FORWARDING_WITHOUT_A_COPY: Fact = documented(
    "forwarding-without-a-copy",
    en("DeliverToMailboxAndForward false: the mailbox that forwards keeps no copy."),
    &[&sources::SET_MAILBOX],
)
.checked_by(&[
    "tests/it/forwarder.rs::a_copy_that_is_kept_and_the_forward_have_a_verdict_each",
    "tests/it/resolve.rs::every_step_says_who_stands_for_whom_and_by_which_property",
]);

/// `forwarding-address-takes-any-identity`.
pub static FORWARDING_ADDRESS_TAKES_ANY_IDENTITY: Fact = documented(
    "forwarding-address-takes-any-identity",
    en(
        "ForwardingAddress takes any identity of a recipient in the organization (name, alias, DN, canonical DN, address, GUID), and Get-Mailbox prints a name.",
    ),
    &[&sources::SET_MAILBOX],
)
.checked_by(&[
    "tests/it/resolve.rs::a_recipient_stands_for_these",
]);

/// `forwarding-without-a-copy-makes-no-oof`.
pub static FORWARDING_WITHOUT_A_COPY_MAKES_NO_OOF: Fact = seen(
    "forwarding-without-a-copy-makes-no-oof",
    en("A mailbox that forwards without keeping a copy makes no out-of-office reply: one report."),
    &[&sources::POSTS],
)
.checked_by(&["tests/it/react/suppress.rs::a_mailbox_that_keeps_no_copy_sets_off_nothing_more"]);

/// `forwarding-overrides-a-redirect`.
pub static FORWARDING_OVERRIDES_A_REDIRECT: Fact = documented(
    "forwarding-overrides-a-redirect",
    en("The forwarding of a mailbox overrides the redirect of the user's rule."),
    &[&sources::KB_3069075],
)
.checked_by(&[
    "tests/it/react/suppress.rs::what_is_not_made_is_shown_with_what_suppresses_it",
    "tests/it/react/suppress.rs::a_mailbox_that_keeps_no_copy_sets_off_nothing_more",
]);
