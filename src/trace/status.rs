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
    /// What it means.
    pub meaning: &'static str,
    /// The event that it comes from, where there is one.
    pub event: Option<&'static Event>,
    /// Its page, Markdown with executed examples.
    pub page: &'static str,
}

/// The page on all of them, Markdown with executed examples.
pub const PAGE: &str = include_str!("status.md");

/// Delivered.
pub static DELIVERED: Status = Status {
    name: "Delivered",
    japanese: "配信済み",
    meaning: en("delivered to the recipient, or handed to the next server outside"),
    event: Some(&event::DELIVER),
    page: include_str!("status/delivered.md"),
};
/// Failed.
pub static FAILED: Status = Status {
    name: "Failed",
    japanese: "失敗",
    meaning: en("not delivered; the detail says why, and whether the sender gets a report"),
    event: Some(&event::FAIL),
    page: include_str!("status/failed.md"),
};
/// Pending.
pub static PENDING: Status = Status {
    name: "Pending",
    japanese: "保留中",
    meaning: en("delivery is still being tried"),
    event: Some(&event::DEFER),
    page: include_str!("status/pending.md"),
};
/// Expanded.
pub static EXPANDED: Status = Status {
    name: "Expanded",
    japanese: "展開済み",
    meaning: en("sent to a group; its members have rows of their own"),
    event: Some(&event::EXPAND),
    page: include_str!("status/expanded.md"),
};
/// Quarantined.
pub static QUARANTINED: Status = Status {
    name: "Quarantined",
    japanese: "検疫済み",
    meaning: en("held in quarantine"),
    event: None,
    page: include_str!("status/quarantined.md"),
};
/// Resolved.
pub static RESOLVED: Status = Status {
    name: "Resolved",
    japanese: "解決済み",
    meaning: en("sent to another address of the recipient, which has a row of its own"),
    event: Some(&event::RESOLVE),
    page: include_str!("status/resolved.md"),
};
/// FilteredAsSpam.
pub static FILTERED_AS_SPAM: Status = Status {
    name: "FilteredAsSpam",
    japanese: "スパムとしてフィルター処理済み",
    meaning: en("found to be spam, and put into Junk Email or rejected"),
    event: None,
    page: include_str!("status/filtered_as_spam.md"),
};
/// GettingStatus.
pub static GETTING_STATUS: Status = Status {
    name: "GettingStatus",
    japanese: "状態を取得中",
    meaning: en("the status is not known yet; look again in a few minutes"),
    event: None,
    page: include_str!("status/getting_status.md"),
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

/// The status of a name, in any case, with blanks or without, in English or Japanese.
#[must_use]
pub fn find(name: &str) -> Option<&'static Status> {
    let same = |s: &Status| {
        let plain = name.chars().filter(|c| !c.is_whitespace());
        plain
            .map(|c| c.to_ascii_lowercase())
            .eq(s.name.chars().map(|c| c.to_ascii_lowercase()))
    };
    let mut all = ALL.iter().copied();
    all.find(|s| same(s) || s.japanese == name.trim())
}
