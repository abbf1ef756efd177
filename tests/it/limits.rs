//! Gives the program input beyond every limit, in an address space of 1.5 GiB and a limited time: it
//! reports the limit and never hangs.

mod parquet;

use crate::packed::{gzip, zip};
use crate::program::{RDSIM, ROOT};
use serde_json::Value;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// KiB of address space.
const SPACE: &str = "1500000";
/// Long enough for a busy machine; what never ends takes longer.
const TIME: Duration = Duration::from_secs(120);

/// The policy that messages are judged by.
const CHECK: [&str; 7] = [
    "check",
    "--policy",
    "policies/contoso.yaml",
    "--to",
    "bob@fabrikam.com",
    "--format",
    "jsonl",
];

fn run(args: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let file = |name: &str| File::create(path(name)).unwrap();
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -v \"$1\"; shift; exec \"$@\"", "sh", SPACE])
        .arg(RDSIM)
        .args(args)
        .env_clear()
        .current_dir(ROOT)
        .stdin(Stdio::null())
        .stdout(file("out"))
        .stderr(file("err"))
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > TIME {
            child.kill().unwrap();
            panic!("{args:?} does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    Output {
        status,
        stdout: std::fs::read(path("out")).unwrap(),
        stderr: std::fs::read(path("err")).unwrap(),
    }
}

/// What `check` says of the files: the error of each message, or nothing.
fn checked(paths: &[&Path]) -> Vec<Option<String>> {
    let paths = paths.iter().map(|p| p.to_str().unwrap());
    let args: Vec<&str> = CHECK.into_iter().chain(paths).collect();
    let output = run(&args);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap();
            value["error"].as_str().map(str::to_owned)
        })
        .collect()
}

/// See that some bytes are one message that is not judged, and why.
#[track_caller]
fn refused(name: &str, bytes: &[u8], why: &str) {
    let (_folder, path) = file(name, bytes);
    let found = checked(&[&path]);
    let [Some(error)] = found.as_slice() else {
        panic!("{name}: {found:?}");
    };
    assert!(error.contains(why), "{name}: {error}");
}

/// See that some bytes are messages that are judged.
#[track_caller]
fn judged(name: &str, bytes: &[u8]) {
    let (_folder, path) = file(name, bytes);
    assert_eq!(checked(&[&path]), [None], "{name}");
}

fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

const HEAD: &str = "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\n";

/// A message of so many multiparts within one another, and something to read in it.
fn nested(depth: usize) -> String {
    let mut text = HEAD.to_owned();
    for i in 0..depth {
        text += &format!("Content-Type: multipart/mixed; boundary=b{i}e\n\n--b{i}e\n");
    }
    text + "Content-Type: text/plain\n\n" + &"words\n".repeat(4_000)
}

/// A message in a message, so many times.
fn attached(times: usize) -> String {
    HEAD.to_owned() + &"Content-Type: message/rfc822\n\n".repeat(times) + "Subject: x\n\nwords\n"
}

#[test]
fn what_is_nested_too_deeply_is_not_judged() {
    judged("a.eml", nested(60).as_bytes());
    judged("a.eml", attached(60).as_bytes());
    for depth in [65, 20_000] {
        let why = "not judged: more than 64 multiparts or attached messages within one another";
        refused("a.eml", nested(depth).as_bytes(), why);
    }
    for times in [1_100, 35_000] {
        refused(
            "a.eml",
            attached(times).as_bytes(),
            "not judged: more than 64",
        );
    }
    // A short one is always judged.
    judged("a.eml", attached(500).as_bytes());
}

#[test]
fn depth_cannot_be_hidden() {
    use base64::Engine as _;
    let packed = base64::engine::general_purpose::STANDARD.encode(attached(25_000));
    for encoding in ["base64", "\n base64", "BASE64 "] {
        let text = format!(
            "{HEAD}Content-Type: message/rfc822\nContent-Transfer-Encoding: {encoding}\n\n{packed}\n"
        );
        judged("a.eml", text.as_bytes());
    }
    let level = "Content-Type: message/rfc822\n\n";
    // After a boundary within a line; after one of a multipart that seems closed; after a line of
    // blanks that continues a header.
    let within = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nx--b\n{}",
        level.repeat(30_000)
    );
    refused("a.eml", within.as_bytes(), "not judged: a boundary");
    let over = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n--o\n\nx\n--i\n{}",
        level.repeat(30_000)
    );
    refused("a.eml", over.as_bytes(), "not judged: more than");
    let closed = over.replace("--i\n--o\n", "--i\n\ny\n--i--\n--o\n");
    refused("a.eml", closed.as_bytes(), "not judged: a boundary");
    let back = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n{}",
        format!("--o\n{level}").repeat(25_000)
    );
    refused("a.eml", back.as_bytes(), "not judged: more than");
    let blanks = format!("{HEAD}Subject: x\n \n{}", level.repeat(30_000));
    refused("a.eml", blanks.as_bytes(), "not judged: more than");
    let digest = format!(
        "{HEAD}Content-Type: multipart/digest; boundary=b\n\n--b\n\n{}",
        level.repeat(30_000)
    );
    refused("a.eml", digest.as_bytes(), "not judged: more than");
}

#[test]
fn too_many_parts_are_not_judged() {
    let parts = |n: usize| {
        let part = "--b\nContent-Type: image/png\n\nx\n";
        format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{}--b--\n",
            part.repeat(n)
        )
    };
    judged("a.eml", parts(9_000).as_bytes());
    let why = "not judged: more than 10000 parts";
    refused("a.eml", parts(11_000).as_bytes(), why);
    refused("a.eml", parts(400_000).as_bytes(), why);
    // In an mbox the messages around it are judged all the same.
    let from = "From alice@contoso.com Tue Sep  1 09:00:00 2026\n";
    let short = format!("{from}{HEAD}\nwords\n\n");
    let mbox = format!("{short}{from}{}\n{short}", parts(11_000));
    let (_folder, path) = file("box", mbox.as_bytes());
    let found = checked(&[&path]);
    assert_eq!(found, [None, Some(why.to_owned()), None]);
    // Each of many multiparts may have to be looked for in all that is kept.
    let many: String = (0..4_000)
        .map(|i| {
            let head = format!("--b\nContent-Type: multipart/mixed; boundary=n{i}e\n");
            format!("{head}\n--n{i}e\n\nx\n--n{i}e--\n")
        })
        .collect();
    let text = "words\n".repeat(150_000);
    let many =
        format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{many}--b\n\n{text}--b--\n");
    refused(
        "a.eml",
        many.as_bytes(),
        "multiparts, too many for its size",
    );
}

#[test]
fn multiparts_are_closed() {
    let open = |n: usize| {
        let text = "words\n".repeat(100);
        let one = format!("--b\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\n{text}");
        let all = one.repeat(n);
        format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{all}--b--\n")
    };
    judged("a.eml", open(60).as_bytes());
    let why = "not judged: more than 64 multiparts that are not closed";
    refused("a.eml", open(70).as_bytes(), why);
    let again = open(1).replace(
        "--b--\n",
        &format!("--b\n\n--i\n{}--b--\n", "x\n".repeat(10_000)),
    );
    refused("a.eml", again.as_bytes(), "not judged: a boundary");
}

#[test]
fn headers_have_a_size_and_lines_have_any() {
    let why = "not judged: the headers of the message, or of a part, have more than 1 MiB";
    let one_line = format!("{HEAD}X: {}\n\nx\n", "a".repeat(2 << 20));
    refused("a.eml", one_line.as_bytes(), why);
    let many_lines = format!("{HEAD}{}\nx\n", "X: a\n".repeat(400_000));
    refused("a.eml", many_lines.as_bytes(), why);
    let part = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nX: {}\n\nx\n--b--\n",
        "a".repeat(2 << 20)
    );
    refused("a.eml", part.as_bytes(), why);
    let long = format!("{HEAD}\n{}", "a".repeat(40 << 20));
    judged("a.eml", long.as_bytes());
    // As many recipients as the headers hold.
    let to: String = (0..25_000)
        .map(|i| format!("u{i}@fabrikam.com,\n "))
        .collect();
    judged(
        "a.eml",
        format!("{HEAD}Cc: {to}x@fabrikam.com\n\nx\n").as_bytes(),
    );
    let (_folder, path) = file(
        "a.eml",
        format!("{HEAD}Cc: {to}x@fabrikam.com\n\nx\n").as_bytes(),
    );
    let output = run(&[
        "check",
        "--policy",
        "policies/contoso.yaml",
        "--format",
        "csv",
        path.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0));
    let rows = output.stdout.iter().filter(|b| **b == b'\n').count();
    assert_eq!(rows, 25_003);
}

/// An archive whose entries are all the same bytes.
fn overlapping(archive: &[u8], times: u16) -> Vec<u8> {
    let directory = memchr::memmem::find(archive, b"PK\x01\x02").unwrap();
    let end = memchr::memmem::find(archive, b"PK\x05\x06").unwrap();
    let mut out = archive[..directory].to_vec();
    for i in 0..times {
        let mut entry = archive[directory..end].to_vec();
        entry[46..52].copy_from_slice(format!("{i:06}").as_bytes());
        out.extend(entry);
    }
    let size = u32::try_from(out.len() - directory).unwrap();
    let mut tail = archive[end..].to_vec();
    tail[8..10].copy_from_slice(&times.to_le_bytes());
    tail[10..12].copy_from_slice(&times.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    out.extend(tail);
    out
}

#[test]
fn what_unpacks_to_far_too_much_is_not_judged() {
    let why = "not judged: it unpacks to more than 200 times its size";
    let message = format!("{HEAD}\n").into_bytes();
    let bomb = [message.clone(), vec![b' '; 100 << 20]].concat();
    let packed = gzip(&bomb);
    for (name, bytes) in [
        ("a.eml.gz", packed.clone()),
        ("a.zip", zip(&[("000000", &bomb)])),
        ("b.zip", zip(&[("000000", &packed)])),
        ("a.zip.gz", gzip(&zip(&[("000000", &bomb)]))),
    ] {
        let (_folder, path) = file(name, &bytes);
        let found = checked(&[&path]);
        let [Some(error)] = found.as_slice() else {
            panic!("{name}: {found:?}");
        };
        assert!(error.contains(why), "{name}: {error}");
    }
    // Each entry by itself is below the limit; together they are not.
    let some = [message.clone(), vec![b' '; 1 << 20]].concat();
    let bytes = overlapping(&zip(&[("000000", &some)]), 20_000);
    let (_folder, path) = file("many.zip", &bytes);
    let found = checked(&[&path]);
    assert!(found.len() < 2_000, "{}", found.len());
    assert!(found.last().unwrap().as_ref().unwrap().contains(why));
    let mut deep = message;
    for _ in 0..6 {
        deep = gzip(&deep);
    }
    let why = "not judged: more than 3 archives within one another";
    refused("deep.gz", &deep, why);
}

#[test]
fn tnef_with_a_wrong_length_is_read_up_to_there() {
    let mut bytes = b"\x78\x9f\x3e\x22\x01\x00\x01".to_vec();
    bytes.extend(0x0006_9003u32.to_le_bytes());
    bytes.extend(u32::MAX.to_le_bytes());
    bytes.extend(u32::MAX.to_le_bytes());
    bytes.extend([0x1f, 0x10, 0x1a, 0x00, 0xff, 0xff, 0xff, 0xff]);
    judged("winmail.dat", &bytes);
    let mut long = b"\x78\x9f\x3e\x22\x01\x00".to_vec();
    long.resize(30 << 20, 1);
    judged("winmail.dat", &long);
}

/// See that a command cannot run, and why.
#[track_caller]
fn cannot(args: &[&str], why: &str) {
    let output = run(args);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains(why), "{errors}");
    assert!(errors.len() < 400_000, "{errors}");
}

#[test]
fn yaml_has_a_size_a_depth_and_no_bombs() {
    let policies: [(&str, String, &str); 4] = [
        (
            "bomb",
            (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |text, i| {
                let before = i - 1;
                text + &format!("a{i}: &a{i} [*a{before}, *a{before}, *a{before}]\n")
            }),
            "error: ",
        ),
        ("deep", "[".repeat(100_000), "error: "),
        ("deep", "- ".repeat(50_000), "error: "),
        (
            "many",
            "AcceptedDomains:\n".to_owned() + &"- a.example\n".repeat(1_100_000),
            "error: ",
        ),
    ];
    for (name, text, why) in policies {
        let (_folder, path) = file(&format!("{name}.rdsim.yaml"), text.as_bytes());
        let path = path.to_str().unwrap();
        cannot(
            &["check", "--policy", path, "fixtures/ordinary/plain.eml"],
            why,
        );
        cannot(&["test", path], why);
    }
    let (_folder, path) = file("large.rdsim.yaml", &vec![b'#'; (64 << 20) + 1]);
    let path = path.to_str().unwrap();
    let why = "it has more than 64 MiB";
    cannot(&["lint", path], why);
    cannot(&["test", path], why);
    cannot(
        &[
            "submit",
            "--policy",
            "policies/contoso.yaml",
            "--scenario",
            path,
        ],
        why,
    );
    // A device without an end.
    cannot(
        &[
            "check",
            "--policy",
            "/dev/zero",
            "fixtures/ordinary/plain.eml",
        ],
        why,
    );
    cannot(&["import", "/dev/zero"], "it has more than 256 MiB");
}

#[test]
fn imports_have_a_depth() {
    for (name, text) in [
        ("a.json", "[".repeat(200_000)),
        ("b.json", "{\"a\":".repeat(200_000)),
        (
            "d.ps1",
            format!(
                "Configuration C {{\nEXORemoteDomain \"x\" {{\nName = {}",
                "@(".repeat(200_000)
            ),
        ),
        (
            "c.xml",
            format!(
                "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">{}",
                "<Obj><MS>".repeat(100_000)
            ),
        ),
    ] {
        let (_folder, path) = file(name, text.as_bytes());
        cannot(&["import", path.to_str().unwrap()], "error: ");
    }
}

#[test]
fn a_row_of_a_trace_has_a_size() {
    let head = "Received,SenderAddress,RecipientAddress,Subject,Status\n2026-08-01T10:00:00Z,a@contoso.com,b@fabrikam.com,x,Delivered\n";
    let text = format!("{head}2026-08-01T10:00:00Z,\"{}", "a".repeat(40 << 20));
    let (_folder, path) = file("a.csv", text.as_bytes());
    let output = run(&["trace", "read", path.to_str().unwrap()]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("more than 16 MiB"), "{errors}");
    let deep = format!("[{{\"Received\":{}", "[".repeat(100_000));
    let (_folder, path) = file("a.json", deep.as_bytes());
    cannot(&["trace", "read", path.to_str().unwrap()], "not JSON");
}

/// Export-Clixml of something.
fn clixml(inner: &str) -> String {
    format!(
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">{inner}</Objs>"
    )
}

#[test]
fn imports_have_a_number_of_values() {
    const MANY: usize = 2_100_000;
    let most = "the file has more than 2,000,000 lines or values";
    let unfolds = "the XML unfolds to more than an export can be";
    let keys = (0..MANY).map(|i| format!("\"{i}\":0,"));
    // Every object holds the next, and all of them are wanted again.
    let nested = (0..30).map(|i| format!("<Obj RefId=\"{i}\"><LST>"));
    let wanted = (0..30).map(|i| format!("<Ref RefId=\"{i}\"/>"));
    let copies = nested.collect::<String>()
        + &"<S>x</S>".repeat(60_000)
        + &"</LST></Obj>".repeat(30)
        + &wanted.collect::<String>();
    let text = "y".repeat(10 << 20);
    let long = format!("<Obj RefId=\"1\"><MS><S N=\"a\">{text}</S></MS></Obj>")
        + &"<Ref RefId=\"1\"/>".repeat(1_000);
    for (name, text, why) in [
        ("a.json", format!("[{}0]", "0,".repeat(MANY)), most),
        ("b.json", "0 ".repeat(MANY).replacen("0", "[]", 1), most),
        (
            "c.json",
            format!("{{{}\"\":0}}", keys.collect::<String>()),
            most,
        ),
        ("d.json", format!("[{}]", "\n".repeat(MANY)), most),
        (
            "a.csv",
            "Name,DomainName\n".to_owned() + &"a,b\n".repeat(1_100_000),
            most,
        ),
        (
            "b.csv",
            "Name,DomainName\n".to_owned() + &",".repeat(4 * MANY),
            most,
        ),
        ("a.xml", clixml(&"<a/>".repeat(4 * MANY)), most),
        ("b.xml", clixml(&copies), unfolds),
        ("c.xml", clixml(&long), unfolds),
        (
            "a.ps1",
            format!("Configuration C {{\n{}}}", "; ".repeat(MANY)),
            most,
        ),
        (
            "a.txt",
            (0..1_001).map(|i| format!("P{i} : x\n")).collect(),
            "the object has more than 1,000 properties",
        ),
    ] {
        let (_folder, path) = file(name, text.as_bytes());
        cannot(&["import", path.to_str().unwrap()], why);
    }
}

#[test]
fn an_expectation_file_holds_its_messages_once_and_few_recipients() {
    let folder = tempfile::tempdir().unwrap();
    let policy = std::path::absolute("policies/contoso.yaml").unwrap();
    let to = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let line = "x".repeat(76) + "\n";
    let attached = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n{}--b--\n",
        line.repeat((40 << 20) / 77)
    );
    let cases = |number: usize, what: &str| {
        let case = |i| format!("  - {{Name: c{i}, {what}, Expect: {{Outcome: leaves}}}}\n");
        let cases: String = (0..number).map(case).collect();
        format!("Policy: '{}'\nCases:\n{cases}", policy.display())
    };
    to("a.eml", &attached);
    let path = to("a.rdsim.yaml", &cases(200, "Message: a.eml"));
    let output = run(&["test", &path]);
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("200 passed"), "{report}");
    // Each recipient of each case counts.
    let many: Vec<String> = (0..1_001).map(|i| format!("a{i}@example.com")).collect();
    let what = format!("Kind: ordinary, To: [{}]", many.join(", "));
    let path = to("b.rdsim.yaml", &cases(100, &what));
    cannot(&["test", &path], "more than 100,000 recipients together");
}

#[test]
fn an_import_writes_no_policy_that_could_not_be_read() {
    let text: String = (0..340_000).map(|i| format!("d{i}.example\n")).collect();
    let (folder, path) = file("a.csv", format!("\"DomainName\"\n{text}").as_bytes());
    let to = folder.path().join("policy.yaml");
    let (path, to_name) = (path.to_str().unwrap(), to.to_str().unwrap());
    let args = ["import", "--as", "accepted-domain", "-o", to_name, path];
    cannot(&args, "the policy would have more than 1,000,000 values");
    assert!(!to.exists());
}

#[test]
fn the_first_thousand_problems_are_told_and_the_others_counted() {
    let domains: String = (0..1_500)
        .map(|i| format!("  - DomainName: d{i}.example\n    TNEFEnabeld: true\n"))
        .collect();
    let utf7: String = (0..1_500)
        .map(|i| format!("  - DomainName: e{i}.example\n    CharacterSet: utf-7\n"))
        .collect();
    let default = "RemoteDomains:\n  - DomainName: \"*\"\n";
    let last = "500 more problems like these";
    // The warnings come first, and hide no error.
    for (text, count) in [
        (format!("{default}{domains}"), (1_001, 0)),
        (format!("{default}{utf7}{domains}"), (1_001, 1_001)),
    ] {
        let (_folder, path) = file("p.yaml", text.as_bytes());
        let path = path.to_str().unwrap();
        let output = run(&["lint", "--format", "json", path]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = report["policies"][0]["findings"].as_array().unwrap();
        let told = |severity: &str| {
            let told = findings.iter().filter(|f| f["severity"] == severity);
            told.count()
        };
        assert_eq!((told("error"), told("warning")), count);
        assert!(findings.iter().any(|f| f["message"] == last));
        let args = ["check", "--policy", path, "fixtures/ordinary/plain.eml"];
        cannot(&args, last);
    }
}

/// JSON is YAML, and mostly one line. What is told of it grows no faster than the file.
#[test]
fn a_file_of_one_line_is_read_and_its_problems_quote_a_piece_of_it() {
    let long = |output: &Output| {
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(told.len() < 10 << 20, "{}", told.len());
        told
    };
    let domains: String = (0..4_000)
        .map(|i| format!(r#",{{"DomainName":"d{i}.example","TNEFEnabled":true,"IsInternal":0}}"#))
        .collect();
    let text = format!(r#"{{"RemoteDomains":[{{"DomainName":"*"}}{domains}]}}"#);
    let (_folder, path) = file("policy.yaml", text.as_bytes());
    let path = path.to_str().unwrap();
    for format in ["human", "json", "sarif", "github"] {
        let told = long(&run(&["lint", "--format", format, path]));
        assert!(
            told.contains("`IsInternal` wants true or false"),
            "{format}"
        );
    }
    let (_folder, path) = file("good.yaml", text.replace(":0}", ":false}").as_bytes());
    let told = long(&run(&["lint", "--format", "json", path.to_str().unwrap()]));
    assert!(told.contains("d3999.example"));
    let twice = vec!["TNEFEnabled: true"; 40_000].join(", ");
    let text = format!("RemoteDomains: [{{DomainName: '*', {twice}}}]\n");
    let (_folder, path) = file("twice.yaml", text.as_bytes());
    let told = long(&run(&["lint", "--format", "json", path.to_str().unwrap()]));
    assert!(told.contains("38999 more problems like these"), "{told}");
    let policy = std::path::absolute("policies/contoso.yaml").unwrap();
    let cases = (0..5_000).map(|i| {
        format!("{{Name: n{i}, Kind: ordinary, To: a{i}@example.com, Expect: {{Outcome: zork}}}}")
    });
    let cases: Vec<String> = cases.collect();
    let text = format!(
        "Policy: '{}'\nCases: [{}]\n",
        policy.display(),
        cases.join(", ")
    );
    let (_folder, path) = file("a.rdsim.yaml", text.as_bytes());
    let output = run(&["test", path.to_str().unwrap()]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("4000 more problems like these"));
    assert!(errors.len() < 2 << 20, "{}", errors.len());
}

#[test]
fn imports_take_no_longer_for_each_object_the_more_there_are() {
    let text: String = (0..120_000).map(|i| format!("d{i}.example\n")).collect();
    let (_folder, path) = file("a.csv", format!("\"DomainName\"\n{text}").as_bytes());
    let path = path.to_str().unwrap();
    let output = run(&["import", "--as", "accepted-domain", path]);
    let policy = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    assert!(policy.contains("d119999.example\n"));
    // Places in one long line.
    let text = "{\"a\":1},".repeat(100_000);
    let (_folder, path) = file("a.json", format!("[{text}{{}}]").as_bytes());
    let output = run(&["import", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_trace_as_json_may_hold_anything() {
    let row = "{\"Status\":\"Delivered\",\"SenderAddress\":\"a@contoso.com\"},";
    let (_folder, path) = file(
        "a.json",
        format!("[{}{{}}]", row.repeat(300_000)).as_bytes(),
    );
    let output = run(&["trace", "read", path.to_str().unwrap()]);
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("rows: 300000"), "{report}");
    for (text, why) in [
        (
            format!("[{}0]", "0,".repeat(60 << 20)),
            "item 1 is not a row",
        ),
        (
            format!("[{}{{}}]", "{},".repeat(40 << 20)),
            "item 1 is not a row",
        ),
        (
            format!("[{{\"Status\":[{}0]}}]", "0,".repeat(20 << 20)),
            "the row has more than 16 MiB",
        ),
        (
            format!("[\"{}", "x".repeat(20 << 20)),
            "the row has more than 16 MiB",
        ),
    ] {
        let (_folder, path) = file("a.json", text.as_bytes());
        cannot(&["trace", "read", path.to_str().unwrap()], why);
    }
}
