//! Runs the script of the GitHub action in a repository of its own, with a stand-in for `gh`.

use crate::program::{RDSIM, out, root};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// Writes down how it is called and the body it is given, and says that the comment `$GH_ID` is
/// there.
pub const GH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
if [[ -n "${GH_FAILS:-}" ]]; then echo 'HTTP 403' >&2; exit 1; fi
printf '%s\n' "$*" >>"$GH_LOG"
for argument in "$@"; do
  case $argument in
    body=@*) cat -- "${argument#body=@}" >"$GH_BODY" ;;
    */comments?per_page=100) echo "${GH_ID:-}" ;;
  esac
done
"#;

pub const OLD: &str = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: \"*\"\n    AutoForwardEnabled: false\n    MeetingForwardNotificationEnabled: false\n  - DomainName: fabrikam.com\n    AutoForwardEnabled: false\nHostedOutboundSpamFilterPolicies:\n  - AutoForwardingMode: Off\n";

pub const TESTS: &str = "Policy: p.yaml\nCases:\n  - Name: no receipts for partners\n    Kind: delivery-report\n    From: a@contoso.com\n    To: bob@fabrikam.com\n    Expect: {Outcome: leaves}\n";

/// The policy with a change of behaviour that lint finds nothing in.
pub fn changed() -> String {
    let closed = "MeetingForwardNotificationEnabled: false";
    assert!(OLD.contains(closed));
    OLD.replace(closed, "MeetingForwardNotificationEnabled: true")
}

/// A repository with a policy in its first commit, and a place for what the script writes.
pub struct Job {
    pub folder: tempfile::TempDir,
    pub env: Vec<(&'static str, String)>,
}

impl Job {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["bin", "runner", "tmp", "repo/policies"] {
            std::fs::create_dir_all(at(name)).unwrap();
        }
        std::fs::write(at("bin/gh"), GH).unwrap();
        std::fs::set_permissions(at("bin/gh"), PermissionsExt::from_mode(0o755)).unwrap();
        let path = std::env::var("PATH").unwrap();
        let shown = |name: &str| at(name).to_str().unwrap().to_owned();
        let env = vec![
            ("PATH", format!("{}:{path}", shown("bin"))),
            ("HOME", shown("runner")),
            ("GIT_CONFIG_NOSYSTEM", "1".into()),
            ("RUNNER_TEMP", shown("runner")),
            ("TMPDIR", shown("tmp")),
            ("GITHUB_REPOSITORY", "contoso/mail".into()),
            ("GITHUB_STEP_SUMMARY", shown("summary.md")),
            ("GITHUB_OUTPUT", shown("output")),
            ("GH_LOG", shown("gh.log")),
            ("GH_BODY", shown("gh.body")),
            ("RDSIM_BINARY", RDSIM.into()),
            ("RDSIM_POLICY", "policies/p.yaml".into()),
            ("RDSIM_TESTS", "policies".into()),
            ("RDSIM_BASE", "main".into()),
            ("RDSIM_FAIL_ON", "warning".into()),
            ("RDSIM_SARIF", "out/rdsim.sarif".into()),
            ("RDSIM_COMMENT", "true".into()),
            ("RDSIM_PULL_REQUEST", "7".into()),
        ];
        let job = Self { folder, env };
        job.write("policies/p.yaml", OLD);
        job.write("policies/p.rdsim.yaml", TESTS);
        job.git(&["init", "--quiet", "--initial-branch=main"]);
        job.commit();
        job
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.at("repo").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn set(&mut self, name: &'static str, value: &str) {
        self.env.retain(|(n, _)| *n != name);
        self.env.push((name, value.to_owned()));
    }

    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.at("repo"));
        command.envs(self.env.iter().map(|(n, v)| (*n, v)));
        command
    }

    pub fn git(&self, args: &[&str]) -> String {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@contoso.com"];
        let o = self
            .command("git")
            .args(identity)
            .args(args)
            .output()
            .unwrap();
        assert!(o.status.success(), "{args:?}: {o:?}");
        out(&o).trim().to_owned()
    }

    pub fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "Change the policy"]);
    }

    /// The steps of the action: the check without a token, then the comment with it.
    pub fn run(&self) -> Output {
        for name in ["summary.md", "output", "gh.log", "gh.body"] {
            let _ = std::fs::remove_file(self.at(name));
        }
        std::fs::remove_dir_all(self.at("runner")).unwrap();
        std::fs::create_dir(self.at("runner")).unwrap();
        let mut o = self.script("action.sh").output().unwrap();
        let outputs = text(&self.at("output"));
        let output = |name: &str| {
            let mut lines = outputs.lines();
            lines.find_map(|l| l.strip_prefix(&format!("{name}=")).map(str::to_owned))
        };
        let wanted =
            self.value("RDSIM_COMMENT") == "true" && !self.value("RDSIM_PULL_REQUEST").is_empty();
        if let Some(body) = output("comment").filter(|_| wanted) {
            let mut comment = self.script("comment.sh");
            comment.current_dir(self.at("runner"));
            comment.env("RDSIM_BODY", body).env("GH_TOKEN", "sesame");
            comment.env("RDSIM_CHANGED", output("changed").unwrap());
            let c = comment.output().unwrap();
            assert!(c.status.success(), "{c:?}");
            o.stdout.extend(c.stdout);
            o.stderr.extend(c.stderr);
        }
        let left = std::fs::read_dir(self.at("tmp")).unwrap().count();
        assert_eq!(left, 0, "temporary files are left");
        o
    }

    /// A script of the action, with what action.yml gives it.
    pub fn script(&self, name: &str) -> Command {
        let mut command = self.command("bash");
        command.arg(root().join(".github").join(name));
        command
    }

    fn value(&self, name: &str) -> &str {
        let found = self.env.iter().find(|(n, _)| *n == name);
        found.map_or("", |(_, value)| value)
    }

    /// Run, and see how it ends.
    pub fn ends(&self, code: i32) -> String {
        let o = self.run();
        assert_eq!(o.status.code(), Some(code), "{o:?}");
        // The runner takes commands from both streams, but only one of them is guarded.
        assert_eq!(String::from_utf8_lossy(&o.stderr), "");
        out(&o)
    }

    pub fn log(&self) -> String {
        text(&self.at("gh.log"))
    }

    pub fn body(&self) -> String {
        text(&self.at("gh.body"))
    }

    pub fn summary(&self) -> String {
        text(&self.at("summary.md"))
    }

    pub fn sarif(&self) -> Value {
        let path = self.at("repo/out/rdsim.sarif");
        serde_json::from_str(&text(&path)).unwrap()
    }
}

/// What the runner would take for a command in a log: `::` after blanks, and `##[` anywhere.
pub fn commands(log: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut until: Option<String> = None;
    for line in log.lines().map(str::trim_start) {
        match &until {
            Some(token) if line == token => until = None,
            Some(_) => {}
            None => match line.strip_prefix("::stop-commands::") {
                Some(token) => until = Some(format!("::{token}::")),
                None if line.trim_start().starts_with("::") || line.contains("##[") => {
                    found.push(line);
                }
                None => {}
            },
        }
    }
    assert!(until.is_none(), "commands are never taken again: {log}");
    found
}
