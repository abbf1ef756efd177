//! Writes where Exchange and the model agree, and where not and why that may be.

use crate::policy::Policy;
use crate::report::human::because;
use crate::report::text::{cell, plain};
use crate::trace::date::Stamp;
use crate::trace::fate::Why;
use crate::trace::kinds::By;
use crate::trace::reconcile::{Disagreement, Group, Reason, Reconciled, check_command};
use serde::Serialize;
use std::io::{self, Write};

/// The columns of the disagreements.
pub const COLUMNS: [&str; 14] = [
    "file",
    "line",
    "time",
    "message_id",
    "sender",
    "recipient",
    "kind",
    "forwarded_by",
    "exchange",
    "rdsim",
    "because",
    "remote_domain",
    "likely_reason",
    "settle",
];

/// The values of [`COLUMNS`] for a disagreement.
#[must_use]
pub fn cells(d: &Disagreement, policy: &Policy) -> [String; 14] {
    let first = d.reasons.first();
    let ruling = d.ruling.as_ref();
    [
        d.file.to_string(),
        d.line.to_string(),
        d.time.clone(),
        d.message.clone(),
        d.sender.clone(),
        d.recipient.clone(),
        d.case.0.token().into(),
        d.case.1.token().into(),
        d.did.words(true),
        said(d),
        ruling.map_or_else(String::new, |r| because(r, &policy.file)),
        d.remote.map_or_else(String::new, |r| r.pattern.to_string()),
        first.map_or_else(String::new, |r| r.text.clone()),
        first.map_or_else(String::new, |r| r.settle.clone()),
    ]
    .map(|value| cell(&value).into_owned())
}

/// What the model says, in words.
fn said(d: &Disagreement) -> String {
    if let (By::Nothing, Some(first)) = (d.by, d.said.first()) {
        return format!(
            "{} the organization, if an ordinary message",
            first.words(false)
        );
    }
    let all: Vec<String> = d.said.iter().map(|o| o.words(false)).collect();
    all.join(", or ")
}

fn kind(d: &Disagreement) -> String {
    let (kind, forward) = d.case;
    if d.by == By::Nothing {
        return "a message of whatever kind".into();
    }
    let oof = d.by == By::Subject;
    let kind = if oof {
        "out-of-office reply"
    } else {
        kind.token()
    };
    match forward {
        crate::settings::Forward::No => kind.to_owned(),
        other => format!("{kind}, forwarded by {}", other.token()),
    }
}

fn plural<'a>(n: u64, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// Write for people.
///
/// # Errors
/// What the writer says.
pub fn human(all: &Reconciled, policy: &Policy, to: &mut impl Write) -> io::Result<()> {
    let found = &all.all;
    let rows = found.seen.rows;
    write!(to, "{rows} {}", plural(rows, "row", "rows"))?;
    match days(found.span) {
        (Some(first), Some(last)) if first == last => write!(to, " of {first}")?,
        (Some(first), Some(last)) => write!(to, " from {first} to {last}")?,
        _ => {}
    }
    writeln!(to, ", held against {}", policy.file)?;
    let judged = found.agree + found.disagree;
    match found.rate() {
        Some(rate) => writeln!(
            to,
            "agreement: {rate:.1} % ({} of the {judged} that can be judged for certain)",
            found.agree
        )?,
        None => writeln!(
            to,
            "agreement: nothing in these rows can be judged for certain"
        )?,
    }
    if found.fits > 0 {
        writeln!(
            to,
            "not counted: {} more, where rdsim predicts what Exchange did for some kinds of message and something else for others; the rows do not tell the kind",
            found.fits
        )?;
    }
    if found.undated > 0 {
        writeln!(
            to,
            "not dated: {}, where day and month may be either (say `--date-order dmy` or `mdy`), or that have no time",
            found.undated
        )?;
    }
    if !found.agreed.is_empty() {
        writeln!(to, "\nAgreed")?;
    }
    let mut agreed: Vec<_> = found.agreed.iter().collect();
    agreed.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    for (what, n) in agreed {
        writeln!(to, "  {n:>8}  {what}")?;
    }
    let groups = all.groups();
    if !groups.is_empty() {
        writeln!(to, "\nDisagreed")?;
    }
    for (i, group) in groups.iter().enumerate() {
        if i > 0 {
            writeln!(to)?;
        }
        disagreement(group, policy, to)?;
    }
    if all.beyond > 0 {
        writeln!(
            to,
            "  {:>8}  others, of more sorts than are shown",
            all.beyond
        )?;
    }
    let mut title = "\nNot judged, and not counted as agreement\n";
    for why in Why::ALL {
        let n = found.seen.apart.get(why.index()).copied().unwrap_or(0);
        if n > 0 {
            writeln!(to, "{title}  {n:>8}  {}", why.words())?;
            title = "";
        }
    }
    if found.seen.on_the_way > 0 {
        let n = found.seen.on_the_way;
        writeln!(
            to,
            "{title}  {n:>8}  on the way: another row says what became of it"
        )?;
    }
    Ok(())
}

fn disagreement(group: &Group, policy: &Policy, to: &mut impl Write) -> io::Result<()> {
    let d = &group.example;
    let file = &policy.file;
    let what = kind(d);
    match d.remote {
        Some(remote) => writeln!(
            to,
            "  {:>8}  {what} to remote domain {} ({file}:{})",
            group.count, remote.pattern, remote.line
        )?,
        None => writeln!(to, "  {:>8}  {what}", group.count)?,
    }
    writeln!(to, "            Exchange: {}", d.did.words(true))?;
    write!(to, "            rdsim:    {}", said(d))?;
    match &d.ruling {
        Some(ruling) => writeln!(to, ", because {}", because(ruling, file))?,
        None => writeln!(to)?,
    }
    let sender = if d.sender.is_empty() { "<>" } else { &d.sender };
    write!(
        to,
        "            for example {}:{}, {} to {}",
        d.file,
        d.line,
        plain(sender),
        plain(&d.recipient)
    )?;
    match d.time.as_str() {
        "" => writeln!(to)?,
        time => writeln!(to, ", {}", plain(time))?,
    }
    if let Some(text) = when(group) {
        writeln!(to, "            {text}")?;
    }
    writeln!(to, "            why that may be, the likeliest first:")?;
    for (i, Reason { text, settle, .. }) in (1..).zip(&d.reasons) {
        writeln!(to, "            {i}. {}", plain(text))?;
        writeln!(to, "               {}", plain(settle))?;
    }
    Ok(())
}

/// What the times say: whether the setting was changed between the rows.
fn when(group: &Group) -> Option<String> {
    let (first, last) = group.span?;
    let (agreed, agreed_last) = group.agreed?;
    if last < agreed {
        return Some(format!(
            "all were before {}, and from then on the rows agree on this setting: it may have been changed between {} and {}",
            agreed.date(),
            last.date(),
            agreed.date()
        ));
    }
    (first > agreed_last).then(|| {
        format!(
            "all were after {}, and until then the rows agree on this setting: it may have been changed between {} and {}, and the policy is older",
            agreed_last.date(),
            agreed_last.date(),
            first.date()
        )
    })
}

#[derive(Serialize)]
struct ReconciledV1<'a> {
    version: u32,
    policy: &'a str,
    rows: u64,
    bad_rows: u64,
    unreadable_files: u64,
    undated: u64,
    first_day: Option<String>,
    last_day: Option<String>,
    agree: u64,
    disagree: u64,
    fits_some_kind: u64,
    on_the_way: u64,
    agreement_percent: Option<f64>,
    agreed: Vec<CountV1<'a>>,
    not_judged: Vec<ApartV1>,
    disagreements: Vec<GroupV1<'a>>,
    disagreements_beyond: u64,
}

#[derive(Serialize)]
struct CountV1<'a> {
    outcome: &'a str,
    count: u64,
}

#[derive(Serialize)]
struct ApartV1 {
    why: &'static str,
    meaning: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct GroupV1<'a> {
    count: u64,
    kind: &'static str,
    forwarded_by: &'static str,
    kind_is_told_by: &'static str,
    remote_domain: Option<String>,
    exchange: String,
    rdsim: Vec<String>,
    because: Option<String>,
    first_day: Option<String>,
    last_day: Option<String>,
    when: Option<String>,
    example: ExampleV1<'a>,
    reasons: Vec<ReasonV1<'a>>,
    check: String,
}

#[derive(Serialize)]
struct ExampleV1<'a> {
    file: &'a str,
    line: u32,
    time: &'a str,
    message_id: &'a str,
    sender: &'a str,
    recipient: &'a str,
}

#[derive(Serialize)]
struct ReasonV1<'a> {
    id: &'static str,
    text: &'a str,
    settle: &'a str,
}

/// Write a JSON document.
///
/// # Errors
/// What the writer says.
pub fn json(all: &Reconciled, policy: &Policy, to: &mut impl Write) -> io::Result<()> {
    let found = &all.all;
    let groups = all.groups();
    let apart = Why::ALL.into_iter();
    let (first_day, last_day) = days(found.span);
    let shape = ReconciledV1 {
        version: 1,
        policy: &policy.file,
        rows: found.seen.rows,
        bad_rows: found.seen.bad,
        unreadable_files: found.seen.unreadable,
        undated: found.undated,
        first_day,
        last_day,
        agree: found.agree,
        disagree: found.disagree,
        fits_some_kind: found.fits,
        on_the_way: found.seen.on_the_way,
        agreement_percent: found.rate(),
        agreed: found
            .agreed
            .iter()
            .map(|(outcome, count)| CountV1 {
                outcome,
                count: *count,
            })
            .collect(),
        not_judged: apart
            .map(|why| ApartV1 {
                why: why.token(),
                meaning: why.words(),
                count: found.seen.apart.get(why.index()).copied().unwrap_or(0),
            })
            .filter(|a| a.count > 0)
            .collect(),
        disagreements: groups.iter().map(|g| group(g, policy)).collect(),
        disagreements_beyond: all.beyond,
    };
    serde_json::to_writer_pretty(&mut *to, &shape)?;
    writeln!(to)
}

fn days(span: Option<(Stamp, Stamp)>) -> (Option<String>, Option<String>) {
    span.map(|(a, b)| (a.date(), b.date())).unzip()
}

fn group<'a>(g: &'a Group, policy: &Policy) -> GroupV1<'a> {
    let d = &g.example;
    let (first_day, last_day) = days(g.span);
    let ruling = d.ruling.as_ref();
    GroupV1 {
        count: g.count,
        kind: d.case.0.token(),
        forwarded_by: d.case.1.token(),
        kind_is_told_by: match d.by {
            By::Response => "response",
            By::Source => "source",
            By::Subject => "subject",
            By::Nothing => "nothing",
        },
        remote_domain: d.remote.map(|r| r.pattern.to_string()),
        exchange: d.did.words(true),
        rdsim: d.said.iter().map(|o| o.words(false)).collect(),
        because: ruling.map(|r| because(r, &policy.file)),
        first_day,
        last_day,
        when: when(g),
        example: ExampleV1 {
            file: &d.file,
            line: d.line,
            time: &d.time,
            message_id: &d.message,
            sender: &d.sender,
            recipient: &d.recipient,
        },
        reasons: d
            .reasons
            .iter()
            .map(|r| ReasonV1 {
                id: r.id,
                text: &r.text,
                settle: &r.settle,
            })
            .collect(),
        check: check_command(policy, d),
    }
}
