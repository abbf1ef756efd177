//! Finds the files under a path that may hold mail, each once and in a fixed order.

use super::{Error, FileFormat, mbox, saved};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Bytes of a file in a folder by which it is told whether it is mail.
const LOOK: u64 = 8 << 10;

/// What was found under a path.
#[derive(Debug)]
pub enum Found {
    /// A regular file.
    File(PathBuf),
    /// Standard input, or a pipe: it can be read once.
    Stream(PathBuf),
    /// Something that cannot be read, and why.
    Failed(PathBuf, Error),
    /// Something in a folder that is not judged.
    PassedOver(PathBuf, PassedOver),
}

/// Why something in a folder is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassedOver {
    /// It neither has the name of a message nor begins as mail.
    NotMail,
    /// It does not have the name of a message, and cannot be read.
    Unreadable,
    /// A link to what is found without it.
    Link,
}

/// What is under a path: a folder gives the files in it that are mail.
pub fn walk(path: &Path) -> Box<dyn Iterator<Item = Found> + Send> {
    if !path.is_dir() {
        return Box::new(std::iter::once(given(path)));
    }
    Box::new(Walk {
        root: fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()),
        open: vec![entries(path)],
        linked: HashSet::new(),
    })
}

/// The entries below a folder; links are not followed, but the folder may be one.
fn entries(folder: &Path) -> walkdir::IntoIter {
    let walk = WalkDir::new(folder)
        // Entries of one folder: comparing their paths compares their names, without splitting.
        .sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()));
    walk.into_iter()
}

/// Goes through a folder, and through folders outside it to which links in it lead.
struct Walk {
    /// The folder, without links in its path.
    root: PathBuf,
    /// What is still to come of it, and of the folders to which links lead, the innermost last.
    open: Vec<walkdir::IntoIter>,
    /// The files and folders outside it that were found, without links in their paths.
    linked: HashSet<PathBuf>,
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let entry = match self.open.last_mut()?.next() {
                Some(Ok(entry)) => entry,
                Some(Err(e)) => {
                    let path = e.path().unwrap_or(Path::new("")).to_owned();
                    return Some(Found::Failed(path, unreadable(&e)));
                }
                None => {
                    self.open.pop();
                    continue;
                }
            };
            // The folder itself, or the link to it.
            if entry.depth() == 0 {
                continue;
            }
            let kind = entry.file_type();
            if kind.is_symlink() {
                match self.link(&entry) {
                    Some(found) => return Some(found),
                    None => continue,
                }
            }
            if kind.is_dir() {
                // Outside, another link may lead to a folder above or below.
                if self.open.len() > 1 && !self.is_new(entry.path()) {
                    self.open.last_mut()?.skip_current_dir();
                }
                continue;
            }
            if self.open.len() > 1 && !self.is_new(entry.path()) {
                continue;
            }
            return Some(found(entry.path(), kind.is_file()));
        }
    }
}

impl Walk {
    /// What a link gives; nothing where it leads to a folder, which is then gone through.
    fn link(&mut self, entry: &DirEntry) -> Option<Found> {
        let path = entry.path().to_owned();
        let target = match fs::canonicalize(&path) {
            Ok(target) => target,
            Err(e) => return Some(Found::Failed(path, unreadable(&e))),
        };
        let passed_over = |path| Some(Found::PassedOver(path, PassedOver::Link));
        if !target.is_dir() {
            // What stands in the folder is found there, if it is mail by its own name.
            let found_there = target.starts_with(&self.root)
                && matches!(found(&target, target.is_file()), Found::File(_));
            if found_there || !self.linked.insert(target.clone()) {
                return passed_over(path);
            }
            return Some(found(&path, target.is_file()));
        }
        let folder = path
            .parent()
            .and_then(|folder| fs::canonicalize(folder).ok());
        if folder.is_some_and(|folder| folder.starts_with(&target)) {
            return Some(Found::Failed(path, Error::LinkLoop));
        }
        if target.starts_with(&self.root) || !self.linked.insert(target) {
            return passed_over(path);
        }
        self.open.push(entries(&path));
        None
    }

    /// Whether something outside was not found before.
    fn is_new(&mut self, path: &Path) -> bool {
        fs::canonicalize(path).is_ok_and(|path| path != self.root && self.linked.insert(path))
    }
}

fn unreadable(error: impl ToString) -> Error {
    let error = error.to_string();
    Error::UnreadableEntry { error }
}

/// What a file in a folder is.
fn found(path: &Path, is_file: bool) -> Found {
    let path = path.to_owned();
    match is_mail(&path, is_file) {
        Ok(true) if is_file => Found::File(path),
        Ok(true) => Found::Failed(path, Error::NotRegularFile),
        Ok(false) => Found::PassedOver(path, PassedOver::NotMail),
        Err(_) => Found::PassedOver(path, PassedOver::Unreadable),
    }
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
/// what it begins with as an mbox, an Outlook message or winmail.dat; as a message only where its
/// name has none of the endings of other files.
///
/// # Errors
/// It cannot be read.
fn is_mail(path: &Path, is_file: bool) -> io::Result<bool> {
    let name = path.as_os_str().as_encoded_bytes();
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
    if ends(".eml") || ends(".emlx") || packed.iter().any(|ending| ends(ending)) || in_maildir(path)
    {
        return Ok(true);
    }
    if !is_file {
        return Ok(false);
    }
    let mut start = Vec::new();
    File::open(path)?.take(LOOK).read_to_end(&mut start)?;
    Ok(match FileFormat::of(&start) {
        FileFormat::Msg | FileFormat::Pst | FileFormat::Tnef => true,
        FileFormat::Mbox => mbox::begins(&start),
        FileFormat::Gzip | FileFormat::Zstd | FileFormat::Zip => false,
        _ => {
            let endings = [
                ".raw", ".txt", ".msg", ".mail", ".email", ".box", ".mime", ".rfc822",
            ];
            let any = path.extension().is_none() || endings.iter().any(|ending| ends(ending));
            any && saved::begins_as_mail(&start)
        }
    })
}

/// Whether a file is a message of a Maildir: in `cur` or `new`, beside the other and `tmp`.
fn in_maildir(path: &Path) -> bool {
    let folder = path.parent();
    let name = folder.and_then(Path::file_name).and_then(|n| n.to_str());
    let around = folder.and_then(Path::parent);
    matches!(name, Some("cur" | "new"))
        && around.is_some_and(|f| ["cur", "new", "tmp"].iter().all(|n| f.join(n).is_dir()))
}
