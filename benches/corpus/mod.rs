//! Makes the same mail in every run.
#![allow(dead_code, reason = "no bench uses all of it")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Numbers that look random and are the same in every run.
pub struct Seed(pub u64);

impl Seed {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// Lines of base64 of about so many bytes.
pub fn base64(seed: &mut Seed, bytes: usize, to: &mut impl Write) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut line = [0u8; 77];
    line[76] = b'\n';
    for _ in 0..bytes / 77 {
        for quad in line[..76].chunks_mut(8) {
            let random = seed.next().to_le_bytes();
            for (letter, byte) in quad.iter_mut().zip(random) {
                *letter = LETTERS[usize::from(byte % 64)];
            }
        }
        to.write_all(&line).unwrap();
    }
}

/// A message with an attachment of about so many bytes.
pub fn attached(seed: &mut Seed, number: u64, bytes: usize, to: &mut impl Write) {
    let (from, at) = (seed.below(3000), seed.below(400));
    write!(
        to,
        "Return-Path: <user{from}@contoso.com>\nFrom: User {from} <user{from}@contoso.com>\nTo: someone{number}@partner{at}.example\nSubject: Report {number}\nDate: Tue, 1 Sep 2026 09:00:00 +0000\nMessage-ID: <{number}@contoso.com>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b{number}\"\n\n--b{number}\nContent-Type: text/plain; charset=utf-8\n\nGood morning,\nhere is report {number}.\n\n--b{number}\nContent-Type: application/pdf; name=\"report.pdf\"\nContent-Disposition: attachment; filename=\"report.pdf\"\nContent-Transfer-Encoding: base64\n\n"
    )
    .unwrap();
    base64(seed, bytes, to);
    write!(to, "\n--b{number}--\n").unwrap();
}

/// The messages of the fixtures that can be read.
pub fn fixtures() -> Vec<Vec<u8>> {
    let files = walkdir::WalkDir::new("fixtures").sort_by_file_name();
    let paths = files.into_iter().map(|e| e.unwrap().into_path());
    let messages = paths.filter(|p| p.extension().is_some_and(|e| e == "eml"));
    let bytes = messages.map(|p| std::fs::read(p).unwrap());
    let read = bytes.filter(|b| rdsim::mail::read(b).is_ok_and(|m| !m.recipients().is_empty()));
    read.map(|b| b.into_iter().filter(|b| *b != b'\r').collect())
        .collect()
}

/// An mbox of about so many bytes: of ten messages seven are fixtures, and three have attachments
/// of 20 KB to 500 KB. The number of its messages.
pub fn mbox(path: &Path, size: u64) -> u64 {
    let fixtures = fixtures();
    let mut to = Counted(
        BufWriter::with_capacity(1 << 20, File::create(path).unwrap()),
        0,
    );
    let (mut seed, mut number) = (Seed(42), 0);
    while to.1 < size {
        to.write_all(b"From user@contoso.com Tue Sep  1 09:00:00 2026\n")
            .unwrap();
        if number % 10 < 7 {
            let fixture = &fixtures[seed.below(fixtures.len() as u64) as usize];
            to.write_all(fixture).unwrap();
        } else {
            let bytes = 20_000 + seed.below(480_000) as usize;
            attached(&mut seed, number, bytes, &mut to);
        }
        to.write_all(b"\n").unwrap();
        number += 1;
    }
    to.flush().unwrap();
    number
}

/// An mbox of about so many bytes, of messages of one line. The number of its messages.
pub fn small(path: &Path, size: u64) -> u64 {
    let mut to = Counted(BufWriter::new(File::create(path).unwrap()), 0);
    let mut number = 0;
    while to.1 < size {
        write!(
            to,
            "From user@contoso.com Tue Sep  1 09:00:00 2026\nFrom: alice@contoso.com\nTo: bob{number}@fabrikam.com\nSubject: {number}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nGood morning, {number}.\n\n"
        )
        .unwrap();
        number += 1;
    }
    to.flush().unwrap();
    number
}

/// Counts what is written.
struct Counted<W>(W, u64);

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.0.write(bytes)?;
        self.1 += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}
