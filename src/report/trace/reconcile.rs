//! Writes where Exchange and rdsim agree, and where not and why that may be.

mod json;

use super::TOP;
use crate::i18n::{Language, Text, en};
use crate::policy::Policy;
use crate::report::human::because;
use crate::report::sheet::{Item, Part, Sheet, Step, Tone};
use crate::text::cell;
use crate::trace::date::Stamp;
use crate::trace::possible_kinds::KindEvidence;
use crate::trace::recipient_outcome::NotJudged;
use crate::trace::reconcile::{Cause, Disagreement, Group, Reason, Reconciled, Times};
use crate::transport::message_facts::ForwardedBy;
use crate::transport::setting;
use std::fmt::Display;

pub use json::json;

/// Causes of which the first screen says what to do.
const FIRST: usize = 3;

/// The columns of the disagreements.
pub const COLUMNS: [&str; 16] = [
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
    "reason",
    "surety",
];

/// The values of [`COLUMNS`] for a disagreement.
#[must_use]
pub fn cells(d: &Disagreement, policy: &Policy) -> [String; 16] {
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
        first.map_or("", |r| r.id).into(),
        first.map_or("", |r| r.surety.into()).into(),
    ]
    .map(|value| cell(&value).into_owned())
}

/// What rdsim predicts, in words.
fn rdsims_answer(d: &Disagreement, lang: Language) -> String {
    if let (true, Some(first)) = (d.evidence.leaves_open(), d.predicted.first()) {
        let sentence = en("{outcome} the organization, if it is ordinary mail");
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
    if d.evidence.leaves_open() {
        return lang.translate(en("a message of whatever kind")).to_owned();
    }
    let kind = match d.evidence {
        KindEvidence::Subject => lang.translate(en("out-of-office reply")),
        _ => lang.translate(kind.title()),
    };
    match forward {
        ForwardedBy::Nobody => kind.to_owned(),
        other => lang.fill(
            en("{kind}, forwarded by {forward}"),
            &[("kind", &kind), ("forward", &lang.translate(other.name()))],
        ),
    }
}

/// The report for people: what matters first, then the details.
#[must_use]
pub fn sheet(all: &Reconciled, policy: &Policy, lang: Language) -> Sheet {
    let mut sheet = Sheet {
        title: title(all, policy, lang),
        ..Sheet::default()
    };
    let causes = all.causes();
    summary(all, &causes, lang, &mut sheet);
    let found = &all.all;
    let mut agreed: Vec<_> = found.agreed.iter().collect();
    agreed.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let agreed = agreed.into_iter().map(|(what, n)| (*n, what.clone()));
    sheet.counts(lang.translate(en("Agreed")), agreed.collect());
    for cause in &causes {
        let title = lang.fill(
            en("Disagreed: {cause}"),
            &[("cause", &cause_words(cause, lang))],
        );
        sheet.parts.push(Part::Heading(title));
        for group in cause.groups.iter().take(TOP) {
            sheet
                .parts
                .push(Part::Item(item(group, &policy.file, lang)));
        }
        if cause.groups.len() > TOP {
            let more = lang.fill(
                en("and {n} more sorts: `--format csv` lists every disagreement"),
                &[("n", &(cause.groups.len() - TOP))],
            );
            sheet.parts.push(Part::Line(more));
        }
    }
    if all.beyond > 0 {
        let others = lang.translate(en("others, of more sorts than are shown"));
        sheet
            .parts
            .push(Part::Counts(vec![(all.beyond, others.to_owned())]));
    }
    let title = lang.translate(en("Not judged, and not counted as agreement"));
    sheet.counts(title, found.scan.not_judged_in_words(lang));
    sheet
}

/// How many rows, of when, are compared with what.
pub(super) fn title(all: &Reconciled, policy: &Policy, lang: Language) -> String {
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
    let values: [(&str, &dyn Display); 2] = [("rows", &when), ("file", &policy.file)];
    lang.fill(en("{rows}, compared with {file}"), &values)
}

/// How much of it agrees, in a sentence and as parts of the whole.
pub(super) fn agreement(all: &Reconciled, lang: Language, sheet: &mut Sheet) {
    let found = &all.all;
    let judged = found.agree + found.disagree;
    sheet.parts.push(Part::Line(match found.rate() {
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
    }));
    let not_judged: u64 = found.scan.not_judged().map(|(_, n)| n).sum();
    let share = |n, what, tone| (n, lang.translate(what).to_owned(), tone);
    let all = [
        share(found.agree, en("agree"), Tone::Good),
        share(found.disagree, en("disagree"), Tone::Bad),
        share(
            found.fits_some_kind,
            en(
                "may agree: rdsim predicts what Exchange did for some kinds of message, and the rows do not tell the kind",
            ),
            Tone::Doubt,
        ),
        share(
            not_judged + found.scan.on_the_way,
            en("not judged: the policy did not decide, or another row says what became of it"),
            Tone::Plain,
        ),
    ];
    sheet.parts.push(Part::Shares(all.into()));
}

/// The first screen: how much agrees, what the rest is caused by, and what to do first.
fn summary(all: &Reconciled, causes: &[Cause], lang: Language, sheet: &mut Sheet) {
    let found = &all.all;
    agreement(all, lang, sheet);
    let by_cause = causes.iter().map(|c| (c.count, cause_words(c, lang)));
    let title = en("Disagreements by cause, the surest first");
    sheet.counts(lang.translate(title), by_cause.collect());
    let mut steps: Vec<Step> = Vec::new();
    for cause in causes.iter().take(FIRST) {
        let reason = cause.groups.first().and_then(|g| g.example.reasons.first());
        steps.extend(reason.map(step));
    }
    if found.disagree == 0 && found.agree > 0 {
        let text = en("nothing: Exchange did what rdsim predicts, wherever that can be judged");
        steps.push(Step::told(lang.translate(text).to_owned()));
    }
    let mut say = |n: u64, text: &'static str| {
        if n > 0 {
            steps.push(Step::told(lang.fill(text, &[("number", &n)])));
        }
    };
    say(
        found.undated,
        en(
            "rows without a date: {number}, where day and month may be either (say `--date-order dmy` or `mdy`), or there is no valid time",
        ),
    );
    let mut not_judged = found.scan.not_judged();
    let no_reason = not_judged.find(|(why, _)| *why == NotJudged::NoReason);
    say(
        no_reason.map_or(0, |(_, n)| n),
        en("failed, and the rows do not say why: {number}; export the Extended report"),
    );
    if !steps.is_empty() {
        let title = lang.translate(en("What to do first"));
        sheet.parts.push(Part::Heading(title.to_owned()));
        sheet.parts.push(Part::Steps(steps));
    }
}

/// A cause, and how sure it is.
#[must_use]
pub fn cause_words(cause: &Cause, lang: Language) -> String {
    let values: [(&str, &dyn Display); 2] = [
        ("cause", &cause.title().localized(lang)),
        ("surety", &lang.translate(cause.surety.words())),
    ];
    lang.fill(en("{cause} ({surety})"), &values)
}

fn step(reason: &Reason) -> Step {
    Step {
        text: reason.text.clone(),
        settle: reason.settle.clone(),
        is_command: reason.is_command,
    }
}

/// A sort of disagreement: how often, what Exchange did and rdsim predicts, and why that may be. `file`
/// is the policy's, empty where it is in none.
#[must_use]
pub fn item(group: &Group, file: &str, lang: Language) -> Item {
    let d = &group.example;
    let mut title = kind(d, lang);
    if let Some(remote) = d.remote {
        title = lang.fill(
            en("{kind} to remote domain {domain} ({place})"),
            &[
                ("kind", &title),
                ("domain", &remote.pattern),
                ("place", &setting::place(file, remote.line, lang)),
            ],
        );
    }
    let exchange = d.exchange.sentence(true).localized(lang);
    let mut rdsim = format!("rdsim:    {}", rdsims_answer(d, lang));
    if let Some(ruling) = &d.ruling {
        let setting = because(ruling, file, lang);
        rdsim += &lang.fill(en(", because {setting}"), &[("setting", &setting)]);
    }
    let sender = if d.sender.is_empty() { "<>" } else { &d.sender };
    let values: [(&str, &dyn Display); 4] = [
        ("place", &format_args!("{}:{}", d.file, d.line)),
        ("sender", &sender),
        ("recipient", &d.recipient),
        ("time", &d.time),
    ];
    let example = if d.time.is_empty() {
        en("for example {place}, {sender} to {recipient}")
    } else {
        en("for example {place}, {sender} to {recipient}, {time}")
    };
    let example = lang.fill(example, &values);
    let mut lines = vec![format!("Exchange: {exchange}"), rdsim, example];
    lines.extend(when(group).map(|text| text.localized(lang)));
    Item {
        count: group.count,
        title,
        lines,
        why: lang
            .translate(en("why that may be, the surest first:"))
            .to_owned(),
        steps: d.reasons.iter().map(step).collect(),
    }
}

/// What the times say: whether the setting was changed between the rows.
fn when(group: &Group) -> Option<Text> {
    let (first, last) = group.span?;
    let (agreed, agreed_last) = group.agreed.span?;
    match group.times() {
        Times::Before => Some(Text::of(
            en(
                "all were before {agreed}, and from then on the rows agree on this setting: it may have been changed between {last} and {agreed}",
            ),
            [("agreed", &agreed.date()), ("last", &last.date())],
        )),
        Times::After => Some(Text::of(
            en(
                "all were after {agreed}, and until then the rows agree on this setting: it may have been changed between {agreed} and {first}, and the policy is older",
            ),
            [("agreed", &agreed_last.date()), ("first", &first.date())],
        )),
        Times::Among if group.is_unchanged() => Some(
            en("other rows of the same time agree on this setting, so it was hardly another")
                .into(),
        ),
        Times::Among | Times::Untold => None,
    }
}

fn days(span: Option<(Stamp, Stamp)>) -> (Option<String>, Option<String>) {
    span.map(|(a, b)| (a.date(), b.date())).unzip()
}
