//! Writes a report for a terminal.

mod grid;

use super::{Item, Part, Step};
use crate::text::{padded, plain};
use std::io::{self, Write};
use textwrap::core::display_width;

/// What stands in front of what belongs to a count.
const MARGIN: &str = "            ";

pub(super) fn begin(title: &str, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "{}", plain(title))
}

pub(super) fn write(parts: &[Part], to: &mut impl Write) -> io::Result<()> {
    let mut after_steps = false;
    for part in parts {
        let is_item = matches!(part, Part::Item(_));
        if is_item && after_steps {
            writeln!(to)?;
        }
        after_steps = matches!(part, Part::Item(item) if !item.steps.is_empty());
        match part {
            Part::Heading(text) => writeln!(to, "\n{}", plain(text))?,
            Part::Line(text) => writeln!(to, "{}", plain(text))?,
            Part::Shares(all) => {
                for (n, what, _) in all {
                    count(*n, what, to)?;
                }
            }
            Part::Counts(all) => {
                for (n, what) in all {
                    count(*n, what, to)?;
                }
            }
            Part::Steps(steps) => write_steps("  ", steps, to)?,
            Part::Item(item) => write_item(item, to)?,
            Part::Table { head, rows } => table(head, rows, to)?,
            Part::Grid { head, rows } => grid::write(head, rows, to)?,
        }
    }
    Ok(())
}

fn count(n: u64, what: &str, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "  {n:>8}  {}", plain(what))
}

fn write_steps(margin: &str, steps: &[Step], to: &mut impl Write) -> io::Result<()> {
    for (i, step) in (1..).zip(steps) {
        writeln!(to, "{margin}{i}. {}", plain(&step.text))?;
        if !step.settle.is_empty() {
            writeln!(to, "{margin}   {}", plain(&step.settle))?;
        }
    }
    Ok(())
}

fn write_item(item: &Item, to: &mut impl Write) -> io::Result<()> {
    count(item.count, &item.title, to)?;
    for line in &item.lines {
        writeln!(to, "{MARGIN}{}", plain(line))?;
    }
    if !item.steps.is_empty() {
        writeln!(to, "{MARGIN}{}", plain(&item.why))?;
    }
    write_steps(MARGIN, &item.steps, to)
}

/// The short columns side by side; the sentence of a row stands below it.
fn table(head: &[String], rows: &[Vec<String>], to: &mut impl Write) -> io::Result<()> {
    let short = head.len().saturating_sub(1);
    let width = |at: usize| {
        let rows = rows.iter().map(Vec::as_slice).chain([head]);
        let cells = rows.filter_map(|row| row.get(at));
        cells.map(|cell| display_width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..short).map(width).collect();
    line(head.get(..short).unwrap_or_default(), &widths, to)?;
    for row in rows.iter().map(Vec::as_slice) {
        line(row.get(..short).unwrap_or_default(), &widths, to)?;
        if let Some(sentence) = row.last() {
            writeln!(to, "      {}", plain(sentence))?;
        }
    }
    Ok(())
}

fn line(cells: &[String], widths: &[usize], to: &mut impl Write) -> io::Result<()> {
    let padded = cells.iter().zip(widths).map(|(c, w)| padded(&plain(c), *w));
    let cells: Vec<String> = padded.collect();
    writeln!(to, "  {}", cells.join("  ").trim_end())
}
