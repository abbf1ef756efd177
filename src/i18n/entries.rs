//! Reads the files of translations. What packs the web page takes this file too: it uses nothing of the
//! crate.

/// The entries of a language's file: a line in English, then one that is indented, its
/// translation. Empty lines and lines that begin with `#` are between them.
pub fn entries(file: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut lines = file
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    std::iter::from_fn(move || Some((lines.next()?, lines.next()?.trim_start())))
}
