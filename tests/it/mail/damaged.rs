//! Reads Outlook messages that are damaged: what can be read is, and what cannot is left open.

use super::outlook::{outlook, utf16};
use proptest::prelude::*;
use rdsim::mail::{self, message::Message};
use rdsim::transport::classify::{Class, Kind, classify};

const OOF: &str = "IPM.Note.Rules.OofTemplate.Microsoft";
/// Bytes of an entry of the directory, and where its length of the name and its first link stand.
const ENTRY: usize = 128;
const NAME_LENGTH: usize = 64;
const LEFT: usize = 68;

/// A message with an attachment that is no small stream, as the last thing in the file.
fn whole() -> Vec<u8> {
    outlook(
        &[
            ("001A001F", &utf16(OOF)),
            ("0037001F", &utf16("Automatic reply: Order")),
            ("0C1F001F", &utf16("alice@contoso.com")),
            ("1000001F", &utf16("I am away.")),
            ("37010102", &[7; 20_000]),
        ],
        // PidTagAutoForwarded.
        &[(0x0005_000B, 0)],
        &[("bob@fabrikam.com", 1)],
    )
}

fn class(message: &Message) -> (Class, Vec<String>) {
    let class = classify(message, None);
    let notes = class.notes.iter().map(ToString::to_string).collect();
    (class, notes)
}

/// Where the directory entry of a name stands.
fn entry(file: &[u8], name: &str) -> usize {
    let name = utf16(name);
    let mut places = file.windows(name.len()).enumerate();
    places.find(|(_, found)| *found == name).unwrap().0
}

#[test]
fn a_message_whose_end_is_lost_has_its_class_and_the_rest_is_open() {
    let bytes = whole();
    let (known, notes) = class(&mail::read(&bytes).unwrap());
    assert_eq!((known.auto_forwarded, notes.len()), (Some(false), 0));
    let cut = mail::read(&bytes[..bytes.len() - 8_000]).unwrap();
    assert_eq!(cut.recipients(), ["bob@fabrikam.com"]);
    assert_eq!(cut.parts[0].body.as_ref(), b"I am away.");
    let (cut, notes) = class(&cut);
    // Which out-of-office reply it is, another property says, which may be lost.
    assert_eq!(cut.kinds, [Kind::OofInternal, Kind::OofLegacy]);
    assert_eq!(cut.auto_forwarded, Some(false));
    assert!(notes[0].contains("Outlook message is damaged"), "{notes:?}");
    // Without its class it is no message.
    let error = mail::read(&bytes[..1024]).unwrap_err().to_string();
    assert!(error.contains("cannot be read"), "{error}");
}

#[test]
fn a_directory_with_wrong_lengths_and_links_is_read_all_the_same() {
    let bytes = whole();
    for (name, field, value) in [
        ("__substg1.0_37010102", NAME_LENGTH, [0xff; 4]),
        ("__substg1.0_0037001F", NAME_LENGTH, [0xff; 4]),
        // Its left neighbour is the root.
        ("__substg1.0_37010102", LEFT, [0; 4]),
    ] {
        let at = entry(&bytes, name);
        assert_eq!(at % ENTRY, 0);
        let mut damaged = bytes.clone();
        damaged[at + field..at + field + value.len()].copy_from_slice(&value);
        let read = mail::read(&damaged).unwrap_or_else(|e| panic!("{name} {field}: {e}"));
        assert_eq!(read.recipients(), ["bob@fabrikam.com"], "{name} {field}");
        let (tnef, _) = read.tnef.unwrap();
        assert!(tnef.cut, "{name} {field}");
        assert_eq!(tnef.message_class.unwrap(), OOF);
    }
}

proptest! {
    #[test]
    fn whatever_is_damaged_it_is_read_or_refused(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = whole();
        for (place, value) in places {
            // Most of the file is the attachment: what matters stands in what is left.
            let at = place.index(bytes.len() - 16_000);
            bytes[at] = value;
        }
        bytes.truncate(512.max(end.index(2 * bytes.len())));
        if let Ok(message) = mail::read(&bytes) {
            let class = classify(&message, None);
            prop_assert!(!class.kinds.is_empty());
        }
    }
}
