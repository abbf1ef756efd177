//! Finds what differs between a remote domain as it is and as it shall be.
//!
//! AllowedOOFType and IsInternal are coupled: InternalLegacy makes IsInternal true, and IsInternal
//! false makes AllowedOOFType ExternalLegacy (Set-RemoteDomain). What a call does that gives both
//! against each other is not documented, so no call relies on it: where IsInternal becomes false,
//! AllowedOOFType follows in a call of its own; between the two it is ExternalLegacy.

use super::step::Settings;
use crate::policy::{AllowedOofType, Literal, PARAMETERS, RemoteDomain, Sourced};

/// Parameters of Set-RemoteDomain that are not simulated, and what a new remote domain has in them.
const OTHERS: [(&str, Literal); 4] = [
    ("NDRDiagnosticInfoEnabled", Literal::Bool(true)),
    ("TargetDeliveryDomain", Literal::Bool(false)),
    ("TrustedMailInboundEnabled", Literal::Bool(false)),
    ("TrustedMailOutboundEnabled", Literal::Bool(false)),
];

/// Properties that Get-RemoteDomain prints and that Set-RemoteDomain of Exchange Online does not
/// document (MessageCountThreshold is for Exchange Server only), and what a tenant has in them.
pub(super) const NO_PARAMETER: [(&str, Option<Literal>); 2] = [
    (
        "MessageCountThreshold",
        Some(Literal::Number(2_147_483_647)),
    ),
    ("SmtpDaneMandatoryModeEnabled", None),
];

/// Parameters that let something out when they are true.
const CAN_STOP: [&str; 5] = [
    "AutoForwardEnabled",
    "AutoReplyEnabled",
    "DeliveryReportEnabled",
    "MeetingForwardNotificationEnabled",
    "NDREnabled",
];

const COUPLED: [&str; 2] = ["AllowedOOFType", "IsInternal"];

/// Settings of a remote domain, those that are set first and those that are set last.
#[derive(Default)]
pub(super) struct Changes {
    /// Less may leave afterwards, or only the form changes.
    pub(super) stricter: Change,
    /// More may leave afterwards.
    pub(super) looser: Change,
}

/// Settings that are made together, with their lines.
#[derive(Default)]
pub(super) struct Change {
    pub(super) not_internal: bool,
    pub(super) parameters: Vec<(&'static str, Sourced<Literal>)>,
}

impl Change {
    pub(super) fn is_empty(&self) -> bool {
        self.parameters.is_empty()
    }

    pub(super) fn settings(&self) -> Settings {
        let parameters = self.parameters.iter();
        Settings {
            not_internal: self.not_internal,
            parameters: parameters
                .map(|(name, set)| (*name, set.value.clone()))
                .collect(),
        }
    }

    /// AllowedOOFType and IsInternal of a remote domain.
    fn couple(&mut self, domain: &RemoteDomain, from_internal: bool) {
        let internal = domain.is_internal.value;
        self.not_internal = from_internal && !internal;
        let named = PARAMETERS
            .iter()
            .filter(|p| p.name == "AllowedOOFType" || internal && p.name == "IsInternal");
        self.parameters
            .extend(named.map(|p| (p.name, (p.of)(domain))));
    }

    /// Simulated parameters in the order of the cmdlet, then the others.
    fn sort(&mut self) {
        self.parameters.sort_by_key(|(name, _)| {
            let mut all = PARAMETERS.iter();
            all.position(|p| p.name == *name)
                .unwrap_or(PARAMETERS.len())
        });
    }
}

/// A parameter that is not simulated, if the policy gives it.
fn other(domain: &RemoteDomain, name: &str) -> Option<Sourced<Literal>> {
    let mut others = domain.others.iter();
    let (_, set) = others.find(|(n, _)| *n == name)?;
    (set.value != Literal::Null).then(|| set.clone())
}

/// What differs. On the way `back`, what only the policy of today gives returns to the default.
pub(super) fn changes(old: &RemoteDomain, new: &RemoteDomain, back: bool) -> Changes {
    let mut out = Changes::default();
    let differ = old.allowed_oof_type.value != new.allowed_oof_type.value
        || old.is_internal.value != new.is_internal.value;
    if differ {
        let (was, is) = (old.allowed_oof_type.value, new.allowed_oof_type.value);
        let opens = !leaves(is).iter().all(|kind| leaves(was).contains(kind))
            || new.is_internal.value && !old.is_internal.value;
        let side = if opens {
            &mut out.looser
        } else {
            &mut out.stricter
        };
        side.couple(new, old.is_internal.value);
    }
    for parameter in PARAMETERS.iter().filter(|p| !COUPLED.contains(&p.name)) {
        let (was, is) = ((parameter.of)(old), (parameter.of)(new));
        if was.value != is.value {
            let opens = CAN_STOP.contains(&parameter.name) && is.value == Literal::Bool(true);
            let side = if opens {
                &mut out.looser
            } else {
                &mut out.stricter
            };
            side.parameters.push((parameter.name, is));
        }
    }
    for (name, default) in OTHERS {
        let was = other(old, name).map_or_else(|| default.clone(), |set| set.value);
        let unsaid = || Sourced {
            value: default.clone(),
            line: None,
        };
        let is = other(new, name).or_else(|| back.then(unsaid));
        if let Some(is) = is.filter(|is| is.value != was) {
            out.stricter.parameters.push((name, is));
        }
    }
    out.stricter.sort();
    out.looser.sort();
    out
}

/// Every setting of a remote domain of which nothing is known.
pub(super) fn all(domain: &RemoteDomain) -> Change {
    let mut out = Change::default();
    out.couple(domain, true);
    let rest = PARAMETERS.iter().filter(|p| !COUPLED.contains(&p.name));
    out.parameters
        .extend(rest.map(|p| (p.name, (p.of)(domain))));
    let others = OTHERS.iter().map(|(name, _)| *name);
    out.parameters
        .extend(others.filter_map(|name| Some((name, other(domain, name)?))));
    out.sort();
    out
}

/// Those of its settings that stop something.
pub(super) fn closing(domain: &RemoteDomain) -> Change {
    let mut out = Change::default();
    if leaves(domain.allowed_oof_type.value).is_empty() {
        out.couple(domain, true);
    }
    let stop = PARAMETERS.iter().filter(|p| CAN_STOP.contains(&p.name));
    let stop = stop.map(|p| (p.name, (p.of)(domain)));
    out.parameters
        .extend(stop.filter(|(_, set)| set.value == Literal::Bool(false)));
    out.sort();
    out
}

/// The kinds of out-of-office reply that a value lets out.
fn leaves(value: AllowedOofType) -> &'static [&'static str] {
    match value {
        AllowedOofType::None => &[],
        AllowedOofType::External => &["external"],
        AllowedOofType::ExternalLegacy => &["external", "legacy"],
        AllowedOofType::InternalLegacy => &["internal", "legacy"],
    }
}
