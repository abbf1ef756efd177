//! Writes the first view into the page, with its verdict, so that it is there before the engine is;
//! `start.js` puts the same in its place.

use crate::{read, samples};
use anyhow::{Context, Result};
use serde_json::Deserializer;
use std::path::Path;

/// The sample that the first view shows; `start.js` names the same.
const POLICY: &str = "samples/one-partner.yaml";
const MESSAGE: &str = "ordinary/forwarded-by-rule.eml";

/// The verdict on it. To have the engine judge here would compile it once more; a test compares this with
/// what the engine says in the page.
const OUTCOME: &str = "rejected";
const RECIPIENT: &str = "bob@fabrikam.com";
const RESPONSE: &str = "550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)";
const SETTING: &str = "AutoForwardingMode: Automatic";
/// The lines of the policy and of the message that decide.
const LINE: u64 = 13;
const EVIDENCE: u64 = 8;

/// The first view in each language, of which the page shows one.
pub fn html(web: &Path) -> Result<String> {
    let template = read(&web.join("src/first.html"))?;
    let words = Words::of(&web.join("src/words"))?;
    let policy = read(&web.join(POLICY))?;
    let message = read(&web.join("../fixtures").join(MESSAGE))?;
    let languages = ["en", "ja"].iter();
    let views = languages.map(|language| view(&template, &words, language, &policy, &message));
    views.collect()
}

fn view(
    template: &str,
    words: &Words,
    language: &str,
    policy: &str,
    message: &str,
) -> Result<String> {
    let word = |path: &[&str]| words.word(language, path);
    let mut html = template.trim().to_owned();
    for (mark, part) in [
        ("language", language.to_owned()),
        ("tenant", listing(policy, LINE, "decides")),
        ("message", listing(message, EVIDENCE, "evidence")),
    ] {
        html = html.replace(&format!("{{{{{mark}}}}}"), &part);
    }
    for (mark, part) in [
        ("outcome", OUTCOME.to_owned()),
        ("recipient", RECIPIENT.to_owned()),
        ("response", RESPONSE.to_owned()),
        ("setting", SETTING.to_owned()),
        ("outcomes", word(&["outcomes", OUTCOME])?),
        ("outcomeMeans", word(&["outcomeMeans", OUTCOME])?),
        (
            "startLine",
            word(&["startLine"])?.replace('#', &LINE.to_string()),
        ),
        ("spam", word(&["tries", "spam"])?),
        ("partner", word(&["tries", "partner"])?),
        ("other", word(&["tries", "other"])?),
    ] {
        html = html.replace(&format!("{{{{{mark}}}}}"), &escape(&part));
    }
    while let Some((_, rest)) = html.split_once("{{") {
        let (mark, _) = rest
            .split_once("}}")
            .context("first.html: a mark is open")?;
        let part = escape(&word(&mark.split('.').collect::<Vec<_>>())?);
        html = html.replace(&format!("{{{{{mark}}}}}"), &part);
    }
    Ok(html)
}

/// Text with line numbers, as `listing` of `editor.js` shows it; one line is marked.
fn listing(text: &str, marked: u64, class: &str) -> String {
    let lines = text.trim_end().lines().zip(1..).map(|(line, n)| {
        let mark = if n == marked { class } else { "" };
        let line = if line.is_empty() { " " } else { line };
        let line = escape(line);
        format!("<span class=\"line {mark}\" data-n=\"{n}\">{line}\n</span>")
    });
    let lines: String = lines.collect();
    format!("<pre class=\"listing\">{lines}</pre>")
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('"', "&quot;")
}

/// The words of the page, as their files have them.
struct Words(Vec<String>);

impl Words {
    fn of(folder: &Path) -> Result<Self> {
        let files = samples::paths(folder, ".js")?;
        let files: Result<_> = files.iter().map(|file| read(file)).collect();
        Ok(Self(files?))
    }

    /// The word under a key, or under a key within another.
    fn word(&self, language: &str, path: &[&str]) -> Result<String> {
        let word = self.0.iter().find_map(|file| {
            let (english, japanese) = file.split_once("\n  ja: {")?;
            let mut rest = if language == "ja" { japanese } else { english };
            for key in path {
                (_, rest) = rest.split_once(&format!(" {key}: "))?;
            }
            // Another value than a text is another word of that name.
            let mut values = Deserializer::from_str(rest).into_iter::<String>();
            values.next()?.ok()
        });
        word.with_context(|| format!("there is no word {}", path.join(".")))
    }
}
