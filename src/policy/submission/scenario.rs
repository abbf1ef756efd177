//! Reads a scenario: how a device hands in a message.

use super::super::CmdletEnum;
use super::super::Error;
use super::super::fields::Fields;
use super::super::node;
use super::super::problems::{Problems, shown};
use super::super::read::not_utf8;
use super::super::sections::{Section, Type};
use super::property;
use crate::address;
use crate::diagnostic::Problem;
use crate::i18n::en;
use std::net::IpAddr;

/// The newest TLS version that the device speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tls {
    /// No TLS.
    None,
    /// TLS 1.0.
    V10,
    /// TLS 1.1.
    V11,
    /// TLS 1.2.
    #[default]
    V12,
    /// TLS 1.3.
    V13,
}

impl CmdletEnum for Tls {
    const ALL: &'static [Self] = &[Self::None, Self::V10, Self::V11, Self::V12, Self::V13];
    const WORDS: &'static [&'static str] = &["None", "TLS1.0", "TLS1.1", "TLS1.2", "TLS1.3"];
}

/// How the device signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignIn {
    /// Not at all.
    #[default]
    None,
    /// With a password.
    Password,
    /// With a token.
    OAuth,
}

impl CmdletEnum for SignIn {
    const ALL: &'static [Self] = &[Self::None, Self::Password, Self::OAuth];
    const WORDS: &'static [&'static str] = &["None", "Password", "OAuth"];
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
    /// Fill in what follows from the rest: a sender from the other one, and the usual port.
    pub fn complete(&mut self) {
        if self.mail_from.is_empty() {
            self.mail_from.clone_from(&self.from);
        } else if self.from.is_empty() {
            self.from.clone_from(&self.mail_from);
        }
        if self.port == 0 {
            let client = self.endpoint.to_ascii_lowercase().starts_with("smtp");
            self.port = if client { 587 } else { 25 };
        }
    }
}

const MANY: Type = Type::Number {
    low: 0,
    high: i32::MAX as i64,
    none: &[],
};

/// The properties of a scenario file.
pub static SCENARIO: Section = Section {
    name: "Scenario",
    entry: en("a scenario"),
    cmdlet: "",
    about: "How a device or an application hands in a message.",
    properties: &[
        property("Endpoint", Type::Text, "The server's name."),
        property(
            "Port",
            Type::Number {
                low: 1,
                high: 65535,
                none: &[],
            },
            "The port.",
        ),
        property("Tls", Type::Word(Tls::WORDS), "The newest TLS version."),
        property("SignIn", Type::Word(SignIn::WORDS), "How it signs in."),
        property("Account", Type::Text, "The account that signs in."),
        property("PublicIP", Type::Text, "The public IP address."),
        property("FixedIP", Type::Bool, "Whether that address is fixed."),
        property("CertificateNames", Type::List, "Names in its certificate."),
        property("MailFrom", Type::Text, "The envelope sender."),
        property("From", Type::Text, "The sender in the From header."),
        property("Recipients", Type::List, "The recipients."),
        property("MessagesAMinute", MANY, "How many messages a minute."),
        property("RecipientsADay", MANY, "How many recipients a day."),
    ],
    accepted: &[],
};

/// Read a scenario file.
///
/// # Errors
/// Every problem of the file.
pub fn read(file: &str, bytes: &[u8]) -> Result<Scenario, Vec<Problem>> {
    let text =
        std::str::from_utf8(bytes).map_err(|e| vec![not_utf8(file, bytes, e.valid_up_to())])?;
    let mut problems = Problems::new(file, text);
    let fields = match node::parse(text) {
        Ok(root) => Fields::read(&root, &SCENARIO, &mut problems),
        Err((at, reason)) => {
            let help = en(
                "mend the YAML at this position; a scenario has lines such as `Endpoint: smtp.office365.com`",
            );
            problems.error(at, Error::NotYaml { reason, help });
            None
        }
    };
    let ip = fields.as_ref().and_then(|f| address(f, &mut problems));
    let (Some(f), false) = (fields, problems.has_errors()) else {
        return Err(shown(problems.sorted()));
    };
    let address = |name| f.label(name).map(|a| address::normal(&a));
    Ok(Scenario {
        endpoint: f.label("Endpoint").unwrap_or_default(),
        port: f.number("Port").value.unwrap_or_default(),
        tls: f.word("Tls", Tls::default()).value,
        sign_in: f.word("SignIn", SignIn::default()).value,
        account: address("Account"),
        ip,
        fixed_ip: f.bool("FixedIP", false).value,
        certificate: f.list("CertificateNames"),
        mail_from: address("MailFrom").unwrap_or_default(),
        from: address("From").unwrap_or_default(),
        recipients: f.list("Recipients"),
        messages_a_minute: f.number("MessagesAMinute").value,
        recipients_a_day: f.number("RecipientsADay").value,
    })
}

/// The public address; what is none is told.
fn address(f: &Fields, problems: &mut Problems) -> Option<IpAddr> {
    let text = f.label("PublicIP")?;
    let ip = text.parse().ok();
    if ip.is_none() {
        problems.error(f.at("PublicIP"), Error::NotIpAddress { text });
    }
    ip
}
