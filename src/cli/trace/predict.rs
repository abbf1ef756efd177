//! Writes what the trace will show for messages.

use crate::cli::ask::People;
use crate::cli::destination::{OutputArgs, REPORT};
use crate::cli::interrupt;
use crate::cli::mail::{self, Work};
use crate::cli::react::{self, ArrivalArgs};
use crate::cli::set::SetArgs;
use crate::cli::shared::Shared;
use crate::cli::{Exit, MinBasis, complain, files};
use clap::Args;
use rdsim::diagnostic::{Explained, Problem};
use rdsim::evaluate::{self, Overrides};
use rdsim::i18n::{Text, en};
use rdsim::mail::{Mail, Wanted};
use rdsim::policy::Policy;
use rdsim::react::Arrival;
use rdsim::report::trace::TraceFormat;
use rdsim::report::trace::predict::{self as report, Predicted};
use rdsim::trace::predict::{MessageFields, predict_all};
use rdsim::trace::reactions::{reactions, undeliverable};
use rdsim::transport::classify::Kind;
use rdsim::transport::message_facts::ForwardedBy;
use std::io;
use std::path::PathBuf;

/// Arguments of `trace predict`.
#[derive(Debug, Args)]
pub struct PredictArgs {
    /// The tenant's policy (YAML) [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(long, short, value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    set: SetArgs,
    /// Message files, folders, mailboxes or archives of them, or `-` for standard input
    #[arg(required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// The sender, in place of the message's own
    #[arg(long)]
    from: Option<String>,
    /// A recipient, in place of the message's own; repeatable
    #[arg(long)]
    to: Vec<String>,
    /// The kind, where the message does not tell it
    #[arg(long)]
    kind: Option<Kind>,
    /// Who forwarded the message, where it does not tell
    #[arg(long)]
    forwarded_by: Option<ForwardedBy>,
    /// Also write what the message triggers in the mailboxes that it reaches, such as
    /// out-of-office replies; the options of `rdsim react` tell what is known of its arrival
    #[arg(long)]
    reactions: bool,
    #[command(flatten)]
    arrival: ArrivalArgs,
    /// Take only what is documented, or documented or seen in public, for known: a verdict that
    /// rests on less cannot be told
    #[arg(long, value_name = "BASIS")]
    min_basis: Option<MinBasis>,
    /// The format of the report [default: human]
    #[arg(long, help_heading = REPORT)]
    format: Option<TraceFormat>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Why nothing is predicted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
enum Error {
    /// Options on how the message arrives, without `--reactions`.
    ArrivalWithoutReactions,
    /// A message that cannot be judged.
    NotJudged { reason: rdsim::mail::Error },
    /// A message whose reactions cannot be predicted.
    NoReactions { reason: rdsim::react::Error },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::ArrivalWithoutReactions => {
                en("how the message arrives counts only for what it triggers").into()
            }
            Self::NotJudged { reason } => reason.message(),
            Self::NoReactions { reason } => {
                Text::from(en("what it triggers cannot be told: {reason}"))
                    .with_text("reason", reason.message())
            }
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::ArrivalWithoutReactions => en("add `--reactions`").into(),
            Self::NotJudged { .. } | Self::NoReactions { .. } => {
                en("give messages with their headers").into()
            }
        }
    }
}

pub(super) fn run(args: &PredictArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    if args.arrival.any() && !args.reactions {
        let problem = Problem::of("", &Error::ArrivalWithoutReactions);
        return Ok(complain(&problem.localized(language)));
    }
    let policy = shared.policy(args.policy.as_ref());
    let policy = policy.and_then(|path| args.set.policy(&path, language));
    let arrival = args
        .arrival
        .arrival(args.from.as_deref(), &args.to, language);
    let (policy, arrival) = match (policy, arrival) {
        (Ok(policy), Ok(arrival)) => (policy, arrival),
        (Err(a), Err(b)) => return Ok(complain(&format!("{a}\n{b}"))),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    let min_basis = args.min_basis.map(MinBasis::basis);
    let arrival = args.reactions.then_some(Arrival {
        min_basis,
        ..arrival
    });
    if let Some(why) = files::missing(&args.paths, language) {
        return Ok(complain(&why));
    }
    let people = match People::of(&policy, args.from.as_ref(), &args.to) {
        Ok(people) => people,
        Err(error) => return Ok(complain(&error.localized("", language))),
    };
    people.note(language);
    let overrides = Overrides {
        from: people.from,
        to: people.to,
        kind: args.kind,
        forwarded_by: args.forwarded_by,
        min_basis,
        unseen: false,
    };
    // From the first line on, Ctrl-C ends the run between two messages.
    interrupt::between_results();
    let format = args.output.format(args.format, TraceFormat::Human);
    let mut to = args.output.open(format == TraceFormat::Human)?;
    let mut report = report::Report::begin(format, language, &policy.file, &mut to)?;
    let mut exit = Exit::Done;
    let wanted = match arrival {
        Some(_) => Wanted::Whole,
        None => Wanted::Abridged,
    };
    let work = Work {
        wanted,
        begin: Vec::new,
        one: |done: &mut Vec<_>, mail: &Mail| {
            let predicted = one(&policy, mail, &overrides, arrival.as_ref());
            let problem = |error: Error| Problem::of(&mail.name, &error);
            done.push(predicted.map_err(|error| problem(error).localized(language)));
            Ok(())
        },
    };
    let passed_over = mail::each(&args.paths, shared.jobs, &work, |done| {
        for predicted in done {
            match predicted {
                Ok(predicted) => report.message(&predicted, &mut to)?,
                Err(why) => {
                    complain(&why);
                    exit = Exit::Found;
                }
            }
        }
        Ok(())
    })?;
    report.end(&mut to)?;
    to.done()?;
    passed_over.tell(language);
    Ok(exit)
}

fn one(
    policy: &Policy,
    mail: &Mail,
    overrides: &Overrides,
    arrival: Option<&Arrival>,
) -> Result<Predicted, Error> {
    let not_judged = |reason| Error::NotJudged { reason };
    let judgement = evaluate::judge_mail(policy, mail, overrides);
    let judgement = judgement.result.map_err(not_judged)?;
    let message = mail.message().map_err(not_judged)?;
    let mut recipients = predict_all(policy, &judgement.verdicts, &judgement.sender);
    if arrival.is_some_and(|a| a.undeliverable.is_some()) {
        for predicted in &mut recipients {
            predicted.trails = undeliverable(std::mem::take(&mut predicted.trails));
        }
    }
    let reactions = match arrival.map(|arrival| react::one(policy, mail, arrival).result) {
        None => None,
        Some(Ok(set_off)) => Some(reactions(policy, &set_off)),
        Some(Err(reason)) => {
            return Err(Error::NoReactions { reason });
        }
    };
    Ok(Predicted {
        reactions,
        path: mail.name.to_string(),
        fields: MessageFields::of(&message, &judgement.sender),
        recipients,
    })
}
