//! Parses the script, and proves that of Exchange it runs Get- cmdlets only and that it takes all
//! that an import reads.

use rdsim::import::collect::{COLLECTED, properties, script};
use rdsim::import::kind::ObjectKind;
use rdsim::policy::sections::SECTIONS;
use std::collections::BTreeSet;
use tree_sitter::{Node, Parser};

/// Commands of PowerShell itself that the script uses. None of them changes anything but its file.
const OF_POWERSHELL: [&str; 13] = [
    "ConvertTo-Json",
    "ForEach-Object",
    "Get-Command",
    "Get-Date",
    "New-Object",
    "Set-Content",
    "Set-StrictMode",
    "Test-Path",
    "Where-Object",
    "Write-Host",
    "Write-Progress",
    "Write-Verbose",
    "Write-Warning",
];

/// Methods that the script calls.
const METHODS: [&str; 7] = [
    "Add",
    "Contains",
    "ContainsKey",
    "Remove",
    "ToString",
    "ToUniversalTime",
    "Trim",
];

fn texts(text: &str, kind: &str) -> Vec<String> {
    fn walk<'t>(node: Node<'t>, kind: &str, found: &mut Vec<Node<'t>>) {
        if node.kind() == kind {
            found.push(node);
        }
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            walk(child, kind, found);
        }
    }
    let mut parser = Parser::new();
    let language = tree_sitter_powershell::LANGUAGE.into();
    parser.set_language(&language).unwrap();
    let tree = parser.parse(text, None).unwrap();
    assert!(!tree.root_node().has_error(), "{}", tree.root_node());
    let mut found = Vec::new();
    walk(tree.root_node(), kind, &mut found);
    let found = found.into_iter().map(|n| text[n.byte_range()].to_owned());
    found.collect()
}

#[test]
fn it_parses_and_is_ascii() {
    let script = script();
    assert!(script.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n')));
    // What plays the sessions of the documentation shows them as slashes.
    assert!(!script.contains('\\'));
    assert!(!script.contains("{properties}") && !script.contains("{version}"));
    assert!(texts(&script, "function_statement").len() > 5);
    assert!(script.contains(concat!("Rdsim = '", env!("CARGO_PKG_VERSION"), "'")));
}

#[test]
fn of_exchange_it_runs_get_cmdlets_only() {
    let script = script();
    let own = texts(&script, "function_name");
    let mut of_exchange = BTreeSet::new();
    for name in texts(&script, "command_name") {
        if own.contains(&name) || OF_POWERSHELL.contains(&name.as_str()) {
            continue;
        }
        assert!(name.starts_with("Get-"), "{name}");
        of_exchange.insert(name);
    }
    let mut expected: BTreeSet<String> = COLLECTED.map(|kind| kind.cmdlet().to_owned()).into();
    expected.extend(
        [
            "Get-DistributionGroupMember",
            "Get-DynamicDistributionGroupMember",
            "Get-Recipient",
            "Get-UnifiedGroupLinks",
        ]
        .map(str::to_owned),
    );
    assert_eq!(of_exchange, expected);
    // A command may also be called by an expression, and a method may do anything.
    let called = texts(&script, "command_invokation_operator");
    assert_eq!(called, ["&"]);
    assert!(script.contains("@(& $command)"));
    for method in texts(&script, "invokation_expression") {
        let (before, _) = method.rsplit_once('(').unwrap();
        let name = before.rsplit('.').next().unwrap();
        assert!(METHODS.contains(&name), "{method}");
    }
    assert!(!script.contains("::"), "no static method");
}

#[test]
fn cmdlets_that_may_give_many_objects_are_asked_for_all_and_stop_at_errors() {
    let script = script();
    // What has no such parameter, or tells of one object.
    let few = [
        "Get-HostedOutboundSpamFilterPolicy",
        "Get-HostedOutboundSpamFilterRule",
        "Get-MailboxAutoReplyConfiguration",
        "Get-OrganizationConfig",
        "Get-Recipient",
        "Get-TransportConfig",
    ];
    let commands = texts(&script, "command").into_iter();
    let commands = commands.filter(|c| c.starts_with("Get-"));
    let mut seen = 0;
    for command in commands {
        let name = command.split(' ').next().unwrap();
        if ["Get-Command", "Get-Date"].contains(&name) {
            continue;
        }
        seen += 1;
        assert!(command.contains("-ErrorAction Stop"), "{command}");
        let all = command.contains("-ResultSize Unlimited");
        assert!(all || few.contains(&name), "{command}");
    }
    assert!(seen > 15);
}

/// What is read of a policy and no cmdlet of the script prints, or tells persons and tenants apart.
const NOT_COLLECTED: [&str; 18] = [
    "Addresses",
    "Alias",
    "AllRecipientsListed",
    "Contacts",
    "DistinguishedName",
    "ExternalDirectoryObjectId",
    "Guid",
    "HasLicense",
    "Id",
    "Identity",
    "LegacyExchangeDN",
    "MemberOf",
    "Name",
    "OutlookInternetFormat",
    "SendAs",
    "ServerReplyTo",
    "ServerReplyWithMessage",
    "UserPrincipalName",
];

#[test]
fn every_property_that_an_import_reads_is_collected() {
    let script = script();
    for section in SECTIONS {
        let kinds = COLLECTED
            .into_iter()
            .filter(|k| k.section().name == section.name);
        let kinds: Vec<ObjectKind> = kinds.collect();
        assert!(!kinds.is_empty(), "{}", section.name);
        let taken: Vec<&str> = kinds.iter().flat_map(|k| properties(*k)).collect();
        for property in section.properties.iter() {
            let name = property.name;
            let condition = name.strip_prefix("ExceptIf").unwrap_or(name);
            let added = [format!("['{name}']"), format!("Name = '{name}'")];
            let there = taken.contains(&condition)
                || NOT_COLLECTED.contains(&name)
                || added.iter().any(|how| script.contains(how))
                // Get-TransportConfig prints it.
                || section.name == "OrganizationConfig"
                    && properties(ObjectKind::TransportConfig).contains(&name);
            assert!(there, "{}: {name}", section.name);
        }
        // None that an import would not know.
        for name in taken {
            let known =
                section.property(name).is_some() || name == "HostedOutboundSpamFilterPolicy";
            assert!(known, "{}: {name}", section.name);
        }
    }
}
