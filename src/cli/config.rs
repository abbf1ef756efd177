//! Finds the configuration file `rdsim.toml`, and holds what it says.

mod error;
mod reader;
pub mod schema;

use super::error::{of_system, problems};
use super::files;
use error::Error;
use rdsim::diagnostic::Problem;
use rdsim::i18n::Language;
use rdsim::lint::profile::Profile;
use rdsim::lint::selection::Selection;
use std::path::{Path, PathBuf};

/// The name of the file.
pub const NAME: &str = "rdsim.toml";

/// Bytes of the file that are read: it has a few lines.
const SMALL: u64 = 1 << 20;

/// What a configuration file says; nothing where there is none.
#[derive(Debug, Default)]
pub struct Config {
    /// The file, as it is shown.
    pub file: String,
    /// The policy to work with.
    pub policy: Option<Taken<PathBuf>>,
    /// Where `test` looks for expectation files.
    pub expectations: Option<Taken<Vec<PathBuf>>>,
    /// What `lint` reports.
    pub lint: Lint,
}

/// The table `lint`.
#[derive(Debug, Default)]
pub struct Lint {
    /// The baselines.
    pub profile: Option<Taken<Vec<Profile>>>,
    /// The rules that are shown.
    pub select: Option<Taken<Selection>>,
    /// The rules that are not.
    pub ignore: Option<Taken<Selection>>,
}

/// A value of the file.
#[derive(Debug)]
pub struct Taken<T> {
    /// The value.
    pub value: T,
    /// As it is shown.
    pub shown: String,
    /// 1-based line of its key.
    pub line: u32,
}

impl Config {
    /// Read the file that is given, else the one that is found.
    ///
    /// # Errors
    /// What is wrong with it, as it is printed.
    pub fn load(given: Option<&Path>, language: Language) -> Result<Self, String> {
        let Some(path) = given.map(Path::to_owned).or_else(found) else {
            return Ok(Self::default());
        };
        let file = files::name(&path);
        let bytes = files::bytes(&path, SMALL, language).map_err(|e| {
            let error = of_system(&e).localized(language);
            Problem::of(&file, &Error::Unreadable { error }).localized(language)
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        reader::read(&file, folder, &bytes).map_err(|found| problems(language, &found))
    }
}

/// The nearest file of the name in the current folder and those above it, up to the root of the
/// repository; outside of a repository in the current folder alone, as nobody knows whose the
/// folders above it are.
fn found() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let root = here.ancestors().position(|f| f.join(".git").exists());
    let folders = root.unwrap_or(0) + 1;
    let mut up = PathBuf::new();
    for _ in 0..folders {
        let path = up.join(NAME);
        if path.is_file() {
            return Some(path);
        }
        up.push("..");
    }
    None
}
