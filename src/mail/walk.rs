//! Finds the files under a path that may hold mail, in a fixed order.

use super::{Error, FileFormat};
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// What was found under a path.
#[derive(Debug)]
pub enum Found {
    /// A regular file.
    File(PathBuf),
    /// Standard input, or a pipe: it can be read once.
    Stream(PathBuf),
    /// Something that cannot be read, and why.
    Failed(PathBuf, Error),
}

/// What is under a path: a folder gives the files in it that are mail.
pub fn walk(path: &Path) -> Box<dyn Iterator<Item = Found> + Send> {
    if !path.is_dir() {
        return Box::new(std::iter::once(given(path)));
    }
    let walk = WalkDir::new(path)
        .follow_links(true)
        // Entries of one folder: comparing their paths compares their names, without splitting.
        .sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()));
    Box::new(walk.into_iter().filter_map(|entry| match entry {
        Ok(e) if e.file_type().is_dir() => None,
        Ok(e) => is_mail(&e).then(|| {
            if e.file_type().is_file() {
                Found::File(e.into_path())
            } else {
                Found::Failed(e.into_path(), Error::NotRegularFile)
            }
        }),
        Err(e) => {
            let path = e.path().unwrap_or(Path::new("")).to_owned();
            let error = match e.io_error() {
                Some(e) => Error::UnreadableEntry {
                    error: e.to_string(),
                },
                None => Error::LinkLoop,
            };
            Some(Found::Failed(path, error))
        }
    }))
}

/// A path that was given, and is no folder.
#[must_use]
pub fn given(path: &Path) -> Found {
    let path = path.to_owned();
    if path.as_os_str() == "-" {
        return Found::Stream(path);
    }
    let kind = std::fs::metadata(&path).map(|m| m.file_type());
    match kind {
        Ok(kind) if kind.is_file() => Found::File(path),
        Ok(kind) if is_pipe(kind) => Found::Stream(path),
        Ok(_) => Found::Failed(path, Error::NotAFile),
        // The error comes when it is opened.
        Err(_) => Found::File(path),
    }
}

/// A path as it is shown, with `/`.
#[must_use]
pub fn shown(path: &Path) -> Cow<'_, str> {
    // Most names are UTF-8, which is checked faster than replaced.
    let name = path
        .to_str()
        .map_or_else(|| path.to_string_lossy(), Cow::Borrowed);
    if MAIN_SEPARATOR == '/' {
        name
    } else {
        Cow::Owned(name.replace(MAIN_SEPARATOR, "/"))
    }
}

#[cfg(unix)]
fn is_pipe(kind: std::fs::FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

#[cfg(not(unix))]
fn is_pipe(_: std::fs::FileType) -> bool {
    false
}

/// Whether a file in a folder is mail: by the ending of its name, as a message of a Maildir, or by
/// its first bytes as an mbox, an Outlook message or winmail.dat.
fn is_mail(entry: &DirEntry) -> bool {
    let name = entry.path().as_os_str().as_encoded_bytes();
    let ends = |ending: &str| {
        let end = name.get(name.len().saturating_sub(ending.len())..);
        end.is_some_and(|end| end.eq_ignore_ascii_case(ending.as_bytes()))
    };
    let packed = [
        ".eml.gz",
        ".mbox.gz",
        ".mbx.gz",
        ".eml.zst",
        ".mbox.zst",
        ".mbx.zst",
        ".zip",
    ];
    ends(".eml")
        || packed.iter().any(|ending| ends(ending))
        || in_maildir(entry.path())
        || (entry.file_type().is_file() && begins_as_mail(entry.path()))
}

/// Whether a file is a message of a Maildir: in `cur` or `new`, beside the other and `tmp`.
fn in_maildir(path: &Path) -> bool {
    let folder = path.parent();
    let name = folder.and_then(Path::file_name).and_then(|n| n.to_str());
    let around = folder.and_then(Path::parent);
    matches!(name, Some("cur" | "new"))
        && around.is_some_and(|f| ["cur", "new", "tmp"].iter().all(|n| f.join(n).is_dir()))
}

fn begins_as_mail(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|f| f.take(8).read_to_end(&mut start));
    read.is_ok()
        && matches!(
            FileFormat::of(&start),
            FileFormat::Mbox | FileFormat::Msg | FileFormat::Tnef
        )
}
