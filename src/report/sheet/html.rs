//! Writes a report as a file of HTML that stands alone: no script, and nothing from elsewhere.

use super::{Cell, Item, Part, Step, Tone};
use crate::i18n::{Language, en};
use crate::text::xml;
use std::io::{self, Write};

/// The colours are read on white and on black.
const STYLE: &str = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,'Segoe UI','Yu Gothic UI',sans-serif;color-scheme:light dark}h1{font-size:1.3rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}th,td{padding:.25rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid #8884;overflow-wrap:anywhere}.n{width:4rem;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.bar{width:9rem}.mark{width:1rem}svg{display:block;max-width:100%;margin:.3rem 0}pre{overflow-x:auto;padding:.5rem;border:1px solid #8886;border-radius:.3rem}.item{border-left:3px solid #8886;padding-left:1rem;margin:1rem 0}p{overflow-wrap:anywhere}.grid{overflow-x:auto}.grid th,.grid td{min-width:10rem}.grid p{margin:0;font-size:.85rem}.good,.bad,.likely,.doubt,.plain{border-left:4px solid #8c959f}.good{border-left-color:#2da44e}.bad{border-left-color:#cf222e}.likely{border-left-color:#e16f24}.doubt{border-left-color:#d4a72c}@media print{body{max-width:none;margin:0;font-size:10pt}.grid{overflow:visible}.grid th,.grid td{min-width:0}pre{white-space:pre-wrap}tr,.item{break-inside:avoid}h2{break-after:avoid}}";

/// Width of the bar of a whole, in user units.
const WHOLE: u64 = 900;
/// Width of the longest of several bars.
const LONGEST: u64 = 140;

const fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "#2da44e",
        Tone::Bad => "#cf222e",
        Tone::Likely => "#e16f24",
        Tone::Doubt => "#d4a72c",
        Tone::Plain => "#8c959f",
    }
}

/// The class of a cell in the style sheet, which has its colour.
const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Likely => "likely",
        Tone::Doubt => "doubt",
        Tone::Plain => "plain",
    }
}

/// A text, in which a pair of backticks marks what is code.
fn text(text: &str) -> String {
    let pieces: Vec<String> = text.split('`').map(xml::text).collect();
    if pieces.len().is_multiple_of(2) {
        return pieces.join("`");
    }
    let tags = ["<code>", "</code>"];
    let mut out = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        if let Some(before) = i.checked_sub(1) {
            out.push_str(tags.get(before % 2).copied().unwrap_or_default());
        }
        out.push_str(piece);
    }
    out
}

pub(super) fn begin(title: &str, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let title = xml::text(title);
    writeln!(
        to,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
        lang.tag()
    )
}

pub(super) fn write(parts: &[Part], lang: Language, to: &mut impl Write) -> io::Result<()> {
    for part in parts {
        match part {
            Part::Heading(words) => writeln!(to, "<h2>{}</h2>", text(words))?,
            Part::Line(words) => writeln!(to, "<p>{}</p>", text(words))?,
            Part::Shares(all) => shares(all, lang, to)?,
            Part::Counts(all) => counts(all, lang, to)?,
            Part::Steps(all) => steps(all, to)?,
            Part::Item(item) => write_item(item, to)?,
            Part::Table { head, rows } => table(head, rows, to)?,
            Part::Grid { head, rows } => grid(head, rows, to)?,
        }
    }
    Ok(())
}

pub(super) fn end(to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "</main>\n</body>\n</html>")
}

/// The head of a table of counts; a bar stands beside each.
fn head(lang: Language, to: &mut impl Write) -> io::Result<()> {
    let [count, what] = [en("Count"), en("What")].map(|name| lang.translate(name));
    writeln!(
        to,
        "<table>\n<thead><tr><th class=\"n\" scope=\"col\">{count}</th><td></td><th scope=\"col\">{what}</th></tr></thead>\n<tbody>"
    )
}

/// One bar for the whole, and a table that says what its parts are.
fn shares(all: &[(u64, String, Tone)], lang: Language, to: &mut impl Write) -> io::Result<()> {
    let sum: u64 = all.iter().map(|(n, ..)| n).sum();
    let said: Vec<String> = all
        .iter()
        .map(|(n, what, _)| format!("{n} {what}"))
        .collect();
    writeln!(
        to,
        "<svg role=\"img\" aria-label=\"{}\" width=\"100%\" height=\"24\" viewBox=\"0 0 {WHOLE} 24\" preserveAspectRatio=\"none\">",
        xml::text(&said.join("; "))
    )?;
    let mut x = 0;
    for (n, _, tone) in all {
        // What is there is seen.
        let width = part(*n, sum, WHOLE).min(WHOLE - x);
        if width > 0 {
            let colour = colour(*tone);
            writeln!(
                to,
                "<rect x=\"{x}\" y=\"0\" width=\"{width}\" height=\"24\" fill=\"{colour}\"/>"
            )?;
        }
        x += width;
    }
    writeln!(to, "</svg>")?;
    head(lang, to)?;
    for (n, what, tone) in all {
        let mark = format!(
            "<svg aria-hidden=\"true\" width=\"14\" height=\"14\" viewBox=\"0 0 14 14\"><rect width=\"14\" height=\"14\" rx=\"3\" fill=\"{}\"/></svg>",
            colour(*tone)
        );
        row(*n, ("mark", &mark), what, to)?;
    }
    writeln!(to, "</tbody>\n</table>")
}

/// The width of a part of a whole: at least 2, where there is anything.
fn part(n: u64, sum: u64, whole: u64) -> u64 {
    if n == 0 || sum == 0 {
        return 0;
    }
    let width = u128::from(n) * u128::from(whole) / u128::from(sum);
    u64::try_from(width).unwrap_or(whole).max(2)
}

fn counts(all: &[(u64, String)], lang: Language, to: &mut impl Write) -> io::Result<()> {
    let most = all.iter().map(|(n, _)| *n).max().unwrap_or(0);
    head(lang, to)?;
    for (n, what) in all {
        let bar = format!(
            "<svg aria-hidden=\"true\" width=\"{LONGEST}\" height=\"14\" viewBox=\"0 0 {LONGEST} 14\"><rect width=\"{}\" height=\"14\" rx=\"2\" fill=\"#54aeff\"/></svg>",
            part(*n, most, LONGEST)
        );
        row(*n, ("bar", &bar), what, to)?;
    }
    writeln!(to, "</tbody>\n</table>")
}

fn row(n: u64, drawing: (&str, &str), what: &str, to: &mut impl Write) -> io::Result<()> {
    let (class, drawing) = drawing;
    let what = text(what);
    writeln!(
        to,
        "<tr><td class=\"n\">{n}</td><td class=\"{class}\">{drawing}</td><td>{what}</td></tr>"
    )
}

fn steps(all: &[Step], to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "<ol>")?;
    for step in all {
        write!(to, "<li>{}", text(&step.text))?;
        if step.is_command {
            // What is wider than the page is reached with the keyboard, too.
            let settle = xml::text(&step.settle);
            write!(to, "<pre tabindex=\"0\"><code>{settle}</code></pre>")?;
        } else if !step.settle.is_empty() {
            write!(to, "<br>{}", text(&step.settle))?;
        }
        writeln!(to, "</li>")?;
    }
    writeln!(to, "</ol>")
}

fn write_item(item: &Item, to: &mut impl Write) -> io::Result<()> {
    let title = text(&item.title);
    writeln!(
        to,
        "<section class=\"item\">\n<p><strong>{}</strong> {title}</p>",
        item.count
    )?;
    for line in &item.lines {
        writeln!(to, "<p>{}</p>", text(line))?;
    }
    if !item.steps.is_empty() {
        writeln!(to, "<p>{}</p>", text(&item.why))?;
        steps(&item.steps, to)?;
    }
    writeln!(to, "</section>")
}

fn table(head: &[String], rows: &[Vec<String>], to: &mut impl Write) -> io::Result<()> {
    let cells = |cells: &[String], begin: &str, end: &str| -> String {
        let all = cells.iter().map(|c| format!("{begin}{}{end}", text(c)));
        all.collect()
    };
    let names = cells(head, "<th scope=\"col\">", "</th>");
    writeln!(to, "<table>\n<thead><tr>{names}</tr></thead>\n<tbody>")?;
    for row in rows {
        writeln!(to, "<tr>{}</tr>", cells(row, "<td>", "</td>"))?;
    }
    writeln!(to, "</tbody>\n</table>")
}

/// The word of a cell, and below it what is to be said of it; a wide table is moved sideways, with
/// the keyboard too.
fn grid(head: &[String], rows: &[(String, Vec<Cell>)], to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "<section class=\"grid\" tabindex=\"0\">\n<table>")?;
    let names = head.iter();
    let names = names.map(|name| format!("<th scope=\"col\">{}</th>", xml::text(name)));
    let names: String = names.collect();
    writeln!(to, "<thead><tr>{names}</tr></thead>\n<tbody>")?;
    for (name, cells) in rows {
        write!(to, "<tr><th scope=\"row\">{}</th>", xml::text(name))?;
        for cell in cells {
            let (class, word) = (class(cell.tone), xml::text(&cell.word));
            write!(to, "<td class=\"{class}\"><strong>{word}</strong>")?;
            for line in &cell.lines {
                write!(to, "<p>{}</p>", text(line))?;
            }
            write!(to, "</td>")?;
        }
        writeln!(to, "</tr>")?;
    }
    writeln!(to, "</tbody>\n</table>\n</section>")
}
