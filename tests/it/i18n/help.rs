//! Asks for the help and gets arguments wrong in Japanese.

use super::is_japanese;
use crate::program::{self, err, out, root};
use rdsim::i18n;
use std::collections::{BTreeMap, BTreeSet};

/// The help of a verb in a language.
fn help(verb: &[String], language: &str, how: &str) -> String {
    let mut command = program::rdsim(&["--lang", language]);
    out(&command.args(verb).arg(how).output().unwrap())
}

/// Every verb, with the verbs below it; the program itself has no word.
fn verbs() -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    let mut at = 0;
    while at < all.len() {
        let verb = all[at].clone();
        at += 1;
        let text = help(&verb, "en", "--help");
        let listed = text.split("Commands:\n").nth(1).unwrap_or_default();
        let listed = listed.lines().take_while(|l| !l.is_empty());
        for name in listed.filter_map(|l| l.split_whitespace().next()) {
            // What `help` lists is each verb once more.
            if name != "help" {
                all.push(verb.iter().cloned().chain([name.to_owned()]).collect());
            }
        }
    }
    all
}

/// The translations, by the English lines.
fn catalogue() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root().join("src/i18n/ja.help.txt")).unwrap();
    let entries = i18n::entries(&text);
    entries.map(|(e, j)| (e.to_owned(), j.to_owned())).collect()
}

/// Whether a line of the help says nothing: it names an option, or is a command to copy.
fn is_code(line: &str) -> bool {
    let line = line.trim();
    let names =
        |l: &str| l.starts_with(['-', '<', '[']) && !l.contains("  ") && !l.starts_with("- ");
    line.is_empty() || names(line) || line.contains("rdsim ") || line.starts_with("# ")
}

/// What a line says, without what clap adds in brackets.
fn said(line: &str) -> &str {
    let line = line.trim_start();
    let text = match line.strip_prefix("- ") {
        Some(value) => value.split_once(':').map_or(value, |(_, help)| help),
        None => line.split_once("  ").map_or(line, |(_, help)| help),
    };
    let added = [" [既定値:", " [指定できる値:", " [別名:", " [環境変数:"];
    let ends = added.iter().filter_map(|a| text.find(a));
    text[..ends.min().unwrap_or(text.len())].trim()
}

#[test]
fn no_line_of_the_help_is_without_japanese() {
    let catalogue = catalogue();
    let same: BTreeSet<&str> = catalogue
        .iter()
        .filter(|(e, j)| e == j)
        .map(|(e, _)| &**e)
        .collect();
    // By what is said, the first verb that says it.
    let mut missing = BTreeMap::new();
    let verbs = verbs();
    assert!(verbs.len() > 15, "{verbs:?}");
    for verb in &verbs {
        for how in ["--help", "-h"] {
            for line in help(verb, "ja", how).lines() {
                let text = said(line);
                if !is_code(line) && !is_japanese(text) && !same.contains(text) {
                    let english = help(verb, "en", how);
                    let whole = english.lines().find(|l| l.contains(text)).unwrap_or(line);
                    let verb = format!("rdsim {} {how}", verb.join(" "));
                    missing.entry(whole.trim().to_owned()).or_insert(verb);
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "give the Japanese of these lines of the help in src/i18n/ja.help.txt: {missing:#?}"
    );
}

#[test]
fn no_japanese_of_the_help_is_left_over() {
    let verbs = verbs();
    let all: String = verbs
        .iter()
        .map(|v| help(v, "en", "--help") + &help(v, "en", "-h"))
        .collect();
    let man = out(&program::rdsim(&["man", "--lang", "en"]).output().unwrap());
    let catalogue = catalogue();
    // Clap has these for options that may come; the last ones are said by values.
    let elsewhere = ["[aliases:", "[env:", "invalid digit found in string"];
    let left_over: Vec<&String> = catalogue
        .keys()
        .filter(|e| !all.contains(*e) && !man.contains(*e) && !elsewhere.contains(&e.as_str()))
        .filter(|e| !e.starts_with("give a number") && !e.starts_with("known languages"))
        .collect();
    assert!(
        left_over.is_empty(),
        "the help does not say: {left_over:#?}"
    );
}

#[test]
fn what_is_wrong_with_arguments_is_said_in_japanese_before_they_are_parsed() {
    for (line, told) in [
        ("frob", "`frob` というコマンドはありません"),
        ("trace frob", "`frob` というコマンドはありません"),
        ("chek", "次のいずれかのことですか? `schema`、`check`"),
        ("check --polcy x", "`--policy` のことですか?"),
        ("report -p a", "必須の引数が指定されていません: `<MESSAGE>`"),
        ("completions", "必須の引数が指定されていません: `<SHELL>`"),
        (
            "trace merge",
            "必須の引数が指定されていません: `<PARTS>...`",
        ),
        ("check -p", " には値が必要です"),
        ("check -p a b --format jsn", "`json` のことですか?"),
        (
            "check -p a b --format pdf",
            "指定できる値: human, json, jsonl, csv, markdown, html",
        ),
        ("check -p a -p b c", "複数回指定されています"),
        (
            "check -p a b --jobs 0",
            "1 から 256 までの数値を指定してください",
        ),
        ("serve --port abc", "数値を指定してください"),
        ("schema policy x", "引数が多すぎます: `x`"),
        (
            "export a --json --powershell",
            "`--json` は `--powershell` と同時に指定できません",
        ),
        ("explain --force a", "--svg <FILE>"),
        ("man --lang xx", "指定できる言語: en、ja"),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let in_environment = program::rdsim(&words)
            .env("LANG", "ja_JP.UTF-8")
            .output()
            .unwrap();
        assert_eq!(in_environment.status.code(), Some(2), "{line}");
        let text = err(&in_environment);
        assert!(
            text.starts_with("エラー: ") && text.contains(told),
            "{line}: {text}"
        );
        if !line.contains("--lang") {
            let asked = program::rdsim(&["--lang=ja"])
                .args(&words)
                .output()
                .unwrap();
            assert_eq!(err(&asked), text, "{line}");
            let own = program::rdsim(&words)
                .env("RDSIM_LANG", "ja")
                .output()
                .unwrap();
            assert_eq!(err(&own), text, "{line}");
        }
    }
    let english = err(&program::rdsim(&["frob"]).output().unwrap());
    assert!(
        english.starts_with("error: there is no command `frob`"),
        "{english}"
    );
}

#[test]
fn the_man_page_is_in_japanese_too() {
    let man = out(&program::rdsim(&["man", "--lang", "ja"]).output().unwrap());
    for part in [
        ".SH 名前",
        ".SS オプション",
        "success: 配信されたときに通知を求める",
        "ヘルプを表示します",
    ] {
        assert!(man.contains(part), "{part}");
    }
    for english in ["Print ", "Possible", "[default", ".SH NAME"] {
        assert!(!man.contains(english), "{english}");
    }
}
