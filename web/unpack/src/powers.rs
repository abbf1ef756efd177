//! Computes the powers of five by which the standard library reads decimal numbers.

/// A whole number; its least digits to the base 2³² stand first.
type Big = [u32; 34];

/// The powers below one that are rounded up.
const ROUNDED: usize = 27;

/// The first 128 bits of each from 5^-342 to 5^308, as the engine's data has them.
pub fn of_five() -> Vec<u16> {
    let mut below: Vec<u128> = Vec::new();
    let mut big: Big = [0; 34];
    if let Some(last) = big.last_mut() {
        *last = 1 << 31;
    }
    for n in 1..=342 {
        let mut rest = 0;
        for digit in big.iter_mut().rev() {
            let all = rest << 32 | u64::from(*digit);
            *digit = (all / 5) as u32;
            rest = all % 5;
        }
        below.push(first_bits(&big) + u128::from(n <= ROUNDED));
    }
    let mut all: Vec<u128> = below.into_iter().rev().collect();
    // Below its digits is room for the bits that small powers do not have.
    big = [0; 34];
    if let Some(one) = big.get_mut(4) {
        *one = 1;
    }
    for _ in 0..=308 {
        all.push(first_bits(&big));
        let mut carried = 0;
        for digit in &mut big {
            let product = u64::from(*digit) * 5 + carried;
            *digit = product as u32;
            carried = product >> 32;
        }
    }
    let halves = all.iter().flat_map(|n| [n >> 64, *n]);
    let parts = halves.flat_map(|half| [0, 16, 32, 48].map(|at| (half >> at) as u16));
    parts.collect()
}

/// The 128 bits from the highest that is set.
fn first_bits(big: &Big) -> u128 {
    let mut digits = big.iter().rev().copied().skip_while(|digit| *digit == 0);
    let mut next = || digits.next().unwrap_or_default();
    let high = (0..4).fold(0, |all, _| all << 32 | u128::from(next()));
    let shift = high.leading_zeros();
    high << shift | u128::from((u64::from(next()) << shift >> 32) as u32)
}
