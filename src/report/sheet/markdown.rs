//! Writes a report as Markdown, as GitHub shows it.

use super::{Cell, Item, Part, Step};
use crate::i18n::{Language, en};
use crate::text::markdown::{block, inline, sentence};
use std::io::{self, Write};

pub(super) fn begin(title: &str, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "### {}", sentence(title))
}

pub(super) fn write(parts: &[Part], lang: Language, to: &mut impl Write) -> io::Result<()> {
    for part in parts {
        writeln!(to)?;
        match part {
            Part::Heading(text) => writeln!(to, "#### {}", sentence(text))?,
            Part::Line(text) => writeln!(to, "{}", sentence(text))?,
            Part::Shares(all) => counts(all.iter().map(|(n, what, _)| (*n, what)), lang, to)?,
            Part::Counts(all) => counts(all.iter().map(|(n, what)| (*n, what)), lang, to)?,
            Part::Steps(all) => steps(all, to)?,
            Part::Item(item) => write_item(item, to)?,
            Part::Table { head, rows } => table(head, rows, to)?,
            Part::Grid { head, rows } => grid(head, rows, to)?,
        }
    }
    Ok(())
}

fn counts<'a>(
    all: impl Iterator<Item = (u64, &'a String)>,
    lang: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    let head = [en("Count"), en("What")].map(|name| lang.translate(name));
    writeln!(to, "| {} | {} |\n| ---: | --- |", head[0], head[1])?;
    for (n, what) in all {
        writeln!(to, "| {n} | {} |", sentence(what))?;
    }
    Ok(())
}

fn steps(all: &[Step], to: &mut impl Write) -> io::Result<()> {
    for (i, step) in (1..).zip(all) {
        let number = format!("{i}. ");
        writeln!(to, "{number}{}", sentence(&step.text))?;
        let margin = " ".repeat(number.len());
        if step.is_command {
            writeln!(to, "\n{}", block(&step.settle, &margin))?;
        } else if !step.settle.is_empty() {
            writeln!(to, "\n{margin}{}\n", sentence(&step.settle))?;
        }
    }
    Ok(())
}

fn write_item(item: &Item, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "**{}** {}", item.count, sentence(&item.title))?;
    for line in &item.lines {
        writeln!(to, "\n{}", sentence(line))?;
    }
    if !item.steps.is_empty() {
        writeln!(to, "\n{}\n", sentence(&item.why))?;
    }
    steps(&item.steps, to)
}

fn table(head: &[String], rows: &[Vec<String>], to: &mut impl Write) -> io::Result<()> {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|c| sentence(c)).collect();
        format!("| {} |", cells.join(" | "))
    };
    writeln!(to, "{}", row(head))?;
    writeln!(to, "|{}", " --- |".repeat(head.len()))?;
    for cells in rows {
        writeln!(to, "{}", row(cells))?;
    }
    Ok(())
}

/// The word of a cell, and below it what is to be said of it.
fn grid(head: &[String], rows: &[(String, Vec<Cell>)], to: &mut impl Write) -> io::Result<()> {
    let names: Vec<String> = head.iter().map(|name| inline(name)).collect();
    writeln!(to, "| {} |", names.join(" | "))?;
    writeln!(to, "|{}", " --- |".repeat(head.len()))?;
    for (name, cells) in rows {
        write!(to, "| {} |", inline(name))?;
        for cell in cells {
            let lines = cell.lines.iter().map(|line| sentence(line));
            let all: Vec<String> = std::iter::once(format!("**{}**", inline(&cell.word)))
                .chain(lines)
                .collect();
            write!(to, " {} |", all.join("<br>"))?;
        }
        writeln!(to)?;
    }
    Ok(())
}
