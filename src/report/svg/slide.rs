//! Lays out a slide: one mail flow in full, or those of several groups below one another.

use super::boxes::{self, GAP, LARGE, SMALL, Sizes, Step, Text};
use super::group::{self, Group};
use super::measure::Font;
use super::pen::{Frame, Ink, Paint, Pen};
use super::{HEIGHT, WIDTH, counts};
use crate::i18n::{Language, en};
use crate::report::mail_flow::{Hop, State};
use crate::transport::outcome::Outcome;

const MARGIN: usize = 40;
/// Width of what stands within the margins.
const WIDE: usize = WIDTH - 2 * MARGIN;
/// Boxes in a row at most.
const COLUMNS: usize = 5;
/// Rows of one mail flow at most.
const ROWS: usize = 3;
/// Between the rows of one mail flow.
const BETWEEN: usize = 44;
/// Height of the line above a band, with the space below it.
const CHIP: usize = 26;
const BELOW_CHIP: usize = 8;
/// Between bands, at least and at most.
const BAND_GAPS: (usize, usize) = (14, 44);

pub(super) struct Slide<'a> {
    pub title: String,
    pub groups: &'a [Group],
    /// Groups that there is no room for.
    pub rest: &'a [Group],
    pub number: usize,
    pub language: Language,
}

impl Slide<'_> {
    pub fn draw(&self, pen: &mut Pen) {
        match self.groups {
            [one] => self.single(one, pen),
            _ => self.bands(pen),
        }
    }

    fn top(&self) -> usize {
        self.number * HEIGHT
    }

    fn bottom(&self) -> usize {
        self.top() + HEIGHT - MARGIN
    }

    /// One mail flow: the outcome, whom it is about, and every hop.
    fn single(&self, group: &Group, pen: &mut Pen) {
        let flow = &group.flow;
        let mut y = self.top() + MARGIN;
        if !group.caption.is_empty() {
            let soft = ink(pen, "soft", Font::regular(20));
            let caption = format!("{} – {}", self.title, group.caption);
            y = pen.paragraph(&caption, soft, (MARGIN, y), WIDE, 1);
        }
        let headline = Ink {
            class: "headline",
            font: Font::bold(44),
            fill: pen.palette.tone(flow.outcome).ink,
        };
        pen.open("", flow.outcome.token(), None, None);
        y = pen.paragraph(&flow.outcome_name, headline, (MARGIN, y), WIDE, 1);
        pen.close();
        let names = ink(pen, "names", Font::regular(22));
        let about = group.names(names.font, WIDE, 2, self.language);
        let whole = group.all_names(self.language);
        pen.open(
            "",
            "",
            None,
            Some(&whole).filter(|w| **w != about).map(String::as_str),
        );
        y = pen.paragraph(&about, names, (MARGIN, y), WIDE, 2) + 12;
        pen.close();

        let steps = boxes::steps(flow, 0);
        let steps = boxes::fold(&steps, ROWS * COLUMNS - 2, self.language);
        // As few rows as it takes, and as wide boxes as that leaves room for.
        let columns = (3..=COLUMNS).min_by_key(|c| boxes::rows(steps.clone(), *c).len());
        let columns = columns.unwrap_or(COLUMNS);
        let rows: Vec<_> = boxes::rows(steps, columns)
            .into_iter()
            .map(|row| (columns, row))
            .collect();
        let room = self.bottom() - y;
        let between = BETWEEN * rows.len().saturating_sub(1);
        let texts = LARGE.texts(&rows, WIDE, room.saturating_sub(between));
        let taken: usize = texts.iter().map(|row| LARGE.height(row)).sum();
        y += room.saturating_sub(taken + between) * 2 / 5;
        let mut before = None;
        for ((_, row), texts) in rows.iter().zip(&texts) {
            let band = Band {
                outcome: flow.outcome,
                sizes: LARGE,
                columns,
                id: format!("{}-0", self.number),
            };
            before = Some(band.row(row, texts, y, before, pen));
            y += LARGE.height(texts) + BETWEEN;
        }
    }

    /// Several groups: what they have in common, then each with its outcome.
    fn bands(&self, pen: &mut Pen) {
        let mut y = self.top() + MARGIN;
        let title = ink(pen, "names", Font::bold(26));
        y = pen.paragraph(&self.title, title, (MARGIN, y), WIDE, 1);
        let common = group::common(self.groups);
        let first = self.groups.first();
        let hops = first.map_or(&[][..], |g| g.flow.hops.get(..common).unwrap_or_default());
        let soft = ink(pen, "soft", Font::regular(16));
        if !hops.is_empty() {
            let told: Vec<String> = hops.iter().map(boxes::said).collect();
            y = pen.paragraph(&told.join("  ·  "), soft, (MARGIN, y + 4), WIDE, 1);
        }
        y += 16;
        let mut bottom = self.bottom();
        if !self.rest.is_empty() {
            bottom -= 24;
            let rest = counts(
                en("{n} more recipients: {outcomes}"),
                self.rest,
                self.language,
            );
            pen.paragraph(&rest, soft, (MARGIN, bottom), WIDE, 1);
            bottom -= 8;
        }
        let rows: Vec<_> = self
            .groups
            .iter()
            .map(|group| (COLUMNS, self.one_row(group, common)))
            .collect();
        let room = bottom.saturating_sub(y);
        let around = (CHIP + BELOW_CHIP + BAND_GAPS.0) * rows.len();
        let texts = SMALL.texts(&rows, WIDE, room.saturating_sub(around));
        let taken: usize = texts.iter().map(|row| SMALL.height(row)).sum();
        let more = room.saturating_sub(taken + around) / rows.len().max(1);
        let gap = (BAND_GAPS.0 + more).min(BAND_GAPS.1);
        for (at, (group, ((_, row), texts))) in
            self.groups.iter().zip(rows.iter().zip(&texts)).enumerate()
        {
            self.chip(group, y, pen);
            y += CHIP + BELOW_CHIP;
            let band = Band {
                outcome: group.flow.outcome,
                sizes: SMALL,
                columns: COLUMNS,
                id: format!("{}-{at}", self.number),
            };
            band.row(row, texts, y, None, pen);
            y += SMALL.height(texts) + gap;
        }
    }

    /// The steps of a group in one row, without what all groups have in common.
    fn one_row(&self, group: &Group, common: usize) -> Vec<Step> {
        let mut steps = boxes::steps(&group.flow, common);
        steps.retain(|s| s.hop.state != State::NotReached);
        let mut most = steps.len();
        while most > 1 {
            let folded = boxes::fold(&steps, most, self.language);
            if boxes::rows(folded.clone(), COLUMNS).len() == 1 {
                return folded;
            }
            most -= 1;
        }
        steps
    }

    /// The outcome of a group, and whom it is about.
    fn chip(&self, group: &Group, y: usize, pen: &mut Pen) {
        let outcome = group.flow.outcome;
        let tone = pen.palette.tone(outcome);
        let font = Font::bold(15);
        let width = font.width(&group.flow.outcome_name) + 24;
        pen.open("", &format!("chip {}", outcome.token()), None, None);
        let frame = Frame {
            x: MARGIN,
            y,
            width,
            height: CHIP,
        };
        let paint = Paint {
            fill: tone.fill,
            stroke: tone.ink,
            width: 1,
            dashed: false,
        };
        pen.rect(frame, &paint);
        let word = Ink {
            class: "title",
            font,
            fill: tone.ink,
        };
        pen.line(&group.flow.outcome_name, word, MARGIN + 12, y + 18);
        pen.close();
        let of_caption = |g: &&Group| g.caption == group.caption;
        let names = ink(pen, "names", Font::bold(16));
        let x = MARGIN + width + 14;
        let room = WIDE - width - 14;
        let about = if group.caption.is_empty() {
            group.names(names.font, room, 1, self.language)
        } else if self.groups.iter().filter(of_caption).count() > 1 {
            let recipients = group.names(names.font, room / 2, 1, self.language);
            format!("{}: {recipients}", group.caption)
        } else {
            group.caption.clone()
        };
        let whole = group.all_names(self.language);
        let whole = Some(&whole).filter(|w| !about.ends_with(w.as_str()));
        pen.open("", "", None, whole.map(String::as_str));
        pen.paragraph(&about, names, (x, y + 3), room, 1);
        pen.close();
    }
}

fn ink(pen: &Pen, class: &'static str, font: Font) -> Ink {
    let fill = match class {
        "soft" => pen.palette.soft,
        _ => pen.palette.ink,
    };
    Ink { class, font, fill }
}

/// What the boxes of one group have in common.
struct Band {
    outcome: Outcome,
    sizes: Sizes,
    columns: usize,
    id: String,
}

impl Band {
    /// Draw a row from `y` on, after the row that ends at `before`; where it ends, and the number
    /// of boxes so far.
    fn row(
        &self,
        row: &[Step],
        texts: &[Text],
        y: usize,
        before: Option<(usize, usize, usize)>,
        pen: &mut Pen,
    ) -> (usize, usize, usize) {
        let height = self.sizes.height(texts);
        let middle = y + height / 2;
        let mut x = MARGIN;
        let mut number = before.map_or(0, |(_, _, number)| number);
        for (i, (step, text)) in row.iter().zip(texts).enumerate() {
            let width = self
                .sizes
                .box_width(step.span(self.columns), self.columns, WIDE);
            let taken = step.hop.state != State::NotReached;
            if i > 0 {
                pen.arrow(&[(x - GAP, middle), (x, middle)], taken);
            } else if let Some((from, at, _)) = before {
                let (right, between, left) = (from + GAP / 2, y - BETWEEN / 2, x - GAP / 2 - 8);
                let turns = [(right, at), (right, between), (left, between)];
                let [one, two, three] = turns;
                pen.arrow(
                    &[(from, at), one, two, three, (left, middle), (x, middle)],
                    taken,
                );
            }
            let frame = Frame {
                x,
                y,
                width,
                height,
            };
            self.boxed(step, text, frame, number, pen);
            number += 1;
            x += width + GAP;
        }
        (x - GAP, middle, number)
    }

    fn boxed(&self, step: &Step, text: &Text, frame: Frame, number: usize, pen: &mut Pen) {
        let Hop { state, topic, .. } = &step.hop;
        let palette = pen.palette;
        let tone = palette.tone(self.outcome);
        let not_reached = *state == State::NotReached;
        let outcome = if step.coloured {
            self.outcome.token()
        } else {
            ""
        };
        let class = format!("box {} {outcome}", state.token());
        let what = if step.end { "end" } else { "hop" };
        let whole = text.cut.then(|| step.whole());
        pen.open(
            &format!("{what}-{}-{number}", self.id),
            class.trim_end(),
            topic.as_deref(),
            whole.as_deref(),
        );
        let paint = Paint {
            fill: if step.coloured {
                tone.fill
            } else {
                palette.ground
            },
            stroke: if step.coloured {
                tone.ink
            } else {
                palette.border
            },
            width: match state {
                State::Stopped => 3,
                _ if step.coloured => 2,
                _ => 1,
            },
            dashed: not_reached || *state == State::Unknown,
        };
        pen.rect(frame, &paint);
        let title = Ink {
            class: if not_reached { "soft" } else { "title" },
            font: self.sizes.title,
            fill: match state {
                _ if step.coloured => tone.ink,
                State::NotReached => palette.soft,
                _ => palette.ink,
            },
        };
        let line = Ink {
            class: if not_reached { "soft" } else { "line" },
            font: self.sizes.line,
            fill: if not_reached {
                palette.soft
            } else {
                palette.ink
            },
        };
        let titles = text.title.iter().map(|t| (t, title));
        let lines = text.lines.iter().map(|l| (l, line));
        let mut baseline = frame.y + self.sizes.padding + self.sizes.lead * 3 / 4;
        for (text, ink) in titles.chain(lines) {
            pen.line(text, ink, frame.x + self.sizes.padding, baseline);
            baseline += self.sizes.lead;
        }
        pen.close();
    }
}

/// The whole drawing in words.
pub(super) fn description(groups: &[Group], language: Language) -> String {
    let told = groups.iter().map(|group| {
        let steps = boxes::steps(&group.flow, 0);
        let steps: Vec<String> = steps.iter().map(Step::whole).collect();
        let names = group.all_names(language);
        let outcome = &group.flow.outcome_name;
        let caption = &group.caption;
        let colon = if caption.is_empty() { "" } else { ": " };
        format!("{caption}{colon}{names}: {outcome}. {}", steps.join(" → "))
    });
    told.collect::<Vec<_>>().join("\n")
}
