//! Brings a tenant's connectors and settings for devices from one policy to another, with a small
//! model of the cmdlets.

use crate::given::policy_as;
use proptest::prelude::*;
use rdsim::export::powershell;
use rdsim::export::quote::SINGLE_QUOTES;
use rdsim::policy::{Policy, read};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An argument as PowerShell reads it.
#[derive(Debug, Clone, PartialEq)]
enum Argument {
    Bare(String),
    Texts(Vec<String>),
}

impl Argument {
    fn value(&self) -> Value {
        match self {
            Self::Bare(word) => match word.as_str() {
                "$true" => json!(true),
                "$false" => json!(false),
                "$null" => Value::Null,
                word => json!(word),
            },
            Self::Texts(texts) => match texts.as_slice() {
                [one] => json!(one),
                many => json!(many),
            },
        }
    }
}

/// The words of a line: bare ones, and lists of texts in single quotes.
fn words(line: &str) -> Vec<Argument> {
    let mut out = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        if rest.starts_with('\'') {
            let mut texts = Vec::new();
            while let Some(inner) = rest.strip_prefix('\'') {
                let mut text = String::new();
                let mut inner = inner;
                loop {
                    // Any two quotes side by side are one, the second of them.
                    let end = inner.find(SINGLE_QUOTES).expect("a closing quote");
                    text.push_str(&inner[..end]);
                    let mut after = inner[end..].chars();
                    after.next();
                    let second = after.clone().next().filter(|c| SINGLE_QUOTES.contains(c));
                    match second {
                        Some(quote) => {
                            text.push(quote);
                            after.next();
                            inner = after.as_str();
                        }
                        None => {
                            inner = after.as_str();
                            break;
                        }
                    }
                }
                texts.push(text);
                rest = inner;
                match rest.strip_prefix(',') {
                    Some(more) => rest = more,
                    None => break,
                }
            }
            assert!(rest.is_empty() || rest.starts_with(' '), "{line}");
            out.push(Argument::Texts(texts));
        } else {
            let (word, more) = rest.split_once(' ').unwrap_or((rest, ""));
            let harmless = |c: char| c.is_ascii_alphanumeric() || "-$".contains(c);
            assert!(word.chars().all(harmless), "{word}");
            out.push(Argument::Bare(word.to_owned()));
            rest = more;
        }
        rest = rest.trim_start();
    }
    out
}

type Command = (String, BTreeMap<String, Value>);

/// The commands of a script that concern devices.
fn commands(script: &str) -> Vec<Command> {
    let about = [
        "InboundConnector",
        "OrganizationConfig",
        "TransportConfig",
        "CASMailbox",
    ];
    let lines = script.lines().filter(|l| {
        let cmdlet = l.split(' ').next().unwrap();
        !l.starts_with('#') && about.iter().any(|a| cmdlet.ends_with(a))
    });
    lines
        .map(|line| {
            let words = words(line);
            let Argument::Bare(cmdlet) = &words[0] else {
                panic!("{line}")
            };
            let mut parameters = BTreeMap::new();
            for pair in words[1..].chunks(2) {
                let Argument::Bare(name) = &pair[0] else {
                    panic!("{line}")
                };
                let name = name.strip_prefix('-').expect("a parameter").to_owned();
                assert!(parameters.insert(name, pair[1].value()).is_none(), "{line}");
            }
            (cmdlet.clone(), parameters)
        })
        .collect()
}

/// A tenant as the JSON of a policy, and what the cmdlets do to it.
struct Tenant(Value);

impl Tenant {
    fn connectors(&mut self) -> &mut Vec<Value> {
        self.0["InboundConnectors"].as_array_mut().unwrap()
    }

    fn place(&mut self, name: &Value) -> Option<usize> {
        let name = name.as_str().unwrap().to_lowercase();
        let mut all = self.connectors().iter();
        all.position(|c| c["Name"].as_str().unwrap().to_lowercase() == name)
    }

    fn run(&mut self, (cmdlet, mut parameters): Command) {
        match cmdlet.as_str() {
            "New-InboundConnector" => {
                assert!(self.place(&parameters["Name"]).is_none(), "it exists");
                assert!(
                    parameters.contains_key("SenderDomains"),
                    "the cmdlet wants it"
                );
                self.connectors().push(json!(parameters));
            }
            "Set-InboundConnector" => {
                let at = self
                    .place(&parameters.remove("Identity").unwrap())
                    .expect("it exists");
                assert!(!parameters.is_empty());
                for (name, value) in parameters {
                    self.connectors()[at][&name] = value;
                }
            }
            "Remove-InboundConnector" => {
                let at = self.place(&parameters["Identity"]).expect("it exists");
                self.connectors().remove(at);
            }
            "Set-OrganizationConfig" | "Set-TransportConfig" => {
                let own = match cmdlet.as_str() {
                    "Set-OrganizationConfig" => &["RejectDirectSend"][..],
                    _ => &["SmtpClientAuthenticationDisabled", "AllowLegacyTLSClients"],
                };
                for (name, value) in parameters {
                    assert!(own.contains(&name.as_str()), "{cmdlet} has no {name}");
                    assert_ne!(self.0["OrganizationConfig"].get(&name), Some(&value));
                    self.0["OrganizationConfig"][&name] = value;
                }
            }
            "Set-CASMailbox" => {
                let all = self.0["Mailboxes"].as_array_mut().unwrap();
                let address = &parameters["Identity"];
                let at = all.iter().position(|m| m["Addresses"][0] == *address);
                // A mailbox of the tenant that the first policy is silent on.
                let at = at.unwrap_or_else(|| {
                    all.push(json!({"Addresses": [address]}));
                    all.len() - 1
                });
                let value = parameters["SmtpClientAuthenticationDisabled"].clone();
                let mailbox = all[at].as_object_mut().unwrap();
                match value {
                    Value::Null => mailbox.remove("SmtpClientAuthenticationDisabled"),
                    value => mailbox.insert("SmtpClientAuthenticationDisabled".into(), value),
                };
            }
            other => panic!("{other}"),
        }
    }
}

/// What of a policy concerns devices, without lines.
fn effect(policy: &Policy) -> Vec<String> {
    let s = &policy.submission;
    let mut out: Vec<String> = s
        .connectors
        .iter()
        .map(|c| {
            let domains = if c.domains.is_empty() {
                vec!["*".to_owned()]
            } else {
                c.domains.clone()
            };
            format!(
                "{} {} {} {:?} {domains:?} {:?} {:?} {} {} {}",
                c.name.to_lowercase(),
                c.on_premises,
                c.enabled.value,
                c.addresses,
                c.associated,
                c.certificate,
                c.require_tls.value,
                c.restrict_addresses.value,
                c.restrict_certificate.value
            )
        })
        .collect();
    out.sort();
    let organization = [&s.reject_direct_send, &s.auth_disabled, &s.legacy_tls];
    out.push(format!(
        "{:?}",
        organization.map(|o| o.as_ref().map(|o| o.value))
    ));
    let mut mailboxes: Vec<String> = policy
        .mailboxes
        .iter()
        .map(|m| {
            format!(
                "{} {:?}",
                m.addresses[0],
                m.rights.auth_disabled.as_ref().map(|d| d.value)
            )
        })
        .filter(|m| !m.ends_with("None"))
        .collect();
    mailboxes.sort();
    out.extend(mailboxes);
    out
}

prop_compose! {
    fn connector()(
        name in prop::sample::select(&["Office", "Gateway", "O'Neill's", "a \u{2019}; b"][..]),
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
                "AllowLegacyTLSClients": organization[2],
            },
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_commands_bring_one_policy_to_the_other(from in tenant(), to in tenant()) {
        let (a, b) = (policy_as("a.yaml", &from.to_string()), policy_as("b.yaml", &to.to_string()));
        let script = powershell::script(Some(&a), &b, false).unwrap();
        let mut tenant = Tenant(from);
        for command in commands(&script) {
            tenant.run(command);
        }
        prop_assert_eq!(effect(&policy_as("c.yaml", &tenant.0.to_string())), effect(&b), "{}", script);
        let again = powershell::script(Some(&b), &b, false).unwrap();
        prop_assert!(commands(&again).is_empty(), "{}", again);
        // From a new tenant too.
        let fresh = powershell::script(None, &b, false).unwrap();
        let mut tenant = Tenant(json!({
            "AcceptedDomains": ["contoso.com"], "Mailboxes": [], "InboundConnectors": [],
            "OrganizationConfig": {"RejectDirectSend": false, "AllowLegacyTLSClients": false},
        }));
        for command in commands(&fresh) {
            tenant.run(command);
        }
        prop_assert_eq!(effect(&policy_as("c.yaml", &tenant.0.to_string())), effect(&b), "{}", fresh);
    }
}

#[test]
fn what_lets_less_in_comes_first_and_each_command_names_its_line() {
    let from = "InboundConnectors:\n  - Name: Old\n    ConnectorType: OnPremises\n    SenderIPAddresses: [192.0.2.1]\n";
    let to = "Mailboxes:\n  - Addresses: [scan@contoso.com]\n    SmtpClientAuthenticationDisabled: false\nInboundConnectors:\n  - Name: New\n    ConnectorType: OnPremises\n    SenderIPAddresses: [192.0.2.1, 192.0.2.2]\nOrganizationConfig:\n  RejectDirectSend: true\n";
    let read = |file, text: &str| read::read(file, text.as_bytes()).unwrap().0;
    let script =
        powershell::script(Some(&read("a.yaml", from)), &read("b.yaml", to), false).unwrap();
    let lines: Vec<&str> = script.lines().filter(|l| !l.is_empty()).skip(4).collect();
    assert_eq!(
        lines,
        [
            "# a.yaml:2 Old: not in b.yaml",
            "Remove-InboundConnector -Identity 'Old'",
            "# b.yaml:9 RejectDirectSend",
            "Set-OrganizationConfig -RejectDirectSend $true",
            "# b.yaml:5 New",
            "New-InboundConnector -Name 'New' -ConnectorType OnPremises -RequireTls $false -SenderDomains '*' -SenderIPAddresses '192.0.2.1','192.0.2.2'",
            "# b.yaml:3 scan@contoso.com: SmtpClientAuthenticationDisabled",
            "Set-CASMailbox -Identity 'scan@contoso.com' -SmtpClientAuthenticationDisabled $false",
            "# Not done here: b.yaml:2 scan@contoso.com is not in a.yaml: compare its settings with Get-Mailbox.",
        ],
        "{script}"
    );
}

#[test]
fn a_mailbox_whose_value_goes_follows_the_organization_again() {
    let mailbox = |value: &str| format!("Mailboxes:\n  - Addresses: [scan@contoso.com]\n{value}");
    let read = |file, text: &str| read::read(file, text.as_bytes()).unwrap().0;
    let says = |value: &str| mailbox(&format!("    SmtpClientAuthenticationDisabled: {value}\n"));
    let null =
        "Set-CASMailbox -Identity 'scan@contoso.com' -SmtpClientAuthenticationDisabled $null";
    for before in ["true", "false"] {
        for after in [says("null"), says("~"), mailbox("")] {
            let (from, to) = (read("a.yaml", &says(before)), read("b.yaml", &after));
            let script = powershell::script(Some(&from), &to, false).unwrap();
            assert!(script.lines().any(|l| l == null), "{after}{script}");
        }
    }
    // What said nothing and says nothing needs no command.
    let from = read("a.yaml", &mailbox(""));
    let script = powershell::script(Some(&from), &read("b.yaml", &says("null")), false).unwrap();
    assert!(!script.contains("Set-CASMailbox"), "{script}");
}
