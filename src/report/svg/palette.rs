//! Holds the colours of drawings, which are those of the web page (`web/src/style.css`).

use crate::transport::outcome::Outcome;

/// The colours of a drawing; each is legible on the ground, on the ground of a box or both.
pub(super) struct Palette {
    pub ground: &'static str,
    pub ink: &'static str,
    /// Text beside the matter, and arrows.
    pub soft: &'static str,
    /// The border of a box that decides nothing.
    pub border: &'static str,
    tones: [Tone; 6],
}

/// The colours of an outcome.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tone {
    pub ink: &'static str,
    pub fill: &'static str,
}

const fn tone(ink: &'static str, fill: &'static str) -> Tone {
    Tone { ink, fill }
}

pub(super) static LIGHT: Palette = Palette {
    ground: "#ffffff",
    ink: "#1e2024",
    soft: "#565b63",
    border: "#868b94",
    tones: [
        tone("#1c6638", "#e4f1e6"),
        tone("#2d5478", "#e6eef5"),
        tone("#7a4b00", "#fbefd3"),
        tone("#98231f", "#fbe4e1"),
        tone("#5b3a8c", "#eee8f7"),
        tone("#565b63", "#f1eee7"),
    ],
};

pub(super) static DARK: Palette = Palette {
    ground: "#1b1e23",
    ink: "#e7e5e0",
    soft: "#a6abb3",
    border: "#6f757e",
    tones: [
        tone("#86d7a3", "#17301f"),
        tone("#9cc4ea", "#1a2a38"),
        tone("#f1c66b", "#33290f"),
        tone("#f7a49b", "#3b1c1a"),
        tone("#cbb4f2", "#2b2140"),
        tone("#a6abb3", "#23272d"),
    ],
};

impl Palette {
    /// The colours of an outcome.
    pub fn tone(&self, outcome: Outcome) -> Tone {
        let [leaves, inside, dropped, rejected, held, unknown] = self.tones;
        match outcome {
            Outcome::Leaves => leaves,
            Outcome::StaysInside => inside,
            Outcome::Dropped(_) => dropped,
            Outcome::Rejected(_) => rejected,
            Outcome::Held(_) => held,
            Outcome::CannotTell => unknown,
        }
    }
}
