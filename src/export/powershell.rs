//! Writes the plan as a script, each step under the line of the policy that it comes from.
//!
//! The cmdlets of Exchange Online are functions of a module, which do not see a script's
//! `$ErrorActionPreference`; so each command says `-ErrorAction Stop` itself.

use super::plan::{Mode, Plan, place, plan};
use super::quote::{argument, comment, list, text};
use super::step::{Action, Argument, Command, DomainAction, DomainStep, Settings};
use crate::diagnostic::Problem;
use crate::i18n::Language;
use crate::policy::Policy;
use std::fmt::Write as _;

/// A script.
#[derive(Debug)]
pub struct Script {
    /// Its text, in ASCII.
    pub text: String,
    /// What it does not do, as warnings.
    pub not_done: Vec<Problem>,
}

/// The script that brings a tenant (`None`: one where nothing was changed yet) to a policy.
///
/// # Errors
/// The policy cannot be that of a tenant.
pub fn script(
    current: Option<&Policy>,
    target: &Policy,
    mode: Mode,
) -> Result<Script, Vec<Problem>> {
    let plan = plan(current, target, mode)?;
    let mut out = Writer {
        text: String::new(),
        what_if: mode.what_if,
    };
    out.head(current, target, mode, &plan);
    out.line("$ErrorActionPreference = 'Stop'");
    if !plan.steps.is_empty() {
        let otherwise = match current {
            Some(current) => format!(
                ", unlike {}: import it again and write a new script.",
                current.file
            ),
            None => format!(", which {} has: make it, and run this again.", target.file),
        };
        out.tables(&plan, &otherwise);
    }
    for step in &plan.steps {
        out.line("");
        out.comment(&step.about);
        out.action(&step.action);
    }
    out.others(&plan);
    Ok(Script {
        text: out.text,
        not_done: plan.not_done,
    })
}

/// A command on one line.
#[must_use]
pub fn command(command: &Command) -> String {
    let mut out = command.cmdlet.to_owned();
    parameters(&mut out, &command.parameters);
    for (name, values) in &command.lists {
        let _ = write!(out, " -{name} {}", list(values));
    }
    out
}

fn parameters(out: &mut String, parameters: &[Argument]) {
    for (name, value) in parameters {
        // A String takes whatever is written to it.
        let _ = write!(out, " -{name} {}", argument(value));
    }
}

/// Writes the lines of a script.
pub(super) struct Writer {
    text: String,
    what_if: bool,
}

impl Writer {
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn comment(&mut self, text: &str) {
        let line = format!("# {}", comment(text));
        self.line(&line);
    }

    fn head(&mut self, current: Option<&Policy>, target: &Policy, mode: Mode, plan: &Plan) {
        let from = current.map_or("a tenant where nothing was changed yet", |p| &p.file);
        let from = if mode.full && current.is_none() {
            "any tenant"
        } else {
            from
        };
        let way = if mode.back {
            "The way back: from"
        } else {
            "From"
        };
        self.comment(&format!(
            "{way} {from} to {}. Written by rdsim.",
            target.file
        ));
        if plan.steps.is_empty() {
            self.comment("Nothing to change by command.");
        } else {
            self.line("# Run it in a session of Connect-ExchangeOnline. It can be run again, also after a run that");
            self.line("# stopped. The order matters: what gets stricter, names, new remote domains, what gets looser,");
            self.line("# and removals last.");
            if mode.full {
                self.line("# It states every setting of the policy, whatever the tenant has.");
            }
            let removes = plan.steps.iter().filter(|step| {
                let remove = |d: &DomainStep| d.what == DomainAction::Remove;
                match &step.action {
                    Action::RemoteDomain(d) => remove(d),
                    Action::RemoveConnector { .. } => true,
                    Action::Run(_) | Action::MakeConnector { .. } => false,
                }
            });
            let removes = removes.count();
            if self.what_if {
                self.line("# With -WhatIf nothing is changed, so a command that needs what an earlier one would have made");
                self.line("# or renamed says that it is not there.");
            } else if removes > 0 {
                self.comment(&format!("It removes without asking. Removals: {removes}."));
            }
        }
        if !plan.not_done.is_empty() {
            self.line("#");
            self.line("# Not done by this script:");
        }
        for problem in &plan.not_done {
            let place = place(&problem.file, problem.line);
            let (message, help) = (&problem.message, &problem.help);
            let (message, help) = (
                message.localized(Language::English),
                help.localized(Language::English),
            );
            self.comment(&format!("- {place}: {message}; {help}"));
        }
    }

    fn stop(&self) -> &'static str {
        if self.what_if {
            "-WhatIf"
        } else {
            "-ErrorAction Stop"
        }
    }

    fn remove(&self) -> &'static str {
        if self.what_if {
            "-WhatIf"
        } else {
            "-Confirm:$false -ErrorAction Stop"
        }
    }

    fn action(&mut self, action: &Action) {
        let stop = self.stop();
        match action {
            Action::Run(c) => self.line(&format!("{} {stop}", command(c))),
            Action::RemoteDomain(step) => self.domain(step),
            Action::MakeConnector { name, new, set } => {
                self.line(&format!("if ($connectors[{}]) {{", text(name)));
                self.line(&format!("    {} {stop}", command(set)));
                self.line("} else {");
                self.line(&format!("    {} {stop}", command(new)));
                self.line("}");
            }
            Action::RemoveConnector { name } => {
                let name = text(name);
                let end = self.remove();
                self.line(&format!("if ($connectors[{name}]) {{"));
                self.line(&format!(
                    "    Remove-InboundConnector -Identity {name} {end}"
                ));
                self.line("}");
            }
        }
    }

    fn domain(&mut self, step: &DomainStep) {
        let found = format!("$domains[{}]", text(&step.domain));
        let stop = self.stop();
        let rename =
            |to: &str| format!("Set-RemoteDomain -Identity {found}.Guid -Name {to} {stop}");
        match &step.what {
            DomainAction::Set(settings) => {
                if settings.not_internal {
                    self.line("# If IsInternal was true, AllowedOOFType is ExternalLegacy until the second command has run.");
                }
                let lines = self.set(&found, settings);
                self.guarded(&found, step.known, &lines);
            }
            DomainAction::PutAside { own } => {
                let own = own
                    .as_ref()
                    .map(|own| format!("{found}.Name -ne {} -and ", text(own)));
                let own = own.unwrap_or_default();
                self.line(&format!("if ({found} -and {own}$names[{found}.Name]) {{"));
                self.line(&format!(
                    "    {}",
                    rename(&format!("('rdsim-' + {found}.Guid)"))
                ));
                self.line("}");
            }
            DomainAction::Rename { to } => {
                let to = text(to);
                self.line(&format!("if ({found}.Name -cne {to}) {{"));
                self.line(&format!("    {}", rename(&to)));
                self.line("}");
            }
            DomainAction::Make { name, settings } if self.what_if => {
                self.make_what_if(&found, &step.domain, name, settings);
            }
            DomainAction::Make { name, settings } => {
                self.make(&found, &step.domain, name, settings);
            }
            DomainAction::Remove => {
                let end = self.remove();
                let remove = format!("Remove-RemoteDomain -Identity {found}.Guid {end}");
                self.guarded(&found, step.known, &[remove]);
            }
        }
    }

    /// Lines that run if the tenant has something.
    fn guarded(&mut self, found: &str, known: bool, lines: &[String]) {
        if known {
            for line in lines {
                self.line(line);
            }
            return;
        }
        self.line(&format!("if ({found}) {{"));
        for line in lines {
            self.line(&format!("    {line}"));
        }
        self.line("}");
    }

    /// The commands that set parameters of what a variable has.
    fn set(&self, variable: &str, settings: &Settings) -> Vec<String> {
        let stop = self.stop();
        let mut lines = Vec::new();
        if settings.not_internal {
            lines.push(format!(
                "if ({variable}.IsInternal) {{ Set-RemoteDomain -Identity {variable}.Guid -IsInternal $false {stop} }}"
            ));
        }
        let mut set = format!("Set-RemoteDomain -Identity {variable}.Guid");
        parameters(&mut set, &settings.parameters);
        lines.push(format!("{set} {stop}"));
        lines
    }

    fn make(&mut self, found: &str, domain: &str, name: &str, settings: &Settings) {
        let (name, domain) = (text(name), text(domain));
        self.line("# If it is new, it has the defaults of a new remote domain until Set-RemoteDomain has run: until");
        self.line("# then automatic forwards, automatic replies and reports to it leave.");
        self.line(&format!("$domain = {found}"));
        self.line("$made = -not $domain");
        self.line("try {");
        self.line("    if ($made) {");
        self.line(&format!(
            "        $domain = New-RemoteDomain -Name {name} -DomainName {domain} -ErrorAction Stop"
        ));
        self.line(&format!("    }} elseif ($domain.Name -cne {name}) {{"));
        self.line(&format!(
            "        Set-RemoteDomain -Identity $domain.Guid -Name {name} -ErrorAction Stop"
        ));
        self.line("    }");
        for line in self.set("$domain", settings) {
            self.line(&format!("    {line}"));
        }
        self.line("} catch {");
        self.line("    # A new one does not stay with the defaults.");
        self.line("    if ($made -and $domain) {");
        self.line(
            "        Remove-RemoteDomain -Identity $domain.Guid -Confirm:$false -ErrorAction Continue",
        );
        self.line("    }");
        self.line("    throw");
        self.line("}");
    }

    /// The same where nothing is made, so that nothing can be set.
    fn make_what_if(&mut self, found: &str, domain: &str, name: &str, settings: &Settings) {
        let (name, domain) = (text(name), text(domain));
        self.line(&format!("if ({found}) {{"));
        self.line(&format!("    if ({found}.Name -cne {name}) {{"));
        self.line(&format!(
            "        Set-RemoteDomain -Identity {found}.Guid -Name {name} -WhatIf"
        ));
        self.line("    }");
        for line in self.set(found, settings) {
            self.line(&format!("    {line}"));
        }
        self.line("} else {");
        self.line(&format!(
            "    New-RemoteDomain -Name {name} -DomainName {domain} -WhatIf"
        ));
        let mut then = "Then: Set-RemoteDomain".to_owned();
        parameters(&mut then, &settings.parameters);
        self.line(&format!("    Write-Output {}", text(&then)));
        self.line("}");
    }
}
