//! Judges messages: reads them with every core, writes in the order given.

use super::ordered::ordered;
use super::{CheckArgs, Colour, Exit, FailOn, Format, ForwardedBy, complain};
use rdsim::classify::Kind;
use rdsim::corpus::{self, Judged, Summary, Told};
use rdsim::policy::Policy;
use rdsim::report::{csv as rows, human, json};
use rdsim::settings::Forward;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// Files that one thread judges at a time: enough that handing them over costs nothing, few
/// enough that their results are small.
const CHUNK: usize = 256;

pub(super) fn run(args: &CheckArgs) -> io::Result<Exit> {
    let file = args.policy.display().to_string();
    let bytes = match std::fs::read(&args.policy) {
        Ok(bytes) => bytes,
        Err(e) => {
            return Ok(complain(&format!(
                "{file}: error: the policy cannot be read: {e}\n  help: give the path of a policy file, or write one with `rdsim init`"
            )));
        }
    };
    let policy = match rdsim::policy::read::read(&file, &bytes) {
        Ok((policy, warnings)) => {
            if !args.quiet {
                for warning in warnings {
                    writeln!(io::stderr(), "{warning}")?;
                }
            }
            policy
        }
        Err(problems) => {
            let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
            return Ok(complain(&text.join("\n")));
        }
    };
    if let Some(missing) = args
        .paths
        .iter()
        .find(|p| p.as_os_str() != "-" && !p.exists())
    {
        return Ok(complain(&format!(
            "{}: error: no such file or folder\n  help: give message files (.eml), folders, or `-`",
            missing.display()
        )));
    }
    let told = Told {
        from: args.from.clone(),
        to: args.to.clone(),
        kind: args.kind.as_deref().and_then(Kind::from_token),
        forwarded_by: args.forwarded_by.map(|f| match f {
            ForwardedBy::Nobody => Forward::No,
            ForwardedBy::InboxRule => Forward::InboxRule,
            ForwardedBy::MailboxForwarding => Forward::MailboxForwarding,
            ForwardedBy::MailFlowRule => Forward::MailFlowRule,
        }),
    };
    match args.color {
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
        Colour::Auto => {}
    }
    let report = Report {
        args,
        policy: &policy,
        told: &told,
    };
    report.run()
}

/// A file to judge, or why there is none.
type Found = Result<PathBuf, (PathBuf, String)>;

/// The messages under a path in a fixed order; a folder gives its .eml files, and what of it
/// cannot be read.
fn walk(path: &Path) -> Box<dyn Iterator<Item = Found> + Send> {
    if !path.is_dir() {
        return Box::new(std::iter::once(Ok(path.to_owned())));
    }
    let walk = walkdir::WalkDir::new(path)
        .follow_links(true)
        // Of one folder, so the paths compare as the names do, and need not be taken apart.
        .sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()));
    Box::new(walk.into_iter().filter_map(|entry| match entry {
        Ok(e) if e.file_type().is_dir() => None,
        Ok(e) => {
            let name = e.path().as_os_str().as_encoded_bytes();
            let is_message = name
                .last_chunk::<4>()
                .is_some_and(|end| end.eq_ignore_ascii_case(b".eml"));
            let is_file = e.file_type().is_file();
            is_message.then(|| {
                if is_file {
                    Ok(e.into_path())
                } else {
                    Err((e.into_path(), "it is not a regular file".into()))
                }
            })
        }
        Err(e) => {
            let path = e.path().unwrap_or(Path::new("")).to_owned();
            let reason = match e.io_error() {
                Some(e) => format!("it cannot be read: {e}"),
                None => "the link leads back to a folder above it".into(),
            };
            Some(Err((path, reason)))
        }
    }))
}

/// What is needed to judge and to write one file.
#[derive(Clone, Copy)]
struct Report<'a> {
    args: &'a CheckArgs,
    policy: &'a Policy,
    told: &'a Told,
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
        let mut files = self.args.paths.iter().flat_map(|p| walk(p));
        let chunks = std::iter::from_fn(|| {
            let chunk: Vec<Found> = files.by_ref().take(CHUNK).collect();
            (!chunk.is_empty()).then_some(chunk)
        });
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        ordered(
            threads,
            chunks,
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
        for (i, found) in files.iter().enumerate() {
            let judged = self.one(found, &mut bytes);
            summary.add(&judged);
            match self.args.format {
                Format::Human if self.args.quiet => {}
                Format::Human => human::block(&judged, file, self.args.explain, &mut out)?,
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
        bytes.clear();
        let (path, read) = match found {
            Ok(path) if path.as_os_str() == "-" => (path, io::stdin().lock().read_to_end(bytes)),
            // `take` spares the question for the size, which costs as much as a small read.
            Ok(path) => (
                path,
                std::fs::File::open(path).and_then(|f| f.take(u64::MAX).read_to_end(bytes)),
            ),
            Err((path, reason)) => {
                return Judged {
                    path: name(path),
                    result: Err(reason.clone()),
                };
            }
        };
        match read {
            Ok(_) => corpus::judge(self.policy, &name(path), bytes, self.told),
            Err(e) => Judged {
                path: name(path),
                result: Err(format!("the file cannot be read: {e}")),
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
                    writeln!(out, "accepted in the policy and not simulated: {names}")?;
                }
                human::summary(summary, out)
            }
            Format::Human | Format::Jsonl | Format::Csv => Ok(()),
        }
    }
}

/// A path as it is shown, with `/`.
fn name(path: &Path) -> String {
    let name = match path.to_str() {
        Some(name) => name.to_owned(),
        None => path.to_string_lossy().into_owned(),
    };
    if std::path::MAIN_SEPARATOR == '/' {
        name
    } else {
        name.replace(std::path::MAIN_SEPARATOR, "/")
    }
}
