//! Gives the fixtures as programs save them, and files that are no messages.

use super::{fixtures, plain, verdicts, write};
use crate::program::{err, out, rdsim};
use rdsim::mail::{FileFormat, read_one};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    let units = mark.into_iter().chain(text.encode_utf16());
    units.flat_map(bytes).collect()
}

/// The fixtures that are text, in a form, and their verdicts as they are.
fn agree(form: &str, save: impl Fn(&str) -> Vec<u8>) {
    let mut texts = fixtures();
    texts.retain(|(_, bytes)| std::str::from_utf8(bytes).is_ok());
    assert!(texts.len() > 50);
    let folder = tempfile::tempdir().unwrap();
    let saved = texts.iter().enumerate().map(|(i, (_, bytes))| {
        let text = std::str::from_utf8(bytes).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        write(folder.path(), &format!("{i:03}.eml"), &save(text))
    });
    let saved: Vec<PathBuf> = saved.collect();
    let saved: Vec<&Path> = saved.iter().map(PathBuf::as_path).collect();
    let found = verdicts(&saved);
    for ((found, expected), (name, _)) in found.iter().zip(plain(&texts)).zip(&texts) {
        assert_eq!(*found, expected, "{form}: {name}");
    }
}

#[test]
fn a_message_in_utf_16_is_judged_as_in_utf_8() {
    agree("little endian", |text| utf16(text, u16::to_le_bytes, true));
    agree("big endian", |text| utf16(text, u16::to_be_bytes, true));
    agree("little endian without a mark", |text| {
        utf16(text, u16::to_le_bytes, false)
    });
    agree("big endian without a mark", |text| {
        utf16(text, u16::to_be_bytes, false)
    });
}

#[test]
fn a_message_with_cr_alone_is_judged_as_with_lf() {
    let cr = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r");
    agree("CR", |text| cr(text).into_bytes());
    agree("CR in UTF-16", |text| {
        utf16(&cr(text), u16::to_le_bytes, true)
    });
}

#[test]
fn a_message_of_apple_mail_is_judged_without_its_properties() {
    let headers = "From: alice@contoso.com\nTo: bob@fabrikam.com\nSubject: hi\nContent-Type: text/html; charset=utf-8\n\n";
    let properties = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n\t<key>flags</key>\n\t<integer>8590195713</integer>\n</dict>\n</plist>\n";
    let folder = tempfile::tempdir().unwrap();
    for lines in [1, 1 << 16] {
        let body = "<p>A line of HTML.</p>\n".repeat(lines);
        // The length is padded with blanks.
        let length = headers.len() + body.len();
        let saved = format!("{length:<10}\n{headers}{body}{properties}");
        let format = FileFormat::of(saved.as_bytes());
        assert_eq!(format, FileFormat::Emlx);
        let content = read_one(format, saved.as_bytes()).unwrap();
        let message = content.message().unwrap();
        let part = &message.parts[0];
        assert!(body.as_bytes().starts_with(&part.body), "{lines}");
        assert!(part.body.len() == body.len() || lines > 1, "{lines}");
        let lines_before = (message.headers[0].line, part.line);
        assert_eq!(lines_before, (2, 7), "lines of the file");
        write(
            folder.path(),
            &format!("V10/Messages/{lines}.partial.emlx"),
            saved.as_bytes(),
        );
    }
    let found = verdicts(&[folder.path()]);
    let senders: Vec<_> = found.iter().map(|v| v["sender"].as_str()).collect();
    assert_eq!(senders, [Some("alice@contoso.com"); 2]);
}

#[test]
fn a_message_and_an_mbox_of_any_size_are_read_in_utf_16_and_with_cr() {
    let message =
        "From: alice@contoso.com\nTo: bob@fabrikam.com\nSubject: Undeliverable: hi\n\nHello\n";
    let long = format!("{message}{}", "A line of text.\n".repeat(1 << 17));
    let mbox = format!("From - Tue Sep 01 09:00:00 2026\n{message}\n").repeat(3);
    let folder = tempfile::tempdir().unwrap();
    for (name, text, messages) in [("long", &long, 1), ("mbox", &mbox, 3)] {
        let cr = text.replace('\n', "\r");
        for (form, bytes) in [
            ("utf-16", utf16(text, u16::to_le_bytes, true)),
            ("cr", cr.clone().into_bytes()),
            ("cr-utf-16", utf16(&cr, u16::to_be_bytes, true)),
        ] {
            let path = write(folder.path(), &format!("{name}-{form}.eml"), &bytes);
            let found = verdicts(&[&path]);
            assert_eq!(found.len(), messages, "{name} {form}");
            for verdict in found {
                assert_eq!(verdict["sender"], "alice@contoso.com", "{name} {form}");
            }
        }
    }
}

#[test]
fn mailboxes_of_thunderbird_apple_mail_and_eudora_are_taken_apart() {
    let message = |n| {
        format!(
            "From: alice@contoso.com\nTo: bob{n}@fabrikam.com\nSubject: hi\n\nHello\nFrom now on\nit is so.\n\nFrom 9:00 or 10:00 on.\nBye\n"
        )
    };
    let rows = [
        ("Thunderbird", "From \r\n", "\r\n"),
        (
            "Thunderbird 2",
            "From - Tue Sep 01 09:00:00 2026\nX-Mozilla-Status: 0001\n",
            "",
        ),
        (
            "Apple Mail",
            "From alice@contoso.com Tue Sep 01 09:00:00 2026\n",
            "\n",
        ),
        ("Eudora", "From ???@??? Tue Sep 01 09:00:00 2026\n", ""),
        ("an address", "From alice@contoso.com\n", "\n"),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (program, line, end) in rows {
        // Enough that messages stand at the edges of what is read at a time.
        let messages = 0..500;
        let mbox: String = messages
            .clone()
            .map(|n| format!("{line}{}{end}", message(n)))
            .collect();
        let path = write(folder.path(), "mbox", mbox.as_bytes());
        let found = recipients(&path);
        let expected: Vec<_> = messages.map(|n| format!("bob{n}@fabrikam.com")).collect();
        assert_eq!(found, expected, "{program}");
    }
}

/// The recipients of the messages of a file.
fn recipients(path: &Path) -> Vec<String> {
    let mut command = rdsim(&["check", "--policy", "policies/contoso.yaml"]);
    let output = command
        .args(["--format", "jsonl"])
        .arg(path)
        .output()
        .unwrap();
    let values = out(&output);
    let values = values
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    values
        .map(|v| {
            v["verdicts"][0]["recipient"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        })
        .collect()
}

#[test]
fn texts_with_a_field_of_their_own_are_no_messages_and_odd_messages_are() {
    let is_message = |text: &str| rdsim::mail::read(text.as_bytes()).is_ok();
    for text in [
        "HTTP/1.1 200 OK\nDate: Tue, 01 Sep 2026 09:00:00 GMT\nContent-Type: text/html\n\n<p>\n",
        "---\ntitle: Hello\ndate: 2026-09-01\n---\n\n# Hello\n",
        "Title: Hello\nDate: 2026-09-01\nKeywords: mail\n\nHello\n",
        "commit 1f0e\nAuthor: Alice <alice@contoso.com>\nDate:   Tue Sep 1 09:00:00 2026\n\n    Hello\n",
        "BEGIN:VCALENDAR\nVERSION:2.0\nCOMMENT:x\nEND:VCALENDAR\n",
        "<html><body>From: Alice<br>\nSubject: Hello\n</body></html>\n",
        "\x01\x01\x01\x01\nFrom: alice@contoso.com\nTo: bob@fabrikam.com\n\nHello\n\x01\x01\x01\x01\n",
        "BABYL OPTIONS:\nVersion: 5\n\x1f\x0c\n0, unseen,,\n*** EOOH ***\nFrom: alice@contoso.com\nTo: bob@fabrikam.com\n\nHello\n\x1f",
        "Building the parser\n=====\n\nX-Mailer: none\n",
    ] {
        assert!(!is_message(text), "{text}");
    }
    for text in [
        "Subject: Hello\n\n",
        "Date: Tue, 1 Sep 2026 09:00:00 +0000\nFrom: alice@contoso.com\n\n",
        "A line that a program left here\nFrom: alice@contoso.com\nTo: bob@fabrikam.com\n\n",
        "Content-Type: text/plain\n\nHello\n",
    ] {
        assert!(is_message(text), "{text}");
    }
}

#[test]
fn what_is_no_message_is_unreadable_whatever_the_recipient() {
    let folder = tempfile::tempdir().unwrap();
    // More than the headers of a message may have, without an empty line.
    let large = write(
        folder.path(),
        "large.eml",
        &[b"\x89PNG\r", &[1; 3 << 20][..]].concat(),
    );
    let policy = Path::new("policies/contoso.yaml");
    let names = ["pdf", "png", "text-without-headers"];
    let named = names.map(|name| PathBuf::from(format!("fixtures/awkward/{name}.eml")));
    for path in named.iter().map(PathBuf::as_path).chain([&*large, policy]) {
        let mut command = rdsim(&["check", "--policy", "policies/contoso.yaml"]);
        command.args(["--to", "bob@fabrikam.com", "--fail-on", "unreadable"]);
        let output = command.arg(path).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{path:?} {}", err(&output));
        let out = out(&output);
        assert!(out.contains("UNREADABLE  it is not a message"), "{out}");
    }
}

#[test]
fn lines_that_came_apart_are_no_message_and_not_judged() {
    let text = "From: alice@contoso.com\nTo: bob@fabrikam.com\nSubject: Automatic reply: Hello\nAuto-Submitted: auto-generated\n\nAway\n";
    let error = rdsim::mail::read(text.replace('\n', "\n\n").as_bytes()).unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("an empty line stands below each line"),
        "{told}"
    );
    assert!(rdsim::mail::read(text.as_bytes()).is_ok());
    // One header, and a body that quotes others.
    let quoted =
        "Subject: x\n\nFrom: alice@contoso.com\nTo: bob@fabrikam.com\n\nSubject: y\n\nDate: z\n";
    assert!(rdsim::mail::read(quoted.as_bytes()).is_ok());
}
