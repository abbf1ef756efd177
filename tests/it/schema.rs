//! Holds the schemas to what the readers take, and the committed ones to what the command prints.

mod expectations;
mod policy;

use crate::program::{contents, root, run};
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

fn validator(schema: &Value) -> Validator {
    jsonschema::validator_for(schema).unwrap()
}

/// A document as an editor sees it.
fn document(yaml: &str) -> Value {
    let options = serde_yaml::options! { strict_booleans: true };
    serde_yaml::from_str_with_options(yaml, options).unwrap()
}

fn wrong(validator: &Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect()
}

#[test]
fn the_committed_schemas_are_what_the_command_prints() {
    for (args, name) in [
        (&["schema"][..], "policy.schema.json"),
        (&["schema", "policy"], "policy.schema.json"),
        (&["schema", "expectations"], "expectations.schema.json"),
    ] {
        let run = run(args);
        assert!(run.status.success() && run.stderr.is_empty());
        let path = root().join("policies").join(name);
        let committed = contents(&path);
        assert_eq!(
            committed,
            String::from_utf8(run.stdout).unwrap(),
            "write `rdsim {}` to policies/{name}",
            args.join(" ")
        );
    }
}

#[test]
fn the_schemas_are_valid_and_say_the_same_in_draft_7() {
    let policy = &*policy::CONTOSO;
    let mut bad = policy.clone();
    bad["RemoteDomains"][0]["NDREnable"] = true.into();
    for schema in [policy::schema(), rdsim::expectations::schema::schema()] {
        jsonschema::meta::validate(&schema).unwrap();
        let mut old = schema.clone();
        old["$schema"] = "http://json-schema.org/draft-07/schema#".into();
        jsonschema::meta::validate(&old).unwrap();
        let old = jsonschema::options()
            .with_draft(Draft::Draft7)
            .build(&old)
            .unwrap();
        let new = validator(&schema);
        for document in [policy, &bad, &json!({}), &json!({ "Policy": 1 })] {
            assert_eq!(old.is_valid(document), new.is_valid(document), "{document}");
        }
    }
}
