//! Lists every response of the resolver: the one place where a code is spelled.
//!
//! A response of class `250` is a silent drop (event Drop, source ROUTING, no report to
//! anyone). Sources: it-bibouroku, Microsoft 365 reference, 2020-02-11 (SuppressExternal, MFN, AR,
//! AF); Microsoft, "Understand and troubleshoot OOF replies", 2024-01-24 (IntToExt, ExtToInt);
//! Microsoft, "Control automatic external email forwarding", 2024-06-10 (5.7.520). The others
//! are inferred from the pattern of those.

pub mod catalogue;

use super::facts::{Facts, recipients, responses as facts, rules};
use std::sync::LazyLock;

/// What the trace logs after `LED=`.
#[derive(Debug)]
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

/// No two have the same code and the same text; the pages are long.
impl PartialEq for Response {
    fn eq(&self, other: &Self) -> bool {
        (self.code, self.text) == (other.code, other.text)
    }
}

impl Eq for Response {}

impl Response {
    /// The full line, as the trace shows it after `LED=`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}{}{}", self.code, self.glue, self.text)
    }

    /// Whether a text is the full line.
    #[must_use]
    pub fn is_line(&self, text: &str) -> bool {
        let behind = text.strip_prefix(self.code);
        behind.and_then(|rest| rest.strip_prefix(self.glue)) == Some(self.text)
    }

    /// Whether a mail flow rule gives it.
    #[must_use]
    pub fn is_of_rule(&self) -> bool {
        self.text == REJECTED_BY_RULE || *self == RULE_DELETED
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
            None if self.is_of_rule() => Some("TransportRules"),
            None if self.code == "550 5.7.520" => Some("AutoForwardingMode"),
            None if self.code.contains("SenderNotAuthenticated") => {
                Some("RequireSenderAuthenticationEnabled")
            }
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
    embedded!("responses/oof_suppress_external.md"),
    &[&facts::EXTERNAL_OOF_IS_SUPPRESSED],
);

/// An internal out-of-office reply to an external recipient.
pub static OOF_INT_TO_EXT: Response = silent(
    "250 2.1.5 RESOLVER.OOF.IntToExt",
    "handled internal OOF addressed to external recipient",
    Some("BlockInternalOofToExternalUser"),
    embedded!("responses/oof_int_to_ext.md"),
    &[&facts::INTERNAL_OOF_TO_OUTSIDE_IS_DROPPED],
);

/// A legacy out-of-office reply to an external recipient.
pub static OOF_LEGACY_TO_EXT: Response = silent(
    "250 2.1.5 RESOLVER.OOF.LegacyToExt",
    "handled legacy OOF addressed to external recipient",
    Some("BlockLegacyOofToExternalUser"),
    embedded!("responses/oof_legacy_to_ext.md"),
    &[&facts::LEGACY_OOF_TO_OUTSIDE_IS_DROPPED],
);

/// An external out-of-office reply to an internal recipient.
pub static OOF_EXT_TO_INT: Response = silent(
    "250 2.1.5 RESOLVER.OOF.ExtToInt",
    "handled external OOF addressed to internal recipient",
    Some("BlockExternalOofToInternalUser"),
    embedded!("responses/oof_ext_to_int.md"),
    &[&facts::EXTERNAL_OOF_TO_INSIDE_IS_DROPPED],
);

/// A delivery report to an external recipient.
pub static DELIVERY_REPORT: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.DR",
    "handled DR addressed to external recipient",
    Some("BlockDRToExternalUser"),
    embedded!("responses/delivery_report.md"),
    &[&facts::DELIVERY_REPORT_IS_DROPPED],
);

/// A non-delivery report to an external recipient.
pub static NDR: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.NDR",
    "handled NDR addressed to external recipient",
    Some("BlockNDRToExternalUser"),
    embedded!("responses/ndr.md"),
    &[&facts::NDR_IS_DROPPED],
);

/// A meeting forward notification: the code really says NDR, Exchange's own quirk.
pub static MEETING_FORWARD: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.NDR",
    "handled MFN addressed to external recipient",
    Some("BlockMFNToExternalUser"),
    embedded!("responses/meeting_forward.md"),
    &[&facts::MFN_IS_DROPPED],
);

/// A rule-made reply to an external recipient.
pub static AUTO_REPLY: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.AR",
    "handled AutoReply addressed to external recipient",
    Some("BlockARToExternalUser"),
    embedded!("responses/auto_reply.md"),
    &[&facts::AUTO_REPLY_IS_DROPPED],
);

/// An automatic forward to an external recipient.
pub static AUTO_FORWARD: Response = silent(
    "250 2.1.5 RESOLVER.MSGTYPE.AF",
    "handled AutoForward addressed to external recipient",
    Some("BlockAFToExternalUser"),
    embedded!("responses/auto_forward.md"),
    &[&facts::AUTO_FORWARD_IS_DROPPED],
);

/// Information: an admin's mailbox forwarding moved the recipient.
pub static FORWARDED: Response = silent(
    "250 2.1.5 RESOLVER.FWD.Forwarded",
    "recipient forwarded",
    None,
    embedded!("responses/forwarded.md"),
    &[&facts::RECIPIENT_FORWARDED],
);

/// Information: a group was expanded to its members, and its own copy ends.
pub static GROUP_EXPANDED: Response = silent(
    "250 2.1.5 RESOLVER.GRP.Expanded",
    "distribution list expanded",
    None,
    embedded!("responses/group_expanded.md"),
    &[&recipients::GROUP_IS_EXPANDED],
);

/// `550 5.1.10`: a sender inside wrote to an address that nobody has.
pub static RECIPIENT_NOT_FOUND: Response = Response {
    code: "550 5.1.10 RESOLVER.ADR.RecipientNotFound",
    text: "Recipient not found by SMTP address lookup",
    page: embedded!("responses/recipient_not_found.md"),
    glue: "; ",
    source_context: None,
    facts: &[&recipients::RECIPIENT_IS_NOT_FOUND],
};

/// `550 5.4.1`: a sender outside wrote to an address that nobody has.
pub static RECIPIENT_DENIED: Response = Response {
    code: "550 5.4.1",
    text: "Recipient address rejected: Access denied",
    page: embedded!("responses/recipient_denied.md"),
    glue: " ",
    source_context: None,
    facts: &[&recipients::EDGE_BLOCKING],
};

/// `550 5.7.133`: a sender outside wrote to a group that takes authenticated senders only.
pub static GROUP_NOT_AUTHENTICATED: Response = Response {
    code: "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup",
    text: "authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group",
    page: embedded!("responses/group_not_authenticated.md"),
    glue: "; ",
    source_context: None,
    facts: &[&recipients::GROUP_REFUSES_OUTSIDE_SENDERS],
};

/// `550 5.7.134`: a sender outside wrote to a mailbox that takes authenticated senders only.
pub static MAILBOX_NOT_AUTHENTICATED: Response = Response {
    code: "550 5.7.134 RESOLVER.RST.SenderNotAuthenticatedForMailbox",
    text: "authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this mailbox",
    page: embedded!("responses/mailbox_not_authenticated.md"),
    glue: "; ",
    source_context: None,
    facts: &[&recipients::MAILBOX_REFUSES_OUTSIDE_SENDERS],
};

/// `550 5.7.520`: the outbound spam policy refuses automatic forwarding; the sender gets an NDR.
pub static EXTERNAL_FORWARDING_BLOCKED: Response = Response {
    code: "550 5.7.520",
    text: "Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)",
    page: embedded!("responses/external_forwarding_blocked.md"),
    glue: " ",
    source_context: None,
    facts: &[&facts::EXTERNAL_FORWARDING_IS_REFUSED],
};

/// `550 5.7.1`: a mail flow rule rejects the message; the sender gets an NDR.
pub static RULE_REJECTED: Response = Response {
    code: "550 5.7.1 TRANSPORT.RULES.RejectMessage",
    text: REJECTED_BY_RULE,
    page: embedded!("responses/rule_rejected.md"),
    glue: "; ",
    source_context: None,
    facts: &[&rules::RULE_REJECTS],
};

const REJECTED_BY_RULE: &str = "the message was rejected by organization policy";

/// The same with the other codes that a rule may give: 5.7.900 to 5.7.999.
static RULE_REJECTED_WITH: LazyLock<Vec<Response>> = LazyLock::new(|| {
    let codes = 900..=999;
    let with = codes.map(|last| Response {
        // Made once, and kept.
        code: format!("550 5.7.{last} TRANSPORT.RULES.RejectMessage").leak(),
        ..RULE_REJECTED
    });
    with.collect()
});

/// The responses of mail flow rules that reject with other codes than 5.7.1.
pub fn rule_rejections() -> impl Iterator<Item = &'static Response> {
    RULE_REJECTED_WITH.iter()
}

/// The response of a mail flow rule that rejects with an enhanced status code.
#[must_use]
pub fn rule_rejected(status_code: &str) -> &'static Response {
    let last = status_code.strip_prefix("5.7.9");
    let place = last.and_then(|last| last.parse::<usize>().ok());
    place
        .and_then(|place| RULE_REJECTED_WITH.get(place))
        .unwrap_or(&RULE_REJECTED)
}

/// A mail flow rule deletes the message, and nobody is told.
pub static RULE_DELETED: Response = Response {
    code: "550 5.2.1",
    text: "Message deleted by the transport rules agent",
    page: embedded!("responses/rule_deleted.md"),
    glue: " ",
    source_context: None,
    facts: &[&rules::RULE_DELETES],
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
    &GROUP_EXPANDED,
    &EXTERNAL_FORWARDING_BLOCKED,
    &RECIPIENT_NOT_FOUND,
    &RECIPIENT_DENIED,
    &GROUP_NOT_AUTHENTICATED,
    &MAILBOX_NOT_AUTHENTICATED,
    &RULE_REJECTED,
    &RULE_DELETED,
];
