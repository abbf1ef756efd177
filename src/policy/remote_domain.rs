//! Reads the remote domains: what may leave to which domains, and in what form.

mod values;

use super::de::Other;
use super::document::Pos;
use super::domain::{self, Pattern};
use super::problems::Problems;
use super::sections::NOT_SIMULATED;
use super::written::Written;
use super::{CmdletEnum, Error, Literal, Policy, Sourced};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashMap;
pub use values::{AllowedOofType, ByteEncoder, ContentType};

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

/// AllowedOOFType and IsInternal as a tenant holds them. What setting one of them does to the other
/// is a matter of commands; as a state, InternalLegacy is only found beside IsInternal true, and
/// IsInternal false is found beside every other value.
fn coupled(
    oof: Written<AllowedOofType>,
    internal: Written<bool>,
    problems: &mut Problems,
) -> (Sourced<AllowedOofType>, Sourced<bool>) {
    let at = internal.at();
    let oof = oof.or(AllowedOofType::External);
    let mut internal = internal.or(false);
    if oof.value == AllowedOofType::InternalLegacy && !internal.value {
        match (internal.line, at) {
            (Some(_), Some(at)) => problems.error(at, Error::ImpossibleCoupling),
            _ => {
                internal = Sourced {
                    value: true,
                    line: oof.line,
                };
            }
        }
    }
    (oof, internal)
}

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
