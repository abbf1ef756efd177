//! Writes the first expectation file for a policy that is there: what it does to each kind of mail,
//! for every remote domain.

use crate::cli::{files, root};
use rdsim::expectations::bless;
use rdsim::i18n::Language;
use rdsim::policy::Policy;
use rdsim::policy::domain::Pattern;
use std::fmt::Write as _;
use std::path::Path;

/// Remote domains of which each has a row; more would be read by nobody.
const ROWS: usize = 20;

/// Kinds that remote domains treat differently.
const KINDS: [&str; 7] = [
    "ordinary",
    "oof-external",
    "oof-internal",
    "auto-reply",
    "delivery-report",
    "ndr",
    "meeting-forward-notification",
];

/// The file at `path` about the policy `name` in the same folder, with the results as they are.
pub fn expectations(policy: &Policy, name: &str, path: &str, language: Language) -> String {
    let name = scalar(name);
    let inside = policy.accepted_domains.first();
    let inside = inside.map_or("contoso.com".into(), |d| example(policy, &d.pattern));
    let from = scalar(&format!("someone@{inside}"));
    let mut domains: Vec<String> = Vec::new();
    for domain in policy
        .remote_domains
        .iter()
        .map(|d| example(policy, &d.pattern))
    {
        if !domains.contains(&domain) && domains.len() < ROWS {
            domains.push(domain);
        }
    }
    let mut text = format!(
        "# What the policy does to mail. The results are those of the day on which this was written:\n# read them, and change what is not meant. `rdsim test` tells when one differs; after a change\n# that was meant, `rdsim test --bless` writes the new results.\n\nPolicy: {name}\n\nTables:\n"
    );
    let tables: [(&str, &str, &[&str]); 2] = [
        ("mail to outside", "nobody", &KINDS),
        ("what an inbox rule forwards", "inbox-rule", &["ordinary"]),
    ];
    for (title, forwarded_by, kinds) in tables {
        let _ = write!(
            text,
            "  - Name: {title}\n    From: {from}\n    ForwardedBy: {forwarded_by}\n    Kinds: [{}]\n    Recipients:\n",
            kinds.join(", ")
        );
        for domain in &domains {
            let to = scalar(&format!("someone@{domain}"));
            let open = vec!["~"; kinds.len()].join(", ");
            let _ = writeln!(text, "      {to}: [{open}]");
        }
    }
    let load = |path: &Path| root::bytes(None, path, files::SMALL, language);
    match bless::bless(path, text.as_bytes(), &load, None) {
        Ok(blessed) => String::from_utf8_lossy(&blessed.bytes).into_owned(),
        // `rdsim test` tells what is wrong with it.
        Err(_) => text,
    }
}

/// A text of YAML: plain where no letter in it means anything, else as in JSON.
fn scalar(text: &str) -> String {
    let harmless = |b: u8| b.is_ascii_alphanumeric() || b"@.-_".contains(&b);
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(harmless) {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

/// A domain that a pattern applies to; for every other one, a domain that no remote domain names.
fn example(policy: &Policy, pattern: &Pattern) -> String {
    match pattern {
        Pattern::Exact(domain) => domain.clone(),
        Pattern::Wildcard(domain) => format!("any.{domain}"),
        Pattern::Any => {
            let numbered = (2..).map(|n| format!("elsewhere{n}.example"));
            let mut all = std::iter::once("elsewhere.example".to_owned()).chain(numbered);
            let is_other = |domain: &String| {
                let found = policy.remote_for(domain);
                found.is_none_or(|(remote, _)| remote.pattern == Pattern::Any)
            };
            all.find(is_other).unwrap_or_default()
        }
    }
}
