#![doc = include_str!("preferred_internet_code_page_for_shift_jis.md")]

use super::{Case, Effect, Ruling, Setting, Terms, written};

/// The room of PreferredInternetCodePageForShiftJis.
pub static SETTING: Setting = Setting {
    id: "preferred-internet-code-page-for-shift-jis",
    name: "PreferredInternetCodePageForShiftJis",
    page: include_str!("preferred_internet_code_page_for_shift_jis.md"),
    check,
};

fn check(case: &Case, terms: &Terms) -> Option<Ruling> {
    let set = &terms.remote_domain?.shift_jis_code_page;
    let page = set.value?;
    let is = |c: &str| c == "shift_jis" || c.starts_with("iso-2022-jp");
    let charset = case
        .message
        .parts
        .iter()
        .filter_map(|p| p.charset.as_deref())
        .find(|c| is(c))?;
    let kana = match page {
        50220 => "half-width katakana become full-width",
        50221 => "half-width katakana are kept, as one byte",
        _ => "half-width katakana are kept, by shift codes",
    };
    let note =
        format!("Japanese text ({charset}) is sent as ISO-2022-JP, code page {page}: {kana}");
    Some(Ruling::new(
        &SETTING,
        Effect::Note(note),
        written(set, page.to_string()),
        terms,
    ))
}
