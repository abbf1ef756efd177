//! Reads the comments that allow findings: `# rdsim: allow <rule>: <reason>`.
//!
//! At the end of a line a comment is for that line. On a line of its own it is for the next line that is
//! not a comment; where that line begins an entry (`- Name: …`), for the whole entry.

use super::{Finding, RULES, Rule, Suppressed, bad_suppression, unused_suppression};
use super::{rule, source::Source};
use crate::diagnostic::{self, Explained, FirstProblems, Problem, did_you_mean, nearest};
use crate::i18n::{Text, en};
use crate::policy::document::{Node, Pos, Value};
use crate::policy::read::COMMENT_MARK;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
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
    let mut wrong = FirstProblems::default();
    let mut allowances = Vec::new();
    let mut below = Below::new(source);
    for at in comments(source) {
        match read(source, at, &mut below) {
            Ok(allowance) => allowances.push(allowance),
            Err(why) => push(&mut wrong, source, at, || why),
        }
    }
    // Entries do not overlap, so that a line is in few ranges; of two allowances with one range the
    // first counts.
    let mut by_line = FxHashMap::default();
    let mut ranges = FxHashSet::default();
    for (index, a) in allowances.iter().enumerate() {
        if ranges.insert((a.rule.id, a.lines.clone())) {
            for line in a.lines.clone() {
                by_line.entry((a.rule.id, line)).or_insert(index);
            }
        }
    }
    for finding in findings.iter_mut() {
        if finding.stops_reading() {
            continue;
        }
        let allowed = by_line.get(&(finding.rule.id, finding.line));
        if let Some(allowance) = allowed.and_then(|index| allowances.get_mut(*index)) {
            allowance.used = true;
            finding.suppressed = Some(Suppressed {
                line: allowance.at.line,
                reason: allowance.reason.clone(),
            });
        }
    }
    add(wrong, &bad_suppression::RULE, findings);
    if complete {
        let mut unused = FirstProblems::default();
        for a in allowances.iter().filter(|a| !a.used) {
            push(&mut unused, source, a.at, || {
                let message = Text::of(
                    en("this comment allows `{rule}`, which is not found here"),
                    [("rule", &a.rule.id)],
                );
                let help = en(
                    "remove the comment, or move it to the line, or above the entry, that it is about",
                );
                Wrong {
                    rule: &unused_suppression::RULE,
                    message,
                    help: help.into(),
                }
            });
        }
        add(unused, &unused_suppression::RULE, findings);
    }
}

/// Keep what is wrong with a comment, if it is among the first.
fn push(wrong: &mut FirstProblems, source: &Source, at: Pos, why: impl FnOnce() -> Wrong) {
    wrong.push_with(diagnostic::Severity::Warning, &source.file, || {
        let problem = Problem::of(&source.file, &why());
        problem
            .at(at.line, at.column, source.line(at.line))
            .warning()
    });
}

/// Add what is wrong with comments as findings of a rule.
fn add(wrong: FirstProblems, rule: &'static Rule, findings: &mut Vec<Finding>) {
    let wrong = wrong.sorted(|p| (p.line, p.column));
    findings.extend(wrong.iter().map(|problem| Finding {
        severity: rule.severity,
        ..Source::from_problem(rule, problem)
    }));
}

/// Where the comments for rdsim begin.
fn comments(source: &Source) -> Vec<Pos> {
    let lines = source.lines.iter();
    lines
        .filter_map(|(number, line)| {
            let start = comment(line)?;
            let text = line.get(start + 1..)?.trim_start();
            let column = line.get(..start)?.chars().count();
            text.to_ascii_lowercase()
                .starts_with(COMMENT_MARK)
                .then_some(Pos {
                    line: number,
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

/// What is wrong with a comment, as a finding of a rule.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Wrong {
    rule: &'static Rule,
    message: Text,
    help: Text,
}

impl Explained for Wrong {
    fn code(&self) -> &'static str {
        self.rule.id
    }

    fn message(&self) -> Text {
        self.message.clone()
    }

    fn help(&self) -> Text {
        self.help.clone()
    }
}

fn read(source: &Source, at: Pos, below: &mut Below) -> Result<Allowance, Wrong> {
    let wrong = |message, help| Wrong {
        rule: &bad_suppression::RULE,
        message,
        help,
    };
    let line = source.line(at.line).unwrap_or_default();
    let start = comment(line).unwrap_or_default();
    let text = line.get(start + 1..).unwrap_or_default().trim();
    let text = text.get(COMMENT_MARK.len()..).unwrap_or_default().trim();
    let form = en("write `# rdsim: allow <rule>: <reason>`");
    let Some(allowed) = text.strip_prefix("allow ") else {
        let word = text.split([' ', ':']).next().unwrap_or_default();
        let message = Text::of(
            en("`{word}` is not an instruction that rdsim knows in a comment"),
            [("word", &word)],
        );
        return Err(wrong(message, form.into()));
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
        return Err(wrong(message, help));
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
        return Err(wrong(message, help));
    }
    let own_line = line.get(..start).is_some_and(|b| b.trim().is_empty());
    Ok(Allowance {
        at,
        rule,
        reason: reason.to_owned(),
        lines: if own_line {
            below.lines(at.line)
        } else {
            at.line..=at.line
        },
        used: false,
    })
}

/// The lines that comments on lines of their own are for.
struct Below<'a> {
    source: &'a Source<'a>,
    /// The last comment that was asked for, and the next line that is neither comment nor empty.
    before: (u32, u32),
    /// The first and the last line of each entry.
    entries: OnceCell<FxHashMap<u32, u32>>,
}

impl<'a> Below<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        Self {
            source,
            before: (0, 0),
            entries: OnceCell::new(),
        }
    }

    /// The lines that a comment on a line is for; each is asked for after those above it.
    fn lines(&mut self, comment: u32) -> RangeInclusive<u32> {
        let is_code = |text: &str| !text.trim().is_empty() && !text.trim_start().starts_with('#');
        let (before, mut next) = self.before;
        if !(before..next).contains(&comment) {
            next = comment + 1;
            while self.source.line(next).is_some_and(|l| !is_code(l)) {
                next += 1;
            }
            self.before = (comment, next);
        }
        let text = self.source.line(next).unwrap_or_default().trim();
        // The first key of an entry may be on the line below its dash.
        let first = if text == "-" { next + 1 } else { next };
        let entries = self.entries.get_or_init(|| entries(self.source));
        let last = entries.get(&first).filter(|_| text.starts_with('-'));
        next..=last.copied().unwrap_or(next)
    }
}

/// The first and the last line of each entry of every section.
fn entries(source: &Source) -> FxHashMap<u32, u32> {
    let mut entries = FxHashMap::default();
    for (_, _, section) in source.sections() {
        if let Value::Seq(items) = &section.value {
            for item in items {
                entries.entry(item.pos.line).or_insert_with(|| last(item));
            }
        }
    }
    entries
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
