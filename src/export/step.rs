//! Holds the steps of a plan: commands and comments.

use crate::policy::Literal;

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The cmdlet.
    pub cmdlet: &'static str,
    /// Its parameters, in order.
    pub parameters: Vec<(&'static str, Literal)>,
    /// Its parameters that are lists of text, after the others.
    pub lists: Vec<(&'static str, Vec<String>)>,
    /// Why it is there: the place in the policy.
    pub about: String,
}

impl Command {
    pub(super) fn new(cmdlet: &'static str, about: String) -> Self {
        Self {
            cmdlet,
            parameters: Vec::new(),
            lists: Vec::new(),
            about,
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: Literal) -> Self {
        self.parameters.push((name, value));
        self
    }

    pub(super) fn with_list(mut self, name: &'static str, values: &[String]) -> Self {
        self.lists.push((name, values.to_vec()));
        self
    }
}

/// A step of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A line for the admin to read.
    Comment(String),
    /// A command to run.
    Command(Command),
}
