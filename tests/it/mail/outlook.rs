//! Reads the messages of Outlook, and the TNEF part of one on its own.

use super::{verdicts, write};
use crate::program::{rdsim, root};
use rdsim::mail::{self, FileFormat, Wanted, archive, message};
use rdsim::transport::classify;
use serde_json::Value;
use std::io::{Cursor, Write as _};

/// An Outlook message of some properties.
pub fn outlook(
    properties: &[(&str, &[u8])],
    fixed: &[(u32, u32)],
    recipients: &[(&str, u32)],
) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let unicode =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let entries = |header: usize, values: &[(u32, u32)]| {
        let mut out = vec![0; header];
        for (tag, value) in values {
            out.extend(tag.to_le_bytes());
            out.extend(6u32.to_le_bytes());
            out.extend(value.to_le_bytes());
            out.extend([0; 4]);
        }
        out
    };
    for (name, value) in properties {
        let path = format!("/__substg1.0_{name}");
        file.create_stream(path).unwrap().write_all(value).unwrap();
    }
    file.create_stream("/__properties_version1.0")
        .unwrap()
        .write_all(&entries(32, fixed))
        .unwrap();
    for (i, (address, kind)) in recipients.iter().enumerate() {
        let storage = format!("/__recip_version1.0_#{i:08X}");
        file.create_storage(&storage).unwrap();
        file.create_stream(format!("{storage}/__substg1.0_39FE001F"))
            .unwrap()
            .write_all(&unicode(address))
            .unwrap();
        file.create_stream(format!("{storage}/__properties_version1.0"))
            .unwrap()
            .write_all(&entries(8, &[(0x0C15_0003, *kind)]))
            .unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn kinds(bytes: &[u8], then: impl FnOnce(&message::Message)) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut then = Some(then);
    archive::messages("test", bytes, Wanted::Whole, &mut |batch| {
        for mail in batch {
            let message = mail.message().unwrap();
            let class = classify::classify(&message, None);
            found.extend(class.kinds.iter().map(|k| k.token()));
            (then.take().unwrap())(&message);
        }
        true
    });
    // What is in memory is read the same, as the web page does it.
    let whole = mail::read(bytes).unwrap();
    let class = classify::classify(&whole, None);
    let again: Vec<_> = class.kinds.iter().map(|k| k.token()).collect();
    assert_eq!(again, found);
    found
}

#[test]
fn an_outlook_message_tells_its_class_flags_people_and_body() {
    // Not sent yet: no transport headers.
    let draft = outlook(
        &[
            ("001A001F", &utf16("IPM.Note.Rules.OofTemplate.Microsoft")),
            ("0037001F", &utf16("Automatic reply: Hello")),
            ("5D01001F", &utf16("alice@contoso.com")),
            ("1000001F", &utf16("I am away.")),
        ],
        &[(0x4080_0003, 1), (0x3FDE_0003, 50220)],
        &[("bob@fabrikam.com", 1), ("carol@contoso.com", 2)],
    );
    assert_eq!(FileFormat::of(&draft), FileFormat::Msg);
    let found = kinds(&draft, |m| {
        assert_eq!(m.recipients(), ["bob@fabrikam.com", "carol@contoso.com"]);
        assert_eq!(m.sender(), "alice@contoso.com");
        assert_eq!(m.parts[0].charset.as_deref(), Some("iso-2022-jp"));
        assert_eq!(&*m.parts[0].body, b"I am away.");
    });
    assert_eq!(found, ["oof-legacy"]);
    // Received: the transport's headers, in an older code page; auto-forwarded.
    let headers = "Received: from x\r\nFrom: Alice <alice@contoso.com>\r\nTo: bob@fabrikam.com\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n";
    let (subject, _, _) = encoding_rs::SHIFT_JIS.encode("件名");
    let received = outlook(
        &[
            ("001A001E", b"IPM.Note\0"),
            ("007D001E", headers.as_bytes()),
            ("0037001E", &subject),
            ("0C1F001E", b"/O=CONTOSO/CN=ALICE"),
            ("10130102", b"<p>x</p>"),
        ],
        &[(0x0005_000B, 1), (0x3FFD_0003, 932), (0x3FDE_0003, 65001)],
        &[],
    );
    let found = kinds(&received, |m| {
        assert_eq!(m.header("Subject").unwrap().value, "件名");
        assert_eq!(m.header("From").unwrap().line, 2);
        assert_eq!(m.recipients(), ["bob@fabrikam.com"]);
        assert_eq!(m.tnef.as_ref().unwrap().0.auto_forwarded, Some(true));
        assert_eq!(m.parts[0].media_type, "text/html");
        assert_eq!(m.parts[0].charset.as_deref(), Some("utf-8"));
    });
    assert_eq!(found, ["ordinary"]);
    // By the binary, and large.
    let folder = tempfile::tempdir().unwrap();
    let large = outlook(
        &[
            (
                "001A001F",
                &utf16("IPM.Note.Rules.ExternalOofTemplate.Microsoft"),
            ),
            ("5D01001F", &utf16("alice@contoso.com")),
            ("37010102", &vec![7; 6 << 20]),
        ],
        &[],
        &[],
    );
    let path = write(folder.path(), "away.msg", &large);
    assert_eq!(verdicts(&[&path])[0]["kind"], "oof-external");
    // A compound file of another program.
    let sheet = outlook(&[("0037001F", &utf16("x"))], &[], &[]);
    let path = write(folder.path(), "sheet.xls", &sheet);
    let result = &verdicts(&[&path])[0];
    assert!(
        result["error"]
            .as_str()
            .unwrap()
            .contains("no Outlook message"),
        "{result}"
    );
}

const RTF: &str = "{\\rtf1\\ansi\\fbidis\\ansicpg932\\fromhtml1 \\deff0{\\fonttbl\r\n{\\f0\\fswiss Arial;}}{\\*\\htmltag64 <p>}Hello}";

#[test]
fn html_within_rtf_is_html_in_an_outlook_message_and_in_winmail_dat() {
    let html = compressed_rtf::compress_rtf(RTF).unwrap();
    let text = compressed_rtf::compress_rtf(&RTF.replace("fromhtml1", "fromtext")).unwrap();
    let rich = compressed_rtf::compress_rtf(&RTF.replace("\\fromhtml1", "")).unwrap();
    // More than is read of a property, or kept of a TNEF part; as RTF that is not compressed.
    let body = RTF.replace("Hello", &"x".repeat(6 << 20));
    let long = compressed_rtf::encode_rtf(&body).unwrap();
    // Rich text counts in an Outlook message where it says what the plain text does.
    for (rtf, in_sync, of_outlook, of_tnef) in [
        (&html, 0, "HTML", "HTML"),
        (&text, 1, "plain text", "plain text"),
        (&rich, 1, "HTML", "HTML"),
        (&rich, 0, "plain text", "HTML"),
        (&long, 0, "HTML", "HTML"),
    ] {
        let message = outlook(
            &[
                ("001A001F", &utf16("IPM.Note")),
                ("1000001F", &utf16("Hello")),
                ("10090102", rtf),
            ],
            &[(0x3FDE_0003, 28591), (0x0E1F_000B, in_sync)],
            &[("bob@fabrikam.com", 1)],
        );
        // The stream of a message whose only property is its body.
        let mut properties = [
            1u32.to_le_bytes(),
            0x1009_0102u32.to_le_bytes(),
            1u32.to_le_bytes(),
        ]
        .concat();
        properties.extend((rtf.len() as u32).to_le_bytes());
        properties.extend(rtf.iter());
        properties.resize(properties.len().next_multiple_of(4), 0);
        let sum = properties
            .iter()
            .fold(0u16, |sum, b| sum.wrapping_add((*b).into()));
        let winmail = [
            &0x223E_9F78u32.to_le_bytes()[..],
            &[1, 0, 1],
            &0x0006_9003u32.to_le_bytes(),
            &(properties.len() as u32).to_le_bytes(),
            &properties,
            &sum.to_le_bytes(),
        ];
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes, expected) in [
            ("a.msg", message, of_outlook),
            ("winmail.dat", winmail.concat(), of_tnef),
        ] {
            let path = write(folder.path(), name, &bytes);
            let mut command = rdsim(&["check", "--policy", "policies/default.yaml"]);
            command
                .args(["--to", "bob@fabrikam.com", "--format", "jsonl"])
                .arg(&path);
            let output = command.output().unwrap();
            let judged: Value = serde_json::from_slice(&output.stdout).unwrap();
            let body = judged["verdicts"][0]["format"]["body"].as_str().unwrap();
            assert_eq!(body, expected, "{name}");
        }
    }
}

#[test]
fn what_is_sealed_is_neither_html_nor_plain_text() {
    let folder = tempfile::tempdir().unwrap();
    let of_class = |class: &str, text: Option<&str>| {
        let (class, text) = (utf16(class), text.map(utf16));
        let mut properties = vec![("001A001F", &class[..])];
        properties.extend(text.iter().map(|text| ("1000001F", &text[..])));
        outlook(&properties, &[], &[("bob@fabrikam.com", 1)])
    };
    let sent_as = |content_type: &str| {
        let head =
            "From: alice@contoso.com\nTo: bob@fabrikam.com\nSubject: Report\nMIME-Version: 1.0\n";
        format!("{head}Content-Type: {content_type}\nContent-Transfer-Encoding: base64\n\nMIAG\n")
            .into_bytes()
    };
    // The sample policy sends TNEF there.
    let open = "plain text and winmail.dat";
    let sealed = "encrypted, or signed within S/MIME";
    let signed = "IPM.Note.SMIME.MultipartSigned";
    for (name, bytes, body) in [
        ("1.msg", of_class("IPM.Note.SMIME", None), sealed),
        (
            "2.msg",
            of_class("IPM.Note.Smime", Some("Open it elsewhere.")),
            sealed,
        ),
        ("3.msg", of_class(signed, None), sealed),
        ("4.msg", of_class(signed, Some("Hello")), open),
        ("5.msg", of_class("IPM.Note", Some("Hello")), open),
        (
            "1.eml",
            sent_as("application/pkcs7-mime; smime-type=enveloped-data; name=\"smime.p7m\""),
            sealed,
        ),
        (
            "2.eml",
            sent_as("application/x-pkcs7-mime; name=smime.p7m"),
            sealed,
        ),
        (
            "3.eml",
            sent_as("application/octet-stream; name=smime.p7m"),
            sealed,
        ),
        ("4.eml", sent_as("multipart/encrypted; boundary=x"), sealed),
        (
            "5.eml",
            sent_as("application/octet-stream; name=a.zip"),
            open,
        ),
    ] {
        let path = write(folder.path(), name, &bytes);
        let judged = &verdicts(&[&path])[0];
        let form = &judged["verdicts"][0]["format"];
        assert_eq!(form["body"], body, "{name}");
        assert!(
            body != sealed || form["parts"] == serde_json::json!([]),
            "{name}"
        );
    }
}

#[test]
fn what_outlook_keeps_in_a_folder_is_told_to_be_no_message() {
    let folder = tempfile::tempdir().unwrap();
    for (class, kept) in [
        ("IPM.Contact", true),
        ("IPM.Appointment", true),
        ("ipm.task.custom", true),
        ("IPM.TaskRequest", false),
        ("IPM.Schedule.Meeting.Request", false),
        ("IPM.Note", false),
    ] {
        let class_utf16 = utf16(class);
        let properties = [("001A001F", &class_utf16[..])];
        let item = outlook(&properties, &[], &[("bob@fabrikam.com", 1)]);
        let path = write(folder.path(), "item.msg", &item);
        let judged = verdicts(&[&path])[0].to_string();
        let told = format!("(class `{class}`)");
        assert_eq!(judged.contains(&told), kept, "{class}");
    }
}

#[test]
fn recipients_of_an_outlook_message_come_from_its_properties_where_headers_name_none() {
    for (to, expected) in [
        (
            "To: undisclosed-recipients:;\r\n",
            &["bob@fabrikam.com", "carol@contoso.com"][..],
        ),
        (
            "To: Bob\r\nCc: Carol\r\n",
            &["bob@fabrikam.com", "carol@contoso.com"],
        ),
        ("To: dave@contoso.com\r\n", &["dave@contoso.com"]),
    ] {
        let headers = format!("From: Alice <alice@contoso.com>\r\n{to}\r\n");
        let message = outlook(
            &[
                ("001A001F", &utf16("IPM.Note")),
                ("007D001F", &utf16(&headers)),
            ],
            &[],
            &[("bob@fabrikam.com", 1), ("carol@contoso.com", 2)],
        );
        kinds(&message, |m| assert_eq!(m.recipients(), expected, "{to}"));
    }
}

#[test]
fn a_code_page_is_named_as_it_is_in_mail() {
    for (page, name) in [
        (28591, "iso-8859-1"),
        (50225, "iso-2022-kr"),
        (50221, "iso-2022-jp"),
    ] {
        let message = outlook(
            &[
                ("001A001F", &utf16("IPM.Note")),
                ("1000001F", &utf16("Hello")),
            ],
            &[(0x3FDE_0003, page)],
            &[("bob@fabrikam.com", 1)],
        );
        kinds(&message, |m| {
            assert_eq!(m.parts[0].charset.as_deref(), Some(name))
        });
    }
}

#[test]
fn winmail_dat_on_its_own_tells_its_class() {
    let eml = std::fs::read(root().join("fixtures/oof-external/tnef.eml")).unwrap();
    let whole = rdsim::mail::read(&eml).unwrap();
    let tnef = whole
        .parts
        .iter()
        .find(|p| p.name == "winmail.dat")
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "winmail.dat", &tnef.body);
    assert_eq!(verdicts(&[&path])[0]["kind"], "oof-external");
    assert_eq!(verdicts(&[folder.path()]).len(), 1);
}

#[test]
fn a_class_that_was_lost_on_the_way_and_a_flag_that_was_not_set_overrule_no_header() {
    let received = |class: &str, headers: &str| {
        let transport = format!(
            "Received: from mail.contoso.com by mail.fabrikam.com; Tue, 1 Sep 2026 09:00:00 +0000\r\nFrom: alice@contoso.com\r\nTo: bob@fabrikam.com\r\n{headers}MIME-Version: 1.0\r\nContent-Type: text/plain\r\n"
        );
        let bytes = outlook(
            &[
                ("001A001F", &utf16(class)),
                ("007D001F", &utf16(&transport)),
                ("1000001F", &utf16("I am away.")),
            ],
            // PidTagAutoForwarded: false.
            &[(0x0005_000B, 0)],
            &[],
        );
        let message = mail::read(&bytes).unwrap();
        let class = classify::classify(&message, None);
        let kinds: Vec<_> = class.kinds.iter().map(|k| k.token()).collect();
        (kinds.join(" "), class.auto_forwarded)
    };
    let rules_loop = "X-MS-Exchange-Inbox-Rules-Loop: alice@contoso.com\r\n";
    let all = "X-Auto-Response-Suppress: All\r\n";
    let oof = format!("Subject: Automatic reply: Hello\r\n{rules_loop}{all}");
    let reply = format!("Subject: Away\r\n{rules_loop}{all}");
    let forward = format!("Subject: FW: Hello\r\n{rules_loop}");
    for (class, headers, kinds, forwarded) in [
        ("IPM.Note", &*oof, "oof-external oof-internal", false),
        (
            "ipm.note",
            &reply,
            "auto-reply oof-external oof-internal",
            false,
        ),
        ("IPM.Note", &forward, "ordinary", true),
        ("IPM.Note", "Subject: Hello\r\n", "ordinary", false),
        // Any other class is that of the sender.
        (
            "IPM.Note.Rules.OofTemplate.Microsoft",
            &oof,
            "oof-internal",
            false,
        ),
        ("IPM.Note.SMIME", &oof, "ordinary", false),
    ] {
        let found = received(class, headers);
        assert_eq!(
            found,
            (kinds.to_owned(), Some(forwarded)),
            "{class} {headers}"
        );
    }
}
