//! Reads the message of a case: a file, headers in the case itself, or a sample of a kind.

use super::Reader;
use crate::evaluate::assumed;
use crate::expectations::Error;
use crate::expectations::file::{Entry, HeaderText, Many, Pairs};
use crate::i18n::{Text, en};
use crate::mail::{self, Content};
use crate::policy::document::Pos;
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
        assumed::sample(kind),
        Arc::new(Content::Text(SAMPLE.into())),
    )
}

type Headers = Pairs<Many<HeaderText>>;

impl Reader<'_> {
    /// The message of a case that stands at a place.
    pub(super) fn source(
        &mut self,
        case: Pos,
        message: Entry<String>,
        headers: Entry<Headers>,
        body: Entry<String>,
        kind: &Entry<Kind>,
    ) -> Option<Source> {
        if let (Some(at), None) = (body.key, headers.key) {
            self.problems.error(at, Error::BodyWithoutHeaders);
        }
        match (message.key, headers.key) {
            (Some(_), Some(at)) => {
                self.problems.error(at, Error::MessageAndHeaders);
                None
            }
            (Some(_), None) => self.message(&message.value?, message.at),
            (None, Some(_)) => Some(self.inline(headers.value?, body)),
            (None, None) if kind.key.is_some() => kind.value.map(sample),
            (None, None) => {
                self.problems.error(case, Error::CaseWithoutMessage);
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
    fn inline(&mut self, headers: Headers, body: Entry<String>) -> Source {
        let mut out = String::new();
        for (name, values) in headers.0 {
            let printable = |b: u8| b.is_ascii_graphic() && b != b':';
            if name.is_empty() || !name.bytes().all(printable) {
                let at = values.key.unwrap_or(values.at);
                self.problems.error(at, Error::NotHeaderName { name });
                continue;
            }
            for text in values.value.into_iter().flat_map(|many| many.0) {
                let text = text.value.map_or_else(String::new, |text| text.0);
                let lines: Vec<&str> = text.lines().map(str::trim).collect();
                out.push_str(&format!("{name}: {}\r\n", lines.join("\r\n ")));
            }
        }
        out.push_str("\r\n");
        if body.key.is_some() {
            out.push_str(&body.value.unwrap_or_default());
            out.push_str("\r\n");
        }
        let message = Content::Text(out.into_bytes().into());
        (assumed::HEADERS.into(), Arc::new(message))
    }
}
