//! Writes which way is advised for a device, what to set in it, and what to change first.

use super::{FailureV1, failures, reasons};
use crate::policy::submission::Connector;
use crate::policy::submission::scenario::{SignIn, Tls};
use crate::policy::{AcceptedDomain, Policy, Word as _};
use crate::report::text::plain;
use crate::submit::Scenario;
use crate::submit::advise::{Advice, Change, Choice};
use anstyle::AnsiColor;
use serde::Serialize;
use std::io::{self, Write};

/// What the advice was checked against.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// Whether the user gave it; else it is assumed.
    pub given: bool,
}

impl About<'_> {
    /// What is taken for granted.
    fn assumed(self) -> Option<String> {
        if self.given {
            return None;
        }
        let domains = self.policy.accepted_domains.iter();
        let domains: Vec<String> = domains
            .map(|AcceptedDomain { pattern, .. }| pattern.to_string())
            .collect();
        let mailbox = self.policy.mailboxes.iter().flat_map(|m| &m.addresses);
        let mailbox: String = mailbox
            .map(|a| format!(", {a} has a licensed mailbox"))
            .collect();
        Some(format!(
            "without a policy: only {} counts as inside{mailbox}, and nothing is changed from the defaults",
            domains.join(" and ")
        ))
    }
}

fn tls(s: &Scenario) -> String {
    match (s.tls, s.port) {
        (Tls::None, _) => "off; turn it on if the device can".into(),
        (tls, _) => format!("on (STARTTLS), {}", tls.word().replace("TLS", "TLS ")),
    }
}

fn sign_in(s: &Scenario) -> String {
    match (s.sign_in, &s.account) {
        (SignIn::Password, Some(account)) => format!("{account}, by password"),
        (SignIn::OAuth, Some(account)) => format!("{account}, by OAuth"),
        _ => "none".into(),
    }
}

/// For people.
///
/// # Errors
/// What the writer says.
pub fn human(advice: &Advice, about: About, to: &mut impl Write) -> io::Result<()> {
    let file = &about.policy.file;
    let green = AnsiColor::Green.on_default().bold();
    writeln!(to, "{green}ADVISED{green:#}  {}", advice.choice.name())?;
    writeln!(to, "  because {}", plain(&advice.because))?;
    if !advice.passed_over.is_empty() {
        writeln!(to, "  preferred, but not possible:")?;
    }
    for (choice, why) in &advice.passed_over {
        writeln!(to, "    {}: {}", choice.name(), plain(why))?;
    }
    let s = &advice.scenario;
    let whose = match advice.choice {
        Choice::OwnServer => "your server",
        _ => "the device",
    };
    writeln!(to, "  settings of {whose}:")?;
    writeln!(to, "    server   {}", plain(&s.endpoint))?;
    writeln!(to, "    port     {}", s.port)?;
    writeln!(to, "    TLS      {}", tls(s))?;
    writeln!(to, "    sign-in  {}", sign_in(s))?;
    writeln!(to, "    sender   {}", plain(&s.from))?;
    if s.mail_from != s.from {
        writeln!(to, "    MAIL FROM {}", plain(&s.mail_from))?;
    }
    if let Some((name, line)) = &advice.fits {
        let name = plain(name);
        writeln!(to, "  the connector {name} fits already ({file}:{line})")?;
    }
    if !advice.changes.is_empty() {
        writeln!(to, "  first:")?;
    }
    for change in &advice.changes {
        writeln!(to, "    {}", plain(&change.what()))?;
        if let Some(command) = change.command() {
            writeln!(to, "      {}", plain(&command))?;
        }
    }
    if let Some(spf) = &advice.spf {
        writeln!(
            to,
            "  SPF (TXT record) of {}, merged with what is there:",
            plain(&spf.domain)
        )?;
        writeln!(to, "    {}", plain(&spf.record))?;
    }
    for note in &advice.notes {
        writeln!(to, "  note: {}", plain(note))?;
    }
    for warning in &advice.warnings {
        writeln!(to, "  warning: {}", plain(warning))?;
    }
    let against = match about.assumed() {
        Some(assumed) => format!("checked {assumed}"),
        None => format!("checked against {file}"),
    };
    if let Some(first) = advice.failures.first() {
        let red = AnsiColor::Red.on_default().bold();
        writeln!(to, "  {against}: {red}REFUSED{red:#}")?;
        writeln!(to, "  {}", plain(first.refusal))?;
        reasons(&advice.failures, file, to)
    } else {
        writeln!(to, "  {against}: {green}ACCEPTED{green:#}")
    }
}

#[derive(Serialize)]
struct AdviceV1<'a> {
    version: u8,
    advised: &'static str,
    because: &'static str,
    passed_over: Vec<PassedOverV1<'a>>,
    settings: SettingsV1<'a>,
    fits: Option<FitsV1<'a>>,
    changes: Vec<ChangeV1<'a>>,
    spf: Option<SpfV1<'a>>,
    notes: &'a [String],
    warnings: &'a [String],
    assumed: Option<String>,
    accepted: bool,
    failures: Vec<FailureV1<'a>>,
}

#[derive(Serialize)]
struct PassedOverV1<'a> {
    way: &'static str,
    because: &'a str,
}

#[derive(Serialize)]
struct SettingsV1<'a> {
    endpoint: &'a str,
    port: u16,
    tls: &'static str,
    sign_in: &'static str,
    account: Option<&'a str>,
    from: &'a str,
    mail_from: &'a str,
}

#[derive(Serialize)]
struct FitsV1<'a> {
    name: &'a str,
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct ChangeV1<'a> {
    what: String,
    command: Option<String>,
    connector: Option<ConnectorV1<'a>>,
}

/// A connector with the cmdlet's names, so that it can be put into a policy.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ConnectorV1<'a> {
    name: &'a str,
    connector_type: &'static str,
    sender_domains: &'a [String],
    #[serde(rename = "SenderIPAddresses", skip_serializing_if = "<[_]>::is_empty")]
    addresses: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_sender_certificate_name: Option<&'a str>,
    require_tls: bool,
    cloud_services_mail_enabled: bool,
}

impl<'a> From<&'a Connector> for ConnectorV1<'a> {
    fn from(c: &'a Connector) -> Self {
        Self {
            name: &c.name,
            connector_type: "OnPremises",
            sender_domains: &c.domains,
            addresses: &c.addresses,
            tls_sender_certificate_name: c.certificate.as_deref(),
            require_tls: c.require_tls.value,
            cloud_services_mail_enabled: false,
        }
    }
}

#[derive(Serialize)]
struct SpfV1<'a> {
    domain: &'a str,
    record: &'a str,
}

/// Version 1 of the JSON report.
///
/// # Errors
/// What the writer says.
pub fn json(advice: &Advice, about: About, to: &mut impl Write) -> io::Result<()> {
    let file = about.policy.file.as_str();
    let s = &advice.scenario;
    let passed = advice.passed_over.iter();
    let changes = advice.changes.iter().map(|change| ChangeV1 {
        what: change.what(),
        command: change.command(),
        connector: match change {
            Change::Connector(c) => Some(c.into()),
            _ => None,
        },
    });
    let shape = AdviceV1 {
        version: 1,
        advised: advice.choice.id(),
        because: advice.because,
        passed_over: passed
            .map(|(choice, because)| PassedOverV1 {
                way: choice.id(),
                because,
            })
            .collect(),
        settings: SettingsV1 {
            endpoint: &s.endpoint,
            port: s.port,
            tls: s.tls.word(),
            sign_in: s.sign_in.word(),
            account: s.account.as_deref(),
            from: &s.from,
            mail_from: &s.mail_from,
        },
        fits: advice.fits.as_ref().map(|(name, line)| FitsV1 {
            name,
            file,
            line: *line,
        }),
        changes: changes.collect(),
        spf: advice.spf.as_ref().map(|spf| SpfV1 {
            domain: &spf.domain,
            record: &spf.record,
        }),
        notes: &advice.notes,
        warnings: &advice.warnings,
        assumed: about.assumed(),
        accepted: advice.failures.is_empty(),
        failures: failures(&advice.failures, file),
    };
    serde_json::to_writer_pretty(&mut *to, &shape)?;
    writeln!(to)
}
