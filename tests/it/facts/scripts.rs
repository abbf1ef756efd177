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
    assert_eq!(removed.len(), 1, "{script}");
    assert!(removed[0].contains("'Fabrikam'"), "{script}");
}
