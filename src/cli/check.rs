//! Judges messages, with every core, and reports on them in the order in which they were given.

use super::ask::People;
use super::destination::{OutputArgs, REPORT};
use super::error::{self, Error};
use super::mail::{self, Work};
use super::set::SetArgs;
use super::shared::Shared;
use super::write::{self, Existing};
use super::{Counts, Exit, FailOn, MinBasis, complain, files};
use clap::{Args, ValueEnum};
use rdsim::evaluate::assumed::Body;
use rdsim::evaluate::{self, Judged, Overrides, Summary, assumed};
use rdsim::i18n::{Language, Text, en};
use rdsim::mail::{Mail, Wanted};
use rdsim::policy::Policy;
use rdsim::report::mail_flow::MailFlow;
use rdsim::report::sheet::{SheetFormat, SheetWriter};
use rdsim::report::{csv as rows, human, json, messages, svg};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The tenant's policy (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(long, short, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    #[command(flatten)]
    pub set: SetArgs,
    /// Message files, folders, mailboxes or archives of them, or `-` for standard input; none
    /// where `--to` and `--kind` tell what is asked
    pub paths: Vec<PathBuf>,
    /// The sender, in place of the message's own; without a message, everybody inside, with a verdict
    /// for each outcome
    #[arg(long)]
    pub from: Option<String>,
    /// A recipient, in place of the message's own, or a domain for somebody there; repeatable
    #[arg(long)]
    pub to: Vec<String>,
    /// The kind, where the message does not tell it; ordinary where there is no message
    #[arg(long)]
    pub kind: Option<Kind>,
    /// Who forwarded the message, where it does not tell
    #[arg(long)]
    pub forwarded_by: Option<ForwardedBy>,
    /// How the body is written, where there is no message [default: plain]
    #[arg(long, conflicts_with = "paths")]
    pub body: Option<Body>,
    /// Take only what is documented, or documented or seen in public, for known: a verdict that
    /// rests on less cannot be told
    #[arg(long, value_name = "BASIS")]
    pub min_basis: Option<MinBasis>,
    /// The format of the report [default: human]
    #[arg(long, help_heading = REPORT)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Exit 1 if a verdict is one of these, or a message is unreadable; repeatable
    #[arg(help_heading = REPORT, long, value_delimiter = ',')]
    pub fail_on: Vec<FailOn>,
    /// Show every step
    #[arg(help_heading = REPORT, long)]
    pub explain: bool,
    /// Also draw the mail flow of the message as SVG, to a file
    #[arg(help_heading = REPORT, long, value_name = "FILE", group = "written")]
    pub svg: Option<PathBuf>,
    /// With `--svg`: light text on a dark ground
    #[arg(help_heading = REPORT, long, requires = "svg")]
    pub dark: bool,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// One JSON document a message and line, streamed
    Jsonl,
    /// One row a message and recipient, streamed
    Csv,
    /// A report for a comment or a page of a wiki
    #[value(alias = "md")]
    Markdown,
    /// A report to send: one file that needs nothing else
    Html,
}

impl Format {
    /// How a report to send is written.
    fn sheet(self) -> Option<SheetFormat> {
        match self {
            Self::Markdown => Some(SheetFormat::Markdown),
            Self::Html => Some(SheetFormat::Html),
            Self::Human | Self::Json | Self::Jsonl | Self::Csv => None,
        }
    }
}

pub(super) fn run(args: &CheckArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let policy = shared.policy(args.policy.as_ref());
    let policy = match policy.and_then(|path| args.set.policy(&path, language)) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    if let Some(why) = files::missing(&args.paths, language) {
        return Ok(complain(&why));
    }
    let people = match people(args, &policy) {
        Ok(people) => people,
        Err(why) => return Ok(complain(&why.localized("", language))),
    };
    let asked = people.into_iter().map(|people| Asked {
        overrides: Overrides {
            from: people.from,
            to: people.to,
            kind: args.kind,
            forwarded_by: args.forwarded_by,
            min_basis: args.min_basis.map(MinBasis::basis),
            unseen: false,
        },
        assumed: people.assumed,
    });
    let asked: Vec<_> = asked.collect();
    let report = Report {
        format: args.output.format(args.format, Format::Human),
        args,
        shared,
        policy: &policy,
        asked: &asked,
        language,
    };
    report.run()
}

/// Who is asked about; without a message, everybody must be known, and there may be several senders.
fn people(args: &CheckArgs, policy: &Policy) -> Result<Vec<People>, Error> {
    let people = People::of(policy, args.from.as_ref(), &args.to)?;
    if !args.paths.is_empty() {
        return Ok(vec![people]);
    }
    let kind = args.kind.unwrap_or(Kind::Ordinary);
    let forwarded_by = args.forwarded_by.unwrap_or(ForwardedBy::Nobody);
    people.by_sender(policy, kind, forwarded_by)
}

/// What is told beside the messages, or in place of one.
#[derive(Debug)]
struct Asked {
    overrides: Overrides,
    /// What is taken to be so of the people who are asked about.
    assumed: Vec<Text>,
}

impl Asked {
    /// A judgement with what is assumed of the people.
    fn with_assumed<'p>(&self, mut judged: Judged<'p>) -> Judged<'p> {
        if let Ok(judgement) = &mut judged.result {
            judgement.assumed.extend_from_slice(&self.assumed);
        }
        judged
    }
}

/// The report on some messages, and their counts.
struct Part {
    out: Vec<u8>,
    table: csv::Writer<Vec<u8>>,
    counts: Summary,
    /// With `--svg`: the mail flows of the last message, or why it has none.
    drawn: Result<Vec<MailFlow>, String>,
}

impl Default for Part {
    fn default() -> Self {
        Self {
            out: Vec::with_capacity(16 << 10),
            table: csv::Writer::from_writer(Vec::new()),
            counts: Summary::default(),
            drawn: Ok(Vec::new()),
        }
    }
}

/// What judging and reporting a message needs.
#[derive(Clone, Copy)]
struct Report<'a> {
    args: &'a CheckArgs,
    format: Format,
    shared: &'a Shared,
    policy: &'a Policy,
    asked: &'a [Asked],
    language: Language,
}

impl Report<'_> {
    /// Write the report, and the drawing if there is one.
    fn run(self) -> io::Result<Exit> {
        let mut to = self
            .args
            .output
            .open(matches!(self.format, Format::Human))?;
        let Some(path) = &self.args.svg else {
            let (summary, _) = self.write(&mut to)?;
            to.done()?;
            return Ok(self.exit(&summary));
        };
        let existing = Existing::forced(self.args.output.force);
        write::check(path, existing)?;
        // Nothing is printed where nothing can be drawn, so the report waits for the drawing.
        let mut report = Vec::new();
        let (summary, drawn) = self.write(&mut report)?;
        let drawn = match drawn {
            _ if summary.messages != 1 => {
                Err(Error::NotOneMessageToDraw.localized("", self.language))
            }
            drawn => drawn,
        };
        let drawn: Vec<_> = match drawn {
            Ok(flows) => flows.into_iter().map(|f| (String::new(), f)).collect(),
            Err(why) => return Ok(complain(&why)),
        };
        let style = svg::Style {
            language: self.language,
            dark: self.args.dark,
        };
        write::file(path, svg::draw("", &drawn, style).as_bytes(), existing)?;
        to.write_all(&report)?;
        to.done()?;
        Ok(self.exit(&summary))
    }

    /// Judge the messages and write the report; the counts, and what is drawn of the last message.
    fn write(self, out: &mut impl Write) -> io::Result<(Summary, Result<Vec<MailFlow>, String>)> {
        let mut summary = Summary::default();
        let mut drawn = Ok(Vec::new());
        let mut begun = false;
        self.begin(&mut *out)?;
        let work = Work {
            wanted: Wanted::Abridged,
            begin: Part::default,
            one: |part: &mut Part, mail: &Mail| self.judge(mail, part),
        };
        let mut add = |part: Part| {
            summary += part.counts;
            drawn = part.drawn;
            if self.args.svg.is_some() && summary.messages > 1 {
                // There will be no report, which need not be kept.
                return Ok(());
            }
            let bytes = match self.format {
                Format::Csv => part
                    .table
                    .into_inner()
                    .map_err(csv::IntoInnerError::into_error)?,
                _ => part.out,
            };
            if begun && matches!(self.format, Format::Json) {
                out.write_all(b",\n")?;
            }
            begun = true;
            out.write_all(&bytes)
        };
        let passed_over = if self.args.paths.is_empty() {
            let body = self.args.body.unwrap_or_default();
            for asked in self.asked {
                let mut part = Part::default();
                let judged = assumed::judge(self.policy, &asked.overrides, body);
                self.add(&asked.with_assumed(judged), &mut part)?;
                add(part)?;
            }
            None
        } else {
            Some(mail::each(&self.args.paths, self.shared.jobs, &work, add)?)
        };
        self.end(&summary, out)?;
        if let Some(passed_over) = passed_over {
            passed_over.tell(self.language);
        }
        Ok((summary, drawn))
    }

    fn exit(self, summary: &Summary) -> Exit {
        let counts = Counts {
            stopped: summary.dropped + summary.rejected,
            leaves: summary.leaves,
            cannot_tell: summary.cannot_tell,
            unreadable: summary.unreadable,
        };
        let found = FailOn::finds(&self.args.fail_on, &counts);
        if found { Exit::Found } else { Exit::Done }
    }

    /// Judge a message, and add it to a part of the report.
    fn judge(self, mail: &Mail, part: &mut Part) -> io::Result<()> {
        for asked in self.asked {
            let judged = evaluate::judge_mail(self.policy, mail, &asked.overrides);
            self.add(&asked.with_assumed(judged), part)?;
        }
        Ok(())
    }

    fn add(self, judged: &Judged, part: &mut Part) -> io::Result<()> {
        let file = &self.policy.file;
        let first = part.counts.messages == 0;
        part.counts.add(judged);
        let view = human::View {
            file,
            explain: self.args.explain,
            language: self.language,
        };
        if self.args.svg.is_some() {
            part.drawn = drawn(judged, view);
        }
        let out = &mut part.out;
        match self.format {
            Format::Human if self.shared.quiet => {}
            Format::Human => {
                human::block(judged, view, out)?;
            }
            Format::Json => {
                if !first {
                    out.extend_from_slice(b",\n");
                }
                json::message(judged, file, out)?;
            }
            Format::Jsonl => {
                json::message(judged, file, out)?;
                out.push(b'\n');
            }
            Format::Csv => rows::rows(judged, file, &mut part.table)?,
            Format::Markdown | Format::Html => {
                if let Some(writer) = self.writer() {
                    messages::message(judged, view, writer, out)?;
                }
            }
        }
        Ok(())
    }

    fn begin(self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Json => json::begin(&self.policy.file, out),
            Format::Csv => {
                let mut table = csv::Writer::from_writer(out);
                table.write_record(rows::COLUMNS)?;
                table.flush()
            }
            Format::Human | Format::Jsonl => Ok(()),
            Format::Markdown | Format::Html => match self.writer() {
                Some(writer) => messages::begin(&self.policy.file, writer, out),
                None => Ok(()),
            },
        }
    }

    /// What writes a report to send.
    fn writer(self) -> Option<SheetWriter> {
        Some(SheetWriter {
            format: self.format.sheet()?,
            language: self.language,
        })
    }

    fn end(self, summary: &Summary, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Json => json::end(&self.policy.not_simulated(), summary, out),
            Format::Human if !self.shared.quiet => {
                let names = self.policy.not_simulated().join(", ");
                if self.args.explain && !names.is_empty() {
                    let sentence = en("accepted in the policy and not simulated: {names}");
                    writeln!(
                        out,
                        "{}",
                        self.language.fill(sentence, &[("names", &names)])
                    )?;
                }
                human::summary(summary, self.language, out)
            }
            Format::Markdown | Format::Html => match self.writer() {
                Some(writer) => messages::end(summary, writer, out),
                None => Ok(()),
            },
            Format::Human | Format::Jsonl | Format::Csv => Ok(()),
        }
    }
}

/// The mail flows of a message to its recipients, or why there are none.
fn drawn(judged: &Judged, view: human::View) -> Result<Vec<MailFlow>, String> {
    match &judged.result {
        Ok(judgement) => {
            let verdicts = judgement.verdicts.iter();
            Ok(verdicts.map(|v| MailFlow::of(judgement, v, view)).collect())
        }
        Err(reason) => Err(format!(
            "{}: {}",
            judged.path,
            error::error(view.language, &reason.clone().into())
        )),
    }
}
