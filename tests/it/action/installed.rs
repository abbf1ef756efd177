//! Installs rdsim as the action does: a released binary with its checksum, or one that is built.

use super::job::{Job, commands, text};
use crate::program::{out, root};
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

const TARGET: &str = "x86_64-unknown-linux-musl";

/// An action of its own, and a server with a release: a program that says `released`.
struct Install {
    job: Job,
    archive: String,
}

impl Install {
    fn new() -> Self {
        let job = Job::new();
        std::fs::create_dir_all(job.at("action/.github")).unwrap();
        let script = root().join(".github/install.sh");
        std::fs::copy(script, job.at("action/.github/install.sh")).unwrap();
        let archive = format!("rdsim-v9.8.7-{TARGET}.tar.gz");
        let install = Self { job, archive };
        install.release("released");
        let sum = install.sum();
        install.sums(&format!("{}\n", sum.trim()));
        install
    }

    fn release(&self, says: &str) {
        let folder = self.archive.strip_suffix(".tar.gz").unwrap();
        let server = self.job.at("server/owner/rdsim/releases/download/v9.8.7");
        std::fs::create_dir_all(server.join(folder)).unwrap();
        let program = server.join(folder).join("rdsim");
        std::fs::write(&program, format!("#!/bin/sh\necho {says}\n")).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
        let mut tar = Command::new("tar");
        tar.current_dir(&server)
            .args(["-czf", &self.archive, folder]);
        assert!(tar.status().unwrap().success());
    }

    fn sum(&self) -> String {
        let server = self.job.at("server/owner/rdsim/releases/download/v9.8.7");
        let mut sum = Command::new("sha256sum");
        out(&sum.current_dir(server).arg(&self.archive).output().unwrap())
    }

    fn sums(&self, text: &str) {
        std::fs::write(self.job.at("action/.github/release.sha256"), text).unwrap();
    }

    fn run(&self, more: &[(&str, &str)]) -> Output {
        let _ = std::fs::remove_dir_all(self.job.at("runner/rdsim"));
        let mut command = self.job.command("bash");
        command.arg(self.job.at("action/.github/install.sh"));
        let server = format!("file://{}", self.job.at("server").display());
        command.env("GITHUB_SERVER_URL", server);
        command.env("RDSIM_REPOSITORY", "owner/rdsim");
        command.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64");
        let o = command.envs(more.iter().copied()).output().unwrap();
        assert_eq!(std::fs::read_dir(self.job.at("tmp")).unwrap().count(), 0);
        o
    }

    fn refused(&self, more: &[(&str, &str)], why: &str) {
        let o = self.run(more);
        assert_eq!(o.status.code(), Some(2), "{o:?}");
        let log = out(&o);
        assert!(commands(&log)[0].contains(why), "{log}");
        assert!(!self.job.at("runner/rdsim").exists());
    }
}

#[test]
fn a_released_binary_is_installed_if_its_checksum_is_the_one_that_the_action_names() {
    let install = Install::new();
    let o = install.run(&[]);
    assert_eq!(o.status.code(), Some(0), "{o:?}");
    let program = install.job.at("runner/rdsim/bin/rdsim");
    assert_eq!(out(&Command::new(program).output().unwrap()), "released\n");

    install.release("replaced");
    install.refused(&[], "is not the one whose checksum the action names");
    install.sums(&install.sum().replace("v9.8.7", "v9.8.8"));
    install.refused(&[], "cannot be downloaded");
    install.sums("");
    install.refused(&[], "this commit of the action is of no release");
    install.refused(
        &[("RUNNER_ARCH", "X86")],
        "no binary is released for this platform",
    );
    install.refused(&[("RDSIM_BUILD", "yes")], "neither \"true\" nor \"false\"");
}

#[test]
fn what_is_built_is_built_out_of_reach_of_the_checkout() {
    let install = Install::new();
    let cargo = "#!/bin/sh\nprintf '%s\\n' \"$PWD\" \"$*\" >>\"$GH_LOG\"\n";
    std::fs::write(install.job.at("bin/cargo"), cargo).unwrap();
    let open = PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(install.job.at("bin/cargo"), open).unwrap();
    // rustup would run the cargo that this names.
    install
        .job
        .write("rust-toolchain.toml", "[toolchain]\npath = \"evil\"\n");
    let o = install.run(&[("RDSIM_BUILD", "true")]);
    assert_eq!(o.status.code(), Some(0), "{o:?}");
    let log = text(&install.job.at("gh.log"));
    let (place, args) = log.split_once('\n').unwrap();
    let action = install.job.at("action").canonicalize().unwrap();
    assert_eq!(place, action.to_str().unwrap());
    let into = install.job.at("runner/rdsim");
    let wanted = format!("install --locked --path . --root {}\n", into.display());
    assert_eq!(args, wanted);
}

#[test]
fn the_platforms_are_those_of_the_release() {
    let script = text(&root().join(".github/install.sh"));
    let taken = script.split(" target=").skip(1);
    let taken: BTreeSet<&str> = taken
        .filter_map(|t| t.split([' ', '\n']).next())
        .filter(|t| t.contains('-'))
        .collect();
    let built = crate::packaging::targets();
    let missing: Vec<_> = taken.iter().filter(|t| !built.contains(**t)).collect();
    assert!(taken.len() == 6 && missing.is_empty(), "{taken:?}");
    // What stands there is of one release, and complete.
    let sums = text(&root().join(".github/release.sha256"));
    assert!(sums.is_empty() || sums.lines().count() == built.len());
}
