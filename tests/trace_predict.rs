//! Predicts traces, reads them back, and lets the model agree with itself.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod traces;

use rdsim::corpus::{self, Told};
use rdsim::decide::Outcome;
use rdsim::message;
use rdsim::policy::Policy;
use rdsim::trace::origin::Origins;
use rdsim::trace::predict::{COLUMNS, Facts, extended, predict};
use rdsim::trace::reconcile::{Look, Reconciled, check};
use rdsim::trace::{self, Trace, read};
use std::collections::BTreeMap;
use std::path::PathBuf;
use traces::{json, ok, policy, rdsim};

fn under(folder: &str, end: &str) -> Vec<PathBuf> {
    let root = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<PathBuf> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(|e| e.unwrap().into_path())
        .filter(|p| {
            p.to_string_lossy().ends_with(end) && !p.to_string_lossy().ends_with(".rdsim.yaml")
        })
        .collect();
    all.sort();
    all
}

/// What predict writes for a sample under a policy, and how often it names each response.
fn predicted(policy: &Policy, bytes: &[u8]) -> Option<(Vec<u8>, BTreeMap<String, u64>)> {
    let judgement = corpus::judge(policy, "m.eml", bytes, &Told::default())
        .result
        .ok()?;
    let facts = Facts::of(&message::read(bytes).unwrap(), &judgement.sender);
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).unwrap();
    let mut responses = BTreeMap::new();
    for verdict in &judgement.verdicts {
        let trails = predict(policy, verdict, &judgement.sender);
        let certain = verdict.outcome != Outcome::CannotTell;
        assert!(trails.len() == 1 || !certain);
        for trail in &trails {
            assert_eq!(trail.if_kinds.is_empty(), certain);
            for row in trail.stops.iter().flat_map(|s| &s.rows) {
                if let Some(r) = row.response {
                    *responses.entry(r.line()).or_default() += 1;
                }
            }
            for row in extended(trail, &facts) {
                table.write_record(&row).unwrap();
            }
        }
    }
    Some((table.into_inner().unwrap(), responses))
}

#[test]
fn what_is_predicted_is_read_back_and_the_model_agrees_with_itself() {
    let (mut judged, mut stopped) = (0, 0);
    let origins = Origins::default();
    for file in under("policies", ".yaml") {
        let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
        let policy = policy(name.to_str().unwrap());
        for eml in under("fixtures", ".eml") {
            let Some((table, expected)) = predicted(&policy, &std::fs::read(&eml).unwrap()) else {
                continue;
            };
            let mut trace = Trace::default();
            trace::read("t", table.as_slice(), &mut trace);
            assert_eq!((trace.bad, trace.unreadable), (0, 0), "{}", eml.display());
            let found: BTreeMap<String, u64> = trace
                .known
                .sorted()
                .into_iter()
                .map(|(r, n)| (r.to_owned(), n))
                .collect();
            assert_eq!(found, expected, "{} under {}", eml.display(), policy.file);
            stopped += expected.len();
            let mut all = Reconciled::default();
            for part in read::open("t", table.as_slice()) {
                let look = Look {
                    policy: &policy,
                    origins: &origins,
                    order: None,
                };
                all.add(check(look, part));
            }
            let shown: Vec<_> = all
                .groups()
                .iter()
                .map(|g| format!("{:?}", g.example))
                .collect();
            assert_eq!(
                all.all.disagree,
                0,
                "{} under {}: {shown:?}",
                eml.display(),
                policy.file
            );
            judged += all.all.agree + all.all.fits;
        }
    }
    assert!(judged > 200 && stopped > 50, "{judged} {stopped}");
}

#[test]
fn predict_writes_every_column_and_each_possibility() {
    let args = [
        "predict",
        "-p",
        "policies/contoso.yaml",
        "fixtures/awkward/auto-replied.eml",
    ];
    let (code, table) = ok(&[&args[..], &["--format", "csv"]].concat());
    assert_eq!(code, 0);
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let header: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header[..COLUMNS.len()], COLUMNS);
    let at = |name: &str| header.iter().position(|c| c == name).unwrap();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    let of = |name: &str| {
        rows.iter()
            .map(|r| r[at(name)].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("event_id"), ["RECEIVE", "SEND", "RECEIVE", "DROP"]);
    assert_eq!(of("rdsim_if")[3], "oof-external");
    assert_eq!(of("source_context")[3], "BlockExternalOofToExternalUser");
    // What cannot be known beforehand is empty.
    for unknown in ["date_time_utc", "total_bytes", "client_ip", "tenant_id"] {
        assert!(of(unknown).iter().all(String::is_empty), "{unknown}");
    }
    let (_, j) = json(&args);
    let trails = &j["messages"][0]["recipients"][0]["possibilities"];
    assert_eq!(trails.as_array().unwrap().len(), 2);
    assert_eq!(trails[1]["stops"][0]["status"], "Failed");
    assert_eq!(trails[1]["stops"][0]["events"][1]["detail"], "Drop");
    // The answer to the question makes it certain.
    let (_, j) = json(&[&args[..], &["--kind", "oof-internal"]].concat());
    let trails = &j["messages"][0]["recipients"][0]["possibilities"];
    assert_eq!(
        (trails.as_array().unwrap().len(), &trails[0]["if_kinds"]),
        (1, &serde_json::json!([]))
    );
    assert_eq!(
        rdsim(&["predict", "-p", "policies/contoso.yaml", "no.eml"])
            .status
            .code(),
        Some(2)
    );
}
