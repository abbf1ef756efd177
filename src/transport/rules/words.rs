//! Finds words in text as mail flow rules do: whole words only, in any case.
//!
//! A word may be surrounded by spaces and punctuation; with other characters beside it it does not
//! match (Microsoft, "Mail flow rule conditions", 2021-07-14, property type Words). What that means
//! in scripts that put no spaces between words is not documented.

use super::Holds;
use memchr::memmem;

/// Whether a text has a word or phrase, both in lower case.
pub(super) fn has(text: &str, word: &str) -> Holds {
    if word.is_empty() {
        return Holds::No;
    }
    let found = memmem::find_iter(text.as_bytes(), word.as_bytes());
    Holds::any(found.map(|at| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        let [first, last] = [word.chars().next(), word.chars().next_back()];
        beside(before, first).and(beside(after, last))
    }))
}

/// Whether a word may end where one character stands beside its own last one.
fn beside(other: Option<char>, own: Option<char>) -> Holds {
    let (Some(other), Some(own)) = (other, own) else {
        return Holds::Yes;
    };
    if !other.is_alphanumeric() {
        Holds::Yes
    } else if is_unspaced(other) || is_unspaced(own) {
        Holds::Unknown
    } else {
        Holds::No
    }
}

/// Whether a character is of a script that puts no spaces between words: Thai to Khmer, Chinese,
/// Japanese, and Korean, where endings follow without one.
fn is_unspaced(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0e00..=0x0fff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff
            | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x3ffff
    )
}

#[cfg(test)]
mod tests {
    use super::{Holds, has};

    #[test]
    fn words_are_whole_words() {
        for text in [
            "contoso",
            "at contoso.",
            "(contoso)",
            "bob@contoso.com",
            "a contoso b",
        ] {
            assert_eq!(has(text, "contoso"), Holds::Yes, "{text}");
        }
        for text in [
            "acontoso",
            "contosoa",
            "acontosob",
            "contoso1",
            "",
            "contos",
        ] {
            assert_eq!(has(text, "contoso"), Holds::No, "{text}");
        }
        // One place is enough.
        assert_eq!(has("acontoso contoso", "contoso"), Holds::Yes);
        assert_eq!(has("the press release", "press release"), Holds::Yes);
        assert_eq!(has("50% off", "50%"), Holds::Yes);
        assert_eq!(has("x", ""), Holds::No);
    }

    #[test]
    fn where_no_spaces_stand_between_words_a_part_of_a_word_cannot_be_told() {
        assert_eq!(has("【社外秘】資料", "社外秘"), Holds::Yes);
        assert_eq!(has("この社外秘文書", "社外秘"), Holds::Unknown);
        assert_eq!(has("auroraの計画", "aurora"), Holds::Unknown);
        assert_eq!(has("社外秘abc", "社外秘"), Holds::Unknown);
        assert_eq!(has("社内資料", "社外秘"), Holds::No);
    }
}
