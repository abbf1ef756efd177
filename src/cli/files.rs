//! Reads and writes the files that the verbs are given, apart from messages.

use super::complaint::{problem, spoken, told};
use rdsim::policy::{Policy, read};
use rdsim::words::{Sentence, en};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// Bytes of a policy, a scenario, an expectation file or a message that it names.
pub const SMALL: u64 = 64 << 20;
/// Bytes of an export that is imported.
pub const EXPORT: u64 = 256 << 20;

/// The bytes of a file, or of standard input where it is `-`, if they are not beyond a limit.
///
/// # Errors
/// Why they cannot be read.
pub fn bytes(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // What has no end is read up to the limit.
    let read = if path.as_os_str() == "-" {
        io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)
    } else {
        File::open(path)?.take(limit + 1).read_to_end(&mut bytes)
    };
    if read? as u64 > limit {
        let more = en("it has more than {number} MiB");
        let why = spoken().fill(more, &[("number", &(limit >> 20))]);
        return Err(io::Error::other(why));
    }
    Ok(bytes)
}

/// The bytes of a policy file, or of standard input where it is `-`, with its name.
///
/// # Errors
/// Why it cannot be read, with what to do.
pub fn load(path: &Path) -> Result<(String, Vec<u8>), String> {
    let name = name(path);
    match bytes(path, SMALL) {
        Ok(bytes) => Ok((name, bytes)),
        Err(e) => Err(problem(
            &name,
            Sentence::of(en("the policy cannot be read: {error}"), [("error", &e)]),
            en("give the path of a policy file, or write one with `rdsim init` or `rdsim import`"),
        )),
    }
}

/// Read a policy; its warnings go to standard error.
///
/// # Errors
/// Why there is none: every problem of the file.
pub fn policy(path: &Path, quiet: bool) -> Result<Policy, String> {
    let (name, bytes) = load(path)?;
    let (policy, warnings) = read::read(&name, &bytes).map_err(|p| told(&p))?;
    for warning in warnings.iter().filter(|_| !quiet) {
        // Who closed standard error does not want to know.
        let _ = writeln!(io::stderr(), "{}", warning.said(spoken()));
    }
    Ok(policy)
}

/// The complaint about the first path that does not exist.
#[must_use]
pub fn missing(paths: &[PathBuf]) -> Option<String> {
    let path = paths.iter().find(|p| p.as_os_str() != "-" && !p.exists())?;
    Some(problem(
        &path.display().to_string(),
        en("no such file or folder"),
        en("give message files, folders, mailboxes, archives, or `-`"),
    ))
}

/// A path as it is shown, with `/`.
pub fn name(path: &Path) -> String {
    shown(path).into_owned()
}

/// The same, borrowed where it is so already.
pub fn shown(path: &Path) -> Cow<'_, str> {
    let name = path.to_string_lossy();
    if MAIN_SEPARATOR == '/' {
        name
    } else {
        Cow::Owned(name.replace(MAIN_SEPARATOR, "/"))
    }
}

/// A file with these bytes in the folder of `path`, to take its name when it is whole.
///
/// # Errors
/// Why it cannot be written.
pub fn aside(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Give a file that was written aside its name; one that is there already is replaced only if
/// `force`.
///
/// # Errors
/// Why it cannot have the name.
pub fn name_it(file: tempfile::NamedTempFile, path: &Path, force: bool) -> io::Result<()> {
    let done = if force {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    done.map(drop).map_err(|e| e.error)
}

/// Write a file, whole or not at all, in place of the one that may be there.
///
/// # Errors
/// Why it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    name_it(aside(path, bytes)?, path, true)
}
