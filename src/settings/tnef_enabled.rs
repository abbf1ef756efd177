#![doc = include_str!("tnef_enabled.md")]

use super::{Case, Effect, Ruling, Setting, Terms, Transmission, truth, written};
use crate::policy::{OutlookFormat, Set, UseMapiRichText};

/// The room of TNEFEnabled.
pub static SETTING: Setting = Setting {
    id: "tnef-enabled",
    name: "TNEFEnabled",
    page: include_str!("tnef_enabled.md"),
    check,
};

fn check(_: &Case, terms: &Terms) -> Option<Ruling> {
    let default = Set {
        value: None,
        line: None,
    };
    let set = terms.remote_domain.map_or(&default, |d| &d.tnef_enabled);
    if let Some(on) = set.value {
        let effect = Effect::Transmission(if on {
            Transmission::Tnef
        } else {
            Transmission::Mime
        });
        return Some(Ruling::new(
            &SETTING,
            effect,
            written(set, truth(on)),
            terms,
        ));
    }
    if let Some(rich) = terms
        .contact
        .map(|c| &c.rich_text)
        .filter(|r| r.value != UseMapiRichText::UseDefaultSettings)
    {
        let on = rich.value == UseMapiRichText::Always;
        let effect = Effect::Transmission(if on {
            Transmission::Tnef
        } else {
            Transmission::Mime
        });
        let mut ruling = Ruling::new(&SETTING, effect, written(rich, rich.value.word()), terms);
        ruling.setting = "UseMapiRichTextFormat";
        return Some(ruling);
    }
    if let Some(format) = terms
        .mailbox
        .map(|m| &m.outlook_format)
        .filter(|f| f.value == OutlookFormat::RichText)
    {
        let mut ruling = Ruling::new(
            &SETTING,
            Effect::Transmission(Transmission::Tnef),
            written(format, format.value.word()),
            terms,
        );
        ruling.setting = "OutlookInternetFormat";
        return Some(ruling);
    }
    Some(Ruling::new(
        &SETTING,
        Effect::Transmission(Transmission::MayBeTnef),
        written(set, "follow user settings"),
        terms,
    ))
}
