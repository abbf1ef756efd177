//! Reads Export-Csv, with `,` or `;` or tab between the cells.

use super::error::Error;
use super::object::Object;
use super::source::{MOST, START, Source};
use crate::diagnostic::{FirstProblems, Problem};
use crate::policy::document::{Node, Value};

const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// Whether a text begins with a line of column names.
#[must_use]
pub fn is_csv(text: &str) -> bool {
    let header = text.lines().next().unwrap_or_default();
    let name = |cell: &str| {
        let cell = cell.trim().trim_matches('"');
        cell.starts_with(|c: char| c.is_ascii_alphabetic())
            && cell
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_@. -[]()".contains(c))
    };
    let delimiter = delimiter(header);
    (header.contains(delimiter) || header.starts_with('"')) && header.split(delimiter).all(name)
}

fn delimiter(header: &str) -> char {
    let count = |d: &char| header.matches(*d).count();
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(count)
        .unwrap_or(',')
}

/// The rows of a file.
///
/// # Errors
/// A quoted cell that is never closed, or a text that is no CSV.
pub fn read(source: &Source, problems: &mut FirstProblems) -> Result<Vec<Object>, Problem> {
    let blank = source.text.len() - source.text.trim_start().len();
    let (types, start) = match source
        .text
        .get(blank..)
        .unwrap_or_default()
        .split_once('\n')
    {
        Some((first, _)) if first.starts_with("#TYPE ") => {
            let name = first.trim_start_matches("#TYPE ").trim();
            (vec![name.to_owned()], blank + first.len() + 1)
        }
        _ => (Vec::new(), blank),
    };
    let text = source.text.get(start..).unwrap_or_default();
    let delimiter = delimiter(text.lines().next().unwrap_or_default());
    let between = u8::try_from(delimiter).unwrap_or(b',');
    // Some are within cells; this bounds the memory for a row without an end.
    if memchr::memchr_iter(between, text.as_bytes()).count() > 4 * MOST {
        return Err(source.error(START, &Error::FileTooLarge));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(between)
        .flexible(true)
        .from_reader(text.as_bytes());
    let bad = |e: csv::Error| {
        let offset = e
            .position()
            .map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
        let reason = e.to_string();
        source.error(source.pos(start + offset), &Error::NotCsv { reason })
    };
    let names = reader.headers().map_err(bad)?.clone();
    let mut objects = Vec::new();
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let offset = record.position().map_or(0, csv::Position::byte);
        let row = start + usize::try_from(offset).unwrap_or(0);
        let cells = cells(source, row, delimiter)?;
        let at = source.pos(cells.first().copied().unwrap_or(row));
        source.count(at, cells.len())?;
        if record.len() != names.len() {
            let (cells, names) = (record.len(), names.len());
            problems.push(source.error(at, &Error::CellCount { cells, names }));
            continue;
        }
        let both = names.iter().zip(record.iter());
        let properties = both.enumerate().map(|(i, (name, cell))| {
            let pos = cells.get(i).map_or(at, |offset| source.pos(*offset));
            let value = match cell {
                "" => Value::Null,
                cell => Value::Text(cell.to_owned()),
            };
            // Azure's portals say the time zone behind a name.
            let name = name.trim().trim_end_matches(" [UTC]");
            (name.to_owned(), pos, Node::new(value, pos))
        });
        objects.push(Object {
            at,
            kind: None,
            types: types.clone(),
            properties: properties.collect(),
        });
    }
    Ok(objects)
}

/// Where the cells of the row at `row` start.
fn cells(source: &Source, row: usize, delimiter: char) -> Result<Vec<usize>, Problem> {
    let text = source.text.get(row..).unwrap_or_default();
    // The reader skips empty lines before a row.
    let row = row + text.len() - text.trim_start_matches(['\r', '\n']).len();
    let mut starts = vec![row];
    let mut quoted = false;
    for (i, c) in source.text.get(row..).unwrap_or_default().char_indices() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => return Ok(starts),
            c if c == delimiter && !quoted => starts.push(row + i + c.len_utf8()),
            _ => {}
        }
    }
    if quoted {
        let at = source.pos(starts.last().copied().unwrap_or(row));
        return Err(source.error(at, &Error::UnclosedCell));
    }
    Ok(starts)
}
