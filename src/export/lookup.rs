//! Writes what a script looks up: what the tenant has, and whether it is as its policy says.

use super::plan::Plan;
use super::powershell::Writer;
use super::quote::{list, text};
use super::step::{Action, DomainAction, DomainStep};
use crate::idn;

/// The table of what the tenant has, by what identifies it.
struct Table {
    variable: &'static str,
    get: &'static str,
    key: &'static str,
    /// What it has, in words.
    what: &'static str,
}

const DOMAINS: Table = Table {
    variable: "$domains",
    get: "Get-RemoteDomain -ResultSize Unlimited",
    key: "DomainName",
    what: "remote domain for",
};
const OUTBOUND: Table = Table {
    variable: "$outbound",
    get: "Get-HostedOutboundSpamFilterPolicy",
    key: "Name",
    what: "outbound spam policy",
};
const CONNECTORS: Table = Table {
    variable: "$connectors",
    get: "Get-InboundConnector",
    key: "Name",
    what: "inbound connector",
};

/// A domain in its own script, if that is another spelling.
fn in_own_script(domain: &str) -> Option<String> {
    let (star, bare) = match domain.strip_prefix("*.") {
        Some(bare) => ("*.", bare),
        None => ("", domain),
    };
    let own = idn::to_unicode(bare)?;
    (own != bare).then(|| format!("{star}{own}"))
}

impl Writer {
    /// What the tenant has, and a check that what the script changes is there.
    pub(super) fn tables(&mut self, plan: &Plan, otherwise: &str) {
        let actions = || plan.steps.iter().map(|s| &s.action);
        let domains: Vec<&DomainStep> = actions()
            .filter_map(|a| match a {
                Action::RemoteDomain(step) => Some(step),
                _ => None,
            })
            .collect();
        if !domains.is_empty() || plan.kept.is_some() {
            self.line("");
            self.line("# Remote domains are looked up by their domain, which no cmdlet changes.");
            self.table(&DOMAINS);
            let mut seen: Vec<&str> = domains.iter().map(|d| d.domain.as_str()).collect();
            seen.extend(plan.kept.iter().flatten().map(String::as_str));
            seen.sort_unstable();
            seen.dedup();
            for domain in seen {
                self.other_spelling(domain);
            }
            self.require(&DOMAINS, &plan.required, otherwise);
        }
        if !plan.required_outbound.is_empty() {
            self.line("");
            self.table(&OUTBOUND);
            self.require(&OUTBOUND, &plan.required_outbound, otherwise);
        }
        let connectors = actions().any(|a| {
            matches!(
                a,
                Action::MakeConnector { .. } | Action::RemoveConnector { .. }
            )
        });
        if connectors || !plan.required_connectors.is_empty() || plan.kept_connectors.is_some() {
            self.line("");
            self.table(&CONNECTORS);
            self.require(&CONNECTORS, &plan.required_connectors, otherwise);
        }
        let aside = domains
            .iter()
            .any(|d| matches!(d.what, DomainAction::PutAside { .. }));
        if aside {
            self.line("");
            self.line("# Names that remote domains get. Another one that has such a name is renamed first.");
            let names = list(&plan.names);
            self.line("$names = @{}");
            self.line(&format!(
                "foreach ($name in {names}) {{ $names[$name] = $true }}"
            ));
        }
    }

    fn table(&mut self, table: &Table) {
        let Table {
            variable, get, key, ..
        } = table;
        self.line(&format!("{variable} = @{{}}"));
        self.line(&format!("foreach ($entry in {get} -ErrorAction Stop) {{"));
        self.line(&format!("    {variable}[[string]$entry.{key}] = $entry"));
        self.line("}");
    }

    /// Find a domain also where the tenant has it in its own script.
    fn other_spelling(&mut self, domain: &str) {
        if let Some(other) = in_own_script(domain) {
            let (domain, other) = (text(domain), text(&other));
            self.line(&format!(
                "if (-not $domains[{domain}]) {{ $domains[{domain}] = $domains[{other}] }}"
            ));
        }
    }

    /// Stop before anything is changed if the tenant is not as the policy says.
    fn require(&mut self, table: &Table, names: &[String], otherwise: &str) {
        if names.is_empty() {
            return;
        }
        let Table { variable, what, .. } = table;
        let message = format!("Nothing was changed. The tenant has no {what} ");
        self.line(&format!("foreach ($name in {}) {{", list(names)));
        self.line(&format!(
            "    if (-not {variable}[$name]) {{ throw ({} + $name + {}) }}",
            text(&message),
            text(otherwise)
        ));
        self.line("}");
    }

    /// Name what the tenant has and the policy does not.
    pub(super) fn others(&mut self, plan: &Plan) {
        let tables = [
            (&DOMAINS, &plan.kept, "remote domain"),
            (&CONNECTORS, &plan.kept_connectors, "inbound connector"),
        ];
        for (table, kept, what) in tables {
            let Some(kept) = kept else { continue };
            let mut kept = kept.clone();
            let own: Vec<String> = kept.iter().filter_map(|d| in_own_script(d)).collect();
            kept.extend(own);
            let message = text(&format!(
                "Not in the policy, and left as it is: the {what} "
            ));
            let Table { get, key, .. } = table;
            self.line("");
            self.line("$kept = @{}");
            let kept = list(&kept);
            self.line(&format!(
                "foreach ($name in {kept}) {{ $kept[$name] = $true }}"
            ));
            self.line(&format!("foreach ($entry in {get} -ErrorAction Stop) {{"));
            self.line(&format!(
                "    if (-not $kept[[string]$entry.{key}]) {{ Write-Warning ({message} + $entry.{key}) }}"
            ));
            self.line("}");
        }
    }
}
