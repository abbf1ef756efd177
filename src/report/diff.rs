//! Writes what changes between two policies: for people, for a pull request, for a workflow, as JSON.

pub mod json;
pub mod uncompared;
mod words;

use super::github::{Annotation, Level, annotation};
use crate::diff::messages::Compared;
use crate::diff::rules::RuleChange;
use crate::diff::{Diff, SettingChange};
use crate::i18n::{Language, en};
use crate::policy::what_if::Set;
use crate::report::set;
use crate::text::markdown::inline;
use crate::text::plain;
use std::fmt::Display;
use std::io::{self, Write};
use words::{because, count, counts, words};

/// The names of the two policy files.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// The old one.
    pub old: &'a str,
    /// The new one.
    pub new: &'a str,
    /// What was set in it, where it is else the old one.
    pub set: &'a [Set],
}

/// How a report names kinds and facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Kinds by their tokens, facts by their identifiers, as other reports and options take them.
    Tokens,
    /// In words alone.
    Words,
}

/// The statement where nothing changes, which is proven.
pub const PROOF: &str = en(
    "no behaviour changes: for every recipient, sender, kind of message and way of forwarding, both policies give the same outcome, response and form",
);

/// The line of the new policy that causes a change, else that of the old one.
fn place<'a>(cause: &SettingChange, files: Files<'a>) -> (&'a str, u32) {
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
pub fn human(
    diff: &Diff,
    files: Files,
    names: Names,
    lang: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    let all = words(diff, files, names, lang);
    human_set(files, lang, to)?;
    if all.is_empty() {
        writeln!(to, "{}", lang.translate(PROOF))?;
    }
    for w in &all {
        let whom = lang.fill(en("to {recipients}"), &[("recipients", &plain(&w.whom))]);
        writeln!(to, "{whom}")?;
        for e in &w.effects {
            for what in &e.what {
                writeln!(to, "  {}", plain(what))?;
            }
            writeln!(to, "    {} → {}", plain(&e.old), plain(&e.new))?;
        }
        let because = lang.fill(en("because {setting}"), &[("setting", &plain(&w.because))]);
        writeln!(to, "    {because}")?;
        if let Some(doubt) = &w.doubt {
            writeln!(to, "    {doubt}")?;
        }
        if !w.example.is_empty() {
            let example = &[("example", &plain(&w.example) as &dyn Display)];
            writeln!(
                to,
                "    {}",
                lang.fill(en("for example {example}"), example)
            )?;
        }
        writeln!(to)?;
    }
    writeln!(to, "{}", counts(diff, lang))
}

/// Write for people what changes for given messages, by cause.
///
/// # Errors
/// What the writer says.
pub fn human_messages(
    compared: &Compared,
    files: Files,
    lang: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    human_set(files, lang, to)?;
    for (cause, all) in compared.by_cause() {
        let cause = because(cause, files, lang);
        let because = lang.fill(en("because {setting}"), &[("setting", &plain(&cause))]);
        writeln!(to, "{because}")?;
        for c in all.listed {
            let (path, recipient) = (plain(&c.path), plain(&c.recipient));
            let values: &[(&str, &dyn Display)] = &[("path", &path), ("recipient", &recipient)];
            writeln!(to, "  {}", lang.fill(en("{path} to {recipient}"), values))?;
            let (old, new) = (c.how.old.localized(lang), c.how.new.localized(lang));
            writeln!(to, "    {} → {}", plain(&old), plain(&new))?;
        }
        if all.more > 0 {
            let more = lang.fill(en("and {n} more"), &[("n", &all.more)]);
            writeln!(to, "  {more}")?;
        }
        writeln!(to)?;
    }
    writeln!(to, "{}", counts_of_messages(compared, lang))
}

/// What was set, a line each.
fn human_set(files: Files, lang: Language, to: &mut impl Write) -> io::Result<()> {
    for set in files.set {
        writeln!(to, "{}", set::line(set, files.new, lang))?;
    }
    match files.set {
        [] => Ok(()),
        _ => writeln!(to),
    }
}

fn counts_of_messages(c: &Compared, lang: Language) -> String {
    let messages = count(c.messages, en("{n} message"), en("{n} messages"), lang);
    let (one, many) = (en("{n} verdict changes"), en("{n} verdicts change"));
    lang.fill(
        en("{messages}, {unreadable} unreadable: {changed}"),
        &[
            ("messages", &messages),
            ("unreadable", &c.unreadable),
            ("changed", &count(c.count(), one, many, lang)),
        ],
    )
}

/// Write a comment for a pull request.
///
/// # Errors
/// What the writer says.
pub fn markdown(diff: &Diff, files: Files, to: &mut impl Write) -> io::Result<()> {
    let all = words(diff, files, Names::Tokens, Language::English);
    heading(files, to)?;
    if all.is_empty() {
        writeln!(
            to,
            "**No behaviour changes.** Proven, not sampled: {}.",
            PROOF.trim_start_matches("no behaviour changes: ")
        )?;
    } else {
        writeln!(to, "| To | Messages | Before | After | Because |")?;
        writeln!(to, "| --- | --- | --- | --- | --- |")?;
        for w in &all {
            for e in &w.effects {
                let what: Vec<String> = e.what.iter().map(|t| inline(t)).collect();
                let cells = [&w.whom, &e.old, &e.new, &w.because].map(|t| inline(t));
                let [whom, old, new, because] = cells;
                let what = what.join("<br>");
                writeln!(to, "| {whom} | {what} | {old} | {new} | {because} |")?;
            }
        }
        let mut members = all.iter().flat_map(|w| w.whom.split(", "));
        if members.any(|member| member == "*") {
            writeln!(to, "\n`*` is every other domain.")?;
        }
    }
    writeln!(to, "\n{}", inline(&counts(diff, Language::English)))
}

/// Write a comment for a pull request on given messages.
///
/// # Errors
/// What the writer says.
pub fn markdown_messages(c: &Compared, files: Files, to: &mut impl Write) -> io::Result<()> {
    heading(files, to)?;
    if c.count() > 0 {
        writeln!(to, "| Because | Message | To | Before | After |")?;
        writeln!(to, "| --- | --- | --- | --- | --- |")?;
    }
    for (cause, all) in c.by_cause() {
        let because = inline(&because(cause, files, Language::English));
        for m in all.listed {
            let (old, new) = (m.how.old.to_string(), m.how.new.to_string());
            let [path, whom, old, new] = [&m.path, &*m.recipient, &old, &new].map(inline);
            writeln!(to, "| {because} | {path} | {whom} | {old} | {new} |")?;
        }
        if all.more > 0 {
            writeln!(to, "| {because} | and {} more | | | |", all.more)?;
        }
    }
    writeln!(
        to,
        "\n{}",
        inline(&counts_of_messages(c, Language::English))
    )
}

fn heading(files: Files, to: &mut impl Write) -> io::Result<()> {
    let (old, new) = (inline(files.old), inline(files.new));
    if !files.set.is_empty() {
        writeln!(to, "### Mail flow: what if, in {old}\n")?;
        for set in files.set {
            let line = set::line(set, files.new, Language::English);
            writeln!(to, "- {}", inline(&line))?;
        }
        return writeln!(to);
    }
    writeln!(to, "### Mail flow: what changes from {old} to {new}\n")
}

/// Write annotations for a GitHub workflow.
///
/// # Errors
/// What the writer says.
pub fn github(diff: &Diff, files: Files, to: &mut impl Write) -> io::Result<()> {
    let causes = diff.changes.iter().map(|c| &c.cause);
    let causes = causes.chain(diff.forms.iter().map(|f| &f.cause)).cloned();
    let causes = causes.chain(diff.rules.iter().map(RuleChange::cause));
    for (w, cause) in words(diff, files, Names::Tokens, Language::English)
        .iter()
        .zip(causes)
    {
        let effects = w.effects.iter();
        let effects: Vec<String> = effects
            .map(|e| format!("{}: {} → {}", e.what.join("; "), e.old, e.new))
            .collect();
        let message = format!(
            "to {}\n{}\nbecause {}",
            w.whom,
            effects.join("\n"),
            w.because
        );
        note(&cause, files, &message, to)?;
    }
    Ok(())
}

/// Verdicts that an annotation lists; GitHub cuts off long ones.
const NOTED: usize = 100;

/// Write annotations for a GitHub workflow on given messages, one for each cause.
///
/// # Errors
/// What the writer says.
pub fn github_messages(c: &Compared, files: Files, to: &mut impl Write) -> io::Result<()> {
    for (cause, all) in c.by_cause() {
        let listed = all.listed.iter().take(NOTED);
        let mut lines: Vec<String> = listed
            .map(|m| {
                let (old, new) = (&m.how.old, &m.how.new);
                format!("{} to {}: {old} → {new}", m.path, m.recipient)
            })
            .collect();
        let more = all.listed.len() - lines.len() + all.more;
        if more > 0 {
            lines.push(format!("and {more} more"));
        }
        let message = format!(
            "because {}\n{}",
            because(cause, files, Language::English),
            lines.join("\n")
        );
        note(cause, files, &message, to)?;
    }
    Ok(())
}

fn note(cause: &SettingChange, files: Files, message: &str, to: &mut impl Write) -> io::Result<()> {
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
