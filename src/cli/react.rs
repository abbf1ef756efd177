//! Shows what messages trigger in the mailboxes that they reach, and writes the reactions.

mod reaction_files;

use super::destination::{OutputArgs, REPORT, To};
use super::mail::{self, Work};
use super::set::SetArgs;
use super::shared::Shared;
use super::submit::Format;
use super::{Counts, Exit, FailOn, MinBasis, ask, complain, files, output, progress, write};
use clap::Args;
use rdsim::address;
use rdsim::diagnostic::{Explained, Problem};
use rdsim::i18n::{Language, Text, en};
use rdsim::mail::{Content, Mail, WHOLE, Wanted};
use rdsim::policy::{Policy, time};
use rdsim::react::{self, Arrival, MessageReactions, Notify, Summary, Undeliverable, assumed};
use rdsim::report::human::View;
use rdsim::report::{json, react as report};
use reaction_files::{HalfDone, ReactionFiles};
use std::io::{self, Seek as _, Write};
use std::path::PathBuf;

/// Arguments of `react`.
#[derive(Debug, Args)]
pub struct ReactArgs {
    /// The tenant's policy (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(long, short, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    #[command(flatten)]
    pub set: SetArgs,
    /// Message files, folders, or `-` for standard input; none where `--from` and `--to` tell what
    /// is asked
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
    #[arg(help_heading = REPORT, long, value_name = "FOLDER", group = "written", requires = "paths")]
    pub write: Option<PathBuf>,
    /// Take only what is documented, or documented or seen in public, for known: a verdict that
    /// rests on less cannot be told
    #[arg(long, value_name = "BASIS")]
    pub min_basis: Option<MinBasis>,
    /// The format of the report [default: human]
    #[arg(long, help_heading = REPORT)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Exit 1 if a reaction is one of these, or a message is unreadable; repeatable
    #[arg(help_heading = REPORT, long, value_delimiter = ',')]
    pub fail_on: Vec<FailOn>,
    /// Show every step, and why other reactions are not triggered
    #[arg(help_heading = REPORT, long)]
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
    pub notify: Vec<Notify>,
    /// It was marked as spam
    #[arg(long)]
    pub junk: bool,
    /// Its sender got an out-of-office reply before
    #[arg(long)]
    pub already_answered: bool,
    /// It cannot be delivered, and why
    #[arg(long)]
    pub undeliverable: Option<Undeliverable>,
    /// The owner deletes it without reading it
    #[arg(long)]
    pub deleted_unread: bool,
    /// The owner forwards it by hand to this address
    #[arg(long)]
    pub forwarded_to: Option<String>,
}

impl ArrivalArgs {
    /// The arrival of a message from a sender at some mailboxes, where they are not its own.
    ///
    /// # Errors
    /// What is wrong with an option, and what to do.
    pub fn arrival(
        &self,
        from: Option<&str>,
        to: &[String],
        language: Language,
    ) -> Result<Arrival, String> {
        let at = match &self.at {
            None => None,
            Some(text) => Some(time::instant(text).ok_or_else(|| {
                let text = text.clone();
                Problem::of("", &Error::NotATime { text }).localized(language)
            })?),
        };
        Ok(Arrival {
            from: from.map(str::to_owned),
            to: to.to_vec(),
            at,
            notify: self.notify.clone(),
            junk: self.junk,
            answered: self.already_answered,
            undeliverable: self.undeliverable,
            deleted_unread: self.deleted_unread,
            forwarded_to: self.forwarded_to.as_deref().map(address::normal),
            min_basis: None,
            unseen: false,
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

/// Why `react` cannot run with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
enum Error {
    /// `--at` with something else than a time.
    NotATime { text: String },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NotATime { text } => {
                Text::of(en("`{text}` is not a point in time"), [("text", text)])
            }
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::NotATime { .. } => {
                en("write it as `--at 2026-11-24T09:00:00Z`; without an offset it is UTC").into()
            }
        }
    }
}

pub(super) fn run(args: &ReactArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let policy = shared.policy(args.policy.as_ref());
    let (policy, arrival) = match (
        policy.and_then(|path| args.set.policy(&path, language)),
        args.arrival
            .arrival(args.from.as_deref(), &args.to, language),
    ) {
        (Ok(policy), Ok(arrival)) => {
            let min_basis = args.min_basis.map(MinBasis::basis);
            let arrival = Arrival {
                min_basis,
                ..arrival
            };
            (policy, arrival)
        }
        (Err(a), Err(b)) => return Ok(complain(&format!("{a}\n{b}"))),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    if let Some(why) = files::missing(&args.paths, language) {
        return Ok(complain(&why));
    }
    if let Err(error) = ask::are_addresses(args.from.as_ref(), &args.to) {
        return Ok(complain(&error.localized("", language)));
    }
    if args.paths.is_empty() {
        if let Err(error) = ask::told(args.from.as_ref(), &args.to) {
            return Ok(complain(&error.localized("", language)));
        }
        output::note(language.translate(assumed::ASSUMED));
    }
    let format = args.output.format(args.format, Format::Human);
    let mut report = Report {
        args,
        format,
        policy: &policy.file,
        language,
        out: args.output.open(matches!(format, Format::Human))?,
        deferred: tempfile::spooled_tempfile(IN_MEMORY),
        summary: Summary::default(),
        files: (args.write.as_deref()).map(|folder| ReactionFiles::new(folder, args.output.force)),
    };
    if args.write.is_some() {
        progress::report_comes_last();
    }
    report.begin()?;
    if args.paths.is_empty() {
        report.add(assumed::react(&policy, &arrival))?;
    } else {
        each(args, &policy, &arrival, shared, |reacted| {
            report.add(reacted)
        })?;
    }
    let summary = report.end()?;
    let counts = Counts {
        stopped: summary.dropped + summary.rejected,
        leaves: summary.leaves,
        cannot_tell: summary.cannot_tell,
        unreadable: summary.unreadable,
    };
    let found = FailOn::finds(&args.fail_on, &counts);
    Ok(if found { Exit::Found } else { Exit::Done })
}

/// Bytes of a deferred report that are kept in memory; more go to a file.
const IN_MEMORY: usize = 1 << 20;

/// Reports each message in turn, and writes its reactions.
struct Report<'a> {
    args: &'a ReactArgs,
    format: Format,
    policy: &'a str,
    language: Language,
    /// Where the report goes.
    out: To,
    /// Where it waits until the files that it names are renamed to their final names.
    deferred: tempfile::SpooledTempFile,
    summary: Summary,
    /// With `--write`.
    files: Option<ReactionFiles>,
}

impl Report<'_> {
    fn to(&mut self) -> &mut dyn Write {
        match self.args.write {
            Some(_) => &mut self.deferred,
            None => &mut self.out,
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        let policy = self.policy;
        match self.format {
            Format::Human => Ok(()),
            Format::Json => json::begin(policy, &mut self.to()),
        }
    }

    fn add(&mut self, mut reacted: MessageReactions) -> io::Result<()> {
        if let Some(files) = &mut self.files {
            files.write(&mut reacted)?;
        }
        let first = self.summary.messages == 0;
        self.summary.add(&reacted);
        let view = View {
            file: self.policy,
            explain: self.args.explain,
            language: self.language,
        };
        let format = self.format;
        let mut to = self.to();
        match format {
            Format::Human => report::block(&reacted, view, &mut to),
            Format::Json => {
                if !first {
                    to.write_all(b",\n")?;
                }
                report::json(&reacted, view.file, &mut to)
            }
        }
    }

    /// Give the files their final names, and end the report.
    fn end(mut self) -> io::Result<Summary> {
        let (summary, language) = (std::mem::take(&mut self.summary), self.language);
        let format = self.format;
        let mut to = self.to();
        match format {
            Format::Human => report::summary(&summary, language, &mut to)?,
            Format::Json => report::end(&summary, &mut to)?,
        }
        if let Some(folder) = &self.args.write {
            write::folder(folder)?;
            if let Some(Err(half)) = self.files.take().map(ReactionFiles::name) {
                return Err(told(half, language));
            }
            self.deferred.rewind()?;
            io::copy(&mut self.deferred, &mut self.out)?;
        }
        self.out.done()?;
        Ok(summary)
    }
}

/// Say which files are written although not all can be; why not is the error.
fn told(half: HalfDone, language: Language) -> io::Error {
    for path in &half.written {
        complain(&language.fill(en("wrote {path}"), &[("path", path)]));
    }
    half.error.into()
}

/// What the messages trigger, in order.
fn each<'p>(
    args: &ReactArgs,
    policy: &'p Policy,
    arrival: &Arrival,
    shared: &Shared,
    mut then: impl FnMut(MessageReactions<'p>) -> io::Result<()>,
) -> io::Result<()> {
    let work = Work {
        wanted: Wanted::Whole,
        begin: Vec::new,
        one: |done: &mut Vec<MessageReactions<'p>>, mail: &Mail| {
            done.push(match (&args.write, &mail.content) {
                (Some(_), Ok(Content::Abridged(_))) => {
                    let mebibytes = WHOLE >> 20;
                    refused(mail, react::Error::TooLongToWrite { mebibytes })
                }
                _ => one(policy, mail, arrival),
            });
            Ok(())
        },
    };
    let passed_over = mail::each(&args.paths, shared.jobs, &work, |done| {
        done.into_iter().try_for_each(&mut then)
    })?;
    passed_over.tell(shared.language);
    Ok(())
}

/// What a message triggers; the file must hold it as it was sent.
pub(super) fn one<'p>(policy: &'p Policy, mail: &Mail, arrival: &Arrival) -> MessageReactions<'p> {
    let reason = match &mail.content {
        Ok(Content::Text(bytes)) => return react::react(policy, &mail.name, bytes, arrival),
        Ok(Content::Abridged(abridged)) => {
            return react::react(policy, &mail.name, &abridged.bytes, arrival);
        }
        Ok(_) => react::Error::NotAsSent,
        Err(error) => error.clone().into(),
    };
    refused(mail, reason)
}

/// A message that is not evaluated, and why.
fn refused<'p>(mail: &Mail, reason: react::Error) -> MessageReactions<'p> {
    MessageReactions {
        path: mail.name.to_string(),
        result: Err(reason),
    }
}
