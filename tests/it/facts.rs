//! Holds the table of facts about Exchange against the tests and examples that check them.
//!
//! `rdsim::transport::facts` has every fact. A fact names the tests and the examples of pages
//! that fail if the program no longer follows it; a fact beyond the program says why.

mod basis;
mod bounces;
mod devices;
mod domains;
mod evidence;
mod form;
mod kinds;
mod min_basis;
mod resolver;
mod rests;
mod scripts;
mod shapes;
mod table;
mod traces;
mod way;
mod words;

use rdsim::evaluate::{self, Overrides};
use rdsim::policy::Policy;
use rdsim::transport::verdict::Verdict;

/// Everything that reading a policy complains of, but that it says nothing of accepted domains.
fn problems(text: &str) -> Vec<String> {
    let problems = match rdsim::policy::read::read("p", text.as_bytes()) {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems,
    };
    let problems = problems.iter().filter(|p| p.code != "no-accepted-domains");
    problems.map(ToString::to_string).collect()
}

/// The verdict on a message for its first recipient.
fn judged<'p>(policy: &'p Policy, message: &str, told: &Overrides) -> Verdict<'p> {
    let judgement = evaluate::judge(policy, "m", message.as_bytes(), told);
    judgement
        .result
        .unwrap()
        .verdicts
        .into_iter()
        .next()
        .unwrap()
}
