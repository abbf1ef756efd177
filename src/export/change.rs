//! Finds what differs between a remote domain as it is and as it shall be.
//!
//! AllowedOOFType and IsInternal are coupled: InternalLegacy makes IsInternal true, and IsInternal
//! false makes AllowedOOFType ExternalLegacy. What a call does that gives both is not documented,
//! so no call relies on it: where IsInternal becomes false, AllowedOOFType follows in a call of
//! its own; between the two calls it is ExternalLegacy.

use crate::policy::{AllowedOofType, CmdletEnum as _, RemoteDomain, Sourced};
use crate::policy::{Literal, PARAMETERS};

/// Parameters of Set-RemoteDomain that are not simulated, and what a tenant has in them.
const OTHERS: [(&str, Option<Literal>); 6] = [
    (
        "MessageCountThreshold",
        Some(Literal::Number(2_147_483_647)),
    ),
    ("NDRDiagnosticInfoEnabled", Some(Literal::Bool(true))),
    ("SmtpDaneMandatoryModeEnabled", None),
    ("TargetDeliveryDomain", Some(Literal::Bool(false))),
    ("TrustedMailInboundEnabled", Some(Literal::Bool(false))),
    ("TrustedMailOutboundEnabled", Some(Literal::Bool(false))),
];

/// Parameters that open something when they are true.
const CAN_STOP: [&str; 5] = [
    "AutoForwardEnabled",
    "AutoReplyEnabled",
    "DeliveryReportEnabled",
    "MeetingForwardNotificationEnabled",
    "NDREnabled",
];

/// Parameters that are set in one call.
pub(super) struct Change {
    pub(super) parameters: Vec<(&'static str, Sourced<Literal>)>,
    /// Whether more may leave afterwards.
    pub(super) looser: bool,
    /// Whether the call must be a further one.
    pub(super) alone: bool,
}

/// What differs between a remote domain as it is and as it shall be.
pub(super) fn changes(old: &RemoteDomain, new: &RemoteDomain) -> Vec<Change> {
    let mut out = coupled(old, new);
    for parameter in &PARAMETERS {
        if ["AllowedOOFType", "IsInternal"].contains(&parameter.name) {
            continue;
        }
        let (was, is) = ((parameter.of)(old), (parameter.of)(new));
        if was.value != is.value {
            let looser = CAN_STOP.contains(&parameter.name) && is.value == Literal::Bool(true);
            out.push(Change {
                parameters: vec![(parameter.name, is)],
                looser,
                alone: false,
            });
        }
    }
    for (name, default) in &OTHERS {
        let of = |d: &RemoteDomain| {
            d.others
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, set)| set.clone())
        };
        if let Some(is) = of(new).filter(|s| s.value != Literal::Null) {
            let was = of(old).map(|s| s.value).or_else(|| default.clone());
            if was.as_ref() != Some(&is.value) {
                out.push(Change {
                    parameters: vec![(name, is)],
                    looser: false,
                    alone: false,
                });
            }
        }
    }
    out
}

/// AllowedOOFType and IsInternal.
fn coupled(old: &RemoteDomain, new: &RemoteDomain) -> Vec<Change> {
    let (was, is) = (old.allowed_oof_type.value, new.allowed_oof_type.value);
    let (was_in, is_in) = (old.is_internal.value, new.is_internal.value);
    let looser = !leaves(is).iter().all(|kind| leaves(was).contains(kind));
    let oof = (
        "AllowedOOFType",
        Sourced {
            value: Literal::Word(is.word()),
            line: new.allowed_oof_type.line,
        },
    );
    let internal = (
        "IsInternal",
        Sourced {
            value: Literal::Bool(is_in),
            line: new.is_internal.line,
        },
    );
    let change = |parameters, alone| Change {
        parameters,
        looser,
        alone,
    };
    match (was_in, is_in) {
        _ if (was, was_in) == (is, is_in) => Vec::new(),
        (true, true) | (false, false) => vec![change(vec![oof], false)],
        (false, true) if is == AllowedOofType::InternalLegacy && was != is => {
            vec![change(vec![oof], false)]
        }
        (false, true) if was == is => vec![change(vec![internal], false)],
        (false, true) => vec![change(vec![oof, internal], false)],
        (true, false) if is == AllowedOofType::ExternalLegacy => {
            vec![change(vec![internal], false)]
        }
        (true, false) => vec![change(vec![internal], false), change(vec![oof], true)],
    }
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
