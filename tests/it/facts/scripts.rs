//! Proves what scripts that bring a tenant to a policy never do.

use std::process::{Command, Stdio};

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
    let output = Command::new(env!("CARGO_BIN_EXE_rdsim"))
        .env_clear()
        .args(["export", "--powershell", "--from"])
        .args([&old, &new])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let script = String::from_utf8(output.stdout).unwrap();
    let removed: Vec<_> = script
        .lines()
        .filter(|l| l.trim_start().starts_with("Remove-RemoteDomain"))
        .collect();
    assert_eq!(removed.len(), 1, "{script}");
    assert!(removed[0].contains("'Fabrikam'"), "{script}");
}
