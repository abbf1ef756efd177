//! Imports what consoles, Excel and collectors make of the output of cmdlets.

use super::{body, one};
use encoding_rs::{Encoding, SHIFT_JIS, WINDOWS_1252};
use rdsim::import::Imported;
use rdsim::trace::error::CODE_PAGE_GUESSED;

fn codes(imported: &Imported) -> Vec<&'static str> {
    imported.warnings.iter().map(|w| w.code).collect()
}

fn has(imported: &Imported, line: &str) {
    let lines = body(&imported.yaml);
    let found = lines
        .iter()
        .any(|l| l.trim_start_matches([' ', '-']) == line);
    assert!(found, "{line}: {}", imported.yaml);
}

#[test]
fn a_code_page_of_windows_is_read_as_in_a_trace() {
    let csv = |name: &str, delimiter: &str| {
        let row = ["\"Name\"", "\"DomainName\"", "\"AutoForwardEnabled\""].join(delimiter);
        let of = |name: &str, domain: &str| {
            [name, domain, "False"]
                .map(|c| format!("\"{c}\""))
                .join(delimiter)
        };
        format!(
            "{row}\r\n{}\r\n{}\r\n",
            of("Default", "*"),
            of(name, "fabrikam.com")
        )
    };
    let list = "\r\nName               : Münchner Büro für Anfragen\r\nDomainName         : fabrikam.com\r\nAutoForwardEnabled : False\r\n";
    for (encoding, text, name) in [
        (
            WINDOWS_1252,
            csv("Münchner Büro für Anfragen", ";"),
            "Münchner Büro für Anfragen",
        ),
        (SHIFT_JIS, csv("取引先の株式会社", ","), "取引先の株式会社"),
        (WINDOWS_1252, list.to_owned(), "Münchner Büro für Anfragen"),
    ] as [(&'static Encoding, String, &str); 3]
    {
        let (bytes, ..) = encoding.encode(&text);
        let imported = one("f", &bytes).unwrap();
        assert_eq!(codes(&imported), [CODE_PAGE_GUESSED]);
        assert!(
            imported.warnings[0]
                .message
                .to_string()
                .contains(&encoding.name().to_owned())
        );
        assert!(imported.is_understood());
        has(&imported, &format!("Name: {name}"));
    }
}

#[test]
fn a_date_of_a_console_is_read_where_it_can_be_read_in_one_way() {
    let list = |state: &str, start: &str, end: &str| {
        let text = format!(
            "\nAutoReplyState   : {state}\nIdentity         : alice@contoso.com\nEndTime          : {end}\nStartTime        : {start}\nExternalAudience : All\nMailboxOwnerId   : alice\n"
        );
        one("f", text.as_bytes()).unwrap()
    };
    let read = list("Scheduled", "11/29/2026 3:00:00 PM", "30.11.2026 15:00:00");
    assert_eq!(read.warnings, []);
    has(&read, "StartTime: \"2026-11-29T15:00:00.000Z\"");
    has(&read, "EndTime: \"2026-11-30T15:00:00.000Z\"");
    // Either day may be meant, which counts only where the reply is on a schedule.
    let either = ["1/2/2026 3:00:00 PM", "1/3/2026 3:00:00 PM"];
    assert_eq!(
        codes(&list("Scheduled", either[0], either[1])),
        ["invalid-value"; 2]
    );
    let off = list("Disabled", either[0], either[1]);
    assert_eq!(off.warnings, []);
    assert!(
        !body(&off.yaml).join("\n").contains("StartTime"),
        "{}",
        off.yaml
    );
}

#[test]
fn a_variable_in_an_address_is_told() {
    let dsc = b"Configuration C {\nEXOMailContact \"a\" { Name = 'Bob'; PrimarySmtpAddress = \"bob@$OrganizationName\"; ExternalEmailAddress = 'SMTP:bob@fabrikam.com' }\nEXOMailContact \"b\" { Name = 'Eve'; PrimarySmtpAddress = \"eve@$OrganizationName\"; ExternalEmailAddress = 'SMTP:eve@fabrikam.com' }\n}";
    let imported = one("f", dsc).unwrap();
    assert_eq!(codes(&imported), ["variable"]);
    let message = imported.warnings[0].message.to_string();
    assert!(
        message.contains("`$OrganizationName` stands for the domain of addresses"),
        "{message}"
    );
}

#[test]
fn what_a_collector_keeps_as_text_is_read() {
    let domain = r#"{"Name":"Default","DomainName":"*","AutoForwardEnabled":false}"#;
    for text in [
        format!(
            "[{{\"TimeGenerated\":\"2026-08-10\",\"Section\":\"RemoteDomain\",\"rawData\":{}}}]",
            serde_json::Value::from(domain)
        ),
        format!(
            "TenantId,Section_s,rawData_s\nt,RemoteDomain,\"{}\"\n",
            domain.replace('"', "\"\"")
        ),
    ] {
        let imported = one("f", text.as_bytes()).unwrap();
        assert_eq!(imported.warnings, []);
        has(&imported, "AutoForwardEnabled: false");
    }
}

#[test]
fn addresses_that_were_joined_by_blanks_are_several() {
    let csv = "\"Name\",\"PrimarySmtpAddress\",\"EmailAddresses\",\"RecipientTypeDetails\"\n\
               \"alice\",\"alice@contoso.com\",\"X500:/o=First Organization/cn=alice SMTP:alice@contoso.com smtp:a@contoso.com\",\"UserMailbox\"\n";
    let imported = one("f", csv.as_bytes()).unwrap();
    has(
        &imported,
        "EmailAddresses: [alice@contoso.com, a@contoso.com]",
    );
}
