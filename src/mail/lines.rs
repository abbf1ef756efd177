//! Looks for lines in bytes, as fast as memory gives them.

/// Where a byte is found, from a place on.
pub(super) fn find(byte: u8, bytes: &[u8], from: usize) -> Option<usize> {
    Some(from + memchr::memchr(byte, bytes.get(from..)?)?)
}

/// How many lines end in some bytes.
pub(crate) fn line_ends(bytes: &[u8]) -> usize {
    #[cfg(feature = "cli")]
    return bytecount::count(bytes, b'\n');
    #[cfg(not(feature = "cli"))]
    return memchr::memchr_iter(b'\n', bytes).count();
}
