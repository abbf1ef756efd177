//! Reads exports that are packed, of every form, and keeps what is damaged from doing harm.

use super::run::{EXTENDED, json, ok, rdsim};
use crate::packed::{gzip, zip, zstd};
use crate::program::root;
use flate2::Compression;
use flate2::write::GzEncoder;
use rdsim::i18n::Language;
use rdsim::mail::walk::shown;
use rdsim::trace::{self, Trace};
use std::io::Write;

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

#[test]
fn every_form_says_packed_what_it_says_unpacked() {
    let folder = root().join("fixtures/traces");
    let mut samples = Vec::new();
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
    assert!(samples.len() > 10 && rows > 80, "{}: {rows}", samples.len());
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
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let file = file.to_str().unwrap();
        let (code, said) = json(&["read", file]);
        assert_eq!(code, 0, "{name}");
        assert_eq!(said, plain, "{name}");
        for verb in ["reconcile", "replay"] {
            let args = |file| [verb, "--policy", "policies/contoso.yaml", file];
            let (code, said) = ok(&args(file));
            assert_ne!(code, 2, "{name}: {said}");
            let (_, plain) = ok(&args(EXTENDED));
            let name = if name == "c.csv" {
                format!("{}#extended.csv", shown(file.as_ref()))
            } else {
                shown(file.as_ref()).into_owned()
            };
            assert_eq!(said.replace(&name, EXTENDED), plain, "{name}");
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
fn parquet_is_refused_with_the_way_to_hand_its_rows_on() {
    let parquet = b"PAR1\x15\x04\x15\x10PAR1";
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.parquet", parquet.to_vec()),
        ("b.gz", gzip(parquet)),
        ("c.zip", zip(&[("x.parquet", parquet)])),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let file = file.to_str().unwrap();
        for args in [
            &["read"][..],
            &["reconcile", "--policy", "policies/contoso.yaml"],
            &["replay", "--policy", "policies/contoso.yaml"],
        ] {
            let output = rdsim(&[args, &[file]].concat());
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{told}");
            assert!(
                told.starts_with(&*shown(file.as_ref()))
                    && told.contains("error: Parquet files are not read"),
                "{told}"
            );
            assert!(
                told.contains("help: DuckDB hands its rows on: `duckdb -csv -c"),
                "{told}"
            );
        }
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
