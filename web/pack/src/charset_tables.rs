//! Leaves out of the engine what every browser has: the tables of the character sets, which are a
//! fifth of it when packed. The unpacker asks the browser's `TextDecoder` for them and puts them back.
//! Both follow the Encoding Standard (<https://encoding.spec.whatwg.org/>).

use encoding_rs::Encoding;
use rdsim_web_unpack::charsets;
use std::collections::HashMap;

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
    let tables = charsets::tables(decoded);
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
        sum = charsets::sum(sum, used.iter().take(same.length));
        list.extend([same.skipped, same.from, same.length]);
    }
    list.push(sum as usize);
    let list: Vec<String> = list.iter().map(ToString::to_string).collect();
    (left, list.join(","))
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

/// Text in a character set.
fn decoded(label: &str, bytes: &[u8]) -> String {
    let encoding = Encoding::for_label(label.as_bytes());
    encoding.map_or_else(String::new, |encoding| {
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_put_back() {
        let tables = charsets::tables(decoded);
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
        let mut back = left.clone();
        assert!(charsets::put_back(&mut back, &list, &tables));
        assert_eq!(back, data);
        let mut others = tables.clone();
        others[10_500] ^= 1;
        assert!(!charsets::put_back(&mut left.clone(), &list, &others));
    }

    #[test]
    fn the_tables_begin_where_the_standard_says() {
        let tables = charsets::tables(decoded);
        // 啊, the first Chinese character of GB 2312.
        assert_eq!(tables.first(), Some(&0x554A));
        // The last of the powers of five behind them.
        assert!(tables.ends_with(&[0x7648, 0xA7EA, 0x09EA, 0x570F]));
    }
}
