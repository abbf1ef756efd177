//! Takes the code of a module apart into streams of what is alike, which pack smaller each for itself,
//! and puts it together again.

/// What a byte of a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Everything but functions.
    Sections,
    /// The length and the locals of a function.
    Functions,
    /// What to do, with the values of it that seldom differ.
    Operators,
    Locals,
    /// Where something stands in memory, from an address.
    Offsets,
    Numbers,
    Calls,
    Branches,
}

/// All, in the order in which they are packed.
pub const STREAMS: [Stream; 8] = [
    Stream::Sections,
    Stream::Functions,
    Stream::Operators,
    Stream::Locals,
    Stream::Offsets,
    Stream::Numbers,
    Stream::Calls,
    Stream::Branches,
];

/// The code of a module, taken apart.
#[must_use]
pub fn apart(module: &[u8]) -> [Vec<u8>; STREAMS.len()] {
    let mut streams = [const { Vec::new() }; STREAMS.len()];
    let mut bytes = module.iter();
    walk(|stream| {
        let byte = bytes.next().copied()?;
        if let Some(of) = streams.get_mut(stream as usize) {
            of.push(byte);
        }
        Some(byte)
    });
    streams
}

/// The code of a module, put together from its streams.
#[must_use]
pub fn together(streams: &[Vec<u8>; STREAMS.len()]) -> Vec<u8> {
    let mut module = Vec::with_capacity(streams.iter().map(Vec::len).sum());
    let mut bytes = streams.each_ref().map(|of| of.iter());
    walk(|stream| {
        let byte = bytes.get_mut(stream as usize)?.next().copied()?;
        module.push(byte);
        Some(byte)
    });
    module
}

/// Go through a module from its start until there are no more bytes: `next` is asked for each byte by
/// the stream that it is of. What stream that is depends on the bytes before it alone.
fn walk(next: impl FnMut(Stream) -> Option<u8>) {
    let mut walk = Walk { next, passed: 0 };
    while walk.magic_or_section().is_some() {}
}

struct Walk<F> {
    next: F,
    /// Bytes so far.
    passed: u64,
}

/// `\0asm`, and the version.
const MAGIC: u64 = 8;
/// The section of the functions.
const CODE: u8 = 10;

impl<F: FnMut(Stream) -> Option<u8>> Walk<F> {
    fn byte(&mut self, stream: Stream) -> Option<u8> {
        self.passed += 1;
        (self.next)(stream)
    }

    fn bytes(&mut self, stream: Stream, count: u64) -> Option<()> {
        (0..count).try_for_each(|_| self.byte(stream).map(drop))
    }

    /// A number in LEB128.
    fn number(&mut self, stream: Stream) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte(stream)?;
            number |= u64::from(byte & 0x7F)
                .checked_shl(shift)
                .unwrap_or_default();
            shift += 7;
            if byte < 0x80 {
                return Some(number);
            }
        }
    }

    fn magic_or_section(&mut self) -> Option<()> {
        if self.passed == 0 {
            return self.bytes(Stream::Sections, MAGIC);
        }
        let section = self.byte(Stream::Sections)?;
        let length = self.number(Stream::Sections)?;
        if section != CODE {
            return self.bytes(Stream::Sections, length);
        }
        for _ in 0..self.number(Stream::Sections)? {
            self.function()?;
        }
        Some(())
    }

    fn function(&mut self) -> Option<()> {
        let length = self.number(Stream::Functions)?;
        let end = self.passed.saturating_add(length);
        // Locals of the same type are counted.
        for _ in 0..self.number(Stream::Functions)? {
            self.number(Stream::Functions)?;
            self.number(Stream::Functions)?;
        }
        while self.passed < end {
            self.operator()?;
        }
        Some(())
    }

    /// An operator and its values, by <https://webassembly.github.io/spec/core/binary/instructions.html>.
    fn operator(&mut self) -> Option<()> {
        match self.byte(Stream::Operators)? {
            // Blocks with their type; global variables, of which there is one.
            0x02..=0x04 | 0x23 | 0x24 => self.number(Stream::Operators).map(drop),
            0x0C | 0x0D => self.number(Stream::Branches).map(drop),
            // A table of branches, and where else to go.
            0x0E => {
                for _ in 0..=self.number(Stream::Branches)? {
                    self.number(Stream::Branches)?;
                }
                Some(())
            }
            0x10 => self.number(Stream::Calls).map(drop),
            // By a table: the type of the function, and which table.
            0x11 => {
                self.number(Stream::Calls)?;
                self.number(Stream::Calls).map(drop)
            }
            0x20..=0x22 => self.number(Stream::Locals).map(drop),
            // To and from memory: the alignment goes with the operator.
            0x28..=0x3E => {
                self.number(Stream::Operators)?;
                self.number(Stream::Offsets).map(drop)
            }
            0x3F | 0x40 => self.byte(Stream::Operators).map(drop),
            0x41 | 0x42 => self.number(Stream::Numbers).map(drop),
            0x43 => self.bytes(Stream::Numbers, 4),
            0x44 => self.bytes(Stream::Numbers, 8),
            // Conversions of floating-point numbers, and memory as a whole.
            0xFC => match self.number(Stream::Operators)? {
                0..=7 => Some(()),
                8 | 10 => self.bytes(Stream::Operators, 2),
                _ => self.bytes(Stream::Operators, 1),
            },
            _ => Some(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of one function: `local.get 1; i32.load offset=300; i32.const -1; call 5; br 0; end`.
    const MODULE: &[u8] = &[
        0, b'a', b's', b'm', 1, 0, 0, 0, 1, 2, 7, 7, 10, 18, 1, 16, 1, 2, 0x7F, 0x20, 1, 0x28, 2,
        0xAC, 2, 0x41, 0x7F, 0x10, 5, 0x0C, 0, 0x0B, 11, 9, 3, 3,
    ];

    #[test]
    fn what_is_alike_stands_together() {
        let [
            sections,
            functions,
            operators,
            locals,
            offsets,
            numbers,
            calls,
            branches,
        ] = apart(MODULE);
        assert_eq!(sections.len(), 19);
        assert_eq!(functions, [16, 1, 2, 0x7F]);
        assert_eq!(operators, [0x20, 0x28, 2, 0x41, 0x10, 0x0C, 0x0B]);
        assert_eq!(
            (locals, offsets, numbers),
            (vec![1], vec![0xAC, 2], vec![0x7F])
        );
        assert_eq!((calls, branches), (vec![5], vec![0]));
    }

    #[test]
    fn what_was_taken_apart_is_put_together_whatever_it_is() {
        for length in 0..MODULE.len() {
            let cut = &MODULE[..length];
            assert_eq!(together(&apart(cut)), cut);
        }
        let mut seed = 1_u32;
        for _ in 0..300 {
            let mut bytes = MODULE.to_vec();
            for _ in 0..3 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                bytes[(seed >> 8) as usize % MODULE.len()] = (seed >> 24) as u8;
            }
            assert_eq!(together(&apart(&bytes)), bytes);
        }
    }
}
