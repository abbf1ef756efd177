//! Asks without messages: for one message, for all kinds, for a changed policy, for a line of a
//! trace; and reads the reports to send.

mod assumed;
mod in_policy;
mod matrix;
mod sent;
mod what_if;

use crate::program::{err, run};

/// The exit code and standard error of a run that fails.
fn refused(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert!(output.stdout.is_empty(), "{args:?}");
    err(&output)
}

/// A policy whose rules look at who writes to whom, and at what is written.
const RULES: &str = "AcceptedDomains: [contoso.com]
RemoteDomains:
  - Name: Default
    DomainName: \"*\"
TransportRules:
  - Name: no secrets
    Priority: 0
    SentToScope: NotInOrganization
    SubjectContainsWords: [secret]
    RejectMessageReasonText: no secrets
  - Name: never to evil
    Priority: 1
    RecipientDomainIs: [evil.example]
    DeleteMessage: true
";
