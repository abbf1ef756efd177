//! Tells whether Exchange Online accepts a message from a device.

use super::destination::{OutputArgs, REPORT};
use super::error::{of_system, problems};
use super::set::SetArgs;
use super::shared::Shared;
use super::{Exit, complain, files};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use rdsim::address;
use rdsim::diagnostic::Problem;
use rdsim::i18n::Language;
use rdsim::report::human::View;
use rdsim::report::submit::{self as report, advice};
use rdsim::submit::scenario::{self, Scenario, SignIn, Tls, envelope_sender};
use rdsim::submit::{Error, advise, missing, submit};
use std::ffi::OsStr;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;

/// Arguments of `submit`.
#[derive(Debug, Args)]
pub struct SubmitArgs {
    /// The tenant's policy (YAML); with --advise it may be left out [default: that of RDSIM_POLICY or rdsim.toml]
    #[arg(long, short, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    #[command(flatten)]
    pub set: SetArgs,
    /// Recommend a method for a device from what it can do, with its settings and the connector
    #[arg(long)]
    pub advise: bool,
    /// A scenario file (YAML); the options below override it
    #[arg(long)]
    pub scenario: Option<PathBuf>,
    /// The server's name that is set in the device; with --advise, the name in the MX record
    #[arg(long)]
    pub endpoint: Option<String>,
    /// The port [default: 587 for client submission, else 25]
    #[arg(long)]
    pub port: Option<u16>,
    /// The newest TLS version: none, 1.0, 1.1, 1.2 or 1.3 [default: 1.2]
    #[arg(long, value_parser = TlsParser)]
    pub tls: Option<Tls>,
    /// How it signs in [default: none]
    #[arg(long, value_parser = ["none", "password", "oauth"])]
    pub sign_in: Option<String>,
    /// The account that signs in
    #[arg(long)]
    pub account: Option<String>,
    /// The public IP address
    #[arg(long)]
    pub ip: Option<IpAddr>,
    /// The public IP address is fixed
    #[arg(long)]
    pub fixed_ip: bool,
    /// A name in the device's certificate; repeatable
    #[arg(long)]
    pub certificate: Vec<String>,
    /// The envelope sender [default: the one in From]
    #[arg(long)]
    pub mail_from: Option<String>,
    /// The sender in the From header [default: the envelope sender]
    #[arg(long)]
    pub from: Option<String>,
    /// A recipient; repeatable
    #[arg(long)]
    pub to: Vec<String>,
    /// Messages a minute
    #[arg(long)]
    pub messages_a_minute: Option<u32>,
    /// Recipients a day
    #[arg(long)]
    pub recipients_a_day: Option<u32>,
    /// The format of the report [default: human]
    #[arg(long, help_heading = REPORT)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The versions of TLS that the help names.
const TLS_VERSIONS: [&str; 5] = ["none", "1.0", "1.1", "1.2", "1.3"];

/// Takes a version of TLS as scenario files and devices write it.
#[derive(Debug, Clone)]
struct TlsParser;

impl TypedValueParser for TlsParser {
    type Value = Tls;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Tls, clap::Error> {
        if let Some(version) = value.to_str().and_then(Tls::named) {
            return Ok(version);
        }
        // What clap says of a value that is none of those.
        let known = PossibleValuesParser::new(TLS_VERSIONS);
        let known = known.parse_ref(command, arg, value)?;
        Ok(Tls::named(&known).unwrap_or_default())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(TLS_VERSIONS.into_iter().map(PossibleValue::new)))
    }
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
}

impl SubmitArgs {
    /// The scenario of the file and the options.
    fn scenario(&self, language: Language) -> Result<Scenario, String> {
        let mut s = match &self.scenario {
            None => Scenario::default(),
            Some(path) => {
                let name = files::name(path);
                let bytes = files::bytes(path, files::SMALL, language).map_err(|e| {
                    let error = of_system(&e).localized(language);
                    Problem::of(&name, &Error::Unreadable { error }).localized(language)
                })?;
                scenario::read(&name, &bytes).map_err(|p| problems(language, &p))?
            }
        };
        let address = |a: &String| address::normal(a);
        if let Some(endpoint) = &self.endpoint {
            s.endpoint.clone_from(endpoint);
        }
        s.tls = self.tls.unwrap_or(s.tls);
        match self.sign_in.as_deref() {
            Some("password") => s.sign_in = SignIn::Password,
            Some("oauth") => s.sign_in = SignIn::OAuth,
            Some(_) => s.sign_in = SignIn::None,
            None => {}
        }
        s.account = self.account.as_ref().map(address).or(s.account);
        s.ip = self.ip.or(s.ip);
        s.fixed_ip |= self.fixed_ip;
        if !self.certificate.is_empty() {
            s.certificate = self.certificate.iter().map(|n| n.to_lowercase()).collect();
        }
        if !self.to.is_empty() {
            s.recipients = self.to.iter().map(address).collect();
        }
        s.mail_from = self
            .mail_from
            .as_ref()
            .map_or(s.mail_from, |a| envelope_sender(a));
        s.from = self.from.as_ref().map_or(s.from, address);
        s.messages_a_minute = self.messages_a_minute.or(s.messages_a_minute);
        s.recipients_a_day = self.recipients_a_day.or(s.recipients_a_day);
        s.port = self.port.unwrap_or(s.port);
        s.complete();
        let mut missing = missing(&s);
        // Where a method is to be recommended, the endpoint is part of the recommendation.
        missing.retain(|e| !(self.advise && *e == Error::NoEndpoint));
        if missing.is_empty() {
            return Ok(s);
        }
        let missing: Vec<Problem> = missing.iter().map(|e| Problem::of("", e)).collect();
        Err(problems(language, &missing))
    }
}

pub(super) fn run(args: &SubmitArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let policy = match shared.policy(args.policy.as_ref()) {
        Err(_) if args.advise && args.set.set.is_empty() => None,
        policy => Some(policy.and_then(|path| args.set.policy(&path, language))),
    };
    let (policy, scenario) = match (policy.transpose(), args.scenario(language)) {
        (Ok(policy), Ok(scenario)) => (policy, scenario),
        (Err(a), Err(b)) => return Ok(complain(&format!("{a}\n{b}"))),
        (Err(why), _) | (_, Err(why)) => return Ok(complain(&why)),
    };
    let format = args.output.format(args.format, Format::Human);
    let mut to = args.output.open(matches!(format, Format::Human))?;
    let accepted = match policy {
        Some(policy) if !args.advise => {
            let submitted = submit(&policy, &scenario);
            match format {
                Format::Human => {
                    let view = View {
                        language,
                        ..View::of(&policy.file)
                    };
                    report::human(&submitted, view, &mut to)?;
                }
                Format::Json => report::json(&submitted, &policy.file, &mut to)?,
            }
            submitted.failures.is_empty()
        }
        policy => {
            let given = policy.is_some();
            let policy = match policy.map_or_else(|| advise::assumed(&scenario), Ok) {
                Ok(policy) => policy,
                Err(error) => {
                    let problem = Problem::of("", &error);
                    return Ok(complain(&problem.localized(language)));
                }
            };
            let advice = advise::advise(&policy, &scenario);
            let about = advice::About {
                policy: &policy,
                given,
            };
            match format {
                Format::Human => advice::human(&advice, about, language, &mut to)?,
                Format::Json => advice::json(&advice, about, &mut to)?,
            }
            advice.failures.is_empty()
        }
    };
    to.done()?;
    Ok(if accepted { Exit::Done } else { Exit::Found })
}
