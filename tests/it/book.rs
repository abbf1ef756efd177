//! Lays out the documentation as a book, with a stand-in for mdBook that keeps what it is given.

use crate::program::{command, contents, root};
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

#[test]
fn the_book_has_every_page_of_the_documentation_once() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("mdbook");
    // `mdbook build --dest-dir INTO BOOK`
    std::fs::write(&program, "#!/bin/sh\ncp -r \"$4/src/.\" \"$3\"\n").unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let into = folder.path().join("book");
    let o = command("bash")
        .args(["packaging/book", ".", "v9.8.7"])
        .arg(&into)
        .env("PATH", format!("{}:{path}", folder.path().display()))
        .env("GITHUB_REPOSITORY", "Contoso-IT/rdsim")
        .output()
        .unwrap();
    assert!(o.status.success(), "{o:?}");

    let summary = contents(&into.join("SUMMARY.md"));
    let pages = summary.lines().filter_map(|line| line.split_once("]("));
    let pages = pages.map(|(_, rest)| rest.strip_suffix(')').unwrap().to_owned());
    let mut seen = BTreeSet::new();
    for page in pages {
        assert!(into.join(&page).is_file(), "{page}");
        // mdBook builds nothing where a page stands twice.
        assert!(seen.insert(page.clone()), "{page} stands twice");
    }
    for page in crate::given::files("docs", ".md") {
        let page = page.strip_prefix(root()).unwrap().display().to_string();
        assert!(seen.contains(&page), "{page} is missing");
    }
    for page in &seen {
        // What is hidden is left out of the artifacts of a workflow, and of the site.
        let hidden = page.split('/').any(|part| part.starts_with('.'));
        assert!(!hidden, "{page} is hidden");
        let text = contents(&into.join(page));
        // Who publishes it is filled in.
        for blank in ["OWNER/rdsim", "OWNER.rdsim", "OWNER/tap", "`OWNER` is the"] {
            assert!(!text.contains(blank), "{page}: {blank}");
        }
        for link in crate::packaging::links(&text) {
            let file = link.split('#').next().unwrap();
            if file.ends_with(".md") && !file.contains("://") {
                let to = into.join(page).parent().unwrap().join(file);
                assert!(to.is_file(), "{page}: {link}");
            }
        }
    }
}
