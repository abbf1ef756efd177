//! Draws every example and every fixture, and looks at the drawing as XML.

use crate::program::{out, rdsim};
use rdsim::evaluate::{self, Overrides};
use rdsim::explain::{self, example};
use rdsim::i18n::Language;
use rdsim::report::human::View;
use rdsim::report::mail_flow::{MailFlow, State};
use rdsim::report::svg;
use rdsim::transport::outcome::Outcome;
use roxmltree::{Document, Node};
use strum::VariantArray as _;

fn number(node: Node, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

/// Everything that a drawing must hold to.
fn look(drawing: &str, flows: &[(String, MailFlow)]) {
    let tree = Document::parse(drawing).unwrap_or_else(|e| panic!("{e}\n{drawing}"));
    let root = tree.root_element();
    let (width, height) = (number(root, "width"), number(root, "height"));
    assert!(!root.attribute("aria-label").unwrap().is_empty());
    let hops: Vec<Node> = tree.descendants().filter(|n| n.has_tag_name("g")).collect();
    let expected: usize = flows
        .iter()
        .map(|(_, f)| f.hops.len() + usize::from(f.end.is_some()))
        .sum();
    assert_eq!(hops.len(), expected);
    let mut boxes: Vec<(f64, f64, f64, f64)> = Vec::new();
    for hop in &hops {
        let frame = hop.children().find(|n| n.has_tag_name("rect")).unwrap();
        let (x, y) = (number(frame, "x"), number(frame, "y"));
        let (w, h) = (number(frame, "width"), number(frame, "height"));
        assert!(x >= 0.0 && y >= 0.0 && x + w <= width && y + h <= height);
        for (x2, y2, w2, h2) in &boxes {
            let apart = x >= x2 + w2 || *x2 >= x + w || y >= y2 + h2 || *y2 >= y + h;
            assert!(apart, "two hops overlap");
        }
        boxes.push((x, y, w, h));
        for text in hop.children().filter(|n| n.has_tag_name("text")) {
            let words = text.text().unwrap();
            assert!(!words.contains(char::is_control));
            assert!(textwrap::core::display_width(words) <= 25, "{words}");
            assert!(number(text, "y") > y && number(text, "y") < y + h);
        }
        if let Some(topic) = hop.attribute("data-topic") {
            assert!(explain::find(topic).is_ok(), "{topic}");
        }
    }
    let mut ids: Vec<_> = hops.iter().map(|s| s.attribute("id").unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), hops.len(), "each has an id of its own");
}

#[test]
fn every_example_is_drawn_in_every_language() {
    let mut drawn = 0;
    for topic in explain::topics().iter().filter(|t| t.group.judges()) {
        for &language in Language::VARIANTS {
            let flows = example::mail_flows(&topic.page(language), language);
            assert!(!flows.is_empty(), "{}", topic.name);
            look(&svg::draw(&flows), &flows);
            drawn += flows.len();
        }
    }
    assert!(drawn > 100);
}

#[test]
fn the_gate_that_decides_is_lit_and_the_end_hangs_below_it() {
    let policy = std::fs::read("policies/contoso.yaml").unwrap();
    let (policy, _) = rdsim::policy::read::read("contoso.yaml", &policy).unwrap();
    let mut outcomes = std::collections::BTreeSet::new();
    for folder in std::fs::read_dir("fixtures").unwrap() {
        let folder = folder.unwrap().path();
        let Ok(files) = std::fs::read_dir(&folder) else {
            continue;
        };
        for file in files.map(|f| f.unwrap().path()) {
            if file.extension().is_none_or(|e| e != "eml") {
                continue;
            }
            let bytes = std::fs::read(&file).unwrap();
            let Ok(judgement) = evaluate::judge(&policy, "", &bytes, &Overrides::default()).result
            else {
                continue;
            };
            for verdict in &judgement.verdicts {
                let flow = MailFlow::of(&judgement, verdict, View::of("contoso.yaml"));
                let stopped = |s: &&rdsim::report::mail_flow::Hop| s.state == State::Stopped;
                let stops = flow.hops.iter().filter(stopped).count();
                let last = flow.hops.last().unwrap();
                match verdict.outcome {
                    Outcome::Dropped(r) | Outcome::Rejected(r) => {
                        assert_eq!(flow.end.as_ref().unwrap().lines, [r.line()]);
                        assert_eq!(stops, usize::from(verdict.accepted.is_none()));
                        assert_eq!(last.state, State::NotReached);
                    }
                    Outcome::Held(_) => assert_eq!(last.state, State::NotReached),
                    Outcome::CannotTell => assert_eq!(last.state, State::Unknown),
                    Outcome::Leaves | Outcome::StaysInside => {
                        assert!(flow.end.is_none() && stops == 0);
                        assert_eq!(last.state, State::Passed);
                    }
                }
                outcomes.insert(verdict.outcome.token());
                let flows = [(String::new(), flow)];
                look(&svg::draw(&flows), &flows);
            }
        }
    }
    assert!(outcomes.len() >= 3, "{outcomes:?}");
}

#[test]
fn a_hostile_message_cannot_break_the_drawing() {
    let policy = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\n";
    let (policy, _) = rdsim::policy::read::read("<&\"'>.yaml", policy.as_bytes()).unwrap();
    let message = "From: \"</text><script>\"@contoso.com\nTo: <\"\u{1b}[2J<&>\u{ffff}\"@fabrikam.com>\nSubject: x\n\nx\n";
    let told = Overrides {
        from: Some("</text><script>alert(1)</script>\u{1b}\u{0}@contoso.com".into()),
        to: vec![
            "<&>\"\u{1b}[2J\u{fffe}@fabrikam.com".into(),
            "x".repeat(300) + "@fabrikam.com",
        ],
        ..Overrides::default()
    };
    let judgement = evaluate::judge(&policy, "", message.as_bytes(), &told)
        .result
        .unwrap();
    let flows: Vec<_> = judgement
        .verdicts
        .iter()
        .map(|v| {
            (
                v.recipient.clone(),
                MailFlow::of(&judgement, v, View::of("<&\"'>.yaml")),
            )
        })
        .collect();
    let drawing = svg::draw(&flows);
    look(&drawing, &flows);
    assert!(!drawing.contains("<script>"));
}

#[test]
fn check_and_explain_write_the_same_kind_of_drawing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("way.svg");
    let run = |arguments: &[&str]| {
        let mut command = rdsim(arguments);
        command
            .arg("--svg")
            .arg(&file)
            .arg("--force")
            .output()
            .unwrap()
    };
    let check = ["check", "--quiet", "--policy", "policies/contoso.yaml"];
    let one = run(&[&check[..], &["fixtures/ordinary/forwarded-by-rule.eml"]].concat());
    assert_eq!(one.status.code(), Some(0));
    let drawing = std::fs::read_to_string(&file).unwrap();
    let tree = Document::parse(&drawing).unwrap();
    let lit: Vec<_> = tree
        .descendants()
        .filter(|n| n.attribute("class") == Some("hop stopped"))
        .filter_map(|n| n.attribute("data-topic"))
        .collect();
    assert_eq!(lit[0], "auto-forwarding-mode");
    let before = std::fs::read(&file).unwrap();
    for several in ["fixtures/ordinary", "fixtures/awkward/empty.eml"] {
        let refused = run(&[&check[..], &[several]].concat());
        assert_eq!(refused.status.code(), Some(2), "{several}");
        assert_eq!(
            std::fs::read(&file).unwrap(),
            before,
            "nothing is half-written"
        );
    }
    let explained = run(&["explain", "--lang", "ja", "AllowedOOFType"]);
    assert_eq!(explained.status.code(), Some(0));
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("リモートドメイン")
    );
    for undrawn in [&["explain", "partner-reopens"][..], &["explain"]] {
        let refused = run(undrawn);
        assert_eq!(refused.status.code(), Some(2), "{undrawn:?}");
        assert!(refused.stdout.is_empty(), "{undrawn:?}");
    }
}

#[test]
fn a_drawn_message_is_judged_once_from_standard_input_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flow.svg");
    let message = std::fs::File::open("fixtures/ordinary/plain.eml").unwrap();
    let mut command = rdsim(&["check", "--policy", "policies/contoso.yaml", "--format"]);
    command.args(["jsonl", "--fail-on", "leaves", "--svg"]);
    let output = command.arg(&file).arg("-").stdin(message).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "the message leaves");
    let report = out(&output);
    assert!(report.contains("\"outcome\":\"leaves\""), "{report}");
    assert!(std::fs::read_to_string(&file).unwrap().contains("<svg"));
}
