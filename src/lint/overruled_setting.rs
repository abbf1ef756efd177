#![doc = include_str!("overruled_setting.md")]

use super::source::Source;
use super::{Check, Finding, Rule, Severity};
use crate::i18n::{Text, en};
use crate::policy::{CmdletEnum as _, ContentType, Policy};

/// The rule `overruled-setting`.
pub static RULE: Rule = Rule {
    id: "overruled-setting",
    title: "A setting is overruled by another one of the same remote domain",
    severity: Severity::Note,
    pedantic: false,
    page: crate::embedded::beginning(embedded!("overruled_setting.md")),
    check: Check::Policy(check),
};

fn check(policy: &Policy, source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for domain in &policy.remote_domains {
        let body = &domain.content_type;
        if domain.tnef_enabled.value == Some(true) && body.value != ContentType::MimeHtmlText {
            findings.push(source.finding(
                &RULE,
                source.setting(body, "ContentType", domain),
                Text::of(
                    en("`ContentType: {value}` is without effect: `TNEFEnabled: true` sends a text part and winmail.dat instead of MIME"),
                    [("value", &body.value.word())],
                ),
                en("remove `ContentType`, or write `TNEFEnabled: false`"),
            ));
        }
        let simple = &domain.use_simple_display_name;
        if simple.value && !domain.display_sender_name.value {
            findings.push(source.finding(
                &RULE,
                source.setting(simple, "UseSimpleDisplayName", domain),
                en("`UseSimpleDisplayName: true` is without effect: `DisplaySenderName: false` shows no name at all"),
                en("remove `UseSimpleDisplayName`, or write `DisplaySenderName: true`"),
            ));
        }
    }
    findings
}
