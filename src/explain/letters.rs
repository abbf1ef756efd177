//! Compares words as people mean them: whatever their case, blanks, width and marks.

#[cfg(feature = "cli")]
use crate::i18n::glossary;
#[cfg(feature = "cli")]
use std::sync::LazyLock;

/// Half-width katakana from U+FF66 on, in full width.
const KATAKANA: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
/// The first of them.
const FIRST: u32 = 0xFF66;
/// The marks of half width that make the letter in front of them another.
const VOICED: char = 'ﾞ';
const SEMI_VOICED: char = 'ﾟ';

/// The particles that people leave out of a title.
#[cfg(feature = "cli")]
const PARTICLES: &str = "のをにはがでとへもや";

/// The letters and digits of a name, in lower case and of one width.
#[must_use]
pub fn letters(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            VOICED | SEMI_VOICED => {
                let letter = out.pop();
                let steps = if c == VOICED { 1 } else { 2 };
                out.extend(letter.map(|letter| marked(letter, steps)));
            }
            _ => out.extend(wide(c).to_lowercase().filter(|c| c.is_alphanumeric())),
        }
    }
    out
}

/// A letter of Latin in half width, one of katakana in full width.
fn wide(c: char) -> char {
    let at = u32::from(c);
    let ascii = (0xFF01..=0xFF5E).contains(&at).then(|| at - 0xFEE0);
    let katakana = at.checked_sub(FIRST).map(|n| n as usize);
    let katakana = katakana.and_then(|n| KATAKANA.chars().nth(n));
    ascii.and_then(char::from_u32).or(katakana).unwrap_or(c)
}

/// A letter of katakana with its mark, which is 1 or 2 letters further on.
fn marked(letter: char, steps: u32) -> char {
    match letter {
        'ウ' => 'ヴ',
        _ => char::from_u32(u32::from(letter) + steps).unwrap_or(letter),
    }
}

/// What is left of letters where nobody minds other words for the same thing, long vowels and
/// particles.
#[cfg(feature = "cli")]
#[must_use]
pub fn meant(text: &str) -> String {
    let mut text = bare(text);
    for (not, term) in OTHERS.iter() {
        // The term may have the other word within it.
        if text.contains(not) && !text.contains(term) {
            text = text.replace(not, term);
        }
    }
    text
}

/// The other words for each term of the glossary, and the term; the longer ones first, as they may
/// have shorter ones within them.
#[cfg(feature = "cli")]
static OTHERS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let terms = glossary::TERMS.iter();
    let others = terms.flat_map(|t| t.not.iter().map(|not| (bare(not), bare(t.japanese))));
    let mut others: Vec<_> = others.filter(|(not, term)| not != term).collect();
    others.sort_by_key(|(not, _)| std::cmp::Reverse(not.len()));
    others
});

/// Letters without long vowels and particles.
#[cfg(feature = "cli")]
fn bare(text: &str) -> String {
    let mut text = letters(text);
    text.retain(|c| c != 'ー' && !PARTICLES.contains(c));
    text
}
