//! Makes a history of the records of an audit log: what was changed, by whom, when, and the policy
//! after each change.
//!
//! A record has the parameters that a cmdlet was given, and no values from before. So a policy from
//! before the first record determines every state. A policy of now determines those states only
//! that come after the first change of every property that was changed.

mod backwards;
mod change;
mod command;
pub mod error;
mod order;
mod record;

use super::audit;
use super::document::Document;
use super::merge::{self, Keep, is_identifier};
use super::object::Object;
use super::scalar::{comment, shown};
use super::source::{START, Source};
use super::{Input, found, written, yaml};
use crate::diagnostic::{FirstProblems, Problem, Severity};
use crate::i18n::{Text, en};
use crate::policy::document::{self, Pos, Value};
use crate::policy::sections::MAILBOXES;
use crate::policy::{encoding, read, time};
use change::Effect;
use command::{Command, Verb};
use error::Error;
use record::Record;
use std::collections::HashSet;

pub use change::Changed;

/// The code of [`Error::StatesNotKnown`], which is no fault of the log.
pub const NOT_AMISS: &str = "states-not-known";

/// Bytes of a line that is shown with a problem: a record is often one long line.
const LINE: usize = 200;

/// A policy that is known.
#[derive(Debug, Clone, Copy)]
pub enum Base<'a> {
    /// None.
    Unknown,
    /// That from before the first record.
    Before(Input<'a>),
    /// That of now, after the last record.
    After(Input<'a>),
}

/// A change, in the order of time.
#[derive(Debug)]
pub struct Step {
    /// When, in ISO 8601.
    pub time: String,
    /// Who did it.
    pub who: String,
    /// The cmdlet.
    pub cmdlet: String,
    /// What it was done to.
    pub target: String,
    /// What was changed.
    pub outcome: Outcome,
    /// The policy since, where it is known and another one than before.
    pub policy: Option<String>,
}

/// What became of a change.
#[derive(Debug)]
pub enum Outcome {
    /// It changed properties.
    Changed(Vec<Changed>),
    /// It removed what it was done to.
    Removed,
    /// It changed nothing that a policy has.
    Nothing,
    /// It failed, so nothing was changed.
    Failed,
    /// It is not in the policies that follow, and why.
    NotApplied(Text),
}

/// Read the records of audit logs, and give every change in the order of time; what could not be
/// used is told.
///
/// # Errors
/// What cannot be read, or the policy.
pub fn history(
    inputs: &[Input],
    base: Base,
    each: &mut dyn FnMut(Step),
) -> Result<Vec<Problem>, Vec<Problem>> {
    let mut problems = FirstProblems::default();
    let texts = super::texts(inputs, &mut problems);
    let sources = super::sources(&texts, &mut problems);
    let mut log = Log::default();
    for (at, source) in sources.iter().enumerate() {
        match found(source, &mut problems) {
            Ok(found) => log.add(at, source, &found.objects, &mut problems),
            Err(problem) => problems.push(problem),
        }
    }
    let order = |p: &Problem| {
        (
            inputs.iter().position(|i| i.file == p.file),
            p.line,
            p.column,
        )
    };
    let mut files: Vec<&str> = inputs.iter().map(|input| input.file).collect();
    let known = match base {
        Base::Unknown => None,
        Base::Before(input) | Base::After(input) => {
            files.insert(0, input.file);
            Some(policy(&input)?)
        }
    };
    if problems.has_errors() {
        return Err(problems.sorted(order));
    }
    log.in_order();
    let mut states = States {
        files,
        document: None,
        undetermined: 0,
        unknown: 0,
    };
    let is_after = matches!(base, Base::After(_));
    match &known {
        Some(end) if is_after => {
            let (start, undetermined) = backwards::start(end, &sources, &log.changes);
            (states.document, states.undetermined) = (Some(start), undetermined);
        }
        known => states.document = known.clone(),
    }
    let mut moved = false;
    let mut began = None;
    for (number, (at, record, command)) in log.changes.iter().enumerate() {
        let Some(source) = sources.get(*at) else {
            continue;
        };
        let step = states.step(source, record, *command, number);
        let same = |change: &Changed| change.old == change.new;
        moved |= match &step.outcome {
            Outcome::Changed(changes) => !changes.iter().all(same),
            Outcome::Removed => true,
            _ => false,
        };
        if number == states.undetermined {
            began = Some(step.time.clone());
        }
        if let Outcome::NotApplied(why) = &step.outcome {
            let (operation, why) = (record.operation.clone(), why.clone());
            let error = Error::ChangeNotApplied { operation, why };
            problems.push(warning(source, record.at, &error));
        }
        each(step);
    }
    if let (Some(source), Some(known)) = (sources.first(), &known) {
        let told = match is_after {
            true if states.unknown > 0 => Some(Error::StatesNotKnown {
                count: states.unknown,
                since: began.unwrap_or_default(),
            }),
            false if !moved && !log.changes.is_empty() => Some(Error::PolicyOfAfter),
            _ => None,
        };
        if let Some(error) = told {
            problems.push(warning(source, START, &error));
        }
        let end = states.document.as_ref();
        if is_after && end.is_some_and(|end| !backwards::agree(end, known)) {
            problems.push(warning(source, START, &Error::ChangesMissing));
        }
    }
    Ok(problems.sorted(order))
}

fn problem(source: &Source, at: Pos, error: &Error) -> Problem {
    let line = source.line(at.line).filter(|line| line.len() <= LINE);
    Problem::of(source.file, error).at(at.line, at.column, line)
}

fn warning(source: &Source, at: Pos, error: &Error) -> Problem {
    problem(source, at, error).warning()
}

/// A policy file as a document.
fn policy(input: &Input) -> Result<Document, Vec<Problem>> {
    read::read(input.file, input.bytes)?;
    let bytes = encoding::utf8(input.bytes);
    let text = String::from_utf8_lossy(&bytes);
    let source = Source::new(input.file, &text).map_err(|e| vec![e])?;
    let root = document::parse(&text).map_err(|(at, reason)| {
        let reason = reason.to_string();
        vec![problem(&source, at, &Error::NotYaml { reason })]
    })?;
    let mut problems = FirstProblems::default();
    let files = [(&source, written::objects(root.value))];
    let document = merge::merge(&files, None, Keep::All, &mut problems);
    match problems.has_errors() {
        true => {
            let mut errors = problems.sorted(|p| (p.line, p.column));
            errors.retain(|p| p.severity == Severity::Error);
            Err(errors)
        }
        false => Ok(document),
    }
}

/// The records that change what a policy has.
#[derive(Default)]
struct Log {
    changes: Vec<(usize, Record, Command)>,
    seen: HashSet<String>,
}

impl Log {
    /// Add the records of a file.
    fn add(
        &mut self,
        at: usize,
        source: &Source,
        objects: &[Object],
        problems: &mut FirstProblems,
    ) {
        let records = objects.iter().filter(|object| audit::is_record(object));
        let records: Vec<Record> = records.map(record::read).collect();
        if records.is_empty() {
            problems.push(problem(source, START, &Error::NoRecords));
            return;
        }
        let found = records.iter().filter_map(|record| record.found).max();
        let number = records.len();
        if let Some(found) = found.filter(|found| usize::try_from(*found).is_ok_and(|n| n > number))
        {
            let error = Error::SearchCut { found, number };
            problems.push(warning(source, START, &error));
        }
        let mut changes = Vec::new();
        for record in records {
            let Some(command) = Command::of(&record.operation) else {
                continue;
            };
            if record
                .id
                .as_ref()
                .is_some_and(|id| !self.seen.insert(id.to_lowercase()))
            {
                continue;
            }
            if record.when.is_none() {
                let operation = record.operation;
                problems.push(warning(
                    source,
                    record.at,
                    &Error::RecordWithoutTime { operation },
                ));
                continue;
            }
            changes.push((at, record, command));
        }
        // A search gives the newest first; what has the same second keeps its order.
        let when = |change: Option<&(usize, Record, Command)>| change.and_then(|(_, r, _)| r.when);
        if when(changes.first()) > when(changes.last()) {
            changes.reverse();
        }
        self.changes.append(&mut changes);
    }

    fn in_order(&mut self) {
        self.changes.sort_by_key(|(_, record, _)| record.when);
    }
}

/// The policy as it is after each change.
struct States<'a> {
    files: Vec<&'a str>,
    document: Option<Document>,
    /// The first change after which the policy is known.
    undetermined: usize,
    /// How many policies are not known.
    unknown: usize,
}

impl States<'_> {
    /// Apply a record.
    fn step(&mut self, source: &Source, record: &Record, command: Command, number: usize) -> Step {
        let mut step = Step {
            time: time::shown(record.when.unwrap_or(0)),
            who: record.who.clone(),
            cmdlet: record.operation.clone(),
            target: record.target(),
            outcome: Outcome::Failed,
            policy: None,
        };
        if !record.succeeded {
            return step;
        }
        let Some(document) = &mut self.document else {
            step.outcome = alone(source, record, command);
            return step;
        };
        // Most changes of mailboxes have nothing to do with mail; that needs no look at the policy.
        if command.section().name == MAILBOXES.name {
            let alone = alone(source, record, command);
            if matches!(alone, Outcome::Nothing) {
                step.outcome = alone;
                return step;
            }
        }
        let before = document.clone();
        let effect = change::apply(document, source, record, command);
        step.outcome = match effect {
            Effect::Changed(changes) => Outcome::Changed(changes),
            Effect::Removed => Outcome::Removed,
            Effect::Nothing => Outcome::Nothing,
            Effect::NoEntry => Outcome::NotApplied(en("it is not in the policy").into()),
            Effect::AlreadyThere => Outcome::NotApplied(en("it is in the policy already").into()),
            Effect::NotUnderstood(why) => Outcome::NotApplied(why),
        };
        if !matches!(step.outcome, Outcome::Changed(_) | Outcome::Removed) {
            return step;
        }
        let text = yaml::write(document, &self.files).text;
        let wrong = read::read("policy", text.as_bytes())
            .err()
            .unwrap_or_default();
        match wrong.into_iter().find(|p| p.severity == Severity::Error) {
            Some(problem) => {
                *document = before;
                step.outcome = Outcome::NotApplied(problem.message);
            }
            None if number < self.undetermined => self.unknown += 1,
            None => step.policy = Some(format!("{}{text}", head(&step))),
        }
        step
    }
}

/// What a record changed where no policy is known.
fn alone(source: &Source, record: &Record, command: Command) -> Outcome {
    match command.verb {
        Verb::Remove => return Outcome::Removed,
        Verb::Members => return Outcome::Nothing,
        _ => {}
    }
    let mut given = match command::given(source, record, command) {
        Ok(given) => given,
        Err(why) => return Outcome::NotApplied(why),
    };
    command::switch(command, &mut given);
    let section = command.kind.section();
    given.retain(|(name, _)| section.property(name).is_some());
    let changes = given.into_iter().map(|(name, value)| Changed {
        name: name.to_owned(),
        old: None,
        new: value.as_ref().map(shown),
    });
    let changes: Vec<Changed> = changes.collect();
    match changes.is_empty() {
        true => Outcome::Nothing,
        false => Outcome::Changed(changes),
    }
}

/// What stands above a policy: the change that made it.
fn head(step: &Step) -> String {
    let who = match is_identifier(&Value::Text(step.who.clone())) {
        true => "an application",
        false => step.who.as_str(),
    };
    let line = format!(
        "Since {}: {} {}, by {who}.",
        step.time, step.cmdlet, step.target
    );
    format!("# {}\n", comment(&line))
}
