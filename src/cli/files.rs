//! Reads and writes the files that the verbs are given, apart from messages.

use super::error::{Error, problems};
use super::output;
use rdsim::i18n::{Language, en};
use rdsim::mail::walk::shown;
use rdsim::policy::{Policy, read};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// Bytes of a policy, a scenario, an expectation file or a message that it names.
pub const SMALL: u64 = read::BYTES;
/// Bytes of an export that is imported.
pub const EXPORT: u64 = 256 << 20;

/// The bytes of a file, or of standard input where it is `-`, if they are not beyond a limit.
///
/// # Errors
/// Why they cannot be read.
pub fn bytes(path: &Path, limit: u64, language: Language) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Some devices have no end: read no further than the limit.
    let read = if path.as_os_str() == "-" {
        io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)
    } else {
        File::open(path)?.take(limit + 1).read_to_end(&mut bytes)
    };
    if read? as u64 > limit {
        let more = en("it has more than {number} MiB");
        let why = language.fill(more, &[("number", &(limit >> 20))]);
        return Err(io::Error::other(why));
    }
    Ok(bytes)
}

/// The bytes of a policy file, or of standard input where it is `-`, with its name.
///
/// # Errors
/// Why it cannot be read, with what to do.
pub fn load(path: &Path, language: Language) -> Result<(String, Vec<u8>), String> {
    let name = name(path);
    match bytes(path, SMALL, language) {
        Ok(bytes) => Ok((name, bytes)),
        Err(e) => {
            let error = e.to_string();
            Err(Error::UnreadablePolicy { error }.localized(&name, language))
        }
    }
}

/// Read a policy; its warnings go to standard error.
///
/// # Errors
/// Why there is none: every problem of the file.
pub fn policy(path: &Path, quiet: bool, language: Language) -> Result<Policy, String> {
    let (name, bytes) = load(path, language)?;
    let (policy, warnings) = read::read(&name, &bytes).map_err(|p| problems(language, &p))?;
    for warning in warnings.iter().filter(|_| !quiet) {
        output::say(&warning.localized(language));
    }
    Ok(policy)
}

/// The error about the first path that does not exist.
#[must_use]
pub fn missing(paths: &[PathBuf], language: Language) -> Option<String> {
    let path = paths.iter().find(|p| p.as_os_str() != "-" && !p.exists())?;
    let path = path.display().to_string();
    Some(Error::NoSuchMessages.localized(&path, language))
}

/// A path as it is shown, with `/`.
pub fn name(path: &Path) -> String {
    shown(path).into_owned()
}

/// A file that is written under a temporary name, in the folder of the one that it becomes when it
/// is complete.
pub struct Aside {
    file: NamedTempFile,
    path: PathBuf,
    force: bool,
}

impl Aside {
    /// Begin a file; one that is there already is replaced only if `force`, and passes its
    /// permissions on. A new one has those that umask leaves.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn begin(path: &Path, force: bool) -> io::Result<Self> {
        let replaced = std::fs::metadata(path).ok().filter(|_| force);
        let path = match &replaced {
            None => path.to_owned(),
            // A device would be replaced by a file.
            Some(m) if !m.is_file() => return Err(io::Error::other("it is no regular file")),
            // The target of a symbolic link is replaced, not the link.
            Some(_) => std::fs::canonicalize(path)?,
        };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let file = match replaced.map(|m| m.permissions()) {
            None => created(folder)?,
            Some(permissions) => {
                // NamedTempFile makes it private first.
                let file = NamedTempFile::new_in(folder)?;
                file.as_file().set_permissions(permissions)?;
                file
            }
        };
        Ok(Self { file, path, force })
    }

    /// Close the file, which is complete.
    #[must_use]
    pub fn complete(self) -> Complete {
        Complete {
            file: self.file.into_temp_path(),
            path: self.path,
            force: self.force,
        }
    }
}

/// A file that is complete and still has its temporary name; it is closed, so that there may be
/// many.
pub struct Complete {
    file: TempPath,
    path: PathBuf,
    force: bool,
}

impl Complete {
    /// Write a file; one that is there already is replaced only if `force`.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn write(path: &Path, bytes: &[u8], force: bool) -> io::Result<Self> {
        let mut aside = Aside::begin(path, force)?;
        aside.write_all(bytes)?;
        Ok(aside.complete())
    }

    /// Give it its name.
    ///
    /// # Errors
    /// Why it cannot have the name.
    pub fn name(self) -> io::Result<()> {
        let done = if self.force {
            self.file.persist(self.path)
        } else {
            self.file.persist_noclobber(self.path)
        };
        done.map_err(|e| e.error)
    }
}

/// A new file with the usual permissions, of which umask takes its part.
fn created(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Write a file completely or not at all; one that is there already is replaced only if `force`.
///
/// # Errors
/// Why it cannot be written.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> io::Result<()> {
    Complete::write(path, bytes, force)?.name()
}
