//! Reads Thrift's compact form, in which a Parquet file describes itself
//! (<https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>), as far as
//! it takes to look at a file before the parquet crate does.

/// A field of a structure: what its header says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    /// Number of the field in its structure.
    pub(super) id: usize,
    /// Kind of its value.
    pub(super) kind: u8,
}

/// Kind of a field that is true; it has no value of its own.
pub(super) const TRUE: u8 = 1;
/// Kind of a field that is false.
pub(super) const FALSE: u8 = 2;
/// Kind of a byte.
pub(super) const BYTE: u8 = 3;
/// Kind of a whole number of 32 bits.
pub(super) const I32: u8 = 5;
/// Kind of text or bytes.
pub(super) const BINARY: u8 = 8;
/// Kind of a list.
pub(super) const LIST: u8 = 9;
/// Kind of a structure.
pub(super) const STRUCT: u8 = 12;

/// What is left to be read. Each method gives nothing where it does not stand.
pub(super) struct Compact<'b>(pub(super) &'b [u8]);

impl Compact<'_> {
    /// A byte.
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// A number that is not negative, as lengths and sizes are written.
    pub(super) fn size(&mut self) -> Option<u64> {
        let mut size = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            size |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(size);
            }
        }
        None
    }

    /// A number of a field that must not be negative.
    pub(super) fn natural(&mut self) -> Option<u64> {
        let zigzag = self.size()?;
        (zigzag & 1 == 0).then_some(zigzag >> 1)
    }

    /// Skip text or bytes.
    pub(super) fn skip_binary(&mut self) -> Option<()> {
        let length = usize::try_from(self.size()?).ok()?;
        self.0 = self.0.get(length..)?;
        Some(())
    }

    /// The header of the field that follows the one with the given number (0 at the start of a
    /// structure), or `Some(None)` at the structure's end. Only the short form, which every writer
    /// takes for numbers that grow by less than 16.
    pub(super) fn field(&mut self, before: usize) -> Option<Option<Field>> {
        let header = self.byte()?;
        if header == 0 {
            return Some(None);
        }
        let (step, kind) = (usize::from(header >> 4), header & 0xf);
        let id = before + step;
        (step > 0).then_some(Some(Field { id, kind }))
    }

    /// How many elements of which kind a list has.
    pub(super) fn list(&mut self) -> Option<(u64, u8)> {
        let header = self.byte()?;
        let size = match header >> 4 {
            15 => self.size()?,
            few => u64::from(few),
        };
        Some((size, header & 0xf))
    }
}
