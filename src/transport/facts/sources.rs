//! Lists who says what is taken to be true, each source once.

mod microsoft;

pub use microsoft::*;

/// A source of facts.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// Its short name.
    pub name: &'static str,
    /// Who wrote it, and its title.
    pub title: &'static str,
    /// Its date, or when it was read.
    pub date: &'static str,
    /// Where it stands, if that is public.
    pub address: Option<&'static str>,
}

const fn source(name: &'static str, title: &'static str, date: &'static str) -> Source {
    Source {
        name,
        title,
        date,
        address: None,
    }
}

const fn at(
    name: &'static str,
    title: &'static str,
    date: &'static str,
    address: &'static str,
) -> Source {
    Source {
        name,
        title,
        date,
        address: Some(address),
    }
}

/// it-bibouroku, Microsoft 365 reference articles (Japanese).
pub static REFERENCE: Source = source(
    "reference",
    "it-bibouroku, Microsoft 365 reference articles (Japanese)",
    "2020-02-11",
);

/// RFC 1468, Japanese character encoding for Internet messages.
pub static RFC_1468: Source = at(
    "RFC 1468",
    "RFC 1468, Japanese character encoding for Internet messages",
    "1993-06",
    "https://www.rfc-editor.org/rfc/rfc1468",
);

/// RFC 2047, MIME message header extensions.
pub static RFC_2047: Source = at(
    "RFC 2047",
    "RFC 2047, MIME message header extensions",
    "1996-11",
    "https://www.rfc-editor.org/rfc/rfc2047",
);

/// RFC 3461, SMTP delivery status notifications.
pub static RFC_3461: Source = at(
    "RFC 3461",
    "RFC 3461, SMTP delivery status notifications",
    "2003-01",
    "https://www.rfc-editor.org/rfc/rfc3461",
);

/// RFC 3834, Automatic responses to electronic mail.
pub static RFC_3834: Source = at(
    "RFC 3834",
    "RFC 3834, Automatic responses to electronic mail",
    "2004-08",
    "https://www.rfc-editor.org/rfc/rfc3834",
);

/// RFC 8098, Message disposition notification.
pub static RFC_8098: Source = at(
    "RFC 8098",
    "RFC 8098, Message disposition notification",
    "2017-02",
    "https://www.rfc-editor.org/rfc/rfc8098",
);

/// Exim's own tests, the bounces that it makes.
pub static EXIM: Source = at(
    "Exim",
    "Exim, test suite, bounces as they are made",
    "2026-11-29",
    "https://github.com/Exim/exim/blob/master/test/mail/0224.CALLER",
);

/// D. J. Bernstein, The qmail-send Bounce Message Format.
pub static QSBMF: Source = at(
    "QSBMF",
    "D. J. Bernstein, The qmail-send Bounce Message Format",
    "1997-02-01",
    "http://qmail.org/qmail-manual-html/misc/RFCQSBMF.html",
);

/// Bounces of many mail systems, kept by the authors of Sisimai.
pub static BOUNCES: Source = at(
    "bounces",
    "Sisimai, set of emails: bounces and automatic replies as they were received",
    "2025-12-10",
    "https://github.com/sisimai/set-of-emails",
);

/// RFC 5321, Simple Mail Transfer Protocol.
pub static RFC_5321: Source = at(
    "RFC 5321",
    "RFC 5321, Simple Mail Transfer Protocol",
    "2008-10",
    "https://www.rfc-editor.org/rfc/rfc5321",
);

/// Output of Get-RemoteDomain in a tenant.
pub static TENANT: Source = source(
    "a tenant",
    "Output of Get-RemoteDomain in a tenant",
    "2026-08-21",
);

/// Message traces that admins have shown in public.
pub static TRACES: Source = source(
    "public traces",
    "Message traces that admins have shown in public",
    "2026-11-28",
);

/// Public messages of 2013 to 2026.
pub static MESSAGES: Source = source(
    "public messages",
    "Public messages of 2013 to 2026",
    "2026-11-28",
);

/// Public questions and reports of admins.
pub static POSTS: Source = source(
    "public posts",
    "Public questions and reports of admins",
    "2026-11-28",
);

/// A public runbook on forwarded recipients in traces.
pub static RUNBOOK: Source = source(
    "a public runbook",
    "A public runbook on forwarded recipients in traces",
    "2026-11-28",
);

/// Public issues and proposed changes of Microsoft's documentation, 2020 and 2021.
pub static DOC_ISSUES: Source = source(
    "documentation issues",
    "Public issues and proposed changes of Microsoft's documentation, 2020 and 2021",
    "2021-01",
);

/// Prefixes in subjects of received replies and in lists of public programs; Vamsoft, Automatic Everything, 2006-10-05.
pub static SUBJECTS: Source = source(
    "subjects",
    "Prefixes in subjects of received replies and in lists of public programs; Vamsoft, Automatic Everything, 2006-10-05",
    "2026-11-28",
);

/// What transport is known or concluded to do, without a public document.
pub static RESOLVER: Source = source(
    "no document",
    "What transport is known or concluded to do, without a public document",
    "2026-11-28",
);

/// What rdsim promises of itself.
pub static OWN: Source = source("rdsim", "What rdsim promises of itself", "2026-11-28");

/// Every source.
pub static ALL: &[&Source] = &[
    &REFERENCE,
    &SET_REMOTE_DOMAIN,
    &NEW_REMOTE_DOMAIN,
    &REMOTE_DOMAINS,
    &MANAGE_REMOTE_DOMAINS,
    &CHARACTER_SETS,
    &OOF_REPLIES,
    &EXTERNAL_FORWARDING,
    &OUTBOUND_CMDLET,
    &INTERNAL_FORWARDING,
    &WAYS_TO_BLOCK,
    &LOOP_PREVENTION,
    &SET_MAILBOX,
    &SET_MAIL_CONTACT,
    &SET_DISTRIBUTION_GROUP,
    &KB_2866165,
    &KB_3069075,
    &KB_4021948,
    &NDR_LIST,
    &PLUS_ADDRESSING,
    &MAIL_FLOW_RULES,
    &NEW_TRANSPORT_RULE,
    &TEST_MESSAGE,
    &TNEF_CONVERSION,
    &MESSAGE_TRACE,
    &MESSAGE_TRACKING,
    &SRS,
    &DEVICES,
    &PRINTERS,
    &SET_ORGANIZATION_CONFIG,
    &NEW_INBOUND_CONNECTOR,
    &NEW_INBOX_RULE,
    &MS_OXCMAIL,
    &MS_OXOMSG,
    &MS_OXOCAL,
    &MS_OXTNEF,
    &MS_OXPROPS,
    &MS_OXRTFEX,
    &MS_OXBBODY,
    &MS_OXOSMIME,
    &MS_OXORULE,
    &AUTO_FORWARDED_REPORT,
    &RFC_1468,
    &RFC_2047,
    &RFC_3461,
    &RFC_3834,
    &RFC_8098,
    &EXIM,
    &QSBMF,
    &BOUNCES,
    &RFC_5321,
    &TENANT,
    &TRACES,
    &MESSAGES,
    &POSTS,
    &RUNBOOK,
    &DOC_ISSUES,
    &SUBJECTS,
    &RESOLVER,
    &OWN,
];
