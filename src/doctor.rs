//! Looks at a policy and what surrounds it, and says what to do next.

use crate::i18n::{Text, en};
use crate::import::collected::Collected;
use crate::lint::{self, Options};
use crate::policy::time::instant;
use crate::policy::{Policy, encoding, read};
use crate::report::expectations::Counts as Cases;
use crate::report::lint::Counts;
use crate::text::shell;

/// Days after which a policy should be collected again.
const DAYS: i64 = 30;
/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// How a check ended, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    /// Nothing to do.
    Ok,
    /// Something that may be done.
    Note,
    /// Something that should be done.
    Warning,
    /// Something without which the policy is of no use.
    Error,
}

/// One thing that was looked at.
#[derive(Debug, Clone)]
pub struct Check {
    /// What was looked at, in kebab-case.
    pub id: &'static str,
    /// How it ended.
    pub status: Status,
    /// What was found.
    pub text: Text,
    /// The command to run next.
    pub next: Option<String>,
}

/// An expectation file that names the policy.
#[derive(Debug, Clone)]
pub struct Expectations {
    /// The file as it is shown.
    pub file: String,
    /// Its cases.
    pub cases: Cases,
}

/// The repository that the policy is in.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The file by which a CI service runs rdsim.
    pub workflow: Option<String>,
    /// Whether that file names the action of nobody: what stands for the account is not replaced.
    pub unpublished: bool,
    /// Whether pre-commit runs rdsim.
    pub hooks: bool,
}

/// A policy and what surrounds it.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// The policy file as it is shown.
    pub file: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its folder as it is shown; empty for the current one.
    pub folder: &'a str,
    /// The time in seconds since 1970.
    pub now: i64,
    /// The expectation files that name it.
    pub expectations: Vec<Expectations>,
    /// The repository, where there is one.
    pub repository: Option<Repository>,
}

impl Check {
    fn new(id: &'static str, status: Status, text: impl Into<Text>) -> Self {
        Self {
            id,
            status,
            text: text.into(),
            next: None,
        }
    }

    fn next(self, command: impl Into<String>) -> Self {
        Self {
            next: Some(command.into()),
            ..self
        }
    }
}

/// The command that writes the script of a new collection.
const COLLECT: &str = "rdsim collect --output collect.ps1";

/// The same where a script lies there from the collection before.
const AGAIN: &str = "rdsim collect --output collect.ps1 --force";

/// Look at everything.
#[must_use]
pub fn checks(s: &Surroundings) -> Vec<Check> {
    let text = encoding::utf8(s.bytes);
    let collected = Collected::of_policy(&String::from_utf8_lossy(&text));
    let mut checks = vec![policy(s)];
    checks.push(age(s, &collected));
    checks.extend(collection(&collected));
    checks.push(findings(s));
    checks.push(expectations(s));
    checks.extend(repository(s));
    checks
}

fn command(verb: &str, path: &str) -> String {
    format!("rdsim {verb} {}", shell::path(path))
}

fn policy(s: &Surroundings) -> Check {
    match read::read(s.file, s.bytes) {
        Ok((policy, _)) => Check::new("policy", Status::Ok, held(&policy)),
        Err(problems) => {
            let text = match problems.len() {
                1 => en("the policy cannot be read: {n} problem").into(),
                _ => Text::from(en("the policy cannot be read: {n} problems")),
            };
            let n = Text::of("{n}", [("n", &problems.len())]);
            let text = text.with_text("n", n);
            Check::new("policy", Status::Error, text).next(command("lint", s.file))
        }
    }
}

/// What a policy has.
fn held(policy: &Policy) -> Text {
    let recipients = policy.mailboxes.len() + policy.contacts.len() + policy.groups.len();
    Text::of(
        en(
            "the policy can be read: accepted domains: {accepted}, remote domains: {remote}, outbound spam policies: {outbound}, mail flow rules: {rules}, recipients: {recipients}",
        ),
        [
            ("accepted", &policy.accepted_domains.len()),
            ("remote", &policy.remote_domains.len()),
            ("outbound", &policy.outbound.len()),
            ("rules", &policy.mail_flow_rules.len()),
            ("recipients", &recipients),
        ],
    )
}

/// How old the oldest collection is that the policy was made of.
fn age(s: &Surroundings, collected: &Collected) -> Check {
    let times = collected.times.iter();
    let oldest = times.filter_map(|time| Some((instant(time)?, time))).min();
    let Some((at, time)) = oldest else {
        let text = match collected.imported {
            true => en("the policy does not say when it was exported from the tenant"),
            false => en("the policy was not imported from a tenant"),
        };
        return Check::new("age", Status::Note, text).next(COLLECT);
    };
    let days = (s.now - at).div_euclid(DAY);
    let own = env!("CARGO_PKG_VERSION");
    let other = collected.versions.iter().find(|v| *v != own);
    match (days, other) {
        (..0, _) => {
            let text = en("the policy says that it was collected at {time}, which is yet to come");
            Check::new("age", Status::Warning, Text::of(text, [("time", time)])).next(AGAIN)
        }
        (DAYS.., _) => {
            let text = en("the policy was collected {days} days ago, at {time}");
            let text = Text::of(text, [("days", &days), ("time", time)]);
            Check::new("age", Status::Warning, text).next(AGAIN)
        }
        (_, Some(version)) => {
            let text = en(
                "the policy was collected at {time} by the script of rdsim {version}; this is rdsim {own}, whose script may collect more",
            );
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("time", time), ("version", version), ("own", &own)];
            Check::new("age", Status::Note, Text::of(text, values)).next(AGAIN)
        }
        _ => {
            let text = en("the policy was collected at {time}");
            Check::new("age", Status::Ok, Text::of(text, [("time", time)]))
        }
    }
}

/// What was not collected, and what of it was not understood.
fn collection(collected: &Collected) -> Vec<Check> {
    let mut checks = Vec::new();
    if !collected.not_read.is_empty() {
        let text = Text::from(en(
            "the import lacks what these cmdlets would tell: {names}",
        ));
        let text = text.with_text("names", Text::names(&collected.not_read));
        checks.push(Check::new("not-read", Status::Warning, text).next(AGAIN));
    }
    if !collected.not_asked.is_empty() {
        let text = Text::from(en("the collection was not asked for {names}"));
        let text = text.with_text("names", Text::names(&collected.not_asked));
        checks.push(Check::new("not-asked", Status::Note, text).next(AGAIN));
    }
    if collected.not_understood > 0 {
        let text = Text::of(
            en(
                "the import could not understand everything: the comments `Not understood` tell what ({n})",
            ),
            [("n", &collected.not_understood)],
        );
        checks.push(Check::new("not-understood", Status::Warning, text));
    }
    if !collected.not_simulated.is_empty() {
        let text = Text::from(en("the tenant has what rdsim does not simulate: {names}"));
        let text = text.with_text("names", Text::names(&collected.not_simulated));
        checks.push(Check::new("not-simulated", Status::Note, text));
    }
    checks
}

/// What lint finds.
fn findings(s: &Surroundings) -> Check {
    let linted = [lint::lint(s.file, s.bytes, &Options::default())];
    let counts = Counts::of(&linted);
    let status = match counts {
        Counts { errors: 1.., .. } => Status::Error,
        Counts { warnings: 1.., .. } => Status::Warning,
        Counts { notes: 1.., .. } => Status::Note,
        _ => return Check::new("lint", Status::Ok, en("lint finds nothing")),
    };
    let text = Text::of(
        en("lint finds something: errors: {errors}, warnings: {warnings}, notes: {notes}"),
        [
            ("errors", &counts.errors),
            ("warnings", &counts.warnings),
            ("notes", &counts.notes),
        ],
    );
    Check::new("lint", status, text).next(command("lint", s.file))
}

/// Whether cases say what the policy must do, and whether it does.
fn expectations(s: &Surroundings) -> Check {
    let all = &s.expectations;
    let broken = |e: &&Expectations| e.cases.broken > 0 || e.cases.failed > 0;
    if let Some(first) = all.iter().find(broken) {
        let text = Text::of(
            en("the policy does not do what {file} expects: {failed} of {cases} cases fail"),
            [
                ("file", &first.file),
                ("failed", &first.cases.failed),
                ("cases", &(first.cases.failed + first.cases.passed)),
            ],
        );
        let text = match first.cases.broken {
            0 => text,
            _ => Text::of(
                en("{file} is about the policy and cannot be used"),
                [("file", &first.file)],
            ),
        };
        return Check::new("expectations", Status::Error, text).next(command("test", &first.file));
    }
    if all.is_empty() {
        let text =
            en("no expectation file names the policy, so nothing tells when a change breaks it");
        return Check::new("expectations", Status::Warning, text).next(init(s));
    }
    let passed: usize = all.iter().map(|e| e.cases.passed).sum();
    let files: Vec<&str> = all.iter().map(|e| e.file.as_str()).collect();
    let text = Text::of(
        en("the policy does what its expectation files expect: cases: {cases}, in {files}"),
        [("cases", &passed)],
    );
    let text = text.with_text("files", Text::names(&files));
    Check::new("expectations", Status::Ok, text)
}

/// The command that writes what CI needs for the policy.
fn init(s: &Surroundings) -> String {
    format!("rdsim init --ci {}", shell::option("--policy", s.file))
}

/// Whether a change of the policy is looked at before it counts.
fn repository(s: &Surroundings) -> Vec<Check> {
    let Some(repository) = &s.repository else {
        let text = en("the policy is in no git repository: nothing keeps its history");
        return vec![Check::new("ci", Status::Note, text).next("git init")];
    };
    let init = init(s);
    let ci = match &repository.workflow {
        Some(file) if repository.unpublished => {
            let text = Text::of(
                en(
                    "CI cannot run rdsim: in {file}, replace OWNER by the account that publishes rdsim",
                ),
                [("file", file)],
            );
            Check::new("ci", Status::Warning, text)
        }
        Some(file) => {
            let text = Text::of(en("CI runs rdsim: {file}"), [("file", file)]);
            Check::new("ci", Status::Ok, text)
        }
        None => Check::new("ci", Status::Note, en("no CI workflow runs rdsim")).next(&init),
    };
    let hooks = match repository.hooks {
        true => Check::new("pre-commit", Status::Ok, en("pre-commit runs rdsim")),
        false => Check::new(
            "pre-commit",
            Status::Note,
            en("pre-commit does not run rdsim"),
        )
        .next(&init),
    };
    vec![ci, hooks]
}
