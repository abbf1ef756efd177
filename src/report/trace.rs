//! Writes what message traces say: for people, as version 1 of a JSON document, and as CSV.

pub mod by_fact;
pub mod predict;
pub mod reconcile;
pub mod replay;

use super::sheet::TOP;
use crate::i18n::{Language, Text, en};
use crate::text::{cell, plain};
use crate::trace::tally::{LIMIT, RESPONSES, Tally};
use crate::trace::{Trace, meaning, response};
use crate::transport::decide::mail_flow_rules;
use crate::transport::responses::Response;
use crate::transport::responses::catalogue::{Entry, Wrong};
use crate::transport::settings;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write};

/// The format of a report on traces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum TraceFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// A table
    Csv,
}

impl TraceFormat {
    /// The language of the report: what is for machines is in English.
    #[must_use]
    pub fn language(self, language: Language) -> Language {
        match self {
            Self::Human => language,
            Self::Json | Self::Csv => Language::English,
        }
    }
}

/// What a known response means for the message; `fate` in the JSON.
fn consequence(r: &Response) -> &'static str {
    match r.code.as_bytes().first() {
        Some(b'5') => en("rejected; the sender gets a non-delivery report"),
        _ if r.source_context.is_none() => en("information only; the message went on"),
        _ => en("dropped silently; nobody gets a report"),
    }
}

fn page(setting: &str) -> Option<&'static str> {
    if setting == mail_flow_rules::NAME {
        return Some(mail_flow_rules::SETTING);
    }
    let mut all = settings::all();
    all.find(|s| s.name == setting).map(|s| s.id)
}

#[derive(Serialize)]
struct TraceV1<'a> {
    version: u32,
    files: u64,
    unreadable_files: u64,
    rows: u64,
    bad_rows: u64,
    undated_rows: u64,
    first: Option<&'a str>,
    last: Option<&'a str>,
    events: Vec<CountV1<'a>>,
    statuses: Vec<CountV1<'a>>,
    responses: Vec<ResponseV1<'a>>,
    unknown_responses: Vec<UnknownV1<'a>>,
    senders: Vec<CountV1<'a>>,
    recipient_domains: Vec<CountV1<'a>>,
    beyond_limits: BeyondV1,
}

#[derive(Serialize)]
struct CountV1<'a> {
    value: &'a str,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    meaning: Option<&'static str>,
}

#[derive(Serialize)]
struct ResponseV1<'a> {
    response: &'a str,
    count: u64,
    may_be: Vec<MayBeV1>,
    /// Of the catalogue of responses.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<EntryV1>,
}

#[derive(Serialize)]
struct EntryV1 {
    id: &'static str,
    meaning: &'static str,
    wrong: &'static str,
    look_at: &'static [&'static str],
}

#[derive(Serialize)]
struct UnknownV1<'a> {
    value: &'a str,
    count: u64,
    example: &'a str,
}

#[derive(Serialize)]
struct MayBeV1 {
    text: &'static str,
    fate: &'static str,
    setting: Option<&'static str>,
    page: Option<&'static str>,
}

#[derive(Serialize)]
struct BeyondV1 {
    events: u64,
    statuses: u64,
    unknown_responses: u64,
    senders: u64,
    recipient_domains: u64,
}

fn counts(tally: &Tally) -> Vec<CountV1<'_>> {
    let all = tally.sorted().into_iter();
    all.map(|(value, count)| CountV1 {
        value,
        count,
        meaning: meaning(value),
    })
    .collect()
}

fn entry(entry: &'static Entry) -> EntryV1 {
    EntryV1 {
        id: entry.id,
        meaning: entry.meaning(Language::English),
        wrong: entry.wrong.into(),
        look_at: &entry.look,
    }
}

/// The responses that are not known, by code and name, with the first of each.
fn unknown(trace: &Trace) -> impl Iterator<Item = (&str, u64, &str)> {
    let all = trace.unknown_responses.sorted().into_iter();
    all.map(|(code, count)| {
        let example = trace.unknown_lines.get(code);
        (code, count, example.map_or(code, String::as_str))
    })
}

/// Write a JSON document.
///
/// # Errors
/// What the writer says.
pub fn json(trace: &Trace, to: &mut impl Write) -> io::Result<()> {
    let responses = trace.responses.sorted().into_iter();
    let document = TraceV1 {
        version: 1,
        files: trace.files,
        unreadable_files: trace.unreadable_files,
        rows: trace.rows,
        bad_rows: trace.bad_rows,
        undated_rows: trace.undated_rows,
        first: trace.first.as_deref(),
        last: trace.last.as_deref(),
        events: counts(&trace.events),
        statuses: counts(&trace.statuses),
        responses: responses
            .map(|(line, count)| ResponseV1 {
                response: line,
                count,
                may_be: response::known(line)
                    .into_iter()
                    .map(|r| MayBeV1 {
                        text: r.text,
                        fate: consequence(r),
                        setting: r.setting(),
                        page: r.setting().and_then(page),
                    })
                    .collect(),
                entry: response::entry(line).map(entry),
            })
            .collect(),
        unknown_responses: unknown(trace)
            .map(|(value, count, example)| UnknownV1 {
                value,
                count,
                example,
            })
            .collect(),
        senders: counts(&trace.senders),
        recipient_domains: counts(&trace.recipient_domains),
        beyond_limits: BeyondV1 {
            events: trace.events.beyond,
            statuses: trace.statuses.beyond,
            unknown_responses: trace.unknown_responses.beyond,
            senders: trace.senders.beyond,
            recipient_domains: trace.recipient_domains.beyond,
        },
    };
    serde_json::to_writer_pretty(&mut *to, &document)?;
    writeln!(to)
}

/// Write one row a count.
///
/// # Errors
/// What the writer says.
pub fn csv(trace: &Trace, to: &mut impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(to);
    table.write_record(["what", "value", "count", "setting", "meaning"])?;
    for (what, tally) in [
        ("event", &trace.events),
        ("status", &trace.statuses),
        ("response", &trace.responses),
        ("unknown-response", &trace.unknown_responses),
        ("sender", &trace.senders),
        ("recipient-domain", &trace.recipient_domains),
    ] {
        for (value, count) in tally.sorted() {
            let known = response::known(value);
            let settings: Vec<_> = known.iter().filter_map(|r| r.setting()).collect();
            let entry = known.is_empty().then(|| response::entry(value)).flatten();
            let look = entry.map(|e| e.look.join("|"));
            let means = known.first().map(|r| consequence(r));
            let means = means.or_else(|| entry.map(|e| e.meaning(Language::English)));
            table.write_record([
                what,
                &cell(value),
                &count.to_string(),
                &look.unwrap_or_else(|| settings.join("|")),
                means.or_else(|| meaning(value)).unwrap_or_default(),
            ])?;
        }
        if tally.beyond > 0 {
            let count = tally.beyond.to_string();
            table.write_record([what, "(others)", &count, "", "beyond the limit"])?;
        }
    }
    table.flush()
}

/// The responses that are not known, grouped by code, with the first of each.
fn not_known(trace: &Trace, lang: Language, to: &mut impl Write) -> io::Result<()> {
    for (i, (code, count, example)) in unknown(trace).enumerate() {
        if i == 0 {
            writeln!(to, "\n{}", lang.translate(en("Responses not known here")))?;
        }
        let code = plain(code);
        if count == 1 || example == code {
            writeln!(to, "  {count:>8}  {}", plain(example))?;
        } else {
            writeln!(to, "  {count:>8}  {code}")?;
            let first = Text::of(en("the first: {line}"), [("line", &plain(example))]);
            writeln!(to, "            {}", first.localized(lang))?;
        }
    }
    beyond(&trace.unknown_responses, RESPONSES, lang, to)
}

/// Write for people.
///
/// # Errors
/// What the writer says.
pub fn human(trace: &Trace, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let rows = lang.fill(
        en("rows: {rows} (files: {files}), not usable: {bad}"),
        &[
            ("rows", &trace.rows),
            ("files", &trace.files),
            ("bad", &trace.bad_rows),
        ],
    );
    writeln!(to, "{rows}")?;
    if let (Some(first), Some(last)) = (&trace.first, &trace.last) {
        let (first, last) = (plain(first), plain(last));
        let values: &[(&str, &dyn Display)] = &[("first", &first), ("last", &last)];
        writeln!(to, "{}", lang.fill(en("from {first} to {last}"), values))?;
    }
    if trace.undated_rows > 0 {
        let undated = en(
            "times left out: {n}, where day and month may be either (say `--date-order dmy` or `mdy`), or that are no times",
        );
        writeln!(to, "{}", lang.fill(undated, &[("n", &trace.undated_rows)]))?;
    }
    list(en("Events"), &trace.events, usize::MAX, LIMIT, lang, to)?;
    list(en("Statuses"), &trace.statuses, usize::MAX, LIMIT, lang, to)?;
    if trace.responses.total() > 0 {
        writeln!(to, "\n{}", lang.translate(en("Responses")))?;
    }
    for (line, count) in trace.responses.sorted() {
        writeln!(to, "  {count:>8}  {}", plain(line))?;
        let known = response::known(line);
        if known.len() > 1 {
            let which = en("the text after this code would tell which of these it is:");
            writeln!(to, "            {}", lang.translate(which))?;
        }
        for r in &known {
            if known.len() > 1 {
                writeln!(to, "            {}", r.text)?;
            }
            writeln!(to, "            {}", lang.translate(consequence(r)))?;
            if let Some(setting) = r.setting() {
                let page = page(setting).unwrap_or_default();
                let look = en("look at {setting} (its page: {page})");
                let values: &[(&str, &dyn Display)] = &[("setting", &setting), ("page", &page)];
                writeln!(to, "            {}", lang.fill(look, values))?;
            }
        }
        let entry = response::entry(line);
        if let Some(entry) = entry.filter(|e| known.is_empty() || e.wrong == Wrong::No) {
            writeln!(to, "            {}", entry.meaning(lang))?;
            if known.is_empty() && !entry.look.is_empty() {
                let look = Text::of(en("look at {what}"), [("what", &entry.look.join(", "))]);
                writeln!(to, "            {}", look.localized(lang))?;
            }
        }
    }
    not_known(trace, lang, to)?;
    list(en("Senders"), &trace.senders, TOP, LIMIT, lang, to)?;
    let title = en("Domains of recipients");
    list(title, &trace.recipient_domains, TOP, LIMIT, lang, to)
}

fn list(
    title: &str,
    tally: &Tally,
    top: usize,
    limit: usize,
    lang: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    let all = tally.sorted();
    if all.is_empty() {
        return Ok(());
    }
    writeln!(to, "\n{}", lang.translate(title))?;
    for (value, count) in all.iter().take(top) {
        let value = plain(value);
        match meaning(&value) {
            Some(meaning) => writeln!(to, "  {count:>8}  {value}: {}", lang.translate(meaning))?,
            None => writeln!(to, "  {count:>8}  {value}")?,
        }
    }
    if all.len() > top {
        let more = lang.fill(en("and {n} more"), &[("n", &(all.len() - top))]);
        writeln!(to, "            {more}")?;
    }
    beyond(tally, limit, lang, to)
}

/// What was counted together, beyond the limit.
fn beyond(tally: &Tally, limit: usize, lang: Language, to: &mut impl Write) -> io::Result<()> {
    if tally.beyond > 0 {
        let others = en("others: only the first {limit} different ones are counted apart");
        let (n, others) = (tally.beyond, lang.fill(others, &[("limit", &limit)]));
        writeln!(to, "  {n:>8}  {others}")?;
    }
    Ok(())
}
