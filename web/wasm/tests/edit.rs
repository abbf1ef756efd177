//! Changes every setting of every sample policy, and adds and removes remote domains.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use rdsim::policy::PARAMETERS;
use rdsim::policy::{Policy, read};
use rdsim_web::edit;
use serde_json::Value;
use std::path::Path;

/// Encode international domains as a browser does.
fn encode_domains() {
    rdsim::idn::encode_with(|domain| idna::domain_to_ascii(domain).ok());
}

fn policies() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".yaml") && !name.ends_with(".rdsim.yaml") {
            out.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    assert!(out.len() >= 6);
    encode_domains();
    out
}

fn policy(yaml: &str) -> Policy {
    match read::read("policy", yaml.as_bytes()) {
        Ok((policy, _)) => policy,
        Err(problems) => panic!("{}\n{yaml}", problems[0]),
    }
}

/// The new text, or the problem.
fn told(edited: &edit::Edited) -> Result<String, String> {
    let edited = serde_json::to_value(edited).unwrap();
    match &edited["yaml"] {
        Value::String(yaml) => Ok(yaml.clone()),
        _ => Err(edited["problem"].as_str().unwrap().to_owned()),
    }
}

/// A value of a parameter that is not the one it has.
fn another(name: &str, value: &str) -> &'static str {
    match (name, value) {
        ("AllowedOOFType", "None") => "External",
        ("AllowedOOFType", _) => "None",
        ("ContentType", "MimeText") => "MimeHtml",
        ("ContentType", _) => "MimeText",
        ("ByteEncoderTypeFor7BitCharsets", "UseBase64") => "UseQP",
        ("ByteEncoderTypeFor7BitCharsets", _) => "UseBase64",
        ("CharacterSet" | "NonMimeCharacterSet", "koi8-r") => "null",
        ("CharacterSet" | "NonMimeCharacterSet", _) => "koi8-r",
        ("LineWrapSize", "77") => "Unlimited",
        ("LineWrapSize", _) => "77",
        ("PreferredInternetCodePageForShiftJis", "50222") => "Undefined",
        ("PreferredInternetCodePageForShiftJis", _) => "50222",
        ("RequiredCharsetCoverage", "55") => "null",
        ("RequiredCharsetCoverage", _) => "55",
        ("TNEFEnabled", "null") => "true",
        (_, "true") => "false",
        (_, _) => "true",
    }
}

#[test]
fn every_setting_of_every_policy_changes_alone_and_keeps_the_comments() {
    for (name, yaml) in policies() {
        for feed in ["\n", "\r\n"] {
            let yaml = yaml.replace('\n', feed);
            let before = policy(&yaml);
            for (place, domain) in before.remote_domains.iter().enumerate() {
                for parameter in &PARAMETERS {
                    let value = (parameter.of)(domain).value.to_string();
                    let new = another(parameter.name, &value);
                    let line = domain.line as usize;
                    let edited = edit::set(&yaml, "RemoteDomains", line, parameter.name, new);
                    let edited = told(&edited)
                        .unwrap_or_else(|p| panic!("{name}:{line} {}: {p}", parameter.name));
                    let after = policy(&edited);
                    let now = (parameter.of)(&after.remote_domains[place])
                        .value
                        .to_string();
                    assert_eq!(now, new, "{name}:{line} {}", parameter.name);
                    let (old_lines, new_lines): (Vec<_>, Vec<_>) =
                        (yaml.lines().collect(), edited.lines().collect());
                    let added = new_lines.len() - old_lines.len();
                    let same = old_lines.iter().filter(|l| new_lines.contains(l)).count();
                    // AllowedOOFType and IsInternal bring each other along.
                    assert!(added <= 1 && same >= old_lines.len() - 2, "{edited}");
                    assert!(!feed.contains('\r') || !edited.replace("\r\n", "").contains('\n'));
                }
            }
        }
    }
}

#[test]
fn a_remote_domain_that_is_added_is_removed_without_a_trace() {
    for (name, yaml) in policies() {
        for feed in ["\n", "\r\n"] {
            let yaml = yaml.replace('\n', feed);
            for domain in ["added.example", "*.added.example"] {
                let added = told(&edit::add(&yaml, domain)).unwrap();
                let last = policy(&added).remote_domains.pop().unwrap();
                assert_eq!(last.pattern.to_string(), domain, "{name}");
                let removed = told(&edit::remove(&added, last.line as usize)).unwrap();
                assert_eq!(removed, yaml, "{name}");
            }
        }
    }
}

#[test]
fn a_comment_above_a_remote_domain_goes_with_it() {
    let yaml = "RemoteDomains:\n  # The world.\n  - DomainName: '*'\n  # The partner,\n  # by contract.\n  - DomainName: fabrikam.com # now\n    TNEFEnabled: true\nAcceptedDomains: [contoso.com]\n";
    let removed = told(&edit::remove(yaml, 6)).unwrap();
    assert_eq!(
        removed,
        "RemoteDomains:\n  # The world.\n  - DomainName: '*'\nAcceptedDomains: [contoso.com]\n"
    );
}

#[test]
fn flow_style_quotes_and_values_that_are_not_written_are_kept() {
    let cases = [
        (
            "RemoteDomains: [{DomainName: '*'}]\n",
            1,
            "NDREnabled",
            "false",
            "RemoteDomains: [{DomainName: '*', NDREnabled: false}]\n",
        ),
        (
            "RemoteDomains:\n  - DomainName: '*'\n    NDREnabled:   # why not\n",
            2,
            "NDREnabled",
            "false",
            "",
        ),
        (
            "RemoteDomains:\n  - DomainName: '*'\n    TNEFEnabled:   # as they like\n",
            2,
            "TNEFEnabled",
            "false",
            "RemoteDomains:\n  - DomainName: '*'\n    TNEFEnabled: false   # as they like\n",
        ),
        (
            "RemoteDomains:\n- DomainName: \"*\"\n  CharacterSet: \"utf-8\" # said\n",
            2,
            "CharacterSet",
            "null",
            "RemoteDomains:\n- DomainName: \"*\"\n  CharacterSet: null # said\n",
        ),
        (
            "RemoteDomains:\n- DomainName: \"*\"",
            2,
            "NDREnabled",
            "false",
            "RemoteDomains:\n- DomainName: \"*\"\n  NDREnabled: false",
        ),
    ];
    for (yaml, line, property, value, wanted) in cases {
        let edited = told(&edit::set(yaml, "RemoteDomains", line, property, value));
        if wanted.is_empty() {
            assert!(edited.is_ok(), "{edited:?}");
        } else {
            assert_eq!(edited.as_deref(), Ok(wanted));
        }
    }
}

#[test]
fn what_the_form_cannot_change_is_told_and_left() {
    let twice = "RemoteDomains: [{DomainName: '*'}, {DomainName: a.example}]\n";
    let aliased = "RemoteDomains:\n  - &d\n    DomainName: '*'\n  - *d\n";
    for (yaml, line) in [
        (twice, 1),
        (aliased, 9),
        ("RemoteDomains: nothing\n", 1),
        ("{", 1),
    ] {
        let edited = told(&edit::set(
            yaml,
            "RemoteDomains",
            line,
            "NDREnabled",
            "false",
        ));
        assert!(edited.is_err(), "{edited:?}");
    }
}

#[test]
fn a_policy_without_remote_domains_gets_the_section() {
    for yaml in [
        "AcceptedDomains: [contoso.com]",
        "AcceptedDomains: [contoso.com]\n",
    ] {
        let added = told(&edit::add(yaml, "*")).unwrap();
        assert_eq!(
            added,
            "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - Name: \"*\"\n    DomainName: \"*\"\n"
        );
    }
}

#[test]
fn is_internal_and_internal_legacy_bring_each_other_along() {
    let yaml = "RemoteDomains:\n  - DomainName: '*'\n    IsInternal: true\n    AllowedOOFType: InternalLegacy\n";
    let external = told(&edit::set(yaml, "RemoteDomains", 2, "IsInternal", "false")).unwrap();
    assert_eq!(
        external,
        "RemoteDomains:\n  - DomainName: '*'\n    IsInternal: false\n    AllowedOOFType: ExternalLegacy\n"
    );
    let internal = edit::set(
        &external,
        "RemoteDomains",
        2,
        "AllowedOOFType",
        "InternalLegacy",
    );
    assert_eq!(told(&internal).as_deref(), Ok(yaml));
}
