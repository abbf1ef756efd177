//! Holds the translations to the sentences that the program says: none missing, none left over.
//!
//! `tests/untranslated.txt` lists what has no translation yet; `RDSIM_BLESS=1` writes it anew.

use rdsim::explain::{self, page::Page};
use rdsim::i18n::{self, Language, Text};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of the program.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The string literals that `en(` marks in a source.
fn marked(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, _) in source.match_indices("en(") {
        let before = source[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let Some(rest) = source[at + 3..].trim_start().strip_prefix('"') else {
            continue;
        };
        let mut text = String::new();
        let mut chars = rest.chars();
        loop {
            match chars.next().unwrap() {
                '"' => break,
                '\\' => match chars.next().unwrap() {
                    'n' => text.push('\n'),
                    '\n' => {
                        let left = chars.as_str().trim_start();
                        chars = left.chars();
                    }
                    other => text.push(other),
                },
                other => text.push(other),
            }
        }
        out.push(text);
    }
    out
}

fn said() -> BTreeSet<String> {
    let mut files = Vec::new();
    for folder in ["src", "web/wasm/src"] {
        sources(&root().join(folder), &mut files);
    }
    let texts = files.iter().map(|f| std::fs::read_to_string(f).unwrap());
    texts.flat_map(|text| marked(&text)).collect()
}

/// What the program says to people, each verb with what it needs.
const REPORTS: [&[&str]; 13] = [
    &["--help"],
    &["check", "--policy", "policies/default.yaml", "fixtures/ndr"],
    &["diff", "policies/default.yaml", "policies/open.yaml"],
    &["explain"],
    &["lint", "policies/partner-trap.yaml"],
    &[
        "react",
        "--policy",
        "policies/out-of-office.yaml",
        "fixtures/incoming",
    ],
    &[
        "submit",
        "--policy",
        "policies/contoso.yaml",
        "--scenario",
        "fixtures/scenarios/scanner.yaml",
    ],
    &["test", "policies"],
    &[
        "trace",
        "predict",
        "--policy",
        "policies/default.yaml",
        "fixtures/ndr",
    ],
    &["trace", "read", "fixtures/traces/extended.csv"],
    &[
        "trace",
        "reconcile",
        "--policy",
        "policies/contoso.yaml",
        "fixtures/traces/extended.csv",
    ],
    &[
        "trace",
        "replay",
        "--policy",
        "policies/open.yaml",
        "fixtures/traces/extended.csv",
    ],
    &[
        "submit",
        "--advise",
        "--tls",
        "none",
        "--from",
        "a@contoso.com",
        "--to",
        "b@contoso.com",
    ],
];

fn in_japanese(arguments: &[&str]) -> String {
    let said = rdsim(&[arguments, &["--lang", "ja"]].concat());
    assert!(!said.is_empty(), "{arguments:?}");
    said
}

/// Whether a text has kana or kanji.
fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, 'ぁ'..='ヿ' | '一'..='鿿'))
}

#[test]
fn every_sentence_is_translated_or_listed_and_no_translation_is_left_over() {
    let said = said();
    assert!(said.len() > 50, "the search finds the sentences");
    let catalogue = i18n::catalogue(Language::Japanese);
    let translated: BTreeSet<&str> = catalogue.iter().map(|(english, _)| *english).collect();
    assert_eq!(translated.len(), catalogue.len(), "a sentence stands once");
    let left_over: Vec<_> = translated.iter().filter(|t| !said.contains(**t)).collect();
    assert!(left_over.is_empty(), "nobody says: {left_over:#?}");
    let sentences = said.iter().filter(|s| !translated.contains(s.as_str()));
    let sentences = sentences.map(|s| format!("sentence: {s}\n"));
    let topics = explain::topics().into_iter();
    let pages = topics
        .filter(|t| !t.is_translated(Language::Japanese))
        .map(|t| format!("page: {}\n", t.place()));
    let reports = REPORTS.iter().filter(|r| !is_japanese(&in_japanese(r)));
    let verb = |r: &[&str]| -> Vec<String> {
        let words = r.iter().take_while(|w| !w.starts_with("--p"));
        words.map(|w| (*w).to_owned()).collect()
    };
    let reports = reports.map(|r| format!("report: {}\n", verb(r).join(" ")));
    let missing: String = sentences.chain(pages).chain(reports).collect();
    let list = root().join("tests/untranslated.txt");
    if std::env::var_os("RDSIM_BLESS").is_some() {
        std::fs::write(&list, &missing).unwrap();
    }
    let listed = std::fs::read_to_string(&list).unwrap();
    assert_eq!(missing, listed, "without a Japanese translation");
}

/// The text in the brackets that open at a byte of a source.
fn bracketed(source: &str, open: usize) -> &str {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in source[open..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return &source[open..=open + at];
                }
            }
            _ => {}
        }
    }
    panic!("no bracket closes {}", &source[open..open + 40]);
}

/// String literals that read as a sentence, with a blank and a letter outside what is filled in;
/// those that `en(` marks are left out.
fn unmarked(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('"') {
        let literal = &rest[open + 1..];
        let end = literal
            .char_indices()
            .scan(false, |escaped, (at, c)| {
                let ends = c == '"' && !*escaped;
                *escaped = c == '\\' && !*escaped;
                Some((at, ends))
            })
            .find(|(_, ends)| *ends);
        let end = end.unwrap().0;
        let marked = rest[..open].trim_end().ends_with("en(");
        let said: String = literal[..end]
            .split('{')
            .map(|p| p.rsplit('}').next().unwrap())
            .collect();
        let sentence = said.contains(' ') && said.contains(|c: char| c.is_alphabetic());
        if sentence && !marked {
            out.push(&literal[..end]);
        }
        rest = &literal[end + 1..];
    }
    out
}

/// What takes sentences. A literal that stands there unmarked would be said in English only, and
/// nobody would know.
const TAKES: [&str; 12] = [
    ".error(",
    ".warn(",
    ".warning(",
    ".finding(",
    ".graded(",
    ".with_text(",
    "Text::of(",
    "Text::from(",
    "Problem::whole(",
    "complain(",
    "problem(",
    "wants(",
];

/// What is often said in a sentence of its own before it is handed over.
const NAMED: [&str; 2] = ["let help = ", "let why = "];

#[test]
fn no_sentence_is_unmarked_where_sentences_are_taken() {
    let mut files = Vec::new();
    for folder in ["src", "web/wasm/src"] {
        sources(&root().join(folder), &mut files);
    }
    let (mut calls, mut found) = (0, Vec::new());
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        for named in NAMED {
            for (at, _) in source.match_indices(named) {
                let end = source[at..].find(";\n").unwrap();
                let all = unmarked(&source[at..at + end]).into_iter();
                found.extend(all.map(|l| format!("{}: {l}", file.display())));
            }
        }
        for takes in TAKES {
            for (at, _) in source.match_indices(takes) {
                calls += 1;
                let all = unmarked(bracketed(source, at + takes.len() - 1));
                // The command lines in a help are the same in every language.
                let all = all.into_iter().filter(|l| !l.starts_with("Select-Object "));
                found.extend(all.map(|l| format!("{}: {l}", file.display())));
            }
        }
    }
    assert!(calls > 300, "the search finds the calls: {calls}");
    assert!(found.is_empty(), "mark them with `en`: {found:#?}");
}

/// What the page is built without: nothing of it is said there.
const COMMAND_LINE: [&str; 31] = [
    "src/cli/",
    "src/cli.rs",
    "src/export/",
    "src/export.rs",
    "src/import/",
    "src/import.rs",
    "src/mail.rs",
    "src/mail/block.rs",
    "src/mail/mbox.rs",
    "src/mail/msg.rs",
    "src/mail/archive.rs",
    "src/main.rs",
    "src/report/submit/advice.rs",
    "src/report/expectations.rs",
    "src/report/trace.rs",
    "src/report/trace/reconcile.rs",
    "src/report/trace/replay.rs",
    "src/submit/advise.rs",
    "src/submit/advise/",
    "src/expectations.rs",
    "src/expectations/",
    "src/trace/batch.rs",
    "src/trace/fate.rs",
    "src/trace/json.rs",
    "src/trace/json/",
    "src/trace/packed.rs",
    "src/trace/parquet.rs",
    "src/trace/parquet/",
    "src/trace/read.rs",
    "src/trace/reconcile.rs",
    "src/trace/reconcile/",
];

#[test]
fn the_page_carries_no_words_that_only_the_command_line_says() {
    let mut files = Vec::new();
    for folder in ["src", "web/wasm/src"] {
        sources(&root().join(folder), &mut files);
    }
    let (mut here, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let name = file.strip_prefix(root()).unwrap().to_str().unwrap();
        let name = name.replace('\\', "/");
        let said = marked(&std::fs::read_to_string(&file).unwrap());
        if COMMAND_LINE.iter().any(|c| name.starts_with(c)) {
            here.extend(said);
        } else {
            elsewhere.extend(said);
        }
    }
    let apart: BTreeSet<String> = here.difference(&elsewhere).cloned().collect();
    let text = std::fs::read_to_string(root().join("src/i18n/ja.cli.txt")).unwrap();
    let listed: BTreeSet<String> = i18n::entries(&text).map(|(e, _)| e.to_owned()).collect();
    assert!(listed.len() > 200, "{}", listed.len());
    let misplaced: Vec<_> = listed.difference(&apart).collect();
    assert!(misplaced.is_empty(), "belongs in ja.txt: {misplaced:#?}");
    let misplaced: Vec<_> = i18n::catalogue(Language::Japanese)
        .into_iter()
        .filter(|(english, _)| apart.contains(*english) && !listed.contains(*english))
        .collect();
    assert!(
        misplaced.is_empty(),
        "belongs in ja.cli.txt: {misplaced:#?}"
    );
}

#[test]
fn every_sample_message_is_described_in_japanese() {
    let readme = std::fs::read_to_string(root().join("fixtures/README.md")).unwrap();
    let names = readme.lines().filter_map(|l| l.strip_prefix("- `"));
    let names: BTreeSet<&str> = names.map(|l| l.split('`').next().unwrap()).collect();
    assert!(names.len() > 50, "the search finds the samples");
    let all: Vec<_> = i18n::samples::all(Language::Japanese).collect();
    let described: BTreeSet<&str> = all.iter().map(|(name, _)| *name).collect();
    assert_eq!(described.len(), all.len(), "a sample stands once");
    let unknown: Vec<_> = described.difference(&names).collect();
    assert!(unknown.is_empty(), "no such sample: {unknown:#?}");
    let missing: Vec<_> = names.difference(&described).collect();
    assert!(missing.is_empty(), "describe in Japanese: {missing:#?}");
    let (name, about) = all[0];
    assert_eq!(i18n::samples::about(Language::Japanese, name), Some(about));
    assert_eq!(i18n::samples::about(Language::English, name), None);
    assert_eq!(i18n::samples::about(Language::Japanese, "none.eml"), None);
}

#[test]
fn every_translated_page_is_of_a_topic_and_has_a_heading_for_each_example() {
    let topics = explain::topics();
    let folder = root().join("src/i18n/pages/ja");
    let mut files = BTreeSet::new();
    for group in std::fs::read_dir(&folder).unwrap() {
        let group = group.unwrap().path();
        for file in std::fs::read_dir(&group).unwrap() {
            let place = file.unwrap().path().with_extension("");
            let place = place.strip_prefix(&folder).unwrap().to_str().unwrap();
            files.insert(place.replace('\\', "/"));
        }
    }
    let listed = || i18n::pages::all(Language::Japanese);
    let places: BTreeSet<String> = listed().map(|(p, _)| (*p).to_owned()).collect();
    assert_eq!(
        files, places,
        "the tables in words/pages.rs and below have every file"
    );
    for (place, text) in listed() {
        let topic = topics.iter().find(|t| t.place() == *place);
        let topic = topic.unwrap_or_else(|| panic!("{place} is of no topic"));
        let english = topic.page(Language::English);
        let japanese = Page::read(text);
        assert_eq!(english.examples.len(), japanese.examples.len(), "{place}");
        assert!(japanese.title.contains(topic.name), "{place}");
        assert!(
            !text.contains("```"),
            "{place}: the examples are those of the English page"
        );
        let kana = |text: &str| text.chars().any(|c| ('ぁ'..='ヿ').contains(&c));
        assert!(kana(&japanese.prose), "{place}");
        // What stands in backticks is the same thing in every language.
        let code = |text: &str| -> BTreeSet<String> {
            text.split('`')
                .skip(1)
                .step_by(2)
                .map(|c| c.replace('\n', " "))
                .collect()
        };
        assert_eq!(code(&english.prose), code(&japanese.prose), "{place}");
    }
}

#[test]
fn a_translation_has_the_values_of_its_sentence() {
    for (english, translation) in i18n::catalogue(Language::Japanese) {
        let sorted = |text| {
            let mut names = i18n::names(text);
            names.sort_unstable();
            names.dedup();
            names
        };
        assert_eq!(sorted(english), sorted(translation), "{english}");
        assert!(!translation.is_empty(), "{english}");
    }
}

#[test]
fn a_sentence_is_said_with_its_values_and_falls_back_to_english() {
    let note = Text::with(
        "{response} to {address}",
        vec![
            ("response", "250 {x}".into()),
            ("address", "a@example.com".into()),
        ],
    );
    assert_eq!(note.to_string(), "250 {x} to a@example.com");
    assert_eq!(
        note.localized(Language::Japanese),
        "250 {x} → a@example.com"
    );
    let nowhere = "this sentence is not translated: {value}";
    let filled = Language::Japanese.fill(nowhere, &[("value", &1)]);
    assert_eq!(filled, "this sentence is not translated: 1");
}

#[test]
fn a_sentence_within_a_sentence_is_said_in_the_same_language() {
    let nested = Text::with("{port}: {way}", vec![("port", "25".into())]);
    let nested = nested.with_text("way", i18n::en("direct send"));
    assert_eq!(nested.to_string(), "25: direct send");
    assert_eq!(nested.localized(Language::Japanese), "25: 直接送信");
    assert_eq!(serde_json::to_value(&nested).unwrap(), "25: direct send");
}

#[test]
fn every_example_that_is_played_is_told_in_the_language_of_its_page() {
    let played = explain::topics().into_iter();
    let mut results = 0;
    for topic in played {
        let english = topic.page(Language::English);
        let japanese = topic.page(Language::Japanese);
        for (english, japanese) in english.results().zip(japanese.results()) {
            let lines = |text: &str| text.lines().count();
            assert_eq!(lines(english), lines(japanese), "{}", topic.place());
            assert!(is_japanese(japanese), "{}: {japanese}", topic.place());
            results += 1;
        }
    }
    assert!(results > 100, "{results}");
}

/// What `check` says in a language, which an option or the environment asks for.
fn check(arguments: &[&str], locale: Option<(&str, &str)>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rdsim"));
    command.env_clear().current_dir(root());
    command.envs(locale);
    command
        .args(["check", "--policy", "policies/default.yaml"])
        .args(["--to", "bob@fabrikam.com"])
        .args(arguments)
        .arg("fixtures/oof-internal/");
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn the_reader_chooses_by_option_or_by_the_environment() {
    let japanese = check(&["--lang", "ja"], None);
    assert!(japanese.contains("破棄") && japanese.contains("正常な動作です"));
    assert!(japanese.contains("RESOLVER.OOF.IntToExt"));
    let english = check(&[], None);
    assert!(english.contains("DROPPED") && english.is_ascii());
    for (name, locale, expected) in [
        ("LANG", "ja_JP.UTF-8", &japanese),
        ("LC_ALL", "ja", &japanese),
        ("LANG", "de_DE.UTF-8", &english),
        ("LANG", "C", &english),
    ] {
        assert_eq!(&check(&[], Some((name, locale))), expected, "{locale}");
    }
    let option_first = check(&["--lang", "en"], Some(("LANG", "ja_JP.UTF-8")));
    assert_eq!(option_first, english);
    let json = check(&["--format", "json", "--lang", "ja"], None);
    assert!(json.is_ascii(), "reports for machines are in English");
}

/// What a command says.
fn rdsim(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rdsim"));
    command.env_clear().current_dir(root()).args(arguments);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// A command speaks Japanese to people, and English to machines and by default.
fn speaks(arguments: &[&str], expected: &[&str]) {
    let japanese = rdsim(&[arguments, &["--lang", "ja"]].concat());
    for text in expected {
        assert!(japanese.contains(text), "{text}\n{japanese}");
    }
    let english = rdsim(arguments);
    assert!(!english.is_empty() && !is_japanese(&english), "{english}");
    assert_eq!(english.lines().count(), japanese.lines().count());
    machines_hear_english(arguments, &["json"]);
}

/// Formats for machines are the same whoever asks.
fn machines_hear_english(arguments: &[&str], formats: &[&str]) {
    for format in formats {
        let machine = ["--format", format];
        let english = rdsim(&[arguments, &machine].concat());
        assert_eq!(english, in_japanese(&[arguments, &machine].concat()));
    }
}

#[test]
fn lint_speaks_japanese() {
    let lint = ["lint", "--all", "policies/partner-trap.yaml"];
    speaks(
        &lint,
        &[
            "policies/partner-trap.yaml:17:5: 警告[partner-forwards]: ",
            "`fabrikam.com` への自動転送は許可されています",
            "  対処: `AutoForwardEnabled: false` を追加してください",
            "  SCuBA MS.EXO.1.1v2 の要件: ",
            "ポリシー 1 件: エラー 0 件、警告 4 件、注記 ",
        ],
    );
    machines_hear_english(&lint, &["sarif", "github"]);
}

#[test]
fn diff_speaks_japanese() {
    let both = [
        "diff",
        "policies/partner-trap-before.yaml",
        "policies/partner-trap.yaml",
    ];
    speaks(
        &both,
        &[
            "宛先: fabrikam.com\n",
            "  仕分けルールによる自動転送: ordinary, ",
            "    破棄: 250 2.1.5 RESOLVER.MSGTYPE.AF; ",
            " → 組織外へ送信\n",
            "    理由: TNEFEnabled: ユーザー設定に従う (",
            "    例: someone@contoso.com → someone@fabrikam.com",
            "結果の変更 5 件、形式の変更 3 件。",
        ],
    );
    machines_hear_english(&both, &["markdown", "github"]);
    let messages = [&both[..], &["fixtures/ordinary"]].concat();
    speaks(
        &messages,
        &["組織外へ送信 (形式: may-be-tnef、", "判定の変更 "],
    );
    machines_hear_english(&messages, &["markdown", "github"]);
    let same = ["diff", "policies/open.yaml", "policies/open.yaml"];
    speaks(&same, &["動作は変わりません: "]);
}

#[test]
fn reconcile_and_replay_speak_japanese() {
    let trace = "fixtures/traces/extended.csv";
    let reconcile = ["trace", "reconcile", "-p", "policies/contoso.yaml", trace];
    speaks(
        &reconcile,
        &[
            "から 2026-08-05 までの 35 行を policies/contoso.yaml と照合しました",
            "\n不一致\n",
            "auto-reply、リモートドメイン fabrikam.com (policies/contoso.yaml:26) 宛て",
            "リモートドメイン `fabrikam.com` の AutoReplyEnabled、現在は `true`\n",
            "            1. `contoso.net` は承認済みドメインですが、ポリシーにありません\n               Get-AcceptedDomain contoso.net\n",
            "  処理の途中: 結果は別の行にあります\n",
        ],
    );
    machines_hear_english(&reconcile, &["csv"]);
    let replay = ["trace", "replay", "-p", "policies/partner-trap.yaml", trace];
    speaks(
        &replay,
        &[
            "人の受信者を判定しました (Exchange の結果 → policies/partner-trap.yaml)\n",
            "\n変わるもの\n",
            " → 組織外へ送信\n            理由: ",
            "既定値)\n",
            "\n受信者のドメイン別の変化\n",
        ],
    );
    machines_hear_english(&replay, &["csv"]);
}

#[test]
fn test_speaks_japanese() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("failing.rdsim.yaml");
    let policy = root().join("policies/closed.yaml");
    let cases = format!(
        "Policy: {}\nCases:\n  - {{Name: one, Kind: ndr, To: bob@fabrikam.com, Expect: {{Outcome: leaves}}}}\n  - {{Name: two, Kind: ndr, To: bob@fabrikam.com, Expect: }}\n",
        policy.display()
    );
    std::fs::write(&file, cases).unwrap();
    let test = ["test", "--coverage", file.to_str().unwrap()];
    speaks(
        &test,
        &[
            "失敗  ",
            "期待値",
            "  ! 結果",
            "まだ期待値がありません",
            "のカバレッジ: ",
            "一度も判定を左右していない設定",
            "成功 0 件、失敗 2 件",
            "破棄",
        ],
    );
    machines_hear_english(&test, &["junit", "tap", "github"]);
}

#[test]
fn trace_read_speaks_japanese() {
    let read = ["trace", "read", "fixtures/traces/extended.csv"];
    speaks(
        &read,
        &[
            "行: ",
            "イベント\n",
            "RECEIVE: サーバーが受け取りました",
            "を確認してください (ページ: ",
            "受信者のドメイン\n",
        ],
    );
    machines_hear_english(&read, &["csv"]);
}

#[test]
fn what_is_wrong_with_files_and_arguments_is_said_in_japanese() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).unwrap();
    };
    write(
        "bad.yaml",
        "RemoteDomains:\n  - {DomainName: a b, AllowedOOFType: Extern, LineWrapSize: 500}\n",
    );
    write("list.yaml", "- 1\n");
    write("yaml.yaml", "RemoteDomains: [\n");
    write(
        "bad.rdsim.yaml",
        "Policy: none.yaml\nCases:\n  - {Name: x, Kinds: 1}\n",
    );
    write("bad.json", "[{\"Name\": \"x\"}]");
    write("bad.csv", "a,b\n1,2\n");
    write("empty.eml", "");
    write("good.yaml", "RemoteDomains: [{DomainName: \"*\"}]\n");
    let commands: [&[&str]; 14] = [
        &["check", "--policy", "bad.yaml", "empty.eml"],
        &["check", "--policy", "list.yaml", "empty.eml"],
        &["check", "--policy", "yaml.yaml", "empty.eml"],
        &["check", "--policy", "none.yaml", "empty.eml"],
        &["check", "--policy", "good.yaml", "none.eml"],
        &["lint", "none.yaml"],
        &["test", "bad.rdsim.yaml"],
        &["test", "none.rdsim.yaml"],
        &["import", "bad.json"],
        &["import", "bad.csv"],
        &["explain", "nonsense"],
        &[
            "react",
            "--policy",
            "good.yaml",
            "--at",
            "noon",
            "empty.eml",
        ],
        &["submit", "--policy", "good.yaml"],
        &["trace", "read", "bad.csv"],
    ];
    for arguments in commands {
        let said = |language| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_rdsim"));
            command.env_clear().current_dir(folder.path());
            let output = command.args(arguments).args(["--lang", language]);
            let output = output.output().unwrap();
            assert!(!output.status.success(), "{arguments:?}");
            String::from_utf8(output.stderr).unwrap()
        };
        let (english, japanese) = (said("en"), said("ja"));
        assert!(!english.is_empty() && !is_japanese(&english), "{english}");
        assert_eq!(english.lines().count(), japanese.lines().count());
        for (english, japanese) in english.lines().zip(japanese.lines()) {
            let problem = [
                ("error: ", "エラー: "),
                ("warning: ", "警告: "),
                ("  help: ", "  対処: "),
            ]
            .into_iter()
            .find_map(|(en, ja)| Some((english.split_once(en)?.0, ja)));
            let Some((place, word)) = problem else {
                // The line of the file, and the mark below it.
                assert_eq!(english, japanese);
                continue;
            };
            let said = japanese
                .strip_prefix(place)
                .and_then(|j| j.strip_prefix(word));
            assert!(said.is_some_and(is_japanese), "{english}\n{japanese}");
        }
    }
}

#[test]
fn submit_and_its_advice_speak_japanese() {
    let device = ["--from", "scan@contoso.com", "--to", "bob@fabrikam.com"];
    let policy = ["submit", "--policy", "policies/contoso.yaml"];
    speaks(
        &[
            &policy,
            &device[..],
            &["--endpoint", "192.0.2.1", "--port", "26"],
        ]
        .concat(),
        &[
            "拒否  方法: SMTP リレー",
            "`192.0.2.1` は IP アドレスです",
            "対処: ポート 25 を設定してください",
            "SMTP リレーでは、ポート 26 は使えません",
            "警告: ",
        ],
    );
    let advise = ["submit", "--advise", "--tls", "none"];
    speaks(
        &[&advise, &device[..], &["--ip", "192.0.2.10", "--fixed-ip"]].concat(),
        &[
            "推奨  固定アドレスによる SMTP リレー",
            "直接送信: bob@fabrikam.com は組織外です",
            "サインイン: なし",
            "アドレス 192.0.2.10 で識別し",
            "確認結果 (ポリシーなし。組織内とみなすのは contoso.com だけ、ほかはすべて既定値): 受理",
        ],
    );
}

#[test]
fn react_speaks_japanese() {
    let react = ["react", "--policy", "policies/out-of-office.yaml"];
    speaks(
        &[&react[..], &["fixtures/incoming/outside.eml", "--explain"]].concat(),
        &[
            "bob@fabrikam.com (組織外)",
            "外部の不在時応答: 組織外へ送信; 内部の不在時応答: 破棄、IntToExt (正常な動作です)",
            "外部の不在時応答、きっかけ: AutoReplyState: ",
            "read-receipt の対象外: 差出人が要求していません",
            "メッセージ 1 件。",
        ],
    );
}

#[test]
fn trace_predict_speaks_japanese() {
    let predict = ["trace", "predict", "--policy", "policies/default.yaml"];
    let to = ["--to", "bob@fabrikam.com", "fixtures/oof-internal/"];
    speaks(
        &[&predict[..], &to].concat(),
        &[
            "状態 失敗 (Failed): 配信されませんでした。",
            "Drop (破棄)",
            "Reason: [{LED=250 2.1.5 RESOLVER.OOF.IntToExt;",
            "注: 正常な動作です",
        ],
    );
    let csv = ["--format", "csv"];
    let english = rdsim(&[&predict[..], &to, &csv].concat());
    let japanese = rdsim(&[&predict[..], &to, &csv, &["--lang", "ja"]].concat());
    assert_eq!(english, japanese);
}
