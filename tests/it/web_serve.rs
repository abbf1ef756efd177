//! Serves a page with the real binary and asks it as browsers and others do.

use crate::program::rdsim;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PAGE: &str = "<!doctype html><title>a page</title>";

/// A server, which ends with the test.
struct Served {
    process: Child,
    port: u16,
    _folder: Option<tempfile::TempDir>,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve() -> Served {
    serve_by(rdsim(&[]))
}

/// A server that a command starts, which gets the arguments.
fn serve_by(mut command: Command) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("index.html");
    std::fs::write(&page, PAGE).unwrap();
    std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    let mut served = serve_with(command.args(["serve", "--port", "0", page.to_str().unwrap()]));
    served._folder = Some(folder);
    served
}

/// A server that a whole command starts.
fn serve_with(command: &mut Command) -> Served {
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
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
        _folder: None,
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
fn a_site_may_frame_the_page_if_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("index.html");
    std::fs::write(&page, PAGE).unwrap();
    let sites = ["https://learn.contoso.com", "http://localhost:8080"];
    let mut command = rdsim(&["serve", "--port", "0"]);
    for site in sites {
        command.args(["--embed", site]);
    }
    let served = serve_with(command.arg(&page));
    for path in ["/", "/other"] {
        let answer = ask(&served, &format!("GET {path}"), Some(&ours(&served)));
        let named = format!(
            "Content-Security-Policy: frame-ancestors {}\r\n",
            sites.join(" ")
        );
        assert!(answer.contains(&named), "{answer}");
        assert!(!answer.contains("'none'"), "{answer}");
    }
    for wrong in [
        "*",
        "https://a.example; script-src *",
        "https://a.example/b",
        "contoso.com",
        "https://",
    ] {
        let mut command = rdsim(&["serve", "--port", "0", "--embed", wrong]);
        let refused = command.arg(&page).output().unwrap();
        assert_eq!(refused.status.code(), Some(2), "{wrong}");
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

#[test]
fn without_an_argument_the_page_within_the_program_is_served_or_it_says_where_to_get_one() {
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = rdsim(&["serve", "--port", "0"]);
    command.current_dir(&elsewhere).stdin(Stdio::null());
    if cfg!(feature = "page") {
        let served = serve_with(&mut command);
        let answer = ask(&served, "GET /", Some(&ours(&served)));
        assert!(answer.contains("<title>rdsim"), "{answer}");
        return;
    }
    let o = command.output().unwrap();
    assert_eq!(o.status.code(), Some(2));
    let error = String::from_utf8(o.stderr).unwrap();
    let told = "web/dist/index.html: error: this rdsim was built without the page\n  help: every release has it as `rdsim.html`: ";
    assert!(error.starts_with(told), "{error}");
}

/// Requests that are wrong or never end, each the beginning of a connection that stays open.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let post = |rest: &str| format!("POST / HTTP/1.1\r\nHost: localhost\r\n{rest}").into_bytes();
    let get = |rest: &str| format!("GET / HTTP/1.1\r\n{rest}").into_bytes();
    vec![
        ("nothing", Vec::new()),
        (
            "a length of 2^64-1",
            post("Content-Length: 18446744073709551615\r\n\r\n"),
        ),
        (
            "a length of 2^63",
            post("Content-Length: 9223372036854775808\r\n\r\nx"),
        ),
        (
            "a length of 2^64",
            post("Content-Length: 18446744073709551616\r\n\r\n"),
        ),
        ("a length below zero", post("Content-Length: -1\r\n\r\n")),
        (
            "two lengths",
            post("Content-Length: 1\r\nContent-Length: 2\r\n\r\n"),
        ),
        (
            "a body that never comes",
            post("Content-Length: 10\r\n\r\n"),
        ),
        (
            "a body that is awaited",
            post("Content-Length: 10\r\nExpect: 100-continue\r\n\r\n"),
        ),
        (
            "a chunk of 2^64-1",
            post("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx"),
        ),
        (
            "a chunk that never ends",
            post("Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
        ),
        (
            "an unknown encoding",
            post("Transfer-Encoding: gzip, gzip\r\n\r\nabc"),
        ),
        (
            "both lengths",
            post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ),
        (
            "an upgrade",
            get("Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
        ),
        ("a header that never ends", get("Host: localhost\r\nX: ")),
        (
            "a header of 1 MiB",
            get(&format!("X: {}\r\n\r\n", "x".repeat(1 << 20))),
        ),
        (
            "10,000 headers",
            get(&format!("{}\r\n", "X: y\r\n".repeat(10_000))),
        ),
        ("a line that never ends", vec![b'x'; 1 << 20]),
        (
            "a path of 1 MiB",
            format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(1 << 20)).into_bytes(),
        ),
        ("zeros", vec![0; 4096]),
        (
            "TLS",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        ),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()),
        ("HTTP/0.9", b"GET /\r\n".to_vec()),
        (
            "CONNECT",
            b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n".to_vec(),
        ),
    ]
}

/// See that the page is still served, and at once.
#[track_caller]
fn still_serves(served: &Served, why: &str) {
    let begun = Instant::now();
    let answer = ask(served, "GET /", Some(&ours(served)));
    assert!(answer.ends_with(PAGE), "{why}: {answer}");
    assert!(
        begun.elapsed() < Duration::from_secs(3),
        "{why}: {:?}",
        begun.elapsed()
    );
}

#[test]
fn no_request_ends_the_server_or_keeps_others_waiting() {
    let mut served = serve();
    let mut open = Vec::new();
    for (what, bytes) in hostile() {
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
        // Whoever is refused early may not be able to send all of it.
        let _ = stream.write_all(&bytes);
        open.push((what, stream));
        still_serves(&served, what);
    }
    // All of them are still open, and nobody gets the page by them.
    for (what, stream) in &mut open {
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let mut answer = Vec::new();
        // One that was refused early may be reset.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.contains(PAGE), "{what}: {answer}");
    }
    assert_eq!(served.process.try_wait().unwrap(), None);
    still_serves(&served, "after all of them");
}

#[test]
fn who_sends_a_body_is_told_at_once_that_there_is_no_use() {
    let served = serve();
    for head in [
        "Content-Length: 10",
        "Content-Length: 18446744073709551613",
        "Content-Length: 1000000\r\nExpect: 100-continue",
        "Transfer-Encoding: chunked",
    ] {
        let begun = Instant::now();
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
        write!(
            stream,
            "POST / HTTP/1.1\r\nHost: {}\r\n{head}\r\n\r\n",
            ours(&served)
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 405 "), "{head}: {answer}");
        assert!(begun.elapsed() < Duration::from_secs(3), "{head}");
    }
    // Also where the body comes before the answer is read.
    let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    let body = "x".repeat(300 << 10);
    let length = body.len();
    let host = ours(&served);
    write!(
        stream,
        "PUT / HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
}

#[test]
fn many_connections_that_ask_nothing_block_no_other() {
    let served = serve();
    let mut open: Vec<TcpStream> = Vec::new();
    for i in 0..600 {
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
        if i % 2 == 0 {
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: ");
        }
        open.push(stream);
        if i % 100 == 99 {
            still_serves(&served, "in between");
        }
    }
    // They go on, a byte at a time.
    for _ in 0..5 {
        for stream in &mut open {
            let _ = stream.write_all(b"x");
        }
        still_serves(&served, "beside slow ones");
    }
    #[cfg(target_os = "linux")]
    {
        let tasks = format!("/proc/{}/task", served.process.id());
        let threads = std::fs::read_dir(tasks).unwrap().count();
        assert!(threads < 100, "{threads} threads");
    }
}

#[cfg(unix)]
#[test]
fn a_server_that_may_open_few_files_goes_on() {
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "ulimit -n 24; exec \"$0\" \"$@\"",
        crate::program::RDSIM,
    ]);
    let served = serve_by(command);
    let mut open = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
        let _ = stream.write_all(b"GET / HT");
        open.push(stream);
    }
    let begun = Instant::now();
    let answer = ask(&served, "GET /", Some(&ours(&served)));
    assert!(answer.ends_with(PAGE), "{answer}");
    // Each of them alone could last ten seconds.
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn two_host_headers_and_a_second_request_get_no_page() {
    let served = serve();
    let ours = ours(&served);
    let answer = ask(
        &served,
        "GET /",
        Some(&format!("{ours}\r\nHost: attacker.example")),
    );
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    let one = format!("GET / HTTP/1.1\r\nHost: {ours}\r\n\r\n");
    stream.write_all(one.repeat(2).as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert_eq!(answer.matches(PAGE).count(), 1, "{answer}");
    assert!(answer.contains("Connection: close\r\n"), "{answer}");
}
