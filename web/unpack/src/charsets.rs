//! Makes the tables of the character sets from what a decoder of them gives, and puts them back into
//! the engine's data, with the powers of five.

use crate::powers;

/// Pairs of bytes in a character set: label, bytes before each pair, first and last byte of the first
/// and of the second.
type Pairs = (&'static str, &'static [u8], [u8; 2], &'static [[u8; 2]]);

/// The double-byte character sets.
const DOUBLE: &[Pairs] = &[
    ("gb18030", &[], [0xB0, 0xF7], &[[0xA1, 0xFE]]),
    ("big5", &[], [0x87, 0xFE], &[[0x40, 0x7E], [0xA1, 0xFE]]),
    ("euc-kr", &[], [0xB0, 0xFD], &[[0xA1, 0xFE]]),
    ("euc-jp", &[], [0xB0, 0xF4], &[[0xA1, 0xFE]]),
    ("euc-jp", &[0x8F], [0xB0, 0xED], &[[0xA1, 0xFE]]),
    (
        "shift_jis",
        &[],
        [0xFA, 0xFC],
        &[[0x40, 0x7E], [0x80, 0xFC]],
    ),
];

/// Parts of them that are kept as runs of characters that follow one another: the character that each
/// begins with, then its place.
const RUNS: &[Pairs] = &[
    ("gb18030", &[], [0x81, 0xA0], &[[0x40, 0x7E], [0x80, 0xFE]]),
    ("gb18030", &[], [0xAA, 0xFE], &[[0x40, 0x7E], [0x80, 0xA0]]),
    (
        "euc-kr",
        &[],
        [0x81, 0xA0],
        &[[0x41, 0x5A], [0x61, 0x7A], [0x81, 0xFE]],
    ),
    (
        "euc-kr",
        &[],
        [0xA1, 0xC6],
        &[[0x41, 0x5A], [0x61, 0x7A], [0x81, 0xA0]],
    ),
];

/// The single-byte ones.
const SINGLE: &[&str] = &[
    "ibm866",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "windows-874",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "x-mac-cyrillic",
];

/// All tables, one after the other: the low 16 bits of each character, or 0 where there is none.
pub fn tables(decoded: impl Fn(&str, &[u8]) -> String) -> Vec<u16> {
    let mut out = Vec::new();
    for pairs in DOUBLE {
        characters(&decoded(pairs.0, &lines(pairs)), &mut out);
    }
    let single: Vec<u8> = (0x80..=0xFF).flat_map(|b| [b, b'\n']).collect();
    for label in SINGLE {
        characters(&decoded(label, &single), &mut out);
    }
    for pairs in RUNS {
        let mut all = Vec::new();
        characters(&decoded(pairs.0, &lines(pairs)), &mut all);
        let runs = runs(&all);
        out.extend(runs.iter().map(|(character, _)| character));
        out.extend(runs.iter().map(|(_, place)| place));
    }
    out.extend(powers::of_five());
    out
}

/// Each pair of bytes on a line.
fn lines((_, before, [first, last], second): &Pairs) -> Vec<u8> {
    let mut bytes = Vec::new();
    for a in *first..=*last {
        for [low, high] in *second {
            for b in *low..=*high {
                bytes.extend_from_slice(before);
                bytes.extend_from_slice(&[a, b, b'\n']);
            }
        }
    }
    bytes
}

/// Where characters do not follow those before them: the character and its place.
fn runs(characters: &[u16]) -> Vec<(u16, u16)> {
    let mut runs = Vec::new();
    let mut before = 0_u16;
    for (character, place) in characters.iter().zip(0..) {
        if *character != 0 && (before == 0 || before.wrapping_add(1) != *character) {
            runs.push((*character, place));
        }
        before = *character;
    }
    runs
}

/// The character of each line.
fn characters(text: &str, out: &mut Vec<u16>) {
    let mut line = Some(0);
    for c in text.chars() {
        match (c, line) {
            ('\n', _) => {
                out.push(line.unwrap_or_default());
                line = Some(0);
            }
            (char::REPLACEMENT_CHARACTER, _) | (_, None) => line = None,
            // Lines of two characters are none of the tables.
            (_, Some(before)) => line = (before == 0).then_some((u32::from(c) & 0xFFFF) as u16),
        }
    }
}

/// Put the tables into the data, as a list says: numbers that commas separate, how many bytes stand
/// before a part, where it begins in the tables and how long it is; at last a sum. Tells whether the
/// tables are those that were left out.
pub fn put_back(data: &mut [u8], list: &str, tables: &[u16]) -> bool {
    let mut numbers = list.split(',').filter_map(|n| n.parse::<usize>().ok());
    let (mut at, mut used) = (0, 0);
    while let Some(number) = numbers.next() {
        let (Some(from), Some(length)) = (numbers.next(), numbers.next()) else {
            return number == used as usize;
        };
        at += number;
        let part = tables.iter().skip(from).take(length);
        used = sum(used, part.clone());
        let room = data.get_mut(at..).unwrap_or_default().as_chunks_mut().0;
        for (to, character) in room.iter_mut().zip(part) {
            *to = character.to_le_bytes();
        }
        at += 2 * length;
    }
    false
}

/// A sum that depends on the order of the characters, with some more.
pub fn sum<'a>(before: u32, characters: impl Iterator<Item = &'a u16>) -> u32 {
    characters.fold(before, |sum, c| {
        sum.wrapping_mul(31).wrapping_add(u32::from(*c))
    })
}
