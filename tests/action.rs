//! Runs the script of the GitHub action in a repository of its own, with a `gh` that notes what
//! it is asked, and checks the files that GitHub and pre-commit read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A stub: it writes its arguments and the body it is given, and lists one comment if there is
/// a file that says so.
const GH: &str = r#"#!/usr/bin/env bash
echo "$*" >> "$STUB/calls"
for arg in "$@"; do
  case $arg in body=@*) cp "${arg#body=@}" "$STUB/body" ;; esac
done
case "$*" in *--jq*) cat "$STUB/comments" 2>/dev/null || true ;; esac
"#;

struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    /// A repository in which the policy was committed, and then changed to `policy`.
    fn changed_to(policy: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = Self { folder };
        for name in ["work/policies", "temp", "bin", "stub"] {
            std::fs::create_dir_all(repository.path(name)).unwrap();
        }
        let before = std::fs::read_to_string(format!("{ROOT}/policies/partner-trap-before.yaml"));
        std::fs::write(repository.path("work/policies/a b.yaml"), before.unwrap()).unwrap();
        let gh = repository.path("bin/gh");
        std::fs::write(&gh, GH).unwrap();
        std::fs::set_permissions(&gh, std::fs::Permissions::from_mode(0o755)).unwrap();
        for args in [
            &["init", "--quiet"][..],
            &["add", "."],
            &[
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@contoso.com",
                "commit",
                "--quiet",
                "--message=policy",
            ],
        ] {
            let mut git = Command::new("git");
            let work = repository.path("work");
            assert!(git.args(args).current_dir(work).status().unwrap().success());
        }
        let text = std::fs::read_to_string(format!("{ROOT}/policies/{policy}")).unwrap();
        std::fs::write(repository.path("work/policies/a b.yaml"), text).unwrap();
        repository
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, fail_on: &str) -> Output {
        let bin = self.path("bin");
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        Command::new("bash")
            .arg(Path::new(ROOT).join(".github/action.sh"))
            .current_dir(self.path("work"))
            .env_clear()
            .env("PATH", path)
            .env("STUB", self.path("stub"))
            .env("RUNNER_TEMP", self.path("temp"))
            .env("GITHUB_STEP_SUMMARY", self.path("temp/summary.md"))
            .env("GITHUB_REPOSITORY", "contoso/policy")
            .env("GITHUB_REF", "refs/pull/7/merge")
            .env("RDSIM_POLICY", "policies/a b.yaml")
            .env("RDSIM_BASE", "HEAD")
            .env("RDSIM_FAIL_ON", fail_on)
            .env("RDSIM_BINARY", env!("CARGO_BIN_EXE_rdsim"))
            .output()
            .unwrap()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    fn expect(&self, outcome: &str) {
        let text = format!(
            "Policy: policies/a b.yaml\nCases:\n  - {{Name: one, Kind: ndr, From: alice@contoso.com, To: bob@fabrikam.com, Expect: {{Outcome: {outcome}}}}}\n"
        );
        std::fs::write(self.path("work/one.rdsim.yaml"), text).unwrap();
    }
}

#[test]
fn a_change_is_tested_linted_and_told_in_one_comment() {
    let r = Repository::changed_to("partner-trap.yaml");
    r.expect("leaves");
    let o = r.run("error");
    let printed = String::from_utf8_lossy(&o.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&o.stderr).into_owned();
    assert_eq!(o.status.code(), Some(0), "{printed}{wrong}");
    assert!(
        printed.contains("::warning file=policies/a b.yaml"),
        "{printed}"
    );
    let sarif: Value = serde_json::from_str(&r.read("work/rdsim.sarif")).unwrap();
    assert!(!sarif["runs"][0]["results"].as_array().unwrap().is_empty());
    let body = r.read("stub/body");
    assert!(
        body.starts_with("<!-- rdsim: what changes -->\n### Mail flow"),
        "{body}"
    );
    assert!(
        body.contains("RESOLVER.MSGTYPE.AF") && body.contains("before/a b.yaml:12"),
        "{body}"
    );
    assert!(r.read("temp/summary.md").contains("RESOLVER.MSGTYPE.AF"));
    let calls = r.read("stub/calls");
    let post = "--method POST repos/contoso/policy/issues/7/comments";
    assert!(calls.contains(post), "{calls}");
    // The next run writes the same comment anew.
    std::fs::write(r.path("stub/comments"), "41\n42\n").unwrap();
    assert_eq!(r.run("error").status.code(), Some(0));
    let calls = r.read("stub/calls");
    let patch = "--method PATCH repos/contoso/policy/issues/comments/41 ";
    assert!(
        calls.contains(patch) && calls.matches(post).count() == 1,
        "{calls}"
    );
}

#[test]
fn a_failed_case_a_finding_and_a_broken_policy_fail_the_job() {
    let r = Repository::changed_to("partner-trap.yaml");
    r.expect("dropped");
    let o = r.run("error");
    assert_eq!(o.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&o.stdout).contains("::error file="));
    r.expect("leaves");
    assert_eq!(r.run("warning").status.code(), Some(1));
    assert!(
        r.read("stub/body").contains("RESOLVER.MSGTYPE.AF"),
        "it is told all the same"
    );
    std::fs::write(r.path("work/policies/a b.yaml"), "RemoteDomains: [").unwrap();
    assert_eq!(r.run("error").status.code(), Some(2));
}

/// A YAML file as JSON.
fn yaml(name: &str) -> Value {
    let text = std::fs::read_to_string(format!("{ROOT}/{name}")).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

#[test]
fn the_action_passes_inputs_only_in_the_environment_and_declares_them() {
    let action = yaml("action.yml");
    let text = std::fs::read_to_string(format!("{ROOT}/action.yml")).unwrap();
    let declared = action["inputs"].as_object().unwrap();
    let used: Vec<&str> = text
        .split("inputs.")
        .skip(1)
        .map(|t| {
            t.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .next()
                .unwrap()
        })
        .collect();
    assert!(used.len() >= declared.len(), "{used:?}");
    for name in &used {
        assert!(declared.contains_key(*name), "{name}");
    }
    for name in declared.keys() {
        assert!(used.contains(&name.as_str()), "{name} is used");
    }
    let script = std::fs::read_to_string(format!("{ROOT}/.github/action.sh")).unwrap();
    for step in action["runs"]["steps"].as_array().unwrap() {
        if let Some(run) = step["run"].as_str() {
            assert!(!run.contains("${{"), "{run}");
            assert_eq!(step["shell"], "bash");
        }
        for name in step["env"].as_object().into_iter().flat_map(|e| e.keys()) {
            assert!(script.contains(name) || name == "GH_TOKEN", "{name}");
        }
    }
}

#[test]
fn the_hooks_call_verbs_that_there_are() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().unwrap();
    assert!(hooks.len() >= 2);
    for hook in hooks {
        let entry = hook["entry"].as_str().unwrap();
        let args: Vec<&str> = entry.split(' ').skip(1).chain(["--help"]).collect();
        let o = Command::new(env!("CARGO_BIN_EXE_rdsim"))
            .args(args)
            .output();
        assert!(o.unwrap().status.success(), "{entry}");
    }
}
