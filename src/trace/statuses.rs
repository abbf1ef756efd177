//! Takes apart a field that has a status for each recipient.

use super::batch::SEPARATOR;
use super::response::begins_with_code;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Stands between an address and what became of the message there.
static OF_ADDRESS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("##"));
static RESOLVER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(".Resolver."));
static EXPANSION: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(".Expansion."));

/// The statuses, in the order of the recipients. Where the export keeps a list apart, these are its items;
/// else a semicolon ends a status only if another begins behind it, because responses have semicolons of
/// their own.
pub(super) fn split(field: &str) -> impl Iterator<Item = &str> + Clone {
    let listed = field.contains(SEPARATOR);
    let mut rest = (!field.trim().is_empty()).then_some(field);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = if listed {
            text.find(SEPARATOR)
        } else {
            end(text)
        };
        let (status, after) = match end {
            Some(at) => (text.get(..at), text.get(at + 1..)),
            None => (Some(text), None),
        };
        rest = after;
        status.map(str::trim)
    })
}

/// The addresses of a field such as `<address>##Receive, Send`, each with its words. A response may have
/// such marks of its own.
pub(super) fn by_address(field: &str) -> impl Iterator<Item = (&str, &str)> {
    let marked = OF_ADDRESS.find(field.as_bytes()).is_some();
    let all = split(if marked { field } else { "" });
    let all = all.filter_map(|status| status.split_once("##"));
    all.filter(|(address, _)| !address.contains(['{', ' ']))
}

/// An address without the words behind it.
pub(super) fn address(text: &str) -> &str {
    let end = OF_ADDRESS.find(text.as_bytes());
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Where the first status of a text ends.
fn end(text: &str) -> Option<usize> {
    // `[{LED=…};{MSG=…}]` ends with its bracket, whatever stands within.
    let from = if text.trim_start().starts_with("[{") {
        text.find("}]").map_or(0, |at| at + 2)
    } else {
        0
    };
    let mut places = memchr::memchr_iter(b';', text.as_bytes()).skip_while(|at| *at < from);
    places.find(|at| begins(text.get(at + 1..).unwrap_or_default()))
}

/// Whether a status begins here.
fn begins(text: &str) -> bool {
    let text = text.trim_start();
    let status = text.split(';').next().unwrap_or_default();
    text.is_empty()
        || text.starts_with(';')
        || text.starts_with("[{")
        || begins_with_code(text)
        || [&*OF_ADDRESS, &*RESOLVER, &*EXPANSION]
            .iter()
            .any(|mark| mark.find(status.as_bytes()).is_some())
        || ["To", "Cc", "Bcc"].contains(&status.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_semicolon_of_a_response_ends_no_status() {
        let led = "[{LED=550 5.7.520 Access denied; 550 5.7.1 no};{MSG=};{FQDN=};{IP=};{LRT=}]";
        let gone = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found";
        for all in [
            vec![],
            vec![gone],
            vec![gone, led],
            vec![led, gone],
            vec![led, led, led],
            vec!["250 2.1.5 Recipient OK", "", gone],
            vec![
                "a@contoso.com##Receive, Send",
                "b@contoso.com##Receive, Fail",
            ],
            vec!["To", "Cc", "Bcc"],
            vec![
                "UserMailbox.Forwardable.Resolver.CreateRecipientItems.40",
                gone,
            ],
            vec![
                "550 4.4.7 QUEUE.Expired;message expired",
                "550 4.4.7 QUEUE.Expired;x",
            ],
        ] {
            let found: Vec<&str> = split(&all.join(";"))
                .map(|s| s.to_owned().leak() as &str)
                .collect();
            assert_eq!(found, all);
        }
        let listed = ["no; semicolon", "", "550 5.1.1 x"];
        let field = listed.join("\u{1f}");
        assert_eq!(split(&field).collect::<Vec<_>>(), listed);
    }
}
