//! Finds the names of responses in a text, such as `RESOLVER.RST.NotAuthorized`.

/// The names, as they are written. The name of a component alone, such as `STOREDRV.Deliver`, is none:
/// it stands in front of many texts.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| c.is_whitespace() || ";,'\"()[]{}".contains(c);
    let words = text.split(between);
    words
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| is_name(word))
}

fn is_name(word: &str) -> bool {
    let mut parts = word.split('.');
    let component = parts.next().unwrap_or_default();
    let is_component = component.len() >= 2
        && component
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b == b'2');
    // Parts of the store driver, and what it says before it names an exception.
    let driver = [
        "Deliver",
        "Submit",
        "Submission",
        "ClientSubmit",
        "Storage",
        "Exception",
    ];
    let telling =
        |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase()) && !driver.contains(&part);
    is_component && parts.any(telling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_domains_and_components() {
        let found = |text| names(text).collect::<Vec<_>>();
        assert_eq!(
            found("550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized [MX.contoso.com]"),
            ["RESOLVER.RST.NotAuthorized"]
        );
        assert_eq!(
            found("'STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionQuotaExceeded;"),
            ["STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionQuotaExceeded"]
        );
        assert_eq!(found("QUEUE.Expired; message expired"), ["QUEUE.Expired"]);
        assert!(
            found("432 4.3.2 STOREDRV.Deliver; recipient thread limit, contoso.com").is_empty()
        );
    }
}
