//! Plays the console sessions of README and `docs/` with the real binary.
//!
//! `TRYCMD=overwrite cargo test --test it sessions::` writes what is printed into the pages; read
//! the diff.

#[test]
fn every_session_prints_what_its_page_shows() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        // It goes before LANG and LC_MESSAGES.
        .env("LC_ALL", "C")
        .case("README.md")
        .case("docs/*.md");
}
