#![doc = include_str!("preferred_internet_code_page_for_shift_jis.md")]

use super::{ApplicablePolicy, Effect, MessageFacts, Ruling, Setting};

/// The room of PreferredInternetCodePageForShiftJis.
pub static SETTING: Setting = Setting {
    id: "preferred-internet-code-page-for-shift-jis",
    name: "PreferredInternetCodePageForShiftJis",
    page: include_str!("preferred_internet_code_page_for_shift_jis.md"),
    check,
};

fn check<'p>(case: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let set = &applicable.remote_domain?.shift_jis_code_page;
    let page = set.value.filter(|_| case.content.japanese)?;
    let effect = Effect::JapaneseCodePage(page);
    Some(Ruling::new(
        &SETTING,
        effect,
        set,
        page.to_string(),
        applicable,
    ))
}
