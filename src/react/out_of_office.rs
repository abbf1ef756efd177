#![doc = include_str!("out_of_office.md")]

use super::mail::{self, Envelope};
use super::silence::{Bit, Silencer};
use super::{Case, Cause, Draft, Room};
use crate::i18n::{Text, en};
use crate::policy::mailbox::AutoReply;
use crate::policy::{AutoReplyState, CmdletEnum as _, ExternalAudience, Mailbox, time};

/// The room of out-of-office replies.
pub static ROOM: Room = Room {
    id: "out-of-office",
    title: "The out-of-office replies, once for each sender while they are on",
    page: include_str!("out_of_office.md"),
    silencers: &[
        Silencer::Suppress(Bit::Oof),
        Silencer::AutoSubmitted,
        Silencer::NullSender,
        Silencer::Junk,
        Silencer::Answered,
        Silencer::NotInMailbox,
    ],
    check,
};

fn check(case: &Case) -> Result<Vec<Draft>, Cause> {
    let Some(mailbox) = case.mailbox else {
        return Err(Cause::told(en("the policy says nothing of this mailbox")));
    };
    let (because, doubts) = on(case, &mailbox.auto_reply)?;
    let internal = draft(case, mailbox, false, &because, &doubts);
    // Colleagues get the internal reply alone.
    if case.inside() {
        return Ok(vec![internal]);
    }
    let mut external = draft(case, mailbox, true, &because, &doubts);
    known(case, mailbox, &mut external);
    Ok(vec![external, internal])
}

/// What says that the replies are on, with what would have to be known; else why they are off.
fn on(case: &Case, replies: &AutoReply) -> Result<(Cause, Vec<Cause>), Cause> {
    let state = &replies.state;
    let said = format!("AutoReplyState: {}", state.value.word());
    let because = if state.line.is_none() {
        en("{setting} (by default)")
    } else {
        "{setting}"
    };
    let because = Text::with(because, vec![("setting", said.clone())]);
    let because = Cause::policy(because, state.line);
    match state.value {
        AutoReplyState::Disabled => return Err(because),
        AutoReplyState::Enabled => return Ok((because, Vec::new())),
        AutoReplyState::Scheduled => {}
    }
    let mut doubts = Vec::new();
    for (name, set) in [("StartTime", &replies.start), ("EndTime", &replies.end)] {
        if set.is_none() {
            let text = en("{name}, which the policy does not say");
            let what = Text::with(text, vec![("name", name.to_owned())]);
            doubts.push(Cause::policy(what, state.line));
        }
    }
    let Some(now) = case.time() else {
        doubts.push(Cause::told(en(
            "when the message arrives: give `--at`, as it has no Received and no Date",
        )));
        return Ok((because, doubts));
    };
    let outside = |text: &'static str, at: i64, line| {
        let values = vec![
            ("setting", said.clone()),
            ("at", time::shown(at)),
            ("now", time::shown(now)),
        ];
        Cause::policy(Text::with(text, values), line)
    };
    if let Some(start) = replies.start.as_ref().filter(|s| now < s.value) {
        return Err(outside(
            en("{setting}, StartTime: {at}: the message arrives before they begin, at {now}"),
            start.value,
            start.line,
        ));
    }
    if let Some(end) = replies.end.as_ref().filter(|e| now >= e.value) {
        return Err(outside(
            en("{setting}, EndTime: {at}: the message arrives when they are over, at {now}"),
            end.value,
            end.line,
        ));
    }
    let what = Text::with(
        en("{setting}; the message arrives in that time, at {now}"),
        vec![("setting", said), ("now", time::shown(now))],
    );
    Ok((Cause::policy(what, state.line), doubts))
}

fn draft(
    case: &Case,
    mailbox: &Mailbox,
    external: bool,
    because: &Cause,
    doubts: &[Cause],
) -> Draft {
    let replies = &mailbox.auto_reply;
    let (what, token, class, text, name) = if external {
        (
            en("external OOF"),
            "oof-external",
            "IPM.Note.Rules.ExternalOofTemplate.Microsoft",
            &replies.external_message,
            "ExternalMessage",
        )
    } else {
        (
            en("internal OOF"),
            "oof-internal",
            "IPM.Note.Rules.OofTemplate.Microsoft",
            &replies.internal_message,
            "InternalMessage",
        )
    };
    let mut message = mail::Letter::new(
        case,
        &Envelope {
            path: "",
            from: &case.to,
            to: &case.author,
            prefix: "Automatic reply: ",
            token,
        },
    );
    message.field("Auto-Submitted", "auto-generated");
    message.field("X-Auto-Response-Suppress", "All");
    let missing = format!("(The policy does not say {name}.)");
    let text = text.as_deref().unwrap_or(&missing);
    // Type 2 is the reply of today; another one would be that of Outlook 2003.
    let kind = (!external).then_some(2);
    let mut mail = message.classed(text, class, kind);
    let named = ["To", "Cc"].iter().flat_map(|n| case.message.addresses(n));
    if !named.into_iter().any(|a| case.is_owner(&a)) && (external || case.inside()) {
        mail.notes.push(en("neither To nor Cc names the mailbox: for what comes through a distribution group, a reply is made only if the group has SendOofMessageToOriginatorEnabled, which is off by default"));
    }
    Draft {
        what: what.into(),
        token,
        because: because.clone(),
        silenced: by_forwarding(mailbox).into_iter().collect(),
        doubts: doubts.to_vec(),
        mail,
    }
}

fn by_forwarding(mailbox: &Mailbox) -> Option<Cause> {
    let to = mailbox.forwarding.as_ref()?;
    let what = Text::with(
        en(
            "ForwardingSmtpAddress: {to}: a mailbox with SMTP forwarding makes no out-of-office reply",
        ),
        vec![("to", to.value.clone())],
    );
    mailbox
        .forwarding_may_be_the_users
        .then(|| Cause::policy(what, to.line))
}

/// Under ExternalAudience Known, the external reply is made only for people in the contacts.
fn known(case: &Case, mailbox: &Mailbox, draft: &mut Draft) {
    let audience = &mailbox.external_audience;
    if audience.value != ExternalAudience::Known {
        return;
    }
    match &mailbox.contacts {
        None => {
            let what = Text::with(
                en(
                    "whether {sender} is in the mailbox's contacts (ExternalAudience: Known): list them in `Contacts`",
                ),
                vec![("sender", case.author.clone())],
            );
            draft.doubts.push(Cause::policy(what, audience.line));
        }
        Some(contacts) if !contacts.contains(&case.author) => {
            let what = Text::with(
                en("ExternalAudience: Known, and {sender} is not in the mailbox's contacts"),
                vec![("sender", case.author.clone())],
            );
            draft.silenced.push(Cause::policy(what, audience.line));
        }
        Some(_) => {}
    }
}
