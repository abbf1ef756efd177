//! Holds the steps of a plan, by what they do to the tenant.

use crate::policy::Literal;

/// A parameter and its value.
pub type Argument = (&'static str, Literal);

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The cmdlet.
    pub cmdlet: &'static str,
    /// Its parameters, in order.
    pub parameters: Vec<Argument>,
    /// Its parameters that are lists of text, after the others.
    pub lists: Vec<(&'static str, Vec<String>)>,
}

impl Command {
    /// One without parameters.
    #[must_use]
    pub fn new(cmdlet: &'static str) -> Self {
        Self {
            cmdlet,
            parameters: Vec::new(),
            lists: Vec::new(),
        }
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Literal) -> Self {
        self.parameters.push((name, value));
        self
    }

    pub(super) fn with_list(mut self, name: &'static str, values: &[String]) -> Self {
        self.lists.push((name, values.to_vec()));
        self
    }
}

/// A step of the plan. Each can be run again, and after any part of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Why it is there: the place in the policy.
    pub about: String,
    /// What it does.
    pub action: Action,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Run a command that sets something to a value.
    Run(Command),
    /// Something with a remote domain.
    RemoteDomain(DomainStep),
    /// Set a connector if the tenant has it, and make it otherwise.
    MakeConnector {
        /// Its name.
        name: String,
        /// The command that makes it.
        new: Command,
        /// The command that gives it the same settings.
        set: Command,
    },
    /// Remove a connector if the tenant has it.
    RemoveConnector {
        /// Its name.
        name: String,
    },
}

/// What is done with a remote domain, which is looked up by its domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainStep {
    /// Its domain.
    pub domain: String,
    /// Whether the tenant has it, as far as the policy that it follows now says.
    pub known: bool,
    /// What is done.
    pub what: DomainAction,
}

/// What is done with a remote domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainAction {
    /// Set parameters.
    Set(Settings),
    /// Give it a temporary name if it has a name that another remote domain gets. Its own is
    /// that which it gets itself.
    PutAside {
        /// The name that it gets itself, if it stays.
        own: Option<String>,
    },
    /// Give it its name.
    Rename {
        /// Its name.
        to: String,
    },
    /// Make it if the tenant does not have it, and set parameters at once.
    Make {
        /// Its name.
        name: String,
        /// All its settings.
        settings: Settings,
    },
    /// Remove it if the tenant has it.
    Remove,
}

/// Parameters of Set-RemoteDomain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Whether IsInternal becomes false in a call of its own, if it is true. That call makes
    /// AllowedOOFType ExternalLegacy, so the parameters name AllowedOOFType.
    pub not_internal: bool,
    /// The parameters, in the order of the cmdlet.
    pub parameters: Vec<Argument>,
}
