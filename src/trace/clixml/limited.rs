//! Ends a source of bytes where a row is too large.

use std::io::{self, Read};

/// Ends with an error where a row is too large.
pub(super) struct Limited<R> {
    pub(super) from: R,
    /// Bytes that the row may still have.
    pub(super) left: usize,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        self.left = match self.left.checked_sub(read) {
            Some(left) => left,
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        };
        Ok(read)
    }
}
