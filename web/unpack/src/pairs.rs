//! Bytes that stand for two others each: LZMA packs what is left smaller, and there is less of it to unpack.

use crate::CALL;

/// The longest that a byte stands for.
pub const LONGEST: usize = 1 << 12;

/// Bytes with what stands for two put back. Before them stands how many do, and of each what it is and the two
/// that it stands for, which are as they are or stand before it in the list.
#[must_use]
pub fn put_back(bytes: &[u8]) -> Vec<u8> {
    let mut meant: Vec<Vec<u8>> = (0..=u8::MAX).map(|byte| vec![byte]).collect();
    let (count, mut rest) = bytes.split_first().unwrap_or((&0, &[]));
    for _ in 0..*count {
        let Some(([byte, first, second], after)) = rest.split_first_chunk() else {
            return Vec::new();
        };
        let both = [first, second].map(|of| meant.get(usize::from(*of)));
        let both: Vec<u8> = both.into_iter().flatten().flatten().copied().collect();
        if let Some(place) = meant.get_mut(usize::from(*byte))
            && both.len() <= LONGEST
        {
            *place = both;
        }
        rest = after;
    }
    if *count == 0 {
        return rest.to_vec();
    }
    let mut out = Vec::with_capacity(3 * rest.len());
    for some in rest.chunks(CALL) {
        put(&meant, some, &mut out);
    }
    out
}

/// Put what each byte stands for.
#[inline(never)]
fn put(meant: &[Vec<u8>], bytes: &[u8], to: &mut Vec<u8>) {
    for byte in bytes {
        if let Some(meant) = meant.get(usize::from(*byte)) {
            to.extend_from_slice(meant);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_stands_for_two() {
        let bytes = [2, b'x', b'a', b'b', b'y', b'x', b'c', b'y', b'a', b'x'];
        assert_eq!(put_back(&bytes), b"abcaab");
        assert_eq!(put_back(&[0, 1, 2]), [1, 2]);
    }

    #[test]
    fn no_bytes_are_too_strange() {
        for bytes in [&[][..], &[9], &[1, 2, 3], &[1, 2, 3, 4]] {
            assert_eq!(put_back(bytes), b"");
        }
        let endless: Vec<u8> = std::iter::once(255)
            .chain([7; 3 * 255])
            .chain([7])
            .collect();
        assert!(put_back(&endless).len() <= LONGEST);
    }
}
