//! Compares text with the regular expressions of mail flow rules, as far as two engines agree.
//!
//! Exchange compares with the regular expressions of .NET, without regard to case (Microsoft,
//! "Best practices for configuring mail flow rules", 2021-07-14). What the engine here does not
//! have, such as looking around, or may understand otherwise, is a pattern whose result is not known.

use regex_lite::{Regex, RegexBuilder};

/// Bytes that a compiled pattern may have.
const COMPILED: usize = 1 << 20;
/// Classes that .NET extends to all of Unicode, and this engine does not.
const CLASSES: [&str; 8] = ["\\w", "\\W", "\\d", "\\D", "\\s", "\\S", "\\b", "\\B"];
/// What means something else in .NET: parts of words, and the difference of two classes.
const OTHERWISE: [&str; 5] = ["\\<", "\\>", "\\b{", "-[", "&&"];

/// A regular expression of a mail flow rule.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Compiled, where both engines understand it alike.
    regex: Option<Regex>,
    /// Whether it says what .NET extends to all of Unicode.
    classes: bool,
    ascii: bool,
}

impl Pattern {
    /// Compile a pattern.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let otherwise = OTHERWISE.iter().any(|other| text.contains(other));
        let regex = RegexBuilder::new(text)
            .case_insensitive(true)
            .size_limit(COMPILED)
            .build();
        Self {
            regex: regex.ok().filter(|_| !otherwise),
            classes: CLASSES.iter().any(|class| text.contains(class)),
            ascii: text.is_ascii(),
        }
    }

    /// Whether it matches somewhere in a text; none where that is not known.
    #[must_use]
    pub fn is_match(&self, text: &str) -> Option<bool> {
        let regex = self.regex.as_ref()?;
        let matched = regex.is_match(text);
        // Letters beyond ASCII have no cases here.
        let ascii = text.is_ascii() || (self.ascii && !self.classes);
        (ascii || matched && !self.classes).then_some(matched)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_are_compared_where_both_engines_agree() {
        let of = |pattern: &str, text: &str| Pattern::of(pattern).is_match(text);
        assert_eq!(of("^\\[EXT\\]", "[ext] hello"), Some(true));
        assert_eq!(of("\\d{3}-\\d{4}", "call 555-1234"), Some(true));
        assert_eq!(
            of("@contoso\\.com$", "bob@contoso.com.example"),
            Some(false)
        );
        assert_eq!(of("秘密", "これは秘密です"), Some(true));
        // In .NET a digit may be of another script, and letters beyond ASCII have cases.
        assert_eq!(of("\\d", "１"), None);
        assert_eq!(of("ä", "Ä"), None);
        // What one of the two engines does not have.
        for pattern in [
            "(?=a)b",
            "(a)\\1",
            "[a-z-[aeiou]]",
            "a\\<b",
            "(",
            "a{2000}{2000}",
        ] {
            assert_eq!(of(pattern, "ab"), None, "{pattern}");
        }
    }
}
