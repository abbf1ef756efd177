//! Asks each verb in Japanese, as people do, and in the formats of machines.

use super::is_japanese;
use crate::program::{self, err, out};
use crate::reports::{self, PROBLEMS, REPORTS};

/// What `check` says in a language, which an option or the environment asks for.
fn check(arguments: &[&str], locale: Option<(&str, &str)>) -> String {
    let mut command = program::rdsim(&["check", "--policy", "policies/default.yaml"]);
    command.envs(locale).args(["--to", "bob@fabrikam.com"]);
    command.args(arguments).arg("fixtures/oof-internal/");
    out(&command.output().unwrap())
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

#[test]
fn every_report_for_people_is_in_japanese_and_every_one_for_machines_in_english() {
    let mut machines = 0;
    for (folder, line, options) in REPORTS {
        let said = |line: &str| out(&reports::run(line).0);
        let in_both = |line: &str| [said(line), said(&format!("{line} --lang ja"))];
        if options.contains(&"--lang ja") && *folder != "explain" {
            let [english, japanese] = in_both(line);
            // What a message was meant to say stands there as it is.
            let mut own = english.lines().filter(|l| !l.contains("meant: "));
            assert!(!own.any(is_japanese), "{english}");
            assert!(is_japanese(&japanese) && japanese != english, "{japanese}");
            assert_eq!(english.lines().count(), japanese.lines().count());
        }
        let formats = options.iter().filter(|o| o.starts_with("--format"));
        for format in formats.filter(|_| *folder != "explain") {
            let [english, japanese] = in_both(&format!("{line} {format}"));
            assert_eq!(english, japanese, "{line} {format}");
            machines += 1;
        }
    }
    assert!(machines > 25, "{machines}");
}

#[test]
fn what_is_wrong_with_files_and_arguments_is_said_in_japanese() {
    for line in PROBLEMS {
        let said = |language| {
            let (output, _) = reports::run(&format!("{line} --lang {language}"));
            assert!(!output.status.success(), "{line}");
            err(&output)
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
