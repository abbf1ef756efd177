//! Builds the TNEF fixtures byte by byte and proves that the files are those bytes.
//!
//! `cargo test --test it tnef_fixtures::write -- --ignored` writes them anew.

use crate::program::root;

struct Tnef {
    class: Option<&'static str>,
    props: Vec<u8>,
    count: u32,
}

impl Tnef {
    fn new(class: Option<&'static str>) -> Self {
        Self {
            class,
            props: Vec::new(),
            count: 0,
        }
    }
    fn prop(mut self, kind: u16, id: u16, value: &[u8]) -> Self {
        self.props.extend(kind.to_le_bytes());
        self.props.extend(id.to_le_bytes());
        self.props.extend(value);
        self.count += 1;
        self
    }
    fn text(self, id: u16, text: &str) -> Self {
        let mut utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        utf16.extend([0, 0]);
        let mut value = 1u32.to_le_bytes().to_vec();
        value.extend(u32::try_from(utf16.len()).unwrap().to_le_bytes());
        value.extend(&utf16);
        value.resize(value.len().next_multiple_of(4), 0);
        self.prop(0x1F, id, &value)
    }
    fn forwarded(self) -> Self {
        self.prop(0xB, 0x0005, &[1, 0, 0, 0])
    }
    fn oof(self, kind: i32) -> Self {
        self.prop(0x3, 0x4080, &kind.to_le_bytes())
    }
    fn bytes(&self) -> Vec<u8> {
        let mut out = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
        if let Some(class) = self.class {
            let mut data = class.as_bytes().to_vec();
            data.push(0);
            attribute(&mut out, 1, 0x0007_8008, &data);
        }
        if self.count > 0 {
            let mut data = self.count.to_le_bytes().to_vec();
            data.extend(&self.props);
            attribute(&mut out, 1, 0x0006_9003, &data);
        }
        out
    }
}

fn attribute(out: &mut Vec<u8>, level: u8, id: u32, data: &[u8]) {
    out.push(level);
    out.extend(id.to_le_bytes());
    out.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    out.extend(data);
    out.extend(
        data.iter()
            .fold(0u16, |s, b| s.wrapping_add(u16::from(*b)))
            .to_le_bytes(),
    );
}

fn base64(bytes: &[u8]) -> String {
    const A: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (i, c) in bytes.chunks(3).enumerate() {
        if i > 0 && i % 19 == 0 {
            out.push('\n');
        }
        let n = (0..3).fold(0u32, |n, k| n << 8 | u32::from(*c.get(k).unwrap_or(&0)));
        for k in 0..4 {
            let digit = A
                .iter()
                .copied()
                .nth((n >> (18 - 6 * k) & 63) as usize)
                .unwrap();
            out.push(if k <= c.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

fn eml(subject: &str, tnef: &[u8]) -> String {
    format!(
        "From: Alice <alice@contoso.com>\nTo: bob@fabrikam.com\nSubject: {subject}\nDate: Tue, 03 Nov 2026 09:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"t\"\n\n--t\nContent-Type: text/plain; charset=utf-8\n\nSee the attachment.\n--t\nContent-Type: application/ms-tnef; name=\"winmail.dat\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"winmail.dat\"\n\n{}\n--t--\n",
        base64(tnef)
    )
}

fn all() -> Vec<(&'static str, String)> {
    let class = |c: &'static str| Tnef::new(Some(c));
    let mut out: Vec<(&'static str, String)> = [
        (
            "oof-external/tnef.eml",
            class("IPM.Note.Rules.ExternalOofTemplate.Microsoft"),
        ),
        (
            "oof-external/property-only.eml",
            Tnef::new(None).text(0x001A, "IPM.Note.Rules.ExternalOofTemplate.Microsoft"),
        ),
        (
            "oof-internal/tnef.eml",
            class("IPM.Note.Rules.OofTemplate.Microsoft").oof(2),
        ),
        (
            "oof-internal/no-reply-type.eml",
            class("envelope.IPM.Note.Rules.OofTemplate.Microsoft"),
        ),
        (
            "oof-legacy/tnef.eml",
            class("IPM.Note.Rules.OofTemplate.Microsoft").oof(1),
        ),
        (
            "auto-reply/tnef.eml",
            class("IPM.Note.Rules.ReplyTemplate.Microsoft"),
        ),
        (
            "meeting-forward-notification/tnef.eml",
            class("IPM.Schedule.Meeting.Notification.Forward"),
        ),
        (
            "meeting-forward-notification/newer-class.eml",
            Tnef::new(None).text(0x001A, "IPM.Notification.Meeting.Forward"),
        ),
        ("recall/tnef.eml", class("IPM.Outlook.Recall")),
        ("recall-report/tnef.eml", class("IPM.Recall.Report.Success")),
        (
            "ordinary/tnef-auto-forwarded.eml",
            class("IPM.Note").forwarded(),
        ),
        (
            "ndr/tnef-auto-forwarded.eml",
            class("REPORT.IPM.Note.NDR").forwarded(),
        ),
        ("read-receipt/tnef.eml", class("REPORT.IPM.Note.IPNRN")),
        ("non-read-receipt/tnef.eml", class("REPORT.IPM.Note.IPNNRN")),
    ]
    .into_iter()
    .map(|(path, tnef)| (path, eml("TNEF", &tnef.bytes())))
    .collect();
    let whole = class("IPM.Note.Rules.ExternalOofTemplate.Microsoft")
        .text(0x3001, "a name")
        .bytes();
    out.push((
        "awkward/tnef-truncated.eml",
        eml("cut", &whole[..whole.len() - 9]),
    ));
    let mut wrong = class("IPM.Outlook.Recall").bytes();
    *wrong.last_mut().unwrap() ^= 0xff;
    out.push(("awkward/tnef-wrong-checksum.eml", eml("checksum", &wrong)));
    let mut nested = class("IPM.Note").bytes();
    let inner = class("IPM.Outlook.Recall").bytes();
    attribute(&mut nested, 2, 0x0006_9005, &inner);
    attribute(&mut nested, 2, 0x0007_8008, b"IPM.Outlook.Recall\0");
    out.push(("awkward/tnef-nested.eml", eml("nested", &nested)));
    out
}

#[test]
fn files_are_what_the_generator_builds() {
    for (path, text) in all() {
        let file = root().join("fixtures").join(path);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "{path}");
    }
}

#[test]
#[ignore = "writes the fixtures"]
fn write() {
    for (path, text) in all() {
        let file = root().join("fixtures").join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &text).unwrap();
    }
}
