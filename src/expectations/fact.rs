//! Lists the facts of a verdict that an expectation may name, how each is written, and when it
//! holds.

use super::Error;
use crate::i18n::en;
use crate::policy::document::Value;
use crate::policy::{self, CmdletEnum as _, ContentType, domain};
use crate::transport::convert::Style;
use crate::transport::decide::mail_flow_rules;
use crate::transport::outcome::{Hold, Outcome};
use crate::transport::responses::{self, Response};
use crate::transport::setting::{SenderName, Transmission};
use crate::transport::settings;
use crate::transport::verdict::Verdict;
use strum::{VariantArray, VariantNames};

/// A fact of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
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
const PERSONAL: [&str; 6] = [
    "ExternalAudience",
    "ExternalOofOptions",
    "UseMapiRichTextFormat",
    "MessageFormat",
    "MessageBodyFormat",
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
        self.into()
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
    /// What is wrong.
    pub(super) fn parse(self, value: &Value) -> Result<String, Error> {
        let name = self.key();
        let text = match value {
            Value::Text(t) if !t.trim().is_empty() => t.trim().to_owned(),
            Value::Int(i) => i.to_string(),
            Value::Bool(b) => b.to_string(),
            Value::Null if self == Self::Charset => return Ok(String::new()),
            Value::Null if self == Self::LineWrap => return Ok("Unlimited".into()),
            Value::Text(_) | Value::Null => return Err(Error::FactWithoutValue { name }),
            Value::Seq(_) | Value::Map(_) => {
                let found = value.described();
                return Err(Error::FactNotText { name, found });
            }
        };
        match self {
            Self::Response => response(&text),
            Self::RemoteDomain => match domain::pattern(&text) {
                Ok(pattern) => Ok(pattern.to_string()),
                Err(why) => Err(Error::Shared(policy::Error::NotPattern { text, why })),
            },
            Self::Charset => Ok(text.to_lowercase()),
            Self::LineWrap => match text.parse::<u16>() {
                Ok(n) => Ok(n.to_string()),
                Err(_) if text.eq_ignore_ascii_case("Unlimited") => Ok("Unlimited".into()),
                Err(_) => {
                    let found = value.described();
                    Err(Error::NotLineWrap { found })
                }
            },
            Self::Outcome
            | Self::Setting
            | Self::Transmission
            | Self::Body
            | Self::ContentType
            | Self::SenderName => word(name, &text, &self.words()),
        }
    }

    /// The words that may be its value; none where other texts may be.
    pub(crate) fn words(self) -> Vec<&'static str> {
        match self {
            Self::Outcome => outcomes().into(),
            Self::Setting => {
                let all = settings::all().map(|s| s.name).chain(PERSONAL);
                all.chain([mail_flow_rules::NAME]).collect()
            }
            Self::Transmission => Transmission::VARIANTS.into(),
            Self::Body => bodies(),
            Self::ContentType => <ContentType as VariantArray>::VARIANTS
                .iter()
                .map(|c| c.word())
                .collect(),
            Self::SenderName => SenderName::VARIANTS.into(),
            Self::Response | Self::RemoteDomain | Self::Charset | Self::LineWrap => Vec::new(),
        }
    }
}

/// What a table's cell says: an outcome without response, or a response.
///
/// # Errors
/// What is wrong.
pub(super) fn cell(value: &Value) -> Result<String, Error> {
    let text = match value {
        Value::Text(t) => t.trim(),
        _ => "",
    };
    let plain = outcomes_without_response();
    if let Some(token) = plain.iter().find(|t| t.eq_ignore_ascii_case(text)) {
        return Ok((*token).to_owned());
    }
    if let Ok(response) = response(text) {
        return Ok(response);
    }
    let found = value.described();
    let text = text.to_owned();
    Err(Error::NotCell { found, text })
}

/// The fact whose value a cell has.
pub(super) fn of_cell(text: &str) -> Fact {
    if outcomes_without_response().contains(&text) {
        Fact::Outcome
    } else {
        Fact::Response
    }
}

/// What a table's cell says of a verdict.
pub(super) fn cell_of(verdict: &Verdict) -> String {
    let response = verdict.response().map(short);
    response.unwrap_or(verdict.outcome.token()).to_owned()
}

/// The outcomes that have no response.
pub(super) fn outcomes_without_response() -> [&'static str; 6] {
    let [quarantined, redirected, moderated] = Hold::ALL.map(Outcome::Held);
    [
        Outcome::Leaves,
        Outcome::StaysInside,
        Outcome::CannotTell,
        quarantined,
        redirected,
        moderated,
    ]
    .map(Outcome::token)
}

fn outcomes() -> [&'static str; 8] {
    let [leaves, stays, cannot, quarantined, redirected, moderated] = outcomes_without_response();
    let dropped = Outcome::Dropped(&responses::NDR).token();
    let rejected = Outcome::Rejected(&responses::EXTERNAL_FORWARDING_BLOCKED).token();
    [
        leaves,
        stays,
        dropped,
        rejected,
        cannot,
        quarantined,
        redirected,
        moderated,
    ]
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
pub(crate) fn short(response: &Response) -> &'static str {
    let code = response.code;
    code.rsplit_once(' ').map_or(code, |(_, last)| last)
}

/// Whether the spelling of a response is its full line.
pub(super) fn is_line(spelling: &str) -> bool {
    spelling.contains(' ')
}

fn response(text: &str) -> Result<String, Error> {
    let is = |spelling: &str| spelling.eq_ignore_ascii_case(text);
    for r in responses::ALL {
        let line = r.line();
        let reply = r.code.len() - short(r).len();
        let by_code = is(r.code) || is(short(r));
        if !by_code && !is(&line) && !is(line.get(reply..).unwrap_or_default()) {
            continue;
        }
        if *r == &responses::FORWARDED {
            let text = text.to_owned();
            return Err(Error::ForwardedIsNoOutcome { text });
        }
        return Ok(if by_code { short(r).to_owned() } else { line });
    }
    // The other codes of mail flow rules share the short one.
    for r in responses::rule_rejections() {
        let line = r.line();
        let after = text.strip_prefix("550 ").unwrap_or(text);
        let said = line.strip_prefix("550 ").unwrap_or_default();
        let code = r.code.strip_prefix("550 ").unwrap_or_default();
        let status_code = code.split(' ').next().unwrap_or_default();
        if [status_code, code, said]
            .iter()
            .any(|s| s.eq_ignore_ascii_case(after))
        {
            return Ok(line);
        }
    }
    let text = text.to_owned();
    Err(Error::NotResponse { text })
}

/// The word of some words that a text means.
pub(super) fn word(name: &str, text: &str, words: &[&'static str]) -> Result<String, Error> {
    if let Some(word) = words.iter().find(|w| w.eq_ignore_ascii_case(text)) {
        return Ok((*word).to_owned());
    }
    Err(Error::NotWord {
        name: name.to_owned(),
        text: text.to_owned(),
        words: words.to_vec(),
    })
}

/// Words in a row, each in backticks.
pub(super) fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Explained as _;

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
        assert!(matches!(
            response("RESOLVER.FWD.Forwarded"),
            Err(Error::ForwardedIsNoOutcome { .. })
        ));
        let help = response("RESOLVER.MSGTYP.AF").unwrap_err().help();
        assert_eq!(help.to_string(), "did you mean `RESOLVER.MSGTYPE.AF`?");
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
