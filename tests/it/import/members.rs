//! Imports members of groups of every type that the cmdlets print.

use super::groups::{SALES, all, members};

#[test]
fn members_of_every_type_are_taken_and_those_without_mail_get_nothing() {
    // As Get-DistributionGroupMember and Get-UnifiedGroupLinks print them.
    let object = |(kind, details): (&str, &str), address: &str, more: &str| {
        let name = details.to_lowercase();
        format!(
            r#"{{{more}"Identity": "{name}", "Name": "{name}", "Alias": "{name}", "PrimarySmtpAddress": "{address}", "RecipientType": "{kind}", "RecipientTypeDetails": "{details}", "WindowsLiveID": "", "EmailAddresses": []}}"#
        )
    };
    let with_mail = [
        ("UserMailbox", "UserMailbox"),
        ("UserMailbox", "SharedMailbox"),
        ("UserMailbox", "RoomMailbox"),
        ("UserMailbox", "EquipmentMailbox"),
        ("UserMailbox", "SchedulingMailbox"),
        ("MailUser", "MailUser"),
        ("MailUser", "GuestMailUser"),
        ("MailContact", "MailContact"),
        ("PublicFolder", "PublicFolder"),
        (
            "MailUniversalDistributionGroup",
            "MailUniversalDistributionGroup",
        ),
        ("MailUniversalDistributionGroup", "GroupMailbox"),
        ("MailUniversalDistributionGroup", "RoomList"),
        ("MailUniversalSecurityGroup", "MailUniversalSecurityGroup"),
        ("DynamicDistributionGroup", "DynamicDistributionGroup"),
    ];
    let without = [
        ("User", "User"),
        ("User", "DisabledUser"),
        ("Contact", "Contact"),
        ("Group", "UniversalSecurityGroup"),
    ];
    let all_of = |more: &str| {
        let mailed = with_mail.into_iter().enumerate();
        let mailed = mailed.map(|(n, kind)| object(kind, &format!("m{n}@contoso.com"), more));
        let others = without.into_iter().map(|kind| object(kind, "", more));
        let all: Vec<String> = mailed.chain(others).collect();
        format!("[{}]", all.join(",\n"))
    };
    let expected: Vec<String> = (0..with_mail.len())
        .map(|n| format!("m{n}@contoso.com"))
        .collect();
    // In a file of the group, and with a column that names it.
    for (file, more) in [("Sales.json", ""), ("rows.json", r#""Group": "Sales", "#)] {
        let imported = all(&[("groups.json", SALES), (file, &all_of(more))]);
        assert!(imported.is_understood(), "{file} {}", imported.yaml);
        assert_eq!(imported.warnings, [], "{file}");
        assert_eq!(members(&imported), expected, "{file}");
        assert!(imported.yaml.contains("; 4 without an address left out"));
    }
    // Where no group is named, each is what it is.
    for kind in without {
        let imported = all(&[("a.json", &object(kind, "", ""))]);
        assert!(imported.is_understood(), "{kind:?} {}", imported.yaml);
    }
}
