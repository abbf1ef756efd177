#![doc = include_str!("out_of_office.md")]

use super::builder::{Envelope, MessageBuilder};
use super::suppress::{Bit, Suppressor};
use super::{Candidate, Incoming, ReactionKind, Reason};
use crate::i18n::{Text, en};
use crate::policy::mailbox::AutoReply;
use crate::policy::{
    AutoReplyState, CmdletEnum as _, ExternalAudience, ExternalOofOptions, ForwardingProperty,
    Mailbox, time,
};
use crate::transport::facts::out_of_office as facts;

/// The kind of out-of-office replies.
pub static REACTION: ReactionKind = ReactionKind {
    id: en("out-of-office"),
    title: "The out-of-office replies, once for each sender while they are on",
    page: crate::embedded::apart(embedded!("out_of_office.md")),
    suppressors: &[
        Suppressor::Suppress(Bit::Oof),
        Suppressor::AutoSubmitted,
        Suppressor::NullSender,
        Suppressor::Junk,
        Suppressor::Answered,
        Suppressor::JournalingReports,
        Suppressor::NotInMailbox,
    ],
    check,
};

fn check(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let Some(mailbox) = incoming.mailbox else {
        return Err(Reason::new(en("the policy does not list this mailbox")));
    };
    let (trigger, doubts) = enabled(incoming, &mailbox.auto_reply)?;
    let mut internal = candidate(incoming, mailbox, false, &trigger, &doubts);
    let mut external = candidate(incoming, mailbox, true, &trigger, &doubts);
    external.suppressed_by.extend(no_external(mailbox));
    // Colleagues get the internal reply; the trace shows that the external one was dropped.
    if incoming.is_from_inside() {
        return Ok(vec![internal, external]);
    }
    internal.suppressed_by.extend(internal_only(mailbox));
    apply_audience(incoming, mailbox, &mut external);
    Ok(vec![external, internal])
}

/// Why a mailbox sends no out-of-office reply to people outside, be it the internal one.
fn internal_only(mailbox: &Mailbox) -> Option<Reason> {
    let options = &mailbox.external_oof_options;
    let what = en("ExternalOofOptions: InternalOnly: nobody outside gets an out-of-office reply");
    (options.value == ExternalOofOptions::InternalOnly)
        .then(|| Reason::in_policy(what, options.line).by(&facts::INTERNAL_ONLY))
}

/// Why a mailbox makes no external reply.
fn no_external(mailbox: &Mailbox) -> Option<Reason> {
    let audience = &mailbox.external_audience;
    if let Some(reason) = internal_only(mailbox) {
        return Some(reason);
    }
    if audience.value == ExternalAudience::None {
        let what = en(
            "ExternalAudience: None: most likely no external reply is made (inferred: no public trace shows one that was dropped for it)",
        );
        let reason = Reason::in_policy(what, audience.line);
        return Some(reason.by(&facts::EXTERNAL_AUDIENCE_NONE_IS_NOT_MADE));
    }
    let text = mailbox.auto_reply.external_message.as_ref()?;
    let what =
        en("ExternalMessage is empty: nothing is sent to people outside (seen in public reports)");
    is_blank(&text.value)
        .then(|| Reason::in_policy(what, text.line).by(&facts::EMPTY_EXTERNAL_MESSAGE))
}

/// Whether a text, which may be HTML, has nothing to read: Outlook writes tags around nothing.
fn is_blank(text: &str) -> bool {
    let mut outside = text;
    loop {
        let (before, tag) = outside.split_once('<').unwrap_or((outside, ""));
        let words = before.replace("&nbsp;", " ");
        if words.chars().any(|c| !c.is_whitespace()) {
            return false;
        }
        // A picture is something to see.
        if tag.get(..4).is_some_and(|t| t.eq_ignore_ascii_case("img ")) {
            return false;
        }
        match tag.split_once('>') {
            Some((_, after)) => outside = after,
            None => return tag.is_empty(),
        }
    }
}

/// Why the replies are on, with what would have to be known; else why they are off.
fn enabled(incoming: &Incoming, replies: &AutoReply) -> Result<(Reason, Vec<Reason>), Reason> {
    let state = &replies.state;
    let setting = format!("AutoReplyState: {}", state.value.word());
    let trigger = if state.line.is_none() {
        en("{setting} (by default)")
    } else {
        "{setting}"
    };
    let trigger = Text::with(trigger, vec![("setting", setting.clone())]);
    let trigger = Reason::in_policy(trigger, state.line);
    match state.value {
        AutoReplyState::Disabled => return Err(trigger),
        AutoReplyState::Enabled => return Ok((trigger, Vec::new())),
        AutoReplyState::Scheduled => {}
    }
    let mut doubts = Vec::new();
    for (name, set) in [("StartTime", &replies.start), ("EndTime", &replies.end)] {
        if set.is_none() {
            let text = en("{name}, which the policy does not give");
            let what = Text::with(text, vec![("name", name.to_owned())]);
            doubts.push(Reason::in_policy(what, state.line));
        }
    }
    let Some(now) = incoming.time() else {
        let undated = incoming.undated();
        let what = if undated.is_empty() {
            en("when the message arrives: give `--at`, as it has no Received and no Date")
        } else {
            en("when the message arrives: give `--at`, as it has no valid date")
        };
        doubts.push(Reason::new(what));
        return Ok((trigger, doubts));
    };
    let outside = |text: &'static str, at: i64, line| {
        let values = vec![
            ("setting", setting.clone()),
            ("at", time::shown(at)),
            ("now", time::shown(now)),
        ];
        Reason::in_policy(Text::with(text, values), line)
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
        vec![("setting", setting), ("now", time::shown(now))],
    );
    Ok((Reason::in_policy(what, state.line), doubts))
}

fn candidate(
    incoming: &Incoming,
    mailbox: &Mailbox,
    external: bool,
    trigger: &Reason,
    doubts: &[Reason],
) -> Candidate {
    let replies = &mailbox.auto_reply;
    let external_text = replies.external_message.as_ref().map(|text| &text.value);
    let (what, token, class, text, name) = if external {
        (
            en("external OOF"),
            "oof-external",
            "IPM.Note.Rules.ExternalOofTemplate.Microsoft",
            external_text,
            "ExternalMessage",
        )
    } else {
        (
            en("internal OOF"),
            "oof-internal",
            "IPM.Note.Rules.OofTemplate.Microsoft",
            replies.internal_message.as_ref(),
            "InternalMessage",
        )
    };
    let mut builder = MessageBuilder::new(
        incoming,
        &Envelope {
            path: "",
            from: &incoming.to,
            to: &incoming.author,
            prefix: "Automatic reply: ",
            token,
        },
    );
    builder.by_rule();
    builder.field("X-Auto-Response-Suppress", "All");
    let missing = format!("(The policy does not say {name}.)");
    let text = text.unwrap_or(&missing);
    // Type 2 is the current kind of reply; other values mean that of Outlook 2003.
    let kind = (!external).then_some(2);
    let mut message = builder.text_with_class(text, class, kind);
    let named = ["To", "Cc"]
        .iter()
        .flat_map(|n| incoming.message.addresses(n));
    let expected = external != incoming.is_from_inside();
    if expected && incoming.group().is_none() && !named.into_iter().any(|a| incoming.is_owner(&a)) {
        message.notes.push(en("neither To nor Cc names the mailbox: for what comes through a distribution group, a reply is made only if the group has SendOofMessageToOriginatorEnabled, which is off by default"));
    }
    Candidate {
        what: what.into(),
        token,
        trigger: trigger.clone(),
        suppressed_by: suppressed_by_forwarding(mailbox)
            .into_iter()
            .chain(suppressed_by_group(incoming))
            .collect(),
        doubts: doubts.to_vec(),
        message,
    }
}

fn suppressed_by_forwarding(mailbox: &Mailbox) -> Option<Reason> {
    let (ForwardingProperty::SmtpAddress, to) = mailbox.forwarding()? else {
        return None;
    };
    let what = Text::with(
        en(
            "ForwardingSmtpAddress: {to}: a mailbox with SMTP forwarding makes no out-of-office reply",
        ),
        vec![("to", to.value.clone())],
    );
    Some(Reason::in_policy(what, to.line))
}

/// A group that does not let its members' replies go to those who write to it.
fn suppressed_by_group(incoming: &Incoming) -> Option<Reason> {
    let group = incoming.group()?;
    let set = &group.oof_to_originator;
    let what = if set.line.is_none() {
        en(
            "the message comes through the group {group}, and SendOofMessageToOriginatorEnabled is false (by default)",
        )
    } else {
        en(
            "the message comes through the group {group}, and SendOofMessageToOriginatorEnabled is false",
        )
    };
    let what = Text::with(what, vec![("group", group.name.clone())]);
    (!set.value).then(|| Reason::in_policy(what, set.line.or(Some(group.line))))
}

/// Under ExternalAudience Known, the external reply is made only for people in the contacts.
fn apply_audience(incoming: &Incoming, mailbox: &Mailbox, candidate: &mut Candidate) {
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
                vec![("sender", incoming.author.clone())],
            );
            candidate
                .doubts
                .push(Reason::in_policy(what, audience.line));
        }
        Some(contacts) if !contacts.contains(&incoming.author) => {
            let what = Text::with(
                en("ExternalAudience: Known, and {sender} is not in the mailbox's contacts"),
                vec![("sender", incoming.author.clone())],
            );
            candidate
                .suppressed_by
                .push(Reason::in_policy(what, audience.line));
        }
        Some(_) => {}
    }
}
