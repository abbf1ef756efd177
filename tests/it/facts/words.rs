//! Proves that pages and reports say the words of the Japanese admin center.

use rdsim::explain;
use rdsim::i18n::Language;
use rdsim::trace::status;

/// The Japanese page of a topic, as Markdown.
fn page(name: &str) -> String {
    let found = explain::find(name).unwrap();
    let pages = found
        .iter()
        .map(|t| t.page(Language::Japanese).markdown(Language::Japanese));
    pages.collect()
}

#[test]
fn the_japanese_pages_use_the_words_of_the_admin_center() {
    for (topic, words) in [
        (
            "AllowedOOFType",
            &["リモートドメイン", "不在時の自動応答の種類"][..],
        ),
        ("AutoReplyEnabled", &["自動応答を許可する", "仕分けルール"]),
        (
            "AutoForwardEnabled",
            &["自動転送を許可する", "仕分けルール"],
        ),
        ("DeliveryReportEnabled", &["配信レポートを許可する"]),
        ("NDREnabled", &["配信不能レポートを許可する"]),
        (
            "MeetingForwardNotificationEnabled",
            &["会議出席依頼の転送通知を許可する"],
        ),
        (
            "TNEFEnabled",
            &[
                "リッチテキスト形式の使用",
                "常に許可",
                "許可しない",
                "ユーザー設定に従う",
            ],
        ),
        ("CharacterSet", &["MIME 文字セット"]),
        ("NonMimeCharacterSet", &["MIME 以外の文字セット"]),
    ] {
        let page = page(topic);
        for word in words {
            assert!(page.contains(word), "{topic}: {word}\n{page}");
        }
    }
    // What the Japanese page of AllowedOOFType calls each of its values.
    let oof = page("AllowedOOFType");
    for (word, value) in [
        ("なし", "None"),
        ("外部の不在時返信のみを許可する", "External"),
        ("外部および従来の不在時応答を許可する", "ExternalLegacy"),
        ("内部の不在時返信のみを許可する", "InternalLegacy"),
    ] {
        assert!(oof.contains(&format!("「{word}」(`{value}`)")), "{word}");
    }
    for (topic, word) in [
        ("Failed", "要約レポート"),
        ("AGENTINFO", "包括的レポート"),
        ("Quarantined", "検疫"),
        ("FAIL", "配信不能レポート"),
        ("SMTP client submission", "SMTP クライアント送信"),
        ("direct send", "直接送信"),
        ("SMTP relay", "SMTP リレー"),
        ("relay-connector", "受信コネクタ"),
        ("relay-sender", "承認済みドメイン"),
        ("out-of-office", "不在時"),
    ] {
        assert!(page(topic).contains(word), "{topic}: {word}");
    }
    let catalogue = rdsim::i18n::catalogue(Language::Japanese);
    for word in ["承認済みドメイン", "リモートドメイン", "メッセージ追跡"] {
        assert!(
            catalogue.iter().any(|(_, said)| said.contains(word)),
            "{word}"
        );
    }
}

#[test]
fn the_words_that_a_japanese_trace_may_use_are_read() {
    for s in status::ALL {
        assert_eq!(status::find(s.japanese), Some(*s), "{}", s.name);
    }
    for header in [
        "受信日時,送信者,受信者,件名,状態",
        "日付,差出人,宛先,件名,状態",
    ] {
        let export =
            format!("{header}\n2026-08-03T08:00:00Z,a@contoso.com,b@fabrikam.com,x,失敗\n");
        let mut trace = rdsim::trace::Trace::default();
        rdsim::trace::read("t", export.as_bytes(), &mut trace);
        assert_eq!(
            (trace.bad_rows, trace.unreadable_files, trace.rows),
            (0, 0, 1)
        );
        assert_eq!(trace.statuses.sorted(), [("失敗", 1)], "{header}");
    }
}
