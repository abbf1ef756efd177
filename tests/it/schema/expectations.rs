//! Holds the schema of expectation files to their reader.

use super::{document, validator, wrong};
use crate::given::files;
use jsonschema::Validator;
use rdsim::expectations;
use rdsim::expectations::Fact;
use rdsim::policy::charset::CHARSETS;
use rdsim::transport::classify::Kind;
use rdsim::transport::{responses, settings};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| validator(&expectations::schema::schema()));

/// Whether the reader takes an expectation file.
fn reads(file: &Value) -> bool {
    let load = |path: &Path| match path.extension() {
        Some(end) if end == "yaml" => {
            Ok(b"AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]".to_vec())
        }
        Some(end) if end == "eml" => Ok(b"To: bob@fabrikam.com\r\n\r\nText.\r\n".to_vec()),
        _ => Err(expectations::Unread::Failed("no such file".into())),
    };
    expectations::read("t.rdsim.yaml", file.to_string().as_bytes(), &load, &[]).is_ok()
}

fn with_case(case: &Value) -> Value {
    json!({ "Policy": "p.yaml", "Cases": [case] })
}

fn expecting(expect: &Value) -> Value {
    with_case(&json!({ "Name": "n", "Kind": "ndr", "To": "bob@fabrikam.com", "Expect": expect }))
}

fn with_cell(cell: &Value) -> Value {
    let rows = json!({ "bob@fabrikam.com": [cell] });
    let table =
        json!({ "Name": "n", "From": "a@contoso.com", "Kinds": ["ndr"], "Recipients": rows });
    json!({ "Policy": "p.yaml", "Tables": [table] })
}

/// Values of every fact, right and wrong ones.
fn values() -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!(true),
        json!([]),
        json!({}),
        json!(["leaves"]),
    ];
    all.extend([-1, 0, 76, 65_535, 65_536].map(Value::from));
    let tokens = "leaves Leaves stays-inside dropped rejected cannot-tell left tnef mime may-be-tnef rich MimeHtmlText mimetext Unlimited display-name simple-display-name address-only nobody inbox-rule * *.fabrikam.com *fabrikam.com fabrikam.com bob@fabrikam.com <> 5.7.520 utf8";
    all.extend(tokens.split(' ').map(Value::from));
    let texts = [
        "",
        " ",
        " leaves ",
        "plain text",
        "HTML",
        "html",
        "plain text and winmail.dat",
        "Exchange Online",
    ];
    all.extend(texts.map(Value::from));
    all.extend(Kind::TOKENS.iter().map(|token| Value::from(*token)));
    all.extend(CHARSETS.iter().map(|c| Value::from(*c)));
    all.extend(settings::all().map(|s| Value::from(s.name)));
    let personal = [
        "ExternalAudience",
        "useMapiRichTextFormat",
        "OutlookInternetFormat",
        "MemberOf",
    ];
    all.extend(personal.map(Value::from));
    for r in responses::ALL {
        let line = r.line();
        let short = r.code.rsplit(' ').next().unwrap();
        let rest = &line[r.code.len() - short.len()..];
        all.extend([r.code, short, &line, rest, &short.to_lowercase()].map(Value::from));
        all.push(format!("{line}x").into());
    }
    all
}

#[test]
fn every_sample_is_valid() {
    let samples = files("policies", ".rdsim.yaml");
    assert!(!samples.is_empty());
    for path in samples {
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            wrong(&SCHEMA, &document(&text)),
            [""; 0],
            "{}",
            path.display()
        );
    }
}

#[test]
fn schema_and_reader_agree_on_every_value_of_every_fact() {
    let (mut taken, mut refused) = (0, 0);
    let mut agree = |file: Value, lax: bool| {
        let (read, valid) = (reads(&file), SCHEMA.is_valid(&file));
        assert!(
            read == valid || (valid && lax),
            "{file}: read {read}, valid {valid}"
        );
        taken += usize::from(read);
        refused += usize::from(!valid);
    };
    for value in values() {
        for fact in Fact::OF_VERDICT {
            // A domain only the reader looks into.
            let lax = fact == Fact::RemoteDomain;
            agree(expecting(&json!({ fact.key(): value })), lax);
        }
        for fact in Fact::OF_FORMAT {
            agree(
                expecting(&json!({ "Format": { fact.key(): value } })),
                false,
            );
        }
        agree(with_cell(&value), false);
        for key in [
            "Kind",
            "From",
            "To",
            "ForwardedBy",
            "Body",
            "Name",
            "Message",
            "Headers",
            "Expect",
        ] {
            let mut case = json!({
                "Name": "n", "Headers": { "Subject": "s" }, "To": "bob@fabrikam.com",
                "Expect": { "Outcome": "leaves" },
            });
            if key == "Message" {
                case.as_object_mut().unwrap().remove("Headers");
            }
            case[key] = value.clone();
            // Whether a file is there, or an address is a recipient, only the reader knows.
            agree(with_case(&case), key == "Message");
        }
    }
    assert!(taken > 500 && refused > 500, "{taken} {refused}");
}

#[test]
fn schema_and_reader_agree_on_the_shape_of_a_case() {
    let expect = json!({ "Outcome": "leaves" });
    let good = json!({ "Name": "n", "Kind": "ndr", "To": ["bob@fabrikam.com"], "Expect": expect });
    let mut files = vec![
        (true, with_case(&good)),
        (true, json!({ "policy": "p.yaml", "CASES": [good] })),
        (
            true,
            json!({ "Policy": "p.yaml", "Cases": [good], "Tables": null }),
        ),
        (false, json!({ "Cases": [good] })),
        (false, json!({ "Policy": "p.yaml" })),
        (false, json!({ "Policy": "p.yaml", "Cases": good })),
        (
            false,
            json!({ "Policy": "p.yaml", "Cases": [good], "Case": [] }),
        ),
        (true, expecting(&json!(null))),
        (true, expecting(&json!({ "bob@fabrikam.com": expect }))),
        (true, expecting(&json!({ "bob@fabrikam.com": null }))),
        (
            false,
            expecting(&json!({ "bob@fabrikam.com": expect, "Outcome": "leaves" })),
        ),
        (false, expecting(&json!({ "Outcomes": "leaves" }))),
        (
            false,
            expecting(&json!({ "Format": { "Outcome": "leaves" } })),
        ),
        (false, expecting(&json!({ "Format": null }))),
    ];
    let cases = [
        (true, json!({ "Message": "m.eml" })),
        (
            true,
            json!({ "Message": "m.eml", "Kind": "ndr", "From": "<>" }),
        ),
        (
            false,
            json!({ "Message": "m.eml", "Headers": { "To": "a@example.com" } }),
        ),
        (false, json!({ "Message": "m.eml", "Body": "text" })),
        (
            true,
            json!({ "Headers": { "To": "a@example.com" }, "Body": "text" }),
        ),
        (
            true,
            json!({ "Headers": { "To": ["a@example.com", "b@example.com"], "Subject": null } }),
        ),
        (
            false,
            json!({ "Headers": { "To": "a@example.com", "a b": "c" } }),
        ),
        (false, json!({ "Headers": {} })),
        (false, json!({ "Kind": "ndr" })),
        (false, json!({ "To": "a@example.com" })),
        (true, json!({ "kind": "ndr", "TO": "a@example.com" })),
        (false, json!({ "Kind": "ndr", "To": "example.com" })),
        (
            false,
            json!({ "Kind": "ndr", "To": "a@example.com", "Recipient": "b@example.com" }),
        ),
    ];
    for (takes, mut case) in cases {
        case["Name"] = "n".into();
        case["Expect"] = expect.clone();
        files.push((takes, with_case(&case)));
    }
    for need in ["Name", "Expect", "To", "Kind"] {
        let mut poor = good.clone();
        poor.as_object_mut().unwrap().remove(need);
        files.push((false, with_case(&poor)));
    }
    for need in ["Name", "Kinds", "Recipients"] {
        let mut table = with_cell(&json!("leaves"));
        table["Tables"][0].as_object_mut().unwrap().remove(need);
        files.push((false, table));
    }
    for (takes, file) in files {
        assert_eq!(reads(&file), takes, "{file}");
        assert_eq!(wrong(&SCHEMA, &file).is_empty(), takes, "{file}");
    }
}
