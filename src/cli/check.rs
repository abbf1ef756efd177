//! Judges messages: reads them with every core, writes in the order given.

use super::complaint::{self, problem};
use super::mail::{self, Work};
use super::{CheckArgs, Exit, FailOn, Format, ForwardedBy, complain, files, output};
use rdsim::evaluate::{self, Overrides, Summary};
use rdsim::i18n::{Language, en};
use rdsim::mail::{Mail, Wanted};
use rdsim::policy::Policy;
use rdsim::report::mail_flow::MailFlow;
use rdsim::report::{csv as rows, human, json, svg};
use rdsim::transport::classify::Kind;
use std::io::{self, Write};
use std::path::Path;

pub(super) fn run(args: &CheckArgs, language: Language) -> io::Result<Exit> {
    let policy = match files::policy(&args.policy, args.quiet) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    if let Some(why) = files::missing(&args.paths) {
        return Ok(complain(&why));
    }
    let told = Overrides {
        from: args.from.clone(),
        to: args.to.clone(),
        kind: args.kind.as_deref().and_then(Kind::from_token),
        forwarded_by: args.forwarded_by.map(ForwardedBy::forward),
    };
    if let Some(path) = &args.svg
        && let Err(why) = draw(args, path, &policy, &told, language)?
    {
        return Ok(complain(&why));
    }
    args.color.choose();
    let report = Report {
        args,
        policy: &policy,
        told: &told,
        language,
    };
    report.run()
}

/// Draw the way of the one message that is given, or say why not.
fn draw(
    args: &CheckArgs,
    path: &Path,
    policy: &Policy,
    told: &Overrides,
    language: Language,
) -> io::Result<Result<(), String>> {
    let view = human::View {
        language,
        ..human::View::of(&policy.file)
    };
    let work = Work {
        wanted: Wanted::Abridged,
        begin: Vec::new,
        one: |out: &mut Vec<_>, mail: &Mail| {
            let judged = evaluate::judge_mail(policy, mail, told);
            out.push((mail.name.to_string(), judged.result));
            Ok(())
        },
    };
    let (mut drawn, mut messages, mut why) = (Vec::new(), 0, None);
    mail::each(&args.paths, Some(1), &work, |judged| {
        for (name, result) in judged {
            messages += 1;
            match result {
                Ok(judgement) => {
                    let ways = judgement.verdicts.iter();
                    drawn.extend(ways.map(|v| (String::new(), MailFlow::of(&judgement, v, view))));
                }
                Err(reason) => {
                    why = Some(format!("{name}: {}", complaint::error(&reason.into())));
                }
            }
        }
        Ok(())
    })?;
    if messages != 1 {
        why = Some(problem(
            "",
            en("a drawing is of one message"),
            en("give one message with `--svg`"),
        ));
    }
    if let Some(why) = why {
        return Ok(Err(why));
    }
    files::write(path, svg::draw(&drawn).as_bytes(), true).map(Ok)
}

/// What is written for some messages, and their counts.
struct Part {
    out: Vec<u8>,
    table: csv::Writer<Vec<u8>>,
    counts: Summary,
}

impl Default for Part {
    fn default() -> Self {
        Self {
            out: Vec::with_capacity(16 << 10),
            table: csv::Writer::from_writer(Vec::new()),
            counts: Summary::default(),
        }
    }
}

/// What is needed to judge and to write one message.
#[derive(Clone, Copy)]
struct Report<'a> {
    args: &'a CheckArgs,
    policy: &'a Policy,
    told: &'a Overrides,
    language: Language,
}

impl Report<'_> {
    /// Walk in one thread, judge in all, write in the order of the walk.
    fn run(self) -> io::Result<Exit> {
        let mut out = output::open(matches!(self.args.format, Format::Human));
        let mut summary = Summary::default();
        let mut begun = false;
        self.begin(&mut out)?;
        let work = Work {
            wanted: Wanted::Abridged,
            begin: Part::default,
            one: |part: &mut Part, mail: &Mail| self.judge(mail, part),
        };
        mail::each(&self.args.paths, self.args.jobs, &work, |part| {
            summary += part.counts;
            let bytes = match self.args.format {
                Format::Csv => part
                    .table
                    .into_inner()
                    .map_err(csv::IntoInnerError::into_error)?,
                _ => part.out,
            };
            if begun && matches!(self.args.format, Format::Json) {
                out.write_all(b",\n")?;
            }
            begun = true;
            out.write_all(&bytes)
        })?;
        self.end(&summary, &mut out)?;
        out.flush()?;
        let stopped = summary.dropped + summary.rejected;
        let found = FailOn::finds(
            &self.args.fail_on,
            stopped,
            summary.leaves,
            summary.cannot_tell,
        );
        Ok(if found { Exit::Found } else { Exit::Done })
    }

    /// Judge a message, and write what is to be said of it.
    fn judge(self, mail: &Mail, part: &mut Part) -> io::Result<()> {
        let file = &self.policy.file;
        let judged = evaluate::judge_mail(self.policy, mail, self.told);
        let first = part.counts.messages == 0;
        part.counts.add(&judged);
        let out = &mut part.out;
        match self.args.format {
            Format::Human if self.args.quiet => {}
            Format::Human => {
                let view = human::View {
                    file,
                    explain: self.args.explain,
                    language: self.language,
                };
                human::block(&judged, view, out)?;
            }
            Format::Json => {
                if !first {
                    out.extend_from_slice(b",\n");
                }
                json::message(&judged, file, out)?;
            }
            Format::Jsonl => {
                json::message(&judged, file, out)?;
                out.push(b'\n');
            }
            Format::Csv => rows::rows(&judged, file, &mut part.table)?,
        }
        Ok(())
    }

    fn begin(self, out: &mut impl Write) -> io::Result<()> {
        match self.args.format {
            Format::Json => json::begin(&self.policy.file, out),
            Format::Csv => {
                let mut table = csv::Writer::from_writer(out);
                table.write_record(rows::COLUMNS)?;
                table.flush()
            }
            Format::Human | Format::Jsonl => Ok(()),
        }
    }

    fn end(self, summary: &Summary, out: &mut impl Write) -> io::Result<()> {
        match self.args.format {
            Format::Json => json::end(&self.policy.not_simulated(), summary, out),
            Format::Human if !self.args.quiet => {
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
            Format::Human | Format::Jsonl | Format::Csv => Ok(()),
        }
    }
}
