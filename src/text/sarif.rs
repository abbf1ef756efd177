//! Writes the text of a SARIF message.

/// The text without a link: `[text](place)` is one also in a plain message (SARIF 2.1.0, section
/// 3.11.6), and code scanning shows it as one.
#[must_use]
pub fn message(text: &str) -> String {
    text.replace("](", "] (")
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_text_is_a_link() {
        assert_eq!(super::message("[a](1) []](2)"), "[a] (1) []] (2)");
    }
}
