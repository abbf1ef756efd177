//! Holds a small model of a tenant.

use super::shell::{Script, Stop};
use rdsim::policy::domain::{self, Pattern};
use rdsim::policy::{CmdletEnum as _, Literal, PARAMETERS, Policy, RemoteDomain};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// An object as a cmdlet prints it.
pub type Object = BTreeMap<String, Value>;

/// What a tenant has.
#[derive(Debug, Clone, Default)]
pub struct Tenant {
    pub domains: Vec<Object>,
    pub outbound: Vec<Object>,
    pub connectors: Vec<Object>,
    pub organization: Object,
    pub mailboxes: BTreeMap<String, Value>,
    pub told: Vec<String>,
    made: usize,
}

pub const GATES: [&str; 5] = [
    "AutoForwardEnabled",
    "AutoReplyEnabled",
    "DeliveryReportEnabled",
    "MeetingForwardNotificationEnabled",
    "NDREnabled",
];

fn value(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(b) => json!(b),
        Literal::Number(n) => json!(n),
        Literal::Word(w) => json!(w),
        Literal::Text(t) => json!(t),
    }
}

pub fn settings(domain: &RemoteDomain) -> Object {
    let all = PARAMETERS.iter();
    all.map(|p| (p.name.to_owned(), value(&(p.of)(domain).value)))
        .collect()
}

impl Tenant {
    /// A tenant that follows a policy.
    pub fn of(policy: &Policy) -> Self {
        let mut tenant = Self::default();
        for domain in &policy.remote_domains {
            let mut object = settings(domain);
            let name: String = domain.name.chars().take(64).collect();
            object.insert("Name".into(), json!(name));
            tenant.add(object, &domain.pattern.to_string());
        }
        for policy in &policy.outbound {
            tenant.outbound.push(Object::from([
                ("Name".into(), json!(policy.name)),
                ("AutoForwardingMode".into(), json!(policy.mode.value.word())),
            ]));
        }
        // Every tenant has one.
        if !tenant
            .outbound
            .iter()
            .any(|p| p["Name"] == json!("Default"))
        {
            tenant.outbound.push(Object::from([
                ("Name".into(), json!("Default")),
                ("AutoForwardingMode".into(), json!("Automatic")),
            ]));
        }
        for c in &policy.submission.connectors {
            let kind = if c.on_premises {
                "OnPremises"
            } else {
                "Partner"
            };
            tenant.connectors.push(Object::from([
                ("Name".into(), json!(c.name)),
                ("ConnectorType".into(), json!(kind)),
                ("Enabled".into(), json!(c.enabled.value)),
                ("RequireTls".into(), json!(c.require_tls.value)),
                (
                    "RestrictDomainsToIPAddresses".into(),
                    json!(c.restrict_addresses.value),
                ),
                (
                    "RestrictDomainsToCertificate".into(),
                    json!(c.restrict_certificate.value),
                ),
                ("TlsSenderCertificateName".into(), json!(c.certificate)),
                (
                    "SenderDomains".into(),
                    match c.domains.as_slice() {
                        [] => json!(["*"]),
                        domains => json!(domains),
                    },
                ),
                ("SenderIPAddresses".into(), json!(c.addresses)),
                ("AssociatedAcceptedDomains".into(), json!(c.associated)),
            ]));
        }
        let s = &policy.submission;
        for (name, set) in [
            ("RejectDirectSend", &s.reject_direct_send),
            ("SmtpClientAuthenticationDisabled", &s.auth_disabled),
            ("AllowLegacyTLSClients", &s.legacy_tls),
        ] {
            if let Some(set) = set {
                tenant.organization.insert(name.into(), json!(set.value));
            }
        }
        if let Some(set) = &policy.journaling_report_ndr_to {
            let address = if set.value.is_empty() {
                "<>"
            } else {
                &set.value
            };
            let organization = &mut tenant.organization;
            organization.insert("JournalingReportNdrTo".into(), json!(address));
        }
        for mailbox in &policy.mailboxes {
            if let Some(off) = &mailbox.rights.auth_disabled {
                let address = mailbox.addresses[0].clone();
                tenant.mailboxes.insert(address, json!(off.value));
            }
        }
        tenant
    }

    pub fn add(&mut self, mut object: Object, domain: &str) -> Value {
        self.made += 1;
        let guid = format!("00000000-0000-0000-0000-{:012}", self.made);
        object.insert("Guid".into(), json!(guid));
        object.insert("DomainName".into(), json!(domain));
        self.domains.push(object.clone());
        json!(object)
    }

    /// Run a script.
    pub fn run(&mut self, script: &Script) -> Result<(), Stop> {
        script.run(&mut |cmdlet, parameters| self.command(cmdlet, parameters))
    }

    /// Whether a remote domain's setting lets mail to a domain out.
    pub fn opens(&self, recipient: &str, gate: &str) -> bool {
        let mut table = domain::Table::default();
        for (i, d) in self.domains.iter().enumerate() {
            let pattern = domain::pattern(d["DomainName"].as_str().unwrap()).unwrap();
            table.insert(pattern, i);
        }
        let (i, _) = table.find(recipient).unwrap();
        self.domains[*i][gate] == json!(true)
    }

    /// Everything but the order and what was told, with the domains in A-labels.
    pub fn state(&self) -> Value {
        let domains = self.domains.iter().map(|d| {
            let mut d = d.clone();
            d.remove("Guid");
            let domain = d.remove("DomainName").unwrap();
            let pattern = domain::pattern(domain.as_str().unwrap()).unwrap();
            (pattern.to_string(), d)
        });
        let by_name = |all: &[Object]| -> BTreeMap<String, Object> {
            let all = all.iter().cloned();
            all.map(|mut o| (o.remove("Name").unwrap().to_string().to_lowercase(), o))
                .collect()
        };
        json!({
            "domains": domains.collect::<BTreeMap<_, _>>(),
            "outbound": by_name(&self.outbound),
            "connectors": by_name(&self.connectors),
            "organization": self.organization,
            "mailboxes": self.mailboxes,
        })
    }

    /// The domains that it has remote domains for.
    pub fn patterns(&self) -> BTreeSet<String> {
        let all = self.domains.iter();
        all.map(|d| d["DomainName"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Spell the international domains in their own script.
    pub fn in_own_script(&mut self) {
        for d in &mut self.domains {
            let pattern = domain::pattern(d["DomainName"].as_str().unwrap()).unwrap();
            let unicode = |domain: &str| idna::domain_to_unicode(domain).0;
            let own = match &pattern {
                Pattern::Any => "*".to_owned(),
                Pattern::Exact(domain) => unicode(domain),
                Pattern::Wildcard(domain) => format!("*.{}", unicode(domain)),
            };
            d.insert("DomainName".into(), json!(own));
        }
    }
}
