//! Names remote domains so that no two have one name at any time: names are unique in a tenant,
//! in any case of letters.
//!
//! A name that is needed is freed first: whoever has it gets a temporary name. So names can be
//! exchanged, and the script can stop anywhere and be run again.

use super::not_done::NotDone;
use crate::policy::RemoteDomain;
use crate::policy::domain::{self, Pattern};

/// The most characters of a name that New-RemoteDomain and Set-RemoteDomain take
/// (<https://learn.microsoft.com/powershell/module/exchangepowershell/new-remotedomain>).
const MOST: usize = 64;

/// Whether a remote domain has no name of its own: where none is written, the domain stands in
/// its place.
fn unnamed(domain: &RemoteDomain) -> bool {
    domain::pattern(&domain.name).is_ok_and(|p| p == domain.pattern)
}

/// The name by which a remote domain of the tenant is known.
#[must_use]
pub fn in_tenant(domain: &RemoteDomain) -> String {
    if domain.pattern == Pattern::Any && unnamed(domain) {
        "Default".into()
    } else {
        domain.name.chars().take(MOST).collect()
    }
}

/// The name that a remote domain of the tenant gets, if it gets another one.
pub(super) fn new_name(old: &RemoteDomain, new: &RemoteDomain) -> Result<Option<String>, NotDone> {
    let (was, is) = (in_tenant(old), in_tenant(new));
    if was == is || new.pattern == Pattern::Any && unnamed(new) {
        return Ok(None);
    }
    if new.pattern == Pattern::Any || unnamed(new) {
        return Err(NotDone::NameKept { name: was });
    }
    Ok(Some(is))
}

/// What is told where a name is longer than a tenant takes.
pub(super) fn cut(domain: &RemoteDomain) -> Option<NotDone> {
    let name = &domain.name;
    let length = name.chars().count();
    (length > MOST).then(|| NotDone::NameCut {
        name: name.clone(),
        length,
        most: MOST,
    })
}
