//! Tells what an import holds and a policy has no use for, and the recipients that nothing names.

use super::super::error::Error;
use super::super::object::Object;
use super::super::source::Source;
use super::{Merge, names};
use crate::policy::document::Pos;
use crate::policy::sections::MAILBOXES;
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
                "Known, not simulated: {} of {}, from {}:{}",
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

    /// Remember the names of a recipient.
    pub(super) fn names_of(&mut self, object: &Object) {
        let names = names(object).map(|name| name.to_lowercase());
        self.recipients.extend(names);
    }

    /// Warn of a mailbox that is forwarded to a name that no recipient has.
    pub(super) fn forwarding(&mut self) {
        let Some(part) = self.document.part(&MAILBOXES) else {
            return;
        };
        for mailbox in &part.entries {
            let Some(name) = mailbox.text("ForwardingAddress") else {
                continue;
            };
            if name.contains('@') || self.recipients.contains(&name.to_lowercase()) {
                continue;
            }
            let error = Error::UnknownRecipient {
                name: name.to_owned(),
            };
            let origin = &mailbox.origin;
            let problem = crate::diagnostic::Problem::of(&origin.file, &error);
            let problem = problem.at(origin.at.line, origin.at.column, None);
            self.problems.push(problem.warning());
        }
    }
}
