//! Says the comments of a file in another language. What packs the web page takes this file too: it uses
//! nothing of the crate.

use std::collections::BTreeMap;
use textwrap::Options;

/// Columns of a comment.
const WIDTH: usize = 80;

/// A file with its comments, and the names of its cases, by their translations.
#[must_use]
pub fn translated(text: &str, said: &BTreeMap<&str, &str>) -> String {
    let mut out = String::new();
    let mut block: Vec<&str> = Vec::new();
    for line in text.lines() {
        let comment = line.trim_start().strip_prefix('#');
        let starts =
            comment.is_none_or(|c| is_alone(c) || block.last().is_some_and(|l| is_alone(l)));
        if starts {
            end(&block, said, &mut out);
            block.clear();
        }
        match comment {
            Some(_) => block.push(line),
            None => {
                out.push_str(&beside(line, said));
                out.push('\n');
            }
        }
    }
    end(&block, said, &mut out);
    out
}

/// Whether a line of a comment is one of its own: a heading, an instruction to an editor, or a command.
fn is_alone(comment: &str) -> bool {
    let comment = comment.trim_start().trim_start_matches('#').trim_start();
    let beginnings = ["---", "yaml-language-server", "git "];
    beginnings.iter().any(|begin| comment.starts_with(begin))
}

/// Write the lines of a comment.
fn end(block: &[&str], said: &BTreeMap<&str, &str>, out: &mut String) {
    let text = |line: &str| line.trim_start().trim_start_matches('#').trim().to_owned();
    let english: Vec<String> = block.iter().map(|line| text(line)).collect();
    let english = english.join(" ");
    let Some(translated) = said.get(english.trim_end_matches('-').trim_end()) else {
        for line in block {
            out.push_str(line);
            out.push('\n');
        }
        return;
    };
    let first = block.first().copied().unwrap_or_default();
    let indent = first.split('#').next().unwrap_or_default();
    let start = format!("{indent}# ");
    let options = Options::new(WIDTH)
        .initial_indent(&start)
        .subsequent_indent(&start);
    for line in translated.split("\\n") {
        // An address is whole, however long it is.
        if line.contains("://") {
            out.push_str(&start);
            out.push_str(line);
        } else {
            out.push_str(&textwrap::fill(line, &options));
        }
        out.push('\n');
    }
}

/// A line with the comment behind it, or a line with the name of a case.
fn beside(line: &str, said: &BTreeMap<&str, &str>) -> String {
    let parts = [" # ", "- Name: "].into_iter().find_map(|mark| {
        let (before, text) = line.split_once(mark)?;
        Some(format!("{before}{mark}{}", said.get(text)?))
    });
    parts.unwrap_or_else(|| line.to_owned())
}
