//! Compares two policies.

use super::destination::{OutputArgs, REPORT};
use super::error::Error;
use super::error::error;
use super::mail::{self, Work};
use super::set::SetArgs;
use super::shared::Shared;
use super::{Exit, complain, files, output, progress};
use clap::{Args, ValueEnum};
use rdsim::diff;
use rdsim::diff::messages::Compared;
use rdsim::diff::uncompared;
use rdsim::evaluate::{self, Overrides};
use rdsim::i18n::Language;
use rdsim::mail::{Mail, Wanted};
use rdsim::policy::Policy;
use rdsim::policy::what_if::Set;
use rdsim::report::diff::{self as report, Files, Names, json, uncompared as not_compared};
use rdsim::text::plain;
use std::io;
use std::path::{Path, PathBuf};

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The policy before the change (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    pub old: Option<PathBuf>,
    /// The policy after it (YAML); none with `--set`
    pub new: Option<PathBuf>,
    /// Message files, folders, or `-`: compare the verdicts on these alone
    pub paths: Vec<PathBuf>,
    /// The policy before the change, as an argument gives it too
    #[arg(long, short, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    #[command(flatten)]
    pub set: SetArgs,
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
    /// A comment for a pull request
    #[value(alias = "md")]
    Markdown,
    /// Annotations in a GitHub workflow
    Github,
}

impl DiffArgs {
    /// The messages. With `--policy` the new policy is the first argument; with `--set` there is
    /// one policy, and they follow it.
    pub(super) fn messages(&mut self) -> &mut Vec<PathBuf> {
        if let Some(policy) = self.policy.take() {
            let new = self.old.replace(policy);
            let first = std::mem::replace(&mut self.new, new);
            self.paths.splice(0..0, first);
        }
        if !self.set.set.is_empty()
            && let Some(first) = self.new.take_if(|new| !is_policy(new))
        {
            self.paths.insert(0, first);
        }
        &mut self.paths
    }
}

fn is_policy(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default();
    end.eq_ignore_ascii_case("yaml") || end.eq_ignore_ascii_case("yml")
}

pub(super) fn run(args: &DiffArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let compared = match read(args, shared) {
        Ok(compared) => compared,
        Err(why) => return Ok(complain(&why)),
    };
    let Compare {
        old,
        new,
        set,
        paths,
    } = compared;
    if let Some(why) = files::missing(&paths, language) {
        return Ok(complain(&why));
    }
    let names = Files {
        old: &old.file,
        new: &new.file,
        set: &set,
    };
    let format = args.output.format(args.format, Format::Human);
    let mut to = args.output.open(matches!(format, Format::Human))?;
    let differs = if paths.is_empty() {
        let diff = diff::compare(&old, &new);
        let uncompared = uncompared::find(&old, &new);
        match format {
            Format::Human => {
                report::human(&diff, names, Names::Tokens, language, &mut to)?;
                not_compared::human(&uncompared, language, &mut to)?;
            }
            Format::Json => json::diff(&diff, &uncompared, names, &mut to)?,
            Format::Markdown => {
                report::markdown(&diff, names, &mut to)?;
                not_compared::markdown(&uncompared, &mut to)?;
            }
            Format::Github => {
                report::github(&diff, names, &mut to)?;
                not_compared::github(&uncompared, names, &mut to)?;
            }
        }
        !diff.is_empty() || !uncompared.is_empty()
    } else {
        let compared = messages(&paths, [&old, &new], shared)?;
        tell(&compared, language);
        match format {
            Format::Human => report::human_messages(&compared, names, language, &mut to)?,
            Format::Json => json::messages(&compared, names, &mut to)?,
            Format::Markdown => report::markdown_messages(&compared, names, &mut to)?,
            Format::Github => report::github_messages(&compared, names, &mut to)?,
        }
        !compared.is_empty()
    };
    to.done()?;
    Ok(if differs { Exit::Found } else { Exit::Done })
}

/// What is compared.
struct Compare {
    old: Policy,
    new: Policy,
    /// What was set in the new policy, which is else the old one.
    set: Vec<Set>,
    paths: Vec<PathBuf>,
}

/// Read the two policies, or one and what is set in it.
fn read(args: &DiffArgs, shared: &Shared) -> Result<Compare, String> {
    let language = shared.language;
    if !args.set.set.is_empty() {
        let old = shared.policy(args.old.as_ref())?;
        if let Some(new) = &args.new {
            return Err(Error::SetInTwoPolicies.localized(&files::name(new), language));
        }
        let with = args.set.read(&old, language)?;
        let Some(before) = with.before else {
            return Err(Error::NothingToCompare.localized("", language));
        };
        return Ok(Compare {
            old: before,
            new: with.policy,
            set: with.set,
            paths: args.paths.clone(),
        });
    }
    let (old, new) = match (&args.old, &args.new) {
        (Some(old), Some(new)) => (old.clone(), new),
        (Some(new), None) => match shared.default_policy()? {
            Some(old) if old != *new => (old, new),
            _ => return Err(Error::NothingToCompare.localized("", language)),
        },
        (None, _) => return Err(Error::NothingToCompare.localized("", language)),
    };
    match [&old, new].map(|path| files::policy(path, language)) {
        [Ok(old), Ok(new)] => Ok(Compare {
            old,
            new,
            set: Vec::new(),
            paths: args.paths.clone(),
        }),
        problems => {
            let problems: Vec<String> = problems.into_iter().filter_map(Result::err).collect();
            Err(problems.join("\n"))
        }
    }
}

/// Say on standard error which messages could not be compared, and why.
fn tell(compared: &Compared, language: Language) {
    for (path, reason) in &compared.unread {
        let reason = error(language, &reason.clone().into());
        output::say(&format!("{}: {reason}", plain(path)));
    }
}

/// Compare the verdicts of two policies on the messages under some paths.
fn messages(paths: &[PathBuf], [old, new]: [&Policy; 2], shared: &Shared) -> io::Result<Compared> {
    let mut all = Compared::default();
    let overrides = Overrides::default();
    let work = Work {
        wanted: Wanted::Abridged,
        begin: Compared::default,
        one: |compared: &mut Compared, mail: &Mail| {
            let judge = |policy| evaluate::judge_mail(policy, mail, &overrides);
            compared.add(&judge(old), &judge(new));
            Ok(())
        },
    };
    progress::report_comes_last();
    let passed_over = mail::each(paths, shared.jobs, &work, |compared| {
        all.append(compared);
        Ok(())
    })?;
    passed_over.tell(shared.language);
    Ok(all)
}
