//! Messages and mailboxes beyond every limit.

use super::{HEAD, checked, file, judged, refused, run};
use crate::packed::{gzip, zip};

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
    // So do archives in an archive.
    let half = [message.clone(), vec![b' '; 40 << 20]].concat();
    let inner = zip(&[("a.eml", &half)]);
    let names: Vec<String> = (0..10).map(|i| format!("{i}.zip")).collect();
    let entries: Vec<_> = names.iter().map(|n| (n.as_str(), &*inner)).collect();
    let outer = zip(&entries);
    let twice = zip(&[("a.zip", &*outer), ("b.zip", &*outer)]);
    for (name, bytes) in [("nested.zip", &outer), ("twice.zip", &twice)] {
        let (_folder, path) = file(name, bytes);
        let found = checked(&[&path]);
        let [None, Some(error)] = found.as_slice() else {
            panic!("{name}: {found:?}");
        };
        assert!(error.contains(why), "{name}: {error}");
    }
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
