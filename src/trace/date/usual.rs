//! Reads times in the one form that nearly all exports have.

use super::Stamp;
use crate::policy::time;

/// A time in the form that nearly all exports have, such as `2026-08-01T10:00:00.123Z`: what is read
/// from any form too, in a fraction of the time.
pub(super) fn read(text: &str) -> Option<Stamp> {
    let two = |high: u8, low: u8| {
        let is_number = high.is_ascii_digit() && low.is_ascii_digit();
        is_number.then(|| u32::from(high - b'0') * 10 + u32::from(low - b'0'))
    };
    let (date, fraction) = text.as_bytes().split_first_chunk::<19>()?;
    let [
        a,
        b,
        c,
        d,
        b'-',
        e,
        f,
        b'-',
        g,
        h,
        b'T',
        i,
        j,
        b':',
        k,
        l,
        b':',
        m,
        n,
    ] = *date
    else {
        return None;
    };
    let (century, year) = (two(a, b)?, two(c, d)?);
    let (year, month, day) = (century * 100 + year, two(e, f)?, two(g, h)?);
    let (hour, minute, second) = (two(i, j)?, two(k, l)?, two(m, n)?);
    let fraction = fraction.strip_suffix(b"Z").unwrap_or(fraction);
    let thousandths = match fraction {
        [] => 0,
        [b'.', x, y, z, rest @ ..] if rest.iter().all(u8::is_ascii_digit) => {
            two(*x, *y)? * 10 + two(b'0', *z)?
        }
        _ => return None,
    };
    let real = (1900..2500).contains(&year)
        && (1..=time::days(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    let stamp = Stamp {
        year: u16::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
        of_day: ((hour * 60 + minute) * 60 + second) * 1000 + thousandths,
    };
    real.then_some(stamp)
}

#[cfg(test)]
mod tests {
    use super::super::any;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_time_is_the_same_as_in_any_form(
            text in "(18|19|20|25|99)[0-9]{2}-[0-3][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,8})?[Z+]?"
        ) {
            let found = read(&text);
            prop_assert!(found.is_none() || found == any(&text, None), "{text}");
        }
    }

    #[test]
    fn the_times_of_exports_are_read() {
        for text in [
            "2026-08-01T10:00:00.345Z",
            "2026-08-01T10:00:00.1234567",
            "2026-02-28T23:59:59",
            "2024-02-29T00:00:00Z",
        ] {
            assert!(read(text).is_some(), "{text}");
        }
    }
}
