//! Lists every response of the resolver: the one place where a code is spelled.
//!
//! A response of class `250` is a silent drop (event Drop, source ROUTING, no report to
//! anyone). Sources: it-bibouroku, Microsoft 365 reference, 2020-02-11 (SuppressExternal, MFN, AR,
//! AF); Microsoft, "Understand and troubleshoot OOF replies", 2024-01-24 (IntToExt, ExtToInt);
//! Microsoft, "Control automatic external email forwarding", 2024-06-10 (5.7.520). The others
//! are inferred from the pattern of those.

/// What the trace logs after `LED=`.
#[derive(Debug, PartialEq, Eq)]
pub struct Response {
    /// Code, for example `250 2.1.5 RESOLVER.MSGTYPE.AF`.
    pub code: &'static str,
    /// Text after the code.
    pub text: &'static str,
    /// What stands between code and text: `; ` or a blank.
    glue: &'static str,
    /// The tracking log's source-context, where the resolver writes one.
    pub source_context: Option<&'static str>,
}

impl Response {
    /// The full line, as the trace shows it after `LED=`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}{}{}", self.code, self.glue, self.text)
    }
}

macro_rules! responses {
    ($($name:ident $code:literal $text:literal $context:expr;)*) => {
        $(#[doc = concat!("`", $code, "`: ", $text)]
        pub static $name: Response = Response { code: $code, text: $text, glue: "; ", source_context: $context };)*
        /// All of them, in the order of the resolver's checks.
        pub static ALL: &[&Response] = &[$(&$name,)* &EXTERNAL_FORWARDING_BLOCKED];
    };
}

responses! {
    OOF_SUPPRESS_EXTERNAL "250 2.1.5 RESOLVER.OOF.SuppressExternal" "external OOFs are suppressed" Some("BlockExternalOofToExternalUser");
    OOF_INT_TO_EXT "250 2.1.5 RESOLVER.OOF.IntToExt" "handled internal OOF addressed to external recipient" Some("BlockInternalOofToExternalUser");
    OOF_LEGACY_TO_EXT "250 2.1.5 RESOLVER.OOF.LegacyToExt" "handled legacy OOF addressed to external recipient" Some("BlockLegacyOofToExternalUser");
    OOF_EXT_TO_INT "250 2.1.5 RESOLVER.OOF.ExtToInt" "handled external OOF addressed to internal recipient" Some("BlockExternalOofToInternalUser");
    DELIVERY_REPORT "250 2.1.5 RESOLVER.MSGTYPE.DR" "handled DR addressed to external recipient" Some("BlockDRToExternalUser");
    NDR "250 2.1.5 RESOLVER.MSGTYPE.NDR" "handled NDR addressed to external recipient" Some("BlockNDRToExternalUser");
    MEETING_FORWARD "250 2.1.5 RESOLVER.MSGTYPE.NDR" "handled MFN addressed to external recipient" Some("BlockMFNToExternalUser");
    AUTO_REPLY "250 2.1.5 RESOLVER.MSGTYPE.AR" "handled AutoReply addressed to external recipient" Some("BlockARToExternalUser");
    AUTO_FORWARD "250 2.1.5 RESOLVER.MSGTYPE.AF" "handled AutoForward addressed to external recipient" Some("BlockAFToExternalUser");
    FORWARDED "250 2.1.5 RESOLVER.FWD.Forwarded" "recipient forwarded" None;
}

/// `550 5.7.520`: the outbound spam policy refuses automatic forwarding; the sender gets an NDR.
pub static EXTERNAL_FORWARDING_BLOCKED: Response = Response {
    code: "550 5.7.520",
    text: "Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)",
    glue: " ",
    source_context: None,
};
