//! Serves a page with the real binary and asks it as browsers and others do.

use crate::program::rdsim;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

const PAGE: &str = "<!doctype html><title>a page</title>";

/// A server, which ends with the test.
struct Served {
    process: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve() -> Served {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("index.html");
    std::fs::write(&page, PAGE).unwrap();
    std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    let mut process = rdsim(&["serve", "--port", "0", page.to_str().unwrap()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(process.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let port = line
        .strip_prefix("http://127.0.0.1:")
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_else(|| panic!("{line}"))
        .parse()
        .unwrap();
    Served {
        process,
        port,
        _folder: folder,
    }
}

/// The whole answer to a request line, with a Host header.
fn ask(served: &Served, request: &str, host: Option<&str>) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    let host = host.map_or_else(String::new, |h| format!("Host: {h}\r\n"));
    write!(
        stream,
        "{request} HTTP/1.1\r\n{host}Connection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn ours(served: &Served) -> String {
    format!("localhost:{}", served.port)
}

#[test]
fn the_page_is_served_and_says_how_it_may_be_used() {
    let served = serve();
    let address = format!("127.0.0.1:{}", served.port);
    for (path, host) in [("/", ours(&served)), ("/index.html?x=1", address)] {
        let answer = ask(&served, &format!("GET {path}"), Some(&host));
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(answer.ends_with(PAGE), "{answer}");
        for header in [
            "Content-Type: text/html; charset=utf-8",
            "X-Content-Type-Options: nosniff",
            "Content-Security-Policy: frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy: same-origin",
        ] {
            assert!(
                answer.contains(&format!("{header}\r\n")),
                "{header}: {answer}"
            );
        }
        assert!(!answer.contains("Access-Control-Allow-Origin"));
    }
}

#[test]
fn another_name_for_this_machine_is_refused() {
    let served = serve();
    let rebound = format!("attacker.example:{}", served.port);
    for host in [
        Some(rebound.as_str()),
        Some("localhost"),
        Some("localhost:1"),
        Some(""),
        None,
    ] {
        let answer = ask(&served, "GET /", host);
        assert!(!answer.contains(PAGE), "{host:?}: {answer}");
        assert!(
            answer.starts_with("HTTP/1.1 421 ") || answer.starts_with("HTTP/1.1 400 "),
            "{host:?}: {answer}"
        );
    }
}

#[test]
fn no_path_leads_to_a_file() {
    let served = serve();
    for path in [
        "/secret.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//etc/passwd",
        "/index.html/../secret.txt",
        "http://localhost/secret.txt",
    ] {
        let answer = ask(&served, &format!("GET {path}"), Some(&ours(&served)));
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
        assert!(!answer.contains("secret"), "{path}: {answer}");
    }
}

#[test]
fn only_reading_is_allowed() {
    let served = serve();
    let answer = ask(&served, "HEAD /", Some(&ours(&served)));
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && !answer.contains(PAGE),
        "{answer}"
    );
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = ask(&served, &format!("{method} /"), Some(&ours(&served)));
        assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
        assert!(answer.contains("Allow: GET, HEAD\r\n"), "{answer}");
    }
}

#[test]
fn only_this_machine_is_listened_to() {
    let served = serve();
    // Every address of 127.0.0.0/8 is this machine's; the server has only the one.
    assert!(TcpStream::connect(("127.0.0.2", served.port)).is_err());
}

#[test]
fn a_page_that_is_not_there_and_a_port_that_is_taken_are_told() {
    let run = |args: &[&str]| rdsim(args).stdin(Stdio::null()).output().unwrap();
    let missing = run(&["serve", "nowhere/index.html"]);
    assert_eq!(missing.status.code(), Some(2));
    let error = String::from_utf8(missing.stderr).unwrap();
    assert!(
        error.starts_with("nowhere/index.html: error: the page cannot be read: "),
        "{error}"
    );
    assert!(error.contains("help: build it with `web/build`"), "{error}");
    let served = serve();
    let port = served.port.to_string();
    let taken = run(&["serve", "--port", &port, "README.md"]);
    assert_eq!(taken.status.code(), Some(2));
    let error = String::from_utf8(taken.stderr).unwrap();
    assert!(
        error.starts_with(&format!("error: port {port} cannot be opened: ")),
        "{error}"
    );
}
