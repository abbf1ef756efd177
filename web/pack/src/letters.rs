//! Writes bytes as letters of ASCII; `web/unpack` reads them.

use rdsim_web_unpack::letters::{SIX, letter};

/// Bytes as letters. What is missing of the bits of the last is none.
pub fn write(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 5 / 4);
    let mut rest = bytes.iter();
    let (mut bits, mut count) = (0_u32, 0);
    loop {
        while count < 7
            && let Some(byte) = rest.next()
        {
            bits = bits << 8 | u32::from(*byte);
            count += 8;
        }
        if count == 0 {
            return out;
        }
        // The next seven bits.
        let seven = (u64::from(bits) << 7 >> count) as u8 & 0x7F;
        let (number, taken) = match seven >> 1 {
            six if six < SIX => (six, 6),
            _ => (seven - SIX, 7),
        };
        out.push(char::from(letter(number)));
        count = u32::saturating_sub(count, taken);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rdsim_web_unpack::letters::read;

    #[test]
    fn what_is_written_is_read() {
        let bytes: Vec<u8> = (0..9_999_u32)
            .map(|n| (n.wrapping_mul(n) >> 7) as u8)
            .collect();
        for bytes in [
            &bytes[..],
            &bytes[..9_998],
            &bytes[..9_997],
            &[0; 99],
            &[255; 99],
            &[1],
            b"",
        ] {
            let written = write(bytes);
            assert_eq!(read(&written), bytes);
            assert!(written.len() <= bytes.len() * 4 / 3 + 2);
        }
    }
}
