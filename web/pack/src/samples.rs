//! Gathers the sample policies and messages of the repository.

#[path = "../../../src/i18n/comments.rs"]
mod comments;
#[path = "../../../src/i18n/entries.rs"]
mod entries;

use crate::read;
use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The Japanese of the comments of the sample policies.
const JAPANESE: [&str; 2] = ["src/i18n/ja.init.txt", "src/i18n/policies.ja.txt"];

/// The samples as JSON.
pub fn json(root: &Path) -> Result<String> {
    let japanese: Result<String> = JAPANESE.iter().map(|f| read(&root.join(f))).collect();
    let japanese = japanese?;
    let japanese = entries::entries(&japanese).collect();
    let mut all = policies(&root.join("policies"), &japanese)?;
    // Those of the questions of the page.
    all.extend(policies(&root.join("web/samples"), &japanese)?);
    let text = json!({
        "policies": all,
        "messages": messages(&root.join("fixtures"))?,
    });
    Ok(text.to_string())
}

/// The policies of a folder, each as it is and with its comments in Japanese.
fn policies(folder: &Path, japanese: &BTreeMap<&str, &str>) -> Result<Vec<Value>> {
    let mut out = Vec::new();
    for (name, bytes) in files(folder, ".yaml")? {
        if !name.ends_with(".rdsim.yaml") {
            let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
            let name = name.trim_end_matches(".yaml");
            let ja = comments::translated(&text, japanese);
            out.push(json!({"name": name, "text": text, "ja": ja}));
        }
    }
    Ok(out)
}

/// The messages of the folders that are named for a kind or are awkward, each with its line of the
/// README.
fn messages(folder: &Path) -> Result<Vec<Value>> {
    let readme = std::fs::read_to_string(folder.join("README.md")).context("fixtures/README.md")?;
    let mut out = Vec::new();
    for (name, bytes) in files(folder, ".eml")? {
        let mark = format!("- `{name}`: ");
        let Some(about) = readme.lines().find_map(|l| l.strip_prefix(&mark)) else {
            continue;
        };
        // A text is smaller as it is than in base64.
        let message = match String::from_utf8(bytes) {
            Ok(text) => json!({"name": name, "about": about, "text": text}),
            Err(e) => {
                let base64 = BASE64_STANDARD.encode(e.as_bytes());
                json!({"name": name, "about": about, "base64": base64})
            }
        };
        out.push(message);
    }
    Ok(out)
}

/// The files of a folder with an extension: their path below it, and their bytes.
fn files(folder: &Path, extension: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let mut out = Vec::new();
    for path in paths(folder, extension)? {
        let name = path.strip_prefix(folder)?.to_string_lossy();
        out.push((name.replace('\\', "/"), std::fs::read(&path)?));
    }
    Ok(out)
}

/// The files of a folder with an extension, in the order of their names; a file is the only one.
pub fn paths(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() && entry.path().to_string_lossy().ends_with(extension) {
            out.push(entry.into_path());
        }
    }
    Ok(out)
}
