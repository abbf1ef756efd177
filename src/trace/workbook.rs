//! Reads message traces that Excel saved as .xlsx: every sheet that has the columns of one.

use super::batch::{Part, problem};
use super::columns::Columns;
use super::error::Error;
use super::read::{Parts, one};
use super::records::{Found, Rows};
use super::refusal;
use crate::mail::archive::Budget;
use calamine::{DataRef, DataType as _, Reader as _, Xlsx, XlsxError};
use std::io::{self, Read, Seek};
use std::sync::Arc;
use zip::ZipArchive;

/// Rows among which the header is looked for: above it there may be a title.
const ABOVE: usize = 20;
/// Columns of a sheet that are read; a trace has some thirty.
const COLUMNS: u32 = 1_000;

/// Whether an archive is a workbook.
pub(super) fn is(archive: &ZipArchive<impl Read + Seek>) -> bool {
    archive.index_for_name("xl/workbook.xml").is_some()
}

/// The rows of a workbook. It is read whole: what it unpacks to is bounded by the budget.
pub(super) fn open<'a>(
    file: &str,
    archive: ZipArchive<impl Read + Seek>,
    budget: &Budget,
) -> Parts<'a> {
    let unreadable = |error: &Error| one(Part::Unreadable(problem(file, 0, error)));
    let whole = match within_budget(archive, budget) {
        Ok(whole) => whole,
        Err(e) => {
            let reason = refusal::reason(&e);
            return unreadable(&Error::NotUnpacked { reason });
        }
    };
    match parts(file, whole) {
        Ok(parts) if parts.is_empty() => unreadable(&Error::NoSheet),
        Ok(parts) => Box::new(parts.into_iter()),
        Err(e) => unreadable(&Error::WorkbookNotRead {
            error: e.to_string(),
        }),
    }
}

/// The file of a workbook, once it is known that it unpacks to no more than it may.
fn within_budget<R: Read + Seek>(mut archive: ZipArchive<R>, budget: &Budget) -> io::Result<R> {
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).map_err(io::Error::other)?;
        let mut buffer = [0; 16 * 1024];
        loop {
            let n = entry.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            budget.unpack(n as u64).map_err(io::Error::other)?;
        }
    }
    let mut whole = archive.into_inner();
    whole.rewind()?;
    Ok(whole)
}

fn parts(file: &str, whole: impl Read + Seek) -> Result<Vec<Part>, XlsxError> {
    let mut workbook = Xlsx::new(whole)?;
    let mut parts = Vec::new();
    for name in workbook.sheet_names() {
        let mut cells = match workbook.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A chart.
            Err(_) => continue,
        };
        let mut sheet = Sheet::default();
        while let Some(cell) = cells.next_cell()? {
            let (row, column) = cell.get_position();
            sheet.cell(row, column, cell.get_value());
        }
        sheet.flush();
        if sheet.names.is_some() {
            let inner: Arc<str> = format!("{file}#{name}").into();
            let rows = sheet.rows.into_iter().map(Ok);
            parts.extend(Rows::new(inner, rows));
        }
    }
    Ok(parts)
}

/// A sheet that is read cell by cell.
#[derive(Default)]
struct Sheet {
    /// The names of the columns, once the header is found.
    names: Option<Arc<[String]>>,
    /// The row that is read, and its number from 1.
    row: Vec<String>,
    number: u64,
    above: usize,
    rows: Vec<(u64, Found)>,
}

impl Sheet {
    fn cell(&mut self, row: u32, column: u32, value: &DataRef) {
        let number = u64::from(row) + 1;
        if number != self.number {
            self.flush();
            self.number = number;
        }
        if column >= COLUMNS {
            return;
        }
        let column = column as usize;
        if self.row.len() <= column {
            self.row.resize(column + 1, String::new());
        }
        if let Some(cell) = self.row.get_mut(column) {
            *cell = shown(value);
        }
    }

    /// Take the row that was read.
    fn flush(&mut self) {
        let mut row = std::mem::take(&mut self.row);
        if row.iter().all(String::is_empty) {
            return;
        }
        match &self.names {
            Some(names) => {
                // What stands beside the table is none of it; empty cells at the end are not kept.
                row.resize(names.len(), String::new());
                let found = Found::Record(names.clone(), row.iter().collect());
                self.rows.push((self.number, found));
            }
            None if self.above < ABOVE => {
                self.above += 1;
                if Columns::of(row.iter().map(String::as_str)).is_some() {
                    self.names = Some(row.into());
                }
            }
            None => {}
        }
    }
}

/// A cell as text, and a date as ISO 8601.
fn shown(value: &DataRef) -> String {
    match value {
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, ms) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}")
        }
        value => value.as_string().unwrap_or_default(),
    }
}
