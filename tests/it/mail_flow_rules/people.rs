//! Asks rules about senders and recipients: their groups, where they are, and classes of them.

use super::*;

/// Whether the rule, which deletes, does under a policy with more sections.
fn under(sections: &str, rule: &str, from: &str) -> Option<bool> {
    let policy = policy(&format!(
        "{TENANT}{sections}TransportRules: [{{Name: r, Priority: 0, DeleteMessage: true, {rule}}}]\n"
    ));
    let how = How {
        from,
        envelope: from,
        ..How::default()
    };
    asked(&policy, &message(""), &how, |done| told(&done))
}

const GROUPS: &str = "
Mailboxes:
  - {Name: Alice, Addresses: [alice@contoso.com], EmailAddresses: [a@contoso.com], MemberOf: [unsaid@contoso.com, Staff]}
  - {Name: Carol, Addresses: [carol@contoso.com]}
  - {Name: Dave, Addresses: [dave@contoso.com], MemberOf: [Unsaid]}
  - {Name: Erin, Addresses: [erin@contoso.com]}
DistributionGroups:
  - {Name: Sales, PrimarySmtpAddress: sales@contoso.com, Members: [Alice, Inner, frank@fabrikam.com]}
  - {Name: Inner, PrimarySmtpAddress: inner@contoso.com, Members: [carol@contoso.com, gone@contoso.com]}
  - {Name: Unsaid, PrimarySmtpAddress: unsaid@contoso.com}
  - {Name: Odd, PrimarySmtpAddress: odd@contoso.com, Members: [Ghost]}
  - {Name: Round, PrimarySmtpAddress: round@contoso.com, Members: [Round, Carol]}
UnifiedGroups:
  - {Name: Team, PrimarySmtpAddress: team@contoso.com, Members: [Alice]}
";

#[test]
fn who_is_a_member_of_a_group() {
    for (group, who, expected) in [
        ("Sales", "alice@contoso.com", YES),
        ("sales@contoso.com", "a@contoso.com", YES),
        ("Sales", "carol@contoso.com", YES),
        ("Sales", "gone@contoso.com", YES),
        ("Sales", "frank@fabrikam.com", YES),
        ("Sales", "dave@contoso.com", NO),
        ("Sales", "bob@fabrikam.com", NO),
        // It does not say who is in it; some mailboxes say that they are.
        ("Unsaid", "alice@contoso.com", YES),
        ("unsaid@contoso.com", "dave@contoso.com", YES),
        ("Unsaid", "erin@contoso.com", None),
        // One of its members is somebody whom the policy does not list.
        ("Odd", "erin@contoso.com", None),
        // A group within itself has no end, and whom it has is in it all the same.
        ("Round", "carol@contoso.com", YES),
        ("Round", "erin@contoso.com", None),
        // Of a Microsoft 365 group those may be listed who get its mail.
        ("Team", "alice@contoso.com", YES),
        ("Team", "erin@contoso.com", None),
        // The policy has no such group: who says in which ones he is, says all.
        ("Staff", "alice@contoso.com", YES),
        ("Staff", "dave@contoso.com", NO),
        ("Staff", "erin@contoso.com", None),
        ("Staff", "new@contoso.com", None),
        // Nor has it the mail contact that this address may be.
        ("Staff", "bob@fabrikam.com", None),
        ("Carol", "carol@contoso.com", NO),
    ] {
        let rule = format!("FromMemberOf: [{group}]");
        assert_eq!(under(GROUPS, &rule, who), expected, "{group} {who}");
    }
}

#[test]
fn an_address_outside_may_be_a_contact_in_a_group_that_the_policy_does_not_list() {
    let whole = format!("{GROUPS}OrganizationConfig: {{AllRecipientsListed: true}}\n");
    let rules = |except: &str| {
        [
            format!("{except}FromMemberOf: [Partners]"),
            format!("{except}FromMemberOf: [partners@contoso.com]"),
            format!("{except}BetweenMemberOf1: [Partners], {except}BetweenMemberOf2: [Sales]"),
            format!("{except}AnyOfToHeaderMemberOf: [Partners]"),
            format!("{except}AnyOfCcHeaderMemberOf: [Partners]"),
            format!("{except}AnyOfToCcHeaderMemberOf: [Partners]"),
            format!("{except}SentToMemberOf: [Partners]"),
        ]
    };
    let about = "Cc: bob@fabrikam.com";
    for (sections, unlisted) in [(GROUPS, None), (whole.as_str(), Some(false))] {
        for (except, expected) in [("", unlisted), ("ExceptIf", unlisted.map(|is| !is))] {
            for rule in rules(except) {
                let policy = policy(&format!(
                    "{TENANT}{sections}TransportRules: [{{Name: r, Priority: 0, DeleteMessage: true, {rule}}}]\n"
                ));
                let how = How {
                    from: "bob@fabrikam.com",
                    envelope: "bob@fabrikam.com",
                    to: "frank@fabrikam.com",
                    ..How::default()
                };
                let done = asked(&policy, &message(about), &how, |done| told(&done));
                assert_eq!(done, expected, "{rule} {sections}");
            }
        }
    }
}

#[test]
fn somebody_is_named_by_any_identity() {
    for (identity, who, expected) in [
        ("Carol", "carol@contoso.com", YES),
        ("Carol", "erin@contoso.com", NO),
        ("Carol", "bob@fabrikam.com", NO),
        ("alice@contoso.com", "a@contoso.com", YES),
        ("Ghost", "erin@contoso.com", None),
    ] {
        let rule = format!("From: [{identity}]");
        assert_eq!(under(GROUPS, &rule, who), expected, "{identity} {who}");
    }
}

#[test]
fn who_of_the_organization_is_inside_whatever_the_domain() {
    let mailbox = "Mailboxes: [{Addresses: [bob@fabrikam.com]}]\n";
    let user = "MailUsers: [{Name: Bob, ExternalEmailAddress: bob@fabrikam.com}]\n";
    let contact = "MailContacts: [{Name: Bob, ExternalEmailAddress: bob@fabrikam.com}]\n";
    let group = "DistributionGroups: [{Name: B, PrimarySmtpAddress: bob@fabrikam.com}]\n";
    for (sections, expected) in [
        (mailbox, YES),
        (user, YES),
        (group, YES),
        (contact, NO),
        ("", NO),
    ] {
        let rule = "FromScope: InOrganization";
        assert_eq!(
            under(sections, rule, "bob@fabrikam.com"),
            expected,
            "{sections}"
        );
    }
}

#[test]
fn of_a_class_of_mail_only_who_sends_it_is_known_and_not_by_which_address() {
    let text = mail::read(b"From: alice@contoso.com\n\nHi\n").unwrap();
    let recipients = ["bob@fabrikam.com".to_owned()];
    let does = |rule: &str, about: &RuleMessage| {
        let policy = tenant(&[&format!("DeleteMessage: true, {rule}")]);
        told(&dispose(&of_kind(&policy, about, Kind::OofExternal)))
    };
    let class = RuleMessage::any_from("alice@contoso.com");
    let read = RuleMessage {
        message: Some(&text),
        ..RuleMessage::any_from("alice@contoso.com")
    };
    let addressed = RuleMessage {
        recipients: Some(&recipients),
        ..RuleMessage::any_from("alice@contoso.com")
    };
    for (rule, of_class) in [
        ("From: alice@contoso.com", YES),
        (
            "SenderDomainIs: contoso.com, SenderAddressLocation: Envelope",
            YES,
        ),
        ("FromAddressContainsWords: alice", None),
        ("FromAddressMatchesPatterns: \"^alice@\"", None),
        (
            "HeaderMatchesMessageHeader: X-MS-Exchange-Inbox-Rules-Loop, HeaderMatchesPatterns: [\"^alice@\"]",
            None,
        ),
    ] {
        assert_eq!(does(rule, &class), of_class, "{rule}");
        assert_eq!(does(rule, &read), YES, "{rule}");
        // The headers are not known without the message.
        assert_eq!(does(rule, &addressed), YES, "{rule}");
    }
}

#[test]
fn whose_mailbox_replied_cannot_be_told_of_a_sender_outside() {
    let rule = "HeaderMatchesMessageHeader: X-MS-Exchange-Inbox-Rules-Loop, HeaderMatchesPatterns: [\"^bob@\"]";
    let how = How {
        kind: Kind::OofExternal,
        from: "bob@fabrikam.com",
        envelope: "bob@fabrikam.com",
        ..How::default()
    };
    assert_eq!(deletes(rule, "", &how), None);
}

#[test]
fn rules_that_look_for_the_sender_in_different_places_may_both_decide() {
    let rules = |location: &str| {
        let first = "Quarantine: true, FromAddressMatchesPatterns: \"^alice@\"";
        let second = format!(
            "DeleteMessage: true, FromAddressMatchesPatterns: \"^alice@\", SenderAddressLocation: {location}"
        );
        let policy = tenant(&[first, &second]);
        let about = RuleMessage::any_from("alice@contoso.com");
        dispose(&of_kind(&policy, &about, Kind::Ordinary))
            .deciding
            .len()
    };
    assert_eq!(rules("Header"), 1);
    assert_eq!(rules("Envelope"), 2);
}
