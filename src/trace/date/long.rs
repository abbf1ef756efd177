//! Reads dates with the name of a month.

use super::number;

/// `Aug 3, 2026`, `3-Aug-26` or `lundi 3 août 2026`, as year, month and day.
pub(super) fn read(rest: &mut &str) -> Option<(u32, u32, u32)> {
    // The beginnings of the months in English, German, French and Spanish.
    const MONTHS: [(&str, u32); 27] = [
        ("jan", 1),
        ("ene", 1),
        ("feb", 2),
        ("fév", 2),
        ("mar", 3),
        ("mär", 3),
        ("apr", 4),
        ("avr", 4),
        ("abr", 4),
        ("may", 5),
        ("mai", 5),
        ("jun", 6),
        ("juin", 6),
        ("jul", 7),
        ("juil", 7),
        ("aug", 8),
        ("aoû", 8),
        ("ago", 8),
        ("sep", 9),
        ("oct", 10),
        ("okt", 10),
        ("nov", 11),
        ("dec", 12),
        ("déc", 12),
        ("dez", 12),
        ("dic", 12),
        ("mrz", 3),
    ];
    let between = |c: char| matches!(c, ' ' | ',' | '.' | '-');
    let mut tail = *rest;
    let mut before = number(&mut tail);
    let mut words = 0;
    let month = loop {
        tail = tail.trim_start_matches(between);
        let end = tail.find(|c: char| !c.is_alphabetic());
        let (word, after) = tail.split_at_checked(end.unwrap_or(tail.len()))?;
        // The name of the day, and `de` in Spanish.
        words += 1;
        if word.is_empty() && before.is_none() && words == 2 {
            before = Some(number(&mut tail)?);
            continue;
        }
        if word.is_empty() || words > 4 {
            return None;
        }
        let word = word.to_lowercase();
        tail = after;
        if let Some((_, month)) = MONTHS.iter().find(|(name, _)| word.starts_with(name)) {
            break *month;
        }
    };
    let of = |tail: &mut &str| {
        *tail = tail.trim_start_matches(between);
        *tail = tail.strip_prefix("de ").unwrap_or(tail);
        number(tail)
    };
    let day = match before {
        Some(day) => day,
        None => of(&mut tail)?,
    };
    let year = of(&mut tail)?;
    if tail.starts_with(':') {
        // The time stands before the year.
        return None;
    }
    *rest = tail;
    Some((if year < 100 { year + 2000 } else { year }, month, day))
}
