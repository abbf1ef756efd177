//! Reads only files of one folder, so that a stranger's expectation file can name no other.

use super::error::of_system;
use super::files;
use rdsim::expectations::Unread;
use rdsim::i18n::Language;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Symbolic links that are followed on the way to one file.
const LINKS: usize = 32;

/// The folder of `--root`.
#[derive(Debug)]
pub struct Root {
    /// Without links.
    folder: PathBuf,
    /// As it is shown.
    name: String,
}

impl Root {
    /// The folder at a path.
    ///
    /// # Errors
    /// Why it cannot be found.
    pub fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            folder: std::fs::canonicalize(folder)?,
            name: files::name(folder),
        })
    }

    /// As it is shown.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path of a file of the folder without any link, or nothing if the file is outside.
    /// Outside of the folder not even the existence of a file is asked for.
    ///
    /// # Errors
    /// Why the current folder is not known.
    pub fn resolved(&self, path: &Path) -> io::Result<Option<PathBuf>> {
        let mut here = std::fs::canonicalize(".")?;
        let mut left = path;
        while let Ok(rest) = left.strip_prefix("..") {
            here.pop();
            left = rest;
        }
        let joined = here.join(left);
        let Ok(below) = joined.strip_prefix(&self.folder) else {
            return Ok(None);
        };
        Ok(self.followed(below))
    }

    /// Follow the links of a path below the folder.
    fn followed(&self, below: &Path) -> Option<PathBuf> {
        let mut todo = parts(below);
        // Below the folder, without links.
        let mut at = PathBuf::new();
        let mut links = 0;
        while let Some(part) = todo.pop() {
            if part == Path::new("..") {
                if !at.pop() {
                    return None;
                }
                continue;
            }
            if is_git(&part) {
                return None;
            }
            let next = at.join(&part);
            // What is not there, or is no link, is told when it is opened.
            let Ok(target) = std::fs::read_link(self.folder.join(&next)) else {
                at = next;
                continue;
            };
            links += 1;
            if links > LINKS {
                return None;
            }
            if target.has_root() {
                todo.append(&mut parts(target.strip_prefix(&self.folder).ok()?));
                at = PathBuf::new();
            } else {
                todo.append(&mut parts(&target));
            }
        }
        Some(self.folder.join(at))
    }

    /// The bytes of a file of the folder.
    fn bytes(&self, path: &Path, limit: u64, language: Language) -> Result<Vec<u8>, Unread> {
        let failed = |e: io::Error| Unread::Failed(of_system(&e));
        let outside = || Unread::Outside(self.name.clone());
        let path = self.resolved(path).map_err(failed)?.ok_or_else(outside)?;
        // A file system may know `.git` by other names, such as `git~1`.
        let path = std::fs::canonicalize(path).map_err(failed)?;
        let below = path.strip_prefix(&self.folder).map_err(|_| outside())?;
        if below.iter().any(|part| is_git(Path::new(part))) {
            return Err(outside());
        }
        files::bytes(&path, limit, language).map_err(failed)
    }
}

/// The bytes of a file, which must be below the folder if there is one.
///
/// # Errors
/// Why it is not read.
pub fn bytes(
    root: Option<&Root>,
    path: &Path,
    limit: u64,
    language: Language,
) -> Result<Vec<u8>, Unread> {
    match root {
        Some(root) => root.bytes(path, limit, language),
        None => files::bytes(path, limit, language).map_err(|e| Unread::Failed(of_system(&e))),
    }
}

/// Whether a name is that of the folder of git: what lies there was not checked out, and may hold a
/// token.
fn is_git(name: &Path) -> bool {
    name.to_str()
        .is_some_and(|n| n.eq_ignore_ascii_case(".git"))
}

/// The parts of a path, the first one last.
fn parts(path: &Path) -> Vec<PathBuf> {
    let parts = path.components().rev();
    parts
        .filter(|part| *part != Component::CurDir)
        .map(|part| PathBuf::from(part.as_os_str()))
        .collect()
}
