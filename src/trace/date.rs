//! Reads the times that exports write: ISO 8601, and dates as a computer's region has them.

mod long;
mod usual;

use crate::policy::time;
use std::fmt;

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

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (seconds, thousandths) = (self.of_day / 1000, self.of_day % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let date = self.date();
        write!(
            f,
            "{date}T{hour:02}:{minute:02}:{second:02}.{thousandths:03}Z"
        )
    }
}

/// Read a time; `None` if it is none, or if only `order` could tell the day from the month.
///
/// The forms are ISO 8601, those of the regions of Windows (.NET's general date and time), and those of
/// browsers in which Defender's portal exports.
#[must_use]
pub fn read(text: &str, order: Option<Order>) -> Option<Stamp> {
    let text = text.trim();
    usual::read(text).or_else(|| any(text, order))
}

/// Read a time in any form.
fn any(text: &str, order: Option<Order>) -> Option<Stamp> {
    if !text.is_ascii() && text.contains(is_mark) {
        return read(&text.replace(is_mark, ""), order);
    }
    if let Some(milliseconds) = text
        .strip_prefix("/Date(")
        .and_then(|t| t.strip_suffix(")/"))
    {
        return epoch(milliseconds.parse().ok()?);
    }
    let mut rest = text;
    let (year, month, day) = match long::read(&mut rest) {
        Some(date) => date,
        None => {
            let first = number(&mut rest)?;
            let separator = rest.chars().next()?;
            let second = after(&mut rest)?;
            let third = after(&mut rest)?;
            if first > 31 {
                // 2026-08-01, 2026/8/1, 2026年8月1日
                (first, second, third)
            } else {
                let year = if third < 100 { third + 2000 } else { third };
                match by_separator(separator, first, second, order)? {
                    Order::DayFirst => (year, second, first),
                    Order::MonthFirst => (year, first, second),
                }
            }
        }
    };
    // Thailand counts from the year 544 before ours.
    let year = if (2500..2700).contains(&year) {
        year - 543
    } else {
        year
    };
    let of_day = time_of_day(rest.trim_start_matches(['日', '.']))?;
    let stamp = Stamp {
        year: u16::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
        of_day,
    };
    let real = (1..=time::days(year, month)).contains(&day) && year >= 1900;
    real.then_some(stamp)
}

/// Marks of the direction of writing, which browsers put into dates.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
}

/// Which of two numbers is the day. A point is written where the day is first; `/` and `-` are written
/// either way.
fn by_separator(separator: char, first: u32, second: u32, order: Option<Order>) -> Option<Order> {
    match separator {
        '.' => Some(Order::DayFirst),
        '/' | '-' if first > 12 => Some(Order::DayFirst),
        '/' | '-' if second > 12 => Some(Order::MonthFirst),
        '/' | '-' if first == second => Some(Order::DayFirst),
        '/' | '-' => order,
        _ => None,
    }
}

/// The two numbers of a date in which the day or the month may stand first, and what is between them.
fn either_first(text: &str) -> Option<(u32, char, u32)> {
    let mut rest = text.trim();
    let first = number(&mut rest)?;
    let separator = rest.chars().next()?;
    let second = after(&mut rest)?;
    (first <= 31 && matches!(separator, '/' | '-')).then_some((first, separator, second))
}

/// Whether a date is written as those are in which the day or the month may stand first.
#[must_use]
pub fn has_an_order(text: &str) -> bool {
    either_first(text).is_some()
}

/// The order of day and month that a date proves, where it can be read in one way only.
#[must_use]
pub fn proven(text: &str) -> Option<Order> {
    let (first, separator, second) = either_first(text).filter(|d| d.0 != d.2)?;
    read(text, None)?;
    by_separator(separator, first, second, None)
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
    // `1. 8. 2026`
    *rest = chars.as_str().trim_start_matches(' ');
    number(rest)
}

/// A time of day after a date; a date alone is its midnight.
fn time_of_day(rest: &str) -> Option<u32> {
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest);
    // Some regions write the half of the day in front; Bulgarian has a word for the year.
    let start = rest.find(|c: char| c.is_ascii_digit());
    let Some((before, mut rest)) = start.and_then(|at| rest.split_at_checked(at)) else {
        let no_word = |c: char| !c.is_alphanumeric();
        return (rest.chars().all(no_word) || rest.trim() == "г.").then_some(0);
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
    let half = if before.is_empty() && rest.is_empty() {
        None
    } else {
        half(before).or_else(|| half(rest))
    };
    match half {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    let real = hour < 24 && minute < 60 && second < 60;
    real.then(|| ((hour * 60 + minute) * 60 + second) * 1000 + thousandths)
}

/// Whether a text beside a time says the second half of the day, in the words of the regions of
/// Windows; none where it says neither.
fn half(text: &str) -> Option<bool> {
    const FIRST: [&str; 15] = [
        "am", "午前", "上午", "오전", "πμ", "ص", "قظ", "sa", "ap", "dop", "de", "öö", "fm", "дп",
        "fh",
    ];
    const SECOND: [&str; 16] = [
        "pm", "午後", "下午", "오후", "μμ", "م", "بظ", "ch", "ip", "odp", "pop", "du", "ös", "em",
        "пп", "eh",
    ];
    // The end of ISO 8601.
    if matches!(text, " " | "Z" | "T") {
        return None;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let word: String = letters.flat_map(char::to_lowercase).collect();
    let is = |words: &[&str]| words.contains(&word.as_str());
    match (is(&FIRST), is(&SECOND)) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
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
            // Regions of Windows.
            ("03.04.2026 10:00:00", "2026-04-03 36000"),
            ("3. 4. 2026 9:05:00", "2026-04-03 32700"),
            ("3.4.2026. 9:05:00", "2026-04-03 32700"),
            ("3.4.2026 г. 9:05:00", "2026-04-03 32700"),
            ("3.4.2026 г. 09:05:00 ч.", "2026-04-03 32700"),
            ("2026. 04. 03. 9:05:00", "2026-04-03 32700"),
            ("3.4.2026 9.05.00", "2026-04-03 32700"),
            ("2026-04-03 오후 1:05:00", "2026-04-03 47100"),
            ("2026/4/3 上午 12:05:00", "2026-04-03 300"),
            ("23/04/2026 01:05:00 p. m.", "2026-04-23 47100"),
            ("23/04/2026 01:05:00 p.\u{a0}m.", "2026-04-23 47100"),
            ("23/4/2026 1:05:00 μμ", "2026-04-23 47100"),
            ("23/04/26 01:05:00 م", "2026-04-23 47100"),
            ("23/04/2026 1:05:00 CH", "2026-04-23 47100"),
            ("23/4/2569 13:05:00", "2026-04-23 47100"),
            ("23-04-26 13:05:00", "2026-04-23 47100"),
            // Defender's portal.
            ("Apr 3, 2026 1:05:00 PM", "2026-04-03 47100"),
            ("3 April 2026 13:05", "2026-04-03 47100"),
            ("13/03/2026, 3:40:13.988 pm", "2026-03-13 56413"),
            // Long dates, and those of mail.
            ("Thursday, August 13, 2026 8:01:03 AM", "2026-08-13 28863"),
            ("Thu, 13 Aug 2026 08:01:03 +0000", "2026-08-13 28863"),
            ("13-Aug-26 8:01:03 AM", "2026-08-13 28863"),
            ("13. März 2026 08:01:03", "2026-03-13 28863"),
            ("lundi 3 août 2026 08:01:03", "2026-08-03 28863"),
            ("3 de agosto de 2026 8:01:03", "2026-08-03 28863"),
            ("2/25/2026, 9:19:25.391 AM", "2026-02-25 33565"),
            ("23\u{200f}/4\u{200f}/2026 1:05:00 م", "2026-04-23 47100"),
            // Splunk.
            ("2026-07-14 14:54:45.000 GMT", "2026-07-14 53685"),
            ("/Date(951782400000)/", "2000-02-29 0"),
            // Kibana.
            ("Sep 5, 2022 @ 18:10:13.490", "2022-09-05 65413"),
        ] {
            assert_eq!(shown(text, None).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_time_is_shown_as_logs_write_it() {
        let stamp = read("/Date(1659020996164)/", None).unwrap();
        assert_eq!(stamp.to_string(), "2022-07-28T15:09:56.164Z");
        assert_eq!(read(&stamp.to_string(), None), Some(stamp));
    }

    #[test]
    fn a_date_proves_the_order_where_it_can_be_read_in_one_way() {
        for (text, order) in [
            ("13/04/2026 10:00", Some(Order::DayFirst)),
            ("4/13/2026 10:00", Some(Order::MonthFirst)),
            ("03/04/2026 10:00", None),
            ("04/04/2026 10:00", None),
            ("2026-04-13", None),
            ("13.04.2026", None),
            ("13/14/2026", None),
            ("x", None),
        ] {
            assert_eq!(proven(text), order, "{text}");
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
            "Thu Aug 13 08:01:03 2026",
            "Thursday, the 13th",
            "a b c d e f g 1 2",
        ] {
            assert_eq!(shown(no, Some(Order::DayFirst)), None, "{no}");
            assert!(!is_ambiguous(no), "{no}");
        }
    }
}
