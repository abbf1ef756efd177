//! Draws the mail flow of a message as SVG, for pages, slides and documents.
//!
//! Colours are attributes, so that every viewer shows them; each part has a class, so that a page
//! can give it others.

use super::mail_flow::{Hop, MailFlow, State};
use crate::text::xml;
use std::fmt::Write as _;
use textwrap::{Options, core::display_width};

/// Width of a hop, in user units; one is a pixel at the natural size.
const WIDTH: usize = 208;
/// Space between hops, where the arrow is.
const GAP: usize = 40;
/// Space around everything.
const MARGIN: usize = 20;
/// Height of a line of text.
const LINE: usize = 19;
/// Columns of text that fit into a hop, a Latin letter counting one, a kanji two.
const COLUMNS: usize = 25;
/// Columns of bold text that fit.
const BOLD: usize = 20;
/// Space above and below the text of a hop.
const PADDING: usize = 14;

/// Colours of the border, the background and the text.
const fn colours(state: State) -> (&'static str, &'static str, &'static str) {
    match state {
        State::Passed => ("#8c959f", "#ffffff", "#1f2328"),
        State::Allowed => ("#1a7f37", "#dafbe1", "#0b3d1a"),
        State::Stopped => ("#cf222e", "#ffebe9", "#6e0a12"),
        State::Unknown => ("#9a6700", "#fff8c5", "#4d2d00"),
        State::NotReached => ("#d0d7de", "#ffffff", "#6e7781"),
    }
}

/// Draw mail flows below one another, each with a caption.
#[must_use]
pub fn draw(flows: &[(String, MailFlow)]) -> String {
    let mut body = String::new();
    let (mut width, mut y) = (0, MARGIN);
    for (number, (caption, flow)) in flows.iter().enumerate() {
        if !caption.is_empty() {
            text(
                &mut body,
                "caption",
                MARGIN,
                y + LINE,
                "#1f2328",
                "600",
                caption,
            );
            y += 2 * LINE;
        }
        let (w, h) = row(&mut body, flow, y, number);
        // 9 units a column are enough for a caption: no Latin letter is wider, and a kanji counts two.
        let captioned = 2 * MARGIN + display_width(caption) * 9;
        width = width.max(w).max(captioned);
        y += h + MARGIN;
    }
    let summaries: Vec<&str> = flows.iter().map(|(_, f)| f.summary.as_str()).collect();
    let title = xml::text(&summaries.join("; "));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"mail-flow\" role=\"img\" aria-label=\"{title}\" width=\"{width}\" height=\"{y}\" viewBox=\"0 0 {width} {y}\" font-family=\"system-ui, 'Segoe UI', 'Yu Gothic UI', sans-serif\" font-size=\"14\">\n<title>{title}</title>\n<rect class=\"ground\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n"
    )
}

/// The lines of a hop, wrapped.
fn lines(hop: &Hop) -> Vec<String> {
    let lines = hop.lines.iter();
    lines
        .flat_map(|line| textwrap::wrap(line, Options::new(COLUMNS)))
        .map(std::borrow::Cow::into_owned)
        .collect()
}

fn height(hop: &Hop) -> usize {
    2 * PADDING + (titles(&hop.title).len() + lines(hop).len()) * LINE
}

/// Draw one mail flow from `y` on; its width and height.
fn row(out: &mut String, flow: &MailFlow, y: usize, number: usize) -> (usize, usize) {
    let hops = &flow.hops;
    let tallest = hops.iter().map(height).max().unwrap_or_default();
    let middle = y + tallest / 2;
    let mut x = MARGIN;
    let mut bottom = y + tallest;
    let mut reached = true;
    for (i, hop) in hops.iter().enumerate() {
        if i > 0 {
            let from = (x - GAP, middle);
            arrow(out, from, (x, middle), reached);
        }
        let top = middle - height(hop) / 2;
        draw_hop(out, hop, (x, top), &format!("hop-{number}-{i}"));
        if reached
            && hop.state == State::Stopped
            && let Some(end) = &flow.end
        {
            // The end is drawn below the setting that stopped the message, or the first that may have.
            reached = false;
            let below = (x + WIDTH / 2, top + height(hop));
            let end_top = y + tallest + GAP;
            arrow(out, below, (below.0, end_top), true);
            draw_hop(out, end, (x, end_top), &format!("end-{number}"));
            bottom = end_top + height(end);
        }
        x += WIDTH + GAP;
    }
    // No setting stopped it: the end is drawn below the last hop.
    if let Some(end) = flow.end.as_ref().filter(|_| reached) {
        let last = x - WIDTH - GAP;
        let top = y + tallest + GAP;
        arrow(
            out,
            (last + WIDTH / 2, y + tallest),
            (last + WIDTH / 2, top),
            true,
        );
        draw_hop(out, end, (last, top), &format!("end-{number}"));
        bottom = top + height(end);
    }
    (x - GAP + MARGIN, bottom - y)
}

fn draw_hop(out: &mut String, hop: &Hop, (x, y): (usize, usize), id: &str) {
    let (border, ground, ink) = colours(hop.state);
    let decides = matches!(hop.state, State::Stopped | State::Allowed);
    let stroke = if decides { 2 } else { 1 };
    let topic = hop.topic.as_ref();
    let topic = topic.map_or_else(String::new, |t| format!(" data-topic=\"{}\"", xml::text(t)));
    // A String takes whatever is written to it.
    let _ = writeln!(
        out,
        "<g id=\"{id}\" class=\"hop {}\"{topic}>\n<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{}\" rx=\"8\" fill=\"{ground}\" stroke=\"{border}\" stroke-width=\"{stroke}\"/>",
        hop.state.token(),
        height(hop)
    );
    let mut baseline = y + PADDING + LINE - 5;
    let titles = titles(&hop.title).into_iter();
    let titles = titles.map(|line| ("title", "600", line));
    let lines = lines(hop).into_iter();
    for (class, weight, line) in titles.chain(lines.map(|line| ("line", "400", line))) {
        text(out, class, x + 12, baseline, ink, weight, &line);
        baseline += LINE;
    }
    out.push_str("</g>\n");
}

/// A title in lines; the name of a setting is broken before a capital.
fn titles(title: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(title) {
        let fits = lines
            .last()
            .is_some_and(|l| display_width(l) + display_width(piece) <= BOLD);
        match lines.last_mut().filter(|l| fits || l.is_empty()) {
            Some(line) => line.push_str(piece),
            None => lines.push(piece.to_owned()),
        }
    }
    lines
}

/// The pieces of a title between which it may be broken.
fn pieces(title: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let mut before = ' ';
    for (at, c) in title.char_indices() {
        if at > 0 && (before == ' ' || (c.is_uppercase() && before.is_lowercase())) {
            starts.push(at);
        }
        before = c;
    }
    let ends = starts.iter().skip(1).copied().chain([title.len()]);
    let pieces = starts.iter().zip(ends);
    pieces
        .filter_map(|(from, to)| title.get(*from..to))
        .collect()
}

fn text(out: &mut String, class: &str, x: usize, y: usize, ink: &str, weight: &str, text: &str) {
    let text = xml::text(text);
    let _ = writeln!(
        out,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" fill=\"{ink}\" font-weight=\"{weight}\">{text}</text>"
    );
}

/// An arrow; dashed where the message did not go.
fn arrow(out: &mut String, from: (usize, usize), to: (usize, usize), taken: bool) {
    let (ink, dash, class) = if taken {
        ("#57606a", "", "gone")
    } else {
        ("#d0d7de", " stroke-dasharray=\"4 4\"", "not-gone")
    };
    let (x, y) = to;
    let head = if from.1 == y {
        format!("{},{} {x},{y} {},{}", x - 8, y - 5, x - 8, y + 5)
    } else {
        format!("{},{} {x},{y} {},{}", x - 5, y - 8, x + 5, y - 8)
    };
    let _ = writeln!(
        out,
        "<path class=\"arrow {class}\" d=\"M{} {} L{x} {y}\" stroke=\"{ink}\"{dash} fill=\"none\"/>\n<polygon class=\"head {class}\" points=\"{head}\" fill=\"{ink}\"/>",
        from.0, from.1
    );
}
