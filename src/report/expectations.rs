//! Writes the results of expectation files for people: each failing case with expected and actual
//! side by side and the explanation, then the counts.

pub mod json;

use crate::diagnostic::Problem;
use crate::expectations::coverage::{Coverage, Item};
use crate::expectations::{Checked, Ran, Suite, value};
use crate::i18n::{Language, en};
use crate::report::{github, human};
use crate::text::{padded, plain};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};
use textwrap::core::display_width;

/// An expectation file and its results.
#[derive(Debug)]
pub struct Tested<'s> {
    /// The file as the user named it.
    pub file: &'s str,
    /// Its content and the results of its cases, or why it could not be used.
    pub result: Result<(&'s Suite, Vec<Ran<'s>>), &'s [Problem]>,
}

impl Tested<'_> {
    /// The cases.
    #[must_use]
    pub fn ran(&self) -> &[Ran<'_>] {
        self.result.as_ref().map_or(&[], |(_, ran)| ran)
    }

    /// The problems, errors and warnings.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match &self.result {
            Ok((suite, _)) => &suite.warnings,
            Err(problems) => problems,
        }
    }
}

/// Counts over some expectation files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files.
    pub files: usize,
    /// Files that could not be used.
    pub broken: usize,
    /// Cases that passed.
    pub passed: usize,
    /// Cases that failed.
    pub failed: usize,
}

/// Count files and cases.
#[must_use]
pub fn count(all: &[Tested]) -> Counts {
    let passed = |t: &Tested| t.ran().iter().filter(|r| r.passed()).count();
    let cases: usize = all.iter().map(|t| t.ran().len()).sum();
    let passed = all.iter().map(passed).sum();
    Counts {
        files: all.len(),
        broken: all.iter().filter(|t| t.result.is_err()).count(),
        passed,
        failed: cases - passed,
    }
}

/// How much is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// A line for each failing case, and nothing else.
    Quiet,
    /// Failing cases in full, and the counts.
    Normal,
    /// A line for each passing case too.
    Verbose,
}

const RED: Style = AnsiColor::Red.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default().bold();

/// Write the report.
///
/// # Errors
/// What the writer says.
pub fn report(
    all: &[Tested],
    detail: Detail,
    lang: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    let (passed, failed) = (lang.translate(en("PASSED")), lang.translate(en("FAILED")));
    for tested in all {
        let Ok((suite, ran)) = &tested.result else {
            continue;
        };
        for ran in ran {
            let (case, line) = (ran.case, ran.case.at.line);
            match (ran.passed(), detail) {
                (true, Detail::Verbose) => {
                    writeln!(
                        to,
                        "{GREEN}{passed}{GREEN:#}  {}:{line}: {}",
                        plain(&suite.file),
                        plain(&case.name)
                    )?;
                }
                (true, _) => {}
                (false, _) => {
                    writeln!(
                        to,
                        "{RED}{failed}{RED:#}  {}:{line}: {}",
                        plain(&suite.file),
                        plain(&case.name)
                    )?;
                    if detail != Detail::Quiet {
                        failure(suite, ran, lang, to)?;
                    }
                }
            }
        }
    }
    if detail == Detail::Quiet {
        return Ok(());
    }
    for tested in all {
        let counts = count(std::slice::from_ref(tested));
        write!(to, "{}: ", plain(tested.file))?;
        match tested.result {
            Ok(_) => writeln!(to, "{}", result(counts, lang))?,
            Err(problems) => {
                let sentence = match problems.len() {
                    1 => en("cannot be used, {n} problem"),
                    _ => en("cannot be used, {n} problems"),
                };
                writeln!(to, "{}", lang.fill(sentence, &[("n", &problems.len())]))?;
            }
        }
    }
    summary(all, lang, to)
}

/// Write the last line: the counts over all files.
///
/// # Errors
/// What the writer says.
pub fn summary(all: &[Tested], lang: Language, to: &mut impl Write) -> io::Result<()> {
    let counts = count(all);
    let broken = match counts.broken {
        0 => String::new(),
        n => {
            let sentence = match n {
                1 => en(", {n} file cannot be used"),
                _ => en(", {n} files cannot be used"),
            };
            lang.fill(sentence, &[("n", &n)])
        }
    };
    writeln!(to, "{}{broken}", result(counts, lang))
}

fn result(counts: Counts, lang: Language) -> String {
    lang.fill(
        en("{passed} passed, {failed} failed"),
        &[("passed", &counts.passed), ("failed", &counts.failed)],
    )
}

/// What differs, and the explanation as `check --explain` gives it.
fn failure(suite: &Suite, ran: &Ran, lang: Language, to: &mut impl Write) -> io::Result<()> {
    for checked in ran.checked.iter().filter(|c| !c.passed()) {
        if checked.empty {
            writeln!(to, "  {}", plain(&checked.difference().localized(lang)))?;
        } else {
            side_by_side(checked, lang, to)?;
        }
    }
    writeln!(to)?;
    let mut block = Vec::new();
    let view = human::View {
        explain: true,
        language: lang,
        ..human::View::of(&suite.policy.file)
    };
    human::block(&ran.judged, view, &mut block)?;
    for line in String::from_utf8_lossy(&block).trim_end().lines() {
        writeln!(to, "  {line}")?;
    }
    writeln!(to)
}

/// Expected and actual facts in two columns; a mark shows the rows that differ.
fn side_by_side(checked: &Checked, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let rows: Vec<(&str, &str, &str, bool)> = checked
        .rows
        .iter()
        .map(|r| {
            // A value is shown as the file spells it; only the name of an empty one is translated.
            let shown = |text| match (value(text), text) {
                (Some(name), Some("")) => lang.translate(name),
                (shown, _) => shown.unwrap_or("-"),
            };
            let (expected, actual) = (shown(r.expected.as_deref()), shown(r.actual.as_deref()));
            (lang.translate(r.fact.label()), expected, actual, r.holds)
        })
        .collect();
    let width = |texts: &mut dyn Iterator<Item = &str>, least: &str| {
        texts
            .map(display_width)
            .max()
            .unwrap_or(0)
            .max(display_width(least))
    };
    let label = width(&mut rows.iter().map(|r| r.0), "");
    let (wanted, is) = (lang.translate(en("expected")), lang.translate(en("actual")));
    let expected = width(&mut rows.iter().map(|r| r.1), wanted);
    writeln!(to, "  {}", plain(&checked.whom()))?;
    let (name, wanted) = (padded("", label), padded(wanted, expected));
    writeln!(to, "    {name}  {wanted}  {is}")?;
    for (name, wanted, actual, holds) in &rows {
        let (name, wanted) = (padded(name, label), padded(&plain(wanted), expected));
        let actual = plain(actual);
        if *holds {
            writeln!(to, "    {name}  {wanted}  {actual}")?;
        } else {
            writeln!(to, "  {RED}!{RED:#} {name}  {wanted}  {RED}{actual}{RED:#}")?;
        }
    }
    Ok(())
}

/// Write what the cases never exercised.
///
/// # Errors
/// What the writer says.
pub fn coverage(all: &[Coverage], lang: Language, to: &mut impl Write) -> io::Result<()> {
    for coverage in all {
        let (exercised, of) = coverage.count();
        let (policy, percent) = (&coverage.policy, format!("{:.1}", coverage.percent()));
        let text = lang.fill(
            en("coverage of {policy}: {percent} % ({exercised} of {all} settings, remote domains and responses that can occur under it)"),
            &[
                ("policy", policy),
                ("percent", &percent),
                ("exercised", &exercised),
                ("all", &of),
            ],
        );
        writeln!(to, "\n{text}")?;
        let never = |items: &[Item]| -> Vec<String> {
            let items = items.iter().filter(|i| i.possible && !i.exercised);
            let place = |i: &Item| {
                i.line
                    .map_or_else(String::new, |l| format!(" ({policy}:{l})"))
            };
            items.map(|i| format!("{}{}", i.name, place(i))).collect()
        };
        for (what, items) in [
            (en("settings that never decided"), &coverage.settings),
            (
                en("remote domains that applied to no recipient"),
                &coverage.remote_domains,
            ),
            (en("responses that were never given"), &coverage.responses),
            (
                en("outbound spam policies that never applied (not counted)"),
                &coverage.outbound,
            ),
        ] {
            let never = never(items);
            if !never.is_empty() {
                writeln!(to, "  {}:", lang.translate(what))?;
                for name in never {
                    writeln!(to, "    {}", plain(&name))?;
                }
            }
        }
    }
    Ok(())
}

/// Write GitHub annotations: for each failing case, and for each problem of a file.
///
/// # Errors
/// What the writer says.
pub fn annotations(all: &[Tested], to: &mut impl Write) -> io::Result<()> {
    let mut written: Vec<&Problem> = Vec::new();
    for tested in all {
        for problem in tested.problems() {
            if !written.contains(&problem) {
                written.push(problem);
                self::problem(problem, to)?;
            }
        }
        for ran in tested.ran().iter().filter(|r| !r.passed()) {
            let title = format!("rdsim test: {}", ran.case.name);
            let annotation = github::Annotation {
                level: github::Level::Error,
                file: tested.file,
                line: ran.case.at.line,
                column: ran.case.at.column,
                title: &title,
                message: &differences(ran),
            };
            github::annotation(&annotation, to)?;
        }
    }
    Ok(())
}

/// What differs, in English.
pub(super) fn differences(ran: &Ran) -> String {
    let lines: Vec<String> = ran.differences().iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn problem(problem: &Problem, to: &mut impl Write) -> io::Result<()> {
    let message = format!("{}\nhelp: {}", problem.message, problem.help);
    let annotation = github::Annotation {
        level: match problem.severity {
            crate::diagnostic::Severity::Error => github::Level::Error,
            crate::diagnostic::Severity::Warning => github::Level::Warning,
        },
        file: &problem.file,
        line: problem.line,
        column: problem.column,
        title: "rdsim test",
        message: &message,
    };
    github::annotation(&annotation, to)
}
