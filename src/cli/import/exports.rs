//! Reads the files to import: those that are named, and the exports in folders and zip archives.

use super::super::files;
use rdsim::i18n::Language;
use rdsim::import::{Input, is_export};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;
use zip::ZipArchive;

/// How the names of exports end, what keeps most of an object first.
const ENDINGS: [&str; 11] = [
    "json", "jsonl", "ndjson", "xml", "clixml", "clix", "ps1", "csv", "tsv", "txt", "log",
];

/// What every workbook of Excel has.
const WORKBOOK: &str = "xl/workbook.xml";

/// What is in the files that were named.
#[derive(Debug, Default)]
pub(super) struct Exports {
    /// Names and bytes.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Files of folders and archives that no cmdlet exported.
    pub(super) passed_over: Vec<String>,
    /// Exports of folders and archives that another format of the same name has too.
    pub(super) twice: Vec<String>,
    /// The exports of folders and archives without their formats, and their places.
    names: HashMap<String, usize>,
    /// Workbooks of Excel, which are zip archives too.
    pub(super) workbooks: Vec<String>,
    /// What cannot be read, and why.
    pub(super) unread: Vec<(String, io::Error)>,
}

impl Exports {
    /// Read a path: a file, a folder, a zip archive, or standard input.
    pub(super) fn read(&mut self, path: &Path, language: Language) {
        if path.is_dir() {
            let walk = WalkDir::new(path).sort_by_file_name();
            for entry in walk {
                match entry {
                    Ok(entry) if entry.file_type().is_dir() => {}
                    Ok(entry) => self.among(entry.path(), language),
                    Err(error) => self.unread.push((files::name(path), error.into())),
                }
            }
            return;
        }
        let name = files::name(path);
        match files::bytes(path, files::EXPORT, language) {
            Ok(bytes) if is_zip(&bytes) => self.zip(&name, &bytes, language),
            Ok(bytes) => self.files.push((name, bytes)),
            Err(error) => self.unread.push((name, error)),
        }
    }

    /// Take a file of a folder, if it is an export.
    fn among(&mut self, path: &Path, language: Language) {
        let name = files::name(path);
        if !has_ending(path) || !File::open(path).is_ok_and(|f| is_regular(&f)) {
            self.passed_over.push(name);
            return;
        }
        match files::bytes(path, files::EXPORT, language) {
            Ok(bytes) => self.take(name, bytes),
            Err(error) => self.unread.push((name, error)),
        }
    }

    fn take(&mut self, name: String, bytes: Vec<u8>) {
        let (file, all) = (name.as_str(), bytes.as_slice());
        if !is_export(&Input { file, bytes: all }) {
            self.passed_over.push(name);
            return;
        }
        let place = *self
            .names
            .entry(without_format(&name))
            .or_insert(self.files.len());
        match self.files.get_mut(place) {
            None => self.files.push((name, bytes)),
            Some(other) if rank(&name) < rank(&other.0) => {
                let other = std::mem::replace(other, (name, bytes));
                self.twice.push(other.0);
            }
            Some(_) => self.twice.push(name),
        }
    }

    /// Take the exports of an archive, in the order of its directory.
    fn zip(&mut self, name: &str, bytes: &[u8], language: Language) {
        let archive = ZipArchive::new(Cursor::new(bytes));
        let mut archive = match archive {
            Ok(archive) => archive,
            Err(error) => return self.unread.push((name.to_owned(), error.into())),
        };
        // All that is in an archive counts as one file.
        let mut left = files::EXPORT;
        if archive.index_for_name(WORKBOOK).is_some() {
            self.workbooks.push(name.to_owned());
            return;
        }
        for index in 0..archive.len() {
            let entry = match archive.by_index(index) {
                Ok(entry) if entry.is_dir() => continue,
                Ok(entry) => entry,
                Err(error) => {
                    self.unread.push((name.to_owned(), error.into()));
                    continue;
                }
            };
            let inner = entry
                .name()
                .map_or_else(|_| index.to_string(), |n| n.into_owned());
            let inner_path = PathBuf::from(&inner);
            let inner = format!("{name}#{inner}");
            if !has_ending(&inner_path) {
                self.passed_over.push(inner);
                continue;
            }
            if entry.size() > left {
                let why = files::too_large(files::EXPORT, language);
                return self.unread.push((inner, why));
            }
            // The size that an entry tells need not be true.
            let limit = entry.size();
            left -= limit;
            let mut unpacked = Vec::new();
            match entry.take(limit).read_to_end(&mut unpacked) {
                Ok(_) => self.take(inner, unpacked),
                Err(error) => self.unread.push((inner, error)),
            }
        }
    }
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn is_regular(file: &File) -> bool {
    file.metadata().is_ok_and(|about| about.is_file())
}

fn has_ending(path: &Path) -> bool {
    ending(path).is_some()
}

/// The place of a path's ending among those of exports.
fn ending(path: &Path) -> Option<usize> {
    let ending = path.extension()?.to_str()?;
    ENDINGS.iter().position(|e| e.eq_ignore_ascii_case(ending))
}

fn rank(name: &str) -> usize {
    ending(Path::new(name)).unwrap_or(ENDINGS.len())
}

/// The name of a file without its format: some tools write each export as XML and as CSV, side by
/// side or in a folder for each format.
fn without_format(name: &str) -> String {
    let lower = name.to_lowercase();
    let (path, format) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    let parts = path.split(['/', '\\', '#']);
    let parts = parts.filter(|part| !ENDINGS.contains(part));
    let parts: Vec<&str> = parts.collect();
    let configuration = if format == "ps1" { ".ps1" } else { "" };
    format!("{}{configuration}", parts.join("/"))
}
