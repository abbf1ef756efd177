//! Compares two policies.

use super::error::error;
use super::mail::{self, Work};
use super::shared::Shared;
use super::{Exit, complain, files, output, progress};
use clap::{Args, ValueEnum};
use rdsim::diff;
use rdsim::diff::messages::Compared;
use rdsim::evaluate::{self, Overrides};
use rdsim::i18n::Language;
use rdsim::mail::{Mail, Wanted};
use rdsim::policy::Policy;
use rdsim::report::diff::{self as report, Files, json};
use rdsim::text::plain;
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The policy before the change (YAML)
    pub old: PathBuf,
    /// The policy after it (YAML)
    pub new: PathBuf,
    /// Message files, folders, or `-`: compare the verdicts on these alone
    pub paths: Vec<PathBuf>,
    /// The format of the report
    #[arg(long, default_value = "human")]
    pub format: Format,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// A comment for a pull request
    Markdown,
    /// Annotations in a GitHub workflow
    Github,
}

pub(super) fn run(args: &DiffArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let read = [&args.old, &args.new].map(|path| files::policy(path, language));
    let [old, new] = match read {
        [Ok(old), Ok(new)] => [old, new],
        problems => {
            let problems: Vec<String> = problems.into_iter().filter_map(Result::err).collect();
            return Ok(complain(&problems.join("\n")));
        }
    };
    if let Some(why) = files::missing(&args.paths, language) {
        return Ok(complain(&why));
    }
    let names = Files {
        old: &old.file,
        new: &new.file,
    };
    let mut out = output::open(matches!(args.format, Format::Human));
    let differs = if args.paths.is_empty() {
        let diff = diff::compare(&old, &new);
        match args.format {
            Format::Human => report::human(&diff, names, language, &mut out)?,
            Format::Json => json::diff(&diff, names, &mut out)?,
            Format::Markdown => report::markdown(&diff, names, &mut out)?,
            Format::Github => report::github(&diff, names, &mut out)?,
        }
        !diff.is_empty()
    } else {
        let compared = messages(args, &old, &new, shared)?;
        tell(&compared, language);
        match args.format {
            Format::Human => report::human_messages(&compared, names, language, &mut out)?,
            Format::Json => json::messages(&compared, names, &mut out)?,
            Format::Markdown => report::markdown_messages(&compared, names, &mut out)?,
            Format::Github => report::github_messages(&compared, names, &mut out)?,
        }
        !compared.is_empty()
    };
    out.flush()?;
    Ok(if differs { Exit::Found } else { Exit::Done })
}

/// Say on standard error which messages could not be compared, and why.
fn tell(compared: &Compared, language: Language) {
    for (path, reason) in &compared.unread {
        let reason = error(language, &reason.clone().into());
        output::say(&format!("{}: {reason}", plain(path)));
    }
}

/// Compare the verdicts of two policies on the messages under some paths.
fn messages(args: &DiffArgs, old: &Policy, new: &Policy, shared: &Shared) -> io::Result<Compared> {
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
    let passed_over = mail::each(&args.paths, shared.jobs, &work, |compared| {
        all.append(compared);
        Ok(())
    })?;
    passed_over.tell(shared.language);
    Ok(all)
}
