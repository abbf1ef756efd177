//! Proves what remote domains are by default, which one applies, and what is tied to what.

use super::{judged, problems};
use crate::given::{MESSAGE, policy};
use rdsim::evaluate::Overrides;
use rdsim::policy::PARAMETERS;
use rdsim::transport::classify::Kind;
use rdsim::transport::outcome::Outcome;

/// The properties of a remote domain that are simulated, as the cmdlets print them.
fn properties(text: &str, at: usize) -> Vec<(&'static str, String)> {
    let p = policy(text);
    let domain = &p.remote_domains[at];
    let of =
        |p: &rdsim::policy::remote_domain::Parameter| (p.name, (p.of)(domain).value.to_string());
    PARAMETERS.iter().map(of).collect()
}

/// The values of `Get-RemoteDomain Default` in a tenant.
const TENANT: [(&str, &str); 17] = [
    ("IsInternal", "false"),
    ("AllowedOOFType", "External"),
    ("AutoReplyEnabled", "true"),
    ("AutoForwardEnabled", "true"),
    ("DeliveryReportEnabled", "true"),
    ("NDREnabled", "true"),
    ("MeetingForwardNotificationEnabled", "false"),
    ("ContentType", "MimeHtmlText"),
    ("CharacterSet", "iso-8859-1"),
    ("NonMimeCharacterSet", "iso-8859-1"),
    ("TNEFEnabled", "null"),
    ("ByteEncoderTypeFor7BitCharsets", "Undefined"),
    ("DisplaySenderName", "true"),
    ("LineWrapSize", "Unlimited"),
    ("PreferredInternetCodePageForShiftJis", "Undefined"),
    ("RequiredCharsetCoverage", "null"),
    ("UseSimpleDisplayName", "false"),
];

fn wanted(of: &[(&'static str, String)], name: &str) -> String {
    let found = of.iter().find(|(n, _)| *n == name);
    found.unwrap_or_else(|| panic!("{name}")).1.clone()
}

#[test]
fn the_default_remote_domain_has_the_values_of_a_tenant() {
    let have = properties("RemoteDomains: [{DomainName: '*'}]\n", 0);
    for (name, value) in TENANT {
        assert_eq!(wanted(&have, name), value, "{name}");
    }
    let names: Vec<_> = have.iter().map(|(n, _)| *n).collect();
    let known = |n: &&str| TENANT.iter().any(|(name, _)| *name == *n);
    let left: Vec<_> = names.iter().filter(|n| !known(n)).collect();
    assert!(left.is_empty(), "without a value to compare: {left:?}");
}

#[test]
fn a_new_remote_domain_differs_from_default_in_its_character_sets_only() {
    let both = "RemoteDomains: [{DomainName: '*'}, {DomainName: fabrikam.com}]\n";
    let (default, new) = (properties(both, 0), properties(both, 1));
    for ((name, old), (_, new)) in default.iter().zip(&new) {
        if name.ends_with("CharacterSet") {
            assert_eq!(new, "null", "{name}");
        } else {
            assert_eq!(old, new, "{name}");
        }
    }
}

#[test]
fn the_object_of_a_tenant_is_taken_whole() {
    let object = r#"{"RemoteDomains": [{"DomainName": "*", "IsInternal": false,
        "TargetDeliveryDomain": false, "ByteEncoderTypeFor7BitCharsets": "Undefined",
        "CharacterSet": "iso-8859-1", "NonMimeCharacterSet": "iso-8859-1",
        "AllowedOOFType": "External", "AutoReplyEnabled": true, "AutoForwardEnabled": true,
        "DeliveryReportEnabled": true, "NDREnabled": true,
        "MeetingForwardNotificationEnabled": false, "ContentType": "MimeHtmlText",
        "DisplaySenderName": true, "PreferredInternetCodePageForShiftJis": "Undefined",
        "RequiredCharsetCoverage": null, "TNEFEnabled": null, "LineWrapSize": "Unlimited",
        "TrustedMailOutboundEnabled": false, "TrustedMailInboundEnabled": false,
        "UseSimpleDisplayName": false, "NDRDiagnosticInfoEnabled": true,
        "MessageCountThreshold": 2147483647, "Name": "Default", "Identity": "Default",
        "DistinguishedName": "CN=Default", "AdminDisplayName": "", "ExchangeVersion": "0.1",
        "ObjectCategory": "x", "ObjectClass": ["top"], "WhenChanged": "2026-08-03T08:00:00",
        "WhenCreated": "2026-08-03T08:00:00", "WhenChangedUTC": "2026-08-03T08:00:00Z",
        "WhenCreatedUTC": "2026-08-03T08:00:00Z", "OrganizationId": "x", "Id": "Default",
        "Guid": "00000000-0000-0000-0000-000000000000", "OriginatingServer": "x",
        "IsValid": true, "ObjectState": "Unchanged", "PSComputerName": "x",
        "RunspaceId": "00000000-0000-0000-0000-000000000000", "PSShowComputerName": false}]}"#;
    assert_eq!(problems(object), Vec::<String>::new());
    let bare = properties("RemoteDomains: [{DomainName: '*'}]\n", 0);
    assert_eq!(properties(object, 0), bare);
    let typo = object.replace("PSComputerName", "PSComputersName");
    assert!(problems(&typo)[0].contains("PSComputersName"), "{typo}");
}

#[test]
fn domains_are_compared_in_any_case_and_as_a_labels() {
    let text = "RemoteDomains: [{DomainName: '*'}, {DomainName: Bücher.Example}, {DomainName: '*.XN--bcher-kva.example'}]\n";
    let p = policy(text);
    for (to, expected) in [
        ("a@BÜCHER.example", "xn--bcher-kva.example"),
        ("a@xn--bcher-kva.EXAMPLE", "xn--bcher-kva.example"),
        ("a@shop.bücher.example", "*.xn--bcher-kva.example"),
        ("a@bucher.example", "*"),
    ] {
        let told = Overrides {
            to: vec![to.into()],
            ..Overrides::default()
        };
        let domain = judged(&p, MESSAGE, &told).remote_domain.unwrap().domain;
        assert_eq!(domain.pattern.to_string(), expected, "{to}");
    }
}

#[test]
fn the_address_that_a_contact_stands_for_chooses_the_remote_domain() {
    for section in ["MailContacts", "MailUsers"] {
        let p = policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}, {{DomainName: fabrikam.com, NDREnabled: false}}]\n{section}: [{{PrimarySmtpAddress: heidi@contoso.com, ExternalEmailAddress: 'SMTP:heidi@fabrikam.com'}}]\n"
        ));
        let told = Overrides {
            to: vec!["heidi@contoso.com".into()],
            kind: Some(Kind::Ndr),
            ..Overrides::default()
        };
        let v = judged(&p, MESSAGE, &told);
        assert_eq!(v.sent_to, Some("heidi@fabrikam.com"), "{section}");
        assert_eq!(
            v.outcome.response(),
            Some(&rdsim::transport::responses::NDR)
        );
    }
}

#[test]
fn an_accepted_domain_is_never_remote() {
    let p = policy(
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*', NDREnabled: false}, {DomainName: contoso.com, NDREnabled: false}]\n",
    );
    let told = Overrides {
        to: vec!["carol@CONTOSO.com".into()],
        kind: Some(Kind::Ndr),
        ..Overrides::default()
    };
    let v = judged(&p, MESSAGE, &told);
    assert_eq!(v.outcome, Outcome::StaysInside);
    assert!(v.remote_domain.is_none());
}

#[test]
fn what_the_coupling_forbids_is_told() {
    let text =
        "RemoteDomains: [{DomainName: '*', AllowedOOFType: InternalLegacy, IsInternal: false}]\n";
    let told = problems(text);
    let says = |p: &String| p.contains("InternalLegacy") && p.contains("IsInternal");
    assert!(told.iter().any(says), "{told:?}");
    let fine = text.replace("IsInternal: false", "IsInternal: true");
    assert_eq!(problems(&fine), Vec::<String>::new());
}

#[test]
fn every_character_set_of_the_cmdlet_is_taken_and_no_other() {
    let names = "big5 din_66003 euc-jp euc-kr gb18030 gb2312 hz-gb-2312 iso-2022-jp iso-2022-kr \
        iso-8859-1 iso-8859-13 iso-8859-15 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 \
        iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-9 koi8-r koi8-u ks_c_5601-1987 ns_4551-1 \
        sen_850200_b shift_jis utf-7 utf-8 windows-1250 windows-1251 windows-1252 windows-1253 \
        windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 windows-874";
    for property in ["CharacterSet", "NonMimeCharacterSet"] {
        let with =
            |name: &str| format!("RemoteDomains: [{{DomainName: '*', {property}: '{name}'}}]\n");
        for name in names.split_whitespace() {
            let have = properties(&with(name), 0);
            assert_eq!(wanted(&have, property), name);
            assert_eq!(problems(&with(name)).len(), usize::from(name == "utf-7"));
        }
        assert_eq!(wanted(&properties(&with(""), 0), property), "null");
        for other in ["iso-8859-10", "utf-16", "latin1"] {
            assert!(problems(&with(other))[0].contains(other), "{other}");
        }
    }
    let count = names.split_whitespace().count();
    assert_eq!(count, rdsim::policy::charset::CHARSETS.len());
}

#[test]
fn the_values_of_the_form_are_bounded_as_the_cmdlet_says() {
    for (property, taken, refused) in [
        (
            "LineWrapSize",
            &["0", "1", "132", "Unlimited"][..],
            &["133", "-1", "Wide"][..],
        ),
        (
            "RequiredCharsetCoverage",
            &["0", "100", "null"],
            &["101", "-1"],
        ),
        (
            "PreferredInternetCodePageForShiftJis",
            &["50220", "50221", "50222", "Undefined"],
            &["50223", "932"],
        ),
        (
            "ByteEncoderTypeFor7BitCharsets",
            &[
                "Use7Bit",
                "UseQP",
                "UseBase64",
                "UseQPHtmlDetectTextPlain",
                "UseBase64HtmlDetectTextPlain",
                "UseQPHtml7BitTextPlain",
                "UseBase64Html7BitTextPlain",
                "Undefined",
            ],
            &["Use8Bit"],
        ),
        (
            "ContentType",
            &["MimeHtmlText", "MimeText", "MimeHtml"],
            &["Mime"],
        ),
        (
            "AllowedOOFType",
            &["External", "ExternalLegacy", "InternalLegacy", "None"],
            &["Internal"],
        ),
    ] {
        let with =
            |value: &str| format!("RemoteDomains: [{{DomainName: '*', {property}: {value}}}]\n");
        for value in taken {
            assert_eq!(problems(&with(value)), Vec::<String>::new(), "{property}");
            let have = wanted(&properties(&with(value), 0), property);
            assert_eq!(have, *value, "{property}");
        }
        for value in refused {
            let told = problems(&with(value));
            assert!(!told.is_empty(), "{property}: {value}");
        }
    }
}

#[test]
fn a_mail_user_on_premises_gets_the_reply_that_its_remote_domain_allows() {
    let to = "From: alice@contoso.com\nTo: dave@contoso.com\n\nx\n";
    let outcome = |section: &str, entry: &str, kind: Kind| {
        let text = format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}, {entry}]\n{section}: [{{Name: Dave, PrimarySmtpAddress: dave@contoso.com, ExternalEmailAddress: dave@contoso.com}}]\n"
        );
        let p = policy(&text);
        let told = Overrides {
            kind: Some(kind),
            ..Overrides::default()
        };
        let v = judged(&p, to, &told);
        let doubted = v.notes.iter().any(|n| n.to_string().contains("premises"));
        (v.outcome, doubted)
    };
    let entry = |oof: &str| {
        format!(
            "{{DomainName: contoso.com, AllowedOOFType: {oof}, NDREnabled: false, AutoForwardEnabled: false}}"
        )
    };
    let dropped = |response| (Outcome::Dropped(response), true);
    let inside = (Outcome::StaysInside, true);
    let int = dropped(&rdsim::transport::responses::OOF_INT_TO_EXT);
    let ext = dropped(&rdsim::transport::responses::OOF_SUPPRESS_EXTERNAL);
    for (oof, internal, external) in [
        ("External", int, inside),
        ("ExternalLegacy", int, inside),
        ("InternalLegacy", inside, ext),
        ("None", int, ext),
    ] {
        let entry = entry(oof);
        assert_eq!(
            outcome("MailUsers", &entry, Kind::OofInternal),
            internal,
            "{oof}"
        );
        assert_eq!(
            outcome("MailUsers", &entry, Kind::OofExternal),
            external,
            "{oof}"
        );
        // Of other kinds it is not known that it decides, and a contact is no account.
        for kind in [Kind::Ordinary, Kind::Ndr, Kind::AutoReply] {
            assert_eq!(outcome("MailUsers", &entry, kind), inside, "{oof} {kind:?}");
        }
        let contact = outcome("MailContacts", &entry, Kind::OofInternal);
        assert_eq!(contact, (Outcome::StaysInside, false), "{oof}");
    }
    let none = outcome("MailUsers", "{DomainName: a.example}", Kind::OofInternal);
    assert_eq!(none, (Outcome::StaysInside, false));
}
