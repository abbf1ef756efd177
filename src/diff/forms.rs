//! Compares the form of outgoing messages: every trait that a recipient can see.

use super::classes::Addressed;
use super::pair::Pair;
use super::{Senders, SettingChange};
use crate::i18n::{Text, en};
use crate::policy::Policy;
use crate::transport::classify::Kind;
use crate::transport::convert::Style;
use crate::transport::decide::style;
use crate::transport::message_facts::{ContentFacts, ForwardedBy, MessageFacts};
use crate::transport::{setting::ApplicablePolicy, setting::Ruling, settings::SHAPE_FORM};
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

/// Which character set a text part names.
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
    fn content(self) -> ContentFacts {
        let mut content = ContentFacts {
            is_mime: true,
            ..ContentFacts::default()
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

    /// Its value under a style, in words.
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
            Self::CharsetCoverage => or(
                style.charset_coverage.map(|n| format!("{n} %")),
                en("not set"),
            ),
            Self::Charset { .. } => or(style.charset(None).map(str::to_owned), en("no charset")),
            Self::Encoding { html, charset } => {
                let encoding = match charset {
                    PartCharset::SevenBit => style.encoding(html, Some("us-ascii"), true),
                    PartCharset::Unnamed { ascii, .. } => {
                        style.encoding(html, style.charset(None), ascii)
                    }
                };
                or(encoding.map(str::to_owned), en("as Exchange chooses"))
            }
        }
    }

    /// Its name, for a reader.
    #[must_use]
    pub fn name(self) -> Text {
        let part = |html| if html { en("HTML") } else { en("plain text") };
        match self {
            Self::Transmission => en("transmission").into(),
            Self::Body { html: true } => en("body of a message with HTML").into(),
            Self::Body { html: false } => en("body of a message without HTML").into(),
            Self::LineWrap => en("line length").into(),
            Self::SenderName => en("sender's name").into(),
            Self::JapaneseCodePage => en("code page of Japanese text").into(),
            Self::CharsetCoverage => en("charset coverage of text that names no charset").into(),
            Self::Charset { mime: true } => en("charset of text in MIME that names none").into(),
            Self::Charset { mime: false } => {
                en("charset of text without MIME headers that names none").into()
            }
            Self::Encoding { html, charset } => {
                let of = match charset {
                    PartCharset::SevenBit => en("transfer encoding of {part} in a 7-bit charset"),
                    PartCharset::Unnamed {
                        mime: true,
                        ascii: true,
                    } => en("transfer encoding of {part} in MIME that names no charset (ASCII)"),
                    PartCharset::Unnamed {
                        mime: true,
                        ascii: false,
                    } => en("transfer encoding of {part} in MIME that names no charset (8-bit)"),
                    PartCharset::Unnamed {
                        mime: false,
                        ascii: true,
                    } => en(
                        "transfer encoding of {part} without MIME headers that names no charset (ASCII)",
                    ),
                    PartCharset::Unnamed {
                        mime: false,
                        ascii: false,
                    } => en(
                        "transfer encoding of {part} without MIME headers that names no charset (8-bit)",
                    ),
                };
                Text::from(of).with_text("part", part(html))
            }
        }
    }
}

/// The names of traits; a family of traits has one name.
#[must_use]
pub fn names(traits: &[Trait]) -> Vec<Text> {
    let encoding = |charset| [false, true].map(|html| Trait::Encoding { html, charset });
    let unnamed = |mime, ascii| encoding(PartCharset::Unnamed { mime, ascii });
    let both = |mime| [unnamed(mime, true), unnamed(mime, false)].concat();
    let families: [(&'static str, Vec<Trait>); 9] = [
        (
            en("body"),
            [false, true].map(|html| Trait::Body { html }).to_vec(),
        ),
        (
            en("charset of text that names none"),
            [false, true].map(|mime| Trait::Charset { mime }).to_vec(),
        ),
        (
            en("transfer encoding of text in a 7-bit charset"),
            encoding(PartCharset::SevenBit).to_vec(),
        ),
        (
            en("transfer encoding of text in MIME that names no charset"),
            both(true),
        ),
        (
            en("transfer encoding of text without MIME headers that names no charset"),
            both(false),
        ),
        (
            en("transfer encoding of ASCII text in MIME that names no charset"),
            unnamed(true, true).to_vec(),
        ),
        (
            en("transfer encoding of 8-bit text in MIME that names no charset"),
            unnamed(true, false).to_vec(),
        ),
        (
            en("transfer encoding of ASCII text without MIME headers that names no charset"),
            unnamed(false, true).to_vec(),
        ),
        (
            en("transfer encoding of 8-bit text without MIME headers that names no charset"),
            unnamed(false, false).to_vec(),
        ),
    ];
    let mut left = traits.to_vec();
    let mut out = Vec::new();
    for (name, family) in families {
        if family.iter().all(|t| left.contains(t)) {
            left.retain(|t| !family.contains(t));
            out.push(name.into());
        }
    }
    let others = left.iter().map(|t| t.name());
    others.chain(out).collect()
}

/// Traits that change alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TraitChange {
    /// The traits.
    pub traits: Vec<Trait>,
    /// What they were.
    pub old: String,
    /// What they are.
    pub new: String,
}

/// A change of form: whom it concerns, and why.
#[derive(Debug, Clone)]
pub struct FormChange {
    /// Places in [`Classes::recipients`](super::classes::Classes::recipients).
    pub recipients: Vec<usize>,
    /// Places in [`Classes::authors`](super::classes::Classes::authors).
    pub authors: Vec<usize>,
    /// What changes.
    pub traits: Vec<TraitChange>,
    /// What causes it.
    pub cause: SettingChange,
}

impl FormChange {
    /// Whether a trait changes.
    #[must_use]
    pub fn has(&self, one: Trait) -> bool {
        self.traits.iter().any(|c| c.traits.contains(&one))
    }
}

/// Traits by what they were and are.
type Effects = BTreeMap<(String, String), Vec<Trait>>;

/// How one trait changes, and why.
type ValueChange = (String, String, SettingChange);

/// Compare every trait for every class of recipients and authors.
pub(super) fn compare(
    policies: [&Policy; 2],
    senders: &Senders,
    examples: &[Addressed],
    judged: &mut u64,
) -> Vec<FormChange> {
    let traits = traits();
    let mut by_recipient: BTreeMap<usize, BTreeMap<(Trait, ValueChange), Vec<_>>> = BTreeMap::new();
    for (recipient, addressed) in examples.iter().enumerate() {
        for (index, (_, author)) in senders.authors.iter().enumerate() {
            let pair = Pair::of(policies, addressed, author, &senders.nobody.1, None);
            let [Some(old), Some(new)] = &pair.sides else {
                continue;
            };
            if !old.may_leave() || !new.may_leave() {
                continue;
            }
            for one in &traits {
                *judged += 1;
                if let Some(change) = change(&[old.applicable, new.applicable], *one) {
                    let changed = by_recipient.entry(recipient).or_default();
                    changed.entry((*one, change)).or_default().push(index);
                }
            }
        }
    }
    // The effects of one cause are one change, and so are the same ones for several recipients.
    let mut merged: BTreeMap<(SettingChange, Vec<usize>, Vec<TraitChange>), Vec<usize>> =
        BTreeMap::new();
    for (recipient, changed) in by_recipient {
        let mut by_cause: BTreeMap<(SettingChange, Vec<usize>), Effects> = BTreeMap::new();
        for ((one, (old, new, cause)), authors) in changed {
            let effects = by_cause.entry((cause, authors)).or_default();
            effects.entry((old, new)).or_default().push(one);
        }
        for ((cause, authors), effects) in by_cause {
            let effects = effects.into_iter();
            let mut traits: Vec<TraitChange> = effects
                .map(|((old, new), traits)| TraitChange { traits, old, new })
                .collect();
            traits.sort();
            let same = merged.entry((cause, authors, traits)).or_default();
            same.push(recipient);
        }
    }
    let mut changes: Vec<FormChange> = merged
        .into_iter()
        .map(|((cause, authors, traits), recipients)| FormChange {
            recipients,
            authors,
            traits,
            cause,
        })
        .collect();
    changes.sort_by(|a, b| (&a.recipients, &a.traits).cmp(&(&b.recipients, &b.traits)));
    changes
}

/// How a trait changes, and why.
fn change(policies: &[ApplicablePolicy; 2], one: Trait) -> Option<ValueChange> {
    let facts = MessageFacts {
        kind: Kind::Ordinary,
        forwarded_by: ForwardedBy::Nobody,
        content: one.content(),
    };
    let [old_policy, new_policy] = policies;
    let [old, new] = [style(&facts, old_policy), style(&facts, new_policy)];
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
        cause(&facts, policies, one, &old_value)?,
    ))
}

/// The first setting whose new ruling alone would change the trait; where only several together do,
/// the first whose ruling differs.
fn cause(
    facts: &MessageFacts,
    policies: &[ApplicablePolicy; 2],
    one: Trait,
    old_value: &str,
) -> Option<SettingChange> {
    let [old, new] = policies.map(|applicable| {
        SHAPE_FORM
            .iter()
            .map(|f| (f.check)(facts, &applicable))
            .collect::<Vec<_>>()
    });
    let alone = |place: usize| {
        let mut style = Style::PLAIN;
        for (i, (was, is)) in old.iter().zip(&new).enumerate() {
            let ruling = if i == place { is } else { was };
            if let Some(ruling) = ruling {
                style.apply(ruling);
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
    Some(SettingChange::of(was.as_ref(), is.as_ref()))
}
