//! Plays the examples of a page and compares what they show, or writes it anew.

use crate::program::contents;
use std::path::Path;

/// The text of the fences after `tag`, each with its place in the page.
pub fn fences<'a>(page: &'a str, tag: &str) -> Vec<(usize, &'a str)> {
    let open = format!("```{tag}\n");
    page.match_indices(&open)
        .map(|(at, _)| {
            let from = at + open.len();
            let end = page[from..].find("```").unwrap() + from;
            (from, &page[from..end])
        })
        .collect()
}

/// Play the examples of the page in a file. `play` is given the text of the fences with `tags`, and
/// gives the text that the fence after `shows` must have, and what else is to be known.
/// `RDSIM_BLESS=1` writes that text into the page.
pub fn play<T, const N: usize>(
    file: &Path,
    tags: [&str; N],
    shows: &str,
    mut play: impl FnMut([&str; N]) -> (String, T),
) -> Vec<T> {
    let mut page = contents(file);
    let file_name = file.display();
    assert!(
        page.contains("\n## Source\n"),
        "{file_name}: a page ends with its source"
    );
    let given = tags.map(|tag| fences(&page, tag));
    let shown = fences(&page, shows);
    let in_step = given.iter().all(|fences| fences.len() == shown.len());
    assert!(
        in_step,
        "{file_name}: the fences of an example come together"
    );
    let bless = std::env::var_os("RDSIM_BLESS").is_some();
    let mut changes = Vec::new();
    let mut known = Vec::new();
    for (i, (at, expected)) in shown.iter().enumerate() {
        let (actual, more) = play(given.each_ref().map(|fences| fences[i].1));
        if !bless {
            assert_eq!(&actual, expected, "{file_name}");
        }
        changes.push((*at, expected.len(), actual));
        known.push(more);
    }
    for (at, length, text) in changes.into_iter().rev() {
        page.replace_range(at..at + length, &text);
    }
    // Another test may be reading a page that stays as it is.
    if bless && contents(file) != page {
        std::fs::write(file, page).unwrap();
    }
    known
}
