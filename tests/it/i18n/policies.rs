//! Translates the comments of the sample policies, which the web page shows.

use super::is_japanese;
use crate::program::root;
use rdsim::i18n::{comments, entries};
use rdsim::lint::{Options, lint};
use std::collections::BTreeMap;

#[test]
fn every_comment_of_a_sample_policy_has_japanese_and_nothing_else_changes() {
    let file = |name: &str| std::fs::read_to_string(root().join("src/i18n").join(name)).unwrap();
    let own = file("policies.ja.txt");
    let both = file("ja.init.txt") + &own;
    let translations: BTreeMap<&str, &str> = entries(&both).collect();
    let mut all = String::new();
    for folder in ["policies", "web/samples"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if !name.ends_with(".yaml") || name.ends_with(".rdsim.yaml") {
                continue;
            }
            let english = std::fs::read_to_string(&path).unwrap();
            let japanese = comments::translated(&english, &translations);
            for line in japanese.lines() {
                let Some((_, comment)) = line.split_once("# ") else {
                    continue;
                };
                let other = ["<https:", "Get-"].iter().any(|o| comment.starts_with(o));
                assert!(other || is_japanese(comment), "{name}: {comment}");
            }
            let code = |text: &str| -> Vec<String> {
                let lines = text
                    .lines()
                    .map(|l| l.split('#').next().unwrap().trim_end());
                lines.filter(|l| !l.is_empty()).map(str::to_owned).collect()
            };
            assert_eq!(code(&english), code(&japanese), "{name}");
            // A comment may allow a finding.
            let found = |text: &str| {
                let linted = lint(name, text.as_bytes(), &Options::default());
                linted.open().map(|f| f.rule.id).collect::<Vec<_>>()
            };
            assert_eq!(found(&english), found(&japanese), "{name}");
            all.push_str(&japanese);
        }
    }
    // None is left over.
    let bare = |text: &str| -> String {
        let text = text.replace('#', "").replace("\\n", "");
        text.chars().filter(|c| !c.is_whitespace()).collect()
    };
    for (english, japanese) in entries(&own) {
        assert!(bare(&all).contains(&bare(japanese)), "{english}");
    }
}
