//! Writes text for XML and HTML, between tags and in attributes in double quotes.

use super::is_terminal_control;
use pulldown_cmark_escape::escape_html;

/// The text with markup escaped; characters that XML does not allow, or that change the direction
/// of what follows, are replaced.
#[must_use]
pub fn text(text: &str) -> String {
    let allowed: String = text
        .chars()
        .map(|c| match c {
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c if is_terminal_control(c) => '\u{fffd}',
            c => c,
        })
        .collect();
    let mut out = String::new();
    // A String takes whatever is written to it.
    let _ = escape_html(&mut out, &allowed);
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_character_is_text() {
        // A million characters are all there are, so all are tried.
        let all: String = ('\0'..=char::MAX).collect();
        let xml = format!("<a b=\"{0}\">{0}</a>", super::text(&all));
        let document = roxmltree::Document::parse(&xml).unwrap();
        let a = document.root_element();
        assert_eq!(a.children().count(), 1);
        assert_eq!(a.attributes().len(), 1);
        let shown = a.text().unwrap();
        assert_eq!(shown.chars().count(), all.chars().count());
        assert_eq!(a.attribute("b"), Some(shown));
    }
}
