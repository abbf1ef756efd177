//! Judges a message that nobody has: its kind, its sender and its recipients are all that is known.

use super::{Judged, Overrides, judge_message};
use crate::address;
use crate::i18n::{Language, Text, en};
use crate::mail::message::{Header, Message, Part};
use crate::policy::Policy;
use crate::policy::domain::Pattern;
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;

/// What stands in place of a file.
pub const NAME: &str = en("no file");

/// What stands in place of a file where a case has headers.
pub const HEADERS: &str = en("the headers in the case");

/// What stands in place of a file where a case has a kind alone; the kind follows.
const SAMPLE: &str = "a sample of kind ";

/// What stands in place of a file for a sample of a kind.
#[must_use]
pub fn sample(kind: Kind) -> String {
    format!("{SAMPLE}{}", kind.token())
}

/// What is shown of a message that no file has, by what stands in place of one; none for a file.
#[must_use]
pub fn shown(path: &str, language: Language) -> Option<String> {
    if path == NAME || path == HEADERS {
        return Some(language.translate(path).to_owned());
    }
    let kind = path.strip_prefix(SAMPLE)?;
    Some(language.fill(en("a sample of kind {kind}"), &[("kind", &kind)]))
}

/// How the body of the message is written; the words of `--body`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Body {
    /// Plain text alone
    #[default]
    Plain,
    /// HTML, with the same as plain text
    Html,
}

impl Body {
    fn words(self) -> &'static str {
        match self {
            Self::Plain => en("plain text"),
            Self::Html => en("HTML"),
        }
    }
}

/// Judge it: `known` has the sender and the recipients; without a kind it is ordinary, and without
/// a forwarder nobody forwarded it.
///
/// What mail flow rules look for in a message is not known, so that a rule which looks for it may
/// apply.
#[must_use]
pub fn judge<'p>(policy: &'p Policy, known: &Overrides, body: Body) -> Judged<'p> {
    let kind = known.kind.unwrap_or(Kind::Ordinary);
    let forwarded_by = known.forwarded_by.unwrap_or(ForwardedBy::Nobody);
    let from = known.from.as_deref().unwrap_or_default();
    let author = if address::is_null_sender(from) {
        postmaster(policy)
    } else {
        address::normal(from)
    };
    let known = Overrides {
        kind: Some(kind),
        forwarded_by: Some(forwarded_by),
        unseen: true,
        ..known.clone()
    };
    let mut judged = judge_message(policy, NAME, Ok(message(&author, body)), &known);
    if let Ok(judgement) = &mut judged.result {
        judgement.assumed = assumed(policy, &judgement.sender, &author, kind, forwarded_by, body);
    }
    judged
}

/// What is taken for granted, and what is left open.
fn assumed(
    policy: &Policy,
    sender: &str,
    author: &str,
    kind: Kind,
    forwarded_by: ForwardedBy,
    body: Body,
) -> Vec<Text> {
    let what = match forwarded_by {
        ForwardedBy::Nobody => Text::from(en("{kind}, not forwarded, body: {body}")),
        by => Text::from(en("{kind}, forwarded by {forward}, body: {body}"))
            .with_text("forward", by.name()),
    };
    let what = what.with_text("kind", kind.name());
    let mut out = vec![what.with_text("body", body.words())];
    if !policy.is_accepted(author) {
        let domain = address::domain(author);
        out.push(Text::of(
            en("its sender is outside: `{domain}` is no accepted domain"),
            [("domain", &domain)],
        ));
    } else if sender.is_empty() {
        out.push(Text::of(
            en("its author is {author}"),
            [("author", &author)],
        ));
    }
    if !policy.mail_flow_rules.is_empty() {
        out.push(en("nothing of its subject, text, headers and attachments, which mail flow rules may look at").into());
    }
    out
}

/// The author of a message with the null sender: the first accepted domain's postmaster.
fn postmaster(policy: &Policy) -> String {
    let mut domains = policy.accepted_domains.iter();
    let domain = domains.find_map(|d| match &d.pattern {
        Pattern::Exact(domain) => Some(domain),
        Pattern::Wildcard(_) | Pattern::Any => None,
    });
    domain.map_or_else(String::new, |domain| format!("postmaster@{domain}"))
}

/// The message, with nothing that tells another kind than the one that is given.
fn message(author: &str, body: Body) -> Message<'static> {
    let name = author.split('@').next().unwrap_or_default();
    let from = Header {
        name: "From".into(),
        value: format!("{name} <{author}>").into(),
        line: 0,
    };
    let part = |media_type: &'static str| Part {
        media_type: media_type.into(),
        typed: true,
        charset: Some("utf-8".into()),
        name: String::new(),
        body: b"".as_slice().into(),
        encoded: 0,
        line: 0,
        attachment: false,
    };
    let (media_type, parts) = match body {
        Body::Plain => ("text/plain", vec![part("text/plain")]),
        Body::Html => (
            "multipart/alternative",
            vec![part("text/plain"), part("text/html")],
        ),
    };
    Message {
        headers: vec![from],
        parts,
        media_type: media_type.into(),
        is_mime: true,
        ..Message::default()
    }
}
