//! Packs a policy, the headers of a message and the verdict for a report of a wrong verdict.

use super::destination::OutputArgs;
use super::error::{of_system, problems};
use super::import::{output, refuse};
use super::shared::Shared;
use super::{Exit, complain, files, output};
use clap::Args;
use rdsim::anonymize::{self, Anonymized, Failure, MESSAGE, POLICY, Subject};
use rdsim::diagnostic::{Explained, Problem};
use rdsim::evaluate::Overrides;
use rdsim::i18n::{Language, Text, en};
use rdsim::mail::{self, FileFormat};
use rdsim::policy::read;
use rdsim::text::{plain, shell};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The tenant's policy (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(long, short, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// The message: one file, or `-` for standard input
    pub message: PathBuf,
    /// The sender, in place of the message's own
    #[arg(long)]
    pub from: Option<String>,
    /// A recipient, in place of the message's own; repeatable
    #[arg(long)]
    pub to: Vec<String>,
    /// The kind, where the message does not tell it
    #[arg(long)]
    pub kind: Option<Kind>,
    /// Who forwarded the message, where it does not tell
    #[arg(long)]
    pub forwarded_by: Option<ForwardedBy>,
    /// What really happened, such as the line of the message trace
    #[arg(long, value_name = "TEXT")]
    pub happened: Option<String>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
enum Error {
    /// The message.
    NotRead { error: String },
    /// A mailbox or an archive.
    NotOneMessage,
    /// A message without a verdict.
    Unjudged { reason: mail::Error },
    /// The verdict is another one with the names replaced.
    OtherVerdict { was: String, is: String },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NotRead { error } => Text::of(
                en("the message cannot be read: {error}"),
                [("error", error)],
            ),
            Self::NotOneMessage => en("a report is about one message").into(),
            Self::Unjudged { reason } => Text::from(en("the message has no verdict: {reason}"))
                .with_text("reason", reason.clone()),
            Self::OtherVerdict { was, is } => Text::of(
                en("the verdict changes when the names are replaced: from `{was}` to `{is}`"),
                [("was", was), ("is", is)],
            ),
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::NotRead { .. } => en("give the file of a message, or `-`"),
            Self::NotOneMessage => en("save the message by itself, as .eml or .msg"),
            Self::Unjudged { .. } => en("give the recipient with `--to`"),
            Self::OtherVerdict { .. } => en(
                "nothing was written: the verdict depends on the names themselves or on the body; write down by hand what of the policy and the message matters",
            ),
        }
        .into()
    }
}

pub(super) fn run(args: &ReportArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let to = &args.output;
    let path = to.output.as_deref();
    refuse(path, to.force)?;
    let made = match shared.policy(args.policy.as_ref()) {
        Ok(policy) => made(args, &policy, language),
        Err(why) => return Ok(complain(&why)),
    };
    let made = match made {
        Ok(made) => made,
        Err((exit, why)) => {
            output::say(&why);
            return Ok(exit);
        }
    };
    output(path, to.force, markdown(&made)?.as_bytes())?;
    if made.subject == Subject::Whole {
        let text = en("the subject is in the report, as the verdict depends on it");
        output::note(language.translate(text));
    }
    let read = en("nothing was sent: read the report before you send it");
    output::note(language.translate(read));
    Ok(Exit::Done)
}

/// The policy and the message under other names, or how the run ends and why.
fn made(
    args: &ReportArgs,
    policy: &std::path::Path,
    language: Language,
) -> Result<Anonymized, (Exit, String)> {
    let could_not = |why: String| (Exit::CouldNotRun, why);
    let (name, bytes) = files::load(policy, language).map_err(could_not)?;
    let read = read::read_to_judge(&name, &bytes);
    let (policy, _) = read.map_err(|found| could_not(problems(language, &found)))?;
    let file = files::name(&args.message);
    let problem = |error: Error| Problem::of(&file, &error).localized(language);
    let message = files::bytes(&args.message, files::SMALL, language).map_err(|e| {
        could_not(problem(Error::NotRead {
            error: of_system(&e).localized(language),
        }))
    })?;
    if FileFormat::of(&message).is_container() {
        return Err(could_not(problem(Error::NotOneMessage)));
    }
    let unjudged = |reason: mail::Error| could_not(problem(Error::Unjudged { reason }));
    let message = mail::read(&message).map_err(unjudged)?;
    let overrides = Overrides {
        from: args.from.clone(),
        to: args.to.clone(),
        kind: args.kind,
        forwarded_by: args.forwarded_by,
        ..Overrides::default()
    };
    // On one line, so that nothing in it begins one.
    let happened = args.happened.iter();
    let happened = happened.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let texts: Vec<String> = happened.collect();
    let made = anonymize::anonymize((&policy, &bytes), &message, &overrides, &texts);
    made.map_err(|failure| match failure {
        Failure::Policy(found) => could_not(problems(language, &found)),
        Failure::Unjudged(reason) => could_not(problem(Error::Unjudged { reason })),
        Failure::OtherVerdict(was, is) => (Exit::Found, problem(Error::OtherVerdict { was, is })),
    })
}

/// The report. It is for the people who maintain rdsim, in English.
fn markdown(made: &Anonymized) -> io::Result<String> {
    let mut verdict = Vec::new();
    made.verdict(&mut verdict)?;
    let verdict = String::from_utf8_lossy(&verdict);
    let verdict = anstream::adapter::strip_str(&verdict).to_string();
    let mut out = String::from("# A verdict of rdsim that is wrong\n\n");
    out.push_str("Read this before you send it. Addresses, domains and names are replaced by others, the same everywhere; the body and the comments of the policy are left out. rdsim gives the same verdict on this as on the original.\n\n");
    out.push_str("## What really happened\n\n");
    match made.texts.first() {
        Some(text) => fenced(text, "text", &mut out),
        None => out.push_str("Write here what Exchange Online did: the row of the message trace with its details, or the non-delivery report; and how you know.\n\n"),
    }
    let _ = write!(
        out,
        "## What rdsim says\n\nrdsim {}, {} {}\n\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    fenced(
        &format!("$ {}\n{verdict}", command(&made.overrides)),
        "text",
        &mut out,
    );
    let _ = write!(out, "## {POLICY}\n\n");
    if made.shortened {
        out.push_str("Recipients that the message has nothing to do with are left out.\n\n");
    }
    if !made.kept.is_empty() {
        let kept = made.kept.join("`, `");
        let _ = write!(
            out,
            "Look at `{kept}`: what rules look for is as it was, apart from domains and addresses.\n\n"
        );
    }
    fenced(&made.policy, "yaml", &mut out);
    let _ = write!(out, "## {MESSAGE}\n\n");
    match made.subject {
        Subject::LeftOut => out.push_str("The subject is left out.\n\n"),
        Subject::Prefix => out.push_str("Of the subject only the beginning is there.\n\n"),
        Subject::Whole => {
            out.push_str("**The subject is as it was**, as the verdict depends on it.\n\n")
        }
    }
    if !made.left_out.is_empty() {
        let names: Vec<String> = made.left_out.iter().map(|n| n.replace('`', "")).collect();
        let _ = write!(
            out,
            "Headers that are left out: `{}`.\n\n",
            names.join("`, `")
        );
    }
    fenced(&made.message, "text", &mut out);
    Ok(out)
}

/// The command that gives the verdict.
fn command(overrides: &Overrides) -> String {
    let mut out = format!("rdsim check --explain --policy {POLICY}");
    let mut option = |name: &str, value: &str| {
        let _ = write!(out, " {}", shell::option(name, value));
    };
    if let Some(from) = &overrides.from {
        option("--from", from);
    }
    for to in &overrides.to {
        option("--to", to);
    }
    if let Some(kind) = overrides.kind {
        option("--kind", kind.token());
    }
    if let Some(by) = overrides.forwarded_by {
        option("--forwarded-by", by.token());
    }
    let _ = write!(out, " {MESSAGE}");
    out
}

/// A block of text as it is, whatever it says.
fn fenced(text: &str, language: &str, out: &mut String) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines: Vec<_> = text.trim_end().lines().map(plain).collect();
    let _ = write!(out, "{fence}{language}\n{}\n{fence}\n\n", lines.join("\n"));
}
