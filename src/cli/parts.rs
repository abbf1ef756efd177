//! Takes a large file apart with every core, each at another place of it.

use super::ordered::produced;
use super::progress::{self, Progress};
use rdsim::input::block::{Block, Sink, Wanted};
use rdsim::input::mbox::{Part, Sequence};
use rdsim::input::slim::{Slimmer, Survey};
use rdsim::input::{Kind, Owned, unread};
use rdsim::words::Sentence;
use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::ops::Range;

/// Bytes of a message that one thread looks over at a time.
const PIECE: u64 = 1 << 20;
/// Parts that are ahead of the one whose turn it is, a thread.
const AHEAD: usize = 2;
/// Bytes of the parts of an mbox that are under way, and of one.
const UNDER_WAY: u64 = 16 << 20;
const PART: u64 = 4 << 20;

/// A large file that is read in several places at a time.
pub struct Parts<'a> {
    file: &'a File,
    kind: Kind,
    length: u64,
    threads: usize,
    progress: &'a Progress,
}

impl<'a> Parts<'a> {
    /// The file, if it is of a kind that can be read so.
    pub fn of(file: &'a File, threads: usize, progress: &'a Progress) -> Option<Self> {
        let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let mut parts = Self {
            file,
            kind: Kind::Message,
            length: metadata.len(),
            threads,
            progress,
        };
        let mut start = Vec::new();
        parts.section(0, 8).read_to_end(&mut start).ok()?;
        parts.kind = Kind::of(&start);
        // Windows moves the file's own place as well.
        let mut file = file;
        file.rewind().ok()?;
        let can = threads > 1 && matches!(parts.kind, Kind::Message | Kind::Mbox);
        can.then_some(parts)
    }

    fn section(&self, at: u64, end: u64) -> Section<'_> {
        Section {
            file: self.file,
            at,
            end,
        }
    }

    /// The file as a message, if it is one: every thread looks for what matters, and one takes that.
    pub fn message(&self) -> Option<Result<Owned, Sentence>> {
        if self.kind != Kind::Message {
            return None;
        }
        let mut slimmer = Slimmer::default();
        let piece = |at| self.section(at, at + PIECE);
        let read = self.each(
            PIECE,
            |at| (at, Survey::of(piece(at))),
            |(at, survey)| {
                if !slimmer.skip(&survey?) {
                    slimmer.feed_from(piece(at))?;
                }
                self.progress.read(PIECE.min(self.length - at));
                progress::go_on()
            },
        );
        let slim = read.map_err(|e| unread(&e)).and_then(|()| slimmer.finish());
        Some(slim.map(Owned::Slim))
    }

    /// Give the messages of the file to `sink`: every thread takes those of another part.
    pub fn mbox(&self, name: &str, wanted: Wanted, sink: &mut Sink) {
        let under_way = (self.threads * AHEAD) as u64;
        let step = PART.min(UNDER_WAY / under_way).max(Part::BEFORE);
        let (mut sequence, mut number) = (Sequence::default(), 0);
        let taken = self.each(
            step,
            |at| {
                let range = at..at.saturating_add(step).min(self.length);
                let part = match at {
                    0 => Part::known(self.section(0, self.length), range.clone(), wanted),
                    _ => {
                        let from = self.section(at - Part::BEFORE, self.length);
                        Part::found(from, range.clone(), wanted)
                    }
                };
                (range, part)
            },
            |(range, part)| {
                self.progress.read(range.end - range.start);
                let again = |range: Range<u64>| {
                    Part::known(self.section(range.start, self.length), range, wanted)
                };
                let mut taken = Some(part);
                while let Some(part) = sequence.next(range.end, taken.take(), again) {
                    for mut block in part.blocks {
                        block.number(name, &mut number);
                        if !sink(block) {
                            return Err(io::ErrorKind::BrokenPipe.into());
                        }
                    }
                    if let Some(why) = part.failed {
                        sink(Block::single(name.to_owned(), Err(why)));
                        return Err(io::ErrorKind::BrokenPipe.into());
                    }
                }
                progress::go_on()
            },
        );
        // An error is that no more is wanted, of which whoever wants no more knows.
        drop(taken);
    }

    /// Do something with each place of the file, so many bytes apart: `work` in every thread,
    /// `then` in order.
    fn each<R: Send>(
        &self,
        step: u64,
        work: impl Fn(u64) -> R + Sync,
        then: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()> {
        let places = |send: &mut dyn FnMut(u64) -> bool| {
            let mut next = (0..self.length.div_ceil(step)).map(|n| n * step);
            let _ = next.all(send);
        };
        produced(self.threads, AHEAD, places, work, then)
    }
}

/// A part of a file.
struct Section<'f> {
    file: &'f File,
    at: u64,
    end: u64,
}

impl Read for Section<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = to.len().min(left);
        let n = read_at(self.file, to.get_mut(..wanted).unwrap_or_default(), self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

#[cfg(unix)]
fn read_at(file: &File, to: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, to, at)
}

#[cfg(windows)]
fn read_at(file: &File, to: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, to, at)
}
