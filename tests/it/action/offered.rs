//! Holds action.yml and the pre-commit hooks to what the binary offers.

use super::job::text;
use crate::program::{RDSIM, out, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

fn yaml(name: &str) -> Value {
    yaml_in(&root().join(name))
}

pub fn yaml_in(path: &Path) -> Value {
    serde_yaml::from_str(&text(path)).unwrap()
}

/// The variables that a script takes.
fn taken(script: &str) -> BTreeSet<String> {
    names(&text(&root().join(".github").join(script)), "${RDSIM_")
}

/// The names after `prefix` in a text.
fn names(text: &str, prefix: &str) -> BTreeSet<String> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let found = text.split(prefix).skip(1);
    found
        .map(|rest| rest.split(|c| !part(c)).next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_action_uses_every_input_and_runs_none_of_them() {
    let action = yaml("action.yml");
    let declared: BTreeSet<String> = action["inputs"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let steps = action["runs"]["steps"].as_array().unwrap();
    let written = text(&root().join("action.yml"));
    assert_eq!(names(&written, "inputs."), declared);
    let mut scripts = Vec::new();
    for step in steps {
        assert!(step["name"].is_string());
        let Some(run) = step["run"].as_str() else {
            assert!(step["uses"].as_str().unwrap().contains('@'));
            continue;
        };
        assert_eq!(step["shell"], "bash");
        let script = run
            .split(".github/")
            .nth(1)
            .unwrap()
            .trim_end_matches("\"\n");
        let wanted = format!("set -euo pipefail\nbash \"$GITHUB_ACTION_PATH/.github/{script}\"\n");
        assert_eq!(run, wanted, "an expression would be run");
        let env = step["env"].as_object().unwrap();
        let given = env.keys().filter_map(|k| k.strip_prefix("RDSIM_"));
        assert_eq!(
            taken(script),
            given.map(str::to_owned).collect(),
            "{script}"
        );
        // Only what writes to GitHub has a token, and it is not in the checkout.
        let others: Vec<&String> = env.keys().filter(|k| !k.starts_with("RDSIM_")).collect();
        if script == "comment.sh" {
            assert_eq!(others, ["GH_TOKEN"]);
            assert_eq!(step["working-directory"], "${{ runner.temp }}");
        } else {
            assert_eq!(others, [""; 0]);
        }
        let code = text(&root().join(".github").join(script));
        assert!(
            code.contains("\nset -euo pipefail\n")
                && !code.contains("${{")
                && !code.contains("eval")
        );
        scripts.push(script.to_owned());
    }
    assert_eq!(scripts, ["install.sh", "action.sh", "comment.sh"]);
    let outputs = names(&written, "steps.check.outputs.");
    let script = text(&root().join(".github/action.sh"));
    assert_eq!(outputs.len(), 3);
    for output in outputs {
        assert!(script.contains(&format!("{output}=%s\\n")), "{output}");
    }
}

#[test]
fn every_action_is_pinned_to_one_commit() {
    let mut pins = std::collections::BTreeMap::new();
    let workflows = crate::given::files(".github/workflows", ".yml");
    let templates = crate::given::files("src/cli/init", ".yml");
    let action = root().join("action.yml");
    for file in workflows.iter().chain(&templates).chain([&action]) {
        let text = text(file);
        let used = text.lines().filter_map(|l| l.split_once("uses: "));
        for (_, used) in used.filter(|(_, u)| !u.starts_with("{repository}")) {
            let (name, pin) = used.split_once('@').unwrap();
            let (commit, tag) = pin.split_once(" # v").expect(used);
            assert!(
                commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()),
                "{used}"
            );
            assert!(tag.split('.').all(|n| n.parse::<u32>().is_ok()), "{used}");
            let first = pins.entry(name.to_owned()).or_insert(pin.to_owned());
            assert_eq!(first, pin, "{name}");
        }
    }
    assert!(pins.len() >= 7, "{pins:?}");
}

/// Whether a verb takes an option with a value (if it has one).
fn takes(verb: &str, option: &str, value: Option<&str>) -> bool {
    let o = Command::new(RDSIM)
        .env_clear()
        .args([verb, "--help"])
        .output()
        .unwrap();
    let help = out(&o);
    let Some(at) = help
        .lines()
        .position(|l| l.split([' ', ',']).any(|w| w == option))
    else {
        return false;
    };
    let is_next =
        |l: &&str| !l.trim_start().starts_with("--") && !l.trim_start().starts_with("-h,");
    let own: Vec<&str> = help.lines().skip(at + 1).take_while(is_next).collect();
    value.is_none_or(|v| {
        own.iter()
            .any(|l| l.trim_start().starts_with(&format!("- {v}:")))
    })
}

#[test]
fn every_verb_and_option_that_is_used_is_there() {
    assert!(takes("lint", "--format", Some("sarif")) && !takes("lint", "--format", Some("tap")));
    assert!(!takes("lint", "--bless", None) && !takes("lend", "--format", None));
    let script = text(&root().join(".github/action.sh"));
    let mut used = BTreeSet::new();
    for line in script.lines().map(str::trim) {
        let Some(call) = line.strip_prefix("run ") else {
            continue;
        };
        let words: Vec<&str> = call.split(' ').collect();
        let verb = words[1];
        used.insert(verb.to_owned());
        for (at, word) in words
            .iter()
            .enumerate()
            .filter(|(_, w)| w.starts_with("--"))
        {
            let value = words
                .get(at + 1)
                .filter(|v| v.chars().all(|c| c.is_ascii_alphabetic()));
            let value = value
                .copied()
                .filter(|_| ["--format", "--color"].contains(word));
            assert!(takes(verb, word, value), "{line}");
        }
    }
    let hooks = yaml(".pre-commit-hooks.yaml");
    let mut ids = BTreeSet::new();
    for hook in hooks.as_array().unwrap() {
        let words: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        let [program, verb] = words[..] else {
            panic!("{words:?}");
        };
        assert_eq!(program, "rdsim");
        used.insert(verb.to_owned());
        let id = hook["id"].as_str().unwrap();
        let language = match id.strip_suffix("-system") {
            Some(_) => "system",
            None => "rust",
        };
        assert_eq!(hook["language"], language);
        assert!(id.starts_with(&format!("rdsim-{verb}")) && ids.insert(id));
        assert!(hook["name"].is_string() && hook["files"].is_string());
    }
    assert_eq!(ids.len(), 4);
    assert_eq!(used.iter().collect::<Vec<_>>(), ["diff", "lint", "test"]);
    for verb in used {
        let o = Command::new(RDSIM)
            .env_clear()
            .args([&verb, "--help"])
            .output()
            .unwrap();
        assert!(o.status.success(), "{verb}");
    }
}
