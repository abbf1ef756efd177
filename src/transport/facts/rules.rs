//! Holds what is taken to be true of mail flow rules.

use super::sources;
use super::{Fact, Subject, documented, inferred, seen};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("Mail flow rules"),
    facts: &[
        &RULE_CONDITIONS,
        &RULE_ACTIONS,
        &ONLY_ENFORCE_ACTS,
        &SCOPE_OF_A_SENDER,
        &AUTO_FORWARD_TYPE_IS_INBOX_RULES,
        &REDIRECT_HAS_ITS_FIRST_AUTHOR,
        &RULES_SEE_ORDINARY_MAIL,
        &RULE_REJECTS,
        &RULES_RUN_AFTER_RESOLVING,
        &documented(
            "test-message-runs-rules",
            en(
                "Test-Message runs a message through the tenant's mail flow rules, acts for real and mails a report; it does not ask remote domains.",
            ),
            &[&sources::TEST_MESSAGE],
        ),
    ],
};

/// `rule-conditions`.
pub static RULE_CONDITIONS: Fact = documented(
    "rule-conditions",
    en(
        "All conditions of a rule must hold, one value of a condition is enough, and any exception frees the message.",
    ),
    &[&sources::MAIL_FLOW_RULES],
);

/// `rule-actions`.
pub static RULE_ACTIONS: Fact = documented(
    "rule-actions",
    en(
        "All actions of a rule are done; rules come by priority, 0 first, and a delete or StopRuleProcessing ends them.",
    ),
    &[&sources::MAIL_FLOW_RULES],
);

/// `only-enforce-acts`.
pub static ONLY_ENFORCE_ACTS: Fact = documented(
    "only-enforce-acts",
    en("Only a rule that is enabled, in the mode Enforce and within its dates, acts."),
    &[&sources::NEW_TRANSPORT_RULE],
);

/// `scope-of-a-sender`.
pub static SCOPE_OF_A_SENDER: Fact = documented(
    "scope-of-a-sender",
    en(
        "FromScope InOrganization: an authenticated connection, and a sender of the organization or of an Authoritative or InternalRelay domain; NotInOrganization: a domain that is not accepted, or an ExternalRelay one.",
    ),
    &[&sources::NEW_TRANSPORT_RULE],
);

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
);

/// `redirect-has-its-first-author`.
pub static REDIRECT_HAS_ITS_FIRST_AUTHOR: Fact = seen(
    "redirect-has-its-first-author",
    en(
        "A redirect by an inbox rule is judged with its first author as the sender, not with the mailbox whose rule it is.",
    ),
    &[&sources::DOC_ISSUES],
);

/// `rules-see-ordinary-mail`.
pub static RULES_SEE_ORDINARY_MAIL: Fact = documented(
    "rules-see-ordinary-mail",
    en(
        "Rules apply to ordinary, signed and anonymous messages and to read reports; of an encrypted one only envelope and headers are seen.",
    ),
    &[&sources::MAIL_FLOW_RULES],
);

/// `rule-rejects`.
pub static RULE_REJECTS: Fact = seen(
    "rule-rejects",
    en(
        "A rule rejects with `550 5.7.1 TRANSPORT.RULES.RejectMessage` (the message was rejected by organization policy) or with the code that it says.",
    ),
    &[&sources::POSTS],
);

/// `rules-run-after-resolving`.
pub static RULES_RUN_AFTER_RESOLVING: Fact = inferred(
    "rules-run-after-resolving",
    en(
        "Mail flow rules run after the recipients are resolved, so a drop by the remote domain comes first.",
    ),
    &[&sources::RESOLVER],
);
