//! Plays the console sessions of README and `docs/` with the real binary.
//!
//! `TRYCMD=overwrite cargo test --test it sessions::` writes what is printed into the pages; read
//! the diff.

use crate::program::root;
use std::panic::{catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use trycmd::TestCases;
use walkdir::WalkDir;

fn cases() -> TestCases {
    let cases = TestCases::new();
    cases
        .env("NO_COLOR", "1")
        // It goes before LANG and LC_MESSAGES.
        .env("LC_ALL", "C");
    cases
}

#[test]
fn every_session_prints_what_its_page_shows() {
    cases()
        .case("README.md")
        .case("docs/*.md")
        .skip("docs/guide-*.md");
}

fn guides() -> Vec<PathBuf> {
    let mut guides = crate::given::files("docs", ".md");
    guides.retain(|g| {
        g.file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("guide-")
    });
    guides
}

/// Copy a folder with all that is in it; nothing where there is none.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let to = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to).unwrap();
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A guide's commands write files, so they run in a copy of the folder beside it, `guide-….in`.
#[test]
fn every_guide_prints_what_it_shows() {
    let folder = tempfile::tempdir().unwrap();
    let guides = guides();
    assert_eq!(guides.len(), 3);
    let copied = |guide: &PathBuf| folder.path().join(guide.file_name().unwrap());
    for guide in &guides {
        std::fs::copy(guide, copied(guide)).unwrap();
        copy(
            &guide.with_extension("in"),
            &copied(guide).with_extension("in"),
        );
    }
    let played = catch_unwind(|| {
        cases().case(folder.path().join("guide-*.md"));
    });
    if std::env::var_os("TRYCMD").is_some_and(|t| t == "overwrite") {
        for guide in &guides {
            std::fs::copy(copied(guide), guide).unwrap();
        }
    }
    if let Err(why) = played {
        resume_unwind(why);
    }

    // What the guide for CI engineers shows of the file that it tests.
    let case = root().join("docs/guide-ci.in/broken/forwards.rdsim.yaml");
    let case = std::fs::read_to_string(case).unwrap();
    let guide = std::fs::read_to_string(root().join("docs/guide-ci.md")).unwrap();
    assert!(guide.contains(&format!("```yaml\n{case}```\n")), "{case}");

    // What the guide for admins shows of the script that it has written.
    let guide = std::fs::read_to_string(root().join("docs/guide-admin.md")).unwrap();
    let script = folder.path().join("guide-admin.in/change.ps1");
    let script = std::fs::read_to_string(script).unwrap();
    let shown: Vec<&str> = guide.lines().filter(|l| l.starts_with("Set-R")).collect();
    assert_eq!(shown.len(), 2);
    for line in shown {
        assert!(script.contains(line), "{line}: {script}");
    }
}
