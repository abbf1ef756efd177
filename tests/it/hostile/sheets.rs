//! Reads the reports on traces for people, and takes the commands to copy out of them.

use super::parsers::{references, terminal};
use super::texts::PLACE;

/// A report of a trace as Markdown; the commands to copy that it has.
pub fn sheet_markdown(what: &str, bytes: &[u8]) -> String {
    use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
    let text = terminal(what, bytes, false);
    let (mut shown, mut commands, mut in_block) = (String::new(), String::new(), false);
    let (mut headings, mut rows, mut cells) = (0, 0, 0);
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(Tag::TableRow | Tag::TableHead) => rows += 1,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.is_empty() => {
                in_block = true;
            }
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Start(
                Tag::Paragraph | Tag::Strong | Tag::Table(_) | Tag::List(Some(_)) | Tag::Item,
            ) => {}
            Event::End(_) | Event::SoftBreak => shown.push('\n'),
            Event::Text(text) if in_block => commands.push_str(&text),
            Event::Text(text) => shown.push_str(&text),
            Event::Code(_) => shown.push('\u{fffc}'),
            event => panic!("{what}: {event:?}"),
        }
    }
    let own = text.lines().filter(|line| line.starts_with("###"));
    assert_eq!(headings, own.count(), "{what}");
    // Tables of counts have two columns, those of facts six.
    let columns = if what.contains("--by-fact") { 6 } else { 2 };
    assert!(
        cells >= 2 * rows && cells <= columns * rows,
        "{what}: {text}"
    );
    assert!(headings > 1 && rows > 2, "{what}");
    references(what, &shown);
    commands
}

/// A report of a trace as HTML: every element is closed, none asks for anything, and no attribute
/// has a word of a stranger. The commands to copy that it has.
pub fn sheet_html(what: &str, bytes: &[u8]) -> String {
    use html5gum::{Token, Tokenizer};
    const ELEMENTS: &str = "html head meta title style body main h1 h2 p table thead tbody tr th td ol li pre code strong section svg rect br";
    const ATTRIBUTES: &str = "lang charset http-equiv name content class scope role aria-label aria-hidden width height viewBox preserveAspectRatio x y fill rx tabindex";
    let text = terminal(what, bytes, false);
    let (mut open, mut commands): (Vec<String>, String) = (Vec::new(), String::new());
    for token in Tokenizer::new(text) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                assert!(ELEMENTS.split(' ').any(|e| e == name), "{what}: <{name}>");
                for (key, value) in &tag.attributes {
                    let key = String::from_utf8_lossy(key);
                    let known = |k: &str| k.eq_ignore_ascii_case(&key);
                    assert!(ATTRIBUTES.split(' ').any(known), "{what}: {name} {key}");
                    let value = String::from_utf8_lossy(&value.value);
                    let place = value.to_lowercase().contains(&PLACE.to_lowercase());
                    assert!(!place, "{what}: {value}");
                }
                let is_void = matches!(name.as_str(), "meta" | "br");
                if !is_void && !tag.self_closing {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                assert_eq!(open.pop().as_ref(), Some(&name), "{what}");
                if name == "pre" {
                    commands.push('\n');
                }
            }
            Token::String(words) if open.iter().any(|name| name == "pre") => {
                commands.push_str(&String::from_utf8_lossy(&words));
            }
            Token::String(_) => {}
            Token::Doctype(_) => assert!(open.is_empty(), "{what}"),
            Token::Comment(_) => panic!("{what}: a comment"),
            Token::Error(e) => panic!("{what}: {e:?}"),
        }
    }
    assert!(open.is_empty(), "{what}: {open:?}");
    commands
}
