//! Writes the elements of a drawing: text, boxes and arrows.

use super::measure::Font;
use super::palette::Palette;
use crate::text::xml;
use std::fmt::Write as _;

/// What is written so far.
pub(super) struct Pen {
    out: String,
    pub palette: &'static Palette,
}

/// A rectangle with its corner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

/// How a rectangle is painted.
pub(super) struct Paint {
    pub fill: &'static str,
    pub stroke: &'static str,
    pub width: usize,
    pub dashed: bool,
}

/// Text in one font and colour.
#[derive(Clone, Copy)]
pub(super) struct Ink {
    pub class: &'static str,
    pub font: Font,
    pub fill: &'static str,
}

// A String takes whatever is written to it.
impl Pen {
    pub fn new(palette: &'static Palette) -> Self {
        Self {
            out: String::new(),
            palette,
        }
    }

    pub fn done(self) -> String {
        self.out
    }

    /// Begin a group of elements; `whole` is the text of which it shows a part.
    pub fn open(&mut self, id: &str, class: &str, topic: Option<&str>, whole: Option<&str>) {
        self.out.push_str("<g");
        let topic = topic.unwrap_or_default();
        for (name, value) in [("id", id), ("class", class), ("data-topic", topic)] {
            if !value.is_empty() {
                let _ = write!(self.out, " {name}=\"{}\"", xml::text(value));
            }
        }
        self.out.push_str(">\n");
        if let Some(whole) = whole {
            let _ = writeln!(self.out, "<title>{}</title>", xml::text(whole));
        }
    }

    pub fn close(&mut self) {
        self.out.push_str("</g>\n");
    }

    pub fn rect(&mut self, frame: Frame, paint: &Paint) {
        let Frame {
            x,
            y,
            width,
            height,
        } = frame;
        let dash = if paint.dashed {
            " stroke-dasharray=\"6 4\""
        } else {
            ""
        };
        let _ = writeln!(
            self.out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{dash}/>",
            paint.fill, paint.stroke, paint.width
        );
    }

    /// Write a line of text with its baseline at `y`.
    pub fn line(&mut self, text: &str, ink: Ink, x: usize, y: usize) {
        let weight = if ink.font.bold { 600 } else { 400 };
        let _ = writeln!(
            self.out,
            "<text class=\"{}\" x=\"{x}\" y=\"{y}\" fill=\"{}\" font-size=\"{}\" font-weight=\"{weight}\">{}</text>",
            ink.class,
            ink.fill,
            ink.font.size,
            xml::text(text)
        );
    }

    /// Write a text below `y` in as many lines as are allowed; where it ends.
    pub fn paragraph(
        &mut self,
        text: &str,
        ink: Ink,
        (x, y): (usize, usize),
        width: usize,
        most: usize,
    ) -> usize {
        let broken = ink.font.wrap(text, width, most);
        if broken.cut {
            self.open("", "", None, Some(text));
        }
        let lead = ink.font.size * 5 / 4;
        for (i, line) in broken.lines.iter().enumerate() {
            self.line(line, ink, x, y + lead * i + ink.font.size);
        }
        if broken.cut {
            self.close();
        }
        y + lead * broken.lines.len()
    }

    /// An arrow along some points; dashed where the message did not go.
    pub fn arrow(&mut self, points: &[(usize, usize)], taken: bool) {
        let Some(((x, y), before)) = points.split_last() else {
            return;
        };
        let (ink, dash, class) = if taken {
            (self.palette.soft, "", "gone")
        } else {
            (self.palette.border, " stroke-dasharray=\"6 4\"", "not-gone")
        };
        let mut path = String::new();
        for (x, y) in before {
            let _ = write!(path, "{} {x} {y} ", if path.is_empty() { "M" } else { "L" });
        }
        // The line ends within the head.
        let _ = writeln!(
            self.out,
            "<path class=\"arrow {class}\" d=\"{path}L {} {y}\" stroke=\"{ink}\" stroke-width=\"2\"{dash} fill=\"none\"/>\n<polygon class=\"head {class}\" points=\"{},{} {x},{y} {},{}\" fill=\"{ink}\"/>",
            x - 6,
            x - 10,
            y - 6,
            x - 10,
            y + 6
        );
    }
}
