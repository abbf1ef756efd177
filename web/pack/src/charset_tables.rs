//! Leaves out of the engine what every browser has: the tables of the character sets, which are a
//! fifth of it when packed. The page asks the browser's `TextDecoder` for them and puts them back;
//! `web/src/charsets.js` is the other side and must list the same characters in the same order.
//! Both follow the Encoding Standard (<https://encoding.spec.whatwg.org/>).

use encoding_rs::Encoding;
use std::collections::HashMap;

/// The double-byte character sets: label, bytes before each pair, first and last byte of the first
/// and of the second.
const DOUBLE: &[(&str, &[u8], [u8; 2], &[[u8; 2]])] = &[
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

/// Characters that are worth a mention in the list, which costs a few bytes for each.
const WORTH: usize = 24;

/// Characters by which a place in the tables is found.
const SEEN: usize = 6;

/// A part of the engine's data that is the same as one of the tables.
#[derive(Debug, PartialEq, Eq)]
struct Same {
    /// Bytes since the end of the part before.
    skipped: usize,
    /// Where it begins in the tables.
    from: usize,
    /// How many characters it has.
    length: usize,
}

/// The data without what the tables hold, and the list of what to put back, as numbers that commas
/// separate: how many bytes stand before a part, where it begins in the tables and how long it is;
/// at last a sum, by which the page knows that its browser's tables are these.
pub fn leave_out(data: &[u8]) -> (Vec<u8>, String) {
    let tables = tables();
    let mut left = data.to_vec();
    let mut list = Vec::new();
    let mut end = 0;
    let mut sum = 0;
    for same in same(data, &tables) {
        let start = end + same.skipped;
        end = start + 2 * same.length;
        if let Some(part) = left.get_mut(start..end) {
            part.fill(0);
        }
        let used = tables.get(same.from..).unwrap_or_default();
        sum = used.iter().take(same.length).fold(sum, |s, c| add(s, *c));
        list.extend([same.skipped, same.from, same.length]);
    }
    list.push(sum as usize);
    let list: Vec<String> = list.iter().map(ToString::to_string).collect();
    (left, list.join(","))
}

/// One more character in a sum that depends on their order.
fn add(sum: u32, character: u16) -> u32 {
    (sum.wrapping_mul(31)).wrapping_add(u32::from(character))
}

fn same(data: &[u8], tables: &[u16]) -> Vec<Same> {
    let mut places: HashMap<&[u16], usize> = HashMap::new();
    for (at, seen) in tables.windows(SEEN).enumerate() {
        // What is mostly nothing would be found everywhere.
        if !seen.contains(&0) {
            places.entry(seen).or_insert(at);
        }
    }
    let mut out = Vec::new();
    let (mut at, mut end) = (0, 0);
    while let Some(rest) = data.get(at..).filter(|r| r.len() >= 2 * SEEN) {
        let characters = || {
            rest.as_chunks::<2>()
                .0
                .iter()
                .map(|c| u16::from_le_bytes(*c))
        };
        let seen: Vec<u16> = characters().take(SEEN).collect();
        let from = places.get(seen.as_slice()).copied();
        let length = from.map_or(0, |from| {
            let table = tables.get(from..).unwrap_or_default().iter().copied();
            characters().zip(table).take_while(|(a, b)| a == b).count()
        });
        match from {
            Some(from) if length >= WORTH => {
                let skipped = at - end;
                out.push(Same {
                    skipped,
                    from,
                    length,
                });
                at += 2 * length;
                end = at;
            }
            _ => at += 1,
        }
    }
    out
}

/// All tables, one after the other: the low 16 bits of each character, or 0 where there is none.
fn tables() -> Vec<u16> {
    let mut out = Vec::new();
    for (label, before, [first, last], second) in DOUBLE {
        let second = || second.iter().flat_map(|[low, high]| *low..=*high);
        let pairs = (*first..=*last).flat_map(|a| second().map(move |b| [a, b]));
        let bytes: Vec<u8> = pairs
            .flat_map(|pair| [*before, pair.as_slice(), b"\n"].concat())
            .collect();
        out.extend(characters(label, &bytes));
    }
    for label in SINGLE {
        let bytes: Vec<u8> = (0x80..=0xFF).flat_map(|b| [b, b'\n']).collect();
        out.extend(characters(label, &bytes));
    }
    out
}

/// The character of each line.
fn characters(label: &str, bytes: &[u8]) -> Vec<u16> {
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return Vec::new();
    };
    let text = encoding.decode_without_bom_handling(bytes).0;
    let lines = text.strip_suffix('\n').unwrap_or(&text).split('\n');
    let one = |line: &str| {
        let mut characters = line.chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) if c != '\u{FFFD}' => (u32::from(c) & 0xFFFF) as u16,
            _ => 0,
        }
    };
    lines.map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_put_back() {
        let tables = tables();
        let some: Vec<u8> = tables
            .iter()
            .skip(10_000)
            .take(700)
            .flat_map(|c| c.to_le_bytes())
            .collect();
        let data = [b"text of the engine".as_slice(), &some, b"and more"].concat();
        let (left, list) = leave_out(&data);
        assert_eq!(left.len(), data.len());
        assert!(left.iter().filter(|b| **b == 0).count() > 1000);
        let mut numbers: Vec<usize> = list.split(',').map(|n| n.parse().unwrap()).collect();
        numbers.pop();
        let mut back = left;
        let mut at = 0;
        for part in numbers.as_chunks::<3>().0 {
            let [skipped, from, length] = *part;
            at += skipped;
            for c in &tables[from..from + length] {
                back[at..at + 2].copy_from_slice(&c.to_le_bytes());
                at += 2;
            }
        }
        assert_eq!(back, data);
    }

    #[test]
    fn the_tables_begin_where_the_standard_says() {
        let tables = tables();
        // 啊, the first Chinese character of GB 2312.
        assert_eq!(tables.first(), Some(&0x554A));
        assert_eq!(tables.last(), Some(&0x20AC));
    }
}
