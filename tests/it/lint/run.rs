//! Runs `rdsim lint` with its environment scrubbed, in every format.

use crate::program::{root, run};
use rdsim::lint::{self, RULES};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Output;

fn json(o: &Output) -> Value {
    serde_json::from_slice(&o.stdout).unwrap()
}

const BOTH: [&str; 2] = ["policies/contoso.yaml", "policies/partner-trap.yaml"];

/// A policy with a finding that is allowed, one that is not, and a broken one.
fn folder() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let allowed = folder.path().join("a b.yaml");
    let broken = folder.path().join("broken.yaml");
    std::fs::write(
        &allowed,
        "RemoteDomains:\n  - DomainName: \"*\"\n    NDREnabled: false # rdsim: allow default-drops-ndr: the gateway, 100% of it\n    TNEFEnabled: true\n",
    )
    .unwrap();
    std::fs::write(&broken, b"RemoteDomains:\n  - DomainName: \xff\n").unwrap();
    (folder, allowed, broken)
}

fn sarif_schema() -> jsonschema::Validator {
    let schema = std::fs::read(root().join("tests/schemas/sarif-schema-2.1.0.json")).unwrap();
    let mut schema: Value = serde_json::from_slice(&schema).unwrap();
    // The official pattern for a language has a stray `]`, which strict readers of regular
    // expressions refuse. No language is written here.
    for object in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][object]["properties"]["language"];
        let language = language.as_object_mut().unwrap();
        assert!(language.remove("pattern").is_some());
    }
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn sarif_is_valid_and_every_result_has_its_rule_and_place() {
    let validator = sarif_schema();
    let (_folder, allowed, broken) = folder();
    let (allowed, broken) = (allowed.to_str().unwrap(), broken.to_str().unwrap());
    let args = [
        &["lint", "--all", "--format", "sarif"],
        &BOTH[..],
        &[allowed, broken],
    ]
    .concat();
    let o = run(&args);
    assert_eq!(o.status.code(), Some(1));
    let log = json(&o);
    let wrong: Vec<String> = validator
        .iter_errors(&log)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), RULES.len());
    let results = run["results"].as_array().unwrap();
    let mut uris = BTreeSet::new();
    let mut suppressed = BTreeSet::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        uris.insert(
            place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(place["region"]["startColumn"].as_u64().unwrap() >= 1);
        for suppression in result["suppressions"].as_array().unwrap() {
            assert_eq!(suppression["kind"], "inSource");
            suppressed.insert(suppression["justification"].as_str().unwrap());
        }
    }
    let reasons = [
        "spam that forges our addresses would answer strangers",
        "the gateway, 100% of it",
    ];
    assert_eq!(suppressed, BTreeSet::from(reasons));
    assert!(BOTH.iter().all(|p| uris.contains(*p)), "{uris:?}");
    assert!(uris.iter().any(|u| u.ends_with("/a%20b.yaml")), "{uris:?}");
    assert!(results.iter().any(|r| r["ruleId"] == "policy-problem"));
}

#[test]
fn an_invalid_log_does_not_pass_the_schema() {
    let validator = sarif_schema();
    let mut log = json(&run(&["lint", "--format", "sarif", BOTH[1]]));
    assert!(validator.is_valid(&log));
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] =
        0.into();
    assert!(!validator.is_valid(&log));
}

#[test]
fn json_has_its_shape_and_its_counts_add_up() {
    let (_folder, allowed, broken) = folder();
    let (allowed, broken) = (allowed.to_str().unwrap(), broken.to_str().unwrap());
    let args = [
        "lint",
        "--format",
        "json",
        "--profile",
        "scuba",
        BOTH[0],
        allowed,
        broken,
    ];
    let o = run(&args);
    assert_eq!(o.status.code(), Some(1));
    let report = json(&o);
    assert_eq!(report["version"], 1);
    assert_eq!(report["profiles"], serde_json::json!(["scuba"]));
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for policy in report["policies"].as_array().unwrap() {
        for finding in policy["findings"].as_array().unwrap() {
            assert!(lint::rule(finding["rule"].as_str().unwrap()).is_some());
            let kind = match finding["severity"].as_str().unwrap() {
                _ if finding["suppressed"].is_object() => "suppressed",
                "error" => "errors",
                "warning" => "warnings",
                "note" => "notes",
                other => panic!("{other}"),
            };
            *counts.entry(kind).or_default() += 1;
        }
    }
    let summary = &report["summary"];
    assert_eq!(summary["policies"], 3);
    for kind in ["errors", "warnings", "notes", "suppressed"] {
        assert_eq!(summary[kind], counts[kind], "{kind}");
    }
}

#[test]
fn github_annotations_are_one_line_each_and_leave_out_what_is_allowed() {
    let (_folder, allowed, _) = folder();
    let o = run(&["lint", "--format", "github", allowed.to_str().unwrap()]);
    let text = String::from_utf8(o.stdout).unwrap();
    assert!(text.lines().all(|l| l.starts_with("::")), "{text}");
    assert!(
        text.contains(",line=4,col=5,title=tnef-to-everyone::"),
        "{text}"
    );
    assert!(!text.contains("default-drops-ndr"), "{text}");
}

#[test]
fn exit_codes_follow_fail_on_and_profile() {
    for (args, code) in [
        (&["policies/default.yaml"][..], 0),
        (&["--fail-on", "note", "policies/default.yaml"], 1),
        (&["policies/partner-trap.yaml"], 1),
        (&["--fail-on", "error", "policies/partner-trap.yaml"], 0),
        (&["--profile", "scuba", "policies/partner-trap.yaml"], 1),
        (&["--profile", "cis", "policies/default.yaml"], 1),
        (&["--profile", "scuba", "policies/closed.yaml"], 0),
        (&["--profile", "cis", "policies/closed.yaml"], 0),
        (&["--select", "utf-7", "policies/open.yaml"], 0),
        (&["policies/default.yaml", "policies/open.yaml"], 1),
        (&["no.yaml", "policies/open.yaml"], 2),
        (&["--select", "no-such-rule", "policies/open.yaml"], 2),
        (&["--ignore", "no-such-rule", "policies/open.yaml"], 2),
    ] {
        let o = run(&[&["lint"], args].concat());
        assert_eq!(o.status.code(), Some(code), "{args:?}");
        assert_eq!(o.stdout.is_empty(), code == 2, "{args:?}");
    }
}

/// The rules of the findings that are shown of a policy.
fn shown(policy: &str, args: &[&str]) -> Vec<String> {
    let o = run(&[&["lint", "--format", "json", policy], args].concat());
    let report: Value = serde_json::from_slice(&o.stdout).unwrap();
    let findings = report["policies"][0]["findings"].as_array().unwrap().iter();
    let mut rules: Vec<String> = findings
        .map(|f| f["rule"].as_str().unwrap().to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    rules
}

#[test]
fn rules_are_selected_by_name_or_by_what_names_begin_with() {
    let of = |args: &[&str]| shown("policies/contoso.yaml", args);
    let all = of(&[]);
    assert!(all.len() == 5 && all.contains(&"partner-forwards".to_owned()));
    assert_eq!(
        of(&["--select", "partner"]),
        ["partner-forwards", "partner-reopens"]
    );
    let two = ["--select", "partner-reopens,forwards", "--select", "utf-7"];
    assert_eq!(of(&two), ["forwards-rejected", "partner-reopens"]);
    assert_eq!(
        of(&["--ignore", "partner,default-drops-ndr"]),
        ["forwards-rejected", "outbound-forwards"]
    );
    // A pedantic rule is shown where it is selected.
    assert_eq!(of(&["--select", "restates-default"]), ["restates-default"]);
    // What is named more exactly counts, and in doubt nothing is shown.
    let named = ["--select", "partner-reopens", "--ignore", "partner"];
    assert_eq!(of(&named), ["partner-reopens"]);
    let left = ["--select", "partner", "--ignore", "partner-reopens"];
    assert_eq!(of(&left), ["partner-forwards"]);
    assert!(of(&["--select", "partner", "--ignore", "partner"]).is_empty());
    // Whole words begin a name.
    for word in ["partner-", "part", "Partner", "", "*"] {
        let o = run(&["lint", "policies/contoso.yaml", "--select", word]);
        assert_eq!(o.status.code(), Some(2), "{word}");
    }
    let o = run(&[
        "lint",
        "policies/contoso.yaml",
        "--select",
        "partner-forward",
    ]);
    let told = String::from_utf8(o.stderr).unwrap();
    assert!(told.contains("did you mean `partner-forwards`?"), "{told}");
}

#[test]
fn an_error_of_reading_is_shown_whatever_is_selected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.yaml");
    std::fs::write(&path, "AcceptedDomains: [contoso.com\n").unwrap();
    let path = path.to_str().unwrap();
    for args in [&["--select", "utf-7"][..], &["--ignore", "policy-problem"]] {
        assert_eq!(shown(path, args), ["policy-problem"]);
        let o = run(&[&["lint", path], args].concat());
        assert_eq!(o.status.code(), Some(1));
    }
}
