//! Writes a table of words for a terminal of 80 columns: as many of its columns side by side as
//! there is room for, and below them in numbered notes what is to be said of the words.

use crate::report::sheet::{Cell, Tone};
use crate::text::{padded, plain};
use anstyle::{AnsiColor, Style};
use rustc_hash::FxHashMap;
use std::io::{self, Write};
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter, wrap};

/// Columns of the terminal.
const WIDTH: usize = 80;
/// Columns of the longest name of a row that is not broken.
const NAME: usize = 28;
/// Columns of the longest name of a column that is not broken.
const HEAD: usize = 22;
/// Blanks between two columns.
const GAP: &str = "  ";

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Bad => AnsiColor::Red.on_default(),
        Tone::Likely | Tone::Doubt => AnsiColor::Yellow.on_default(),
        Tone::Plain => Style::new(),
    }
}

/// A text as lines that are no longer than a width; a word that is, is broken.
fn lines(text: &str, width: usize) -> Vec<String> {
    let text = plain(text);
    let options = Options::new(width).word_splitter(WordSplitter::NoHyphenation);
    let lines = wrap(&text, options).into_iter();
    lines.map(std::borrow::Cow::into_owned).collect()
}

/// What is said of cells, each once, in the order in which it is referred to.
#[derive(Default)]
struct Notes<'a> {
    all: Vec<&'a [String]>,
    places: FxHashMap<&'a [String], usize>,
}

impl<'a> Notes<'a> {
    /// The number of what is said of a cell.
    fn number(&mut self, said: &'a [String]) -> usize {
        let all = &mut self.all;
        *self.places.entry(said).or_insert_with(|| {
            all.push(said);
            all.len()
        })
    }

    /// The word of a cell, with the number of its note.
    fn referred(&mut self, cell: &'a Cell) -> String {
        let word = plain(&cell.word).into_owned();
        match cell.lines.as_slice() {
            [] => word,
            said => format!("{word} [{}]", self.number(said)),
        }
    }
}

/// A column: the lines of its name, and its width.
struct Column {
    head: Vec<String>,
    width: usize,
}

impl Column {
    /// That at a place; the notes that it may add have numbers no longer than this many do.
    fn of(head: &[String], rows: &[(String, Vec<Cell>)], at: usize, notes: &Notes) -> Self {
        let most = (notes.all.len() + rows.len()).to_string().len();
        let cells = rows.iter().filter_map(|(_, cells)| cells.get(at - 1));
        let longest = cells.map(|cell| {
            let mark = if cell.lines.is_empty() {
                0
            } else {
                most + " []".len()
            };
            display_width(&plain(&cell.word)) + mark
        });
        let longest = longest.max().unwrap_or(0);
        let name = head.get(at).map_or("", String::as_str);
        let head = lines(name, longest.max(HEAD));
        let widest = head.iter().map(|line| display_width(line)).max();
        Self {
            head,
            width: longest.max(widest.unwrap_or(0)),
        }
    }
}

pub(super) fn write(
    head: &[String],
    rows: &[(String, Vec<Cell>)],
    to: &mut impl Write,
) -> io::Result<()> {
    writeln!(to)?;
    let mut notes = Notes::default();
    let names: Vec<Vec<String>> = rows.iter().map(|(name, _)| lines(name, NAME)).collect();
    let name_width = names.iter().flatten().map(|n| display_width(n)).max();
    let name_width = name_width.unwrap_or(0);
    let mut rest = 1..head.len();
    while !rest.is_empty() {
        let mut width = name_width;
        let mut block: Vec<Column> = Vec::new();
        for at in rest.clone() {
            let column = Column::of(head, rows, at, &notes);
            width += GAP.len() + column.width;
            // One column is written however wide it is.
            if width > WIDTH && !block.is_empty() {
                break;
            }
            block.push(column);
        }
        if rest.start > 1 {
            writeln!(to)?;
        }
        write_head(
            head.first().map_or("", String::as_str),
            name_width,
            &block,
            to,
        )?;
        for (lines, (_, cells)) in names.iter().zip(rows) {
            let cells = cells.iter().skip(rest.start - 1);
            let words = block
                .iter()
                .zip(cells)
                .map(|(column, cell)| (notes.referred(cell), column.width, style(cell.tone)));
            write_row(lines, name_width, words, to)?;
        }
        rest.start += block.len();
    }
    if !notes.all.is_empty() {
        writeln!(to)?;
    }
    for (number, note) in (1..).zip(&notes.all) {
        let mark = format!("[{number}] ");
        let margin = " ".repeat(mark.len());
        for (at, line) in note.iter().enumerate() {
            let options = Options::new(WIDTH)
                .initial_indent(if at == 0 { &mark } else { &margin })
                .subsequent_indent(&margin)
                .break_words(false)
                .word_splitter(WordSplitter::NoHyphenation);
            writeln!(to, "{}", textwrap::fill(&plain(line), options))?;
        }
    }
    Ok(())
}

fn write_head(
    name: &str,
    name_width: usize,
    block: &[Column],
    to: &mut impl Write,
) -> io::Result<()> {
    let height = block.iter().map(|column| column.head.len()).max();
    for at in 0..height.unwrap_or(1) {
        let name = if at == 0 { plain(name) } else { "".into() };
        let mut line = padded(&name, name_width);
        for column in block {
            line.push_str(GAP);
            let head = column.head.get(at).map_or("", String::as_str);
            line.push_str(&padded(head, column.width));
        }
        writeln!(to, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The words stand on the first line of the row's name.
fn write_row(
    name: &[String],
    name_width: usize,
    words: impl Iterator<Item = (String, usize, Style)>,
    to: &mut impl Write,
) -> io::Result<()> {
    let mut lines = name.iter();
    write!(
        to,
        "{}",
        padded(lines.next().map_or("", String::as_str), name_width)
    )?;
    let mut blanks = String::new();
    for (word, width, style) in words {
        write!(to, "{blanks}{GAP}{style}{word}{style:#}")?;
        blanks = " ".repeat(width.saturating_sub(display_width(&word)));
    }
    writeln!(to)?;
    for line in lines {
        writeln!(to, "{line}")?;
    }
    Ok(())
}
