#![doc = include_str!("status.md")]

use super::event::{self, Event};
use crate::i18n::en;

/// What became of a message for one recipient, as the summary shows it.
#[derive(Debug, PartialEq, Eq)]
pub struct Status {
    /// The trace's own word.
    pub name: &'static str,
    /// What the Japanese admin center writes.
    pub japanese: &'static str,
    /// What Microsoft's translated pages call it, in German, French, Spanish and Japanese, and what
    /// other exports write.
    also: &'static [&'static str],
    /// What it means.
    pub meaning: &'static str,
    /// The event that it comes from, where there is one.
    pub event: Option<&'static Event>,
    /// Its page, Markdown with executed examples.
    pub page: &'static str,
}

/// The page on all of them, Markdown with executed examples.
pub const PAGE: &str = embedded!("status.md");

/// Delivered.
pub static DELIVERED: Status = Status {
    name: "Delivered",
    japanese: "配信済み",
    also: &["Zugestellt", "Remis", "Livré", "Entregado", "Replaced"],
    meaning: en("delivered to the recipient, or handed to the next server outside"),
    event: Some(&event::DELIVER),
    page: embedded!("status/delivered.md"),
};
/// Failed.
pub static FAILED: Status = Status {
    name: "Failed",
    japanese: "失敗",
    also: &["Fehler", "Échec", "Error"],
    meaning: en("not delivered; the detail says why, and whether the sender gets a report"),
    event: Some(&event::FAIL),
    page: embedded!("status/failed.md"),
};
/// Pending.
pub static PENDING: Status = Status {
    name: "Pending",
    japanese: "保留中",
    also: &["Ausstehend", "En attente", "Pendiente"],
    meaning: en("delivery is still being tried"),
    event: Some(&event::DEFER),
    page: embedded!("status/pending.md"),
};
/// Expanded.
pub static EXPANDED: Status = Status {
    name: "Expanded",
    japanese: "展開済み",
    also: &["Erweitert", "Étendu", "Ampliado", "拡張"],
    meaning: en("sent to a group; its members have rows of their own"),
    event: Some(&event::EXPAND),
    page: embedded!("status/expanded.md"),
};
/// Quarantined.
pub static QUARANTINED: Status = Status {
    name: "Quarantined",
    japanese: "検疫済み",
    also: &["Quarantäne", "Mis en quarantaine", "En cuarentena"],
    meaning: en("held in quarantine"),
    event: None,
    page: embedded!("status/quarantined.md"),
};
/// Resolved.
pub static RESOLVED: Status = Status {
    name: "Resolved",
    japanese: "解決済み",
    also: &["Behoben", "Résolu", "Resuelto"],
    meaning: en("sent to another address of the recipient, which has a row of its own"),
    event: Some(&event::RESOLVE),
    page: embedded!("status/resolved.md"),
};
/// FilteredAsSpam.
pub static FILTERED_AS_SPAM: Status = Status {
    name: "FilteredAsSpam",
    japanese: "スパムとしてフィルター処理済み",
    also: &[
        "Gefiltert als Spam",
        "Als Spam gefiltert",
        "Filtré en tant que courrier indésirable",
        "Filtré comme courrier indésirable",
        "Filtrado como correo no deseado",
        "スパムとしてフィルター処理",
        "Junked",
        "Delivered to junk",
    ],
    meaning: en("found to be spam, and put into Junk Email or rejected"),
    event: None,
    page: embedded!("status/filtered_as_spam.md"),
};
/// GettingStatus.
pub static GETTING_STATUS: Status = Status {
    name: "GettingStatus",
    japanese: "状態を取得中",
    also: &[
        "Status wird abgerufen",
        "Obtention de l’état",
        "Obtention de l'état",
        "Obtener estado",
        "Al obtener el estado",
        "状態の取得",
    ],
    meaning: en("the status is not known yet; look again in a few minutes"),
    event: None,
    page: embedded!("status/getting_status.md"),
};

/// All of them.
pub static ALL: &[&Status] = &[
    &DELIVERED,
    &FAILED,
    &PENDING,
    &EXPANDED,
    &QUARANTINED,
    &RESOLVED,
    &FILTERED_AS_SPAM,
    &GETTING_STATUS,
];

/// The status of a name, in any case, with blanks or without, in English or another language.
#[must_use]
pub fn find(name: &str) -> Option<&'static Status> {
    let same = |s: &Status| {
        let plain = name.chars().filter(|c| !c.is_whitespace());
        plain
            .map(|c| c.to_ascii_lowercase())
            .eq(s.name.chars().map(|c| c.to_ascii_lowercase()))
    };
    let name = name.trim();
    let also = |s: &Status| s.also.iter().any(|a| a.eq_ignore_ascii_case(name));
    let mut all = ALL.iter().copied();
    all.find(|s| same(s) || s.japanese == name || also(s))
}

/// What Defender calls a message that it let nobody have.
const BLOCKED: &str = "Blocked";

/// Whether a word is that of Defender for a message that it kept from the recipient.
#[must_use]
pub fn is_blocked(word: &str) -> bool {
    word.trim().eq_ignore_ascii_case(BLOCKED)
}

/// What a word means, if it is known.
#[must_use]
pub fn meaning(word: &str) -> Option<&'static str> {
    let others = [
        (BLOCKED, en("kept from the recipient by Defender")),
        (
            "recalled",
            en("taken back by its sender (cloud-based message recall)"),
        ),
        (
            "unknownFutureValue",
            en(
                "a status that Microsoft Graph names only where it is asked to, such as recalled: ask with the header `Prefer: include-unknown-enum-members`",
            ),
        ),
    ];
    let other = others
        .iter()
        .find(|(name, _)| word.trim().eq_ignore_ascii_case(name));
    find(word)
        .map(|s| s.meaning)
        .or(other.map(|(_, meaning)| *meaning))
}
