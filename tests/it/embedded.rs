//! Holds the texts that are embedded to LF, however they were checked out.

use crate::program::root;
use ignore::WalkBuilder;

/// A file that [`include_str!`] embeds has the line ends of the checkout; only rustdoc may see those.
#[test]
fn every_text_is_embedded_with_lf() {
    let mut embedded = 0;
    for entry in WalkBuilder::new(root().join("src")).build() {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|end| end != "rs") || path.ends_with("src/embedded.rs") {
            continue;
        }
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            embedded += usize::from(line.contains("embedded!("));
            assert!(
                !line.contains("include_str!(") || line.contains("[doc = include_str!("),
                "{}: {line}: use `embedded!`",
                path.display()
            );
        }
    }
    assert!(embedded > 100);
}
