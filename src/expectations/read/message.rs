//! Reads the message of a case: a file, headers in the case itself, or a sample of a kind.

use super::Reader;
use super::keys::{self, Keys};
use crate::expectations::Error;
use crate::i18n::{Text, en};
use crate::mail::{self, Content};
use crate::policy::document::{Node, Pos, Value};
use crate::transport::classify::Kind;
use std::sync::Arc;

/// The message of a case that gives a kind alone.
const SAMPLE: &[u8] =
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSample text.\r\n";

/// A message and what it is called.
pub(super) type Source = (String, Arc<Content<'static>>);

/// The message of a kind alone.
pub(super) fn sample(kind: Kind) -> Source {
    (
        format!("a sample of kind {}", kind.token()),
        Arc::new(Content::Text(SAMPLE.into())),
    )
}

impl Reader<'_> {
    /// The message of a case.
    pub(super) fn source(&mut self, keys: &Keys, kind: Option<Kind>) -> Option<Source> {
        let given = (keys.get("Message"), keys.get("Headers"));
        if let (Some((at, _)), None) = (keys.get("Body"), given.1) {
            self.problems.error(at, Error::BodyWithoutHeaders);
        }
        match given {
            (Some(_), Some((at, _))) => {
                self.problems.error(at, Error::MessageAndHeaders);
                None
            }
            (Some((_, node)), None) => {
                let name = keys.text("Message", &mut self.problems)?;
                self.message(&name, node.pos)
            }
            (None, Some((_, node))) => self.inline(node, keys),
            (None, None) if keys.get("Kind").is_some() => kind.map(sample),
            (None, None) => {
                self.problems.error(keys.at, Error::CaseWithoutMessage);
                None
            }
        }
    }

    /// The message of a file.
    fn message(&mut self, name: &str, at: Pos) -> Option<Source> {
        let named = self.path(name);
        if let Some(message) = self.messages.get(&named.1) {
            return Some((named.1, message.clone()));
        }
        let unread = |file, reason| Error::MessageUnread { file, reason };
        let bytes = self.load(&named, at, unread)?;
        let (_, shown) = named;
        let format = mail::FileFormat::of(&bytes);
        let message = if format.is_container() {
            Err(en("it may hold several messages").into())
        } else {
            mail::read_one(format, bytes.as_slice()).map_err(Text::from)
        };
        let read = message.and_then(|message| {
            message.message()?;
            Ok(message)
        });
        match read {
            Ok(message) => {
                let message = Arc::new(message);
                self.messages.insert(shown.clone(), message.clone());
                Some((shown, message))
            }
            Err(reason) => {
                let file = shown;
                self.problems
                    .error(at, Error::MessageUnusable { file, reason });
                None
            }
        }
    }

    /// A message that the file itself holds.
    fn inline(&mut self, node: &Node, keys: &Keys) -> Option<Source> {
        let pairs = match &node.value {
            Value::Map(pairs) if !pairs.is_empty() => pairs.as_slice(),
            other => {
                let found = other.described();
                self.problems
                    .error(node.pos, Error::HeadersNotMapping { found });
                return None;
            }
        };
        let mut out = String::new();
        for (name, at, value) in pairs {
            let printable = |b: u8| b.is_ascii_graphic() && b != b':';
            if name.is_empty() || !name.bytes().all(printable) {
                let name = name.clone();
                self.problems.error(*at, Error::NotHeaderName { name });
                continue;
            }
            let items = match &value.value {
                Value::Seq(items) => items.as_slice(),
                _ => std::slice::from_ref(value),
            };
            for item in items {
                // An empty header is a header all the same.
                let text = match &item.value {
                    Value::Null => Some(String::new()),
                    Value::Text(t) if t.trim().is_empty() => Some(String::new()),
                    _ => keys::text(name, item, &mut self.problems),
                };
                let lines = text.unwrap_or_default();
                let lines: Vec<&str> = lines.lines().map(str::trim).collect();
                out.push_str(&format!("{name}: {}\r\n", lines.join("\r\n ")));
            }
        }
        out.push_str("\r\n");
        if keys.get("Body").is_some() {
            out.push_str(&keys.text("Body", &mut self.problems).unwrap_or_default());
            out.push_str("\r\n");
        }
        let message = Content::Text(out.into_bytes().into());
        Some(("the headers in the case".into(), Arc::new(message)))
    }
}
