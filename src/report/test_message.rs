//! Writes the command that asks the tenant itself what its mail flow rules do to a message.

use crate::evaluate::assumed;
use crate::export::quote;
use crate::i18n::Language;
use crate::transport::decide::mail_flow_rules::SETTING;
use crate::transport::verdict::Verdict;

/// Whether a mail flow rule decides a verdict, or may.
fn is_by_rule(verdict: &Verdict) -> bool {
    let mut decided = verdict.because();
    let mut possible = verdict.possibilities.iter();
    decided.any(|r| r.setting_id == SETTING) || possible.any(|p| p.if_rule.is_some())
}

/// The command that confirms a verdict; none where no mail flow rule decides it, or may.
pub(super) fn command(path: &str, sender: &str, verdict: &Verdict) -> Option<String> {
    if !is_by_rule(verdict) {
        return None;
    }
    let is_file = path != "-" && assumed::shown(path, Language::English).is_none();
    let file = if is_file { path } else { "message.eml" };
    // .NET and PowerShell do not stand in the same folder.
    let bytes = format!(
        "([System.IO.File]::ReadAllBytes((Convert-Path -LiteralPath {})))",
        quote::text(file)
    );
    let sender = match sender {
        "" => String::new(),
        sender => format!(" -Sender {}", quote::text(sender)),
    };
    let to = quote::text(&verdict.recipient);
    Some(format!(
        "Test-Message -TransportRules -MessageFileData {bytes}{sender} -Recipients {to} -SendReportTo (Read-Host 'Report to')"
    ))
}
