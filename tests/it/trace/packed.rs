//! Reads exports that are packed, of every form, and keeps what is damaged from doing harm.

use super::run::{EXTENDED, json, ok, rdsim};
use crate::packed::{gzip, zip, zstd};
use crate::program::root;
use flate2::Compression;
use flate2::write::GzEncoder;
use rdsim::i18n::Language;
use rdsim::trace::{self, Trace, parquet, read};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(root().join(name)).unwrap()
}

fn read_all(bytes: &[u8]) -> Trace {
    let mut trace = Trace::default();
    trace::read("t", bytes, &mut trace);
    trace
}

/// What a trace says, without the name of its file.
fn said(trace: &Trace) -> String {
    let mut out = Vec::new();
    rdsim::report::trace::human(trace, Language::English, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A Parquet export.
fn table() -> Vec<u8> {
    let names = ["Received", "SenderAddress", "RecipientAddress", "Status"];
    let mut writer = parquet::Writer::new(Vec::new(), &names).unwrap();
    for i in 0..50 {
        let to = format!("b{i}@example.com");
        let row = ["2026-08-01T10:00:00Z", "a@contoso.com", &to, "Delivered"];
        writer.row(row).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn every_form_says_packed_what_it_says_unpacked() {
    let folder = root().join("fixtures/traces");
    let mut samples = vec![table()];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e != "md") {
            samples.push(std::fs::read(path).unwrap());
        }
    }
    let mut rows = 0;
    for sample in &samples {
        let plain = read_all(sample);
        rows += plain.rows;
        for packed in [
            gzip(sample),
            zstd(sample),
            zip(&[("export", sample)]),
            gzip(&gzip(&gzip(sample))),
            zstd(&zip(&[("a/export", &gzip(sample))])),
            zip(&[("inner.zip", &zip(&[("export", sample)]))]),
        ] {
            let all = read_all(&packed);
            assert_eq!(said(&all), said(&plain));
            assert_eq!(
                (all.bad_rows, all.unreadable_files),
                (plain.bad_rows, plain.unreadable_files)
            );
        }
        // Two files of an archive count together.
        let both = read_all(&zip(&[("1", sample), ("2", sample)]));
        assert_eq!(both.rows, 2 * plain.rows);
    }
    assert!(
        samples.len() > 10 && rows > 100,
        "{}: {rows}",
        samples.len()
    );
}

#[test]
fn the_verbs_take_what_is_packed_by_its_content_and_not_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let extended = sample(EXTENDED);
    let (_, plain) = json(&["read", EXTENDED]);
    for (name, bytes) in [
        ("a.csv.gz", gzip(&extended)),
        ("b.zst", zstd(&extended)),
        ("c.csv", zip(&[("extended.csv", &extended)])),
        ("d.parquet.gz", gzip(&table())),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let file = file.to_str().unwrap();
        let (code, said) = json(&["read", file]);
        assert_eq!(code, 0, "{name}");
        if !name.starts_with('d') {
            assert_eq!(said, plain, "{name}");
        }
        for verb in ["reconcile", "replay"] {
            let args = |file| [verb, "--policy", "policies/contoso.yaml", file];
            let (code, said) = ok(&args(file));
            assert_ne!(code, 2, "{name}: {said}");
            if !name.starts_with('d') {
                let (_, plain) = ok(&args(EXTENDED));
                let name = if name == "c.csv" {
                    format!("{file}#extended.csv")
                } else {
                    file.to_owned()
                };
                assert_eq!(said.replace(&name, EXTENDED), plain, "{name}");
            }
        }
    }
}

#[test]
fn what_is_cut_off_damaged_or_a_bomb_is_told_and_what_stands_before_it_counts() {
    let header = "Received,SenderAddress,RecipientAddress,Status\n";
    let mut long = header.to_owned();
    for i in 0u64..20_000 {
        let mixed = i.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        long.push_str(&format!(
            "2026-08-01T10:00:00Z,a{mixed:x}@contoso.com,b@example.com,Delivered\n"
        ));
    }
    let packed = gzip(long.as_bytes());
    let all = read_all(&packed[..packed.len() / 2]);
    assert!(
        all.rows > 1000 && all.bad_rows == 1,
        "{} {}",
        all.rows,
        all.bad_rows
    );
    let bomb = {
        let mut to = GzEncoder::new(Vec::new(), Compression::best());
        to.write_all(header.replace('\n', ",Subject\n").as_bytes())
            .unwrap();
        let long = " ".repeat(100_000);
        let row = format!("2026-08-01T10:00:00Z,a@contoso.com,b@example.com,Delivered,{long}\n");
        for _ in 0..1200 {
            to.write_all(row.as_bytes()).unwrap();
        }
        to.finish().unwrap()
    };
    let all = read_all(&bomb);
    assert_eq!((all.bad_rows, all.unreadable_files), (1, 0));
    let told = all.problems[0].to_string();
    assert!(told.contains("more than 200 times its size"), "{told}");
    assert!((600..1100).contains(&all.rows), "{}", all.rows);
    let all = read_all(&zip(&[("bomb.gz", &bomb), ("a.csv", header.as_bytes())]));
    assert_eq!(all.bad_rows + all.unreadable_files, 1, "{:?}", all.problems);
    // Archives in an archive count together.
    let blank = format!("{header}{}", " ".repeat(40 << 20));
    let inner = zip(&[("a.csv", blank.as_bytes())]);
    let all = read_all(&zip(&[
        ("a.zip", &inner),
        ("b.zip", &inner),
        ("c.zip", &inner),
    ]));
    let bombs = all.problems.iter();
    let bombs = bombs.filter(|p| p.to_string().contains("more than 200 times its size"));
    assert_eq!(bombs.count(), 1, "{:?}", all.problems);
    let deep = (0..6).fold(long.into_bytes(), |inner, _| zip(&[("x", &inner)]));
    let all = read_all(&deep);
    assert_eq!((all.rows, all.unreadable_files), (0, 1));
    assert_eq!(all.problems[0].code, "nested-too-deeply");
    for broken in [
        &b"PK\x03\x04"[..],
        b"\x1f\x8b",
        b"\x28\xb5\x2f\xfd",
        b"\x28\xb5\x2f\xfdxxxx",
    ] {
        let all = read_all(broken);
        assert_eq!((all.rows, all.unreadable_files), (0, 1), "{broken:?}");
    }
    let mixed = zip(&[("readme.txt", b"no trace"), ("a.csv", &gzip(b"x"))]);
    let all = read_all(&mixed);
    assert_eq!(
        (all.unreadable_files, all.problems.len()),
        (1, 2),
        "one file, both told"
    );
    let row = format!("{header}2026-08-01T10:00:00Z,a@contoso.com,b@example.com,Failed\n");
    let half = zip(&[("readme.txt", b"no trace"), ("a.csv", row.as_bytes())]);
    let all = read_all(&half);
    assert_eq!(
        (all.files, all.rows, all.bad_rows, all.unreadable_files),
        (1, 1, 1, 0)
    );
    assert!(all.problems[0].to_string().starts_with("t#readme.txt"));
}

#[test]
fn damaged_parquet_is_told_in_one_line_and_without_a_panic() {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let whole = table();
    // Other tests run meanwhile: what they panic with is told as ever, and not counted.
    let this = std::thread::current().id();
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let file = panic.location().map_or("", |at| at.file());
        if std::thread::current().id() != this {
            told(panic);
        } else if ["/parquet-", "/bytes-"].iter().any(|of| file.contains(of)) {
            PANICS.fetch_add(1, Ordering::Relaxed);
        }
    }));
    let mut damaged = Vec::new();
    'found: for at in 4..whole.len() {
        for with in [0x00, 0x7f, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = with;
            let before = PANICS.load(Ordering::Relaxed);
            for part in read::open("t", bytes.as_slice()) {
                drop(part);
            }
            if PANICS.load(Ordering::Relaxed) > before {
                damaged.push(bytes);
                if damaged.len() == 5 {
                    break 'found;
                }
            }
        }
    }
    assert!(
        !damaged.is_empty(),
        "nothing makes the crate panic any more"
    );
    let folder = tempfile::tempdir().unwrap();
    for bytes in damaged {
        let file = folder.path().join("t.parquet");
        std::fs::write(&file, bytes).unwrap();
        let output = rdsim(&["read", file.to_str().unwrap()]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(matches!(output.status.code(), Some(1 | 2)), "{told}");
        assert!(
            told.contains("error: ") && told.contains("Parquet"),
            "{told}"
        );
        assert!(
            !told.contains("panicked") && !told.contains("backtrace"),
            "{told}"
        );
    }
}

#[test]
fn a_file_is_overwritten_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changes.csv");
    std::fs::write(&file, "mine\n").unwrap();
    let path = file.to_str().unwrap();
    let args = [
        "replay",
        "--policy",
        "policies/contoso.yaml",
        "--output",
        path,
        EXTENDED,
    ];
    let output = rdsim(&args);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("exists already") && told.contains("--force"),
        "{told}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine\n");
    let output = rdsim(&[&args[..], &["--force"]].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)));
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("file,"));
}
