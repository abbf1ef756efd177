//! Compares reading an export, format by format, with what a general parser needs for the same bytes:
//! serde_json for JSON, the csv crate for everything else, and of Clixml quick-xml too.
//!
//! `cargo bench --bench formats` makes 50,000 rows, `cargo bench --bench formats -- 200000` more. Both
//! run in one thread, by turns; the best of five counts.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

mod corpus;

use corpus::Seed;
use quick_xml::events::Event;
use rdsim::trace::batch::Part;
use rdsim::trace::read;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

const NAMES: [&str; 11] = [
    "Organization",
    "MessageId",
    "Received",
    "SenderAddress",
    "RecipientAddress",
    "Subject",
    "Status",
    "ToIP",
    "FromIP",
    "Size",
    "MessageTraceId",
];

/// Rows of Get-MessageTrace.
fn rows(number: usize) -> Vec<[String; 11]> {
    let mut seed = Seed(42);
    let row = |i: usize| {
        let (hour, minute, second) = (seed.below(24), seed.below(60), seed.below(60));
        let (sender, recipient) = (seed.below(3000), seed.below(50_000));
        let status = ["Delivered", "Delivered", "Delivered", "Failed"][i % 4];
        [
            "contoso.onmicrosoft.com".to_owned(),
            format!("<{i:012}@contoso.com>"),
            format!("2026-08-05T{hour:02}:{minute:02}:{second:02}.2652371"),
            format!("user{sender}@contoso.com"),
            format!("someone{recipient}@partner{}.example", recipient % 400),
            format!("Order {i} for August, please"),
            status.to_owned(),
            String::new(),
            "192.0.2.10".to_owned(),
            (5000 + i % 3000).to_string(),
            format!("00000000-0000-0000-0000-{i:012}"),
        ]
    };
    (0..number).map(row).collect()
}

fn object(row: &[String; 11]) -> Value {
    let fields = NAMES.iter().zip(row);
    fields
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// As Export-Csv writes it: every field within quotes.
fn table(rows: &[[String; 11]], delimiter: u8, style: csv::QuoteStyle) -> Vec<u8> {
    let mut to = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(style)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    to.write_record(NAMES).unwrap();
    for row in rows {
        to.write_record(row).unwrap();
    }
    to.into_inner().unwrap()
}

fn utf16(text: &[u8]) -> Vec<u8> {
    let text = str::from_utf8(text).unwrap();
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn lines(all: impl Iterator<Item = Value>) -> Vec<u8> {
    all.fold(Vec::new(), |mut text, one| {
        text.extend(one.to_string().into_bytes());
        text.push(b'\n');
        text
    })
}

fn clixml(rows: &[[String; 11]]) -> Vec<u8> {
    let mut text = String::from(
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\r\n",
    );
    for row in rows {
        text.push_str("  <Obj RefId=\"0\">\r\n    <Props>\r\n");
        for (name, value) in NAMES.iter().zip(row) {
            let value = value.replace('<', "&lt;").replace('>', "&gt;");
            writeln!(text, "      <S N=\"{name}\">{value}</S>\r").unwrap();
        }
        text.push_str("    </Props>\r\n  </Obj>\r\n");
    }
    text.push_str("</Objs>");
    text.into_bytes()
}

fn list(rows: &[[String; 11]]) -> Vec<u8> {
    let mut text = String::from("\r\n");
    for row in rows {
        for (name, value) in NAMES.iter().zip(row) {
            writeln!(text, "{name:<16} : {value}\r").unwrap();
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// How many rows the reader finds.
fn by_reader(bytes: &[u8]) -> usize {
    read::open("t", bytes)
        .map(|part| match part.parsed() {
            Part::Rows(batch) => batch.rows().filter(|row| black_box(row).is_ok()).count(),
            _ => 0,
        })
        .sum()
}

fn by_csv(bytes: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut records = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        records += 1;
        black_box(&record);
    }
    records
}

/// From event to event, from a stream, as no reader of XML could be faster.
fn by_xml(bytes: &[u8]) -> usize {
    let mut reader = quick_xml::Reader::from_reader(std::io::BufReader::new(bytes));
    let (mut buffer, mut events) = (Vec::new(), 0);
    while !matches!(reader.read_event_into(&mut buffer).unwrap(), Event::Eof) {
        buffer.clear();
        events += 1;
    }
    events
}

fn by_json(bytes: &[u8]) -> usize {
    let values = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
    values.filter(|value| black_box(value).is_ok()).count()
}

fn main() {
    let given = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let rows = rows(given.unwrap_or(50_000));
    let objects: Vec<Value> = rows.iter().map(object).collect();
    let plain = table(&rows, b',', csv::QuoteStyle::Necessary);
    let german: Vec<[String; 11]> = rows
        .iter()
        .cloned()
        .map(|mut row| {
            row[5].push_str(" für März");
            row
        })
        .collect();
    let german = table(&german, b';', csv::QuoteStyle::Always);
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(str::from_utf8(&german).unwrap());
    let columns: Vec<Value> = NAMES
        .iter()
        .map(|n| json!({"name": n, "type": "string"}))
        .collect();
    let splunk = objects.iter().map(|object| {
        json!({"preview": false, "result": {"_raw": object.to_string(), "host": "collector"}})
    });
    let csv: fn(&[u8]) -> usize = by_csv;
    let json: fn(&[u8]) -> usize = by_json;
    let forms = [
        ("CSV", plain, csv),
        (
            "CSV, quoted",
            table(&rows, b',', csv::QuoteStyle::Always),
            csv,
        ),
        (
            "CSV, quoted, UTF-16",
            utf16(&table(&rows, b',', csv::QuoteStyle::Always)),
            csv,
        ),
        ("CSV, Windows-1252", latin.into_owned(), csv),
        (
            "JSON, indented",
            serde_json::to_vec_pretty(&objects).unwrap(),
            json,
        ),
        (
            "JSON, one line",
            serde_json::to_vec(&objects).unwrap(),
            json,
        ),
        (
            "JSON, `value`",
            json!({"value": objects}).to_string().into_bytes(),
            json,
        ),
        ("JSON, a row a line", lines(objects.iter().cloned()), json),
        ("JSON of Splunk", lines(splunk), json),
        (
            "JSON of Log Analytics",
            json!({"tables": [{"name": "PrimaryResult", "columns": columns, "rows": rows}]})
                .to_string()
                .into_bytes(),
            json,
        ),
        ("Export-Clixml", clixml(&rows), csv),
        ("the same, to quick-xml", clixml(&rows), by_xml),
        ("Format-List", list(&rows), csv),
    ];
    println!(
        "{} rows; time a byte, and that of the general parser",
        rows.len()
    );
    for (name, bytes, general) in forms {
        let mut best = [f64::MAX; 2];
        for _ in 0..5 {
            let begin = Instant::now();
            assert_eq!(by_reader(&bytes), rows.len(), "{name}");
            let own = begin.elapsed();
            let begin = Instant::now();
            black_box(general(&bytes));
            let times = [own, begin.elapsed()];
            for (best, time) in best.iter_mut().zip(times) {
                *best = best.min(time.as_secs_f64());
            }
        }
        let [own, general] = best.map(|seconds| seconds * 1e9 / bytes.len() as f64);
        println!(
            "{name:<24} {:>4} MiB  {own:>6.2} ns  {general:>6.2} ns  {:>5.2} times",
            bytes.len() >> 20,
            own / general
        );
    }
}
