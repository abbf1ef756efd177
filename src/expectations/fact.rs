//! Lists the facts of a verdict that an expectation may name, how each is written, and when it
//! holds.

use crate::diagnostic::nearest;
use crate::i18n::{Text, en};
use crate::policy::node::Value;
use crate::policy::phrases::{described, mean, no_value, values, wants};
use crate::policy::{CmdletEnum as _, ContentType, domain};
use crate::transport::convert::Style;
use crate::transport::outcome::Outcome;
use crate::transport::responses::{self, Response};
use crate::transport::setting::{SenderName, Transmission};
use crate::transport::settings;
use crate::transport::verdict::Verdict;

/// A fact of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// What happens.
    Outcome,
    /// The response that the trace logs.
    Response,
    /// A setting that decided.
    Setting,
    /// The remote domain that applied.
    RemoteDomain,
    /// TNEF or MIME.
    Transmission,
    /// The character set of the first text part.
    Charset,
    /// What the body is.
    Body,
    /// The form that ContentType gives.
    ContentType,
    /// Width at which lines are wrapped.
    LineWrap,
    /// What the recipient sees of the sender's name.
    SenderName,
}

/// Settings of the sender or the recipient that may decide in place of the remote domain's.
const PERSONAL: [&str; 3] = [
    "ExternalAudience",
    "UseMapiRichTextFormat",
    "OutlookInternetFormat",
];

impl Fact {
    /// The facts that stand in an expectation itself.
    pub const OF_VERDICT: [Self; 4] = [
        Self::Outcome,
        Self::Response,
        Self::Setting,
        Self::RemoteDomain,
    ];

    /// The facts that stand under `Format`.
    pub const OF_FORMAT: [Self; 6] = [
        Self::Transmission,
        Self::Charset,
        Self::Body,
        Self::ContentType,
        Self::LineWrap,
        Self::SenderName,
    ];

    /// The key in the file.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Outcome => "Outcome",
            Self::Response => "Response",
            Self::Setting => "Setting",
            Self::RemoteDomain => "RemoteDomain",
            Self::Transmission => "Transmission",
            Self::Charset => "Charset",
            Self::Body => "Body",
            Self::ContentType => "ContentType",
            Self::LineWrap => "LineWrap",
            Self::SenderName => "SenderName",
        }
    }

    /// Its name in a report.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Outcome => en("outcome"),
            Self::Response => en("response"),
            Self::Setting => en("setting"),
            Self::RemoteDomain => en("remote domain"),
            Self::Transmission => en("transmission"),
            Self::Charset => en("character set"),
            Self::Body => en("body"),
            Self::ContentType => en("content type"),
            Self::LineWrap => en("line wrap"),
            Self::SenderName => en("sender name"),
        }
    }

    /// Every spelling of the fact that is true of a verdict, the shortest first; none where the
    /// verdict has no such fact.
    #[must_use]
    pub(super) fn spellings(self, verdict: &Verdict) -> Vec<String> {
        let style = verdict.format.as_ref().map(|f| &f.style);
        let one = |text: Option<String>| Vec::from_iter(text);
        match self {
            Self::Outcome => vec![verdict.outcome.token().to_owned()],
            Self::Response => verdict
                .outcome
                .response()
                .map_or_else(Vec::new, |r| vec![short(r).to_owned(), r.line()]),
            Self::Setting => verdict.because().map(|r| r.setting.to_owned()).collect(),
            Self::RemoteDomain => one(verdict.remote_domain.map(|d| d.domain.pattern.to_string())),
            Self::Transmission => one(style.map(|s| s.transmission.token().to_owned())),
            Self::Charset => one(verdict.format.as_ref().map(|f| {
                let first = f.parts.first().and_then(|p| p.charset.clone());
                first.unwrap_or_default()
            })),
            Self::Body => one(verdict.format.as_ref().map(|f| f.body.to_owned())),
            Self::ContentType => one(style.map(|s| s.content_type.word().to_owned())),
            Self::LineWrap => {
                one(style.map(|s| s.line_wrap.map_or("Unlimited".into(), |n| n.to_string())))
            }
            Self::SenderName => one(style.map(|s| s.sender_name.token().to_owned())),
        }
    }

    /// What a verdict says, as it is shown beside what was wanted.
    #[must_use]
    pub(super) fn shown(self, verdict: &Verdict, wanted: Option<&str>) -> Option<String> {
        let found = self.spellings(verdict);
        match self {
            Self::Setting => (!found.is_empty()).then(|| found.join(", ")),
            // One code may stand for two responses; only the line tells them apart.
            Self::Response if wanted.is_some_and(is_line) => found.into_iter().nth(1),
            _ => found.into_iter().next(),
        }
    }

    /// The value of a node, in the spelling that is compared.
    ///
    /// # Errors
    /// What is wrong, and what to do.
    pub(super) fn parse(self, value: &Value) -> Result<String, (Text, Text)> {
        let text = match value {
            Value::Text(t) if !t.trim().is_empty() => t.trim().to_owned(),
            Value::Int(i) => i.to_string(),
            Value::Bool(b) => b.to_string(),
            Value::Null if self == Self::Charset => return Ok(String::new()),
            Value::Null if self == Self::LineWrap => return Ok("Unlimited".into()),
            Value::Text(_) | Value::Null => {
                let help = en(
                    "write a value, or remove the line; `rdsim test --bless` fills in an `Expect:` without properties",
                );
                let message = Text::of(en("`{name}` has no value"), [("name", &self.key())]);
                return Err((message, help.into()));
            }
            Value::Seq(_) | Value::Map(_) => {
                let message = wants(en("`{name}` wants text, found {found}"), self.key(), value);
                return Err((message, en("write one value").into()));
            }
        };
        match self {
            Self::Outcome => word(self.key(), &text, &outcomes()),
            Self::Response => response(&text),
            Self::Setting => {
                let names: Vec<&str> = settings::all().map(|s| s.name).chain(PERSONAL).collect();
                word(self.key(), &text, &names)
            }
            Self::RemoteDomain => domain::pattern(&text).map(|p| p.to_string()),
            Self::Transmission => {
                let all = [
                    Transmission::Tnef,
                    Transmission::Mime,
                    Transmission::MayBeTnef,
                ];
                word(self.key(), &text, &all.map(Transmission::token))
            }
            Self::Charset => Ok(text.to_lowercase()),
            Self::Body => word(self.key(), &text, &bodies()),
            Self::ContentType => word(self.key(), &text, ContentType::WORDS),
            Self::LineWrap => match text.parse::<u16>() {
                Ok(n) => Ok(n.to_string()),
                Err(_) if text.eq_ignore_ascii_case("Unlimited") => Ok("Unlimited".into()),
                Err(_) => {
                    let help = en("write a number of characters or `Unlimited`");
                    Err((no_value(self.key(), value), help.into()))
                }
            },
            Self::SenderName => {
                let all = [
                    SenderName::DisplayName,
                    SenderName::SimpleDisplayName,
                    SenderName::AddressOnly,
                ];
                word(self.key(), &text, &all.map(SenderName::token))
            }
        }
    }
}

/// The fact and value that a table's cell says: an outcome without response, or a response.
///
/// # Errors
/// What is wrong, and what to do.
pub(super) fn cell(value: &Value) -> Result<(Fact, String), (Text, Text)> {
    let text = match value {
        Value::Text(t) => t.trim(),
        _ => "",
    };
    let plain = PLAIN.map(Outcome::token);
    if let Some(token) = plain.iter().find(|t| t.eq_ignore_ascii_case(text)) {
        return Ok((Fact::Outcome, (*token).to_owned()));
    }
    if let Ok(response) = response(text) {
        return Ok((Fact::Response, response));
    }
    let codes = responses::ALL.iter().map(|r| short(r));
    let near = nearest(text, plain.into_iter().chain(codes));
    let help = near.map_or_else(
        || {
            let values = list(&plain);
            Text::of(
                en("write {values} or a response such as `RESOLVER.MSGTYPE.AF`"),
                [("values", &values)],
            )
        },
        mean,
    );
    let message =
        Text::from(en("{found} is not a cell of a table")).with_text("found", described(value));
    Err((message, help))
}

/// What a table's cell says of a verdict.
pub(super) fn cell_of(verdict: &Verdict) -> String {
    let response = verdict.outcome.response().map(short);
    response.unwrap_or(verdict.outcome.token()).to_owned()
}

/// The outcomes that have no response.
const PLAIN: [Outcome; 3] = [Outcome::Leaves, Outcome::StaysInside, Outcome::CannotTell];

fn outcomes() -> [&'static str; 5] {
    let [leaves, stays, cannot] = PLAIN.map(Outcome::token);
    let dropped = Outcome::Dropped(&responses::NDR).token();
    let rejected = Outcome::Rejected(&responses::EXTERNAL_FORWARDING_BLOCKED).token();
    [leaves, stays, dropped, rejected, cannot]
}

/// Every body that a style gives.
fn bodies() -> Vec<&'static str> {
    let mut all = Vec::new();
    for transmission in [Transmission::Mime, Transmission::Tnef] {
        for html in [false, true] {
            let style = Style {
                transmission,
                ..Style::PLAIN
            };
            if !all.contains(&style.body(html)) {
                all.push(style.body(html));
            }
        }
    }
    all
}

/// The code of a response without the SMTP reply in front.
pub(super) fn short(response: &Response) -> &'static str {
    let code = response.code;
    code.rsplit_once(' ').map_or(code, |(_, last)| last)
}

/// Whether the spelling of a response is its full line.
pub(super) fn is_line(spelling: &str) -> bool {
    spelling.contains(' ')
}

fn response(text: &str) -> Result<String, (Text, Text)> {
    let is = |spelling: &str| spelling.eq_ignore_ascii_case(text);
    for r in responses::ALL {
        let line = r.line();
        let reply = r.code.len() - short(r).len();
        let by_code = is(r.code) || is(short(r));
        if !by_code && !is(&line) && !is(line.get(reply..).unwrap_or_default()) {
            continue;
        }
        if *r == &responses::FORWARDED {
            let message = Text::of(
                en("`{text}` is no outcome: the trace logs it beside one"),
                [("text", &text)],
            );
            let help = en("expect what becomes of the message at the address it is forwarded to");
            return Err((message, help.into()));
        }
        return Ok(if by_code { short(r).to_owned() } else { line });
    }
    let codes: Vec<&str> = responses::ALL.iter().map(|r| short(r)).collect();
    let help = nearest(text, codes.iter().copied()).map_or_else(
        || en("write the code, such as `RESOLVER.MSGTYPE.AF` or `5.7.520`, or the whole line of the trace").into(),
        mean,
    );
    let message = Text::of(
        en("`{text}` is not a response of the resolver"),
        [("text", &text)],
    );
    Err((message, help))
}

/// The word of some words that a text means.
pub(super) fn word(key: &str, text: &str, words: &[&str]) -> Result<String, (Text, Text)> {
    if let Some(word) = words.iter().find(|w| w.eq_ignore_ascii_case(text)) {
        return Ok((*word).to_owned());
    }
    let help = nearest(text, words.iter().copied()).map_or_else(|| values(words), mean);
    Err((no_value(key, &Value::Text(text.to_owned())), help))
}

/// Words in a row, each in backticks.
pub(super) fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_known_by_code_and_by_line_and_only_the_line_tells_ndr_from_mfn() {
        for r in responses::ALL
            .iter()
            .filter(|r| **r != &responses::FORWARDED)
        {
            for spelling in [r.code.to_owned(), short(r).to_lowercase(), r.line()] {
                let found = response(&spelling).unwrap();
                assert!(found == short(r) || found == r.line(), "{spelling}");
            }
        }
        assert_eq!(
            response("RESOLVER.MSGTYPE.NDR").unwrap(),
            "RESOLVER.MSGTYPE.NDR"
        );
        let mfn = responses::MEETING_FORWARD.line();
        assert_eq!(
            response(mfn.strip_prefix("250 2.1.5 ").unwrap()).unwrap(),
            mfn
        );
        assert!(
            response("RESOLVER.FWD.Forwarded")
                .unwrap_err()
                .0
                .to_string()
                .contains("no outcome")
        );
        let (_, help) = response("RESOLVER.MSGTYP.AF").unwrap_err();
        assert_eq!(help, mean("RESOLVER.MSGTYPE.AF"));
    }

    #[test]
    fn every_outcome_and_body_is_a_value() {
        for token in outcomes() {
            assert!(Fact::Outcome.parse(&Value::Text(token.into())).is_ok());
        }
        assert_eq!(
            bodies(),
            ["plain text", "HTML", "plain text and winmail.dat"]
        );
        assert!(Fact::Charset.parse(&Value::Null).unwrap().is_empty());
    }
}
