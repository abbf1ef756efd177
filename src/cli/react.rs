//! Tells what messages set off in the mailboxes that they reach, and writes the reactions.

use super::complaint::problem;
use super::files::Aside;
use super::mail::{self, Work};
use super::submit::Format;
use super::{Colour, Exit, FailOn, complain, files, output, progress};
use clap::{Args, ValueEnum};
use rdsim::input::{Content, Mail};
use rdsim::policy::{Policy, domain, time};
use rdsim::react::{self, Arrival, Fate, Notify, Reacted, Summary, Undeliverable};
use rdsim::report::human::View;
use rdsim::report::react as report;
use rdsim::words::{Language, Sentence, en};
use std::collections::BTreeSet;
use std::io;
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
    #[command(flatten)]
    pub arrival: ArrivalArgs,
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

/// What is known of the arrival beyond the message.
#[derive(Debug, Args)]
pub struct ArrivalArgs {
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

impl ArrivalArgs {
    /// The arrival of a message from a sender at some mailboxes, where they are not its own.
    ///
    /// # Errors
    /// What is wrong with an option, and what to do.
    pub fn arrival(&self, from: Option<&str>, to: &[String]) -> Result<Arrival, String> {
        let at = match &self.at {
            None => None,
            Some(text) => Some(time::instant(text).ok_or_else(|| {
                problem(
                    "",
                    Sentence::of(en("`{text}` is not a point in time"), [("text", text)]),
                    en("write it as `--at 2026-11-24T09:00:00Z`; without an offset it is UTC"),
                )
            })?),
        };
        Ok(Arrival {
            from: from.map(str::to_owned),
            to: to.to_vec(),
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

    /// Whether one of them is given.
    pub fn any(&self) -> bool {
        self.at.is_some()
            || !self.notify.is_empty()
            || self.junk
            || self.already_answered
            || self.undeliverable.is_some()
            || self.deleted_unread
            || self.forwarded_to.is_some()
    }
}

pub(super) fn run(args: &ReactArgs, language: Language) -> io::Result<Exit> {
    let (policy, arrival) = match (
        files::policy(&args.policy, false),
        args.arrival.arrival(args.from.as_deref(), &args.to),
    ) {
        (Ok(policy), Ok(arrival)) => (policy, arrival),
        (Err(a), Err(b)) => return Ok(complain(&format!("{a}\n{b}"))),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    if let Some(why) = files::missing(&args.paths) {
        return Ok(complain(&why));
    }
    let mut all = read(args, &policy, &arrival)?;
    if let Some(folder) = &args.write {
        name(&mut all, folder);
        let mut files = all.iter().flat_map(letters).map(|(file, _)| file);
        if let Some(taken) = files.find(|file| !args.force && Path::new(file).exists()) {
            return Ok(complain(&problem(
                "",
                Sentence::of(en("`{path}` exists already"), [("path", &taken)]),
                en("choose another folder, or overwrite it with `--force`; nothing was written"),
            )));
        }
        write(folder, &all, args.force)?;
    }
    let mut summary = Summary::default();
    for reacted in &all {
        summary.add(reacted);
    }
    args.color.choose();
    let mut out = match args.format {
        Format::Human => output::styled(),
        Format::Json => output::plain(),
    };
    match args.format {
        Format::Human => {
            let view = View {
                file: &policy.file,
                explain: args.explain,
                language,
            };
            for reacted in &all {
                report::block(reacted, view, &mut out)?;
            }
            report::summary(&summary, language, &mut out)?;
        }
        Format::Json => report::json(&all, &policy.file, &summary, &mut out)?,
    }
    out.flush()?;
    let stopped = summary.dropped + summary.rejected;
    let found = FailOn::finds(&args.fail_on, stopped, summary.leaves, summary.cannot_tell);
    Ok(if found { Exit::Found } else { Exit::Done })
}

fn read<'p>(
    args: &ReactArgs,
    policy: &'p Policy,
    arrival: &Arrival,
) -> io::Result<Vec<Reacted<'p>>> {
    let work = Work {
        begin: Vec::new,
        one: |done: &mut Vec<Reacted<'p>>, mail: &Mail| {
            let mut reacted = one(policy, mail, arrival);
            if args.write.is_none() {
                forget(&mut reacted);
            }
            done.push(reacted);
            Ok(())
        },
    };
    let mut all = Vec::new();
    progress::report_comes_last();
    mail::each(&args.paths, None, &work, |mut done| {
        all.append(&mut done);
        Ok(())
    })?;
    Ok(all)
}

/// What a message sets off; it must be there as it was sent.
pub(super) fn one<'p>(policy: &'p Policy, mail: &Mail, arrival: &Arrival) -> Reacted<'p> {
    let reason = match &mail.content {
        Ok(Content::Text(bytes, _)) => return react::react(policy, mail.name, bytes, arrival),
        Ok(_) => "it is not the message as it was sent; save it as .eml".into(),
        Err(reason) => reason.clone(),
    };
    Reacted {
        path: mail.name.to_owned(),
        result: Err(reason),
    }
}

/// Let go of the reactions' bytes, which are of no more use once they are judged.
fn forget(reacted: &mut Reacted) {
    let reached = reacted.result.iter_mut().flat_map(|s| &mut s.reached);
    for reaction in reached.flat_map(|r| &mut r.reactions) {
        reaction.mail.bytes = Vec::new();
    }
}

/// Give each reaction that is made, or perhaps made, the name of a file of its own.
fn name(all: &mut [Reacted], folder: &Path) {
    let mut names = BTreeSet::new();
    for reacted in all {
        let stem = Path::new(&reacted.path).file_stem();
        let stem = stem.map(|s| s.to_string_lossy().into_owned());
        let stem = stem.filter(|s| s != "-").unwrap_or("message".into());
        let Ok(set_off) = &mut reacted.result else {
            continue;
        };
        let reactions = set_off.reached.iter_mut().flat_map(|r| &mut r.reactions);
        for reaction in reactions.filter(|r| !matches!(r.fate, Fate::NotMade(_))) {
            let mut name = format!("{stem}.{}.eml", reaction.token);
            let mut next = 2;
            while !names.insert(name.clone()) {
                name = format!("{stem}.{}-{next}.eml", reaction.token);
                next += 1;
            }
            reaction.file = Some(files::name(&folder.join(name)));
        }
    }
}

/// The files that a message's reactions go to, with their bytes.
fn letters<'a>(reacted: &'a Reacted) -> impl Iterator<Item = (&'a str, &'a [u8])> {
    let reached = reacted.result.iter().flat_map(|s| &s.reached);
    let reactions = reached.flat_map(|r| &r.reactions);
    reactions.filter_map(|r| Some((r.file.as_deref()?, r.mail.bytes.as_slice())))
}

/// Write every file whole; none has its name before all are complete.
fn write(folder: &Path, all: &[Reacted], force: bool) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut complete = Vec::new();
    for (file, bytes) in all.iter().flat_map(letters) {
        complete.push(files::aside(Path::new(file), bytes, force)?);
    }
    complete.into_iter().try_for_each(Aside::name)
}
