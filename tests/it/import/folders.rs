//! Imports folders and zip archives of exports.

use super::{FOLDER, run, text};
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// A folder as a tool of many exports leaves it.
fn folder(at: &Path) {
    for (from, to) in [
        ("remote-domains.json", "RemoteDomain.json"),
        ("remote-domains.txt", "RemoteDomain.txt"),
        ("outbound.txt", "Outbound.txt"),
        ("recipients.xml", "XML/Recipients.xml"),
    ] {
        let to = at.join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(format!("{FOLDER}/{from}"), to).unwrap();
    }
    // The same as CSV has less; and what no cmdlet of Exchange exported.
    fs::create_dir_all(at.join("CSV")).unwrap();
    fs::write(at.join("CSV/Recipients.csv"), "Name,PrimarySmtpAddress,RecipientTypeDetails,EmailAddresses\nalice,alice@contoso.com,UserMailbox,System.String[]\n").unwrap();
    fs::write(at.join("Report.html"), "<html></html>").unwrap();
    fs::write(
        at.join("Apps.json"),
        "[{\"displayName\": \"x\", \"appId\": \"y\"}]",
    )
    .unwrap();
    fs::write(at.join("Notes.txt"), "nothing of it\n").unwrap();
}

fn sections(yaml: &str) -> Vec<&str> {
    let lines = yaml
        .lines()
        .filter(|l| l.ends_with(':') && !l.starts_with([' ', '#']));
    lines.collect()
}

#[test]
fn a_folder_and_a_zip_archive_give_the_exports_in_them() {
    let at = tempfile::tempdir().unwrap();
    let exports = at.path().join("exports");
    fs::create_dir(&exports).unwrap();
    folder(&exports);
    let o = run(&["import", exports.to_str().unwrap()]);
    assert_eq!(o.status.code(), Some(0), "{}", text(&o.stderr));
    let (yaml, told) = (text(&o.stdout), text(&o.stderr));
    let all = [
        "RemoteDomains:",
        "HostedOutboundSpamFilterPolicies:",
        "MailContacts:",
        "MailUsers:",
        "Mailboxes:",
    ];
    assert_eq!(sections(&yaml), all);
    assert!(told.contains("Apps.json and 2 more"), "{told}");
    assert!(told.contains("RemoteDomain.txt and 1 more"), "{told}");
    let archive = at.path().join("exports.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&archive).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for name in [
        "RemoteDomain.json",
        "Outbound.txt",
        "Report.html",
        "XML/Recipients.xml",
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(&fs::read(exports.join(name)).unwrap())
            .unwrap();
    }
    zip.finish().unwrap();
    let o = run(&["import", archive.to_str().unwrap()]);
    assert_eq!(o.status.code(), Some(0), "{}", text(&o.stderr));
    assert_eq!(sections(&text(&o.stdout)), all);
    assert!(text(&o.stdout).contains("exports.zip#XML/Recipients.xml:"));
}

#[test]
fn a_folder_without_exports_and_a_workbook_are_refused() {
    let at = tempfile::tempdir().unwrap();
    fs::write(at.path().join("a.txt"), "nothing\n").unwrap();
    let o = run(&["import", at.path().to_str().unwrap()]);
    assert_eq!(o.status.code(), Some(2));
    assert!(
        text(&o.stderr).contains("nothing there was exported by a cmdlet"),
        "{}",
        text(&o.stderr)
    );
    let workbook = at.path().join("domains.xlsx");
    let mut zip = zip::ZipWriter::new(fs::File::create(&workbook).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for name in [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(b"<x/>").unwrap();
    }
    zip.finish().unwrap();
    let o = run(&["import", workbook.to_str().unwrap()]);
    assert_eq!(o.status.code(), Some(2));
    assert!(text(&o.stderr).contains("workbook"), "{}", text(&o.stderr));
}
