//! Reads generated exports in every form and encoding with the real binary.

mod by_fact;
mod bytes;
mod causes;
mod evidence;
mod exports;
mod filters;
mod formats;
mod merge;
mod packed;
mod pages;
mod predict;
mod reconcile;
mod replay;
mod responses;
mod run;

use crate::program::{self, fed};
use proptest::prelude::*;
use rdsim::trace::{self, Trace, response};
use rdsim::transport::responses::ALL;
use std::fmt::Write as _;
use std::process::Output;

fn rdsim(args: &[&str], input: &[u8]) -> Output {
    fed(program::rdsim(&["trace", "read"]).args(args), input)
}

fn json(input: &[u8]) -> (i32, serde_json::Value) {
    let o = rdsim(&["--format", "json", "-"], input);
    let code = o.status.code().unwrap();
    (code, serde_json::from_slice(&o.stdout).unwrap())
}

fn reason(led: &str) -> String {
    format!("Reason: [{{LED={led}}};{{MSG=}};{{FQDN=}};{{IP=}};{{LRT=}}]")
}

/// An Extended report with one row for each known response, and a subject with everything.
fn extended(delimiter: char) -> String {
    let d = delimiter;
    let mut text = format!(
        "origin_timestamp_utc{d}sender_address{d}message_subject{d}event_id{d}recipient_address{d}custom_data\r\n"
    );
    for (i, r) in ALL.iter().enumerate() {
        write!(
            text,
            "2026-08-{:02}T10:00:00.000Z{d}alice@contoso.com{d}\"a, b; c\nd \"\"e\"\" 日本\"{d}DROP{d}bob@fabrikam.com{d}\"{}\"\r\n",
            i + 1,
            reason(&r.line()),
        )
        .unwrap();
    }
    text
}

fn utf_16(text: &str, little: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    let bytes = |u: u16| {
        if little {
            u.to_le_bytes()
        } else {
            u.to_be_bytes()
        }
    };
    units.flat_map(bytes).collect()
}

#[test]
fn every_encoding_and_delimiter_gives_the_same_report() {
    let (code, expected) = json(extended(',').as_bytes());
    assert_eq!(code, 0);
    assert_eq!(expected["version"], 1);
    assert_eq!(expected["rows"], ALL.len());
    assert_eq!(expected["events"][0]["count"], ALL.len());
    assert_eq!(expected["responses"].as_array().unwrap().len(), ALL.len());
    assert_eq!(expected["first"], "2026-08-01T10:00:00.000Z");
    assert_eq!(expected["senders"][0]["value"], "alice@contoso.com");
    assert_eq!(expected["recipient_domains"][0]["value"], "fabrikam.com");
    for d in [',', ';', '\t'] {
        let text = extended(d);
        let no_bom = utf_16(&text, true)[2..].to_vec();
        let bom = format!("\u{feff}{text}").into_bytes();
        for bytes in [utf_16(&text, true), utf_16(&text, false), no_bom, bom] {
            assert_eq!(json(&bytes), (0, expected.clone()), "{d:?}");
        }
    }
}

#[test]
fn every_known_response_is_found_alone_and_has_its_setting() {
    for r in ALL {
        for text in [
            r.line(),
            reason(&r.line()),
            format!("x {}", reason(&r.line())),
        ] {
            assert_eq!(response::parse(&text).unwrap().known, [*r], "{text}");
        }
        if let Some(setting) = r.setting() {
            let mut all = rdsim::transport::settings::all().map(|s| s.name);
            let known = setting == "TransportRules" || all.any(|name| name == setting);
            assert!(known, "{setting}");
        } else {
            let without = [
                "FWD.Forwarded",
                "ExtToInt",
                "GRP.Expanded",
                "RecipientNotFound",
                "550 5.4.1",
                "RULES.RejectMessage",
                "550 5.2.1",
            ];
            assert!(without.iter().any(|s| r.code.contains(s)), "{}", r.code);
        }
    }
    let name = |text: &str| response::parse(text).unwrap().known[0].setting();
    assert_eq!(
        name("250 2.1.5 RESOLVER.MSGTYPE.AF; handled"),
        Some("AutoForwardEnabled")
    );
    assert_eq!(
        name("550-5.7.520 Access denied"),
        Some("AutoForwardingMode")
    );
    // The code alone is that of an NDR and of a meeting forward notification.
    assert_eq!(response::known("250 2.1.5 RESOLVER.MSGTYPE.NDR").len(), 2);
    assert!(response::known("250 2.1.5 RESOLVER.MSGTYPE.AFX; x").is_empty());
    assert!(response::parse("S:Sent=1; 10.0.0.1").is_none());
}

#[test]
fn the_other_forms_are_read() {
    let summary = "origin_timestamp,sender_address,recipient_status,message_id\n2026-08-01T10:00:00Z,alice@contoso.com,\"bob@fabrikam.com##Receive, Send;carol@example.com##Receive, Fail\",<1@contoso.com>\n";
    let (code, s) = json(summary.as_bytes());
    assert_eq!(
        (code, &s["recipient_domains"]),
        (
            0,
            &serde_json::json!([{"value": "example.com", "count": 1}, {"value": "fabrikam.com", "count": 1}])
        )
    );
    assert_eq!(s["statuses"].as_array().unwrap().len(), 2);
    let list = r#"[{"Received":"2026-08-01T10:00:00Z","SenderAddress":"alice@contoso.com","RecipientAddress":"bob@fabrikam.com","Status":"Failed"},{"Received":"2026-08-02T10:00:00Z","SenderAddress":"alice@contoso.com","RecipientAddress":"bob@fabrikam.com","Status":"Delivered"}]"#;
    assert_eq!(json(list.as_bytes()).1["rows"], 2);
    assert_eq!(json(&utf_16(list, true)), json(list.as_bytes()));
    let one = format!(
        r#"{{"Date":"2026-08-01T10:00:00Z","Event":"Drop","Detail":"{}"}}"#,
        reason("250 2.1.5 RESOLVER.OTHER.New; what is new")
    );
    let (code, s) = json(one.as_bytes());
    assert_eq!(code, 0);
    assert_eq!(
        (
            s["unknown_responses"][0]["value"].as_str(),
            s["unknown_responses"][0]["example"].as_str()
        ),
        (
            Some("250 2.1.5 RESOLVER.OTHER.New"),
            Some("250 2.1.5 RESOLVER.OTHER.New; what is new")
        )
    );
    let cmdlet = "\"Date\",\"Event\",\"Detail\"\n\"8/1/2026 10:00:00 AM\",\"Drop\",\"250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient\"\n";
    let (_, s) = json(cmdlet.as_bytes());
    assert_eq!(
        (&s["undated_rows"], &s["first"]),
        (&1.into(), &serde_json::Value::Null)
    );
    assert_eq!(
        s["responses"][0]["may_be"][0]["page"],
        "auto-forward-enabled"
    );
    let log = "#Software: Microsoft Exchange Server\r\n#Fields: date-time,source-context,event-id,recipient-address,recipient-status,sender-address\r\n2026-08-01T10:00:00Z,BlockAFToExternalUser,DROP,bob@fabrikam.com;carol@example.com,250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient,alice@contoso.com\r\n";
    let (code, s) = json(format!("{log}{log}").as_bytes());
    assert_eq!((code, &s["rows"]), (0, &2.into()));
    assert_eq!(s["responses"][0]["count"], 2);
    assert_eq!(s["recipient_domains"].as_array().unwrap().len(), 2);
    // Joined reports carry the header again.
    let twice = format!("{}{}", extended(','), extended(','));
    assert_eq!(json(twice.as_bytes()).1["rows"], 2 * ALL.len());
}

#[test]
fn bad_rows_are_told_with_their_line_and_the_others_count() {
    let good = "Received,SenderAddress,Status\n2026-08-01,a@contoso.com,Failed\n";
    for (tail, line, why) in [
        (
            &b"2026-08-02,a@contoso.com\n"[..],
            3,
            "the row has 2 fields, the header has 3",
        ),
        (
            b"2026-08-02,a@contoso.com,Failed,more\n",
            3,
            "the row has 4 fields",
        ),
        (
            // UTF-8 before, so these are no letters of a code page.
            b"2026-08-02,a@contoso.com,\xc3\xa4\n2026-08-02,a@contoso.com,\xff\n",
            4,
            "not text in the encoding",
        ),
        (b"2026-08-02,\"a@contoso.com", 3, "the row has 2 fields"),
        (
            b"2026-08-02,a@contoso.com,\"Fail",
            3,
            "ends inside a quoted field",
        ),
    ] {
        let bytes = [good.as_bytes(), tail].concat();
        let o = rdsim(&["-"], &bytes);
        let (out, err) = (
            String::from_utf8(o.stdout).unwrap(),
            String::from_utf8(o.stderr).unwrap(),
        );
        assert_eq!(o.status.code(), Some(1), "{why}\n{err}");
        assert!(
            err.contains(&format!("-:{line}:1: error: ")) && err.contains(why),
            "{err}"
        );
        assert!(
            err.contains("help: ") && out.contains("(files: 1)"),
            "{out}{err}"
        );
    }
    for nothing in [
        &b""[..],
        b"Empf\xc3\xa4nger,Absender\n1,2\n",
        b"[{",
        b"\0\0\0",
    ] {
        let o = rdsim(&["-"], nothing);
        assert_eq!(o.status.code(), Some(2));
        assert!(o.stdout.is_empty() && String::from_utf8(o.stderr).unwrap().contains("help: "));
    }
    assert_eq!(rdsim(&["no-such-file.csv"], b"").status.code(), Some(2));
    // A field of a megabyte is a field; a quote that never ends is not.
    let big = format!("{good}2026-08-02,{},Failed\n", "x".repeat(1 << 20));
    assert_eq!(json(big.as_bytes()).0, 0);
    let endless = format!("{good}2026-08-02,\"{}", "x\n".repeat(12 << 20));
    let mut trace = Trace::default();
    trace::read("t", endless.as_bytes(), &mut trace);
    assert_eq!((trace.rows, trace.bad_rows), (1, 1));
    assert_eq!(trace.problems[0].code, "row-not-read");
    assert!(trace.problems[0].to_string().contains("16 MiB"));
}

#[test]
fn no_formula_and_no_control_character_gets_out() {
    for start in ["=1+1", "+1", "-1", "@a", "=\u{1b}[31m"] {
        let text =
            format!("Received,SenderAddress,Status\n2026-08-01,{start}@contoso.com,Failed\n");
        let csv = rdsim(&["--format", "csv", "-"], text.as_bytes());
        let csv = String::from_utf8(csv.stdout).unwrap();
        let shown = start.replace('\u{1b}', "\u{fffd}");
        assert!(
            csv.contains(&format!("\nsender,'{shown}@contoso.com,1")),
            "{csv}"
        );
        let human = String::from_utf8(rdsim(&["-"], text.as_bytes()).stdout).unwrap();
        assert!(
            human.contains("@contoso.com") && !human.contains('\u{1b}'),
            "{human}"
        );
    }
}

#[test]
fn the_counts_are_bounded_and_nothing_is_lost() {
    let mut text = String::from("Received,SenderAddress,Event,Detail\n");
    for i in 0..12_000 {
        writeln!(
            text,
            "2026-08-01,u{i}@contoso.com,Drop,250 2.1.5 RESOLVER.X.N{i}; x"
        )
        .unwrap();
    }
    let (_, s) = json(text.as_bytes());
    assert_eq!(s["senders"].as_array().unwrap().len(), 10_000);
    assert_eq!(s["beyond_limits"]["senders"], 2_000);
    assert_eq!(s["beyond_limits"]["unknown_responses"], 11_000);
    let human = String::from_utf8(rdsim(&["-"], text.as_bytes()).stdout).unwrap();
    assert!(human.contains("only the first 1000 different ones"));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), headed: bool) {
        let mut all = if headed { b"Received,SenderAddress,Status,Detail\n".to_vec() } else { Vec::new() };
        all.extend(bytes);
        let mut trace = Trace::default();
        trace::read("t", all.as_slice(), &mut trace);
        prop_assert_eq!(trace.files + trace.unreadable_files, 1);
        prop_assert!(trace.statuses.total() <= trace.rows * 400);
    }

    #[test]
    fn no_text_panics_a_response(text in "(LED=|RESOLVER\\.|250 2\\.1\\.5 |550-|[\\PC{}; é日.]){0,12}") {
        if let Some(shown) = response::parse(&text) {
            prop_assert!(text.contains(shown.line) && !shown.line.is_empty());
        }
    }

    #[test]
    fn counts_add_up_and_utf_16_is_utf_8(rows in proptest::collection::vec(("[a-z日é]{1,8}", 0usize..11), 0..30)) {
        let mut text = String::from("Received,SenderAddress,Event,Detail\n");
        for (who, r) in &rows {
            writeln!(text, "2026-08-01,{who}@contoso.com,Drop,\"{}\"", ALL[*r].line()).unwrap();
        }
        let read = |bytes: &[u8]| {
            let mut trace = Trace::default();
            trace::read("t", bytes, &mut trace);
            trace
        };
        let trace = read(text.as_bytes());
        let n = rows.len() as u64;
        prop_assert_eq!((trace.rows, trace.events.total(), trace.responses.total(), trace.senders.total()), (n, n, n, n));
        prop_assert_eq!(&read(&utf_16(&text, true)), &trace);
        prop_assert_eq!(&read(&utf_16(&text, false)), &trace);
    }
}

#[test]
fn a_time_that_does_not_exist_is_counted_and_no_other() {
    let rows = [
        "2026-11-31T09:00:00Z",
        "2026-02-29 09:00:00",
        "2026-11-30T09:00:60Z",
        "31/11/2026 09:00",
        "2026-11-30T24:00:00Z",
        "2026-11-30T09:00:00Z",
    ]
    .map(|time| format!("{time},alice@contoso.com,bob@fabrikam.com,Failed\n"));
    let head = "Received,SenderAddress,RecipientAddress,Status\n";
    let text = format!("{head}{}", rows.concat());
    let (_, s) = json(text.as_bytes());
    assert_eq!((&s["rows"], &s["undated_rows"]), (&6.into(), &5.into()));
    assert_eq!(s["first"], "2026-11-30T09:00:00Z");
    assert_eq!(s["first"], s["last"]);
    let told = rdsim(&["-"], text.as_bytes());
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("times left out: 5"), "{told}");
}
