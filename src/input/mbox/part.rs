//! Takes the messages out of a part of an mbox, so that several threads can, each in another part.
//!
//! Where a part does not begin with a message, its first one is looked for. That may be wrong
//! where a length guards a body, so when the parts are put together each must begin where the one
//! before it ends, and is taken again if it does not.

use super::{LINE, Mbox};
use crate::input::PIECE;
use crate::input::block::{Block, Wanted};
use crate::words::Sentence;
use std::io::Read;
use std::ops::Range;

/// Messages up to which a part is taken: where they are tiny, what they need is more than they are.
const MESSAGES: usize = 8192;

/// The messages that begin in a part, or the first of them where they are very many.
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

/// Puts the parts of an mbox together again, in order.
#[derive(Debug, Default)]
pub struct Sequence {
    /// Where the last message ended.
    end: u64,
}

impl Sequence {
    /// What is next up to `end`: the part that was taken there, if it begins where the last
    /// message ended, else what `again` takes from there on. Nothing, where all of it was given.
    pub fn next(
        &mut self,
        end: u64,
        taken: Option<Part>,
        again: impl FnOnce(Range<u64>) -> Part,
    ) -> Option<Part> {
        if self.end >= end {
            return None;
        }
        let taken = taken.filter(|part| part.begin == Some(self.end));
        let part = taken.unwrap_or_else(|| again(self.end..end));
        // A file that became shorter has nothing there.
        let goes_on = part.end > self.end || part.failed.is_some();
        self.end = part.end;
        goes_on.then_some(part)
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
        let (mut blocks, mut messages) = (Vec::new(), 0);
        while begin.is_some()
            && messages < MESSAGES
            && let Some(block) = self.block()
        {
            messages += block.len();
            blocks.push(block);
        }
        Part {
            begin,
            end: self.at,
            blocks,
            failed: self.failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Sequence};
    use crate::input::block::{Block, Wanted, blocks};
    use proptest::prelude::*;

    fn told(block: &Block, to: &mut Vec<String>) {
        for mail in block.mails() {
            let message = mail.content.and_then(|c| c.message());
            to.push(format!("{} {message:?}", mail.name));
        }
    }

    /// Pieces of which an mbox is made, some of them long.
    fn piece() -> impl Strategy<Value = String> {
        let lines = [
            "From alice@contoso.com Tue Sep  1 09:00:00 2026\n",
            "\nFrom alice@contoso.com Tue Sep  1 09:00:00 2026\n",
            "\nFrom alice@contoso.com Tue Sep  1 09:00:00 2026\nContent-Length: 150\n\n",
            "\nFrom alice@contoso.com Tue Sep  1 09:00:00 2026\nContent-Length: 9000\n\n",
            "From now on\n",
            ">From here\n",
            "Subject: a\n",
            "\r\n",
            "\n",
        ];
        prop_oneof![
            8 => prop::sample::select(lines.to_vec()).prop_map(str::to_owned),
            1 => (1usize..3000).prop_map(|n| "x".repeat(n)),
            1 => (1usize..2000).prop_map(|n| "a line - \n".repeat(n)),
        ]
    }

    #[test]
    fn of_very_many_messages_some_are_taken_at_a_time() {
        let mbox = "From a 10:10\n\n".repeat(20_000);
        let end = mbox.len() as u64;
        let from = |at: u64| mbox.as_bytes().get(at as usize..).unwrap();
        let again =
            |range: std::ops::Range<u64>| Part::known(from(range.start), range, Wanted::Judged);
        let (mut sequence, mut counts) = (Sequence::default(), Vec::new());
        while let Some(part) = sequence.next(end, None, again) {
            counts.push(part.blocks.iter().map(Block::len).sum::<usize>());
        }
        assert_eq!(counts, [8192, 8192, 20_000 - 2 * 8192]);
    }

    proptest! {
        #[test]
        fn parts_give_what_the_whole_gives(
            pieces in prop::collection::vec(piece(), 0..40),
            step in 2048u64..9000,
        ) {
            let mbox = "From a 10:10\n".to_owned() + &pieces.concat();
            let mut whole = Vec::new();
            blocks("m", mbox.as_bytes(), Wanted::Judged, &mut |block| {
                told(&block, &mut whole);
                true
            });
            let from = |at: u64| mbox.as_bytes().get(at as usize..).unwrap();
            let (mut together, mut sequence, mut number) = (Vec::new(), Sequence::default(), 0);
            let length = mbox.len() as u64;
            for at in (0..length).step_by(step as usize) {
                let range = at..(at + step).min(length);
                let part = if at == 0 {
                    Part::known(from(0), range.clone(), Wanted::Judged)
                } else {
                    Part::found(from(at - Part::BEFORE), range.clone(), Wanted::Judged)
                };
                let again = |range: std::ops::Range<u64>| Part::known(from(range.start), range, Wanted::Judged);
                let mut taken = Some(part);
                while let Some(part) = sequence.next(range.end, taken.take(), again) {
                    for mut block in part.blocks {
                        block.number("m", &mut number);
                        told(&block, &mut together);
                    }
                }
            }
            prop_assert_eq!(whole, together);
        }
    }
}
