//! Writes workflow commands that GitHub shows as annotations beside the lines they are about.

use crate::text::workflow::{message, property};
use std::io::{self, Write};

/// How an annotation is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Red.
    Error,
    /// Yellow.
    Warning,
    /// Grey.
    Notice,
}

/// An annotation on a line of a file.
#[derive(Debug, Clone, Copy)]
pub struct Annotation<'a> {
    /// How it is shown.
    pub level: Level,
    /// Path from the root of the repository.
    pub file: &'a str,
    /// 1-based line; 0 for the file as a whole.
    pub line: u32,
    /// 1-based column; 0 for the line as a whole.
    pub column: u32,
    /// Its heading.
    pub title: &'a str,
    /// Its text.
    pub message: &'a str,
}

/// Write an annotation as one line.
///
/// # Errors
/// What the writer says.
pub fn annotation(a: &Annotation, to: &mut impl Write) -> io::Result<()> {
    let word = match a.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Notice => "notice",
    };
    write!(to, "::{word} file={}", property(a.file))?;
    if a.line > 0 {
        write!(to, ",line={}", a.line)?;
    }
    if a.column > 0 {
        write!(to, ",col={}", a.column)?;
    }
    writeln!(to, ",title={}::{}", property(a.title), message(a.message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        let mut out = Vec::new();
        let a = Annotation {
            level: Level::Warning,
            file: "a,b:c.yaml",
            line: 3,
            column: 0,
            title: "100%, sure",
            message: "one\r\ntwo: 5 %::error::",
        };
        annotation(&a, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::warning file=a%2Cb%3Ac.yaml,line=3,title=100%25%2C sure::one%0D%0Atwo: 5 %25::error::\n"
        );
    }
}
