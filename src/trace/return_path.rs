//! Reads who forwarded a message from a return path that the Sender Rewriting Scheme has rewritten.
//!
//! Exchange Online writes `mailbox+SRS=hash=time=domain=user@domain` where a mailbox, a group or a
//! mail flow rule sends a message on to somebody outside, and `bounces+SRS=hash=time@domain` where
//! that is longer than 64 characters, or where a server on premises or an application relays a
//! message of a domain that is not the tenant's
//! (<https://learn.microsoft.com/exchange/reference/sender-rewriting-scheme>, 2026-11-28).

use crate::address;
use crate::policy::Policy;

/// What stands behind the mailbox, in any case.
const MARK: &str = "+SRS=";

/// What a rewritten return path says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The mailbox that sent the message on (an address as compared), where it is named.
    pub forwarder: Option<String>,
    /// The domain at which it was rewritten.
    domain: String,
}

impl Rewritten {
    /// Read a return path; none where it was not rewritten.
    #[must_use]
    pub fn read(path: &str) -> Option<Self> {
        let (local, domain) = path.trim_matches(['<', '>']).rsplit_once('@')?;
        let is_mark = |at: &usize| {
            let found = local.get(*at..*at + MARK.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(MARK))
        };
        // Of every row one is read, and few are rewritten.
        let at = memchr::memchr_iter(b'+', local.as_bytes()).find(is_mark)?;
        let mailbox = local.get(..at).filter(|m| !m.is_empty())?;
        let parts: Vec<&str> = local.get(at + MARK.len()..)?.split('=').collect();
        let named = match parts.as_slice() {
            [hash, time] if !hash.is_empty() && !time.is_empty() => false,
            [hash, time, domain, user, ..] => {
                if hash.is_empty() || time.is_empty() || domain.is_empty() || user.is_empty() {
                    return None;
                }
                true
            }
            _ => return None,
        };
        Some(Self {
            forwarder: named.then(|| address::normal(&format!("{mailbox}@{domain}"))),
            domain: address::normal(domain),
        })
    }

    /// Whether this tenant rewrote it: another one forwards to the tenant as well. A policy need not
    /// list the tenant's first domain, which may be the default one.
    #[must_use]
    pub fn is_of(&self, policy: &Policy) -> bool {
        policy.is_accepted(&format!("bounces@{}", self.domain))
            || self.domain.ends_with(".onmicrosoft.com")
    }
}

#[cfg(test)]
mod tests {
    use super::Rewritten;

    #[test]
    fn the_mailbox_that_forwarded_is_named_where_there_is_room() {
        let forwarder = |path: &str| Rewritten::read(path).map(|r| r.forwarder.unwrap_or_default());
        for (path, mailbox) in [
            (
                "john.work+SRS=44ldt=IX=fabrikam.com=bob@contoso.com",
                Some("john.work@contoso.com"),
            ),
            (
                "<Alice+SRS=44ldt=IX=fabrikam.com=a=b@Contoso.com>",
                Some("alice@contoso.com"),
            ),
            ("bounces+SRS=44ldt=IX@contoso.com", Some("")),
            ("bounces+srs=obr2j=p5@contoso.onmicrosoft.com", Some("")),
            ("alice@contoso.com", None),
            ("alice+SRS@contoso.com", None),
            ("alice+SRS=@contoso.com", None),
            ("alice+SRS=a=b=c@contoso.com", None),
            ("alice+SRS=a=b==c@contoso.com", None),
            ("+SRS=a=b@contoso.com", None),
            ("SRS0=jA9R=Y6=example.com=user@example.net", None),
            ("<>", None),
            ("", None),
        ] {
            assert_eq!(forwarder(path).as_deref(), mailbox, "{path}");
        }
    }
}
