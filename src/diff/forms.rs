//! Compares the form of what leaves: every trait that a recipient can see.

use super::classes::Classes;
use super::{Cause, Pair};
use crate::classify::Kind;
use crate::decide::style;
use crate::format::Style;
use crate::policy::Policy;
use crate::settings::{Case, Content, FORMS, Forward, Ruling};
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

    fn encoding(charset: PartCharset) -> Self {
        let html = false;
        Self::Encoding { html, charset }
    }

    /// The traits that differ from it only in what they are of.
    fn family(self) -> Vec<Self> {
        let mut all = traits();
        all.retain(|other| match (self, *other) {
            (Self::Body { .. }, Self::Body { .. })
            | (Self::Charset { .. }, Self::Charset { .. }) => true,
            (Self::Encoding { charset: a, .. }, Self::Encoding { charset: b, .. }) => {
                match (a, b) {
                    (PartCharset::SevenBit, PartCharset::SevenBit) => true,
                    (
                        PartCharset::Unnamed { mime: a, .. },
                        PartCharset::Unnamed { mime: b, .. },
                    ) => a == b,
                    _ => false,
                }
            }
            (a, b) => a == b,
        });
        all
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

/// Traits in words: those that belong together are named once.
#[must_use]
pub fn names(traits: &[Trait]) -> Vec<String> {
    let whole = [
        ("body", Trait::Body { html: true }.family()),
        (
            "charset of text that names none",
            Trait::Charset { mime: true }.family(),
        ),
        (
            "transfer encoding of text in a 7-bit charset",
            Trait::encoding(PartCharset::SevenBit).family(),
        ),
        (
            "transfer encoding of text in MIME that names no charset",
            Trait::encoding(PartCharset::Unnamed {
                mime: true,
                ascii: true,
            })
            .family(),
        ),
        (
            "transfer encoding of text without MIME headers that names no charset",
            Trait::encoding(PartCharset::Unnamed {
                mime: false,
                ascii: true,
            })
            .family(),
        ),
    ];
    let mut out = Vec::new();
    let mut told: Vec<Trait> = Vec::new();
    for one in traits {
        let family = whole.iter().find(|(_, family)| family.contains(one));
        match family.filter(|(_, family)| family.iter().all(|t| traits.contains(t))) {
            Some((name, family)) if !told.contains(one) => {
                out.push((*name).to_owned());
                told.extend(family);
            }
            Some(_) => {}
            None => out.push(one.name()),
        }
    }
    out
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
    Some((
        old_value.clone(),
        new_value,
        cause(&case, pair, one, &old_value)?,
    ))
}

/// The first room whose new word alone would change the trait; where only several together do,
/// the first that says something else.
fn cause(case: &Case, pair: &Pair, one: Trait, old_value: &str) -> Option<Cause> {
    let [old, new] = pair.terms.map(|terms| {
        FORMS
            .iter()
            .map(|f| (f.check)(case, &terms))
            .collect::<Vec<_>>()
    });
    let alone = |place: usize| {
        let mut style = Style::PLAIN;
        for (i, (was, is)) in old.iter().zip(&new).enumerate() {
            let ruling = if i == place { is } else { was };
            if let Some(ruling) = ruling {
                style.heed(ruling);
            }
        }
        one.value(&style) != old_value
    };
    let differs = |(was, is): (&Option<Ruling>, &Option<Ruling>)| {
        was.as_ref().map(|r| r.effect) != is.as_ref().map(|r| r.effect)
    };
    let place = (0..old.len())
        .find(|i| alone(*i))
        .or_else(|| old.iter().zip(&new).position(differs))?;
    let (was, is) = (old.get(place)?, new.get(place)?);
    Some(Cause::of(was.as_ref(), is.as_ref()))
}
