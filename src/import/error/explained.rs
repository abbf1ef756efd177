//! Says what is wrong in an import, and what to do.

use super::Error;
use super::command::{as_text, joined, with_members};
use crate::diagnostic::remove_one;
use crate::i18n::{Text, en};
use crate::import::kind::ObjectKind;
use std::fmt::Display;

impl Error {
    /// The message and the help line.
    pub(super) fn texts(&self) -> (Text, Text) {
        let (message, help): (Text, Text) = match self {
            Self::EmptyFile => (
                en("the file is empty").into(),
                en("export something first, as in `Get-RemoteDomain | ConvertTo-Json > remote.json`").into(),
            ),
            Self::NotUtf8 => (
                en("the file is not UTF-8").into(),
                en("write the file with `-Encoding utf8`, as in `Export-Csv -Encoding utf8` or `Out-File -Encoding utf8`").into(),
            ),
            Self::NotUtf16 => (
                en("the file begins as UTF-16 and is not").into(),
                en("export it again with `-Encoding utf8`; it may have been cut or joined from two files").into(),
            ),
            Self::Table => (
                en("this is a table, which leaves out most properties").into(),
                en("export all of them, as in `Get-RemoteDomain | ConvertTo-Json > remote.json`").into(),
            ),
            Self::UnknownFormat => (
                en("the format of the file is not known").into(),
                en("export with `ConvertTo-Json`, `Export-Csv`, `Export-Clixml` or `Format-List`, or give a Microsoft365DSC configuration").into(),
            ),
            Self::FileTooLarge => (
                en("the file has more than 2,000,000 lines or values").into(),
                en("export with `Select-Object` only the properties that count, or in several files").into(),
            ),
            Self::TooManyProperties => (
                en("the object has more than 1,000 properties").into(),
                en("export it again; no object of a cmdlet has so many").into(),
            ),
            Self::NoObjects => (
                en("the file has no objects").into(),
                en("the cmdlet printed nothing; look at its output before you pipe it on").into(),
            ),
            Self::PolicyTooLarge => (
                en("the policy would have more than 1,000,000 values or 64 MiB, and is not written").into(),
                en("import only the objects that count, such as the recipients of your samples").into(),
            ),
            Self::NotAnObjectInJson { found } => (
                expected_object(found),
                en("pipe the cmdlet's objects into `ConvertTo-Json`, not one of their properties").into(),
            ),
            Self::NotAnObjectInClixml { found } => (
                expected_object(found),
                en("pipe the cmdlet's objects into `Export-Clixml`, not one of their properties").into(),
            ),
            Self::JsonCutOff => (
                en("the JSON ends before it is complete").into(),
                en("export it again; the output was cut").into(),
            ),
            Self::NotJson { reason } => (
                Text::of(en("not JSON: {reason}"), [("reason", reason)]),
                en("export it again with `ConvertTo-Json`").into(),
            ),
            Self::JsonTooDeep => (
                en("the JSON is nested too deeply").into(),
                en("export it with `ConvertTo-Json -Depth 4`").into(),
            ),
            Self::UnknownVersion { found } => (
                Text::from(en("version {found} is not known")).with_text("found", found.clone()),
                en("this rdsim reads version 1; use the rdsim that wrote the file").into(),
            ),
            Self::UnknownSection { key } => (
                Text::of(en("`{key}` is not a section of a policy"), [("key", key)]),
                en("remove it, or import it by itself").into(),
            ),
            Self::NotCsv { reason } => (
                Text::of(en("not CSV: {reason}"), [("reason", reason)]),
                en("export it again with `Export-Csv -NoTypeInformation -Encoding utf8`").into(),
            ),
            Self::CellCount { cells, names } => (
                Text::of(
                    en("the row has {cells} cells, the header has {names}"),
                    [("cells", cells), ("names", names)],
                ),
                en("export it again; a row was cut, or a cell holds an unquoted delimiter").into(),
            ),
            Self::UnclosedCell => (
                en("the quoted cell that starts here is never closed").into(),
                en("export it again; the file was cut").into(),
            ),
            Self::NotXml { reason } => (
                Text::of(en("not XML: {reason}"), [("reason", reason)]),
                en("export it again with `Export-Clixml`; the file may have been cut").into(),
            ),
            Self::NotClixml { name } => (
                Text::of(
                    en("the XML is `{name}`, not the `Objs` of Export-Clixml"),
                    [("name", name)],
                ),
                en("export with `Export-Clixml`, or use `ConvertTo-Json`").into(),
            ),
            Self::ClixmlTooLarge => (
                en("the XML unfolds to more than an export can be").into(),
                en("export fewer objects, or with a smaller `-Depth`").into(),
            ),
            Self::DanglingReference => (
                en("this reference leads nowhere").into(),
                en("export it again; the file was edited or cut").into(),
            ),
            Self::NotAListLine => (
                en("this line is neither `Name : value` nor the rest of a value").into(),
                en("remove it, or paste the output of `Format-List` again").into(),
            ),
            Self::UnclosedText => (
                en("the text or comment that starts here is never closed").into(),
                en("export the configuration again; the file was cut").into(),
            ),
            Self::UnclosedBlock => (
                en("the block that starts here is never closed").into(),
                en("export the configuration again; the file was cut").into(),
            ),
            Self::ListsTooDeep => (
                en("the lists are nested too deeply").into(),
                en("export the configuration again; no value of it has so many brackets").into(),
            ),
            Self::UnusedResource { name, count } => (
                Text::of(
                    match count {
                        1 => en("`{name}` has no place in a policy ({count} block, the first here)"),
                        _ => en("`{name}` has no place in a policy ({count} blocks, the first here)"),
                    },
                    [("name", name), ("count", count)],
                ),
                en("nothing need be done if you did not expect it there").into(),
            ),
            Self::MessageTrace => (
                en("this is a message trace, which tells what became of messages and not what is set").into(),
                en("read it with `rdsim trace read`, or compare it with a policy by `rdsim trace reconcile`").into(),
            ),
            Self::UnknownObject { kinds } => (
                en("what this object is cannot be told from its properties").into(),
                Text::of(
                    en("say it with `--as`, one of {kinds}; or export all properties"),
                    [("kinds", kinds)],
                ),
            ),
            Self::OfGraph { resource, count } => (
                Text::of(
                    match count {
                        1 => en("this is a `{name}` of Microsoft Graph, which lacks what Exchange decides by"),
                        _ => en("this is a `{name}` of Microsoft Graph, which lacks what Exchange decides by ({count} objects, the first here)"),
                    },
                    [("name", &resource.name), ("count", count)],
                ),
                Text::of(
                    en("export the output of {cmdlets} instead, or all that `rdsim collect` collects"),
                    [("cmdlets", &resource.cmdlets)],
                ),
            ),
            Self::NotSimulated { kind, count } => (
                Text::of(
                    match count {
                        1 => en("known, not simulated: `{name}` ({count} object of {cmdlet})"),
                        _ => en("known, not simulated: `{name}` ({count} objects of {cmdlet}, the first here)"),
                    },
                    [("name", &kind.name), ("count", count), ("cmdlet", &kind.cmdlet)],
                ),
                kind.help(),
            ),
            Self::UnknownRecipient { name, property, others: 0 } => (
                Text::of(
                    en("`{property}` names `{name}`, and no recipient among the objects has that name"),
                    [("property", property as &dyn std::fmt::Display), ("name", name)],
                ),
                list_recipients(),
            ),
            Self::UnknownRecipient { name, property, others } => (
                Text::of(
                    en("`{property}` names `{name}` and {others} more, and no recipient among the objects has these names"),
                    [("property", property as &dyn std::fmt::Display), ("name", name), ("others", others)],
                ),
                list_recipients(),
            ),
            Self::ContactWithoutTarget { cmdlet } => (
                en("this contact or mail user has no `ExternalEmailAddress`, so where its mail is sent is not known").into(),
                Text::of(
                    en("export it with `{cmdlet}`, which prints it: verdicts on mail to it are \"cannot tell\" until the policy has it"),
                    [("cmdlet", cmdlet)],
                ),
            ),
            Self::MemberWithoutGroup => (
                en("of which group this is a member is not said").into(),
                together(ObjectKind::DistributionGroup),
            ),
            Self::GroupWithoutObject { name } => (
                Text::of(
                    en("the group `{name}` is not among the objects, and its members do not tell its address"),
                    [("name", name)],
                ),
                en("import the output of `Get-DistributionGroup` or `Get-UnifiedGroup` as well").into(),
            ),
            Self::GroupsWithoutMembers { name, others, kind } => (
                match others {
                    0 => Text::of(en("who is in the group `{name}` is not among the objects"), [("name", name)]),
                    _ => Text::of(
                        en("who is in the group `{name}` and in {others} more is not among the objects"),
                        [("name", name as &dyn std::fmt::Display), ("others", others)],
                    ),
                },
                together(*kind),
            ),
            Self::AuditLog { operation, cmdlet } => (
                Text::of(
                    en("this is an audit log (the first record is `{operation}`), which tells of changes and not of what is in effect"),
                    [("operation", operation)],
                ),
                Text::of(
                    en("export what is in effect, as in `{cmdlet} | ConvertTo-Json -Depth 3 > export.json`; `rdsim import --history` tells what was changed, when and by whom"),
                    [("cmdlet", cmdlet)],
                ),
            ),
            Self::Absent => (
                en("`Ensure` is `Absent`, so this is not part of the policy").into(),
                en("remove the block, or set `Ensure` to `Present`").into(),
            ),
            Self::NoDomainName { what } => (
                Text::from(en("{what} has no `DomainName`")).with_text("what", *what),
                en("export all properties; the domain is needed to know for whom it is").into(),
            ),
            Self::ConflictingObject { what, file, line } => (
                Text::from(en("{what} of this name was read already, with other values"))
                    .with_text("what", *what),
                only_one(file, *line),
            ),
            Self::ConflictingOrganization { name, file, line } => (
                Text::of(
                    en("`{name}` of the organization was read already, with another value"),
                    [("name", name)],
                ),
                only_one(file, *line),
            ),
            Self::NothingForAPolicy => (
                en("nothing of what was given has a place in a policy, so none is written").into(),
                en("give the output of Get-RemoteDomain, Get-AcceptedDomain and the others that `rdsim collect` runs").into(),
            ),
            Self::NoSettings => (
                en("none of the settings that a policy has is among the properties").into(),
                en("export all properties, as in `Get-OrganizationConfig | ConvertTo-Json`").into(),
            ),
            Self::ConflictingRule { name } => (
                Text::of(
                    en("the outbound spam policy `{name}` has a rule already"),
                    [("name", name)],
                ),
                en("import only one of the two rules; a policy has one").into(),
            ),
            Self::RuleWithoutPolicy { rule, name } => (
                Text::of(
                    en("the rule `{rule}` is for the outbound spam policy `{name}`, which is not among the objects"),
                    [("rule", rule), ("name", name)],
                ),
                en("import the output of `Get-HostedOutboundSpamFilterPolicy` as well").into(),
            ),
            Self::Variable { name, in_addresses } => (
                Text::of(
                    match in_addresses {
                        true => en("the variable `{name}` stands for the domain of addresses (the first here), which nobody has"),
                        false => en("the domain is the variable `{name}`, so it is left out"),
                    },
                    [("name", name)],
                ),
                en("write the domain in its place in the whole file, such as contoso.onmicrosoft.com, and import again").into(),
            ),
            Self::MorePages => (
                en("this is one page of an answer that has more").into(),
                en("import the other pages as well, or ask again with `ResultSize` Unlimited").into(),
            ),
            Self::FailedAnswer { message } => (
                Text::of(
                    en("this is the answer to a request that failed: `{message}`"),
                    [("message", message)],
                ),
                en("export again, with the permissions that the cmdlet needs").into(),
            ),
            Self::ObjectsCut { cmdlet, text } => (
                Text::of(
                    en("the objects of {cmdlet} were not exported: `{text}` stands in their place"),
                    [("cmdlet", &cmdlet as &dyn Display), ("text", text)],
                ),
                en("export again with `ConvertTo-Json -Depth 6`").into(),
            ),
            Self::NotInCollection { cmdlets } => (
                Text::of(en("the file has nothing of {cmdlets}"), [("cmdlets", cmdlets)]),
                en("import the output of the cmdlets as well; without it, what a new tenant has is taken to be so").into(),
            ),
            Self::CmdletFailed { cmdlet } => (
                Text::of(
                    en("the file says that {cmdlet} failed, so its objects are missing"),
                    [("cmdlet", cmdlet)],
                ),
                en("import the output of the cmdlet as well").into(),
            ),
            Self::NotCollected { cmdlet, times, why } => (
                match times {
                    ..=1 => Text::of(
                        en("{cmdlet} could not be read when the tenant was collected: {why}"),
                        [("cmdlet", cmdlet as &dyn Display), ("why", why)],
                    ),
                    _ => Text::of(
                        en("{cmdlet} could not be read when the tenant was collected, {times} times; the first time: {why}"),
                        [("cmdlet", cmdlet as &dyn Display), ("times", times), ("why", why)],
                    ),
                },
                en("run the script again with an account whose roles let it run the cmdlet; without it, rdsim does not know what the cmdlet would tell").into(),
            ),
            Self::InboxRuleWithoutMailbox => (
                en("the mailbox of this inbox rule is not among the objects").into(),
                en("import the output of `Get-Mailbox` as well").into(),
            ),
            Self::SettingsWithoutMailbox { what } => (
                Text::from(en("the mailbox of these {what} is not among the objects"))
                    .with_text("what", *what),
                en("import the output of `Get-Mailbox` as well").into(),
            ),
            Self::DuplicateProperty { name, first } => (
                Text::of(en("`{name}` is given twice"), [("name", name)]),
                remove_one(*first),
            ),
            Self::UnknownProperty { name, what, near } => (
                Text::of(en("`{name}` is not a known property of {what}"), [("name", name)])
                    .with_text("what", *what),
                match near {
                    None => en("it stands as a comment in the policy; check whether it matters to you").into(),
                    Some(near) => Text::of(
                        en("it stands as a comment in the policy; did you mean `{near}`?"),
                        [("near", near)],
                    ),
                },
            ),
            Self::NotExported { name, text } => (
                Text::of(
                    en("the values of `{name}` were not exported: `{text}` stands in their place"),
                    [("name", name), ("text", text)],
                ),
                Text::of(
                    en("export them, as in `ConvertTo-Json -Depth 4`, or `{command}`"),
                    [("command", &joined(name))],
                ),
            ),
            Self::InvalidValue { name, found, expected } => (
                Text::of(en("{found} is not a value of `{name}`"), [("name", name)])
                    .with_text("found", found.clone()),
                expected.clone(),
            ),
            Self::UndocumentedNumber { name, found, words } => (
                Text::of(
                    en("{found} stands for a value of `{name}`, and Microsoft does not document for which"),
                    [("name", name)],
                )
                .with_text("found", found.clone()),
                Text::of(
                    en("export the word: `ConvertTo-Json -EnumsAsStrings` in PowerShell 7, or `{command}`; values: {values}"),
                    [("command", &as_text(name)), ("values", words)],
                ),
            ),
            Self::InvalidItem { name, found } => (
                Text::of(en("{found} is not an item of `{name}`"), [("name", name)])
                    .with_text("found", found.clone()),
                en("export it as text, as in `ConvertTo-Json -Depth 4`").into(),
            ),
            Self::ListCutOff { name } => (
                Text::of(en("the console cut the list of `{name}` short"), [("name", name)]),
                en("set `$FormatEnumerationLimit = -1` before `Format-List`, or use `ConvertTo-Json -Depth 4`").into(),
            ),
        };
        (message, help)
    }
}

fn list_recipients() -> Text {
    en("import the output of the cmdlet that lists it as well, such as `Get-MailContact`, `Get-MailUser` or `Get-Mailbox`").into()
}

fn together(kind: ObjectKind) -> Text {
    Text::of(
        en(
            "Get-DistributionGroupMember and Get-UnifiedGroupLinks do not name the group; export both together: `{command}`",
        ),
        [("command", &with_members(kind))],
    )
}

fn expected_object(found: &Text) -> Text {
    Text::from(en("expected {what}, found {found}"))
        .with_text("what", en("an object"))
        .with_text("found", found.clone())
}

fn only_one(file: &str, line: u32) -> Text {
    Text::of(
        en("import only one of the two; the first is at {file}:{line}"),
        [("file", &file), ("line", &line)],
    )
}
