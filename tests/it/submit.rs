//! Submits messages with the real binary: every refusal, and each of the three methods.

mod advise;
mod pages;

use crate::program::rdsim;
use std::process::Output;

fn submit(args: &str) -> Output {
    let mut command = rdsim(&["submit", "--policy", "fixtures/scenarios/policy.yaml"]);
    command.args(args.split_whitespace()).output().unwrap()
}

const CLIENT: &str = "--endpoint smtp.office365.com --sign-in password --account";
const MX: &str = "--endpoint contoso-com.mail.protection.outlook.com";

#[test]
fn an_endpoint_may_have_its_port_or_a_scheme_around_it() {
    let rest = "--from scan@contoso.com --to bob@fabrikam.com";
    let client = "--sign-in password --account scan@contoso.com";
    for endpoint in [
        "smtp.office365.com:587",
        "smtp://smtp.office365.com:587/",
        "SMTP.Office365.com.",
        "smtp.office365.com:587 --port 587",
    ] {
        let o = submit(&format!("--endpoint {endpoint} {client} {rest}"));
        let text = String::from_utf8(o.stdout).unwrap();
        assert!(text.starts_with("ACCEPTED"), "{endpoint}: {text}");
    }
    // Another port beside it is a question, and what another server wants is not known.
    for endpoint in [
        "smtp.office365.com:587 --port 25",
        "smtp.fabrikam.com --port 587",
    ] {
        let o = submit(&format!("--endpoint {endpoint} {client} {rest}"));
        let text = String::from_utf8(o.stdout).unwrap();
        assert!(text.contains("is not an endpoint"), "{endpoint}: {text}");
        assert!(!text.contains("set port"), "{endpoint}: {text}");
    }
}

#[test]
fn an_unknown_property_of_a_scenario_names_the_known_ones() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s.yaml");
    std::fs::write(&file, "Endpoint: smtp.office365.com\nIP: 192.0.2.10\n").unwrap();
    let o = submit(&format!("--scenario {}", file.display()));
    let text = String::from_utf8(o.stderr).unwrap();
    assert!(text.contains("help: known: Endpoint, Port, "), "{text}");
    assert!(text.contains("PublicIP"), "{text}");
}

#[test]
fn each_way_takes_or_refuses_to_the_letter() {
    let relay = Some("550 5.7.64 TenantAttribution; Relay Access Denied");
    let auth = Some("535 5.7.3 Authentication unsuccessful");
    let nobody = Some("5.7.57 Client not authenticated to send mail");
    let off = Some(
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.",
    );
    let no_tls = Some(
        "421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. Visit https://aka.ms/smtp_auth_tls",
    );
    let table: &[(String, &str, Option<&str>)] = &[
        (
            format!("{CLIENT} scan@contoso.com --from scan@contoso.com --to bob@fabrikam.com"),
            "SMTP client submission",
            None,
        ),
        (
            format!(
                "{CLIENT} scan@contoso.com --from desk@contoso.com --to bob@fabrikam.com --port 25"
            ),
            "SMTP client submission",
            None,
        ),
        (
            format!("{CLIENT} scan@contoso.com --from carol@contoso.com --to bob@fabrikam.com"),
            "SMTP client submission",
            Some("550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
        ),
        (
            format!("{CLIENT} off@contoso.com --from off@contoso.com --to bob@fabrikam.com"),
            "SMTP client submission",
            off,
        ),
        (
            format!("{CLIENT} bare@contoso.com --from bare@contoso.com --to bob@fabrikam.com"),
            "SMTP client submission",
            auth,
        ),
        (
            "--endpoint smtp.office365.com --from scan@contoso.com --to bob@fabrikam.com".into(),
            "SMTP client submission",
            nobody,
        ),
        (
            format!(
                "{CLIENT} scan@contoso.com --from scan@contoso.com --to bob@fabrikam.com --tls none"
            ),
            "SMTP client submission",
            nobody,
        ),
        (
            format!(
                "{CLIENT} scan@contoso.com --from scan@contoso.com --to bob@fabrikam.com --tls 1.0"
            ),
            "SMTP client submission",
            no_tls,
        ),
        (
            format!(
                "{CLIENT} scan@contoso.com --from scan@contoso.com --to bob@fabrikam.com --port 465"
            ),
            "SMTP client submission",
            Some("no connection: it is refused, or times out"),
        ),
        (
            format!("{MX} --tls none --from news@fabrikam.com --to alice@contoso.com"),
            "direct send",
            None,
        ),
        (
            format!("{MX} --from scan@contoso.com --to alice@contoso.com"),
            "direct send",
            Some(
                "550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources",
            ),
        ),
        (
            format!("{MX} --from scan@contoso.com --to bob@fabrikam.com"),
            "SMTP relay",
            relay,
        ),
        (
            format!("{MX} --tls none --ip 192.0.2.9 --from scan@contoso.com --to bob@fabrikam.com"),
            "SMTP relay",
            None,
        ),
        (
            format!("{MX} --ip 192.0.2.16 --from scan@contoso.com --to bob@fabrikam.com"),
            "SMTP relay",
            relay,
        ),
        (
            format!("{MX} --ip 192.0.2.9 --from a@example.com --to bob@fabrikam.com"),
            "SMTP relay",
            relay,
        ),
        (
            format!("{MX} --ip 192.0.2.9 --from a@example.com --to alice@contoso.com"),
            "direct send",
            None,
        ),
        (
            format!(
                "{MX} --certificate mail.contoso.com --from a@example.com --to bob@fabrikam.com"
            ),
            "SMTP relay",
            None,
        ),
        (
            "--endpoint 192.0.2.25 --from scan@contoso.com --to news@contoso.com".into(),
            "direct send",
            Some("not supported: what happens at this endpoint is not defined"),
        ),
    ];
    for (args, way, refusal) in table {
        let o = submit(&format!("{args} --format json"));
        let json: serde_json::Value = serde_json::from_slice(&o.stdout).unwrap();
        assert_eq!(json["version"], 1);
        assert_eq!(json["way"], *way, "{args}");
        assert_eq!(json["refusal"].as_str(), *refusal, "{args}");
        assert_eq!(o.status.code(), Some(i32::from(refusal.is_some())));
        let onward = json["verdicts"].as_array().unwrap();
        assert_eq!(onward.is_empty(), refusal.is_some(), "{args}");
    }
}

#[test]
fn what_the_sender_and_the_endpoint_mean_is_told() {
    let said = |args: &str| String::from_utf8(submit(args).stdout).unwrap();
    // The null sender of a relayed report is no sender of an accepted domain.
    let relay = format!("{MX} --ip 192.0.2.10 --from scan@contoso.com --to bob@fabrikam.com");
    assert!(said(&relay).contains("ACCEPTED"), "{}", said(&relay));
    let report = said(&format!("{relay} --mail-from <>"));
    for part in ["550 5.7.64", "the empty sender"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    let many = said(
        "--endpoint smtp-hve.office365.com --port 587 --from scan@contoso.com --to carol@contoso.com",
    );
    assert!(many.starts_with("CANNOT TELL\n"), "{many}");
    assert!(many.contains("High Volume Email"), "{many}");
    // Neither another port nor another sender is what it needs.
    for part in ["port 25", "SPF", "direct send"] {
        assert!(!many.contains(part), "{part}: {many}");
    }
    let limited = format!("{MX} --ip 192.0.2.10 --from scan@contoso.onmicrosoft.com --to");
    let outside = said(&format!("{limited} bob@fabrikam.com"));
    assert!(outside.contains("550 5.7.236"), "{outside}");
    let inside = said(&format!("{limited} carol@contoso.com"));
    assert!(!inside.contains("5.7.236"), "{inside}");
}

#[test]
fn a_refusal_names_the_line_of_the_policy() {
    let o = submit(&format!(
        "{CLIENT} off@contoso.com --from off@contoso.com --to bob@fabrikam.com"
    ));
    let text = String::from_utf8(o.stdout).unwrap();
    assert!(
        text.contains("SmtpClientAuthenticationDisabled: true of the mailbox (fixtures/scenarios/policy.yaml:8)"),
        "{text}"
    );
}

#[test]
fn a_scenario_file_is_taken_and_a_message_that_is_taken_goes_on() {
    let o = submit("--scenario fixtures/scenarios/scanner.yaml");
    let text = String::from_utf8(o.stdout).unwrap();
    assert_eq!(o.status.code(), Some(0), "{text}");
    assert!(text.starts_with("ACCEPTED  by SMTP client submission\n"));
    assert!(text.contains("LEAVES  bob@fabrikam.com"), "{text}");
}

#[test]
fn a_version_of_tls_is_taken_as_devices_show_it() {
    let text = std::fs::read_to_string("fixtures/scenarios/scanner.yaml").unwrap();
    let text: String = text
        .lines()
        .filter(|l| !l.starts_with("Tls:"))
        .map(|l| format!("{l}\n"))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s.yaml");
    let told = |tls: &str| {
        std::fs::write(&file, format!("{text}Tls: {tls}\n")).unwrap();
        let o = submit(&format!("--scenario {}", file.display()));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (o.status.code(), text(o.stdout), text(o.stderr))
    };
    let refused = told("TLS1.0");
    assert_ne!(refused, told("TLS1.2"));
    let option = |tls: &str| {
        let given = format!(
            "submit --policy fixtures/scenarios/policy.yaml {CLIENT} scan@contoso.com --from scan@contoso.com --to bob@fabrikam.com --tls"
        );
        let args: Vec<&str> = given.split(' ').chain([tls]).collect();
        let o = rdsim(&args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (o.status.code(), text(o.stdout), text(o.stderr))
    };
    assert_ne!(option("TLS1.0"), option("TLS1.2"));
    for (as_shown, word) in [
        ("1.0", "TLS1.0"),
        ("1.2", "TLS1.2"),
        ("TLS 1.2", "TLS1.2"),
        ("TLSv1.0", "TLS1.0"),
        ("tls v1.3", "TLS1.3"),
        ("none", "None"),
    ] {
        assert_eq!(told(&format!("'{as_shown}'")), told(word), "{as_shown}");
        assert_eq!(option(as_shown), option(word), "{as_shown}");
    }
    let (_, _, err) = told("1.4");
    assert!(err.contains("`1.4` is not a value of `Tls`"), "{err}");
    let (code, _, err) = option("1.4");
    assert_eq!(code, Some(2));
    let values = "values: none, 1.0, 1.1, 1.2, 1.3\n";
    assert!(err.contains(values), "{err}");
}

#[test]
fn a_scenario_in_utf_16_is_taken() {
    let text = std::fs::read_to_string("fixtures/scenarios/scanner.yaml").unwrap();
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = b"\xff\xfe".iter().copied().chain(units).collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s.yaml");
    std::fs::write(&file, bytes).unwrap();
    let o = submit(&format!("--scenario {}", file.display()));
    let plain = submit("--scenario fixtures/scenarios/scanner.yaml");
    assert_eq!(o.stdout, plain.stdout);
    assert_eq!(o.status.code(), Some(0));
}

#[test]
fn what_is_missing_is_told_at_once() {
    let o = submit("");
    let text = String::from_utf8(o.stderr).unwrap();
    assert_eq!(o.status.code(), Some(2));
    assert!(text.contains("no endpoint") && text.contains("no sender"));
    assert!(text.contains("no recipient"), "{text}");
}

#[test]
fn an_address_that_is_none_is_told_in_the_scenario_and_in_the_policy() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s.yaml");
    std::fs::write(&file, "PublicIP: 192.0.2\n").unwrap();
    let o = submit(&format!("--scenario {}", file.display()));
    let text = String::from_utf8(o.stderr).unwrap();
    assert_eq!(o.status.code(), Some(2));
    assert!(
        text.contains("s.yaml:1:11: error: `192.0.2` is not an IP address"),
        "{text}"
    );
    let policy = "InboundConnectors:\n  - Name: A\n    SenderIPAddresses: [192.0.2.1-192.0.2.9]\n";
    let (_, warnings) = rdsim::policy::read::read("p", policy.as_bytes()).unwrap();
    let says = "`192.0.2.1-192.0.2.9` is neither";
    let found = warnings
        .iter()
        .find(|w| w.message.to_string().starts_with(says));
    assert_eq!(found.map(|w| w.line), Some(3), "{warnings:?}");
}
