//! Gives mail flow rules the text of a message: its subject, its headers, its body.

use super::{Holds, RuleMessage};
use crate::mail::message::{Message, Part};
use crate::policy::mail_flow_rule::Change;
use mail_parser::decoders::html::html_to_text;
use std::borrow::Cow;
use std::cell::OnceCell;

/// The text of a message's body, which is decoded where a rule looks at it.
#[derive(Debug, Default)]
pub struct LazyBody(OnceCell<Body>);

/// The text of a message's body.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) text: String,
    /// Whether that is all of it.
    pub(super) whole: bool,
}

impl<'a> RuleMessage<'a> {
    /// The subject, with what earlier rules put in front of it; none where it cannot be seen.
    pub(super) fn subject(&self, changed: &[(&Change, bool)]) -> Option<String> {
        let message = self.message?;
        let mut subject = message
            .header("Subject")
            .map_or_else(String::new, |h| h.text().into_owned());
        for (change, certain) in changed {
            if let Change::Subject(prefix) = change {
                if !certain {
                    return None;
                }
                subject = format!("{prefix}{subject}");
            }
        }
        Some(subject)
    }

    /// The values of a header field, as earlier rules leave it; none where they cannot be seen.
    pub(super) fn header(
        &self,
        name: &str,
        changed: &[(&Change, bool)],
    ) -> Option<Vec<Cow<'a, str>>> {
        if name.eq_ignore_ascii_case("Subject") {
            return self.subject(changed).map(|s| vec![Cow::Owned(s)]);
        }
        let message = self.message?;
        let headers = message.headers.iter();
        let headers = headers.filter(|h| h.name.eq_ignore_ascii_case(name));
        let mut values: Vec<Cow<str>> = headers.map(|h| h.text()).collect();
        for (change, certain) in changed {
            if let Change::Header(other, value) = change
                && other.eq_ignore_ascii_case(name)
            {
                if !certain {
                    return None;
                }
                values = value.iter().map(|v| Cow::Owned(v.clone())).collect();
            }
        }
        Some(values)
    }

    /// The text of the body; none where it cannot be seen.
    pub(super) fn body(&self) -> Option<&Body> {
        let message = self.message?;
        if message.is_sealed() {
            return None;
        }
        Some(self.body.0.get_or_init(|| body(message)))
    }

    /// Whether the message has attachments.
    pub(super) fn has_attachments(&self) -> Holds {
        let Some(message) = self.message else {
            return Holds::Unknown;
        };
        let inside = message.tnef.is_some() || message.is_sealed();
        let mut parts = message.parts.iter();
        Holds::from(parts.any(is_attachment)).unless(inside)
    }

    /// Whether the message has at least so many bytes. Of attachments only their names are read.
    pub(super) fn is_at_least(&self, limit: usize) -> Holds {
        let Some(message) = self.message else {
            return Holds::Unknown;
        };
        let headers = message.headers.iter();
        let headers: usize = headers.map(|h| h.name.len() + h.value.len() + 4).sum();
        let bodies: usize = message.parts.iter().map(|p| p.body.len()).sum();
        let known = headers + bodies;
        if known >= limit {
            return Holds::Yes;
        }
        let mut parts = message.parts.iter();
        let all_read = parts.all(|p| p.media_type.starts_with("text/") && !p.may_be_cut());
        // Encoded it is larger (quoted-printable makes three bytes of one, and breaks lines), and in
        // transit it gets more headers.
        let at_most = known.saturating_mul(4).saturating_add(64 << 10);
        Holds::from(!all_read || message.tnef.is_some() || at_most >= limit).and(Holds::Unknown)
    }
}

fn is_attachment(part: &Part) -> bool {
    part.attachment || !part.name.is_empty() || !part.media_type.starts_with("text/")
}

fn body(message: &Message) -> Body {
    let mut out = Body {
        text: String::new(),
        whole: message.tnef.is_none(),
    };
    let parts = message.parts.iter();
    for part in parts.filter(|p| p.media_type.starts_with("text/") && !p.attachment) {
        let text = part.text();
        out.whole &= !part.may_be_cut();
        if !out.text.is_empty() {
            out.text.push('\n');
        }
        match &*part.media_type {
            "text/html" => out.text.push_str(&html_to_text(&text)),
            _ => out.text.push_str(&text),
        }
    }
    out
}
