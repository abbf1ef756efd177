//! Proves what each way of handing in mail asks of a device, one thing at a time.

use crate::given::policy;
use crate::program::{out, rdsim, run};

const TENANT: &str = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nMailboxes:\n  - {Addresses: [scan@contoso.com], SmtpClientAuthenticationDisabled: MAILBOX}\nOrganizationConfig: {SmtpClientAuthenticationDisabled: ORGANIZATION, RejectDirectSend: false}\nInboundConnectors: [{Name: Office, ConnectorType: OnPremises, SenderIPAddresses: [192.0.2.9], RequireTls: false}]\n";

/// What the real binary says of a scenario, and how it ends.
fn submitted(tenant: &str, args: &str) -> (String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.yaml");
    std::fs::write(&file, tenant).unwrap();
    let mut command = rdsim(&["submit", "--policy"]);
    command.arg(&file).args(args.split_whitespace());
    let output = command.output().unwrap();
    (out(&output), output.status.code())
}

const CLIENT: &str = "--endpoint smtp.office365.com --sign-in oauth --account scan@contoso.com --from scan@contoso.com --to bob@fabrikam.com";
const RELAY: &str = "--endpoint contoso-com.mail.protection.outlook.com --ip 192.0.2.9 --fixed-ip --from scan@contoso.com --to bob@fabrikam.com";

#[test]
fn smtp_auth_of_the_mailbox_beats_that_of_the_organization() {
    for (mailbox, organization, refused) in [
        ("true", "true", Some("Mailbox")),
        ("true", "false", Some("Mailbox")),
        ("false", "true", None),
        ("false", "false", None),
        ("null", "true", Some("Tenant")),
        ("null", "false", None),
    ] {
        let tenant = TENANT
            .replace("MAILBOX", mailbox)
            .replace("ORGANIZATION", organization);
        let (text, code) = submitted(&tenant, CLIENT);
        assert_eq!(
            code,
            Some(i32::from(refused.is_some())),
            "{mailbox} {organization}: {text}"
        );
        if let Some(whose) = refused {
            let line = format!(
                "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the {whose}."
            );
            assert!(text.contains(&line), "{text}");
        }
    }
}

#[test]
fn ports_are_587_or_25_for_a_sign_in_and_25_for_servers() {
    let tenant = TENANT
        .replace("MAILBOX", "false")
        .replace("ORGANIZATION", "false");
    for (way, taken) in [(CLIENT, &[587, 25][..]), (RELAY, &[25])] {
        for port in [25, 465, 587, 2525] {
            let (text, code) = submitted(&tenant, &format!("{way} --port {port}"));
            let expected = i32::from(!taken.contains(&port));
            assert_eq!(code, Some(expected), "{way} {port}: {text}");
        }
    }
    let (text, _) = submitted(&tenant, CLIENT);
    assert!(!text.contains("port 25"), "587 is the usual one: {text}");
}

#[test]
fn what_an_account_may_send_is_a_warning_beyond_its_limits() {
    let tenant = TENANT
        .replace("MAILBOX", "false")
        .replace("ORGANIZATION", "false");
    for (option, within, beyond, warning) in [
        ("--messages-a-minute", 30, 31, "30 messages a minute"),
        (
            "--recipients-a-day",
            10_000,
            10_001,
            "10,000 recipients a day",
        ),
    ] {
        let (text, _) = submitted(&tenant, &format!("{CLIENT} {option} {within}"));
        assert!(!text.contains(warning), "{text}");
        let (text, code) = submitted(&tenant, &format!("{CLIENT} {option} {beyond}"));
        assert!(text.contains(warning) && code == Some(0), "{text}");
        // Servers have no such limit.
        let (text, _) = submitted(&tenant, &format!("{RELAY} {option} {beyond}"));
        assert!(!text.contains(warning), "{text}");
    }
}

#[test]
fn tls_is_optional_for_a_relay_by_address_and_never_for_a_sign_in() {
    let tenant = TENANT
        .replace("MAILBOX", "false")
        .replace("ORGANIZATION", "false");
    for (way, tls, code) in [
        (RELAY, "none", 0),
        (RELAY, "1.2", 0),
        (CLIENT, "none", 1),
        (CLIENT, "1.0", 1),
        (CLIENT, "1.1", 1),
        (CLIENT, "1.2", 0),
    ] {
        let (text, have) = submitted(&tenant, &format!("{way} --tls {tls}"));
        assert_eq!(have, Some(code), "{way} {tls}: {text}");
    }
}

#[test]
fn a_licence_for_the_relay_is_asked_for_unless_the_sender_has_a_mailbox() {
    let tenant = TENANT
        .replace("MAILBOX", "false")
        .replace("ORGANIZATION", "false");
    let warning = "Exchange Online Protection or Exchange Online licence";
    let (text, code) = submitted(&tenant, RELAY);
    assert!(!text.contains(warning) && code == Some(0), "{text}");
    let other = RELAY.replace("--from scan@contoso.com", "--from printer@contoso.com");
    let (text, code) = submitted(&tenant, &other);
    assert!(text.contains(warning) && code == Some(0), "{text}");
}

#[test]
fn the_facts_of_a_connector_are_read_as_the_cmdlet_prints_them() {
    let p = policy(
        r#"{"InboundConnectors": [{"Name": "Office", "ConnectorType": "OnPremises", "SenderIPAddresses": ["192.0.2.9"], "SenderDomains": ["smtp:*;1"], "TlsSenderCertificateName": "mail.contoso.com", "RequireTls": true, "RestrictDomainsToIPAddresses": false, "RestrictDomainsToCertificate": false, "Enabled": true}]}"#,
    );
    let c = &p.submission.connectors[0];
    assert_eq!((c.name.as_str(), c.on_premises), ("Office", true));
    assert_eq!(c.addresses, ["192.0.2.9"]);
    assert_eq!(c.domains, ["*"]);
    assert_eq!(c.certificate.as_deref(), Some("mail.contoso.com"));
    let flags = [
        &c.enabled,
        &c.require_tls,
        &c.restrict_addresses,
        &c.restrict_certificate,
    ];
    assert_eq!(flags.map(|f| f.value), [true, true, false, false]);
}

#[test]
fn the_advised_connector_is_made_as_the_reference_says() {
    let line = "submit --advise --tls none --fixed-ip --ip 192.0.2.10 --from scan@contoso.com --to bob@fabrikam.com";
    let text = out(&run(&line.split(' ').collect::<Vec<_>>()));
    let says = "create a connector from your organization's mail server to Office 365, by the address 192.0.2.10, without keeping internal Exchange mail headers";
    assert!(text.contains(says), "{text}");
    let command = text
        .lines()
        .find(|l| l.contains("New-InboundConnector"))
        .unwrap();
    for argument in [
        "-ConnectorType OnPremises",
        "-CloudServicesMailEnabled $false",
        "-SenderIPAddresses '192.0.2.10'",
    ] {
        assert!(command.contains(argument), "{command}");
    }
    // Several addresses are allowed, and any of them is known.
    let tenant = TENANT
        .replace("MAILBOX", "false")
        .replace("ORGANIZATION", "false")
        .replace("[192.0.2.9]", "[192.0.2.8, 192.0.2.9]");
    for (ip, code) in [("192.0.2.8", 0), ("192.0.2.9", 0), ("192.0.2.10", 1)] {
        let args = RELAY.replace("192.0.2.9", ip);
        assert_eq!(submitted(&tenant, &args).1, Some(code), "{ip}");
    }
}

#[test]
fn an_address_must_be_public_and_fixed_to_be_known_by() {
    let tenant = TENANT
        .replace("MAILBOX", "false")
        .replace("ORGANIZATION", "false")
        .replace("[192.0.2.9]", "[192.0.2.9, 10.0.0.9]");
    let fixed = "not known to be fixed";
    let private = "the address is a private one";
    for (args, says) in [
        (RELAY.to_owned(), [false, false]),
        (RELAY.replace(" --fixed-ip", ""), [true, false]),
        (RELAY.replace("192.0.2.9", "10.0.0.9"), [false, true]),
    ] {
        let (text, _) = submitted(&tenant, &args);
        assert_eq!(
            [text.contains(fixed), text.contains(private)],
            says,
            "{args}: {text}"
        );
    }
}
