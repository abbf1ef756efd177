//! Writes the findings in policies as SARIF 2.1.0.
//!
//! Each struct is the object of the OASIS standard whose section it names, with the properties
//! that are needed here:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>, 2020-03-27.

use super::json::BasisV1;
use crate::lint::{Finding, Linted, RULES, Rule, facts, profile};
use crate::text::sarif::message;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use std::io::{self, Write};

/// Section 3.13, sarifLog.
#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

/// Section 3.14, run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<ResultObject<'a>>,
}

/// Section 3.18, tool.
#[derive(Serialize)]
struct Tool {
    driver: Component,
}

/// Section 3.19, toolComponent.
#[derive(Serialize)]
struct Component {
    name: &'static str,
    version: &'static str,
    rules: Vec<Descriptor>,
}

/// Section 3.49, reportingDescriptor.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text<'static>,
    default_configuration: Configuration,
    help: Multiformat,
    properties: Properties,
}

/// Section 3.50, reportingConfiguration.
#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

/// Section 3.12, multiformatMessageString.
#[derive(Serialize)]
struct Multiformat {
    text: &'static str,
    markdown: &'static str,
}

/// Section 3.8, the property bag of a rule: its tags, how sure it is, and the facts that it rests on.
#[derive(Serialize)]
struct Properties {
    tags: Vec<String>,
    #[serde(flatten)]
    basis: BasisV1,
}

/// Section 3.27, result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text<'a>,
    locations: [Location<'a>; 1],
    /// Section 3.27.23: an empty list means that nothing suppresses the result.
    suppressions: Vec<Suppression<'a>>,
}

/// Section 3.11, message; its text is plain.
#[derive(Serialize)]
struct Text<'a> {
    text: std::borrow::Cow<'a, str>,
}

/// Section 3.28, location.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

/// Section 3.29, physicalLocation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region<'a>>,
}

/// Section 3.4, artifactLocation.
#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// Section 3.30, region: lines and columns count from 1.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: u32,
    start_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Snippet<'a>>,
}

/// Section 3.3, artifactContent.
#[derive(Serialize)]
struct Snippet<'a> {
    text: &'a str,
}

/// Section 3.35, suppression.
#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    justification: &'a str,
}

/// The characters that are escaped in a path segment (RFC 3986, section 3.3); `:` would make the first
/// segment a scheme.
const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A file as a URI reference, relative where the path is.
fn uri(file: &str) -> String {
    let scheme = if file.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", utf8_percent_encode(file, NOT_IN_PATH))
}

fn descriptor(rule: &'static Rule) -> Descriptor {
    Descriptor {
        id: rule.id,
        short_description: Text {
            text: rule.title.into(),
        },
        default_configuration: Configuration {
            enabled: !rule.pedantic,
            level: rule.severity.word(),
        },
        help: Multiformat {
            text: rule.page,
            markdown: rule.page,
        },
        properties: Properties {
            tags: profile::of(rule).map(|r| r.name()).collect(),
            basis: BasisV1::of(&facts::of(rule.id)),
        },
    }
}

fn result<'a>(f: &'a Finding, file: &str) -> Option<ResultObject<'a>> {
    let region = (f.line > 0).then(|| Region {
        start_line: f.line,
        start_column: f.column.max(1),
        snippet: f.source.as_ref().map(|s| Snippet { text: &s.text }),
    });
    let suppressions = f.suppressed.iter().map(|s| Suppression {
        kind: "inSource",
        justification: &s.reason,
    });
    Some(ResultObject {
        rule_id: f.rule.id,
        rule_index: RULES.iter().position(|r| r.id == f.rule.id)?,
        level: f.severity.word(),
        message: Text {
            text: message(&format!("{}. Help: {}.", f.message, f.help)).into(),
        },
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(file) },
                region,
            },
        }],
        suppressions: suppressions.collect(),
    })
}

/// Write one log with the findings of all policies; allowed ones are marked as suppressed.
///
/// # Errors
/// What the writer says.
pub fn log(policies: &[Linted], to: &mut impl Write) -> io::Result<()> {
    let results = policies
        .iter()
        .flat_map(|p| p.findings.iter().filter_map(|f| result(f, &p.file)));
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Component {
                    name: "rdsim",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: RULES.iter().copied().map(descriptor).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: results.collect(),
        }],
    };
    serde_json::to_writer_pretty(&mut *to, &log)?;
    writeln!(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_a_relative_uri_reference() {
        assert_eq!(uri("policies/contoso.yaml"), "policies/contoso.yaml");
        assert_eq!(uri("a b/ü#1:2.yaml"), "a%20b/%C3%BC%231%3A2.yaml");
        assert_eq!(uri("/tmp/a.yaml"), "file:///tmp/a.yaml");
    }
}
