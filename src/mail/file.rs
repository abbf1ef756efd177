//! Reads the start of a file, which for most is all of it.

use super::WHOLE;
use std::fs::File;
use std::io::{self, Read};

/// Bytes of a file that is long enough for every core to read at another place of it.
const LONG: u64 = 16 << 20;

/// The start of a file; all of it, where it is no longer than [`WHOLE`].
pub struct Start {
    room: Vec<u8>,
    filled: usize,
    /// Whether the file is longer than [`LONG`]; then the start is short.
    pub long: bool,
}

impl Start {
    /// Memory for the starts of files, one after another.
    #[must_use]
    pub fn new() -> Self {
        Self {
            room: vec![0; 16 << 10],
            filled: 0,
            long: false,
        }
    }

    /// What was read.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.room.get(..self.filled).unwrap_or_default()
    }

    /// Read the start of a regular file. A read that does not fill its room has come to the end:
    /// most files are read at once, and their size is not asked for.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(&mut self, file: &mut File) -> io::Result<()> {
        (self.filled, self.long) = (0, false);
        loop {
            let room = self.room.get_mut(self.filled..).unwrap_or_default();
            let wanted = room.len();
            match file.read(room) {
                Ok(n) => {
                    self.filled += n;
                    if n < wanted || self.filled > WHOLE {
                        return Ok(());
                    }
                    if self.filled == n && file.metadata().is_ok_and(|m| m.len() > LONG) {
                        self.long = true;
                        return Ok(());
                    }
                    self.room.resize((2 * self.filled).min(WHOLE + 1), 0);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }
}
