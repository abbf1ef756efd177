//! Lets bytes that a stream does not have stand for two that often follow each other.

use rdsim_web_unpack::pairs::LONGEST;
use std::collections::HashMap;

/// A pair must be there so often that it pays for its place in the list.
const OFTEN: u32 = 150;

/// The bytes with their pairs replaced, and the list of them before.
pub fn replace(bytes: &[u8]) -> Vec<u8> {
    let mut body = bytes.to_vec();
    let mut list = Vec::new();
    let mut lengths = HashMap::new();
    let free: Vec<u8> = (0..=u8::MAX).filter(|byte| !bytes.contains(byte)).collect();
    for byte in free {
        let Some(pair) = most_frequent(&body) else {
            break;
        };
        let length = pair.iter().map(|of| lengths.get(of).unwrap_or(&1)).sum();
        if length > LONGEST {
            break;
        }
        lengths.insert(byte, length);
        list.push([byte, pair[0], pair[1]]);
        let mut rest = body.into_iter().peekable();
        let mut out = Vec::new();
        while let Some(first) = rest.next() {
            let both = first == pair[0] && rest.next_if_eq(&pair[1]).is_some();
            out.push(if both { byte } else { first });
        }
        body = out;
    }
    let count = [list.len() as u8];
    [&count[..], list.as_flattened(), &body].concat()
}

/// The pair that is there most often.
fn most_frequent(bytes: &[u8]) -> Option<[u8; 2]> {
    let mut counts = vec![0_u32; 1 << 16];
    let mut before = None;
    for (first, second) in bytes.iter().zip(bytes.iter().skip(1)) {
        let pair = u16::from_be_bytes([*first, *second]);
        // Three of the same are one pair.
        if before.take() == Some(pair) {
            continue;
        }
        if let Some(count) = counts.get_mut(usize::from(pair)) {
            *count += 1;
        }
        before = (first == second).then_some(pair);
    }
    let (pair, count) = (0..=u16::MAX).zip(counts).max_by_key(|(_, count)| *count)?;
    (count >= OFTEN).then(|| pair.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rdsim_web_unpack::pairs::put_back;

    #[test]
    fn what_is_replaced_is_put_back() {
        let words = b"to be or not to be, that is the question; ".repeat(5_000);
        let replaced = replace(&words);
        assert!(replaced.len() < words.len() / 10);
        assert_eq!(put_back(&replaced), words);
        let all: Vec<u8> = (0..=u8::MAX).chain([7; 9999]).collect();
        assert_eq!(put_back(&replace(&all)), all);
        let same = [7; 99_999];
        assert_eq!(put_back(&replace(&same)), same);
        assert_eq!(put_back(&replace(b"")), b"");
    }
}
