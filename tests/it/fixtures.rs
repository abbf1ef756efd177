//! Judges every fixture: its kind, LF and CRLF alike, under every policy.

use rdsim::evaluate::{self, Judged, Overrides};
use rdsim::i18n::Language;
use rdsim::policy::PARAMETERS;
use rdsim::policy::Policy;
use rdsim::report::{human, json};
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(under: &str, extension: &str) -> Vec<(String, PathBuf)> {
    let mut out: Vec<(String, PathBuf)> = Vec::new();
    let mut folders = vec![root().join(under)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension)
                // Expectation files stand beside the policies.
                && !path.to_string_lossy().ends_with(rdsim::expectations::EXTENSION)
            {
                out.push((
                    path.strip_prefix(root().join(under))
                        .unwrap()
                        .display()
                        .to_string(),
                    path,
                ));
            }
        }
    }
    out.sort();
    out
}

fn policy(path: &Path) -> Policy {
    rdsim::policy::read::read("policy", &std::fs::read(path).unwrap())
        .unwrap_or_else(|p| panic!("{}: {}", path.display(), p[0]))
        .0
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
    let default = policy(&root().join("policies/default.yaml"));
    let all = files("fixtures", "eml");
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
fn lf_and_crlf_agree() {
    for (_, policy_path) in files("policies", "yaml") {
        let policy = policy(&policy_path);
        for (name, path) in files("fixtures", "eml") {
            let lf = std::fs::read(path).unwrap();
            let crlf: Vec<u8> = lf
                .iter()
                .flat_map(|b| {
                    if *b == b'\n' {
                        vec![b'\r', b'\n']
                    } else {
                        vec![*b]
                    }
                })
                .collect();
            let written = |bytes: &[u8]| {
                let judged = evaluate::judge(&policy, &name, bytes, &Overrides::default());
                let mut out = Vec::new();
                json::message(&judged, "p", &mut out).unwrap();
                String::from_utf8(out).unwrap()
            };
            assert_eq!(written(&lf), written(&crlf), "{name}");
        }
    }
}

#[test]
fn the_matrix_of_policies_and_fixtures_is_as_recorded() {
    let mut matrix = String::new();
    for (policy_name, policy_path) in files("policies", "yaml") {
        let policy = policy(&policy_path);
        for (name, path) in files("fixtures", "eml") {
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
                let response = v
                    .outcome
                    .response()
                    .map_or_else(String::new, |r| format!(" [{}]", r.line()));
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
    let recorded = root().join("tests/snapshots/matrix.txt");
    if std::env::var_os("RDSIM_BLESS").is_some() {
        std::fs::create_dir_all(recorded.parent().unwrap()).unwrap();
        std::fs::write(&recorded, &matrix).unwrap();
    }
    let expected = std::fs::read_to_string(&recorded).unwrap();
    for (line, (actual, expected)) in matrix.lines().zip(expected.lines()).enumerate() {
        assert_eq!(actual, expected, "line {}", line + 1);
    }
    assert_eq!(matrix.len(), expected.len());
}

#[test]
fn the_default_policy_parses_to_the_defaults() {
    let written = policy(&root().join("policies/default.yaml"));
    let (bare, _) = rdsim::policy::read::read("p", b"RemoteDomains: [{DomainName: '*'}]").unwrap();
    for parameter in &PARAMETERS {
        let (a, b) = (
            (parameter.of)(&written.remote_domains[0]),
            (parameter.of)(&bare.remote_domains[0]),
        );
        assert!(a.line.is_some(), "{} is spelled out", parameter.name);
        assert_eq!(a.value, b.value, "{}", parameter.name);
    }
}
