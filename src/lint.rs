//! Finds probable mistakes in a policy.
//!
//! A rule is a check and a page, whose examples the tests play.

pub mod bad_suppression;
pub mod charset_cannot_carry;
pub mod charsets_differ;
pub mod default_drops_ndr;
pub mod default_forwards;
pub mod duplicate_priority;
pub mod facts;
pub mod forwarding_mode_automatic;
pub mod forwarding_smtp_address_ignored;
pub mod forwards_dropped;
pub mod forwards_outside;
pub mod forwards_rejected;
pub mod impossible_coupling;
pub mod internal_oof_to_everyone;
pub mod internal_oof_to_public_mail;
pub mod never_matches;
pub mod no_accepted_domains;
pub mod no_default;
pub mod no_default_outbound_policy;
pub mod no_effect_online;
pub mod outbound_forwards;
pub mod outbound_policy_never_reached;
pub mod outbound_policy_without_scope;
pub mod overruled_setting;
pub mod partner_forwards;
pub mod partner_reopens;
pub mod policy_problem;
pub mod profile;
pub mod property_not_simulated;
pub mod property_not_used;
pub mod redundant_remote_domain;
pub mod restates_default;
pub mod section_not_simulated;
pub mod selection;
pub mod source;
pub mod suppression;
pub mod tnef_to_everyone;
pub mod unknown_recipient;
pub mod unused_suppression;
pub mod utf_7;
pub mod wildcard_over_accepted_domain;

use crate::diagnostic::Excerpt;
use crate::i18n::{Text, en};
use crate::policy::domain::Pattern;
use crate::policy::read::{self, Reading};
use crate::policy::{self, AcceptedDomain, AutoForwardingMode, Policy, RemoteDomain, encoding};
use profile::Profile;
use selection::Selection;
use source::Source;

/// How much a finding matters, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably a mistake.
    Warning,
    /// Cannot exist in a tenant, or breaks a baseline that was requested.
    Error,
}

impl Severity {
    /// The word that is shown; it is SARIF's level too.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => en("note"),
            Self::Warning => en("warning"),
            Self::Error => en("error"),
        }
    }
}

/// How a rule comes to its findings.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// It looks at a policy that could be read.
    Policy(fn(&Policy, &Source) -> Vec<Finding>),
    /// It takes the problems of reading the policy that this function picks.
    Reading(fn(&policy::Error) -> bool),
    /// It is about the comments that allow findings.
    Suppression,
}

/// A rule of lint, with its page.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case identifier.
    pub id: &'static str,
    /// What it finds, in one line.
    pub title: &'static str,
    /// The severity of its findings, where a finding has no other.
    pub severity: Severity,
    /// Whether it is shown only with `--all`, or for a baseline that requires it.
    pub pedantic: bool,
    /// The page, Markdown with executed examples.
    pub page: &'static str,
    /// How it gets its findings.
    pub check: Check,
}

/// Every rule, in the order of the identifiers; `policy-problem` takes what no other rule took.
pub static RULES: &[&Rule] = &[
    &bad_suppression::RULE,
    &charset_cannot_carry::RULE,
    &charsets_differ::RULE,
    &default_drops_ndr::RULE,
    &default_forwards::RULE,
    &duplicate_priority::RULE,
    &forwarding_mode_automatic::RULE,
    &forwarding_smtp_address_ignored::RULE,
    &forwards_dropped::RULE,
    &forwards_outside::RULE,
    &forwards_rejected::RULE,
    &impossible_coupling::RULE,
    &internal_oof_to_everyone::RULE,
    &internal_oof_to_public_mail::RULE,
    &never_matches::RULE,
    &no_accepted_domains::RULE,
    &no_default::RULE,
    &no_default_outbound_policy::RULE,
    &no_effect_online::RULE,
    &outbound_forwards::RULE,
    &outbound_policy_never_reached::RULE,
    &outbound_policy_without_scope::RULE,
    &overruled_setting::RULE,
    &partner_forwards::RULE,
    &partner_reopens::RULE,
    &policy_problem::RULE,
    &property_not_simulated::RULE,
    &property_not_used::RULE,
    &redundant_remote_domain::RULE,
    &restates_default::RULE,
    &section_not_simulated::RULE,
    &tnef_to_everyone::RULE,
    &unknown_recipient::RULE,
    &unused_suppression::RULE,
    &utf_7::RULE,
    &wildcard_over_accepted_domain::RULE,
];

/// The pages of the rules, apart from their checks.
pub static PAGES: [&str; RULES.len()] = {
    let mut pages = [""; RULES.len()];
    let (mut rules, mut left) = (RULES, pages.as_mut_slice());
    while let ([rule, more @ ..], [page, rest @ ..]) = (rules, left) {
        *page = rule.page;
        (rules, left) = (more, rest);
    }
    pages
};

/// The rule with an identifier.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.id == id).copied()
}

/// One thing found in a policy.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it matters.
    pub severity: Severity,
    /// 1-based line; 0 for the file as a whole.
    pub line: u32,
    /// 1-based column in characters; 0 for the file as a whole.
    pub column: u32,
    /// The line itself.
    pub source: Option<Excerpt>,
    /// What is found: lower case, no final stop.
    pub message: Text,
    /// What to write instead.
    pub help: Text,
    /// The comment that allows it.
    pub suppressed: Option<Suppressed>,
}

impl Finding {
    /// Whether it is an error of reading the policy, which then cannot be used, so that neither a
    /// comment nor an option hides it.
    fn stops_reading(&self) -> bool {
        matches!(self.rule.check, Check::Reading(_)) && self.severity == Severity::Error
    }
}

/// The comment that allows a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// Its 1-based line.
    pub line: u32,
    /// The reason it gives.
    pub reason: String,
}

/// What to report of a policy.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Show what the pedantic rules find too.
    pub all: bool,
    /// Show what these rules find and no others; empty for every rule that is not pedantic.
    pub select: Selection,
    /// Do not show what these rules find, unless `select` names them more exactly.
    pub ignore: Selection,
    /// What these baselines require is an error.
    pub profiles: Vec<Profile>,
}

impl Options {
    /// Whether what a rule finds is shown.
    #[must_use]
    pub fn includes(&self, rule: &'static Rule) -> bool {
        if self.ignore.outweighs(&self.select, rule) {
            false
        } else if self.select.is_empty() {
            self.all || !rule.pedantic || self.requires(rule)
        } else {
            self.select.has(rule)
        }
    }

    fn requires(&self, rule: &'static Rule) -> bool {
        profile::of(rule).any(|r| self.profiles.contains(&r.profile))
    }
}

/// A policy file and the findings in it.
#[derive(Debug, Clone)]
pub struct Linted {
    /// The file as the user named it.
    pub file: String,
    /// The findings in the order of the file; allowed ones are among them.
    pub findings: Vec<Finding>,
}

impl Linted {
    /// The findings that no comment allows.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.suppressed.is_none())
    }
}

/// The findings in the bytes of a policy file. A file that cannot be read as a policy gives findings
/// too.
#[must_use]
pub fn lint(file: &str, bytes: &[u8], options: &Options) -> Linted {
    lint_reading(file, bytes, &mut read::read_all(file, bytes), options)
}

/// The same for a file that was read before, whose tree it takes.
#[must_use]
pub fn lint_reading(file: &str, bytes: &[u8], reading: &mut Reading, options: &Options) -> Linted {
    let mut findings = Vec::new();
    let tree = reading.tree.take();
    let Reading {
        policy, problems, ..
    } = &*reading;
    let bytes = encoding::utf8(bytes);
    let text = String::from_utf8_lossy(&bytes);
    let source = Source::new(file, &text, tree);
    for found in problems {
        let rule = rule_for(found.error.as_ref());
        findings.push(Source::from_problem(rule, &found.problem));
    }
    if let Some(policy) = policy {
        for rule in RULES {
            if let Check::Policy(check) = rule.check {
                findings.extend(check(policy, &source));
            }
        }
    }
    // Every rule was checked: whether a comment is unused does not depend on the options.
    suppression::apply(&source, policy.is_some(), &mut findings);
    // Of a policy that cannot be read nothing else is known.
    findings.retain(|f| f.stops_reading() || options.includes(f.rule));
    for finding in &mut findings {
        if options.requires(finding.rule) {
            finding.severity = Severity::Error;
        }
    }
    findings.sort_by_key(|f| (f.line, f.column, f.rule.id));
    Linted {
        file: file.to_owned(),
        findings,
    }
}

/// The rule that takes a problem of reading.
fn rule_for(error: Option<&policy::Error>) -> &'static Rule {
    let mut rules = RULES.iter().copied();
    rules
        .find(|r| match (r.check, error) {
            (Check::Reading(takes), Some(error)) => takes(error),
            _ => false,
        })
        .unwrap_or(&policy_problem::RULE)
}

/// The Default remote domain.
fn default_of(policy: &Policy) -> Option<&RemoteDomain> {
    let mut domains = policy.remote_domains.iter();
    domains.find(|d| d.pattern == Pattern::Any)
}

/// The accepted domain that covers all that a pattern matches.
fn accepted_over<'p>(policy: &'p Policy, pattern: &Pattern) -> Option<&'p AcceptedDomain> {
    let (index, _) = match pattern {
        Pattern::Exact(name) => policy.accepted.find(name),
        Pattern::Wildcard(name) => policy.accepted.find_below(name),
        Pattern::Any => None,
    }?;
    policy.accepted_domains.get(*index)
}

/// The remote domains other than Default that are for recipients outside.
fn outside_partners(policy: &Policy) -> impl Iterator<Item = &RemoteDomain> {
    partners(policy).filter(|d| accepted_over(policy, &d.pattern).is_none())
}

/// The remote domains other than Default.
fn partners(policy: &Policy) -> impl Iterator<Item = &RemoteDomain> {
    let domains = policy.remote_domains.iter();
    domains.filter(|d| d.pattern != Pattern::Any)
}

/// Whether an enabled outbound policy lets forwards through to somebody. Without any, the tenant
/// has the default policy, whose Automatic means Off, as far as one can tell.
fn forwards_somewhere(policy: &Policy) -> bool {
    let mut outbound = policy.outbound.iter();
    outbound.any(|p| p.enabled && p.mode.value == AutoForwardingMode::On)
}
