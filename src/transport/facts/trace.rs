//! Holds what is taken to be true of message traces.

use super::sources;
use super::{Subject, documented, seen};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("The message trace"),
    facts: &[
        &documented(
            "status-delivered",
            en("The status Delivered means: delivered to the recipient, or handed to the next server."),
            &[&sources::REFERENCE, &sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "page statuses/delivered: it leaves",
            "tests/it/facts/traces.rs::the_statuses_and_events_are_those_of_the_documents",
        ]),
        &documented(
            "status-failed",
            en("The status Failed means: not delivered; that a silent drop shows it is inferred."),
            &[&sources::REFERENCE, &sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "page statuses/failed: refused, with a report",
            "page statuses/failed: dropped, without one",
        ]),
        &documented(
            "status-pending",
            en("The status Pending means: delivery is still being tried."),
            &[&sources::REFERENCE, &sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "page statuses/pending: in an export",
        ]),
        &documented(
            "status-expanded",
            en("The status Expanded means: sent to a group, whose members have rows of their own."),
            &[&sources::REFERENCE, &sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "page statuses/expanded: in an export",
        ]),
        &documented(
            "status-quarantined",
            en("The status Quarantined means: held in quarantine."),
            &[&sources::REFERENCE, &sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "page statuses/quarantined: in an export",
        ]),
        &documented(
            "status-resolved",
            en("The status Resolved means: sent to another address of the recipient."),
            &[&sources::REFERENCE, &sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "page statuses/resolved: a mail user",
        ]),
        &documented(
            "status-filtered-as-spam",
            en("The status FilteredAsSpam means: found to be spam."),
            &[&sources::REFERENCE, &sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "page statuses/filtered-as-spam: in an export",
        ]),
        &documented(
            "status-getting-status",
            en("The status GettingStatus is the newer console's: not known yet."),
            &[&sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "page statuses/getting-status: in an export",
        ]),
        &documented(
            "event-receive",
            en("The event RECEIVE begins a message's rows."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/receive: the first event",
        ]),
        &documented(
            "event-submit",
            en("The event SUBMIT is the sender's mailbox handing over."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/submit: in an export",
        ]),
        &documented(
            "event-sendexternal",
            en("The event SENDEXTERNAL is the last for a recipient outside."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/sendexternal: it leaves",
            "tests/it/trace/predict.rs::what_is_predicted_is_read_back_and_the_model_agrees_with_itself",
        ]),
        &documented(
            "event-deliver",
            en("The event DELIVER is the last for a mailbox."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/deliver: it stays inside",
        ]),
        &documented(
            "event-expand",
            en("The event EXPAND is that of a group."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/expand: in an export",
        ]),
        &documented(
            "event-transfer",
            en("The event TRANSFER splits a message."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/transfer: in an export",
        ]),
        &documented(
            "event-defer",
            en("The event DEFER puts delivery off."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/defer: in an export",
        ]),
        &documented(
            "event-fail",
            en("The event FAIL is a refusal with a report."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/fail: the outbound spam policy refuses it",
        ]),
        &seen(
            "event-drop",
            en("The event DROP is a discard without a report."),
            &[&sources::TRACES],
        )
        .checked_by(&[
            "page events/drop: the remote domain stops a forward",
        ]),
        &documented(
            "event-resolve",
            en("The event RESOLVE goes on to another address of the recipient."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/resolve: a mail user",
        ]),
        &documented(
            "event-redirect",
            en("The event REDIRECT goes on to another recipient; that mailbox forwarding is logged so is inferred."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/redirect: an admin forwards the mailbox",
        ]),
        &documented(
            "event-agentinfo",
            en("The event AGENTINFO holds remarks of agents."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "page events/agentinfo: in an export",
        ]),
        &documented(
            "summary-covers-10-days",
            en("The summary covers 10 days on screen; what is 11 to 90 days old comes as CSV."),
            &[&sources::REFERENCE, &sources::MESSAGE_TRACE],
        )
        .not_simulated("how far back a console looks is asked there; an export is read whatever its dates"),
        &documented(
            "get-message-trace-v2-covers-90-days",
            en("Get-MessageTraceV2 covers 90 days, 10 in one query."),
            &[&sources::MESSAGE_TRACE],
        )
        .not_simulated("the query is the admin's; its output is read whatever its dates"),
        &documented(
            "columns-of-the-extended-report",
            en("The Extended report has 27 columns, among them source_context, event_id and custom_data; their order is inferred."),
            &[&sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "tests/it/facts/traces.rs::the_extended_report_has_the_documented_columns",
            "tests/it/trace/predict.rs::predict_writes_every_column_and_each_possibility",
        ]),
        &documented(
            "columns-of-the-enhanced-summary",
            en("The Enhanced summary alone has origin_timestamp and delivery_priority."),
            &[&sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "tests/it/facts/traces.rs::the_columns_of_the_enhanced_summary_and_its_recipient_status_are_read",
        ]),
        &documented(
            "directionality",
            en("directionality is 1 for incoming and 2 for outgoing mail."),
            &[&sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "tests/it/facts/traces.rs::outgoing_mail_has_direction_2_and_incoming_1",
        ]),
        &documented(
            "columns-of-a-tracking-log",
            en("A tracking log has the same data, its columns named with hyphens in a `#Fields:` line."),
            &[&sources::MESSAGE_TRACKING],
        )
        .checked_by(&[
            "tests/it/facts/traces.rs::a_tracking_log_says_the_same_with_hyphens",
            "tests/it/trace.rs::the_other_forms_are_read",
        ]),
        &documented(
            "recipient-status",
            en("A recipient status reads `address##Receive, Send` and the like."),
            &[&sources::MESSAGE_TRACE],
        )
        .checked_by(&[
            "tests/it/facts/traces.rs::the_columns_of_the_enhanced_summary_and_its_recipient_status_are_read",
            "tests/it/facts/traces.rs::outgoing_mail_has_direction_2_and_incoming_1",
        ]),
        &documented(
            "no-row-at-all",
            en("No row at all means that incoming mail never reached Exchange Online, or that Outlook never handed it over; Outlook on the web practically always leaves a row."),
            &[&sources::REFERENCE],
        )
        .not_simulated("there is nothing to read in a row that is missing"),
        &documented(
            "ndr-first-then-the-trace",
            en("Look at the sender's NDR first, then at the trace: its range, then message id, sender and recipient; export as CSV."),
            &[&sources::REFERENCE],
        )
        .not_simulated("it is what the admin does before there is an export to read"),
    ],
};
