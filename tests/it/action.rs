//! Runs the script of the GitHub action with the real binary, git and a stand-in for `gh`, and
//! holds action.yml and the pre-commit hooks to what the binary offers.

use crate::program::{RDSIM, out, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// Writes down how it is called and the body it is given, and says that the comment `$GH_ID` is
/// there.
const GH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
if [[ -n "${GH_FAILS:-}" ]]; then echo 'HTTP 403' >&2; exit 1; fi
printf '%s\n' "$*" >>"$GH_LOG"
for argument in "$@"; do
  case $argument in
    body=@*) cp -- "${argument#body=@}" "$GH_BODY" ;;
    */comments?per_page=100) echo "${GH_ID:-}" ;;
  esac
done
"#;

const OLD: &str = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: \"*\"\n    AutoForwardEnabled: false\n    MeetingForwardNotificationEnabled: false\n  - DomainName: fabrikam.com\n    AutoForwardEnabled: false\nHostedOutboundSpamFilterPolicies:\n  - AutoForwardingMode: Off\n";

const TESTS: &str = "Policy: p.yaml\nCases:\n  - Name: no receipts for partners\n    Kind: delivery-report\n    From: a@contoso.com\n    To: bob@fabrikam.com\n    Expect: {Outcome: leaves}\n";

/// The policy with a change of behaviour that lint finds nothing in.
fn changed() -> String {
    let closed = "MeetingForwardNotificationEnabled: false";
    assert!(OLD.contains(closed));
    OLD.replace(closed, "MeetingForwardNotificationEnabled: true")
}

/// A repository with a policy in its first commit, and a place for what the script writes.
struct Job {
    folder: tempfile::TempDir,
    env: Vec<(&'static str, String)>,
}

impl Job {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["bin", "runner", "repo/policies"] {
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
            ("TMPDIR", shown("runner")),
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

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.at("repo").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn set(&mut self, name: &'static str, value: &str) {
        self.env.retain(|(n, _)| *n != name);
        self.env.push((name, value.to_owned()));
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.at("repo"));
        command.envs(self.env.iter().map(|(n, v)| (*n, v)));
        command
    }

    fn git(&self, args: &[&str]) -> String {
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

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "Change the policy"]);
    }

    fn run(&self) -> Output {
        for name in ["summary.md", "output", "gh.log", "gh.body"] {
            let _ = std::fs::remove_file(self.at(name));
        }
        let script = root().join(".github/action.sh");
        let o = self.command("bash").arg(script).output().unwrap();
        let left = std::fs::read_dir(self.at("runner")).unwrap().count();
        assert_eq!(left, 0, "temporary files are left");
        o
    }

    /// Run, and see how it ends.
    fn ends(&self, code: i32) -> String {
        let o = self.run();
        assert_eq!(o.status.code(), Some(code), "{o:?}");
        // The runner takes commands from both streams, but only one of them is guarded.
        assert_eq!(String::from_utf8_lossy(&o.stderr), "");
        out(&o)
    }

    fn log(&self) -> String {
        text(&self.at("gh.log"))
    }

    fn body(&self) -> String {
        text(&self.at("gh.body"))
    }

    fn summary(&self) -> String {
        text(&self.at("summary.md"))
    }

    fn sarif(&self) -> Value {
        let path = self.at("repo/out/rdsim.sarif");
        serde_json::from_str(&text(&path)).unwrap()
    }
}

/// What the runner would take for a command in a log.
fn commands(log: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut until: Option<String> = None;
    for line in log.lines().map(str::trim_start) {
        match &until {
            Some(token) if line == token => until = None,
            Some(_) => {}
            None => match line.strip_prefix("::stop-commands::") {
                Some(token) => until = Some(format!("::{token}::")),
                None if line.starts_with("::") => found.push(line),
                None => {}
            },
        }
    }
    assert!(until.is_none(), "commands are never taken again: {log}");
    found
}

#[test]
fn a_change_is_told_in_one_comment_which_is_then_kept() {
    let mut job = Job::new();
    job.git(&["switch", "--quiet", "--create", "change"]);
    job.write("policies/p.yaml", &changed());
    job.commit();
    let log = job.ends(0);
    assert_eq!(commands(&log), [""; 0], "{log}");
    let calls = job.log();
    assert!(
        calls.contains("api --paginate repos/contoso/mail/issues/7/comments?per_page=100 --jq "),
        "{calls}"
    );
    assert!(
        calls.contains("--method POST repos/contoso/mail/issues/7/comments --field body=@"),
        "{calls}"
    );
    let body = job.body();
    let mut lines = body.lines();
    let marker = lines.next().unwrap();
    assert!(
        marker.starts_with("<!-- rdsim diff ") && marker.ends_with(" -->"),
        "{body}"
    );
    assert!(
        calls.contains(marker),
        "the comment is looked for by its marker: {calls}"
    );
    let heading = lines.next().unwrap();
    assert!(
        heading.starts_with("### ")
            && heading.ends_with("from base/policies/p.yaml to policies/p.yaml"),
        "{heading}"
    );
    assert!(
        body.contains("RESOLVER.MSGTYPE.NDR") && !body.contains("fabrikam.com"),
        "{body}"
    );
    let summary = job.summary();
    assert!(
        summary.contains("1 passed, 0 failed") && summary.contains("### Lint"),
        "{summary}"
    );
    assert!(summary.ends_with(&body[marker.len() + 1..]), "{summary}");
    assert_eq!(job.sarif()["version"], "2.1.0");
    assert_eq!(text(&job.at("output")), "sarif=out/rdsim.sarif\n");

    job.set("GH_ID", "42\n43");
    job.ends(0);
    let calls = job.log();
    assert!(
        calls.contains("--method PATCH repos/contoso/mail/issues/comments/42 --field body=@"),
        "{calls}"
    );
    assert!(!calls.contains("POST") && job.body() == body, "{calls}");
}

#[test]
fn no_change_is_told_only_where_a_comment_must_be_put_right() {
    let mut job = Job::new();
    job.ends(0);
    assert!(
        job.log().contains("--paginate") && job.body().is_empty(),
        "{}",
        job.log()
    );
    assert!(job.summary().contains("No behaviour changes"));
    job.set("GH_ID", "42");
    job.ends(0);
    assert!(job.log().contains("PATCH") && job.body().contains("No behaviour changes"));
}

#[test]
fn a_failing_test_and_a_finding_end_with_1_and_the_change_is_told_all_the_same() {
    let mut job = Job::new();
    job.write(
        "policies/p.yaml",
        &OLD.replace(
            "fabrikam.com\n    AutoForwardEnabled",
            "fabrikam.com\n    DeliveryReportEnabled",
        ),
    );
    let log = job.ends(1);
    let told = commands(&log);
    assert!(
        told[0].starts_with("::error file=policies/p.rdsim.yaml,line="),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("::warning file=policies/p.yaml,line="),
        "{told:?}"
    );
    assert!(job.summary().contains("0 passed, 1 failed") && job.body().contains("### "));

    job.write("policies/p.rdsim.yaml", &TESTS.replace("leaves", "dropped"));
    assert!(job.ends(1).contains("1 passed, 0 failed"));
    let results = job.sarif()["runs"][0]["results"].clone();
    let warning = results
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["level"] == "warning");
    let place = &warning.unwrap()["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(place, "policies/p.yaml");

    job.set("RDSIM_FAIL_ON", "error");
    job.ends(0);
}

#[test]
fn a_broken_policy_ends_with_2_and_cannot_command_the_runner() {
    let job = Job::new();
    job.write("policies/p.yaml", &format!("{OLD}    ::error::mine: 1\n"));
    let log = job.ends(2);
    assert!(
        log.contains("unknown property") && log.contains("    ::error::mine: 1\n"),
        "{log}"
    );
    assert!(
        commands(&log)
            .iter()
            .all(|c| c.starts_with("::error file=policies/p.")),
        "{log}"
    );
    let results = job.sarif()["runs"][0]["results"].clone();
    assert!(
        results
            .as_array()
            .unwrap()
            .iter()
            .any(|r| r["ruleId"] == "policy-problem")
    );
    assert!(job.log().is_empty(), "nothing can be compared");
}

#[test]
fn the_base_may_be_a_file_a_commit_to_fetch_or_nothing() {
    let mut job = Job::new();
    let first = job.git(&["rev-parse", "HEAD"]);
    job.write("policies/p.yaml", &changed());
    job.write("old.yaml", OLD);
    job.commit();
    job.set("RDSIM_BASE", "old.yaml");
    job.ends(0);
    assert!(
        job.body().contains("from old.yaml to policies/p.yaml"),
        "{}",
        job.body()
    );

    job.set("RDSIM_BASE", "");
    assert!(job.ends(0).contains("no comparison"));
    assert!(job.log().is_empty());

    // As actions/checkout leaves it: the last commit alone.
    job.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    std::fs::rename(job.at("repo"), job.at("origin")).unwrap();
    let origin = format!("file://{}", job.at("origin").display());
    let clone = ["clone", "--quiet", "--depth=1", &origin];
    let o = Command::new("git")
        .args(clone)
        .arg(job.at("repo"))
        .output()
        .unwrap();
    assert!(o.status.success(), "{o:?}");
    job.set("RDSIM_BASE", &first);
    job.ends(0);
    assert!(
        job.body().contains("RESOLVER.MSGTYPE.NDR"),
        "{}",
        job.body()
    );

    job.set("RDSIM_BASE", "no-such-branch");
    let log = job.ends(2);
    assert!(
        commands(&log)[0].starts_with("::error title=rdsim::the input base is neither"),
        "{log}"
    );
}

#[test]
fn a_new_policy_is_told_as_new() {
    let mut job = Job::new();
    job.write("policies/new.yaml", OLD);
    job.set("RDSIM_POLICY", "policies/new.yaml");
    job.ends(0);
    assert!(
        job.body().contains("policies/new.yaml is not in the base"),
        "{}",
        job.body()
    );
}

#[test]
fn a_comment_that_is_not_wanted_or_not_possible_fails_nothing() {
    let mut job = Job::new();
    job.write("policies/p.yaml", &changed());
    for (name, value) in [("RDSIM_COMMENT", "false"), ("RDSIM_PULL_REQUEST", "")] {
        let before = job.env.clone();
        job.set(name, value);
        job.ends(0);
        assert!(job.log().is_empty() && job.summary().contains("RESOLVER.MSGTYPE.NDR"));
        job.env = before;
    }
    job.set("GH_FAILS", "1");
    let log = job.ends(0);
    assert!(log.contains("HTTP 403"), "{log}");
    assert!(
        commands(&log)[0].starts_with("::warning title=rdsim::the comment could not be written")
    );
    assert!(job.summary().contains("RESOLVER.MSGTYPE.NDR"));
}

#[test]
fn a_long_comparison_is_cut_for_the_comment_alone() {
    let job = Job::new();
    let domains: String = (0..300)
        .map(|n| format!("  - DomainName: partner-{n}.example\n    NDREnabled: false\n    AutoReplyEnabled: false\n"))
        .collect();
    job.write(
        "policies/p.yaml",
        &OLD.replace(
            "  - DomainName: fabrikam.com",
            &format!("{domains}  - DomainName: fabrikam.com"),
        ),
    );
    job.run();
    let (body, summary) = (job.body(), job.summary());
    assert!(summary.len() > 65_536 && summary.contains("partner-299.example"));
    assert!(body.len() < 65_536 && body.ends_with("\nThe rest is in the summary of the job.\n"));
    let cut = body.lines().rev().nth(2).unwrap();
    assert!(
        cut.starts_with('|') && cut.ends_with('|'),
        "cut between rows: {cut}"
    );
}

#[test]
fn inputs_are_data_and_wrong_ones_are_told() {
    let mut job = Job::new();
    let odd = "-a b/$(touch pwned)`touch pwned`;'\".yaml";
    job.write(odd, OLD);
    job.set("RDSIM_POLICY", odd);
    job.set("RDSIM_SARIF", "-o ut/$(touch pwned).sarif");
    job.set("RDSIM_TESTS", "");
    job.commit();
    let log = job.ends(0);
    assert!(!job.at("repo/pwned").exists());
    assert!(job.at("repo/-o ut/$(touch pwned).sarif").exists(), "{log}");
    assert!(
        job.summary().contains("No behaviour changes"),
        "{}",
        job.summary()
    );

    for (name, value, told) in [
        ("RDSIM_POLICY", "", "the input policy is empty"),
        ("RDSIM_POLICY", "policies/none.yaml", "does not exist"),
        ("RDSIM_COMMENT", "yes", "neither \"true\" nor \"false\""),
        ("RDSIM_BINARY", "./none", "there is no rdsim to run"),
    ] {
        let before = job.env.clone();
        job.set(name, value);
        let log = job.ends(2);
        let commands = commands(&log);
        assert!(commands.len() == 1 && commands[0].contains(told), "{log}");
        job.env = before;
    }
    let outside = job.at("outside.yaml");
    std::fs::write(&outside, OLD).unwrap();
    job.set("RDSIM_POLICY", "../outside.yaml");
    assert!(
        job.ends(2)
            .contains("the input policy leaves the repository")
    );
}

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
