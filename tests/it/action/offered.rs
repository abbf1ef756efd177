//! Holds action.yml and the pre-commit hooks to what the binary offers.

use super::job::text;
use crate::program::{RDSIM, out, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

fn yaml(name: &str) -> Value {
    serde_yaml::from_str(&text(&root().join(name))).unwrap()
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
    let script = text(&root().join(".github/action.sh"));
    let mut given = BTreeSet::new();
    for step in steps {
        assert!(step["name"].is_string());
        let Some(run) = step["run"].as_str() else {
            assert!(step["uses"].as_str().unwrap().contains('@'));
            continue;
        };
        assert_eq!(step["shell"], "bash");
        assert!(!run.contains("${{"), "an expression would be run: {run}");
        assert!(run.starts_with("set -euo pipefail\n"), "{run}");
        if run.contains("action.sh") {
            let env = step["env"].as_object().unwrap();
            given.extend(
                env.keys()
                    .filter_map(|k| k.strip_prefix("RDSIM_"))
                    .map(str::to_owned),
            );
        }
    }
    assert_eq!(names(&script, "${RDSIM_"), given);
    assert!(
        script.contains("\nset -euo pipefail\n")
            && !script.contains("${{")
            && !script.contains("eval")
    );
    let outputs = names(&written, "steps.check.outputs.");
    assert_eq!(outputs, BTreeSet::from(["sarif".to_owned()]));
    assert!(script.contains("'sarif=%s\\n'"));
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
    assert!(!takes("lint", "--quiet", None) && !takes("lend", "--format", None));
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
