//! Gives the policies, messages and files that many tests are about.

use crate::program::root;
use rdsim::policy::{Policy, read};
use std::path::PathBuf;

/// A message to somebody outside.
pub const MESSAGE: &str = "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHi\n";

/// A policy without an error.
pub fn policy(text: &str) -> Policy {
    policy_as("policy", text)
}

/// A policy without an error, in a file of that name.
pub fn policy_as(file: &str, text: &str) -> Policy {
    read::read(file, text.as_bytes())
        .unwrap_or_else(|p| panic!("{}\n{text}", p[0]))
        .0
}

/// The policy in a file of the project.
pub fn policy_in(file: &str) -> Policy {
    policy_as(file, &std::fs::read_to_string(root().join(file)).unwrap())
}

/// The files below a folder of the project whose names have an ending, in order.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(root().join(folder)).into_iter();
    let mut files: Vec<PathBuf> = all
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file() && e.file_name().to_str().unwrap().ends_with(ending))
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    files
}

/// The policies of the project, without the expectation files beside them.
pub fn policies() -> Vec<PathBuf> {
    let mut all = files("policies", ".yaml");
    all.retain(|p| {
        !p.to_str()
            .unwrap()
            .ends_with(rdsim::expectations::EXTENSION)
    });
    all
}

/// A message with LF, with CRLF and with CR at the end of its lines.
pub fn with_line_ends(message: &[u8]) -> [Vec<u8>; 3] {
    let lines = message.split(|b| *b == b'\n');
    let lines: Vec<&[u8]> = lines.map(|l| l.strip_suffix(b"\r").unwrap_or(l)).collect();
    ["\n", "\r\n", "\r"].map(|end| lines.join(end.as_bytes()))
}
