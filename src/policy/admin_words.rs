//! Knows what the admin centers call the values of properties, in English and Japanese, so that
//! whoever copies a label is told which value it is.

/// A property, or none for every property that is true or false; a value; and its labels.
type Labels = (Option<&'static str>, &'static str, &'static [&'static str]);

const LABELS: &[Labels] = &[
    (
        Some("TNEFEnabled"),
        "null",
        &["follow user settings", "ユーザー設定に従う"],
    ),
    (
        Some("TNEFEnabled"),
        "true",
        &["always", "常に許可", "常に使用"],
    ),
    (
        Some("TNEFEnabled"),
        "false",
        &["never", "許可しない", "使用しない"],
    ),
    (Some("AllowedOOFType"), "None", &["なし"]),
    (
        Some("AllowedOOFType"),
        "External",
        &[
            "allow only external out-of-office replies",
            "外部の不在時返信のみを許可する",
        ],
    ),
    (
        Some("AllowedOOFType"),
        "ExternalLegacy",
        &[
            "allow external out-of-office replies and legacy out-of-office replies",
            "allow external and legacy out-of-office replies",
            "外部および従来の不在時応答を許可する",
        ],
    ),
    (
        Some("AllowedOOFType"),
        "InternalLegacy",
        &[
            "allow only internal out-of-office replies",
            "内部の不在時返信のみを許可する",
        ],
    ),
    (
        Some("AutoForwardingMode"),
        "Automatic",
        &["automatic - system-controlled", "自動 - システム制御"],
    ),
    (
        Some("AutoForwardingMode"),
        "On",
        &[
            "on - forwarding is enabled",
            "オン - 転送が有効",
            "オン - 転送が有効になっています",
        ],
    ),
    (
        Some("AutoForwardingMode"),
        "Off",
        &[
            "off - forwarding is disabled",
            "オフ - 転送が無効",
            "オフ - 転送が無効になっています",
        ],
    ),
    (
        Some("FromScope"),
        "InOrganization",
        &["inside the organization", "組織内"],
    ),
    (
        Some("FromScope"),
        "NotInOrganization",
        &["outside the organization", "組織外"],
    ),
    (
        Some("SentToScope"),
        "InOrganization",
        &["inside the organization", "組織内"],
    ),
    (
        Some("SentToScope"),
        "NotInOrganization",
        &["outside the organization", "組織外"],
    ),
    (Some("MessageTypeMatches"), "OOF", &["automatic reply"]),
    (Some("MessageTypeMatches"), "AutoForward", &["auto-forward"]),
    (
        None,
        "true",
        &["on", "yes", "enabled", "オン", "はい", "有効"],
    ),
    (
        None,
        "false",
        &["off", "no", "disabled", "オフ", "いいえ", "無効"],
    ),
];

/// The value that an admin center calls so.
pub(super) fn value(property: &str, label: &str, is_boolean: bool) -> Option<&'static str> {
    let wanted = plain(label);
    let property = property.strip_prefix("ExceptIf").unwrap_or(property);
    let mut all = LABELS.iter().filter(|(of, ..)| match of {
        Some(of) => *of == property,
        None => is_boolean,
    });
    let found = all.find(|(_, _, labels)| labels.iter().any(|l| plain(l) == wanted));
    found.map(|(_, value, _)| *value)
}

/// A label in lower case, without blanks and hyphens, which the centers write here and not there.
fn plain(label: &str) -> String {
    let letters = label.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
