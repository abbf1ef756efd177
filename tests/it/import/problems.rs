//! Imports what is wrong, cut short or not told, each with its place.

use super::{one, policy};
use rdsim::diagnostic::{Problem, Severity};
use rdsim::import::kind::ObjectKind;
use rdsim::import::{Input, import};

#[test]
fn what_cannot_be_imported_is_told_with_its_place() {
    for (bytes, line, column, message) in [
        (&b""[..], 1, 1, "the file is empty"),
        (b" \n\t\n", 1, 1, "the file is empty"),
        (
            b"hello world\n",
            1,
            1,
            "the format of the file is not known",
        ),
        (b"[]", 1, 1, "the file has no objects"),
        (
            b"Name DomainName AllowedOOFType\n---- ---------- --------------\nDefault * External\n",
            1,
            1,
            "this is a table",
        ),
        (
            b"[\n {\"Name\": \"x\",\n  \"DomainName\": \"y",
            3,
            18,
            "the JSON ends before it is complete",
        ),
        (b"[\n {\"Name\": x}]", 2, 11, "not JSON: expected value"),
        (
            b"{\"AllowedOOFType\": \"None\",\n \"DomainName\": \"\\ud800\"}",
            2,
            16,
            "not JSON: ",
        ),
        (
            b"Name,DomainName,NDREnabled\n\"x\",\"y",
            2,
            5,
            "the quoted cell that starts here is never closed",
        ),
        (
            b"Name,DomainName,NDREnabled\nx,y.example,True\nx,y\n",
            3,
            1,
            "the row has 2 cells, the header has 3",
        ),
        (b"<Objs>\n<Obj RefId=\"0\">", 2, 16, "not XML: "),
        (
            b"<html/>",
            1,
            1,
            "the XML is `html`, not the `Objs` of Export-Clixml",
        ),
        (
            b"<Objs><Ref RefId=\"7\"/></Objs>",
            1,
            7,
            "this reference leads nowhere",
        ),
        (
            b"EXORemoteDomain x {\n Name = 'a\n}",
            2,
            9,
            "the text or comment that starts here is never closed",
        ),
        (
            b"EXORemoteDomain x {\n Name = 'a'\n",
            1,
            1,
            "the block that starts here is never closed",
        ),
        (
            b"Name : caf\xc3\xa9 \xe9\n",
            1,
            13,
            "the file is not UTF-8",
        ),
        (
            b"{\"DomainName\": \"*\",\n \"AllowedOOFType\": 1}",
            2,
            20,
            "`1` stands for a value of `AllowedOOFType`, and Microsoft does not document for which",
        ),
        (
            b"DomainName : *\nNDREnabled : Maybe\n",
            2,
            14,
            "`Maybe` is not a value of `NDREnabled`",
        ),
        (
            b"DomainName : *\nCharacterSet : utf8\n",
            2,
            16,
            "`utf8` is not a value of `CharacterSet`",
        ),
        (
            b"NDREnabled : True\nLineWrapSize : Unlimited\n",
            1,
            1,
            "a remote domain has no `DomainName`",
        ),
        (
            b"{\"DomainName\":\"a.example\",\n\"NDREnabled\":true,\n\"ndrenabled\":false}",
            3,
            14,
            "`ndrenabled` is given twice",
        ),
        (
            b"Name,HostedOutboundSpamFilterPolicy,SenderDomainIs\nx,x,System.String[]\n",
            2,
            5,
            "the values of `SenderDomainIs` were not exported",
        ),
        (
            b"HostedOutboundSpamFilterPolicy : x\nFrom : {a@contoso.com, b@contoso.com...}\n",
            2,
            8,
            "the console cut the list of `From` short",
        ),
        (
            b"[{\"HostedOutboundSpamFilterPolicy\":\"x\",\"From\":[\"@{Address=a@contoso.com}\"]}]",
            1,
            47,
            "the values of `From` were not exported: `@{Address=a@contoso.com}`",
        ),
        (
            b"[PS] C:\\>Get-MessageTrackingLog | fl\n\nEventId   : DROP\nMessageId : <1@contoso.com>\n",
            3,
            1,
            "this is a message trace",
        ),
        (
            b"MessageTraceId,Received,SenderAddress,RecipientAddress,Status\n1,2,3,4,5\n",
            2,
            1,
            "this is a message trace",
        ),
        // What only the policy as a whole refuses is told at the place where it came from.
        (
            b"\n\nDomainName : a.example\nAllowedOOFType : InternalLegacy\nIsInternal : False\n",
            3,
            1,
            "`AllowedOOFType: InternalLegacy` with `IsInternal: false` cannot exist",
        ),
        (
            b"{\"version\": 2, \"RemoteDomains\": [{\"DomainName\": \"*\"}]}",
            1,
            13,
            "version `2` is not known",
        ),
    ] {
        let shown = String::from_utf8_lossy(bytes);
        let problems = one("f", bytes).map(|i| i.yaml).unwrap_err();
        let mut errors = problems.iter().filter(|p| p.severity == Severity::Error);
        let p = errors.next().unwrap();
        assert!(p.message.to_string().starts_with(message), "{p}\n{shown}");
        assert_eq!((p.line, p.column), (line, column), "{p}\n{shown}");
        assert!(!p.help.to_string().is_empty() && p.file == "f");
    }
}

#[test]
fn documented_numbers_are_words_and_others_are_asked_for() {
    let with = |name: &str, n: i64| {
        one(
            "f",
            format!(r#"{{"DomainName":"*","AutoReplyEnabled":true,"{name}":{n}}}"#).as_bytes(),
        )
    };
    for (n, word) in [
        (0, "Use7Bit"),
        (1, "UseQP"),
        (14, "UseBase64Html7BitTextPlain"),
    ] {
        let imported = with("ByteEncoderTypeFor7BitCharsets", n).unwrap();
        assert!(
            imported
                .yaml
                .contains(&format!("ByteEncoderTypeFor7BitCharsets: {word}\n"))
        );
    }
    for (name, n) in [
        ("ByteEncoderTypeFor7BitCharsets", 3),
        ("ContentType", 0),
        ("AllowedOOFType", 3),
    ] {
        let problems = with(name, n).map(|i| i.yaml).unwrap_err();
        assert_eq!(problems[0].code, "undocumented-number", "{}", problems[0]);
    }
}

#[test]
fn an_object_that_nothing_tells_is_asked_for_and_as_tells_it() {
    let bytes = b"Name,DomainName\nFabrikam,fabrikam.com\n";
    // Alone it makes no policy.
    let codes = |problems: &[Problem]| problems.iter().map(|p| p.code).collect::<Vec<_>>();
    let problems = one("f", bytes).unwrap_err();
    assert_eq!(codes(&problems), ["nothing-for-a-policy", "unknown-object"]);
    let known = br#"{"DomainName": "contoso.com", "DomainType": "Authoritative"}"#;
    let files = [("f", &bytes[..]), ("g", known)];
    let files = files.map(|(file, bytes)| Input { file, bytes });
    let imported = import(&files, None).unwrap();
    assert_eq!(codes(&imported.warnings), ["unknown-object"]);
    assert!(imported.yaml.contains(
        "# Not understood: the object at f:2\n#   Name: Fabrikam\n#   DomainName: fabrikam.com\n"
    ));
    let told = import(
        &[Input { file: "f", bytes }],
        Some(ObjectKind::RemoteDomain),
    )
    .unwrap();
    assert_eq!(policy(&told).remote_domains[0].name, "Fabrikam");
    let told = import(
        &[Input { file: "f", bytes }],
        Some(ObjectKind::AcceptedDomain),
    )
    .unwrap();
    assert_eq!(policy(&told).accepted_domains.len(), 1);
}

#[test]
fn an_unknown_property_is_told_and_kept_as_a_comment() {
    let imported = one(
        "f",
        b"DomainName : *\nNDREnabled : True\nNDREnabledd : a: b\n",
    )
    .unwrap();
    assert_eq!(
        (imported.warnings[0].line, imported.warnings[0].column),
        (3, 15)
    );
    assert!(
        imported.warnings[0]
            .help
            .to_string()
            .contains("did you mean `NDREnabled`?")
    );
    assert!(
        imported
            .yaml
            .contains("  # Not understood: NDREnabledd: \"a: b\"\n"),
        "{}",
        imported.yaml
    );
}

#[test]
fn two_versions_of_a_connector_or_of_the_organization_are_told() {
    let connector = br#"{"Name": "printers", "ConnectorType": "Partner", "SenderDomains": ["*"]}"#;
    let other = br#"{"Name": "Printers", "ConnectorType": "OnPremises", "SenderDomains": ["*"]}"#;
    let on = br#"{"RejectDirectSend": true}"#;
    let off = br#"{"RejectDirectSend": false}"#;
    let pairs: [(&[u8], &[u8], &str); 2] = [
        (connector, other, "conflicting-object"),
        (on, off, "conflicting-organization"),
    ];
    for (a, b, code) in pairs {
        let inputs = [a, b].map(|bytes| Input { file: "f", bytes });
        let problems = import(&inputs, None).unwrap_err();
        assert!(problems.iter().any(|p| p.code == code), "{problems:?}");
    }
    let nothing = one("f", br#"{"MapiHttpEnabled": true, "IsDehydrated": false}"#).unwrap();
    assert_eq!(nothing.warnings[0].code, "no-settings");
    let problems = one("f", br#"{"SmtpClientAuthenticationDisabled": true}"#).unwrap_err();
    assert_eq!(problems[0].code, "nothing-for-a-policy");
    assert_eq!(problems[1].code, "unknown-object");
    let bytes = br#"{"SmtpClientAuthenticationDisabled": true}"#;
    let told = import(
        &[Input { file: "f", bytes }],
        Some(ObjectKind::TransportConfig),
    )
    .unwrap();
    assert!(policy(&told).submission.auth_disabled.unwrap().value);
}

#[test]
fn what_excel_makes_of_true_and_false_in_other_languages_is_read() {
    for (yes, no) in [
        ("WAHR", "FALSCH"),
        ("VRAI", "FAUX"),
        ("VERDADERO", "FALSO"),
        ("SANT", "FALSKT"),
        ("TRUE", "FALSE"),
    ] {
        let csv = format!(
            "PrimarySmtpAddress;ForwardingSmtpAddress;DeliverToMailboxAndForward\na@contoso.com;smtp:b@fabrikam.com;{yes}\nc@contoso.com;smtp:b@fabrikam.com;{no}\n"
        );
        let imported = one("t.csv", csv.as_bytes()).unwrap();
        let mailboxes = policy(&imported).mailboxes;
        let keeps: Vec<bool> = mailboxes.iter().map(|m| m.deliver_and_forward).collect();
        assert_eq!(keeps, [true, false], "{yes}");
    }
    let csv = "PrimarySmtpAddress,DeliverToMailboxAndForward\na@contoso.com,ja\n";
    assert!(one("t.csv", csv.as_bytes()).is_err());
}

#[test]
fn a_list_copied_out_of_markdown_with_its_fences_is_read() {
    let text = "```powershell\nPS> Get-RemoteDomain Default | fl\n```\n```\nDomainName         : *\nName               : Default\nAllowedOOFType     : None\nAutoForwardEnabled : False\n```\n";
    let imported = one("t.txt", text.as_bytes()).unwrap();
    assert_eq!(policy(&imported).remote_domains.len(), 1);
    assert!(imported.warnings.is_empty(), "{:?}", imported.warnings);
}
