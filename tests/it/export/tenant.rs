//! Holds a small model of the three cmdlets, and of how PowerShell reads their lines.

use crate::given::policy;
use rdsim::export::quote;
use rdsim::policy::{PARAMETERS, Policy, domain};
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// What stands behind a single quote, up to the one that closes it: any of the five closes, and any
/// two side by side are one, the second of them.
fn quoted(chars: &mut Peekable<Chars>) -> String {
    let mut text = String::new();
    loop {
        let c = chars.next().expect("a closing quote");
        if !quote::SINGLE_QUOTES.contains(&c) {
            text.push(c);
        } else if let Some(c) = chars.next_if(|c| quote::SINGLE_QUOTES.contains(c)) {
            text.push(c);
        } else {
            return text;
        }
    }
}

/// A sum of quoted texts and of characters named by their number, behind its bracket.
fn sum(chars: &mut Peekable<Chars>) -> String {
    let mut text = String::new();
    loop {
        let sign = chars.next().expect("a text");
        if quote::SINGLE_QUOTES.contains(&sign) {
            text.push_str(&quoted(chars));
        } else {
            let number: String = chars.by_ref().take_while(|c| *c != '+').collect();
            let number = number.strip_prefix("char]0x").expect("a number");
            let number = u32::from_str_radix(number, 16).unwrap();
            text.push(char::from_u32(number).unwrap());
            continue;
        }
        match chars.next() {
            Some('+') => {}
            end => {
                assert_eq!(end, Some(')'));
                return text;
            }
        }
    }
}

/// The words of a line, read as PowerShell's tokenizer reads them.
pub fn words(line: &str) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ' ' {
            continue;
        }
        let mut word = String::new();
        if c == '(' || quote::SINGLE_QUOTES.contains(&c) {
            let read = if c == '(' { sum } else { quoted };
            out.push((read(&mut chars), true));
            assert!(chars.peek().is_none_or(|n| *n == ' '), "{line}");
        } else {
            word.push(c);
            while let Some(c) = chars.next_if(|c| *c != ' ') {
                word.push(c);
            }
            // Outside quotes nothing may stand that PowerShell would read otherwise.
            let harmless = |c: char| c.is_ascii_alphanumeric() || "-$".contains(c);
            assert!(word.chars().all(harmless), "{word}");
            out.push((word, false));
        }
    }
    out
}

/// The lines of a script that are commands. A quoted text may go on to the next line.
pub fn commands(script: &str) -> Vec<Vec<(String, bool)>> {
    let lines = script.split('\n').filter(|l| !l.is_empty());
    let lines = lines.filter(|l| !l.starts_with('#') && !l.starts_with("$ErrorActionPreference"));
    lines.map(words).collect()
}

#[derive(Debug, Clone)]
pub struct Remote {
    pub name: String,
    pub domain: String,
    pub parameters: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
pub struct Tenant(pub Vec<Remote>);

pub fn parameters(d: &rdsim::policy::RemoteDomain) -> BTreeMap<String, String> {
    let all = PARAMETERS.iter();
    all.map(|p| (p.name.to_owned(), (p.of)(d).value.to_string()))
        .collect()
}

impl Tenant {
    pub fn of(policy: &Policy) -> Self {
        let all = policy.remote_domains.iter().map(|d| Remote {
            name: d.name.clone(),
            domain: d.pattern.to_string(),
            parameters: parameters(d),
        });
        Self(all.collect())
    }

    pub fn find(&mut self, name: &str) -> &mut Remote {
        let mut all = self.0.iter_mut();
        all.find(|d| d.name.to_lowercase() == name.to_lowercase())
            .unwrap_or_else(|| panic!("there is no `{name}`"))
    }

    /// What the three cmdlets do, and refuse.
    pub fn run(&mut self, command: &[(String, bool)]) {
        let mut arguments: BTreeMap<&str, String> = BTreeMap::new();
        for pair in command[1..].chunks(2) {
            let name = pair[0].0.strip_prefix('-').expect("a parameter");
            assert!(arguments.insert(name, pair[1].0.clone()).is_none());
        }
        match command[0].0.as_str() {
            "New-RemoteDomain" => {
                let (name, domain) = (
                    arguments.remove("Name").unwrap(),
                    arguments.remove("DomainName").unwrap(),
                );
                assert!(arguments.is_empty(), "New-RemoteDomain takes no more");
                assert!(
                    self.0
                        .iter()
                        .all(|d| d.name.to_lowercase() != name.to_lowercase()),
                    "{name} exists"
                );
                assert!(self.0.iter().all(|d| d.domain != domain), "{domain} exists");
                let new = policy("RemoteDomains: [{DomainName: new.example}]");
                let parameters = parameters(&new.remote_domains[0]);
                self.0.push(Remote {
                    name,
                    domain,
                    parameters,
                });
            }
            "Remove-RemoteDomain" => {
                let name = arguments.remove("Identity").unwrap();
                assert_ne!(self.find(&name).domain, "*", "Default cannot be removed");
                self.0
                    .retain(|d| d.name.to_lowercase() != name.to_lowercase());
            }
            "Set-RemoteDomain" => {
                let name = arguments.remove("Identity").unwrap();
                if let Some(to) = arguments.get("Name") {
                    let taken =
                        |d: &Remote| d.name.to_lowercase() == to.to_lowercase() && d.name != name;
                    assert!(!self.0.iter().any(taken), "{to} exists");
                }
                let domain = self.find(&name);
                let oof = arguments.get("AllowedOOFType").cloned();
                let internal = arguments.get("IsInternal").cloned();
                // What a call does that gives both, and one against the other, nobody knows.
                assert!(!(internal.as_deref() == Some("$false") && oof.is_some()));
                for (parameter, value) in &arguments {
                    if *parameter == "Name" {
                        domain.name = value.clone();
                        continue;
                    }
                    let value = match value.as_str() {
                        "$true" => "true",
                        "$false" => "false",
                        "$null" => "null",
                        value => value,
                    };
                    let old = domain
                        .parameters
                        .insert((*parameter).to_owned(), value.to_owned());
                    assert_ne!(old.as_deref(), Some(value), "{parameter} is so already");
                }
                if oof.as_deref() == Some("InternalLegacy") {
                    domain.parameters.insert("IsInternal".into(), "true".into());
                }
                if internal.as_deref() == Some("$false") {
                    domain
                        .parameters
                        .insert("AllowedOOFType".into(), "ExternalLegacy".into());
                }
            }
            other => panic!("{other}"),
        }
    }

    /// Whether automatic forwards to a domain may leave.
    pub fn forwards(&self, recipient: &str) -> bool {
        let mut table = domain::Table::default();
        for (i, d) in self.0.iter().enumerate() {
            table.insert(domain::pattern(&d.domain).unwrap(), i);
        }
        let (i, _) = table.find(recipient).unwrap();
        self.0[*i].parameters["AutoForwardEnabled"] == "true"
    }

    pub fn sorted(mut self) -> Vec<(String, String, BTreeMap<String, String>)> {
        self.0.sort_by(|a, b| a.domain.cmp(&b.domain));
        self.0
            .into_iter()
            .map(|d| (d.domain, d.name, d.parameters))
            .collect()
    }
}
