//! Writes what another policy would have done.

mod json;

use crate::i18n::{Language, en};
use crate::report::set;
use crate::report::sheet::{Item, Part, Sheet, Step, Tone};
use crate::trace::possible_kinds::KindEvidence;
use crate::trace::replay::{ChangeGroup, Counts, Likelihood, Policies, Replayed};
use crate::trace::tally::Tally;
use crate::transport::classify::Kind;
use std::fmt::Display;

pub use json::json;

/// A group in words: for which kind, what changes; and by which setting.
fn words(group: &ChangeGroup, lang: Language) -> (String, String) {
    let setting = if group.value.is_empty() {
        group.setting.to_string()
    } else {
        format!("{}: {}", group.setting, group.value)
    };
    let named = |kind| lang.translate(Kind::from_token(kind).map_or(kind, Kind::title));
    let what = match group.kind {
        None => group.change.clone(),
        Some((kind, "nobody")) => lang.fill(
            en("if its kind was {kind}: {change}"),
            &[("kind", &named(kind)), ("change", &group.change)],
        ),
        Some((kind, forward)) => lang.fill(
            en("if its kind was {kind}, forwarded by {forward}: {change}"),
            &[
                ("kind", &named(kind)),
                ("forward", &lang.translate(forward)),
                ("change", &group.change),
            ],
        ),
    };
    (what, setting)
}

/// The report for people: what matters first, then the details.
#[must_use]
pub fn sheet(all: &Replayed, policies: Policies) -> Sheet {
    let lang = policies.language;
    let was = match policies.old {
        Some(old) => &old.file,
        None => lang.translate(en("what Exchange did")),
    };
    let values: [(&str, &dyn Display); 4] = [
        ("judged", &all.judged),
        ("rows", &all.scan.rows),
        ("old", &was),
        ("new", &policies.new.file),
    ];
    let mut sheet = Sheet {
        title: lang.fill(
            en("{judged} judged recipients in {rows} rows, from {old} to {new}"),
            &values,
        ),
        ..Sheet::default()
    };
    for set in policies.set {
        let line = set::line(set, &policies.new.file, lang);
        sheet.parts.push(Part::Line(line));
    }
    summary(all, lang, &mut sheet);
    let groups = all.sorted_groups();
    if all.changed > 0 {
        let values: [(&str, &dyn Display); 2] = [
            ("title", &lang.translate(Likelihood::Certain.title())),
            ("count", &all.changed),
        ];
        let heading = lang.fill(en("{title}: {count}"), &values);
        sheet.parts.push(Part::Heading(heading));
        changes(&groups, None, lang, &mut sheet);
        where_they_are(&all.certain, &CERTAIN, lang, &mut sheet);
    }
    for ((likelihood, evidence), counts) in &all.may {
        let values: [(&str, &dyn Display); 2] = [
            ("title", &lang.translate(likelihood.title())),
            ("count", &counts.count),
        ];
        let heading = lang.fill(en("{title}: {count}"), &values);
        sheet.parts.push(Part::Heading(heading));
        let why = lang.translate(evidence.words()).to_owned();
        sheet.parts.push(Part::Line(why));
        changes(&groups, Some((*likelihood, *evidence)), lang, &mut sheet);
        where_they_are(counts, &PERHAPS, lang, &mut sheet);
    }
    let unexplained = lang.fill(
        en("Exchange did something else than {old} says: see `rdsim trace reconcile`"),
        &[("old", &was)],
    );
    let not_judged = all.scan.not_judged_in_words(lang);
    let not_judged = [(all.unexplained, unexplained)]
        .into_iter()
        .chain(not_judged);
    sheet.counts(lang.translate(en("Not judged")), not_judged.collect());
    sheet
}

/// How many of each likelihood, and what to look at first.
fn summary(all: &Replayed, lang: Language, sheet: &mut Sheet) {
    let of = |likelihood: Likelihood| -> u64 {
        let counts = all.may.iter().filter(|((l, _), _)| *l == likelihood);
        counts.map(|(_, counts)| counts.count).sum()
    };
    let share = |n, what, tone| (n, lang.translate(what).to_owned(), tone);
    let probably = of(Likelihood::Probably);
    sheet.parts.push(Part::Shares(vec![
        share(all.changed, Likelihood::Certain.words(), Tone::Bad),
        share(probably, Likelihood::Probably.words(), Tone::Likely),
        share(
            of(Likelihood::Perhaps),
            Likelihood::Perhaps.words(),
            Tone::Doubt,
        ),
        share(
            of(Likelihood::ProbablyNot),
            Likelihood::ProbablyNot.words(),
            Tone::Plain,
        ),
        share(all.same, en("stay as they are"), Tone::Good),
    ]));
    let mut steps: Vec<Step> = Vec::new();
    let mut say = |text| steps.push(Step::told(text));
    // Those that are sure, else those that are likely.
    let mut likely = all
        .may
        .iter()
        .filter(|((l, _), _)| *l == Likelihood::Probably);
    let first = match all.changed {
        0 => likely.next().map(|(_, counts)| counts),
        _ => Some(&all.certain),
    };
    let most = |tally: &Tally| {
        let sorted = tally.sorted();
        sorted.first().map(|(value, n)| ((*value).to_owned(), *n))
    };
    if let Some((sender, n)) = first.and_then(|counts| most(&counts.senders)) {
        say(lang.fill(
            en("look at the mail of {sender}, of which most changes: {n}"),
            &[("sender", &sender), ("n", &n)],
        ));
    }
    if let Some((domain, n)) = first.and_then(|counts| most(&counts.recipient_domains)) {
        say(lang.fill(
            en("look at the mail to {domain}, of which most changes: {n}"),
            &[("domain", &domain), ("n", &n)],
        ));
    }
    if all.changed + all.may_change > 0 {
        let list = en("list every one with `--format csv --perhaps`, and look at the messages");
        say(lang.translate(list).to_owned());
    }
    if all.unexplained > 0 {
        say(lang.fill(
            en("find out with `rdsim trace reconcile` why {n} were not treated as the old policy says"),
            &[("n", &all.unexplained)],
        ));
    }
    if !steps.is_empty() {
        let title = lang.translate(en("What to do first"));
        sheet.parts.push(Part::Heading(title.to_owned()));
        sheet.parts.push(Part::Steps(steps));
    }
}

/// What changes for the groups of a likelihood by the same evidence; `None` for the certain ones.
fn changes(
    groups: &[(&ChangeGroup, u64)],
    of: Option<(Likelihood, KindEvidence)>,
    lang: Language,
    sheet: &mut Sheet,
) {
    let is_of = |g: &ChangeGroup| g.evidence.map(|evidence| (g.likelihood, evidence)) == of;
    for (group, n) in groups.iter().filter(|(g, _)| is_of(g)) {
        let (title, setting) = words(group, lang);
        let because = lang.fill(en("because {setting}"), &[("setting", &setting)]);
        sheet.parts.push(Part::Item(Item {
            count: *n,
            title,
            lines: vec![because],
            why: String::new(),
            steps: Vec::new(),
        }));
    }
}

/// The headings above counts: by day, by sender, by domain.
type Headings = [&'static str; 3];

const CERTAIN: Headings = [
    en("Changes a day"),
    en("Changes by sender"),
    en("Changes by the recipient's domain"),
];
const PERHAPS: Headings = [
    en("These by day"),
    en("These by sender, or by the mailbox that forwarded"),
    en("These by the recipient's domain"),
];

fn where_they_are(
    counts: &Counts,
    [by_day, by_sender, by_domain]: &Headings,
    lang: Language,
    sheet: &mut Sheet,
) {
    let mut days: Vec<(u64, String)> = counts.days.iter().map(|(d, n)| (*n, d.clone())).collect();
    let undated = en(
        "without a day: day and month may be either (say `--date-order dmy` or `mdy`), or there is no valid time",
    );
    days.push((counts.undated, lang.translate(undated).to_owned()));
    sheet.counts(lang.translate(by_day), days);
    sheet.top(lang.translate(by_sender), &counts.senders, lang);
    sheet.top(lang.translate(by_domain), &counts.recipient_domains, lang);
}
