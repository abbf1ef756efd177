#![doc = include_str!("content_type.md")]

use super::tnef_enabled;
use crate::policy::{CmdletEnum as _, ContentType, MessageBodyFormat};
use crate::transport::facts::form as facts;
use crate::transport::message_facts::MessageFacts;
use crate::transport::setting::Transmission;
use crate::transport::setting::{ApplicablePolicy, Effect, Ruling, Setting};

/// The setting ContentType.
pub static SETTING: Setting = Setting {
    id: "content-type",
    name: "ContentType",
    page: embedded!("content_type.md"),
    facts: &[&facts::BODY_FOLLOWS_CONTENT_TYPE],
    doubts: &[&facts::PREFERRED_MESSAGE_FORMAT],
    check,
};

fn check<'p>(_: &MessageFacts, applicable: &ApplicablePolicy<'p>) -> Option<Ruling<'p>> {
    // Under TNEF the body is a text part and winmail.dat, whatever is chosen here.
    let (transmission, _) = tnef_enabled::decided(applicable);
    if matches!(transmission, Transmission::Tnef | Transmission::Text) {
        return None;
    }
    if let Some(contact) = applicable.contact.filter(|c| c.prefers_own_format.value) {
        let set = &contact.body_format;
        let body = match set.value {
            MessageBodyFormat::Text => ContentType::MimeText,
            MessageBodyFormat::Html => ContentType::MimeHtml,
            MessageBodyFormat::TextAndHtml => ContentType::MimeHtmlText,
        };
        let (effect, value) = (Effect::Body(body), set.value.word());
        let ruling = Ruling::new(&SETTING, effect, set, value, applicable);
        let setting = "MessageBodyFormat";
        let doubt = Some(&facts::PREFERRED_MESSAGE_FORMAT);
        return Some(Ruling {
            setting,
            doubt,
            ..ruling
        });
    }
    let set = &applicable.remote_domain?.content_type;
    let effect = Effect::Body(set.value);
    Some(Ruling::new(
        &SETTING,
        effect,
        set,
        set.value.word(),
        applicable,
    ))
}
