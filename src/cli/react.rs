//! Tells what messages set off in the mailboxes that they reach, and writes the reactions.

use super::submit::Format;
use super::{Colour, Exit, FailOn, complain, files};
use clap::{Args, ValueEnum};
use rdsim::policy::{Policy, domain, time};
use rdsim::react::{self, Arrival, Fate, Notify, Reacted, Summary, Undeliverable};
use rdsim::report::react as report;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `react`.
#[derive(Debug, Args)]
pub struct ReactArgs {
    /// The tenant's policy (YAML)
    #[arg(long, short)]
    pub policy: PathBuf,
    /// Message files, folders, or `-` for standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// The envelope sender, in place of the message's own; `<>` is the null sender
    #[arg(long)]
    pub from: Option<String>,
    /// A mailbox that the message reaches, in place of its recipients; repeatable
    #[arg(long)]
    pub to: Vec<String>,
    /// When it arrives, such as 2026-11-24T09:00:00Z [default: topmost Received, else Date]
    #[arg(long)]
    pub at: Option<String>,
    /// What the sender asked for in the envelope (NOTIFY of RFC 3461); repeatable
    #[arg(long, value_delimiter = ',')]
    pub notify: Vec<NotifyArg>,
    /// It was marked as spam
    #[arg(long)]
    pub junk: bool,
    /// Its sender got an out-of-office reply before
    #[arg(long)]
    pub already_answered: bool,
    /// It cannot be delivered, and why
    #[arg(long)]
    pub undeliverable: Option<UndeliverableArg>,
    /// The owner deletes it without reading it
    #[arg(long)]
    pub deleted_unread: bool,
    /// The owner forwards it by hand to this address
    #[arg(long)]
    pub forwarded_to: Option<String>,
    /// Write the reactions that are made as message files to this folder
    #[arg(long)]
    pub write: Option<PathBuf>,
    /// Overwrite files that exist
    #[arg(long, requires = "write")]
    pub force: bool,
    /// The format of the report
    #[arg(long, default_value = "human")]
    pub format: Format,
    /// Exit 1 if a reaction is one of these; repeatable
    #[arg(long, value_delimiter = ',')]
    pub fail_on: Vec<FailOn>,
    /// When to use colour
    #[arg(long, default_value = "auto")]
    pub color: Colour,
    /// Show every step, and why other reactions are not set off
    #[arg(long)]
    pub explain: bool,
}

/// Values of `--notify`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NotifyArg {
    /// No report at all
    Never,
    /// A report when it is delivered
    Success,
    /// A report when it cannot be delivered
    Failure,
}

/// Values of `--undeliverable`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UndeliverableArg {
    /// Nobody has the address
    Unknown,
    /// The mailbox is full
    Full,
}

impl ReactArgs {
    fn arrival(&self) -> Result<Arrival, String> {
        let at = match &self.at {
            None => None,
            Some(text) => Some(time::instant(text).ok_or_else(|| {
                format!("error: `{text}` is not a point in time\n  help: write it as `--at 2026-11-24T09:00:00Z`; without an offset it is UTC")
            })?),
        };
        Ok(Arrival {
            from: self.from.clone(),
            to: self.to.clone(),
            at,
            notify: self
                .notify
                .iter()
                .map(|n| match n {
                    NotifyArg::Never => Notify::Never,
                    NotifyArg::Success => Notify::Success,
                    NotifyArg::Failure => Notify::Failure,
                })
                .collect(),
            junk: self.junk,
            answered: self.already_answered,
            undeliverable: self.undeliverable.map(|u| match u {
                UndeliverableArg::Unknown => Undeliverable::Unknown,
                UndeliverableArg::Full => Undeliverable::Full,
            }),
            deleted_unread: self.deleted_unread,
            forwarded_to: self.forwarded_to.as_deref().map(domain::address),
        })
    }
}

pub(super) fn run(args: &ReactArgs) -> io::Result<Exit> {
    let (policy, arrival) = match (files::policy(&args.policy, false), args.arrival()) {
        (Ok(policy), Ok(arrival)) => (policy, arrival),
        (Err(a), Err(b)) => return Ok(complain(&format!("{a}\n{b}"))),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    if let Some(why) = files::missing(&args.paths) {
        return Ok(complain(&why));
    }
    let all = read(args, &policy, &arrival);
    let (letters, written) = match &args.write {
        Some(folder) => letters(&all, folder),
        None => Default::default(),
    };
    if let Some(taken) = letters
        .iter()
        .find(|(path, _)| !args.force && path.exists())
    {
        return Ok(complain(&format!(
            "error: `{}` exists already\n  help: choose another folder, or overwrite it with `--force`; nothing was written",
            files::name(&taken.0)
        )));
    }
    if let Some(folder) = &args.write {
        write(folder, &letters, args.force)?;
    }
    let mut summary = Summary::default();
    for reacted in &all {
        summary.add(reacted);
    }
    args.color.choose();
    match args.format {
        Format::Human => {
            let mut out = anstream::AutoStream::auto(io::stdout());
            for reacted in &all {
                report::block(reacted, &policy.file, &written, args.explain, &mut out)?;
            }
            report::summary(&summary, &mut out)?;
        }
        Format::Json => {
            report::json(&all, &policy.file, &written, &summary, &mut io::stdout())?;
        }
    }
    let found = args.fail_on.iter().any(|f| match f {
        FailOn::Stopped => summary.dropped + summary.rejected > 0,
        FailOn::Leaves => summary.leaves > 0,
        FailOn::CannotTell => summary.cannot_tell > 0,
    });
    Ok(if found { Exit::Found } else { Exit::Done })
}

fn read<'p>(args: &ReactArgs, policy: &'p Policy, arrival: &Arrival) -> Vec<Reacted<'p>> {
    let mut bytes = Vec::new();
    files::chunks(&args.paths, 1)
        .flatten()
        .map(|found| {
            let path = files::name_of(&found);
            match files::message(&found, &mut bytes) {
                Ok(()) => react::react(policy, &path, &bytes, arrival),
                Err(reason) => Reacted {
                    path,
                    result: Err(reason),
                },
            }
        })
        .collect()
}

/// The reactions that are made, or perhaps made, each with the file it goes to.
fn letters<'a>(all: &'a [Reacted], folder: &Path) -> (Vec<(PathBuf, &'a [u8])>, report::Files) {
    let mut names = BTreeSet::new();
    let (mut letters, mut written) = (Vec::new(), report::Files::new());
    for reacted in all {
        let Ok(set_off) = &reacted.result else {
            continue;
        };
        let stem = Path::new(&reacted.path).file_stem();
        let stem = stem.map_or("message".into(), |s| s.to_string_lossy().into_owned());
        let stem = if stem == "-" { "message".into() } else { stem };
        for (at, reached) in set_off.reached.iter().enumerate() {
            for (index, reaction) in reached.reactions.iter().enumerate() {
                if matches!(reaction.fate, Fate::NotMade(_)) {
                    continue;
                }
                let mut name = format!("{stem}.{}.eml", reaction.token);
                let mut next = 2;
                while !names.insert(name.clone()) {
                    name = format!("{stem}.{}-{next}.eml", reaction.token);
                    next += 1;
                }
                let path = folder.join(name);
                written.push((reacted.path.clone(), at, index, files::name(&path)));
                letters.push((path, reaction.mail.bytes.as_slice()));
            }
        }
    }
    (letters, written)
}

/// Write every file whole; none has its name before all are complete.
fn write(folder: &Path, letters: &[(PathBuf, &[u8])], force: bool) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut complete = Vec::new();
    for (path, bytes) in letters {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        complete.push((file, path));
    }
    for (file, path) in complete {
        let done = if force {
            file.persist(path)
        } else {
            file.persist_noclobber(path)
        };
        done.map_err(|e| e.error)?;
    }
    Ok(())
}
