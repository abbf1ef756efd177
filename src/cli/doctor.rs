//! Looks at a policy, its tests and the repository around it, and says what to do next.

use super::destination::{OutputArgs, REPORT};
use super::shared::Shared;
use super::{Exit, complain, files, init, root, test};
use clap::{Args, ValueEnum};
use rdsim::doctor::{self, Expectations, Repository, Status, Surroundings};
use rdsim::expectations;
use rdsim::i18n::Language;
use rdsim::report::doctor as report;
use rdsim::report::expectations::{Tested, count};
use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// The tenant's policy (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(value_name = "POLICY")]
    pub file: Option<PathBuf>,
    /// The policy, as an argument gives it too
    #[arg(long, short, value_name = "FILE", conflicts_with = "file")]
    pub policy: Option<PathBuf>,
    /// The format of the report [default: human]
    #[arg(long, help_heading = REPORT)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
}

/// Files by which CI services other than GitHub's are told what to run, below the top of a repository.
const WORKFLOWS: [&str; 4] = [
    ".gitlab-ci.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
    "Jenkinsfile",
];

/// Bytes of such a file that are read.
const WORKFLOW: u64 = 1 << 20;

pub(super) fn run(args: &DoctorArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let policy = match shared.policy(args.policy.as_ref().or(args.file.as_ref())) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    let format = args.output.format(args.format, Format::Human);
    let mut to = args.output.open(matches!(format, Format::Human))?;
    let (file, bytes) = match files::load(&policy, language) {
        Ok(loaded) => loaded,
        Err(why) => return Ok(complain(&why)),
    };
    let folder = policy.parent().unwrap_or(Path::new(""));
    let top = top(folder);
    let searched = match &top {
        Some(top) => top.clone(),
        None if folder.as_os_str().is_empty() => PathBuf::from("."),
        None => folder.to_owned(),
    };
    let expectations = match expectations(&policy, &searched, language) {
        Ok(found) => found,
        Err(why) => return Ok(complain(&why)),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |since| since.as_secs());
    let checks = doctor::checks(&Surroundings {
        file: &file,
        bytes: &bytes,
        folder: &files::name(folder),
        now: i64::try_from(now).unwrap_or(i64::MAX),
        expectations,
        repository: top.as_deref().map(repository),
    });
    match format {
        Format::Human => report::human(&file, &checks, language, &mut to)?,
        Format::Json => report::json(&file, &checks, &mut to)?,
    }
    to.done()?;
    let worst = checks.iter().map(|check| check.status).max();
    Ok(match worst {
        Some(Status::Warning | Status::Error) => Exit::Found,
        _ => Exit::Done,
    })
}

/// The top of the repository that a folder is in, as it is shown from the current folder.
fn top(folder: &Path) -> Option<PathBuf> {
    let here = std::fs::canonicalize(".").ok()?;
    let whole = std::fs::canonicalize(here.join(folder)).ok()?;
    let top = whole.ancestors().find(|f| f.join(".git").exists())?;
    match top.strip_prefix(&here) {
        Ok(below) if below.as_os_str().is_empty() => Some(PathBuf::from(".")),
        Ok(below) => Some(below.to_owned()),
        Err(_) => Some(top.to_owned()),
    }
}

/// The expectation files below a folder that name a policy, with their results.
fn expectations(
    policy: &Path,
    folder: &Path,
    language: Language,
) -> Result<Vec<Expectations>, String> {
    let Ok(policy) = std::fs::canonicalize(policy) else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for path in test::find(&[folder.to_owned()], None, language)? {
        let file = files::name(&path);
        let names = Cell::new(false);
        let load = |path: &Path| {
            if std::fs::canonicalize(path).is_ok_and(|path| path == policy) {
                names.set(true);
            }
            root::bytes(None, path, files::SMALL, language)
        };
        let Ok(bytes) = load(&path) else { continue };
        let suite = expectations::read(&file, &bytes, &load, &[]);
        if !names.get() {
            continue;
        }
        let result = match &suite {
            Ok(suite) => Ok((suite, suite.run(None))),
            Err(problems) => Err(problems.as_slice()),
        };
        let cases = count(&[Tested {
            file: &file,
            result,
        }]);
        all.push(Expectations { file, cases });
    }
    Ok(all)
}

/// What runs rdsim in a repository.
fn repository(top: &Path) -> Repository {
    let below = |name: &str| match top.as_os_str() == "." {
        true => PathBuf::from(name),
        false => top.join(name),
    };
    let folder = below(".github/workflows");
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut workflows: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    workflows.sort();
    workflows.extend(WORKFLOWS.map(below));
    let workflow = workflows.into_iter().find(|path| runs_rdsim(path));
    let action = format!("{}@", init::UNPUBLISHED);
    Repository {
        unpublished: workflow.as_ref().is_some_and(|path| says(path, &[&action])),
        workflow: workflow.map(|path| files::name(&path)),
        hooks: runs_rdsim(&below(".pre-commit-config.yaml")),
    }
}

/// What a file says that has rdsim run, by itself, as an action or as a hook.
const RUNS: [&str; 7] = [
    "/rdsim@",
    "rdsim check",
    "rdsim diff",
    "rdsim lint",
    "rdsim test",
    "rdsim-lint",
    "rdsim-test",
];

/// Whether a file has rdsim run.
fn runs_rdsim(path: &Path) -> bool {
    says(path, &RUNS)
}

/// Whether a file has one of some texts, outside of comments.
fn says(path: &Path, texts: &[&str]) -> bool {
    let bytes = files::bytes(path, WORKFLOW, Language::English);
    let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    text.is_ok_and(|text| {
        let mut lines = text.lines().map(|line| line.split('#').next());
        lines.any(|line| line.is_some_and(|line| texts.iter().any(|text| line.contains(text))))
    })
}
