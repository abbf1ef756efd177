//! Imports what many cmdlets printed in one file, and what services wrap their answers in.

use super::{FOLDER, body, fixture, one, policy, run, text};
use rdsim::import::error::{NOT_IN_COLLECTION, NOT_SIMULATED};
use rdsim::import::{Imported, Input, import};
use rdsim::policy::AutoForwardingMode;

fn codes(imported: &Imported) -> Vec<&'static str> {
    imported.warnings.iter().map(|w| w.code).collect()
}

/// The objects of the fixture of the REST interface, as they stand in its answers.
fn rows() -> [String; 3] {
    let text = std::fs::read_to_string(format!("{FOLDER}/rest-answers.json")).unwrap();
    let answers = text.split('\u{feff}').filter(|t| !t.is_empty());
    let rows = answers.map(|answer| {
        let value: serde_json::Value = serde_json::from_str(answer).unwrap();
        value["value"].to_string()
    });
    rows.collect::<Vec<_>>().try_into().unwrap()
}

fn same(json: &str, like: &Imported) {
    let imported = one("f", json.as_bytes()).unwrap_or_else(|p| panic!("{json}: {}", p[0]));
    assert_eq!(body(&imported.yaml), body(&like.yaml), "{json}");
}

#[test]
fn a_report_of_many_services_gives_what_is_of_exchange() {
    let imported = fixture("tenant-report.json");
    assert_eq!(codes(&imported), [NOT_SIMULATED; 2]);
    assert_eq!(
        run(&["import", "tenant-report.json"]).status.code(),
        Some(0)
    );
    let policy = policy(&imported);
    assert_eq!(policy.accepted_domains.len(), 2);
    assert!(!policy.remote_domains[0].auto_forward_enabled.value);
    assert_eq!(policy.outbound[0].mode.value, AutoForwardingMode::Off);
    assert_eq!(policy.mail_flow_rules.len(), 1);
    assert_eq!(policy.mailboxes.len(), 1);
    assert!(
        imported.yaml.contains("\n#   Entra, Licenses, Teams\n"),
        "{}",
        imported.yaml
    );
}

#[test]
fn nothing_that_tells_the_tenant_is_copied_from_a_report() {
    let yaml = fixture("tenant-report.json").yaml;
    for secret in [
        "00000000-0000",
        "0000-alice",
        "OUTLOOK.COM",
        "CN=",
        "cn=",
        "ExchangeLabs",
        "Dana",
        "DKIM1",
        "MIIB",
        "domainkey",
        "ENTERPRISE",
        "EXCHANGE_S",
        "BPOS",
        "s3c",
        "S-1-5",
        "SPO_",
        "100320000000001",
        "am0pr00",
        "EURPR00",
        "alice@contoso.onmicrosoft.com",
    ] {
        assert!(!yaml.contains(secret), "{secret}: {yaml}");
    }
}

#[test]
fn answers_of_the_rest_interface_are_read_however_they_are_wrapped() {
    let like = fixture("rest-answers.json");
    assert_eq!(codes(&like), [""; 0]);
    assert_eq!(run(&["import", "rest-answers.json"]).status.code(), Some(0));
    let [accepted, remote, outbound] = rows();
    for json in [
        // OData 2, 3 and 4, one and several pages that were joined.
        format!(
            "{{\"d\":{{\"results\":{accepted},\"__count\":\"1\"}}}}{{\"d\":{{\"results\":{remote}}}}}{{\"d\":{outbound}}}"
        ),
        format!(
            "[{{\"odata.metadata\":\"x\",\"value\":{accepted}}},{{\"value\":{remote}}},{{\"value\":{outbound},\"@odata.count\":1}}]"
        ),
        // Windows PowerShell, wrapped again by what exported the answers.
        format!(
            "{{\"value\":[{{\"value\":{accepted},\"Count\":1}},{{\"value\":{{\"value\":{remote},\"Count\":2}},\"Count\":2}},{outbound}],\"Count\":3}}"
        ),
        // A batch.
        format!(
            "{{\"responses\":[{{\"id\":\"1\",\"status\":200,\"headers\":{{\"a\":\"b\"}},\"body\":{{\"value\":{accepted}}}}},{{\"id\":\"2\",\"body\":{{\"value\":{remote}}}}},{{\"id\":\"3\",\"body\":{{\"value\":{outbound}}}}}]}}"
        ),
        // Tables of names and objects, as scripts make them.
        format!(
            "{{\"AcceptedDomains\":{accepted},\"RemoteDomains\":{remote},\"HostedOutboundSpamFilterPolicy\":{outbound}}}"
        ),
        format!(
            "{{\"Get-AcceptedDomain\":{accepted},\"Get-RemoteDomain\":{{\"value\":{remote},\"Count\":2}},\"Get-HostedOutboundSpamFilterPolicy\":{outbound}}}"
        ),
        format!(
            "{{\"exo_accepted_domains\":{accepted},\"EXORemoteDomain\":{remote},\"outboundSpamPolicies\":{outbound}}}"
        ),
        format!(
            "{{\"a\":{{\"b\":[{{\"c\":{accepted}}},{{\"c\":{remote}}}]}},\"d\":{{\"e\":{outbound}}}}}"
        ),
        format!(
            "[{{\"Cmdlet\":\"Get-AcceptedDomain\",\"Output\":{accepted}}},{{\"Cmdlet\":\"Get-RemoteDomain\",\"Output\":{remote}}},{{\"Cmdlet\":\"Get-HostedOutboundSpamFilterPolicy\",\"Output\":{outbound}}}]"
        ),
        // A document a line, and a sequence of them.
        format!("{accepted}\n{remote}\r\n\r\n{outbound}\n"),
        format!("\u{1e}{accepted}\n\u{1e}{remote}\n\u{1e}{outbound}\n"),
    ] {
        same(&json, &like);
    }
}

#[test]
fn a_hash_table_of_few_columns_is_known_by_its_names() {
    let json = br#"{"RemoteDomains": {"DomainName": "*", "Name": "Default"}, "AcceptedDomains": ["contoso.com"], "Mailboxes": {"alice": {"Name": "Alice", "PrimarySmtpAddress": "alice@contoso.com"}, "bob": {"Name": "Bob", "PrimarySmtpAddress": "bob@contoso.com"}}, "HostedOutboundSpamFilterPolicies": [{"Name": "Default"}], "TransportRules": []}"#;
    let imported = one("f", json).unwrap();
    assert_eq!(imported.warnings, []);
    let policy = policy(&imported);
    assert_eq!(
        (policy.remote_domains.len(), policy.mailboxes.len()),
        (1, 2)
    );
}

#[test]
fn a_hash_table_in_clixml_is_looked_into() {
    let imported = fixture("hash-table.xml");
    assert_eq!(codes(&imported), [NOT_IN_COLLECTION]);
    let policy = policy(&imported);
    assert_eq!(
        (policy.remote_domains.len(), policy.accepted_domains.len()),
        (2, 1)
    );
}

#[test]
fn what_a_collection_does_not_have_is_told_unless_another_file_has_it() {
    let scuba = std::fs::read(format!("{FOLDER}/scubagear.json")).unwrap();
    let told = one("scubagear.json", &scuba).unwrap();
    let first = &told.warnings[0];
    assert_eq!(first.code, NOT_IN_COLLECTION);
    let message = first.message.to_string();
    assert!(
        message.ends_with("nothing of Get-HostedOutboundSpamFilterPolicy"),
        "{message}"
    );
    let line = "\n# Not in scubagear.json: Get-HostedOutboundSpamFilterPolicy.\n";
    assert!(told.yaml.contains(line), "{}", told.yaml);
    let outbound = std::fs::read(format!("{FOLDER}/outbound.txt")).unwrap();
    let inputs = [
        Input {
            file: "scubagear.json",
            bytes: &scuba,
        },
        Input {
            file: "outbound.txt",
            bytes: &outbound,
        },
    ];
    let both = import(&inputs, None).unwrap();
    assert_eq!(codes(&both), [NOT_SIMULATED]);
    // The list of a cmdlet that failed is empty, and says nothing about the tenant.
    let json = br#"{"remote_domains": [], "accepted_domains": [{"DomainName": "contoso.com"}], "transport_rule": [], "exo_successful_commands": ["Get-AcceptedDomain"], "exo_unsuccessful_commands": ["Get-RemoteDomain"]}"#;
    let imported = one("f", json).unwrap();
    assert_eq!(codes(&imported), [NOT_IN_COLLECTION, "cmdlet-failed"]);
    assert!(!imported.is_understood());
}

#[test]
fn an_answer_that_is_not_whole_is_no_answer() {
    let json = br#"{"@odata.nextLink": "https://outlook.office365.com/adminapi/beta/x?$skiptoken=1", "value": [{"DomainName": "contoso.com", "DomainType": "Authoritative"}]}"#;
    let imported = one("f", json).unwrap();
    assert_eq!(codes(&imported), ["more-pages"]);
    assert!(!imported.is_understood());
    let last = br#"{"@odata.nextLink": "", "value": [{"DomainName": "contoso.com", "DomainType": "Authoritative"}]}"#;
    assert_eq!(one("f", last).unwrap().warnings, []);
    let failed =
        br#"{"error": {"code": "Unauthorized", "message": "The role of the user is missing."}}"#;
    let problems = one("f", failed).unwrap_err();
    assert_eq!(problems[0].code, "failed-answer");
    assert!(
        problems[0]
            .message
            .to_string()
            .contains("The role of the user is missing.")
    );
    // A document that is cut after others keeps its place.
    let cut = b"[{\"DomainName\": \"contoso.com\"}]\n{\"DomainName\":\n";
    let problems = one("f", cut).unwrap_err();
    assert_eq!((problems[0].code, problems[0].line), ("json-cut-off", 3));
}

#[test]
fn a_mailbox_with_lists_is_one_object() {
    let json = br#"[{"PrimarySmtpAddress": "alice@contoso.com", "ForwardingAddress": null, "Contacts": [{"Name": "Bob"}], "Nested": {"RemoteDomains": [{"DomainName": "*"}]}, "RecipientTypeDetails": "UserMailbox"}]"#;
    let imported = one("f", json).unwrap();
    assert_eq!(imported.warnings, []);
    let policy = policy(&imported);
    assert_eq!(
        (policy.mailboxes.len(), policy.remote_domains.len()),
        (1, 0)
    );
    assert!(!imported.yaml.contains("RemoteDomains:"));
}

#[test]
fn the_name_of_the_tenant_in_a_configuration_is_asked_for() {
    let dsc = b"Configuration C {\nEXOAcceptedDomain \"a\" { Identity = $OrganizationName; DomainType = 'Authoritative' }\nEXOAcceptedDomain \"b\" { Identity = 'contoso.com'; DomainType = 'Authoritative' }\nTeamsClientConfiguration \"t\" { Identity = 'Global' }\n}";
    let imported = one("f", dsc).unwrap();
    assert_eq!(codes(&imported), ["variable", "unused-resource"]);
    assert!(!imported.is_understood());
    assert_eq!(policy(&imported).accepted_domains.len(), 1);
    let o = run(&["import", "tenant.ps1"]);
    assert_eq!(o.status.code(), Some(0), "{}", text(&o.stderr));
}

#[test]
fn a_collection_that_was_cut_at_its_depth_is_no_empty_one() {
    let json = br#"{"ExchangeOnline": {"RemoteDomains": ["@{DomainName=*; IsInternal=False; Name=Default}"], "AcceptedDomains": "Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain", "Mailboxes": ["alice@contoso.com"]}}"#;
    let problems = one("f", json).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, [NOT_IN_COLLECTION, "objects-cut", "objects-cut"]);
    let names = br#"{"ExchangeOnline": {"RemoteDomains": [{"DomainName": "*"}], "AcceptedDomains": ["contoso.com"], "HostedOutboundSpamFilterPolicies": [{"Name": "Default"}], "TransportRules": {"value": [], "Count": 0}, "Mailboxes": ["alice@contoso.com"]}}"#;
    let imported = one("f", names).unwrap();
    assert_eq!(imported.warnings, []);
    assert!(
        imported
            .yaml
            .ends_with("as rdsim does not know it:\n#   Mailboxes\n"),
        "{}",
        imported.yaml
    );
}

#[test]
fn some_columns_of_a_domain_beside_the_whole_are_no_other_version() {
    let json = |open: bool| {
        format!(
            r#"{{"Overview": [{{"DomainName": "*", "AutoForwardEnabled": {open}}}], "RemoteDomains": [{{"Name": "Default", "DomainName": "*", "AutoForwardEnabled": false, "NDREnabled": true}}], "AcceptedDomains": ["contoso.com"], "HostedOutboundSpamFilterPolicies": [{{"Name": "Default"}}], "TransportRules": []}}"#
        )
    };
    let imported = one("f", json(false).as_bytes()).unwrap();
    assert_eq!(imported.warnings, []);
    assert!(
        imported.yaml.contains("NDREnabled: true"),
        "{}",
        imported.yaml
    );
    let problems = one("f", json(true).as_bytes()).unwrap_err();
    assert_eq!(problems[0].code, "conflicting-object");
}

#[test]
fn addresses_that_a_script_joined_with_blanks_are_taken_apart() {
    let csv = "\"DisplayName\",\"PrimarySmtpAddress\",\"RecipientTypeDetails\",\"EmailAddresses\"\r\n\"Alice\",\"alice@contoso.com\",\"UserMailbox\",\"SIP:alice@contoso.com SMTP:alice@contoso.com smtp:a.b@contoso.com X500:/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=alice\"\r\n";
    let imported = one("mailboxes.csv", csv.as_bytes()).unwrap();
    assert!(
        imported
            .yaml
            .contains("EmailAddresses: [alice@contoso.com, a.b@contoso.com]"),
        "{}",
        imported.yaml
    );
}

#[test]
fn a_blank_line_in_the_text_of_an_automatic_reply_ends_no_object() {
    let mailbox = "\r\nName               : alice\r\nPrimarySmtpAddress : alice@contoso.com\r\nRecipientTypeDetails : UserMailbox\r\n";
    let replies = "\r\nRunspaceId       : 1\r\nAutoReplyState   : Enabled\r\nExternalAudience : Known\r\nExternalMessage  : <html>\r\n                   <body>\r\n\r\n                   I am away.\r\n                   \r\nInternalMessage  : away\r\nMailboxOwnerId   : alice\r\nIdentity         : alice\r\n\r\n";
    let imported = one("replies.txt", format!("{mailbox}{replies}").as_bytes()).unwrap();
    assert!(imported.warnings.is_empty(), "{:?}", imported.warnings);
    for line in [
        "AutoReplyState: Enabled",
        "ExternalAudience: Known",
        "InternalMessage:",
    ] {
        assert!(imported.yaml.contains(line), "{line}: {}", imported.yaml);
    }
}
