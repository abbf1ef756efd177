//! Replays traces under other policies with the real binary.

use super::run::{EXTENDED, json, ok, rdsim};
use rdsim::trace::parquet;

#[test]
fn replay_tells_what_changes_and_nothing_under_the_same_policy() {
    let contoso = ["--old", "policies/contoso.yaml", EXTENDED];
    let same = [&["replay", "-p", "policies/contoso.yaml"], &contoso[..]].concat();
    let (code, j) = json(&same);
    assert_eq!(
        (code, &j["change"], &j["may_change"]),
        (0, &0.into(), &0.into())
    );
    assert_eq!(j["unexplained"], 5);
    let open = [&["replay", "-p", "policies/open.yaml"], &contoso[..]].concat();
    let (code, j) = json(&open);
    assert_eq!((code, &j["change"]), (1, &6.into()), "{j}");
    let sum = |list: &str| {
        j[list]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["count"].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(
        (sum("days"), sum("senders"), sum("recipient_domains")),
        (6, 6, 6)
    );
    let n = |name: &str| j[name].as_u64().unwrap();
    assert_eq!(n("change") + n("may_change") + n("same"), n("judged"));
    assert_eq!(j["changes"][0]["setting"], "AutoForwardEnabled");
    let table = ok(&[&open[..], &["--format", "csv"]].concat()).1;
    assert_eq!(table.lines().count(), 1 + 6);
    let more = ok(&[&open[..], &["--format", "csv", "--perhaps"]].concat()).1;
    assert!(more.lines().count() > 7 && more.contains(",false\n"));
}

#[test]
fn parquet_goes_in_and_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    // The Extended report as Parquet.
    let (_, table) = ok(&[
        "predict",
        "-p",
        "policies/contoso.yaml",
        "--format",
        "csv",
        "fixtures",
    ]);
    std::fs::write(path("in.csv"), &table).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let names: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let file = std::fs::File::create(path("in.parquet")).unwrap();
    let mut writer = parquet::Writer::new(file, &names).unwrap();
    for row in rows.records() {
        writer.row(row.unwrap().iter()).unwrap();
    }
    writer.finish().unwrap();
    let read = |name: &str| json(&["read", &path(name)]);
    assert_eq!(read("in.parquet"), read("in.csv"));
    // The changes as Parquet: the name of the file tells the format.
    let args = ["replay", "-p", "policies/closed.yaml", "--perhaps"];
    let out = path("out.parquet");
    let (code, nothing) = ok(&[&args[..], &["-o", &out, &path("in.parquet")]].concat());
    assert_eq!((code, nothing.as_str()), (1, ""));
    let table = ok(&[&args[..], &["--format", "csv", &path("in.parquet")]].concat()).1;
    let bytes = std::fs::read(&out).unwrap();
    assert!(bytes.starts_with(parquet::MAGIC) && bytes.ends_with(parquet::MAGIC));
    use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
    let reader = SerializedFileReader::new(std::fs::File::open(&out).unwrap()).unwrap();
    let found = reader.get_row_iter(None).unwrap().map(Result::unwrap);
    let found: Vec<Vec<String>> = found
        .map(|r| {
            r.get_column_iter()
                .map(|(_, f)| f.to_string().trim_matches('"').to_owned())
                .collect()
        })
        .collect();
    let expected: Vec<Vec<String>> = csv::Reader::from_reader(table.as_bytes())
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert!(!found.is_empty());
    assert_eq!(found, expected);
    // A damaged one is told.
    std::fs::write(path("cut.parquet"), &bytes[..bytes.len() / 2]).unwrap();
    let o = rdsim(&["read", &path("cut.parquet")]);
    assert_eq!(o.status.code(), Some(2));
    assert!(String::from_utf8(o.stderr).unwrap().contains("help: "));
}

/// Many rows, so that there are many batches.
fn many() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.csv").to_str().unwrap().to_owned();
    let mut text = String::from(
        "date_time_utc,sender_address,recipient_address,event_id,source_context,message_subject\n",
    );
    for i in 0..20_000u32 {
        let r = rdsim::transport::responses::ALL[i as usize % 8];
        let (event, context) = match i % 3 {
            0 => ("DROP", r.source_context.unwrap_or_default()),
            1 => ("SEND", ""),
            _ => ("RECEIVE", ""),
        };
        let to = [
            "example.com",
            "fabrikam.com",
            "contoso.com",
            "sales.fabrikam.com",
        ][i as usize % 4];
        text += &format!(
            "2026-08-{:02}T10:00:00Z,u{}@contoso.com,v{i}@{to},{event},{context},Orders\n",
            1 + i % 28,
            i % 700
        );
    }
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let (_folder, path) = many();
    for format in ["human", "csv", "json"] {
        let runs: Vec<_> = ["1", "2", "5"]
            .iter()
            .map(|n| {
                let end = ["--threads", n, "--format", format, &path];
                let reconcile =
                    ok(&[&["reconcile", "-p", "policies/contoso.yaml"], &end[..]].concat());
                let replay = ok(&[
                    &["replay", "-p", "policies/closed.yaml", "--perhaps"],
                    &end[..],
                ]
                .concat());
                (reconcile, replay)
            })
            .collect();
        assert!(runs[0].0.1.len() > 500 && runs[0].1.1.len() > 500);
        assert!(runs.iter().all(|r| *r == runs[0]), "{format}");
    }
}
