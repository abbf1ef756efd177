//! Writes the findings in policies, for people and as version 1 of a JSON document.

use crate::i18n::{Language, Text, en};
use crate::lint::profile::{self, Profile};
use crate::lint::{Finding, Linted, Severity};
use crate::text::plain;
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::io::{self, Write};

/// How many findings there are; one that a comment allows counts apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Policies looked at.
    pub policies: usize,
    /// Errors that no comment allows.
    pub errors: usize,
    /// Warnings that no comment allows.
    pub warnings: usize,
    /// Notes that no comment allows.
    pub notes: usize,
    /// Findings that a comment allows.
    pub suppressed: usize,
}

impl Counts {
    /// The counts of some policies.
    #[must_use]
    pub fn of(policies: &[Linted]) -> Self {
        let mut counts = Self {
            policies: policies.len(),
            ..Self::default()
        };
        for finding in policies.iter().flat_map(|p| &p.findings) {
            match (&finding.suppressed, finding.severity) {
                (Some(_), _) => counts.suppressed += 1,
                (None, Severity::Error) => counts.errors += 1,
                (None, Severity::Warning) => counts.warnings += 1,
                (None, Severity::Note) => counts.notes += 1,
            }
        }
        counts
    }
}

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

/// Write a finding: its place, what it is, the line, and what to write instead.
///
/// # Errors
/// What the writer says.
pub fn finding(f: &Finding, file: &str, lang: Language, to: &mut impl Write) -> io::Result<()> {
    write!(to, "{}:", plain(file))?;
    if f.line > 0 {
        write!(to, "{}:{}:", f.line, f.column)?;
    }
    let style = style(f.severity);
    let (word, id) = (lang.translate(f.severity.word()), f.rule.id);
    let message = f.message.localized(lang);
    let message = plain(&message);
    writeln!(to, " {style}{word}[{id}]{style:#}: {message}")?;
    if let Some(source) = &f.source {
        let (source, indent) = source.shown();
        writeln!(to, "    {source}\n    {indent}{style}^{style:#}")?;
    }
    let help = f.help.localized(lang);
    let help = lang.fill(en("help: {help}"), &[("help", &plain(&help))]);
    writeln!(to, "  {help}")?;
    for requirement in profile::of(f.rule) {
        let required = lang.fill(
            en("required by {requirement}: {title}"),
            &[
                ("requirement", &requirement.name()),
                ("title", &requirement.title),
            ],
        );
        writeln!(to, "  {required}")?;
    }
    Ok(())
}

/// Write the findings that no comment allows, and the counts.
///
/// # Errors
/// What the writer says.
pub fn findings(policies: &[Linted], lang: Language, to: &mut impl Write) -> io::Result<()> {
    for policy in policies {
        for f in policy.open() {
            finding(f, &policy.file, lang, to)?;
            writeln!(to)?;
        }
    }
    Ok(())
}

/// How many findings there are, in one line.
///
/// # Errors
/// What the writer says.
pub fn summary(policies: &[Linted], lang: Language, to: &mut impl Write) -> io::Result<()> {
    let counts = Counts::of(policies);
    let number = |n: usize, one: &'static str, many: &'static str| {
        lang.fill(if n == 1 { one } else { many }, &[("n", &n)])
    };
    let text = lang.fill(
        en("{policies}: {errors}, {warnings}, {notes}, {allowed} allowed by comments"),
        &[
            (
                "policies",
                &number(counts.policies, en("{n} policy"), en("{n} policies")),
            ),
            (
                "errors",
                &number(counts.errors, en("{n} error"), en("{n} errors")),
            ),
            (
                "warnings",
                &number(counts.warnings, en("{n} warning"), en("{n} warnings")),
            ),
            (
                "notes",
                &number(counts.notes, en("{n} note"), en("{n} notes")),
            ),
            ("allowed", &counts.suppressed),
        ],
    );
    writeln!(to, "{text}")
}

#[derive(Serialize)]
struct ReportV1<'a> {
    version: u32,
    profiles: Vec<&'static str>,
    policies: Vec<PolicyV1<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct PolicyV1<'a> {
    file: &'a str,
    findings: Vec<FindingV1<'a>>,
}

#[derive(Serialize)]
struct FindingV1<'a> {
    rule: &'static str,
    severity: &'static str,
    line: Option<u32>,
    column: Option<u32>,
    source: Option<&'a str>,
    message: &'a Text,
    help: &'a Text,
    required_by: Vec<RequirementV1>,
    suppressed: Option<SuppressedV1<'a>>,
}

#[derive(Serialize)]
struct RequirementV1 {
    profile: &'static str,
    id: &'static str,
    title: &'static str,
    document: &'static str,
    version: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct SuppressedV1<'a> {
    line: u32,
    reason: &'a str,
}

impl<'a> FindingV1<'a> {
    fn new(f: &'a Finding) -> Self {
        let known = |n: u32| Some(n).filter(|n| *n > 0);
        let requirements = profile::of(f.rule).map(|r| RequirementV1 {
            profile: r.profile.token(),
            id: r.id,
            title: r.title,
            document: r.document,
            version: r.version,
            url: r.url,
        });
        Self {
            rule: f.rule.id,
            severity: f.severity.word(),
            line: known(f.line),
            column: known(f.column),
            source: f.source.as_ref().map(|s| s.text.as_str()),
            message: &f.message,
            help: &f.help,
            required_by: requirements.collect(),
            suppressed: f.suppressed.as_ref().map(|s| SuppressedV1 {
                line: s.line,
                reason: &s.reason,
            }),
        }
    }
}

/// Write one JSON document about all policies.
///
/// # Errors
/// What the writer says.
pub fn json(policies: &[Linted], profiles: &[Profile], to: &mut impl Write) -> io::Result<()> {
    let report = ReportV1 {
        version: 1,
        profiles: profiles.iter().map(|p| p.token()).collect(),
        policies: policies
            .iter()
            .map(|p| PolicyV1 {
                file: &p.file,
                findings: p.findings.iter().map(FindingV1::new).collect(),
            })
            .collect(),
        summary: Counts::of(policies),
    };
    serde_json::to_writer_pretty(&mut *to, &report)?;
    writeln!(to)
}
