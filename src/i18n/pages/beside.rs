//! Holds the translations of the pages that no verdict leads to, and the web page does not have.

use super::Translated;

pub(super) static JAPANESE: &[Translated] = &[
    (
        "lint/bad-suppression",
        include_str!("ja/lint/bad-suppression.md"),
    ),
    (
        "lint/charset-cannot-carry",
        include_str!("ja/lint/charset-cannot-carry.md"),
    ),
    (
        "lint/charsets-differ",
        include_str!("ja/lint/charsets-differ.md"),
    ),
    (
        "lint/default-drops-ndr",
        include_str!("ja/lint/default-drops-ndr.md"),
    ),
    (
        "lint/default-forwards",
        include_str!("ja/lint/default-forwards.md"),
    ),
    (
        "lint/duplicate-priority",
        include_str!("ja/lint/duplicate-priority.md"),
    ),
    (
        "lint/forwarding-mode-automatic",
        include_str!("ja/lint/forwarding-mode-automatic.md"),
    ),
    (
        "lint/forwards-dropped",
        include_str!("ja/lint/forwards-dropped.md"),
    ),
    (
        "lint/forwards-rejected",
        include_str!("ja/lint/forwards-rejected.md"),
    ),
    (
        "lint/impossible-coupling",
        include_str!("ja/lint/impossible-coupling.md"),
    ),
    (
        "lint/internal-oof-to-everyone",
        include_str!("ja/lint/internal-oof-to-everyone.md"),
    ),
    (
        "lint/internal-oof-to-public-mail",
        include_str!("ja/lint/internal-oof-to-public-mail.md"),
    ),
    (
        "lint/never-matches",
        include_str!("ja/lint/never-matches.md"),
    ),
    (
        "lint/no-default-outbound-policy",
        include_str!("ja/lint/no-default-outbound-policy.md"),
    ),
    ("lint/no-default", include_str!("ja/lint/no-default.md")),
    (
        "lint/no-effect-online",
        include_str!("ja/lint/no-effect-online.md"),
    ),
    (
        "lint/outbound-forwards",
        include_str!("ja/lint/outbound-forwards.md"),
    ),
    (
        "lint/outbound-policy-never-reached",
        include_str!("ja/lint/outbound-policy-never-reached.md"),
    ),
    (
        "lint/outbound-policy-without-scope",
        include_str!("ja/lint/outbound-policy-without-scope.md"),
    ),
    (
        "lint/overruled-setting",
        include_str!("ja/lint/overruled-setting.md"),
    ),
    (
        "lint/partner-forwards",
        include_str!("ja/lint/partner-forwards.md"),
    ),
    (
        "lint/partner-reopens",
        include_str!("ja/lint/partner-reopens.md"),
    ),
    (
        "lint/policy-problem",
        include_str!("ja/lint/policy-problem.md"),
    ),
    (
        "lint/redundant-remote-domain",
        include_str!("ja/lint/redundant-remote-domain.md"),
    ),
    (
        "lint/restates-default",
        include_str!("ja/lint/restates-default.md"),
    ),
    (
        "lint/tnef-to-everyone",
        include_str!("ja/lint/tnef-to-everyone.md"),
    ),
    (
        "lint/unused-suppression",
        include_str!("ja/lint/unused-suppression.md"),
    ),
    ("lint/utf-7", include_str!("ja/lint/utf-7.md")),
    (
        "lint/wildcard-over-accepted-domain",
        include_str!("ja/lint/wildcard-over-accepted-domain.md"),
    ),
    (
        "reactions/auto-reply-by-rule",
        include_str!("ja/reactions/auto-reply-by-rule.md"),
    ),
    (
        "reactions/delivery-receipt",
        include_str!("ja/reactions/delivery-receipt.md"),
    ),
    (
        "reactions/forward-by-rule",
        include_str!("ja/reactions/forward-by-rule.md"),
    ),
    (
        "reactions/mailbox-forwarding",
        include_str!("ja/reactions/mailbox-forwarding.md"),
    ),
    (
        "reactions/meeting-forward-notification",
        include_str!("ja/reactions/meeting-forward-notification.md"),
    ),
    (
        "reactions/non-delivery-report",
        include_str!("ja/reactions/non-delivery-report.md"),
    ),
    (
        "reactions/non-read-receipt",
        include_str!("ja/reactions/non-read-receipt.md"),
    ),
    (
        "reactions/out-of-office",
        include_str!("ja/reactions/out-of-office.md"),
    ),
    (
        "reactions/read-receipt",
        include_str!("ja/reactions/read-receipt.md"),
    ),
    (
        "reactions/redirect-by-rule",
        include_str!("ja/reactions/redirect-by-rule.md"),
    ),
    ("submit/account", include_str!("ja/submit/account.md")),
    ("submit/client-tls", include_str!("ja/submit/client-tls.md")),
    (
        "submit/direct-send-allowed",
        include_str!("ja/submit/direct-send-allowed.md"),
    ),
    ("submit/endpoint", include_str!("ja/submit/endpoint.md")),
    (
        "submit/partner-source",
        include_str!("ja/submit/partner-source.md"),
    ),
    (
        "submit/partner-tls",
        include_str!("ja/submit/partner-tls.md"),
    ),
    ("submit/port", include_str!("ja/submit/port.md")),
    (
        "submit/relay-connector",
        include_str!("ja/submit/relay-connector.md"),
    ),
    (
        "submit/relay-sender",
        include_str!("ja/submit/relay-sender.md"),
    ),
    ("submit/send-as", include_str!("ja/submit/send-as.md")),
    ("submit/signed-in", include_str!("ja/submit/signed-in.md")),
    ("submit/smtp-auth", include_str!("ja/submit/smtp-auth.md")),
    ("ways/direct-send", include_str!("ja/ways/direct-send.md")),
    (
        "ways/smtp-client-submission",
        include_str!("ja/ways/smtp-client-submission.md"),
    ),
    ("ways/smtp-relay", include_str!("ja/ways/smtp-relay.md")),
    (
        "statuses/delivered",
        include_str!("ja/statuses/delivered.md"),
    ),
    ("statuses/failed", include_str!("ja/statuses/failed.md")),
    ("statuses/pending", include_str!("ja/statuses/pending.md")),
    ("statuses/expanded", include_str!("ja/statuses/expanded.md")),
    (
        "statuses/quarantined",
        include_str!("ja/statuses/quarantined.md"),
    ),
    ("statuses/resolved", include_str!("ja/statuses/resolved.md")),
    (
        "statuses/filtered-as-spam",
        include_str!("ja/statuses/filtered-as-spam.md"),
    ),
    (
        "statuses/getting-status",
        include_str!("ja/statuses/getting-status.md"),
    ),
    ("events/receive", include_str!("ja/events/receive.md")),
    ("events/submit", include_str!("ja/events/submit.md")),
    ("events/send", include_str!("ja/events/send.md")),
    ("events/deliver", include_str!("ja/events/deliver.md")),
    ("events/expand", include_str!("ja/events/expand.md")),
    ("events/transfer", include_str!("ja/events/transfer.md")),
    ("events/defer", include_str!("ja/events/defer.md")),
    ("events/fail", include_str!("ja/events/fail.md")),
    ("events/drop", include_str!("ja/events/drop.md")),
    ("events/resolve", include_str!("ja/events/resolve.md")),
    ("events/redirect", include_str!("ja/events/redirect.md")),
    ("events/agentinfo", include_str!("ja/events/agentinfo.md")),
];
