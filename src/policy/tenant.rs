//! Puts the sections of a policy file into effect: defaults, the coupling, lookups.

use super::domain::{self, Pattern};
use super::fields::{Fields, unknown};
use super::node::{Node, Pos, Value};
use super::outbound;
use super::phrases::described;
use super::problems::Problems;
use super::read::place;
use super::recipients;
use super::sections::{ACCEPTED_DOMAINS, REMOTE_DOMAINS, SECTIONS, Section};
use super::submission::{self, INBOUND_CONNECTORS, ORGANIZATION_CONFIG};
use super::{
    AcceptedDomain, AllowedOofType, ByteEncoder, ContentType, Error, Policy, RemoteDomain, Sourced,
};
use crate::i18n::en;
use crate::transport::settings;
use std::collections::HashMap;

/// The file as a whole, in the words of a message.
const A_POLICY: &str = en("a policy");

/// The policy that a tree says.
pub(super) fn policy(file: &str, root: &Node, problems: &mut Problems) -> Policy {
    let mut policy = Policy {
        file: file.to_owned(),
        ..Policy::default()
    };
    let Some(sections) = Sections::read(root, problems) else {
        return policy;
    };
    accepted(&sections, &mut policy, problems);
    remote(&sections, &mut policy, problems);
    outbound::read(&sections, &mut policy, problems);
    recipients::read(&sections, &mut policy, problems);
    for node in sections.entries(&INBOUND_CONNECTORS, problems) {
        let connector = submission::connector(node, problems);
        policy.submission.connectors.extend(connector);
    }
    for node in sections.entries(&ORGANIZATION_CONFIG, problems) {
        submission::organization(node, &mut policy.submission, problems);
    }
    policy
}

/// The sections of a file: key's place and value, by name.
pub(super) struct Sections<'n> {
    root: Pos,
    by_name: HashMap<&'static str, (Pos, &'n Node)>,
}

impl<'n> Sections<'n> {
    fn read(root: &'n Node, problems: &mut Problems) -> Option<Self> {
        let Value::Map(pairs) = &root.value else {
            let error = Error::NotMapping {
                what: A_POLICY,
                found: described(&root.value),
                help: en("write sections such as `RemoteDomains:`"),
            };
            problems.error(root.pos, error);
            return None;
        };
        let mut by_name: HashMap<&str, (Pos, &Node)> = HashMap::new();
        for (key, at, value) in pairs {
            let names = SECTIONS.iter().map(|s| s.name);
            let Some(name) = names.clone().find(|n| n.eq_ignore_ascii_case(key)) else {
                problems.error(*at, unknown(key, names, A_POLICY));
                continue;
            };
            if let Some((first, _)) = by_name.insert(name, (*at, value)) {
                let first = first.line;
                problems.error(*at, Error::GivenTwice { name, first });
            }
        }
        Some(Self {
            root: root.pos,
            by_name,
        })
    }

    /// The entries of a section; one that is no list counts as its only entry.
    pub(super) fn entries(&self, section: &Section, problems: &mut Problems) -> &'n [Node] {
        let Some((_, node)) = self.by_name.get(section.name) else {
            return &[];
        };
        match &node.value {
            Value::Seq(items) => items,
            Value::Null => &[],
            Value::Map(_) | Value::Text(_) => std::slice::from_ref(*node),
            other => {
                let (name, found) = (section.name, described(other));
                problems.error(node.pos, Error::NotList { name, found });
                &[]
            }
        }
    }
}

fn accepted(sections: &Sections, policy: &mut Policy, problems: &mut Problems) {
    for node in sections.entries(&ACCEPTED_DOMAINS, problems) {
        let fields = match &node.value {
            Value::Text(t) => Some(Fields::of_text("DomainName", t, node.pos)),
            _ => Fields::read(node, &ACCEPTED_DOMAINS, problems),
        };
        let Some(fields) = fields else { continue };
        let Some(name) = fields.text("DomainName") else {
            problems.error(node.pos, Error::AcceptedDomainWithoutName);
            continue;
        };
        let at = fields.at("DomainName");
        let pattern = match domain::pattern(&name.value) {
            Ok(Pattern::Exact(d)) if fields.bool("MatchSubDomains", false).value => {
                Pattern::Wildcard(d)
            }
            Ok(Pattern::Any) => {
                problems.error(at, Error::AcceptedDomainIsAny);
                continue;
            }
            Ok(pattern) => pattern,
            Err(why) => {
                let text = name.value;
                problems.error(at, Error::NotPattern { text, why });
                continue;
            }
        };
        policy
            .accepted
            .insert(pattern.clone(), policy.accepted_domains.len());
        policy.accepted_domains.push(AcceptedDomain {
            pattern,
            line: at.line,
        });
    }
}

fn remote(sections: &Sections, policy: &mut Policy, problems: &mut Problems) {
    let mut seen: HashMap<Pattern, u32> = HashMap::new();
    for node in sections.entries(&REMOTE_DOMAINS, problems) {
        let Some(domain) = remote_domain(node, problems) else {
            continue;
        };
        if let Some(first) = seen.insert(domain.pattern.clone(), domain.line) {
            let at = place(problems.line(domain.line), domain.line, "DomainName");
            problems.error(at, Error::SecondRemoteDomain { first });
        }
        policy
            .remote
            .insert(domain.pattern.clone(), policy.remote_domains.len());
        policy.remote_domains.push(domain);
    }
    if !seen.contains_key(&Pattern::Any) {
        let section = sections.by_name.get(REMOTE_DOMAINS.name);
        let at = section.map_or(sections.root, |(at, _)| *at);
        problems.warn(at, Error::NoDefault);
    }
}

fn remote_domain(node: &Node, problems: &mut Problems) -> Option<RemoteDomain> {
    let f = Fields::read(node, &REMOTE_DOMAINS, problems)?;
    let Some(name) = f.text("DomainName") else {
        problems.error(f.at("DomainName"), Error::RemoteDomainWithoutName);
        return None;
    };
    let at = f.at("DomainName");
    let pattern = match domain::pattern(&name.value) {
        Ok(pattern) => pattern,
        Err(why) => {
            let text = name.value;
            problems.error(at, Error::NotPattern { text, why });
            return None;
        }
    };
    let charset = match pattern {
        Pattern::Any => "iso-8859-1",
        Pattern::Exact(_) | Pattern::Wildcard(_) => "",
    };
    let (allowed_oof_type, is_internal) = coupled(&f, problems);
    Some(RemoteDomain {
        name: f.label("Name").unwrap_or(name.value),
        pattern,
        line: at.line,
        allowed_oof_type,
        is_internal,
        auto_reply_enabled: f.bool("AutoReplyEnabled", true),
        auto_forward_enabled: f.bool("AutoForwardEnabled", true),
        delivery_report_enabled: f.bool("DeliveryReportEnabled", true),
        ndr_enabled: f.bool("NDREnabled", true),
        meeting_forward_notification_enabled: f.bool("MeetingForwardNotificationEnabled", false),
        tnef_enabled: f.optional_bool("TNEFEnabled"),
        content_type: f.word("ContentType", ContentType::MimeHtmlText),
        character_set: f.charset("CharacterSet", charset),
        non_mime_character_set: f.charset("NonMimeCharacterSet", charset),
        line_wrap_size: f.number("LineWrapSize"),
        byte_encoder: f.word("ByteEncoderTypeFor7BitCharsets", ByteEncoder::Undefined),
        shift_jis_code_page: f.number("PreferredInternetCodePageForShiftJis"),
        required_charset_coverage: f.number("RequiredCharsetCoverage"),
        display_sender_name: f.bool("DisplaySenderName", true),
        use_simple_display_name: f.bool("UseSimpleDisplayName", false),
        others: f
            .others
            .into_iter()
            .filter(|(name, _)| settings::not_simulated(name).is_some())
            .collect(),
    })
}

/// AllowedOOFType and IsInternal: Set-RemoteDomain couples the two, so that each one, set alone,
/// sets the other.
fn coupled(f: &Fields, problems: &mut Problems) -> (Sourced<AllowedOofType>, Sourced<bool>) {
    let mut oof = f.word("AllowedOOFType", AllowedOofType::External);
    let mut internal = f.bool("IsInternal", false);
    let legacy = oof.value == AllowedOofType::InternalLegacy;
    match (oof.line, internal.line) {
        (Some(_), Some(_)) if legacy && !internal.value => {
            problems.error(f.at("IsInternal"), Error::ImpossibleCoupling);
        }
        (None, Some(line)) if !internal.value => {
            oof = Sourced {
                value: AllowedOofType::ExternalLegacy,
                line: Some(line),
            };
        }
        (Some(line), None) if legacy => {
            internal = Sourced {
                value: true,
                line: Some(line),
            };
        }
        _ => {}
    }
    (oof, internal)
}
