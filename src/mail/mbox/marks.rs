//! Removes the `>` that quotes lines that begin with `From ` in an mbox.

use crate::mail::large::Gap;
use memchr::memmem;

/// Which lines with `From ` a message was seen to have.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// One that begins with `>From `.
    pub(super) marked: bool,
    /// One that begins with `From ` and does not stand between messages.
    pub(super) bare: bool,
}

/// A text without the `>` that was put before its lines with `From `; `None` where there are none.
pub(super) fn unquoted(text: &[u8]) -> Option<Vec<u8>> {
    memmem::find(text, b">From ")?;
    // The writer did not quote where a line begins with `From ` itself.
    if memmem::find(text, b"\nFrom ").is_some() {
        return None;
    }
    Some(without_marks(text, &mut []))
}

/// A text without the `>` before its lines with `From `; gaps in it move with what is behind them.
pub(super) fn without_marks(text: &[u8], gaps: &mut [Gap]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut gaps = gaps.iter_mut().peekable();
    let mut at = 0;
    for line in text.split_inclusive(|b| *b == b'\n') {
        while let Some(gap) = gaps.next_if(|gap| gap.at <= at) {
            gap.at -= at - out.len();
        }
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let quoted = marks > 0 && line.get(marks..).is_some_and(|l| l.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
        at += line.len();
    }
    gaps.for_each(|gap| gap.at -= at - out.len());
    out
}
