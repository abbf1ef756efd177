//! Makes the JSON Schema of a configuration file, for editors.

use rdsim::lint::RULES;
use rdsim::lint::profile::Profile;
use serde_json::{Value, json};

/// The schema of a configuration file.
pub fn schema() -> Value {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let path = json!({ "type": "string", "pattern": "\\S" });
    // Editors complete the names; what names begin with is allowed too.
    let rule =
        json!({ "anyOf": [{ "enum": rules }, { "type": "string", "pattern": "^[a-z0-9-]+$" }] });
    let list = |about: &str, items: &Value| json!({ "description": about, "type": "array", "items": items });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rdsim configuration",
        "description": "The file rdsim.toml; its paths are relative to it.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "policy": {
                "description": "The policy to work with, where neither --policy nor RDSIM_POLICY gives one.",
                "type": "string",
                "pattern": "\\S",
            },
            "expectations": list("The expectation files of `rdsim test`, or folders to search for them.", &path),
            "lint": {
                "description": "What `rdsim lint` reports.",
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "profile": list("Baselines: what they require is shown as an error.", &json!({ "enum": Profile::TOKENS })),
                    "select": list("The rules to show, by name or by what names begin with.", &rule),
                    "ignore": list("The rules not to show, by name or by what names begin with.", &rule),
                },
            },
        },
    })
}
