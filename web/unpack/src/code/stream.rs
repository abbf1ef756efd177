//! The streams that the code of a module is taken apart into.

/// What a byte of a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Everything but functions.
    Sections,
    /// The locals of a function.
    Functions,
    /// What to do, with the values of it that seldom differ.
    Operators,
    /// Locals by what is done with them.
    Got,
    Set,
    Teed,
    /// Where something stands in memory, from an address.
    Offsets,
    /// Numbers of 32 bits by what comes after them: they are added, set, masked or shifted, compared,
    /// stored, or followed by another argument or a call.
    Added,
    Kept,
    Masked,
    Compared,
    Stored,
    Passed,
    /// All other numbers of 32 bits.
    Numbers,
    /// Numbers of 64 bits, and those with fractions.
    Long,
    Calls,
    Branches,
}

/// All, in the order in which they are packed.
pub const STREAMS: [Stream; 17] = [
    Stream::Sections,
    Stream::Functions,
    Stream::Operators,
    Stream::Got,
    Stream::Set,
    Stream::Teed,
    Stream::Offsets,
    Stream::Added,
    Stream::Kept,
    Stream::Masked,
    Stream::Compared,
    Stream::Stored,
    Stream::Passed,
    Stream::Numbers,
    Stream::Long,
    Stream::Calls,
    Stream::Branches,
];

/// The stream of a number of 32 bits, by the operator after it.
pub fn number_before(operator: Option<u8>) -> Stream {
    match operator {
        Some(0x6A) => Stream::Added,
        Some(0x21) => Stream::Kept,
        Some(0x71 | 0x74..=0x76) => Stream::Masked,
        Some(0x46 | 0x47) => Stream::Compared,
        Some(0x36) => Stream::Stored,
        Some(0x10 | 0x20 | 0x41) => Stream::Passed,
        _ => Stream::Numbers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_of_a_stream_by_what_comes_after_it() {
        let streams =
            [0x6A, 0x21, 0x74, 0x47, 0x36, 0x41, 0x0B].map(|after| number_before(Some(after)));
        let expected = [
            Stream::Added,
            Stream::Kept,
            Stream::Masked,
            Stream::Compared,
            Stream::Stored,
            Stream::Passed,
            Stream::Numbers,
        ];
        assert_eq!(streams, expected);
    }
}
