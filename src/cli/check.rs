//! Judges messages: reads them in batches with both cores, writes in the order given.

use super::{CheckArgs, Colour, Exit, FailOn, Format, ForwardedBy, complain};
use rayon::prelude::*;
use rdsim::classify::Kind;
use rdsim::corpus::{self, Judged, Summary, Told};
use rdsim::policy::Policy;
use rdsim::report::{csv as rows, human, json};
use rdsim::settings::Forward;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Files judged before their results are written: bounds the memory.
const BATCH: usize = 512;

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
    let mut report = Report::new(args, &file);
    let mut batch: Vec<PathBuf> = Vec::with_capacity(BATCH);
    for path in args.paths.iter().flat_map(|p| walk(p)) {
        batch.push(path);
        if batch.len() == BATCH {
            report.all(&judge(&policy, &batch, &told))?;
            batch.clear();
        }
    }
    report.all(&judge(&policy, &batch, &told))?;
    report.finish()
}

fn judge(policy: &Policy, batch: &[PathBuf], told: &Told) -> Vec<Judged> {
    batch
        .par_iter()
        .map(|path| {
            let name = path.display().to_string().replace('\\', "/");
            let bytes = if name == "-" {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            } else {
                std::fs::read(path)
            };
            match bytes {
                Ok(bytes) => corpus::judge(policy, &name, &bytes, told),
                Err(e) => Judged {
                    path: name,
                    result: Err(format!("the file cannot be read: {e}")),
                },
            }
        })
        .collect()
}

/// The messages under a path in a fixed order; a folder gives its .eml files.
fn walk(path: &Path) -> Box<dyn Iterator<Item = PathBuf>> {
    if !path.is_dir() {
        return Box::new(std::iter::once(path.to_owned()));
    }
    let walk = ignore::WalkBuilder::new(path)
        .standard_filters(false)
        .sort_by_file_path(Path::cmp)
        .build();
    Box::new(
        walk.filter_map(Result::ok)
            .filter(|e| e.file_type().is_some_and(|t| t.is_file()))
            .map(ignore::DirEntry::into_path)
            .filter(|p| p.extension().is_some_and(|x| x.eq_ignore_ascii_case("eml"))),
    )
}

type Out = BufWriter<anstream::AutoStream<io::Stdout>>;

enum Sink {
    Human(Out),
    Json(Out, bool),
    Jsonl(Out),
    Csv(Box<csv::Writer<Out>>, bool),
}

struct Report<'a> {
    args: &'a CheckArgs,
    file: &'a str,
    sink: Sink,
    summary: Summary,
}

impl<'a> Report<'a> {
    fn new(args: &'a CheckArgs, file: &'a str) -> Self {
        let out = BufWriter::new(anstream::AutoStream::auto(io::stdout()));
        let sink = match args.format {
            Format::Human => Sink::Human(out),
            Format::Json => Sink::Json(out, false),
            Format::Jsonl => Sink::Jsonl(out),
            Format::Csv => Sink::Csv(Box::new(csv::Writer::from_writer(out)), false),
        };
        Self {
            args,
            file,
            sink,
            summary: Summary::default(),
        }
    }

    fn all(&mut self, batch: &[Judged]) -> io::Result<()> {
        for judged in batch {
            self.summary.add(judged);
            match &mut self.sink {
                Sink::Human(_) if self.args.quiet => {}
                Sink::Human(out) => human::block(judged, self.file, self.args.explain, out)?,
                Sink::Json(out, begun) => {
                    if *begun {
                        out.write_all(b",\n")?;
                    } else {
                        writeln!(
                            out,
                            "{{\"version\":1,\"policy\":{},\"messages\":[",
                            serde_json::Value::from(self.file)
                        )?;
                    }
                    *begun = true;
                    serde_json::to_writer(&mut *out, &json::message(judged, self.file))?;
                }
                Sink::Jsonl(out) => json::line(judged, self.file, out)?,
                Sink::Csv(out, begun) => {
                    if !*begun {
                        out.write_record(rows::COLUMNS)?;
                    }
                    *begun = true;
                    rows::rows(judged, self.file, out)?;
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> io::Result<Exit> {
        let s = self.summary;
        match self.sink {
            Sink::Human(mut out) => {
                if !self.args.quiet {
                    human::summary(&s, &mut out)?;
                }
                out.flush()?;
            }
            Sink::Json(mut out, begun) => {
                if !begun {
                    write!(
                        out,
                        "{{\"version\":1,\"policy\":{},\"messages\":[",
                        serde_json::Value::from(self.file)
                    )?;
                }
                writeln!(out, "\n],\"summary\":{}}}", json::summary(&s))?;
                out.flush()?;
            }
            Sink::Jsonl(mut out) => out.flush()?,
            Sink::Csv(mut out, begun) => {
                if !begun {
                    out.write_record(rows::COLUMNS)?;
                }
                out.flush()?;
            }
        }
        let found = self.args.fail_on.iter().any(|f| match f {
            FailOn::Stopped => s.dropped + s.rejected > 0,
            FailOn::Leaves => s.leaves > 0,
            FailOn::CannotTell => s.cannot_tell > 0,
        });
        Ok(if found { Exit::Found } else { Exit::Done })
    }
}
