//! Says what is worth knowing of the way to an addressee.

use crate::i18n::{Text, en};
use crate::policy::group::GroupKind;
use crate::policy::{Author, Policy, Recipient};
use crate::transport::resolve::{Addressee, Doubt, End, How, Naming};

/// The notes on how an addressee is reached.
pub(super) fn on_way(addressee: &Addressee, author: &Author) -> Vec<Text> {
    let mut notes = Vec::new();
    match addressee.end {
        End::Unknown(doubt) => notes.push(unknown(doubt)),
        End::NotListed => notes.push(
            en("the policy does not list this recipient, which is taken for a mailbox").into(),
        ),
        End::NotFound => notes.push(
            en("the policy lists every recipient (AllRecipientsListed), and this is none of them")
                .into(),
        ),
        End::Reached => {}
    }
    for step in &addressee.via {
        if let How::Member(group) = step.how
            && group.only_subscribers
        {
            notes.push(Text::of(
                en("a member of the Microsoft 365 group {group} gets its mail in their own mailbox only as a subscriber: list these as `Subscribers`"),
                [("group", &group.name)],
            ));
        }
    }
    for recipient in addressee.passed() {
        restrictions(recipient, author, &mut notes);
    }
    let nowhere = addressee.accepted.is_none() && addressee.remote.is_none();
    if nowhere && !matches!(addressee.end, End::Unknown(_)) {
        notes.push(
            en("no remote domain applies: the policy has no Default (`*`), which every tenant has")
                .into(),
        );
    }
    notes
}

/// Groups that are named in a note.
const SHOWN: usize = 5;

/// That it depends on who is in groups which outbound spam policy applies.
pub(super) fn unknown_groups(policy: &Policy) -> Text {
    let unknown = policy.memberships.unknown();
    let mut groups: Vec<&str> = unknown.iter().take(SHOWN).map(String::as_str).collect();
    groups.extend((unknown.len() > SHOWN).then_some("…"));
    Text::of(
        en(
            "which outbound spam policy applies depends on who is in {groups}, which the policy does not say: list the `Members` of the group, or `MemberOf` of the mailbox",
        ),
        [("groups", &groups.join(", "))],
    )
}

/// Why it cannot be told who is reached, and what would settle it.
pub(crate) fn unknown(doubt: Doubt) -> Text {
    let naming = |text: &'static str, naming: Naming| {
        Text::of(
            text,
            [
                ("property", &naming.property),
                ("identity", &naming.identity),
                ("line", &naming.line),
            ],
        )
    };
    match doubt {
        Doubt::Nobody(named) => naming(
            en(
                "{property} names `{identity}` (line {line} of the policy), whom the policy does not list: add the recipient to it",
            ),
            named,
        ),
        Doubt::Several(named) => naming(
            en(
                "{property} names `{identity}` (line {line} of the policy), and several recipients are known by that: write an address",
            ),
            named,
        ),
        Doubt::Members(group) => Text::of(
            en(
                "the policy does not say who is in the group {group}: list its `Members`, as {cmdlet} gives them",
            ),
            [
                ("group", &group.name.as_str()),
                (
                    "cmdlet",
                    match group.kind {
                        GroupKind::Unified => &"Get-UnifiedGroupLinks",
                        GroupKind::Distribution | GroupKind::Dynamic => {
                            &"Get-DistributionGroupMember"
                        }
                    },
                ),
            ],
        ),
        Doubt::Target(contact) => Text::of(
            en(
                "the policy does not say where the mail of {name} is sent: give its `ExternalEmailAddress` (line {line} of the policy)",
            ),
            [
                (
                    "name",
                    &Recipient::Contact(contact).address() as &dyn std::fmt::Display,
                ),
                ("line", &contact.line),
            ],
        ),
        Doubt::Empty(group) => Text::of(
            en("the group {group} has no members, so that nobody gets the message"),
            [("group", &group.name)],
        ),
        Doubt::Dynamic(group) => Text::of(
            en(
                "who is in the dynamic distribution group {group} is decided when a message comes: Get-DynamicDistributionGroupMember tells",
            ),
            [("group", &group.name)],
        ),
        Doubt::Loop(mailbox) => Text::of(
            en(
                "mailboxes forward to one another, and none keeps the message: the forwarding of {mailbox} comes back to it",
            ),
            [("mailbox", &mailbox.address())],
        ),
        Doubt::TooFar => en("there are more than 100 steps from one recipient to the next").into(),
    }
}

/// What may keep a message from a recipient and is not simulated.
fn restrictions(recipient: Recipient, author: &Author, notes: &mut Vec<Text>) {
    let all = recipient.restrictions();
    let name = match recipient {
        Recipient::Group(group) => &group.name,
        other => other.address(),
    };
    let mut note = |text: &'static str, line: Option<u32>| {
        let line = line.unwrap_or_else(|| recipient.line());
        notes.push(Text::of(
            text,
            [
                ("recipient", &name as &dyn std::fmt::Display),
                ("line", &line),
            ],
        ));
    };
    if all.moderated.value {
        note(
            en(
                "{recipient} is moderated (ModerationEnabled, line {line} of the policy): the message goes to a moderator first, and on if that one approves",
            ),
            all.moderated.line,
        );
    }
    let is_author = |identity: &String| {
        author
            .mailbox
            .is_some_and(|m| m.addresses.contains(identity))
    };
    if let Some(only) = &all.only_from
        && !only.value.iter().any(is_author)
    {
        note(
            en(
                "{recipient} takes messages from some senders only (AcceptMessagesOnlyFromSendersOrMembers, line {line} of the policy), which is not simulated: others get 550 5.7.129",
            ),
            only.line,
        );
    }
    if let Some(not) = &all.not_from {
        note(
            en(
                "{recipient} refuses messages from some senders (RejectMessagesFromSendersOrMembers, line {line} of the policy), which is not simulated: they get 550 5.7.129",
            ),
            not.line,
        );
    }
}

/// Who gets the report on a forward that the outbound spam policy refuses.
pub(super) fn forwarding_blocked(addressee: &Addressee) -> Text {
    match addressee.forwarding {
        Some((mailbox, _)) => Text::of(
            en("the report on it goes to {mailbox}, which forwards, not to the author"),
            [("mailbox", &mailbox.address())],
        ),
        None => en("the report on it goes to the mailbox that forwards, not to the author").into(),
    }
}
