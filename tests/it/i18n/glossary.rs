//! Holds every Japanese text to the glossary, to polite endings and to one way of spacing.

use super::is_japanese;
use crate::program::root;
use rdsim::i18n::glossary::{TERMS, labels};
use std::collections::BTreeSet;

/// Every Japanese text, with its file and line.
fn texts() -> Vec<(String, String)> {
    let read = |file: &str| std::fs::read_to_string(root().join(file)).unwrap();
    let mut all = Vec::new();
    let mut add = |file: &str, line: usize, text: &str| {
        if is_japanese(text) {
            all.push((format!("{file}:{line}"), text.to_owned()));
        }
    };
    let of_folder = |folder: &str| {
        let files = std::fs::read_dir(root().join(folder)).unwrap();
        let names = files.map(|f| f.unwrap().file_name().into_string().unwrap());
        names
            .map(|name| format!("{folder}/{name}"))
            .collect::<BTreeSet<_>>()
    };
    let catalogues = of_folder("src/i18n").into_iter().filter(|f| {
        let other = f.ends_with(".rs") || f.contains("glossary");
        !other
    });
    for file in catalogues {
        for (n, line) in read(&file).lines().enumerate() {
            add(&file, n + 1, line.strip_prefix("  ").unwrap_or_default());
        }
    }
    for file in of_folder("src/explain/ja") {
        for (n, line) in read(&file).lines().enumerate() {
            add(&file, n + 1, line);
        }
    }
    let responses = "src/transport/responses/catalogue.txt";
    for (n, line) in read(responses).lines().enumerate() {
        add(
            responses,
            n + 1,
            line.strip_prefix("ja: ").unwrap_or_default(),
        );
    }
    for page in of_folder("web/src/words") {
        for (n, line) in read(&page).lines().enumerate() {
            for text in line.split(['"', '`']).skip(1).step_by(2) {
                add(&page, n + 1, text);
            }
        }
    }
    assert!(all.len() > 1500, "the texts are found: {}", all.len());
    all
}

/// A text without what is quoted in it: what stands in 「」, in backticks, or in place of a value.
fn own(text: &str) -> String {
    let mut out = String::new();
    let mut until = None;
    // A new line of a comment.
    let text = text.replace("\\n", "…");
    let text = labels().fold(text, |text, label| text.replace(label, "…"));
    for c in text.chars() {
        until = match (until, c) {
            (None, '「') => Some('」'),
            (None, '`') => Some('`'),
            (None, '{') => Some('}'),
            (None, c) => {
                out.push(c);
                None
            }
            (Some(end), c) => (c != end).then_some(end),
        };
        if until.is_none() && matches!(c, '」' | '`' | '}') {
            out.push('…');
        }
    }
    out
}

#[test]
fn the_glossary_is_whole() {
    assert!(TERMS.len() > 40);
    let japanese: BTreeSet<&str> = TERMS.iter().map(|t| t.japanese).collect();
    assert_eq!(japanese.len(), TERMS.len(), "a term stands once");
    let english: BTreeSet<&str> = TERMS.iter().map(|t| t.english).collect();
    assert_eq!(english.len(), TERMS.len(), "a thing has one term");
    for term in TERMS.iter() {
        assert!(
            !term.from.is_empty(),
            "{}: where is it from?",
            term.japanese
        );
        for not in &term.not {
            assert!(!japanese.contains(not), "{not} is a term itself");
        }
    }
}

#[test]
fn one_thing_has_one_term() {
    let mut found = Vec::new();
    for (place, text) in texts() {
        let text = own(&text);
        for term in TERMS.iter() {
            for not in &term.not {
                let alone = text.match_indices(not).any(|(at, _)| {
                    let rest = &text[at..];
                    // `サーバ` stands in `サーバー`, and `会議の転送通知` may stand in its own term.
                    let within = term.japanese.match_indices(not).any(|(n, _)| {
                        let begin = at.checked_sub(n).and_then(|begin| text.get(begin..));
                        begin.is_some_and(|t| t.starts_with(term.japanese))
                    });
                    !within && !rest[not.len()..].starts_with('ー')
                });
                if alone {
                    found.push(format!("{place}: {not} → {}: {text}", term.japanese));
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "write the term of the glossary: {found:#?}"
    );
}

#[test]
fn sentences_end_politely() {
    let plain = [
        "である。",
        "である",
        "ではない。",
        "られる。",
        "しない。",
        "できる。",
        "なる。",
    ];
    let texts = texts().into_iter();
    let found: Vec<_> = texts
        .filter(|(_, text)| {
            let text = own(text);
            plain
                .iter()
                .any(|end| text.ends_with(end) || text.contains(&format!("{end}。")))
                || ["である。", "った。", "される。", "する。", "ない。"]
                    .iter()
                    .any(|e| text.contains(e))
        })
        .collect();
    assert!(found.is_empty(), "です・ます: {found:#?}");
}

#[test]
fn blanks_stand_between_latin_and_japanese_and_nowhere_within_japanese() {
    let kana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    let mark = |c: char| matches!(c, '、' | '。' | '」' | '「');
    let japanese = |c: char| is_japanese(&c.to_string());
    let latin = |c: char| c.is_ascii_alphanumeric();
    let mut found = Vec::new();
    for (place, text) in texts() {
        let text = own(&text);
        let chars: Vec<char> = text.chars().collect();
        let wrong = chars
            .windows(2)
            .any(|w| (latin(w[0]) && japanese(w[1])) || (japanese(w[0]) && latin(w[1])))
            || chars.windows(3).any(|w| {
                w[1] == ' '
                    && ((kana(w[0]) && kana(w[2])) || (mark(w[0]) && w[2] != '(') || mark(w[2]))
            });
        // Full-width forms of what has a half-width one.
        let wide = text
            .chars()
            .any(|c| matches!(c, '：' | '（' | '）' | '，' | '．' | '０'..='９' | 'Ａ'..='ｚ'));
        if wrong || wide {
            found.push(format!("{place}: {text}"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
