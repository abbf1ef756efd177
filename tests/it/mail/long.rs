//! Reads long messages and long mailboxes in pieces of many sizes: nothing of them is lost.

use crate::program::{out, rdsim, root};
use rdsim::mail::{Content, Wanted, archive};
use std::io::{self, Read};
use std::path::Path;

/// Gives its bytes in pieces of changing size, some of them very small.
struct Drops<'a>(&'a [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        const SIZES: [usize; 7] = [1, 4096, 3, 131_072, 77, 1_000_000, 20_011];
        self.1 += 1;
        let n = SIZES[self.1 % SIZES.len()].min(to.len()).min(self.0.len());
        let (now, later) = self.0.split_at(n);
        to[..n].copy_from_slice(now);
        self.0 = later;
        Ok(n)
    }
}

/// The messages of an mbox, each whole.
fn texts(from: impl Read + Send) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    archive::messages("a", from, Wanted::Whole, &mut |batch| {
        for mail in batch {
            match mail.content.unwrap() {
                Content::Text(bytes) => texts.push(bytes.to_vec()),
                _ => texts.push(b"abridged".to_vec()),
            }
        }
        true
    });
    texts
}

#[test]
fn an_mbox_gives_every_message_however_it_is_cut() {
    let mut messages = Vec::new();
    // Sizes around those of batches and of the pieces that are read at a time.
    for (number, size) in [
        0, 10, 262_000, 262_144, 262_200, 3, 524_288, 131_072, 1, 700_000, 1_048_000, 5, 999,
        131_000, 400_000, 400_000, 262_100, 30,
    ]
    .into_iter()
    .cycle()
    .take(60)
    .enumerate()
    {
        let mut text =
            format!("Subject: {number}\n\nFrom the start.\n>From is quoted\n").into_bytes();
        while text.len() < size {
            text.extend_from_slice(
                b"A line, which says where mail is From 09:00, and ends.\nFrom\n",
            );
        }
        text.extend_from_slice(b"From here to the end\n");
        messages.push(text);
    }
    let mut mbox = Vec::new();
    for text in &messages {
        mbox.extend_from_slice(b"From alice@contoso.com Tue Sep  1 09:00:00 2026\n");
        mbox.extend_from_slice(text);
        mbox.push(b'\n');
    }
    for found in [texts(&mbox[..]), texts(Drops(&mbox, 0))] {
        assert_eq!(found.len(), messages.len());
        for (number, (found, message)) in found.iter().zip(&messages).enumerate() {
            assert!(
                found == message,
                "message {number} of {} bytes",
                message.len()
            );
        }
    }
}

/// The messages of an mbox, as they are read from it.
fn read(from: impl Read + Send, wanted: Wanted) -> Vec<String> {
    let mut read = Vec::new();
    archive::messages("a", from, wanted, &mut |batch| {
        for mail in batch {
            let message = mail.message().unwrap();
            let parts = message.parts.iter();
            let texts = parts.map(|p| String::from_utf8_lossy(&p.body));
            read.push(texts.collect::<String>() + &format!("{message:?}"));
        }
        true
    });
    read
}

#[test]
fn what_is_judged_of_a_mailbox_is_what_its_whole_messages_say() {
    let mut mbox = String::new();
    for size in [
        10, 16_000, 33_000, 64_000, 66_000, 131_000, 300_000, 900_000,
    ] {
        for quoted in [">From the start.\n", "From the start.\n>From here.\n"] {
            let attachment =
                "JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2cvUGFnZXM\n".repeat(size / 60);
            mbox.push_str(&format!(
                "From alice@contoso.com Tue Sep  1 09:00:00 2026\nFrom: alice@contoso.com\nTo: bob{size}@fabrikam.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n{quoted}--b\nContent-Type: application/pdf\n\n{quoted}{attachment}--b\nContent-Type: text/plain; charset=utf-8\n\n{quoted}the end\n--b--\n\n"
            ));
            mbox.push_str(&format!(
                "From alice@contoso.com Tue Sep  1 09:00:00 2026\nFrom: alice@contoso.com\n\n{}\n{quoted}\n",
                "Some words. - \n".repeat(size / 14)
            ));
        }
    }
    for mbox in [mbox.replace('\n', "\r\n"), mbox] {
        let whole = read(mbox.as_bytes(), Wanted::Whole);
        assert_eq!(whole.len(), 32);
        let marked = whole.iter().filter(|m| m.contains(">From ")).count();
        assert_eq!(marked, 16);
        assert!(whole == read(mbox.as_bytes(), Wanted::Abridged));
        assert!(whole == read(Drops(mbox.as_bytes(), 0), Wanted::Abridged));
    }
}

/// What `check` says of a file with so many threads.
fn check(folder: &Path, file: &str, jobs: &str) -> String {
    let mut command = rdsim(&["check", "--format", "jsonl", "--jobs", jobs, file]);
    command
        .arg("--policy")
        .arg(root().join("policies/contoso.yaml"));
    let output = command.current_dir(folder).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    out(&output)
}

#[test]
fn a_long_message_is_read_alike_by_one_thread_and_by_many() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = b"From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf\n\n".to_vec();
    while text.len() < 33_000_000 {
        text.extend_from_slice(
            b"JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2cvUGFnZXMgMiAwIFI+Pg\n",
        );
    }
    text.extend_from_slice(
        b"--b\nContent-Type: text/html; charset=shift_jis\n\n<p>\x82\xa0\n--b--\n",
    );
    let lines = text.iter().filter(|b| **b == b'\n').count();
    std::fs::write(folder.path().join("long.eml"), &text).unwrap();
    let check = |jobs: &str| check(folder.path(), "long.eml", jobs);
    let one = check("1");
    assert_eq!(one, check("2"));
    assert_eq!(one, check("7"));
    let part = format!(r#""content_type":"text/html","line":{},"#, lines - 1);
    assert!(one.contains(&part), "{one}");
}

#[test]
fn a_content_length_is_followed_wherever_the_body_stands() {
    // mboxcl2: lines of the body are not quoted. Some bodies are longer than what is read at a time.
    let from = "From alice@contoso.com Tue Sep  1 09:00:00 2026\n";
    let body = format!("{}\n{from}Subject: none\n\n", "words\n".repeat(2_000)).repeat(3);
    let message = format!("Content-Length: {}\n\n{body}", body.len());
    let mbox = format!("{from}{message}\n").repeat(60);
    for found in [texts(mbox.as_bytes()), texts(Drops(mbox.as_bytes(), 0))] {
        assert_eq!(found.len(), 60);
        assert!(found.iter().all(|text| text == message.as_bytes()));
    }
}

#[test]
fn a_large_mbox_is_read_alike_by_one_thread_and_by_many() {
    let folder = tempfile::tempdir().unwrap();
    let from = "From alice@contoso.com Tue Sep  1 09:00:00 2026\n";
    let head = "From: alice@contoso.com\nTo: bob@fabrikam.com\nMIME-Version: 1.0\n";
    let attached = |size: usize| {
        let lines =
            "JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2cvUGFnZXM\n".repeat(size / 60);
        format!(
            "{head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n>From here.\n--b\nContent-Type: application/pdf\n\n{lines}--b\nContent-Type: text/html; charset=shift_jis\n\nthe end\n--b--\n"
        )
    };
    // mboxcl2: the body holds what looks like messages, and a part may begin with one.
    let guarded = format!("\n{from}{head}\nNot a message.\n\n").repeat(2_000);
    let guarded = format!("Content-Length: {}\n{head}\n{guarded}", guarded.len());
    let mut mbox = String::new();
    // One message spans several parts.
    for size in [100, 9_000_000, 300_000] {
        for _ in 0..12 {
            for text in [&guarded, &attached(size.min(400_000)), &attached(1_000)] {
                mbox.push_str(&format!("{from}{text}\n"));
            }
        }
        mbox.push_str(&format!("{from}{}\n", attached(size)));
    }
    assert!(mbox.len() > 20_000_000);
    std::fs::write(folder.path().join("large.mbox"), &mbox).unwrap();
    let one = check(folder.path(), "large.mbox", "1");
    assert_eq!(one.lines().count(), 3 * (12 * 3 + 1));
    for jobs in ["2", "7"] {
        assert!(
            one == check(folder.path(), "large.mbox", jobs),
            "{jobs} jobs"
        );
    }
}
