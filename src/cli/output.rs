//! Opens standard output. What writes to it flushes at the end, so that no error is lost.

use anstream::AutoStream;
use std::io::{self, BufWriter, IsTerminal, Write};

/// For people, or for programs.
pub fn open(people: bool) -> Box<dyn Write> {
    if people { styled() } else { plain() }
}

/// For people: with colours where they are wanted, and at once where somebody is watching.
fn styled() -> Box<dyn Write> {
    let out = io::stdout();
    if out.is_terminal() {
        return Box::new(AutoStream::auto(out));
    }
    // The stream takes colours out in small pieces, so the buffer is behind it.
    let choice = AutoStream::choice(&out);
    let buffered: Box<dyn Write> = Box::new(BufWriter::new(out));
    Box::new(AutoStream::new(buffered, choice))
}

/// For programs.
fn plain() -> Box<dyn Write> {
    Box::new(BufWriter::new(io::stdout()))
}
