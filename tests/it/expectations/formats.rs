//! The formats of the report, each read back.

use super::{BROKEN, Folder, MIXED, out, run};
use crate::program::ROOT;
use std::path::Path;

#[test]
fn junit_is_valid_by_the_schema() {
    let schema = std::fs::read_to_string(Path::new(ROOT).join("tests/schemas/junit-10.xsd"));
    let schema = schema.unwrap();
    let schema = uppsala::parse(&schema).unwrap();
    let validator = uppsala::XsdValidator::from_schema(&schema).unwrap();
    let errors = |xml: &str| -> Vec<String> {
        let document = uppsala::parse(xml).unwrap();
        let errors = validator.validate(&document);
        errors.iter().map(|e| format!("{e:?}")).collect()
    };
    let folder = Folder::new(&[
        ("a.rdsim.yaml", MIXED),
        ("b.rdsim.yaml", BROKEN),
        (
            "c.rdsim.yaml",
            &MIXED
                .replace("a stranger", "\\e[1m\\u0001 ]]> \\\" é")
                .replace("Name: no NDR to", "Name: \"no NDR to")
                .replace("é\n    Kind: ndr", "é\"\n    Kind: ndr"),
        ),
    ]);
    let o = folder.run(&["--format", "junit"]);
    assert_eq!(o.status.code(), Some(2));
    let xml = out(&o);
    assert_eq!(errors(&xml), Vec::<String>::new(), "{xml}");
    for part in [
        "<testsuites name=\"rdsim test\" tests=\"5\" failures=\"2\" errors=\"1\">",
        "outcome: expected leaves, is dropped",
        "nowhere.yaml",
        "a.rdsim.yaml:3:5",
    ] {
        assert!(xml.contains(part), "{part}\n{xml}");
    }
    let sample = run(Path::new(ROOT), &["--format", "junit", "policies"]);
    assert_eq!(errors(&out(&sample)), Vec::<String>::new());
    // The schema does say no.
    for (from, to) in [
        ("<testsuite name", "<testsuite line=\"3\" name"),
        ("<failure", "<failed/><failure"),
        (" errors=\"0\"", ""),
    ] {
        assert!(xml.contains(from));
        assert!(!errors(&xml.replace(from, to)).is_empty(), "{from} -> {to}");
    }
}

#[test]
fn tap_has_its_plan_and_yaml_diagnostics() {
    let folder = Folder::new(&[("a.rdsim.yaml", MIXED), ("b.rdsim.yaml", BROKEN)]);
    let text = out(&folder.run(&["--format", "tap"]));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "TAP version 14",
            "1..3",
            "not ok 1 - a.rdsim.yaml / no NDR to a stranger"
        ]
    );
    assert!(lines.contains(&"ok 2 - a.rdsim.yaml / mail & <people>, \\#1 \\\\ é"));
    assert!(lines.contains(&"not ok 3 - b.rdsim.yaml"));
    let points = lines
        .iter()
        .filter(|l| l.starts_with("ok ") || l.starts_with("not ok "));
    assert_eq!(points.count(), 3);
    let blocks: Vec<&str> = text.split("\n  ---\n").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    let block = blocks[0].split("\n  ...\n").next().unwrap();
    let yaml: serde_json::Value = serde_yaml::from_str(block).unwrap();
    assert_eq!(yaml["at"]["line"], 3);
    assert_eq!(yaml["severity"], "fail");
    let facts = &yaml["recipients"][0]["facts"];
    assert_eq!(facts["Outcome"]["expected"], "leaves");
    assert_eq!(facts["Outcome"]["actual"], "dropped");
    assert!(facts["LineWrap"]["actual"].is_null());
    let block = blocks[1].split("\n  ...\n").next().unwrap();
    let yaml: serde_json::Value = serde_yaml::from_str(block).unwrap();
    assert!(yaml["problems"].as_array().unwrap().len() >= 2);
}

#[test]
fn github_annotates_failures_and_problems() {
    let folder = Folder::new(&[("a.rdsim.yaml", MIXED), ("b.rdsim.yaml", BROKEN)]);
    let text = out(&folder.run(&["--format", "github"]));
    for line in [
        "::error file=a.rdsim.yaml,line=3,col=5,title=rdsim test%3A no NDR to a stranger::a@example.com: outcome: expected leaves, is dropped; setting: expected TNEFEnabled, is NDREnabled; line wrap: expected 76, is none",
        "::error file=b.rdsim.yaml,line=3,col=5,title=rdsim test::unknown key `Nam` in a case%0Ahelp: did you mean `Name`?",
        "1 passed, 1 failed, 1 file cannot be used",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}\n{text}");
    }
}

#[test]
fn json_has_its_shape_and_its_counts_add_up() {
    let folder = Folder::new(&[("a.rdsim.yaml", MIXED), ("b.rdsim.yaml", BROKEN)]);
    let args = ["--format", "json", "--coverage"];
    let (one, two) = (folder.run(&args), folder.run(&args));
    assert_eq!(one.stdout, two.stdout);
    let json: serde_json::Value = serde_json::from_slice(&one.stdout).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(
        json["summary"],
        serde_json::json!({"files": 2, "broken": 1, "passed": 1, "failed": 1})
    );
    let case = &json["files"][0]["cases"][0];
    assert_eq!(case["passed"], false);
    assert_eq!(case["line"], 3);
    let facts = case["recipients"][0]["facts"].as_array().unwrap();
    let differ = facts.iter().filter(|f| f["holds"] == false);
    let differ: Vec<&str> = differ.map(|f| f["name"].as_str().unwrap()).collect();
    assert_eq!(differ, ["Outcome", "Setting", "LineWrap"]);
    assert_eq!(json["files"][1]["problems"][0]["line"], 1);
    let policy = &json["coverage"]["policies"][0];
    let mut counts = (0, 0);
    for list in ["settings", "remote_domains", "responses"] {
        for item in policy[list].as_array().unwrap() {
            let exercised = item["exercised"].as_bool().unwrap();
            counts.0 += u64::from(exercised);
            counts.1 += u64::from(exercised || item["possible"].as_bool().unwrap());
        }
    }
    assert_eq!(policy["exercised"], counts.0);
    assert_eq!(policy["possible"], counts.1);
    let without = folder.run(&["--format", "json"]);
    let without: serde_json::Value = serde_json::from_slice(&without.stdout).unwrap();
    assert!(without.get("coverage").is_none());
}
