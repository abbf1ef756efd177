//! Reads the messages of a part of an mbox, so that several threads can read different parts.
//!
//! Where a part does not begin with a message, its first one is looked for. The one that is found
//! may stand in the body of a message with a `Content-Length`; so a part whose first message does
//! not begin where the part before it ends is read again when the parts are put together.

use super::{LINE, Mbox, name_by_number};
use crate::mail::{Error, Mail, PIECE, Sink, Wanted};
use std::io::Read;
use std::ops::Range;

/// Messages of a part that are read at a time: tiny ones need more memory than they have bytes.
const MESSAGES: usize = 8192;

/// The messages that begin in a part, or the first of them where there are very many.
#[derive(Debug)]
pub struct Part {
    /// Where the first of them begins, in bytes from the beginning of the mbox.
    begin: Option<u64>,
    /// Where the next one begins behind them, or the mbox ends.
    end: u64,
    /// Where the part ends.
    limit: u64,
    /// The messages, which have no numbers yet.
    batches: Vec<Vec<Mail<'static>>>,
    /// Why the file could not be read on.
    failed: Option<Error>,
}

impl Part {
    /// Read the messages that begin in `range` of an mbox; `open` reads the mbox from a place on.
    pub fn of<R: Read>(open: &impl Fn(u64) -> R, range: Range<u64>, wanted: Wanted) -> Self {
        if range.start == 0 {
            return Self::known(open, range, wanted);
        }
        // Whether a message begins at the place shows in the lines before it.
        let before = range.start.saturating_sub(LINE as u64);
        let mut mbox = Mbox::new(open(before), wanted);
        (mbox.at, mbox.limit) = (before, range.end);
        let begin = mbox.first(range.start);
        mbox.part(begin)
    }

    /// The same where a message is known to begin at the start of the range.
    fn known<R: Read>(open: &impl Fn(u64) -> R, range: Range<u64>, wanted: Wanted) -> Self {
        let mut mbox = Mbox::new(open(range.start), wanted);
        (mbox.at, mbox.limit) = (range.start, range.end);
        mbox.part(Some(range.start))
    }
}

/// Puts the messages of the parts of an mbox together, in order.
#[derive(Debug)]
pub struct Sequence<'n> {
    name: &'n str,
    wanted: Wanted,
    /// Where the last message ended, and its number.
    end: u64,
    number: u64,
}

impl<'n> Sequence<'n> {
    /// The beginning of an mbox.
    #[must_use]
    pub fn new(name: &'n str, wanted: Wanted) -> Self {
        Self {
            name,
            wanted,
            end: 0,
            number: 0,
        }
    }

    /// Give the messages of the next part to `sink`; whether it wants more. The part is read again
    /// where its first message was not the one that follows, and on where it has very many.
    pub fn give<R: Read>(&mut self, part: Part, open: &impl Fn(u64) -> R, sink: &mut Sink) -> bool {
        let limit = part.limit;
        let mut read = Some(part).filter(|part| part.begin == Some(self.end));
        while self.end < limit {
            let begin = self.end;
            let again = || Part::known(open, begin..limit, self.wanted);
            let part = read.take().unwrap_or_else(again);
            self.end = part.end;
            for mut batch in part.batches {
                name_by_number(&mut batch, self.name, &mut self.number);
                if !sink(batch) {
                    return false;
                }
            }
            if let Some(error) = part.failed {
                sink(vec![Mail::failed(self.name.to_owned(), error)]);
                return false;
            }
            if self.end == begin {
                // The file became shorter.
                break;
            }
        }
        true
    }
}

impl<R: Read> Mbox<R> {
    /// Go to the first message from a place on, and before the limit; where that is.
    fn first(&mut self, from: u64) -> Option<u64> {
        while self.at < self.limit {
            match self.separator(0) {
                Some(next) => {
                    self.drop_front(next);
                    if self.at >= from {
                        return (self.at < self.limit).then_some(self.at);
                    }
                }
                None if self.ended => return None,
                None => {
                    self.drop_front(self.edge());
                    self.fill(self.filled + PIECE);
                }
            }
        }
        None
    }

    fn part(mut self, begin: Option<u64>) -> Part {
        let (mut batches, mut messages) = (Vec::new(), 0);
        while begin.is_some()
            && messages < MESSAGES
            && let Some(batch) = self.batch()
        {
            messages += batch.len();
            batches.push(batch);
        }
        Part {
            begin,
            end: self.at,
            limit: self.limit,
            batches,
            failed: self.failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Sequence};
    use crate::mail::{Mail, Wanted, archive};
    use proptest::prelude::*;

    fn read(batch: &[Mail], to: &mut Vec<String>) {
        for mail in batch {
            to.push(format!("{} {:?}", mail.name, mail.message()));
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
            "From \r\n",
            "From - Tue Sep  1 09:00:00 2026\n",
            "From ???@??? Tue Sep  1 09:00:00 2026\n",
            "From alice@contoso.com\n",
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
    fn very_many_messages_are_read_some_at_a_time() {
        let mbox = "From a Sep 10:10\n\n".repeat(20_000);
        let end = mbox.len() as u64;
        let open = |at: u64| mbox.as_bytes().get(at as usize..).unwrap();
        let (mut at, mut counts) = (0, Vec::new());
        while at < end {
            let part = Part::known(&open, at..end, Wanted::Abridged);
            counts.push(part.batches.iter().map(Vec::len).sum::<usize>());
            at = part.end;
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
            archive::messages("m", mbox.as_bytes(), Wanted::Abridged, &mut |batch| {
                read(&batch, &mut whole);
                true
            });
            let open = |at: u64| mbox.as_bytes().get(at as usize..).unwrap();
            let (mut together, mut sequence) = (Vec::new(), Sequence::new("m", Wanted::Abridged));
            let length = mbox.len() as u64;
            for at in (0..length).step_by(step as usize) {
                let part = Part::of(&open, at..(at + step).min(length), Wanted::Abridged);
                sequence.give(part, &open, &mut |batch| {
                    read(&batch, &mut together);
                    true
                });
            }
            prop_assert_eq!(whole, together);
        }
    }
}
