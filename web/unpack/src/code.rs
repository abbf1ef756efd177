//! Takes the code of a module apart into streams of what is alike, which pack smaller each for itself,
//! and puts it together again.

mod recent;
mod stream;

use recent::Recent;
use stream::number_before;
pub use stream::{STREAMS, Stream};

/// A number in LEB128, in as few bytes as it needs.
fn leb(mut number: u32) -> impl Iterator<Item = u8> {
    let mut more = true;
    std::iter::from_fn(move || {
        let byte = number as u8 & 0x7F;
        number >>= 7;
        std::mem::replace(&mut more, number > 0).then_some(byte | u8::from(number > 0) << 7)
    })
}

/// The operators on memory.
const MEMORY: std::ops::RangeInclusive<u8> = 0x28..=0x3E;

/// The code of a module, taken apart. A function's length can be told from what else there is; what alignment
/// an operator on memory expects changes nothing, and is taken to be none. Both are left out.
#[must_use]
pub fn apart(module: &[u8]) -> [Vec<u8>; STREAMS.len()] {
    let mut way = Apart {
        module: module.iter(),
        streams: [const { Vec::new() }; STREAMS.len()],
        recent: Recent::default(),
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
        recent: Recent::default(),
    };
    walk(&mut way);
    way.module
}

/// One of both ways. What stream a byte is of depends on the bytes before it alone.
trait Way {
    /// Takes the next byte, which is of a stream.
    fn byte(&mut self, of: Stream) -> Option<u8>;
    /// Takes the next operator, and the alignment of one on memory.
    fn operator(&mut self) -> Option<u8>;
    /// The operator that comes after the number that is next.
    fn operator_after(&self) -> Option<u8>;
    /// Takes the number of a local, which is of a stream.
    fn local(&mut self, of: Stream) -> Option<()>;
    /// A function begins, where the module has its length.
    fn begin(&mut self) -> Option<()>;
    fn end(&mut self);
}

struct Apart<'a> {
    module: std::slice::Iter<'a, u8>,
    streams: [Vec<u8>; STREAMS.len()],
    recent: Recent,
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
        if MEMORY.contains(&operator) {
            self.module.next()?;
        }
        self.put(Stream::Operators, operator);
        Some(operator)
    }

    fn operator_after(&self) -> Option<u8> {
        let mut module = self.module.clone();
        module.find(|byte| **byte < 0x80)?;
        module.next().copied()
    }

    fn local(&mut self, of: Stream) -> Option<()> {
        let local = number(|| self.module.next().copied())?;
        let place = match u32::try_from(local) {
            Ok(local) if local < Recent::MANY => self.recent.place(local),
            _ => local as u32,
        };
        leb(place).for_each(|byte| self.put(of, byte));
        Some(())
    }

    fn begin(&mut self) -> Option<()> {
        self.recent.begin();
        self.module.find(|byte| **byte < 0x80).map(drop)
    }

    fn end(&mut self) {}
}

struct Together<'a> {
    streams: [std::slice::Iter<'a, u8>; STREAMS.len()],
    module: Vec<u8>,
    /// Where the function begins.
    function: usize,
    recent: Recent,
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
        let operator = self.next(Stream::Operators)?;
        self.module.push(operator);
        self.module.extend(MEMORY.contains(&operator).then_some(0));
        Some(operator)
    }

    fn operator_after(&self) -> Option<u8> {
        let operators = self.streams.get(Stream::Operators as usize)?;
        operators.as_slice().first().copied()
    }

    fn local(&mut self, of: Stream) -> Option<()> {
        let mut local = number(|| self.next(of))? as u32;
        if local < Recent::MANY {
            local = self.recent.local(local);
        }
        self.module.extend(leb(local));
        Some(())
    }

    fn begin(&mut self) -> Option<()> {
        self.recent.begin();
        self.function = self.module.len();
        Some(())
    }

    fn end(&mut self) {
        let length = leb((self.module.len() - self.function) as u32);
        self.module.splice(self.function..self.function, length);
    }
}

/// A number in LEB128.
fn number(mut byte: impl FnMut() -> Option<u8>) -> Option<u64> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = byte()?;
        number |= u64::from(byte & 0x7F)
            .checked_shl(shift)
            .unwrap_or_default();
        shift += 7;
        if byte < 0x80 {
            return Some(number);
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

    fn number(&mut self, stream: Stream) -> Option<u64> {
        number(|| self.way.byte(stream))
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
            0x20 => self.way.local(Stream::Got),
            0x21 => self.way.local(Stream::Set),
            0x22 => self.way.local(Stream::Teed),
            // To and from memory.
            operator if MEMORY.contains(&operator) => self.number(Stream::Offsets).map(drop),
            0x3F | 0x40 => self.bytes(Stream::Operators, 1),
            0x41 => {
                let of = number_before(self.way.operator_after());
                self.number(of).map(drop)
            }
            0x42 => self.number(Stream::Long).map(drop),
            0x43 => self.bytes(Stream::Long, 4),
            0x44 => self.bytes(Stream::Long, 8),
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

    /// A module of one function: `block; local.get 1; i32.load offset=300; i64.load32_u; i32.const -1;
    /// call 5; br 0; end; end`.
    const MODULE: &[u8] = &[
        0, b'a', b's', b'm', 1, 0, 0, 0, 1, 2, 7, 7, 10, 24, 1, 22, 1, 2, 0x7F, 0x02, 0x40, 0x20,
        1, 0x28, 0, 0xAC, 2, 0x35, 0, 4, 0x41, 0x7F, 0x10, 5, 0x0C, 0, 0x0B, 0x0B, 11, 9, 3, 3,
    ];

    #[test]
    fn what_is_alike_stands_together() {
        let apart = apart(MODULE);
        let of = |stream: Stream| apart[stream as usize].as_slice();
        assert_eq!(of(Stream::Sections).len(), 19);
        assert_eq!(of(Stream::Functions), [1, 2, 0x7F]);
        let expected = [0x02, 0x40, 0x20, 0x28, 0x35, 0x41, 0x10, 0x0C, 0x0B, 0x0B];
        assert_eq!(of(Stream::Operators), expected);
        assert_eq!(
            (of(Stream::Got), of(Stream::Offsets)),
            (&[1][..], &[0xAC, 2, 4][..])
        );
        assert_eq!(
            (of(Stream::Passed), of(Stream::Numbers)),
            (&[0x7F][..], &[][..])
        );
        assert_eq!(
            (of(Stream::Calls), of(Stream::Branches)),
            (&[5][..], &[0][..])
        );
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
