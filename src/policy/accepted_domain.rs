//! Reads the accepted domains: the organization's own.

use super::domain::{self, Pattern};
use super::problems::Problems;
use super::written::Written;
use super::{Error, Policy};
use schemars::JsonSchema;
use serde::Deserialize;

/// The organization's own domains: recipients there are inside.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "AcceptedDomains", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    /// The domain, such as contoso.com.
    domain_name: Written<String>,
    /// Whether all subdomains are accepted too.
    match_sub_domains: Written<bool>,
}

/// An accepted domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedDomain {
    /// Which domains it accepts: exact, or with all subdomains.
    pub pattern: Pattern,
    /// Line of the entry.
    pub line: u32,
}

/// Put the accepted domains into effect.
pub(super) fn read(entries: Vec<Written<Entry>>, policy: &mut Policy, problems: &mut Problems) {
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
            line: at.line,
        });
    }
}
