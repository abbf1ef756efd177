//! Asks for pages by their Japanese titles and by the words of the admin centers, as people write
//! them.

use super::found;
use crate::program::run;
use rdsim::explain::lines::{self, Answer};
use rdsim::explain::{Group, translation, words};
use rdsim::i18n::{Language, glossary};

/// Katakana, and the same in half width.
const WIDE: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー";
const NARROW: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ";
const VOICED: [(&str, &str); 5] = [
    ("ガギグゲゴ", "ｶｷｸｹｺ"),
    ("ザジズゼゾ", "ｻｼｽｾｿ"),
    ("ダヂヅデド", "ﾀﾁﾂﾃﾄ"),
    ("バビブベボ", "ﾊﾋﾌﾍﾎ"),
    ("ヴ", "ｳ"),
];

fn narrow(text: &str) -> String {
    let at = |all: &str, c: char| all.chars().position(|other| other == c);
    let one = |c: char| {
        if let Some(n) = at(WIDE, c) {
            return NARROW.chars().nth(n).unwrap().to_string();
        }
        if let Some(n) = at("パピプペポ", c) {
            return format!("{}ﾟ", "ﾊﾋﾌﾍﾎ".chars().nth(n).unwrap());
        }
        let voiced = VOICED.iter().find_map(|(wide, narrow)| {
            let n = at(wide, c)?;
            Some(format!("{}ﾞ", narrow.chars().nth(n).unwrap()))
        });
        voiced.unwrap_or_else(|| c.to_string())
    };
    text.chars().map(one).collect()
}

/// Latin in full width.
fn wide(text: &str) -> String {
    let one = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        c => c,
    };
    text.chars().map(one).collect()
}

/// The name and the Japanese title of every page.
fn titles() -> Vec<(&'static str, &'static str)> {
    let pages = Group::ALL
        .into_iter()
        .flat_map(|group| translation::pages(group, Language::Japanese));
    let first = pages.filter_map(|page| page.strip_prefix("# ")?.lines().next());
    first.filter_map(|line| line.split_once(": ")).collect()
}

#[test]
fn every_japanese_title_is_found_however_it_is_written() {
    let titles = titles();
    assert!(titles.len() > 100, "{}", titles.len());
    for (name, title) in titles {
        let spaced: String = title.chars().map(|c| format!("{c} ")).collect();
        let without: String = title
            .chars()
            .filter(|c| !"のをにはがで".contains(*c))
            .collect();
        for text in [
            title.to_owned(),
            title.replace(' ', ""),
            title.replace(' ', "\u{3000}"),
            spaced,
            wide(title),
            narrow(title),
            title.replace('ー', ""),
            without,
        ] {
            let found = found(&text);
            assert!(found.contains(&name), "{text} ({name}): {found:?}");
        }
        let shown = run(&["explain", "--lang", "ja", title]);
        let shown = String::from_utf8(shown.stdout).unwrap();
        assert!(
            shown.contains(title) || shown.contains(name),
            "{title}: {shown}"
        );
    }
}

#[test]
fn a_title_is_found_by_other_words_for_its_terms() {
    let mut asked = 0;
    for (name, title) in titles() {
        let terms = glossary::TERMS
            .iter()
            .filter(|t| title.contains(t.japanese));
        let within = |one: &str, other: &str| other != one && other.contains(one);
        // `開封通知` is no word of its own in `未開封通知`.
        let alone = |t: &&glossary::Term| {
            let mut others = glossary::TERMS.iter().map(|o| o.japanese);
            !others.any(|o| within(t.japanese, o) && title.contains(o))
        };
        for term in terms.filter(alone) {
            for other in &term.not {
                let text = title.replace(term.japanese, other);
                // A word of the admin centers leads to the setting, not to the kind.
                if words::words().any(|(_, word)| word == text) {
                    continue;
                }
                let found = found(&text);
                assert!(found.contains(&name), "{text} ({title}): {found:?}");
                asked += 1;
            }
        }
    }
    assert!(asked > 200, "{asked}");
}

#[test]
fn the_words_of_both_admin_centers_are_found() {
    for (text, name) in [
        ("拡張レポート", "Failed"),
        ("拡張サマリー レポート", "Failed"),
        ("包括的レポート", "Failed"),
        ("概要レポート", "Failed"),
        ("送信迷惑メール フィルター ポリシー", "AutoForwardingMode"),
        ("送信スパム フィルター ポリシー", "AutoForwardingMode"),
        ("自動 - システム制御", "AutoForwardingMode"),
        ("オン - 転送が有効になっています", "AutoForwardingMode"),
        (
            "特定のメッセージを使用してサーバーで返信する",
            "AutoReplyEnabled",
        ),
        (
            "通知メッセージを使ってサーバーで返信する",
            "AutoReplyEnabled",
        ),
        ("リモート ドメイン", "AllowedOOFType"),
        ("受信コネクター", "relay-connector"),
        ("受信トレイ ルール", "forward-by-rule"),
        ("配信不能通知", "NDREnabled"),
        ("差出人の表示名", "DisplaySenderName"),
        ("会議転送通知", "MeetingForwardNotificationEnabled"),
        ("迷惑メール対策ポリシー", "AutoForwardingMode"),
        ("外部への転送が許可されていません", "550 5.7.520"),
        ("複合機", "SMTP relay"),
        ("SMTP 認証", "SMTP client submission"),
        ("動的配布グループ", "RESOLVER.GRP.Expanded"),
        ("受信者が見つかりません", "RESOLVER.ADR.RecipientNotFound"),
        ("メールが届かない", "Failed"),
        ("バウンスメール", "ndr"),
        ("既読通知", "read-receipt"),
        ("文字コード", "CharacterSet"),
        ("承認済みドメイン", "no-accepted-domains"),
        ("匿名リレー", "SMTP relay"),
    ] {
        assert!(found(text).contains(&name), "{text}: {:?}", found(text));
    }
}

/// The names of what explains a text on the command line.
fn explained(text: &str) -> Vec<String> {
    let answers = lines::explain(text).unwrap_or_default();
    answers.iter().map(Answer::name).collect()
}

fn is_explained_by(text: &str, name: &str) {
    let names = explained(text);
    assert!(names.iter().any(|n| n == name), "{text}: {names:?}");
}

#[test]
fn a_question_is_answered_by_the_longest_word_within_it() {
    for (text, name) in [
        ("外部への自動転送を止めたい", "AutoForwardEnabled"),
        ("添付ファイルが winmail.dat になる", "TNEFEnabled"),
        ("複合機からのメール送信", "SMTP relay"),
        ("外部ユーザーへの不在通知", "AllowedOOFType"),
        ("ポートがブロックされる", "port"),
        ("Exchange リッチテキスト形式", "TNEFEnabled"),
        ("scan from a multifunction printer", "Direct send"),
        ("how to block automatic forwarding", "AutoForwardEnabled"),
    ] {
        is_explained_by(text, name);
    }
    // A short word is within too many, and a Latin one stands alone.
    for text in [
        "nonsense",
        "転送先を決める人",
        "the sprinters",
        "送信済みの何か",
        "アポートへの質問",
    ] {
        assert_eq!(explained(text), [""; 0], "{text}");
    }
    // A report is no question.
    let report = "複合機".repeat(40);
    assert_eq!(explained(&report), [""; 0]);
}

#[test]
fn a_response_is_found_by_what_it_means() {
    for (text, name) in [
        ("SPF", "5.7.23 (spf)"),
        ("spf", "5.7.23 (spf)"),
        ("ジャーナル", "5.3.190 (journaling)"),
        ("送信制限", "5.1.8 (bad-outbound-sender)"),
        ("送信制限を超えました", "5.1.8 (bad-outbound-sender)"),
    ] {
        is_explained_by(text, name);
    }
    assert_eq!(explained("spfx"), [""; 0]);
}
