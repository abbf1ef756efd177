//! Writes the files that the verbs are given, with hostile text in every place that somebody else
//! fills: who sends a message, or who proposes a policy.

pub use super::texts::{FORGED, PLACE};
use super::texts::{address, line, markup, quoted, text};
use crate::program;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// The places that somebody else fills.
pub const PLACES: &[&str] = &[
    "archive-entry",
    "accepted",
    "account",
    "argument",
    "argument-from",
    "argument-to",
    "audit-charset",
    "audit-file",
    "audit-target",
    "audit-value",
    "audit-who",
    "auto-submitted",
    "bad-domain",
    "bad-fact",
    "bad-import-file",
    "bad-key",
    "bad-outcome",
    "bad-part",
    "bad-part-file",
    "bad-pattern",
    "bad-policy-file",
    "bad-scenario-file",
    "bad-scenario-key",
    "bad-test-file",
    "bad-trace-file",
    "bad-value",
    "case",
    "case-to",
    "charset",
    "colon-file",
    "connector",
    "contact",
    "contact-address",
    "default",
    "empty-file",
    "external-message",
    "formula-file",
    "forward-to",
    "forward-to-name",
    "forwarding",
    "from",
    "group",
    "group-member",
    "group-name",
    "import-file",
    "import-key",
    "import-name",
    "import-value",
    "internal-message",
    "mail-folder",
    "mailbox",
    "message-file",
    "message-id",
    "new-policy-file",
    "no-file",
    "one-file",
    "option",
    "outbound-from",
    "option-file",
    "outbound",
    "part-file",
    "passing",
    "policy-file",
    "raw-line",
    "reason",
    "remote",
    "reply",
    "bad-response",
    "rule",
    "scenario-from",
    "scenario-mail-from",
    "scenario-to",
    "send-as",
    "subject",
    "suppress",
    "test-file",
    "to",
    "trace-detail",
    "trace-file",
    "trace-id",
    "trace-inside",
    "trace-outside",
    "trace-recipient",
    "trace-sender",
    "trace-status",
    "tracedomain",
    "transport-rule",
];

/// A hostile name of a file or folder.
pub fn name(place: &str, end: &str) -> String {
    format!(
        "{PLACE}{place}\u{1b}[95mX\u{7}\u{202e}\u{200f}\n{FORGED} @octocat #12 `](x) <img src=x> $(touch pwned)'\u{2019}\";|\\::error::x ##[error]x=1{end}"
    )
}

/// The policies, of which the second is stricter.
fn policy(open: bool) -> String {
    let q = |place: &str| quoted(&text(place));
    let a = |place: &str, domain: &str| quoted(&address(place, domain));
    let reason = markup("reason");
    let oof = if open { "External" } else { "None" };
    format!(
        "AcceptedDomains:\n  - contoso.com\n  - {accepted}\nRemoteDomains:\n  - Name: {default}\n    DomainName: '*'\n    AutoReplyEnabled: {open}\n    AutoForwardEnabled: {open} # rdsim: allow default-forwards: {reason}\n    NDREnabled: false\n    AllowedOOFType: {oof}\n    CharacterSet: iso-8859-1\n    NonMimeCharacterSet: {charset}\n  - Name: {remote}\n    DomainName: fabrikam.com\n    AutoForwardEnabled: {open}\n    AutoReplyEnabled: {open}\n    AllowedOOFType: {oof}\n  - Name: plain\n    DomainName: {domain}\nHostedOutboundSpamFilterPolicies:\n  - Name: {outbound}\n    Priority: 0\n    From: [{outbound_from}, alice@contoso.com]\n    FromMemberOf: [{group}]\n    AutoForwardingMode: On\n  - Name: Default\n    AutoForwardingMode: Off\nMailboxes:\n  - Addresses: [alice@contoso.com, {mailbox}]\n    AutoReplyState: Enabled\n    ExternalMessage: {external}\n    InternalMessage: {internal}\n    ForwardingSmtpAddress: {forwarding}\n    DeliverToMailboxAndForward: true\n  - Addresses: [frank@contoso.com]\n  - Addresses: [scan@contoso.com]\n    SendAs: [{send_as}]\nMailContacts:\n  - Name: {contact}\n    ExternalEmailAddress: {contact_address}\nInboundConnectors:\n  - Name: {connector}\n    ConnectorType: OnPremises\n    SenderIPAddresses: [192.0.2.10]\n    SenderDomains: ['*']\nInboxRules:\n  - Mailbox: alice@contoso.com\n    Name: {rule}\n    SubjectContainsWords: [PLACE]\n    ForwardTo: [{forward_to}]\n    ServerReplyWithMessage: {reply}\nDistributionGroups:\n  - Name: {group_name}\n    PrimarySmtpAddress: team@contoso.com\n    RequireSenderAuthenticationEnabled: false\n    Members: [bob@fabrikam.com, {group_member}]\nTransportRules:\n  - Name: {transport_rule}\n    Priority: 0\n    SentTo: [judged@fabrikam.com]\n    RejectMessageReasonText: {transport_rule}\n",
        accepted = quoted("PLACEaccepted-x.example"),
        default = q("default"),
        charset = quoted("iso-8859-1"),
        remote = q("remote"),
        domain = quoted("placedomain-x.example"),
        outbound = q("outbound"),
        outbound_from = a("outbound-from", "contoso.com"),
        group = a("group", "contoso.com"),
        mailbox = a("mailbox", "contoso.com"),
        external = q("external-message"),
        internal = q("internal-message"),
        forwarding = quoted(&one_address("forwarding", "fabrikam.com")),
        send_as = a("send-as", "contoso.com"),
        contact = q("contact"),
        contact_address = quoted(&one_address("contact-address", "fabrikam.com")),
        connector = q("connector"),
        rule = q("rule"),
        forward_to = quoted(&format!(
            "\"{}\" [SMTP:{}]",
            line("forward-to-name").replace('"', ""),
            address("forward-to", "fabrikam.com")
        )),
        reply = q("reply"),
        group_name = q("group-name"),
        group_member = quoted(&line("group-member").replace('@', "")),
        transport_rule = q("transport-rule"),
    )
}

/// An address where one is wanted: without what makes several or none of it.
fn one_address(place: &str, domain: &str) -> String {
    address(place, domain).replace(|c: char| c == ';' || c.is_whitespace(), "-")
}

/// A message from a sender to some recipients; its headers hold what no line break is.
fn message(from: &str, to: &str) -> String {
    let l = |place: &str| line(place).replace('\u{85}', "");
    format!(
        "Return-Path: <{from}>\nFrom: \"{}\" <{from}>\nTo: {to}\nSubject: Automatic reply: {}\nAuto-Submitted: auto-replied; {}\nX-Auto-Response-Suppress: {}\nDisposition-Notification-To: {from}\nMessage-ID: <{}@contoso.com>\nDate: Tue, 03 Nov 2026 09:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=\"us-ascii{}\"\n\n{}\u{e9} words\n",
        l("display-name").replace('"', ""),
        l("subject"),
        l("auto-submitted"),
        l("suppress"),
        l("message-id").replace(['<', '>', ' '], ""),
        l("charset").replace('"', ""),
        l("body"),
    )
}

/// The address in a header: it has no line break.
fn header_address(place: &str, domain: &str) -> String {
    let local = line(place).replace(
        [
            '@', ' ', ',', ';', '<', '>', '(', ')', '"', ':', '[', ']', '\\',
        ],
        "-",
    );
    format!("{local}'$touch-pwned`x`\u{2019}|&@{domain}")
}

/// The same in a trace, where a semicolon separates recipients, and two `#` the lines of a status.
fn trace_address(place: &str, domain: &str) -> String {
    address(place, domain).replace([';', '#'], "-")
}

const REPLY: &str =
    "250 2.1.5 RESOLVER.MSGTYPE.AR; handled AutoReply addressed to external recipient";

/// A trace of some rows, as CSV: sender, recipient, subject, status, detail.
fn trace(rows: &[[&str; 5]]) -> String {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut out =
        String::from("Received,SenderAddress,RecipientAddress,Subject,Status,Detail,MessageId\n");
    for row in rows {
        let id = text("trace-id");
        let cells: Vec<String> = row.iter().chain([&&*id]).map(|c| cell(c)).collect();
        writeln!(out, "2026-08-01T10:00:00Z,{}", cells.join(",")).unwrap();
    }
    out
}

/// A trace in which senders, recipients, subjects and details are hostile.
fn hostile_trace() -> String {
    let a = trace_address;
    let from = a("trace-sender", "contoso.com");
    let to = a("trace-recipient", "fabrikam.com");
    let inside = a("trace-inside", "contoso.com");
    let subject = format!("Automatic reply: {}", text("trace-subject"));
    let outside = a("trace-outside", "PLACEtracedomain-x.example");
    let status = text("trace-status").replace("##", "--");
    let detail = format!("550 5.9.9 {}", text("trace-detail").replace("##", "--"));
    let oof = "250 2.1.5 RESOLVER.OOF.SuppressExternal; external OOFs are suppressed by BlockExternalOofToExternalUser";
    trace(&[
        [&from, &to, &subject, "Failed", REPLY],
        [&from, &inside, &subject, "Failed", REPLY],
        [&from, &to, &subject, "Failed", oof],
        [&from, &to, "FW: x", "Failed", "550 5.7.520 Access denied"],
        [
            "alice@contoso.com",
            "bob@fabrikam.com",
            "x",
            "Delivered",
            "",
        ],
        [&from, &outside, &subject, "Delivered", ""],
        [&from, "bob@fabrikam.com", "x", &status, &detail],
    ])
}

/// The names of the files, by what stands for them in the arguments.
pub fn names() -> Vec<(&'static str, String)> {
    vec![
        ("{p}", name("policy-file", ".yaml")),
        ("{q}", name("new-policy-file", ".yaml")),
        ("{members}", name("members-policy-file", ".yaml")),
        ("{bad}", name("bad-policy-file", ".yaml")),
        ("{raw}", name("raw-policy-file", ".yaml")),
        ("{scenario}", name("scenario-file", ".yaml")),
        ("{bad-scenario}", name("bad-scenario-file", ".yaml")),
        ("{mail}", name("mail-folder", "")),
        ("{one}", name("one-file", ".eml")),
        ("{test}", name("test-file", ".rdsim.yaml")),
        ("{bad-test}", name("bad-test-file", ".rdsim.yaml")),
        ("{trace}", name("trace-file", ".csv")),
        ("{dashes}", name("dashes-file", ".csv")),
        ("{bad-trace}", name("bad-trace-file", ".csv")),
        ("{part}", name("part-file", ".json")),
        ("{bad-part}", name("bad-part-file", ".json")),
        ("{import}", name("import-file", ".json")),
        ("{bad-import}", name("bad-import-file", ".json")),
        ("{audit}", name("audit-file", ".json")),
        ("{none}", name("no-file", ".eml")),
        ("{option}", format!("--{}", name("option", ""))),
        ("{archive}", name("archive", ".zip")),
        ("{folder}", name("new-folder", "")),
        ("{written}", name("written-folder", "")),
        ("{text}", text("argument")),
        ("{from}", one_address("argument-from", "contoso.com")),
        ("{to}", one_address("argument-to", "fabrikam.com")),
    ]
}

/// An argument with the name that it stands for.
pub fn filled(word: &str) -> String {
    let names = names();
    let found = names.iter().find(|(what, _)| word.starts_with(what));
    found.map_or(word.to_owned(), |(what, name)| word.replace(what, name))
}

/// Write the files.
pub fn write(folder: &Path) {
    let path = |what: &str| folder.join(filled(what));
    let write = |what: &str, text: &str| std::fs::write(path(what), text).unwrap();
    write("{p}", &policy(true));
    write("{q}", &policy(false));
    write(
        "{bad}",
        &format!(
            "RemoteDomains:\n  - {}: x\n    DomainName: {}\n    AllowedOOFType: {}\n",
            quoted(&text("bad-key")),
            quoted(&text("bad-domain")),
            quoted(&text("bad-value")),
        ),
    );
    write(
        "{members}",
        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nHostedOutboundSpamFilterPolicies:\n  - {Name: A, Priority: 0, FromMemberOf: [a@contoso.com], AutoForwardingMode: Off}\n  - {Name: Default, AutoForwardingMode: On}\n",
    );
    write("{raw}", "RemoteDomains:\n  ::error::PLACEraw-line\n");
    let scenario = |endpoint: &str, more: &str| {
        format!(
            "Endpoint: {}\nSignIn: Password\nAccount: {}\nFrom: {}\nMailFrom: {}\nCertificateNames: [{}]\nRecipients: [{}, bob@fabrikam.com]\n{more}",
            quoted(endpoint),
            quoted(&address("account", "contoso.com")),
            quoted(&address("scenario-from", "contoso.com")),
            quoted(&address("scenario-mail-from", "contoso.com")),
            quoted(&text("certificate")),
            quoted(&address("scenario-to", "fabrikam.com")),
        )
    };
    write("{scenario}", &scenario("smtp.office365.com", ""));
    write(
        "{bad-scenario}",
        &scenario(
            &text("endpoint"),
            &format!("{}: x\n", quoted(&text("bad-scenario-key"))),
        ),
    );
    let mail = path("{mail}");
    std::fs::create_dir(&mail).unwrap();
    let alice = "alice@contoso.com";
    let one = message(
        alice,
        &format!(
            "{}, carol@contoso.com",
            header_address("to", "fabrikam.com")
        ),
    );
    std::fs::write(path("{one}"), &one).unwrap();
    for (name, text) in [
        (name("message-file", ".eml"), one.clone()),
        (
            "::error::PLACEcolon-file ##[error].eml".into(),
            message(alice, "bob@fabrikam.com"),
        ),
        ("=1+1;@SUM(A1) PLACEformula-file.eml".into(), one),
        (
            "--force PLACEoption-file.eml".into(),
            message(&header_address("from", "northwind.example"), alice),
        ),
        ("empty PLACEempty-file.eml".into(), String::new()),
    ] {
        std::fs::write(mail.join(name), text).unwrap();
    }
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path("{archive}")).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    archive
        .start_file(name("archive-entry", ".eml"), options)
        .unwrap();
    archive
        .write_all(message(alice, "bob@fabrikam.com").as_bytes())
        .unwrap();
    archive.finish().unwrap();
    let cases = |expect: &str| {
        let (p, q) = (
            quoted(path("{p}").file_name().unwrap().to_str().unwrap()),
            quoted(&text("case")),
        );
        format!(
            "Policy: {p}\nCases:\n  - Name: {q}\n    Kind: ordinary\n    From: alice@contoso.com\n    To: [bob@fabrikam.com, {to}]\n    Expect: {{{expect}}}\n  - Name: \"# SKIP ~~~~~~ PLACEpassing \\\\# TODO\"\n    Kind: ordinary\n    From: alice@contoso.com\n    To: carol@contoso.com\n    Expect: {{Outcome: stays-inside}}\n",
            to = quoted(&address("case-to", "fabrikam.com")),
        )
    };
    let expect = format!(
        "Outcome: dropped, RemoteDomain: {}",
        quoted("placeexpected-domain-x.example"),
    );
    write("{test}", &cases(&expect));
    write(
        "{bad-test}",
        &cases(&format!(
            "Outcome: {}, RemoteDomain: {}, Response: {}, {}: x",
            quoted(&text("bad-outcome")),
            quoted(&text("bad-pattern")),
            quoted(&text("bad-response")),
            quoted(&text("bad-fact"))
        )),
    );
    write("{trace}", &hostile_trace());
    let row = [
        "--force@contoso.com",
        "-p@fabrikam.com",
        "x",
        "Failed",
        REPLY,
    ];
    write("{dashes}", &trace(&[row]));
    write(
        "{bad-trace}",
        &format!("\"{}\",x\na,b,c\n", text("bad-column").replace('"', "\"\"")),
    );
    let mut reconcile = program::rdsim(&["trace", "reconcile", "--part", "--policy"]);
    let part = reconcile.arg(path("{p}")).arg(path("{trace}")).output();
    let part = program::out(&part.unwrap());
    write("{part}", &part);
    let bad = format!("\"value\":{},\"x\":\"", quoted(&text("bad-part")));
    write("{bad-part}", &part.replacen("\"value\":\"", &bad, 1));
    let object = |more: &str| {
        format!(
            "[{{\"Name\":{},\"DomainName\":\"*\",\"AutoForwardEnabled\":true,\"AllowedOOFType\":\"External\"{more}}}]",
            quoted(&text("import-name")),
        )
    };
    let odd = format!(
        ",{}:{}",
        quoted(&text("import-key").replace(['@', '.'], "-")),
        quoted(&(text("import-value") + &" rdsim: allow default-forwards: x".repeat(40)))
    );
    write("{import}", &object(&odd));
    let record = |operation: &str, target: &str, parameters: &str| {
        format!(
            "{{\"CreationTime\":\"2026-05-24T15:10:53\",\"RecordType\":1,\"Workload\":\"Exchange\",\"Operation\":{},\"ObjectId\":{},\"UserId\":{},\"Parameters\":[{parameters}]}}\n",
            quoted(operation),
            quoted(target),
            quoted(&text("audit-who"))
        )
    };
    let value =
        |name: &str, value: &str| format!("{{\"Name\":\"{name}\",\"Value\":{}}}", quoted(value));
    let new = [
        value("Name", &text("audit-value")),
        value("DomainName", "audit.example"),
    ]
    .join(",");
    write(
        "{audit}",
        &[
            record("New-RemoteDomain", "", &new),
            record(
                "Set-RemoteDomain",
                &text("audit-target"),
                &value("NDREnabled", "False"),
            ),
            record(
                "Set-RemoteDomain",
                "plain",
                &value("CharacterSet", &text("audit-charset")),
            ),
        ]
        .concat(),
    );
    write(
        "{bad-import}",
        &format!("[{{{}:}}]", quoted(&text("bad-import-key"))),
    );
}
