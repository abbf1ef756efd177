//! Writes what another policy would have done.

use crate::report::text::plain;
use crate::trace::fate::Why;
use crate::trace::replay::{Policies, Replayed, Sort};
use crate::trace::tally::Tally;
use serde::Serialize;
use std::io::{self, Write};

/// Senders and domains that are shown to people.
const TOP: usize = 10;

/// A sort of change in words: what it needs, what changes, by which setting.
fn words(sort: &Sort) -> (String, String) {
    let setting = if sort.value.is_empty() {
        sort.setting.to_owned()
    } else {
        format!("{}: {}", sort.setting, sort.value)
    };
    let what = match sort.kind {
        None => sort.change.clone(),
        Some((kind, "nobody")) => format!("if it was {kind}: {}", sort.change),
        Some((kind, forward)) => {
            format!("if it was {kind}, forwarded by {forward}: {}", sort.change)
        }
    };
    (what, setting)
}

/// Write for people.
///
/// # Errors
/// What the writer says.
pub fn human(all: &Replayed, policies: Policies, to: &mut impl Write) -> io::Result<()> {
    let was = policies
        .old
        .map_or("what Exchange did", |old| old.file.as_str());
    writeln!(
        to,
        "{} judged recipients in {} rows, from {was} to {}",
        all.judged, all.seen.rows, policies.new.file
    )?;
    writeln!(to, "  {:>8}  change", all.changed)?;
    writeln!(
        to,
        "  {:>8}  change if the message was of some kind, which the rows do not tell",
        all.perhaps
    )?;
    writeln!(to, "  {:>8}  stay as they are", all.same)?;
    for certain in [true, false] {
        let sorts = all.sorted();
        let sorts = sorts.iter().filter(|(s, _)| s.certain == certain);
        let mut title = if certain {
            "\nChange\n"
        } else {
            "\nMay change\n"
        };
        for (sort, n) in sorts {
            let (what, setting) = words(sort);
            writeln!(to, "{title}  {n:>8}  {what}\n            because {setting}")?;
            title = "";
        }
    }
    if !all.days.is_empty() {
        writeln!(to, "\nChanges a day")?;
    }
    for (day, n) in &all.days {
        writeln!(to, "  {n:>8}  {day}")?;
    }
    if all.undated > 0 {
        let n = all.undated;
        writeln!(
            to,
            "  {n:>8}  without a day: day and month may be either (say `--date-order dmy` or `mdy`), or there is no time"
        )?;
    }
    top("Changes by sender", &all.senders, to)?;
    top("Changes by the recipient's domain", &all.domains, to)?;
    let mut title = "\nNot judged\n";
    if all.unexplained > 0 {
        let n = all.unexplained;
        writeln!(
            to,
            "{title}  {n:>8}  Exchange did something else than {was} says: see `rdsim trace reconcile`"
        )?;
        title = "";
    }
    for why in Why::ALL {
        let n = all.seen.apart.get(why.index()).copied().unwrap_or(0);
        if n > 0 {
            writeln!(to, "{title}  {n:>8}  {}", why.words())?;
            title = "";
        }
    }
    Ok(())
}

fn top(title: &str, tally: &Tally, to: &mut impl Write) -> io::Result<()> {
    let sorted = tally.sorted();
    if sorted.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{title}")?;
    for (value, n) in sorted.iter().take(TOP) {
        writeln!(to, "  {n:>8}  {}", plain(value))?;
    }
    if sorted.len() > TOP {
        writeln!(to, "            and {} more", sorted.len() - TOP)?;
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
    changes: Vec<SortV1<'a>>,
    days: Vec<CountV1<'a>>,
    undated: u64,
    senders: Vec<CountV1<'a>>,
    recipient_domains: Vec<CountV1<'a>>,
    not_judged: Vec<CountV1<'a>>,
}

#[derive(Serialize)]
struct SortV1<'a> {
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
    let (senders, domains) = (counts(&all.senders), counts(&all.domains));
    let apart = Why::ALL.into_iter().map(|why| CountV1 {
        value: why.token(),
        count: all.seen.apart.get(why.index()).copied().unwrap_or(0),
    });
    let sorts = all.sorted();
    let document = ReplayedV1 {
        version: 1,
        policy: &policies.new.file,
        old: policies.old.map(|old| old.file.as_str()),
        rows: all.seen.rows,
        bad_rows: all.seen.bad,
        unreadable_files: all.seen.unreadable,
        judged: all.judged,
        unexplained: all.unexplained,
        change: all.changed,
        may_change: all.perhaps,
        same: all.same,
        on_the_way: all.seen.on_the_way,
        changes: sorts
            .iter()
            .map(|(sort, count)| SortV1 {
                count: *count,
                certain: sort.certain,
                change: &sort.change,
                kind: sort.kind.map(|(kind, _)| kind),
                forwarded_by: sort.kind.map(|(_, forward)| forward),
                setting: sort.setting,
                value: &sort.value,
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
        not_judged: apart.filter(|c| c.count > 0).collect(),
    };
    serde_json::to_writer_pretty(&mut *to, &document)?;
    writeln!(to)
}
