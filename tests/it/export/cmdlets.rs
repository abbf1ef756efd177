//! Does to a tenant what the cmdlets that scripts use do, and refuses what they refuse.

use super::shell::{Parameters, Ran, Stop};
use super::tenant::{GATES, Object, Tenant, settings};
use crate::given::policy;
use rdsim::policy::PARAMETERS;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The settings of a new remote domain.
static NEW: LazyLock<Object> = LazyLock::new(|| {
    let new = policy("RemoteDomains: [{DomainName: new.example}]");
    settings(&new.remote_domains[0])
});

fn is(object: &Object, property: &str, value: &Value) -> bool {
    match (&object[property], value) {
        (Value::String(a), Value::String(b)) => a == b || a.to_lowercase() == b.to_lowercase(),
        _ => false,
    }
}

fn error<T>(text: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::Error(text.into()))
}

/// A list as a cmdlet has it.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(all) => all.iter().map(|v| v.as_str().unwrap().into()).collect(),
        one => vec![one.as_str().unwrap().into()],
    }
}

impl Tenant {
    fn domain(&mut self, identity: &Value) -> Result<usize, Stop> {
        let mut all = self.domains.iter();
        match all.position(|d| is(d, "Guid", identity) || is(d, "Name", identity)) {
            Some(at) => Ok(at),
            None => error(format!("there is no remote domain {identity}")),
        }
    }

    fn free(&self, name: &Value, except: Option<usize>) -> Result<(), Stop> {
        let text = name.as_str().unwrap();
        if text.is_empty() || text.chars().count() > 64 {
            return error("a name has 1 to 64 characters");
        }
        let mut all = self.domains.iter().enumerate();
        if all.any(|(at, d)| Some(at) != except && is(d, "Name", name)) {
            return error(format!("a remote domain has the name {text}"));
        }
        Ok(())
    }

    /// Run a command. An error changes nothing.
    pub fn command(&mut self, cmdlet: &str, mut parameters: Parameters) -> Ran {
        if parameters.remove("WhatIf").is_some() {
            return self.clone().apply(cmdlet, parameters).map(|_| Value::Null);
        }
        self.apply(cmdlet, parameters)
    }

    fn apply(&mut self, cmdlet: &str, mut parameters: Parameters) -> Ran {
        let mut take = |name: &str| parameters.remove(name);
        match cmdlet {
            "Write-Warning" | "Write-Output" => {
                let text = take("").unwrap();
                self.told.push(text.as_str().unwrap().to_owned());
            }
            "Get-RemoteDomain" => {
                assert_eq!(take("ResultSize"), Some(json!("Unlimited")));
                return Ok(json!(self.domains));
            }
            "Get-HostedOutboundSpamFilterPolicy" => return Ok(json!(self.outbound)),
            "Get-InboundConnector" => return Ok(json!(self.connectors)),
            "New-RemoteDomain" => {
                let (name, domain) = (take("Name").unwrap(), take("DomainName").unwrap());
                assert!(parameters.is_empty(), "{parameters:?}");
                self.free(&name, None)?;
                if self.domains.iter().any(|d| is(d, "DomainName", &domain)) {
                    return error(format!("there is a remote domain for {domain}"));
                }
                let mut object = NEW.clone();
                object.insert("Name".into(), name);
                return Ok(self.add(object, domain.as_str().unwrap()));
            }
            "Set-RemoteDomain" => {
                let at = self.domain(&take("Identity").unwrap())?;
                self.set_domain(at, parameters)?;
                return Ok(Value::Null);
            }
            "Remove-RemoteDomain" => {
                let at = self.domain(&take("Identity").unwrap())?;
                // The confirmation would wait for an answer.
                assert!(take("Confirm").is_none_or(|c| c == json!(false)));
                if self.domains[at]["DomainName"] == json!("*") {
                    return error("Default cannot be removed");
                }
                self.domains.remove(at);
            }
            "Set-HostedOutboundSpamFilterPolicy" => {
                let (identity, mode) = (
                    take("Identity").unwrap(),
                    take("AutoForwardingMode").unwrap(),
                );
                assert!(["Automatic", "On", "Off"].contains(&mode.as_str().unwrap()));
                let mut all = self.outbound.iter_mut();
                let Some(policy) = all.find(|p| is(p, "Name", &identity)) else {
                    return error(format!("there is no policy {identity}"));
                };
                policy.insert("AutoForwardingMode".into(), mode);
            }
            "Set-OrganizationConfig" | "Set-TransportConfig" => {
                let own = match cmdlet {
                    "Set-OrganizationConfig" => &["RejectDirectSend"][..],
                    _ => &[
                        "SmtpClientAuthenticationDisabled",
                        "AllowLegacyTLSClients",
                        "JournalingReportNdrTo",
                    ],
                };
                for (name, value) in std::mem::take(&mut parameters) {
                    assert!(own.contains(&name.as_str()), "{cmdlet} has no {name}");
                    assert_eq!(value.is_boolean(), name != "JournalingReportNdrTo");
                    self.organization.insert(name, value);
                }
            }
            "Set-CASMailbox" => {
                let address = take("Identity").unwrap().as_str().unwrap().to_owned();
                match take("SmtpClientAuthenticationDisabled").unwrap() {
                    Value::Null => self.mailboxes.remove(&address),
                    value => self.mailboxes.insert(address, value),
                };
            }
            _ if cmdlet.ends_with("-InboundConnector") => {
                self.connector(cmdlet, std::mem::take(&mut parameters))?;
            }
            other => panic!("{other}"),
        }
        assert!(parameters.is_empty(), "{cmdlet} {parameters:?}");
        Ok(Value::Null)
    }

    fn set_domain(&mut self, at: usize, parameters: Parameters) -> Result<(), Stop> {
        assert!(!parameters.is_empty());
        if let Some(name) = parameters.get("Name") {
            self.free(name, Some(at))?;
            assert_ne!(self.domains[at]["DomainName"], json!("*"));
        }
        let oof = parameters.get("AllowedOOFType").cloned();
        let internal = parameters.get("IsInternal").cloned();
        // What a call does that gives one against the other is documented nowhere.
        let legacy = oof == Some(json!("InternalLegacy"));
        assert!(internal != Some(json!(false)) || oof.is_none());
        assert!(!legacy || internal != Some(json!(false)));
        let domain = &mut self.domains[at];
        for (name, value) in parameters {
            if name != "Name" {
                let own = PARAMETERS.iter().any(|p| p.name == name)
                    || [
                        "NDRDiagnosticInfoEnabled",
                        "TargetDeliveryDomain",
                        "TrustedMailInboundEnabled",
                        "TrustedMailOutboundEnabled",
                    ]
                    .contains(&name.as_str());
                assert!(own, "Set-RemoteDomain has no {name}");
            }
            let switch = GATES.contains(&name.as_str()) || name == "IsInternal";
            assert!(!switch || value.is_boolean(), "{name} {value}");
            domain.insert(name, value);
        }
        if legacy {
            domain.insert("IsInternal".into(), json!(true));
        }
        if internal == Some(json!(false)) {
            domain.insert("AllowedOOFType".into(), json!("ExternalLegacy"));
        }
        Ok(())
    }

    fn connector(&mut self, cmdlet: &str, mut parameters: Parameters) -> Result<(), Stop> {
        for name in [
            "SenderDomains",
            "SenderIPAddresses",
            "AssociatedAcceptedDomains",
        ] {
            if let Some(value) = parameters.get_mut(name) {
                *value = json!(list(value));
            }
        }
        let identity = |parameters: &mut Parameters| parameters.remove("Identity").unwrap();
        if cmdlet == "New-InboundConnector" {
            assert!(parameters.contains_key("SenderDomains"), "it wants them");
            if self
                .connectors
                .iter()
                .any(|c| is(c, "Name", &parameters["Name"]))
            {
                return error("a connector has that name");
            }
            let mut new = Object::from([
                ("Enabled".into(), json!(true)),
                ("RequireTls".into(), json!(false)),
                ("RestrictDomainsToIPAddresses".into(), json!(false)),
                ("RestrictDomainsToCertificate".into(), json!(false)),
                ("TlsSenderCertificateName".into(), Value::Null),
                ("SenderIPAddresses".into(), json!([])),
                ("AssociatedAcceptedDomains".into(), json!([])),
            ]);
            new.extend(parameters);
            self.connectors.push(new);
            return Ok(());
        }
        let name = identity(&mut parameters);
        let found = self.connectors.iter().position(|c| is(c, "Name", &name));
        let Some(at) = found else {
            return error(format!("there is no connector {name}"));
        };
        match cmdlet {
            "Set-InboundConnector" => {
                assert!(!parameters.is_empty());
                self.connectors[at].extend(parameters);
            }
            "Remove-InboundConnector" => {
                self.connectors.remove(at);
            }
            other => panic!("{other}"),
        }
        Ok(())
    }
}
