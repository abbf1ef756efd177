//! Compares policies under which a mailbox forwards that may be in a group of which they do not say who
//! is in it.

use crate::given::policy;
use rdsim::diff::{Diff, compare};
use rdsim::policy::Policy;

/// A tenant whose mailbox help forwards, and who in some groups may forward.
fn tenant(groups: &str, mode: &str, more: &str) -> Policy {
    policy(&format!(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nHostedOutboundSpamFilterPolicies:\n  - {{Name: Default, AutoForwardingMode: Off}}\n  - {{Name: some, Priority: 0, FromMemberOf: [{groups}], AutoForwardingMode: {mode}}}\nMailboxes:\n  - {{Addresses: [help@contoso.com], ForwardingSmtpAddress: help@fabrikam.com{more}}}\n"
    ))
}

/// What changes for those to whom help forwards: on what that depends, and both outcomes.
fn changes(diff: &Diff) -> Vec<(Vec<String>, String)> {
    let of_help = |at: &usize| {
        let class = &diff.classes.recipients[*at];
        class
            .members
            .iter()
            .any(|m| m.starts_with("help@contoso.com → "))
    };
    let changes = diff.changes.iter();
    let concerned = changes.filter(|change| change.recipients.iter().any(of_help));
    concerned
        .map(|change| {
            let words = [change.old, change.new].map(|o| o.map_or("none", |o| o.token()));
            let facts = change.unseen.iter().map(ToString::to_string);
            (facts.collect(), words.join(" "))
        })
        .collect()
}

#[test]
fn what_changes_for_a_recipient_whose_mailbox_may_be_in_a_group_is_told_under_it() {
    let (old, new) = (tenant("Staff", "Off", ""), tenant("Staff", "On", ""));
    let diff = compare(&old, &new);
    let fact = vec!["help@contoso.com is in staff".to_owned()];
    assert_eq!(changes(&diff), [(fact, "rejected leaves".to_owned())]);
    // Of several groups each would do, and what each two do is no more.
    let (old, new) = (tenant("A, B", "Off", ""), tenant("A, B", "On", ""));
    let fact = vec!["help@contoso.com is in one of a, b".to_owned()];
    assert_eq!(
        changes(&compare(&old, &new)),
        [(fact, "rejected leaves".to_owned())]
    );
    assert!(compare(&old, &old).is_empty());
}

/// A tenant whose mailbox help forwards, which it may by default as said here, and as said for groups.
fn by_default(default: &str, groups: &[(&str, &str)]) -> Policy {
    let mut text = String::from(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nMailboxes:\n  - {Addresses: [help@contoso.com], ForwardingSmtpAddress: help@fabrikam.com}\nHostedOutboundSpamFilterPolicies:\n",
    );
    text += &format!("  - {{Name: Default, AutoForwardingMode: {default}}}\n");
    for (i, (group, mode)) in groups.iter().enumerate() {
        text += &format!(
            "  - {{Name: P{i}, Priority: {i}, FromMemberOf: [{group}], AutoForwardingMode: {mode}}}\n"
        );
    }
    policy(&text)
}

#[test]
fn what_changes_only_for_a_mailbox_in_no_group_says_so() {
    let found = |groups: &[(&str, &str)]| {
        let [old, new] = ["Off", "On"].map(|default| by_default(default, groups));
        changes(&compare(&old, &new))
    };
    let change = || "rejected leaves".to_owned();
    assert_eq!(
        found(&[("Staff", "On")]),
        [(vec!["help@contoso.com is not in staff".into()], change())]
    );
    assert_eq!(
        found(&[("B", "On"), ("A", "Off")]),
        [(vec!["help@contoso.com is in none of a, b".into()], change())]
    );
    // Without a group the change is certain.
    assert_eq!(found(&[]), [(Vec::new(), change())]);
}

#[test]
fn one_group_in_the_place_of_another_changes_what_members_of_either_get() {
    let of = |group: &str| by_default("Off", &[(group, "On")]);
    let mut found = changes(&compare(&of("Sales"), &of("Staff")));
    found.sort();
    let fact = |group: &str| vec![format!("help@contoso.com is in {group}")];
    assert_eq!(
        found,
        [
            (fact("sales"), "leaves rejected".to_owned()),
            (fact("staff"), "rejected leaves".to_owned()),
        ]
    );
}

#[test]
fn what_changes_in_every_case_is_certain() {
    // In the group it is another policy that changes, but to the same end.
    let [old, new] = ["Off", "On"].map(|mode| by_default(mode, &[("Staff", mode)]));
    let certain = (Vec::new(), "rejected leaves".to_owned());
    assert_eq!(changes(&compare(&old, &new)), [certain]);
}

#[test]
fn where_it_is_known_that_the_mailbox_is_in_the_group_or_is_not_nothing_is_open() {
    let member = ", MemberOf: [Staff]";
    let (old, new) = (
        tenant("Staff", "Off", member),
        tenant("Staff", "On", member),
    );
    assert_eq!(
        changes(&compare(&old, &new)),
        [(Vec::new(), "rejected leaves".to_owned())]
    );
    let group = "\nDistributionGroups: [{Name: Staff, PrimarySmtpAddress: staff@contoso.com, Members: []}]\n";
    let listed = |mode: &str| {
        policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nHostedOutboundSpamFilterPolicies:\n  - {{Name: Default, AutoForwardingMode: Off}}\n  - {{Name: some, Priority: 0, FromMemberOf: [Staff], AutoForwardingMode: {mode}}}\nMailboxes:\n  - {{Addresses: [help@contoso.com], ForwardingSmtpAddress: help@fabrikam.com}}{group}"
        ))
    };
    assert!(changes(&compare(&listed("Off"), &listed("On"))).is_empty());
}

#[test]
fn two_mailboxes_that_forward_to_the_same_are_taken_each_for_itself() {
    let by = |who: &str| {
        policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nHostedOutboundSpamFilterPolicies:\n  - {{Name: Default, AutoForwardingMode: Off}}\n  - {{Name: some, Priority: 0, FromMemberOf: [Staff], AutoForwardingMode: On}}\nMailboxes:\n  - {{Addresses: [help@contoso.com], ForwardingAddress: {who}, DeliverToMailboxAndForward: false}}\n  - {{Addresses: [a@contoso.com], ForwardingSmtpAddress: help@fabrikam.com}}\n  - {{Addresses: [b@contoso.com], ForwardingSmtpAddress: help@fabrikam.com}}\n"
        ))
    };
    let diff = compare(&by("a@contoso.com"), &by("b@contoso.com"));
    let mut found = changes(&diff);
    found.sort();
    let fact = |who: &str| vec![format!("{who}@contoso.com is in staff")];
    assert_eq!(
        found,
        [
            (fact("a"), "leaves rejected".to_owned()),
            (fact("b"), "rejected leaves".to_owned()),
        ]
    );
}
