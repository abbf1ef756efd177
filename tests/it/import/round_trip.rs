//! Proves that import and export as JSON lose nothing, and that no bytes stop the import.

use super::{FOLDER, body, one, policy};
use crate::given::policies;
use proptest::prelude::*;
use rdsim::export::json;
use rdsim::import::error::GROUPS_WITHOUT_MEMBERS;
use rdsim::policy::directory::Place;
use rdsim::policy::{Policy, read};
use serde_json::{Value, json};

#[test]
fn policies_survive_json() {
    for path in policies() {
        let bytes = std::fs::read(&path).unwrap();
        let before = read::read("p", &bytes).unwrap().0;
        let imported = one("f", json::write("p", &bytes).unwrap().text.as_bytes()).unwrap();
        // A policy need not say who is in a group.
        let told: Vec<&str> = imported.warnings.iter().map(|w| w.code).collect();
        assert!(
            told.iter().all(|c| *c == GROUPS_WITHOUT_MEMBERS),
            "{told:?}"
        );
        assert_eq!(effect(&before), effect(&policy(&imported)), "{path:?}");
    }
}

#[test]
fn groups_and_what_refers_to_them_survive_json() {
    let yaml = "AcceptedDomains: [contoso.com]
MailContacts:
  - {Name: Bob, ExternalEmailAddress: bob@fabrikam.com, RequireSenderAuthenticationEnabled: true}
Mailboxes:
  - {Name: Alice, PrimarySmtpAddress: alice@contoso.com, Guid: 11111111-2222-3333-4444-555555555555, ForwardingAddress: Bob}
  - {PrimarySmtpAddress: boss@contoso.com, ModerationEnabled: true, AcceptMessagesOnlyFromSendersOrMembers: [Sales]}
DistributionGroups:
  - Name: Sales
    PrimarySmtpAddress: sales@contoso.com
    Members: [11111111-2222-3333-4444-555555555555, Bob, project]
    RequireSenderAuthenticationEnabled: false
    SendOofMessageToOriginatorEnabled: true
    ReportToOriginatorEnabled: false
    ReportToManagerEnabled: true
    ManagedBy: [Alice]
  - {Name: Nobody, PrimarySmtpAddress: nobody@contoso.com, Members: []}
DynamicDistributionGroups:
  - {Name: Everybody, PrimarySmtpAddress: everybody@contoso.com}
UnifiedGroups:
  - {Alias: project, PrimarySmtpAddress: project_1@contoso.com, Subscribers: [alice@contoso.com], RequireSenderAuthenticationEnabled: true}
";
    let before = read::read("p", yaml.as_bytes()).unwrap().0;
    assert_eq!(before.groups.len(), 4);
    let json = json::write("p", yaml.as_bytes()).unwrap();
    assert_eq!(json.not_done, []);
    let imported = one("f", json.text.as_bytes()).unwrap();
    assert_eq!(imported.warnings, []);
    let mut after = effect(&policy(&imported));
    // What refers to a GUID refers to the address.
    for line in &mut after {
        *line = line.replace(
            "[\"alice@contoso.com\", \"bob\", \"project\"]",
            "[\"11111111-2222-3333-4444-555555555555\", \"bob\", \"project\"]",
        );
    }
    assert_eq!(effect(&before), after, "{}", imported.yaml);
    assert!(!imported.yaml.contains("11111111"), "{}", imported.yaml);
}

#[test]
fn the_json_tells_of_sections_that_it_does_not_have() {
    let yaml = "AcceptedDomains: [contoso.com]\nJournalRules:\n  - Name: All\n";
    let json = json::write("p", yaml.as_bytes()).unwrap();
    let told: Vec<String> = json
        .not_done
        .iter()
        .map(|p| p.message.to_string())
        .collect();
    assert_eq!(told, ["the JSON is without `JournalRules`"]);
    assert_eq!(json.not_done[0].line, 2);
    assert!(!json.text.contains("JournalRules"));
}

/// A policy without its lines and its file.
fn effect(policy: &Policy) -> Vec<String> {
    let mut out = Vec::new();
    for d in &policy.remote_domains {
        let parameters = rdsim::policy::PARAMETERS.iter();
        let parameters: Vec<_> = parameters.map(|p| (p.name, (p.of)(d).value)).collect();
        let others: std::collections::BTreeMap<_, _> = d
            .others
            .iter()
            .map(|(n, s)| (n, s.value.to_string()))
            .collect();
        out.push(format!(
            "{} {:?} {parameters:?} {others:?}",
            d.name, d.pattern
        ));
    }
    out.extend(
        policy
            .accepted_domains
            .iter()
            .map(|d| format!("{:?}", d.pattern)),
    );
    out.extend(policy.outbound.iter().map(|p| {
        format!(
            "{} {:?} {} {:?} {:?} {:?}",
            p.name, p.mode.value, p.enabled, p.priority, p.scope, p.except
        )
    }));
    out.extend(
        policy
            .contacts
            .iter()
            .map(|c| format!("{:?} {:?} {:?}", c.addresses, c.external, c.rich_text.value)),
    );
    out.extend(policy.mailboxes.iter().map(|m| {
        format!(
            "{:?} {:?} {:?} {:?} {:?} {} {:?} {} {:?}",
            m.addresses,
            m.external_audience.value,
            m.outlook_format.value,
            m.member_of,
            m.forwarding().map(|(by, f)| (by, &f.value)),
            m.deliver_and_forward,
            m.rights.auth_disabled.as_ref().map(|d| d.value),
            m.rights.licensed.value,
            m.rights.send_as
        )
    }));
    let names = policy.directory.names();
    for (at, group) in policy.groups.iter().enumerate() {
        out.push(format!(
            "{:?} {:?} {:?} {:?} {} {:?} {:?}",
            group.kind,
            group.addresses,
            names.get(&Place::Group(at)),
            group.members.as_ref().map(|m| &m.value),
            group.only_subscribers,
            [
                group.oof_to_originator.value,
                group.report_to_originator.value,
                group.report_to_manager.value
            ],
            group.managed_by
        ));
    }
    let contacts = policy.contacts.iter().map(|c| &c.restrictions);
    let mailboxes = policy.mailboxes.iter().map(|m| &m.restrictions);
    let groups = policy.groups.iter().map(|g| &g.restrictions);
    out.extend(contacts.chain(mailboxes).chain(groups).map(|r| {
        format!(
            "{} {} {:?} {:?}",
            r.authenticated_only.value,
            r.moderated.value,
            r.only_from.as_ref().map(|list| &list.value),
            r.not_from.as_ref().map(|list| &list.value)
        )
    }));
    let s = &policy.submission;
    out.extend(s.connectors.iter().map(|c| {
        format!(
            "{} {} {} {:?} {:?} {:?} {:?} {} {} {}",
            c.name,
            c.on_premises,
            c.enabled.value,
            c.addresses,
            c.domains,
            c.associated,
            c.certificate,
            c.require_tls.value,
            c.restrict_addresses.value,
            c.restrict_certificate.value
        )
    }));
    let organization = [&s.reject_direct_send, &s.auth_disabled, &s.legacy_tls];
    out.push(format!(
        "{:?}",
        organization.map(|o| o.as_ref().map(|o| o.value))
    ));
    out
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(words).prop_map(|w| json!(w))
}

fn truth() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(|b| json!(b)),
        any::<bool>().prop_map(|b| json!(if b { "True" } else { "False" }))
    ]
}

prop_compose! {
    fn remote_domain()(
        name in prop_oneof![
            any::<String>(),
            "[ -~]{1,20}",
            prop::sample::select(&["*", "null", "Off", "1e3", "a: b", "#x", "'", "\"", "~", "- a", "🙂", "\u{85}\u{2028}\u{feff}x", "yes", "&a", "!x", "0x10", "12:30:00"][..]).prop_map(str::to_owned),
        ],
        oof in word(&["None", "External", "ExternalLegacy"]),
        gates in proptest::collection::vec(truth(), 9),
        encoder in word(&["Undefined", "Use7Bit", "UseQP", "UseBase64", "UseQPHtmlDetectTextPlain"]),
        charsets in proptest::collection::vec(prop::sample::select(rdsim::policy::charset::CHARSETS), 2),
        content in word(&["MimeHtmlText", "MimeText", "MimeHtml"]),
        width in prop_oneof![Just(json!("Unlimited")), (0..=132).prop_map(|n| json!(n)), (0..=132i32).prop_map(|n| json!(n.to_string()))],
        page in prop_oneof![Just(json!("Undefined")), (50220..=50222).prop_map(|n| json!(n))],
        coverage in prop_oneof![Just(Value::Null), (0..=100).prop_map(|n| json!(n))],
        tnef in prop_oneof![Just(Value::Null), truth()],
        label in proptest::option::of("[ -~]{0,30}"),
        threshold in any::<i32>(),
    ) -> Value {
        json!({
            "Name": name, "AllowedOOFType": oof, "AutoForwardEnabled": gates[0], "AutoReplyEnabled": gates[1],
            "ByteEncoderTypeFor7BitCharsets": encoder, "CharacterSet": charsets[0], "ContentType": content,
            "DeliveryReportEnabled": gates[2], "DisplaySenderName": gates[3], "IsInternal": gates[4], "LineWrapSize": width,
            "MeetingForwardNotificationEnabled": gates[5], "NDREnabled": gates[6], "NonMimeCharacterSet": charsets[1],
            "PreferredInternetCodePageForShiftJis": page, "RequiredCharsetCoverage": coverage, "TNEFEnabled": tnef,
            "UseSimpleDisplayName": gates[7], "TargetDeliveryDomain": gates[8], "AdminDisplayName": label, "MessageCountThreshold": threshold,
        })
    }
}

prop_compose! {
    /// As Get-InboundConnector prints it; the name of each is another.
    fn connector()(
        name in prop_oneof!["[ -~]{1,12}", Just("*".to_owned()), Just("Off".to_owned()), Just("a: b".to_owned())],
        kind in word(&["OnPremises", "Partner"]),
        switches in proptest::collection::vec(truth(), 5),
        addresses in proptest::collection::vec("192\\.0\\.2\\.[1-9](/2[4-9])?", 0..3),
        domains in proptest::collection::vec(prop::sample::select(&["smtp:*;1", "*", "*.fabrikam.com", "smtp:partner.example;10"][..]), 1..3),
        associated in proptest::collection::vec(prop::sample::select(&["contoso.com", "contoso.example"][..]), 0..2),
        certificate in proptest::option::of(prop::sample::select(&["mail.contoso.com", "*.contoso.com", "<I>CN=CA, O=Example<S>CN=mail.contoso.com"][..])),
    ) -> Value {
        json!({
            "Name": name, "ConnectorType": kind, "Enabled": switches[0], "RequireTls": switches[1],
            "RestrictDomainsToIPAddresses": switches[2], "RestrictDomainsToCertificate": switches[3],
            "CloudServicesMailEnabled": switches[4], "SenderIPAddresses": addresses, "SenderDomains": domains,
            "AssociatedAcceptedDomains": associated, "TlsSenderCertificateName": certificate,
        })
    }
}

prop_compose! {
    /// What the cmdlets print of everything that concerns devices.
    fn devices()(
        connectors in proptest::collection::vec(connector(), 0..4),
        reject in proptest::option::of(truth()),
        transport in proptest::option::of((proptest::option::of(truth()), proptest::option::of(truth()))),
        mailboxes in proptest::collection::vec((proptest::option::of(truth()), any::<bool>()), 0..4),
    ) -> Vec<Value> {
        let mut all = Vec::new();
        for (i, mut c) in connectors.into_iter().enumerate() {
            let name = c["Name"].as_str().unwrap().trim().to_owned();
            c["Name"] = json!(format!("{name}{i}"));
            all.push(c);
        }
        if let Some(reject) = reject {
            all.push(json!({"RejectDirectSend": reject, "IsDehydrated": false, "MapiHttpEnabled": true}));
        }
        if let Some((off, legacy)) = transport.filter(|t| *t != (None, None)) {
            all.push(json!({"SmtpClientAuthenticationDisabled": off, "AllowLegacyTLSClients": legacy, "ClearCategories": true}));
        }
        for (i, (off, known)) in mailboxes.into_iter().enumerate() {
            let address = format!("user{i}@contoso.com");
            if known {
                all.push(json!({"PrimarySmtpAddress": address, "ForwardingSmtpAddress": null, "DeliverToMailboxAndForward": false, "RecipientTypeDetails": "UserMailbox"}));
            }
            all.push(json!({"PrimarySmtpAddress": address, "SmtpClientAuthenticationDisabled": off, "OWAEnabled": true, "PopEnabled": false}));
        }
        all
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_concerns_devices_survives(objects in devices().prop_filter("something to import", |o| !o.is_empty())) {
        let bytes = serde_json::to_vec(&objects).unwrap();
        let once = one("f", &bytes).map_err(|p| TestCaseError::fail(format!("{p:?}")))?;
        prop_assert_eq!(&once.warnings, &[]);
        let before = policy(&once);
        let has = |name: &'static str| objects.iter().filter(move |o| o.get(name).is_some());
        prop_assert_eq!(before.submission.connectors.len(), has("ConnectorType").count());
        prop_assert_eq!(before.submission.reject_direct_send.is_some(), has("RejectDirectSend").count() == 1);
        prop_assert_eq!(before.mailboxes.len(), has("OWAEnabled").count(), "{}", once.yaml);
        for (i, object) in has("OWAEnabled").enumerate() {
            let rights = &before.mailbox(&format!("user{i}@contoso.com")).unwrap().rights;
            let wanted = match &object["SmtpClientAuthenticationDisabled"] {
                Value::Null => None,
                value => Some(*value == json!(true) || *value == json!("True")),
            };
            prop_assert_eq!(rights.auth_disabled.as_ref().map(|d| d.value), wanted);
        }
        let exported = json::write("p", once.yaml.as_bytes()).map_err(|p| TestCaseError::fail(format!("{p:?}")))?.text;
        let twice = one("f", exported.as_bytes()).map_err(|p| TestCaseError::fail(format!("{p:?}")))?;
        prop_assert_eq!(&twice.warnings, &[]);
        prop_assert_eq!(effect(&before), effect(&policy(&twice)));
        prop_assert_eq!(body(&once.yaml), body(&twice.yaml));
    }

    #[test]
    fn import_export_import_is_the_identity(domains in proptest::collection::vec(remote_domain(), 1..5)) {
        let domains: Vec<Value> = domains.into_iter().enumerate().map(|(i, mut d)| {
            d["DomainName"] = if i == 0 { json!("*") } else { json!(format!("*.d{i}.example")) };
            d
        }).collect();
        let bytes = serde_json::to_vec(&domains).unwrap();
        let once = one("f", &bytes).map_err(|p| TestCaseError::fail(format!("{p:?}")))?;
        let before = policy(&once);
        for (d, read) in domains.iter().zip(&before.remote_domains) {
            let name = d["Name"].as_str().unwrap().trim();
            if !name.is_empty() && !name.eq_ignore_ascii_case("$null") {
                prop_assert_eq!(name, &read.name, "{}", once.yaml);
            }
            prop_assert_eq!(d["AllowedOOFType"].as_str().unwrap(), rdsim::policy::CmdletEnum::word(read.allowed_oof_type.value));
        }
        let exported = json::write("p", once.yaml.as_bytes()).map_err(|p| TestCaseError::fail(format!("{p:?}")))?.text;
        let twice = one("f", exported.as_bytes()).map_err(|p| TestCaseError::fail(format!("{p:?}")))?;
        prop_assert_eq!(body(&once.yaml), body(&twice.yaml));
        prop_assert_eq!(effect(&before), effect(&policy(&twice)));
        prop_assert_eq!(twice.warnings, []);
        let again = json::write("p", twice.yaml.as_bytes()).unwrap().text;
        prop_assert_eq!(exported, again);
    }

    #[test]
    fn no_input_stops_the_program(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[\\[{<#\"'@,;:=$() \\nA-Za-z0-9}\\]>/-]{0,200}") {
        let _ = one("f", &bytes);
        let _ = one("f", text.as_bytes());
    }

    #[test]
    fn no_cut_stops_the_program(which in 0..10usize, at in 0.0..1.0f64) {
        let names = ["accepted-domains.csv", "cas-mailboxes.csv", "inbound-connectors.json", "organization.txt", "outbound.txt", "recipients.xml", "remote-domains-semicolon.csv", "remote-domains.json", "remote-domains.txt", "tenant.ps1"];
        let bytes = std::fs::read(format!("{FOLDER}/{}", names[which])).unwrap();
        let cut = (bytes.len() as f64 * at) as usize;
        if let Ok(imported) = one("f", &bytes[..cut]) {
            policy(&imported);
        }
    }
}
