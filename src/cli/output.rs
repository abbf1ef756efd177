//! Opens standard output, and writes to standard error. What writes to standard output flushes at
//! the end, so that no error is lost.

use super::progress;
use anstream::AutoStream;
use rdsim::text::{lines, workflow};
use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether `--quiet` is given.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Say nothing from here on that need not be said.
pub fn be_quiet(quiet: bool) {
    QUIET.store(quiet, Ordering::Relaxed);
}

/// Whether `--quiet` is given.
pub fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// For people, or for programs.
pub fn open(people: bool) -> Box<dyn Write + Send> {
    match (people, in_workflow()) {
        (true, true) => Box::new(LogWriter::new(styled())),
        (true, false) => styled(),
        (false, _) => plain(),
    }
}

/// Say a warning or a note, unless `--quiet` is given.
pub fn note(text: &str) {
    if !is_quiet() {
        say(text);
    }
}

/// Write a line, or several, to standard error. It may be closed.
pub fn say(text: &str) {
    let mut text = lines(text);
    if in_workflow() {
        text = Cow::Owned(workflow::log(&text).into_owned());
    }
    let _ = progress::beside(|| writeln!(io::stderr(), "{text}"));
}

/// Whether a job of GitHub Actions runs this, whose log is searched for commands.
pub fn in_workflow() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|is| is == "true")
}

/// Writes whole lines to the log of a job, none of which is a command.
struct LogWriter<W: Write> {
    line: Vec<u8>,
    to: W,
}

impl<W: Write> LogWriter<W> {
    fn new(to: W) -> Self {
        Self {
            line: Vec::new(),
            to,
        }
    }

    /// Write what there is of a line.
    fn write_line(&mut self) -> io::Result<()> {
        let text = String::from_utf8_lossy(&self.line);
        self.to.write_all(workflow::log(&text).as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

impl<W: Write> Write for LogWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|b| *b == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.write_line()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_line()?;
        self.to.flush()
    }
}

/// For people: with colours where they are wanted, and at once where somebody is watching.
fn styled() -> Box<dyn Write + Send> {
    let out = io::stdout();
    if out.is_terminal() {
        return Box::new(AutoStream::auto(out));
    }
    // The stream takes colours out in small pieces, so the buffer is behind it.
    let choice = AutoStream::choice(&out);
    let buffered: Box<dyn Write + Send> = Box::new(BufWriter::new(out));
    Box::new(AutoStream::new(buffered, choice))
}

/// For programs.
fn plain() -> Box<dyn Write + Send> {
    Box::new(BufWriter::new(io::stdout()))
}
