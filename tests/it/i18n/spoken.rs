//! Asks each verb in Japanese, as people do, and in the formats of machines.

use super::{in_japanese, is_japanese, rdsim};
use crate::program::{self, err, out, root};

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
            let mut command = program::rdsim(arguments);
            command.current_dir(folder.path());
            let output = command.args(["--lang", language]).output().unwrap();
            assert!(!output.status.success(), "{arguments:?}");
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
