//! Reads points in time as policies, PowerShell and messages write them, and none that there is not.

use mail_parser::DateTime;

/// The months as RFC 5322 writes them, in lower case and without spaces.
const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";

/// How many days a month has: none where there is no such month.
#[must_use]
pub fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// A date in seconds since 1970, if there is such a day and such a time on it: 31 November would
/// be taken for 1 December.
fn real(date: &DateTime) -> Option<i64> {
    let days = days(date.year.into(), date.month.into());
    let is_real = date.is_valid() && u32::from(date.day) <= days;
    is_real.then(|| date.to_timestamp())
}

/// A point in time as the headers of messages write it (RFC 5322).
#[must_use]
pub fn of_header(value: &str) -> Option<i64> {
    // What stands in parentheses only says the same again.
    let value = value.split('(').next()?.trim();
    let (hour, rest) = value.split_once(':')?;
    let value = match rest.split_at_checked(2) {
        // Seconds may be left out; the parser wants them before the name of a zone.
        Some((minute, zone)) if !rest.contains(':') => format!("{hour}:{minute}:00{zone}"),
        _ => value.to_owned(),
    };
    let date = DateTime::parse_rfc822(&value)?;
    // The parser finds a date in nearly any digits, and leaves out those that are too many.
    let month = usize::from(date.month).checked_sub(1)?;
    let month = MONTHS.get(month * 3..month * 3 + 3)?;
    let mut numbers = value
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty());
    let mut next = || numbers.next()?.parse::<u32>().ok();
    let (day, year) = (next()?, next()?);
    let (hour, minute, second) = (next()?, next()?, next()?);
    let zone = u32::from(date.tz_hour) * 100 + u32::from(date.tz_minute);
    let century = if year < 100 { 100 } else { u32::MAX };
    let as_written = value.to_ascii_lowercase().contains(month)
        && day == u32::from(date.day)
        && year == u32::from(date.year) % century
        && hour == u32::from(date.hour)
        && minute == u32::from(date.minute)
        && second == u32::from(date.second)
        && next().is_none_or(|written| written == zone);
    as_written.then(|| real(&date)).flatten()
}

/// A point in time in seconds since 1970, from `2026-11-24T09:00:00Z` or a shorter form of it, or
/// from the JSON of Windows PowerShell. Without an offset it is UTC.
#[must_use]
pub fn instant(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(inner) = text
        .strip_prefix("/Date(")
        .and_then(|t| t.strip_suffix(")/"))
    {
        let digits = inner.strip_prefix('-').unwrap_or(inner);
        let few = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let milliseconds: i64 = inner.parse().ok().filter(|_| few)?;
        return Some(milliseconds.div_euclid(1000));
    }
    let (date, rest) = text.split_at_checked(10)?;
    let time = match rest.strip_prefix(['T', ' ']) {
        Some(time) => time,
        None if rest.is_empty() => "00:00Z",
        None => return None,
    };
    let at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(at)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    let zone = if zone.is_empty() { "Z" } else { zone };
    let good = like(date, "0000-00-00")
        && (like(clock, "00:00:00") || (like(clock, "00:00") && fraction == "0"))
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
        && (zone == "Z" || like(zone, "+00:00") || like(zone, "-00:00"));
    if !good {
        return None;
    }
    let parsed = DateTime::parse_rfc3339(&format!("{date}T{clock}{seconds}{zone}"))?;
    real(&parsed)
}

/// Whether a text has digits where the pattern has zeros, and is the same elsewhere.
fn like(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(t, p)| match p {
            b'0' => t.is_ascii_digit(),
            _ => t == p,
        })
}

/// A point in time as ISO 8601 in UTC.
#[must_use]
pub fn shown(instant: i64) -> String {
    DateTime::from_timestamp(instant).to_rfc3339()
}

#[cfg(test)]
mod tests {
    use super::{days, instant, of_header, shown};

    #[test]
    fn dates_are_read_in_every_form_and_nothing_else_is() {
        let nine = Some(1_795_510_800);
        for text in [
            "2026-11-24T09:00:00Z",
            " 2026-11-24 09:00 ",
            "2026-11-24T09:00:00",
            "2026-11-24T09:00:00.123Z",
            "2026-11-24T18:00:00+09:00",
            "2026-11-24 04:00-05:00",
            "/Date(1795510800999)/",
        ] {
            assert_eq!(instant(text), nine, "{text}");
        }
        assert_eq!(instant("2026-11-24"), instant("2026-11-24T00:00:00Z"));
        assert_eq!(instant("/Date(-1)/"), Some(-1));
        for text in [
            "",
            "11/24/2026 9:00:00 AM",
            "2026-02-31",
            "2026-02-29",
            "2026-11-31",
            "2026-00-10",
            "2026-11-00",
            "2026-11-24T09:00:60",
            "2026-11-24T09:60:00",
            "2026-13-01",
            "2026-11-24T24:00",
            "2026-11-24T09",
            "2026-11-24T09:00:00.Z",
            "2026-11-24T09:00.5Z",
            "2026-11-24Tnever",
            "2026-11-24T09:00:00+9",
            "/Date(x)/",
            "/Date(12345678901234567)/",
            "二〇二六年一一月",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
        assert_eq!(shown(1_795_510_800), "2026-11-24T09:00:00Z");
    }

    #[test]
    fn headers_have_dates_that_there_are() {
        for text in [
            "Tue, 24 Nov 2026 09:00:00 +0000",
            "24 Nov 2026 09:00 GMT",
            " Tue, 24 NOV 26 18:00:00 +0900 (JST)",
            "Tue, 24 Nov 2026 04:00:00 EST",
            "Tue, 24 Nov 2026 04:00:00 -0500 (EST, 31 Nov)",
        ] {
            assert_eq!(of_header(text), Some(1_795_510_800), "{text}");
        }
        assert!(of_header("Thu, 29 Feb 2024 00:00:00 +0000").is_some());
        for text in [
            "",
            "never",
            "Mon, 31 Nov 2026 09:00:00 +0000",
            "Sun, 29 Feb 2026 09:00:00 +0000",
            "Mon, 29 Feb 1900 09:00:00 +0000",
            "Mon, 32 Jan 2026 09:00:00 +0000",
            "Mon, 0 Nov 2026 09:00:00 +0000",
            "Mon, 240 Nov 2026 09:00:00 +0000",
            "Mon, 257 Nov 2026 09:00:00 +0000",
            "Tue, 24 Nov 2026 09:00:60 +0000",
            "Tue, 24 Nov 2026 24:00:00 +0000",
            "Tue, 24 Nov 2026 09:60:00 +0000",
            "Tue, 24 Nov 2026 090:00:00 +0000",
            "Tue, 24 Nov 20261 09:00:00 +0000",
            "Tue, 24 Nov 2026 09:00:00 +9999",
            "Tue, 24 Nov 2026 09:00:00 +0060",
            "Tue, 24 Foo 2026 09:00:00 +0000",
            "24 11 2026 09:00:00 +0000",
            "4294967320 Nov 2026 09:00:00 +0000",
        ] {
            assert_eq!(of_header(text), None, "{text}");
        }
    }

    #[test]
    fn every_month_has_its_days() {
        let all = |year| (1..=12).map(|month| days(year, month)).sum::<u32>();
        assert_eq!([2023, 2024, 1900, 2000].map(all), [365, 366, 365, 366]);
        assert_eq!((days(2026, 0), days(2026, 13)), (0, 0));
    }
}
