//! Compares the form of what leaves: every trait that a recipient can see.

use super::classes::Classes;
use super::{Cause, Pair};
use crate::classify::Kind;
use crate::decide::style;
use crate::format::Style;
use crate::policy::Policy;
use crate::settings::{Case, Content, FORMS, Forward};
use std::collections::BTreeMap;

/// A trait of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trait {
    /// TNEF or MIME.
    Transmission,
    /// The body.
    Body {
        /// Whether the message has HTML.
        html: bool,
    },
    /// The width at which lines are wrapped.
    LineWrap,
    /// The sender's name, where From gives one.
    SenderName,
    /// The code page, where the text is Japanese.
    JapaneseCodePage,
    /// The percentage that a character set must carry, where some text names none.
    CharsetCoverage,
    /// The character set of a text part that names none.
    Charset {
        /// Whether it is a MIME message.
        mime: bool,
    },
    /// The transfer encoding of a text part.
    Encoding {
        /// Whether the part is HTML.
        html: bool,
        /// Its character set.
        charset: PartCharset,
    },
}

/// What a text part says of its character set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartCharset {
    /// It names a 7-bit one.
    SevenBit,
    /// It names none.
    Unnamed {
        /// Whether it is a MIME message.
        mime: bool,
        /// Whether all of the text is ASCII.
        ascii: bool,
    },
}

/// Every trait.
#[must_use]
pub fn traits() -> Vec<Trait> {
    let both = [false, true];
    let mut all = vec![Trait::Transmission];
    all.extend(both.map(|html| Trait::Body { html }));
    all.extend([
        Trait::LineWrap,
        Trait::SenderName,
        Trait::JapaneseCodePage,
        Trait::CharsetCoverage,
    ]);
    all.extend(both.map(|mime| Trait::Charset { mime }));
    for html in both {
        let charset = PartCharset::SevenBit;
        all.push(Trait::Encoding { html, charset });
        for mime in both {
            for ascii in both {
                let charset = PartCharset::Unnamed { mime, ascii };
                all.push(Trait::Encoding { html, charset });
            }
        }
    }
    all
}

impl Trait {
    /// The content of a message that has this trait and nothing else that matters.
    fn content(self) -> Content {
        let mut content = Content {
            is_mime: true,
            ..Content::default()
        };
        match self {
            Self::Transmission | Self::LineWrap => {}
            Self::Body { html } => content.html = html,
            Self::SenderName => content.display_name = true,
            Self::JapaneseCodePage => content.japanese = true,
            Self::CharsetCoverage => content.unnamed = true,
            Self::Charset { mime } => {
                content.unnamed = true;
                content.is_mime = mime;
            }
            Self::Encoding { html, charset } => {
                content.html = html;
                match charset {
                    PartCharset::SevenBit => content.seven_bit = true,
                    PartCharset::Unnamed { mime, .. } => {
                        content.unnamed = true;
                        content.is_mime = mime;
                    }
                }
            }
        }
        content
    }

    /// What it is under a style, in words.
    fn value(self, style: &Style) -> String {
        let or = |text: Option<String>, none: &str| text.unwrap_or_else(|| none.to_owned());
        match self {
            Self::Transmission => style.transmission.token().into(),
            Self::Body { html } => style.body(html).into(),
            Self::LineWrap => or(style.line_wrap.map(|n| n.to_string()), "Unlimited"),
            Self::SenderName => style.sender_name.token().into(),
            Self::JapaneseCodePage => {
                or(style.japanese_code_page.map(|n| n.to_string()), "Undefined")
            }
            Self::CharsetCoverage => {
                or(style.charset_coverage.map(|n| format!("{n} %")), "not set")
            }
            Self::Charset { .. } => or(style.charset(None).map(str::to_owned), "stays unnamed"),
            Self::Encoding { html, charset } => {
                let encoding = match charset {
                    PartCharset::SevenBit => style.encoding(html, Some("us-ascii"), true),
                    PartCharset::Unnamed { ascii, .. } => {
                        style.encoding(html, style.charset(None), ascii)
                    }
                };
                or(encoding.map(str::to_owned), "as Exchange chooses")
            }
        }
    }

    /// What it is, for a reader.
    #[must_use]
    pub fn name(self) -> String {
        let part = |html| if html { "HTML" } else { "plain text" };
        let mime = |mime| {
            if mime {
                "in MIME"
            } else {
                "without MIME headers"
            }
        };
        match self {
            Self::Transmission => "transmission".into(),
            Self::Body { html: true } => "body of a message with HTML".into(),
            Self::Body { html: false } => "body of a message without HTML".into(),
            Self::LineWrap => "line length".into(),
            Self::SenderName => "sender's name".into(),
            Self::JapaneseCodePage => "code page of Japanese text".into(),
            Self::CharsetCoverage => "charset coverage of text that names no charset".into(),
            Self::Charset { mime: m } => {
                format!("charset of text {} that names none", mime(m))
            }
            Self::Encoding { html, charset } => match charset {
                PartCharset::SevenBit => {
                    format!("transfer encoding of {} in a 7-bit charset", part(html))
                }
                PartCharset::Unnamed { mime: m, ascii } => format!(
                    "transfer encoding of {} {} that names no charset ({})",
                    part(html),
                    mime(m),
                    if ascii { "ASCII" } else { "8-bit" }
                ),
            },
        }
    }
}

/// A change of form.
#[derive(Debug, Clone)]
pub struct FormChange {
    /// Places in [`Classes::recipients`].
    pub recipients: Vec<usize>,
    /// Places in [`Classes::authors`].
    pub authors: Vec<usize>,
    /// The traits that change so.
    pub traits: Vec<Trait>,
    /// What they were.
    pub old: String,
    /// What they are.
    pub new: String,
    /// What brings it about.
    pub cause: Cause,
}

/// What is told of a change of form, apart from whom it concerns.
type Told = (String, String, Cause);

/// Compare every trait for every class of recipients and authors.
pub(super) fn compare(
    policies: [&Policy; 2],
    classes: &Classes,
    judged: &mut u64,
) -> Vec<FormChange> {
    let traits = traits();
    let mut by_recipient: BTreeMap<usize, BTreeMap<(Trait, Told), Vec<usize>>> = BTreeMap::new();
    for (recipient, to) in classes.recipients.iter().enumerate() {
        for (index, author) in classes.authors.iter().enumerate() {
            let pair = Pair::of(policies, &to.example, &author.example, "");
            if pair.routes.iter().any(|r| r.accepted.is_some()) {
                continue;
            }
            for one in &traits {
                *judged += 1;
                if let Some(told) = change(&pair, *one) {
                    let changed = by_recipient.entry(recipient).or_default();
                    changed.entry((*one, told)).or_default().push(index);
                }
            }
        }
    }
    // The same change of several traits, then of several recipients, is told once.
    let mut told: BTreeMap<(Told, Vec<usize>, Vec<Trait>), Vec<usize>> = BTreeMap::new();
    for (recipient, changed) in by_recipient {
        let mut traits: BTreeMap<(Told, Vec<usize>), Vec<Trait>> = BTreeMap::new();
        for ((one, change), authors) in changed {
            traits.entry((change, authors)).or_default().push(one);
        }
        for ((change, authors), traits) in traits {
            told.entry((change, authors, traits))
                .or_default()
                .push(recipient);
        }
    }
    let mut changes: Vec<FormChange> = told
        .into_iter()
        .map(
            |(((old, new, cause), authors, traits), recipients)| FormChange {
                recipients,
                authors,
                traits,
                old,
                new,
                cause,
            },
        )
        .collect();
    changes.sort_by(|a, b| (&a.recipients, &a.traits).cmp(&(&b.recipients, &b.traits)));
    changes
}

/// How a trait changes, and why: the first room that says something else.
fn change(pair: &Pair, one: Trait) -> Option<Told> {
    let case = Case {
        kind: Kind::Ordinary,
        forward: Forward::No,
        content: one.content(),
    };
    let [old_terms, new_terms] = &pair.terms;
    let [old, new] = [style(&case, old_terms), style(&case, new_terms)];
    if old == new {
        return None;
    }
    let [old_value, new_value] = [one.value(&old), one.value(&new)];
    if old_value == new_value {
        return None;
    }
    let cause = FORMS.iter().find_map(|form| {
        let old = (form.check)(&case, old_terms);
        let new = (form.check)(&case, new_terms);
        let mut styles = [Style::PLAIN; 2];
        for (style, ruling) in styles.iter_mut().zip([&old, &new]) {
            if let Some(ruling) = ruling {
                style.heed(ruling);
            }
        }
        let differs = styles.first() != styles.last();
        differs.then(|| Cause::of(old.as_ref(), new.as_ref()))
    });
    Some((old_value, new_value, cause?))
}
