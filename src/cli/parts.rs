//! Reads a large file in several threads, each at a different place.

use super::interrupt;
use super::ordered::produced;
use super::progress::Progress;
use rdsim::mail::large::{Abridger, Survey};
use rdsim::mail::mbox::{Part, Sequence};
use rdsim::mail::{Content, Error, Sink, Wanted};
use std::fs::File;
use std::io::{self, Read};

/// Bytes of a message that a thread surveys at a time.
const PIECE: u64 = 1 << 20;
/// Parts per thread that are read before the first of them is handed on.
const AHEAD: usize = 2;
/// Bytes of all the parts of an mbox that are in memory, and the most of one.
const UNDER_WAY: u64 = 16 << 20;
const PART: u64 = 4 << 20;

/// A large file that is read in several places at a time.
pub struct Parts<'a> {
    /// The file.
    pub file: &'a File,
    /// How many bytes it has.
    pub length: u64,
    /// Threads that read it.
    pub threads: usize,
    /// Shows how far it is.
    pub progress: &'a Progress,
}

impl Parts<'_> {
    fn section(&self, at: u64, end: u64) -> Section<'_> {
        Section {
            file: self.file,
            at,
            end,
        }
    }

    /// The file as a message: every thread surveys pieces, and one abridges those that matter.
    pub fn message(&self) -> Result<Content<'static>, Error> {
        let mut abridger = Abridger::default();
        let piece = |at| self.section(at, at + PIECE);
        let read = self.each(
            PIECE,
            |at| (at, Survey::of(piece(at))),
            |(at, survey)| {
                if !abridger.skip(&survey?) {
                    abridger.feed_from(piece(at))?;
                }
                self.progress.read(PIECE.min(self.length - at));
                interrupt::go_on()
            },
        );
        let abridged = read
            .map_err(Error::unreadable)
            .and_then(|()| abridger.finish());
        abridged.map(Content::Abridged)
    }

    /// Give the messages of the file to `sink`: every thread reads those of a different part.
    pub fn mbox(&self, name: &str, wanted: Wanted, sink: &mut Sink) {
        let under_way = (self.threads * AHEAD) as u64;
        let step = PART.min(UNDER_WAY / under_way);
        let open = |at| self.section(at, self.length);
        let mut sequence = Sequence::new(name, wanted);
        // The error says that no more is wanted, which the sink knows.
        let _ = self.each(
            step,
            |at| {
                let range = at..at.saturating_add(step).min(self.length);
                (range.end - at, Part::of(&open, range, wanted))
            },
            |(bytes, part)| {
                self.progress.read(bytes);
                if !sequence.give(part, &open, sink) {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
                interrupt::go_on()
            },
        );
    }

    /// Do something at places of the file that are `step` bytes apart: `work` in every thread, then
    /// `then` with the results in order.
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
