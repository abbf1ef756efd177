#![doc = include_str!("preferred_internet_code_page_for_shift_jis.md")]

use super::{Case, Effect, Ruling, Setting, Terms};

/// The room of PreferredInternetCodePageForShiftJis.
pub static SETTING: Setting = Setting {
    id: "preferred-internet-code-page-for-shift-jis",
    name: "PreferredInternetCodePageForShiftJis",
    page: include_str!("preferred_internet_code_page_for_shift_jis.md"),
    check,
};

fn check<'p>(case: &Case, terms: &Terms<'p>) -> Option<Ruling<'p>> {
    let set = &terms.remote_domain?.shift_jis_code_page;
    let page = set.value.filter(|_| case.content.japanese)?;
    let effect = Effect::JapaneseCodePage(page);
    Some(Ruling::new(&SETTING, effect, set, page.to_string(), terms))
}
