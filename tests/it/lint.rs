//! Plays every example of every rule's page, and holds the rules to what they promise.
//!
//! `RDSIM_BLESS=1 cargo test --test it lint::` writes the findings anew; read the diff.

mod folders;
mod run;

use crate::page;
use crate::program::{contents, root};
use rdsim::diagnostic::Excerpt;
use rdsim::explain::example;
use rdsim::i18n::Language;
use rdsim::lint::profile::{Profile, REQUIREMENTS};
use rdsim::lint::{self, Check, Linted, Options, RULES, Rule, Severity};
use std::collections::{BTreeMap, BTreeSet};

fn only(rule: &'static Rule) -> Options {
    Options {
        select: rule.into(),
        ..Options::default()
    }
}

/// What people see of the findings of one rule.
fn play(rule: &'static Rule, policy: &str) -> String {
    example::linted(rule, policy, Language::English)
}

#[test]
fn every_example_of_every_page_gives_its_findings() {
    for rule in RULES {
        let file = root().join(format!("src/lint/{}.md", rule.id.replace('-', "_")));
        assert!(
            rule.page.starts_with(&format!("# {}\n", rule.id)),
            "{}",
            rule.id
        );
        let found = page::play(&file, ["yaml policy"], "text findings", |[policy]| {
            let found = play(rule, policy);
            let found_any = found != "none\n";
            (found, found_any)
        });
        assert_eq!(
            BTreeSet::from_iter(found).len(),
            2,
            "{}: one example where it applies and one where it does not",
            rule.id
        );
    }
}

#[test]
fn rules_and_files_are_the_same_and_in_order() {
    let mut files: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("src/lint")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let kind = match path.extension().unwrap().to_str().unwrap() {
            "md" => "page",
            _ => "code",
        };
        files.entry(kind).or_default().insert(stem);
    }
    for apart in ["facts", "profile", "selection", "source", "suppression"] {
        assert!(files.get_mut("code").unwrap().remove(apart), "{apart}");
    }
    let ids: Vec<&str> = RULES.iter().map(|r| r.id).collect();
    let names: BTreeSet<String> = ids.iter().map(|id| id.replace('-', "_")).collect();
    assert_eq!(files["page"], names);
    assert_eq!(files["code"], names);
    assert!(ids.is_sorted());
    for rule in RULES {
        assert!(std::ptr::eq(lint::rule(rule.id).unwrap(), *rule));
    }
}

#[test]
fn every_requirement_names_rules_that_there_are() {
    for requirement in &REQUIREMENTS {
        assert!(!requirement.rules.is_empty());
        for id in requirement.rules {
            assert!(lint::rule(id).is_some(), "{id}");
        }
    }
    for &profile in Profile::ALL {
        assert!(REQUIREMENTS.iter().any(|r| r.profile == profile));
    }
}

/// Every policy of this repository and of the pages.
fn policies() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = std::fs::read_dir(root().join("policies"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = contents(&path);
            (path.display().to_string(), text)
        })
        .collect();
    all.sort();
    for rule in RULES {
        for (_, policy) in page::fences(rule.page, "yaml policy") {
            all.push((rule.id.to_owned(), policy.to_owned()));
        }
    }
    all
}

#[test]
fn every_warning_of_reading_has_its_rule() {
    for (name, text) in policies() {
        let Ok((_, warnings)) = rdsim::policy::read::read("policy", text.as_bytes()) else {
            continue;
        };
        let linted = lint::lint("policy", text.as_bytes(), &Options::default());
        for warning in warnings {
            let finding = linted
                .findings
                .iter()
                .find(|f| f.message == warning.message);
            let finding = finding.unwrap_or_else(|| panic!("{name}: {}", warning.message));
            assert!(
                matches!(finding.rule.check, Check::Reading(_))
                    && finding.rule.id != "policy-problem",
                "{name}: `{}` is taken by {}",
                warning.message,
                finding.rule.id
            );
        }
    }
}

#[test]
fn a_rule_takes_a_problem_by_what_it_is_and_not_by_its_words() {
    let text = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: \"*\"\n    AllowedOOFType: cannot exist in a tenant\n  - DomainName: fabrikam.com\n    \"has no scope, so it applies to nobody\": true\n";
    let linted = lint::lint("p", text.as_bytes(), &Options::default());
    let rules: Vec<(u32, &str)> = linted
        .findings
        .iter()
        .map(|f| (f.line, f.rule.id))
        .collect();
    assert_eq!(rules, [(4, "policy-problem"), (6, "policy-problem")]);
}

#[test]
fn no_comment_allows_an_error_of_reading() {
    for (wrong, rule) in [
        ("AutoForwardEnabld: false", "policy-problem"),
        (
            "AllowedOOFType: InternalLegacy\n    # rdsim: allow impossible-coupling: so it is\n    IsInternal: false",
            "impossible-coupling",
        ),
    ] {
        let text = format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: \"*\"\n    {wrong} # rdsim: allow {rule}: so it is\n"
        );
        let linted = lint::lint("p", text.as_bytes(), &Options::default());
        let open: Vec<&str> = linted.open().map(|f| f.rule.id).collect();
        assert_eq!(open, [rule], "{text}");
    }
    // A warning of reading may be allowed.
    let text = "RemoteDomains:\n  - DomainName: \"*\"\n    CharacterSet: utf-7 # rdsim: allow utf-7: so it is\n";
    let linted = lint::lint("p", text.as_bytes(), &Options::default());
    assert!(linted.open().all(|f| f.rule.id != "utf-7"));
    assert!(linted.findings.iter().any(|f| f.rule.id == "utf-7"));
}

fn key(linted: &Linted) -> Vec<(u32, &str, String)> {
    let findings = linted.findings.iter();
    findings
        .map(|f| (f.line, f.rule.id, f.message.to_string()))
        .collect()
}

#[test]
fn positions_are_in_the_file_and_line_ends_change_nothing() {
    let all = Options {
        all: true,
        ..Options::default()
    };
    for (name, text) in policies() {
        let lf = lint::lint("policy", text.as_bytes(), &all);
        for f in &lf.findings {
            let line = text.lines().nth(f.line as usize - 1).unwrap();
            assert_eq!(f.source, Some(Excerpt::new(line, f.column)), "{name}");
            let column = f.column as usize;
            assert!((1..=line.chars().count() + 1).contains(&column), "{name}");
            for said in [&f.message, &f.help] {
                assert!(!said.to_string().ends_with('.'), "{name}");
            }
        }
        let places: Vec<_> = lf.findings.iter().map(|f| (f.line, f.column)).collect();
        assert!(places.is_sorted(), "{name}");
        let crlf = lint::lint("policy", text.replace('\n', "\r\n").as_bytes(), &all);
        assert_eq!(key(&lf), key(&crlf), "{name}");
    }
}

#[test]
fn what_is_no_policy_gives_findings_and_no_crash() {
    for bytes in [
        &b""[..],
        b"\xff\xfe",
        b"- a\n- b\n",
        b"RemoteDomains: [",
        b"RemoteDomains:\n  - &a [*a]\n",
        b"RemoteDomains: {}\n# rdsim: allow\n",
        b"\xef\xbb\xbf# rdsim:",
    ] {
        let linted = lint::lint("policy", bytes, &Options::default());
        assert!(!linted.findings.is_empty(), "{bytes:?}");
    }
}

#[test]
fn with_a_profile_its_findings_are_errors_and_no_others() {
    for (name, text) in policies() {
        if rdsim::policy::read::read("policy", text.as_bytes()).is_err() {
            continue;
        }
        for &profile in Profile::ALL {
            let options = Options {
                profiles: vec![profile],
                ..Options::default()
            };
            for f in lint::lint("policy", text.as_bytes(), &options).findings {
                let required = lint::profile::of(f.rule).any(|r| r.profile == profile);
                assert_eq!(
                    f.severity == Severity::Error,
                    required,
                    "{name}: {}",
                    f.rule.id
                );
            }
        }
    }
    let text = std::fs::read_to_string(root().join("policies/default.yaml")).unwrap();
    let plain = lint::lint("policy", text.as_bytes(), &Options::default());
    assert!(plain.findings.iter().all(|f| f.severity < Severity::Error));
}

#[test]
fn a_comment_above_an_entry_is_for_the_entry_and_at_a_line_for_the_line() {
    let policy = |above: &str, beside: &str| {
        format!(
            "RemoteDomains:\n  - DomainName: \"*\"\n    AutoForwardEnabled: false\n{above}  - Name: F\n    DomainName: fabrikam.com\n    AutoForwardEnabled: true{beside}\n  - DomainName: b.example\n    AutoForwardEnabled: true\n"
        )
    };
    let rule = lint::rule("partner-forwards").unwrap();
    let suppressed = |text: &str| -> Vec<bool> {
        let linted = lint::lint("policy", text.as_bytes(), &only(rule));
        let findings = linted.findings.iter();
        findings.map(|f| f.suppressed.is_some()).collect()
    };
    let comment = "# rdsim: allow partner-forwards: contract";
    assert_eq!(suppressed(&policy("", "")), [false, false]);
    assert_eq!(
        suppressed(&policy(&format!("  {comment}\n"), "")),
        [true, false]
    );
    let two = format!("  {comment}\n\n  # a word\n");
    assert_eq!(suppressed(&policy(&two, "")), [true, false]);
    assert_eq!(
        suppressed(&policy("", &format!(" {comment}"))),
        [true, false]
    );
    let below = format!("\n    {comment}");
    assert_eq!(suppressed(&policy("", &below)), [false, true]);
    assert_eq!(
        suppressed(&policy("", " # rdsim: allow partner-forwards")),
        [false, false]
    );
    let quoted = policy("", "").replace("Name: F", &format!("Name: \"F {comment}\""));
    assert_eq!(suppressed(&quoted), [false, false]);
}
