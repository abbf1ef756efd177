//! Gives the functions of each kind of output any text, and reads it back.

use super::parsers::{csv, markdown, terminal, xml};
use proptest::prelude::*;
use rdsim::text::{cell, markdown, plain, shell, tap, workflow, xml};
use serde_json::Value;
use std::process::Command;

/// Texts of what the kinds of output take for their own, and of any characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "`", "``", "|", "\\", "\\|", "*", "_", "~~~", "#", "# ", "#12", "@octocat", "@", "[", "](x)", "![", "<img>", "<!--", "]]>", "&", "&lt;", ":", ":tada:", "$", "://", "https://x.example", "www.x.example", "GH-12", "A-1", "a1b2c3d", "---", "===", "- ", "+ ", "1. ", "1)", "> ", "\n", "\r", "\r\n", "\t", " ", "    ", "=", "+", "-", ";", "\"", "'", "\u{2019}", "\u{201d}", "$(touch pwned)", "%", "%0A", ",", "::error::", "##[error]", "ok 1", "\u{1b}[2J", "\u{202e}", "\u{85}", "\u{2028}", "\0", "!", "(", ")", ".", "word", "例",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[ -~]{0,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn markdown_is_text(text in text()) {
        for shown in [markdown::inline(&text), markdown::sentence(&text)] {
        let page = format!("### x {shown}\n\n{shown}\n\n| a | b |\n| --- | --- |\n| {shown} | c |\n");
        markdown(&shown, page.as_bytes());
        // The table has its cells, and no more.
        let cells = pulldown_cmark::Parser::new_ext(&page, pulldown_cmark::Options::ENABLE_TABLES)
            .filter(|e| matches!(e, pulldown_cmark::Event::Start(pulldown_cmark::Tag::TableCell)));
        prop_assert_eq!(cells.count(), 4);
        }
    }

    #[test]
    fn a_block_is_one_line_of_code(text in text()) {
        let page = format!("1. x\n\n{}\ny\n", markdown::block(&text, "   "));
        let mut blocks = 0;
        let mut inside = String::new();
        for event in pulldown_cmark::Parser::new(&page) {
            match event {
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::CodeBlock(_)) => blocks += 1,
                pulldown_cmark::Event::Text(text) => inside.push_str(&text),
                pulldown_cmark::Event::Code(_) | pulldown_cmark::Event::Html(_) => prop_assert!(false),
                _ => {}
            }
        }
        prop_assert_eq!(blocks, 1);
        prop_assert_eq!(inside, format!("x{}\ny", plain(&text)));
    }

    #[test]
    fn a_cell_is_no_formula(texts in prop::collection::vec(text(), 1..4)) {
        let mut table = csv::Writer::from_writer(Vec::new());
        let header: Vec<String> = texts.iter().map(|_| "x".to_owned()).collect();
        table.write_record(&header).unwrap();
        table.write_record(texts.iter().map(|t| cell(t).into_owned())).unwrap();
        csv("cells", &table.into_inner().unwrap());
    }

    #[test]
    fn xml_is_text(text in text()) {
        let written = format!("<a b=\"{0}\">{0}</a>", xml::text(&text));
        xml(&text, written.as_bytes(), "a");
        terminal(&text, written.as_bytes(), false);
    }

    #[test]
    fn tap_is_text(text in text()) {
        let value = tap::value(&text);
        prop_assert!(!value.contains('\n'));
        let read: Result<Value, _> = serde_yaml::from_str(&format!("a: {{b: {value}}}"));
        prop_assert!(read.unwrap()["a"]["b"].is_string());
        let description = tap::description(&text);
        terminal(&text, description.as_bytes(), false);
        prop_assert!(!description.replace("\\\\", "").replace("\\#", "").contains('#'));
    }

    #[test]
    fn the_values_of_a_command_end_nothing(text in text()) {
        let property = workflow::property(&text);
        prop_assert!(!property.contains([':', ',', '\n', '\r']));
        let message = workflow::message(&text);
        prop_assert!(!message.contains(['\n', '\r']));
        terminal(&text, message.as_bytes(), false);
    }

    #[test]
    fn no_line_of_a_log_is_a_command(text in text()) {
        let text = workflow::log(&text);
        for line in text.lines() {
            prop_assert!(!line.trim_start().starts_with("::") && !line.contains("##["));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_shell_reads_the_words(texts in prop::collection::vec(text(), 1..5)) {
        let words: Vec<_> = texts.iter().map(|t| shell::word(t)).collect();
        let script = format!("set -- {}\nprintf '%s\\0' \"$@\"", words.join(" "));
        let folder = tempfile::tempdir().unwrap();
        let read = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
        let read = String::from_utf8(read.stdout).unwrap();
        let read: Vec<&str> = read.split_terminator('\0').collect();
        prop_assert_eq!(read.len(), texts.len());
        for (read, text) in read.iter().zip(&texts) {
            // What cannot be written is replaced, and nothing else.
            let same = read.chars().zip(plain(text).chars()).all(|(r, t)| r == t || r == '\u{fffd}');
            prop_assert!(same && read.chars().count() == text.chars().count(), "{:?} {:?}", read, text);
        }
        prop_assert!(!folder.path().join("pwned").exists());
    }
}
