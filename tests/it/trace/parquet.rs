//! Reads Parquet as other programs write it.

use super::run::{EXTENDED, ok, rdsim};
use allocation_counter::measure;
use parquet::basic::{Compression, Encoding};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use rdsim::i18n::Language;
use rdsim::trace::{self, Trace};
use std::sync::Arc;

/// A column of one row group.
enum Column {
    Text(Vec<String>),
    Number(Vec<i64>),
    /// A list in each row.
    Lists(Vec<Vec<String>>),
}

fn text(values: &[&str]) -> Column {
    Column::Text(values.iter().map(|v| (*v).to_owned()).collect())
}

fn bytes(values: &[String]) -> Vec<ByteArray> {
    values.iter().map(|v| ByteArray::from(v.as_str())).collect()
}

impl Column {
    fn write(&self, to: &mut SerializedColumnWriter) {
        match self {
            Self::Text(values) => {
                let to = to.typed::<ByteArrayType>();
                to.write_batch(&bytes(values), None, None).unwrap();
            }
            Self::Number(values) => {
                let to = to.typed::<Int64Type>();
                to.write_batch(values, None, None).unwrap();
            }
            Self::Lists(rows) => {
                let repeats = |row: &Vec<String>| (0..row.len()).map(|at| i16::from(at > 0));
                let repeats: Vec<i16> = rows.iter().flat_map(repeats).collect();
                let defined = vec![1; repeats.len()];
                let to = to.typed::<ByteArrayType>();
                let values = bytes(&rows.concat());
                to.write_batch(&values, Some(&defined), Some(&repeats))
                    .unwrap();
            }
        }
    }
}

/// A file with one row group.
fn file(schema: &str, columns: &[Column], properties: WriterPropertiesBuilder) -> Vec<u8> {
    let schema = parse_message_type(&format!("message trace {{ {schema} }}")).unwrap();
    let properties = Arc::new(properties.build());
    let mut to = SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties).unwrap();
    let mut group = to.next_row_group().unwrap();
    for column in columns {
        let mut writer = group.next_column().unwrap().unwrap();
        column.write(&mut writer);
        writer.close().unwrap();
    }
    group.close().unwrap();
    to.into_inner().unwrap()
}

fn plain() -> WriterPropertiesBuilder {
    WriterProperties::builder()
}

/// What the report on a file says, and what is wrong with the file.
fn said(bytes: &[u8]) -> String {
    let mut trace = Trace::default();
    trace::read("t", bytes, &mut trace);
    let mut out = Vec::new();
    rdsim::report::trace::human(&trace, Language::English, &mut out).unwrap();
    let problems = trace.problems.iter();
    let problems = problems.map(|p| format!("{}\n{}\n", p.message, p.help));
    String::from_utf8(out).unwrap() + &problems.collect::<String>()
}

#[test]
fn what_other_programs_write_is_read_as_the_csv_that_they_read() {
    let (code, csv) = ok(&["read", EXTENDED]);
    assert!(csv.contains("rows: 35 (files: 1), not usable: 0"), "{csv}");
    // The last by pyarrow with gzip and pages of version 2.0.
    for file in [
        "fixtures/traces/extended-pandas.parquet",
        "fixtures/traces/extended-polars.parquet",
        "fixtures/traces/extended-duckdb.parquet",
        "tests/traces/gzip.parquet",
    ] {
        assert_eq!(ok(&["read", file]), (code, csv.clone()), "{file}");
    }
}

#[test]
fn a_codec_that_is_not_read_is_named() {
    let output = rdsim(&["read", "tests/traces/lz4.parquet"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&output.stderr);
    let why = "the pages of the Parquet file are packed with LZ4_RAW, which is not read";
    assert!(errors.contains(why), "{errors}");
    let help = "write it with Snappy, Zstandard or gzip, or without compression, or as CSV";
    assert!(errors.contains(help), "{errors}");
}

#[test]
fn times_are_read_in_every_unit() {
    // 2026-08-01T10:00:00Z
    let second: i64 = 1_785_578_400;
    for (unit, factor) in [
        ("MILLIS", 1_000),
        ("MICROS", 1_000_000),
        ("NANOS", 1_000_000_000),
    ] {
        let schema = format!(
            "required int64 Received (TIMESTAMP({unit}, true)); required binary Status (STRING);"
        );
        let columns = [Column::Number(vec![second * factor]), text(&["Delivered"])];
        let said = said(&file(&schema, &columns, plain()));
        assert!(said.contains("rows: 1 (files: 1), not usable: 0"), "{said}");
        assert!(said.contains("2026-08-01T10:00:00.000Z"), "{unit}: {said}");
    }
}

#[test]
fn only_the_columns_of_a_trace_are_read() {
    let schema = "repeated binary Tags (STRING); required binary Status (STRING); \
                  required binary Noise (STRING); required binary SenderAddress (STRING);";
    let lists = || vec![vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()]];
    let columns = [
        Column::Lists(lists()),
        text(&["Delivered", "Failed"]),
        text(&["=", "-"]),
        text(&["alice@contoso.com", "bob@contoso.com"]),
    ];
    // What is written in a way that is not read does no harm there.
    let noise = plain().set_column_encoding("Noise".into(), Encoding::DELTA_BYTE_ARRAY);
    let noise = noise.set_column_dictionary_enabled("Noise".into(), false);
    let said_of_both = said(&file(schema, &columns, noise));
    for part in ["rows: 2 (files: 1), not usable: 0", "Delivered", "Failed"] {
        assert!(said_of_both.contains(part), "{said_of_both}");
    }
    assert!(said_of_both.contains("alice@contoso.com"), "{said_of_both}");
    let schema = "repeated binary SenderAddress (STRING); required binary Status (STRING);";
    let columns = [Column::Lists(lists()), text(&["Delivered", "Failed"])];
    let said = said(&file(schema, &columns, plain()));
    let why = "the column `SenderAddress` of the Parquet file is neither text nor a number nor a time\nwrite it as text, or the table as CSV";
    assert!(said.contains(why), "{said}");
}

#[test]
fn values_that_are_not_read_are_named() {
    let schema = "required binary Status (STRING); required binary SenderAddress (STRING);";
    let columns = [text(&["Delivered"]), text(&["alice@contoso.com"])];
    for encoding in [
        Encoding::DELTA_BYTE_ARRAY,
        Encoding::DELTA_LENGTH_BYTE_ARRAY,
    ] {
        let properties = plain().set_dictionary_enabled(false).set_encoding(encoding);
        let said = said(&file(schema, &columns, properties));
        let why = format!(
            "the pages of the Parquet file have values as {encoding}, which is not read\nwrite it with plain or dictionary encoding, or as CSV"
        );
        assert!(said.contains(&why), "{said}");
    }
}

#[test]
fn a_row_group_is_not_held_whole() {
    const ROWS: usize = 30_000;
    let schema = "required binary Status (STRING); required binary custom_data (STRING); \
                  required binary SenderAddress (STRING);";
    let status = vec!["Delivered".to_owned(); ROWS];
    let data = (0..ROWS).map(|i| format!("S:x={i:01000}")).collect();
    let sender = vec!["alice@contoso.com".to_owned(); ROWS];
    let columns = [status, data, sender].map(Column::Text);
    let bytes = file(
        schema,
        &columns,
        plain().set_compression(Compression::SNAPPY),
    );
    let mut trace = Trace::default();
    let held = measure(|| trace::read("t", bytes.as_slice(), &mut trace));
    assert_eq!(trace.rows, ROWS as u64);
    let most = held.bytes_max - bytes.len() as u64 * 2;
    assert!(most < 8 << 20, "{most} bytes of {}", ROWS * 1_000);
}
