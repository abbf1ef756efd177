//! Writes every file that a verb writes: aside first, then under its name, and over nothing that
//! is not meant.

mod error;
mod target;
mod temporary;

pub use error::NotWritten;
pub use temporary::end;

use super::inputs;
use error::Reason;
use std::fs::{File, Metadata, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use target::Target;
use temporary::Temporary;

/// What may be done with a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Nothing.
    Keep,
    /// It may be changed if it may be written to.
    Edit,
    /// It may be replaced, even if it is read-only, unless this run reads it.
    Replace,
    /// It may be replaced with what is made of it, even if it is read-only.
    Rewrite,
}

impl Existing {
    /// For a verb that writes a new file, with or without `--force`.
    pub fn forced(force: bool) -> Self {
        if force { Self::Replace } else { Self::Keep }
    }
}

/// Write a file completely or not at all.
///
/// # Errors
/// Why it cannot be written.
pub fn file(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), NotWritten> {
    Complete::write(path, bytes, existing)?.name()
}

/// Whether a file may be written, before there is anything to write.
///
/// # Errors
/// Why it may not.
pub fn check(path: &Path, existing: Existing) -> Result<(), NotWritten> {
    match target::find(path, existing) {
        Ok(_) => Ok(()),
        Err(reason) => Err(NotWritten::of(path, reason)),
    }
}

/// Make a folder and those above it, where they are not there.
///
/// # Errors
/// Why there can be none.
pub fn folder(path: &Path) -> Result<(), NotWritten> {
    let made = target::followed(path)
        .and_then(|folder| std::fs::create_dir_all(folder).map_err(Reason::from));
    made.map_err(|reason| NotWritten::of(path, reason))
}

/// A file that is written under a temporary name, in the folder of the one that it becomes when it
/// is complete.
pub struct Aside {
    file: File,
    temporary: Temporary,
    to: To,
}

/// Which file a temporary one becomes.
struct To {
    /// As the user named it.
    named: PathBuf,
    target: Target,
    existing: Existing,
}

impl To {
    fn failed(&self, error: io::Error) -> NotWritten {
        NotWritten::of(&self.named, error.into())
    }
}

impl Aside {
    /// Begin a file. One that is replaced passes its permissions on, and its owner where that may
    /// be; a new one has those that umask leaves.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn begin(path: &Path, existing: Existing) -> Result<Self, NotWritten> {
        let failed = |reason| NotWritten::of(path, reason);
        let target = target::find(path, existing).map_err(failed)?;
        let folder = target.path.parent();
        let folder = folder.filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let begun = match &target.replaced {
            None => temporary::create(folder, true),
            Some(replaced) => temporary::create(folder, false).and_then(|(file, temporary)| {
                inherit(&file, replaced)?;
                Ok((file, temporary))
            }),
        };
        let (file, temporary) = begun.map_err(|e| failed(e.into()))?;
        let to = To {
            named: path.to_owned(),
            target,
            existing,
        };
        Ok(Self {
            file,
            temporary,
            to,
        })
    }

    /// Close the file, which is complete.
    #[must_use]
    pub fn complete(self) -> Complete {
        Complete {
            temporary: self.temporary,
            to: self.to,
        }
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        written.map_err(|e| self.to.failed(e).into())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(|e| self.to.failed(e).into())
    }
}

/// A file that is complete and still has its temporary name; it is closed, so that there may be
/// many.
pub struct Complete {
    temporary: Temporary,
    to: To,
}

impl Complete {
    /// Write a file under a temporary name.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn write(path: &Path, bytes: &[u8], existing: Existing) -> Result<Self, NotWritten> {
        let mut aside = Aside::begin(path, existing)?;
        match aside.file.write_all(bytes) {
            Ok(()) => Ok(aside.complete()),
            Err(e) => Err(aside.to.failed(e)),
        }
    }

    /// Give it its name.
    ///
    /// # Errors
    /// Why it cannot have the name.
    pub fn name(self) -> Result<(), NotWritten> {
        let Self { temporary, to } = self;
        let path = &to.target.path;
        // What is read may be known only after the file was begun.
        if to.existing == Existing::Replace && inputs::has(path) {
            return Err(NotWritten::of(&to.named, Reason::IsRead));
        }
        let replaced = to.target.replaced.as_ref().map(Metadata::permissions);
        let named = match (to.existing, replaced) {
            (Existing::Keep, _) => temporary.name(path, false),
            // Windows keeps a file that is read-only from being replaced, and temporary files from
            // being read-only.
            (_, Some(permissions)) if cfg!(windows) => {
                std::fs::set_permissions(path, writable(permissions.clone()))
                    .and_then(|()| temporary.name(path, true))
                    .and_then(|()| std::fs::set_permissions(path, permissions))
            }
            _ => temporary.name(path, true),
        };
        named.map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => NotWritten::of(&to.named, Reason::Exists),
            _ => to.failed(e),
        })
    }
}

#[expect(
    clippy::permissions_set_readonly_false,
    reason = "it is for Windows, where that gives nobody a right"
)]
fn writable(mut permissions: Permissions) -> Permissions {
    permissions.set_readonly(false);
    permissions
}

/// Give a file the owner and the permissions of the one that it replaces.
#[cfg(unix)]
fn inherit(file: &File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    // As when a file is written to, no program gets the rights of its owner.
    let mut mode = replaced.mode() & 0o777;
    let is = file.metadata()?;
    if (is.uid(), is.gid()) != (replaced.uid(), replaced.gid()) {
        let group = Some(replaced.gid());
        let given =
            fchown(file, Some(replaced.uid()), group).or_else(|_| fchown(file, None, group));
        if given.is_err() {
            // Another group gets no right that was given to the one before.
            mode &= !0o070;
        }
    }
    file.set_permissions(Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn inherit(_: &File, _: &Metadata) -> io::Result<()> {
    // They are set when it has its name.
    Ok(())
}
