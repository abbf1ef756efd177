//! Looks every entry of the catalogue of responses up by its own lines, in the shapes in which
//! traces, reports, devices and logs show them.

use rdsim::i18n::Language;
use rdsim::transport::responses::catalogue::{self, CATALOGUE, Entry};
use rdsim::transport::responses::{self};
use std::collections::BTreeSet;

/// The names of the entries that each response of a text may be.
fn found(text: &str) -> Vec<Vec<&'static str>> {
    let all = CATALOGUE.of_text(text).into_iter();
    all.map(|f| f.entries.iter().map(|e| e.id).collect())
        .collect()
}

/// Every line of every entry.
fn lines() -> impl Iterator<Item = (&'static Entry, &'static str)> {
    let all = CATALOGUE.entries.iter();
    all.flat_map(|e| e.lines.iter().map(move |line| (e, *line)))
}

#[test]
fn the_catalogue_is_read_without_a_flaw_and_each_entry_is_whole() {
    let (catalogue, flaws) = catalogue::read(catalogue::TEXT);
    assert_eq!(flaws, []);
    assert!(catalogue.entries.len() >= 120);
    let ids: BTreeSet<_> = catalogue.entries.iter().map(|e| e.id).collect();
    assert_eq!(ids.len(), catalogue.entries.len(), "a name is used once");
    for e in &catalogue.entries {
        for language in [Language::English, Language::Japanese] {
            let meaning = e.meaning(language);
            assert!(meaning.ends_with(['.', '。']), "{}: {meaning}", e.id);
            assert!(meaning.chars().count() <= 220, "{}: {meaning}", e.id);
        }
        let japanese = e.meaning(Language::Japanese);
        assert!(japanese.contains(|c| c > '\u{3000}'), "{}", e.id);
        for source in &e.sources {
            let date = source.date.as_bytes();
            assert!(date.len() == 10 && date[4] == b'-' && date[7] == b'-');
            assert!(source.date.starts_with("20"), "{}", source.name);
        }
        for words in &e.words {
            assert_eq!(words.text, words.text.to_lowercase(), "{}", e.id);
        }
    }
    let used = catalogue.entries.iter().flat_map(|e| &e.sources);
    let used: BTreeSet<_> = used.map(|s| s.name).collect();
    let written = catalogue::TEXT
        .lines()
        .filter_map(|l| l.strip_prefix("source: "));
    for name in written {
        assert!(used.contains(name), "no entry is from {name}");
    }
}

#[test]
fn every_line_finds_its_own_entry_and_no_other() {
    let mut wrong = Vec::new();
    for (entry, line) in lines() {
        let first = found(line).into_iter().next();
        let of_line = CATALOGUE.of_line(line).unwrap();
        if first != Some(vec![entry.id]) || !of_line.is_sure || of_line.entries != [entry] {
            wrong.push(format!("{line}: {first:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_line_is_found_in_every_shape_in_which_it_is_shown() {
    let mut wrong = Vec::new();
    for (entry, line) in lines() {
        let bare = line.trim_matches(['#', ' ', '\'']);
        let shapes = [
            format!(
                "Reason: [{{LED={bare}}};{{MSG=}};{{FQDN=mx.fabrikam.com}};{{IP=192.0.2.4}};{{LRT=}}]"
            ),
            format!("[{{LED={bare}}};{{MSG=}};{{FQDN=}};{{IP=}};{{LRT=}}]"),
            format!(
                "{bare} [AM6PR0732BE0065.eurprd07.prod.outlook.com 2026-04-21T13:47:53.142Z 08DC618C59ADC]"
            ),
            format!("Remote Server returned '{bare}'"),
            format!("Diagnostic-Code: smtp;{bare}"),
            format!("#{bare} ##"),
            format!(
                "11/26/2026 3:56:03 AM - Remote Server at mx.fabrikam.com (192.0.2.4) returned '{bare}'"
            ),
            format!(
                "to=<bob@fabrikam.com>, relay=mx.fabrikam.com[192.0.2.4]:25, status=bounced (host mx.fabrikam.com[192.0.2.4] said: {bare} (in reply to RCPT TO command))"
            ),
            format!("Fehlerdetails\nFehler: {bare}\nNachricht abgelehnt von: mx.fabrikam.com"),
            format!(
                "エラーの詳細\n報告されたエラー: {bare}\nDSN の生成元: CY1PR0601MB1642.namprd06.prod.outlook.com"
            ),
            bare.to_uppercase(),
            bare.replace(' ', "\n  "),
            bare.replacen(' ', "\t", 1),
        ];
        for shape in shapes {
            let all = found(&shape);
            if !all.contains(&vec![entry.id]) {
                wrong.push(format!("{shape}: {all:?}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn another_reply_in_front_of_a_code_or_none_changes_nothing() {
    for (entry, line) in lines() {
        let Some(code) = CATALOGUE.of_line(line).and_then(|f| f.code) else {
            continue;
        };
        let code = code.to_string();
        let Some((_, said)) = line.split_once(&code) else {
            continue;
        };
        for reply in [
            "",
            "550 ",
            "530 ",
            "554 ",
            "550-",
            "550;",
            "451 ",
            "smtp;550 ",
        ] {
            let shape = format!("{reply}{code}{said}");
            assert_eq!(found(&shape).first(), Some(&vec![entry.id]), "{shape}");
        }
    }
}

#[test]
fn a_line_with_a_name_is_found_without_its_code_and_behind_its_source_context() {
    let mut all = 0;
    for (entry, line) in lines() {
        let is_name = |w: &str| w.split('.').count() > 2 && !w.contains(' ');
        if !entry.words.iter().any(|w| is_name(w.text)) {
            continue;
        }
        let Some(code) = CATALOGUE.of_line(line).and_then(|f| f.code) else {
            continue;
        };
        let Some((_, said)) = line.split_once(&code.to_string()) else {
            continue;
        };
        if !entry
            .words
            .iter()
            .any(|w| is_name(w.text) && said.to_lowercase().contains(w.text))
        {
            continue;
        }
        assert_eq!(found(said.trim()), [[entry.id]], "{said}");
        let context = format!("source_context: BlockAFToExternalUser, {line}");
        assert_eq!(found(&context).first(), Some(&vec![entry.id]), "{context}");
        all += 1;
    }
    assert!(all > 20, "{all}");
}

#[test]
fn a_name_tells_a_response_without_its_code_or_behind_another() {
    for (text, id) in [
        (
            "RESOLVER.ADR.RecipLimit; too many recipients ##",
            "too-many-recipients",
        ),
        ("SMTPSEND.BareLineFeedsAreIllegal NDR", "bare-line-feeds"),
        (
            "550 5.0.0 STOREDRV.AuthenticationRequiredForPublicFolder",
            "folder-not-authenticated",
        ),
        ("'QUEUE.Expired; message expired'", "queue-expired"),
        (
            "STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionQuotaExceeded",
            "mailbox-full",
        ),
        (
            "STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded",
            "recoverable-items-full",
        ),
        // As outlook.com answers its own senders.
        (
            "smtp;550 Requested action not taken: mailbox unavailable (-0000000022:2222:-0000000022)",
            "hotmail-unavailable",
        ),
        ("221 2.0.0 Service closing transmission channel", "closing"),
        ("250 2.0.0 OK 1756100000 - gsmtp", "taken"),
    ] {
        assert_eq!(found(text), [[id]], "{text}");
    }
    // A component is not the name of a response.
    assert!(found("STOREDRV.Deliver; nothing that is known").is_empty());
}

#[test]
fn words_in_front_of_a_code_that_stands_alone_tell_it() {
    for (detail, code, id) in [
        (
            "DATA END command failed Detail: STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message Cannot submit message. SMTP code: 554",
            "5.2.0",
            "send-as-denied-storedrv",
        ),
        (
            "AUTH LOGIN command failed Detail: Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [BN9PR03CA0012.namprd03.prod.outlook.com] SMTP code: 535",
            "5.7.139",
            "smtp-auth-off-tenant",
        ),
    ] {
        let text = format!("SMTP Error: SMTP server error: {detail} Additional SMTP info: {code}");
        assert_eq!(found(&text), [[id]], "{text}");
    }
}

#[test]
fn several_responses_in_one_text_are_all_found_each_once() {
    let text = "\
        Delivery has failed to these recipients or groups:\n\
        sales@contoso.com\n\
        Remote Server returned '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required'\n\
        nobody@contoso.com\n\
        #550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup ##\n\
        550-5.7.26 This mail is unauthenticated,\n\
        550-5.7.26 which poses a security risk\n\
        550 5.7.26 abc.403 - gsmtp\n\
        nobody2@contoso.com\n\
        #550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup ##\n";
    let wanted = [
        ["group-not-authenticated"],
        ["recipient-not-found"],
        ["gmail-unauthenticated"],
    ];
    assert_eq!(found(text), wanted);
}

#[test]
fn what_another_server_said_is_not_taken_for_a_line_of_exchange() {
    let text = "550 5.7.350 Remote server returned message detected as spam -> 554 5.7.1 Spam";
    assert_eq!(found(text), [["remote-spam"]]);
    let text = "550 5.4.317 Message expired, cannot connect to remote server(451 5.7.3 STARTTLS is required to send mail)";
    assert_eq!(found(text), [["expired-cannot-connect"], ["must-starttls"]]);
}

#[test]
fn a_few_common_words_tell_nothing_behind_another_code() {
    assert!(CATALOGUE.of_line("550 5.8.1 not authorized").is_none());
    assert_eq!(
        found("550 5.8.1 RESOLVER.RST.NotAuthorized; x"),
        [["not-authorized"]]
    );
    assert_eq!(found("mailbox full"), [["mailbox-full"]]);
    let prose =
        "A text of many words, in which somebody says that he is not authorized to open it.";
    assert_eq!(found(prose), [[""; 0]; 0]);
}

/// RFC 3463 has 5.5.0 for any other fault of the protocol, and 5.1.6 for a mailbox that has moved.
#[test]
fn a_code_that_every_server_may_give_is_not_surely_the_entry_of_that_code() {
    let sure = |text: &str| {
        let found = CATALOGUE.of_text(text).into_iter().next();
        found.map(|f| (f.entries.iter().map(|e| e.id).collect(), f.is_sure))
    };
    let of = |id: &'static str, is_sure| Some((vec![id], is_sure));
    let single = "single-label";
    assert_eq!(sure("550 5.1.6 recipient migrated"), of(single, false));
    let said = "550 5.1.6 Recipient addresses in single-label domains are not accepted";
    assert_eq!(sure(said), of(single, true));
    assert_eq!(sure("550 5.1.6"), of(single, true));
    let aborted = "550 5.5.0 Requested action aborted";
    assert_eq!(sure(aborted), of("hotmail-unavailable", false));
    // A name that another entry has tells more than the code.
    let named = "550 5.5.0 SMTPSEND.BareLinefeedsAreIllegal; message contains bare linefeeds";
    assert_eq!(sure(named), of("bare-line-feeds", true));
    // Two entries have this name, one of them with this code.
    let cut = "550 5.1.1 RESOLVER.ADR.ExRecipNotFound";
    assert_eq!(sure(cut), of("exrecip-not-found", true));
    // Exchange alone has codes of three digits, whatever the language of the text.
    let other = "550 5.7.705 Zugriff verweigert";
    assert_eq!(sure(other), of("tenant-threshold", true));
}

#[test]
fn a_code_alone_offers_what_it_may_be() {
    let found = CATALOGUE.of_line("550 5.7.520").unwrap();
    assert!(!found.is_sure);
    let ids: Vec<_> = found.entries.iter().map(|e| e.id).collect();
    assert_eq!(ids, ["external-forwarding-blocked", "spam-content"]);
    assert!(CATALOGUE.of_line("550 5.7.999 x").unwrap().is_sure);
    assert!(CATALOGUE.of_line("550 5.8.1 x").is_none());
    let near = CATALOGUE.near("550 5.7.234 nothing like it");
    let near: Vec<_> = near.iter().map(|e| e.id).collect();
    assert_eq!(near[..2], ["tenant-limit", "tenant-limit-trial"]);
    // Numbers that are no codes.
    for text in [
        "10.5.7.1",
        "5.7.1.example",
        "15.20.841.15",
        "5.7",
        "1.2.3",
        "5.7.1234",
        "x5.7.1",
        "",
    ] {
        assert_eq!(found_codes(text), 0, "{text}");
    }
}

fn found_codes(text: &str) -> usize {
    let all = CATALOGUE.of_text(text);
    all.iter().filter(|f| f.code.is_some()).count()
}

#[test]
fn every_response_of_a_verdict_has_its_entry() {
    for response in responses::ALL {
        let entry = CATALOGUE.entries.iter();
        let mut entry = entry.filter(|e| e.predicted() == Some(*response));
        assert!(entry.next().is_some(), "{}", response.line());
        assert!(entry.next().is_none(), "{}", response.line());
    }
}

mod arbitrary {
    use super::*;
    use proptest::prelude::*;

    /// Texts of the pieces of which responses are made, and anything between.
    fn text() -> impl Strategy<Value = String> {
        let lines: Vec<&str> = lines().map(|(_, line)| line).collect();
        let piece = prop_oneof![
            proptest::sample::select(lines).prop_map(str::to_owned),
            "[245]\\.[0-9]{1,4}\\.[0-9]{1,4}",
            "[0-9]{3}[ ;-]",
            "[#}\\]{.;> \n\r-]{1,4}",
            "\\PC{0,8}",
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|all| all.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn no_text_breaks_the_search(text in text()) {
            for found in CATALOGUE.of_text(&text) {
                prop_assert!(text.contains(found.line));
                prop_assert!(!found.entries.is_empty());
            }
            let _ = CATALOGUE.of_line(&text);
            let _ = CATALOGUE.near(&text);
        }
    }

    proptest! {
        // It looks into every page.
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_text_breaks_the_explanation(text in text()) {
            let _ = rdsim::explain::find(&text);
            let _ = rdsim::explain::lines::with_part(&text);
            for answer in rdsim::explain::lines::answers(&text) {
                for language in [Language::English, Language::Japanese] {
                    prop_assert!(answer.markdown(language).starts_with("# "));
                }
            }
        }
    }
}
