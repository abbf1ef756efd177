//! Exports of a tenant beyond every limit.

use super::{cannot, file, run};
use crate::program::err;

#[test]
fn imports_have_a_depth() {
    for (name, text) in [
        ("a.json", "[".repeat(200_000)),
        ("b.json", "{\"a\":".repeat(200_000)),
        (
            "d.ps1",
            format!(
                "Configuration C {{\nEXORemoteDomain \"x\" {{\nName = {}",
                "@(".repeat(200_000)
            ),
        ),
        (
            "c.xml",
            format!(
                "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">{}",
                "<Obj><MS>".repeat(100_000)
            ),
        ),
    ] {
        let (_folder, path) = file(name, text.as_bytes());
        cannot(&["import", path.to_str().unwrap()], "error: ");
    }
}

/// Export-Clixml of something.
fn clixml(inner: &str) -> String {
    format!(
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">{inner}</Objs>"
    )
}

#[test]
fn imports_have_a_number_of_values() {
    const MANY: usize = 2_100_000;
    let most = "the file has more than 2,000,000 lines or values";
    let unfolds = "the XML unfolds to more than an export can be";
    let keys = (0..MANY).map(|i| format!("\"{i}\":0,"));
    // Every object holds the next, and all of them are wanted again.
    let nested = (0..30).map(|i| format!("<Obj RefId=\"{i}\"><LST>"));
    let wanted = (0..30).map(|i| format!("<Ref RefId=\"{i}\"/>"));
    let copies = nested.collect::<String>()
        + &"<S>x</S>".repeat(60_000)
        + &"</LST></Obj>".repeat(30)
        + &wanted.collect::<String>();
    let text = "y".repeat(10 << 20);
    let long = format!("<Obj RefId=\"1\"><MS><S N=\"a\">{text}</S></MS></Obj>")
        + &"<Ref RefId=\"1\"/>".repeat(1_000);
    for (name, text, why) in [
        ("a.json", format!("[{}0]", "0,".repeat(MANY)), most),
        ("b.json", "0 ".repeat(MANY).replacen("0", "[]", 1), most),
        (
            "c.json",
            format!("{{{}\"\":0}}", keys.collect::<String>()),
            most,
        ),
        ("d.json", format!("[{}]", "\n".repeat(MANY)), most),
        (
            "a.csv",
            "Name,DomainName\n".to_owned() + &"a,b\n".repeat(1_100_000),
            most,
        ),
        (
            "b.csv",
            "Name,DomainName\n".to_owned() + &",".repeat(MANY),
            most,
        ),
        ("a.xml", clixml(&"<a/>".repeat(MANY)), most),
        ("b.xml", clixml(&copies), unfolds),
        ("c.xml", clixml(&long), unfolds),
        (
            "a.ps1",
            format!("Configuration C {{\n{}}}", "; ".repeat(MANY)),
            most,
        ),
        (
            "a.txt",
            (0..1_001).map(|i| format!("P{i} : x\n")).collect(),
            "the object has more than 1,000 properties",
        ),
    ] {
        let (_folder, path) = file(name, text.as_bytes());
        cannot(&["import", path.to_str().unwrap()], why);
    }
}

#[test]
fn an_import_writes_no_policy_that_could_not_be_read() {
    let text: String = (0..340_000).map(|i| format!("d{i}.example\n")).collect();
    let (folder, path) = file("a.csv", format!("\"DomainName\"\n{text}").as_bytes());
    let to = folder.path().join("policy.yaml");
    let (path, to_name) = (path.to_str().unwrap(), to.to_str().unwrap());
    let args = ["import", "--as", "accepted-domain", "-o", to_name, path];
    cannot(&args, "the policy would have more than 1,000,000 values");
    assert!(!to.exists());
}

#[test]
fn imports_take_no_longer_for_each_object_the_more_there_are() {
    let text: String = (0..120_000).map(|i| format!("d{i}.example\n")).collect();
    let (_folder, path) = file("a.csv", format!("\"DomainName\"\n{text}").as_bytes());
    let path = path.to_str().unwrap();
    let output = run(&["import", "--as", "accepted-domain", path]);
    let policy = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    assert!(policy.contains("d119999.example\n"));
    // Places in one long line.
    let text = "{\"a\":1},".repeat(100_000);
    let (_folder, path) = file("a.json", format!("[{text}{{}}]").as_bytes());
    let output = run(&["import", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn attributes_take_no_longer_the_more_there_are() {
    let attributes: Vec<String> = (0..300_000).map(|i| format!("a{i}='x'")).collect();
    let attributes = attributes.join(" ");
    for text in [
        format!("<Objs><Obj RefId='0' {attributes}/></Objs>"),
        format!("<Objs><Obj><S N='a'>b='c' d='e'</S></Obj><Obj {attributes}></Obj></Objs>"),
    ] {
        let (_folder, path) = file("a.xml", text.as_bytes());
        let output = run(&["import", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("nothing of what was given has a place in a policy"));
    }
}
