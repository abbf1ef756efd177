//! Finds the exports in folders.

use crate::cli::{files, output};
use rdsim::i18n::{Language, Text, en};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The ends of the names of exports, packed or not.
const ENDS: [&str; 14] = [
    "csv", "tsv", "txt", "log", "json", "jsonl", "ndjson", "xml", "clixml", "xlsx", "gz", "zst",
    "zip", "list",
];

/// The files that some paths mean: a folder those in it that are named as exports are, in the order
/// of their names.
pub(super) fn files(paths: &[PathBuf], language: Language) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            in_folder(path, language, &mut files);
        } else {
            files.push(path.clone());
        }
    }
    files
}

fn in_folder(folder: &Path, language: Language, files: &mut Vec<PathBuf>) {
    let mut passed_over = 0u64;
    for entry in WalkDir::new(folder).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if is_named_as_export(entry.path()) => files.push(entry.into_path()),
            // What cannot be read is told where it is opened.
            Err(e) => files.extend(e.path().map(Path::to_owned)),
            Ok(_) => passed_over += 1,
        }
    }
    if passed_over > 0 {
        let folder = files::name(folder);
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("folder", &folder), ("number", &passed_over)];
        let text = Text::of(
            en("{folder}: {number} files passed over, which are not named as exports are"),
            values,
        );
        output::note(&text.localized(language));
    }
}

fn is_named_as_export(path: &Path) -> bool {
    let end = path
        .extension()
        .and_then(|end| end.to_str())
        .unwrap_or_default();
    ENDS.iter().any(|e| e.eq_ignore_ascii_case(end))
}
