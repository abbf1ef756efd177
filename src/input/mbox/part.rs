//! Takes the messages out of a part of an mbox, so that several threads can, each in another part.
//!
//! Where a part does not begin with a message, its first one is looked for. That may be wrong
//! where a length guards a body, so who puts the parts together sees whether each begins where
//! the one before it ends, and takes it again if it does not.

use super::{LINE, Mbox};
use crate::input::PIECE;
use crate::input::block::{Block, Wanted};
use crate::words::Sentence;
use std::io::Read;
use std::ops::Range;

/// The messages that begin in a part.
#[derive(Debug)]
pub struct Part {
    /// Where the first of them begins, in bytes from the beginning of the mbox.
    pub begin: Option<u64>,
    /// Where the next one begins behind them, or the mbox ends.
    pub end: u64,
    /// The messages, which have no numbers yet.
    pub blocks: Vec<Block>,
    /// Why the file could not be read on.
    pub failed: Option<Sentence>,
}

impl Part {
    /// Bytes before a part that show whether a message begins with it.
    pub const BEFORE: u64 = LINE as u64;

    /// Take the messages that begin in `range`, of which the first surely begins there. `from`
    /// begins there too, and goes on to the end of the mbox.
    pub fn known(from: impl Read, range: Range<u64>, wanted: Wanted) -> Self {
        let mut mbox = Mbox::new(from, wanted);
        (mbox.at, mbox.limit) = (range.start, range.end);
        let begin = Some(range.start);
        mbox.part(begin)
    }

    /// The same, if it is not known where the first begins. `from` begins [`Self::BEFORE`] the
    /// part.
    pub fn found(from: impl Read, range: Range<u64>, wanted: Wanted) -> Self {
        let mut mbox = Mbox::new(from, wanted);
        (mbox.at, mbox.limit) = (range.start.saturating_sub(Self::BEFORE), range.end);
        let begin = mbox.first(range.start);
        mbox.part(begin)
    }
}

impl<R: Read> Mbox<R> {
    /// Go to the first message from a place on, and before the limit; where that is.
    fn first(&mut self, from: u64) -> Option<u64> {
        while self.at < self.limit {
            match self.separator(0) {
                Some(next) => {
                    self.pass(next);
                    if self.at >= from {
                        return (self.at < self.limit).then_some(self.at);
                    }
                }
                None if self.ended => return None,
                None => {
                    self.pass(self.edge());
                    self.fill(self.filled + PIECE);
                }
            }
        }
        None
    }

    fn part(mut self, begin: Option<u64>) -> Part {
        let mut blocks = Vec::new();
        if begin.is_some() {
            blocks.extend(std::iter::from_fn(|| self.block()));
        }
        Part {
            begin,
            end: self.at,
            blocks,
            failed: self.failed,
        }
    }
}
