//! Writes reactions as message files, each under a name of its own.

use crate::cli::files::{self, Complete};
use rdsim::react::{MessageReactions, Prediction};
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::Path;

/// The reactions that are written as files.
#[derive(Default)]
pub(super) struct ReactionFiles {
    /// Written under temporary names until all are complete.
    pub(super) complete: Vec<Complete>,
    /// The names so far.
    names: BTreeSet<String>,
    /// The next number for a name that was given already.
    next: HashMap<String, u64>,
    /// A file that exists already.
    pub(super) existing: Option<String>,
}

impl ReactionFiles {
    /// Write each reaction of a message that is made, or perhaps made, to a file of its own.
    pub(super) fn write(
        &mut self,
        reacted: &mut MessageReactions,
        folder: &Path,
        force: bool,
    ) -> io::Result<()> {
        let stem = Path::new(&reacted.path).file_stem();
        let stem = stem.map(|s| s.to_string_lossy().into_owned());
        let stem = stem.filter(|s| s != "-").unwrap_or("message".into());
        let Ok(reactions) = &mut reacted.result else {
            return Ok(());
        };
        let reactions = reactions
            .recipients
            .iter_mut()
            .flat_map(|r| &mut r.reactions);
        for reaction in reactions.filter(|r| !matches!(r.prediction, Prediction::NotMade(_))) {
            let path = folder.join(self.name(&format!("{stem}.{}", reaction.token)));
            let file = files::name(&path);
            if !force && path.exists() {
                self.existing = Some(file);
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            if self.complete.is_empty() {
                std::fs::create_dir_all(folder)?;
            }
            let bytes = std::mem::take(&mut reaction.message.bytes);
            let complete = Complete::write(&path, &bytes, force)?;
            self.complete.push(complete);
            reaction.file = Some(file);
        }
        Ok(())
    }

    /// A name that no other file has.
    fn name(&mut self, stem: &str) -> String {
        let mut name = format!("{stem}.eml");
        let next = self.next.entry(stem.to_owned()).or_insert(2);
        while !self.names.insert(name.clone()) {
            name = format!("{stem}-{next}.eml");
            *next += 1;
        }
        name
    }
}
