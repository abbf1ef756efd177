//! Writes a TNEF stream that carries a message class, which nothing else in MIME does (MS-OXTNEF).

const SIGNATURE: u32 = 0x223E_9F78;
const ATT_TNEF_VERSION: u32 = 0x0008_9006;
const ATT_MESSAGE_CLASS: u32 = 0x0007_8008;
const ATT_MSG_PROPS: u32 = 0x0006_9003;
const PT_LONG: u16 = 0x0003;
const OOF_REPLY_TYPE: u16 = 0x4080;

/// A stream with a class and, where given, the OOF reply type.
pub(super) fn stream(class: &str, oof_reply_type: Option<i32>) -> Vec<u8> {
    let mut out = SIGNATURE.to_le_bytes().to_vec();
    out.extend(1u16.to_le_bytes());
    attribute(&mut out, ATT_TNEF_VERSION, &0x0001_0000u32.to_le_bytes());
    attribute(
        &mut out,
        ATT_MESSAGE_CLASS,
        &[class.as_bytes(), &[0]].concat(),
    );
    if let Some(kind) = oof_reply_type {
        let mut properties = 1u32.to_le_bytes().to_vec();
        properties.extend(PT_LONG.to_le_bytes());
        properties.extend(OOF_REPLY_TYPE.to_le_bytes());
        properties.extend(kind.to_le_bytes());
        attribute(&mut out, ATT_MSG_PROPS, &properties);
    }
    out
}

/// An attribute of the message itself: level, name, length, data, checksum.
fn attribute(out: &mut Vec<u8>, id: u32, data: &[u8]) {
    out.push(1);
    out.extend(id.to_le_bytes());
    out.extend(u32::try_from(data.len()).unwrap_or(0).to_le_bytes());
    out.extend(data);
    let sum = data.iter().fold(0u16, |s, b| s.wrapping_add(u16::from(*b)));
    out.extend(sum.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use crate::mail::tnef;

    #[test]
    fn what_is_written_is_read_without_a_complaint() {
        let class = "IPM.Note.Rules.OofTemplate.Microsoft";
        for kind in [None, Some(2)] {
            let read = tnef::read(&super::stream(class, kind)).unwrap();
            assert_eq!(read.message_class.as_deref(), Some(class));
            assert_eq!(read.oof_reply_type, kind);
            assert!(!read.cut);
        }
    }
}
