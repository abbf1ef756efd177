//! Writes what another policy would have done.

use super::TOP;
use crate::i18n::{Language, en};
use crate::text::plain;
use crate::trace::replay::{ChangeGroup, Policies, Replayed};
use crate::trace::tally::Tally;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write};

/// A group in words: for which kind, what changes; and by which setting.
fn words(group: &ChangeGroup, lang: Language) -> (String, String) {
    let setting = if group.value.is_empty() {
        group.setting.to_owned()
    } else {
        format!("{}: {}", group.setting, group.value)
    };
    let what = match group.kind {
        None => group.change.clone(),
        Some((kind, "nobody")) => lang.fill(
            en("if it was {kind}: {change}"),
            &[("kind", &kind), ("change", &group.change)],
        ),
        Some((kind, forward)) => lang.fill(
            en("if it was {kind}, forwarded by {forward}: {change}"),
            &[
                ("kind", &kind),
                ("forward", &forward),
                ("change", &group.change),
            ],
        ),
    };
    (what, setting)
}

/// Write for people.
///
/// # Errors
/// What the writer says.
pub fn human(all: &Replayed, policies: Policies, to: &mut impl Write) -> io::Result<()> {
    let lang = policies.language;
    let was = match policies.old {
        Some(old) => &old.file,
        None => lang.translate(en("what Exchange did")),
    };
    let judged = en("{judged} judged recipients in {rows} rows, from {old} to {new}");
    let values: [(&str, &dyn Display); 4] = [
        ("judged", &all.judged),
        ("rows", &all.scan.rows),
        ("old", &was),
        ("new", &policies.new.file),
    ];
    writeln!(to, "{}", lang.fill(judged, &values))?;
    for (n, what) in [
        (all.changed, en("change")),
        (
            all.may_change,
            en("change if the message was of some kind, which the rows do not tell"),
        ),
        (all.same, en("stay as they are")),
    ] {
        writeln!(to, "  {n:>8}  {}", lang.translate(what))?;
    }
    let groups = all.sorted_groups();
    for (certain, title) in [(true, en("Change")), (false, en("May change"))] {
        let groups = groups.iter().filter(|(s, _)| s.certain == certain);
        for (i, (group, n)) in groups.enumerate() {
            if i == 0 {
                writeln!(to, "\n{}", lang.translate(title))?;
            }
            let (what, setting) = words(group, lang);
            let because = lang.fill(en("because {setting}"), &[("setting", &setting)]);
            writeln!(to, "  {n:>8}  {what}\n            {because}")?;
        }
    }
    if !all.days.is_empty() {
        writeln!(to, "\n{}", lang.translate(en("Changes a day")))?;
    }
    for (day, n) in &all.days {
        writeln!(to, "  {n:>8}  {day}")?;
    }
    if all.undated > 0 {
        let n = all.undated;
        let sentence = en(
            "without a day: day and month may be either (say `--date-order dmy` or `mdy`), or there is no valid time",
        );
        writeln!(to, "  {n:>8}  {}", lang.translate(sentence))?;
    }
    top(en("Changes by sender"), &all.senders, lang, to)?;
    top(
        en("Changes by the recipient's domain"),
        &all.recipient_domains,
        lang,
        to,
    )?;
    let unexplained = lang.fill(
        en("Exchange did something else than {old} says: see `rdsim trace reconcile`"),
        &[("old", &was)],
    );
    let not_judged = all.scan.not_judged_in_words(lang);
    let not_judged = not_judged.iter().map(|(n, why)| (*n, why.as_str()));
    let unexplained = [(all.unexplained, unexplained.as_str())];
    let not_judged = unexplained.into_iter().chain(not_judged);
    super::titled(en("Not judged"), not_judged, lang, to)
}

fn top(title: &str, tally: &Tally, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let sorted = tally.sorted();
    if sorted.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{}", lang.translate(title))?;
    for (value, n) in sorted.iter().take(TOP) {
        writeln!(to, "  {n:>8}  {}", plain(value))?;
    }
    if sorted.len() > TOP {
        let more = lang.fill(en("and {n} more"), &[("n", &(sorted.len() - TOP))]);
        writeln!(to, "            {more}")?;
    }
    Ok(())
}

#[derive(Serialize)]
struct ReplayedV1<'a> {
    version: u32,
    policy: &'a str,
    old: Option<&'a str>,
    rows: u64,
    bad_rows: u64,
    unreadable_files: u64,
    judged: u64,
    unexplained: u64,
    change: u64,
    may_change: u64,
    same: u64,
    on_the_way: u64,
    changes: Vec<ChangeV1<'a>>,
    days: Vec<CountV1<'a>>,
    undated: u64,
    senders: Vec<CountV1<'a>>,
    recipient_domains: Vec<CountV1<'a>>,
    not_judged: Vec<CountV1<'a>>,
}

#[derive(Serialize)]
struct ChangeV1<'a> {
    count: u64,
    certain: bool,
    change: &'a str,
    kind: Option<&'static str>,
    forwarded_by: Option<&'static str>,
    setting: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct CountV1<'a> {
    value: &'a str,
    count: u64,
}

/// Write a JSON document.
///
/// # Errors
/// What the writer says.
pub fn json(all: &Replayed, policies: Policies, to: &mut impl Write) -> io::Result<()> {
    let counts = |tally: &'_ Tally| -> Vec<(String, u64)> {
        let sorted = tally.sorted().into_iter();
        sorted.map(|(v, n)| (v.to_owned(), n)).collect()
    };
    fn shape(counts: &[(String, u64)]) -> Vec<CountV1<'_>> {
        let all = counts.iter();
        all.map(|(value, count)| CountV1 {
            value,
            count: *count,
        })
        .collect()
    }
    let (senders, domains) = (counts(&all.senders), counts(&all.recipient_domains));
    let not_judged = all.scan.not_judged().map(|(why, count)| CountV1 {
        value: why.into(),
        count,
    });
    let groups = all.sorted_groups();
    let document = ReplayedV1 {
        version: 1,
        policy: &policies.new.file,
        old: policies.old.map(|old| old.file.as_str()),
        rows: all.scan.rows,
        bad_rows: all.scan.bad_rows,
        unreadable_files: all.scan.unreadable_files,
        judged: all.judged,
        unexplained: all.unexplained,
        change: all.changed,
        may_change: all.may_change,
        same: all.same,
        on_the_way: all.scan.on_the_way,
        changes: groups
            .iter()
            .map(|(group, count)| ChangeV1 {
                count: *count,
                certain: group.certain,
                change: &group.change,
                kind: group.kind.map(|(kind, _)| kind),
                forwarded_by: group.kind.map(|(_, forward)| forward),
                setting: group.setting,
                value: &group.value,
            })
            .collect(),
        days: all
            .days
            .iter()
            .map(|(value, count)| CountV1 {
                value,
                count: *count,
            })
            .collect(),
        undated: all.undated,
        senders: shape(&senders),
        recipient_domains: shape(&domains),
        not_judged: not_judged.collect(),
    };
    serde_json::to_writer_pretty(&mut *to, &document)?;
    writeln!(to)
}
