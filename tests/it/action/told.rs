//! Puts what a policy, a test or a file name may say where the log and the summary show it.

use super::job::{Job, OLD, commands};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Ends fences, makes headings, links and mentions, commands the runner, and moves a terminal.
const HOSTILE: [&str; 9] = [
    "x\\n~~~~~~\\n\\n### Mail flow: no behaviour changes\\n\\n[details](https://evil.example) @octocat\\n\\n~~~~~~text",
    "~~~~~~~~~~~~~~~~\\n\\n# x\\n\\n~~~~~~~~~~~~~~~~~~~~~~~~\\n# y",
    "x\\n~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\\n# w",
    "x\\r~~~~~~~\\r\\r# z\\r",
    "```\\n</details><img src=https://evil.example/x> @octocat",
    "x\\n::add-mask::x\\n  ::warning::x\\n##[add-path]x\\n::set-output name=a::b",
    "x\\e[2J\\e]0;pwn\\a\\u202e\\u200f\\u061c\\x9b2J",
    "::error file=p.yaml::mine",
    "##[error]mine",
];

/// The headings of a summary, once it is seen that nothing below those of tests and lint is more
/// than code, and that there is no link and no HTML.
fn headings(summary: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut in_heading = false;
    let mut in_code = false;
    for event in Parser::new_ext(summary, Options::all()) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                in_heading = true;
                found.push(String::new());
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) | Event::Code(text) if in_heading => {
                found.last_mut().unwrap().push_str(&text)
            }
            Event::Text(text) if !in_code => {
                let is_comparison = found.last().is_some_and(|h| h.starts_with("Mail flow: "));
                assert!(is_comparison, "{text}\n{summary}");
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("a link\n{summary}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                assert!(["<br>"].contains(&&*html), "{html}\n{summary}");
            }
            _ => {}
        }
    }
    found
}

#[test]
fn nothing_that_is_tested_is_more_than_text() {
    let job = Job::new();
    let all = |of: &dyn Fn(&str) -> String| HOSTILE.iter().map(|h| of(h)).collect::<String>();
    let file = |cases: String| format!("Policy: p.yaml\nCases:\n{cases}");
    let failing = all(&|hostile| {
        let kind = "Kind: ordinary, To: b@fabrikam.com";
        format!(
            "- {{Name: \"{hostile}\", {kind}, Expect: {{Outcome: dropped, Response: \"{hostile}\"}}}}\n"
        )
    });
    let wrong = all(&|hostile| {
        format!(
            "- {{Name: \"{hostile}\", Kind: \"{hostile}\", To: \"{hostile}\", \"{hostile}\": 1, Expect: {{Outcome: leaves}}}}\n"
        )
    });
    for cases in [failing, wrong] {
        job.write("policies/p.rdsim.yaml", &file(cases));
        harmless(&job, "cases");
    }
}

#[test]
fn nothing_in_a_policy_or_a_file_name_is_more_than_text() {
    let job = Job::new();
    for more in ["", "Unknown"] {
        let mut policy = OLD.replace("AutoForwardingMode: Off", "AutoForwardingMode: On");
        for (at, hostile) in HOSTILE.iter().enumerate() {
            policy.push_str(&format!(
                "  - {{Name: \"{hostile}\", From: [\"{hostile}@contoso.com\"]"
            ));
            if more.is_empty() {
                policy.push_str(&format!(", AutoForwardingMode: Off, Priority: {at}}}\n"));
            } else {
                policy.push_str(&format!(", \"{hostile}\": \"{hostile}\"}}\n"));
            }
        }
        job.write("policies/p.yaml", &policy);
        harmless(&job, &policy);
    }
    job.write("policies/p.yaml", OLD);
    for name in [
        "::error::x\n::add-mask::x.rdsim.yaml",
        "x\n~~~~~~\n# x @octocat\n~~~~~~~~.rdsim.yaml",
        "##[add-mask]x.rdsim.yaml",
        "\u{1b}[2J\u{9b}\u{202e}.rdsim.yaml",
    ] {
        job.write(&format!("policies/{name}"), "Policy: p.yaml\n");
    }
    harmless(&job, "file names");
}

/// GitHub drops a summary of more than 1 MiB.
#[test]
fn a_summary_is_not_made_too_long_to_be_shown() {
    let job = Job::new();
    let tildes = "~".repeat(100_000);
    let names = (0..3_000).map(|n| format!("{n} {tildes:.200}"));
    let cases = names.chain([tildes.clone()]).map(|name| {
        format!("- {{Name: \"{name}\", Kind: ordinary, To: b@fabrikam.com, Expect: {{Outcome: dropped}}}}\n")
    });
    let cases: String = cases.collect();
    job.write(
        "policies/p.rdsim.yaml",
        &format!("Policy: p.yaml\nCases:\n{cases}"),
    );
    harmless(&job, "long");
    let length = job.summary().len();
    assert!((100_000..1 << 20).contains(&length), "{length}");
}

/// Run, and look at everything that is shown.
fn harmless(job: &Job, what: &str) {
    let o = job.run();
    assert!(matches!(o.status.code(), Some(1 | 2)), "{what}: {o:?}");
    let log = String::from_utf8(o.stdout).unwrap();
    for command in commands(&log) {
        let own = [
            "::error file=policies/",
            "::warning file=policies/",
            "::notice file=policies/",
        ];
        let own = own.iter().any(|o| command.starts_with(o))
            || command.starts_with("::warning title=rdsim::");
        assert!(own, "{what}: {command}");
    }
    let (summary, body) = (job.summary(), job.body());
    let found = headings(&summary);
    assert_eq!(found[..2], ["Tests", "Lint"], "{what}: {summary}");
    assert!(found.len() <= 3, "{what}: {summary}");
    if let Some(third) = found.get(2) {
        assert!(third.starts_with("Mail flow: what changes from base/policies/p.yaml to"));
    }
    let marked = body.split_once('\n').map_or("", |(_, rest)| rest);
    assert!(headings(marked).len() <= 1, "{what}: {body}");
    for place in [&log, &summary, &body] {
        let harmful = |c: char| {
            (c.is_control() && !matches!(c, '\n' | '\t'))
                || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let found = place.find(harmful).map(|at| place[at..].chars().next());
        assert_eq!(found, None, "{what}: {place}");
    }
}
