//! Runs expectation files: finds them, tests them, writes the report, and blesses.

use super::destination::{OutputArgs, REPORT, To};
use super::error::{Error, of_system};
use super::files::{self, name};
use super::root::{self, Root};
use super::set::SetArgs;
use super::shared::Shared;
use super::write::{self, Existing};
use super::{Exit, MinBasis, complain, folder, output};
use clap::{Args, ValueEnum};
use rdsim::diagnostic::{Problem, Severity};
use rdsim::expectations::coverage::Coverage;
use rdsim::expectations::{self, Suite, Unread};
use rdsim::i18n::{Language, en};
use rdsim::report::expectations::{Detail, Tested, json};
use rdsim::report::{expectations as report, junit, set, tap};
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

/// Arguments of `test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Expectation files, or folders to search for *.rdsim.yaml [default: the expectations of
    /// rdsim.toml, else this folder]
    pub paths: Vec<PathBuf>,
    /// Read only files in this folder, whatever path or link a file names; no .gitignore hides one
    #[arg(long, value_name = "FOLDER")]
    pub root: Option<PathBuf>,
    /// Take only what is documented, or documented or seen in public, for known: a case whose
    /// verdict rests on less fails, unless it expects cannot-tell
    #[arg(long, value_name = "BASIS", conflicts_with = "bless")]
    pub min_basis: Option<MinBasis>,
    /// Only cases with this text in "file / name"
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    #[command(flatten)]
    pub set: SetArgs,
    /// Write the actual results into the files, where an expectation does not hold or is empty
    #[arg(long, group = "written", conflicts_with = "set")]
    pub bless: bool,
    /// The format of the report [default: human]
    #[arg(long, help_heading = REPORT)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Tell which settings never decided, which remote domains applied to no recipient, which
    /// responses were never given (with --format human or json)
    #[arg(help_heading = REPORT, long)]
    pub coverage: bool,
    /// Exit 1 if less of a policy is covered, in percent of the settings, remote domains and
    /// responses that can occur under it
    #[arg(help_heading = REPORT, long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_coverage: Option<u8>,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// JUnit XML
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// TAP version 14
    Tap,
    /// One JSON document
    Json,
}

/// A file and what reading it gave.
type Read = (String, Result<Suite, Vec<Problem>>);

pub(super) fn run(args: &TestArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let root = match args.root.as_deref().map(Root::new).transpose() {
        Ok(root) => root,
        Err(e) => {
            let name = args.root.as_deref().map(name).unwrap_or_default();
            let error = of_system(&e).localized(language);
            return Ok(complain(
                &Error::UnreadableRoot { error }.localized(&name, language),
            ));
        }
    };
    let root = root.as_ref();
    let paths = match paths(args, shared) {
        Ok(paths) => paths,
        Err(why) => return Ok(complain(&why)),
    };
    let found = match find(&paths, root, language) {
        Ok(found) if found.is_empty() => {
            return Ok(complain(&Error::NoExpectations.localized("", language)));
        }
        Ok(found) => found,
        Err(problem) => return Ok(complain(&problem)),
    };
    let format = args.output.format(args.format, Format::Human);
    let to = args.output.open(matches!(format, Format::Human))?;
    let mut blessed = true;
    if args.bless {
        for path in &found {
            blessed &= bless(path, root, args, language)?;
        }
    }
    let mut read: Vec<Read> = found
        .iter()
        .map(|path| read(path, root, &args.set.set, language))
        .collect();
    let suites = read.iter_mut().filter_map(|(_, r)| r.as_mut().ok());
    for case in suites.flat_map(|suite| &mut suite.cases) {
        case.overrides.min_basis = args.min_basis.map(MinBasis::basis);
    }
    let tested: Vec<Tested> = read.iter().map(|(file, r)| tested(file, r, args)).collect();
    if let Some(filter) = &args.filter
        && tested
            .iter()
            .all(|t| t.result.is_ok() && t.ran().is_empty())
    {
        let filter = filter.clone();
        let error = Error::NoCaseMatches { filter };
        return Ok(complain(&error.localized("", language)));
    }
    tell(&read, language);
    let asked = args.coverage || args.min_coverage.is_some();
    let coverage = if asked { coverage(&tested) } else { Vec::new() };
    write(&tested, &coverage, args, shared, to)?;
    let least = args.min_coverage.unwrap_or(0);
    let low = coverage.iter().filter(|c| c.below(least));
    let low: Vec<&Coverage> = low.collect();
    for coverage in &low {
        let percent = format!("{:.1}", coverage.percent());
        let error = Error::LowCoverage { percent, least };
        complain(&error.localized(&coverage.policy, language));
    }
    let counts = report::count(&tested);
    Ok(if counts.broken > 0 || !blessed {
        Exit::CouldNotRun
    } else if counts.failed > 0 || !low.is_empty() {
        Exit::Found
    } else {
        Exit::Done
    })
}

/// Where expectation files are looked for.
fn paths(args: &TestArgs, shared: &Shared) -> Result<Vec<PathBuf>, String> {
    let config = shared.config()?;
    if !args.paths.is_empty() {
        return Ok(args.paths.clone());
    }
    let paths = shared.taken("expectations", config.expectations.as_ref())?;
    Ok(paths.cloned().unwrap_or_else(|| vec![".".into()]))
}

/// The expectation files under some paths, in order, each once; a file that is named is taken as
/// it is.
pub(super) fn find(
    paths: &[PathBuf],
    root: Option<&Root>,
    language: Language,
) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in paths {
        if let Some(root) = root
            && !matches!(root.resolved(path), Ok(Some(_)))
        {
            let folder = root.name().to_owned();
            return Err(Error::OutsideRoot { root: folder }.localized(&name(path), language));
        }
        if !path.exists() {
            return Err(Error::NoSuchExpectations.localized(&name(path), language));
        }
        // A stranger's .gitignore must hide no test, and as a link it would be read.
        for entry in folder::walk(path, root.is_none()) {
            let entry = entry.map_err(|e| {
                let error = e.to_string();
                Error::UnreadableFolder { error }.localized("", language)
            })?;
            let name = entry.file_name().to_string_lossy();
            let is_file = !entry.path().is_dir();
            if is_file && (entry.depth() == 0 || name.ends_with(expectations::EXTENSION)) {
                let path = entry.into_path();
                let path = path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
                if !found.contains(&path) {
                    found.push(path);
                }
            }
        }
    }
    Ok(found)
}

fn read(path: &Path, root: Option<&Root>, sets: &[String], language: Language) -> Read {
    let file = name(path);
    let load = |path: &Path| root::bytes(root, path, files::SMALL, language);
    let result = match load(path) {
        Ok(bytes) => expectations::read(&file, &bytes, &load, sets),
        Err(why) => {
            let error = match why {
                Unread::Failed(error) => {
                    let error = error.localized(language);
                    Error::UnreadableExpectations { error }
                }
                Unread::Outside(root) => Error::OutsideRoot { root },
            };
            Err(vec![Problem::of(&file, &error)])
        }
    };
    (file, result)
}

fn tested<'s>(file: &'s str, read: &'s Result<Suite, Vec<Problem>>, args: &TestArgs) -> Tested<'s> {
    let result = match read {
        Ok(suite) => Ok((suite, suite.run(args.filter.as_deref()))),
        Err(problems) => Err(problems.as_slice()),
    };
    Tested { file, result }
}

/// Say on standard error what was set in the policies, and what is wrong with the files, each thing
/// once.
fn tell(read: &[Read], language: Language) {
    let mut told: Vec<&Problem> = Vec::new();
    let mut told_set: Vec<String> = Vec::new();
    for (_, result) in read {
        let suite = result.as_ref().ok();
        let lines = suite.into_iter().flat_map(|suite| {
            let file = &suite.policy.file;
            suite.set.iter().map(|set| set::line(set, file, language))
        });
        for line in lines {
            if !told_set.contains(&line) {
                output::note(&line);
                told_set.push(line);
            }
        }
        let problems = match result {
            Ok(suite) => &suite.warnings,
            Err(problems) => problems,
        };
        for problem in problems {
            if told.contains(&problem) {
                continue;
            }
            told.push(problem);
            match problem.severity {
                Severity::Warning => output::note(&problem.localized(language)),
                Severity::Error => output::say(&problem.localized(language)),
            }
        }
    }
}

/// The coverage of each policy that is used, over all files that use it.
fn coverage(tested: &[Tested]) -> Vec<Coverage> {
    let mut all: Vec<Coverage> = Vec::new();
    for tested in tested {
        let Ok((suite, ran)) = &tested.result else {
            continue;
        };
        let policy = &suite.policy.file;
        let found = all.iter().position(|c| c.policy == *policy);
        let at = found.unwrap_or_else(|| {
            all.push(Coverage::of(&suite.policy));
            all.len() - 1
        });
        if let Some(coverage) = all.get_mut(at) {
            coverage.add(suite, ran);
        }
    }
    all
}

fn write(
    tested: &[Tested],
    coverage: &[Coverage],
    args: &TestArgs,
    shared: &Shared,
    mut to: To,
) -> io::Result<()> {
    let format = args.output.format(args.format, Format::Human);
    let lang = shared.language;
    match format {
        Format::Human => {
            let detail = match (shared.quiet, shared.verbose) {
                (true, _) => Detail::Quiet,
                (_, true) => Detail::Verbose,
                _ => Detail::Normal,
            };
            report::report(tested, detail, lang, &mut to)?;
            if args.coverage {
                report::coverage(coverage, lang, &mut to)?;
            }
        }
        Format::Junit => junit::report(tested, &mut to)?,
        Format::Github => {
            report::annotations(tested, &mut to)?;
            report::summary(tested, Language::English, &mut to)?;
        }
        Format::Tap => tap::report(tested, &mut to)?,
        Format::Json => {
            json::report(tested, args.coverage.then_some(coverage), &mut to)?;
        }
    }
    to.done()
}

/// Write the actual results into a file; whether that could be done. A file that cannot be used
/// is told later, with the others.
fn bless(
    path: &Path,
    root: Option<&Root>,
    args: &TestArgs,
    language: Language,
) -> io::Result<bool> {
    let file = name(path);
    let load = |path: &Path| root::bytes(root, path, files::SMALL, language);
    let Ok(bytes) = load(path) else {
        return Ok(true);
    };
    if expectations::read(&file, &bytes, &load, &[]).is_err() {
        return Ok(true);
    }
    match expectations::bless::bless(&file, &bytes, &load, args.filter.as_deref()) {
        Ok(blessed) if blessed.bytes == bytes => Ok(true),
        Ok(blessed) => {
            let existing = if args.output.force {
                Existing::Rewrite
            } else {
                Existing::Edit
            };
            if let Err(e) = write::file(path, &blessed.bytes, existing) {
                complain(&e.localized(language));
                return Ok(false);
            }
            let sentence = match blessed.cases {
                1 => en("{file}: {cases} case blessed"),
                _ => en("{file}: {cases} cases blessed"),
            };
            let values: &[(&str, &dyn Display)] = &[("file", &file), ("cases", &blessed.cases)];
            output::note(&language.fill(sentence, values));
            Ok(true)
        }
        Err(problems) => {
            for problem in problems {
                output::say(&problem.localized(language));
            }
            Ok(false)
        }
    }
}
