//! Writes a Markdown page for a terminal or as HTML.

use crate::text::xml;
use anstyle::{AnsiColor, Style};
use pulldown_cmark::{Event, Parser, Tag, TagEnd, html};
use std::fmt::Write as _;
use std::io::{self, Write};
use textwrap::{Options, WordSplitter};

const HEADING: Style = Style::new().bold();
const STRONG: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();
const LINK: Style = Style::new().underline();

/// Markdown as HTML, without a document around it.
#[must_use]
pub fn fragment(markdown: &str) -> String {
    let mut out = String::new();
    html::push_html(&mut out, Parser::new(markdown));
    out
}

/// Markdown as an HTML document that stands alone; `title` is plain text.
#[must_use]
pub fn document(markdown: &str, title: &str, language: &str) -> String {
    let name = xml::text(title);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{name}</title>\n<style>body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color-scheme: light dark }} pre {{ overflow-x: auto; padding: .75rem; border: 1px solid #8886; border-radius: .4rem }}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
        fragment(markdown)
    )
}

/// Markdown for a terminal `width` columns wide, with colours and marks as escape sequences.
///
/// # Errors
/// What the writer says.
pub fn terminal(markdown: &str, width: usize, to: &mut impl Write) -> io::Result<()> {
    let mut block = Block::default();
    let mut first = true;
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Heading { .. }) => block.begin(HEADING),
            Event::Start(Tag::Strong) => block.mark(STRONG),
            Event::Start(Tag::Item) => block.item(),
            Event::Start(Tag::CodeBlock(_)) => block.code = true,
            Event::Start(Tag::Link { dest_url, .. }) => {
                block.mark(LINK);
                block.link = Some(dest_url.into_string());
            }
            Event::End(TagEnd::Link) => block.end_link(),
            Event::End(TagEnd::Strong) => block.unmark(STRONG),
            Event::Text(text) => block.text.push_str(&text),
            Event::Code(code) => {
                block.mark(CODE);
                block.text.push_str(&code);
                block.unmark(CODE);
            }
            Event::SoftBreak | Event::HardBreak => block.text.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock | TagEnd::Heading(_),
            ) => {
                // There is no empty line between the items of a list.
                let close = block.item && block.in_list;
                let lines = block.take(width);
                if !lines.is_empty() {
                    if !first && !close {
                        writeln!(to)?;
                    }
                    to.write_all(lines.as_bytes())?;
                    first = false;
                }
            }
            Event::End(TagEnd::List(_)) => block.in_list = false,
            _ => {}
        }
    }
    Ok(())
}

/// A paragraph, heading, list item or code block that is being read.
#[derive(Default)]
struct Block {
    text: String,
    heading: bool,
    code: bool,
    item: bool,
    in_list: bool,
    link: Option<String>,
}

impl Block {
    fn begin(&mut self, style: Style) {
        self.heading = true;
        self.mark(style);
    }

    fn mark(&mut self, style: Style) {
        let _ = write!(self.text, "{style}");
    }

    fn unmark(&mut self, style: Style) {
        let _ = write!(self.text, "{style:#}");
    }

    fn item(&mut self) {
        self.item = true;
    }

    /// End a link; its address follows the text, where the text does not show it.
    fn end_link(&mut self) {
        self.unmark(LINK);
        if let Some(address) = self.link.take()
            && !self.text.contains(&address)
        {
            let _ = write!(self.text, " <{address}>");
        }
    }

    /// Take the wrapped lines of the block, which is then empty.
    fn take(&mut self, width: usize) -> String {
        let mut text = std::mem::take(&mut self.text);
        if std::mem::take(&mut self.heading) {
            let _ = write!(text, "{HEADING:#}");
        }
        if std::mem::take(&mut self.code) {
            return text
                .lines()
                .map(|l| format!("    {l}").trim_end().to_owned() + "\n")
                .collect();
        }
        let item = std::mem::take(&mut self.item);
        self.in_list |= item;
        let (first, others) = if item { ("- ", "  ") } else { ("", "") };
        if text.is_empty() {
            return text;
        }
        let options = Options::new(width)
            .initial_indent(first)
            .subsequent_indent(others)
            .break_words(false)
            .word_splitter(WordSplitter::NoHyphenation);
        textwrap::fill(&text, options) + "\n"
    }
}
