//! Explains the responses in a pasted text: those that a verdict gives by their pages, the others
//! by their entries of the catalogue.

use super::{Group, Topic, topics};
#[cfg(feature = "cli")]
use super::{
    letters::{self, meant},
    words,
};
use crate::i18n::{Language, Text, en};
use crate::submit::refusals;
use crate::transport::responses::catalogue::name::names;
use crate::transport::responses::catalogue::{CATALOGUE, Entry, Found, Source};
use std::fmt::Write as _;
#[cfg(feature = "cli")]
use strum::VariantArray as _;

/// What finds the whole catalogue.
pub const TOPIC: &str = "responses";

/// The first sentence of the whole catalogue.
pub const SUMMARY: &str = en(
    "What Exchange Online shows about mail that did not go as hoped, as public documents and posts quote it.",
);

/// Bytes of a part of a line: a shorter one is part of too many.
const PART: usize = 5;
/// Entries that a part of a line finds.
const MOST: usize = 5;

/// Characters of a question: a longer text is a report or a log.
#[cfg(feature = "cli")]
const QUESTION: usize = 80;
/// Characters of a term in it.
#[cfg(feature = "cli")]
const TERM: usize = 4;

/// What explains a response.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A page.
    Page(Topic),
    /// An entry of the catalogue.
    Entry(&'static Entry),
    /// Entries, where the text does not tell which; the code that they have.
    OneOf(String, Vec<&'static Entry>),
}

/// What explains a text: the topics of a name, the responses that it shows, the topics of other
/// words, or the responses that have it as a part.
///
/// # Errors
/// Nothing does; what is named like it.
pub fn explain(text: &str) -> Result<Vec<Answer>, Vec<String>> {
    let pages = |topics: Vec<Topic>| topics.into_iter().map(Answer::Page).collect();
    if let Some(topics) = super::named(text) {
        return Ok(pages(topics));
    }
    #[cfg(feature = "cli")]
    let begun = words::begun(text);
    #[cfg(feature = "cli")]
    if !begun.is_empty() {
        return Ok(pages(begun));
    }
    let mut shown = answers(text);
    if shown.is_empty() && is_part(text) {
        shown = with_part(text);
    }
    if !shown.is_empty() {
        return Ok(shown);
    }
    let near = match super::find(text) {
        Ok(topics) => return Ok(pages(topics)),
        Err(near) => near,
    };
    let part = with_part(text);
    if !part.is_empty() {
        return Ok(part);
    }
    #[cfg(feature = "cli")]
    if text.trim().chars().count() <= QUESTION && !is_response(text) {
        let about = with_meaning(text.trim());
        if !about.is_empty() {
            return Ok(of_entries(about));
        }
        let within = words::within(text);
        if !within.is_empty() {
            return Ok(pages(within));
        }
        let about = with_term(text);
        if !about.is_empty() {
            return Ok(of_entries(about));
        }
    }
    let codes = CATALOGUE.near(text).into_iter();
    let codes = codes.map(|e| e.line().to_owned());
    Err(near.map(str::to_owned).into_iter().chain(codes).collect())
}

/// What explains the responses of a text, each once; nothing where the text has none.
#[must_use]
pub fn answers(text: &str) -> Vec<Answer> {
    // In a report, a line may be broken anywhere, with `=` at the end.
    let whole = text.replace("=\r\n", "").replace("=\n", "");
    let topics = topics();
    let mut answers: Vec<Answer> = Vec::new();
    for found in CATALOGUE.of_text(&whole) {
        for answer in of_found(&found, &topics) {
            let again = answers.iter().any(|other| other.name() == answer.name());
            if !again {
                answers.push(answer);
            }
        }
    }
    answers
}

/// Whether a text looks like a part of a line, and not like a word.
#[must_use]
pub fn is_part(text: &str) -> bool {
    let text = text.trim();
    let is_name = text.contains(['.', '(', ';']) || text.bytes().any(|b| b.is_ascii_digit());
    is_name || text.split_whitespace().count() >= 3
}

/// Whether a text is a response that nothing explains, and no question: `Deliver` in
/// `550 5.7.0 STOREDRV.Deliver; delivery result banned` asks for nothing.
#[cfg(feature = "cli")]
fn is_response(text: &str) -> bool {
    let text = text.trim();
    let reply = text.bytes().take_while(u8::is_ascii_digit).count();
    let goes_on = text
        .as_bytes()
        .get(reply)
        .is_some_and(|b| b" -".contains(b));
    let is_component = |word: &str| {
        let component = word.split_once('.').map_or("", |(component, _)| component);
        component.len() > 2 && component.bytes().all(|b| b.is_ascii_uppercase())
    };
    reply == 3 && goes_on || text.split_whitespace().next().is_some_and(is_component)
}

/// The responses with a text in one of their lines.
#[must_use]
pub fn with_part(text: &str) -> Vec<Answer> {
    let wanted = text.trim().to_lowercase();
    if wanted.len() < PART {
        return Vec::new();
    }
    let topics = topics();
    let those = CATALOGUE.entries.iter().filter(|e| {
        let mut lines = e.lines.iter();
        e.id == wanted || lines.any(|line| line.to_lowercase().contains(&wanted))
    });
    let those = those.take(MOST);
    those
        .map(|e| page(e, &topics).map_or(Answer::Entry(e), Answer::Page))
        .collect()
}

/// The first of some entries.
#[cfg(feature = "cli")]
fn of_entries(entries: Vec<&'static Entry>) -> Vec<Answer> {
    let topics = topics();
    let entries = entries.into_iter().take(MOST);
    entries
        .map(|e| page(e, &topics).map_or(Answer::Entry(e), Answer::Page))
        .collect()
}

/// The entries whose meaning has the longest term of a Japanese question, if that is not in too many.
#[cfg(feature = "cli")]
fn with_term(text: &str) -> Vec<&'static Entry> {
    let terms = text.split(|c| matches!(c, 'ぁ'..='ん' | ' ' | '、' | '。'));
    let japanese = terms.filter(|term| !term.is_ascii() && term.chars().count() >= TERM);
    let longest = japanese.max_by_key(|term| term.chars().count());
    let mut entries = longest.map(with_meaning).unwrap_or_default();
    if entries.len() > MOST {
        entries.clear();
    }
    entries
}

/// The entries whose meaning, in any language, has some words.
#[cfg(feature = "cli")]
fn with_meaning(text: &str) -> Vec<&'static Entry> {
    let wanted = text.to_lowercase();
    let meant = meant(&wanted);
    // Latin words stand apart, Japanese ones do not.
    let is_said = |meaning: &str| match wanted.is_ascii() {
        true => wanted.len() >= 3 && words::times(&meaning.to_lowercase(), &wanted) > 0,
        false => meant.chars().count() >= 3 && letters::meant(meaning).contains(&meant),
    };
    let entries = CATALOGUE.entries.iter();
    let said = entries.filter(|entry| {
        let mut meanings = Language::VARIANTS.iter().map(|l| entry.meaning(*l));
        meanings.any(is_said)
    });
    said.collect()
}

fn of_found(found: &Found, topics: &[Topic]) -> Vec<Answer> {
    let predicted = found.entries.iter().filter(|e| e.predicted().is_some());
    // No page is shown of a response that the text is not, or may be as little as others.
    let entries = found.entries.len();
    let several =
        predicted.count() > 1 || entries > 2 || (entries > 1 && names(found.line).next().is_some());
    if let (Some(code), true, false) = (found.code, several, found.is_sure) {
        return vec![Answer::OneOf(code.to_string(), found.entries.clone())];
    }
    let mut pages = Vec::new();
    let mut entries = Vec::new();
    for entry in &found.entries {
        match page(entry, topics) {
            Some(topic) => pages.push(Answer::Page(topic)),
            None => entries.push(*entry),
        }
    }
    match (found.code, entries.as_slice()) {
        (_, []) => {}
        (Some(code), several) if !found.is_sure => {
            pages.push(Answer::OneOf(code.to_string(), several.to_vec()));
        }
        (_, several) => pages.extend(several.iter().map(|e| Answer::Entry(e))),
    }
    pages
}

/// The page of an entry that a verdict gives.
fn page(entry: &Entry, topics: &[Topic]) -> Option<Topic> {
    let response = entry.predicted()?;
    let mut pages = topics.iter().filter(|t| t.group == Group::Response);
    pages.find(|t| t.page == response.page).copied()
}

impl Answer {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Page(topic) => topic.name.to_owned(),
            Self::Entry(entry) => entry.title(),
            Self::OneOf(code, _) => code.clone(),
        }
    }

    /// Its explanation, as Markdown.
    #[must_use]
    pub fn markdown(&self, language: Language) -> String {
        match self {
            Self::Page(topic) => topic.page(language).markdown(language),
            Self::Entry(entry) => card(entry, language),
            Self::OneOf(code, entries) => choice(code, entries, language),
        }
    }
}

/// The whole catalogue, as Markdown.
#[must_use]
pub fn table(language: Language) -> String {
    let title = language.translate(en("Responses of Exchange Online"));
    let summary = language.translate(SUMMARY);
    let more = language.translate(en(
        "`rdsim explain LINE` finds the entry of a line, in whatever shape a trace, a report, a device or a log shows it. Behind the meaning stands whether anything is wrong (wrong; tried again; as set, where a setting wants it so; normal), whether rdsim predicts the line, and who quotes it.",
    ));
    let mut out = format!("# {title}\n\n{summary} {more}\n");
    for (section, entries) in CATALOGUE.sections() {
        // A String takes whatever is written to it.
        let _ = write!(out, "\n## {}\n\n", section.name(language));
        for entry in entries {
            let _ = writeln!(out, "- {}", item(entry, language));
        }
    }
    let heading = language.translate(en("Sources of the responses"));
    let _ = write!(out, "\n## {heading}\n\n");
    let mut sources: Vec<&Source> = Vec::new();
    for source in CATALOGUE.entries.iter().flat_map(|e| &e.sources) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    for source in sources {
        let _ = writeln!(out, "- **{}**: {}", source.name, cited(source));
    }
    out
}

/// An entry in one line.
fn item(entry: &Entry, language: Language) -> String {
    let lines: Vec<String> = entry.lines.iter().map(|l| format!("`{l}`")).collect();
    let sources = entry.sources.iter();
    let sources: Vec<String> = sources.map(|s| format!("{}, {}", s.name, s.date)).collect();
    let look: Vec<String> = entry.look.iter().map(|l| format!("`{l}`")).collect();
    let look = match look.as_slice() {
        [] => String::new(),
        look => {
            let look = Text::of(en("Look at {what}."), [("what", &look.join(", "))]);
            format!(" {}", look.localized(language))
        }
    };
    let predicted = entry.predicted().is_some() || is_refusal(entry);
    let mut marks = vec![language.translate(entry.wrong.word())];
    if predicted {
        marks.push(language.translate(en("predicted")));
    }
    format!(
        "{}: {}{look} [{}] ({})",
        lines.join(" · "),
        entry.meaning(language),
        marks.join(", "),
        sources.join("; ")
    )
}

/// A source with its title, date and address.
fn cited(source: &Source) -> String {
    let address = source.address.map(|a| format!(", <{a}>"));
    let address = address.unwrap_or_default();
    format!("{}, {}{address}", source.title, source.date)
}

/// What is known of an entry.
fn card(entry: &Entry, language: Language) -> String {
    let mut out = format!("# {}\n\n```text\n", entry.title());
    // A String takes whatever is written to it.
    for line in &entry.lines {
        let _ = writeln!(out, "{line}");
    }
    let _ = write!(out, "```\n\n{}\n\n", entry.meaning(language));
    let mut point = |name: &'static str, value: &str| {
        let _ = writeln!(out, "- **{}**: {value}", language.translate(name));
    };
    let wrong = language.translate(entry.wrong.meaning());
    point(en("Whether anything is wrong"), wrong);
    point(en("Who sees it"), language.translate(entry.who.meaning()));
    if !entry.look.is_empty() {
        let look: Vec<String> = entry.look.iter().map(|l| format!("`{l}`")).collect();
        point(en("What to look at"), &look.join(", "));
    }
    point(
        en("Whether rdsim predicts it"),
        language.translate(prediction(entry)),
    );
    let pages = pages(entry);
    if !pages.is_empty() {
        let names: Vec<String> = pages.iter().map(|t| format!("`{}`", t.name)).collect();
        point(en("Pages"), &names.join(", "));
    }
    let _ = write!(out, "\n## {}\n\n", language.translate(en("Source")));
    for source in &entry.sources {
        let _ = writeln!(out, "- {}", cited(source));
    }
    out
}

/// Whether rdsim gives the response, and which of its commands.
#[must_use]
pub fn prediction(entry: &Entry) -> &'static str {
    if entry.predicted().is_some() {
        en("yes: `rdsim check` and `rdsim trace predict` give it")
    } else if is_refusal(entry) {
        en("yes: `rdsim submit` gives it")
    } else {
        en("no")
    }
}

/// Whether a device that submits may get it.
pub(super) fn is_refusal(entry: &Entry) -> bool {
    refusals::ALL.iter().any(|r| entry.lines.contains(r))
}

/// The pages of which an example has one of the lines of an entry as its result.
fn pages(entry: &Entry) -> Vec<Topic> {
    let has = |topic: &Topic| {
        let mut lines = entry.lines.iter();
        topic.group == Group::Requirement && lines.any(|line| topic.page.contains(line))
    };
    let all = topics().into_iter();
    all.filter(|t| is_refusal(entry) && has(t)).collect()
}

/// The entries of a code, with the words that tell them apart.
fn choice(code: &str, entries: &[&'static Entry], language: Language) -> String {
    let all = match entries {
        [_] => en(
            "{code} is the code of this line too, but the text behind it is another, so it may mean something else:",
        ),
        _ => en(
            "{code} is the code of these; the text behind it tells whether it is one of them, and which:",
        ),
    };
    let all = Text::of(all, [("code", &code)]).localized(language);
    let mut out = format!("# {code}\n\n{all}\n\n");
    for entry in entries {
        // A String takes whatever is written to it.
        let _ = writeln!(out, "- `{}`: {}", entry.line(), entry.meaning(language));
    }
    out
}
