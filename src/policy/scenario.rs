//! Reads a scenario: how a device hands in a message.

use super::Error;
use super::de;
use super::document;
use super::encoding;
use super::problems::{Problems, shown};
use super::read::not_utf8;
use super::value::{Count, List};
use super::written::Written;
use crate::address;
use crate::diagnostic::Problem;
use crate::i18n::en;
use schemars::JsonSchema;
use serde::Deserialize;
use std::net::IpAddr;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The newest TLS version that the device speaks.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    EnumString,
    VariantArray,
)]
#[strum(ascii_case_insensitive)]
pub enum Tls {
    /// No TLS.
    None,
    /// TLS 1.0.
    #[serde(rename = "TLS1.0")]
    #[strum(serialize = "TLS1.0")]
    V10,
    /// TLS 1.1.
    #[serde(rename = "TLS1.1")]
    #[strum(serialize = "TLS1.1")]
    V11,
    /// TLS 1.2.
    #[default]
    #[serde(rename = "TLS1.2")]
    #[strum(serialize = "TLS1.2")]
    V12,
    /// TLS 1.3.
    #[serde(rename = "TLS1.3")]
    #[strum(serialize = "TLS1.3")]
    V13,
}

impl Tls {
    /// The version that a text names, in any case: as a scenario writes it (`TLS1.2`), or as a device
    /// shows it (`1.2`, `TLS 1.2`, `TLSv1.2`).
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        let rest = lower.strip_prefix("tls").unwrap_or(&lower).trim_start();
        let number = rest.strip_prefix('v').unwrap_or(rest).trim_start();
        lower.parse().or(format!("TLS{number}").parse()).ok()
    }
}

/// How the device signs in.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    EnumString,
    VariantArray,
)]
#[strum(ascii_case_insensitive)]
pub enum SignIn {
    /// Not at all.
    #[default]
    None,
    /// With a password.
    Password,
    /// With a token.
    OAuth,
}

/// A port from 1 to 65535, or nothing.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct Port(Option<u16>);

/// How a device or an application hands in a message.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "Scenario", rename_all = "PascalCase", default)]
pub(super) struct Entry {
    /// The server's name.
    endpoint: Written<String>,
    /// The port.
    port: Written<Port>,
    /// The newest TLS version.
    tls: Written<Tls>,
    /// How it signs in.
    sign_in: Written<SignIn>,
    /// The account that signs in.
    account: Written<String>,
    /// The public IP address.
    #[serde(rename = "PublicIP")]
    public_ip: Written<String>,
    /// Whether that address is fixed.
    #[serde(rename = "FixedIP")]
    fixed_ip: Written<bool>,
    /// Names in its certificate.
    certificate_names: Written<List>,
    /// The envelope sender.
    mail_from: Written<String>,
    /// The sender in the From header.
    from: Written<String>,
    /// The recipients.
    recipients: Written<List>,
    /// How many messages a minute.
    messages_a_minute: Written<Count>,
    /// How many recipients a day.
    recipients_a_day: Written<Count>,
}

/// How a device hands in a message; addresses are in lower case.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    /// The server's name that is set in the device.
    pub endpoint: String,
    /// The port.
    pub port: u16,
    /// The TLS version.
    pub tls: Tls,
    /// The sign-in.
    pub sign_in: SignIn,
    /// The account that signs in.
    pub account: Option<String>,
    /// The public IP address that the device is seen from.
    pub ip: Option<IpAddr>,
    /// Whether that address is fixed.
    pub fixed_ip: bool,
    /// Names in the client's certificate.
    pub certificate: Vec<String>,
    /// MAIL FROM.
    pub mail_from: String,
    /// The address in the From header.
    pub from: String,
    /// Recipients.
    pub recipients: Vec<String>,
    /// Messages a minute.
    pub messages_a_minute: Option<u32>,
    /// Recipients a day.
    pub recipients_a_day: Option<u32>,
}

impl Scenario {
    /// Fill in what follows from the rest: a sender from the other one, and the usual port. An
    /// endpoint may have its port behind it, or be written as an address of the web.
    pub fn complete(&mut self) {
        let (host, port) = host_and_port(&self.endpoint);
        if port.is_none_or(|port| self.port == 0 || self.port == port) {
            self.port = port.unwrap_or(self.port);
            self.endpoint = host.to_owned();
        }
        if self.mail_from.is_empty() {
            self.mail_from.clone_from(&self.from);
        } else if self.from.is_empty() && self.mail_from != NULL_SENDER {
            self.from.clone_from(&self.mail_from);
        }
        if self.port == 0 {
            let client = self.endpoint.to_ascii_lowercase().starts_with("smtp");
            self.port = if client { 587 } else { 25 };
        }
    }
}

/// The server's name in an endpoint, and the port where it is written behind it. An IPv6 address
/// has more colons.
fn host_and_port(endpoint: &str) -> (&str, Option<u16>) {
    let text = endpoint
        .split_once("://")
        .map_or(endpoint, |(_, rest)| rest);
    let text = text.trim_end_matches('/');
    let (host, port) = match text.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, port.parse().ok()),
        _ => (text, None),
    };
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    if (port.is_none() && host != text) || !host.bytes().all(is_part) {
        return (endpoint, None);
    }
    (host.trim_end_matches('.'), port)
}

/// The null sender of reports and replies, as it stands in MAIL FROM.
pub const NULL_SENDER: &str = "<>";

/// The sender in MAIL FROM as compared; the null sender is none that is not given.
#[must_use]
pub fn envelope_sender(text: &str) -> String {
    if address::is_null_sender(text) {
        NULL_SENDER.to_owned()
    } else {
        address::normal(text)
    }
}

/// Read a scenario file.
///
/// # Errors
/// Every problem of the file.
pub fn read(file: &str, bytes: &[u8]) -> Result<Scenario, Vec<Problem>> {
    let bytes = &*encoding::utf8(bytes);
    let text =
        std::str::from_utf8(bytes).map_err(|e| vec![not_utf8(file, bytes, e.valid_up_to())])?;
    let mut problems = Problems::new(file, text);
    let entry = match document::parse(text) {
        Ok(root) => de::read(&root, &mut problems),
        Err((at, reason)) => {
            let help = en(
                "correct the YAML at this position; a scenario has lines such as `Endpoint: smtp.office365.com`",
            );
            problems.error(at, Error::NotYaml { reason, help });
            Entry::default()
        }
    };
    let scenario = scenario(entry, &mut problems);
    if problems.has_errors() {
        return Err(shown(problems.sorted()));
    }
    Ok(scenario)
}

fn scenario(e: Entry, problems: &mut Problems) -> Scenario {
    let label = |text: Written<String>| text.take().filter(|t| !t.is_empty());
    let address = |text| label(text).map(|a| address::normal(&a));
    let list = |list: Written<List>| list.take().unwrap_or_default().0;
    let count = |count: Written<Count>| u32::try_from(count.take()?.0?).ok();
    Scenario {
        endpoint: label(e.endpoint).unwrap_or_default(),
        port: e.port.take().and_then(|p| p.0).unwrap_or_default(),
        tls: e.tls.take().unwrap_or_default(),
        sign_in: e.sign_in.take().unwrap_or_default(),
        account: address(e.account),
        ip: ip(e.public_ip, problems),
        fixed_ip: e.fixed_ip.take().unwrap_or(false),
        certificate: list(e.certificate_names),
        mail_from: label(e.mail_from).map_or_else(String::new, |a| envelope_sender(&a)),
        from: address(e.from).unwrap_or_default(),
        recipients: list(e.recipients),
        messages_a_minute: count(e.messages_a_minute),
        recipients_a_day: count(e.recipients_a_day),
    }
}

/// The public address; what is none is a problem.
fn ip(written: Written<String>, problems: &mut Problems) -> Option<IpAddr> {
    let (text, at) = written.placed().filter(|(text, _)| !text.is_empty())?;
    let ip = text.parse().ok();
    if ip.is_none() {
        problems.error(at, Error::NotIpAddress { text });
    }
    ip
}
