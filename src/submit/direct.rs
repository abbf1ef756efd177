//! Requires of direct send that the organization allows it.

use super::{Failure, Requirement, Way, refusals};

pub(super) const ALLOWED: Requirement = Requirement {
    id: "direct-send-allowed",
    ways: &[Way::Direct],
    check: |case| {
        let reject = case.policy.submission.reject_direct_send.as_ref()?;
        let own = case.policy.is_accepted(&case.scenario.mail_from);
        (reject.value && own).then(|| Failure {
            requirement: ALLOWED.id,
            refusal: refusals::DIRECT_SEND,
            because: "RejectDirectSend: true, and MAIL FROM is in an accepted domain".into(),
            line: reject.line,
            help: "create an inbound connector for the device, sign in at smtp.office365.com, or run: Set-OrganizationConfig -RejectDirectSend $false".into(),
        })
    },
};
