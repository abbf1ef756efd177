//! Holds the list of dependencies that were looked at to the lock files and to the sources.

use crate::program::root;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::process::Command;

const LIST: &str = include_str!("../supply_chain.tsv");
const HELP: &str = "help: look at the crate's source, then set its line in tests/supply_chain.tsv";

/// What a machine can find about a crate: `unsafe`, a build script, a macro.
fn facts(package: &Value) -> String {
    let root = Path::new(package["manifest_path"].as_str().unwrap())
        .parent()
        .unwrap();
    let has = |kind: &str| {
        let targets = package["targets"].as_array().unwrap().iter();
        targets
            .flat_map(|t| t["kind"].as_array().unwrap())
            .any(|k| k == kind)
    };
    let mut found = Vec::new();
    if walkdir::WalkDir::new(root.join("src"))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.path().extension().is_some_and(|x| x == "rs"))
        .any(|e| has_unsafe(&String::from_utf8_lossy(&std::fs::read(e.path()).unwrap())))
    {
        found.push("unsafe");
    }
    if has("custom-build") {
        found.push("build");
    }
    if has("proc-macro") {
        found.push("macro");
    }
    if found.is_empty() {
        "-".to_owned()
    } else {
        found.join(",")
    }
}

/// Whether a line outside a comment has `unsafe` before a block, function, impl, trait or extern.
fn has_unsafe(text: &str) -> bool {
    text.lines().any(|line| {
        let code = line.split("//").next().unwrap_or_default();
        code.match_indices("unsafe").any(|(at, word)| {
            let before = code[..at].chars().next_back();
            let after = code[at + word.len()..].trim_start();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                && ["{", "fn ", "impl", "extern ", "trait "]
                    .iter()
                    .any(|next| after.starts_with(next))
        })
    })
}

/// Every normal and build dependency of a workspace, with its facts; nothing where its sources
/// are not on this machine.
fn dependencies(manifest: &str) -> Option<BTreeMap<String, String>> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .args(["--manifest-path", manifest])
        .current_dir(root())
        .output()
        .unwrap();
    if !out.status.success() {
        return None;
    }
    let data: Value = serde_json::from_slice(&out.stdout).unwrap();
    let by_id = |list: &'static str, from: &Value| -> BTreeMap<String, Value> {
        let rows = from[list].as_array().unwrap().iter();
        rows.map(|p| (p["id"].as_str().unwrap().to_owned(), p.clone()))
            .collect()
    };
    let packages = by_id("packages", &data);
    let nodes = by_id("nodes", &data["resolve"]);
    let mut queue: VecDeque<&str> = data["workspace_members"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = queue.pop_front() {
        if !seen.insert(id) {
            continue;
        }
        for dep in nodes[id]["deps"].as_array().unwrap() {
            let kinds = dep["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|k| k["kind"] != "dev") {
                queue.push_back(dep["pkg"].as_str().unwrap());
            }
        }
    }
    let outside = seen.iter().map(|id| &packages[*id]);
    Some(
        outside
            .filter(|p| !p["source"].is_null())
            .map(|p| {
                let name = p["name"].as_str().unwrap();
                let version = p["version"].as_str().unwrap();
                (format!("{name} {version}"), facts(p))
            })
            .collect(),
    )
}

fn listed(part: &str) -> BTreeMap<String, String> {
    LIST.lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| l.split('\t').collect::<Vec<_>>())
        .inspect(|c| assert_eq!(c.len(), 7, "seven columns: {c:?}"))
        .filter(|c| c[2].split(',').any(|p| p == part))
        .map(|c| (format!("{} {}", c[0], c[1]), c[3].to_owned()))
        .collect()
}

fn hold(part: &str, found: &BTreeMap<String, String>) {
    let list = listed(part);
    let mut problems = Vec::new();
    for (name, facts) in found {
        match list.get(name) {
            None => problems.push(format!("`{name}` is not in the list of the {part}")),
            Some(said) if said != facts => {
                problems.push(format!("`{name}` is listed as `{said}` but has `{facts}`"));
            }
            Some(_) => {}
        }
    }
    let gone = list.keys().filter(|name| !found.contains_key(*name));
    problems.extend(gone.map(|name| format!("`{name}` is listed for the {part} but gone")));
    assert!(problems.is_empty(), "{}\n{HELP}", problems.join("\n"));
}

/// Hold the list to the sources, which `.ci/run` fetches for every platform, or where they are not
/// at hand to the lock file, which always is.
fn check(part: &str, manifest: &str, lock: &str) {
    if let Some(found) = dependencies(manifest) {
        return hold(part, &found);
    }
    let lock = lock.replace("\r\n", "\n");
    for name in listed(part).keys() {
        let (name, version) = name.split_once(' ').unwrap();
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&entry), "`{name} {version}` is gone\n{HELP}");
    }
}

#[test]
fn the_binary_has_the_dependencies_that_are_listed() {
    check("binary", "Cargo.toml", include_str!("../../Cargo.lock"));
}

#[test]
fn the_page_has_the_dependencies_that_are_listed() {
    let lock = include_str!("../../web/Cargo.lock");
    check("page", "web/Cargo.toml", lock);
}
