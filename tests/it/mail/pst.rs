//! Reads Outlook data files: every message with its folder, damaged ones, and files made to harm.

use super::pst_file::{Folder, Item, Value, file, lead_in_a_circle, text};
use crate::program::{err, out, run};
use std::io::Write as _;

const POLICY: &str = "policies/contoso.yaml";

fn item(class: &str, subject: &str) -> Item {
    Item {
        properties: vec![
            (0x001A, text(class)),
            (0x0037, text(subject)),
            (0x1000, text("Hello")),
            (0x5D01, text("alice@contoso.com")),
        ],
        recipients: vec![
            vec![
                (0x39FE, text("bob@fabrikam.com")),
                (0x0C15, Value::Number(1)),
            ],
            vec![(0x3001, text("Nobody")), (0x0C15, Value::Number(2))],
        ],
        broken: false,
    }
}

fn folder(name: &'static str, items: Vec<Item>, folders: Vec<Folder>) -> Folder {
    Folder {
        name,
        items,
        folders,
    }
}

/// A file with mail in three folders.
fn mail() -> Vec<u8> {
    let sub = folder("Sub", vec![item("IPM.Note", "s")], Vec::new());
    let reports = vec![
        item("REPORT.IPM.Note.NDR", "r"),
        item("IPM.Contact", "c"),
        item("IPM.Appointment", "a"),
        item("IPM.Note.Rules.OofTemplate.Microsoft", "\u{1}\u{4}AW: o"),
    ];
    let inbox = folder("Inbox", reports, vec![sub]);
    file(folder("Top", vec![item("IPM.Note", "x")], vec![inbox]))
}

/// Name and kind of every message, and the exit code.
fn judged(path: &str) -> (Vec<String>, Option<i32>, String) {
    let o = run(&["check", "-p", POLICY, "--format", "jsonl", path]);
    let path = path.replace(std::path::MAIN_SEPARATOR, "/");
    let lines = out(&o);
    let mut told = Vec::new();
    for line in lines.lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(name) = message["path"].as_str() else {
            continue;
        };
        let name = name.rsplit_once('/').map_or(name, |_| {
            let start = path.rfind('/').map_or(0, |at| at + 1);
            name.get(start..).unwrap_or(name)
        });
        let what = message["kind"].as_str().or(message["error"].as_str());
        told.push(format!("{name}: {}", what.unwrap_or("?")));
    }
    (told, o.status.code(), err(&o))
}

#[test]
fn every_message_is_judged_with_its_folder_and_what_is_no_mail_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail.pst");
    std::fs::write(&path, mail()).unwrap();
    let (told, ..) = judged(path.to_str().unwrap());
    let wanted = [
        "mail.pst#1: ordinary",
        "mail.pst#Inbox#1: ndr",
        "mail.pst#Inbox#2: oof-internal",
        "mail.pst#Inbox/Sub#1: ordinary",
    ];
    assert_eq!(told, wanted);
    // A folder is looked at by content, and an archive is taken apart.
    let renamed = folder.path().join("mail.dat");
    std::fs::rename(&path, renamed).unwrap();
    let o = run(&["check", "-p", POLICY, folder.path().to_str().unwrap()]);
    assert!(out(&o).contains("mail.dat#Inbox/Sub#1"), "{}", out(&o));
    let zipped = folder.path().join("mail.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&zipped).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("old.pst", options).unwrap();
    zip.write_all(&mail()).unwrap();
    zip.finish().unwrap();
    let (told, ..) = judged(zipped.to_str().unwrap());
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told[3].ends_with("old.pst#Inbox/Sub#1: ordinary"),
        "{told:?}"
    );
}

#[test]
fn a_message_of_a_pst_says_what_mapi_says() {
    let narrow = Item {
        properties: vec![
            (0x001A, text("IPM.Note")),
            (0x3FFD, Value::Number(932)),
            (0x0037, Value::Narrow(vec![0x93, 0xFA, 0x96, 0x7B])),
            (0x1013, Value::Binary(b"<p>Hello</p>".to_vec())),
            (0x0C1F, text("alice@contoso.com")),
            (0x0005, Value::Truth(true)),
        ],
        recipients: vec![vec![
            (0x39FE, text("bob@fabrikam.com")),
            (0x0C15, Value::Number(2)),
        ]],
        broken: false,
    };
    let bytes = file(folder("Top", vec![narrow], Vec::new()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.pst");
    std::fs::write(&path, bytes).unwrap();
    let mut all = Vec::new();
    let from = std::fs::File::open(&path).unwrap();
    rdsim::mail::pst::split("m.pst", from, &mut |batch| {
        all.extend(batch);
        true
    });
    assert_eq!(all.len(), 1);
    let message = all[0].message().unwrap();
    assert_eq!(message.sender(), "alice@contoso.com");
    assert_eq!(message.recipients(), ["bob@fabrikam.com"]);
    assert_eq!(message.header("Subject").unwrap().text(), "日本");
    assert!(message.header("Cc").is_some());
    let (tnef, _) = message.tnef.as_ref().unwrap();
    assert_eq!(tnef.auto_forwarded, Some(true));
    assert_eq!(message.parts[0].media_type, "text/html");
}

#[test]
fn a_damaged_message_is_told_in_its_place_and_the_others_are_judged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail.pst");
    let good = mail();
    let sub: Vec<u8> = "s".encode_utf16().flat_map(u16::to_le_bytes).collect();
    // The subject of the last message, behind its class.
    let class: Vec<u8> = "IPM.Note"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let find = [&class[..], &sub].concat();
    let mut places = (0..good.len()).filter(|at| good[*at..].starts_with(&find));
    let at = places.next().unwrap();
    let mut bytes = good.clone();
    bytes[at] ^= 0xFF;
    std::fs::write(&path, &bytes).unwrap();
    let (told, code, err) = judged(path.to_str().unwrap());
    assert_eq!((told.len(), code), (4, Some(0)), "{told:?} {err}");
    assert!(told[0].ends_with(": ordinary") && told[2].contains("oof-internal"));
    assert!(
        told[3].contains("Sub#1") && told[3].contains("data file"),
        "{told:?}"
    );
    // Cut off, it has no end in which its trees are.
    std::fs::write(&path, &good[..good.len() / 2]).unwrap();
    let (told, code, _) = judged(path.to_str().unwrap());
    assert_eq!((told.len(), code), (1, Some(0)), "{told:?}");
}

#[test]
fn pages_that_lead_in_a_circle_end_in_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail.pst");
    let mut bytes = mail();
    lead_in_a_circle(&mut bytes);
    std::fs::write(&path, &bytes).unwrap();
    let (told, code, err) = judged(path.to_str().unwrap());
    assert_eq!((told.len(), code), (1, Some(0)), "{told:?} {err}");
    assert!(told[0].contains("data file"), "{told:?}");
}

#[test]
fn a_block_that_leads_beyond_its_end_costs_one_message() {
    let broken = Item {
        broken: true,
        ..item("IPM.Note", "b")
    };
    let items = vec![item("IPM.Note", "a"), broken, item("IPM.Note", "c")];
    let bytes = file(folder("Top", items, Vec::new()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail.pst");
    std::fs::write(&path, bytes).unwrap();
    let (told, ..) = judged(path.to_str().unwrap());
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[1].contains("data file"), "{told:?}");
    assert_eq!(told[2], "mail.pst#3: ordinary");
}
