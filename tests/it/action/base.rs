//! Compares with a base that is spoofed, broken, missing or not what it should be.

use super::job::{Job, OLD, TESTS, changed, commands, text};
use std::os::unix::fs::symlink;
use std::process::Command;

/// A policy that no reader takes.
const BROKEN: &str = "RemoteDomains: [{DomainName: '*', AllowedOOFType: Sometimes}]\n";

#[test]
fn no_file_of_a_pull_request_stands_in_for_the_base() {
    let mut job = Job::new();
    let sha = job.git(&["rev-parse", "HEAD"]);
    job.git(&["switch", "--quiet", "--create", "change"]);
    job.write("policies/p.yaml", &changed());
    for name in [sha.as_str(), "main", "HEAD", "refs/heads/main"] {
        job.write(name, &changed());
    }
    job.commit();
    for base in [sha.as_str(), "main", "refs/heads/main"] {
        job.set("RDSIM_BASE", base);
        job.ends(0);
        let body = job.body();
        assert!(body.contains("RESOLVER.MSGTYPE.NDR"), "{base}: {body}");
        assert!(!body.contains("No behaviour changes"), "{base}: {body}");
    }
}

#[test]
fn a_base_that_cannot_be_read_is_told_and_can_be_repaired() {
    let mut job = Job::new();
    job.write("policies/p.yaml", BROKEN);
    job.commit();
    job.git(&["switch", "--quiet", "--create", "repair"]);
    job.write("policies/p.yaml", OLD);
    job.commit();
    let log = job.ends(0);
    let told = commands(&log);
    assert_eq!(told.len(), 1, "{log}");
    assert!(
        told[0].starts_with("::warning title=rdsim::the policy before the change cannot be read")
    );
    for place in [job.body(), job.summary()] {
        assert!(
            place.contains("before the change cannot be read"),
            "{place}"
        );
        assert!(place.contains("base/policies/p.yaml:1:"), "{place}");
        assert!(
            place.contains("`Sometimes`") && !place.contains("No behaviour"),
            "{place}"
        );
    }

    // A file as base is no different.
    job.write("old.yaml", BROKEN);
    job.set("RDSIM_BASE", "");
    job.set("RDSIM_BASE_FILE", "old.yaml");
    job.ends(0);
    assert!(job.body().contains("old.yaml:1:"), "{}", job.body());

    // What does not repair it does not pass.
    job.set("RDSIM_BASE", "main");
    job.set("RDSIM_BASE_FILE", "");
    job.write("policies/p.yaml", &format!("{BROKEN}Mine: 1\n"));
    job.ends(2);
    // Nor where no test reads the policy, and only the worst findings count.
    job.set("RDSIM_FAIL_ON", "error");
    job.write(
        "policies/p.rdsim.yaml",
        &TESTS.replace("p.yaml", "good.yaml"),
    );
    job.write("policies/good.yaml", OLD);
    job.ends(1);
    job.set("RDSIM_BASE", "repair");
    job.ends(2);
}

#[test]
fn a_base_where_the_policy_is_a_link_or_a_folder_is_told() {
    let job = Job::new();
    let path = job.at("repo/policies/p.yaml");
    for link in [true, false] {
        std::fs::remove_file(&path).unwrap();
        if link {
            symlink("/etc/hostname", &path).unwrap();
        } else {
            job.write("policies/p.yaml/inner.yaml", OLD);
        }
        job.commit();
        if path.is_dir() {
            std::fs::remove_dir_all(&path).unwrap();
        } else {
            std::fs::remove_file(&path).unwrap();
        }
        job.write("policies/p.yaml", OLD);
        job.ends(0);
        let body = job.body();
        assert!(body.contains("before the change cannot be read"), "{body}");
        job.commit();
    }
}

#[test]
fn a_policy_that_the_checkout_left_out_is_not_taken_for_a_new_one() {
    let mut job = Job::new();
    let first = job.git(&["rev-parse", "HEAD"]);
    job.write("policies/p.yaml", &changed());
    job.commit();
    job.git(&["config", "uploadpack.allowFilter", "true"]);
    std::fs::rename(job.at("repo"), job.at("origin")).unwrap();
    let origin = format!("file://{}", job.at("origin").display());
    let o = Command::new("git")
        .args(["clone", "--quiet", "--filter=blob:none", &origin])
        .arg(job.at("repo"))
        .output()
        .unwrap();
    assert!(o.status.success(), "{o:?}");
    // As with a token that is gone.
    std::fs::rename(job.at("origin"), job.at("gone")).unwrap();
    job.set("RDSIM_BASE", &first);
    let log = job.ends(2);
    let last = commands(&log).pop().unwrap();
    assert!(last.contains("without a filter"), "{log}");
    assert!(job.body().is_empty());
}

#[test]
fn the_base_is_not_compared_with_itself_as_a_pull_request() {
    let mut job = Job::new();
    let base = job.git(&["rev-parse", "HEAD"]);
    job.git(&["switch", "--quiet", "--create", "change"]);
    job.write("policies/p.yaml", &changed());
    job.commit();
    let head = job.git(&["rev-parse", "HEAD"]);
    job.set("RDSIM_BASE", &base);
    job.set("RDSIM_HEAD", &head);
    job.ends(0);
    // The merge of a pull request is checked out without its parents.
    job.git(&["switch", "--quiet", "main"]);
    job.git(&["merge", "--quiet", "--no-ff", "--no-edit", "change"]);
    job.ends(0);
    job.git(&["switch", "--quiet", "--detach", &base]);
    let log = job.ends(2);
    assert!(
        commands(&log)[0].contains("does not hold the pull request"),
        "{log}"
    );
    assert!(job.body().is_empty());
}

#[test]
fn files_that_look_like_a_repository_are_not_obeyed() {
    let mut job = Job::new();
    let pwned = job.at("pwned");
    std::fs::remove_dir_all(job.at("repo/.git")).unwrap();
    job.write("HEAD", "ref: refs/heads/main\n");
    job.write("objects/x", "");
    job.write("refs/x", "");
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tbare = true\n[protocol \"ext\"]\n\tallow = always\n[remote \"origin\"]\n\turl = ext::touch {}\n",
        pwned.display()
    );
    job.write("config", &config);
    // It is one, and it runs what it names.
    let _ = job
        .command("git")
        .args(["fetch", "origin", "main"])
        .output();
    assert!(pwned.exists(), "{}", text(&job.at("repo/config")));
    std::fs::remove_file(&pwned).unwrap();
    job.set("RDSIM_BASE", "main");
    job.ends(2);
    assert!(!pwned.exists());
}
