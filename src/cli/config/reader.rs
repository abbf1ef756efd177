//! Reads a configuration file, and tells every mistake in it with its place.

use super::error::Error;
use super::{Config, Lint, Taken};
use rdsim::diagnostic::{Explained, FirstProblems, Problem, Severity};
use rdsim::lint::profile::Profile;
use rdsim::lint::selection::Selection;
use rdsim::policy::encoding;
use std::path::{Component, Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The keys of the file.
pub const KEYS: &[&str] = &["policy", "expectations", "lint"];
/// The keys of the table `lint`.
pub const LINT: &[&str] = &["profile", "select", "ignore"];

/// Read a file whose paths are relative to a folder.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: &str, folder: &Path, bytes: &[u8]) -> Result<Config, Vec<Problem>> {
    let bytes = encoding::utf8(bytes);
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Err(vec![Problem::of(file, &Error::NotText)]);
    };
    let mut reader = Reader {
        file,
        folder,
        text,
        problems: FirstProblems::default(),
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        let reason = error.message().to_owned();
        reader.wrong(at, &Error::NotToml { reason });
    }
    let mut config = Config::default();
    // Half of a value could be read where another was meant.
    if errors.is_empty() {
        config = reader.config(table.get_ref());
    }
    let problems = reader.problems.sorted(|p| (p.line, p.column));
    if problems.is_empty() {
        Ok(config)
    } else {
        Err(problems)
    }
}

/// What is read, and what is wrong with it.
struct Reader<'t> {
    file: &'t str,
    folder: &'t Path,
    text: &'t str,
    problems: FirstProblems,
}

impl Reader<'_> {
    fn config(&mut self, table: &DeTable) -> Config {
        let mut config = Config {
            file: self.file.to_owned(),
            ..Config::default()
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "policy" => {
                    let path = self.string("policy", value).map(|p| self.path(&p));
                    config.policy = self.taken(key, value, path);
                }
                "expectations" => {
                    let paths = self.strings("expectations", value).map(|paths| {
                        let paths = paths.iter().map(|(_, path)| self.path(path));
                        paths.collect::<Vec<PathBuf>>()
                    });
                    config.expectations = self.taken(key, value, paths);
                }
                "lint" => match value.get_ref() {
                    DeValue::Table(table) => config.lint = self.lint(table),
                    _ => self.wrong(value.span().start, &Error::NoTable { key: "lint" }),
                },
                _ => self.unknown(key, KEYS),
            }
        }
        config
    }

    /// A path of the file, as it is from here.
    fn path(&self, path: &str) -> PathBuf {
        let mut from_here = self.folder.to_owned();
        for part in Path::new(path).components() {
            let in_folder = from_here.file_name().is_some();
            match part {
                Component::CurDir => {}
                // Above a link is not where it stands.
                Component::ParentDir if in_folder && !from_here.is_symlink() => {
                    from_here.pop();
                }
                part => from_here.push(part),
            }
        }
        if from_here.as_os_str().is_empty() {
            from_here.push(".");
        }
        from_here
    }

    fn lint(&mut self, table: &DeTable) -> Lint {
        let mut lint = Lint::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "profile" => {
                    let words = self.strings("profile", value);
                    let profiles = words.map(|words| self.profiles(&words));
                    lint.profile = self.taken(key, value, profiles);
                }
                "select" => {
                    let words = self.strings("select", value);
                    let rules = words.map(|words| self.rules(&words));
                    lint.select = self.taken(key, value, rules);
                }
                "ignore" => {
                    let words = self.strings("ignore", value);
                    let rules = words.map(|words| self.rules(&words));
                    lint.ignore = self.taken(key, value, rules);
                }
                _ => self.unknown(key, LINT),
            }
        }
        lint
    }

    fn profiles(&mut self, words: &[(usize, String)]) -> Vec<Profile> {
        let mut profiles = Vec::new();
        for (at, word) in words {
            match word.parse() {
                Ok(profile) => profiles.push(profile),
                Err(_) => {
                    let text = word.clone();
                    self.wrong(*at, &Error::UnknownProfile { text });
                }
            }
        }
        profiles
    }

    fn rules(&mut self, words: &[(usize, String)]) -> Selection {
        let mut rules = Selection::default();
        for (at, word) in words {
            if let Err(error) = rules.pick(word) {
                self.wrong(*at, &error);
            }
        }
        rules
    }

    /// A value with its line, and as the file has it.
    fn taken<T>(
        &self,
        key: &Spanned<Word>,
        from: &Spanned<DeValue>,
        value: Option<T>,
    ) -> Option<Taken<T>> {
        let shown = self.text.get(from.span()).unwrap_or_default();
        let (line, ..) = place(self.text, key.span().start);
        value.map(|value| Taken {
            value,
            shown: shown.split_whitespace().collect::<Vec<_>>().join(" "),
            line,
        })
    }

    fn string(&mut self, key: &'static str, value: &Spanned<DeValue>) -> Option<String> {
        let at = value.span().start;
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                self.wrong(at, &Error::Empty { key });
                None
            }
            DeValue::String(text) => Some(text.clone().into_owned()),
            _ => {
                self.wrong(at, &Error::NoString { key });
                None
            }
        }
    }

    /// The texts of a list, with their places.
    fn strings(
        &mut self,
        key: &'static str,
        value: &Spanned<DeValue>,
    ) -> Option<Vec<(usize, String)>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value.span().start, &Error::NoList { key });
            return None;
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            let at = item.span().start;
            match item.get_ref() {
                DeValue::String(text) if text.trim().is_empty() => {
                    self.wrong(at, &Error::Empty { key });
                }
                DeValue::String(text) => texts.push((at, text.clone().into_owned())),
                _ => self.wrong(at, &Error::NoList { key }),
            }
        }
        Some(texts)
    }

    fn unknown(&mut self, key: &Spanned<Word>, known: &'static [&'static str]) {
        let error = Error::UnknownKey {
            key: key.get_ref().to_string(),
            known,
        };
        self.wrong(key.span().start, &error);
    }

    fn wrong(&mut self, at: usize, error: &impl Explained) {
        let (file, text) = (self.file, self.text);
        self.problems.push_with(Severity::Error, file, || {
            let (line, column, source) = place(text, at);
            Problem::of(file, error).at(line, column, Some(source))
        });
    }
}

/// The line and the column of a byte, and the line itself.
fn place(text: &str, at: usize) -> (u32, u32, &str) {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    let line = number(before.matches('\n').count());
    let column = number(before.get(start..).unwrap_or_default().chars().count());
    let source = text.get(start..).unwrap_or_default();
    (line, column, source.lines().next().unwrap_or_default())
}

/// A key as the parser gives it.
type Word<'t> = std::borrow::Cow<'t, str>;
