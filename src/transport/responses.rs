//! Lists every response of the resolver: the one place where a code is spelled.
//!
//! A response of class `250` is a silent drop (event Drop, source ROUTING, no report to
//! anyone). Sources: it-bibouroku, Microsoft 365 reference, 2020-02-11 (SuppressExternal, MFN, AR,
//! AF); Microsoft, "Understand and troubleshoot OOF replies", 2024-01-24 (IntToExt, ExtToInt);
//! Microsoft, "Control automatic external email forwarding", 2024-06-10 (5.7.520). The others
//! are inferred from the pattern of those.

use super::facts::{Facts, responses as facts};

/// What the trace logs after `LED=`.
#[derive(Debug, PartialEq, Eq)]
pub struct Response {
    /// Code, for example `250 2.1.5 RESOLVER.MSGTYPE.AF`.
    pub code: &'static str,
    /// Text after the code.
    pub text: &'static str,
    /// What stands between code and text: `; ` or a blank.
    glue: &'static str,
    /// Its page, Markdown with executed examples.
    pub page: &'static str,
    /// The tracking log's source-context, where the resolver writes one.
    pub source_context: Option<&'static str>,
    /// What it rests on: its words, and when it comes.
    pub facts: Facts,
}

impl Response {
    /// The full line, as the trace shows it after `LED=`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}{}{}", self.code, self.glue, self.text)
    }

    /// The setting to look at when a trace shows this response; `None` where no setting decides.
    #[must_use]
    pub fn setting(&self) -> Option<&'static str> {
        match self.source_context {
            Some(
                "BlockExternalOofToExternalUser"
                | "BlockInternalOofToExternalUser"
                | "BlockLegacyOofToExternalUser",
            ) => Some("AllowedOOFType"),
            Some("BlockDRToExternalUser") => Some("DeliveryReportEnabled"),
            Some("BlockNDRToExternalUser") => Some("NDREnabled"),
            Some("BlockMFNToExternalUser") => Some("MeetingForwardNotificationEnabled"),
            Some("BlockARToExternalUser") => Some("AutoReplyEnabled"),
            Some("BlockAFToExternalUser") => Some("AutoForwardEnabled"),
            None if self.code.starts_with('5') => Some("AutoForwardingMode"),
            _ => None,
        }
    }
}

const fn silent(
    code: &'static str,
    text: &'static str,
    source_context: Option<&'static str>,
    page: &'static str,
    facts: Facts,
) -> Response {
    Response {
        code,
        text,
        page,
        glue: "; ",
        source_context,
        facts,
    }
}

/// An external out-of-office reply, and external ones may not go there.
pub static OOF_SUPPRESS_EXTERNAL: Response = silent(
    "250 2.1.5 RESOLVER.OOF.SuppressExternal",
    "external OOFs are suppressed",
    Some("BlockExternalOofToExternalUser"),
    include_str!("responses/oof_suppress_external.md"),
    &[&facts::EXTERNAL_OOF_IS_SUPPRESSED],
);

/// An internal out-of-office reply to an external recipient.
pub static OOF_INT_TO_EXT: Response = silent(
    "250 2.1.5 RESOLVER.OOF.IntToExt",
    "handled internal OOF addressed to external recipient",
    Some("BlockInternalOofToExternalUser"),
    include_str!("responses/oof_int_to_ext.md"),
    &[&facts::INTERNAL_OOF_TO_OUTSIDE_IS_DROPPED],
);

/// A legacy out-of-office reply to an external recipient.
pub static OOF_LEGACY_TO_EXT: Response = silent(
    "250 2.1.5 RESOLVER.OOF.LegacyToExt",
    "handled legacy OOF addressed to external recipient",
    Some("BlockLegacyOofToExternalUser"),
    include_str!("responses/oof_legacy_to_ext.md"),
    &[&facts::LEGACY_OOF_TO_OUTSIDE_IS_DROPPED],
);

/// An external out-of-office reply to an internal recipient.
pub static OOF_EXT_TO_INT: Response = silent(
    "250 2.1.5 RESOLVER.OOF.ExtToInt",
    "handled external OOF addressed to internal recipient",
    Some("BlockExternalOofToInternalUser"),
    include_str!("responses/oof_ext_to_int.md"),
    &[&facts::EXTERNAL_OOF_TO_INSIDE_IS_DROPPED],
);

/// A delivery report to an external recipient.
pub static DELIVERY_REPORT: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.DR",
    "handled DR addressed to external recipient",
    Some("BlockDRToExternalUser"),
    include_str!("responses/delivery_report.md"),
    &[&facts::DELIVERY_REPORT_IS_DROPPED],
);

/// A non-delivery report to an external recipient.
pub static NDR: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.NDR",
    "handled NDR addressed to external recipient",
    Some("BlockNDRToExternalUser"),
    include_str!("responses/ndr.md"),
    &[&facts::NDR_IS_DROPPED],
);

/// A meeting forward notification: the code really says NDR, Exchange's own quirk.
pub static MEETING_FORWARD: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.NDR",
    "handled MFN addressed to external recipient",
    Some("BlockMFNToExternalUser"),
    include_str!("responses/meeting_forward.md"),
    &[&facts::MFN_IS_DROPPED],
);

/// A rule-made reply to an external recipient.
pub static AUTO_REPLY: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.AR",
    "handled AutoReply addressed to external recipient",
    Some("BlockARToExternalUser"),
    include_str!("responses/auto_reply.md"),
    &[&facts::AUTO_REPLY_IS_DROPPED],
);

/// An automatic forward to an external recipient.
pub static AUTO_FORWARD: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.AF",
    "handled AutoForward addressed to external recipient",
    Some("BlockAFToExternalUser"),
    include_str!("responses/auto_forward.md"),
    &[&facts::AUTO_FORWARD_IS_DROPPED],
);

/// Information: an admin's mailbox forwarding moved the recipient.
pub static FORWARDED: Response = silent(
    "250 2.1.5 RESOLVER.FWD.Forwarded",
    "recipient forwarded",
    None,
    include_str!("responses/forwarded.md"),
    &[&facts::RECIPIENT_FORWARDED],
);

/// `550 5.7.520`: the outbound spam policy refuses automatic forwarding; the sender gets an NDR.
pub static EXTERNAL_FORWARDING_BLOCKED: Response = Response {
    code: "550 5.7.520",
    text: "Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)",
    page: include_str!("responses/external_forwarding_blocked.md"),
    glue: " ",
    source_context: None,
    facts: &[&facts::EXTERNAL_FORWARDING_IS_REFUSED],
};

/// All of them, in the order of the resolver's checks.
pub static ALL: &[&Response] = &[
    &OOF_SUPPRESS_EXTERNAL,
    &OOF_INT_TO_EXT,
    &OOF_LEGACY_TO_EXT,
    &OOF_EXT_TO_INT,
    &DELIVERY_REPORT,
    &NDR,
    &MEETING_FORWARD,
    &AUTO_REPLY,
    &AUTO_FORWARD,
    &FORWARDED,
    &EXTERNAL_FORWARDING_BLOCKED,
];
