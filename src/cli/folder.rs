//! Walks through a folder of a repository: what git ignores and what Cargo builds is passed over.

use ignore::{DirEntry, Walk, WalkBuilder};
use std::path::Path;

/// The entries of a folder, in the order of their paths, without those that are hidden; or a file
/// alone.
pub fn walk(folder: &Path, as_git: bool) -> Walk {
    WalkBuilder::new(folder)
        .standard_filters(as_git)
        .hidden(true)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .sort_by_file_path(Path::cmp)
        .filter_entry(|entry| entry.depth() == 0 || !is_target(entry))
        .build()
}

fn is_target(entry: &DirEntry) -> bool {
    entry.file_name() == "target" && entry.file_type().is_some_and(|t| t.is_dir())
}
