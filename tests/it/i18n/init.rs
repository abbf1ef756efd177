//! Writes the files of `rdsim init` in Japanese.

use super::is_japanese;
use crate::program::{self, out, root};
use rdsim::i18n;
use std::collections::BTreeMap;
use std::path::Path;

/// The files that `init --ci` writes in a language, by their names.
fn written(language: &str, folder: &Path) -> BTreeMap<String, String> {
    // The top of a repository, so that nothing is written above it.
    std::fs::create_dir(folder.join(".git")).unwrap();
    let mut init = program::rdsim(&["init", "--ci", "--lang", language]);
    let init = init.arg(folder).output().unwrap();
    assert_eq!(init.status.code(), Some(0), "{}", program::err(&init));
    // A policy that is there.
    std::fs::create_dir_all(folder.join("own/.git")).unwrap();
    let own = folder.join("own/contoso.yaml");
    std::fs::copy(root().join("policies/contoso.yaml"), &own).unwrap();
    let mut init = program::rdsim(&["init", "--ci", "--lang", language, "--policy"]);
    let init = init.arg(own).output().unwrap();
    assert_eq!(init.status.code(), Some(0), "{}", program::err(&init));
    let files = [
        "own/contoso.rdsim.yaml",
        "default.yaml",
        "default.rdsim.yaml",
        "rdsim.toml",
        ".github/workflows/mail-flow.yml",
        ".pre-commit-config.yaml",
    ];
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    files.map(|name| (name.to_owned(), read(name))).into()
}

#[test]
fn init_writes_comments_in_japanese_and_the_same_policy() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [english, japanese] = ["en", "ja"];
    let english = written(english, folders[0].path());
    let japanese = written(japanese, folders[1].path());
    let mut all = String::new();
    for (name, text) in &japanese {
        let comments = text
            .lines()
            .filter_map(|l| l.split_once("# ").map(|(_, c)| c));
        let other = ["yaml-language-server", "<https:", "git ls-remote", "v7."];
        for comment in comments {
            let is_other = other.iter().any(|o| comment.starts_with(o));
            assert!(is_other || is_japanese(comment), "{name}: {comment}");
        }
        let code = |text: &str| -> Vec<String> {
            let lines = text
                .lines()
                .map(|l| l.split('#').next().unwrap().trim_end().to_owned());
            let named = |l: &String| l.trim_start().starts_with("- Name: ");
            lines.filter(|l| !l.is_empty() && !named(l)).collect()
        };
        assert_eq!(code(&english[name]), code(text), "{name}");
        all.push_str(text);
    }
    // None is left over.
    let bare = |text: &str| -> String {
        let text = text.replace('#', "");
        text.chars().filter(|c| !c.is_whitespace()).collect()
    };
    let file = std::fs::read_to_string(root().join("src/i18n/ja.init.txt")).unwrap();
    for (english, japanese) in i18n::entries(&file) {
        let japanese = bare(&japanese.replace("\\n", ""));
        assert!(bare(&all).contains(&japanese), "{english}: {japanese}");
    }
    let tested = program::rdsim(&["test", "--lang", "ja"])
        .arg(folders[1].path())
        .output()
        .unwrap();
    assert_eq!(tested.status.code(), Some(0), "{}", out(&tested));
}
