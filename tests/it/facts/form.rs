//! Proves whose word counts on the form in which a message leaves.

use super::judged;
use crate::given::policy;
use rdsim::evaluate::Overrides;
use rdsim::transport::setting::Transmission as T;

const MAIL: &str = "From: alice@contoso.com\nTo: heidi@contoso.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHi\n";

#[test]
fn the_remote_domain_beats_the_contact_and_the_contact_the_sender() {
    let remote = [
        ("true", Some(T::Tnef)),
        ("false", Some(T::Mime)),
        ("null", None),
    ];
    let contact = [
        ("Always", Some(T::Tnef)),
        ("Never", Some(T::Mime)),
        ("UseDefaultSettings", None),
    ];
    let sender = [("RichText", Some(T::Tnef)), ("Html", None)];
    for (enabled, first) in remote {
        for (rich, second) in contact {
            for (outlook, third) in sender {
                for section in ["MailContacts", "MailUsers"] {
                    let p = policy(&format!(
                        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', TNEFEnabled: {enabled}}}]\n{section}: [{{PrimarySmtpAddress: heidi@contoso.com, ExternalEmailAddress: heidi@fabrikam.com, UseMapiRichTextFormat: {rich}}}]\nMailboxes: [{{Addresses: [alice@contoso.com], OutlookInternetFormat: {outlook}}}]\n"
                    ));
                    let v = judged(&p, MAIL, &Overrides::default());
                    let have = v.format.as_ref().unwrap().style.transmission;
                    // Where nobody decides, Exchange may still choose TNEF.
                    let expected = first.or(second).or(third).unwrap_or(T::MayBeTnef);
                    assert_eq!(have, expected, "{enabled} {rich} {outlook} {section}");
                }
            }
        }
    }
}

#[test]
fn the_body_follows_content_type_unless_it_goes_as_tnef() {
    let html = MAIL
        .replace("text/plain", "text/html")
        .replace("Hi", "<p>Hi</p>");
    for (value, text, with_html) in [
        ("MimeHtmlText", "plain text", "HTML"),
        ("MimeText", "plain text", "plain text"),
        ("MimeHtml", "HTML", "HTML"),
    ] {
        for (enabled, message, expected) in [
            ("false", MAIL, text),
            ("false", html.as_str(), with_html),
            ("true", html.as_str(), "plain text and winmail.dat"),
        ] {
            let p = policy(&format!(
                "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', TNEFEnabled: {enabled}, ContentType: {value}}}]\n"
            ));
            let message = message.replace("heidi@contoso.com", "heidi@fabrikam.com");
            let v = judged(&p, &message, &Overrides::default());
            let format = v.format.as_ref().unwrap();
            let is_html = message.contains("text/html");
            assert_eq!(format.style.body(is_html), expected, "{value} {enabled}");
        }
    }
}

#[test]
fn a_contact_that_prefers_its_own_format_beats_the_remote_domain() {
    let html = MAIL
        .replace("text/plain", "text/html")
        .replace("Hi", "<p>Hi</p>");
    let tnef = (T::Tnef, "plain text and winmail.dat");
    for (own, prefers) in [
        ("UseMapiRichTextFormat: Always", tnef),
        ("UseMapiRichTextFormat: Always, MessageFormat: Text", tnef),
        ("UseMapiRichTextFormat: Never", (T::Mime, "HTML")),
        ("MessageBodyFormat: Html", (T::Mime, "HTML")),
        ("MessageBodyFormat: TextAndHtml", (T::Mime, "HTML")),
        ("MessageBodyFormat: Text", (T::Mime, "plain text")),
        (
            "MessageFormat: Text, MessageBodyFormat: Text",
            (T::Text, "plain text"),
        ),
    ] {
        for section in ["MailContacts", "MailUsers"] {
            for (enabled, unsaid) in [("true", T::Tnef), ("false", T::Mime)] {
                for prefer in [true, false] {
                    let p = policy(&format!(
                        "AcceptedDomains: [contoso.com]\nRemoteDomains: [{{DomainName: '*', TNEFEnabled: {enabled}, ContentType: MimeText}}]\n{section}: [{{PrimarySmtpAddress: heidi@contoso.com, ExternalEmailAddress: heidi@fabrikam.com, UsePreferMessageFormat: {prefer}, {own}}}]\n"
                    ));
                    let v = judged(&p, &html, &Overrides::default());
                    let format = v.format.as_ref().unwrap();
                    let have = format.style.transmission;
                    if prefer {
                        assert_eq!((have, format.body), prefers, "{enabled} {own} {section}");
                    } else {
                        assert_eq!(have, unsaid, "{enabled} {own} {section}");
                    }
                }
            }
        }
    }
}
