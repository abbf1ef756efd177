//! Runs the scripts of the GitHub action with the real binary, git and a stand-in for `gh`.

mod base;
mod confined;
mod first_use;
mod installed;
mod job;
mod offered;
mod told;

use self::job::{Job, OLD, TESTS, changed, commands, text};
use std::process::Command;

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
            && heading.ends_with("from `base/policies/p.yaml` to `policies/p.yaml`"),
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
    let outputs = text(&job.at("output"));
    let lines: Vec<&str> = outputs.lines().collect();
    assert_eq!(lines[0], "sarif=out/rdsim.sarif");
    assert!(lines[1].starts_with("comment=") && lines[2] == "changed=true");
    assert_eq!(lines.len(), 3);

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
    job.set("RDSIM_BASE_FILE", "old.yaml");
    assert!(
        job.ends(2)
            .contains("both inputs base and base-file are given")
    );
    job.set("RDSIM_BASE", "");
    job.ends(0);
    assert!(
        job.body().contains("from `old.yaml` to `policies/p.yaml`"),
        "{}",
        job.body()
    );
    // Each names what it is for, and no other.
    for (base, file) in [("old.yaml", ""), ("", "main"), ("", &first)] {
        job.set("RDSIM_BASE", base);
        job.set("RDSIM_BASE_FILE", file);
        let log = job.ends(2);
        assert!(commands(&log).last().unwrap().contains("the input base"));
    }

    job.set("RDSIM_BASE", "");
    job.set("RDSIM_BASE_FILE", "");
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
        commands(&log)[0].starts_with("::error title=rdsim::the input base names no commit"),
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
        job.body().contains("a new policy") && job.body().contains("\npolicies/new.yaml\n"),
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
