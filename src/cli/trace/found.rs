//! Finds the exports in folders, and those that a pattern means where the shell does not expand it.

use crate::cli::output;
use globset::GlobBuilder;
use rdsim::i18n::{Language, Text, en};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The ends of the names of exports, packed or not.
const ENDS: [&str; 14] = [
    "csv", "tsv", "txt", "log", "json", "jsonl", "ndjson", "xml", "clixml", "xlsx", "gz", "zst",
    "zip", "list",
];

/// The files that some paths mean: a folder those in it that are named as exports are, a pattern
/// such as `MSGTRK*.LOG` those that it matches. They are in the order of their names.
pub(super) fn files(paths: &[PathBuf], language: Language) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            in_folder(path, language, &mut files);
        } else if !path.exists()
            && let Some(found) = by_pattern(path)
        {
            files.extend(found);
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
        let folder = folder.display();
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

/// The files that a pattern means; none where it is no pattern, or matches nothing.
fn by_pattern(path: &Path) -> Option<Vec<PathBuf>> {
    let pattern = path.file_name()?.to_str()?;
    if !pattern.contains(['*', '?', '[']) {
        return None;
    }
    let glob = GlobBuilder::new(pattern)
        .case_insensitive(cfg!(windows))
        .build()
        .ok()?
        .compile_matcher();
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let entries = WalkDir::new(folder.unwrap_or(Path::new(".")))
        .min_depth(1)
        .max_depth(1)
        .sort_by_file_name();
    let found: Vec<PathBuf> = entries
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && glob.is_match(entry.file_name()))
        .map(|entry| match folder {
            Some(_) => entry.path().to_owned(),
            None => PathBuf::from(entry.file_name()),
        })
        .collect();
    (!found.is_empty()).then_some(found)
}
