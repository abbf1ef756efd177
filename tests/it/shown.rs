//! Holds the commands that the documentation shows without playing them to what the program takes.

use crate::program::{contents, root, run};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// The commands of `rdsim` in a page that stand in no console session.
fn commands(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut shell = false;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                shell = ["powershell", "sh"].contains(&&*language);
            }
            Event::End(TagEnd::CodeBlock) => shell = false,
            Event::Text(text) if shell => found.extend(text.lines().map(str::to_owned)),
            Event::Code(text) => _ = found.insert(text.into_string()),
            _ => {}
        }
    }
    found.retain(|line| line.starts_with("rdsim ") && !line.contains('…'));
    found
}

/// The words of a command, without what a shell does with its output.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quote) = (vec![String::new()], None);
    for c in line.chars() {
        let last = words.last_mut().unwrap();
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            (None, '|' | '>' | '<' | '#') => break,
            (None, ' ') => words.push(String::new()),
            (_, c) => last.push(c),
        }
    }
    words.retain(|w| !w.is_empty());
    for word in &mut words {
        // What the reader gives is shown in capitals; most options take any text.
        match word.as_str() {
            "VERB" => "check".clone_into(word),
            "SHELL" => "bash".clone_into(word),
            _ => {}
        }
    }
    words
}

#[test]
fn every_command_that_is_shown_is_one_that_the_program_takes() {
    let mut pages = crate::given::files("docs", ".md");
    pages.push(root().join("README.md"));
    let (mut seen, mut refused) = (BTreeSet::new(), Vec::new());
    for page in &pages {
        for line in commands(&contents(page)) {
            let words = words(&line);
            let mut args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
            // An option in front of it that is unknown or has a wrong value is an error all the same.
            if args.first() != Some(&"help") && args.last() != Some(&"--help") {
                args.push("--help");
            }
            let o = run(&args);
            if !o.status.success() {
                let told = String::from_utf8_lossy(&o.stderr);
                refused.push(format!("{}: {line}: {told}", page.display()));
            }
            seen.insert(line);
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(seen.len() > 60, "{seen:#?}");
}
