//! Reads points in time as policies and PowerShell write them: ISO 8601, or `/Date(…)/`.

use mail_parser::DateTime;

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
    // 31 February would be taken for a day of March.
    let day = DateTime::from_timestamp(parsed.to_timestamp_local()).day;
    (parsed.is_valid() && day == parsed.day).then(|| parsed.to_timestamp())
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
    use super::{instant, shown};

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
}
