//! Holds what is taken to be true of mail flow rules.

use super::sources;
use super::{Fact, Subject, documented, inferred, seen};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("Mail flow rules"),
    facts: &[
        &RULE_DELETES,
        &RULE_CONDITIONS,
        &RULE_ACTIONS,
        &ONLY_ENFORCE_ACTS,
        &documented(
            "scope-of-a-sender",
            en(
                "FromScope InOrganization: an authenticated connection, and a sender of the organization or of an Authoritative or InternalRelay domain; NotInOrganization: a domain that is not accepted, or an ExternalRelay one.",
            ),
            &[&sources::NEW_TRANSPORT_RULE],
        )
        .checked_by(&[
            "tests/it/mail_flow_rules.rs::scopes",
        ]),
        &AUTO_FORWARD_TYPE_IS_INBOX_RULES,
        &seen(
            "redirect-has-its-first-author",
            en(
                "A redirect by an inbox rule is judged with its first author as the sender, not with the mailbox whose rule it is.",
            ),
            &[&sources::DOC_ISSUES],
        )
        .checked_by(&[
            "tests/it/mail_flow_rules.rs::persons_and_domains",
        ]),
        &RULES_SEE_ORDINARY_MAIL,
        &RULE_REJECTS,
        &RULES_RUN_AFTER_RESOLVING,
        &documented(
            "rules-find-forwards-by-the-loop-header",
            en(
                "A rule finds what inbox rules forward by any value of X-MS-Exchange-Inbox-Rules-Loop, which real out-of-office replies carry too.",
            ),
            &[&sources::AUTO_FORWARDED_REPORT, &sources::MESSAGES],
        )
        .checked_by(&[
            "tests/it/mail_flow_rules.rs::headers_that_exchange_writes_are_on_what_rules_and_automatic_replies_make",
            "tests/it/mail_flow_rules/program.rs::a_rule_on_the_loop_header_stops_forwards_whether_or_not_the_message_has_it",
        ]),
        &inferred(
            "scope-of-a-contact-with-two-addresses",
            en(
                "A mail contact is where its address is; where one of its addresses is inside and the one it stands for is not, no source says which counts.",
            ),
            &[&sources::MAIL_FLOW_RULES],
        )
        .checked_by(&[
            "tests/it/mail_flow_rules.rs::where_a_contact_with_an_address_inside_is_cannot_be_told",
        ]),
        &documented(
            "test-message-runs-rules",
            en(
                "Test-Message runs a message through the tenant's mail flow rules, acts for real and mails a report; it does not ask remote domains.",
            ),
            &[&sources::TEST_MESSAGE],
        )
        .checked_by(&[
            "page settings/mail-flow-rules: a condition that cannot be seen",
        ]),
    ],
};

/// `rule-conditions`.
pub static RULE_CONDITIONS: Fact = documented(
    "rule-conditions",
    en(
        "All conditions of a rule must hold, one value of a condition is enough, and any exception frees the message.",
    ),
    &[&sources::MAIL_FLOW_RULES],
)
.checked_by(&[
    "tests/it/mail_flow_rules.rs::every_condition_must_hold_and_one_value_is_enough_and_any_exception_frees",
    "tests/it/mail_flow_rules.rs::what_rules_do_equals_the_naive_model",
]);

/// `rule-actions`.
pub static RULE_ACTIONS: Fact = documented(
    "rule-actions",
    en(
        "All actions of a rule are done; rules come by priority, 0 first, and a delete or StopRuleProcessing ends them.",
    ),
    &[&sources::MAIL_FLOW_RULES],
)
.checked_by(&[
    "tests/it/mail_flow_rules.rs::the_order_of_priorities_and_what_ends_it",
    "tests/it/mail_flow_rules.rs::what_rules_do_equals_the_naive_model",
]);

/// `only-enforce-acts`.
pub static ONLY_ENFORCE_ACTS: Fact = documented(
    "only-enforce-acts",
    en("Only a rule that is enabled, in the mode Enforce and within its dates, acts."),
    &[&sources::NEW_TRANSPORT_RULE],
)
.checked_by(&[
    "tests/it/mail_flow_rules.rs::a_rule_with_dates_acts_between_them",
    "tests/it/mail_flow_rules.rs::a_rule_without_conditions_is_for_every_message",
]);

/// `auto-forward-type-is-inbox-rules`.
pub static AUTO_FORWARD_TYPE_IS_INBOX_RULES: Fact = documented(
    "auto-forward-type-is-inbox-rules",
    en(
        "The message type AutoForward matches what an inbox rule forwards, and not the forwarding of a mailbox.",
    ),
    &[
        &sources::NEW_TRANSPORT_RULE,
        &sources::MAIL_FLOW_RULES,
        &sources::WAYS_TO_BLOCK,
    ],
)
.checked_by(&[
    "tests/it/mail_flow_rules.rs::message_types",
    "page settings/mail-flow-rules: a rule rejects automatic forwards",
]);

/// `rules-see-ordinary-mail`.
pub static RULES_SEE_ORDINARY_MAIL: Fact = documented(
    "rules-see-ordinary-mail",
    en(
        "Rules apply to ordinary, signed and anonymous messages and to read reports; of an encrypted one only envelope and headers are seen.",
    ),
    &[&sources::MAIL_FLOW_RULES],
)
.checked_by(&[
    "tests/it/mail_flow_rules.rs::message_types",
]);

/// `rule-rejects`.
pub static RULE_REJECTS: Fact = seen(
    "rule-rejects",
    en(
        "A rule rejects with `550 5.7.1 TRANSPORT.RULES.RejectMessage` (the message was rejected by organization policy) or with the code that it says.",
    ),
    &[&sources::POSTS],
)
.checked_by(&[
    "page responses/550-5-7-1-transport-rules-reject-message: a rule rejects it",
]);

/// `rules-run-after-resolving`.
pub static RULES_RUN_AFTER_RESOLVING: Fact = inferred(
    "rules-run-after-resolving",
    en(
        "Mail flow rules run after the recipients are resolved, so a drop by the remote domain comes first.",
    ),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/facts/way.rs::mail_flow_rules_run_on_what_the_remote_domain_lets_pass_and_on_those_really_addressed",
]);

/// `rule-deletes`.
pub static RULE_DELETES: Fact = seen(
    "rule-deletes",
    en("A rule that deletes a message tells nobody, which is documented; the trace then shows 550 5.2.1 (Message deleted by the transport rules agent), which one public question shows."),
    &[&sources::MAIL_FLOW_RULES, &sources::POSTS],
)
.checked_by(&[
    "page responses/550-5-2-1-message-deleted: a rule deletes it",
]);
