#![doc = include_str!("status.md")]

use super::event::{self, Event};

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
}

/// The page, Markdown with executed examples.
pub const PAGE: &str = include_str!("status.md");

/// Delivered.
pub static DELIVERED: Status = Status {
    name: "Delivered",
    japanese: "配信済み",
    meaning: "delivered to the recipient, or handed to the next server outside",
    event: Some(&event::DELIVER),
};
/// Failed.
pub static FAILED: Status = Status {
    name: "Failed",
    japanese: "失敗",
    meaning: "not delivered; the detail says why, and whether the sender gets a report",
    event: Some(&event::FAIL),
};
/// Pending.
pub static PENDING: Status = Status {
    name: "Pending",
    japanese: "保留中",
    meaning: "delivery is still being tried",
    event: Some(&event::DEFER),
};
/// Expanded.
pub static EXPANDED: Status = Status {
    name: "Expanded",
    japanese: "展開済み",
    meaning: "sent to a group; its members have rows of their own",
    event: Some(&event::EXPAND),
};
/// Quarantined.
pub static QUARANTINED: Status = Status {
    name: "Quarantined",
    japanese: "検疫済み",
    meaning: "held in quarantine",
    event: None,
};
/// Resolved.
pub static RESOLVED: Status = Status {
    name: "Resolved",
    japanese: "解決済み",
    meaning: "sent to another address of the recipient, which has a row of its own",
    event: Some(&event::RESOLVE),
};
/// FilteredAsSpam.
pub static FILTERED_AS_SPAM: Status = Status {
    name: "FilteredAsSpam",
    japanese: "スパムとしてフィルター処理済み",
    meaning: "found to be spam, and put into Junk Email or rejected",
    event: None,
};
/// GettingStatus.
pub static GETTING_STATUS: Status = Status {
    name: "GettingStatus",
    japanese: "状態を取得中",
    meaning: "the status is not known yet; look again in a few minutes",
    event: None,
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
