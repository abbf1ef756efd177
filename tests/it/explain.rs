//! Asks for every page, by its names and by what a trace shows, in every format.

mod details;
mod japanese;

use crate::program::run;
use rdsim::explain::{self, Group, page::Page};
use rdsim::i18n::Language;
use rdsim::report::page as write;
use rdsim::transport::responses;
use std::collections::BTreeSet;
use strum::VariantArray as _;

fn stdout(arguments: &[&str]) -> String {
    let output = run(&[&["explain"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The names of the topics that a text finds.
fn found(text: &str) -> Vec<&'static str> {
    let topics = explain::find(text).unwrap_or_default();
    topics.iter().map(|t| t.name).collect()
}

#[test]
fn every_topic_is_found_by_its_name_and_has_a_whole_page() {
    let topics = explain::topics();
    for topic in &topics {
        for name in [topic.name, &topic.slug(), &topic.name.to_uppercase()] {
            // A kind and the reaction of that kind may have one name; both are shown.
            let found = found(name);
            let same = topics.iter().filter(|t| t.name == topic.name).count();
            assert_eq!(found, vec![topic.name; same], "{name}");
        }
        for &language in Language::VARIANTS {
            let page = topic.page(language);
            assert!(!page.summary().is_empty() && !page.summary().contains('\n'));
            assert!(!page.examples.is_empty(), "{}", topic.name);
            assert!(page.source.starts_with("- "), "{}", topic.name);
            let markdown = page.markdown(language);
            for fence in page.examples.iter().flat_map(|e| &e.fences) {
                let (options, text) = explain::example::options(&fence.text);
                assert!(markdown.contains(text), "{}", topic.name);
                // Of a message that the reader can save, and options that the reader can give.
                let options = options.map_or(String::new(), |o| format!("`{o}`"));
                assert!(markdown.contains(&options), "{}", topic.name);
            }
            assert!(!markdown.contains("X-Rdsim-"), "{}", topic.name);
        }
    }
    for setting in rdsim::transport::settings::all() {
        let topic = topics.iter().find(|t| t.name == setting.name).unwrap();
        assert_eq!(topic.slug(), setting.id);
    }
    let places: BTreeSet<String> = topics.iter().map(|t| t.place()).collect();
    assert_eq!(places.len(), topics.len(), "each has a place of its own");
    for group in Group::ALL {
        assert!(topics.iter().any(|t| t.group == group));
    }
}

#[test]
fn a_response_is_found_by_all_that_a_trace_shows_of_it() {
    for response in responses::ALL {
        let line = response.line();
        let pasted = format!("Reason: [{{LED={line}}};{{MSG=}};{{FQDN=}};{{IP=}};{{LRT=}}]");
        let by_line = found(&pasted);
        assert_eq!(by_line.len(), 1, "{pasted}");
        assert_eq!(found(&line), by_line);
        assert!(found(response.code).contains(&by_line[0]));
    }
    assert_eq!(found("IntToExt"), ["RESOLVER.OOF.IntToExt"]);
    assert_eq!(found("oof.inttoext"), ["RESOLVER.OOF.IntToExt"]);
    assert_eq!(found("5.7.520"), ["550 5.7.520"]);
    // Exchange gives one code to both; only the words behind it tell.
    let both = ["RESOLVER.MSGTYPE.NDR (NDR)", "RESOLVER.MSGTYPE.NDR (MFN)"];
    assert_eq!(found("RESOLVER.MSGTYPE.NDR"), both);
    assert_eq!(found("ndr"), ["ndr"], "the kind goes before the response");
}

#[test]
fn statuses_and_events_are_found_by_every_word_of_the_trace_for_them() {
    use rdsim::trace::{event, status};
    for s in status::ALL {
        for word in [s.name, s.japanese, &s.name.to_lowercase()] {
            // An event may have the same title in Japanese; the status goes first.
            assert_eq!(found(word).first(), Some(&s.name), "{word}");
        }
    }
    for e in event::PAGED {
        for word in [e.name, e.detail, &e.detail.to_uppercase()] {
            assert_eq!(found(word), [e.name], "{word}");
        }
    }
    assert_eq!(found("Filtered as spam"), ["FilteredAsSpam"]);
    assert_eq!(
        explain::find("Send externl").unwrap_err(),
        Some("SENDEXTERNAL")
    );
    // A name in Japanese is no nearer than one in English of as many letters.
    for word in ["Delayd", "Quite another"] {
        assert_eq!(explain::find(word).unwrap_err(), None, "{word}");
    }
    let page = stdout(&["配信済み"]);
    assert!(page.starts_with("Delivered\n"), "{page}");
}

#[test]
fn what_is_near_is_suggested_and_nothing_is_made_up() {
    for (text, near) in [
        ("AutoForwardEnable", Some("AutoForwardEnabled")),
        ("IntToExd", Some("RESOLVER.OOF.IntToExt")),
        ("partner-reopen", Some("partner-reopens")),
        ("xylophone concert", None),
    ] {
        assert_eq!(explain::find(text).unwrap_err(), near, "{text}");
    }
    let output = run(&["explain", "AutoForwardEnable"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(error.contains("there is no page on `AutoForwardEnable`"));
    assert!(error.contains("did you mean `AutoForwardEnabled`?"));
}

#[test]
fn without_a_topic_it_lists_all() {
    let list = stdout(&[]).replace('\n', " ");
    for topic in explain::topics() {
        assert!(list.contains(topic.name), "{}", topic.name);
    }
    let japanese = stdout(&["--lang", "ja"]);
    assert!(japanese.contains("AllowedOOFType") && japanese.contains("設定"));
}

#[test]
fn a_name_of_several_words_is_found() {
    let one = stdout(&["auto-forward-enabled"]);
    assert_eq!(stdout(&["auto", "forward", "enabled"]), one);
}

#[test]
fn lines_keep_to_the_width_in_every_language() {
    for &language in Language::VARIANTS {
        for topic in explain::topics() {
            let markdown = topic.page(language).markdown(language);
            let mut out = Vec::new();
            write::terminal(&markdown, 60, &mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            let text = anstream::adapter::strip_str(&out).to_string();
            let long = text
                .lines()
                .filter(|l| !l.starts_with("    ") && textwrap::core::display_width(l) > 60);
            for line in long {
                assert!(
                    line.split(' ')
                        .any(|w| textwrap::core::display_width(w) > 45),
                    "{line}"
                );
            }
            for word in topic
                .page(language)
                .prose
                .split_whitespace()
                .filter(|w| w.is_ascii())
            {
                let word = word.trim_matches(['*', '`', '(', ')', ',', '.', ';', ':', '<', '>']);
                assert!(text.contains(word) || word.contains(['*', '`']), "{word}");
            }
        }
    }
}

#[test]
fn html_is_a_whole_document_and_nothing_in_it_is_raw() {
    for topic in explain::topics() {
        let markdown = topic.page(Language::English).markdown(Language::English);
        let html = write::document(&markdown, "<&>", "en");
        let xml = html
            .replace("<!doctype html>", "")
            .replace("<meta charset=\"utf-8\">", "")
            .replace(
                "<meta name=\"viewport\" content=\"width=device-width\">",
                "",
            );
        let tree = roxmltree::Document::parse(&xml).unwrap_or_else(|e| panic!("{e}"));
        let title = tree.descendants().find(|n| n.has_tag_name("title"));
        assert_eq!(title.unwrap().text(), Some("<&>"));
        let fences = Page::read(&markdown).examples.len();
        let blocks = tree.descendants().filter(|n| n.has_tag_name("pre")).count();
        assert!(blocks >= 2 * fences, "{}", topic.name);
    }
    let html = stdout(&["--format", "html", "--lang", "ja", "IntToExt"]);
    assert!(html.contains("<html lang=\"ja\">"));
    let markdown = stdout(&["--format", "markdown", "IntToExt"]);
    assert!(markdown.starts_with("# RESOLVER.OOF.IntToExt\n"));
}

#[test]
fn every_title_and_every_word_of_the_admin_centers_finds_its_page() {
    let topics = explain::topics();
    for topic in &topics {
        for &language in Language::VARIANTS {
            let title = topic.page(language).title.into_owned();
            assert!(found(&title).contains(&topic.name), "{title}");
        }
    }
    let places: BTreeSet<String> = topics.iter().map(|t| t.place()).collect();
    let mut all = 0;
    for (place, word) in explain::words::words() {
        assert!(places.contains(place), "{place}");
        let found = explain::find(word).unwrap_or_default();
        assert!(!found.is_empty(), "{word}");
        // A name of a topic goes before a word of another.
        let named = explain::named(word).is_some();
        assert!(
            named || found.iter().any(|t| t.place() == place),
            "{word}: {:?}",
            found.iter().map(|t| t.name).collect::<Vec<_>>()
        );
        all += 1;
    }
    assert!(all > 150, "the words are read");
    for (text, name) in [
        ("自動転送を許可する", "AutoForwardEnabled"),
        ("不在時の自動応答の種類", "AllowedOOFType"),
        ("配信不能レポート", "NDREnabled"),
        ("要約レポート", "Failed"),
        ("直接送信", "Direct send"),
        ("winmail.dat", "TNEFEnabled"),
        ("BlockAFToExternalUser", "RESOLVER.MSGTYPE.AF"),
        ("InternalLegacy", "AllowedOOFType"),
        ("External", "AllowedOOFType"),
        (
            "people inside and outside my organization",
            "RequireSenderAuthenticationEnabled",
        ),
        ("MimeHtmlText", "ContentType"),
        ("distribution list expanded", "RESOLVER.GRP.Expanded"),
        ("AS(7555)", "550 5.7.520"),
    ] {
        assert!(found(text).contains(&name), "{text}: {:?}", found(text));
    }
}

#[test]
fn a_pasted_text_is_explained_response_by_response() {
    // A page where a verdict gives it; else what the catalogue says.
    let page = stdout(&[
        "Reason: [{LED=250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient};{MSG=};{FQDN=};{IP=};{LRT=}]",
    ]);
    assert!(page.starts_with("RESOLVER.MSGTYPE.AF\n"), "{page}");
    let card = stdout(&[
        "550 5.7.233 Your message can't be sent because your tenant exceeded its daily limit",
    ]);
    assert!(card.starts_with("5.7.233 (tenant-limit)\n"), "{card}");
    for part in [
        "Get-LimitsEnforcementStatus",
        "2026-01-07",
        "learn.microsoft.com",
        "no\n",
    ] {
        assert!(card.contains(part), "{part}: {card}");
    }
    let japanese = stdout(&[
        "--lang",
        "ja",
        "530 5.7.57 SMTP; Client was not authenticated",
    ]);
    assert!(japanese.contains("サインインしていません"), "{japanese}");
    assert!(japanese.contains("確認する項目"), "{japanese}");
    let both = stdout(&[
        "--format",
        "markdown",
        "Fehler: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\nFehler: 554 5.2.2 mailbox full",
    ]);
    assert!(
        both.starts_with("# RESOLVER.ADR.RecipientNotFound\n"),
        "{both}"
    );
    assert!(both.contains("\n# 5.2.2 (mailbox-full)\n"), "{both}");
    // In a report, lines end anywhere.
    let broken = "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipien=\nt not found by SMTP address lookup'";
    assert!(stdout(&[broken]).starts_with("RESOLVER.ADR.RecipientNotFound\n"));
    // A code of several: its page, and what else it may be.
    let code = stdout(&["--format", "markdown", "550 5.7.520"]);
    assert!(code.starts_with("# 550 5.7.520\n"), "{code}");
    let code = stdout(&[
        "--format",
        "markdown",
        "smtp;550 5.7.520 Zugriff verweigert",
    ]);
    assert!(code.starts_with("# 550 5.7.520\n"), "{code}");
    assert!(code.contains("AS(4810)"), "{code}");
    // The text is that of no response of the code: no page is shown as if it were.
    for (other, code) in [
        ("250 2.1.5 RESOLVER.XYZ.Unheard; of nothing", "# 2.1.5\n"),
        ("550 5.7.1 RESOLVER.XYZ.Unheard; of nothing", "# 5.7.1\n"),
    ] {
        let list = stdout(&["--format", "markdown", other]);
        assert!(
            list.starts_with(code) && list.contains("whether it is one of them"),
            "{list}"
        );
        assert_eq!(list.matches("\n# ").count(), 0, "{list}");
    }
    // A part of a line that has no code.
    assert!(stdout(&["x-dg-ref"]).contains("TNEFEnabled"));
    assert!(stdout(&["S3150"]).contains("part of their network"));
    let parts = stdout(&["--format", "markdown", "RESOLVER.ADR"]);
    assert!(
        parts.contains("# RESOLVER.ADR.RecipientNotFound\n"),
        "{parts}"
    );
    assert!(parts.contains("(exrecip-not-found)"), "{parts}");
    // A whole report on standard input, in whatever bytes.
    let report = b"Kann nicht zugestellt werden: \xff\xfe\nFehler: 554 5.2.2 mailbox full\nFehler: 550 5.7.711 Access denied, bad inbound connector. AS(2204)\n";
    let output = crate::program::fed(&mut crate::program::rdsim(&["explain", "-"]), report);
    let output = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.contains("(mailbox-full)") && output.contains("(bad-connector)"),
        "{output}"
    );
    // None fits: the nearest are offered.
    let output = run(&["explain", "550 5.7.234 nothing like it"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        error.contains("5.7.233 Your message") && error.contains("5.7.232"),
        "{error}"
    );
}

#[test]
fn every_entry_of_the_catalogue_is_explained_in_every_language() {
    use explain::lines::{Answer, answers};
    use rdsim::transport::responses::catalogue::CATALOGUE;
    for entry in &CATALOGUE.entries {
        for line in &entry.lines {
            let all = answers(line);
            let is_its = |answer: &Answer| match answer {
                Answer::Page(topic) => {
                    let response = entry.predicted();
                    response.is_some_and(|r| topic.name == rdsim::explain::page::title(r.page))
                }
                Answer::Entry(other) => *other == entry,
                Answer::OneOf(..) => false,
            };
            assert!(all.first().is_some_and(is_its), "{line}");
        }
        for &language in Language::VARIANTS {
            let markdown = Answer::Entry(entry).markdown(language);
            assert!(markdown.contains(entry.meaning(language)), "{}", entry.id);
            for source in &entry.sources {
                assert!(markdown.contains(source.date), "{}", entry.id);
            }
            let html = write::document(&markdown, "x", language.tag());
            assert!(!html.contains("<xxxxxxxx>") && !html.contains("<domain>"));
            let mut out = Vec::new();
            write::terminal(&markdown, 80, &mut out).unwrap();
        }
    }
}

#[test]
fn every_event_of_a_trace_is_explained() {
    for event in rdsim::trace::event::all() {
        let output = crate::program::run(&["explain", event.name]);
        let out = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", event.name);
        assert!(out.contains(event.name), "{}: {out}", event.name);
    }
}
