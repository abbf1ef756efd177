//! Imports the sample exports, and what is wrong with others; runs the real binary.

mod audit_records;
mod collections;
mod folders;
mod groups;
mod history;
mod history_of_rules;
mod known;
mod mail_flow_rules;
mod members;
mod printed;
mod problems;
mod round_trip;

use crate::given;
use crate::program;
use rdsim::diagnostic::Problem;
use rdsim::import::{Imported, Input, import};
use rdsim::policy::connector::Connector;
use rdsim::policy::{
    AllowedOofType, AutoForwardingMode, ExternalAudience, Policy, UseMapiRichText, read,
};
use std::process::{Command, Output};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/exports");

fn one(file: &str, bytes: &[u8]) -> Result<Imported, Vec<Problem>> {
    import(&[Input { file, bytes }], None)
}

fn fixture(name: &str) -> Imported {
    one(name, &std::fs::read(format!("{FOLDER}/{name}")).unwrap()).unwrap()
}

fn policy(imported: &Imported) -> Policy {
    given::policy(&imported.yaml)
}

/// The lines that are not comments.
fn body(yaml: &str) -> Vec<&str> {
    let lines = yaml.lines().filter(|l| !l.trim_start().starts_with('#'));
    lines.filter(|l| !l.is_empty()).collect()
}

fn rdsim(args: &[&str]) -> Command {
    let mut command = program::rdsim(args);
    command.current_dir(FOLDER);
    command
}

fn run(args: &[&str]) -> Output {
    rdsim(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn every_sample_becomes_a_policy_that_check_takes() {
    let readme = std::fs::read_to_string(format!("{FOLDER}/README.md")).unwrap();
    let mut seen = 0;
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(FOLDER).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name == "README.md" {
            continue;
        }
        assert!(readme.contains(&format!("- `{name}`: ")), "{name}");
        let output = folder.path().join(format!("{name}.yaml"));
        let output = output.to_str().unwrap();
        let o = run(&["import", &name, "--output", output, "--lenient"]);
        assert_eq!(o.status.code(), Some(0), "{name}: {}", text(&o.stderr));
        let yaml = std::fs::read_to_string(output).unwrap();
        assert!(yaml.starts_with(&format!("# Imported by rdsim from {name}.\n")));
        if !yaml.contains("\nAcceptedDomains:") {
            std::fs::write(output, format!("{yaml}AcceptedDomains: [contoso.com]\n")).unwrap();
        }
        let check = run(&["check", "--policy", output, "../ordinary/plain.eml"]);
        assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));
        seen += 1;
    }
    assert_eq!(seen, readme.matches("\n- `").count());
}

#[test]
fn json_with_nested_objects_enums_and_dates() {
    let imported = fixture("remote-domains.json");
    assert_eq!(imported.warnings, []);
    let policy = policy(&imported);
    let d = &policy.remote_domains[1];
    assert_eq!(
        (d.name.as_str(), d.pattern.to_string().as_str()),
        ("Fabrikam: partner #1", "*.fabrikam.com")
    );
    assert_eq!(d.allowed_oof_type.value, AllowedOofType::InternalLegacy);
    assert_eq!(
        (d.line_wrap_size.value, d.shift_jis_code_page.value),
        (Some(76), Some(50220))
    );
    assert_eq!(
        (d.required_charset_coverage.value, d.tnef_enabled.value),
        (Some(60), Some(true))
    );
    assert_eq!(d.byte_encoder.line.map(|_| ()), Some(()));
    // What says nothing about mail is named and not written.
    assert!(
        imported.yaml.contains("RunspaceId")
            && !body(&imported.yaml).join("\n").contains("RunspaceId")
    );
}

#[test]
fn a_rule_goes_into_its_policy() {
    let policy = policy(&fixture("outbound.txt"));
    assert_eq!(policy.outbound[0].name, "Assistants may forward");
    assert_eq!(
        policy.outbound[0].scope.from[..],
        ["alice@contoso.com", "dave@contoso.com"]
    );
    assert_eq!(policy.outbound[0].except.from[..], ["erin@contoso.com"]);
    assert_eq!(policy.outbound[0].mode.value, AutoForwardingMode::On);
    assert_eq!(policy.outbound[1].mode.value, AutoForwardingMode::Off);
    let alone = one("f", b"State : Enabled\nPriority : 0\nHostedOutboundSpamFilterPolicy : Gone\nSenderDomainIs : {contoso.com}\nName : Gone\n").unwrap();
    assert_eq!(alone.warnings[0].code, "rule-without-policy");
    assert!(
        alone.yaml.contains("#   SenderDomainIs: \"{contoso.com}\""),
        "{}",
        alone.yaml
    );
}

#[test]
fn recipients_of_clixml() {
    let imported = fixture("recipients.xml");
    let policy = policy(&imported);
    let alice = policy.mailbox("alice.smith@contoso.com").unwrap();
    assert_eq!(alice.external_audience.value, ExternalAudience::Known);
    assert_eq!(alice.forwarding().unwrap().1.value, "alice@fabrikam.com");
    assert!(alice.deliver_and_forward);
    assert_eq!(
        policy.contact("bob@fabrikam.com").unwrap().rich_text.value,
        UseMapiRichText::Never
    );
    assert_eq!(
        policy
            .contact("heidi@contoso.com")
            .unwrap()
            .external
            .as_deref(),
        Some("heidi@sales.fabrikam.com")
    );
    assert!(
        imported
            .yaml
            .contains("# Left out, as they are not SMTP: addresses of SIP.")
    );
}

#[test]
fn a_dsc_configuration_and_what_has_no_place_in_a_policy() {
    let o = run(&["import", "tenant.ps1"]);
    assert_eq!(o.status.code(), Some(0));
    let (yaml, told) = (text(&o.stdout), text(&o.stderr));
    for part in [
        "tenant.ps1:54:9: warning: `Ensure` is `Absent`",
        "tenant.ps1:93:9: warning: `AADGroup` has no place in a policy (1 block, the first here)",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    for part in [
        "Name: \"O'Neill \\\"Partners\\\"\"",
        "SenderDomainIs: [contoso.example, lab.contoso.example]",
        "  # tenant.ps1:85\n  - Name: Printers\n    ConnectorType: OnPremises\n    Enabled: true\n    SenderIPAddresses: [\"192.0.2.10\"]\n    RequireTls: false\n",
    ] {
        assert!(yaml.contains(part), "{part}\n{yaml}");
    }
    // How the configuration signs in is nobody's business.
    assert!(!yaml.contains("Credscredential") && !yaml.contains("ApplicationId"));
}

#[test]
fn the_same_remote_domain_in_every_format_and_encoding() {
    let json = r#"{"DomainName":"*","Name":"Default","AllowedOOFType":"None","NDREnabled":false,"LineWrapSize":"76"}"#;
    let utf16: Vec<u8> = json.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe", utf16.as_slice()].concat();
    let bom = [b"\xef\xbb\xbf", json.as_bytes()].concat();
    let odata = format!(r##"{{"@odata.context":"x","value":[{json}]}}"##);
    let ps51 = format!(r#"{{"value":[{json}],"Count":1}}"#);
    let forms: [&[u8]; 13] = [
        json.as_bytes(),
        &utf16,
        &marked,
        &bom,
        odata.as_bytes(),
        ps51.as_bytes(),
        b"#TYPE Selected.X\r\nDomainName,Name,AllowedOOFType,NDREnabled,LineWrapSize\r\n*,Default,None,False,76\r\n",
        b"\"DomainName\";\"Name\";\"AllowedOOFType\";\"NDREnabled\";\"LineWrapSize\"\n\"*\";\"Default\";\"None\";\"False\";\"76\"\n",
        b"DomainName\tName\tAllowedOOFType\tNDREnabled\tLineWrapSize\n*\tDefault\tNone\tFalse\t76\n",
        b"\r\n\r\nDomainName     : *\r\nName           : Default\r\nAllowedOOFType : None\r\nNDREnabled     : False\r\nLineWrapSize   : 76\r\n\r\n",
        br#"<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><TN RefId="0"><T>X</T></TN><MS><S N="DomainName">*</S><S N="Name">Default</S><Obj N="AllowedOOFType" RefId="1"><ToString>None</ToString><I32>3</I32></Obj><B N="NDREnabled">false</B><Obj N="LineWrapSize" RefId="2"><ToString>76</ToString><Props><B N="IsUnlimited">false</B></Props></Obj></MS></Obj></Objs>"#,
        b"EXORemoteDomain x { DomainName = '*'; Name = \"Default\"; AllowedOOFType = 'None'; NDREnabled = $False; LineWrapSize = 76 }",
        b"<# made by hand #>\nConfiguration C { EXORemoteDomain \"x\" {\nDomainName = \"*\"\nIdentity = 'Default'\nAllowedOOFType = \"None\"\nNDREnabled = $false\nLineWrapSize = \"76\"\n} }",
    ];
    for bytes in forms {
        let shown = String::from_utf8_lossy(bytes);
        let imported = one("f", bytes).unwrap_or_else(|p| panic!("{p:?}\n{shown}"));
        assert_eq!(
            body(&imported.yaml),
            [
                "RemoteDomains:",
                "  - Name: Default",
                "    DomainName: \"*\"",
                "    AllowedOOFType: None",
                "    LineWrapSize: 76",
                "    NDREnabled: false",
            ],
            "{shown}"
        );
        assert_eq!(imported.warnings, [], "{shown}");
    }
}

#[test]
fn several_files_make_one_policy() {
    let o = run(&[
        "import",
        "remote-domains.json",
        "accepted-domains.csv",
        "outbound.txt",
        "recipients.xml",
        "remote-domains.json",
    ]);
    assert_eq!(o.status.code(), Some(0), "{}", text(&o.stderr));
    let yaml = text(&o.stdout);
    let policy = read::read("p", yaml.as_bytes()).unwrap().0;
    assert_eq!(
        (
            policy.remote_domains.len(),
            policy.accepted_domains.len(),
            policy.outbound.len(),
            policy.contacts.len(),
            policy.mailboxes.len()
        ),
        (2, 2, 2, 2, 1)
    );
    assert!(
        policy.is_accepted("x@sub.contoso.example") && !policy.is_accepted("x@sub.contoso.com")
    );
    // The order of the sections is that of a policy, whatever the order of the files.
    let sections: Vec<&str> = yaml
        .lines()
        .filter(|l| l.ends_with(':') && !l.starts_with([' ', '#']))
        .collect();
    assert_eq!(
        sections,
        [
            "AcceptedDomains:",
            "RemoteDomains:",
            "HostedOutboundSpamFilterPolicies:",
            "MailContacts:",
            "MailUsers:",
            "Mailboxes:"
        ]
    );
    let two = run(&["import", "remote-domains.json", "remote-domains.txt"]);
    assert_eq!(two.status.code(), Some(2));
    assert!(two.stdout.is_empty());
    assert!(text(&two.stderr).contains("remote-domains.txt:31:1: error: a remote domain of this name was read already, with other values"), "{}", text(&two.stderr));
}

#[test]
fn the_same_object_in_two_files_is_read_once() {
    let rule = r#"{"Name": "Forward", "MailboxOwnerId": "ann@contoso.com", "ForwardTo": ["bob@fabrikam.com"], "Enabled": true}"#;
    let mailbox = r#"{"PrimarySmtpAddress": "ann@contoso.com", "RecipientTypeDetails": "UserMailbox", "EmailAddresses": ["SMTP:ann@contoso.com", "smtp:a@contoso.com"]}"#;
    let once = format!("[{mailbox},{rule}]");
    let again = format!("[\n  {rule},\n\n  {mailbox}]");
    let counted = |texts: &[&str]| {
        let inputs: Vec<Input> = texts
            .iter()
            .map(|text| Input {
                file: "f",
                bytes: text.as_bytes(),
            })
            .collect();
        let imported = import(&inputs, None).unwrap();
        assert!(imported.warnings.is_empty(), "{:?}", imported.warnings);
        let policy = policy(&imported);
        (policy.mailboxes.len(), policy.inbox_rules.len())
    };
    assert_eq!(counted(&[&once]), (1, 1));
    assert_eq!(counted(&[&once, &again, &once]), (1, 1));
    // Get-Recipient and Get-Mailbox print different properties of one mailbox.
    let recipient = r#"{"RecipientTypeDetails": "UserMailbox", "PrimarySmtpAddress": "Ann@contoso.com", "EmailAddresses": ["smtp:a@contoso.com", "SMTP:Ann@contoso.com"]}"#;
    let forwards = r#"{"RecipientTypeDetails": "UserMailbox", "PrimarySmtpAddress": "ann@contoso.com", "ForwardingSmtpAddress": "smtp:bob@fabrikam.com"}"#;
    for texts in [[recipient, forwards], [forwards, recipient]] {
        assert_eq!(counted(&texts), (1, 0));
        let inputs = texts.map(|text| Input {
            file: "f",
            bytes: text.as_bytes(),
        });
        let policy = policy(&import(&inputs, None).unwrap());
        let ann = policy.mailbox("a@contoso.com").unwrap();
        assert_eq!(ann.forwarding().unwrap().1.value, "bob@fabrikam.com");
    }
    let elsewhere = forwards.replace("bob@", "eve@");
    let inputs = [forwards, &elsewhere].map(|text| Input {
        file: "f",
        bytes: text.as_bytes(),
    });
    let problems = import(&inputs, None).unwrap_err();
    assert_eq!(problems[0].code, "conflicting-object", "{problems:?}");
}

#[test]
fn a_file_is_overwritten_only_by_force_and_never_for_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.yaml");
    let file = path.to_str().unwrap();
    std::fs::write(&path, "mine").unwrap();
    assert_eq!(
        run(&["import", "remote-domains.json", "-o", file])
            .status
            .code(),
        Some(2)
    );
    let bad = run(&["import", "README.md", "-o", file, "--force"]);
    assert_eq!(bad.status.code(), Some(2));
    assert_eq!(
        run(&["import", "no.json", "-o", file, "--force"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(
        run(&["import", "remote-domains.json", "-o", file, "--force"])
            .status
            .code(),
        Some(0)
    );
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("RemoteDomains:")
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn standard_input() {
    let sample = std::fs::File::open(format!("{FOLDER}/remote-domains-semicolon.csv")).unwrap();
    let o = rdsim(&["import"]).stdin(sample).output().unwrap();
    assert_eq!(o.status.code(), Some(0));
    assert!(text(&o.stdout).starts_with("# Imported by rdsim from standard input.\n"));
}

#[test]
fn what_concerns_devices_is_imported_from_every_cmdlet() {
    let files = ["organization.txt", "cas-mailboxes.csv", "recipients.xml"];
    let o = run(&[&["import"][..], &files].concat());
    let yaml = text(&o.stdout);
    let whole = read::read("policy", yaml.as_bytes()).unwrap().0;
    let s = &whole.submission;
    assert!(s.reject_direct_send.as_ref().unwrap().value, "{yaml}");
    assert!(s.auth_disabled.as_ref().unwrap().value);
    assert!(s.legacy_tls.is_none());
    // The settings of Get-CASMailbox go into the mailbox that is there, and else make one.
    let off = |a: &str| {
        let rights = &whole.mailbox(a).unwrap().rights;
        rights.auth_disabled.as_ref().map(|d| d.value)
    };
    assert_eq!(off("alice@contoso.com"), Some(true));
    assert_eq!(off("scan@contoso.com"), Some(false));
    assert_eq!(off("bob@contoso.com"), None);
    let alice = whole.mailbox("alice@contoso.com").unwrap();
    assert!(
        alice.deliver_and_forward,
        "it is the mailbox of recipients.xml"
    );
    assert!(
        yaml.contains("# Client settings: cas-mailboxes.csv:3"),
        "{yaml}"
    );

    let json = fixture("inbound-connectors.json");
    let connectors = policy(&json).submission.connectors;
    let list = whole.submission.connectors;
    let facts = |c: &Connector| {
        (
            c.name.clone(),
            c.on_premises,
            c.addresses.clone(),
            c.domains.clone(),
        )
    };
    // Format-List and JSON of one connector say the same.
    assert_eq!(facts(&connectors[0]), facts(&list[0]));
    assert_eq!(list[0].domains, ["*"]);
    let partner = &connectors[1];
    assert_eq!(partner.certificate.as_deref(), Some("mail.fabrikam.com"));
    assert_eq!(partner.domains, ["*.fabrikam.com", "partner.example"]);
    assert!(partner.restrict_certificate.value && !partner.on_premises);
    assert_eq!(json.warnings, []);
    let plain = "    SenderDomains: [\"*.fabrikam.com\", partner.example]\n";
    assert!(json.yaml.contains(plain), "{}", json.yaml);
}
