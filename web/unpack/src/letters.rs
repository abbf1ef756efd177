//! Reads bytes that are written as letters of ASCII. Those of base64 are so few that gzip sees the same three of
//! them again and again, and packs what cannot be packed a hundredth larger.

use crate::CALL;

/// The letters, from `!` to `~` without `<`.
pub const LETTERS: u8 = 93;

/// The first of them stand for six bits, the others for seven.
pub const SIX: u8 = 128 - LETTERS;

/// The letter of a number.
#[must_use]
pub fn letter(number: u8) -> u8 {
    let letter = b'!' + number;
    letter + u8::from(letter >= b'<')
}

/// The number of a letter.
fn number(letter: u8) -> u8 {
    letter
        .wrapping_sub(b'!')
        .wrapping_sub(u8::from(letter > b'<'))
}

/// The bytes that letters stand for.
#[must_use]
pub fn read(letters: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(letters.len());
    let mut bits = Bits::default();
    for some in letters.as_bytes().chunks(CALL) {
        bits.read(some, &mut out);
    }
    out
}

/// Bits that are no whole byte yet.
#[derive(Default)]
struct Bits {
    bits: u32,
    count: u32,
}

impl Bits {
    #[inline(never)]
    fn read(&mut self, letters: &[u8], to: &mut Vec<u8>) {
        for letter in letters {
            let number = number(*letter);
            let (bits, count) = if number < SIX {
                (number, 6)
            } else {
                (number.wrapping_add(SIX), 7)
            };
            self.bits = self.bits << count | u32::from(bits);
            self.count += count;
            if self.count >= 8 {
                self.count -= 8;
                to.push((self.bits >> self.count) as u8);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_stands_for_six_or_seven_bits() {
        let letters: Vec<u8> = (0..LETTERS).map(letter).collect();
        assert!(letters.iter().all(|l| l.is_ascii_graphic() && *l != b'<'));
        assert!(letters.is_sorted_by(|a, b| a < b));
        assert!(letters.iter().copied().map(number).eq(0..LETTERS));
        // 000000 000001 1111111 00000, and what is no whole byte.
        assert_eq!(read("!\"~!"), [0b0000_0000, 0b0001_1111, 0b1110_0000]);
        assert_eq!(read(""), b"");
        assert!(read("<é\n").len() <= 4);
    }
}
