//! Tells what an import holds and a policy has no use for.

use super::super::collected::NOT_SIMULATED;
use super::super::error::Error;
use super::super::graph::Resource;
use super::super::object::Object;
use super::super::source::Source;
use super::Merge;
use crate::policy::document::Pos;
use crate::policy::unmodelled::Unmodelled;

/// Why objects are not in the policy.
#[derive(Debug, Clone, Copy)]
pub(super) enum PassedOver {
    /// They are known and not simulated.
    NotSimulated(&'static Unmodelled),
    /// They are of Microsoft Graph.
    OfGraph(&'static Resource),
}

impl PassedOver {
    const fn name(self) -> &'static str {
        match self {
            Self::NotSimulated(kind) => kind.name,
            Self::OfGraph(resource) => resource.name,
        }
    }
}

/// The objects of a file that are passed over for the same reason.
pub(super) struct Counted {
    why: PassedOver,
    at: Pos,
    count: usize,
}

impl Merge<'_> {
    /// Count an object that does not go into the policy.
    pub(super) fn passed_over(&mut self, file: usize, object: &Object, why: PassedOver) {
        let at = object.at;
        let first = Counted { why, at, count: 0 };
        let found = self.passed_over.entry((file, why.name())).or_insert(first);
        found.count += 1;
    }

    /// Say which objects are passed over, once a file and kind.
    pub(super) fn tell_passed_over(&mut self, files: &[(&Source, Vec<Object>)]) {
        for ((file, _), found) in std::mem::take(&mut self.passed_over) {
            let Some((source, _)) = files.get(file) else {
                continue;
            };
            let Counted { why, at, count } = found;
            let error = match why {
                PassedOver::NotSimulated(kind) => Error::NotSimulated { kind, count },
                PassedOver::OfGraph(resource) => Error::OfGraph { resource, count },
            };
            self.problems.push(source.warning(at, &error));
            let PassedOver::NotSimulated(kind) = why else {
                continue;
            };
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
