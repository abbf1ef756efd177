//! Takes the code of a module apart into streams of what is alike, which pack smaller each for itself,
//! and puts it together again.

/// What a byte of a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Everything but functions.
    Sections,
    /// The locals of a function.
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

/// Stands before an operator on memory whose alignment is not that of what it reads or writes. No
/// operator has this number.
const ALIGNED_OTHERWISE: u8 = 0x27;

/// The alignments, as powers of two, of what the operators on memory read or write, from [`FIRST`] on.
const ALIGNED: [u8; 23] = [
    2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2,
];
const FIRST: u8 = 0x28;

/// The alignment that an operator on memory is taken to have.
fn aligned(operator: u8) -> Option<u8> {
    let at = operator.checked_sub(FIRST)?;
    ALIGNED.get(usize::from(at)).copied()
}

/// The code of a module, taken apart. A function's length, and the alignment of most operators on memory,
/// can be told from what else there is, and are left out.
#[must_use]
pub fn apart(module: &[u8]) -> [Vec<u8>; STREAMS.len()] {
    let mut way = Apart {
        module: module.iter(),
        streams: [const { Vec::new() }; STREAMS.len()],
    };
    walk(&mut way);
    way.streams
}

/// The code of a module, put together from its streams.
#[must_use]
pub fn together(streams: &[Vec<u8>; STREAMS.len()]) -> Vec<u8> {
    let mut way = Together {
        streams: streams.each_ref().map(|of| of.iter()),
        module: Vec::with_capacity(streams.iter().map(Vec::len).sum()),
        function: 0,
    };
    walk(&mut way);
    way.module
}

/// One of both ways. What stream a byte is of depends on the bytes before it alone.
trait Way {
    /// Takes the next byte, which is of a stream.
    fn byte(&mut self, of: Stream) -> Option<u8>;
    /// Takes the next operator, and its alignment if it has one.
    fn operator(&mut self) -> Option<u8>;
    /// A function begins, where the module has its length.
    fn begin(&mut self) -> Option<()>;
    fn end(&mut self);
}

struct Apart<'a> {
    module: std::slice::Iter<'a, u8>,
    streams: [Vec<u8>; STREAMS.len()],
}

impl Apart<'_> {
    fn put(&mut self, of: Stream, byte: u8) {
        if let Some(of) = self.streams.get_mut(of as usize) {
            of.push(byte);
        }
    }
}

impl Way for Apart<'_> {
    fn byte(&mut self, of: Stream) -> Option<u8> {
        let byte = *self.module.next()?;
        self.put(of, byte);
        Some(byte)
    }

    fn operator(&mut self) -> Option<u8> {
        let operator = *self.module.next()?;
        if let Some(expected) = aligned(operator) {
            let alignment = *self.module.next()?;
            if alignment != expected {
                self.put(Stream::Operators, ALIGNED_OTHERWISE);
                self.put(Stream::Operators, alignment);
            }
        }
        self.put(Stream::Operators, operator);
        Some(operator)
    }

    fn begin(&mut self) -> Option<()> {
        self.module.find(|byte| **byte < 0x80).map(drop)
    }

    fn end(&mut self) {}
}

struct Together<'a> {
    streams: [std::slice::Iter<'a, u8>; STREAMS.len()],
    module: Vec<u8>,
    /// Where the function begins.
    function: usize,
}

impl Together<'_> {
    fn next(&mut self, of: Stream) -> Option<u8> {
        self.streams.get_mut(of as usize)?.next().copied()
    }
}

impl Way for Together<'_> {
    fn byte(&mut self, of: Stream) -> Option<u8> {
        let byte = self.next(of)?;
        self.module.push(byte);
        Some(byte)
    }

    fn operator(&mut self) -> Option<u8> {
        let mut operator = self.next(Stream::Operators)?;
        let mut alignment = aligned(operator);
        if operator == ALIGNED_OTHERWISE {
            alignment = self.next(Stream::Operators);
            operator = self.next(Stream::Operators)?;
        }
        self.module.push(operator);
        self.module.extend(alignment);
        Some(operator)
    }

    fn begin(&mut self) -> Option<()> {
        self.function = self.module.len();
        Some(())
    }

    fn end(&mut self) {
        let mut length = self.module.len() - self.function;
        let mut at = self.function;
        // As few bytes as it needs.
        loop {
            let more = length >= 0x80;
            self.module
                .insert(at, (length as u8 & 0x7F) | u8::from(more) << 7);
            if !more {
                break;
            }
            length >>= 7;
            at += 1;
        }
    }
}

/// Go through a module from its start until there are no more bytes.
fn walk(way: &mut impl Way) {
    let mut walk = Walk { way };
    if walk.bytes(Stream::Sections, MAGIC).is_some() {
        while walk.section().is_some() {}
    }
}

struct Walk<'a, W> {
    way: &'a mut W,
}

/// `\0asm`, and the version.
const MAGIC: u64 = 8;
/// The section of the functions.
const CODE: u8 = 10;
/// The end of a block, or of a function.
const END: u8 = 0x0B;

impl<W: Way> Walk<'_, W> {
    fn bytes(&mut self, stream: Stream, count: u64) -> Option<()> {
        (0..count).try_for_each(|_| self.way.byte(stream).map(drop))
    }

    /// A number in LEB128.
    fn number(&mut self, stream: Stream) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.way.byte(stream)?;
            number |= u64::from(byte & 0x7F)
                .checked_shl(shift)
                .unwrap_or_default();
            shift += 7;
            if byte < 0x80 {
                return Some(number);
            }
        }
    }

    fn section(&mut self) -> Option<()> {
        let section = self.way.byte(Stream::Sections)?;
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
        self.way.begin()?;
        // Locals of the same type are counted.
        for _ in 0..self.number(Stream::Functions)? {
            self.number(Stream::Functions)?;
            self.number(Stream::Functions)?;
        }
        let mut open = 1_u32;
        while open > 0 {
            match self.operator()? {
                0x02..=0x04 => open += 1,
                END => open -= 1,
                _ => {}
            }
        }
        self.way.end();
        Some(())
    }

    /// An operator and its values, by <https://webassembly.github.io/spec/core/binary/instructions.html>.
    fn operator(&mut self) -> Option<u8> {
        let operator = self.way.operator()?;
        match operator {
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
            // To and from memory.
            0x28..=0x3E => self.number(Stream::Offsets).map(drop),
            0x3F | 0x40 => self.bytes(Stream::Operators, 1),
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
        }?;
        Some(operator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of one function: `block; local.get 1; i32.load offset=300; i64.load32_u align=1; i32.const -1;
    /// call 5; br 0; end; end`.
    const MODULE: &[u8] = &[
        0, b'a', b's', b'm', 1, 0, 0, 0, 1, 2, 7, 7, 10, 24, 1, 22, 1, 2, 0x7F, 0x02, 0x40, 0x20,
        1, 0x28, 2, 0xAC, 2, 0x35, 0, 4, 0x41, 0x7F, 0x10, 5, 0x0C, 0, 0x0B, 0x0B, 11, 9, 3, 3,
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
        assert_eq!(functions, [1, 2, 0x7F]);
        let expected = [
            0x02, 0x40, 0x20, 0x28, 0x27, 0, 0x35, 0x41, 0x10, 0x0C, 0x0B, 0x0B,
        ];
        assert_eq!(operators, expected);
        assert_eq!(
            (locals, offsets, numbers),
            (vec![1], vec![0xAC, 2, 4], vec![0x7F])
        );
        assert_eq!((calls, branches), (vec![5], vec![0]));
    }

    #[test]
    fn what_was_taken_apart_is_put_together() {
        assert_eq!(together(&apart(MODULE)), MODULE);
        // A function so long that its length has three bytes.
        let body = [&[0][..], &[0x01; 20_000], &[END]].concat();
        let mut long = MODULE[..12].to_vec();
        long.extend([10, 0xA6, 0x9C, 0x01, 1, 0xA2, 0x9C, 0x01]);
        long.extend(body);
        assert_eq!(together(&apart(&long)), long);
    }

    #[test]
    fn no_bytes_are_too_strange_to_be_taken_apart() {
        for length in 0..MODULE.len() {
            let _ = together(&apart(&MODULE[..length]));
        }
        let mut seed = 1_u32;
        for _ in 0..300 {
            let mut bytes = MODULE.to_vec();
            for _ in 0..3 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                bytes[(seed >> 8) as usize % MODULE.len()] = (seed >> 24) as u8;
            }
            let again = together(&apart(&bytes));
            assert!(again.len() <= 2 * bytes.len());
        }
    }
}
