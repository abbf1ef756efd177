//! Gives every simulated parameter of a remote domain by its name, in the order of the cmdlet.

use super::RemoteDomain;
use crate::policy::{CmdletEnum, Literal, Sourced};

/// A simulated parameter of Set-RemoteDomain.
#[derive(Debug)]
pub struct Parameter {
    /// The cmdlet's spelling.
    pub name: &'static str,
    /// Its value in a remote domain, and the line that gives it.
    pub of: fn(&RemoteDomain) -> Sourced<Literal>,
}

fn literal<T>(set: &Sourced<T>, of: impl Fn(&T) -> Literal) -> Sourced<Literal> {
    Sourced {
        value: of(&set.value),
        line: set.line,
    }
}

fn truth(set: &Sourced<bool>) -> Sourced<Literal> {
    literal(set, |b| Literal::Bool(*b))
}

fn word<T: CmdletEnum + Copy>(set: &Sourced<T>) -> Sourced<Literal> {
    literal(set, |w| Literal::Word(w.word()))
}

fn text(set: &Sourced<String>) -> Sourced<Literal> {
    literal(set, |t| match t.as_str() {
        "" => Literal::Null,
        text => Literal::Text(text.to_owned()),
    })
}

fn number<T: Copy + Into<i64>>(set: &Sourced<Option<T>>, none: Literal) -> Sourced<Literal> {
    literal(set, |n| {
        n.map_or_else(|| none.clone(), |n| Literal::Number(n.into()))
    })
}

/// Every one of them.
pub static PARAMETERS: [Parameter; 17] = [
    Parameter {
        name: "AllowedOOFType",
        of: |d| word(&d.allowed_oof_type),
    },
    Parameter {
        name: "AutoForwardEnabled",
        of: |d| truth(&d.auto_forward_enabled),
    },
    Parameter {
        name: "AutoReplyEnabled",
        of: |d| truth(&d.auto_reply_enabled),
    },
    Parameter {
        name: "ByteEncoderTypeFor7BitCharsets",
        of: |d| word(&d.byte_encoder),
    },
    Parameter {
        name: "CharacterSet",
        of: |d| text(&d.character_set),
    },
    Parameter {
        name: "ContentType",
        of: |d| word(&d.content_type),
    },
    Parameter {
        name: "DeliveryReportEnabled",
        of: |d| truth(&d.delivery_report_enabled),
    },
    Parameter {
        name: "DisplaySenderName",
        of: |d| truth(&d.display_sender_name),
    },
    Parameter {
        name: "IsInternal",
        of: |d| truth(&d.is_internal),
    },
    Parameter {
        name: "LineWrapSize",
        of: |d| number(&d.line_wrap_size, Literal::Word("Unlimited")),
    },
    Parameter {
        name: "MeetingForwardNotificationEnabled",
        of: |d| truth(&d.meeting_forward_notification_enabled),
    },
    Parameter {
        name: "NDREnabled",
        of: |d| truth(&d.ndr_enabled),
    },
    Parameter {
        name: "NonMimeCharacterSet",
        of: |d| text(&d.non_mime_character_set),
    },
    Parameter {
        name: "PreferredInternetCodePageForShiftJis",
        of: |d| number(&d.shift_jis_code_page, Literal::Word("Undefined")),
    },
    Parameter {
        name: "RequiredCharsetCoverage",
        of: |d| number(&d.required_charset_coverage, Literal::Null),
    },
    Parameter {
        name: "TNEFEnabled",
        of: |d| literal(&d.tnef_enabled, |t| t.map_or(Literal::Null, Literal::Bool)),
    },
    Parameter {
        name: "UseSimpleDisplayName",
        of: |d| truth(&d.use_simple_display_name),
    },
];
