//! Runs the real binary with its environment scrubbed, and reads what it says.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub const RDSIM: &str = env!("CARGO_BIN_EXE_rdsim");
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(ROOT)
}

/// The text of a file of the project, with LF even where it was checked out with CRLF.
pub fn contents(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.replace("\r\n", "\n")
}

/// A program of the system, to be run in the folder of the project with nothing to read.
#[cfg(unix)]
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .current_dir(ROOT)
        .stdin(Stdio::null());
    command
}

/// A shell line, whose `$0` is the binary and whose `$1` is a folder.
#[cfg(unix)]
pub fn shell(line: &str, folder: &Path) -> Output {
    let mut sh = command("sh");
    sh.args(["-c", line, RDSIM]).arg(folder).output().unwrap()
}

/// What a program needs of the environment: Windows has no sockets without it.
pub fn needed() -> impl Iterator<Item = (&'static str, std::ffi::OsString)> {
    let names: &[_] = if cfg!(windows) {
        &["SystemRoot", "TEMP"]
    } else {
        &[]
    };
    names
        .iter()
        .filter_map(|name| Some((*name, std::env::var_os(name)?)))
}

/// The binary, to be run in the folder of the project with nothing to read.
pub fn rdsim(args: &[&str]) -> Command {
    let mut command = Command::new(RDSIM);
    command
        .env_clear()
        .envs(needed())
        .current_dir(ROOT)
        .stdin(Stdio::null())
        .args(args);
    command
}

pub fn run(args: &[&str]) -> Output {
    rdsim(args).output().unwrap()
}

/// Run a command that reads these bytes from standard input.
pub fn fed(command: &mut Command, input: &[u8]) -> Output {
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

pub fn out(o: &Output) -> String {
    String::from_utf8(o.stdout.clone()).unwrap()
}

pub fn err(o: &Output) -> String {
    String::from_utf8(o.stderr.clone()).unwrap()
}
