#![doc = include_str!("direct_send_allowed.md")]

use super::connectors::partner;
use super::{Case, Failure, Requirement, Way, refusals};
use crate::i18n::en;

/// The room of direct-send-allowed.
pub static REQUIREMENT: Requirement = Requirement {
    id: "direct-send-allowed",
    title: "The organization takes anonymous mail from its own domains",
    ways: &[Way::Direct],
    page: include_str!("direct_send_allowed.md"),
    check,
};

fn check(case: &Case) -> Option<Failure> {
    let s = case.scenario;
    let reject = case.policy.submission.reject_direct_send.as_ref()?;
    let own = case.policy.is_accepted(&s.mail_from);
    (reject.value && own && partner(case.policy, s).is_none()).then(|| Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::DIRECT_SEND,
        because: en("RejectDirectSend: true, and MAIL FROM is in an accepted domain").into(),
        line: reject.line,
        help: en("create an inbound connector for the device, sign in at smtp.office365.com, or run: Set-OrganizationConfig -RejectDirectSend $false").into(),
    })
}
