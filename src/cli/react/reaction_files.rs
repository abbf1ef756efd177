//! Writes reactions as message files, each under a name of its own.

use crate::cli::files;
use crate::cli::write::{self, Complete, Existing, NotWritten};
use rdsim::react::{MessageReactions, Prediction};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The reactions that are written as files.
pub(super) struct ReactionFiles {
    folder: PathBuf,
    existing: Existing,
    /// Written under temporary names until all are complete.
    complete: Vec<(String, Complete)>,
    /// The names so far, in lower case: some file systems take `A` for `a`.
    names: BTreeSet<String>,
    /// The next number for a name that was given already.
    next: HashMap<String, u64>,
}

/// A file did not get its name; those before it did.
pub(super) struct HalfDone {
    /// The files that are written.
    pub(super) written: Vec<String>,
    /// Why the next one is not.
    pub(super) error: NotWritten,
}

impl ReactionFiles {
    pub(super) fn new(folder: &Path, force: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            existing: Existing::forced(force),
            complete: Vec::new(),
            names: BTreeSet::new(),
            next: HashMap::new(),
        }
    }

    /// Write each reaction of a message that is made, or perhaps made, to a file of its own.
    ///
    /// # Errors
    /// Why one cannot be written.
    pub(super) fn write(&mut self, reacted: &mut MessageReactions) -> Result<(), NotWritten> {
        let stem = Path::new(&reacted.path).file_stem();
        let stem = stem.map(|s| s.to_string_lossy().into_owned());
        let mut stem = stem.unwrap_or("message".into());
        // A message of standard input is `-`, and `-#2` in a mailbox.
        if stem == "-" || stem.starts_with("-#") {
            stem.replace_range(..1, "message");
        }
        let Ok(reactions) = &mut reacted.result else {
            return Ok(());
        };
        let reactions = reactions
            .recipients
            .iter_mut()
            .flat_map(|r| &mut r.reactions);
        for reaction in reactions.filter(|r| !matches!(r.prediction, Prediction::NotMade(_))) {
            if self.names.is_empty() {
                write::folder(&self.folder)?;
            }
            let path = self.free(&stem, reaction.token);
            let file = files::name(&path);
            let bytes = reaction.message.bytes();
            // What an earlier run wrote needs not be written again.
            if !holds(&path, &bytes) {
                let complete = Complete::write(&path, &bytes, self.existing)?;
                self.complete.push((file.clone(), complete));
            }
            reaction.file = Some(file);
        }
        Ok(())
    }

    /// Give the files their names.
    ///
    /// # Errors
    /// The one that cannot have its name, and those that have it.
    pub(super) fn name(self) -> Result<(), HalfDone> {
        let mut written = Vec::new();
        for (file, complete) in self.complete {
            if let Err(error) = complete.name() {
                return Err(HalfDone { written, error });
            }
            written.push(file);
        }
        Ok(())
    }

    /// A path that no other reaction has; a name that the file system refuses is shortened.
    fn free(&mut self, stem: &str, token: &str) -> PathBuf {
        let stem = allowed(stem);
        let mut stem: &str = &stem;
        loop {
            let name = self.numbered(&format!("{stem}.{token}"));
            let path = self.folder.join(&name);
            let refused = fs::symlink_metadata(&path)
                .is_err_and(|e| e.kind() == io::ErrorKind::InvalidFilename);
            if !refused || stem.is_empty() {
                self.names.insert(name.to_lowercase());
                return path;
            }
            let end = stem.len() - (stem.len() / 8).max(1);
            stem = stem
                .get(..stem.floor_char_boundary(end))
                .unwrap_or_default();
        }
    }

    /// A name that is not among those so far.
    fn numbered(&mut self, stem: &str) -> String {
        let mut name = format!("{stem}.eml");
        let next = self.next.entry(stem.to_lowercase()).or_insert(2);
        while self.names.contains(&name.to_lowercase()) {
            name = format!("{stem}-{next}.eml");
            *next += 1;
        }
        name
    }
}

/// The stem of a name without what a system allows in none; an archive may name its messages
/// anyhow.
fn allowed(stem: &str) -> String {
    let refused = |c: char| c.is_control() || (cfg!(windows) && r#"<>:"/\|?*"#.contains(c));
    stem.replace(refused, "_")
}

/// Whether there is a file with just these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let is_file =
        fs::symlink_metadata(path).is_ok_and(|m| m.is_file() && m.len() == bytes.len() as u64);
    is_file && fs::read(path).is_ok_and(|there| there == bytes)
}
