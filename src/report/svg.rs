//! Draws the mail flow of a message as SVG, for slides, documents and pages.
//!
//! A drawing is one slide, or several below one another: 1280 × 720, with no text smaller than 14.
//! Recipients that go the same way are drawn once. Colours are attributes, so that every viewer
//! shows them, and every outcome has one; each part has a class, so that a page can give it others.

mod boxes;
mod group;
mod measure;
mod palette;
mod pen;
mod slide;

use super::mail_flow::MailFlow;
use crate::i18n::{Language, en};
use crate::text::xml;
use group::Group;
use palette::{DARK, LIGHT, Palette};
use pen::Pen;
use slide::Slide;

const WIDTH: usize = 1280;
const HEIGHT: usize = 720;
/// Groups of recipients that one slide has room for.
const BANDS: usize = 4;

/// How a drawing is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// The reader's language.
    pub language: Language,
    /// Whether the ground is dark.
    pub dark: bool,
}

impl Style {
    fn palette(self) -> &'static Palette {
        if self.dark { &DARK } else { &LIGHT }
    }
}

/// Draw mail flows. Those without a caption belong to one message, and make one slide; those with
/// captions make as many as they need, under a title.
#[must_use]
pub fn draw(title: &str, flows: &[(String, MailFlow)], style: Style) -> String {
    let language = style.language;
    let mut groups = group::groups(flows, language);
    let captioned = groups.iter().any(|g| !g.caption.is_empty());
    if !captioned && groups.len() > BANDS {
        groups.sort_by_key(|g| std::cmp::Reverse(g.recipients.len()));
    }
    let (shown, rest) = match groups.split_at_checked(BANDS) {
        Some((shown, rest)) if !captioned => (shown, rest),
        _ => (groups.as_slice(), [].as_slice()),
    };
    let title = match groups.as_slice() {
        _ if captioned => title.to_owned(),
        [one] if one.recipients.len() == 1 => one.flow.summary.clone(),
        groups => counts(en("{n} recipients: {outcomes}"), groups, language),
    };
    let mut pen = Pen::new(style.palette());
    let parts = shown.chunks(BANDS);
    let slides = parts.len().max(1);
    for (number, groups) in parts.enumerate() {
        let slide = Slide {
            title: if slides > 1 {
                format!("{title} ({}/{slides})", number + 1)
            } else {
                title.clone()
            },
            groups,
            rest,
            number,
            language,
        };
        slide.draw(&mut pen);
    }
    let height = HEIGHT * slides;
    let palette = style.palette();
    let (ground, body) = (palette.ground, pen.done());
    let title = xml::text(&title);
    let description = xml::text(&slide::description(&groups, language));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"mail-flow\" role=\"img\" lang=\"{}\" aria-label=\"{title}\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"'Segoe UI', 'Yu Gothic UI', system-ui, sans-serif\">\n<title>{title}</title>\n<desc>{description}</desc>\n<rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\" fill=\"{ground}\"/>\n{body}</svg>\n",
        language.tag()
    )
}

/// How many recipients there are, and how many of them have each outcome.
fn counts(sentence: &'static str, groups: &[Group], language: Language) -> String {
    let mut outcomes: Vec<(&str, usize)> = Vec::new();
    for group in groups {
        let (name, n) = (group.flow.outcome_name.as_str(), group.recipients.len());
        match outcomes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += n,
            None => outcomes.push((name, n)),
        }
    }
    let all: usize = outcomes.iter().map(|(_, n)| n).sum();
    let outcomes: Vec<String> = outcomes.iter().map(|(o, n)| format!("{o} {n}")).collect();
    let outcomes: Vec<&str> = outcomes.iter().map(String::as_str).collect();
    let outcomes = language.list(&outcomes);
    language.fill(sentence, &[("n", &all), ("outcomes", &outcomes)])
}
