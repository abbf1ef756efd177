//! Reads the accepted domains: the organization's own.

use super::document::Pos;
use super::domain::{self, Pattern};
use super::problems::Problems;
use super::written::Written;
use super::{Error, Policy, Sourced};
use schemars::JsonSchema;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// Where the mailboxes of an accepted domain are.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
pub enum DomainType {
    /// `Authoritative`
    Authoritative,
    /// `InternalRelay`
    InternalRelay,
    /// `ExternalRelay`
    ExternalRelay,
}

/// The organization's own domains: recipients there are inside.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "AcceptedDomains", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    /// The domain, such as contoso.com.
    domain_name: Written<String>,
    /// Whether all subdomains are accepted too.
    match_sub_domains: Written<bool>,
    /// Authoritative: every recipient is in this organization. InternalRelay, ExternalRelay: some are elsewhere.
    domain_type: Written<DomainType>,
}

/// An accepted domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedDomain {
    /// Which domains it accepts: exact, or with all subdomains.
    pub pattern: Pattern,
    /// DomainType.
    pub domain_type: Sourced<DomainType>,
    /// Line of the entry.
    pub line: u32,
}

/// Put the accepted domains into effect.
pub(super) fn read(
    entries: Vec<Written<Entry>>,
    missing: Pos,
    policy: &mut Policy,
    problems: &mut Problems,
) {
    if entries.is_empty() {
        problems.warn(missing, Error::NoAcceptedDomains);
    }
    for (entry, at) in entries.into_iter().filter_map(Written::placed) {
        let Some((text, at)) = entry.domain_name.placed() else {
            problems.error(at, Error::AcceptedDomainWithoutName);
            continue;
        };
        let below = entry.match_sub_domains.take().unwrap_or(false);
        let pattern = match domain::pattern(&text) {
            Ok(Pattern::Exact(d)) if below => Pattern::Wildcard(d),
            Ok(Pattern::Any) => {
                problems.error(at, Error::AcceptedDomainIsAny);
                continue;
            }
            Ok(pattern) => pattern,
            Err(why) => {
                problems.error(at, Error::NotPattern { text, why });
                continue;
            }
        };
        policy
            .accepted
            .insert(pattern.clone(), policy.accepted_domains.len());
        policy.accepted_domains.push(AcceptedDomain {
            pattern,
            domain_type: entry.domain_type.or(DomainType::Authoritative),
            line: at.line,
        });
    }
}
