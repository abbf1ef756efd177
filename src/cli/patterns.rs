//! Puts the files in the place of patterns such as `policies\*.yaml`, which PowerShell and cmd hand on
//! as they are.

use super::error::Error;
use super::files;
use globset::GlobBuilder;
use rdsim::i18n::Language;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// What stands for several names.
const WILD: [char; 3] = ['*', '?', '['];

/// Put what they match, in the order of the names, in the place of patterns.
///
/// # Errors
/// Every pattern that matches nothing.
pub fn expand(paths: &mut Vec<PathBuf>, language: Language) -> Result<(), String> {
    let mut found = Vec::with_capacity(paths.len());
    let mut empty = Vec::new();
    for path in paths.iter() {
        // A file may have such a name.
        match Pattern::of(path).filter(|_| path.symlink_metadata().is_err()) {
            None => found.push(path.clone()),
            Some(pattern) => {
                let before = found.len();
                found.extend(pattern.matches());
                if found.len() == before {
                    empty.push(Error::NoMatch.localized(&files::name(path), language));
                }
            }
        }
    }
    *paths = found;
    if empty.is_empty() {
        Ok(())
    } else {
        Err(empty.join("\n"))
    }
}

/// A path with a pattern among its names.
struct Pattern<'p> {
    /// The path up to the first pattern.
    folder: PathBuf,
    /// The names from there on.
    names: Vec<&'p str>,
}

impl<'p> Pattern<'p> {
    /// The pattern that a path is.
    fn of(path: &'p Path) -> Option<Self> {
        let mut parts = path.components();
        let mut folder = PathBuf::new();
        let first = parts.find_map(|part| match part {
            Component::Normal(name) => match name.to_str() {
                Some(name) if name.contains(WILD) => Some(name),
                _ => {
                    folder.push(name);
                    None
                }
            },
            part => {
                folder.push(part);
                None
            }
        })?;
        let names = parts.map(|part| part.as_os_str().to_str());
        let names = std::iter::once(Some(first)).chain(names);
        Some(Self {
            folder,
            names: names.collect::<Option<_>>()?,
        })
    }

    /// What it matches: as in a shell, no name that begins with a dot, unless the pattern does.
    fn matches(&self) -> Vec<PathBuf> {
        let glob = GlobBuilder::new(&self.names.join("/"))
            .literal_separator(true)
            .case_insensitive(cfg!(windows))
            .build();
        let Ok(glob) = glob.map(|glob| glob.compile_matcher()) else {
            return Vec::new();
        };
        let here = Path::new(".");
        let is_here = self.folder.as_os_str().is_empty();
        let folder = if is_here { here } else { &self.folder };
        let any_depth = self.names.contains(&"**");
        let depths = if any_depth {
            1..=usize::MAX
        } else {
            self.names.len()..=self.names.len()
        };
        let named = |depth: usize, name: &OsStr| {
            let pattern = depth.checked_sub(1).and_then(|at| self.names.get(at));
            let dotted = |name: &str| name.starts_with('.');
            depth == 0 || pattern.is_some_and(|p| dotted(p)) || !name.to_str().is_some_and(dotted)
        };
        WalkDir::new(folder)
            .min_depth(*depths.start())
            .max_depth(*depths.end())
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| named(entry.depth(), entry.file_name()))
            .filter_map(Result::ok)
            // The files below a folder are matched themselves.
            .filter(|entry| !(any_depth && entry.file_type().is_dir()))
            .filter_map(|entry| {
                let below = entry.path().strip_prefix(folder).ok()?;
                glob.is_match(below).then(|| match is_here {
                    true => below.to_owned(),
                    false => entry.path().to_owned(),
                })
            })
            .collect()
    }
}
