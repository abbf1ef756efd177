//! Reads the scripts and the command lines to copy as PowerShell and a POSIX shell do.

use super::texts::PLACE;
use std::path::Path;

/// A script or a command for PowerShell: names of commands and variables are the program's own,
/// and what came from elsewhere stands in quotes that expand nothing, or in comments.
pub fn powershell(what: &str, text: &str) {
    let mut parser = tree_sitter::Parser::new();
    let language = tree_sitter_powershell::LANGUAGE.into();
    parser.set_language(&language).unwrap();
    let tree = parser.parse(text, None).unwrap();
    assert!(!tree.root_node().has_error(), "{what}: {text}");
    let mut nodes = vec![tree.root_node()];
    while let Some(node) = nodes.pop() {
        let own = node.utf8_text(text.as_bytes()).unwrap();
        let place = own.contains(PLACE) || own.contains("PLACE".to_lowercase().as_str());
        let is_text = matches!(node.kind(), "verbatim_string_characters" | "comment");
        if node.child_count() == 0 || is_text {
            assert!(!place || is_text, "{what}: {} {own}", node.kind());
            continue;
        }
        assert!(
            !place || !node.kind().contains("expandable"),
            "{what}: {own}"
        );
        if node.kind() == "command_name" {
            let known = |c: char| c.is_ascii_alphanumeric() || "-.\\".contains(c);
            assert!(own.chars().all(known), "{what}: {own}");
        }
        let mut cursor = node.walk();
        nodes.extend(node.children(&mut cursor));
    }
}

/// A command line of the program's own, which Windows users copy into PowerShell: it runs one
/// command, and nothing in it is expanded.
fn one_command(what: &str, text: &str) {
    let mut parser = tree_sitter::Parser::new();
    let language = tree_sitter_powershell::LANGUAGE.into();
    parser.set_language(&language).unwrap();
    let tree = parser.parse(text, None).unwrap();
    assert!(!tree.root_node().has_error(), "{what}: {text}");
    let mut nodes = vec![tree.root_node()];
    let mut commands = 0;
    while let Some(node) = nodes.pop() {
        commands += usize::from(node.kind() == "command");
        let expands = ["sub_expression", "variable", "script_block", "hash_literal"]
            .iter()
            .any(|kind| node.kind().contains(kind));
        assert!(!expands, "{what}: {} in {text}", node.kind());
        let mut cursor = node.walk();
        nodes.extend(node.children(&mut cursor));
    }
    assert_eq!(commands, 1, "{what}: {text}");
}

/// The commands for PowerShell that people copy.
fn cmdlets(what: &str, text: &str) {
    let begins = |line: &&str| {
        ["Get-", "Set-", "Add-", "New-"]
            .iter()
            .any(|b| line.starts_with(b))
    };
    for line in text.split('\n').map(str::trim_start).filter(begins) {
        // One stands in a sentence.
        let command = line.split(" and Get-").next().unwrap();
        powershell(what, command);
    }
}

/// The command lines to copy: a shell reads the words that were meant, and runs nothing else.
pub fn copied(what: &str, text: &str, folder: &Path) -> usize {
    cmdlets(what, text);
    let all = text.split('\n').filter_map(|line| {
        let at = line.find("rdsim check --")?;
        Some(&line[at..])
    });
    let mut count = 0;
    for command in all {
        count += 1;
        one_command(what, command);
        let mut sh = crate::program::command("sh");
        let script = format!("set -- {command}\nprintf '%s\\n' \"$@\"");
        let read = sh
            .args(["-c", &script])
            .current_dir(folder)
            .output()
            .unwrap();
        assert!(
            read.status.success() && read.stderr.is_empty(),
            "{what}: {command}: {read:?}"
        );
        let words: Vec<String> = String::from_utf8(read.stdout)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect();
        let mut rest = words[2..].iter();
        let mut files = 0;
        while let Some(word) = rest.next() {
            match word.split_once('=').map_or(&**word, |(option, _)| option) {
                "--explain" => {}
                "--policy" | "--from" | "--to" | "--kind" | "--forwarded-by" => {
                    // A value is never taken for an option.
                    let value = word.contains('=') || !rest.next().unwrap().starts_with('-');
                    assert!(value, "{what}: {word} in {command}");
                }
                // The file stands last.
                _ => {
                    files += 1;
                    let is_file = word.ends_with(".eml") && !word.starts_with('-');
                    assert!(is_file, "{what}: {word} in {command}");
                }
            }
        }
        assert_eq!(files, 1, "{what}: {command}: {words:?}");
    }
    assert!(
        !folder.join("pwned").exists() && !folder.join("pwned;").exists(),
        "{what}"
    );
    count
}
