//! Reads what consoles, scripts and log collectors make of a trace, and refuses what is none, with the
//! real binary.

use super::run::{json, rdsim};
use serde_json::Value;

const POLICY: &str = "policies/default.yaml";

/// What `read` and `reconcile` say of a text, and what they complain of.
fn of(text: &str) -> (Value, Value, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.txt");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let o = rdsim(&["read", path]);
    let err = String::from_utf8(o.stderr).unwrap();
    let (_, read) = json(&["read", path]);
    let (_, reconciled) = json(&["reconcile", "-p", POLICY, path]);
    (read, reconciled, err)
}

/// Why nothing of a text can be read.
fn refused(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.txt");
    std::fs::write(&path, text).unwrap();
    let o = rdsim(&["read", path.to_str().unwrap()]);
    assert_eq!(o.status.code(), Some(2), "{text}");
    String::from_utf8(o.stderr).unwrap()
}

const LED: &str = "[{LED=250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient};{MSG=};{FQDN=};{IP=};{LRT=}]";
const NOT_FOUND: &str = "[{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ghost@fabrikam.com not found by SMTP address lookup};{MSG=};{FQDN=};{IP=};{LRT=}]";
const OFF: &str = "[{LED=550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)};{MSG=};{FQDN=};{IP=};{LRT=}]";

/// A row of Get-MessageTrackingLog as Format-List shows it.
fn listed(event: &str, recipients: &str, statuses: &str) -> String {
    format!(
        "\nTimestamp       : 12/22/2020 9:28:06 AM\nSource          : ROUTING\nEventId         : {event}\n\
         MessageId       : <1@contoso.com>\nRecipients      : {recipients}\nRecipientStatus : {statuses}\n\
         Sender          : alice@contoso.com\n\n"
    )
}

#[test]
fn a_list_that_the_console_cut_short_has_no_recipients() {
    for dots in ["...", "…"] {
        let text = listed(
            "SENDEXTERNAL",
            &format!("{{b@fabrikam.com, c@fabrikam.com, d@fabrikam.com, e@fabrikam.com{dots}}}"),
            &format!("{{250 2.1.5 Recipient OK, 250 2.1.5 Recipient OK{dots}}}"),
        );
        let (read, reconciled, err) = of(&text);
        assert_eq!(read["recipient_domains"], serde_json::json!([]), "{read}");
        assert_eq!(reconciled["disagree"], 0, "{reconciled}");
        assert_eq!(reconciled["not_judged"][0]["why"], "list-lost");
        assert!(
            err.contains("cut lists of recipients") && err.contains("$FormatEnumerationLimit = -1"),
            "{err}"
        );
    }
}

#[test]
fn statuses_in_brackets_belong_to_a_recipient_each() {
    let text = listed(
        "FAIL",
        "{ghost@fabrikam.com, bob@fabrikam.com}",
        &format!("{{{NOT_FOUND}, {OFF}}}"),
    );
    let (read, reconciled, _) = of(&text);
    assert_eq!(read["responses"].as_array().unwrap().len(), 2, "{read}");
    assert_eq!(reconciled["agree"], 1, "{reconciled}");
    assert_eq!(reconciled["not_judged"][0]["why"], "other-reason");
}

#[test]
fn what_a_console_shows_around_a_list_is_passed_over() {
    let row = listed("DROP", "{bob@fabrikam.com}", &format!("{{{LED}}}"));
    let star = "*".repeat(22);
    let transcript = format!(
        "{star}\nWindows PowerShell transcript start\nStart time: 20260813080000\n{star}\n\
         Transcript started, output file is trace.txt\nPS C:\\> Get-MessageTrackingLog | fl\n{row}\
         PS C:\\> Stop-Transcript\n{star}\nWindows PowerShell transcript end\n{star}\n"
    );
    for text in [
        format!("[PS] C:\\Windows\\system32>Get-MessageTrackingLog | fl\n\n{row}"),
        format!("WARNING: The session is about to expire.\n{row}"),
        format!("AVERTISSEMENT : La session expire.\n{row}"),
        transcript,
    ] {
        let (read, _, err) = of(&text);
        assert_eq!(read["rows"], 1, "{text}: {err}");
        assert_eq!(read["responses"].as_array().unwrap().len(), 1, "{read}");
        assert_eq!(err, "", "{text}");
    }
}

#[test]
fn recipients_that_were_joined_by_blanks_are_several() {
    let json = "[{\"Timestamp\":\"2020-12-22T09:28:06Z\",\"EventId\":\"FAIL\",\"Sender\":\"alice@contoso.com\",\
                \"Recipients\":\"bob@fabrikam.com carl@fabrikam.com\",\"RecipientStatus\":\"550 5.7.520 Access denied 550 5.7.520 Access denied\"}]";
    let csv = "\"Timestamp\",\"Sender\",\" $_.Recipients \",\"RecipientStatus\",\"EventId\"\n\
               12/22/2020 9:28:06 AM,alice@contoso.com,\"bob@fabrikam.com, carl@fabrikam.com\",,FAIL\n";
    for text in [json, csv] {
        let (read, reconciled, _) = of(text);
        assert_eq!(
            (
                &read["recipient_domains"][0]["value"],
                &read["recipient_domains"][0]["count"]
            ),
            (&"fabrikam.com".into(), &2.into()),
            "{read}"
        );
        assert_eq!(reconciled["disagree"], 0, "{reconciled}");
        assert_eq!(reconciled["not_judged"][0]["count"], 2, "{reconciled}");
    }
}

#[test]
fn the_name_of_any_list_stands_for_lost_recipients() {
    for name in [
        "System.String[]",
        "System.Object[]",
        "System.Collections.ArrayList",
    ] {
        let (read, reconciled, err) = of(&format!(
            "\"Timestamp\",\"Sender\",\"Recipients\",\"RecipientStatus\",\"EventId\"\n\
             \"12/22/2020 9:28:06 AM\",alice@contoso.com,{name},{name},FAIL\n"
        ));
        assert!(err.contains(&format!("the export has `{name}`")), "{err}");
        assert_eq!(read["statuses"], serde_json::json!([]));
        assert_eq!(reconciled["not_judged"][0]["why"], "list-lost");
    }
}

#[test]
fn what_is_no_trace_is_named() {
    let log = "#Software: Microsoft Exchange Server\n#Version: 15.0.0.0\n#Log-type: SMTP Receive Protocol Log\n\
               #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n\
               2026-08-03T08:01:03.123Z,EX01\\Default,08DC,0,10.0.0.1:25,10.0.0.2:1234,+,,\n";
    let table = "\nReceived             Sender Address    Recipient Address Subject Status\n\
                 --------             --------------    ----------------- ------- ------\n\
                 8/13/2026 8:01:03 AM alice@contoso.com bob@fabrikam.com  Orders  Delivered\n";
    for (text, told) in [
        (log, "another kind: `SMTP Receive Protocol Log`"),
        (table, "a table of the console"),
        ("<!DOCTYPE html><html></html>", "a web page"),
        (
            "\"_raw\",\"_time\",host\n\"{\"\"a\"\":1}\",2026-08-03T08:01:03,h\n",
            "in one column, such as `_raw`",
        ),
        (
            "\"timestamp\",\"source\",\"message\"\n\"2026-08-03T08:01:04Z\",\"ex01\",\"2026-08-03T08:01:03.123Z,,EX01,,EX01,,,ROUTING,DROP,1,<a@contoso.com>\"\n",
            "stand unparsed in one column",
        ),
        (
            "<13>Aug  3 08:01:04 ex01 tracking: 2026-08-03T08:01:03.123Z,,EX01,,EX01,,,ROUTING,DROP,1,<a@contoso.com>\n",
            "a collector's host and time, stands in front",
        ),
        (
            "2026-08-03T08:01:03.123Z,Outbound to Office 365,08DC,0,,10.0.0.1:25,*,,attempting to connect\n",
            "another kind: `2026-08-03T08:01:03.123Z,Outbound",
        ),
        (
            "date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n\
             2026-08-03T08:01:03.123Z,Outbound,08DC,1,10.0.0.2:1,10.0.0.1:25,<,\"550 5.7.64 TenantAttribution; Relay Access Denied\",\n",
            "another kind: `SMTP Protocol Log`",
        ),
        (
            "date-time,session,source,Destination,direction,description\n2026-08-03T08:01:03.123Z,08DC,SMTP,fabrikam.com,+,Established\n",
            "another kind: `Transport Connectivity Log`",
        ),
        (
            "Timestamp,NetworkMessageId,Action,ActionType,ActionTrigger,RecipientEmailAddress,DeliveryLocation\n\
             2026-08-03T08:01:03Z,n,Moved to quarantine,Malware ZAP,SpecialAction,alice@contoso.com,Quarantine\n",
            "export the table `EmailEvents`",
        ),
        (
            "{\"category\":\"AdvancedHunting-EmailAttachmentInfo\",\"properties\":{\"NetworkMessageId\":\"n\",\"RecipientEmailAddress\":\"alice@contoso.com\",\"FileName\":\"a.pdf\",\"SHA256\":\"0\"}}",
            "export the table `EmailEvents`",
        ),
        (
            "[{\"RecordType\":1,\"CreationDate\":\"2026-08-03T08:01:03Z\",\"Operations\":\"Set-Mailbox\",\"AuditData\":\"{}\"}]",
            "records of the audit log",
        ),
        (
            "\"CreationDate\",\"UserIds\",\"Operations\",\"AuditData\"\n\"8/3/2026\",\"a@contoso.com\",\"Send\",\"{}\"\n",
            "records of the audit log",
        ),
        (
            "Jan 14 10:12:33 mx1 postfix/smtp[2231]: 3F2A: to=<bob@contoso.com>, dsn=5.7.64, status=bounced (host mx said: 550 5.7.64 TenantAttribution; Relay Access Denied)\n",
            "`rdsim explain LINE`",
        ),
        (
            "MSGTRK2026080308-1.LOG:2026-08-03T08:01:03.123Z,,EX01,,EX01,,,ROUTING,DROP,1,<a@contoso.com>\n",
            "the name of a log, or a collector",
        ),
        (
            "\nD:\\logs\\MSGTRK2026080308-1.log:7:2026-08-03T08:01:03.123Z,,EX01,,EX01,,,ROUTING,DROP,1\n",
            "the name of a log, or a collector",
        ),
        (
            "Date (UTC),Request ID,User,Status\n2026-08-03T08:01:03Z,r,Alice,Success\n",
            "are not those of a message trace",
        ),
    ] {
        let err = refused(text);
        assert!(err.contains(told), "{told}: {err}");
    }
}

#[test]
fn columns_that_scripts_and_collectors_name_are_known() {
    let splunk = "\"_time\",SenderAddress,RecipientAddress,Status\n\
                  \"2026-08-03T08:01:03.123+0000\",alice@contoso.com,bob@fabrikam.com,Delivered\n";
    let rows = "{\"preview\":false,\"init_offset\":0,\"fields\":[\"_time\",\"SenderAddress\",\"RecipientAddress\",\"Status\"],\
                \"rows\":[[\"2026-08-03T08:01:03.000+00:00\",\"alice@contoso.com\",\"bob@fabrikam.com\",\"Delivered\"]]}";
    let german = "Datum (UTC),Absender,Empfänger,Betreff,Status\n\
                  13.08.2026 08:01,alice@contoso.com,bob@fabrikam.com,Bestellung,Zugestellt\n";
    let spanish = "Fecha;Remitente;Destinatario;Asunto;Estado\n\
                   13/8/2026 8:01:03;alice@contoso.com;bob@fabrikam.com;Pedido;Entregado\n";
    let wrapped = "{\"expected\":[{\"microsoft\":{\"exchange\":{\"eventid\":\"SENDEXTERNAL\",\"datetime\":\"2024-01-25T15:16:09.843Z\",\
                   \"recipientaddress\":[\"bob@fabrikam.com\"],\"senderaddress\":\"alice@contoso.com\"}}}]}";
    let date = "[{\"Received\":{\"value\":\"\\/Date(1785744063000)\\/\",\"DateTime\":\"Monday, August 3, 2026 8:01:03 AM\"},\
                \"SenderAddress\":\"alice@contoso.com\",\"RecipientAddress\":\"bob@fabrikam.com\",\"Status\":\"Delivered\"}]";
    let of_2007 = "2010-04-05T09:00:00.123Z,10.0.0.1,ex01,10.0.0.2,ex02,08CD,Internet,SMTP,SEND,12,<1@contoso.com>,bob@fabrikam.com,250 2.1.5 Recipient OK,1234,1,,,Orders,alice@contoso.com,alice@contoso.com,\n";
    let row = "\"Received\":\"2026-08-03T08:01:03\",\"SenderAddress\":\"alice@contoso.com\",\"RecipientAddress\":\"bob@fabrikam.com\",\"Status\":\"Delivered\"";
    let power_automate =
        format!("{{\"statusCode\":200,\"headers\":{{}},\"body\":{{\"value\":[{{{row}}}]}}}}");
    let xsoar = format!("{{\"EWS\":{{\"MessageTrace\":[{{{row}}}]}}}}");
    let datadog = format!(
        "{{\"data\":[{{\"type\":\"log\",\"attributes\":{{\"timestamp\":\"2026-08-03T08:01:09Z\",\"status\":\"info\",\"attributes\":{{{row}}}}}}}]}}"
    );
    let kibana = "\"@timestamp\",\"email.from.address\",\"email.to.address\",\"microsoft.online_message_trace.Status\"\n\"Aug 3, 2026 @ 08:01:03.123\",alice@contoso.com,bob@fabrikam.com,Delivered\n";
    let logstash = format!(
        "{{\"@timestamp\":\"2026-08-03T08:01:09Z\",\"type\":\"exchange\",\"message\":\"{}\"}}",
        of_2007.trim_end()
    );
    let script =
        "Received,From,To,Status\n13.08.2026 08:01,alice@contoso.com,bob@fabrikam.com,Delivered\n";
    let markdown = "| Received | SenderAddress | RecipientAddress | Status |\n|:---|---|---|--:|\n| 8/13/2026 8:01 | alice@contoso.com | bob@fabrikam.com | Delivered |\n";
    let sql = "Received,SenderAddress,RecipientAddress,Status\n--------,-------------,----------------,------\n2026-08-13 08:01,alice@contoso.com,bob@fabrikam.com,Delivered\n";
    let (power_automate, xsoar, datadog, logstash) =
        (&*power_automate, &*xsoar, &*datadog, &*logstash);
    for text in [
        splunk,
        rows,
        german,
        spanish,
        wrapped,
        date,
        of_2007,
        power_automate,
        xsoar,
        datadog,
        kibana,
        logstash,
        script,
        markdown,
        sql,
    ] {
        let (read, reconciled, err) = of(text);
        assert_eq!(err, "", "{text}");
        assert_eq!(read["rows"], 1, "{text}");
        assert_ne!(read["first"], Value::Null, "{text}: {read}");
        assert_eq!(read["recipient_domains"][0]["value"], "fabrikam.com");
        let first = read["first"].as_str().unwrap_or_default();
        assert!(!first.contains("/Date("), "{first}");
        assert_eq!(reconciled["fits_some_kind"], 1, "{text}: {reconciled}");
    }
    let queue = "\"Subject\",\"InternetMessageId\",\"FromAddress\",\"Status\",\"DateReceived\",\"LastError\",\"Recipients\"\n\
                 \"x\",\"<1@contoso.com>\",\"alice@contoso.com\",\"Retry\",\"12/22/2020 9:28:06 AM\",\"451 4.4.0 DNS query failed. The error was: SMTPSEND.DNS.NonExistentDomain; nonexistent domain\",\"bob@fabrikam.com\"\n";
    let (read, _, _) = of(queue);
    assert_eq!(read["senders"][0]["value"], "alice@contoso.com");
    assert_eq!(read["responses"].as_array().unwrap().len(), 1, "{read}");
}

#[test]
fn a_status_that_graph_does_not_name_is_not_one_that_is_still_to_come() {
    let (read, reconciled, _) = of(
        "{\"value\":[{\"senderAddress\":\"alice@contoso.com\",\"recipientAddress\":\"bob@fabrikam.com\",\
          \"receivedDateTime\":\"2026-08-03T08:01:00Z\",\"status\":\"unknownFutureValue\"}]}",
    );
    assert!(
        read["statuses"][0]["meaning"]
            .as_str()
            .unwrap()
            .contains("Prefer: include"),
        "{read}"
    );
    assert_eq!(reconciled["not_judged"][0]["why"], "unknown");
}

/// A document of Export-Clixml with these objects.
fn clixml(objects: &str) -> String {
    format!(
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\r\n{objects}\r\n</Objs>"
    )
}

/// A row of Get-MessageTrackingLog, with enums, lists, pairs and references as a session leaves them.
const TRACKED: &str = "  <Obj RefId=\"0\">\r\n    <TN RefId=\"0\"><T>Deserialized.X</T></TN>\r\n    <ToString>X</ToString>\r\n    <Props>\r\n\
      <DT N=\"Timestamp\">2020-12-22T09:28:06.5+01:00</DT>\r\n\
      <Obj N=\"EventId\" RefId=\"1\"><TN RefId=\"1\"><T>E</T></TN><ToString>FAIL</ToString><I32>5</I32></Obj>\r\n\
      <S N=\"MessageId\">&lt;1&#64;contoso.com&gt;</S>\r\n\
      <Obj N=\"Recipients\" RefId=\"2\"><TN RefId=\"2\"><T>L</T></TN><LST><S>ghost@fabrikam.com</S><S>bob@fabrikam.com</S></LST></Obj>\r\n\
      <Obj N=\"RecipientStatus\" RefId=\"3\"><TNRef RefId=\"2\"/><LST><S>550 5.1.10 RESOLVER.ADR.RecipientNotFound; x</S><S>550 5.7.520 Access denied, Your organization does not allow external forwarding.</S></LST></Obj>\r\n\
      <S N=\"MessageSubject\">a_x000A_b</S>\r\n      <S N=\"Sender\">alice@contoso.com</S>\r\n      <Nil N=\"ClientIp\"/>\r\n\
      <Obj N=\"EventData\" RefId=\"4\"><LST><Obj RefId=\"5\"><ToString>[a, b]</ToString><Props><S N=\"Key\">a</S><S N=\"Value\">b</S></Props></Obj></LST></Obj>\r\n\
    </Props>\r\n  </Obj>";

#[test]
fn objects_of_export_clixml_have_lists_enums_and_references() {
    let one = of(&clixml(TRACKED));
    // The same object in a list, and with properties that a script added.
    let listed = of(&clixml(&format!(
        "<Obj RefId=\"9\"><LST>{TRACKED}</LST></Obj>"
    )));
    let added = of(&clixml(&TRACKED.replace("Props>", "MS>")));
    let again = TRACKED.replace("RefId=\"2\"><TN", "RefId=\"22\"><TN");
    let referred = of(&clixml(&format!(
        "{TRACKED}{}",
        again
            .replace("&lt;1", "&lt;2")
            .replacen(
                "<LST><S>ghost@fabrikam.com</S><S>bob@fabrikam.com</S></LST>",
                "",
                1
            )
            .replace(
                "<Obj N=\"Recipients\" RefId=\"22\"><TN RefId=\"2\"><T>L</T></TN></Obj>",
                "<Ref N=\"Recipients\" RefId=\"2\" />"
            )
    )));
    for (name, (read, reconciled, err)) in [("one", &one), ("listed", &listed), ("added", &added)] {
        assert_eq!(err, "", "{name}");
        assert_eq!(read["rows"], 1, "{name}: {read}");
        assert_eq!(read["events"][0]["value"], "FAIL");
        assert_eq!(read["responses"].as_array().unwrap().len(), 2, "{read}");
        assert_eq!(reconciled["agree"], 1, "{name}: {reconciled}");
        assert_eq!(reconciled["not_judged"][0]["why"], "other-reason");
    }
    assert_eq!(
        (referred.0["rows"].as_u64(), referred.2.as_str()),
        (Some(2), "")
    );
    assert_eq!(referred.1["agree"], 2, "{}", referred.1);
}

#[test]
fn what_is_wrong_with_export_clixml_is_told_with_what_came_before() {
    let whole = clixml(&format!("{TRACKED}{TRACKED}"));
    let cut = whole.rfind("<Nil").unwrap();
    let deep = format!(
        "{}x{}",
        "<Obj N=\"a\"><LST>".repeat(300),
        "</LST></Obj>".repeat(300)
    );
    for (text, rows, told) in [
        (whole[..cut].to_owned(), 1, "not XML"),
        (whole.replace("&#64;", "&bomb;"), 0, "not XML"),
        (
            clixml(&TRACKED.replace("<Nil N=\"ClientIp\"/>", "<Ref N=\"x\" RefId=\"77\"/>")),
            0,
            "leads nowhere",
        ),
        (
            clixml(&TRACKED.replace("<Nil N=\"ClientIp\"/>", &deep)),
            0,
            "16 MiB",
        ),
        (clixml(&format!("{TRACKED}<S>stray</S>")), 1, "not a row"),
    ] {
        let (read, err) = of_any(&text);
        assert_eq!(
            read.map_or(0, |r| r["rows"].as_u64().unwrap()),
            rows,
            "{err}"
        );
        assert!(err.contains(told), "{told}: {err}");
    }
}

/// As [`of`], of a text that may not be readable.
fn of_any(text: &str) -> (Option<Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.xml");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let o = rdsim(&["read", "--format", "json", path]);
    let err = String::from_utf8(o.stderr).unwrap();
    (serde_json::from_slice(&o.stdout).ok(), err)
}
