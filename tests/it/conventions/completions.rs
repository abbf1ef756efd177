//! Completes words in shells.

use crate::program::{out, run};

/// The lines between a key and its `break`.
fn block<'t>(script: &'t str, key: &str) -> Vec<&'t str> {
    let begin = format!("'{key}' {{");
    let lines = script.lines().skip_while(|l| l.trim() != begin).skip(1);
    lines.take_while(|l| l.trim() != "break").collect()
}

/// The words that are offered after a key.
fn offered(script: &str, key: &str) -> Vec<String> {
    let lines = block(script, key).into_iter();
    lines
        .map(|l| l.split('\'').nth(1).unwrap().to_owned())
        .collect()
}

/// The line of the first part of a script that is no PowerShell.
fn first_error(node: tree_sitter::Node) -> Option<usize> {
    let mut cursor = node.walk();
    let mut below = node.children(&mut cursor).filter(|n| n.has_error());
    match below.next() {
        Some(child) => first_error(child),
        None => node.has_error().then(|| node.start_position().row + 1),
    }
}

#[test]
fn powershell_completes_verbs_options_and_their_values() {
    for language in ["en", "ja"] {
        let script = out(&run(&["completions", "powershell", "--lang", language]));
        assert!(script.is_ascii(), "{language}");
        let mut parser = tree_sitter::Parser::new();
        let powershell = tree_sitter_powershell::LANGUAGE.into();
        parser.set_language(&powershell).unwrap();
        let tree = parser.parse(&script, None).unwrap();
        assert_eq!(first_error(tree.root_node()), None, "{language}");
        let has = |key: &str, word: &str| offered(&script, key).iter().any(|w| w == word);
        assert!(has("rdsim", "check") && has("rdsim", "--lang"));
        assert!(has("rdsim check", "--policy") && has("rdsim check", "-p"));
        assert!(has("rdsim trace", "predict"));
        assert!(has("rdsim trace predict", "--reactions"));
        assert_eq!(
            offered(&script, "rdsim check --color"),
            ["auto", "always", "never"]
        );
        assert!(has("rdsim check --kind", "oof-external"));
        assert!(has("rdsim lint --select", "partner-forwards"));
        assert!(has("rdsim lint --profile", "scuba"));
        assert!(has("rdsim schema schema", "config"));
        assert!(has("rdsim completions completions", "powershell"));
        assert!(has("rdsim trace reconcile --format", "html"));
        // A flag takes no value, and no word is without a text.
        assert!(offered(&script, "rdsim check --quiet").is_empty());
        assert!(!script.contains(", '')"), "{language}");
    }
}

#[test]
fn every_value_of_the_help_is_offered_by_the_other_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let script = out(&run(&["completions", shell]));
        for word in [
            "oof-external",
            "partner-forwards",
            "scuba",
            "sarif",
            "never",
        ] {
            assert!(script.contains(word), "{shell} {word}");
        }
    }
}

#[test]
fn what_is_said_of_a_value_does_not_end_the_quotes_that_it_stands_in() {
    for language in ["en", "ja"] {
        // What begins it, and what ends it: in fish all values stand in one pair of quotes.
        for (shell, begin, end, quotes) in [("fish", "\\t'", "'\"", 0), ("zsh", "\\:\"", "", 1)] {
            let script = out(&run(&["completions", shell, "--lang", language]));
            let said = |line: &str| {
                let (_, said) = line.split_once(begin)?;
                Some(said.strip_suffix(end).unwrap_or(said).to_owned())
            };
            let values: Vec<_> = script.lines().filter_map(said).collect();
            assert!(values.len() > 100, "{shell}");
            for value in values {
                assert_eq!(value.matches('"').count(), quotes, "{shell}: {value}");
            }
        }
    }
}

#[test]
fn completions_are_in_japanese_but_for_their_own_comments() {
    let english = [
        "Print help",
        "Print this message",
        "On a terminal, and as NO_COLOR",
        "Delayed delivery notice",
    ];
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        let script = out(&run(&["completions", shell]));
        let translated = out(&run(&["completions", shell, "--lang", "ja"]));
        for text in english {
            assert!(!translated.contains(text), "{shell}: {text}");
        }
        // The same words are completed, whatever is said of them.
        assert!(script.contains(english[0]), "{shell}");
        assert_eq!(script.lines().count(), translated.lines().count());
    }
}
