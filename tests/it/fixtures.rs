//! Judges every fixture: its kind, LF, CRLF and CR alike, under every policy.
//!
//! `RDSIM_BLESS=1 cargo test --test it fixtures::` adds the settings that the default policy lacks.

use crate::given::{files, policies, policy_in, with_line_ends};
use crate::program::root;
use rdsim::evaluate::{self, Judged, Overrides};
use rdsim::explain;
use rdsim::i18n::Language;
use rdsim::mail::walk::shown;
use rdsim::policy::{PARAMETERS, edit};
use rdsim::report::{human, json};
use std::path::PathBuf;

/// The messages among the fixtures, each with its place.
fn messages() -> Vec<(String, PathBuf)> {
    let fixtures = root().join("fixtures");
    let messages = files("fixtures", ".eml").into_iter();
    let mut messages: Vec<_> = messages
        .map(|path| {
            let place = path.strip_prefix(&fixtures).unwrap();
            (shown(place).into_owned(), path)
        })
        .collect();
    messages.sort();
    messages
}

fn kinds(judged: &Judged<'_>) -> String {
    match &judged.result {
        Ok(j) => j
            .class
            .kinds
            .iter()
            .map(|k| k.token())
            .collect::<Vec<_>>()
            .join("|"),
        Err(_) => "unreadable".into(),
    }
}

#[test]
fn a_fixture_is_of_the_kind_that_its_folder_or_the_readme_names() {
    let readme = std::fs::read_to_string(root().join("fixtures/README.md")).unwrap();
    let default = policy_in("policies/default.yaml");
    let all = messages();
    assert!(all.len() >= 40);
    for (name, path) in all {
        let line = readme
            .lines()
            .find(|l| l.contains(&format!("`{name}`")))
            .unwrap_or_else(|| panic!("{name} has no line in fixtures/README.md"));
        let folder = name.split('/').next().unwrap();
        let expected = if ["awkward", "incoming"].contains(&folder) {
            line.split("(kind: ")
                .nth(1)
                .unwrap()
                .split(')')
                .next()
                .unwrap()
        } else {
            folder
        };
        let judged = evaluate::judge(
            &default,
            &name,
            &std::fs::read(path).unwrap(),
            &Overrides::default(),
        );
        assert_eq!(kinds(&judged), expected, "{name}");
        if let Ok(j) = &judged.result {
            assert!(
                j.class.evidence.iter().all(|e| e.line >= 1),
                "{name}: evidence has its line"
            );
        }
    }
}

#[test]
fn lf_crlf_and_cr_alone_agree() {
    for policy_path in policies() {
        let policy = policy_in(policy_path.to_str().unwrap());
        for (name, path) in messages() {
            let forms = with_line_ends(&std::fs::read(path).unwrap());
            let judged = forms
                .each_ref()
                .map(|m| evaluate::judge(&policy, &name, m, &Overrides::default()));
            let [lf, crlf, cr] = judged.each_ref().map(|judged| {
                let mut out = Vec::new();
                json::message(judged, "p", &mut out).unwrap();
                String::from_utf8(out).unwrap()
            });
            assert_eq!(lf, crlf, "{name}");
            assert_eq!(lf, cr, "{name}");
        }
    }
}

#[test]
fn the_matrix_of_policies_and_fixtures_is_as_recorded() {
    let mut matrix = String::new();
    for policy_path in policies() {
        let policy = policy_in(policy_path.to_str().unwrap());
        let policy_name = policy_path.file_name().unwrap().to_str().unwrap();
        for (name, path) in messages() {
            let judged = evaluate::judge(
                &policy,
                &name,
                &std::fs::read(path).unwrap(),
                &Overrides::default(),
            );
            let Ok(j) = &judged.result else {
                matrix.push_str(&format!("{policy_name} {name}: unreadable\n"));
                continue;
            };
            for v in &j.verdicts {
                // What cannot be told has none.
                let told = v.outcome.response().is_some();
                let responses = v.responses().into_iter().filter(|_| told);
                let response: String = responses.map(|r| format!(" [{}]", r.line())).collect();
                let because: Vec<String> = v
                    .because()
                    .map(|r| human::because(r, "policy", Language::English))
                    .collect();
                let form = v
                    .format
                    .as_ref()
                    .map_or("", |f| f.style.transmission.token());
                matrix.push_str(&format!(
                    "{policy_name} {name} {}: {}{response} {} {form}\n",
                    v.recipient,
                    v.outcome.token(),
                    because.join(", ")
                ));
            }
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("matrix", matrix));
}

/// Add a setting that the default policy lacks, with the first sentence of its page.
fn add_to_default_policy(setting: &str, default: &str) {
    let path = root().join("policies/default.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let line = policy_in("policies/default.yaml").remote_domains[0].line;
    let text = edit::set(&text, "RemoteDomains", line, setting, default).unwrap();
    let topic = explain::find(setting).unwrap()[0];
    let added = format!("    {setting}: {default}\n");
    let comment = format!("    # {}\n", topic.summary(Language::English));
    std::fs::write(path, text.replace(&added, &(comment + &added))).unwrap();
}

#[test]
fn the_default_policy_parses_to_the_defaults() {
    let (bare, _) = rdsim::policy::read::read("p", b"RemoteDomains: [{DomainName: '*'}]").unwrap();
    if std::env::var_os("RDSIM_BLESS").is_some() {
        for parameter in &PARAMETERS {
            let written = policy_in("policies/default.yaml");
            if (parameter.of)(&written.remote_domains[0]).line.is_none() {
                let default = (parameter.of)(&bare.remote_domains[0]).value;
                add_to_default_policy(parameter.name, &default.to_string());
            }
        }
    }
    let written = policy_in("policies/default.yaml");
    for parameter in &PARAMETERS {
        let (a, b) = (
            (parameter.of)(&written.remote_domains[0]),
            (parameter.of)(&bare.remote_domains[0]),
        );
        assert!(a.line.is_some(), "{} is spelled out", parameter.name);
        assert_eq!(a.value, b.value, "{}", parameter.name);
    }
}
