//! Gives the fixtures in every form in which mail is kept: the verdicts must be the same.

mod charsets;
mod cut;
mod damaged;
mod long;
pub mod outlook;
mod pst;
mod pst_file;
mod saved;

use crate::given::files;
use crate::packed::{gzip, zip, zstd};
use crate::program::{err, out, rdsim};
use crate::targets::facts;
use proptest::prelude::*;
use rdsim::mail::large::Abridger;
use rdsim::mail::{Content, Wanted, archive};
use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Every fixture that is a message, without those that hold no header or do not begin with it.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let messages = files("fixtures", ".eml").into_iter();
    messages
        .map(|p| (p.to_string_lossy().into_owned(), std::fs::read(p).unwrap()))
        .filter(|(_, bytes)| rdsim::mail::read(bytes).is_ok())
        // In an mbox its first line is that of the mbox, which does not count; and where empty
        // lines come first, a Content-Length cannot be added below the headers.
        .filter(|(_, bytes)| !bytes.starts_with(b"From ") && !bytes.starts_with(b" "))
        .collect()
}

/// The verdicts of `check` on some paths, without the names of the files.
fn verdicts(paths: &[&Path]) -> Vec<Value> {
    let mut command = rdsim(&["check", "--policy", "policies/contoso.yaml"]);
    command.args(["--to", "bob@fabrikam.com", "--format", "jsonl"]);
    let output = command.args(paths).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    out(&output)
        .lines()
        .map(|line| {
            let mut value: Value = serde_json::from_str(line).unwrap();
            value.as_object_mut().unwrap().remove("path").unwrap();
            value
        })
        .collect()
}

/// The verdicts on the fixtures as they are.
fn plain(fixtures: &[(String, Vec<u8>)]) -> Vec<Value> {
    let paths: Vec<&Path> = fixtures.iter().map(|(p, _)| Path::new(p)).collect();
    verdicts(&paths)
}

const FROM: &[u8] = b"From alice@contoso.com Tue Sep  1 09:00:00 2026\n";

/// An mbox of some messages; `write` puts one below its `From ` line.
fn mbox(messages: &[(String, Vec<u8>)], write: impl Fn(&[u8], &mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    for (_, bytes) in messages {
        out.extend_from_slice(FROM);
        write(bytes, &mut out);
        if !out.ends_with(b"\n") {
            out.push(b'\n');
        }
        out.push(b'\n');
    }
    out
}

/// Lines that begin with `From `, or with `>` and it, with one `>` more.
fn quoted(bytes: &[u8], all: bool) -> Vec<u8> {
    let mut out = Vec::new();
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let marks = if all {
            line.iter().take_while(|b| **b == b'>').count()
        } else {
            0
        };
        if line[marks..].starts_with(b"From ") {
            out.push(b'>');
        }
        out.extend_from_slice(line);
    }
    out
}

/// A message with its length in its header.
fn with_length(bytes: &[u8]) -> Vec<u8> {
    let lf = memchr::memmem::find(bytes, b"\n\n").map(|at| (at + 1, at + 2));
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| (at + 2, at + 4));
    let Some((headers, body)) = crlf.or(lf) else {
        return bytes.to_vec();
    };
    let mut out = bytes[..headers].to_vec();
    write!(out, "Content-Length: {}\r\n", bytes.len() - body).unwrap();
    out.extend_from_slice(&bytes[headers..]);
    out
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The verdicts without the lines of their evidence, which a Content-Length header moves.
fn without_lines(mut values: Vec<Value>) -> Vec<Value> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("line");
                map.values_mut().for_each(strip);
            }
            Value::Array(all) => all.iter_mut().for_each(strip),
            _ => {}
        }
    }
    values.iter_mut().for_each(strip);
    values
}

#[test]
fn every_variant_of_mbox_gives_the_verdicts_of_its_messages() {
    let fixtures = fixtures();
    let expected = plain(&fixtures);
    assert!(expected.len() > 50);
    let folder = tempfile::tempdir().unwrap();
    let variants: [(&str, Vec<u8>); 5] = [
        ("o", mbox(&fixtures, |b, out| out.extend(quoted(b, false)))),
        ("rd", mbox(&fixtures, |b, out| out.extend(quoted(b, true)))),
        (
            "cl",
            mbox(&fixtures, |b, out| {
                out.extend(quoted(&with_length(b), false))
            }),
        ),
        ("cl2", mbox(&fixtures, |b, out| out.extend(with_length(b)))),
        // As Windows programs write it.
        ("crlf", {
            let lf = mbox(&fixtures, |b, out| out.extend(quoted(b, true)));
            let text: Vec<u8> = lf.into_iter().filter(|b| *b != b'\r').collect();
            text.iter()
                .flat_map(|b| {
                    if *b == b'\n' {
                        vec![b'\r', b'\n']
                    } else {
                        vec![*b]
                    }
                })
                .collect()
        }),
    ];
    for (variant, bytes) in variants {
        let path = write(folder.path(), &format!("{variant}.mbox"), &bytes);
        let found = verdicts(&[&path]);
        if variant.starts_with("cl") {
            assert_eq!(
                without_lines(found),
                without_lines(expected.clone()),
                "{variant}"
            );
        } else {
            for ((found, expected), (name, _)) in found.iter().zip(&expected).zip(&fixtures) {
                assert_eq!(found, expected, "{variant} {name}");
            }
            assert_eq!(found.len(), expected.len());
        }
    }
}

#[test]
fn quoting_is_undone_and_a_content_length_is_followed() {
    let body = b"Subject: x\n\nhello\n\n>From here\n>>From there\n";
    let rd = mbox(&[(String::new(), body.to_vec())], |b, out| {
        out.extend(quoted(b, true))
    });
    let taken = texts(&rd);
    assert_eq!(taken, [body.to_vec()]);
    // mboxcl2: a line in the body looks like the next message.
    let inner = b"Subject: x\n\nhello\n\nFrom bob@fabrikam.com Tue Sep  1 09:00:00 2026\n\nbye\n";
    let two = [
        (String::new(), with_length(inner)),
        (String::new(), b"Subject: y\n\nz\n".to_vec()),
    ];
    let taken = texts(&mbox(&two, |b, out| out.extend_from_slice(b)));
    assert_eq!(taken, [two[0].1.clone(), two[1].1.clone()]);
    // A wrong length is ignored.
    let lie = b"From a Tue Sep  1 09:00:00 2026\nContent-Length: 3\n\nhello\n\nFrom b Tue Sep  1 09:00:00 2026\nSubject: y\n\nz\n";
    assert_eq!(texts(lie).len(), 2);
    // A sentence is no separator.
    let prose = b"From a Tue Sep  1 09:00:00 2026\nSubject: y\n\nz\n\nFrom now on it is so.\n";
    assert_eq!(texts(prose).len(), 1);
}

/// The texts of the messages in some bytes.
fn texts(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    archive::messages("test", bytes, Wanted::Whole, &mut |batch| {
        for mail in batch {
            match mail.content.unwrap() {
                Content::Text(text) => out.push(text.to_vec()),
                other => panic!("{other:?}"),
            }
        }
        true
    });
    out
}

#[test]
fn archives_and_archives_in_archives_give_the_same_verdicts() {
    let fixtures = fixtures();
    let expected = plain(&fixtures);
    let folder = tempfile::tempdir().unwrap();
    let mbox = mbox(&fixtures, |b, out| out.extend(quoted(b, true)));
    let entries = fixtures.iter();
    let entries = entries.map(|(name, bytes)| (name.trim_start_matches('/'), bytes.as_slice()));
    let entries: Vec<_> = entries.collect();
    for (name, bytes) in [
        ("all.zip", zip(&entries)),
        ("all.mbox.gz", gzip(&mbox)),
        ("all.mbox.zst", zstd(&mbox)),
        ("box.zip", zip(&[("box", &mbox)])),
        ("packed.zip", zip(&[("box.gz", &gzip(&mbox))])),
        ("all.zip.gz", gzip(&zip(&entries))),
        // Recognised by content, not by name.
        ("no-name", gzip(&mbox)),
    ] {
        let path = write(folder.path(), name, &bytes);
        assert_eq!(verdicts(&[&path]), expected, "{name}");
    }
    for (i, (_, bytes)) in fixtures.iter().enumerate().take(5) {
        let path = write(folder.path(), &format!("one/{i:02}.eml.gz"), &gzip(bytes));
        assert_eq!(verdicts(&[&path]), expected[i..=i]);
    }
    let five = verdicts(&[&folder.path().join("one")]);
    assert_eq!(five, expected[..5]);
}

#[test]
fn a_maildir_gives_its_messages_and_nothing_else() {
    let fixtures = fixtures();
    let folder = tempfile::tempdir().unwrap();
    for (i, (_, bytes)) in fixtures.iter().enumerate() {
        let state = if i % 2 == 0 { "cur" } else { "new" };
        let name = format!("box/{state}/{i:010}.M1P2.host:2,S");
        write(folder.path(), &name, bytes);
    }
    write(folder.path(), "box/tmp/half", b"From: half@example.com\n\n");
    write(folder.path(), "box/dovecot-uidlist", b"3 V1 N1\n");
    write(
        folder.path(),
        "notes/readme.txt",
        b"From: nobody\n\nnot mail\n",
    );
    write(
        folder.path(),
        "more/inbox",
        &mbox(&fixtures[..2], |b, out| out.extend_from_slice(b)),
    );
    let expected = plain(&fixtures);
    let by_state = |odd| {
        expected
            .iter()
            .enumerate()
            .filter(move |(i, _)| i % 2 == odd)
    };
    let cur_then_new: Vec<Value> = by_state(0)
        .chain(by_state(1))
        .map(|(_, v)| v.clone())
        .collect();
    let found = verdicts(&[folder.path()]);
    assert_eq!(found[..expected.len()], cur_then_new[..]);
    assert_eq!(
        found[expected.len()..],
        expected[..2],
        "and an mbox by its content"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// What is left out of a message changes no fact, in whatever pieces it comes.
    #[test]
    fn what_is_left_out_changes_nothing(
        fixture in 0..50usize,
        lines in 0..40usize,
        step in 1..200usize,
        crlf in any::<bool>(),
        closed in any::<bool>(),
    ) {
        let fixtures = fixtures();
        let (_, inner) = &fixtures[fixture];
        let noise: String = (0..lines).map(|i| format!("{}{}\n", ["-", "--", "--outerx", "\n", "QUJD"][i % 5], i)).collect();
        let inner = String::from_utf8_lossy(inner).replace("\r\n", "\n");
        let mut text = format!(
            "From: a@contoso.com\nTo: b@fabrikam.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"outer\"\n\npreamble\n--outer\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"x.bin\"\n\n{noise}--outer\nContent-Type: message/rfc822\n\n{inner}\n--outer\nContent-Type: text/plain; charset=utf-8\n\nhello\n--outer\nContent-Type: image/png\n\n{noise}--outer\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\n\n"
        );
        if closed {
            text.push_str("--outer--\nepilogue\n");
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let whole = rdsim::mail::read(text.as_bytes());
        prop_assert!(whole.is_ok());
        let mut abridger = Abridger::default();
        for piece in text.as_bytes().chunks(step) {
            abridger.feed(piece);
        }
        let abridged = abridger.finish().unwrap();
        prop_assert!(abridged.bytes.len() <= text.len());
        let left = rdsim::mail::mime::read_abridged(&abridged);
        prop_assert_eq!(facts(&whole), facts(&left));
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), sign in 0..8usize) {
        let signs: [&[u8]; 8] = [b"", b"From x 10:10\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x78\x9f\x3e\x22", b"Content-Type: multipart/mixed; boundary=a\n\n--a\n"];
        let all = [signs[sign], &bytes].concat();
        archive::messages("x", all.as_slice(), Wanted::Abridged, &mut |batch| {
            for mail in batch {
                let _ = mail.message();
            }
            true
        });
    }
}
