//! Names what can be wrong with the pattern of a domain, each with what to do.

use crate::i18n::{Text, en};

/// What is wrong with the pattern of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternError {
    /// Nothing is written.
    Empty,
    /// `*contoso.com` for `*.contoso.com`.
    NoDot {
        /// The domain behind the asterisk.
        domain: String,
    },
    /// An asterisk elsewhere than in front.
    InnerWildcard,
    /// Quotes or an asterisk that are none to YAML and Exchange.
    Typographic,
    /// An address.
    Address,
    /// It has no ASCII form.
    NotEncodable,
    /// A dot stands at the end, as in DNS.
    FinalDot,
    /// A label is empty, too long, or has other characters.
    Label,
}

impl PatternError {
    pub(super) fn help(&self) -> Text {
        match self {
            Self::Empty => {
                en("write a domain such as `contoso.com`, `*.contoso.com` or `*`").into()
            }
            Self::NoDot { domain } => Text::of(
                en("write `*.{domain}` for the domain and all its subdomains"),
                [("domain", domain)],
            ),
            Self::InnerWildcard => {
                en("a wildcard may only stand first, as in `*.contoso.com`").into()
            }
            Self::Typographic => {
                en("write straight quotes and a half-width asterisk, as in `\"*.contoso.com\"`")
                    .into()
            }
            Self::Address => en("write the domain alone, without the part before `@`").into(),
            Self::NotEncodable => {
                en("write a domain such as `contoso.com`; this one cannot be encoded").into()
            }
            Self::FinalDot => en("write the domain without the dot at its end").into(),
            Self::Label => {
                en("labels are 1 to 63 letters, digits and hyphens, separated by single dots")
                    .into()
            }
        }
    }
}
