#![doc = include_str!("signed_in.md")]

use super::scenario::SignIn;
use super::{Case, Failure, Requirement, Way, refusals};
use crate::i18n::en;

/// The room of signed-in.
pub static REQUIREMENT: Requirement = Requirement {
    id: "signed-in",
    title: "The device signs in with an account",
    ways: &[Way::Client],
    page: include_str!("signed_in.md"),
    check,
};

fn check(case: &Case) -> Option<Failure> {
    let s = case.scenario;
    (s.sign_in == SignIn::None || s.account.is_none()).then(|| Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::NOT_AUTHENTICATED,
        because: en("the device does not sign in with an account").into(),
        line: None,
        help: en("set an account and its sign-in in the device, or use direct send or SMTP relay")
            .into(),
    })
}
