//! Writes what an audit log says was changed, and the policy after each change.

use super::{Error, ImportArgs, problems};
use crate::cli::write::{self, Existing, NotWritten};
use crate::cli::{Exit, complain, files, output};
use rdsim::diagnostic::Problem;
use rdsim::i18n::Language;
use rdsim::import::Input;
use rdsim::import::history::{Base, NOT_AMISS, Step, history};
use rdsim::report::history::block;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Run `import --history` on what was read.
pub(super) fn run(args: &ImportArgs, inputs: &[Input], language: Language) -> io::Result<Exit> {
    let given = args.policy.as_deref().or(args.current.as_deref());
    if args.output.is_some() && given.is_none() {
        return Ok(complain(&problems(
            language,
            &[Problem::of("", &Error::NoPolicy)],
        )));
    }
    let known = match given.map(|path| files::load(path, language)) {
        None => None,
        Some(Ok(known)) => Some(known),
        Some(Err(error)) => return Ok(complain(&error)),
    };
    let base = match &known {
        None => Base::Unknown,
        Some((file, bytes)) if args.policy.is_some() => Base::Before(Input { file, bytes }),
        Some((file, bytes)) => Base::After(Input { file, bytes }),
    };
    let mut writer = Writer {
        folder: args.output.as_deref(),
        existing: Existing::forced(args.force),
        names: HashMap::new(),
        to: output::open(true),
        language,
        failed: None,
    };
    let told = match history(inputs, base, &mut |step| writer.take(&step)) {
        Ok(told) => told,
        Err(found) => return Ok(complain(&problems(language, &found))),
    };
    match writer.failed {
        Some(Failed::Policy(error)) => return Err(error.into()),
        Some(Failed::Output(error)) => return Err(error),
        None => writer.to.flush()?,
    }
    for warning in &told {
        output::note(&warning.localized(language));
    }
    let whole = told.iter().all(|warning| warning.code == NOT_AMISS);
    Ok(if whole || args.lenient {
        Exit::Done
    } else {
        Exit::Found
    })
}

/// Why writing ended.
enum Failed {
    /// A policy cannot be written.
    Policy(NotWritten),
    /// Standard output cannot.
    Output(io::Error),
}

/// Writes changes to standard output and policies into a folder.
struct Writer<'a> {
    folder: Option<&'a Path>,
    existing: Existing,
    /// How many files have a name so far.
    names: HashMap<String, u32>,
    to: Box<dyn Write + Send>,
    language: Language,
    failed: Option<Failed>,
}

impl Writer<'_> {
    fn take(&mut self, step: &Step) {
        if self.failed.is_some() {
            return;
        }
        let file = match (self.folder, &step.policy) {
            (Some(folder), Some(policy)) => match self.write(folder, step, policy) {
                Ok(path) => Some(files::name(&path)),
                Err(error) => {
                    self.failed = Some(Failed::Policy(error));
                    return;
                }
            },
            _ => None,
        };
        if let Err(error) = block(step, file.as_deref(), self.language, &mut self.to) {
            self.failed = Some(Failed::Output(error));
        }
    }

    fn write(&mut self, folder: &Path, step: &Step, policy: &str) -> Result<PathBuf, NotWritten> {
        if self.names.is_empty() {
            write::folder(folder)?;
        }
        // Windows has no `:` in names.
        let time = step.time.replace(':', "-");
        let number = self.names.entry(time.clone()).or_insert(0);
        *number += 1;
        let name = match *number {
            1 => format!("{time}.yaml"),
            number => format!("{time}-{number}.yaml"),
        };
        let path = folder.join(name);
        write::file(&path, policy.as_bytes(), self.existing)?;
        Ok(path)
    }
}
