#![doc = include_str!("signed_in.md")]

use super::scenario::SignIn;
use super::{Attempt, Failure, Method, Requirement, refusals};
use crate::i18n::en;

/// The requirement `signed-in`.
pub static REQUIREMENT: Requirement = Requirement {
    id: "signed-in",
    title: "The device signs in with an account",
    methods: &[Method::Client],
    page: crate::embedded::apart(embedded!("signed_in.md")),
    check,
};

fn check(attempt: &Attempt) -> Option<Failure> {
    let s = attempt.scenario;
    (s.sign_in == SignIn::None || s.account.is_none()).then(|| Failure {
        requirement: REQUIREMENT.id,
        refusal: refusals::NOT_AUTHENTICATED,
        because: en("the device does not sign in with an account").into(),
        line: None,
        help: en("set an account and its sign-in in the device, or use direct send or SMTP relay")
            .into(),
    })
}
