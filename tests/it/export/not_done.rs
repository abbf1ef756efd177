//! Asks what scripts do not do, and that they say so.

use super::{DEFAULT, mode, policy};
use rdsim::export::plan::Mode;
use rdsim::export::powershell;
use rdsim::policy::sections::{SECTIONS, Type};

/// The codes of what is not done, with their properties.
fn not_done(from: Option<&str>, to: &str, mode: Mode) -> (String, Vec<String>) {
    let from = from.map(|from| policy("a.yaml", from));
    let script = powershell::script(from.as_ref(), &policy("b.yaml", to), mode).unwrap();
    let told = script.not_done.iter();
    let told: Vec<String> = told
        .map(|p| format!("{}:{} {}; {}", p.file, p.line, p.message, p.help))
        .collect();
    for line in &told {
        let line = line.replacen(":0 ", " ", 1);
        let (place, rest) = line.split_once(' ').unwrap();
        assert!(
            script.text.contains(&format!("# - {place}: {rest}")),
            "{line}\n{}",
            script.text
        );
    }
    (script.text, told)
}

#[test]
fn other_sections_are_told() {
    let from = "AcceptedDomains: [contoso.com]\nHostedOutboundSpamFilterPolicies:\n- {Name: Default, AutoForwardingMode: On}\n- {Name: X, Priority: 0, From: [a@contoso.com], AutoForwardingMode: Off}\nMailboxes:\n- {Addresses: [a@contoso.com]}\n";
    let to = "AcceptedDomains: [contoso.com, contoso.example]\nHostedOutboundSpamFilterPolicies:\n- {Name: Default, AutoForwardingMode: Off}\n- {Name: X, Priority: 1, From: [b@contoso.com], AutoForwardingMode: On}\n- {Name: Y, Priority: 2, From: [c@contoso.com]}\nMailContacts:\n- {Name: B, ExternalEmailAddress: b@fabrikam.com}\nMailboxes:\n- {Addresses: [a@contoso.com], ForwardingSmtpAddress: a@fabrikam.com, ExternalAudience: None}\n";
    let (script, told) = not_done(Some(from), to, Mode::default());
    let at = |text: &str| {
        script
            .find(text)
            .unwrap_or_else(|| panic!("{text}\n{script}"))
    };
    let close =
        at("Set-HostedOutboundSpamFilterPolicy -Identity 'Default' -AutoForwardingMode Off ");
    let open = at("Set-HostedOutboundSpamFilterPolicy -Identity 'X' -AutoForwardingMode On ");
    assert!(close < open);
    insta::assert_snapshot!(told.join("\n"));
    let one = format!("{DEFAULT}- {{Name: A, DomainName: a.example}}\n");
    let (script, told) = not_done(Some(&one), to, Mode::default());
    assert!(
        told.iter()
            .any(|t| t.contains("says nothing of RemoteDomains")),
        "{told:?}"
    );
    assert!(!script.contains("-RemoteDomain"));
}

#[test]
fn without_a_policy_to_compare_with_the_sections_are_named() {
    let to = "AcceptedDomains: [contoso.com]\nMailContacts:\n- {Name: B, ExternalEmailAddress: b@fabrikam.com}\nMailboxes:\n- {Addresses: [a@contoso.com]}\nInboxRules:\n- {Mailbox: a@contoso.com, Name: x, ForwardTo: [b@fabrikam.com]}\n";
    for full in [false, true] {
        let (_, told) = not_done(None, to, mode(full, false, false));
        for section in ["AcceptedDomains", "MailContacts", "Mailboxes", "InboxRules"] {
            assert!(
                told.iter().any(|t| t.contains(section)),
                "{section} {told:?}"
            );
        }
    }
}

#[test]
fn what_the_way_back_does_not_know_is_told() {
    let from = "AcceptedDomains: [contoso.com]\n";
    let to = "Mailboxes:\n- {Addresses: [a@contoso.com], SmtpClientAuthenticationDisabled: true}\nOrganizationConfig: {RejectDirectSend: true}\n";
    let (script, told) = not_done(Some(to), from, mode(false, false, true));
    assert!(!script.contains("Set-"));
    for what in [
        "RejectDirectSend",
        "SmtpClientAuthenticationDisabled of `a@contoso.com`",
    ] {
        assert!(told.iter().any(|t| t.contains(what)), "{what} {told:?}");
    }
}

/// Two values of a property that are not its default.
fn samples(name: &str, kind: Type) -> [String; 2] {
    let two = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
    match (name, kind) {
        ("DomainName", _) => two("one.example", "two.example"),
        ("Name", _) => two("One", "Two"),
        ("Priority", _) => two("3", "4"),
        (_, Type::Bool | Type::OptionalBool) => two("true", "false"),
        (_, Type::Word(words)) => two(&format!("\"{}\"", words[0]), &format!("\"{}\"", words[1])),
        (_, Type::Number { low, .. }) => two(&low.to_string(), &(low + 1).to_string()),
        (_, Type::Charset) => two("big5", "euc-jp"),
        (_, Type::Date) => two("2026-11-24T09:00:00Z", "2026-11-25T09:00:00Z"),
        ("SenderIPAddresses", _) => two("[192.0.2.1]", "[192.0.2.2]"),
        ("SenderDomains" | "AssociatedAcceptedDomains" | "SenderDomainIs", _) => {
            two("[one.example]", "[two.example]")
        }
        ("RejectMessageEnhancedStatusCode", _) => two("5.7.900", "5.7.999"),
        (_, Type::Size) => two("1MB", "\"2 MB (2,097,152 bytes)\""),
        (_, Type::Text | Type::List | Type::Texts | Type::Anything) => {
            two("one@contoso.com", "two@contoso.com")
        }
    }
}

/// What an entry needs to be one.
const NEEDED: [(&str, &str, &str); 14] = [
    ("AcceptedDomains", "DomainName", "contoso.com"),
    ("RemoteDomains", "DomainName", "fabrikam.com"),
    ("HostedOutboundSpamFilterPolicies", "Priority", "0"),
    ("HostedOutboundSpamFilterPolicies", "Name", "Sales"),
    ("HostedOutboundSpamFilterPolicies", "From", "d@contoso.com"),
    ("MailContacts", "ExternalEmailAddress", "b@fabrikam.com"),
    ("MailUsers", "ExternalEmailAddress", "b@fabrikam.com"),
    ("Mailboxes", "Addresses", "[a@contoso.com]"),
    ("DistributionGroups", "EmailAddresses", "[g@contoso.com]"),
    (
        "DynamicDistributionGroups",
        "EmailAddresses",
        "[g@contoso.com]",
    ),
    ("UnifiedGroups", "EmailAddresses", "[g@contoso.com]"),
    ("InboxRules", "Mailbox", "a@contoso.com"),
    ("TransportRules", "Name", "Ethical wall"),
    ("InboundConnectors", "Name", "Office"),
];

/// By which a recipient is known and which no cmdlet sets.
const IDENTIFIERS: [&str; 7] = [
    "Identity",
    "Id",
    "DistinguishedName",
    "Guid",
    "ExternalDirectoryObjectId",
    "LegacyExchangeDN",
    "UserPrincipalName",
];

/// The property without which one of a mail flow rule says nothing.
fn partner(property: &str) -> &'static str {
    match property {
        "BetweenMemberOf2" => "BetweenMemberOf1: a@contoso.com",
        "ExceptIfBetweenMemberOf2" => "ExceptIfBetweenMemberOf1: a@contoso.com",
        "ManagerForEvaluatedUser" => "ManagerAddresses: a@contoso.com",
        "ExceptIfManagerForEvaluatedUser" => "ExceptIfManagerAddresses: a@contoso.com",
        "ADComparisonOperator" => "ADComparisonAttribute: City",
        "ExceptIfADComparisonOperator" => "ExceptIfADComparisonAttribute: City",
        "HeaderContainsMessageHeader" => "HeaderContainsWords: a",
        "HeaderContainsWords" => "HeaderContainsMessageHeader: a",
        "ExceptIfHeaderContainsMessageHeader" => "ExceptIfHeaderContainsWords: a",
        "ExceptIfHeaderContainsWords" => "ExceptIfHeaderContainsMessageHeader: a",
        "HeaderMatchesMessageHeader" => "HeaderMatchesPatterns: a",
        "HeaderMatchesPatterns" => "HeaderMatchesMessageHeader: a",
        "ExceptIfHeaderMatchesMessageHeader" => "ExceptIfHeaderMatchesPatterns: a",
        "ExceptIfHeaderMatchesPatterns" => "ExceptIfHeaderMatchesMessageHeader: a",
        "SetHeaderValue" => "SetHeaderName: a",
        "ApplyHtmlDisclaimerFallbackAction" => "ApplyHtmlDisclaimerText: a",
        _ => "",
    }
}

#[test]
fn every_property_that_differs_is_set_or_told() {
    for section in SECTIONS {
        for property in section.properties.iter() {
            let [one, two] = samples(property.name, property.kind);
            let needed = NEEDED
                .iter()
                .filter(|(s, name, _)| *s == section.name && *name != property.name);
            let needed: Vec<String> = needed
                .map(|(_, name, value)| format!("{name}: {value}"))
                .collect();
            // What counts only beside another.
            let beside = match property.name {
                of_rule if section.name == "TransportRules" => partner(of_rule),
                "AllowedOOFType" => "IsInternal: true",
                "DeliverToMailboxAndForward" => "ForwardingSmtpAddress: c@fabrikam.com",
                _ => "",
            };
            let entry = |value: &str| {
                let mut all = needed.clone();
                all.extend((!beside.is_empty()).then(|| beside.to_owned()));
                all.push(format!("{}: {value}", property.name));
                format!("{}: [{{{}}}]\n", section.name, all.join(", "))
            };
            let (from, to) = (entry(&one), entry(&two));
            let (script, told) = not_done(Some(&from), &to, Mode::default());
            let nothing = told.is_empty() && script.contains("Nothing to change by command.");
            // What tells a recipient from others is not set, and that the list of recipients is
            // whole is about the policy.
            let label =
                IDENTIFIERS.contains(&property.name) || property.name == "AllRecipientsListed";
            assert_eq!(
                nothing, label,
                "{}.{}\n{from}{to}{script}",
                section.name, property.name
            );
        }
    }
}
