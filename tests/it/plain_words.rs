//! Holds code, pages, docs and output to plain words: words that were replaced do not come back.

use crate::program::root;
use std::path::Path;
use walkdir::WalkDir;

/// Words that a stranger would have to decode, as they stand in lower-case text, and what is
/// written in their place.
const REPLACED: [(&str, &str); 14] = [
    ("bites", "applies"),
    ("not bite", "not apply"),
    ("calm", "sanitizing writer"),
    ("corpus", "evaluate"),
    ("guest", "satellite object"),
    ("heed", "apply"),
    ("honest", "bomb guard"),
    ("hush", "what the function does"),
    ("journey", "mail flow"),
    ("labour", "worker"),
    ("the part names it", "named by the part"),
    ("set off", "triggered"),
    ("sets off", "triggers"),
    ("teller", "rule for"),
];

/// Files of these folders and names, below the project.
const WHERE: [&str; 8] = [
    "src",
    "docs",
    "web/src",
    "web/wasm/src",
    "tests/it/snapshots",
    "README.md",
    "CHANGELOG.md",
    ".github/CONTRIBUTING.md",
];

fn is_text(path: &Path) -> bool {
    let end = path.extension().and_then(|e| e.to_str());
    matches!(end, Some("rs" | "md" | "js" | "html" | "snap" | "txt"))
}

/// Whether a text has a word that no letter touches.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn no_replaced_word_comes_back() {
    let mut found = Vec::new();
    let mut files = 0;
    for place in WHERE {
        for entry in WalkDir::new(root().join(place)) {
            let path = entry.unwrap().into_path();
            if !path.is_file() || !is_text(&path) {
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            for (number, line) in text.lines().enumerate() {
                let lower = line.to_lowercase();
                for (word, instead) in REPLACED {
                    if has_word(&lower, word) {
                        let path = path.strip_prefix(root()).unwrap().display();
                        found.push(format!("{path}:{}: `{word}`: write {instead}", number + 1));
                    }
                }
            }
        }
    }
    assert!(files > 400, "{files}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_word_is_found_alone_and_not_within_another() {
    assert!(has_word("it bites.", "bites"));
    assert!(!has_word("tellers", "teller"));
    assert!(!has_word("rusthonestly", "honest"));
}
