//! Reads the text of the catalogue.

use super::{Catalogue, Entry, Section, Source, Words};
use super::{code, name};
use rustc_hash::FxHashMap;

/// What is wrong with the text of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// A line that is no `key: value`.
    #[error("line {0}: no `key: value`")]
    NoKey(usize),
    /// A key that no block has.
    #[error("line {0}: unknown key")]
    UnknownKey(usize),
    /// A block without something that it must have.
    #[error("line {0}: the block lacks `{1}`")]
    Lacks(usize, &'static str),
    /// A value that is none of those it may be.
    #[error("line {0}: wrong value of `{1}`")]
    Value(usize, &'static str),
}

/// A block: the line it begins at, and its keys with their values.
struct Block {
    at: usize,
    fields: Vec<(&'static str, &'static str)>,
}

impl Block {
    fn all(&self, key: &str) -> impl Iterator<Item = &'static str> {
        let those = self.fields.iter().filter(move |(k, _)| *k == key);
        those.map(|(_, value)| *value)
    }

    fn one(&self, key: &'static str) -> Result<&'static str, Flaw> {
        let value = self.all(key).next().filter(|v| !v.is_empty());
        value.ok_or(Flaw::Lacks(self.at, key))
    }

    /// The parts of the values of a key that commas separate.
    fn parts(&self, key: &str) -> impl Iterator<Item = &'static str> {
        self.all(key).flat_map(|value| value.split(", "))
    }
}

/// The entries of a text, and what is wrong with the text; a block with a fault is left out.
#[must_use]
pub fn read(text: &'static str) -> (Catalogue, Vec<Flaw>) {
    let mut flaws = Vec::new();
    let mut sources: FxHashMap<&'static str, Source> = FxHashMap::default();
    let mut entries = Vec::new();
    let mut sections = Vec::new();
    for block in blocks(text, &mut flaws) {
        let read = match block.fields.first() {
            Some(("source", name)) => source(&block).map(|source| {
                sources.insert(name, source);
            }),
            Some(("section", english)) => block.one("ja").map(|japanese| {
                let first = entries.len();
                sections.push(Section {
                    english,
                    japanese,
                    first,
                });
            }),
            Some(("id", _)) => entry(&block, &sources).map(|entry| entries.push(entry)),
            _ => Err(Flaw::Lacks(block.at, "id")),
        };
        flaws.extend(read.err());
    }
    (Catalogue::of(entries, sections), flaws)
}

fn blocks(text: &'static str, flaws: &mut Vec<Flaw>) -> Vec<Block> {
    const KEYS: [&str; 15] = [
        "source", "title", "date", "at", "id", "line", "code", "words", "en", "ja", "who", "wrong",
        "look", "from", "section",
    ];
    let mut blocks = Vec::new();
    let mut fields = Vec::new();
    let mut begins = 0;
    for (number, line) in text.lines().chain([""]).enumerate() {
        let at = number + 1;
        if line.starts_with('#') {
            continue;
        }
        if line.trim().is_empty() {
            if !fields.is_empty() {
                blocks.push(Block {
                    at: begins,
                    fields: std::mem::take(&mut fields),
                });
            }
            continue;
        }
        if fields.is_empty() {
            begins = at;
        }
        match line.split_once(": ") {
            None => flaws.push(Flaw::NoKey(at)),
            Some((key, _)) if !KEYS.contains(&key) => {
                flaws.push(Flaw::UnknownKey(at));
            }
            Some((key, value)) => fields.push((key, value.trim_end())),
        }
    }
    blocks
}

fn source(block: &Block) -> Result<Source, Flaw> {
    Ok(Source {
        name: block.one("source")?,
        title: block.one("title")?,
        date: block.one("date")?,
        address: block.all("at").next(),
    })
}

fn entry(block: &Block, known: &FxHashMap<&'static str, Source>) -> Result<Entry, Flaw> {
    let at = block.at;
    let lines: Vec<&'static str> = block.all("line").collect();
    block.one("line")?;
    let mut codes = Vec::new();
    for part in block.parts("code").filter(|part| *part != "none") {
        codes.push(code::range(part).ok_or(Flaw::Value(at, "code"))?);
    }
    if block.all("code").next().is_none() {
        for line in &lines {
            let first = code::codes(line).next().map(|(_, code)| code..=code);
            let first = first.ok_or(Flaw::Lacks(at, "code"))?;
            if !codes.contains(&first) {
                codes.push(first);
            }
        }
    }
    let words: Vec<Words> = block.all("words").map(Words::new).collect();
    if codes.is_empty() && words.is_empty() {
        return Err(Flaw::Lacks(at, "words"));
    }
    let mut sources = Vec::new();
    for name in block.parts("from") {
        let source = known.get(name).copied();
        sources.push(source.ok_or(Flaw::Value(at, "from"))?);
    }
    if sources.is_empty() {
        return Err(Flaw::Lacks(at, "from"));
    }
    Ok(Entry {
        id: block.one("id")?,
        names: lines.iter().flat_map(|line| name::names(line)).collect(),
        lines,
        codes,
        words,
        english: block.one("en")?,
        japanese: block.one("ja")?,
        who: (block.one("who")?.parse()).map_err(|_| Flaw::Value(at, "who"))?,
        wrong: (block.one("wrong")?.parse()).map_err(|_| Flaw::Value(at, "wrong"))?,
        look: block.parts("look").collect(),
        sources,
    })
}
