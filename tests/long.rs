//! Reads long messages and long mailboxes: however they are cut, nothing of them is lost.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use rdsim::input::Content;
use rdsim::input::block::{Block, blocks};
use std::io::{self, Read};
use std::path::Path;
use std::process::Command;

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
    blocks("a", from, &mut |block: Block| {
        for mail in block.mails() {
            match mail.content.unwrap() {
                Content::Text(bytes, &[]) => texts.push(bytes.to_vec()),
                _ => texts.push(b"slim".to_vec()),
            }
        }
        true
    });
    texts
}

#[test]
fn an_mbox_gives_every_message_however_it_is_cut() {
    let mut messages = Vec::new();
    // Sizes around those of blocks and of the pieces in which they are read.
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
    let check = |jobs: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_rdsim"))
            .env_clear()
            .current_dir(folder.path())
            .arg("check")
            .arg("--policy")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/contoso.yaml"))
            .args(["--format", "jsonl", "--jobs", jobs, "long.eml"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    let one = check("1");
    assert_eq!(one, check("2"));
    assert_eq!(one, check("7"));
    let part = format!(r#""content_type":"text/html","line":{},"#, lines - 1);
    assert!(one.contains(&part), "{one}");
}

#[test]
fn a_length_guards_a_body_wherever_it_stands() {
    // mboxcl2: lines of the body are not quoted. Some body goes over the edge of what is read.
    let from = "From alice@contoso.com Tue Sep  1 09:00:00 2026\n";
    let body = format!("{}\n{from}Subject: none\n\n", "words\n".repeat(2_000)).repeat(3);
    let message = format!("Content-Length: {}\n\n{body}", body.len());
    let mbox = format!("{from}{message}\n").repeat(60);
    for found in [texts(mbox.as_bytes()), texts(Drops(mbox.as_bytes(), 0))] {
        assert_eq!(found.len(), 60);
        assert!(found.iter().all(|text| text == message.as_bytes()));
    }
}
