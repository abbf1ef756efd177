//! Parses a page into its title, prose, examples and sources.

use super::{Topic, example};
use crate::i18n::{Language, en};
use crate::transport::facts::Fact;
use std::borrow::Cow;
use std::fmt::Write as _;

/// A page.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// The title.
    pub title: Cow<'a, str>,
    /// The text before the first example.
    pub prose: Cow<'a, str>,
    /// The examples.
    pub examples: Vec<Example<'a>>,
    /// The heading of the sources.
    pub source_heading: &'static str,
    /// The sources, a Markdown list.
    pub source: Cow<'a, str>,
    /// The facts that it speaks of.
    pub facts: Vec<&'static Fact>,
}

/// An example.
#[derive(Debug, Clone)]
pub struct Example<'a> {
    /// Its heading.
    pub heading: Cow<'a, str>,
    /// The text below the heading, before the fences.
    pub prose: Cow<'a, str>,
    /// Its fences: a policy, a message or another input, and the result last.
    pub fences: Vec<Fence<'a>>,
}

/// A fenced block.
#[derive(Debug, Clone)]
pub struct Fence<'a> {
    /// Its language: `yaml`, `eml`, `text`.
    pub language: &'a str,
    /// What it is: `policy`, `message`, `scenario`, `verdict`, `findings`.
    pub what: &'a str,
    /// Its text.
    pub text: Cow<'a, str>,
}

/// The title of a page.
#[must_use]
pub fn title(page: &str) -> &str {
    let first = page.lines().next().unwrap_or_default();
    first.trim_start_matches('#').trim()
}

impl<'a> Page<'a> {
    /// Read a page: `# Title`, prose, `## Example: …` with fences, `## Source`.
    #[must_use]
    pub fn read(text: &'a str) -> Self {
        let mut sections = sections(text);
        let (title, prose) = sections.next().unwrap_or_default();
        let mut page = Self {
            title: title.into(),
            prose: prose.into(),
            examples: Vec::new(),
            source_heading: en("Source"),
            source: "".into(),
            facts: Vec::new(),
        };
        for (heading, body) in sections {
            if heading == "Source" {
                page.source = body.into();
                continue;
            }
            let (prose, fences) = fences(body);
            page.examples.push(Example {
                heading: heading.into(),
                prose: prose.into(),
                fences,
            });
        }
        page
    }

    /// This page with the prose of a translation; the examples and sources stay.
    #[must_use]
    pub fn translated(mut self, translation: &Self) -> Self {
        self.title = translation.title.clone();
        self.prose = translation.prose.clone();
        for (example, other) in self.examples.iter_mut().zip(&translation.examples) {
            example.heading = other.heading.clone();
            example.prose = other.prose.clone();
        }
        self
    }

    /// This page of a topic with the results of its examples in a language.
    #[must_use]
    pub fn in_language(mut self, topic: &Topic, language: Language) -> Self {
        for example in &mut self.examples {
            if let Some(text) = example::localized(example, topic, language)
                && let Some(result) = example.fences.last_mut()
            {
                result.text = text.into();
            }
        }
        self
    }

    /// The results of its examples.
    pub fn results(&self) -> impl Iterator<Item = &str> {
        let last = self.examples.iter().filter_map(|e| e.fences.last());
        last.map(|f| &*f.text)
    }

    /// The first sentence, up to a colon if it has one.
    #[must_use]
    pub fn summary(&self) -> String {
        let text = self.prose.replace('\n', " ");
        let mut in_code = false;
        let end = text.char_indices().find(|(at, c)| {
            in_code ^= *c == '`';
            let blank = text.get(at + 1..).is_some_and(|t| t.starts_with(' '));
            !in_code && (*c == '。' || (blank && matches!(c, '.' | ':')))
        });
        let sentence = end.and_then(|(at, c)| {
            let end = if c == ':' { at } else { at + c.len_utf8() };
            text.get(..end)
        });
        sentence.unwrap_or(text.trim()).to_owned()
    }

    /// The whole page as Markdown. The options of an example stand before its message.
    #[must_use]
    pub fn markdown(&self, language: Language) -> String {
        let mut out = format!("# {}\n\n{}\n", self.title, self.prose.trim());
        for example in &self.examples {
            let _ = write!(out, "\n## {}\n", example.heading);
            if !example.prose.trim().is_empty() {
                let _ = write!(out, "\n{}\n", example.prose.trim());
            }
            for fence in &example.fences {
                let (options, text) = example::options(&fence.text);
                let what = language.translate(example::heading(fence.what));
                let _ = match options {
                    Some(options) => {
                        let with = en("{what} (with `{options}`):");
                        let values: &[(&str, &dyn std::fmt::Display)] =
                            &[("what", &what), ("options", &options)];
                        writeln!(out, "\n{}", language.fill(with, values))
                    }
                    None => writeln!(out, "\n{what}:"),
                };
                let _ = write!(out, "\n```{}\n{text}```\n", fence.language);
            }
        }
        let _ = write!(
            out,
            "\n## {}\n\n{}\n",
            language.translate(self.source_heading),
            self.source.trim()
        );
        if !self.facts.is_empty() {
            let ids = self.facts.iter().map(|f| format!("`{}`", f.id));
            let ids = ids.collect::<Vec<_>>().join(", ");
            let facts = language.fill(en("Facts: {facts}"), &[("facts", &ids)]);
            let _ = write!(out, "\n{facts}\n");
        }
        out
    }
}

/// Headings with the text below them; headings inside fences do not count.
fn sections(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut starts = Vec::new();
    let (mut at, mut fenced) = (0, false);
    for line in text.split_inclusive('\n') {
        fenced ^= line.starts_with("```");
        if !fenced && (line.starts_with("# ") || line.starts_with("## ")) {
            starts.push((at, at + line.len()));
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .map(|(from, _)| *from)
        .chain([text.len()])
        .collect();
    starts.into_iter().zip(ends).map(|((from, below), end)| {
        let heading = text.get(from..below).unwrap_or_default();
        let heading = heading.trim_start_matches('#').trim();
        (
            heading,
            text.get(below..end).unwrap_or_default().trim_matches('\n'),
        )
    })
}

/// The prose before the first fence, and the fences.
fn fences(body: &str) -> (&str, Vec<Fence<'_>>) {
    let Some((prose, _)) = body.split_once("```") else {
        return (body, Vec::new());
    };
    let blocks = body.split("```").skip(1).step_by(2);
    let fences = blocks.filter_map(|block| {
        let (info, text) = block.split_once('\n')?;
        let (language, what) = info.split_once(' ').unwrap_or((info, ""));
        Some(Fence {
            language,
            what,
            text: text.into(),
        })
    });
    (prose, fences.collect())
}
