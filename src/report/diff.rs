//! Writes what a change of policy does: for people, for a pull request, for a workflow, as JSON.

pub mod json;

use super::github::{Annotation, Level, annotation};
use crate::classify::Kind;
use crate::diff::classes::{Classes, Senders};
use crate::diff::fold::Group;
use crate::diff::forms::{FormChange, names};
use crate::diff::messages::Compared;
use crate::diff::{Cause, Change, Diff};
use crate::settings::Forward;
use std::io::{self, Write};

/// The names of the two policy files.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// The old one.
    pub old: &'a str,
    /// The new one.
    pub new: &'a str,
}

/// What is said where nothing changes, which is a proof.
pub const PROOF: &str = "no behaviour changes: for every recipient, sender, kind of message and way of forwarding, both policies give the same outcome, response and form";

/// A change in words, one string for each thing that is said of it.
struct Words {
    whom: String,
    what: Vec<String>,
    old: String,
    new: String,
    because: String,
    example: String,
}

impl Words {
    fn of_change(change: &Change, classes: &Classes, files: Files) -> Self {
        let groups = change.groups.iter();
        Self {
            whom: recipients(classes, &change.recipients),
            what: groups.map(|g| group(g, classes)).collect(),
            old: change.old.words(true),
            new: change.new.words(false),
            because: because(&change.cause, files),
            example: example(classes, change),
        }
    }

    fn of_form(change: &FormChange, classes: &Classes, files: Files) -> Self {
        let what = names(&change.traits).join(", ");
        let authors: Vec<Option<usize>> = change.authors.iter().copied().map(Some).collect();
        let from = senders(&classes.authors, &authors, "from");
        Self {
            whom: recipients(classes, &change.recipients),
            what: vec![join([what, from])],
            old: change.old.clone(),
            new: change.new.clone(),
            because: because(&change.cause, files),
            example: String::new(),
        }
    }
}

fn join(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    parts.join(", ")
}

/// A list of names: the first few of them where there are many.
fn some(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    match names.get(..SHOWN) {
        Some(few) if names.len() > SHOWN + 1 => {
            format!("{} and {} more", few.join(", "), names.len() - SHOWN)
        }
        _ => names.join(", "),
    }
}

fn recipients(classes: &Classes, places: &[usize]) -> String {
    let chosen = places.iter().filter_map(|i| classes.recipients.get(*i));
    let members: Vec<&str> = chosen
        .flat_map(|r| r.members.iter().map(String::as_str))
        .collect();
    if places.len() == classes.recipients.len() {
        return format!("every recipient ({})", some(&members));
    }
    some(&members)
}

/// Senders in words; nothing where it is all of them.
fn senders(classes: &[Senders], places: &[Option<usize>], word: &str) -> String {
    if places.contains(&None) || places.len() == classes.len() {
        return String::new();
    }
    let members = |wanted: bool| -> Vec<&str> {
        let all = classes.iter().enumerate();
        let chosen = all.filter(|(i, _)| places.contains(&Some(*i)) == wanted);
        chosen
            .flat_map(|(_, s)| s.members.iter().map(String::as_str))
            .collect()
    };
    let (these, others) = (members(true), members(false));
    if others.len() < these.len() {
        return format!("{word} anybody but {}", some(&others));
    }
    format!("{word} {}", some(&these))
}

fn group(g: &Group, classes: &Classes) -> String {
    join([
        kinds(&g.kinds),
        forwards(&g.forwards),
        senders(&classes.authors, &g.authors, "from"),
        senders(&classes.forwarders, &g.forwarders, "sent or forwarded by"),
    ])
}

fn kinds(kinds: &[Kind]) -> String {
    let tokens = |all: &[Kind]| -> String {
        let tokens: Vec<&str> = all.iter().map(|k| k.token()).collect();
        tokens.join(", ")
    };
    let all = Kind::ALL.iter().map(|(kind, _)| *kind);
    let others: Vec<Kind> = all.filter(|k| !kinds.contains(k)).collect();
    match others.len() {
        0 => "messages of every kind".into(),
        n if n < 5 => format!("messages of every kind but {}", tokens(&others)),
        _ => tokens(kinds),
    }
}

fn forwards(ways: &[Forward]) -> String {
    match ways {
        ways if ways.len() == Forward::ALL.len() => String::new(),
        [Forward::No] => "not forwarded".into(),
        ways => {
            let words: Vec<&str> = ways
                .iter()
                .map(|way| match way {
                    Forward::No => "not forwarded",
                    Forward::InboxRule => "auto-forwarded by an inbox rule",
                    Forward::MailboxForwarding => "forwarded by mailbox forwarding",
                    Forward::MailFlowRule => "sent on by a mail flow rule",
                })
                .collect();
            words.join(" or ")
        }
    }
}

fn because(cause: &Cause, files: Files) -> String {
    let side = |side: &Option<(String, Option<u32>)>, file: &str| match side {
        None => "no say".to_owned(),
        Some((value, line)) => {
            let value = if value.is_empty() { "(empty)" } else { value };
            let place = line.map_or_else(String::new, |line| format!(" ({file}:{line})"));
            format!("{value}{place}")
        }
    };
    let (old, new) = (side(&cause.old, files.old), side(&cause.new, files.new));
    format!("{}: {old} → {new}", cause.setting)
}

/// A message that is concerned: from whom to whom.
fn example(classes: &Classes, change: &Change) -> String {
    let to = change.recipients.first();
    let to = to.and_then(|i| classes.recipients.get(*i));
    let group = change.groups.first();
    let place = |places: &[Option<usize>]| places.first().copied().flatten();
    let author = group.and_then(|g| place(&g.authors)).unwrap_or_default();
    let from = classes.authors.get(author);
    match (from, to) {
        (Some(from), Some(to)) => format!("{} to {}", from.example, to.example),
        _ => String::new(),
    }
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn counts(diff: &Diff) -> String {
    format!(
        "{}, {}; compared {} × {} × {} kinds × {} ways of forwarding",
        count(
            diff.changes.len(),
            "change of outcome",
            "changes of outcome"
        ),
        count(diff.forms.len(), "change of form", "changes of form"),
        count(
            diff.classes.recipients.len(),
            "class of recipients",
            "classes of recipients"
        ),
        count(
            diff.classes.authors.len(),
            "class of senders",
            "classes of senders"
        ),
        Kind::ALL.len(),
        Forward::ALL.len(),
    )
}

/// Everything that changes, in words.
fn words(diff: &Diff, files: Files) -> Vec<Words> {
    let changes = diff.changes.iter();
    let changes = changes.map(|c| Words::of_change(c, &diff.classes, files));
    let forms = diff.forms.iter();
    changes
        .chain(forms.map(|f| Words::of_form(f, &diff.classes, files)))
        .collect()
}

/// The line of the new policy that brings a change about, else that of the old one.
fn place<'a>(cause: &Cause, files: Files<'a>) -> (&'a str, u32) {
    let line = |side: &Option<(String, Option<u32>)>| side.as_ref().and_then(|(_, line)| *line);
    match (line(&cause.new), line(&cause.old)) {
        (Some(line), _) => (files.new, line),
        (None, Some(line)) => (files.old, line),
        (None, None) => (files.new, 0),
    }
}

/// Write for people what changes for every possible message.
///
/// # Errors
/// What the writer says.
pub fn human(diff: &Diff, files: Files, to: &mut impl Write) -> io::Result<()> {
    let all = words(diff, files);
    if all.is_empty() {
        writeln!(to, "{PROOF}")?;
    }
    for w in &all {
        writeln!(to, "to {}", w.whom)?;
        for what in &w.what {
            writeln!(to, "  {what}")?;
        }
        writeln!(to, "    {} → {}", w.old, w.new)?;
        writeln!(to, "    because {}", w.because)?;
        if !w.example.is_empty() {
            writeln!(to, "    for example {}", w.example)?;
        }
        writeln!(to)?;
    }
    writeln!(to, "{}", counts(diff))
}

/// Write for people what changes for given messages, by what brings it about.
///
/// # Errors
/// What the writer says.
pub fn human_messages(compared: &Compared, files: Files, to: &mut impl Write) -> io::Result<()> {
    for (cause, all) in compared.by_cause() {
        writeln!(to, "because {}", because(cause, files))?;
        for c in all {
            writeln!(to, "  {} to {}", c.path, c.recipient)?;
            writeln!(to, "    {} → {}", c.old, c.new)?;
        }
        writeln!(to)?;
    }
    writeln!(to, "{}", counts_of_messages(compared))
}

fn counts_of_messages(c: &Compared) -> String {
    format!(
        "{}, {} unreadable: {}",
        count(c.messages, "message", "messages"),
        c.unreadable,
        count(c.changed.len(), "verdict changes", "verdicts change"),
    )
}

/// Write a comment for a pull request.
///
/// # Errors
/// What the writer says.
pub fn markdown(diff: &Diff, files: Files, to: &mut impl Write) -> io::Result<()> {
    let all = words(diff, files);
    heading(files, to)?;
    if all.is_empty() {
        writeln!(
            to,
            "**No behaviour changes.** This is proven, not sampled: {PROOF}."
        )?;
    } else {
        writeln!(to, "| To | Messages | Before | After | Because |")?;
        writeln!(to, "| --- | --- | --- | --- | --- |")?;
        for w in &all {
            let what: Vec<String> = w.what.iter().map(|t| cell(t)).collect();
            let cells = [&w.whom, &w.old, &w.new, &w.because].map(|t| cell(t));
            let [whom, old, new, because] = cells;
            let what = what.join("<br>");
            writeln!(to, "| {whom} | {what} | {old} | {new} | {because} |")?;
        }
    }
    writeln!(to, "\n{}", cell(&counts(diff)))
}

/// Write a comment for a pull request on given messages.
///
/// # Errors
/// What the writer says.
pub fn markdown_messages(c: &Compared, files: Files, to: &mut impl Write) -> io::Result<()> {
    heading(files, to)?;
    if !c.changed.is_empty() {
        writeln!(to, "| Because | Message | To | Before | After |")?;
        writeln!(to, "| --- | --- | --- | --- | --- |")?;
    }
    for (cause, all) in c.by_cause() {
        let because = cell(&because(cause, files));
        for m in all {
            let [path, whom, old, new] = [&m.path, &m.recipient, &m.old, &m.new].map(|t| cell(t));
            writeln!(to, "| {because} | {path} | {whom} | {old} | {new} |")?;
        }
    }
    writeln!(to, "\n{}", cell(&counts_of_messages(c)))
}

fn heading(files: Files, to: &mut impl Write) -> io::Result<()> {
    let (old, new) = (cell(files.old), cell(files.new));
    writeln!(to, "### Mail flow: what changes from {old} to {new}\n")
}

/// Text that Markdown and HTML take as text, on one line of a table.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' => out.push(' '),
            // An address or a name must not call anybody.
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Write annotations for a GitHub workflow.
///
/// # Errors
/// What the writer says.
pub fn github(diff: &Diff, files: Files, to: &mut impl Write) -> io::Result<()> {
    let causes = diff.changes.iter().map(|c| &c.cause);
    let causes = causes.chain(diff.forms.iter().map(|f| &f.cause));
    for (w, cause) in words(diff, files).iter().zip(causes) {
        let message = format!(
            "to {}: {}\n{} → {}\nbecause {}",
            w.whom,
            w.what.join("; "),
            w.old,
            w.new,
            w.because
        );
        note(cause, files, &message, to)?;
    }
    Ok(())
}

/// Write annotations for a GitHub workflow on given messages, one for each cause.
///
/// # Errors
/// What the writer says.
pub fn github_messages(c: &Compared, files: Files, to: &mut impl Write) -> io::Result<()> {
    for (cause, all) in c.by_cause() {
        let lines = all.iter();
        let lines: Vec<String> = lines
            .map(|m| format!("{} to {}: {} → {}", m.path, m.recipient, m.old, m.new))
            .collect();
        let message = format!("because {}\n{}", because(cause, files), lines.join("\n"));
        note(cause, files, &message, to)?;
    }
    Ok(())
}

fn note(cause: &Cause, files: Files, message: &str, to: &mut impl Write) -> io::Result<()> {
    let (file, line) = place(cause, files);
    annotation(
        &Annotation {
            level: Level::Warning,
            file,
            line,
            column: 0,
            title: "mail flow changes",
            message,
        },
        to,
    )
}
