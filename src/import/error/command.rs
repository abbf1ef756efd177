//! Spells the commands that export what an import lacks.

use crate::import::kind::ObjectKind;

/// Selects all properties, the items of one joined.
pub(super) fn joined(name: &str) -> String {
    format!(
        "Select-Object *, @{{ n = '{name}'; e = {{ $_.{name} -join ';' }} }} -ExcludeProperty {name}"
    )
}

/// Selects all properties, one as text.
pub(super) fn as_text(name: &str) -> String {
    format!(
        "Select-Object *, @{{ n = '{name}'; e = {{ \"$($_.{name})\" }} }} -ExcludeProperty {name}"
    )
}

/// The command that exports groups with their members.
pub(super) fn with_members(kind: ObjectKind) -> String {
    let list = |name: &str, cmdlet: &str, more: &str| {
        format!(
            "@{{n='{name}'; e={{@({cmdlet} $_.PrimarySmtpAddress{more} -ResultSize Unlimited | ForEach-Object {{ if ($_.PrimarySmtpAddress) {{ $_.PrimarySmtpAddress }} else {{ $_.Name }} }})}}}}"
        )
    };
    let lists = if kind == ObjectKind::UnifiedGroup {
        let links = |name| list(name, "Get-UnifiedGroupLinks", &format!(" -LinkType {name}"));
        [links("Members"), links("Subscribers")].join(", ")
    } else {
        list("Members", "Get-DistributionGroupMember", "")
    };
    format!(
        "{} -ResultSize Unlimited | Select-Object *, {lists} | ConvertTo-Json -Depth 3",
        kind.cmdlet()
    )
}
