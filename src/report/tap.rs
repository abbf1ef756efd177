//! Writes the results of expectation files as TAP version 14, each failure with a YAML diagnostic.

use super::expectations::{Tested, differences};
use crate::expectations::Ran;
use crate::text::tap::{description, value};
use std::io::{self, Write};

/// Write the report.
///
/// # Errors
/// What the writer says.
pub fn report(all: &[Tested], to: &mut impl Write) -> io::Result<()> {
    let points = |t: &Tested| if t.result.is_err() { 1 } else { t.ran().len() };
    let plan: usize = all.iter().map(points).sum();
    writeln!(to, "TAP version 14\n1..{plan}")?;
    let mut number = 0;
    for tested in all {
        let file = description(tested.file);
        if let Err(problems) = tested.result {
            number += 1;
            writeln!(to, "not ok {number} - {file}\n  ---")?;
            writeln!(
                to,
                "  message: \"the file cannot be used\"\n  severity: \"error\"\n  problems:"
            )?;
            for problem in problems {
                writeln!(to, "    - {}", value(&problem.to_string()))?;
            }
            writeln!(to, "  ...")?;
        }
        for ran in tested.ran() {
            number += 1;
            let name = description(&ran.case.name);
            if ran.passed() {
                writeln!(to, "ok {number} - {file} / {name}")?;
            } else {
                writeln!(to, "not ok {number} - {file} / {name}")?;
                diagnostic(tested.file, ran, to)?;
            }
        }
    }
    Ok(())
}

fn diagnostic(file: &str, ran: &Ran, to: &mut impl Write) -> io::Result<()> {
    let message = differences(ran);
    writeln!(
        to,
        "  ---\n  message: {}\n  severity: \"fail\"",
        value(&message)
    )?;
    let at = ran.case.at;
    writeln!(
        to,
        "  at:\n    file: {}\n    line: {}\n    column: {}",
        value(file),
        at.line,
        at.column
    )?;
    let wrong: Vec<_> = ran.checked.iter().filter(|c| !c.passed()).collect();
    if !wrong.is_empty() {
        writeln!(to, "  recipients:")?;
    }
    for checked in wrong {
        writeln!(
            to,
            "    - recipient: {}\n      facts:",
            value(&checked.recipient)
        )?;
        for row in &checked.rows {
            let text = |t: &Option<String>| t.as_deref().map_or("~".into(), value);
            writeln!(
                to,
                "        {}: {{expected: {}, actual: {}}}",
                row.fact.key(),
                text(&row.expected),
                text(&row.actual)
            )?;
        }
    }
    writeln!(to, "  ...")
}
