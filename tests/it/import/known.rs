//! Imports whole objects of Exchange: what is known and not used stops nothing, and nothing that
//! tells tenants apart is copied.

use super::{body, fixture, one, run, text};
use rdsim::import::error::{GROUPS_WITHOUT_MEMBERS, NOT_IN_COLLECTION, NOT_SIMULATED};
use rdsim::lint::{Options, lint};
use rdsim::policy::read;
use rdsim::policy::sections::SECTIONS;

fn codes(imported: &rdsim::import::Imported) -> Vec<&'static str> {
    imported.warnings.iter().map(|w| w.code).collect()
}

#[test]
fn a_whole_mailbox_is_imported_without_a_warning() {
    let imported = fixture("mailbox-whole.json");
    assert_eq!(imported.warnings, []);
    let body = body(&imported.yaml).join("\n");
    // What decides about automatic replies is written down, the name of the contact is that of one.
    assert!(
        body.contains("    ExternalOofOptions: InternalOnly")
            && body.contains("    ForwardingAddress: Carol Example"),
        "{body}"
    );
    // The list has each property, also one that is newer than rdsim.
    let left_out = imported.yaml.replace("\n  # ", " ");
    for name in ["LitigationHoldEnabled", "UMEnabled", "NewInNextRelease"] {
        assert!(left_out.contains(&format!("{name},")), "{name}");
        assert!(!body.contains(name), "{name}");
    }
    assert_eq!(
        run(&["import", "mailbox-whole.json"]).status.code(),
        Some(0)
    );
}

#[test]
fn a_misspelt_property_of_a_mailbox_is_not_lost() {
    let json = br#"{"PrimarySmtpAddress": "alice@contoso.com", "RecipientTypeDetails": "UserMailbox", "ForwardingSmtpAdress": "bob@fabrikam.com"}"#;
    let imported = one("f", json).unwrap();
    assert_eq!(codes(&imported), ["unknown-property"]);
    let comment = "# Not understood: ForwardingSmtpAdress: bob@fabrikam.com";
    assert!(imported.yaml.contains(comment), "{}", imported.yaml);
}

#[test]
fn every_name_of_every_list_is_accepted_where_it_is_pasted() {
    for section in SECTIONS {
        let needed = match section.name {
            "AcceptedDomains" => "DomainName: contoso.com",
            "RemoteDomains" => "DomainName: \"*\"",
            "MailContacts" | "MailUsers" => "ExternalEmailAddress: bob@fabrikam.com",
            "Mailboxes" => "PrimarySmtpAddress: alice@contoso.com",
            "InboxRules" => "Mailbox: alice@contoso.com",
            _ => "Name: x",
        };
        let mut names: Vec<&str> = section.not_looked_at().collect();
        names.retain(|name| !needed.starts_with(&format!("{name}:")));
        let pasted: String = names.iter().map(|n| format!("    {n}: false\n")).collect();
        let yaml = format!("{}:\n  - {needed}\n{pasted}", section.name);
        let (_, warnings) = read::read("p", yaml.as_bytes()).unwrap_or_else(|p| panic!("{}", p[0]));
        assert!(
            warnings
                .iter()
                .all(|w| ["no-accepted-domains", "no-default"].contains(&w.code)),
            "{yaml}"
        );
        for name in &names {
            let (_, known) = section.known(&name.to_uppercase()).unwrap();
            assert_eq!(known.spelled, *name);
            assert!(section.property(name).is_none(), "{name}");
        }
    }
    let mailboxes = SECTIONS.into_iter().find(|s| s.name == "Mailboxes");
    assert!(mailboxes.unwrap().not_looked_at().count() > 300);
}

#[test]
fn objects_that_are_not_simulated_are_told_once_a_kind() {
    let imported = fixture("not-simulated.json");
    let told: Vec<String> = imported
        .warnings
        .iter()
        .map(|w| format!("{}: {}", w.line, w.message))
        .collect();
    assert_eq!(
        told,
        [
            "2: known, not simulated: `OutboundConnectors` (1 object of Get-OutboundConnector)",
            "61: who is in the group `Sales` is not among the objects",
        ]
    );
    assert_eq!(codes(&imported), [NOT_SIMULATED, GROUPS_WITHOUT_MEMBERS]);
    assert!(imported.is_understood());
    assert!(imported.yaml.contains(
        "\n# Known, not simulated: 1 object of Get-OutboundConnector, from not-simulated.json:2\n"
    ));
    let o = run(&["import", "not-simulated.json"]);
    assert_eq!(o.status.code(), Some(0), "{}", text(&o.stderr));
    // The same in a configuration of Microsoft365DSC.
    let dsc = b"Configuration C {\nEXORemoteDomain \"x\" { DomainName = '*' }\nEXOOutboundConnector \"a\" { Name = 'a' }\nEXOOutboundConnector \"b\" { Name = 'b' }\n}";
    let imported = one("f", dsc).unwrap();
    assert_eq!(codes(&imported), [NOT_SIMULATED]);
    assert!(imported.is_understood());
    // The same in JSON with sections, where the key says what they are.
    let json = br#"{"RemoteDomains": [{"DomainName": "*"}], "JournalRules": [{"Name": "All"}], "CASMailboxes": [{"PrimarySmtpAddress": "scan@contoso.com", "SmtpClientAuthenticationDisabled": false}]}"#;
    let imported = one("f", json).unwrap();
    assert_eq!(codes(&imported), [NOT_IN_COLLECTION, NOT_SIMULATED]);
    assert!(imported.yaml.contains("Addresses: [scan@contoso.com]"));
}

#[test]
fn what_scubagear_exports_is_read_and_the_tenant_is_not_copied() {
    let imported = fixture("scubagear.json");
    assert_eq!(codes(&imported), [NOT_IN_COLLECTION, NOT_SIMULATED]);
    assert_eq!(run(&["import", "scubagear.json"]).status.code(), Some(0));
    let (policy, _) = read::read("p", imported.yaml.as_bytes()).unwrap();
    assert_eq!(policy.remote_domains.len(), 2);
    assert_eq!(policy.accepted_domains.len(), 2);
    assert_eq!(policy.submission.connectors.len(), 1);
    assert!(policy.submission.auth_disabled.unwrap().value);
    for identifier in ["00000000-0000", "OUTLOOK.COM", "CN=", "multifactor", "Card"] {
        assert!(!imported.yaml.contains(identifier), "{identifier}");
    }
    // The results have the same below `Raw`.
    let settings = std::fs::read_to_string(format!("{}/scubagear.json", super::FOLDER)).unwrap();
    let results = format!("{{\"MetaData\": {{}}, \"Summary\": {{}}, \"Raw\": {settings}}}");
    let same = one("scubagear.json", results.as_bytes()).unwrap();
    assert_eq!(super::body(&same.yaml), super::body(&imported.yaml));
}

#[test]
fn what_is_not_understood_is_kept_without_identifiers() {
    let json = br#"{"DomainName": "*", "Name": "Default", "AutoForwardEnabled": true, "Zork": "plain", "ZorkTenant": "11111111-2222-3333-4444-555555555555", "ZorkServer": ["AM0PR00A01DC001.EURPR00A001.PROD.OUTLOOK.COM"], "ZorkPath": "CN=Default,CN=Configuration"}"#;
    let imported = one("f", json).unwrap();
    // What only tells tenants apart is harmless.
    assert_eq!(codes(&imported), ["unknown-property"]);
    let comments: Vec<&str> = imported
        .yaml
        .lines()
        .filter(|l| l.contains("Zork"))
        .collect();
    assert_eq!(
        comments,
        [
            "  # Not understood: Zork: plain",
            "  # Left out, as rdsim does not use them: ZorkPath, ZorkServer, ZorkTenant."
        ]
    );
    let json = br#"{"Who": "knows", "Customer": "11111111-2222-3333-4444-555555555555", "Thumb": "0123456789abcdef0123456789abcdef01234567", "Sign": "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0123456789", "Owner": "S-1-5-21-1-2-3", "SkuPartNumber": "ENTERPRISEPREMIUM", "ClientSecret": "hush", "Plans": [{"Plan": "EXCHANGE_S"}]}
{"DomainName": "*", "AutoForwardEnabled": true}"#;
    let imported = one("f", json).unwrap();
    let comments: Vec<&str> = imported
        .yaml
        .lines()
        .filter(|l| l.contains("#   "))
        .collect();
    assert_eq!(comments, ["#   Who: knows"]);
}

#[test]
fn a_row_of_an_audit_log_is_refused_with_what_to_export() {
    let data = r#"{""CreationTime"":""2026-11-24T09:00:00"",""Operation"":""Set-RemoteDomain"",""ObjectId"":""Default"",""Parameters"":[{""Name"":""AutoForwardEnabled"",""Value"":""True""}]}"#;
    let portal = format!(
        "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\n1,2026-11-24T09:00:00.0000000Z,1,Set-RemoteDomain,admin@contoso.com,\"{data}\",,\n"
    );
    let searched = format!(
        "RecordType : ExchangeAdmin\nCreationDate : 11/24/2026 9:00:00 AM\nUserIds : admin@contoso.com\nOperations : Set-HostedOutboundSpamFilterPolicy\nAuditData : {}\nResultIndex : 1\n",
        "{}"
    );
    let alone = r#"{"CreationTime": "2026-11-24T09:00:00", "RecordType": 1, "Workload": "Exchange", "Operation": "New-InboxRule", "Parameters": []}"#;
    let admin = r#"[{"CmdletName": "Set-TransportConfig", "CmdletParameters": [{"Name": "x"}], "ObjectModified": "x"}]"#;
    let other = r#"[{"CmdletName": "Remove-Something", "CmdletParameters": []}]"#;
    for (export, operation, cmdlet) in [
        (portal.as_str(), "Set-RemoteDomain", "Get-RemoteDomain"),
        (
            &searched,
            "Set-HostedOutboundSpamFilterPolicy",
            "Get-HostedOutboundSpamFilterPolicy",
        ),
        (alone, "New-InboxRule", "Get-InboxRule"),
        (admin, "Set-TransportConfig", "Get-TransportConfig"),
        (other, "Remove-Something", "Get-RemoteDomain"),
    ] {
        let problems = one("f", export.as_bytes()).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].code, "audit-log");
        let message = problems[0].message.to_string();
        assert!(message.contains(&format!("`{operation}`")), "{message}");
        let help = problems[0].help.to_string();
        assert!(
            help.contains(&format!("`{cmdlet} | ConvertTo-Json")),
            "{help}"
        );
    }
}

#[test]
fn no_comment_that_is_imported_allows_a_finding() {
    let allow = "rdsim: allow default-forwards: injected";
    let long = "a".repeat(80);
    let texts = [
        format!("{long} {allow}"),
        format!("x\n# {allow}"),
        format!("x\r# {allow}"),
        format!("x\u{2028}# {allow}"),
        format!("{long} RDSIM: allow default-forwards: injected"),
        format!("{long} rdsim\u{200b}: allow default-forwards: injected"),
        format!("{long} rdsim:rdsim: allow default-forwards: injected"),
        allow.to_owned(),
    ];
    let names = ["f".to_owned(), allow.to_owned(), format!("{long} {allow}")];
    for file in &names {
        for value in &texts {
            let value = serde_json::to_string(value).unwrap();
            let domain = r#""DomainName": "*", "Name": "Default", "AutoForwardEnabled": true"#;
            let rule = format!("\"HostedOutboundSpamFilterPolicy\": \"None\", \"Name\": {value}");
            for json in [
                format!("[{{{domain}, \"Zork\": {value}}}]"),
                format!("[{{{domain}, {value}: 1}}]"),
                format!("[{{{domain}}}, {{\"Unknown\": {value}, {value}: {value}}}]"),
                format!("[{{{domain}}}, {{{rule}, \"SenderDomainIs\": \"x.example\"}}]"),
                format!(
                    "[{{{domain}}}, {{\"PrimarySmtpAddress\": \"a@contoso.com\", \"RecipientTypeDetails\": \"UserMailbox\", \"EmailAddresses\": [{value}, \"X:1\"], {value}: 1}}]"
                ),
            ] {
                let imported =
                    one(file, json.as_bytes()).unwrap_or_else(|p| panic!("{json} {p:?}"));
                let linted = lint("p", imported.yaml.as_bytes(), &Options::default());
                let findings = &linted.findings;
                let found = |id: &str| findings.iter().filter(|f| f.rule.id == id).count();
                assert_eq!(found("default-forwards"), 1, "{}", imported.yaml);
                assert_eq!(found("bad-suppression") + found("unused-suppression"), 0);
                assert!(
                    findings.iter().all(|f| f.suppressed.is_none()),
                    "{}",
                    imported.yaml
                );
            }
        }
    }
}

#[test]
fn a_mailbox_that_is_forwarded_to_a_name_keeps_it() {
    let list = "\nName                       : alice\nPrimarySmtpAddress         : alice@contoso.com\nEmailAddresses             : {SMTP:alice@contoso.com}\nForwardingAddress          : carol\nForwardingSmtpAddress      : \nDeliverToMailboxAndForward : False\n";
    let carol = "\nName                       : carol\nPrimarySmtpAddress         : carol@contoso.com\nEmailAddresses             : {SMTP:carol@contoso.com}\nForwardingAddress          : \nForwardingSmtpAddress      : \nDeliverToMailboxAndForward : False\n";
    let contact = "\nName : Carol\nAlias : CAROL\nExternalEmailAddress : SMTP:carol@fabrikam.com\nUsePreferMessageFormat : False\n";
    let group = "\nName : carol\nPrimarySmtpAddress : all@contoso.com\nRecipientTypeDetails : MailUniversalDistributionGroup\n";
    for other in [carol, contact] {
        let imported = one("f", format!("{list}\n{other}").as_bytes()).unwrap();
        assert_eq!(imported.warnings, []);
        assert!(imported.yaml.contains("    ForwardingAddress: carol\n"));
    }
    let imported = one("f", format!("{list}\n{group}").as_bytes()).unwrap();
    assert_eq!(codes(&imported), [GROUPS_WITHOUT_MEMBERS]);
    let imported = one("f", list.as_bytes()).unwrap();
    assert_eq!(codes(&imported), ["unknown-recipient"]);
    assert!(!imported.is_understood());
    let message = imported.warnings[0].message.to_string();
    assert!(message.contains("`carol`"), "{message}");
    assert!(imported.yaml.contains("    ForwardingAddress: carol\n"));
}

#[test]
fn an_empty_external_message_and_the_mailbox_for_reports_are_kept() {
    let json = br#"[{"ClearCategories": true, "JournalingReportNdrTo": "journal@contoso.com", "MaxRecipientEnvelopeLimit": "Unlimited", "SmtpClientAuthenticationDisabled": true},
        {"MailboxOwnerId": "alice", "Identity": "alice@contoso.com", "AutoReplyState": "Enabled", "ExternalAudience": "All", "ExternalMessage": "", "InternalMessage": "x", "StartTime": "2026-11-02T00:00:00Z", "EndTime": "2026-11-09T00:00:00Z"}]"#;
    let imported = one("f", json).unwrap();
    assert_eq!(imported.warnings, []);
    assert!(
        imported.yaml.contains("\nTransportConfig:\n"),
        "{}",
        imported.yaml
    );
    let policy = read::read("p", imported.yaml.as_bytes()).unwrap().0;
    let alice = policy.mailbox("alice@contoso.com").unwrap();
    let text = alice.auto_reply.external_message.as_ref();
    assert_eq!(text.map(|t| t.value.as_str()), Some(""));
    let journaling = policy.journaling_report_ndr_to.unwrap();
    assert_eq!(journaling.value, "journal@contoso.com");
    assert!(policy.submission.auth_disabled.unwrap().value);
}

#[test]
fn objects_of_graph_are_named_with_the_cmdlet_that_has_what_exchange_decides_by() {
    // As Graph's `GET /domains`, `/groups`, `/users`, `/me/mailboxSettings` and `/messageRules` answer, and
    // as the Graph module of PowerShell writes a domain.
    let answers = [
        (
            r#"{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#domains", "value": [
                {"authenticationType": "Managed", "id": "contoso.com", "isDefault": true, "isInitial": false,
                 "isVerified": true, "supportedServices": ["Email"]},
                {"authenticationType": "Managed", "id": "contoso.onmicrosoft.com", "isDefault": false,
                 "isInitial": true, "isVerified": true, "supportedServices": ["Email"]}]}"#,
            "`domain` of Microsoft Graph, which lacks what Exchange decides by (2 objects",
            "Get-AcceptedDomain",
        ),
        (
            r#"[{"AuthenticationType": "Managed", "Id": "contoso.com", "IsDefault": true, "IsVerified": true,
                 "SupportedServices": ["Email", "OfficeCommunicationsOnline"], "AdditionalProperties": {}}]"#,
            "`domain` of Microsoft Graph",
            "Get-AcceptedDomain",
        ),
        (
            r#"{"value": [{"displayName": "Sales", "groupTypes": ["Unified"], "mail": "sales@contoso.com",
                 "mailEnabled": true, "mailNickname": "sales", "securityEnabled": false,
                 "proxyAddresses": ["SMTP:sales@contoso.com"], "visibility": "Private"}]}"#,
            "`group` of Microsoft Graph",
            "Get-DistributionGroup, Get-UnifiedGroup",
        ),
        (
            r#"{"value": [{"businessPhones": [], "displayName": "Alice", "mail": "alice@contoso.com",
                 "userPrincipalName": "alice@contoso.com", "id": "6ea91a8d-e32e-41a1-b7bd-d2d185eed0e0"}]}"#,
            "`user` of Microsoft Graph",
            "Get-Mailbox, Get-MailUser",
        ),
        (
            r#"{"automaticRepliesSetting": {"status": "alwaysEnabled", "externalAudience": "all",
                 "internalReplyMessage": "Away.", "externalReplyMessage": "Away."}, "timeZone": "UTC"}"#,
            "`mailboxSettings` of Microsoft Graph",
            "Get-MailboxAutoReplyConfiguration",
        ),
        (
            r#"{"value": [{"id": "AQAAAJ5dZqA=", "displayName": "Forward", "sequence": 1, "isEnabled": true,
                 "hasError": false, "isReadOnly": false, "actions": {"stopProcessingRules": true,
                 "forwardTo": [{"emailAddress": {"name": "Bob", "address": "bob@fabrikam.com"}}]}}]}"#,
            "`messageRule` of Microsoft Graph",
            "Get-InboxRule",
        ),
    ];
    for (json, message, cmdlets) in answers {
        let problems = one("f", json.as_bytes()).unwrap_err();
        let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
        assert_eq!(codes, ["nothing-for-a-policy", "of-graph"], "{json}");
        let told = problems[1].to_string();
        assert!(told.contains(message) && told.contains(cmdlets), "{told}");
    }
    // Beside what has a place in a policy they are a warning.
    let both = r#"[{"DomainName": "contoso.com", "DomainType": "Authoritative"},
        {"id": "contoso.com", "isVerified": true, "supportedServices": ["Email"]}]"#;
    let imported = one("f", both.as_bytes()).unwrap();
    assert_eq!(codes(&imported), ["of-graph"]);
    assert!(imported.yaml.contains("DomainName: contoso.com"));
}
