//! Follows the brackets and quotes of an item of JSON, to find where it ends.

use super::items::Fault;

/// Lists and objects within one another; more than JSON readers take.
pub(super) const DEPTH: usize = 128;

/// Where the scan of an item stops.
pub(super) enum Stop {
    /// Not in these bytes.
    Nowhere,
    /// At its end.
    End,
    /// Before the bracket that begins the value of a property of the item itself.
    Value(u8),
}

/// How far into an item the bytes so far lead.
#[derive(Default)]
pub(super) struct Inside {
    pub(super) depth: usize,
    quoted: bool,
    escaped: bool,
    /// Whether a colon of the item itself was the last byte but blanks.
    colon: bool,
    /// Whether the stop before the bracket that follows was made.
    stopped: bool,
}

impl Inside {
    /// At a depth.
    pub(super) fn at(depth: usize) -> Self {
        Self {
            depth,
            ..Self::default()
        }
    }

    /// How many of the bytes that follow belong to the item, and why no more.
    pub(super) fn scan(&mut self, bytes: &[u8]) -> Result<(usize, Stop), Fault> {
        let mut next = 0;
        while let Some(byte) = bytes.get(next) {
            let at = next;
            next += 1;
            if self.quoted {
                if std::mem::take(&mut self.escaped) {
                    continue;
                }
                let rest = bytes.get(at..).unwrap_or_default();
                let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                    break;
                };
                next += found;
                self.escaped = rest.get(found) == Some(&b'\\');
                self.quoted = self.escaped;
                continue;
            }
            match byte {
                b'"' => {
                    self.quoted = true;
                    self.colon = false;
                }
                b'[' | b'{' if self.colon && !self.stopped => {
                    self.stopped = true;
                    return Ok((at, Stop::Value(*byte)));
                }
                b'[' | b'{' if self.depth >= DEPTH => return Err(Fault::NotJson),
                b'[' | b'{' => {
                    self.depth += 1;
                    (self.colon, self.stopped) = (false, false);
                }
                b',' | b']' | b'}' if self.depth == 0 => return Ok((at, Stop::End)),
                b']' | b'}' if self.depth == 1 => return Ok((at + 1, Stop::End)),
                b']' | b'}' => self.depth -= 1,
                b':' => self.colon = self.depth == 1,
                b' ' | b'\t' | b'\r' | b'\n' => {}
                _ => self.colon = false,
            }
        }
        Ok((bytes.len(), Stop::Nowhere))
    }

    /// The same for a property of an object that is open: it ends before the comma or bracket after it.
    pub(super) fn property(&mut self, bytes: &[u8]) -> Result<(usize, Stop), Fault> {
        for (at, byte) in bytes.iter().enumerate() {
            let ends = self.depth == 1 && !self.quoted && matches!(byte, b',' | b'}');
            if ends {
                return Ok((at, Stop::End));
            }
            match self.scan(std::slice::from_ref(byte))? {
                (_, Stop::Value(bracket)) => return Ok((at, Stop::Value(bracket))),
                (_, Stop::End) => return Err(Fault::NotJson),
                (_, Stop::Nowhere) => {}
            }
        }
        Ok((bytes.len(), Stop::Nowhere))
    }
}
