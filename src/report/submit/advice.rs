//! Writes which method is recommended for a device, what to set in it, and what to change first.

use super::{FailureV1, View, failures, reasons, warnings};
use crate::i18n::{Language, Text, en};
use crate::policy::connector::Connector;
use crate::policy::{AcceptedDomain, CmdletEnum as _, Policy};
use crate::submit::advise::{Advice, Change, Choice};
use crate::text::plain;
use anstyle::AnsiColor;
use serde::Serialize;
use std::fmt::Display;
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
    /// What is assumed where no policy is given.
    fn assumed(self, lang: Language) -> Option<String> {
        if self.given {
            return None;
        }
        let domains = self.policy.accepted_domains.iter();
        let domains = domains.map(|AcceptedDomain { pattern, .. }| pattern.to_string());
        let domains = domains.reduce(|domains, domain| {
            let values: &[(&str, &dyn Display)] = &[("domains", &domains), ("domain", &domain)];
            lang.fill(en("{domains} and {domain}"), values)
        });
        let mailbox = self.policy.mailboxes.iter().flat_map(|m| &m.addresses);
        let mailbox: String = mailbox
            .map(|a| lang.fill(en(", {account} has a licensed mailbox"), &[("account", a)]))
            .collect();
        let values: &[(&str, &dyn Display)] = &[
            ("domains", &domains.unwrap_or_default()),
            ("mailbox", &mailbox),
        ];
        let sentence = en(
            "without a policy: only {domains} counts as inside{mailbox}, and nothing is changed from the defaults",
        );
        Some(lang.fill(sentence, values))
    }
}

/// For people.
///
/// # Errors
/// What the writer says.
pub fn human(advice: &Advice, about: About, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let file = &about.policy.file;
    let choice = |choice: Choice| lang.translate(choice.name());
    let green = AnsiColor::Green.on_default().bold();
    let advised = lang.translate(en("ADVISED"));
    writeln!(to, "{green}{advised}{green:#}  {}", choice(advice.choice))?;
    let values: &[(&str, &dyn Display)] = &[("setting", &lang.translate(advice.because))];
    writeln!(to, "  {}", lang.fill(en("because {setting}"), values))?;
    if !advice.passed_over.is_empty() {
        writeln!(
            to,
            "  {}",
            lang.translate(en("preferred, but not possible:"))
        )?;
    }
    for (passed, why) in &advice.passed_over {
        writeln!(to, "    {}: {}", choice(*passed), why.localized(lang))?;
    }
    settings(advice, lang, to)?;
    if let Some((name, line)) = &advice.fits {
        let values: &[(&str, &dyn Display)] =
            &[("name", name), ("place", &format!("{file}:{line}"))];
        let sentence = en("the connector {name} fits already ({place})");
        writeln!(to, "  {}", lang.fill(sentence, values))?;
    }
    if !advice.changes.is_empty() {
        writeln!(to, "  {}", lang.translate(en("first:")))?;
    }
    for change in &advice.changes {
        writeln!(to, "    {}", change.what().localized(lang))?;
        if let Some(command) = change.command() {
            writeln!(to, "      {command}")?;
        }
    }
    if let Some(spf) = &advice.spf {
        let sentence = en("SPF (TXT record) of {domain}, merged with what is there:");
        writeln!(to, "  {}", lang.fill(sentence, &[("domain", &spf.domain)]))?;
        writeln!(to, "    {}", plain(&spf.record))?;
    }
    for note in &advice.notes {
        let note = lang.fill(en("note: {note}"), &[("note", &note.localized(lang))]);
        writeln!(to, "  {note}")?;
    }
    warnings(&advice.warnings, lang, to)?;
    let against = match about.assumed(lang) {
        Some(assumed) => lang.fill(en("checked {assumed}"), &[("assumed", &assumed)]),
        None => lang.fill(en("checked against {file}"), &[("file", file)]),
    };
    if let Some(first) = advice.failures.first() {
        let red = AnsiColor::Red.on_default().bold();
        writeln!(
            to,
            "  {against}: {red}{}{red:#}",
            lang.translate(en("REFUSED"))
        )?;
        writeln!(to, "  {}", lang.translate(first.refusal))?;
        let view = View {
            language: lang,
            ..View::of(file)
        };
        reasons(&advice.failures, view, to)
    } else {
        let accepted = lang.translate(en("ACCEPTED"));
        writeln!(to, "  {against}: {green}{accepted}{green:#}")
    }
}

/// What to set in the device, or in the server.
fn settings(advice: &Advice, lang: Language, to: &mut impl Write) -> io::Result<()> {
    let s = &advice.scenario;
    let whose = match advice.choice {
        Choice::OwnServer => en("settings of your server:"),
        _ => en("settings of the device:"),
    };
    writeln!(to, "  {}", lang.translate(whose))?;
    let all: [(&str, &dyn Display); 5] = [
        (en("server   {value}"), &s.endpoint),
        (en("port     {value}"), &s.port),
        (en("TLS      {value}"), &advice.tls().localized(lang)),
        (en("sign-in  {value}"), &advice.sign_in().localized(lang)),
        (en("sender   {value}"), &s.from),
    ];
    for (sentence, value) in all {
        writeln!(to, "    {}", lang.fill(sentence, &[("value", value)]))?;
    }
    if s.mail_from != s.from {
        writeln!(to, "    MAIL FROM {}", plain(&s.mail_from))?;
    }
    Ok(())
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
    notes: &'a [Text],
    warnings: &'a [Text],
    assumed: Option<String>,
    accepted: bool,
    failures: Vec<FailureV1<'a>>,
}

#[derive(Serialize)]
struct PassedOverV1<'a> {
    way: &'static str,
    because: &'a Text,
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
    what: Text,
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
        assumed: about.assumed(Language::English),
        accepted: advice.failures.is_empty(),
        failures: failures(&advice.failures, file),
    };
    serde_json::to_writer_pretty(&mut *to, &shape)?;
    writeln!(to)
}
