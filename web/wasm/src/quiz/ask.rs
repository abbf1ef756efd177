//! Asks one thing of a verdict: the choices that are offered, and the one that is right.

use super::Topic;
use super::random::pick;
use fastrand::Rng;
use rdsim::policy::charset::CHARSETS;
use rdsim::transport::outcome::Outcome;
use rdsim::transport::responses;
use rdsim::transport::setting::{Effect, Ruling};
use rdsim::transport::settings::{SHAPE_FORM, all};
use rdsim::transport::verdict::Verdict;

/// What a question asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// What becomes of the message.
    Outcome,
    /// That, and what the trace shows.
    Response,
    /// What the trace shows for the address that the message was sent to, which may stand for others.
    Trace,
    /// Which line of the policy decides.
    Line,
    /// TNEF or MIME.
    Transmission,
    /// What the body is.
    Body,
    /// What the recipient sees of the sender's name.
    SenderName,
    /// The character set of the text.
    Charset,
    /// Its transfer encoding.
    Encoding,
}

/// No line, no character set, no encoding.
pub const NONE: &str = "none";

/// What the trace shows for what stands for others.
const MOVED: [&responses::Response; 2] = [&responses::GROUP_EXPANDED, &responses::FORWARDED];

/// Some line; no choice, but what a question may be drawn for.
const LINE: &str = "line";

/// The rows of what stands for others; no choices, but what a question may be drawn for.
const GROUP: &str = "group";
const FORWARD: &str = "forward";

const ASKS: [(Ask, &str); 9] = [
    (Ask::Outcome, "outcome"),
    (Ask::Response, "response"),
    (Ask::Trace, "trace"),
    (Ask::Line, "line"),
    (Ask::Transmission, "transmission"),
    (Ask::Body, "body"),
    (Ask::SenderName, "sender-name"),
    (Ask::Charset, "charset"),
    (Ask::Encoding, "encoding"),
];

impl Ask {
    /// What a topic asks at a level.
    pub fn of(topic: Topic, level: u8, rng: &mut Rng) -> Self {
        let asks: &[Self] = match (topic, level) {
            (Topic::Form, 1) => &[Self::Transmission],
            (Topic::Form, 2) => &[Self::Transmission, Self::Body, Self::SenderName],
            (Topic::Charset, 1) => &[Self::Charset],
            (Topic::Charset, 2) => &[Self::Charset, Self::Encoding],
            (_, 1) => &[Self::Outcome],
            (Topic::Recipients, 2) => &[Self::Response, Self::Trace],
            (_, 2) => &[Self::Response],
            _ => &[Self::Line, Self::Line, Self::Line, Self::of_two(topic)],
        };
        pick(rng, asks).unwrap_or(Self::Outcome)
    }

    /// What the second level asks most.
    const fn of_two(topic: Topic) -> Self {
        match topic {
            Topic::Form => Self::Body,
            Topic::Charset => Self::Encoding,
            _ => Self::Response,
        }
    }

    /// Its word.
    pub fn token(self) -> &'static str {
        let found = ASKS.iter().find(|(ask, _)| *ask == self);
        found.map_or("", |(_, token)| token)
    }

    /// What a word stands for.
    pub fn from_token(token: &str) -> Option<Self> {
        ASKS.iter().find(|(_, t)| *t == token).map(|(ask, _)| *ask)
    }

    /// What a question may be drawn for, each as often as it stands here.
    pub fn wanted(self, topic: Topic) -> Vec<String> {
        let wanted: &[&str] = match (self, topic) {
            (Self::Line | Self::Charset, _) => &[LINE, LINE, LINE, NONE],
            (Self::Outcome, Topic::Oof | Topic::Reports) => &[
                "leaves",
                "stays-inside",
                "dropped",
                "dropped",
                "cannot-tell",
            ],
            (Self::Outcome, Topic::Forwarding) => {
                &["leaves", "stays-inside", "dropped", "rejected"]
            }
            (Self::Outcome, Topic::Recipients) => &[
                "leaves",
                "stays-inside",
                "stays-inside",
                "rejected",
                "rejected",
            ],
            (Self::Trace, _) => &["stays-inside", GROUP, FORWARD],
            _ => return self.fixed(topic),
        };
        wanted.iter().map(|w| (*w).to_owned()).collect()
    }

    /// Whether an answer is what a question was to be drawn for.
    pub fn is(self, answer: &str, wanted: &str) -> bool {
        wanted == answer
            || (wanted == LINE && answer != NONE)
            || (wanted == GROUP && answer == responses::GROUP_EXPANDED.line())
            || (wanted == FORWARD && answer == responses::FORWARDED.line())
    }

    /// The choices that do not depend on the question.
    fn fixed(self, topic: Topic) -> Vec<String> {
        let fixed: Vec<&str> = match self {
            Self::Outcome => {
                let held: &[_] = match topic {
                    Topic::Rules => &["quarantined", "redirected", "moderated"],
                    _ => &[],
                };
                let outcomes = ["leaves", "stays-inside", "dropped", "rejected"];
                [&outcomes[..], held, &["cannot-tell"]].concat()
            }
            Self::Response if topic == Topic::Rules => {
                vec!["leaves", "quarantined", "redirected", "moderated"]
            }
            Self::Response | Self::Trace => vec!["leaves", "stays-inside"],
            Self::Transmission => vec!["tnef", "mime", "may-be-tnef", "text"],
            Self::Body => vec!["plain text and winmail.dat", "plain text", "HTML"],
            Self::SenderName => vec!["display-name", "simple-display-name", "address-only"],
            Self::Encoding => vec!["7bit", "base64", "quoted-printable", NONE],
            Self::Line | Self::Charset => Vec::new(),
        };
        let responses = responses::ALL.iter();
        let responses = responses.filter(|r| match self {
            Self::Response => is_of(r, topic),
            Self::Trace => is_of(r, topic) || MOVED.contains(r),
            _ => false,
        });
        let fixed = fixed.into_iter().map(str::to_owned);
        fixed.chain(responses.map(|r| r.line())).collect()
    }

    /// The choices of a question, in an order that tells nothing.
    pub fn choices(
        self,
        topic: Topic,
        answer: &str,
        policy: &str,
        message: &str,
        rng: &mut Rng,
    ) -> Vec<String> {
        let mut out: Vec<String> = match self {
            Self::Line => {
                let lines = (1_u32..).zip(policy.lines());
                let says =
                    |line: &str| all().any(|s| line.contains(s.name)) || line.contains("- Name: ");
                let lines = lines.filter(|(n, line)| says(line) || n.to_string() == answer);
                lines.map(|(n, _)| n.to_string()).collect()
            }
            Self::Charset => {
                let named = |c: &&&str| policy.contains(**c) || message.contains(**c);
                CHARSETS
                    .iter()
                    .filter(named)
                    .map(|c| (*c).to_owned())
                    .collect()
            }
            _ => self.fixed(topic),
        };
        let sets = CHARSETS.iter().filter(|_| self == Self::Charset);
        let mut others: Vec<_> = sets.filter(|c| !out.iter().any(|o| o == **c)).collect();
        rng.shuffle(&mut others);
        out.extend(others.into_iter().take(2).map(|c| (*c).to_owned()));
        if matches!(self, Self::Line | Self::Charset) {
            // So many that they still stand on a slide.
            while out.len() > 7 {
                let place = rng.usize(..out.len());
                if out.get(place).is_some_and(|c| c != answer) {
                    out.remove(place);
                }
            }
            out.push(NONE.to_owned());
        }
        if !out.iter().any(|c| c == answer) {
            out.insert(0, answer.to_owned());
        }
        out
    }

    /// What is right; `None` where the verdict has no one answer.
    pub fn answer(self, topic: Topic, verdict: &Verdict) -> Option<String> {
        let format = verdict.format.as_ref();
        let leaves = verdict.outcome == Outcome::Leaves;
        let part = || format.filter(|_| leaves)?.parts.first();
        Some(match self {
            Self::Outcome => verdict.outcome.token().to_owned(),
            Self::Response => match (verdict.response(), verdict.outcome) {
                (Some(response), _) => response.line(),
                (None, Outcome::Dropped(_) | Outcome::Rejected(_) | Outcome::CannotTell) => {
                    return None;
                }
                (None, outcome) => outcome.token().to_owned(),
            },
            // What stops it may have stopped it before or behind the address that it was sent to.
            Self::Trace => match (verdict.via.first(), verdict.response()) {
                (None, _) => return Self::Response.answer(topic, verdict),
                (Some(_), Some(_)) => return None,
                (Some(step), None) => step.how.response()?.line(),
            },
            Self::Line => return line(topic, verdict),
            Self::Transmission => format?.style.transmission.token().to_owned(),
            Self::Body => format?.body.to_owned(),
            Self::SenderName => format?.style.sender_name.token().to_owned(),
            Self::Charset => part()?.charset.as_deref().unwrap_or(NONE).to_owned(),
            Self::Encoding => part()?.encoding.unwrap_or(NONE).to_owned(),
        })
    }
}

/// The line that decides.
fn line(topic: Topic, verdict: &Verdict) -> Option<String> {
    let decides = |r: &&Ruling| match topic {
        Topic::Form => {
            r.shapes()
                && !matches!(r.effect, Effect::Charset(_) | Effect::Encoding(_))
                && is_form(r)
        }
        Topic::Charset => {
            r.shapes() && matches!(r.effect, Effect::Charset(_) | Effect::Encoding(_))
        }
        _ => r.stops().is_some(),
    };
    let mut rulings = verdict.asked.iter().filter(decides);
    match (verdict.outcome, rulings.next(), rulings.next()) {
        (Outcome::CannotTell, ..) | (_, Some(_), Some(_)) => None,
        (_, Some(ruling), None) => ruling.line.map(|line| line.to_string()),
        _ => Some(NONE.to_owned()),
    }
}

fn is_form(ruling: &Ruling) -> bool {
    SHAPE_FORM.iter().any(|s| s.id == ruling.setting_id)
}

/// Whether a response belongs to a topic.
fn is_of(response: &responses::Response, topic: Topic) -> bool {
    let code = response.code;
    match topic {
        Topic::Oof => code.contains(".OOF."),
        Topic::Forwarding => code.ends_with("MSGTYPE.AF") || code == "550 5.7.520",
        Topic::Reports => code.contains(".MSGTYPE.") && !code.ends_with(".AF"),
        Topic::Recipients => {
            code.starts_with("550") && !response.is_of_rule() && code != "550 5.7.520"
        }
        Topic::Rules => response.is_of_rule(),
        Topic::Form | Topic::Charset => false,
    }
}
