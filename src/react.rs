//! Predicts what a message sets off in the mailbox that it reaches, and what becomes of it.
//!
//! Every reaction is a room: what sets it off, what silences it, and a page with examples that
//! the tests play. A reaction that is made is a message of its own, and is judged as any other.

pub mod auto_reply_by_rule;
pub mod case;
pub mod delivery_receipt;
pub mod forward_by_rule;
mod mail;
pub mod mailbox_forwarding;
pub mod meeting_forward_notification;
pub mod non_delivery_report;
pub mod non_read_receipt;
pub mod out_of_office;
pub mod read_receipt;
pub mod redirect_by_rule;
mod rules;
pub mod silence;
mod summary;
mod tnef;

use crate::address;
use crate::evaluate::{self, Overrides};
use crate::i18n::{Language, Text, en};
use crate::mail::message;
use crate::policy::Policy;
use crate::transport::decide::{self, Outcome, Verdict};
use crate::transport::settings::Forward;
pub use case::{Arrival, Case, Notify, Undeliverable};
pub use mail::Mail;
use silence::Silencer;
pub use summary::Summary;

/// Where something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line of the message.
    Message(u32),
    /// A line of the policy.
    Policy(u32),
    /// The user's word, or nowhere.
    Nowhere,
}

/// Why a reaction is made, is not made, or cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// In words.
    pub what: Text,
    /// Where it is said.
    pub place: Place,
}

impl Cause {
    fn new(what: impl Into<Text>, place: Place) -> Self {
        Self {
            what: what.into(),
            place,
        }
    }

    fn policy(what: impl Into<Text>, line: Option<u32>) -> Self {
        Self::new(what, line.map_or(Place::Nowhere, Place::Policy))
    }

    fn header(header: &message::Header) -> Self {
        Self::header_says(header, "{header}: {value}")
    }

    /// A header with what follows from it: `header` and `value` are its name and value.
    fn header_says(header: &message::Header, sentence: &'static str) -> Self {
        let values = vec![
            ("header", header.name.to_string()),
            ("value", header.value.to_string()),
        ];
        Self::new(Text::with(sentence, values), Place::Message(header.line))
    }

    fn told(what: impl Into<Text>) -> Self {
        Self::new(what, Place::Nowhere)
    }
}

/// A reaction that something sets off, before it is known whether it is made.
#[derive(Debug)]
pub struct Draft {
    /// What it is, in few words: `external OOF`.
    what: Text,
    /// The same as a token, for file names: `oof-external`.
    token: &'static str,
    /// What sets it off.
    because: Cause,
    /// What silences it, beyond what the room names.
    silenced: Vec<Cause>,
    /// What would have to be known.
    doubts: Vec<Cause>,
    /// The message that it is.
    mail: Mail,
}

/// A room: a reaction, its page, what sets it off and what silences it.
#[derive(Debug)]
pub struct Room {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// What it is, in one line.
    pub title: &'static str,
    /// The page, Markdown with executed examples.
    pub page: &'static str,
    /// What silences it.
    pub silencers: &'static [Silencer],
    /// The reactions of this kind, or why nothing sets one off.
    pub check: fn(&Case) -> Result<Vec<Draft>, Cause>,
}

/// Every room, in the order in which a message meets them.
pub static ROOMS: &[&Room] = &[
    &non_delivery_report::ROOM,
    &mailbox_forwarding::ROOM,
    &delivery_receipt::ROOM,
    &out_of_office::ROOM,
    &auto_reply_by_rule::ROOM,
    &forward_by_rule::ROOM,
    &redirect_by_rule::ROOM,
    &meeting_forward_notification::ROOM,
    &read_receipt::ROOM,
    &non_read_receipt::ROOM,
];

/// Whether a reaction is made, and what becomes of it.
#[derive(Debug)]
pub enum Fate<'p> {
    /// It is not made: what silences it.
    NotMade(Vec<Cause>),
    /// Whether it is made cannot be told: what would have to be known, and what becomes of it if
    /// it is made.
    CannotTell(Vec<Cause>, Verdict<'p>),
    /// It is made, and this becomes of it.
    Made(Verdict<'p>),
}

/// A reaction.
#[derive(Debug)]
pub struct Reaction<'p> {
    /// Its room.
    pub room: &'static Room,
    /// What it is, in few words.
    pub what: Text,
    /// The same as a token, for file names.
    pub token: &'static str,
    /// What sets it off.
    pub because: Cause,
    /// The message that it is.
    pub mail: Mail,
    /// Whether it is made, and what becomes of it.
    pub fate: Fate<'p>,
    /// The file that it was written to.
    pub file: Option<String>,
}

impl Reaction<'_> {
    /// What becomes of it; `None` where it is not made.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match &self.fate {
            Fate::NotMade(_) => None,
            Fate::CannotTell(..) => Some(Outcome::CannotTell),
            Fate::Made(verdict) => Some(verdict.outcome),
        }
    }

    /// What becomes of it, in a few words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let what = self.what.localized(language);
        let say = |sentence: &str| language.fill(sentence, &[("what", &what)]);
        match self.outcome() {
            None => say(en("{what} not made")),
            Some(Outcome::Dropped(r)) => {
                let (_, name) = r.code.split_once("RESOLVER.").unwrap_or(("", r.code));
                let name = name.strip_prefix("OOF.").unwrap_or(name);
                let normal = *r == crate::transport::responses::OOF_INT_TO_EXT;
                let sentence = if normal {
                    en("{what} dropped, {name} - this is normal")
                } else {
                    en("{what} dropped, {name}")
                };
                language.fill(sentence, &[("what", &what), ("name", &name)])
            }
            Some(Outcome::Rejected(r)) => {
                let sentence = en("{what} rejected, {code}");
                language.fill(sentence, &[("what", &what), ("code", &r.code)])
            }
            Some(Outcome::Leaves) => say(en("{what} leaves")),
            Some(Outcome::StaysInside) => say(en("{what} stays inside")),
            Some(Outcome::CannotTell) => say(en("{what} cannot tell")),
        }
    }
}

/// A recipient that the message reaches, and what it sets off there.
#[derive(Debug)]
pub struct Reached<'p> {
    /// The recipient, as compared.
    pub recipient: String,
    /// Why no mailbox here reacts, where that is so.
    pub elsewhere: Option<Text>,
    /// The reactions, in the order of the rooms.
    pub reactions: Vec<Reaction<'p>>,
    /// The rooms in which nothing sets off a reaction, and why.
    pub idle: Vec<(&'static Room, Cause)>,
    /// Actions of the rules that run and that are not simulated.
    pub not_simulated: Vec<&'static str>,
}

impl Reached<'_> {
    /// What happens, in one line.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        if let Some(elsewhere) = &self.elsewhere {
            return elsewhere.localized(language);
        }
        let all = self.reactions.iter();
        let all: Vec<String> = all.map(|r| r.words(language)).collect();
        if all.is_empty() {
            return language.translate(en("sets nothing off")).into();
        }
        all.join("; ")
    }
}

/// What one message sets off.
#[derive(Debug)]
pub struct Reacted<'p> {
    /// Its path; `-` for standard input.
    pub path: String,
    /// The sender and the recipients, or why the file could not be read.
    pub result: Result<SetOff<'p>, Text>,
}

/// What a message sets off at all its recipients.
#[derive(Debug)]
pub struct SetOff<'p> {
    /// The sender; empty for the null sender.
    pub sender: String,
    /// Whether the sender is inside the organization.
    pub inside: bool,
    /// Its recipients.
    pub reached: Vec<Reached<'p>>,
}

/// Predict what the bytes of a message file set off.
#[must_use]
pub fn react<'p>(policy: &'p Policy, path: &str, bytes: &[u8], arrival: &Arrival) -> Reacted<'p> {
    let result = crate::mail::read(bytes)
        .map_err(Text::from)
        .and_then(|message| {
            let recipients = if arrival.to.is_empty() {
                message.recipients()
            } else {
                arrival.to.iter().map(|t| address::normal(t)).collect()
            };
            if recipients.is_empty() {
                return Err(en("the message names no recipient; give one with `--to`").into());
            }
            let mut case = Case::new(policy, &message, bytes, arrival);
            let mut reached = Vec::new();
            for recipient in recipients {
                case.reach(recipient);
                reached.push(at(&case));
            }
            Ok(SetOff {
                inside: case.inside(),
                sender: case.sender,
                reached,
            })
        });
    Reacted {
        path: path.to_owned(),
        result,
    }
}

/// What a message sets off at one recipient.
fn at<'p>(case: &Case<'_, 'p>) -> Reached<'p> {
    let mut reached = Reached {
        recipient: case.to.clone(),
        elsewhere: case.elsewhere(),
        reactions: Vec::new(),
        idle: Vec::new(),
        not_simulated: rules::not_simulated(case),
    };
    if reached.elsewhere.is_some() {
        return reached;
    }
    for room in ROOMS {
        match (room.check)(case) {
            Ok(drafts) => {
                let drafts = drafts.into_iter();
                reached
                    .reactions
                    .extend(drafts.map(|draft| settle(case, room, draft)));
            }
            Err(cause) => reached.idle.push((room, cause)),
        }
    }
    reached
}

/// Whether a draft is made, and what becomes of it.
fn settle<'p>(case: &Case<'_, 'p>, room: &'static Room, draft: Draft) -> Reaction<'p> {
    let silencers = room.silencers.iter();
    let mut silenced: Vec<Cause> = silencers.filter_map(|s| s.heard(case)).collect();
    for cause in draft.silenced {
        if !silenced.contains(&cause) {
            silenced.push(cause);
        }
    }
    let mut doubts = draft.doubts;
    if let Some(doubt) = case.doubt()
        && !doubts.contains(&doubt)
    {
        doubts.push(doubt);
    }
    let fate = if !silenced.is_empty() {
        Fate::NotMade(silenced)
    } else {
        match (judge(case.policy, &draft.mail), doubts.is_empty()) {
            (Ok(verdict), true) => Fate::Made(verdict),
            (Ok(verdict), false) => Fate::CannotTell(doubts, verdict),
            (Err(why), _) => Fate::NotMade(vec![Cause::told(why)]),
        }
    };
    Reaction {
        room,
        what: draft.what,
        token: draft.token,
        because: draft.because,
        mail: draft.mail,
        fate,
        file: None,
    }
}

/// The verdict on a reaction: the same as `check` gives for the message that it is.
fn judge<'p>(policy: &'p Policy, mail: &Mail) -> Result<Verdict<'p>, Text> {
    let told = Overrides {
        to: vec![mail.to.clone()],
        forwarded_by: mail.forward,
        ..Overrides::default()
    };
    let judgement = evaluate::judge(policy, "reaction", &mail.bytes, &told).result?;
    let mut verdict = judgement
        .verdicts
        .into_iter()
        .next()
        .ok_or(en("it has no recipient"))?;
    verdict.notes.extend(mail.notes.iter().map(|n| (*n).into()));
    let closed = verdict
        .remote_domain
        .filter(|d| !d.domain.auto_forward_enabled.value);
    if mail.forward == Some(Forward::MailboxForwarding) && mail.users && closed.is_some() {
        verdict.notes.push(decide::USERS_FORWARDING.into());
    }
    Ok(verdict)
}
