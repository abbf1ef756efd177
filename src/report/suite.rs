//! Writes what came of expectation files for people: each failing case with expected and actual
//! side by side and the explanation, then the counts.

pub mod json;

use crate::error::Problem;
use crate::report::text::plain;
use crate::report::{github, human};
use crate::suite::coverage::{Coverage, Item};
use crate::suite::{Checked, Ran, Suite, value};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// An expectation file and what came of it.
#[derive(Debug)]
pub struct Tested<'s> {
    /// The file as the user named it.
    pub file: &'s str,
    /// What it holds and what came of its cases, or why it could not be used.
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
pub fn report(all: &[Tested], detail: Detail, to: &mut impl Write) -> io::Result<()> {
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
                        "{GREEN}PASSED{GREEN:#}  {}:{line}: {}",
                        plain(&suite.file),
                        plain(&case.name)
                    )?;
                }
                (true, _) => {}
                (false, _) => {
                    writeln!(
                        to,
                        "{RED}FAILED{RED:#}  {}:{line}: {}",
                        plain(&suite.file),
                        plain(&case.name)
                    )?;
                    if detail != Detail::Quiet {
                        failure(suite, ran, to)?;
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
            Ok(_) => writeln!(to, "{}", result(counts))?,
            Err(problems) => {
                let plural = if problems.len() == 1 { "" } else { "s" };
                writeln!(to, "cannot be used, {} problem{plural}", problems.len())?;
            }
        }
    }
    summary(all, to)
}

/// Write the last line: the counts over all files.
///
/// # Errors
/// What the writer says.
pub fn summary(all: &[Tested], to: &mut impl Write) -> io::Result<()> {
    let counts = count(all);
    let broken = match counts.broken {
        0 => String::new(),
        1 => ", 1 file cannot be used".into(),
        n => format!(", {n} files cannot be used"),
    };
    writeln!(to, "{}{broken}", result(counts))
}

fn result(counts: Counts) -> String {
    format!("{} passed, {} failed", counts.passed, counts.failed)
}

/// What differs, and the explanation as `check --explain` gives it.
fn failure(suite: &Suite, ran: &Ran, to: &mut impl Write) -> io::Result<()> {
    for checked in ran.checked.iter().filter(|c| !c.passed()) {
        if checked.empty {
            writeln!(to, "  {}", plain(&checked.difference()))?;
        } else {
            side_by_side(checked, to)?;
        }
    }
    writeln!(to)?;
    let mut block = Vec::new();
    let view = human::View {
        explain: true,
        ..human::View::of(&suite.policy.file)
    };
    human::block(&ran.judged, view, &mut block)?;
    for line in String::from_utf8_lossy(&block).trim_end().lines() {
        writeln!(to, "  {line}")?;
    }
    writeln!(to)
}

/// Expected and actual facts in two columns; a mark shows the rows that differ.
fn side_by_side(checked: &Checked, to: &mut impl Write) -> io::Result<()> {
    let rows: Vec<(&str, &str, &str, bool)> = checked
        .rows
        .iter()
        .map(|r| {
            let expected = value(r.expected.as_deref()).unwrap_or("-");
            let actual = value(r.actual.as_deref()).unwrap_or("-");
            (r.fact.label(), expected, actual, r.holds)
        })
        .collect();
    let width = |texts: &mut dyn Iterator<Item = &str>, least: &str| {
        let widths = texts.map(|t| t.chars().count());
        widths.max().unwrap_or(0).max(least.len())
    };
    let label = width(&mut rows.iter().map(|r| r.0), "");
    let expected = width(&mut rows.iter().map(|r| r.1), "expected");
    writeln!(to, "  {}", plain(&checked.recipient))?;
    writeln!(to, "    {:label$}  {:expected$}  actual", "", "expected")?;
    for (name, wanted, actual, holds) in &rows {
        let (wanted, actual) = (plain(wanted), plain(actual));
        if *holds {
            writeln!(to, "    {name:label$}  {wanted:expected$}  {actual}")?;
        } else {
            writeln!(
                to,
                "  {RED}!{RED:#} {name:label$}  {wanted:expected$}  {RED}{actual}{RED:#}"
            )?;
        }
    }
    Ok(())
}

/// Write what the cases never exercised.
///
/// # Errors
/// What the writer says.
pub fn coverage(all: &[Coverage], to: &mut impl Write) -> io::Result<()> {
    for coverage in all {
        let (exercised, of) = coverage.count();
        let (policy, percent) = (&coverage.policy, coverage.percent());
        writeln!(
            to,
            "\ncoverage of {policy}: {percent:.1} % ({exercised} of {of} settings, remote domains and responses that can occur under it)"
        )?;
        let never = |items: &[Item]| -> Vec<String> {
            let items = items.iter().filter(|i| i.possible && !i.exercised);
            let place = |i: &Item| {
                i.line
                    .map_or_else(String::new, |l| format!(" ({policy}:{l})"))
            };
            items.map(|i| format!("{}{}", i.name, place(i))).collect()
        };
        for (what, items) in [
            ("settings that never decided", &coverage.settings),
            (
                "remote domains to which no recipient fell",
                &coverage.remote_domains,
            ),
            ("responses that were never given", &coverage.responses),
            (
                "outbound spam policies that were never asked, not counted",
                &coverage.outbound,
            ),
        ] {
            let never = never(items);
            if !never.is_empty() {
                writeln!(to, "  {what}:")?;
                for name in never {
                    writeln!(to, "    {name}")?;
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
    let mut told: Vec<&Problem> = Vec::new();
    for tested in all {
        for problem in tested.problems() {
            if !told.contains(&problem) {
                told.push(problem);
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
                message: &ran.differences().join("\n"),
            };
            github::annotation(&annotation, to)?;
        }
    }
    Ok(())
}

fn problem(problem: &Problem, to: &mut impl Write) -> io::Result<()> {
    let message = format!("{}\nhelp: {}", problem.message, problem.help);
    let annotation = github::Annotation {
        level: match problem.severity {
            crate::error::Severity::Error => github::Level::Error,
            crate::error::Severity::Warning => github::Level::Warning,
        },
        file: &problem.file,
        line: problem.line,
        column: problem.column,
        title: "rdsim test",
        message: &message,
    };
    github::annotation(&annotation, to)
}
