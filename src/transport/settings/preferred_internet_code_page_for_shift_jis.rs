#![doc = include_str!("preferred_internet_code_page_for_shift_jis.md")]

use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting PreferredInternetCodePageForShiftJis.
pub static SETTING: Setting = Setting {
    id: "preferred-internet-code-page-for-shift-jis",
    name: "PreferredInternetCodePageForShiftJis",
    page: embedded!("preferred_internet_code_page_for_shift_jis.md"),
    facts: &[&facts::SHIFT_JIS_CODE_PAGE],
    doubts: &[],
    check,
};

fn check<'p>(facts: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    let set = &applicable.remote_domain?.shift_jis_code_page;
    let page = set.value.filter(|_| facts.content.japanese)?;
    let effect = Effect::JapaneseCodePage(page);
    Some(Ruling::new(
        &SETTING,
        effect,
        set,
        page.to_string(),
        applicable,
    ))
}
