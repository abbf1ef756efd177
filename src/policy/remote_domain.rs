//! Reads the remote domains: what may leave to which domains, and in what form.

mod parameters;

use super::de::Other;
use super::document::Pos;
use super::domain::{self, Pattern};
use super::problems::Problems;
use super::sections::NOT_SIMULATED;
use super::written::Written;
use super::{Error, Literal, Policy, Sourced};
pub use parameters::{PARAMETERS, Parameter};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashMap;
use strum::{IntoStaticStr, VariantArray};

/// Which out-of-office replies may go to a remote domain.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum AllowedOofType {
    /// `None`
    None,
    /// `External`
    External,
    /// `ExternalLegacy`
    ExternalLegacy,
    /// `InternalLegacy`
    InternalLegacy,
}

/// The body that leaves when the message is not TNEF.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum ContentType {
    /// `MimeHtmlText`
    MimeHtmlText,
    /// `MimeText`
    MimeText,
    /// `MimeHtml`
    MimeHtml,
}

/// Transfer encoding of text that fits 7 bits.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum ByteEncoder {
    /// `Undefined`
    Undefined,
    /// `Use7Bit`
    Use7Bit,
    /// `UseQP`
    #[serde(rename = "UseQP")]
    #[strum(serialize = "UseQP")]
    UseQp,
    /// `UseBase64`
    UseBase64,
    /// `UseQPHtmlDetectTextPlain`
    #[serde(rename = "UseQPHtmlDetectTextPlain")]
    #[strum(serialize = "UseQPHtmlDetectTextPlain")]
    UseQpHtmlDetectTextPlain,
    /// `UseBase64HtmlDetectTextPlain`
    UseBase64HtmlDetectTextPlain,
    /// `UseQPHtml7BitTextPlain`
    #[serde(rename = "UseQPHtml7BitTextPlain")]
    #[strum(serialize = "UseQPHtml7BitTextPlain")]
    UseQpHtml7BitTextPlain,
    /// `UseBase64Html7BitTextPlain`
    UseBase64Html7BitTextPlain,
}

/// A character set of Set-RemoteDomain in lower case; empty leaves text unnamed.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct Charset(String);

/// 0 to 132 characters, or Unlimited.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct LineWrapSize(Option<u16>);

/// 50220, 50221, 50222, or Undefined.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct CodePage(Option<u16>);

/// 0 to 100, or nothing.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct Percent(Option<u8>);

/// What may leave to which domains, and in what form. Default is `*`; a specific remote domain inherits nothing from it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "RemoteDomains", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    /// A label, unique among the remote domains.
    name: Written<String>,
    /// contoso.com: that domain. *.contoso.com: it and all its subdomains. *: every domain without its own remote domain.
    domain_name: Written<String>,
    #[serde(rename = "AllowedOOFType")]
    allowed_oof_type: Written<AllowedOofType>,
    auto_forward_enabled: Written<bool>,
    auto_reply_enabled: Written<bool>,
    byte_encoder_type_for7_bit_charsets: Written<ByteEncoder>,
    character_set: Written<Charset>,
    content_type: Written<ContentType>,
    delivery_report_enabled: Written<bool>,
    display_sender_name: Written<bool>,
    is_internal: Written<bool>,
    line_wrap_size: Written<LineWrapSize>,
    meeting_forward_notification_enabled: Written<bool>,
    #[serde(rename = "NDREnabled")]
    ndr_enabled: Written<bool>,
    non_mime_character_set: Written<Charset>,
    preferred_internet_code_page_for_shift_jis: Written<CodePage>,
    required_charset_coverage: Written<Percent>,
    #[serde(rename = "TNEFEnabled")]
    tnef_enabled: Written<Option<bool>>,
    use_simple_display_name: Written<bool>,
    #[serde(rename = "$others")]
    #[schemars(skip)]
    others: Vec<Other>,
}

/// A remote domain with its effective settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteDomain {
    /// Name, or the domain where none is given.
    pub name: String,
    /// Which recipient domains it is for.
    pub pattern: Pattern,
    /// Line of the entry.
    pub line: u32,
    /// AllowedOOFType.
    pub allowed_oof_type: Sourced<AllowedOofType>,
    /// IsInternal.
    pub is_internal: Sourced<bool>,
    /// AutoReplyEnabled.
    pub auto_reply_enabled: Sourced<bool>,
    /// AutoForwardEnabled.
    pub auto_forward_enabled: Sourced<bool>,
    /// DeliveryReportEnabled.
    pub delivery_report_enabled: Sourced<bool>,
    /// NDREnabled.
    pub ndr_enabled: Sourced<bool>,
    /// MeetingForwardNotificationEnabled.
    pub meeting_forward_notification_enabled: Sourced<bool>,
    /// TNEFEnabled: always, never, or (none) as the user chose.
    pub tnef_enabled: Sourced<Option<bool>>,
    /// ContentType.
    pub content_type: Sourced<ContentType>,
    /// CharacterSet, lower case; empty leaves text unnamed.
    pub character_set: Sourced<String>,
    /// NonMimeCharacterSet, lower case; empty leaves text unnamed.
    pub non_mime_character_set: Sourced<String>,
    /// LineWrapSize in characters; `None` is Unlimited.
    pub line_wrap_size: Sourced<Option<u16>>,
    /// ByteEncoderTypeFor7BitCharsets.
    pub byte_encoder: Sourced<ByteEncoder>,
    /// PreferredInternetCodePageForShiftJis: 50220, 50221, 50222 or undefined.
    pub shift_jis_code_page: Sourced<Option<u16>>,
    /// RequiredCharsetCoverage in percent.
    pub required_charset_coverage: Sourced<Option<u8>>,
    /// DisplaySenderName.
    pub display_sender_name: Sourced<bool>,
    /// UseSimpleDisplayName.
    pub use_simple_display_name: Sourced<bool>,
    /// Parameters that are not simulated, as written.
    pub others: Vec<(&'static str, Sourced<Literal>)>,
}

/// Put the remote domains into effect.
pub(super) fn read(
    entries: Vec<Written<Entry>>,
    missing_default: Pos,
    policy: &mut Policy,
    problems: &mut Problems,
) {
    let mut seen: HashMap<Pattern, u32> = HashMap::new();
    for (entry, at) in entries.into_iter().filter_map(Written::placed) {
        let Some(domain) = remote_domain(entry, at, problems) else {
            continue;
        };
        if let Some(first) = seen.insert(domain.pattern.clone(), domain.line) {
            let at = problems.place(domain.line, "DomainName");
            problems.error(at, Error::SecondRemoteDomain { first });
        }
        policy
            .remote
            .insert(domain.pattern.clone(), policy.remote_domains.len());
        policy.remote_domains.push(domain);
    }
    if !seen.contains_key(&Pattern::Any) {
        problems.warn(missing_default, Error::NoDefault);
    }
}

fn remote_domain(e: Entry, at: Pos, problems: &mut Problems) -> Option<RemoteDomain> {
    for charset in [&e.character_set, &e.non_mime_character_set] {
        if let (Some(Charset(name)), Some(at)) = (charset.get(), charset.at())
            && name == "utf-7"
        {
            problems.warn(at, Error::Utf7);
        }
    }
    let (allowed_oof_type, is_internal) = coupled(e.allowed_oof_type, e.is_internal, problems);
    let Some((text, at)) = e.domain_name.placed() else {
        problems.error(at, Error::RemoteDomainWithoutName);
        return None;
    };
    let pattern = match domain::pattern(&text) {
        Ok(pattern) => pattern,
        Err(why) => {
            problems.error(at, Error::NotPattern { text, why });
            return None;
        }
    };
    let charset = match pattern {
        Pattern::Any => "iso-8859-1",
        Pattern::Exact(_) | Pattern::Wildcard(_) => "",
    };
    let charset = |set: Written<Charset>| set.map(|c| c.0).or(charset.to_owned());
    Some(RemoteDomain {
        name: e.name.take().filter(|n| !n.is_empty()).unwrap_or(text),
        character_set: charset(e.character_set),
        non_mime_character_set: charset(e.non_mime_character_set),
        pattern,
        line: at.line,
        allowed_oof_type,
        is_internal,
        auto_reply_enabled: e.auto_reply_enabled.or(true),
        auto_forward_enabled: e.auto_forward_enabled.or(true),
        delivery_report_enabled: e.delivery_report_enabled.or(true),
        ndr_enabled: e.ndr_enabled.or(true),
        meeting_forward_notification_enabled: e.meeting_forward_notification_enabled.or(false),
        tnef_enabled: e.tnef_enabled.or(None),
        content_type: e.content_type.or(ContentType::MimeHtmlText),
        line_wrap_size: e.line_wrap_size.map(|n| n.0).or(None),
        byte_encoder: e
            .byte_encoder_type_for7_bit_charsets
            .or(ByteEncoder::Undefined),
        shift_jis_code_page: e
            .preferred_internet_code_page_for_shift_jis
            .map(|n| n.0)
            .or(None),
        required_charset_coverage: e.required_charset_coverage.map(|n| n.0).or(None),
        display_sender_name: e.display_sender_name.or(true),
        use_simple_display_name: e.use_simple_display_name.or(false),
        others: e.others.into_iter().filter_map(not_simulated).collect(),
    })
}

/// A parameter that is not simulated; none for what is no parameter.
fn not_simulated((name, value, line): Other) -> Option<(&'static str, Sourced<Literal>)> {
    let (name, _) = NOT_SIMULATED.iter().find(|(n, _)| *n == name)?;
    let line = Some(line);
    Some((name, Sourced { value, line }))
}

/// AllowedOOFType and IsInternal: Set-RemoteDomain couples the two, so that each one, set alone,
/// sets the other.
fn coupled(
    oof: Written<AllowedOofType>,
    internal: Written<bool>,
    problems: &mut Problems,
) -> (Sourced<AllowedOofType>, Sourced<bool>) {
    let at = internal.at();
    let mut oof = oof.or(AllowedOofType::External);
    let mut internal = internal.or(false);
    let legacy = oof.value == AllowedOofType::InternalLegacy;
    match (oof.line, internal.line, at) {
        (Some(_), Some(_), Some(at)) if legacy && !internal.value => {
            problems.error(at, Error::ImpossibleCoupling);
        }
        (None, Some(line), _) if !internal.value => {
            oof = Sourced {
                value: AllowedOofType::ExternalLegacy,
                line: Some(line),
            };
        }
        (Some(line), None, _) if legacy => {
            internal = Sourced {
                value: true,
                line: Some(line),
            };
        }
        _ => {}
    }
    (oof, internal)
}
