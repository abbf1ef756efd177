//! Puts the hops of a mail flow into boxes, and the boxes into rows.

use super::measure::Font;
use crate::i18n::{Language, en};
use crate::report::mail_flow::{Hop, MailFlow, State};

/// The sizes of text in boxes.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    pub title: Font,
    pub line: Font,
    /// From one line to the next.
    pub lead: usize,
    /// Around the text.
    pub padding: usize,
}

/// Sizes where one mail flow has the slide for itself.
pub(super) const LARGE: Sizes = Sizes {
    title: Font::bold(19),
    line: Font::regular(18),
    lead: 25,
    padding: 16,
};

/// Sizes where it shares it.
pub(super) const SMALL: Sizes = Sizes {
    title: Font::bold(15),
    line: Font::regular(14),
    lead: 18,
    padding: 10,
};

/// Space between boxes, where the arrow is.
pub(super) const GAP: usize = 30;

/// How many lines boxes may have: a detail, all details, the title. The first that fits is taken.
const LIMITS: [(usize, usize, usize); 9] = [
    (6, 9, 2),
    (4, 7, 2),
    (3, 6, 2),
    (2, 5, 2),
    (2, 4, 2),
    (1, 4, 2),
    (1, 3, 2),
    (1, 2, 2),
    (1, 1, 1),
];

/// A hop that is drawn.
#[derive(Clone)]
pub(super) struct Step {
    pub hop: Hop,
    /// Whether it is where the message ends that does not arrive.
    pub end: bool,
    /// Whether it has the colour of the outcome.
    pub coloured: bool,
    /// The text of hops for which it stands.
    folded: Option<String>,
}

impl Step {
    /// How many columns its box takes.
    pub fn span(&self, columns: usize) -> usize {
        // A response is a long line.
        if self.end && columns > 3 { 2 } else { 1 }
    }

    /// Everything that it says.
    pub fn whole(&self) -> String {
        self.folded.clone().unwrap_or_else(|| said(&self.hop))
    }
}

/// A hop in words.
pub(super) fn said(hop: &Hop) -> String {
    if hop.lines.is_empty() {
        return hop.title.clone();
    }
    format!("{}: {}", hop.title, hop.lines.join(", "))
}

/// The hops of a mail flow in the order in which they are drawn, without some at the start.
pub(super) fn steps(flow: &MailFlow, without: usize) -> Vec<Step> {
    let last = flow.hops.len().saturating_sub(1);
    let stop = flow.hops.iter().position(|h| h.state == State::Stopped);
    let mut out = Vec::new();
    for (i, hop) in flow.hops.iter().enumerate() {
        let end = |end: &Hop| Step {
            hop: end.clone(),
            end: true,
            coloured: true,
            folded: None,
        };
        if stop.is_none() && i == last {
            out.extend(flow.end.as_ref().map(end));
        }
        if i >= without {
            let passes = flow.outcome.passes();
            out.push(Step {
                hop: hop.clone(),
                end: false,
                coloured: match hop.state {
                    State::Stopped | State::Unknown => true,
                    State::Allowed => passes,
                    State::Passed => passes && i == last,
                    State::NotReached => false,
                },
                folded: None,
            });
        }
        if stop == Some(i) {
            out.extend(flow.end.as_ref().map(end));
        }
    }
    out
}

/// As many boxes as are allowed; one stands for those in the middle that are too many.
pub(super) fn fold(steps: &[Step], most: usize, language: Language) -> Vec<Step> {
    if steps.len() <= most {
        return steps.to_vec();
    }
    let kept = most.saturating_sub(1);
    let (first, last) = (kept / 2, kept - kept / 2);
    let (start, rest) = steps.split_at(first);
    let (middle, end) = rest.split_at(rest.len() - last);
    let Some(one) = middle.first() else {
        return steps.to_vec();
    };
    let titles: Vec<&str> = middle.iter().map(|s| s.hop.title.as_str()).collect();
    let whole: Vec<String> = middle.iter().map(Step::whole).collect();
    let folded = Step {
        hop: Hop {
            title: language.fill(en("{n} more steps"), &[("n", &middle.len())]),
            lines: vec![language.list(&titles)],
            topic: None,
            ..one.hop.clone()
        },
        end: false,
        coloured: middle.iter().any(|s| s.coloured),
        folded: Some(whole.join("; ")),
    };
    [start, &[folded], end].concat()
}

/// Put steps into rows of columns.
pub(super) fn rows(steps: Vec<Step>, columns: usize) -> Vec<Vec<Step>> {
    let mut rows: Vec<Vec<Step>> = Vec::new();
    let mut left = 0;
    for step in steps {
        let span = step.span(columns);
        match rows.last_mut().filter(|_| span <= left) {
            Some(row) => {
                left -= span;
                row.push(step);
            }
            None => {
                left = columns - span;
                rows.push(vec![step]);
            }
        }
    }
    rows
}

/// The text of a box, in lines.
pub(super) struct Text {
    pub title: Vec<String>,
    pub lines: Vec<String>,
    pub cut: bool,
}

impl Sizes {
    /// The width of a box of some columns among so many.
    pub fn box_width(self, span: usize, columns: usize, width: usize) -> usize {
        let one = (width - GAP * (columns - 1)) / columns;
        one * span + GAP * (span - 1)
    }

    /// The text of each box of each row, with as many lines as leave the rows within a height.
    pub fn texts(self, rows: &[(usize, Vec<Step>)], width: usize, height: usize) -> Vec<Vec<Text>> {
        let mut out: Vec<Vec<Text>> = Vec::new();
        for limit in LIMITS {
            out = rows
                .iter()
                .map(|(columns, row)| {
                    let boxes = row.iter();
                    boxes
                        .map(|step| {
                            let width = self.box_width(step.span(*columns), *columns, width);
                            self.text(&step.hop, width - 2 * self.padding, limit)
                        })
                        .collect()
                })
                .collect();
            if out.iter().map(|row| self.height(row)).sum::<usize>() <= height {
                break;
            }
        }
        out
    }

    /// The height of a row.
    pub fn height(self, row: &[Text]) -> usize {
        let lines = row.iter().map(|text| text.title.len() + text.lines.len());
        2 * self.padding + self.lead * lines.max().unwrap_or_default()
    }

    fn text(self, hop: &Hop, width: usize, limit: (usize, usize, usize)) -> Text {
        let (each, all, titles) = limit;
        let title = self.title.wrap(&hop.title, width, titles);
        let mut cut = title.cut;
        let mut lines = Vec::new();
        for line in hop.lines.iter().take(all + 1) {
            let broken = self.line.wrap(line, width, each);
            cut |= broken.cut;
            lines.extend(broken.lines);
        }
        if lines.len() > all {
            cut = true;
            lines.truncate(all);
            if let Some(last) = lines.last_mut() {
                self.line.ellipsis(last, width);
            }
        }
        Text {
            title: title.lines,
            lines,
            cut,
        }
    }
}
