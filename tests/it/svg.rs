//! Draws every example and every fixture, and looks at the drawing as XML.

use crate::program::{out, rdsim};
use rdsim::evaluate::{self, Overrides};
use rdsim::explain::{self, example};
use rdsim::i18n::Language;
use rdsim::report::human::View;
use rdsim::report::mail_flow::{MailFlow, State};
use rdsim::report::svg::{self, Style};
use rdsim::transport::outcome::Outcome;
use roxmltree::{Document, Node};
use strum::VariantArray as _;

fn number(node: Node, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

fn classes(node: Node) -> Vec<String> {
    let class = node.attribute("class").unwrap_or_default();
    class.split(' ').map(str::to_owned).collect()
}

/// The luminance of a colour, by WCAG 2.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let c = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if c <= 0.03928 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A drawing in both grounds, and everything that it must hold to.
fn look(flows: &[(String, MailFlow)], language: Language) -> String {
    let draw = |dark| svg::draw("Topic", flows, Style { language, dark });
    look_at(&draw(true), flows);
    let light = draw(false);
    look_at(&light, flows);
    light
}

fn look_at(drawing: &str, flows: &[(String, MailFlow)]) {
    let tree = Document::parse(drawing).unwrap_or_else(|e| panic!("{e}\n{drawing}"));
    let root = tree.root_element();
    let (width, height) = (number(root, "width"), number(root, "height"));
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(
        root.attribute("viewBox").unwrap(),
        format!("0 0 {width} {height}")
    );
    let captioned = flows.iter().any(|(caption, _)| !caption.is_empty());
    let slides = height / 720.0;
    assert!(width == 1280.0 && (slides == 1.0 || captioned && slides.fract() == 0.0));
    let told = |name| root.children().find(|n| n.has_tag_name(name)).unwrap();
    assert_eq!(told("title").text(), root.attribute("aria-label"));
    let described = told("desc").text().unwrap();
    let words: Vec<&str> = tree
        .descendants()
        .filter(|n| n.has_tag_name("text"))
        .filter_map(|n| n.text())
        .collect();
    for (_, flow) in flows {
        let name = &flow.outcome_name;
        assert!(described.contains(name));
        assert!(words.iter().any(|w| w.contains(name.as_str())), "{name}");
    }
    let ground = told("rect").attribute("fill").unwrap();
    let mut boxes: Vec<(f64, f64, f64, f64)> = Vec::new();
    for frame in tree.descendants().filter(|n| n.has_tag_name("rect")) {
        let Some(x) = frame.attribute("x") else {
            continue;
        };
        let (x, y) = (x.parse::<f64>().unwrap(), number(frame, "y"));
        let (w, h) = (number(frame, "width"), number(frame, "height"));
        assert!(x >= 20.0 && y >= 20.0 && x + w <= width - 20.0 && y + h <= height - 20.0);
        assert_eq!(
            (y / 720.0).floor(),
            ((y + h) / 720.0).floor(),
            "within a slide"
        );
        for (x2, y2, w2, h2) in &boxes {
            let apart = x >= x2 + w2 || *x2 >= x + w || y >= y2 + h2 || *y2 >= y + h;
            assert!(apart, "two boxes overlap");
        }
        boxes.push((x, y, w, h));
        for text in frame.next_siblings().filter(|n| n.has_tag_name("text")) {
            assert!(
                number(text, "y") > y && number(text, "y") + 3.0 < y + h,
                "{text:?}"
            );
        }
    }
    for text in tree.descendants().filter(|n| n.has_tag_name("text")) {
        assert!(!text.text().unwrap().contains(char::is_control));
        assert!(number(text, "font-size") >= 14.0);
        let frame = text.prev_siblings().find(|n| n.has_tag_name("rect"));
        let fill = frame.and_then(|f| f.attribute("fill")).unwrap_or(ground);
        let ink = text.attribute("fill").unwrap();
        assert!(contrast(ink, fill) >= 4.5, "{ink} on {fill}");
    }
    for topic in tree.descendants().filter_map(|n| n.attribute("data-topic")) {
        assert!(explain::find(topic).is_ok(), "{topic}");
    }
    let mut ids: Vec<_> = tree
        .descendants()
        .filter_map(|n| n.attribute("id"))
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "each has an id of its own");
}

#[test]
fn every_example_is_drawn_in_every_language() {
    let mut drawn = 0;
    for topic in explain::topics().iter().filter(|t| t.group.judges()) {
        for &language in Language::VARIANTS {
            let flows = example::mail_flows(&topic.page(language), language);
            assert!(!flows.is_empty(), "{}", topic.name);
            look(&flows, language);
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
                look(&flows, Language::English);
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
    look(&flows, Language::English);
    // Of one message, as `check` draws it.
    let flows: Vec<_> = flows.into_iter().map(|(_, f)| (String::new(), f)).collect();
    let drawing = look(&flows, Language::English);
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
        .filter(|n| classes(*n).iter().any(|c| c == "stopped"))
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

/// The mail flows of a message to some recipients, under the sample policy.
fn to(recipients: Vec<String>) -> Vec<(String, MailFlow)> {
    let policy = std::fs::read("policies/contoso.yaml").unwrap();
    let (policy, _) = rdsim::policy::read::read("contoso.yaml", &policy).unwrap();
    let message = b"From: alice@contoso.com\nTo: bob@fabrikam.com\nSubject: x\n\nx\n";
    let told = Overrides {
        to: recipients,
        kind: Some(rdsim::transport::classify::Kind::OofExternal),
        ..Overrides::default()
    };
    let judgement = evaluate::judge(&policy, "", message, &told).result.unwrap();
    let view = View::of("contoso.yaml");
    let verdicts = judgement.verdicts.iter();
    verdicts
        .map(|v| (String::new(), MailFlow::of(&judgement, v, view)))
        .collect()
}

#[test]
fn recipients_that_go_the_same_way_are_drawn_once() {
    let one = to(vec!["r0@fabrikam.com".into()]);
    let hundred = to((0..100).map(|n| format!("r{n}@fabrikam.com")).collect());
    let (one, hundred) = (
        look(&one, Language::English),
        look(&hundred, Language::English),
    );
    let boxes = |drawing: &str| drawing.matches("class=\"box").count();
    assert_eq!(boxes(&one), boxes(&hundred));
    assert!(hundred.contains("r0@fabrikam.com, r1@fabrikam.com, r2@fabrikam.com and 97 more"));
    assert!(hundred.contains("100 addresses"));
    assert!(hundred.contains("<title>100 recipients: "));
    let mut mixed: Vec<String> = (0..100).map(|n| format!("r{n}@fabrikam.com")).collect();
    mixed.extend((0..3).map(|n| format!("in{n}@contoso.com")));
    let drawing = look(&to(mixed), Language::English);
    assert_eq!(drawing.matches("class=\"chip").count(), 2);
    assert!(drawing.contains("103 recipients: "), "{drawing}");
}

#[test]
fn no_outcome_is_lost_where_there_is_no_room() {
    let groups = (0..9).flat_map(|n| {
        let mut flows = to(vec![format!("r{n}@fabrikam.com"); 1]);
        // Another entry each, so that none goes the way of another.
        for (_, flow) in &mut flows {
            flow.hops[2].lines = vec![format!("domain{n}.example")];
        }
        flows
    });
    let flows: Vec<_> = groups.collect();
    let drawing = look(&flows, Language::English);
    assert_eq!(drawing.matches("class=\"chip").count(), 4);
    assert!(drawing.contains(">5 more recipients: "), "{drawing}");
    for n in 0..9 {
        assert!(
            drawing.contains(&format!("domain{n}.example")),
            "all are described"
        );
    }
}

#[test]
fn a_long_flow_is_folded() {
    let mut flows = to(vec!["r@fabrikam.com".into()]);
    let hop = flows[0].1.hops[2].clone();
    for n in 0..40 {
        let mut hop = hop.clone();
        hop.lines = vec![format!("step{n}.example")];
        flows[0].1.hops.insert(2, hop);
    }
    let drawing = look(&flows, Language::Japanese);
    assert_eq!(drawing.matches("class=\"box").count(), 13);
    assert!(drawing.contains("個のホップ"));
    assert!(
        drawing.contains("step20.example"),
        "the whole text is there"
    );
}

#[test]
fn the_colours_are_those_of_the_page() {
    let styles = std::fs::read_to_string("web/src/style.css").unwrap();
    let held = std::fs::read_to_string("web/src/style/picture.css").unwrap();
    let palette = std::fs::read_to_string("src/report/svg/palette.rs").unwrap();
    let of = |from: &str, name: &str| -> Vec<String> {
        let key = format!("--{name}: ");
        let found = from.match_indices(&key);
        found
            .map(|(at, _)| from[at + key.len()..][..7].to_owned())
            .collect()
    };
    let mut names = 0;
    for (from, name) in [
        (&styles, "sheet"),
        (&styles, "ink"),
        (&styles, "soft"),
        (&styles, "good"),
        (&styles, "good-fill"),
        (&styles, "calm"),
        (&styles, "calm-fill"),
        (&styles, "drop"),
        (&styles, "drop-fill"),
        (&styles, "stop"),
        (&styles, "stop-fill"),
        (&styles, "fill"),
        (&held, "held"),
        (&held, "held-fill"),
    ] {
        for colour in of(from, name) {
            assert!(palette.contains(&colour), "{name}: {colour}");
            names += 1;
        }
    }
    assert!(names >= 28);
}

#[test]
fn a_drawing_is_dark_by_choice() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flow.svg");
    let drawn = |arguments: &[&str]| {
        let mut command = rdsim(arguments);
        let output = command
            .arg("--svg")
            .arg(&file)
            .arg("--force")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        std::fs::read_to_string(&file).unwrap()
    };
    let check = [
        "check",
        "-q",
        "-p",
        "policies/contoso.yaml",
        "fixtures/ordinary/plain.eml",
    ];
    for line in [&check[..], &["explain", "AllowedOOFType"]] {
        let dark = [line, &["--dark"]].concat();
        assert!(drawn(line).contains("class=\"ground\" width=\"1280\""));
        assert!(drawn(line).contains("fill=\"#ffffff\""));
        assert!(!drawn(&dark).contains("#ffffff"));
        let alone = rdsim(&dark).output().unwrap();
        assert_eq!(alone.status.code(), Some(2), "--dark is of --svg");
    }
}
