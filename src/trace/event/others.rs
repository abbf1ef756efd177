//! Lists the events that rdsim does not predict and that have no page of their own.

use super::{Event, unpaged};
use crate::i18n::en;

/// They are those of Microsoft's page on message tracking, and of the detail of the message trace.
pub static OTHERS: &[Event] = &[
    unpaged("SEND", "Send", true, en("sent on to another server")),
    unpaged(
        "CLIENTSUBMISSION",
        "Client submission",
        false,
        en("handed over from the Outbox of a mailbox"),
    ),
    unpaged(
        "NOTIFYMAPI",
        "Notify MAPI",
        false,
        en("noticed in the Outbox of a mailbox"),
    ),
    unpaged(
        "NOTIFYSHADOW",
        "Notify shadow",
        false,
        en("noticed in the Outbox of a mailbox, and a second copy has to be kept"),
    ),
    unpaged(
        "SUBMITDEFER",
        "Submit defer",
        false,
        en("handing over put off, to be tried again"),
    ),
    unpaged(
        "SUBMITFAIL",
        "Submit fail",
        false,
        en("handing over by the mailbox of the sender failed"),
    ),
    unpaged(
        "HARECEIVE",
        "HA receive",
        false,
        en("a second copy taken in, in case the first server fails"),
    ),
    unpaged(
        "HAREDIRECT",
        "HA redirect",
        false,
        en("a second copy made, in case the server fails"),
    ),
    unpaged(
        "HAREDIRECTFAIL",
        "HA redirect fail",
        false,
        en("no second copy could be made; the source context says why"),
    ),
    unpaged(
        "HADISCARD",
        "HA discard",
        false,
        en("the second copy thrown away, as the first was sent on"),
    ),
    unpaged("PROCESS", "Process", false, en("processed without a fault")),
    unpaged(
        "PROCESSMEETINGMESSAGE",
        "Process meeting message",
        false,
        en("a meeting message was processed for the mailbox"),
    ),
    unpaged(
        "LOAD",
        "Load",
        false,
        en("taken up again when the server started"),
    ),
    unpaged(
        "RESUBMIT",
        "Resubmit",
        false,
        en("handed over once more from Safety Net"),
    ),
    unpaged(
        "RESUBMITDEFER",
        "Resubmit defer",
        false,
        en("handing over once more from Safety Net put off"),
    ),
    unpaged(
        "RESUBMITFAIL",
        "Resubmit fail",
        false,
        en("handing over once more from Safety Net failed"),
    ),
    unpaged(
        "SUPPRESSED",
        "Suppressed",
        false,
        en("the sending was suppressed"),
    ),
    unpaged("THROTTLE", "Throttle", false, en("slowed down")),
    unpaged(
        "DUPLICATEDELIVER",
        "Duplicate deliver",
        false,
        en("already delivered to the recipient, for example by another group: not delivered twice"),
    ),
    unpaged(
        "DUPLICATEEXPAND",
        "Duplicate expand",
        false,
        en("the group has a recipient who was met before"),
    ),
    unpaged(
        "DUPLICATEREDIRECT",
        "Duplicate redirect",
        false,
        en("the one to whom the message is redirected has it already"),
    ),
    unpaged("DSN", "DSN", false, en("a delivery report was made")),
    unpaged(
        "BADMAIL",
        "Bad mail",
        true,
        en("a file in the Pickup or Replay folder that can neither be delivered nor sent back"),
    ),
    unpaged(
        "DELIVERFAIL",
        "Deliver fail",
        false,
        en("an agent chose a folder that the mailbox does not have"),
    ),
    unpaged(
        "POISONMESSAGE",
        "Poison message",
        false,
        en("put into the poison queue, or taken out of it"),
    ),
    unpaged(
        "INITMESSAGECREATED",
        "Initiation message",
        false,
        en("sent to the arbitration mailbox, because the recipient is moderated"),
    ),
    unpaged(
        "MODERATORAPPROVE",
        "Moderator approve",
        false,
        en("a moderator approved the message"),
    ),
    unpaged(
        "MODERATORREJECT",
        "Moderator reject",
        true,
        en("a moderator rejected the message"),
    ),
    unpaged(
        "MODERATIONEXPIRE",
        "Moderation expire",
        true,
        en("no moderator decided in time"),
    ),
    unpaged(
        "MODERATORSALLNDR",
        "Moderators all NDR",
        true,
        en("no moderator could be reached"),
    ),
    unpaged(
        "DLP RULE",
        "DLP rule",
        false,
        en("a rule against data loss matched"),
    ),
    unpaged(
        "SENSITIVITY LABEL",
        "Sensitivity label",
        false,
        en("a sensitivity label was applied or found"),
    ),
    unpaged(
        "TRANSPORT RULE",
        "Transport rule",
        false,
        en("a mail flow rule matched"),
    ),
    unpaged(
        "MALWARE",
        "Malware",
        false,
        en("malware was found in the message"),
    ),
    unpaged(
        "SPAM",
        "Spam",
        false,
        en("the spam filter judged the message"),
    ),
];
