//! Finds the enhanced status codes of a text, with the response that each begins.

use std::fmt;
use std::ops::{Range, RangeInclusive};
use std::str::FromStr;

/// An enhanced status code, such as 5.7.520.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    class: u8,
    subject: u16,
    detail: u16,
}

impl Code {
    /// Whether it says that all went well.
    pub(super) fn is_success(self) -> bool {
        self.class == 2
    }

    /// Whether it is as short as those of RFC 3463 and its registry, which every server may give.
    pub(super) fn is_common(self) -> bool {
        self.detail < 100
    }

    /// How far it is from codes of the same class and subject.
    pub(super) fn distance(self, codes: &RangeInclusive<Self>) -> Option<u16> {
        let same = |c: &Self| (c.class, c.subject) == (self.class, self.subject);
        let (from, to) = (codes.start(), codes.end());
        (same(from) && same(to)).then(|| {
            let before = from.detail.saturating_sub(self.detail);
            before.max(self.detail.saturating_sub(to.detail))
        })
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut all = codes(text);
        match (all.next(), all.next()) {
            (Some((at, code)), None) if at == (0..text.len()) => Ok(code),
            _ => Err(()),
        }
    }
}

/// The codes of a range, one by one; a range is within one class and subject.
pub(super) fn each(range: &RangeInclusive<Code>) -> impl Iterator<Item = Code> + use<> {
    let first = *range.start();
    (first.detail..=range.end().detail).map(move |detail| Code { detail, ..first })
}

/// A range such as `4.7.500-699`, or one code.
pub(super) fn range(text: &str) -> Option<RangeInclusive<Code>> {
    let Some((from, last)) = text.split_once('-') else {
        let code: Code = text.parse().ok()?;
        return Some(code..=code);
    };
    let from: Code = from.parse().ok()?;
    let detail = last.parse().ok()?;
    Some(from..=Code { detail, ..from })
}

/// Every code of a text, and where it stands; `10.5.7.1` and `5.7.1.example` hold none.
pub(super) fn codes(text: &str) -> impl Iterator<Item = (Range<usize>, Code)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(class) = bytes.get(at) {
            let from = at;
            at += 1;
            if !matches!(class, b'2' | b'4' | b'5') || bytes.get(at) != Some(&b'.') {
                continue;
            }
            let before = from.checked_sub(1).and_then(|b| bytes.get(b));
            if before.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'.') {
                continue;
            }
            let Some((subject, dot)) = number(bytes, from + 2) else {
                continue;
            };
            if bytes.get(dot) != Some(&b'.') {
                continue;
            }
            let Some((detail, end)) = number(bytes, dot + 1) else {
                continue;
            };
            let goes_on = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
            let dotted = bytes.get(end) == Some(&b'.') && goes_on(bytes.get(end + 1));
            if goes_on(bytes.get(end)) || dotted {
                continue;
            }
            at = end;
            let code = Code {
                class: class - b'0',
                subject,
                detail,
            };
            return Some((from..end, code));
        }
        None
    })
}

/// A number of one to three digits, and where it ends.
fn number(bytes: &[u8], from: usize) -> Option<(u16, usize)> {
    let digits = bytes.get(from..)?.iter().take(4);
    let digits = digits.take_while(|b| b.is_ascii_digit());
    let (value, length) = digits.fold((0, 0), |(value, length), digit| {
        (value * 10 + u16::from(digit - b'0'), length + 1)
    });
    (1..=3).contains(&length).then_some((value, from + length))
}

/// A response as a text shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The whole response.
    pub line: &'a str,
    /// Its code, if it has one.
    pub code: Option<Code>,
    /// What stands behind the code.
    pub said: &'a str,
}

/// Every response of a text: each begins with a code, or with the reply in front of it, and goes on
/// to the next one. What stands before the first code is one without.
pub(super) fn responses(text: &str) -> impl Iterator<Item = Shown<'_>> {
    let mut all = codes(text).peekable();
    let first = all.peek().map(|(at, _)| begin(text, at.start));
    let before = text.get(..first.unwrap_or(text.len())).unwrap_or_default();
    let before = Some(Shown {
        line: before.trim(),
        code: None,
        said: before,
    });
    let with_code = std::iter::from_fn(move || {
        let (at, code) = all.next()?;
        // The same code once more: the lines of one reply, or the code in front of it.
        while all.next_if(|(_, next)| *next == code).is_some() {}
        let end = all.peek().map(|(next, _)| begin(text, next.start));
        let end = end.unwrap_or(text.len());
        let said = text.get(at.end..end).unwrap_or_default();
        // A trace closes a response with a brace.
        let said = said.split('}').next().unwrap_or_default();
        let line = text.get(begin(text, at.start)..at.end + said.len());
        Some(Shown {
            line: line.unwrap_or_default().trim(),
            code: Some(code),
            said,
        })
    });
    let before = before.filter(|shown| !shown.line.is_empty());
    // The first code is the more telling: what stands before it comes last.
    with_code.chain(before)
}

/// Where a response begins whose code begins here: at `550` of `550 5.7.1`, `550-5.7.1` or
/// `550;5.7.1`.
fn begin(text: &str, code: usize) -> usize {
    let bytes = text.as_bytes();
    let Some(from) = code.checked_sub(4) else {
        return code;
    };
    let reply = bytes.get(from..code).is_some_and(|b| match b {
        [digits @ .., between] => {
            digits.iter().all(u8::is_ascii_digit) && matches!(between, b' ' | b'-' | b';')
        }
        [] => false,
    });
    let before = from.checked_sub(1).and_then(|b| bytes.get(b));
    let alone = !before.is_some_and(u8::is_ascii_alphanumeric);
    if reply && alone { from } else { code }
}
