//! Finds the file that a path leads to, and whether it may be written.

use super::Existing;
use super::error::Reason;
use crate::cli::inputs;
use rdsim::mail::walk::shown;
use std::collections::VecDeque;
use std::fs::{self, Metadata, OpenOptions};
use std::io;
use std::path::{Component, Path, PathBuf};

/// Links that a path may lead over, as on Linux.
const LINKS: usize = 40;

/// The file that a path leads to.
pub struct Target {
    /// Its path, without links.
    pub path: PathBuf,
    /// The file that is there already.
    pub replaced: Option<Metadata>,
}

/// Find the file that is written where a path is given.
///
/// # Errors
/// Why it may not be written.
pub fn find(path: &Path, existing: Existing) -> Result<Target, Reason> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => return Err(Reason::Folder),
        Ok(_) if existing == Existing::Keep => return Err(Reason::Exists),
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e.into()),
        _ => {}
    }
    let path = followed(path)?;
    let replaced = match fs::symlink_metadata(&path) {
        Ok(metadata) => Some(metadata),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(e.into()),
    };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.exists()) {
        let folder = shown(folder).into_owned();
        return Err(Reason::NoFolder { folder });
    }
    if let Some(metadata) = &replaced {
        // A device or a pipe would be replaced by a file.
        if !metadata.is_file() {
            return Err(Reason::NotRegular);
        }
        if existing == Existing::Replace && inputs::has(&path) {
            return Err(Reason::IsRead);
        }
        if existing == Existing::Edit && is_read_only(&path, metadata) {
            return Err(Reason::ReadOnly);
        }
    }
    Ok(Target { path, replaced })
}

/// Whether a file may not be written to; root may write to any, and is told nevertheless.
fn is_read_only(path: &Path, metadata: &Metadata) -> bool {
    metadata.permissions().readonly() || OpenOptions::new().append(true).open(path).is_err()
}

/// A path without links: what is written takes the place of a link's target, not of the link.
///
/// # Errors
/// A link that is not followed, since somebody else may have put it there.
pub fn followed(path: &Path) -> Result<PathBuf, Reason> {
    let mut rest: VecDeque<PathBuf> = parts(path);
    let mut done = PathBuf::new();
    let mut links = 0;
    while let Some(part) = rest.pop_front() {
        let next = done.join(&part);
        let is_name = matches!(part.components().next(), Some(Component::Normal(_)));
        if !is_name || !fs::symlink_metadata(&next).is_ok_and(|m| m.is_symlink()) {
            done = next;
            continue;
        }
        let folder = if done.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &done
        };
        links += 1;
        if links > LINKS {
            // The system has a word for it.
            return Err(match fs::metadata(path) {
                Err(e) => e.into(),
                Ok(_) => Reason::NotRegular,
            });
        }
        if is_shared(&fs::metadata(folder)?) {
            let link = shown(&next).into_owned();
            return Err(Reason::LinkOfOthers { link });
        }
        let target = fs::read_link(&next)?;
        for part in parts(&target).into_iter().rev() {
            rest.push_front(part);
        }
    }
    Ok(done)
}

/// The parts of a path; one that is absolute begins anew where it is joined.
fn parts(path: &Path) -> VecDeque<PathBuf> {
    path.components()
        .map(|c| PathBuf::from(c.as_os_str()))
        .collect()
}

/// Whether somebody else may put a link into a folder: its owner, its group or everybody. Root
/// may do so anywhere.
#[cfg(unix)]
fn is_shared(folder: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let own = [0, rustix::process::geteuid().as_raw()];
    folder.mode() & 0o022 != 0 || !own.contains(&folder.uid())
}

/// Elsewhere only administrators make links, and no file says who may write to a folder.
#[cfg(not(unix))]
fn is_shared(_: &Metadata) -> bool {
    false
}
