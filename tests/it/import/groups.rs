//! Imports groups with their members in the forms in which admins export them.

use super::{body, one, policy};
use rdsim::import::error::GROUPS_WITHOUT_MEMBERS;
use rdsim::import::kind::ObjectKind;
use rdsim::import::{Imported, Input, import};
use rdsim::policy::group::GroupKind;

pub(super) const SALES: &str = r#"{"Name": "Sales", "DisplayName": "Sales team", "Alias": "sales", "PrimarySmtpAddress": "sales@contoso.com", "RecipientTypeDetails": "MailUniversalDistributionGroup", "Guid": "00000000-0000-0000-0000-000000000023"}"#;

fn codes(imported: &Imported) -> Vec<&'static str> {
    imported.warnings.iter().map(|w| w.code).collect()
}

pub(super) fn all(files: &[(&str, &str)]) -> Imported {
    let inputs = files.iter().map(|(file, text)| Input {
        file,
        bytes: text.as_bytes(),
    });
    import(&inputs.collect::<Vec<_>>(), None).unwrap_or_else(|found| {
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        panic!("{found:?} {files:?}")
    })
}

/// The members of the first group.
pub(super) fn members(imported: &Imported) -> Vec<String> {
    let policy = policy(imported);
    policy.groups[0].members.clone().unwrap().value
}

const BOTH: [&str; 2] = ["alice@contoso.com", "bob@fabrikam.com"];

#[test]
fn a_group_whose_members_are_not_there_is_told_with_the_command_that_exports_them() {
    let imported = all(&[("groups.json", SALES)]);
    assert_eq!(codes(&imported), [GROUPS_WITHOUT_MEMBERS]);
    assert!(imported.is_understood());
    let help = imported.warnings[0].help.to_string();
    assert!(
        help.contains("`Get-DistributionGroup -ResultSize Unlimited | Select-Object *, @{n='Members'; e={@(Get-DistributionGroupMember $_.PrimarySmtpAddress"),
        "{help}"
    );
    let unified = SALES.replace("MailUniversalDistributionGroup", "GroupMailbox");
    let help = all(&[("groups.json", &unified)]).warnings[0]
        .help
        .to_string();
    assert!(
        help.contains("Get-UnifiedGroupLinks $_.PrimarySmtpAddress -LinkType Subscribers"),
        "{help}"
    );
    // Nothing that tells the tenant, and nothing that the address tells.
    assert_eq!(
        body(&imported.yaml),
        [
            "DistributionGroups:",
            "  - Name: Sales",
            "    PrimarySmtpAddress: sales@contoso.com"
        ]
    );
}

#[test]
fn members_are_taken_from_a_list_of_the_group_however_it_is_joined() {
    let group =
        |members: &str| SALES.replace("\"Alias\"", &format!("\"Members\": {members}, \"Alias\""));
    for list in [
        r#"["alice@contoso.com", "bob@fabrikam.com"]"#,
        r#""alice@contoso.com;bob@fabrikam.com""#,
        r#""alice@contoso.com | bob@fabrikam.com""#,
        r#""alice@contoso.com, bob@fabrikam.com""#,
        r#""alice@contoso.com\r\nbob@fabrikam.com""#,
        r#""{alice@contoso.com, bob@fabrikam.com}""#,
        r#"[{"Name": "alice", "PrimarySmtpAddress": "alice@contoso.com"}, {"Name": "Bob", "PrimarySmtpAddress": "bob@fabrikam.com"}]"#,
    ] {
        let imported = all(&[("groups.json", &group(list))]);
        assert_eq!(members(&imported), BOTH, "{list}");
        assert_eq!(imported.warnings, []);
    }
    // A group that nobody is in is not one of which nothing is known.
    for list in ["[]", "\"\"", "null", "\"{}\""] {
        let imported = all(&[("groups.json", &group(list))]);
        assert_eq!(members(&imported), [""; 0], "{list}");
        assert_eq!(imported.warnings, []);
    }
    let cut = group("\"System.Object[]\"");
    let problems = one("f", cut.as_bytes()).unwrap_err();
    assert_eq!(problems[0].code, "not-exported");
    let cut = group("\"{alice, bob, carol, dave...}\"");
    let problems = one("f", cut.as_bytes()).unwrap_err();
    assert_eq!(problems[0].code, "list-cut-off");
}

#[test]
fn members_are_taken_from_rows_that_name_the_group() {
    let rows = [
        // A property added to what Get-DistributionGroupMember returns.
        "Group,Name,PrimarySmtpAddress,RecipientType\nSales,alice,alice@contoso.com,UserMailbox\nSales,Bob,bob@fabrikam.com,MailContact\n",
        "\"GroupName\",\"GroupEmail\",\"MemberName\",\"MemberEmail\",\"MemberType\"\n\"Sales team\",\"sales@contoso.com\",\"alice\",\"alice@contoso.com\",\"UserMailbox\"\n\"Sales team\",\"sales@contoso.com\",\"Bob\",\"bob@fabrikam.com\",\"MailContact\"\n",
        "GroupName,Member,EmailAddress,RecipientType\nSales,alice,alice@contoso.com,UserMailbox\nSales,Bob,bob@fabrikam.com,MailContact\n",
        "GroupType;Group;GroupSMTP;SMTPDomain;Member;MemberSMTP;MemberType\nMailUniversalDistributionGroup;Sales;sales@contoso.com;contoso.com;alice;alice@contoso.com;UserMailbox\nMailUniversalDistributionGroup;Sales;sales@contoso.com;contoso.com;Bob;bob@fabrikam.com;MailContact\n",
        "Distribution Group DisplayName,Distribution Group Email,Member DisplayName,Member Email,Member Type\nSales team,sales@contoso.com,Alice,alice@contoso.com,UserMailbox\nSales team,sales@contoso.com,Bob,bob@fabrikam.com,MailContact\n",
        "DisplayName,PrimarySmtpAddress,Member\nSales team,sales@contoso.com,alice@contoso.com\nSales team,sales@contoso.com,bob@fabrikam.com\n",
        "GroupName,Members\nSales,alice@contoso.com;bob@fabrikam.com\n",
        "DistributionGroup : sales@contoso.com\nPrimarySmtpAddress : alice@contoso.com\nRecipientType : UserMailbox\n\nDistributionGroup : sales@contoso.com\nPrimarySmtpAddress : bob@fabrikam.com\nRecipientType : MailContact\n",
        r#"[{"Group": "sales", "PrimarySmtpAddress": "alice@contoso.com", "Identity": "alice", "RecipientTypeDetails": "UserMailbox"}, {"Group": "sales", "PrimarySmtpAddress": "bob@fabrikam.com", "Identity": "Bob", "RecipientTypeDetails": "MailContact"}]"#,
    ];
    for rows in rows {
        let imported = all(&[("groups.json", SALES), ("members", rows)]);
        assert_eq!(imported.warnings, [], "{rows}");
        let policy = policy(&imported);
        assert_eq!((policy.groups.len(), policy.mailboxes.len()), (1, 0));
        assert_eq!(members(&imported), BOTH, "{}", imported.yaml);
        // Also the other way round.
        let imported = all(&[("members", rows), ("groups.json", SALES)]);
        assert_eq!(members(&imported), BOTH);
    }
    // Rows alone make a group where they tell its address.
    let imported = all(&[("members", rows[1])]);
    assert_eq!(members(&imported), BOTH);
    assert_eq!(
        &body(&imported.yaml)[..3],
        [
            "DistributionGroups:",
            "  - Name: Sales team",
            "    PrimarySmtpAddress: sales@contoso.com"
        ]
    );
    let imported = all(&[("members", rows[0])]);
    assert_eq!(codes(&imported), ["group-without-object"]);
    assert!(!imported.is_understood());
}

#[test]
fn one_file_a_group_is_known_by_its_name() {
    let list = "Name,PrimarySmtpAddress,RecipientType\nalice,alice@contoso.com,UserMailbox\nBob,bob@fabrikam.com,MailContact\n";
    let bare = "\"PrimarySmtpAddress\"\nalice@contoso.com\nbob@fabrikam.com\n";
    let other = SALES.replace("Sales", "Other").replace("sales", "other");
    for file in [
        "sales.csv",
        "export/sales@contoso.com.csv",
        "C:\\temp\\short\\Sales team.csv",
        "Groupmembers-Sales.CSV",
        "sales_members.csv",
        "logs/sales_contoso_com/Members.csv",
    ] {
        for list in [list, bare] {
            let files = [("groups.json", SALES), (file, list), ("more.json", &other)];
            let imported = all(&files);
            assert_eq!(codes(&imported), [GROUPS_WITHOUT_MEMBERS], "{file}");
            assert_eq!(members(&imported), BOTH, "{file}");
            assert_eq!(policy(&imported).mailboxes.len(), 0);
        }
    }
    // A file that is named for no group, and the mailboxes of the organization.
    let imported = all(&[("groups.json", SALES), ("people.csv", list)]);
    assert_eq!(
        codes(&imported),
        [GROUPS_WITHOUT_MEMBERS, "contact-without-target"]
    );
    assert_eq!(policy(&imported).mailboxes.len(), 1);
    // A contact without its target is kept as far as it was read, and does not stop the run.
    assert!(imported.is_understood());
    assert_eq!(policy(&imported).contacts[0].external, None);
    let whole = r#"{"PrimarySmtpAddress": "alice@contoso.com", "RecipientTypeDetails": "UserMailbox", "DeliverToMailboxAndForward": false}"#;
    let imported = all(&[("groups.json", SALES), ("sales.json", whole)]);
    assert_eq!(codes(&imported), [GROUPS_WITHOUT_MEMBERS]);
    assert_eq!(policy(&imported).mailboxes.len(), 1);
}

#[test]
fn links_of_a_microsoft_365_group_are_members_subscribers_and_owners() {
    let group = r#"{"Name": "project_1a2b", "DisplayName": "Project", "PrimarySmtpAddress": "project@contoso.com", "RecipientTypeDetails": "GroupMailbox", "AccessType": "Private", "AutoSubscribeNewMembers": false, "RequireSenderAuthenticationEnabled": false}"#;
    let links = "Group,LinkType,PrimarySmtpAddress\nProject,Members,alice@contoso.com\nProject,Members,bob@fabrikam.com\nProject,Subscribers,bob@fabrikam.com\nProject,Owners,carol@contoso.com\n";
    let imported = all(&[("g.json", group), ("links.csv", links)]);
    assert_eq!(imported.warnings, []);
    let read = policy(&imported);
    assert_eq!(read.groups[0].kind, GroupKind::Unified);
    assert_eq!(members(&imported), ["bob@fabrikam.com"]);
    assert!(!read.groups[0].restrictions.authenticated_only.value);
    assert!(!imported.yaml.contains("carol"));
    let files = [
        ("g.json", group),
        (
            "Project members.csv",
            "\"PrimarySmtpAddress\"\nalice@contoso.com\n",
        ),
        (
            "Project-Subscribers.csv",
            "\"PrimarySmtpAddress\"\nbob@fabrikam.com\n",
        ),
        (
            "Project owners.csv",
            "\"PrimarySmtpAddress\"\ncarol@contoso.com\n",
        ),
    ];
    let imported = all(&files);
    assert_eq!(imported.warnings, []);
    let body = body(&imported.yaml).join("\n");
    assert!(
        body.contains("Members: [alice@contoso.com]\n    Subscribers: [bob@fabrikam.com]"),
        "{body}"
    );
}

#[test]
fn a_resource_of_microsoft365dsc_has_its_members() {
    let dsc = "Configuration C {\nEXODistributionGroup \"x\" { Identity = 'Sales'; Alias = 'sales'; PrimarySmtpAddress = 'sales@contoso.com'; Members = @('alice@contoso.com', 'bob@fabrikam.com'); ManagedBy = @('alice'); RequireSenderAuthenticationEnabled = $False; Ensure = 'Present' }\n}";
    let imported = all(&[("tenant.ps1", dsc)]);
    assert_eq!(imported.warnings, []);
    assert_eq!(members(&imported), BOTH);
    assert!(
        !policy(&imported).groups[0]
            .restrictions
            .authenticated_only
            .value
    );
}

#[test]
fn who_is_named_by_an_identifier_is_written_by_address_or_name() {
    let path = "CN=Bob Example,OU=contoso.onmicrosoft.com,OU=Microsoft Exchange Hosted Organizations,DC=EURPR00A001,DC=PROD,DC=OUTLOOK,DC=COM";
    let legacy = "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=0123456789abcdef-bob";
    let guid = "11111111-2222-3333-4444-555555555555";
    let contact = format!(
        r#"{{"Name": "Bob Example", "Alias": "bob", "Guid": "{guid}", "DistinguishedName": "{path}", "LegacyExchangeDN": "{legacy}", "PrimarySmtpAddress": "bob@fabrikam.com", "ExternalEmailAddress": "SMTP:bob@fabrikam.com", "RecipientTypeDetails": "MailContact"}}"#
    );
    // As the name of a mailbox is that was made in Microsoft Entra ID.
    let own = "66666666-2222-3333-4444-555555555555";
    let mailbox = |to: &str| {
        format!(
            r#"{{"Name": "{own}", "Alias": "a.example", "UserPrincipalName": "a.example@contoso.onmicrosoft.com", "PrimarySmtpAddress": "alice@contoso.com", "RecipientTypeDetails": "UserMailbox", "ForwardingAddress": "{to}"}}"#
        )
    };
    let canonical = "EURPR00A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/Bob Example";
    for (to, written) in [
        (path, "bob@fabrikam.com"),
        (guid, "bob@fabrikam.com"),
        (legacy, "bob@fabrikam.com"),
        (canonical, "bob@fabrikam.com"),
        ("Bob Example", "Bob Example"),
        ("bob", "bob"),
    ] {
        let imported = all(&[("c.json", &contact), ("m.json", &mailbox(to))]);
        assert_eq!(imported.warnings, [], "{to}");
        assert_eq!(
            body(&imported.yaml),
            [
                "MailContacts:",
                "  - Name: Bob Example",
                "    PrimarySmtpAddress: bob@fabrikam.com",
                "    ExternalEmailAddress: bob@fabrikam.com",
                "Mailboxes:",
                "  - Alias: a.example",
                "    PrimarySmtpAddress: alice@contoso.com",
                &format!("    ForwardingAddress: {written}"),
            ]
        );
    }
    // A group and an inbox rule refer to them as well.
    let group = SALES.replace(
        "\"Alias\"",
        "\"Members\": [\"a.example@contoso.onmicrosoft.com\", \"Bob Example\"], \"ManagedBy\": [\"nobody\"], \"Alias\"",
    );
    let rule = format!(
        r#"{{"Name": "home", "MailboxOwnerId": "a.example", "RuleIdentity": 1, "ForwardTo": ["\"Bob Example\" [EX:{legacy}]"]}}"#
    );
    let files = [
        ("c.json", contact.as_str()),
        ("m.json", &mailbox("bob")),
        ("g.json", &group),
        ("r.json", &rule),
    ];
    let imported = all(&files);
    assert_eq!(imported.warnings, []);
    assert_eq!(members(&imported), ["alice@contoso.com", "bob example"]);
    assert!(
        imported
            .yaml
            .contains("\\\"Bob Example\\\" [SMTP:bob@fabrikam.com]"),
        "{}",
        imported.yaml
    );
    assert!(!imported.yaml.contains("onmicrosoft") && !imported.yaml.contains("/o="));
    let rule = format!(
        r#"{{"Name": "copy", "RuleVersion": "1", "State": "Enabled", "Mode": "Enforce", "From": ["{path}"], "RedirectMessageTo": ["{guid}"]}}"#
    );
    let imported = all(&[("c.json", &contact), ("t.json", &rule)]);
    let body = body(&imported.yaml).join("\n");
    assert!(
        body.contains("    From: [bob@fabrikam.com]")
            && body.contains("    RedirectMessageTo: [bob@fabrikam.com]"),
        "{body}"
    );
    // What nothing has is kept and told.
    let group = SALES.replace(
        "\"Alias\"",
        "\"Members\": [\"carol\", \"dave\", \"eve@contoso.com\"], \"Alias\"",
    );
    let imported = all(&[("g.json", &group)]);
    assert_eq!(codes(&imported), ["unknown-recipient"]);
    let message = imported.warnings[0].message.to_string();
    assert_eq!(
        message,
        "`Members` names `carol` and 1 more, and no recipient among the objects has these names"
    );
    assert_eq!(members(&imported), ["carol", "dave", "eve@contoso.com"]);
}

#[test]
fn a_name_that_two_recipients_have_stops_no_import() {
    let one = r#"{"Name": "Info", "PrimarySmtpAddress": "info@contoso.com", "RecipientTypeDetails": "SharedMailbox"}"#;
    let other = r#"{"Name": "info", "PrimarySmtpAddress": "info@fabrikam.com", "ExternalEmailAddress": "info@fabrikam.com", "RecipientTypeDetails": "MailContact"}"#;
    let imported = all(&[("a.json", one), ("b.json", other)]);
    assert_eq!(imported.warnings, []);
    assert!(!body(&imported.yaml).join("\n").contains("Name:"));
    assert!(imported.yaml.contains("# Others have the same Name: Info"));
}

#[test]
fn members_that_do_not_name_their_group_are_told_once() {
    let rows = "Name,PrimarySmtpAddress\nalice,alice@contoso.com\nBob,bob@fabrikam.com\n";
    let input = Input {
        file: "f",
        bytes: rows.as_bytes(),
    };
    let imported = import(&[input], Some(ObjectKind::GroupMember)).unwrap();
    assert_eq!(codes(&imported), ["member-without-group"]);
    assert!(!imported.is_understood());
    assert_eq!(policy(&imported).groups.len(), 0);
    let help = imported.warnings[0].help.to_string();
    assert!(help.contains("Get-DistributionGroup -ResultSize"), "{help}");
}

#[test]
fn groups_and_members_are_read_from_every_format() {
    let list = "\nRunspaceId : 11111111-2222-3333-4444-555555555555\nGroupType : Universal\nMemberJoinRestriction : Closed\nRequireSenderAuthenticationEnabled : False\nAcceptMessagesOnlyFromSendersOrMembers : {Bosses}\nName : Sales\nPrimarySmtpAddress : sales@contoso.com\nEmailAddresses : {SMTP:sales@contoso.com, smtp:vertrieb@contoso.com}\nMembers : {alice@contoso.com, bob@fabrikam.com}\n";
    let xml = r#"<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
  <Obj RefId="0"><TN RefId="0"><T>Deserialized.Microsoft.Exchange.Data.Directory.Management.DistributionGroup</T></TN>
    <Props><S N="Name">Sales</S><S N="PrimarySmtpAddress">sales@contoso.com</S><B N="RequireSenderAuthenticationEnabled">false</B>
      <Obj N="EmailAddresses" RefId="1"><LST><S>SMTP:sales@contoso.com</S><S>smtp:vertrieb@contoso.com</S></LST></Obj>
      <Obj N="AcceptMessagesOnlyFromSendersOrMembers" RefId="2"><LST><S>Bosses</S></LST></Obj></Props></Obj>
  <Obj RefId="3"><TN RefId="1"><T>Deserialized.Microsoft.Exchange.Data.Directory.Management.ReducedRecipient</T></TN>
    <Props><S N="Name">alice</S><S N="PrimarySmtpAddress">alice@contoso.com</S><S N="RecipientTypeDetails">UserMailbox</S></Props><MS><S N="Group">Sales</S></MS></Obj>
  <Obj RefId="4"><TNRef RefId="1" />
    <Props><S N="Name">Bob</S><S N="PrimarySmtpAddress">bob@fabrikam.com</S><S N="RecipientTypeDetails">MailContact</S></Props><MS><S N="Group">Sales</S></MS></Obj>
</Objs>"#;
    let csv = "\"Name\",\"PrimarySmtpAddress\",\"RecipientTypeDetails\",\"EmailAddresses\",\"RequireSenderAuthenticationEnabled\",\"AcceptMessagesOnlyFromSendersOrMembers\",\"Members\"\n\"Sales\",\"sales@contoso.com\",\"MailUniversalSecurityGroup\",\"SMTP:sales@contoso.com;smtp:vertrieb@contoso.com\",\"False\",\"Bosses\",\"alice@contoso.com|bob@fabrikam.com\"\n";
    for text in [list, xml, csv] {
        let imported = all(&[("f", text)]);
        assert_eq!(imported.warnings, [], "{text}");
        assert_eq!(members(&imported), BOTH);
        let policy = policy(&imported);
        let group = &policy.groups[0];
        assert_eq!(group.kind, GroupKind::Distribution);
        assert_eq!(
            group.addresses,
            ["sales@contoso.com", "vertrieb@contoso.com"]
        );
        assert!(!group.restrictions.authenticated_only.value);
        let only = group.restrictions.only_from.as_ref().unwrap();
        assert_eq!(only.value, ["bosses"]);
        assert_eq!(policy.mailboxes.len() + policy.contacts.len(), 0);
    }
    let dynamic = "\nName : Everybody\nPrimarySmtpAddress : everybody@contoso.com\nRecipientFilter : ((RecipientType -eq 'UserMailbox') -and (Alias -ne 'x'))\nIncludedRecipients : MailboxUsers\nRecipientTypeDetails : DynamicDistributionGroup\n";
    let imported = all(&[("f", dynamic)]);
    assert_eq!(imported.warnings, []);
    assert_eq!(policy(&imported).groups[0].kind, GroupKind::Dynamic);
}
