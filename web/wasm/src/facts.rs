//! Tells what there is to choose from: settings, sections, kinds, ways of forwarding, responses.

use rdsim::policy::charset::CHARSETS;
use rdsim::policy::sections::{
    NOT_SIMULATED, OUTBOUND_POLICIES, Property, REMOTE_DOMAINS, SECTIONS, Section, Type,
};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use rdsim::transport::responses;
use rdsim::transport::setting::Setting;
use rdsim::transport::settings::{self, CAN_STOP};
use serde::Serialize;

/// What there is.
#[derive(Debug, Serialize)]
pub struct Facts {
    version: u8,
    settings: Vec<SettingV1>,
    sections: Vec<SectionV1>,
    kinds: Vec<&'static str>,
    forwards: Vec<&'static str>,
    responses: Vec<ResponseV1>,
    not_simulated: &'static [(&'static str, &'static str)],
}

#[derive(Debug, Serialize)]
struct SettingV1 {
    id: &'static str,
    name: &'static str,
    /// Whether it may stop a message, or else gives it its form.
    gate: bool,
    values: ValuesV1,
}

/// A section of a policy, for the editor to complete.
#[derive(Debug, Serialize)]
struct SectionV1 {
    name: &'static str,
    properties: Vec<PropertyV1>,
}

#[derive(Debug, Serialize)]
struct PropertyV1 {
    name: &'static str,
    /// The values, where they are few.
    words: Vec<String>,
}

/// What a value may be, for a control of a form.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum ValuesV1 {
    Switch,
    /// Each value is one of these words.
    Words {
        words: Vec<String>,
    },
    Number {
        low: i64,
        high: i64,
        none: &'static str,
    },
    Text,
}

#[derive(Debug, Serialize)]
struct ResponseV1 {
    line: String,
    outcome: &'static str,
    setting: Option<&'static str>,
}

/// All of it.
#[must_use]
pub fn facts() -> Facts {
    let responses = responses::ALL.iter();
    Facts {
        version: 1,
        settings: settings::all().map(setting).collect(),
        sections: SECTIONS.into_iter().map(section).collect(),
        kinds: Kind::TOKENS.to_vec(),
        forwards: ForwardedBy::TOKENS.to_vec(),
        responses: responses
            // It moves a recipient and stops nothing.
            .filter(|r| !std::ptr::eq(**r, &responses::FORWARDED))
            .map(|r| ResponseV1 {
                line: r.line(),
                // A rule that deletes tells nobody, although its code is that of a refusal.
                outcome: if r.code.starts_with('2') || **r == responses::RULE_DELETED {
                    "dropped"
                } else {
                    "rejected"
                },
                setting: r.setting(),
            })
            .collect(),
        not_simulated: NOT_SIMULATED,
    }
}

/// A property of a remote domain or of an outbound spam policy.
fn property(name: &str) -> Option<&'static Property> {
    let mut sections = [&REMOTE_DOMAINS, &OUTBOUND_POLICIES].into_iter();
    sections.find_map(|s| s.property(name))
}

/// The values of a setting, where they are few.
pub(crate) fn words(name: &str) -> Vec<String> {
    match property(name).map(values) {
        Some(ValuesV1::Switch) => texts(&["true", "false"]),
        Some(ValuesV1::Words { words }) => words,
        _ => Vec::new(),
    }
}

fn setting(setting: &'static Setting) -> SettingV1 {
    let property = property(setting.name);
    SettingV1 {
        id: setting.id,
        name: setting.name,
        gate: CAN_STOP.iter().any(|g| std::ptr::eq(*g, setting)),
        values: property.map_or(ValuesV1::Text, values),
    }
}

fn section(section: &Section) -> SectionV1 {
    let properties = section.properties.iter().map(|p| PropertyV1 {
        name: p.name,
        words: match values(p) {
            ValuesV1::Switch => texts(&["true", "false"]),
            ValuesV1::Words { words } => words,
            ValuesV1::Number { .. } | ValuesV1::Text => Vec::new(),
        },
    });
    SectionV1 {
        name: section.name,
        properties: properties.collect(),
    }
}

fn values(property: &Property) -> ValuesV1 {
    match property.kind {
        Type::Bool => ValuesV1::Switch,
        Type::OptionalBool => ValuesV1::Words {
            words: texts(&["null", "true", "false"]),
        },
        Type::Word(words) => ValuesV1::Words {
            words: texts(words),
        },
        // So few that a list beats typing.
        Type::Number { low, high, none } if high - low < 3 => ValuesV1::Words {
            words: none
                .iter()
                .map(ToString::to_string)
                .chain((low..=high).map(|n| n.to_string()))
                .collect(),
        },
        Type::Number { low, high, none } => ValuesV1::Number {
            low,
            high,
            none: none.first().copied().unwrap_or("null"),
        },
        Type::Charset => ValuesV1::Words {
            words: texts(&["null"])
                .into_iter()
                .chain(texts(CHARSETS))
                .collect(),
        },
        Type::Text | Type::List | Type::Texts | Type::Size | Type::Anything | Type::Date => {
            ValuesV1::Text
        }
    }
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}
