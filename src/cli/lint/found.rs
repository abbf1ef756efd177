//! Finds the policies in folders.

use crate::cli::error::Error;
use crate::cli::{files, folder, output};
use rdsim::expectations;
use rdsim::i18n::{Language, en};
use rdsim::policy::encoding;
use rdsim::policy::sections::SECTIONS;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// How the names of policies end.
const ENDS: [&str; 2] = ["yaml", "yml"];

/// The beginning and the end of the line by which editors find the schema of a policy, as `init`
/// writes it.
const FOR_EDITORS: &str = "# yaml-language-server:";
const SCHEMA: &str = "policy.schema.json";

/// The policies that some paths mean, in order, each once: a folder means those in it, a file is taken
/// as it is, but for an expectation file among others, as the shell makes them of `*.yaml`.
///
/// # Errors
/// A folder that cannot be read, or no policy at all.
pub(super) fn policies(paths: &[PathBuf], language: Language) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut passed_over = Vec::new();
    let mut of_tests = Vec::new();
    for path in paths {
        if !path.is_dir() {
            let is_test = paths.len() > 1 && is_expectation_file(path, language);
            let list = if is_test { &mut of_tests } else { &mut found };
            list.push(path.clone());
            continue;
        }
        for entry in folder::walk(path, true) {
            let entry = entry.map_err(|e| {
                let error = e.to_string();
                Error::UnreadableFolder { error }.localized("", language)
            })?;
            if entry.path().is_dir() || !is_named_as_policy(entry.path()) {
                continue;
            }
            let path = entry.into_path();
            // What cannot be read is told as if it were named.
            let read = files::bytes(&path, files::SMALL, language);
            if read.is_ok_and(|bytes| !is_policy(&bytes)) {
                passed_over.push(path);
            } else if !found.contains(&path) {
                found.push(path);
            }
        }
    }
    let notes = [
        (
            &passed_over,
            en(
                "note: YAML files in folders that have no section of a policy and were passed over: {number}; the first is `{file}`",
            ),
        ),
        (
            &of_tests,
            en(
                "note: expectation files, which `rdsim test` runs, were passed over: {number}; the first is `{file}`",
            ),
        ),
    ];
    for (files, note) in notes {
        let Some(first) = files.first() else { continue };
        let first = files::name(first);
        let values: [(&str, &dyn Display); 2] = [("number", &files.len()), ("file", &first)];
        output::note(&language.fill(note, &values));
    }
    if found.is_empty() {
        return Err(Error::NoPolicies.localized("", language));
    }
    Ok(found)
}

/// Whether a file is named as an expectation file and has no section of a policy.
fn is_expectation_file(path: &Path, language: Language) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    let named = name.is_some_and(|name| name.ends_with(expectations::EXTENSION));
    let read = || files::bytes(path, files::SMALL, language);
    named && read().is_ok_and(|bytes| !is_policy(&bytes))
}

fn is_named_as_policy(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    let name = name.unwrap_or_default().to_lowercase();
    let ends = path.extension().and_then(|end| end.to_str());
    ends.is_some_and(|end| ENDS.iter().any(|e| e.eq_ignore_ascii_case(end)))
        && !name.ends_with(expectations::EXTENSION)
}

/// Whether a file has a section of a policy, or names the schema of policies for editors. It need
/// not be YAML: what is wrong with it is a finding.
fn is_policy(bytes: &[u8]) -> bool {
    let text = encoding::utf8(bytes);
    let text = String::from_utf8_lossy(&text);
    text.lines().any(|line| {
        if line.starts_with(FOR_EDITORS) && line.ends_with(SCHEMA) {
            return true;
        }
        let key = line.split_once(':').map(|(key, _)| key);
        let key = key.map(|key| key.trim_end().trim_matches(['"', '\'']));
        key.is_some_and(|key| SECTIONS.iter().any(|s| s.name.eq_ignore_ascii_case(key)))
    })
}
