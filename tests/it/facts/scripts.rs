//! Proves what scripts that bring a tenant to a policy never do.

use crate::program::{out, rdsim};

#[test]
fn default_is_never_removed() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    };
    let accepted = "AcceptedDomains: [contoso.com]\n";
    let old = write(
        "old.yaml",
        &format!(
            "{accepted}RemoteDomains: [{{Name: Default, DomainName: '*'}}, {{Name: Fabrikam, DomainName: fabrikam.com}}]\n"
        ),
    );
    let new = write(
        "new.yaml",
        &format!("{accepted}RemoteDomains: [{{Name: Other, DomainName: other.example}}]\n"),
    );
    let mut command = rdsim(&["export", "--powershell", "--from"]);
    let script = out(&command.args([&old, &new]).output().unwrap());
    let removed: Vec<_> = script
        .lines()
        .filter(|l| l.trim_start().starts_with("Remove-RemoteDomain"))
        .collect();
    // The one that the script made, if it cannot be set, and the one that is gone.
    assert_eq!(removed.len(), 2, "{script}");
    assert!(removed[0].contains("-Identity $domain.Guid"), "{script}");
    assert!(removed[1].contains("$domains['fabrikam.com']"), "{script}");
}
