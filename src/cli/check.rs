//! Judges messages: reads them with every core, writes in the order given.

use super::files::{self, Found};
use super::ordered::{ordered, threads};
use super::{CheckArgs, Exit, FailOn, Format, ForwardedBy, complain};
use rdsim::classify::Kind;
use rdsim::corpus::{self, Judged, Summary, Told};
use rdsim::policy::Policy;
use rdsim::report::journey::Journey;
use rdsim::report::{csv as rows, human, json, svg};
use rdsim::words::{Language, en};
use std::io::{self, Write};
use std::path::Path;

/// Files that one thread judges at a time: enough that handing them over costs nothing, few
/// enough that their results are small.
const CHUNK: usize = 256;

pub(super) fn run(args: &CheckArgs, language: Language) -> io::Result<Exit> {
    let policy = match files::policy(&args.policy, args.quiet) {
        Ok(policy) => policy,
        Err(why) => return Ok(complain(&why)),
    };
    if let Some(why) = files::missing(&args.paths) {
        return Ok(complain(&why));
    }
    let told = Told {
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
    told: &Told,
    language: Language,
) -> io::Result<Result<(), String>> {
    let one =
        match args.paths.as_slice() {
            [one] if one.is_file() => one,
            _ => return Ok(Err(
                "error: a drawing is of one message\n  help: give one message file with `--svg`"
                    .into(),
            )),
        };
    let mut bytes = Vec::new();
    let read = files::message(&Ok(one.clone()), &mut bytes);
    let judged = read.and_then(|()| corpus::judge(policy, "", &bytes, told).result);
    let judgement = match judged {
        Ok(judgement) => judgement,
        Err(why) => return Ok(Err(format!("{}: error: {why}", files::name(one)))),
    };
    let view = human::View {
        language,
        ..human::View::of(&policy.file)
    };
    let ways = judgement.verdicts.iter();
    let ways = ways.map(|v| (String::new(), Journey::of(&judgement, v, view)));
    let drawn: Vec<_> = ways.collect();
    files::replace(path, svg::draw(&drawn).as_bytes()).map(Ok)
}

/// What is needed to judge and to write one file.
#[derive(Clone, Copy)]
struct Report<'a> {
    args: &'a CheckArgs,
    policy: &'a Policy,
    told: &'a Told,
    language: Language,
}

impl Report<'_> {
    /// Walk in one thread, judge in all, write in the order of the walk.
    fn run(self) -> io::Result<Exit> {
        let mut out: Box<dyn Write> = match self.args.format {
            Format::Human => Box::new(anstream::AutoStream::auto(io::stdout())),
            _ => Box::new(io::stdout()),
        };
        let mut summary = Summary::default();
        let mut begun = false;
        self.begin(&mut out)?;
        ordered(
            threads(),
            files::chunks(&self.args.paths, CHUNK),
            |files| self.judge(&files),
            |part| {
                let (bytes, counts) = part?;
                if begun && matches!(self.args.format, Format::Json) {
                    out.write_all(b",\n")?;
                }
                begun = true;
                summary += counts;
                out.write_all(&bytes)
            },
        )?;
        self.end(&summary, &mut out)?;
        out.flush()?;
        let found = self.args.fail_on.iter().any(|f| match f {
            FailOn::Stopped => summary.dropped + summary.rejected > 0,
            FailOn::Leaves => summary.leaves > 0,
            FailOn::CannotTell => summary.cannot_tell > 0,
        });
        Ok(if found { Exit::Found } else { Exit::Done })
    }

    /// What is written for some files, and their counts.
    fn judge(self, files: &[Found]) -> io::Result<(Vec<u8>, Summary)> {
        let mut summary = Summary::default();
        let mut table = csv::WriterBuilder::new().from_writer(Vec::new());
        let mut out = Vec::with_capacity(files.len() * 1024);
        let mut bytes = Vec::with_capacity(64 * 1024);
        let file = &self.policy.file;
        let view = human::View {
            file,
            explain: self.args.explain,
            language: self.language,
        };
        for (i, found) in files.iter().enumerate() {
            let judged = self.one(found, &mut bytes);
            summary.add(&judged);
            match self.args.format {
                Format::Human if self.args.quiet => {}
                Format::Human => human::block(&judged, view, &mut out)?,
                Format::Json => {
                    if i > 0 {
                        out.extend_from_slice(b",\n");
                    }
                    json::message(&judged, file, &mut out)?;
                }
                Format::Jsonl => {
                    json::message(&judged, file, &mut out)?;
                    out.push(b'\n');
                }
                Format::Csv => rows::rows(&judged, file, &mut table)?,
            }
        }
        if matches!(self.args.format, Format::Csv) {
            out = table
                .into_inner()
                .map_err(csv::IntoInnerError::into_error)?;
        }
        Ok((out, summary))
    }

    /// Judge one file; `bytes` is room to read it into.
    fn one(&self, found: &Found, bytes: &mut Vec<u8>) -> Judged<'_> {
        let path = files::name_of(found);
        match files::message(found, bytes) {
            Ok(()) => corpus::judge(self.policy, &path, bytes, self.told),
            Err(reason) => Judged {
                path,
                result: Err(reason),
            },
        }
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
