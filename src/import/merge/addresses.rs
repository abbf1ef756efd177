//! Takes addresses apart that a script joined with blanks.

use crate::policy::document::{Node, Value};

/// The addresses of a text in which several stand with blanks between, as `-join ' '` makes it. Those
/// of X.500 have blanks in them: each begins with what it is an address of.
pub(super) fn apart(item: Node) -> Vec<Node> {
    let Value::Text(text) = &item.value else {
        return vec![item];
    };
    let mut all: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match all.last_mut().filter(|_| !begins_address(word)) {
            Some(address) => {
                address.push(' ');
                address.push_str(word);
            }
            None => all.push(word.to_owned()),
        }
    }
    if all.len() < 2 {
        return vec![item];
    }
    let one = |address| Node {
        value: Value::Text(address),
        ..item.clone()
    };
    all.into_iter().map(one).collect()
}

/// Whether a word begins as the addresses of a recipient do: with its kind and a colon.
fn begins_address(word: &str) -> bool {
    const KINDS: [&str; 8] = ["smtp", "sip", "x500", "x400", "spo", "eum", "sia", "ceum"];
    let kind = word.split_once(':').map(|(kind, _)| kind);
    kind.is_some_and(|kind| KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known)))
}
