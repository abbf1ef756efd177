//! Reads each kind of output with a parser of that kind, and sees that nothing in it but text came
//! from the hostile files.

use super::texts::{BREAKS, FORGED, PLACE};
use serde_json::Value;
use std::path::Path;

/// Whether a terminal, or a reader of a log, would obey a character.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}".contains(c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
}

/// Notes all that is not a letter on the screen.
struct Screen<'a> {
    what: &'a str,
    coloured: bool,
}

impl anstyle_parse::Perform for Screen<'_> {
    fn print(&mut self, c: char) {
        assert!(!is_control(c), "{}: {c:?}", self.what);
    }

    fn execute(&mut self, byte: u8) {
        assert!(matches!(byte, b'\n' | b'\t'), "{}: {byte}", self.what);
    }

    fn csi_dispatch(
        &mut self,
        params: &anstyle_parse::Params,
        intermediates: &[u8],
        ignore: bool,
        action: u8,
    ) {
        let style = self.coloured && action == b'm' && intermediates.is_empty() && !ignore;
        assert!(style, "{}: CSI {}", self.what, char::from(action));
        // The colour of the hostile text.
        assert!(!params.iter().flatten().any(|p| *p == 95), "{}", self.what);
    }

    fn esc_dispatch(&mut self, _: &[u8], _: bool, byte: u8) {
        panic!("{}: ESC {}", self.what, char::from(byte));
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        panic!("{}: OSC {params:?}", self.what);
    }

    fn hook(&mut self, _: &anstyle_parse::Params, _: &[u8], _: bool, action: u8) {
        panic!("{}: DCS {action}", self.what);
    }
}

fn utf8<'b>(what: &str, bytes: &'b [u8]) -> &'b str {
    std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{what}: {e}"))
}

/// What stands on a line comes from the place where the hostile text began.
fn lines(what: &str, text: &str) {
    for line in text.split(|c: char| BREAKS.iter().any(|b| b.starts_with(c))) {
        if let Some((before, _)) = line.split_once(FORGED) {
            // A long line is shown in part, and so is a cell that is counted.
            let number = before.split_whitespace().next().map(str::parse::<u32>);
            let counted = before.starts_with("  ") && matches!(number, Some(Ok(_)));
            // A comment is wrapped, and so is what stands in a box of a drawing.
            let comment = what.starts_with("import ") && before.trim_start().starts_with("# ");
            let wrapped = comment || before.starts_with("<text class=\"line\"");
            let is_part = before.contains(PLACE) || before.contains('…') || counted || wrapped;
            assert!(is_part, "{what}: {line:?}");
        }
    }
}

/// Text for a terminal; styles only where they are allowed.
pub fn terminal<'b>(what: &str, bytes: &'b [u8], coloured: bool) -> &'b str {
    let text = utf8(what, bytes);
    let mut parser = anstyle_parse::Parser::<anstyle_parse::DefaultCharAccumulator>::new();
    let mut screen = Screen { what, coloured };
    for byte in bytes {
        parser.advance(&mut screen, *byte);
    }
    // An escape sequence that has not ended yet.
    assert!(coloured || !text.contains(is_control), "{what}: {text:?}");
    lines(what, text);
    text
}

/// The log of a job: no line is a command of the runner.
pub fn log(what: &str, bytes: &[u8]) {
    let text = terminal(what, bytes, false);
    for line in text.lines() {
        let is_command = line.trim_start().starts_with("::") || line.contains("##[");
        assert!(!is_command, "{what}: {line}");
    }
}

pub fn json(what: &str, bytes: &[u8]) {
    let text = utf8(what, bytes);
    assert!(!text.contains(|c| c < ' ' && c != '\n'), "{what}: {text}");
    let read: Result<Value, _> = serde_json::from_str(text);
    read.unwrap_or_else(|e| panic!("{what}: {e}: {text}"));
}

/// A log of findings: no message of it has a link.
pub fn sarif(what: &str, bytes: &[u8]) {
    json(what, bytes);
    let log: Value = serde_json::from_slice(bytes).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(!results.is_empty(), "{what}");
    for result in results {
        let text = result["message"]["text"].as_str().unwrap();
        assert!(!text.contains("]("), "{what}: {text}");
    }
}

/// Messages that were written: no header of them is made of a value.
pub fn mails(what: &str, folder: &Path) {
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let message = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        for header in message.headers() {
            let name = header.name();
            let known = |c: char| c.is_ascii_alphanumeric() || c == '-';
            assert!(
                name.chars().all(known) && !name.contains(FORGED),
                "{what}: {name}"
            );
        }
        count += 1;
    }
    assert!(count > 0, "{what}");
}

pub fn jsonl(what: &str, bytes: &[u8]) {
    for line in utf8(what, bytes).lines() {
        json(what, line.as_bytes());
    }
}

/// A table that a spreadsheet opens, at whichever character it splits.
pub fn csv(what: &str, bytes: &[u8]) {
    let begins = |cell: &str| {
        cell.trim_start_matches('"')
            .starts_with(['=', '+', '-', '@'])
    };
    let mut rows = csv::ReaderBuilder::new().from_reader(bytes);
    for row in rows.records() {
        for cell in &row.unwrap_or_else(|e| panic!("{what}: {e}")) {
            assert!(
                !begins(cell) && !cell.starts_with(['\t', '\r', '\n']),
                "{what}: {cell:?}"
            );
            let text = cell.contains(|c| is_control(c) && c != '\r');
            assert!(!text, "{what}: {cell:?}");
        }
    }
    for cell in utf8(what, bytes).split([';', '\t', '\r', '\n']) {
        assert!(!begins(cell), "{what}: {cell:?}");
    }
}

/// Markdown that GitHub shows.
pub fn markdown(what: &str, bytes: &[u8]) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let text = terminal(what, bytes, false);
    let mut headings = 0;
    let mut shown = String::new();
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(
                Tag::Paragraph
                | Tag::Strong
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell,
            ) => {}
            Event::End(_) | Event::SoftBreak => shown.push('\n'),
            Event::Text(text) => shown.push_str(&text),
            Event::Code(_) => shown.push('\u{fffc}'),
            Event::InlineHtml(tag) if &*tag == "<br>" => {}
            event => panic!("{what}: {event:?}"),
        }
    }
    let own = text.lines().filter(|line| line.starts_with("###"));
    assert_eq!(headings, own.count(), "{what}");
    assert!(headings > 0, "{what}");
    references(what, &shown);
}

/// No mention, reference or address that GitHub would link stands outside code.
pub fn references(what: &str, shown: &str) {
    assert!(
        !shown.contains(['@', '#', '<', '[', '$', '`', '/', '|']),
        "{what}: {shown}"
    );
    let mut words = shown.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let reference = words.find(|word| {
        let hex = word.len() >= 7 && word.chars().all(|c| c.is_ascii_hexdigit());
        let issue = word
            .split_once('-')
            .is_some_and(|(_, n)| n.parse::<u64>().is_ok());
        hex || issue || word.starts_with("www")
    });
    assert_eq!(reference, None, "{what}: {shown}");
    let emoji = shown
        .split_whitespace()
        .find(|w| w.starts_with(':') && w.len() > 1);
    assert_eq!(emoji, None, "{what}: {shown}");
}

/// A page: no element or attribute but those that pages have.
pub fn html(what: &str, bytes: &[u8]) {
    use html5gum::{Token, Tokenizer};
    let text = terminal(what, bytes, false);
    let known = "html head meta title style body h1 h2 h3 p ul ol li code pre strong em a table thead tbody tr th td br";
    for token in Tokenizer::new(text) {
        let token = token.unwrap();
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                assert!(known.split(' ').any(|k| k == name), "{what}: <{name}>");
                for (key, value) in &tag.attributes {
                    let key = String::from_utf8_lossy(key).into_owned();
                    let value = String::from_utf8_lossy(&value.value).into_owned();
                    let known = [
                        "lang", "charset", "name", "content", "href", "class", "start",
                    ];
                    assert!(known.contains(&key.as_str()), "{what}: {name} {key}");
                    assert!(
                        key != "href" || value.starts_with("https://"),
                        "{what}: {value}"
                    );
                    assert!(!value.contains(PLACE), "{what}: {value}");
                }
            }
            Token::Error(e) => panic!("{what}: {e:?}"),
            _ => {}
        }
    }
}

/// A drawing, or a report of tests.
pub fn xml(what: &str, bytes: &[u8], elements: &str) {
    let text = utf8(what, bytes);
    let document = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{what}: {e}"));
    for node in document.descendants() {
        let other = node.is_comment() || node.is_pi();
        assert!(!other, "{what}: {node:?}");
        if node.is_element() {
            let name = node.tag_name().name();
            assert!(elements.split(' ').any(|e| e == name), "{what}: <{name}>");
            for attribute in node.attributes() {
                let name = attribute.name();
                assert!(!name.starts_with("on") && name != "href", "{what}: {name}");
            }
        }
    }
}

pub fn svg(what: &str, bytes: &[u8]) {
    terminal(what, bytes, false);
    xml(what, bytes, "svg title desc rect text g path polygon");
}

/// Commands of GitHub, as the runner reads them, and perhaps a last line that is none.
pub fn github(what: &str, bytes: &[u8]) {
    let text = terminal(what, bytes, false);
    let all: Vec<&str> = text.lines().collect();
    for (at, line) in all.iter().enumerate() {
        let command = ["::error ", "::warning ", "::notice "];
        let Some(rest) = command.iter().find_map(|c| line.strip_prefix(c)) else {
            let is_count = line
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ", ".contains(c));
            assert!(is_count && at + 1 == all.len(), "{what}: {line}");
            continue;
        };
        // The properties end at the first `::`; each is a name and a value.
        let (properties, message) = rest.split_once("::").unwrap();
        let names: Vec<&str> = properties
            .split(',')
            .map(|p| p.split_once('=').unwrap().0)
            .collect();
        let known = [
            &["file", "line", "col", "title"][..],
            &["file", "line", "title"],
            &["file", "title"],
        ];
        assert!(known.contains(&names.as_slice()), "{what}: {line}");
        assert!(!message.is_empty(), "{what}: {line}");
    }
}

/// TAP 14: the version, the plan, the test points in order, each with at most a YAML block.
pub fn tap(what: &str, bytes: &[u8]) {
    let text = terminal(what, bytes, false);
    assert!(!text.contains("##["), "{what}: {text}");
    let mut lines = text.lines().peekable();
    assert_eq!(lines.next(), Some("TAP version 14"), "{what}");
    let plan = lines.next().unwrap().strip_prefix("1..").unwrap();
    let plan: usize = plan.parse().unwrap();
    let mut points = 0;
    while let Some(line) = lines.next() {
        points += 1;
        let rest = line.strip_prefix("not ").unwrap_or(line);
        let rest = rest.strip_prefix(&format!("ok {points} - "));
        let description = rest.unwrap_or_else(|| panic!("{what}: {line}"));
        let unescaped = description.replace("\\\\", "").replace("\\#", "");
        assert!(
            !unescaped.contains(['#', '\\']),
            "{what}: a directive in {line}"
        );
        if lines.next_if_eq(&"  ---").is_none() {
            continue;
        }
        let mut block = String::new();
        loop {
            let line = lines.next().unwrap();
            if line == "  ..." {
                break;
            }
            block.push_str(
                line.strip_prefix("  ")
                    .unwrap_or_else(|| panic!("{what}: {line}")),
            );
            block.push('\n');
        }
        let read: Value =
            serde_yaml::from_str(&block).unwrap_or_else(|e| panic!("{what}: {e}: {block}"));
        let keys: Vec<&String> = read.as_object().unwrap().keys().collect();
        let known = ["at", "message", "problems", "recipients", "severity"];
        assert!(
            keys.iter().all(|k| known.contains(&k.as_str())),
            "{what}: {keys:?}"
        );
    }
    assert_eq!(points, plan, "{what}");
}

/// A policy that `import` wrote.
pub fn yaml(what: &str, bytes: &[u8]) {
    let text = terminal(what, bytes, false);
    let read: Value = serde_yaml::from_str(text).unwrap_or_else(|e| panic!("{what}: {e}: {text}"));
    let sections: Vec<&String> = read.as_object().unwrap().keys().collect();
    assert_eq!(sections, ["RemoteDomains"], "{what}");
    // Outside quotes, hostile text stands in comments alone.
    for line in text.lines().filter(|l| l.contains(PLACE)) {
        let before = line.split(PLACE).next().unwrap();
        assert!(before.contains(['#', '"']), "{what}: {line}");
    }
    let lines: Vec<&str> = text.lines().collect();
    let comments = lines.iter().filter_map(|l| l.split_once('#'));
    for (_, comment) in comments {
        let comment = comment.trim_start_matches(['#', ' ']);
        assert!(
            !comment.to_lowercase().starts_with("rdsim:"),
            "{what}: {comment}"
        );
    }
}
