//! Gives the action a checkout that names, or links to, what is outside of it.

use super::job::{Job, OLD, TESTS, commands, text};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

/// What must be seen nowhere.
const SECRET: &str = "sesame-4711";

/// A job whose environment and whose neighbour hold the secret.
fn job() -> Job {
    let mut job = Job::new();
    job.set("GH_TOKEN", SECRET);
    job.set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", SECRET);
    std::fs::write(job.at("secret.yaml"), format!("TOKEN: {SECRET}\n")).unwrap();
    std::fs::write(
        job.at("repo/.git/secret"),
        format!("AUTHORIZATION: {SECRET}\n"),
    )
    .unwrap();
    job
}

/// That the action could not run, and told nothing of the secret.
fn refused(job: &Job, what: &str) -> String {
    let log = job.ends(2);
    for place in [&log, &job.summary(), &job.body(), &job.log()] {
        assert!(!place.contains(SECRET), "{what}: {place}");
    }
    log
}

#[test]
fn what_an_expectation_file_names_stays_inside() {
    let job = job();
    symlink("../../secret.yaml", job.at("repo/policies/link.yaml")).unwrap();
    symlink("..", job.at("repo/policies/up")).unwrap();
    let neighbour = job.at("secret.yaml");
    for named in [
        "/proc/self/environ",
        "/proc/1/environ",
        "../../secret.yaml",
        "../.git/secret",
        "link.yaml",
        "up/../secret.yaml",
        neighbour.to_str().unwrap(),
    ] {
        let policy = TESTS.replace("p.yaml", named);
        let message = TESTS.replace("Kind: delivery-report", &format!("Message: '{named}'"));
        for tests in [policy, message] {
            job.write("policies/p.rdsim.yaml", &tests);
            let log = refused(&job, named);
            assert!(
                log.contains("is outside of the folder `.`"),
                "{named}: {log}"
            );
        }
    }
}

#[test]
fn no_link_in_the_place_of_an_input_is_followed() {
    let mut job = job();
    std::fs::create_dir(job.at("folder")).unwrap();
    std::fs::write(job.at("folder/p.yaml"), OLD).unwrap();
    symlink(job.at("secret.yaml"), job.at("repo/policies/link.yaml")).unwrap();
    symlink(job.at("folder"), job.at("repo/linked")).unwrap();
    job.write("dir.sarif/mine.sarif", "{}");
    job.write("file", "");
    let before = job.env.clone();
    for (name, value) in [
        ("RDSIM_POLICY", "policies/link.yaml"),
        ("RDSIM_POLICY", "linked/p.yaml"),
        ("RDSIM_POLICY", "./policies/../../secret.yaml"),
        ("RDSIM_TESTS", "linked"),
        ("RDSIM_TESTS", ".."),
        ("RDSIM_SARIF", "policies/link.yaml"),
        ("RDSIM_SARIF", "linked/rdsim.sarif"),
        ("RDSIM_SARIF", "linked/new/rdsim.sarif"),
        ("RDSIM_SARIF", "dir.sarif"),
        ("RDSIM_SARIF", "file/rdsim.sarif"),
        ("RDSIM_BASE_FILE", "policies/link.yaml"),
        ("RDSIM_BASE_FILE", "linked/p.yaml"),
    ] {
        job.set(name, value);
        if name == "RDSIM_BASE_FILE" {
            job.set("RDSIM_BASE", "");
        }
        let log = refused(&job, value);
        let told = commands(&log).pop().unwrap().to_owned();
        assert!(told.starts_with("::error title=rdsim::the "), "{log}");
        assert!(told.contains("the input "), "{log}");
        assert!(text(&job.at("output")).is_empty(), "nothing is handed on");
        job.env.clone_from(&before);
    }
    // As the default is, and as a pull request can make it.
    job.set("RDSIM_SARIF", "");
    for target in [job.at("secret.yaml"), job.at("none"), job.at("folder")] {
        symlink(&target, job.at("repo/rdsim.sarif")).unwrap();
        refused(&job, "rdsim.sarif");
        std::fs::remove_file(job.at("repo/rdsim.sarif")).unwrap();
    }
    assert_eq!(text(&job.at("secret.yaml")), format!("TOKEN: {SECRET}\n"));
    assert!(!job.at("none").exists());
    let left: Vec<_> = std::fs::read_dir(job.at("folder")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    job.ends(0);
}

#[test]
fn rdsim_has_no_secret_in_its_environment() {
    let mut job = job();
    let seen = job.at("seen");
    let wrapper = format!(
        "#!/bin/sh\nenv >>'{}'\nexec '{}' \"$@\"\n",
        seen.display(),
        crate::program::RDSIM
    );
    let program = job.at("bin/rdsim-seen");
    std::fs::write(&program, wrapper).unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    // By its path, and from the path.
    for binary in [program.to_str().unwrap(), "rdsim-seen", "../bin/rdsim-seen"] {
        job.set("RDSIM_BINARY", binary);
        let _ = std::fs::remove_file(&seen);
        job.ends(0);
        let names: std::collections::BTreeSet<_> = text(Path::new(&seen))
            .lines()
            .map(|l| l.split('=').next().unwrap().to_owned())
            .collect();
        // A shell adds these itself.
        let names: Vec<_> = names
            .iter()
            .filter(|n| !["PWD", "OLDPWD", "SHLVL", "_"].contains(&n.as_str()))
            .collect();
        assert_eq!(names, ["PATH"], "{binary}");
    }
}
