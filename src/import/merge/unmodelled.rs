//! Tells what an import holds and a policy has no use for.

use super::super::collected::NOT_SIMULATED;
use super::super::error::Error;
use super::super::object::Object;
use super::super::source::Source;
use super::Merge;
use crate::policy::document::Pos;
use crate::policy::unmodelled;

/// The objects of a file that are of one kind and not simulated.
pub(super) struct Unmodelled {
    kind: &'static unmodelled::Unmodelled,
    at: Pos,
    count: usize,
}

impl Merge<'_> {
    /// Count an object that is known and not simulated.
    pub(super) fn unmodelled(
        &mut self,
        file: usize,
        object: &Object,
        kind: &'static unmodelled::Unmodelled,
    ) {
        let at = object.at;
        let first = Unmodelled { kind, at, count: 0 };
        let found = self.unmodelled.entry((file, kind.name)).or_insert(first);
        found.count += 1;
    }

    /// Say which objects are not simulated, once a file and kind.
    pub(super) fn not_simulated(&mut self, files: &[(&Source, Vec<Object>)]) {
        for ((file, _), found) in std::mem::take(&mut self.unmodelled) {
            let Some((source, _)) = files.get(file) else {
                continue;
            };
            let Unmodelled { kind, at, count } = found;
            let error = Error::NotSimulated { kind, count };
            self.problems.push(source.warning(at, &error));
            self.document.rest.push(vec![format!(
                "{NOT_SIMULATED}{} of {}, from {}:{}",
                match count {
                    1 => "1 object".to_owned(),
                    _ => format!("{count} objects"),
                },
                kind.cmdlet,
                source.file,
                at.line
            )]);
        }
    }
}
