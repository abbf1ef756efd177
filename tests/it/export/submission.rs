//! Brings a tenant's connectors and settings for devices from one policy to another, with a small
//! model of the cmdlets.

use super::half_way::from_every_half_way_state;
use super::shell::Script;
use super::tenant::Tenant;
use super::{commands, mode, script};
use crate::given::policy_as;
use proptest::prelude::*;
use rdsim::export::plan::Mode;
use rdsim::policy::read;
use serde_json::{Value, json};
use std::collections::BTreeMap;

prop_compose! {
    fn connector()(
        name in prop::sample::select(&["Office", "Values", "O'Neill's", "a \u{2019}; b", "Б'; Remove-Mailbox x #"][..]),
        kind in prop::sample::select(&["OnPremises", "Partner"][..]),
        switches in proptest::collection::vec(any::<bool>(), 4),
        addresses in proptest::collection::btree_set("192\\.0\\.2\\.[1-4]", 0..3),
        domains in proptest::collection::btree_set(prop::sample::select(&["*", "*.fabrikam.com", "partner.example"][..]), 0..3),
        associated in proptest::collection::btree_set(prop::sample::select(&["contoso.com", "contoso.example"][..]), 0..2),
        certificate in proptest::option::of(prop::sample::select(&["mail.contoso.com", "*.contoso.com"][..])),
    ) -> Value {
        json!({
            "Name": name, "ConnectorType": kind, "Enabled": switches[0], "RequireTls": switches[1],
            "RestrictDomainsToIPAddresses": switches[2], "RestrictDomainsToCertificate": switches[3],
            "SenderIPAddresses": addresses, "SenderDomains": domains,
            "AssociatedAcceptedDomains": associated, "TlsSenderCertificateName": certificate,
        })
    }
}

prop_compose! {
    fn tenant()(
        connectors in proptest::collection::vec(connector(), 1..4),
        organization in proptest::collection::vec(any::<bool>(), 3),
        mailboxes in proptest::collection::vec(proptest::option::of(any::<bool>()), 3),
        journaling in prop::sample::select(&["<>", "journal@contoso.com"][..]),
    ) -> Value {
        let mut by_name = BTreeMap::new();
        for c in connectors {
            by_name.insert(c["Name"].as_str().unwrap().to_owned(), c);
        }
        let mailboxes: Vec<Value> = mailboxes.iter().enumerate().map(|(i, off)| {
            let mut mailbox = json!({"Addresses": [format!("user{i}@contoso.com")]});
            if let Some(off) = off {
                mailbox["SmtpClientAuthenticationDisabled"] = json!(off);
            }
            mailbox
        }).collect();
        json!({
            "AcceptedDomains": ["contoso.com"],
            "Mailboxes": mailboxes,
            "InboundConnectors": by_name.into_values().collect::<Vec<_>>(),
            "OrganizationConfig": {
                "RejectDirectSend": organization[0],
                "SmtpClientAuthenticationDisabled": organization[1],
            },
            "TransportConfig": {
                "AllowLegacyTLSClients": organization[2],
                "JournalingReportNdrTo": journaling,
            },
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_commands_bring_one_policy_to_the_other(from in tenant(), to in tenant(), full in any::<bool>()) {
        let (a, b) = (policy_as("a.yaml", &from.to_string()), policy_as("b.yaml", &to.to_string()));
        from_every_half_way_state(&a, &b, full);
        let end = Tenant::of(&b);
        let nothing = script(Some(&b), &b, Mode::default());
        prop_assert!(commands(&nothing, &mut end.clone()).is_empty(), "{}", nothing);
        // From a new tenant too.
        let fresh = script(None, &b, mode(full, false, false));
        let mut tenant = Tenant::of(&policy_as("new", "OrganizationConfig: {RejectDirectSend: false}\nTransportConfig: {AllowLegacyTLSClients: false, JournalingReportNdrTo: <>}\n"));
        prop_assert_eq!(tenant.run(&Script::parse(&fresh)), Ok(()), "{}", fresh);
        prop_assert_eq!(tenant.state(), end.state(), "{}", fresh);
    }
}

#[test]
fn what_lets_less_in_comes_first_and_each_command_names_its_line() {
    let from = "InboundConnectors:\n  - Name: Old\n    ConnectorType: OnPremises\n    SenderIPAddresses: [192.0.2.1]\n";
    let to = "Mailboxes:\n  - Addresses: [scan@contoso.com]\n    SmtpClientAuthenticationDisabled: false\nInboundConnectors:\n  - Name: New\n    ConnectorType: OnPremises\n    SenderIPAddresses: [192.0.2.1, 192.0.2.2]\nOrganizationConfig:\n  RejectDirectSend: true\n";
    let read = |file, text: &str| read::read(file, text.as_bytes()).unwrap().0;
    let script = script(
        Some(&read("a.yaml", from)),
        &read("b.yaml", to),
        Mode::default(),
    );
    let (_, steps) = script.split_once("\n}\n").unwrap();
    let lines: Vec<&str> = steps.lines().filter(|l| !l.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "# a.yaml:2 Old: not in b.yaml",
            "if ($connectors['Old']) {",
            "    Remove-InboundConnector -Identity 'Old' -Confirm:$false -ErrorAction Stop",
            "}",
            "# b.yaml:9 RejectDirectSend",
            "Set-OrganizationConfig -RejectDirectSend $true -ErrorAction Stop",
            "# b.yaml:5 New",
            "if ($connectors['New']) {",
            "    Set-InboundConnector -Identity 'New' -ConnectorType OnPremises -Enabled $true -RequireTls $false -RestrictDomainsToIPAddresses $false -RestrictDomainsToCertificate $false -TlsSenderCertificateName $null -SenderDomains '*' -SenderIPAddresses '192.0.2.1','192.0.2.2' -AssociatedAcceptedDomains $null -ErrorAction Stop",
            "} else {",
            "    New-InboundConnector -Name 'New' -ConnectorType OnPremises -RequireTls $false -SenderDomains '*' -SenderIPAddresses '192.0.2.1','192.0.2.2' -ErrorAction Stop",
            "}",
            "# b.yaml:3 scan@contoso.com: SmtpClientAuthenticationDisabled",
            "Set-CASMailbox -Identity 'scan@contoso.com' -SmtpClientAuthenticationDisabled $false -ErrorAction Stop",
        ],
        "{script}"
    );
}

#[test]
fn a_mailbox_whose_value_goes_follows_the_organization_again() {
    let mailbox = |value: &str| format!("Mailboxes:\n  - Addresses: [scan@contoso.com]\n{value}");
    let read = |file, text: &str| read::read(file, text.as_bytes()).unwrap().0;
    let says = |value: &str| mailbox(&format!("    SmtpClientAuthenticationDisabled: {value}\n"));
    let null = "Set-CASMailbox -Identity 'scan@contoso.com' -SmtpClientAuthenticationDisabled $null -ErrorAction Stop";
    for before in ["true", "false"] {
        for after in [says("null"), says("~"), mailbox("")] {
            let (from, to) = (read("a.yaml", &says(before)), read("b.yaml", &after));
            let script = script(Some(&from), &to, Mode::default());
            assert!(script.lines().any(|l| l == null), "{after}{script}");
        }
    }
    // What said nothing and says nothing needs no command.
    let from = read("a.yaml", &mailbox(""));
    let script = script(Some(&from), &read("b.yaml", &says("null")), Mode::default());
    assert!(!script.contains("Set-CASMailbox"), "{script}");
}
