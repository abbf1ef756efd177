//! Writes a policy as an admin would: sections in their order, values as the cmdlets spell them.

use super::collected::IMPORTED;
use super::document::{Document, Entry, Origin, Part};
use super::scalar::{comment, scalar, shown};
use crate::policy::document::Value;
use crate::policy::sections::{ORGANIZATION_CONFIG, TRANSPORT_CONFIG};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Lines longer than this are broken.
const WIDTH: usize = 90;

/// A policy that was written, and where each line came from.
#[derive(Debug)]
pub struct Written {
    /// The YAML.
    pub text: String,
    /// First line of each entry and where the entry came from.
    places: Vec<(u32, Origin)>,
    /// How much was written when lines were counted last, and the line that began there.
    counted: (usize, u32),
}

impl Written {
    /// Where a line came from.
    #[must_use]
    pub fn origin(&self, line: u32) -> Option<&Origin> {
        let index = self.places.partition_point(|(first, _)| *first <= line);
        self.places
            .get(index.checked_sub(1)?)
            .map(|(_, origin)| origin)
    }
}

/// Write a policy that was imported from some files.
#[must_use]
pub fn write(document: &Document, files: &[&str]) -> Written {
    let mut out = Written {
        text: String::new(),
        places: Vec::new(),
        counted: (0, 1),
    };
    let names: Vec<String> = files
        .iter()
        .map(|f| {
            if *f == "-" {
                "standard input".into()
            } else {
                comment(f)
            }
        })
        .collect();
    wrapped(
        &format!("{IMPORTED}{}.", names.join(", ")),
        "",
        &mut out.text,
    );
    for line in &document.head {
        let _ = writeln!(out.text, "# {}", comment(line));
    }
    for part in &document.parts {
        section(part, &mut out);
    }
    if document.is_empty() {
        out.text.push_str("\nRemoteDomains: []\n");
    }
    for block in &document.rest {
        out.text.push('\n');
        for line in block {
            let _ = writeln!(out.text, "# {}", comment(line));
        }
    }
    out
}

fn section(part: &Part, out: &mut Written) {
    if part.entries.is_empty() {
        return;
    }
    let _ = write!(out.text, "\n{}:", part.section.name);
    let alone = part.entries.iter().map(|e| match e.properties.as_slice() {
        [("DomainName", Value::Text(t))] if e.notes.is_empty() => Some(scalar(t)),
        _ => None,
    });
    let alone: Option<Vec<Cow<str>>> = alone.collect();
    if part.section.name == "AcceptedDomains"
        && let Some(domains) = alone
    {
        sequence(&domains, "  ", part.section.name.len() + 2, &mut out.text);
    } else {
        out.text.push('\n');
        for entry in &part.entries {
            one(entry, part, out);
        }
    }
    let mut left_out = |names: &BTreeSet<String>, why: &str| {
        if !names.is_empty() {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            wrapped(
                &format!("{why}: {}.", names.join(", ")),
                "  ",
                &mut out.text,
            );
        }
    };
    left_out(
        &part.false_ones,
        "Left out where false, as rdsim does not use them",
    );
    left_out(&part.left_out, "Left out, as rdsim does not use them");
}

fn one(entry: &Entry, part: &Part, out: &mut Written) {
    let (from, lines) = out.counted;
    let more = out
        .text
        .get(from..)
        .unwrap_or_default()
        .matches('\n')
        .count();
    let line = lines + u32::try_from(more).unwrap_or(0);
    out.counted = (out.text.len(), line);
    out.places.push((line, entry.origin.clone()));
    let text = &mut out.text;
    let origin = &entry.origin;
    let file = if origin.file == "-" {
        "standard input"
    } else {
        &origin.file
    };
    let _ = writeln!(text, "  # {}:{}", comment(file), origin.at.line);
    for note in &entry.notes {
        wrapped(note, "  ", text);
    }
    // There is one organization, so its settings are no list.
    let alone = [ORGANIZATION_CONFIG.name, TRANSPORT_CONFIG.name].contains(&part.section.name);
    let (mut lead, next) = if alone {
        ("  ", "  ")
    } else {
        ("  - ", "    ")
    };
    for (name, value) in entry.in_order(part.section) {
        let _ = write!(text, "{lead}{name}:");
        lead = next;
        match value {
            Value::Seq(items) => {
                let items: Vec<String> = items.iter().map(|i| shown(&i.value)).collect();
                let items: Vec<Cow<str>> =
                    items.iter().map(|i| Cow::Borrowed(i.as_str())).collect();
                sequence(&items, "      ", name.len() + 6, text);
            }
            // AllowedOOFType: None is that word for every YAML reader.
            value => {
                let _ = writeln!(text, " {}", shown(value));
            }
        }
    }
    if lead == "  - " {
        text.push_str("  - {}\n");
    }
}

/// A list, on the line where it fits, else an item a line.
fn sequence(items: &[Cow<str>], indent: &str, used: usize, text: &mut String) {
    let flow = format!("[{}]", items.join(", "));
    if used + flow.chars().count() <= WIDTH {
        let _ = writeln!(text, " {flow}");
        return;
    }
    text.push('\n');
    for item in items {
        let _ = writeln!(text, "{indent}- {item}");
    }
}

/// A comment, broken at spaces.
fn wrapped(words: &str, indent: &str, text: &mut String) {
    let mut line = String::new();
    for word in comment(words).split(' ').filter(|w| !w.is_empty()) {
        if !line.is_empty()
            && indent.len() + line.chars().count() + word.chars().count() + 3 > WIDTH
        {
            let _ = writeln!(text, "{indent}#{line}");
            line.clear();
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(text, "{indent}#{line}");
}
