//! Parquet files that lie about what is in them, written byte by byte.

use super::{file, run};

/// Thrift's compact form, as far as Parquet files need it.
#[derive(Default)]
struct Thrift(Vec<u8>);

impl Thrift {
    fn size(mut self, mut size: u64) -> Self {
        while size >= 0x80 {
            self.0.push(size as u8 | 0x80);
            size >>= 7;
        }
        self.0.push(size as u8);
        self
    }

    /// The header of a field: how far its number is from the one before, and its kind.
    fn field(mut self, step: u8, kind: u8) -> Self {
        self.0.push(step << 4 | kind);
        self
    }

    fn i32(self, step: u8, value: i64) -> Self {
        self.field(step, 5).size((value as u64) << 1)
    }

    fn i64(self, step: u8, value: i64) -> Self {
        self.field(step, 6).size((value as u64) << 1)
    }

    fn text(self, step: u8, text: &str) -> Self {
        self.field(step, 8).bytes(text)
    }

    fn bytes(self, text: &str) -> Self {
        let mut to = self.size(text.len() as u64);
        to.0.extend(text.bytes());
        to
    }

    fn list(self, step: u8, kind: u8, size: usize) -> Self {
        self.field(step, 9).field(15, kind).size(size as u64)
    }

    fn join(mut self, inner: Self) -> Self {
        self.0.extend(inner.0);
        self
    }

    fn end(mut self) -> Self {
        self.0.push(0);
        self
    }
}

const STRUCT: u8 = 12;
const PLAIN: i64 = 0;
const DELTA_LENGTH_BYTE_ARRAY: i64 = 6;
const DATA: i64 = 0;
const DICTIONARY: i64 = 2;
const UNCOMPRESSED: i64 = 0;
const SNAPPY: i64 = 1;
const GZIP: i64 = 2;
const ZSTD: i64 = 6;

fn thrift() -> Thrift {
    Thrift::default()
}

/// A column of text, or one that may be missing.
fn column(name: &str, optional: bool) -> Thrift {
    let text = thrift().i32(1, 6).i32(2, i64::from(optional));
    text.text(1, name).i32(2, 0).end()
}

/// Some columns in one another.
fn group(name: &str, children: i64) -> Thrift {
    thrift().i32(3, 0).text(1, name).i32(1, children).end()
}

/// A Parquet file with so many elements in its schema, and no rows.
fn with_schema(count: usize, elements: Thrift) -> Vec<u8> {
    let footer = thrift().i32(1, 1).list(1, STRUCT, count).join(elements);
    let footer = footer.i64(1, 0).list(1, STRUCT, 0).end();
    closed(b"PAR1".to_vec(), footer)
}

fn closed(mut file: Vec<u8>, footer: Thrift) -> Vec<u8> {
    file.extend(&footer.0);
    file.extend((footer.0.len() as u32).to_le_bytes());
    file.extend(b"PAR1");
    file
}

/// A page: its head and what is said to be in it.
fn page(kind: i64, unpacked: usize, values: i64, encoding: i64, packed: &[u8]) -> Vec<u8> {
    let head = thrift().i32(1, kind).i32(1, unpacked as i64);
    let head = head.i32(1, packed.len() as i64);
    let about = thrift().i32(1, values).i32(1, encoding);
    let head = if kind == DATA {
        head.field(2, STRUCT).join(about.i32(1, 3).i32(1, 3).end())
    } else {
        head.field(4, STRUCT).join(about.end())
    };
    let mut page = head.end().0;
    page.extend(packed);
    page
}

/// Columns with their pages; all of a trace need `Status` and another that is known.
struct Table<'t> {
    columns: Vec<(&'t str, Vec<u8>)>,
    optional: bool,
    rows: i64,
    codec: i64,
    /// What the footer says of the encodings.
    encoding: i64,
}

impl Table<'_> {
    fn write(&self) -> Vec<u8> {
        let mut file = b"PAR1".to_vec();
        let mut schema = group("schema", self.columns.len() as i64);
        let mut chunks = thrift();
        for (name, pages) in &self.columns {
            schema = schema.join(column(name, self.optional));
            let about = thrift()
                .i32(1, 6)
                .list(1, 5, 1)
                .size(self.encoding as u64 * 2);
            let about = about.list(1, 8, 1).bytes(name).i32(1, self.codec);
            let size = pages.len() as i64;
            let about = about.i64(1, self.rows).i64(1, size).i64(1, size);
            let about = about.i64(2, file.len() as i64).end();
            let at = file.len() as i64;
            chunks = chunks.join(thrift().i64(2, at).field(1, STRUCT).join(about).end());
            file.extend(pages);
        }
        let group = thrift().list(1, STRUCT, self.columns.len()).join(chunks);
        let group = group.i64(1, 1).i64(1, self.rows).end();
        let count = self.columns.len() + 1;
        let footer = thrift().i32(1, 1).list(1, STRUCT, count).join(schema);
        let footer = footer.i64(1, self.rows).list(1, STRUCT, 1).join(group);
        closed(file, footer.end())
    }
}

/// What `trace read` says of a file, and its exit code.
fn read(bytes: &[u8]) -> (Option<i32>, String) {
    let (_folder, path) = file("a.parquet", bytes);
    let output = run(&["trace", "read", path.to_str().unwrap()]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let report = String::from_utf8_lossy(&output.stdout);
    (output.status.code(), format!("{report}{errors}"))
}

#[track_caller]
fn refused(bytes: &[u8], why: &str) {
    let (code, said) = read(bytes);
    assert!(matches!(code, Some(1 | 2)), "{code:?}: {said}");
    assert!(said.contains(why), "{said}");
    assert!(said.len() < 4_000, "{said}");
}

/// A value of plain encoding.
fn plain(text: &str) -> Vec<u8> {
    [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat()
}

/// Snappy's form of a value of that many times the letter `a`.
fn snappy(length: usize) -> (usize, Vec<u8>) {
    let unpacked = length + 4;
    let mut packed = thrift().size(unpacked as u64).0;
    packed.push((5 - 1) << 2);
    packed.extend((length as u32).to_le_bytes());
    packed.push(b'a');
    let mut left = length - 1;
    while left > 0 {
        // Copies of the byte before.
        let copy = left.min(64);
        packed.push((copy as u8 - 1) << 2 | 2);
        packed.extend(1u16.to_le_bytes());
        left -= copy;
    }
    (unpacked, packed)
}

/// Columns that each have a value of so many MiB.
fn wide(names: &[&str], mib: usize) -> Vec<u8> {
    let (unpacked, packed) = snappy(mib << 20);
    let page = page(DATA, unpacked, 1, PLAIN, &packed);
    let table = Table {
        columns: names.iter().map(|name| (*name, page.clone())).collect(),
        optional: false,
        rows: 1,
        codec: SNAPPY,
        encoding: PLAIN,
    };
    table.write()
}

const NAMES: [&str; 8] = [
    "Status",
    "SenderAddress",
    "RecipientAddress",
    "Subject",
    "Received",
    "MessageId",
    "EventId",
    "CustomData",
];

/// A table of two columns with the same pages, not packed.
fn two(pages: Vec<u8>, rows: i64, optional: bool, encoding: i64) -> Vec<u8> {
    with_codec(pages, rows, optional, encoding, UNCOMPRESSED)
}

fn with_codec(pages: Vec<u8>, rows: i64, optional: bool, encoding: i64, codec: i64) -> Vec<u8> {
    let columns = NAMES[..2].iter().map(|name| (*name, pages.clone()));
    let table = Table {
        columns: columns.collect(),
        optional,
        rows,
        codec,
        encoding,
    };
    table.write()
}

#[test]
fn an_honest_table_of_these_helpers_is_read() {
    let value = plain("Delivered");
    let pages = page(DATA, value.len(), 1, PLAIN, &value);
    let (code, said) = read(&two(pages, 1, false, PLAIN));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("rows: 1 (files: 1), not usable: 0"), "{said}");
    let (code, said) = read(&wide(&NAMES, 1));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("rows: 1"), "{said}");
}

#[test]
fn a_footer_has_a_size_and_its_columns_a_number_and_a_depth() {
    let deep = |depth: usize| {
        let groups = (0..depth).map(|_| group("g", 1));
        let groups = groups.fold(thrift(), Thrift::join);
        with_schema(depth + 1, groups.join(column("Status", false)))
    };
    refused(&deep(60), "the columns are not those of a message trace");
    let why = "its footer does not begin with 10,000 columns or less, in 64 groups or less";
    for depth in [70, 9_000, 500_000] {
        refused(&deep(depth), why);
    }
    // Room for columns that do not come, or are more than there are.
    for children in [2, 9_000, i64::from(i32::MAX)] {
        let elements = group("schema", children).join(column("Status", false));
        refused(&with_schema(2, elements), why);
    }
    let many = (0..20_000).map(|_| column("a", false));
    let many = many.fold(group("schema", 20_000), Thrift::join);
    refused(&with_schema(20_001, many), why);
    // A value that is not what its header says, in which other columns could be hidden.
    let logical = thrift().field(5, STRUCT).field(1, 8).bytes("hidden").end();
    let lying = thrift().i32(1, 6).i32(2, 0).text(1, "Status");
    let lying = lying.field(6, STRUCT).join(logical.end()).end();
    refused(&with_schema(2, group("schema", 1).join(lying)), why);
    let long = group(&"g".repeat(9 << 20), 1).join(column("Status", false));
    refused(&with_schema(2, long), "its footer has more than 8 MiB");
    for short in [&b"PAR1"[..], b"PAR1PAR1", b"PAR1\xff\xff\xff\x00PAR1"] {
        refused(short, "the Parquet file cannot be read");
    }
}

#[test]
fn the_columns_of_parquet_hold_so_much_at_once() {
    let why = "its columns take more than 256 MiB at once";
    refused(&wide(&NAMES, 40), why);
    refused(&wide(&NAMES[..2], 40), "the row has more than 16 MiB");
    // A dictionary of as many values as can be said, and nothing in it.
    let dictionary = page(DICTIONARY, 4, i64::from(i32::MAX), PLAIN, &[0; 4]);
    let data = page(DATA, 2, 1, 8, &[1, 3]);
    refused(&two([dictionary, data].concat(), 1, false, PLAIN), why);
}

#[test]
fn parquet_makes_no_room_for_lengths_that_are_only_said() {
    // 2^40 lengths in blocks of 128 with one part.
    let lengths = thrift().size(128).size(1).size(1 << 40).size(0).0;
    let pages = page(DATA, lengths.len(), 1, DELTA_LENGTH_BYTE_ARRAY, &lengths);
    let honest = two(pages.clone(), 1, false, DELTA_LENGTH_BYTE_ARRAY);
    refused(
        &honest,
        "values as DELTA_LENGTH_BYTE_ARRAY, which is not read",
    );
    let lying = two(pages, 1, false, PLAIN);
    refused(&lying, "a page has values as DELTA_LENGTH_BYTE_ARRAY");
}

#[test]
fn rows_without_values_come_to_an_end() {
    // One run of 2^31 - 1 values that are missing.
    let run = thrift().size(u64::from(u32::MAX - 1)).0;
    let levels = [&(run.len() as u32 + 1).to_le_bytes(), run.as_slice(), &[0]].concat();
    let rows = i64::from(i32::MAX);
    let pages = page(DATA, levels.len(), rows, PLAIN, &levels);
    let why = "it unpacks to more than 200 times its size";
    refused(&two(pages, rows, true, PLAIN), why);
}

#[test]
fn a_page_of_parquet_has_a_size() {
    let why = "a page has more than 128 MiB";
    let large = vec![0; (128 << 20) + 1];
    let unpacked = large.len();
    let gzip = super::gzip(&large);
    let zstd = ruzstd::encoding::compress_to_vec(
        large.as_slice(),
        ruzstd::encoding::CompressionLevel::Fastest,
    );
    // A length of 2,000,000,000 bytes, and nothing behind it.
    let snappy = thrift().size(2_000_000_000).0;
    for (codec, packed) in [
        (UNCOMPRESSED, large.as_slice()),
        (SNAPPY, &snappy),
        (GZIP, &gzip),
        (ZSTD, &zstd),
    ] {
        // What the page says of itself counts for nothing.
        for said in [4, unpacked, 2_000_000_000] {
            let page = page(DATA, said, 1, PLAIN, packed);
            refused(&with_codec(page, 1, false, PLAIN, codec), why);
        }
    }
    let overlong = include_bytes!("../../../fixtures/fuzzed/trace/page-of-two-gigabytes");
    refused(overlong, "the Parquet file cannot be read further");
}
