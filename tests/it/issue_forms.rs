//! Holds the forms for issues to what GitHub takes.

use crate::program::root;
use rdsim::policy::document::{Node, Value, parse};

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    match &node.get(key)?.1.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

#[test]
fn every_form_has_what_github_asks_of_one() {
    let folder = root().join(".github/ISSUE_TEMPLATE");
    let mut forms = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() == "config.yml" {
            continue;
        }
        forms += 1;
        let file = std::fs::read_to_string(&path).unwrap();
        let form = parse(&file).unwrap_or_else(|e| panic!("{path:?}: {e:?}"));
        for key in ["name", "description"] {
            assert!(text(&form, key).is_some_and(|t| !t.is_empty()), "{path:?}");
        }
        let mut ids = Vec::new();
        let mut asks = false;
        for field in form.get("body").unwrap().1.items() {
            let kind = text(field, "type").unwrap();
            let known = ["markdown", "textarea", "input", "checkboxes", "dropdown"];
            assert!(known.contains(&kind), "{path:?}: {kind}");
            let attributes = field.get("attributes").unwrap().1;
            if kind == "markdown" {
                assert!(text(attributes, "value").is_some());
                continue;
            }
            assert!(text(attributes, "label").is_some(), "{path:?}");
            let id = text(field, "id").unwrap();
            assert!(!ids.contains(&id), "{path:?}: {id}");
            ids.push(id);
            asks |= field.get("validations").is_some();
        }
        assert!(asks, "{path:?}: nothing is required");
    }
    assert_eq!(forms, 4);
}
