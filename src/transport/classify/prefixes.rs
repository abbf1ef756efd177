//! Finds what Exchange writes before the subject of an automatic reply or of a meeting forward
//! notification, in each language for which a public source shows it.

use std::borrow::Cow;

/// Where a prefix is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Subjects of received automatic replies, quoted in public source repositories; searched
    /// 2026-11-28.
    Quoted,
    /// Lists of prefixes in public programs that tell automatic replies apart; searched 2026-11-28
    /// and 2026-11-29.
    Listed,
    /// Vamsoft, "Automatic Everything", 2006-10-05: the prefixes of Exchange 2003.
    Vamsoft,
    /// The name of the notification in Microsoft's translated documentation; no source shows it in
    /// a subject.
    Unverified,
}

/// A prefix: language, text in lower case without the colon, source.
type Prefix = (&'static str, &'static str, Source);

use Source::{Listed, Quoted, Unverified, Vamsoft};

/// What stands before the subject of an automatic reply.
pub static AUTOMATIC_REPLY: &[Prefix] = &[
    ("en", "automatic reply", Quoted),
    ("en", "out of office autoreply", Vamsoft),
    ("en", "out of office", Listed),
    ("ar", "رد تلقائي", Listed),
    ("bg", "автоматичен отговор", Quoted),
    ("cs", "automatická odpověď", Quoted),
    ("da", "autosvar", Listed),
    ("da, nb", "automatisk svar", Listed),
    ("de", "automatische antwort", Quoted),
    ("de", "abwesenheitsnotiz", Vamsoft),
    ("el", "αυτόματη απάντηση", Listed),
    ("es", "respuesta automática", Quoted),
    (
        "es",
        "respuesta automática por ausencia de la oficina",
        Vamsoft,
    ),
    ("fi", "automaattinen vastaus", Quoted),
    ("fr", "réponse automatique", Quoted),
    ("fr", "réponse automatique d’absence du bureau", Vamsoft),
    ("he", "תשובה אוטומטית", Listed),
    ("hi", "स्वचालित उत्तर", Listed),
    ("hr", "automatski odgovor", Listed),
    ("hu", "automatikus válasz", Listed),
    ("hu", "házon kívüli automatikus válasz", Vamsoft),
    ("id", "balasan otomatis", Listed),
    ("is", "sjálfvirkt svar", Listed),
    ("it", "risposta automatica", Quoted),
    ("lt", "automatinis atsakymas", Listed),
    ("lv", "automātiskā atbilde", Listed),
    ("ja", "自動応答", Quoted),
    ("ja", "不在時の自動応答", Vamsoft),
    ("ko", "자동 회신", Listed),
    ("nl", "automatisch antwoord", Quoted),
    ("pl", "odpowiedź automatyczna", Listed),
    ("pl", "automatyczna odpowiedź", Listed),
    ("pt", "resposta automática", Quoted),
    (
        "pt",
        "resposta automática para ausência do escritório",
        Vamsoft,
    ),
    ("ro", "răspuns automat", Listed),
    ("ru", "автоматический ответ", Listed),
    ("ru", "автоответ", Quoted),
    ("ru", "автоответ при отсутствии на работе", Vamsoft),
    ("sk", "automatická odpoveď", Listed),
    ("sl", "samodejni odgovor", Quoted),
    ("sl", "samodejni odgovor o odsotnosti iz pisarne", Vamsoft),
    ("sv", "automatiskt svar", Quoted),
    ("th", "ตอบกลับอัตโนมัติ", Listed),
    ("tr", "otomatik yanıt", Listed),
    ("uk", "автоматична відповідь", Listed),
    ("vi", "trả lời tự động", Listed),
    ("zh-CN", "自动答复", Quoted),
    ("zh-CN", "自动回复", Listed),
    ("zh-CN", "外出时的自动答复", Vamsoft),
    ("zh-TW", "自動回覆", Listed),
    ("zh-TW", "郵件答錄機自動回覆", Vamsoft),
];

/// What other systems write before the subject of an automatic reply: Notes writes `AUTO:`.
pub static OTHER_SYSTEMS: &[Prefix] = &[
    ("en", "auto", Quoted),
    ("en", "auto reply", Quoted),
    ("en", "auto-reply", Listed),
    ("en", "autoreply", Listed),
    ("en", "auto response", Listed),
    ("en", "auto-response", Listed),
    ("en", "autoresponse", Listed),
    ("en", "autorespons", Quoted),
    ("en", "automatic response", Listed),
    ("en", "automated reply", Listed),
    ("en", "automated response", Listed),
    ("en", "autoresponder", Listed),
    ("en", "out of office reply", Listed),
    ("en", "out of the office", Listed),
    ("en", "out-of-office", Listed),
    ("en", "ooo", Listed),
    ("en", "vacation reply", Listed),
];

/// What stands before the subject of a meeting forward notification.
pub static MEETING_FORWARD: &[Prefix] = &[
    ("en", "meeting forward notification", Quoted),
    ("ja", "会議の転送通知", Unverified),
];

/// Whether a subject begins with a prefix of Exchange or of another system in brackets, as web mail
/// writes it.
#[must_use]
pub fn begins_with_tag(subject: &str) -> bool {
    let subject = without_marks(subject);
    let mut rest = subject.trim_start();
    for _ in 0..TAGS_IN_A_ROW {
        let (Some(first), Some(behind)) = (rest.chars().next(), tag(rest)) else {
            return false;
        };
        let inside = rest.get(first.len_utf8()..rest.len() - behind.len());
        let inside = inside.unwrap_or_default().trim_start();
        let mut known = AUTOMATIC_REPLY.iter().chain(OTHER_SYSTEMS);
        if known.any(|(_, prefix, _)| {
            let rest = after(inside, prefix).map(str::trim_start);
            // Behind it stands the bracket that closes.
            rest.is_some_and(|rest| rest.chars().count() == 1)
        }) {
            return true;
        }
        rest = behind.trim_start();
    }
    false
}

/// Whether a subject begins with one of some prefixes and a colon, behind the tags of gateways.
#[must_use]
pub fn begins_with(subject: &str, prefixes: &[Prefix]) -> bool {
    let subject = without_marks(subject);
    let subject = without_tags(&subject);
    prefixes.iter().any(|(_, prefix, _)| {
        let rest = after(subject, prefix).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(COLONS))
    })
}

const COLONS: [char; 2] = [':', '：'];

/// What follows a prefix that is given in lower case; the subject may be in any case.
fn after<'s>(subject: &'s str, prefix: &str) -> Option<&'s str> {
    let mut wanted = prefix.chars().map(plain);
    let mut next = wanted.next();
    let mut rest = subject.chars();
    while next.is_some() {
        let lower = rest.next()?.to_lowercase();
        for letter in lower.filter(|c| *c != COMBINING_DOT).map(plain) {
            if next != Some(letter) {
                return None;
            }
            next = wanted.next();
        }
    }
    Some(rest.as_str())
}

/// The lower case of the Turkish capital I with a dot is two characters, of which this is one.
const COMBINING_DOT: char = '\u{307}';

/// A character as others write it: the Turkish i without a dot, whose capital is the letter I, as
/// the one with a dot; an apostrophe as that of typewriters.
fn plain(c: char) -> char {
    match c {
        'ı' => 'i',
        '’' => '\'',
        c => c,
    }
}

/// Tags that gateways put before a subject without brackets, in lower case.
const TAGS: [&str; 8] = [
    "external",
    "external email",
    "external sender",
    "extern",
    "ext",
    "caution",
    "spam",
    "外部",
];

const BRACKETS: [(char, char); 7] = [
    ('[', ']'),
    ('(', ')'),
    ('{', '}'),
    ('<', '>'),
    ('【', '】'),
    ('［', '］'),
    ('（', '）'),
];

/// Longest tag in brackets, and how many tags may stand in a row.
const TAG: usize = 64;
const TAGS_IN_A_ROW: usize = 8;

/// A subject without what is not shown: marks of the direction of text, which stand beside Arabic
/// and Hebrew, and a byte order mark.
fn without_marks(subject: &str) -> Cow<'_, str> {
    let is_mark = |c: char| {
        matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if !subject.contains(is_mark) {
        return Cow::Borrowed(subject);
    }
    Cow::Owned(subject.replace(is_mark, ""))
}

/// A subject without what gateways put before it.
fn without_tags(subject: &str) -> &str {
    let mut rest = subject.trim_start();
    for _ in 0..TAGS_IN_A_ROW {
        match tag(rest) {
            Some(after) => rest = after.trim_start(),
            None => break,
        }
    }
    rest
}

/// What follows the tag at the start of a subject.
fn tag(subject: &str) -> Option<&str> {
    let first = subject.chars().next()?;
    if let Some((_, close)) = BRACKETS.iter().find(|(open, _)| *open == first) {
        let end = subject.find(*close).filter(|end| *end <= TAG)?;
        return subject.get(end + close.len_utf8()..);
    }
    if first == '*' {
        let word = subject.trim_start_matches('*');
        let end = word.find('*').filter(|end| *end <= TAG)?;
        return word.get(end..).map(|rest| rest.trim_start_matches('*'));
    }
    TAGS.iter().find_map(|tag| {
        let rest = after(subject, tag)?.trim_start();
        rest.strip_prefix(COLONS).or_else(|| rest.strip_prefix('-'))
    })
}

#[cfg(test)]
mod tests {
    use super::{AUTOMATIC_REPLY, MEETING_FORWARD, OTHER_SYSTEMS, begins_with, begins_with_tag};

    #[test]
    fn a_prefix_in_brackets_is_told_from_a_tag() {
        for subject in [
            "[Automatyczna odpowiedź ] test",
            "[EXTERNAL] [Auto-Reply] test",
            "(Out of the office) test",
            "【自動応答】 test",
        ] {
            assert!(begins_with_tag(subject), "{subject}");
        }
        for subject in ["[EXTERNAL] test", "[Automation] test", "[Auto", "Auto", ""] {
            assert!(!begins_with_tag(subject), "{subject}");
        }
        assert!(begins_with("AUTO: Bob is out of the office", OTHER_SYSTEMS));
        assert!(!begins_with("Automobiles: a list", OTHER_SYSTEMS));
    }

    #[test]
    fn a_prefix_is_found_in_any_case_and_behind_tags() {
        for (language, prefix, _) in AUTOMATIC_REPLY {
            for before in [
                "",
                "[EXTERNAL] ",
                "[SPAM]",
                "[外部] ",
                "【外部】",
                "***SPAM*** ",
                "{Spam?} [EXT] ",
                "EXTERNAL: ",
                "External - ",
            ] {
                for text in [(*prefix).to_owned(), prefix.to_uppercase()] {
                    let subject = format!("{before}{text}\u{a0}: Hello");
                    assert!(
                        begins_with(&subject, AUTOMATIC_REPLY),
                        "{language}: {subject}"
                    );
                }
            }
        }
        assert!(begins_with("OTOMATİK YANIT: x", AUTOMATIC_REPLY));
        assert!(begins_with("自動応答：x", AUTOMATIC_REPLY));
        let arabic = "\u{200f}\u{202b}رد تلقائي\u{202c}: x";
        assert!(begins_with(arabic, AUTOMATIC_REPLY));
        let french = "Réponse automatique d'absence du bureau : x";
        assert!(begins_with(french, AUTOMATIC_REPLY));
        assert!(begins_with(
            "[x] MEETING Forward Notification: x",
            MEETING_FORWARD
        ));
    }

    #[test]
    fn what_only_resembles_a_prefix_is_none() {
        for subject in [
            "",
            "Automatic reply",
            "Automatic replying: x",
            "RE: Automatic reply: x",
            "FW: Automatic reply: x",
            "[unclosed Automatic reply: x",
            "The automatic reply: x",
            "Auto",
            "***",
        ] {
            assert!(!begins_with(subject, AUTOMATIC_REPLY), "{subject}");
        }
    }
}
