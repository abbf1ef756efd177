//! Finds the mailboxes that a message reaches, and predicts what it triggers at each.

use super::{
    Arrival, Candidate, Incoming, Prediction, REACTIONS, Reaction, ReactionKind, ReactionMessage,
    Reason, RecipientReactions, rules,
};
use crate::evaluate::{self, Overrides};
use crate::i18n::en;
use crate::policy::Policy;
use crate::transport::resolve::{How, resolve};
use crate::transport::verdict::Verdict;

/// What a message triggers at all whom a recipient stands for, in the order of the way: at every
/// mailbox that forwards it, and at every one that gets it.
pub(super) fn reached<'p>(
    incoming: &mut Incoming<'_, 'p>,
    recipient: &str,
    out: &mut Vec<RecipientReactions<'p>>,
) {
    let resolved = resolve(incoming.policy, recipient, incoming.is_from_inside());
    let mut done: Vec<String> = Vec::new();
    for addressee in resolved.iter() {
        for (i, step) in addressee.via.iter().enumerate() {
            let goes_on = matches!(step.how, How::Forwarding(..) | How::Member(_));
            if !goes_on || step.how.keeps_copy() || done.contains(&step.from) {
                continue;
            }
            done.push(step.from.clone());
            let before = addressee.via.get(..i).unwrap_or_default();
            incoming.set_recipient(step.from.clone(), before.to_vec(), addressee);
            out.push(at_recipient(incoming));
        }
        let address = addressee.address_or(recipient).to_owned();
        // What a mailbox here sends on to somebody outside is a reaction of that mailbox.
        let sent_on = addressee.forwarding.is_some() && addressee.accepted.is_none();
        if !sent_on && !done.contains(&address) {
            done.push(address.clone());
            incoming.set_recipient(address, addressee.via.clone(), addressee);
            out.push(at_recipient(incoming));
        }
    }
}

/// What a message triggers at one recipient.
fn at_recipient<'p>(incoming: &Incoming<'_, 'p>) -> RecipientReactions<'p> {
    let mut found = RecipientReactions {
        recipient: incoming.to.clone(),
        via: incoming.via.clone(),
        no_mailbox: incoming.no_mailbox(),
        reactions: Vec::new(),
        not_triggered: Vec::new(),
        not_simulated: rules::not_simulated(incoming),
    };
    if found.no_mailbox.is_some() {
        return found;
    }
    for kind in REACTIONS {
        match (kind.check)(incoming) {
            Ok(candidates) => {
                let all = candidates.into_iter();
                let all = all.map(|candidate| predict(incoming, kind, candidate));
                found.reactions.extend(all);
            }
            Err(why) => found.not_triggered.push((kind, why)),
        }
    }
    found
}

/// Whether a candidate is made, and what becomes of it.
fn predict<'p>(
    incoming: &Incoming<'_, 'p>,
    kind: &'static ReactionKind,
    candidate: Candidate,
) -> Reaction<'p> {
    let mut suppressed_by = Vec::new();
    let mut doubts = candidate.doubts;
    for suppressor in kind.suppressors {
        let reason = suppressor.reason(incoming);
        let reason = reason.map(|r| match suppressor.fact() {
            Some(fact) => r.by(fact),
            None => r,
        });
        match reason {
            Some(reason) if suppressor.is_certain() => suppressed_by.push(reason),
            doubt => doubts.extend(doubt),
        }
    }
    for reason in candidate.suppressed_by {
        if !suppressed_by.contains(&reason) {
            suppressed_by.push(reason);
        }
    }
    if let Some(doubt) = incoming.doubt()
        && !doubts.contains(&doubt)
    {
        doubts.push(doubt);
    }
    let least = incoming.arrival.min_basis;
    let too_weak = |r: &Reason| r.fact.map(|f| f.basis) > least;
    if least.is_some() && suppressed_by.iter().all(too_weak) {
        doubts.append(&mut suppressed_by);
    }
    let prediction = if suppressed_by.is_empty() {
        match (
            judge(incoming.policy, &candidate.message, incoming.arrival),
            doubts.is_empty(),
        ) {
            (Ok(verdict), true) => Prediction::Made(verdict),
            (Ok(verdict), false) => Prediction::CannotTell(doubts, verdict),
            (Err(why), _) => Prediction::NotMade(vec![why]),
        }
    } else {
        Prediction::NotMade(suppressed_by)
    };
    Reaction {
        kind,
        what: candidate.what,
        token: candidate.token,
        trigger: candidate.trigger,
        message: candidate.message,
        prediction,
        file: None,
    }
}

/// The verdict on a reaction: the same as `check` gives for the message that it is.
fn judge<'p>(
    policy: &'p Policy,
    message: &ReactionMessage,
    arrival: &Arrival,
) -> Result<Verdict<'p>, Reason> {
    let overrides = Overrides {
        to: vec![message.to.clone()],
        forwarded_by: message.forward,
        min_basis: arrival.min_basis,
        unseen: arrival.unseen,
        ..Overrides::default()
    };
    let judgement = evaluate::judge(policy, "reaction", &message.bytes(), &overrides).result;
    let judgement = judgement.map_err(Reason::new)?;
    let mut verdict = judgement
        .verdicts
        .into_iter()
        .next()
        .ok_or_else(|| Reason::new(en("it has no recipient")))?;
    verdict
        .notes
        .extend(message.notes.iter().map(|n| (*n).into()));
    Ok(verdict)
}
