//! Holds whom a recipient stands for: by a table, and against a model that expands one step at a time.

use crate::given::policy;
use proptest::prelude::*;
use rdsim::policy::Policy;
use rdsim::transport::resolve::{Addressee, Doubt, End, How, resolve};
use std::collections::BTreeSet;

const RECIPIENTS: &str = "
AcceptedDomains: [contoso.com]
RemoteDomains: [{DomainName: '*'}]
Mailboxes:
  - {Name: Alice, Addresses: [alice@contoso.com], EmailAddresses: [a@contoso.com], Guid: 11111111-1111-1111-1111-111111111111, DistinguishedName: 'CN=Alice,OU=Users,DC=contoso,DC=com'}
  - {Addresses: [to-name@contoso.com], ForwardingAddress: Bob External}
  - {Addresses: [to-own@contoso.com], ForwardingAddress: Own Address}
  - {Addresses: [to-unlicensed@contoso.com], ForwardingAddress: Unlicensed}
  - {Addresses: [to-alias@contoso.com], ForwardingAddress: alice}
  - {Addresses: [to-guid@contoso.com], ForwardingAddress: 11111111-1111-1111-1111-111111111111}
  - {Addresses: [to-dn@contoso.com], ForwardingAddress: 'CN=Alice,OU=Users,DC=contoso,DC=com'}
  - {Addresses: [to-canonical@contoso.com], ForwardingAddress: contoso.com/Users/Alice}
  - {Addresses: [to-other-path@contoso.com], ForwardingAddress: other.onmicrosoft.com/People/alice}
  - {Addresses: [to-second@contoso.com], ForwardingAddress: 'smtp:A@CONTOSO.COM'}
  - {Addresses: [to-null@contoso.com], ForwardingAddress: $null, ForwardingSmtpAddress: $Null}
  - {Addresses: [to-nobody@contoso.com], ForwardingAddress: Ghost}
  - {Addresses: [to-unlisted@contoso.com], ForwardingAddress: unlisted@contoso.com}
  - {Addresses: [to-outside@contoso.com], ForwardingSmtpAddress: x@example.com}
  - {Addresses: [both@contoso.com], ForwardingSmtpAddress: x@example.com, ForwardingAddress: alice}
  - {Addresses: [copy@contoso.com], ForwardingAddress: Bob External, DeliverToMailboxAndForward: true}
  - {Addresses: [chain@contoso.com], ForwardingAddress: copy}
  - {Addresses: [round@contoso.com], ForwardingAddress: round2}
  - {Addresses: [round2@contoso.com], ForwardingAddress: round}
  - {Addresses: [kept@contoso.com], ForwardingAddress: kept2, DeliverToMailboxAndForward: true}
  - {Addresses: [kept2@contoso.com], ForwardingAddress: kept}
  - {Addresses: [itself@contoso.com], ForwardingAddress: itself}
  - {Addresses: [to-tag@contoso.com], ForwardingSmtpAddress: alice+tag@contoso.com}
  - {Addresses: [twin@contoso.com], Alias: twin1}
  - {Addresses: [twin@contoso.net], Name: twin1}
  - {Addresses: [to-twin@contoso.com], ForwardingAddress: twin1}
MailContacts:
  - {Name: Bob External, PrimarySmtpAddress: bob.ext@contoso.com, ExternalEmailAddress: bob@fabrikam.com}
  - {Name: Own Address, PrimarySmtpAddress: own@example.com, EmailAddresses: [own@contoso.com]}
  - {Name: Inward, PrimarySmtpAddress: inward@contoso.com, ExternalEmailAddress: alice@contoso.com}
MailUsers:
  - {Name: Unlicensed, PrimarySmtpAddress: unlicensed@contoso.com, ExternalEmailAddress: ''}
  - {Name: Hybrid, PrimarySmtpAddress: hybrid@contoso.com, ExternalEmailAddress: hybrid@contoso.com}
DistributionGroups:
  - {Name: Sales, PrimarySmtpAddress: sales@contoso.com, Members: [Alice, bob@fabrikam.com, Bob External, copy@contoso.com]}
  - {Name: Outer, PrimarySmtpAddress: outer@contoso.com, Members: [Sales, new@contoso.com, Outer, Ghost]}
  - {Name: Unsaid, PrimarySmtpAddress: unsaid@contoso.com}
  - {Name: Empty, PrimarySmtpAddress: empty@contoso.com, Members: []}
DynamicDistributionGroups:
  - {Name: All, PrimarySmtpAddress: all@contoso.com}
UnifiedGroups:
  - {Name: Team, PrimarySmtpAddress: team@contoso.com, Subscribers: [Alice]}
";

/// One who is addressed, in short: its address, and what is not known of it.
fn short(addressee: &Addressee) -> String {
    let address = addressee.address.unwrap_or("itself");
    match addressee.end {
        End::Reached => address.to_owned(),
        End::NotListed => format!("{address} not listed"),
        End::NotFound => format!("{address} not found"),
        End::Unknown(doubt) => {
            let why = match doubt {
                Doubt::Nobody(named) => format!("nobody, {}", named.property),
                Doubt::Several(named) => format!("several, {}", named.property),
                Doubt::Members(_) => "members".into(),
                Doubt::Dynamic(_) => "dynamic".into(),
                Doubt::Loop(_) => "loop".into(),
                Doubt::TooFar => "too far".into(),
                Doubt::Empty(_) => "empty".into(),
                Doubt::Target(_) => "target".into(),
            };
            format!("{address} unknown ({why})")
        }
    }
}

fn found(policy: &Policy, recipient: &str) -> Vec<String> {
    resolve(policy, recipient, true).iter().map(short).collect()
}

#[test]
fn recipients_on_one_line_are_several() {
    let policy = policy(
        "{AcceptedDomains: [contoso.com], RemoteDomains: [{DomainName: '*'}], Mailboxes: [{Addresses: [alice@contoso.com], ForwardingSmtpAddress: x@example.com}], MailContacts: [{Name: Inward, PrimarySmtpAddress: inward@contoso.com, ExternalEmailAddress: alice@contoso.com}]}",
    );
    assert_eq!(found(&policy, "inward@contoso.com"), ["x@example.com"]);
}

#[test]
fn a_recipient_stands_for_these() {
    let policy = policy(RECIPIENTS);
    for (recipient, expected) in [
        ("alice", &["itself"][..]),
        ("a", &["itself"]),
        ("new", &["itself not listed"]),
        ("alice+tag", &["itself"]),
        ("new+tag", &["itself not listed"]),
        ("to-name", &["bob@fabrikam.com"]),
        ("to-name+tag", &["bob@fabrikam.com"]),
        ("to-alias", &["alice@contoso.com"]),
        ("to-guid", &["alice@contoso.com"]),
        ("to-dn", &["alice@contoso.com"]),
        ("to-canonical", &["alice@contoso.com"]),
        ("to-other-path", &["alice@contoso.com"]),
        ("to-second", &["a@contoso.com"]),
        ("to-null", &["itself"]),
        ("to-nobody", &["Ghost unknown (nobody, ForwardingAddress)"]),
        ("to-unlisted", &["unlisted@contoso.com not listed"]),
        ("to-outside", &["x@example.com"]),
        ("both", &["alice@contoso.com"]),
        ("copy", &["itself", "bob@fabrikam.com"]),
        ("chain", &["copy@contoso.com", "bob@fabrikam.com"]),
        ("round", &["round@contoso.com unknown (loop)"]),
        ("round2", &["round2@contoso.com unknown (loop)"]),
        ("kept", &["itself"]),
        ("kept2", &["kept@contoso.com"]),
        ("itself", &["itself@contoso.com unknown (loop)"]),
        ("to-tag", &["alice@contoso.com"]),
        ("to-twin", &["twin1 unknown (several, ForwardingAddress)"]),
        ("bob.ext", &["bob@fabrikam.com"]),
        ("inward", &["alice@contoso.com"]),
        // Where the policy does not say where mail to it is sent: an address outside is where.
        ("own", &["itself unknown (target)"]),
        ("to-own", &["own@example.com"]),
        ("unlicensed", &["itself unknown (target)"]),
        (
            "to-unlicensed",
            &["unlicensed@contoso.com unknown (target)"],
        ),
        ("hybrid", &["itself"]),
        (
            "sales",
            &["alice@contoso.com", "bob@fabrikam.com", "copy@contoso.com"],
        ),
        (
            "outer",
            &[
                "alice@contoso.com",
                "bob@fabrikam.com",
                "copy@contoso.com",
                "new@contoso.com not listed",
                "ghost unknown (nobody, Members)",
            ],
        ),
        ("unsaid", &["itself unknown (members)"]),
        ("empty", &["itself unknown (empty)"]),
        ("all", &["itself unknown (dynamic)"]),
        ("team", &["itself", "alice@contoso.com"]),
    ] {
        let address = format!("{recipient}@contoso.com");
        assert_eq!(found(&policy, &address), expected, "{recipient}");
    }
    assert_eq!(found(&policy, "bob@fabrikam.com"), ["itself"]);
    assert_eq!(found(&policy, "nobody@example.com"), ["itself"]);
}

#[test]
fn a_policy_may_say_that_it_lists_everybody_and_that_a_plus_is_no_tag() {
    let all = format!("{RECIPIENTS}OrganizationConfig: {{AllRecipientsListed: true}}\n");
    let all = policy(&all);
    for (recipient, expected) in [
        ("new@contoso.com", "itself not found"),
        ("alice+tag@contoso.com", "itself"),
        ("to-unlisted@contoso.com", "unlisted@contoso.com not found"),
        ("nobody@example.com", "itself"),
    ] {
        assert_eq!(found(&all, recipient), [expected], "{recipient}");
    }
    let off = format!("{RECIPIENTS}OrganizationConfig: {{DisablePlusAddressInRecipients: true}}\n");
    let off = policy(&off);
    assert_eq!(found(&off, "alice+tag@contoso.com"), ["itself not listed"]);
}

#[test]
fn every_step_says_who_stands_for_whom_and_by_which_property() {
    let policy = policy(RECIPIENTS);
    let resolved = resolve(&policy, "chain+tag@contoso.com", true);
    let last = resolved.iter().last().unwrap();
    let steps: Vec<_> = last
        .via
        .iter()
        .map(|step| {
            let property = step.how.property().map(|(name, value, _)| (name, value));
            (step.from.as_str(), property, step.how.keeps_copy())
        })
        .collect();
    let forwards = |to| Some(("ForwardingAddress", to));
    let expected = [
        ("chain+tag@contoso.com", None, false),
        ("chain+tag@contoso.com", forwards("copy"), false),
        ("copy@contoso.com", forwards("Bob External"), true),
        (
            "bob.ext@contoso.com",
            Some(("ExternalEmailAddress", "bob@fabrikam.com")),
            false,
        ),
    ];
    assert_eq!(steps, expected);
    let (mailbox, _) = last.forwarding.unwrap();
    assert_eq!(
        mailbox.addresses[0], "copy@contoso.com",
        "the last forwards"
    );
    // A step of a group has the line of its members.
    let resolved = resolve(&policy, "sales@contoso.com", true);
    let (_, value, line) = resolved.first.via[0].how.property().unwrap();
    let members = RECIPIENTS.lines().position(|l| l.contains("Name: Sales"));
    assert_eq!((value, line as usize), ("Sales", members.unwrap() + 1));
}

#[test]
fn a_group_without_an_address_is_called_by_its_name() {
    let text = RECIPIENTS.replace(
        "\nDistributionGroups:\n",
        "\nDistributionGroups:\n  - {Name: Nameless, Members: [Alice]}\n  - {Name: Both, PrimarySmtpAddress: both.groups@contoso.com, Members: [Nameless]}\n",
    );
    let policy = policy(&text);
    let resolved = resolve(&policy, "both.groups@contoso.com", true);
    let from = resolved.first.via.iter().map(|step| step.from.as_str());
    assert_eq!(
        from.collect::<Vec<_>>(),
        ["both.groups@contoso.com", "Nameless"]
    );
}

#[test]
fn who_takes_authenticated_senders_only_stands_for_nobody_to_others() {
    let text = RECIPIENTS
        .replace(
            "{Name: Outer,",
            "{Name: Outer, RequireSenderAuthenticationEnabled: false,",
        )
        .replace(
            "[to-name@contoso.com],",
            "[to-name@contoso.com], RequireSenderAuthenticationEnabled: true,",
        );
    let policy = policy(&text);
    for (recipient, expected) in [
        // A group does by default, also within another.
        ("sales@contoso.com", &["itself"][..]),
        (
            "outer@contoso.com",
            &[
                "sales@contoso.com",
                "new@contoso.com not listed",
                "ghost unknown (nobody, Members)",
            ],
        ),
        ("to-name@contoso.com", &["itself"]),
        (
            "chain@contoso.com",
            &["copy@contoso.com", "bob@fabrikam.com"],
        ),
    ] {
        let resolved = resolve(&policy, recipient, false);
        let found: Vec<String> = resolved.iter().map(short).collect();
        assert_eq!(found, expected, "{recipient}");
    }
}

#[test]
fn a_copy_ends_where_its_recipient_does_not_keep_it() {
    let policy = policy(RECIPIENTS);
    let step = |recipient: &str| {
        let address = format!("{recipient}@contoso.com");
        let resolved = resolve(&policy, &address, true);
        let last = resolved.iter().last().unwrap();
        let how = last.via[0].how;
        let response = how.response().map_or_else(String::new, |r| r.line());
        (how.keeps_copy(), response)
    };
    let forwarded = "250 2.1.5 RESOLVER.FWD.Forwarded; recipient forwarded";
    let expanded = "250 2.1.5 RESOLVER.GRP.Expanded; distribution list expanded";
    for (recipient, keeps, response) in [
        ("to-name", false, forwarded),
        ("to-outside", false, forwarded),
        ("copy", true, ""),
        ("sales", false, expanded),
        ("team", true, ""),
        ("bob.ext", false, ""),
        ("alice+tag", false, ""),
    ] {
        assert_eq!(step(recipient), (keeps, response.to_owned()), "{recipient}");
    }
    // The contact whose own settings count is the one that is reached.
    let contact = |recipient: &str| {
        let resolved = resolve(&policy, recipient, true);
        let passed = resolved.first.passed().count();
        (
            resolved.first.contact.and_then(|c| c.external.as_deref()),
            passed,
        )
    };
    let bob = Some("bob@fabrikam.com");
    assert_eq!(contact("bob.ext@contoso.com"), (bob, 2));
    assert_eq!(contact("bob@fabrikam.com"), (bob, 1));
    assert_eq!(contact("to-name@contoso.com"), (bob, 3));
    assert_eq!(contact("alice@contoso.com"), (None, 1));
}

#[test]
fn a_chain_without_an_end_in_sight_is_not_followed_for_ever() {
    let mut text = String::from(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nMailboxes:\n",
    );
    for i in 0..500 {
        text.push_str(&format!("  - {{Addresses: [m{i}@contoso.com], ForwardingAddress: m{}, DeliverToMailboxAndForward: true}}\n", i + 1));
    }
    let policy = policy(&text);
    let all = found(&policy, "m0@contoso.com");
    assert_eq!(
        all.len(),
        102,
        "itself, a hundred more, and the one where it ends"
    );
    assert!(all.last().unwrap().ends_with("(too far)"), "{all:?}");
}

/// What a model says of one recipient: the next ones, and whether a message stays there.
fn next(graph: &[(Vec<usize>, bool)], at: usize) -> (&[usize], bool) {
    let (to, stays) = &graph[at];
    (to, *stays || to.is_empty())
}

/// Everybody whom a recipient reaches in a graph of recipients.
fn reached(graph: &[(Vec<usize>, bool)], start: usize) -> BTreeSet<usize> {
    let (mut met, mut open, mut out) = (BTreeSet::new(), vec![start], BTreeSet::new());
    while let Some(at) = open.pop() {
        if met.insert(at) {
            let (to, stays) = next(graph, at);
            out.extend(stays.then_some(at));
            open.extend(to);
        }
    }
    out
}

proptest! {
    /// Mailboxes and groups that lead to one another in every way.
    #[test]
    fn everybody_who_can_be_reached_is_addressed_once(
        boxes in proptest::collection::vec((proptest::option::of(0usize..12), any::<bool>()), 6),
        groups in proptest::collection::vec(proptest::collection::btree_set(0usize..12, 1..5), 6),
        start in 0usize..12,
    ) {
        let name = |i: usize| if i < 6 { format!("box{i}") } else { format!("group{i}") };
        let mut text = String::from("AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nMailboxes:\n");
        let mut graph = Vec::new();
        for (i, (to, copy)) in boxes.iter().enumerate() {
            let forwards = to.map_or_else(String::new, |to| format!(", ForwardingAddress: {}, DeliverToMailboxAndForward: {copy}", name(to)));
            text.push_str(&format!("  - {{Addresses: [box{i}@contoso.com]{forwards}}}\n"));
            graph.push((to.iter().copied().collect::<Vec<_>>(), to.is_some() && *copy));
        }
        text.push_str("DistributionGroups:\n");
        for (i, members) in groups.iter().enumerate() {
            let i = i + 6;
            let listed: Vec<String> = members.iter().map(|m| name(*m)).collect();
            text.push_str(&format!("  - {{Name: group{i}, PrimarySmtpAddress: group{i}@contoso.com, Members: [{}]}}\n", listed.join(", ")));
            graph.push((members.iter().copied().collect(), false));
        }
        let policy = policy(&text);
        let address = format!("{}@contoso.com", name(start));
        let resolved = resolve(&policy, &address, true);
        let all: Vec<String> = resolved
            .iter()
            .filter(|a| a.end == End::Reached)
            .map(|a| a.address.unwrap_or(&address).to_owned())
            .collect();
        let expected: BTreeSet<String> = reached(&graph, start)
            .into_iter()
            .map(|i| format!("{}@contoso.com", name(i)))
            .collect();
        prop_assert_eq!(all.len(), expected.len(), "{}", text);
        prop_assert_eq!(all.iter().cloned().collect::<BTreeSet<_>>(), expected, "{}", text);
        for addressee in resolved.iter() {
            // Each step leads to the next.
            for step in &addressee.via {
                let known = matches!(step.how, How::Member(_) | How::Forwarding(..));
                prop_assert!(known && step.from.ends_with("@contoso.com"));
            }
        }
    }
}
