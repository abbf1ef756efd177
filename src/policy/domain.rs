//! Matches a recipient's domain: exact beats wildcard, the longer wildcard the shorter, `*` last.
//!
//! A lookup walks the labels of the domain, so its cost does not grow with the number of
//! patterns.

use super::error::PatternError;
use crate::address;
use crate::i18n::en;
use crate::idn;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// What a remote or accepted domain is for. Domains are lower-case A-labels.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// `contoso.com`: that domain only.
    Exact(String),
    /// `*.contoso.com`: contoso.com and every subdomain.
    Wildcard(String),
    /// `*`: every domain without its own pattern.
    Any,
}

impl Pattern {
    /// As the policy writes it.
    #[must_use]
    pub fn written(&self) -> Cow<'_, str> {
        match self {
            Self::Exact(domain) => domain.into(),
            Self::Wildcard(domain) => ["*.", domain].concat().into(),
            Self::Any => "*".into(),
        }
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written())
    }
}

/// Why a pattern won.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The very domain.
    Exact {
        /// Whether a wildcard matches as well.
        before_wildcard: bool,
    },
    /// The longest wildcard.
    Wildcard {
        /// Whether a shorter one matches as well.
        before_shorter: bool,
    },
    /// `*`, nothing else matched.
    Any,
}

impl Match {
    /// Why it won, in words.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::Exact { .. } => en("the exact domain"),
            Self::Wildcard { .. } => en("the longest matching wildcard"),
            Self::Any => en("no other remote domain matches"),
        }
    }
}

/// Patterns with what stands behind them.
#[derive(Debug, Clone)]
pub struct Table<T> {
    exact: FxHashMap<String, T>,
    wildcard: FxHashMap<String, T>,
    any: Option<T>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            exact: FxHashMap::default(),
            wildcard: FxHashMap::default(),
            any: None,
        }
    }
}

impl<T> Table<T> {
    /// Add a pattern; gives back what it replaced.
    pub fn insert(&mut self, pattern: Pattern, value: T) -> Option<T> {
        match pattern {
            Pattern::Exact(d) => self.exact.insert(d, value),
            Pattern::Wildcard(d) => self.wildcard.insert(d, value),
            Pattern::Any => self.any.replace(value),
        }
    }

    /// What applies to a domain (as [`crate::address::domain`] gives it), and why.
    #[must_use]
    pub fn find(&self, domain: &str) -> Option<(&T, Match)> {
        if let Some(hit) = self.exact.get(domain) {
            let before_wildcard = self.wildcards(domain).next().is_some();
            return Some((hit, Match::Exact { before_wildcard }));
        }
        self.find_below(domain)
    }

    /// What applies to the subdomains of a domain, apart from those that have their own pattern.
    #[must_use]
    pub fn find_below(&self, domain: &str) -> Option<(&T, Match)> {
        let mut wildcards = self.wildcards(domain);
        match wildcards.next() {
            Some(hit) => {
                let before_shorter = wildcards.next().is_some();
                Some((hit, Match::Wildcard { before_shorter }))
            }
            None => self.any.as_ref().map(|hit| (hit, Match::Any)),
        }
    }

    /// The wildcards that match a domain, the longest first.
    fn wildcards<'t, 'd>(
        &'t self,
        domain: &'d str,
    ) -> impl Iterator<Item = &'t T> + use<'t, 'd, T> {
        // A policy without any is not walked for.
        let domain = (!self.wildcard.is_empty()).then_some(domain);
        let domains = domain.into_iter().flat_map(address::upwards);
        domains.filter_map(|d| self.wildcard.get(d))
    }

    /// Everything whose pattern matches a domain (as [`crate::address::domain`] gives it), what applies first.
    pub fn all<'t>(&'t self, domain: &'t str) -> impl Iterator<Item = &'t T> {
        let exact = self.exact.get(domain).into_iter();
        exact.chain(self.wildcards(domain)).chain(&self.any)
    }

    /// What stands behind a pattern.
    #[must_use]
    pub fn get(&self, pattern: &Pattern) -> Option<&T> {
        match pattern {
            Pattern::Exact(domain) => self.exact.get(domain),
            Pattern::Wildcard(domain) => self.wildcard.get(domain),
            Pattern::Any => self.any.as_ref(),
        }
    }
}

/// What word processors and Japanese keyboards write in place of `"`, `'` and `*`.
const TYPOGRAPHIC: [char; 6] = ['“', '”', '„', '‘', '’', '＊'];

/// Read a pattern.
///
/// # Errors
/// What is wrong with it.
pub fn pattern(text: &str) -> Result<Pattern, PatternError> {
    if text.trim().is_empty() {
        return Err(PatternError::Empty);
    }
    if text == "*" {
        return Ok(Pattern::Any);
    }
    if text.contains(TYPOGRAPHIC) {
        return Err(PatternError::Typographic);
    }
    let (wild, domain) = match text.strip_prefix("*.") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if let Some(rest) = domain.strip_prefix('*') {
        let domain = rest.trim_start_matches('.').to_owned();
        return Err(PatternError::NoDot { domain });
    }
    if domain.contains('*') {
        return Err(PatternError::InnerWildcard);
    }
    if domain.contains('@') {
        return Err(PatternError::Address);
    }
    if domain.len() > 1 && domain.ends_with('.') && !domain.ends_with("..") {
        return Err(PatternError::FinalDot);
    }
    let ascii = encoded(domain).ok_or(PatternError::NotEncodable)?;
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    if ascii.len() > 253 || !ascii.split('.').all(label) {
        return Err(PatternError::Label);
    }
    Ok(if wild {
        Pattern::Wildcard(ascii)
    } else {
        Pattern::Exact(ascii)
    })
}

/// The A-labels of a domain, in lower case; none where it cannot be encoded.
fn encoded(domain: &str) -> Option<String> {
    // There is nothing to encode in most; what is encoded already may be so wrongly.
    let lower = domain.to_ascii_lowercase();
    if domain.is_ascii() && !lower.contains("xn--") {
        return Some(lower);
    }
    idn::to_ascii(domain)
}

#[cfg(test)]
mod tests {
    use super::encoded;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_ascii_is_encoded_as_everything_is(domain in "[ -~]{0,12}|([a-zA-Z0-9_-]{1,9}\\.){0,3}|[xX]n--[a-z0-9-]{0,6}") {
            prop_assert_eq!(encoded(&domain), idna::domain_to_ascii(&domain).ok());
        }
    }
}
