//! Writes where Exchange and rdsim agree, and where not and why that may be.

mod json;

use crate::i18n::{Language, Text, en};
use crate::policy::Policy;
use crate::report::human::because;
use crate::text::{cell, plain};
use crate::trace::date::Stamp;
use crate::trace::possible_kinds::KindEvidence;
use crate::trace::reconcile::{Disagreement, Group, Reason, Reconciled};
use crate::transport::message_facts::ForwardedBy;
use std::fmt::Display;
use std::io::{self, Write};

pub use json::json;

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
        d.exchange.words(true),
        rdsims_answer(d, Language::English),
        ruling.map_or_else(String::new, |r| because(r, &policy.file, Language::English)),
        d.remote.map_or_else(String::new, |r| r.pattern.to_string()),
        first.map_or_else(String::new, |r| r.text.clone()),
        first.map_or_else(String::new, |r| r.settle.clone()),
    ]
    .map(|value| cell(&value).into_owned())
}

/// What rdsim predicts, in words.
fn rdsims_answer(d: &Disagreement, lang: Language) -> String {
    if let (KindEvidence::Nothing, Some(first)) = (d.evidence, d.predicted.first()) {
        let sentence = en("{outcome} the organization, if an ordinary message");
        let sentence = Text::from(sentence).with_text("outcome", first.sentence(false));
        return sentence.localized(lang);
    }
    let all: Vec<String> = d
        .predicted
        .iter()
        .map(|o| o.sentence(false).localized(lang))
        .collect();
    all.join(lang.translate(en(", or ")))
}

fn kind(d: &Disagreement, lang: Language) -> String {
    let (kind, forward) = d.case;
    if d.evidence == KindEvidence::Nothing {
        return lang.translate(en("a message of whatever kind")).to_owned();
    }
    let kind = match d.evidence {
        KindEvidence::Subject => lang.translate(en("out-of-office reply")),
        _ => kind.token(),
    };
    match forward {
        ForwardedBy::Nobody => kind.to_owned(),
        other => lang.fill(
            en("{kind}, forwarded by {forward}"),
            &[("kind", &kind), ("forward", &other.token())],
        ),
    }
}

/// Write for people.
///
/// # Errors
/// What the writer says.
pub fn human(
    all: &Reconciled,
    policy: &Policy,
    lang: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    let found = &all.all;
    let rows = match found.scan.rows {
        1 => lang.translate(en("1 row")).to_owned(),
        rows => lang.fill(en("{rows} rows"), &[("rows", &rows)]),
    };
    let when = match days(found.span) {
        (Some(first), Some(last)) if first == last => {
            lang.fill(en("{rows} of {day}"), &[("rows", &rows), ("day", &first)])
        }
        (Some(first), Some(last)) => lang.fill(
            en("{rows} from {first} to {last}"),
            &[("rows", &rows), ("first", &first), ("last", &last)],
        ),
        _ => rows,
    };
    let compared = en("{rows}, compared with {file}");
    let values: [(&str, &dyn Display); 2] = [("rows", &when), ("file", &policy.file)];
    writeln!(to, "{}", lang.fill(compared, &values))?;
    let judged = found.agree + found.disagree;
    let agreement = match found.rate() {
        Some(rate) => lang.fill(
            en("agreement: {rate} % ({agree} of the {judged} that can be judged for certain)"),
            &[
                ("rate", &format_args!("{rate:.1}")),
                ("agree", &found.agree),
                ("judged", &judged),
            ],
        ),
        None => lang
            .translate(en(
                "agreement: nothing in these rows can be judged for certain",
            ))
            .to_owned(),
    };
    writeln!(to, "{agreement}")?;
    if found.fits_some_kind > 0 {
        let sentence = en(
            "not counted: {number} more, where rdsim predicts what Exchange did for some kinds of message and something else for others; the rows do not tell the kind",
        );
        writeln!(
            to,
            "{}",
            lang.fill(sentence, &[("number", &found.fits_some_kind)])
        )?;
    }
    if found.undated > 0 {
        let sentence = en(
            "not dated: {number}, where day and month may be either (say `--date-order dmy` or `mdy`), or that have no valid time",
        );
        writeln!(to, "{}", lang.fill(sentence, &[("number", &found.undated)]))?;
    }
    if !found.agreed.is_empty() {
        writeln!(to, "\n{}", lang.translate(en("Agreed")))?;
    }
    let mut agreed: Vec<_> = found.agreed.iter().collect();
    agreed.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    for (what, n) in agreed {
        writeln!(to, "  {n:>8}  {what}")?;
    }
    let groups = all.groups();
    if !groups.is_empty() {
        writeln!(to, "\n{}", lang.translate(en("Disagreed")))?;
    }
    for (i, group) in groups.iter().enumerate() {
        if i > 0 {
            writeln!(to)?;
        }
        disagreement(group, policy, lang, to)?;
    }
    if all.beyond > 0 {
        let others = lang.translate(en("others, of more sorts than are shown"));
        writeln!(to, "  {:>8}  {others}", all.beyond)?;
    }
    let not_judged = found.scan.not_judged_in_words(lang);
    let not_judged = not_judged.iter().map(|(n, why)| (*n, why.as_str()));
    let on_the_way = lang.translate(en("on the way: another row says what became of it"));
    let not_judged = not_judged.chain([(found.scan.on_the_way, on_the_way)]);
    let title = en("Not judged, and not counted as agreement");
    super::titled(title, not_judged, lang, to)
}

fn disagreement(
    group: &Group,
    policy: &Policy,
    lang: Language,
    to: &mut impl Write,
) -> io::Result<()> {
    const MARGIN: &str = "            ";
    let d = &group.example;
    let file = &policy.file;
    let mut what = kind(d, lang);
    if let Some(remote) = d.remote {
        what = lang.fill(
            en("{kind} to remote domain {domain} ({place})"),
            &[
                ("kind", &what),
                ("domain", &remote.pattern),
                ("place", &format_args!("{file}:{}", remote.line)),
            ],
        );
    }
    writeln!(to, "  {:>8}  {what}", group.count)?;
    writeln!(
        to,
        "{MARGIN}Exchange: {}",
        d.exchange.sentence(true).localized(lang)
    )?;
    write!(to, "{MARGIN}rdsim:    {}", rdsims_answer(d, lang))?;
    if let Some(ruling) = &d.ruling {
        let setting = because(ruling, file, lang);
        let because = lang.fill(en(", because {setting}"), &[("setting", &setting)]);
        write!(to, "{because}")?;
    }
    let sender = if d.sender.is_empty() { "<>" } else { &d.sender };
    let time = plain(&d.time);
    let values: [(&str, &dyn Display); 4] = [
        ("place", &format_args!("{}:{}", d.file, d.line)),
        ("sender", &plain(sender)),
        ("recipient", &plain(&d.recipient)),
        ("time", &time),
    ];
    let example = if time.is_empty() {
        en("for example {place}, {sender} to {recipient}")
    } else {
        en("for example {place}, {sender} to {recipient}, {time}")
    };
    writeln!(to, "\n{MARGIN}{}", lang.fill(example, &values))?;
    if let Some(text) = when(group) {
        writeln!(to, "{MARGIN}{}", text.localized(lang))?;
    }
    let title = lang.translate(en("why that may be, the likeliest first:"));
    writeln!(to, "{MARGIN}{title}")?;
    for (i, Reason { text, settle, .. }) in (1..).zip(&d.reasons) {
        writeln!(to, "{MARGIN}{i}. {}", plain(text))?;
        writeln!(to, "{MARGIN}   {}", plain(settle))?;
    }
    Ok(())
}

/// What the times say: whether the setting was changed between the rows.
fn when(group: &Group) -> Option<Text> {
    let (first, last) = group.span?;
    let (agreed, agreed_last) = group.agreed?;
    if last < agreed {
        return Some(Text::of(
            en(
                "all were before {agreed}, and from then on the rows agree on this setting: it may have been changed between {last} and {agreed}",
            ),
            [("agreed", &agreed.date()), ("last", &last.date())],
        ));
    }
    (first > agreed_last).then(|| {
        Text::of(
            en("all were after {agreed}, and until then the rows agree on this setting: it may have been changed between {agreed} and {first}, and the policy is older"),
            [("agreed", &agreed_last.date()), ("first", &first.date())],
        )
    })
}

fn days(span: Option<(Stamp, Stamp)>) -> (Option<String>, Option<String>) {
    span.map(|(a, b)| (a.date(), b.date())).unzip()
}
