//! Predicts the rows of what a message triggers: each reaction is a message with a trail of its own.

use super::event;
use super::predict::{MessageFields, PredictedRecipient, Trail};
use super::status;
use crate::i18n::Text;
use crate::policy::Policy;
use crate::react::{Prediction, Reaction, Reactions, Reason, mailbox_forwarding};

/// A reaction that is made, or that may be, and what the trace shows of it.
#[derive(Debug, Clone)]
pub struct PredictedReaction {
    /// The mailbox that reacts.
    pub mailbox: String,
    /// What it is, in few words: `external OOF`.
    pub what: Text,
    /// The same as a token.
    pub token: &'static str,
    /// What triggers it.
    pub because: Text,
    /// What would have to be known to say that it is made; empty where it is.
    pub depends_on: Vec<Text>,
    /// What every row says of it.
    pub fields: MessageFields,
    /// Its recipient.
    pub recipient: PredictedRecipient,
}

/// What the trace shows of everything that a message triggers, in the order of the reactions;
/// what is not made leaves no row.
#[must_use]
pub fn reactions(policy: &Policy, reactions: &Reactions) -> Vec<PredictedReaction> {
    let reached = reactions.recipients.iter();
    let all = reached.flat_map(|r| r.reactions.iter().map(|reaction| (&r.recipient, reaction)));
    all.filter_map(|(mailbox, reaction)| one(policy, mailbox, reaction))
        .collect()
}

/// The trails of a message that cannot be delivered, although the policy lets it in. What the
/// server answers is not known, so there is no response.
#[must_use]
pub fn undeliverable(mut trails: Vec<Trail>) -> Vec<Trail> {
    for stop in trails.iter_mut().flat_map(|t| &mut t.stops) {
        for row in stop.rows.iter_mut().filter(|r| *r.event == event::DELIVER) {
            (row.event, row.source) = (&event::FAIL, "");
            stop.status = &status::FAILED;
        }
    }
    trails
}

fn one(policy: &Policy, mailbox: &str, reaction: &Reaction) -> Option<PredictedReaction> {
    // The message's own rows lead on to where the mailbox forwards it.
    if reaction.kind.id == mailbox_forwarding::REACTION.id {
        return None;
    }
    let (doubts, verdict): (&[Reason], _) = match &reaction.prediction {
        Prediction::NotMade(_) => return None,
        Prediction::CannotTell(doubts, verdict) => (doubts, verdict),
        Prediction::Made(verdict) => (&[], verdict),
    };
    let bytes = reaction.message.bytes();
    let message = crate::mail::read(&bytes).ok()?;
    let sender = message.sender();
    Some(PredictedReaction {
        mailbox: mailbox.to_owned(),
        what: reaction.what.clone(),
        token: reaction.token,
        because: reaction.trigger.what.clone(),
        depends_on: doubts.iter().map(|d| d.what.clone()).collect(),
        fields: MessageFields::of(&message, &sender),
        recipient: PredictedRecipient::of(policy, verdict, &sender),
    })
}
