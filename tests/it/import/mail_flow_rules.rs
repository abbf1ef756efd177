//! Imports mail flow rules in every format in which Get-TransportRule is written.

use super::{body, fixture, one, policy};
use rdsim::policy::mail_flow_rule::{Does, Mode};
use rdsim::policy::{MailFlowRule, Policy};

fn predicates(rule: &MailFlowRule) -> Vec<(&str, String)> {
    let all = rule.predicates.iter();
    all.map(|p| (p.name, p.value())).collect()
}

fn rules(name: &str) -> Policy {
    let imported = fixture(name);
    assert_eq!(imported.warnings, [], "{name}");
    policy(&imported)
}

#[test]
fn the_same_rule_in_every_format() {
    for name in [
        "transport-rules.json",
        "transport-rules.txt",
        "transport-rules.xml",
    ] {
        let policy = rules(name);
        let first = &policy.mail_flow_rules[0];
        assert_eq!(first.name, "Reject automatic forwards", "{name}");
        assert_eq!(first.priority, Some(0), "{name}");
        assert!(first.acts(), "{name}");
        assert_eq!(
            predicates(first),
            [
                ("FromScope", "InOrganization".into()),
                ("SentToScope", "NotInOrganization".into()),
                ("MessageTypeMatches", "AutoForward".into()),
                ("ExceptIfRecipientDomainIs", "partner.example".into()),
            ],
            "{name}"
        );
        assert_eq!(first.actions.len(), 1, "{name}");
        assert_eq!(
            first.actions[0].does,
            Does::Reject("5.7.1".into()),
            "{name}"
        );
    }
}

#[test]
fn every_property_of_the_object_is_taken() {
    let imported = fixture("transport-rules.json");
    assert_eq!(imported.warnings, []);
    assert!(imported.is_understood());
    // Of 200 properties and more, those remain that say something.
    assert!(body(&imported.yaml).len() < 60, "{}", imported.yaml);
    let policy = policy(&imported);
    let [first, second, third] = &policy.mail_flow_rules[..] else {
        panic!("three rules");
    };
    assert!(first.activation.is_none() && second.activation.is_some());
    assert_eq!(second.expiry.as_ref().unwrap().value, 1_798_675_200);
    assert!(second.stop.value && !first.stop.value);
    assert_eq!(
        predicates(second),
        [
            (
                "SubjectOrBodyMatchesPatterns",
                "\\b\\d{3,4}-\\d{4}\\b, ^Project; \\w+".into()
            ),
            (
                "HeaderContainsWords",
                "X-Mailer: Scanner, Multi function".into()
            ),
            ("MessageSizeOver", "10485760".into()),
            ("ExceptIfFrom", "alice@contoso.com".into()),
        ]
    );
    assert_eq!(third.mode.value, Mode::AuditAndNotify);
    assert!(!third.enabled && !third.acts());
    assert_eq!(
        predicates(third),
        [(
            "MessageContainsDataClassifications",
            "id=50842eb7-edc8-4019-85dd-5a5c1f2bb085; name=Credit Card Number; minCount=1; confidenceLevel=High"
                .into()
        )]
    );
}

#[test]
fn a_console_breaks_the_text_of_a_rule_and_not_the_rule() {
    let policy = rules("transport-rules.txt");
    assert_eq!(policy.mail_flow_rules.len(), 2);
    let second = &policy.mail_flow_rules[1];
    // A comma within a regular expression parts nothing.
    assert_eq!(second.predicates[0].values.len(), 2);
    assert_eq!(
        *second.predicates[0].values,
        ["\\b\\d{3,4}-\\d{4}\\b", "^Project; \\w+"]
    );
    assert_eq!(
        second.actions[0].does,
        Does::Copy(vec!["audit@contoso.com".into()])
    );
}

#[test]
fn lists_that_were_joined_in_a_cell_are_lists() {
    let policy = rules("transport-rules.csv");
    let second = &policy.mail_flow_rules[1];
    assert_eq!(*second.predicates[0].values, ["Aurora", "secret plan"]);
    assert_eq!(
        *second.predicates[1].values,
        ["\\b\\d{3,4}-\\d{4}\\b", "^Project; \\w+"]
    );
    // One that was not joined says so.
    let cell = "\"Name\",\"RuleErrorAction\",\"Mode\",\"SubjectContainsWords\"\na,Ignore,Enforce,System.String[]\n";
    let problems = one("f.csv", cell.as_bytes()).unwrap_err();
    assert!(
        problems[0].message.to_string().contains("System.String[]"),
        "{problems:?}"
    );
}

#[test]
fn a_rule_of_a_dsc_configuration_and_of_scubagear() {
    let dsc = b"Configuration C {\nEXOTransportRule 'a' {\n Name = 'a'\n Enabled = $True\n Priority = 3\n FromScope = 'InOrganization'\n SubjectContainsWords = @('one', 'two')\n DeleteMessage = $True\n Ensure = 'Present'\n}\n}";
    let policy = policy(&one("f.ps1", dsc).unwrap());
    let rule = &policy.mail_flow_rules[0];
    assert_eq!((rule.priority, rule.enabled), (Some(3), true));
    assert_eq!(*rule.predicates[1].values, ["one", "two"]);
    assert_eq!(rule.actions[0].does, Does::Delete);
    let scubagear = fixture("scubagear.json");
    assert!(
        scubagear.yaml.contains("\nTransportRules:\n"),
        "{}",
        scubagear.yaml
    );
}

#[test]
fn a_date_that_depends_on_a_culture_stops_the_import_of_a_rule() {
    // Without its date it would act always.
    let json = br#"{"Name": "a", "RuleErrorAction": "Ignore", "State": "Enabled", "ActivationDate": "6/5/2026 05:01:44", "DeleteMessage": true}"#;
    let problems = one("f.json", json).unwrap_err();
    // There is no 25th month.
    let text = String::from_utf8(json.to_vec()).unwrap();
    let imported = one("f.json", text.replace("6/5/", "6/25/").as_bytes()).unwrap();
    assert!(
        imported
            .yaml
            .contains("ActivationDate: \"2026-06-25T05:01:44.000Z\"")
    );
    let utc = "ActivationDate had no time zone, and is taken as UTC.";
    assert!(imported.yaml.contains(utc), "{}", imported.yaml);
    let with_zone = text.replace("6/5/2026 05:01:44", "2026-06-25T05:01:44Z");
    let imported = one("f.json", with_zone.as_bytes()).unwrap();
    assert!(!imported.yaml.contains(utc), "{}", imported.yaml);
    assert!(
        problems[0].message.to_string().contains("ActivationDate"),
        "{problems:?}"
    );
    // A condition that rdsim does not know is not left out in silence; one that is off may be.
    let json = br#"{"Name": "a", "RuleErrorAction": "Ignore", "State": "Enabled", "NewCondition": true, "OtherNewCondition": false}"#;
    let imported = one("f.json", json).unwrap();
    assert_eq!(imported.warnings.len(), 1, "{:?}", imported.warnings);
    assert!(!imported.is_understood());
}
