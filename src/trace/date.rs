//! Reads the times that exports write: ISO 8601, and dates as a computer's region has them.

use crate::policy::time;

/// Whether the day or the month stands first in a date such as 03/04/2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

/// A point in time, as written: time zones are not converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// Thousandths of a second since midnight.
    pub of_day: u32,
}

impl Stamp {
    /// The day, as `2026-08-01`.
    #[must_use]
    pub fn date(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Read a time; `None` if it is none, or if only `order` could tell the day from the month.
#[must_use]
pub fn read(text: &str, order: Option<Order>) -> Option<Stamp> {
    let text = text.trim();
    if let Some(milliseconds) = text
        .strip_prefix("/Date(")
        .and_then(|t| t.strip_suffix(")/"))
    {
        return epoch(milliseconds.parse().ok()?);
    }
    let mut rest = text;
    let first = number(&mut rest)?;
    let separator = rest.chars().next()?;
    let second = after(&mut rest)?;
    let third = after(&mut rest)?;
    let (year, month, day) = if first > 31 {
        // 2026-08-01, 2026/8/1, 2026年8月1日
        (first, second, third)
    } else {
        // A point is written where the day is first; `/` and `-` are written either way.
        let order = match separator {
            '.' => Order::DayFirst,
            '/' | '-' if first > 12 => Order::DayFirst,
            '/' | '-' if second > 12 => Order::MonthFirst,
            '/' | '-' if first == second => Order::DayFirst,
            '/' | '-' => order?,
            _ => return None,
        };
        let year = if third < 100 { third + 2000 } else { third };
        match order {
            Order::DayFirst => (year, second, first),
            Order::MonthFirst => (year, first, second),
        }
    };
    let of_day = time_of_day(rest.trim_start_matches('日'))?;
    let stamp = Stamp {
        year: u16::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
        of_day,
    };
    let real = (1..=time::days(year, month)).contains(&day) && year >= 1900;
    real.then_some(stamp)
}

/// Whether a text is a date in which day and month may be either.
#[must_use]
pub fn is_ambiguous(text: &str) -> bool {
    read(text, None).is_none() && read(text, Some(Order::DayFirst)).is_some()
}

/// The digits at the beginning, as a number.
fn number(rest: &mut &str) -> Option<u32> {
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, tail) = rest.split_at_checked(end)?;
    *rest = tail;
    if end > 9 {
        return None;
    }
    digits.parse().ok()
}

/// A number after one separator.
fn after(rest: &mut &str) -> Option<u32> {
    let mut chars = rest.chars();
    let separator = chars.next()?;
    if !matches!(separator, '-' | '/' | '.' | '年' | '月') {
        return None;
    }
    *rest = chars.as_str();
    number(rest)
}

/// A time of day after a date; a date alone is its midnight.
fn time_of_day(rest: &str) -> Option<u32> {
    let rest = rest
        .strip_prefix(['T', 't'])
        .unwrap_or(rest)
        .trim_start_matches([',', ' ', '\u{202f}', '\u{a0}']);
    if rest.is_empty() {
        return Some(0);
    }
    // Japanese and Chinese regions may write the half of the day in front.
    let (mut rest, mut half) = match (rest.strip_prefix("午前"), rest.strip_prefix("午後")) {
        (Some(rest), _) => (rest.trim_start(), Some(false)),
        (_, Some(rest)) => (rest.trim_start(), Some(true)),
        _ => (rest, None),
    };
    let mut hour = number(&mut rest)?;
    let part = |rest: &mut &str| match rest.strip_prefix([':', '.']) {
        Some(tail) => {
            *rest = tail;
            number(rest)
        }
        None => Some(0),
    };
    let minute = part(&mut rest)?;
    let second = part(&mut rest)?;
    let mut thousandths = 0;
    if let Some(tail) = rest.strip_prefix(['.', ',']) {
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        let shown = tail.get(..digits.min(3)).unwrap_or_default();
        thousandths = shown.parse().unwrap_or(0) * 10u32.pow(3 - u32::try_from(shown.len()).ok()?);
        rest = tail.get(digits..).unwrap_or_default();
    }
    let word: String = rest.chars().filter(|c| c.is_alphabetic()).collect();
    match word.to_ascii_lowercase().as_str() {
        "am" => half = Some(false),
        "pm" => half = Some(true),
        _ => {}
    }
    match half {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    let real = hour < 24 && minute < 60 && second < 60;
    real.then(|| ((hour * 60 + minute) * 60 + second) * 1000 + thousandths)
}

/// What Windows PowerShell's ConvertTo-Json writes: thousandths of a second since 1970.
fn epoch(milliseconds: i64) -> Option<Stamp> {
    let (days, of_day) = (
        milliseconds.div_euclid(86_400_000),
        milliseconds.rem_euclid(86_400_000),
    );
    // Days to a civil date, with years that begin in March.
    let z = days.checked_add(719_468)?;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    Some(Stamp {
        year: u16::try_from(year_of_era + era * 400 + i64::from(month <= 2)).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(of_year - (153 * shifted + 2) / 5 + 1).ok()?,
        of_day: u32::try_from(of_day).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, order: Option<Order>) -> Option<String> {
        read(text, order).map(|s| format!("{} {}", s.date(), s.of_day / 1000))
    }

    #[test]
    fn every_way_of_writing_a_time_is_read() {
        for (text, expected) in [
            ("2026-08-01T10:00:00.000Z", "2026-08-01 36000"),
            ("2026-08-01T10:00:00.1234567+09:00", "2026-08-01 36000"),
            ("2026-08-01", "2026-08-01 0"),
            ("2026/8/1 10:00:01", "2026-08-01 36001"),
            ("2026年8月1日 午後1:00", "2026-08-01 46800"),
            ("8/13/2026 12:00:05 AM", "2026-08-13 5"),
            ("13/08/2026 10:00", "2026-08-13 36000"),
            ("3.4.2026 10:00:00", "2026-04-03 36000"),
            ("8/8/2026 1:00:00\u{202f}PM", "2026-08-08 46800"),
            ("/Date(1785578400000)/", "2026-08-01 36000"),
            ("/Date(951782400000)/", "2000-02-29 0"),
        ] {
            assert_eq!(shown(text, None).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_may_be_either_is_not_guessed() {
        assert_eq!(shown("03/04/2026 10:00", None), None);
        assert!(is_ambiguous("03/04/2026 10:00"));
        let read = |order| shown("03/04/2026", Some(order));
        assert_eq!(read(Order::DayFirst).as_deref(), Some("2026-04-03 0"));
        assert_eq!(read(Order::MonthFirst).as_deref(), Some("2026-03-04 0"));
        for no in [
            "",
            "yesterday",
            "2026",
            "2026-13-01",
            "2026-11-31",
            "2026-02-29T10:00:00Z",
            "31/11/2026 10:00",
            "11/31/2026 10:00",
            "2026-11-24T09:00:60Z",
            "2026-11-24 09:60",
            "99999999999-1-1",
            "1/2",
            "2026-08-01T99:00",
            "12:30:00",
        ] {
            assert_eq!(shown(no, Some(Order::DayFirst)), None, "{no}");
            assert!(!is_ambiguous(no), "{no}");
        }
    }
}
