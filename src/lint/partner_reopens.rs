#![doc = include_str!("partner_reopens.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity, default_of, outside_partners};
use crate::i18n::{Text, en};
use crate::policy::{AllowedOofType, CmdletEnum as _, Policy, RemoteDomain, Sourced};

/// The rule `partner-reopens`.
pub static RULE: Rule = Rule {
    id: "partner-reopens",
    title: "A specific remote domain lets out what Default stops",
    severity: Severity::Warning,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("partner_reopens.md")),
    check: Check::Policy(check),
};

/// A setting that can stop mail: whether a remote domain allows more by it than Default, the line
/// that sets it, and what to write to stop what Default stops.
struct Comparison {
    name: &'static str,
    line: Option<u32>,
    reopened: bool,
    closed: String,
}

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let Some(default) = default_of(policy) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for domain in outside_partners(policy) {
        let settings = compared(domain, default);
        let (by_default, explicit): (Vec<&Comparison>, Vec<&Comparison>) = settings
            .iter()
            .filter(|g| g.reopened)
            .partition(|g| g.line.is_none());
        findings.extend(finding_by_default(domain, &by_default, source));
        findings.extend(finding_explicit(domain, &explicit, source));
    }
    findings
}

fn finding_by_default(
    domain: &RemoteDomain,
    gates: &[&Comparison],
    source: &Source,
) -> Option<Finding> {
    let names: Vec<&str> = gates.iter().map(|g| g.name).collect();
    let message = match names.as_slice() {
        [] => return None,
        [_] => en(
            "`{domain}` inherits nothing from Default and does not set {names}, so its default lets out what Default stops",
        ),
        _ => en(
            "`{domain}` inherits nothing from Default and does not set {names}, so their defaults let out what Default stops",
        ),
    };
    let lines: Vec<&str> = gates.iter().map(|g| g.closed.as_str()).collect();
    Some(
        source.finding(
            &RULE,
            source.domain(domain),
            Text::of(message, [("domain", &domain.pattern)])
                .with_text("names", Text::names(&names)),
            Text::from(en("add {lines}, or the value that this partner needs"))
                .with_text("lines", Text::names(&lines)),
        ),
    )
}

fn finding_explicit(
    domain: &RemoteDomain,
    gates: &[&Comparison],
    source: &Source,
) -> Option<Finding> {
    let names: Vec<&str> = gates.iter().map(|g| g.name).collect();
    let first = gates.first()?;
    let message = if names.len() == 1 {
        en("for `{domain}`, {names} allows more than for Default")
    } else {
        en("for `{domain}`, {names} allow more than for Default")
    };
    let lines: Vec<&str> = gates.iter().map(|g| g.closed.as_str()).collect();
    let place = source.at(first.line.unwrap_or(domain.line), first.name);
    Some(
        source.graded(
            &RULE,
            Severity::Note,
            place,
            Text::of(message, [("domain", &domain.pattern)])
                .with_text("names", Text::names(&names)),
            Text::from(en("write {lines} to stop the same as Default does"))
                .with_text("lines", Text::names(&lines)),
        ),
    )
}

fn compared(domain: &RemoteDomain, default: &RemoteDomain) -> Vec<Comparison> {
    let switch = |name: &'static str, of: fn(&RemoteDomain) -> &Sourced<bool>| Comparison {
        name,
        line: of(domain).line,
        reopened: of(domain).value && !of(default).value,
        closed: format!("{name}: false"),
    };
    let oof = &default.allowed_oof_type;
    vec![
        Comparison {
            name: "AllowedOOFType",
            line: domain.allowed_oof_type.line,
            reopened: wider(domain.allowed_oof_type.value, oof.value),
            closed: format!("AllowedOOFType: {}", oof.value.word()),
        },
        switch("AutoReplyEnabled", |d| &d.auto_reply_enabled),
        switch("DeliveryReportEnabled", |d| &d.delivery_report_enabled),
        switch("NDREnabled", |d| &d.ndr_enabled),
        switch("MeetingForwardNotificationEnabled", |d| {
            &d.meeting_forward_notification_enabled
        }),
    ]
}

/// Whether a value lets out a kind of out-of-office reply that another one stops.
fn wider(value: AllowedOofType, than: AllowedOofType) -> bool {
    let lets_out = |t| match t {
        AllowedOofType::None => [false, false, false],
        AllowedOofType::External => [true, false, false],
        AllowedOofType::ExternalLegacy => [true, false, true],
        AllowedOofType::InternalLegacy => [false, true, true],
    };
    let mut kinds = lets_out(value).into_iter().zip(lets_out(than));
    kinds.any(|(out, was)| out && !was)
}
