//! Plans each method: why a device cannot use it, or what to set and to change for it.

use super::super::client_tls::LEGACY;
use super::super::scenario::{SignIn, Tls};
use super::super::{account, endpoint, send_as, warnings};
use super::{Change, Choice, Scenario, connectors, sender_domain};
use crate::address;
use crate::i18n::{Text, en};
use crate::policy::Policy;
use crate::policy::connector::Connector;
use crate::policy::domain::Pattern;

/// What to set, and what to change first.
pub(super) struct Plan {
    pub(super) scenario: Scenario,
    pub(super) changes: Vec<Change>,
    /// The connector of the policy that fits already.
    pub(super) fits: Option<(String, u32)>,
}

impl Plan {
    fn new(scenario: Scenario) -> Self {
        Self {
            scenario,
            changes: Vec::new(),
            fits: None,
        }
    }
}

/// Why a method is recommended.
pub(super) fn because(choice: Choice) -> &'static str {
    match choice {
        Choice::Client => en(
            "it reaches everybody, needs no connector and no fixed address, and is the easiest to set up",
        ),
        Choice::Direct => {
            en("every recipient is inside, and it needs neither an account nor a connector")
        }
        Choice::Certificate => en(
            "a connector matches the device by its certificate wherever it sends from, and no account is needed",
        ),
        Choice::Address => en(
            "a connector matches the device by its address, and neither an account nor TLS is needed",
        ),
        Choice::LegacyClient => en(
            "the device can sign in, though only over TLS 1.0 or 1.1, which the organization must allow for everybody",
        ),
        Choice::OwnServer => en(
            "the device itself can use no other method; the server speaks TLS and signs in for it",
        ),
    }
}

/// The plan for a method, or why it is not possible.
pub(super) fn of(choice: Choice, policy: &Policy, device: &Scenario) -> Result<Plan, Text> {
    match choice {
        Choice::Client => match device.tls {
            Tls::None => Err(en("the device does not speak TLS").into()),
            Tls::V10 | Tls::V11 => Err(en("the device does not speak TLS 1.2").into()),
            Tls::V12 | Tls::V13 => client(policy, device, "smtp.office365.com"),
        },
        Choice::LegacyClient => legacy(policy, device),
        Choice::Direct => direct(policy, device),
        Choice::Certificate => certificate(policy, device),
        Choice::Address => address(policy, device),
        Choice::OwnServer => Ok(own_server(policy, device)),
    }
}

/// A sentence with one value.
fn with(text: &'static str, name: &'static str, value: &impl ToString) -> Text {
    Text::with(text, vec![(name, value.to_string())])
}

/// Which sending limit of an account the device would exceed.
pub(super) fn over_limits(device: &Scenario) -> Option<Text> {
    let minute = device.messages_a_minute.filter(|n| *n > 30);
    let day = device.recipients_a_day.filter(|n| *n > 10_000);
    let minute = minute.map(|n| {
        let text = en("{number} messages a minute are more than the 30 of an account");
        with(text, "number", &n)
    });
    minute.or(day.map(|n| {
        let text = en("{number} recipients a day are more than the 10,000 of an account");
        with(text, "number", &n)
    }))
}

fn signing_in(device: &Scenario, endpoint: &str, account: &str) -> Scenario {
    Scenario {
        endpoint: endpoint.into(),
        port: 587,
        account: Some(account.to_owned()),
        ..device.clone()
    }
}

fn client(policy: &Policy, device: &Scenario, endpoint: &str) -> Result<Plan, Text> {
    if device.sign_in == SignIn::None {
        return Err(en("the device cannot sign in").into());
    }
    let Some(signed_in) = device.account.as_deref() else {
        return Err(en("no account with a mailbox is given for the device").into());
    };
    let mailbox = policy.mailbox(signed_in);
    if mailbox.is_none() && !account::is_not_listed(policy, signed_in) {
        return Err(Text::with(
            en("{account} is not a mailbox in {file}"),
            vec![
                ("account", signed_in.to_owned()),
                ("file", policy.file.clone()),
            ],
        ));
    }
    if mailbox.is_some_and(|m| !m.rights.licensed.value) {
        return Err(with(en("{account} has no licence"), "account", &signed_in));
    }
    if let Some(why) = over_limits(device) {
        return Err(why);
    }
    let mut plan = Plan::new(signing_in(device, endpoint, signed_in));
    match mailbox.and_then(|m| m.rights.auth_disabled.as_ref()) {
        Some(own) if own.value => {
            return Err(with(
                en("SMTP AUTH is off for {account}"),
                "account",
                &signed_in,
            ));
        }
        None if off_for_all(policy) => plan.changes.push(Change::SmtpAuth(signed_in.to_owned())),
        _ => {}
    }
    for sender in [&device.from, &device.mail_from] {
        if !send_as::may(mailbox, signed_in, sender) && !policy.is_accepted(sender) {
            return Err(with(
                en("{sender} is of no accepted domain, so no account may send as it"),
                "sender",
                sender,
            ));
        }
    }
    plan.changes
        .extend(rights(policy, signed_in, &plan.scenario));
    Ok(plan)
}

fn off_for_all(policy: &Policy) -> bool {
    let set = policy.submission.auth_disabled.as_ref();
    set.is_some_and(|s| s.value)
}

/// The rights that an account needs for the senders.
fn rights(policy: &Policy, account: &str, s: &Scenario) -> Vec<Change> {
    let mailbox = policy.mailbox(account);
    let mut senders = vec![&s.from, &s.mail_from];
    senders.dedup();
    senders.retain(|a| !send_as::may(mailbox, account, a));
    let needs = senders.into_iter().map(|address| Change::SendAs {
        account: account.to_owned(),
        address: address.clone(),
    });
    needs.collect()
}

fn legacy(policy: &Policy, device: &Scenario) -> Result<Plan, Text> {
    match device.tls {
        Tls::None => return Err(en("the device does not speak TLS").into()),
        Tls::V10 | Tls::V11 => {}
        Tls::V12 | Tls::V13 => return Err(en("the device speaks newer TLS").into()),
    }
    let mut plan = client(policy, device, LEGACY)?;
    let open = policy.submission.legacy_tls.as_ref();
    if !open.is_some_and(|l| l.value) {
        plan.changes.push(Change::LegacyTls);
    }
    Ok(plan)
}

/// The endpoint of the MX record: the one that is set in the device, or the usual name.
fn mx(policy: &Policy, device: &Scenario) -> String {
    if endpoint::is_mx(&device.endpoint) {
        return device.endpoint.clone();
    }
    let sender = sender_domain(device);
    let recipients = device
        .recipients
        .iter()
        .map(|r| address::domain(r).into_owned());
    let mut candidates = std::iter::once(sender).chain(recipients);
    let own = candidates.find(|d| policy.accepted_for(d).is_some());
    let domain = own.or_else(|| first_domain(policy)).unwrap_or_default();
    format!("{}.mail.protection.outlook.com", domain.replace('.', "-"))
}

/// The first accepted domain of a policy.
fn first_domain(policy: &Policy) -> Option<String> {
    let mut all = policy.accepted_domains.iter();
    all.find_map(|d| match &d.pattern {
        Pattern::Exact(domain) | Pattern::Wildcard(domain) => Some(domain.clone()),
        Pattern::Any => None,
    })
}

/// How the device submits mail at the MX endpoint.
fn at_mx(policy: &Policy, device: &Scenario) -> Scenario {
    Scenario {
        endpoint: mx(policy, device),
        port: 25,
        sign_in: SignIn::None,
        account: None,
        ..device.clone()
    }
}

fn direct(policy: &Policy, device: &Scenario) -> Result<Plan, Text> {
    if let Some(outside) = device.recipients.iter().find(|r| !policy.is_accepted(r)) {
        return Err(with(en("{recipient} is outside"), "recipient", outside));
    }
    let scenario = at_mx(policy, device);
    match fitting(policy, &scenario, |_| true) {
        Some(c) => Err(with(
            en("the connector {connector} matches the device, so its mail is relayed"),
            "connector",
            &c.name,
        )),
        None => Ok(Plan::new(scenario)),
    }
}

/// The connector of the policy by which the device can relay already.
fn fitting<'p>(
    policy: &'p Policy,
    s: &Scenario,
    by: impl Fn(&Connector) -> bool,
) -> Option<&'p Connector> {
    connectors::on_premises(policy, s)
        .filter(|c| connectors::attributes_to_tenant(policy, c, s) && by(c))
}

/// A plan by which the device relays: with the policy's connector, or a new one.
fn relay(scenario: Scenario, fits: Option<&Connector>, new: impl FnOnce() -> Connector) -> Plan {
    Plan {
        fits: fits.map(|c| (c.name.clone(), c.line)),
        changes: match fits {
            Some(_) => Vec::new(),
            None => vec![Change::Connector(new())],
        },
        scenario,
    }
}

/// A name that no connector of the policy has.
fn unused_name(policy: &Policy, name: &str) -> String {
    let taken = |name: &str| {
        let mut all = policy.submission.connectors.iter();
        all.any(|c| c.name.eq_ignore_ascii_case(name))
    };
    let mut names = (2..).map(|n: u32| format!("{name} ({n})"));
    if taken(name) {
        names.find(|n| !taken(n)).unwrap_or_default()
    } else {
        name.to_owned()
    }
}

fn certificate(policy: &Policy, device: &Scenario) -> Result<Plan, Text> {
    if device.certificate.is_empty() {
        return Err(en("the device has no certificate").into());
    }
    if device.tls < Tls::V12 {
        return Err(
            en("a certificate is shown over TLS, and the device does not speak TLS 1.2").into(),
        );
    }
    let mut own = device.certificate.iter();
    let Some(name) = own.find(|n| connectors::is_own_name(policy, n)) else {
        return Err(en("the certificate is not named after an accepted domain").into());
    };
    let scenario = at_mx(policy, device);
    let fits = fitting(policy, &scenario, |c| {
        connectors::by_certificate(c, &scenario)
    });
    let at_address = fitting(policy, &scenario, |c| connectors::by_address(c, &scenario));
    if let (None, Some(c), true) = (fits, at_address, device.fixed_ip) {
        return Err(with(
            en("the connector {connector} matches the device by its address already"),
            "connector",
            &c.name,
        ));
    }
    let new = || {
        let mut new = Connector::own(unused_name(policy, &format!("Devices with {name}")));
        new.certificate = Some(name.clone());
        new.require_tls.value = true;
        new
    };
    Ok(relay(scenario.clone(), fits, new))
}

fn address(policy: &Policy, device: &Scenario) -> Result<Plan, Text> {
    let ip = match device.ip {
        _ if !device.fixed_ip => return Err(en("the device has no fixed public address").into()),
        None => return Err(en("the fixed public address is not given").into()),
        Some(ip) if warnings::is_private(ip) => {
            return Err(with(
                en("{address} is a private address; a connector needs the public one"),
                "address",
                &ip,
            ));
        }
        Some(ip) => ip,
    };
    if !policy.is_accepted(&device.mail_from) {
        return Err(with(
            en("{sender} is of no accepted domain"),
            "sender",
            &device.mail_from,
        ));
    }
    let scenario = at_mx(policy, device);
    let fits = fitting(policy, &scenario, |c| connectors::by_address(c, &scenario));
    let new = || {
        let mut new = Connector::own(unused_name(policy, &format!("Devices at {ip}")));
        new.addresses.push(ip.to_string());
        new
    };
    Ok(relay(scenario.clone(), fits, new))
}

/// The server signs in with the device's account, or with one of the sender's address; a sender
/// of another domain is replaced by the account.
pub(super) fn own_server(policy: &Policy, device: &Scenario) -> Plan {
    let of_sender = Some(&device.from)
        .filter(|from| policy.is_accepted(from))
        .cloned();
    let made = || first_domain(policy).map(|d| format!("device@{d}"));
    let account = device.account.clone().or(of_sender).or_else(made);
    let account = account.unwrap_or_else(|| device.from.clone());
    let mut plan = Plan::new(Scenario {
        tls: Tls::V12,
        sign_in: SignIn::OAuth,
        ip: None,
        fixed_ip: false,
        certificate: Vec::new(),
        ..signing_in(device, "smtp.office365.com", &account)
    });
    let mailbox = policy.mailbox(&account);
    for sender in [&mut plan.scenario.from, &mut plan.scenario.mail_from] {
        if !send_as::may(mailbox, &account, sender) && !policy.is_accepted(sender) {
            sender.clone_from(&account);
        }
    }
    if !mailbox.is_some_and(|m| m.rights.licensed.value) {
        plan.changes.push(Change::Licence(account.clone()));
    }
    let own = mailbox.and_then(|m| m.rights.auth_disabled.as_ref());
    if own.map_or(off_for_all(policy), |o| o.value) {
        plan.changes.push(Change::SmtpAuth(account.clone()));
    }
    plan.changes
        .extend(rights(policy, &account, &plan.scenario));
    plan
}
