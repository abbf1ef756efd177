//! Holds what is taken to be true of the responses of the resolver and the order of its checks.

use super::sources;
use super::{Fact, Subject, documented, inferred, seen};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("What the resolver logs"),
    facts: &[
        &seen(
            "reason-in-the-detail",
            en("The detail shows `Reason: [{LED=response};{MSG=};{FQDN=};{IP=};{LRT=}]`."),
            &[&sources::TRACES],
        )
        .checked_by(&[
            "page events/drop: the remote domain stops a forward",
            "tests/it/facts/resolver.rs::every_silent_drop_is_the_event_drop_of_routing_and_a_refusal_is_a_fail",
            "tests/it/explain.rs::a_response_is_found_by_all_that_a_trace_shows_of_it",
        ]),
        &seen(
            "silent-drop",
            en("Every 250 2.1.5 response but that of forwarding is a silent drop: the event Drop, source ROUTING, no report to anyone."),
            &[&sources::TRACES],
        )
        .checked_by(&[
            "tests/it/facts/resolver.rs::every_silent_drop_is_the_event_drop_of_routing_and_a_refusal_is_a_fail",
            "page events/drop: the remote domain stops a forward",
        ]),
        &EXTERNAL_OOF_IS_SUPPRESSED,
        &INTERNAL_OOF_TO_OUTSIDE_IS_DROPPED,
        &LEGACY_OOF_TO_OUTSIDE_IS_DROPPED,
        &EXTERNAL_OOF_TO_INSIDE_IS_DROPPED,
        &DELIVERY_REPORT_IS_DROPPED,
        &NDR_IS_DROPPED,
        &MFN_IS_DROPPED,
        &AUTO_REPLY_IS_DROPPED,
        &AUTO_FORWARD_IS_DROPPED,
        &EXTERNAL_FORWARDING_IS_REFUSED,
        &RECIPIENT_FORWARDED,
        &CHECKS_COME_IN_ORDER,
        &FORWARD_IS_A_FLAG,
        &RECEIPTS_ARE_NOT_GATED,
        &OTHER_NOTICES_ARE_NOT_GATED,
        &RECALLS_ARE_NOT_GATED,
        &ORDINARY_MAIL_IS_NOT_GATED,
        &NO_REMOTE_DOMAIN_BLOCKS_NOTHING,
    ],
};

/// `external-oof-is-suppressed`.
pub static EXTERNAL_OOF_IS_SUPPRESSED: Fact = inferred(
    "external-oof-is-suppressed",
    en("An external OOF is dropped with RESOLVER.OOF.SuppressExternal, source context BlockExternalOofToExternalUser, under None and InternalLegacy, and where the mailbox answers nobody outside; the response is documented, these conditions are not."),
    &[&sources::REFERENCE, &sources::RESOLVER],
)
.checked_by(&[
    "tests/it/rules.rs::the_oof_table_for_every_audience",
    "tests/it/rules.rs::every_response_is_spelled_as_the_trace_shows_it",
    "page responses/resolver-oof-suppress-external: the remote domain stops it",
    "page responses/resolver-oof-suppress-external: the mailbox stops it",
]);

/// `internal-oof-to-outside-is-dropped`.
pub static INTERNAL_OOF_TO_OUTSIDE_IS_DROPPED: Fact = documented(
    "internal-oof-to-outside-is-dropped",
    en("`250 2.1.5 RESOLVER.OOF.IntToExt; handled internal OOF addressed to external recipient`, source context BlockInternalOofToExternalUser: an internal OOF under None, External or ExternalLegacy."),
    &[&sources::OOF_REPLIES, &sources::TRACES],
)
.checked_by(&[
    "tests/it/rules.rs::the_oof_table_for_every_audience",
    "tests/it/rules.rs::every_response_is_spelled_as_the_trace_shows_it",
    "page responses/resolver-oof-int-to-ext: beside a delivered external reply",
]);

/// `legacy-oof-to-outside-is-dropped`.
pub static LEGACY_OOF_TO_OUTSIDE_IS_DROPPED: Fact = inferred(
    "legacy-oof-to-outside-is-dropped",
    en("A legacy OOF is dropped with RESOLVER.OOF.LegacyToExt, source context BlockLegacyOofToExternalUser, under None and External, and under ExternalLegacy where the mailbox answers nobody outside."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/rules.rs::the_oof_table_for_every_audience",
    "tests/it/rules.rs::every_response_is_spelled_as_the_trace_shows_it",
    "page responses/resolver-oof-legacy-to-ext: the remote domain stops it",
]);

/// `external-oof-to-inside-is-dropped`.
pub static EXTERNAL_OOF_TO_INSIDE_IS_DROPPED: Fact = documented(
    "external-oof-to-inside-is-dropped",
    en("`250 2.1.5 RESOLVER.OOF.ExtToInt; handled external OOF addressed to internal recipient`, source context BlockExternalOofToInternalUser: an external OOF of somebody inside to somebody inside."),
    &[&sources::REFERENCE],
)
.checked_by(&[
    "tests/it/rules.rs::an_external_oof_to_someone_inside_is_dropped_and_other_kinds_are_not",
    "tests/it/rules.rs::every_response_is_spelled_as_the_trace_shows_it",
    "page responses/resolver-oof-ext-to-int: to a colleague",
]);

/// `delivery-report-is-dropped`.
pub static DELIVERY_REPORT_IS_DROPPED: Fact = inferred(
    "delivery-report-is-dropped",
    en("A delivery report is dropped with RESOLVER.MSGTYPE.DR, source context BlockDRToExternalUser, while DeliveryReportEnabled is false."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/rules.rs::every_gate_drops_its_kind_with_its_response_and_no_other",
    "page responses/resolver-msgtype-dr: the remote domain stops it",
]);

/// `ndr-is-dropped`.
pub static NDR_IS_DROPPED: Fact = inferred(
    "ndr-is-dropped",
    en("A non-delivery report is dropped with RESOLVER.MSGTYPE.NDR, source context BlockNDRToExternalUser, while NDREnabled is false."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/rules.rs::every_gate_drops_its_kind_with_its_response_and_no_other",
    "page responses/resolver-msgtype-ndr-ndr: the remote domain stops it",
]);

/// `mfn-is-dropped`.
pub static MFN_IS_DROPPED: Fact = documented(
    "mfn-is-dropped",
    en("`250 2.1.5 RESOLVER.MSGTYPE.NDR; handled MFN addressed to external recipient`, source context BlockMFNToExternalUser: a meeting forward notification while its setting is false. The code really says NDR."),
    &[&sources::REFERENCE],
)
.checked_by(&[
    "tests/it/rules.rs::every_gate_drops_its_kind_with_its_response_and_no_other",
    "page responses/resolver-msgtype-ndr-mfn: the default stops it",
    "tests/it/facts/traces.rs::the_two_senses_of_a_row_are_told_by_the_response_alone",
]);

/// `auto-reply-is-dropped`.
pub static AUTO_REPLY_IS_DROPPED: Fact = documented(
    "auto-reply-is-dropped",
    en("`250 2.1.5 RESOLVER.MSGTYPE.AR; handled AutoReply addressed to external recipient`, source context BlockARToExternalUser: a reply by a rule while AutoReplyEnabled is false."),
    &[&sources::REFERENCE],
)
.checked_by(&[
    "tests/it/rules.rs::every_gate_drops_its_kind_with_its_response_and_no_other",
    "page responses/resolver-msgtype-ar: the remote domain stops it",
]);

/// `auto-forward-is-dropped`.
pub static AUTO_FORWARD_IS_DROPPED: Fact = documented(
    "auto-forward-is-dropped",
    en("`250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient`, source context BlockAFToExternalUser: an automatic forward while AutoForwardEnabled is false."),
    &[&sources::REFERENCE, &sources::TRACES],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next",
    "page responses/resolver-msgtype-af: the remote domain stops it",
]);

/// `external-forwarding-is-refused`.
pub static EXTERNAL_FORWARDING_IS_REFUSED: Fact = documented(
    "external-forwarding-is-refused",
    en("`550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)`: the remote domain allows the forward, AutoForwardingMode is Off or Automatic; the event is Fail and the sender gets an NDR."),
    &[&sources::EXTERNAL_FORWARDING],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::forwarding_meets_the_remote_domain_first_and_the_outbound_policy_next",
    "tests/it/facts/resolver.rs::every_silent_drop_is_the_event_drop_of_routing_and_a_refusal_is_a_fail",
    "page responses/550-5-7-520: the outbound spam policy forbids it",
]);

/// `recipient-forwarded`.
pub static RECIPIENT_FORWARDED: Fact = seen(
    "recipient-forwarded",
    en("`250 2.1.5 RESOLVER.FWD.Forwarded; recipient forwarded` informs that mailbox forwarding moved the recipient: its own row ends in a Drop and its summary status is Failed, though nothing failed."),
    &[&sources::TRACES, &sources::RUNBOOK],
)
.checked_by(&[
    "tests/it/rules/forwarding.rs::forwarding_smtp_address_meets_the_remote_domain_and_forwarding_address_does_not",
    "page responses/resolver-fwd-forwarded: to an address outside",
    "page events/redirect: an admin forwards the mailbox",
]);

/// `checks-come-in-order`.
pub static CHECKS_COME_IN_ORDER: Fact = inferred(
    "checks-come-in-order",
    en("The checks come in order and the first hit wins: OOF for OOF kinds; else DR, NDR, MFN, AutoReply, and AutoForward last."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/facts/resolver.rs::the_kind_is_asked_about_before_the_forwarding",
]);

/// `forward-is-a-flag`.
pub static FORWARD_IS_A_FLAG: Fact = inferred(
    "forward-is-a-flag",
    en("Being auto-forwarded is a flag beside the kind: an allowed NDR that is forwarded still meets the AutoForward check."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "page settings/auto-forward-enabled: it applies on an allowed NDR that is forwarded",
    "tests/it/facts/resolver.rs::the_kind_is_asked_about_before_the_forwarding",
]);

/// `receipts-are-not-gated`.
pub static RECEIPTS_ARE_NOT_GATED: Fact = inferred(
    "receipts-are-not-gated",
    en("No setting gates read and non-read receipts."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/facts/resolver.rs::what_no_setting_gates_leaves_with_every_gate_shut",
    "page kinds/read-receipt: it leaves",
    "page kinds/non-read-receipt: it leaves",
]);

/// `other-notices-are-not-gated`.
pub static OTHER_NOTICES_ARE_NOT_GATED: Fact = inferred(
    "other-notices-are-not-gated",
    en("No setting gates delayed, relayed and expanded notices."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/facts/resolver.rs::what_no_setting_gates_leaves_with_every_gate_shut",
    "page kinds/dsn-delayed: it leaves",
    "page kinds/dsn-relayed: it leaves",
    "page kinds/dsn-expanded: it leaves",
]);

/// `recalls-are-not-gated`.
pub static RECALLS_ARE_NOT_GATED: Fact = inferred(
    "recalls-are-not-gated",
    en("No setting gates recalls and their reports."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/facts/resolver.rs::what_no_setting_gates_leaves_with_every_gate_shut",
    "page kinds/recall: it leaves",
    "page kinds/recall-report: it leaves",
    "page kinds/ordinary: it leaves",
]);

/// `ordinary-mail-is-not-gated`.
pub static ORDINARY_MAIL_IS_NOT_GATED: Fact = documented(
    "ordinary-mail-is-not-gated",
    en("The settings of a remote domain that stop messages are those of automatic replies, automatic forwards and reports: ordinary mail, with meeting requests and responses, is stopped by none."),
    &[&sources::SET_REMOTE_DOMAIN, &sources::REMOTE_DOMAINS],
)
.checked_by(&[
    "tests/it/facts/resolver.rs::what_no_setting_gates_leaves_with_every_gate_shut",
    "page kinds/recall: it leaves",
    "page kinds/recall-report: it leaves",
    "page kinds/ordinary: it leaves",
]);

/// `no-remote-domain-blocks-nothing`.
pub static NO_REMOTE_DOMAIN_BLOCKS_NOTHING: Fact = inferred(
    "no-remote-domain-blocks-nothing",
    en("Where no remote domain applies at all, nothing is blocked by it, and OOFs are treated as under External."),
    &[&sources::RESOLVER],
)
.checked_by(&[
    "tests/it/facts/resolver.rs::without_any_remote_domain_only_out_of_office_replies_are_held_back",
    "page lint/no-default: it applies",
]);
