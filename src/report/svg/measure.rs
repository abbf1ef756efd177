//! Measures text as the widest of the usual fonts sets it, and breaks it into lines.
//!
//! Who opens a drawing has other fonts than who wrote it. Text that fits in DejaVu Sans fits in
//! Segoe UI, Arial, Helvetica, Roboto, Yu Gothic and Noto Sans too.

use textwrap::core::display_width;

/// Widths of the letters from the blank to `~`, in 32nds of the size of the font, `0` being none.
const REGULAR: &[u8; 95] =
    b";=?KEOI9==@K;<;;EEEEEEEEEE;;KKKAPFFGIECII::EBLHJDJGEDHFPFDF=;=K@@DEBED<EE99C9PEDEE>A=ECKCCAE;EK";
const BOLD: &[u8; 95] =
    b"<?AKGQL:??AK=>=<GGGGGGGGGG==KKKCPIIHKFFKK<<IEPKLHLIHFJITIHH?<?K@@FGCGF>GG;;F;RGFGG@D@GENEECG<GK";

/// A font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Font {
    pub size: usize,
    pub bold: bool,
}

/// Text in lines, and whether some of it is left out.
pub(super) struct Lines {
    pub lines: Vec<String>,
    pub cut: bool,
}

impl Font {
    pub const fn regular(size: usize) -> Self {
        Self { size, bold: false }
    }

    pub const fn bold(size: usize) -> Self {
        Self { size, bold: true }
    }

    /// The width of a text, or more.
    pub fn width(self, text: &str) -> usize {
        let all: usize = text.chars().map(|c| self.advance(c)).sum();
        (all * self.size).div_ceil(32)
    }

    /// The width of a character, in 32nds of the size.
    fn advance(self, c: char) -> usize {
        let table = if self.bold { BOLD } else { REGULAR };
        let ascii = (c as usize).checked_sub(32).and_then(|i| table.get(i));
        if let Some(width) = ascii {
            return usize::from(width - b'0');
        }
        match (c, display_width(c.encode_utf8(&mut [0; 4]))) {
            // Ligatures that are whole sentences, and signs of cuneiform.
            ('\u{fdf0}'..='\u{fdff}' | '\u{12000}'..='\u{12fff}', _) => 400,
            ('\u{2e3a}' | '\u{2e3b}', _) => 100,
            (_, 0) => 0,
            (c, 2..) if is_ideographic(c) => 32,
            // Emoji are wider than two letters.
            (_, 2..) | ('\u{2030}' | '\u{2031}' | '\u{900}'..='\u{1aff}', _) => 64,
            _ => 46,
        }
    }

    /// Break a text into as many lines as are allowed; what does not fit is cut.
    pub fn wrap(self, text: &str, width: usize, most: usize) -> Lines {
        // No line holds more characters than this, so a megabyte is not measured.
        let end = text.char_indices().nth(most * width);
        let measured = end.map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
        let mut placing = Placing {
            font: self,
            width,
            most,
            lines: vec![String::new()],
        };
        placing.place(measured, Level::Text);
        let mut lines = placing.lines;
        for line in &mut lines {
            line.truncate(line.trim_end().len());
        }
        let cut = lines.len() > most || end.is_some();
        lines.truncate(most);
        if cut && let Some(last) = lines.last_mut() {
            self.ellipsis(last, width);
        }
        Lines { lines, cut }
    }

    /// End a line with an ellipsis.
    pub fn ellipsis(self, line: &mut String, width: usize) {
        while !line.is_empty() && self.width(line) + self.width("…") > width {
            line.pop();
        }
        line.truncate(line.trim_end().len());
        line.push('…');
    }
}

/// At what a text is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// Nothing yet.
    Text,
    /// Blanks, and between ideographs.
    Word,
    /// Within a word that no line holds: signs of addresses, and capitals.
    Part,
    Character,
}

struct Placing {
    font: Font,
    width: usize,
    most: usize,
    lines: Vec<String>,
}

impl Placing {
    fn fits(&self, line: &str, piece: &str) -> bool {
        self.font.width(line) + self.font.width(piece.trim_end()) <= self.width
    }

    /// Put a piece of the text into the last line or a new one, or its pieces.
    fn place(&mut self, piece: &str, level: Level) {
        if self.lines.len() > self.most {
            return;
        }
        let last = self.lines.last();
        if last.is_some_and(|last| self.fits(last, piece)) {
            if let Some(last) = self.lines.last_mut() {
                last.push_str(piece);
            }
            return;
        }
        let next = match level {
            Level::Text => Level::Word,
            Level::Word if !self.fits("", piece) => Level::Part,
            Level::Part if !self.fits("", piece) => Level::Character,
            _ => return self.lines.push(piece.to_owned()),
        };
        let mut from = 0;
        let mut before = None;
        for (at, c) in piece.char_indices() {
            if before.is_some_and(|before| self.breaks(before, c, next)) {
                self.place(piece.get(from..at).unwrap_or_default(), next);
                from = at;
            }
            before = Some(c);
        }
        self.place(piece.get(from..).unwrap_or_default(), next);
    }

    /// Whether a line may end between two characters.
    fn breaks(&self, before: char, after: char, level: Level) -> bool {
        // No line begins with what ends a sentence, and no letter loses its accent.
        let joined = "、。，．・：；！？」』）］｝〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
            .contains(after)
            || "「『（［｛〔〈《".contains(before)
            || self.font.advance(after) == 0;
        if joined {
            return false;
        }
        match level {
            Level::Text => false,
            Level::Word => before == ' ' || is_ideographic(before) || is_ideographic(after),
            Level::Part => {
                "@.-_/=+,:;".contains(before) || (before.is_lowercase() && after.is_uppercase())
            }
            Level::Character => true,
        }
    }
}

/// Whether a character is as wide as the font is high, and may end a line.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3ffff}')
        && !matches!(c, '\u{2e3a}' | '\u{2e3b}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_where_a_reader_would() {
        let wrap = |text: &str| Font::regular(16).wrap(text, 200, 3).lines;
        assert_eq!(
            wrap("550 5.7.520 Access denied"),
            ["550 5.7.520 Access", "denied"]
        );
        assert_eq!(
            Font::bold(18).wrap("AutoForwardingMode", 190, 2).lines,
            ["AutoForwarding", "Mode"]
        );
        let address = wrap("a.very.long.mailbox@sales.example");
        assert_eq!(address, ["a.very.long.mailbox@", "sales.example"]);
        let widths = address.iter().map(|l| Font::regular(16).width(l));
        assert!(widths.max() <= Some(200));
        let japanese = wrap("リモートドメインの自動転送を許可する設定です。");
        assert!(japanese.iter().all(|line| line.chars().count() <= 12));
        assert_eq!(
            japanese.concat(),
            "リモートドメインの自動転送を許可する設定です。"
        );
        let cut = Font::regular(16).wrap(&"x".repeat(1 << 20), 200, 2);
        assert!(cut.cut && cut.lines.len() == 2);
        assert!(cut.lines.iter().all(|l| Font::regular(16).width(l) <= 200));
        assert!(cut.lines.concat().ends_with('…'));
        let mut flag = "🏳️‍🌈".repeat(40);
        Font::regular(16).ellipsis(&mut flag, 100);
        assert!(Font::regular(16).width(&flag) <= 100);
    }
}
