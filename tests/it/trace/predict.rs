//! Predicts traces, reads them back, and lets the model agree with itself.

use super::run::{json, ok, rdsim};
use crate::given::policy_in as policy;
use crate::given::{files, policies};
use crate::program::{root, run};
use rdsim::evaluate::{self, Overrides};
use rdsim::i18n::Language;
use rdsim::policy::Policy;
use rdsim::trace::origin::Origins;
use rdsim::trace::predict::{COLUMNS, MessageFields, extended, predict};
use rdsim::trace::reconcile::{Comparison, Reconciled, compare};
use rdsim::trace::scan::Settled;
use rdsim::trace::{self, Trace, read};
use rdsim::transport::outcome::Outcome;
use std::collections::BTreeMap;

/// What predict writes for a sample under a policy, and how often it names each response.
fn predicted(policy: &Policy, bytes: &[u8]) -> Option<(Vec<u8>, BTreeMap<String, u64>)> {
    let judgement = evaluate::judge(policy, "m.eml", bytes, &Overrides::default())
        .result
        .ok()?;
    let fields = MessageFields::of(&rdsim::mail::read(bytes).unwrap(), &judgement.sender);
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).unwrap();
    let mut responses = BTreeMap::new();
    for verdict in &judgement.verdicts {
        let trails = predict(policy, verdict, &judgement.sender);
        let told = verdict.outcome != Outcome::CannotTell;
        let certain = told && verdict.possibilities.is_empty();
        assert!(trails.len() == 1 || !certain);
        for trail in &trails {
            assert_eq!(trail.if_kinds.is_empty(), certain);
            for row in trail.stops.iter().flat_map(|s| &s.rows) {
                if let Some(r) = row.response {
                    *responses.entry(r.line()).or_default() += 1;
                }
            }
            for row in extended(trail, &fields) {
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
    for file in policies() {
        let name = file.strip_prefix(root()).unwrap();
        let policy = policy(name.to_str().unwrap());
        for eml in files("fixtures", ".eml") {
            let Some((table, expected)) = predicted(&policy, &std::fs::read(&eml).unwrap()) else {
                continue;
            };
            let mut trace = Trace::default();
            trace::read("t", table.as_slice(), &mut trace);
            assert_eq!(
                (trace.bad_rows, trace.unreadable_files),
                (0, 0),
                "{}",
                eml.display()
            );
            let found: BTreeMap<String, u64> = trace
                .responses
                .sorted()
                .into_iter()
                .map(|(r, n)| (r.to_owned(), n))
                .collect();
            assert_eq!(found, expected, "{} under {}", eml.display(), policy.file);
            stopped += expected.len();
            let mut all = Reconciled::default();
            for part in read::open("t", table.as_slice()) {
                let comparison = Comparison {
                    policy: &policy,
                    origins: &origins,
                    order: None,
                    language: Language::English,
                    by_fact: false,
                };
                all.add(compare(comparison, Settled::of(part, &policy)));
            }
            let shown: Vec<_> = all
                .causes()
                .iter()
                .flat_map(|cause| &cause.groups)
                .map(|g| format!("{:?}", g.example))
                .collect();
            // A trace shows no more than the subject, which reconcile takes for that of a reply.
            if eml.ends_with("oof-by-subject-alone.eml") {
                continue;
            }
            assert_eq!(
                all.all.disagree,
                0,
                "{} under {}: {shown:?}",
                eml.display(),
                policy.file
            );
            judged += all.all.agree + all.all.fits_some_kind;
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
    assert_eq!(
        of("event_id"),
        ["RECEIVE", "SENDEXTERNAL", "RECEIVE", "DROP"]
    );
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

#[test]
fn what_a_message_sets_off_has_rows_of_its_own() {
    let args = [
        "predict",
        "-p",
        "policies/out-of-office.yaml",
        "--reactions",
        "fixtures/incoming/outside.eml",
    ];
    let (code, human) = ok(&args);
    assert_eq!(code, 0);
    let famous = "  internal OOF of alice@contoso.com, triggered by AutoReplyState: Enabled
    bob@fabrikam.com
      status Failed: not delivered; the detail says why, and whether the sender gets a report
      Receive
      Drop
        Reason: [{LED=250 2.1.5 RESOLVER.OOF.IntToExt; handled internal OOF addressed to external recipient};{MSG=};{FQDN=};{IP=};{LRT=}]
";
    assert!(human.contains(famous), "{human}");
    let (_, table) = ok(&[&args[..], &["--format", "csv"]].concat());
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let header = rows.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|c| c == name).unwrap();
    let cells = [
        "rdsim_reaction",
        "event_id",
        "source_context",
        "sender_address",
        "return_path",
    ];
    let rows: Vec<Vec<String>> = rows
        .records()
        .map(|r| {
            cells
                .map(|c| r.as_ref().unwrap()[at(c)].to_owned())
                .to_vec()
        })
        .collect();
    let bob = "bob@fabrikam.com";
    let drop = "BlockInternalOofToExternalUser";
    assert_eq!(
        rows,
        [
            ["", "RECEIVE", "", bob, bob],
            ["", "DELIVER", "", bob, bob],
            ["oof-external", "RECEIVE", "", "", "<>"],
            ["oof-external", "SENDEXTERNAL", "", "", "<>"],
            ["oof-internal", "RECEIVE", "", "", "<>"],
            ["oof-internal", "DROP", drop, "", "<>"],
        ]
    );
    let (_, j) = json(&args);
    let reactions = j["messages"][0]["reactions"].as_array().unwrap();
    assert_eq!(reactions.len(), 2);
    assert_eq!(reactions[0]["possibilities"][0]["outcome"], "leaves");
    assert_eq!(
        reactions[1]["possibilities"][0]["stops"][0]["status"],
        "Failed"
    );
    assert_eq!(reactions[1]["mailbox"], "alice@contoso.com");
    let (_, without) = json(&[&args[..3], &args[4..]].concat());
    assert!(without["messages"][0].get("reactions").is_none());
    assert_eq!(
        without["messages"][0]["recipients"],
        j["messages"][0]["recipients"]
    );
    // What is written is read back as any export.
    let mut trace = Trace::default();
    trace::read("t", table.as_bytes(), &mut trace);
    assert_eq!((trace.rows, trace.bad_rows), (6, 0));
    let dropped =
        "250 2.1.5 RESOLVER.OOF.IntToExt; handled internal OOF addressed to external recipient";
    assert_eq!(trace.responses.sorted(), [(dropped, 1)]);
}

#[test]
fn every_reaction_that_react_makes_has_its_rows_once() {
    let args = ["-p", "policies/out-of-office.yaml", "fixtures/incoming"];
    let (_, j) = json(&[&["predict", "--reactions"], &args[..]].concat());
    let react = run(&[&["react", "--format", "json"], &args[..]].concat());
    let react: serde_json::Value = serde_json::from_slice(&react.stdout).unwrap();
    let (mut made, mut doubtful) = (0, 0);
    for (a, b) in j["messages"]
        .as_array()
        .unwrap()
        .iter()
        .zip(react["messages"].as_array().unwrap())
    {
        assert_eq!(a["path"], b["path"]);
        let rows = a["reactions"].as_array().unwrap();
        let reacted = b["recipients"].as_array().unwrap().iter();
        let reacted: Vec<_> = reacted
            .flat_map(|r| r["reactions"].as_array().unwrap())
            // The message's own rows lead on to where a mailbox forwards it.
            .filter(|r| r["made"] != false && r["reaction"] != "mailbox-forwarding")
            .collect();
        assert_eq!(rows.len(), reacted.len(), "{}: {reacted:?}", a["path"]);
        for row in rows {
            let sure = row["depends_on"].as_array().unwrap().is_empty();
            (made, doubtful) = (made + usize::from(sure), doubtful + usize::from(!sure));
            assert!(!row["possibilities"].as_array().unwrap().is_empty());
        }
    }
    assert!(made > 10 && doubtful > 0, "{made} {doubtful}");
}

#[test]
fn how_a_message_arrives_counts_for_its_reactions_and_is_refused_without_them() {
    let args = [
        "predict",
        "-p",
        "policies/out-of-office.yaml",
        "fixtures/incoming/outside.eml",
    ];
    let output = rdsim(&[&args[..], &["--junk"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("--reactions")
    );
    let (_, j) = json(&[&args[..], &["--reactions", "--junk"]].concat());
    assert_eq!(j["messages"][0]["reactions"], serde_json::json!([]));
    let (_, j) = json(&[&args[..], &["--reactions", "--undeliverable", "full"]].concat());
    let message = &j["messages"][0];
    let stop = &message["recipients"][0]["possibilities"][0]["stops"][0];
    assert_eq!(
        (&stop["status"], &stop["events"][1]["event"]),
        (&"Failed".into(), &"FAIL".into())
    );
    assert_eq!(message["reactions"][0]["reaction"], "ndr");
}

#[test]
fn a_colleague_gets_one_reply_and_the_trace_shows_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let text = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nMailboxes: [{Addresses: [alice@contoso.com], AutoReplyState: Enabled, ExternalMessage: away}]\n";
    std::fs::write(at("p.yaml"), text).unwrap();
    let mail = "From: carol@contoso.com\nTo: alice@contoso.com\nSubject: x\nDate: Tue, 3 Nov 2026 09:00:00 +0000\n\nx\n";
    std::fs::write(at("m.eml"), mail).unwrap();
    let (policy, mail) = (at("p.yaml"), at("m.eml"));
    let (_, j) = json(&["predict", "-p", &policy, "--reactions", &mail]);
    let reactions = j["messages"][0]["reactions"].as_array().unwrap();
    let tokens: Vec<&str> = reactions
        .iter()
        .map(|r| r["reaction"].as_str().unwrap())
        .collect();
    assert_eq!(tokens, ["oof-internal", "oof-external"]);
    assert!(reactions[0].to_string().contains("\"DELIVER\""), "{j}");
    let dropped = reactions[1].to_string();
    assert!(
        dropped.contains("\"DROP\"") && dropped.contains("RESOLVER.OOF.ExtToInt"),
        "{j}"
    );
}

#[test]
fn the_rows_of_a_forward_are_shown_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.yaml");
    let text = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\nMailboxes: [{Addresses: [alice@contoso.com], ForwardingSmtpAddress: 'smtp:alice@example.com', DeliverToMailboxAndForward: COPY}]\n";
    for (copy, reactions) in [("false", 0), ("true", 0)] {
        std::fs::write(&file, text.replace("COPY", copy)).unwrap();
        let (_, j) = json(&[
            "predict",
            "-p",
            file.to_str().unwrap(),
            "--reactions",
            "fixtures/incoming/outside.eml",
        ]);
        let message = &j["messages"][0];
        assert_eq!(
            message["reactions"].as_array().unwrap().len(),
            reactions,
            "{copy}"
        );
        let events = message.to_string().matches("\"FAIL\"").count();
        assert_eq!(events, 1, "{copy}: {message}");
    }
}

#[test]
fn who_gets_the_message_too_has_no_rows_in_the_trail_of_the_next() {
    for (sections, way) in [
        (
            "Mailboxes: [{Addresses: [carol@contoso.com], ForwardingSmtpAddress: bob@fabrikam.com}]\n",
            &["carol@contoso.com", "bob@fabrikam.com"][..],
        ),
        (
            "Mailboxes: [{Addresses: [carol@contoso.com], ForwardingSmtpAddress: bob@fabrikam.com, DeliverToMailboxAndForward: true}]\n",
            &["bob@fabrikam.com"],
        ),
        (
            "TransportRules: [{Name: r, Priority: 0, RedirectMessageTo: [bob@fabrikam.com]}]\n",
            &["bob@fabrikam.com"],
        ),
    ] {
        let policy = crate::given::policy(&format!(
            "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*'}}]\nHostedOutboundSpamFilterPolicies: [{{Name: Default, AutoForwardingMode: On}}]\n{sections}"
        ));
        let message = "From: dan@contoso.com\nTo: carol@contoso.com\n\nHi\n";
        let judged = evaluate::judge(&policy, "m", message.as_bytes(), &Overrides::default());
        let judged = judged.result.unwrap();
        let bob = judged
            .verdicts
            .iter()
            .find(|v| v.sent_to == Some("bob@fabrikam.com"));
        let trails = predict(&policy, bob.unwrap(), &judged.sender);
        let stops = trails[0].stops.iter().map(|stop| stop.recipient.as_str());
        assert_eq!(stops.collect::<Vec<_>>(), way, "{sections}");
    }
}
