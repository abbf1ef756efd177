//! Gives every domain, address and name another one, the same everywhere.

use crate::address;
use crate::lint::internal_oof_to_public_mail::PUBLIC;
use serde_json::Value;
use std::collections::BTreeMap;

/// Domains that tell nothing of anybody: reserved for examples, or Microsoft's own.
const ANYBODYS: [&str; 8] = [
    "contoso.com",
    "example.com",
    "example.net",
    "example.org",
    "fabrikam.com",
    "microsoft.com",
    "office365.com",
    "outlook.com",
];

/// Where every tenant has a domain.
const ONMICROSOFT: &str = "onmicrosoft.com";

/// Local parts that programs have everywhere.
const PROGRAMS: [&str; 4] = [
    "mailer-daemon",
    "microsoftexchange",
    "noreply",
    "postmaster",
];

/// What stands between the mailbox and the sender in the address of a forward.
const SRS: &str = "+srs=";

/// The names that are given. All keys are in lower case.
#[derive(Debug, Default)]
pub(super) struct Names {
    domains: BTreeMap<String, String>,
    addresses: BTreeMap<String, String>,
    locals: BTreeMap<String, String>,
    labels: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
    texts: usize,
}

/// Whether a character may stand in an address.
fn is_part(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"<>()[]{},;:\"'`|\\".contains(c)
}

/// The addresses in a text, as they are written.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c| !is_part(c));
    // The marks of a pattern, or the end of a sentence.
    let words = words.map(|word| word.trim_matches(['^', '$', '.', '?', '!']));
    words.filter(|word| is_address(word))
}

fn is_address(word: &str) -> bool {
    word.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && is_domain(domain)
    })
}

/// Whether a text looks like a domain: labels with a dot between them.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        let good = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        !label.is_empty() && label.chars().all(good)
    };
    text.contains('.') && text.split('.').all(label) && text.contains(char::is_alphabetic)
}

/// The domains and addresses in a policy, in lower case.
fn in_policy(value: &Value, domains: &mut Vec<String>, found: &mut Vec<String>) {
    match value {
        // In a pattern the dots are escaped.
        Value::String(text) => {
            found.extend(addresses(&text.replace("\\.", ".")).map(str::to_lowercase));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| in_policy(item, domains, found)),
        Value::Object(map) => {
            for (key, value) in map {
                if key.contains("Domain") || key == "TlsSenderCertificateName" {
                    domains_in(value, domains);
                }
                in_policy(value, domains, found);
            }
        }
        _ => {}
    }
}

fn domains_in(value: &Value, domains: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let text = text.trim_start_matches("smtp:").trim_start_matches("*.");
            let text = text.split(';').next().unwrap_or_default();
            domains.extend(is_domain(text).then(|| text.to_lowercase()));
        }
        Value::Array(items) => items.iter().for_each(|item| domains_in(item, domains)),
        _ => {}
    }
}

impl Names {
    /// Give the domains and addresses in a policy and in other texts their names.
    pub(super) fn learn(&mut self, policy: &Value, texts: &[String]) {
        let mut domains: Vec<String> = Vec::new();
        let mut found: Vec<String> = Vec::new();
        in_policy(policy, &mut domains, &mut found);
        for text in texts {
            found.extend(addresses(text).map(str::to_lowercase));
        }
        let of_addresses = found.iter().filter_map(|address| address.rsplit_once('@'));
        domains.extend(of_addresses.map(|(_, domain)| domain.to_owned()));
        // What is above another has its name first.
        domains.sort_by_key(|domain| domain.matches('.').count());
        for domain in &domains {
            self.domain(domain);
        }
        for address in &found {
            self.address(address);
        }
    }

    /// The other name of a domain in lower case. One below another stays below it.
    fn domain(&mut self, domain: &str) -> String {
        if let Some(known) = self.domains.get(domain) {
            return known.clone();
        }
        let anybodys = ANYBODYS.contains(&domain) || PUBLIC.contains(&domain);
        let reserved = domain.ends_with(".example") && domain.matches('.').count() == 1;
        let other = if anybodys || reserved || domain == ONMICROSOFT {
            domain.to_owned()
        } else {
            let number = self.domains.len() + 1;
            let mut above = address::upwards(domain).skip(1);
            let known = |above: &&str| {
                *above == ONMICROSOFT
                    || self.domains.contains_key(*above)
                    || ANYBODYS.contains(above)
            };
            match above.find(known) {
                Some(ONMICROSOFT) => format!("tenant{number}.{ONMICROSOFT}"),
                Some(above) => format!("below{number}.{}", self.domain(above)),
                None => self.free_domain(),
            }
        };
        self.domains.insert(domain.to_owned(), other.clone());
        other
    }

    /// A domain that stands nowhere yet.
    fn free_domain(&self) -> String {
        let mut number = self.domains.len() + 1;
        loop {
            let name = format!("domain{number}.example");
            let used = |(was, is): (&String, &String)| *was == name || *is == name;
            if !self.domains.iter().any(used) {
                return name;
            }
            number += 1;
        }
    }

    /// The other name of an address.
    pub(super) fn address(&mut self, address: &str) -> String {
        let lower = address.to_lowercase();
        let Some((local, domain)) = lower.rsplit_once('@') else {
            return address.to_owned();
        };
        let domain = self.domain(domain);
        let local = self.local(local);
        let other = format!("{local}@{domain}");
        self.addresses.insert(lower, other.clone());
        other
    }

    /// The other name of a local part; a tag behind a `+` stays one, and a forward a forward.
    fn local(&mut self, local: &str) -> String {
        if PROGRAMS.iter().any(|name| local.starts_with(name)) {
            return local.to_owned();
        }
        if let Some((own, rest)) = local.split_once(SRS) {
            // The hash, the day, and then the domain and the local part of the sender.
            let mut parts = rest.splitn(4, '=').skip(2);
            let (of, sender) = (parts.next().unwrap_or_default(), parts.next());
            let own = self.local(own);
            let of = self.domain(of);
            let sender = sender.map(|sender| self.local(sender));
            return format!("{own}+SRS=AAAAA=AA={of}={}", sender.unwrap_or_default());
        }
        if let Some((own, _)) = local.split_once('+') {
            return format!("{}+tag", self.local(own));
        }
        let key = local.to_owned();
        let number = self.locals.len() + 1;
        let name = self.locals.entry(key);
        name.or_insert_with(|| format!("user{number}")).clone()
    }

    /// The other name of what a thing is called, or of what something refers to by its name.
    pub(super) fn label(&mut self, label: &str) -> String {
        // A recipient of an inbox rule: "Bob" [SMTP:bob@fabrikam.com].
        let inner = label
            .rsplit_once("[SMTP:")
            .and_then(|(_, rest)| rest.strip_suffix(']'));
        if let Some(inner) = inner.filter(|inner| is_address(inner)) {
            return format!("\"Person\" [SMTP:{}]", self.address(inner));
        }
        let prefix = label.get(..5).filter(|p| p.eq_ignore_ascii_case("smtp:"));
        let plain = label.get(prefix.map_or(0, str::len)..).unwrap_or_default();
        if plain.contains('@') {
            let address = self.address(&address::normal(plain));
            return format!("{}{address}", prefix.unwrap_or_default());
        }
        let lower = label.trim().to_lowercase();
        if lower.is_empty() || lower == "default" || lower == "*" || lower == "<>" {
            return label.to_owned();
        }
        // An alias that is not written is the local part of the address.
        if let Some(local) = self.locals.get(&lower) {
            return local.clone();
        }
        if let Some(domain) = self.domains.get(&lower) {
            return domain.clone();
        }
        let number = self.labels.len() + 1;
        let label = self.labels.entry(lower);
        label.or_insert_with(|| format!("Name {number}")).clone()
    }

    /// The other word for one that a rule looks for.
    pub(super) fn word(&mut self, word: &str) -> String {
        let number = self.words.len() + 1;
        let known = self.words.entry(word.trim().to_lowercase());
        known.or_insert_with(|| format!("word{number}")).clone()
    }

    /// The other words for those that rules look for and that a text has.
    pub(super) fn words_in(&self, text: &str) -> Vec<&str> {
        let text = text.to_lowercase();
        let found = self.words.iter().filter(|(word, _)| text.contains(*word));
        found.map(|(_, other)| other.as_str()).collect()
    }

    /// What stands for a text that somebody wrote.
    pub(super) fn written(&mut self) -> String {
        self.texts += 1;
        format!("text {}", self.texts)
    }

    /// A text with the other names of its addresses and domains.
    pub(super) fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut word = String::new();
        for c in text.chars().map(Some).chain([None]) {
            match c {
                Some(c) if is_part(c) => word.push(c),
                end => {
                    if !word.is_empty() {
                        out.push_str(&self.other(&std::mem::take(&mut word)));
                    }
                    out.extend(end);
                }
            }
        }
        out
    }

    /// Another word for one of a text.
    fn other(&mut self, word: &str) -> String {
        if is_address(word) {
            return self.address(word);
        }
        let lower = word.to_lowercase();
        let (front, name) = match lower.strip_prefix("*.").or(lower.strip_prefix('@')) {
            Some(name) => (lower.len() - name.len(), name),
            None => (0, lower.as_str()),
        };
        if let Some(known) = self.domains.get(name) {
            let front = lower.get(..front).unwrap_or_default();
            return format!("{front}{known}");
        }
        word.to_owned()
    }

    /// A pattern, in which a dot may stand behind a backslash, with the other names of the domains.
    pub(super) fn pattern(&mut self, pattern: &str) -> String {
        let mut out = self.text(pattern);
        // The longest first: one may be the end of another.
        let both = self.addresses.iter().chain(&self.domains);
        let mut both: Vec<(&String, &String)> = both.collect();
        both.sort_by_key(|(was, _)| std::cmp::Reverse(was.len()));
        for (was, is) in both {
            let escaped = |text: &str| text.replace('.', "\\.");
            out = out.replace(&escaped(was), &escaped(is));
            out = out.replace(was.as_str(), is);
        }
        out
    }
}
