//! Compares `trace read` with merely iterating over the records of the same file, shows that the
//! memory does not grow with the rows, and what a second thread gives to `trace replay`.
//!
//! `cargo bench --bench trace` makes 200,000 rows, `cargo bench --bench trace -- 1000000` more.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints, and may stop at the first surprise"
)]

mod corpus;
mod measure;

use corpus::Seed;
use measure::peak;
use rdsim::trace::predict::{COLUMNS, reason};
use rdsim::transport::responses::ALL;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// An Extended report: of ten rows five are on the way, two left, one was dropped, two delivered.
fn write(path: &Path, rows: usize) {
    let mut to = csv::Writer::from_writer(BufWriter::new(File::create(path).unwrap()));
    to.write_record(COLUMNS).unwrap();
    let mut seed = Seed(42);
    for i in 0..rows {
        let event = [
            "RECEIVE",
            "SUBMIT",
            "AGENTINFO",
            "RECEIVE",
            "TRANSFER",
            "SEND",
            "SEND",
            "DROP",
            "DELIVER",
            "DELIVER",
        ][i % 10];
        let response = ALL[seed.below(ALL.len() as u64) as usize];
        let dropped = event == "DROP";
        let sender = format!("user{}@contoso.com", seed.below(3000));
        let recipient = match event {
            "DELIVER" => format!("user{}@contoso.com", seed.below(3000)),
            _ => format!(
                "someone{}@partner{}.example",
                seed.below(50_000),
                seed.below(400)
            ),
        };
        let status = match event {
            "DROP" => reason(response),
            "SEND" => format!("{recipient}##Receive, Send"),
            _ => String::new(),
        };
        let (day, hour, minute) = (1 + seed.below(28), seed.below(24), seed.below(60));
        let time = format!("2026-08-{day:02}T{hour:02}:{minute:02}:12.345Z");
        let subject = format!("Order {} for \"August\", please", seed.below(1_000_000));
        let id = format!("<{i:012}.{:016x}@contoso.com>", seed.below(u64::MAX));
        let info = "S:SFA=SUM|SFV=NSPM|LAT=HUB_TOTAL=1.234(SMRDE=0.012(SMRC=0.011)|SMR=0.101)";
        to.write_record(COLUMNS.map(|column| match column {
            "date_time_utc" => time.as_str(),
            "client_ip" | "original_client_ip" => "192.0.2.10",
            "server_hostname" => "AM0PR00MB0001.eurprd00.prod.outlook.com",
            "source_context" if dropped => response.source_context.unwrap_or_default(),
            "source" => {
                if dropped {
                    "ROUTING"
                } else {
                    "SMTP"
                }
            }
            "event_id" => event,
            "message_id" => &id,
            "network_message_id" => "00000000-0000-0000-0000-000000000001",
            "recipient_address" => &recipient,
            "recipient_status" => &status,
            "total_bytes" => "51234",
            "recipient_count" => "1",
            "message_subject" => &subject,
            "sender_address" | "return_path" => &sender,
            "directionality" => "2",
            "custom_data" => info,
            _ => "",
        }))
        .unwrap();
    }
    to.flush().unwrap();
}

/// Iterate over the records of a file.
fn records(path: &Path) -> Duration {
    let begin = Instant::now();
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut record = csv::ByteRecord::new();
    let mut fields = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        fields += record.len();
    }
    assert!(fields > 0);
    begin.elapsed()
}

/// Read the file with the library, in one thread.
fn library(path: &Path) -> Duration {
    let begin = Instant::now();
    let mut trace = rdsim::trace::Trace::default();
    rdsim::trace::read("t", File::open(path).unwrap(), &mut trace);
    assert_eq!(trace.bad_rows, 0);
    begin.elapsed()
}

fn start(args: &[&str], path: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .arg("trace")
        .args(args)
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn run(args: &[&str], path: &Path) -> Duration {
    let begin = Instant::now();
    let code = start(args, path).wait().unwrap().code().unwrap();
    assert!(code < 2);
    begin.elapsed()
}

fn best(mut run: impl FnMut() -> Duration) -> f64 {
    let times = (0..3).map(|_| run());
    times.min().unwrap().as_secs_f64()
}

fn main() {
    let given = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let rows: usize = given.unwrap_or(200_000);
    let folder = tempfile::tempdir().unwrap();
    let (all, tenth) = (
        folder.path().join("all.csv"),
        folder.path().join("tenth.csv"),
    );
    write(&all, rows);
    write(&tenth, rows / 10);
    let bytes = all.metadata().unwrap().len();
    println!("{rows} rows, {} MiB", bytes >> 20);
    let csv = best(|| records(&all));
    let one = best(|| library(&all));
    let process = best(|| run(&["read"], &all));
    println!("records alone {csv:.2} s, library {one:.2} s, process {process:.2} s");
    println!(
        "speed against records alone: library {:.2}, process {:.2}",
        csv / one,
        csv / process
    );
    let replay = |threads| {
        [
            "replay",
            "--policy",
            "policies/open.yaml",
            "--old",
            "policies/contoso.yaml",
            "--format",
            "csv",
            "--jobs",
            threads,
        ]
    };
    let (two, alone) = (
        best(|| run(&replay("2"), &all)),
        best(|| run(&replay("1"), &all)),
    );
    println!(
        "replay: 1 thread {alone:.2} s, 2 threads {two:.2} s, {:.2} times as fast",
        alone / two
    );
    for args in [&["read"][..], &replay("2")] {
        let (few, many) = (peak(start(args, &tenth)), peak(start(args, &all)));
        println!(
            "{}: peak memory of {} rows {few:.1} MiB, of {rows} {many:.1} MiB",
            args[0],
            rows / 10
        );
    }
}
