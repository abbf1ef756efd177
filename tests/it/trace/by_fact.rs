//! Tells which facts of the model a trace confirms.

use super::run::{EXTENDED, json, ok, rdsim};
use serde_json::Value;

/// What was counted for a fact: confirmed, contradicted, explained otherwise.
fn counted(j: &Value, id: &str) -> Option<[u64; 3]> {
    let fact = j["facts"].as_array()?.iter().find(|f| f["id"] == id)?;
    let names = ["confirmed", "contradicted", "explained_otherwise"];
    Some(names.map(|name| fact[name].as_u64().unwrap()))
}

#[test]
fn a_row_tests_the_facts_that_decide_for_every_kind_that_it_may_be_of() {
    let contoso = ["reconcile", "-p", "policies/contoso.yaml", EXTENDED];
    let (code, j) = json(&[&contoso[..], &["--by-fact"]].concat());
    assert_eq!((code, &j["version"]), (1, &1.into()));
    assert_eq!((&j["agree"], &j["disagree"]), (&7.into(), &5.into()));
    assert_eq!(counted(&j, "auto-forward-is-dropped"), Some([2, 0, 0]));
    assert_eq!(
        counted(&j, "external-forwarding-is-refused"),
        Some([1, 0, 0])
    );
    assert_eq!(counted(&j, "default-applies-to-the-rest"), Some([6, 0, 1]));
    assert_eq!(counted(&j, "auto-reply-is-a-rules"), Some([1, 0, 2]));
    // Ordinary mail leaves, and so may other kinds: no row says that it is ordinary.
    assert_eq!(counted(&j, "ordinary-mail-is-not-gated"), None);
    let ids: Vec<&str> = j["facts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["id"].as_str().unwrap())
        .collect();
    let card: Vec<&str> = rdsim::transport::facts::all().map(|f| f.id).collect();
    let places: Vec<usize> = ids
        .iter()
        .map(|id| card.iter().position(|c| c == id).unwrap())
        .collect();
    assert!(places.is_sorted(), "as the model card lists them");
    for format in ["human", "markdown", "html"] {
        let (_, text) = ok(&[&contoso[..], &["--by-fact", "--format", format]].concat());
        assert!(text.contains("auto-forward-is-dropped"), "{format}: {text}");
        let (_, text) = ok(&[
            &contoso[..],
            &["--by-fact", "--format", format, "--lang", "ja"],
        ]
        .concat());
        assert!(text.contains("確認された事実"), "{format}: {text}");
    }
    let (_, table) = ok(&[&contoso[..], &["--by-fact", "--format", "csv"]].concat());
    let rows = csv::Reader::from_reader(table.as_bytes()).records().count();
    assert_eq!(rows, ids.len());
}

#[test]
fn what_rows_of_the_same_time_agree_on_contradicts_the_model_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let policy = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - {Name: Default, DomainName: '*', AllowedOOFType: None}\nMailboxes:\n  - Addresses: [alice@contoso.com]\n";
    std::fs::write(path("p.yaml"), policy).unwrap();
    let row = |hour: u8, to: &str, event: &str, context: &str| {
        format!(
            "2026-08-03T{hour:02}:00:00Z,alice@contoso.com,{to},Automatic reply: x,{event},{context},<{hour}@contoso.com>\n"
        )
    };
    let dropped = |hour| {
        row(
            hour,
            "a@example.com",
            "DROP",
            "BlockExternalOofToExternalUser",
        )
    };
    let trace = |rows: &[String]| {
        let columns = "date_time_utc,sender_address,recipient_address,message_subject,event_id,source_context,message_id\n";
        std::fs::write(path("t.csv"), format!("{columns}{}", rows.concat())).unwrap();
        let (policy, trace) = (path("p.yaml"), path("t.csv"));
        json(&["reconcile", "--by-fact", "-p", &policy, &trace]).1
    };
    let j = trace(&[dropped(8), dropped(10)]);
    let id = "allowed-oof-type-decides";
    assert_eq!(counted(&j, id), Some([2, 0, 0]));
    // The subject alone may mislead.
    let j = trace(&[dropped(8), row(9, "b@example.com", "SEND", ""), dropped(10)]);
    assert_eq!(counted(&j, id), Some([2, 0, 1]));
    // The legacy reply is told by its response, which names the setting; the policy lets it out.
    let open = policy.replace("None", "ExternalLegacy");
    std::fs::write(path("p.yaml"), open).unwrap();
    let internal = |hour, to| row(hour, to, "DROP", "BlockInternalOofToExternalUser");
    let external = |hour| {
        row(
            hour,
            "a@example.com",
            "DROP",
            "BlockExternalOofToExternalUser",
        )
    };
    let j = trace(&[
        internal(8, "a@example.com"),
        external(9),
        internal(10, "a@example.com"),
    ]);
    assert_eq!(counted(&j, id), Some([2, 1, 0]), "{j}");
    let j = trace(&[external(9), internal(10, "a@example.com")]);
    assert_eq!(counted(&j, id), Some([1, 0, 1]), "{j}");
}

/// Every text of a policy.
fn texts(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|v| texts(v, all)),
        Value::Object(fields) => fields.values().for_each(|v| texts(v, all)),
        _ => {}
    }
}

#[test]
fn what_is_given_to_others_has_nothing_of_the_export_or_the_policy() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut inside = Vec::new();
    let policy =
        std::fs::read_to_string(crate::program::root().join("policies/contoso.yaml")).unwrap();
    texts(&serde_yaml::from_str(&policy).unwrap(), &mut inside);
    let (_, found) = ok(&[
        "reconcile",
        "-p",
        "policies/contoso.yaml",
        "--format",
        "csv",
        EXTENDED,
    ]);
    let export = std::fs::read(crate::program::root().join(EXTENDED)).unwrap();
    let units: Vec<u16> = export
        .chunks_exact(2)
        .map(|b| u16::from_le_bytes([b[0], b[1]]))
        .collect();
    let export = String::from_utf16(&units).unwrap();
    for table in [export.trim_start_matches('\u{feff}'), &found] {
        for record in csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(table.as_bytes())
            .records()
        {
            for cell in &record.unwrap() {
                inside.push(cell.to_owned());
                inside.extend(
                    cell.split(['@', '#', ';', ',', '<', '>', ' '])
                        .map(str::to_owned),
                );
            }
        }
    }
    for name in ["facts.json", "facts.csv"] {
        let file = path(name);
        let (_, out) = ok(&[
            "reconcile",
            "--by-fact",
            "-p",
            "policies/contoso.yaml",
            "-o",
            &file,
            EXTENDED,
        ]);
        assert_eq!(out, "");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.len() > 500);
        // Words of the model alone may be the same.
        let is_own = |t: &str| rdsim::transport::facts::all().any(|f| f.id.contains(t));
        let leaked: Vec<&String> = inside
            .iter()
            .filter(|t| t.len() > 2 && t.parse::<u64>().is_err())
            .filter(|t| text.contains(t.as_str()) && !is_own(t))
            .collect();
        assert!(leaked.is_empty(), "{leaked:?}");
    }
    // A file is overwritten only by force.
    let again = [
        "reconcile",
        "--by-fact",
        "-p",
        "policies/contoso.yaml",
        "-o",
        &path("facts.json"),
        EXTENDED,
    ];
    assert_eq!(rdsim(&again).status.code(), Some(2));
    assert_eq!(
        rdsim(&[&again[..], &["--force"]].concat()).status.code(),
        Some(1)
    );
}
