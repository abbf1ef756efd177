//! Reads the comments that allow findings: `# rdsim: allow <rule>: <reason>`.
//!
//! At the end of a line a comment is for that line. On a line of its own it is for the next line that is
//! not a comment; where that line begins an entry (`- Name: …`), for the whole entry.

use super::{
    Check, Finding, RULES, Rule, Severity, Suppressed, bad_suppression, unused_suppression,
};
use super::{rule, source::Source};
use crate::diagnostic::{did_you_mean, nearest};
use crate::i18n::{Text, en};
use crate::policy::document::{Node, Pos, Value};
use crate::policy::read::COMMENT_MARK;
use std::ops::RangeInclusive;

/// A comment that allows the findings of a rule.
struct Allowance {
    at: Pos,
    rule: &'static Rule,
    reason: String,
    lines: RangeInclusive<u32>,
    used: bool,
}

/// Mark the findings that a comment allows, and add a finding for each comment that is wrong or
/// allows nothing. Where the policy could not be read (`complete` is false), most rules were not
/// checked, so unused comments are not reported.
pub(super) fn apply(source: &Source, complete: bool, findings: &mut Vec<Finding>) {
    let mut wrong = Vec::new();
    let mut allowances = Vec::new();
    for at in comments(source) {
        match read(source, at) {
            Ok(allowance) => allowances.push(allowance),
            Err((message, help)) => {
                wrong.push(source.finding(&bad_suppression::RULE, at, message, help));
            }
        }
    }
    for finding in findings.iter_mut() {
        // A policy with such an error is not used, whatever a comment says.
        if matches!(finding.rule.check, Check::Reading(_)) && finding.severity == Severity::Error {
            continue;
        }
        let allowed = allowances
            .iter_mut()
            .find(|a| a.rule.id == finding.rule.id && a.lines.contains(&finding.line));
        if let Some(allowance) = allowed {
            allowance.used = true;
            finding.suppressed = Some(Suppressed {
                line: allowance.at.line,
                reason: allowance.reason.clone(),
            });
        }
    }
    findings.append(&mut wrong);
    if complete {
        let unused = allowances.iter().filter(|a| !a.used);
        findings.extend(unused.map(|a| {
            let message = Text::of(
                en("this comment allows `{rule}`, which is not found here"),
                [("rule", &a.rule.id)],
            );
            let help = en(
                "remove the comment, or move it to the line, or above the entry, that it is about",
            );
            source.finding(&unused_suppression::RULE, a.at, message, help)
        }));
    }
}

/// Where the comments for rdsim begin.
fn comments(source: &Source) -> Vec<Pos> {
    let lines = source.lines.iter().enumerate();
    lines
        .filter_map(|(index, line)| {
            let start = comment(line)?;
            let text = line.get(start + 1..)?.trim_start();
            let column = line.get(..start)?.chars().count();
            text.to_ascii_lowercase()
                .starts_with(COMMENT_MARK)
                .then_some(Pos {
                    line: u32::try_from(index + 1).ok()?,
                    column: u32::try_from(column + 1).ok()?,
                })
        })
        .collect()
}

/// The byte at which the comment of a line begins: a `#` after white space and outside quotes.
fn comment(line: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') if before.is_whitespace() => return Some(at),
            // A quote inside a word is an apostrophe.
            (None, '"' | '\'') if before.is_whitespace() || "[{,:".contains(before) => {
                quote = Some(c);
            }
            (Some(open), _) if open == c && before != '\\' => quote = None,
            _ => {}
        }
        before = c;
    }
    None
}

type Wrong = (Text, Text);

fn read(source: &Source, at: Pos) -> Result<Allowance, Wrong> {
    let line = source.line(at.line).unwrap_or_default();
    let start = comment(line).unwrap_or_default();
    let text = line.get(start + 1..).unwrap_or_default().trim();
    let text = text.get(COMMENT_MARK.len()..).unwrap_or_default().trim();
    let form = en("write `# rdsim: allow <rule>: <reason>`");
    let Some(allowed) = text.strip_prefix("allow ") else {
        let word = text.split([' ', ':']).next().unwrap_or_default();
        return Err((
            Text::of(
                en("`{word}` is not an instruction that rdsim knows in a comment"),
                [("word", &word)],
            ),
            form.into(),
        ));
    };
    let (id, reason) = allowed.split_once(':').unwrap_or((allowed, ""));
    let (id, reason) = (id.trim(), reason.trim());
    let Some(rule) = rule(id) else {
        let near = nearest(id, RULES.iter().map(|r| r.id));
        let help = near.map_or_else(
            || en("`rdsim lint --help` lists the rules").into(),
            did_you_mean,
        );
        let message = Text::of(en("there is no rule `{rule}`"), [("rule", &id)]);
        return Err((message, help));
    };
    if reason.is_empty() {
        let message = Text::of(
            en("this comment allows `{rule}` without a reason, so it does not count"),
            [("rule", &id)],
        );
        let help = Text::of(
            en("write `# rdsim: allow {rule}: ` and the reason"),
            [("rule", &id)],
        );
        return Err((message, help));
    }
    let own_line = line.get(..start).is_some_and(|b| b.trim().is_empty());
    Ok(Allowance {
        at,
        rule,
        reason: reason.to_owned(),
        lines: if own_line {
            below(source, at.line)
        } else {
            at.line..=at.line
        },
        used: false,
    })
}

/// The lines that a comment on a line of its own is for.
fn below(source: &Source, comment: u32) -> RangeInclusive<u32> {
    let is_code = |text: &str| !text.trim().is_empty() && !text.trim_start().starts_with('#');
    let mut next = comment + 1;
    while source.line(next).is_some_and(|l| !is_code(l)) {
        next += 1;
    }
    let text = source.line(next).unwrap_or_default().trim();
    // The first key of an entry may be on the line below its dash.
    let first = if text == "-" { next + 1 } else { next };
    let entry = text
        .starts_with('-')
        .then(|| entry(source, first))
        .flatten();
    next..=entry.unwrap_or(next)
}

/// The last line of the entry that begins on a line.
fn entry(source: &Source, first: u32) -> Option<u32> {
    let (_, _, section) = source.sections().find(|(_, _, node)| starts(node, first))?;
    let Value::Seq(entries) = &section.value else {
        return None;
    };
    let entry = entries.iter().find(|e| e.pos.line == first)?;
    Some(last(entry))
}

fn starts(section: &Node, line: u32) -> bool {
    match &section.value {
        Value::Seq(entries) => entries.iter().any(|e| e.pos.line == line),
        _ => false,
    }
}

/// The last line on which something of a value begins.
fn last(node: &Node) -> u32 {
    let deepest = match &node.value {
        Value::Seq(items) => items.iter().map(last).max(),
        Value::Map(pairs) => pairs
            .iter()
            .map(|(_, at, value)| at.line.max(last(value)))
            .max(),
        _ => None,
    };
    deepest.unwrap_or_default().max(node.pos.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_begins_outside_quotes_and_after_white_space() {
        for (line, at) in [
            ("# x", Some(0)),
            ("  Name: a # x", Some(10)),
            ("Name: \"a # b\"", None),
            ("Name: 'a # b' # c", Some(14)),
            ("Name: Bob's # c", Some(12)),
            ("Name: a#b", None),
            ("", None),
        ] {
            assert_eq!(comment(line), at, "{line}");
        }
    }
}
