#![doc = include_str!("direct_send_allowed.md")]

use super::connectors::partner;
use super::{Attempt, Failure, Method, Requirement, refusals};
use crate::i18n::en;

/// The requirement `direct-send-allowed`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "direct-send-allowed",
    title: "The organization takes anonymous mail from its own domains",
    methods: &[Method::Direct],
    page: crate::embedded::apart(embedded!("direct_send_allowed.md")),
    check,
};

fn check(attempt: &Attempt) -> Option<Failure> {
    let s = attempt.scenario;
    let reject = attempt.policy.submission.reject_direct_send.as_ref()?;
    let own = attempt.policy.is_accepted(&s.mail_from);
    (reject.value && own && partner(attempt.policy, s).is_none()).then(|| Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::DIRECT_SEND,
        because: en("RejectDirectSend: true, and MAIL FROM is in an accepted domain").into(),
        line: reject.line,
        help: en("create an inbound connector for the device, sign in at smtp.office365.com, or run: Set-OrganizationConfig -RejectDirectSend $false").into(),
    })
}
