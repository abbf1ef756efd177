//! Proves what exports are read by, and that the columns of the Extended report are all there.

use rdsim::trace::predict::COLUMNS;
use rdsim::trace::{self, Trace, event, status};
use std::collections::BTreeSet;

fn read(export: &str) -> Trace {
    let mut trace = Trace::default();
    trace::read("t", export.as_bytes(), &mut trace);
    assert_eq!((trace.bad_rows, trace.unreadable_files), (0, 0), "{export}");
    trace
}

#[test]
fn the_statuses_and_events_are_those_of_the_documents() {
    let statuses: BTreeSet<_> = status::ALL.iter().map(|s| s.name).collect();
    let documented =
        "Delivered Failed Pending Expanded Quarantined Resolved FilteredAsSpam GettingStatus";
    assert_eq!(statuses, documented.split(' ').collect());
    let events: BTreeSet<_> = event::PAGED.iter().map(|e| e.name).collect();
    let documented = "RECEIVE SUBMIT SENDEXTERNAL DELIVER EXPAND TRANSFER DEFER FAIL DROP RESOLVE REDIRECT AGENTINFO";
    assert_eq!(events, documented.split(' ').collect());
}

#[test]
fn the_extended_report_has_the_documented_columns() {
    let documented = "sender_address recipient_status message_subject total_bytes message_id \
        network_message_id original_client_ip directionality connector_id client_ip \
        client_hostname server_ip server_hostname source_context source event_id \
        internal_message_id recipient_address recipient_count related_recipient_address reference \
        return_path message_info tenant_id original_server_ip custom_data";
    let mut documented: BTreeSet<&str> = documented.split_whitespace().collect();
    // The time goes by this name in the report as it is downloaded.
    documented.insert("date_time_utc");
    assert_eq!(COLUMNS.into_iter().collect::<BTreeSet<_>>(), documented);
}

#[test]
fn a_tracking_log_says_the_same_with_hyphens() {
    let report = "date_time_utc,source_context,source,event_id,message_id,recipient_address,sender_address\n2026-08-03T08:00:00Z,BlockAFToExternalUser,ROUTING,DROP,<1@contoso.com>,bob@fabrikam.com,alice@contoso.com\n";
    let (header, rows) = report.split_once('\n').unwrap();
    let header = header
        .replace('_', "-")
        .replace("date-time-utc", "date-time");
    let log = format!("#Software: Microsoft Exchange Server\n#Fields: {header}\n{rows}");
    let (a, b) = (read(report), read(&log));
    for trace in [&a, &b] {
        assert_eq!(trace.events.sorted(), [("DROP", 1)]);
        assert_eq!(trace.senders.sorted(), [("alice@contoso.com", 1)]);
        assert_eq!(trace.first.as_deref(), Some("2026-08-03T08:00:00Z"));
    }
}

#[test]
fn the_columns_of_the_enhanced_summary_and_its_recipient_status_are_read() {
    let report = "origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,network_message_id,original_client_ip,directionality,connector_id,delivery_priority\n2026-08-03T08:00:00Z,alice@contoso.com,\"bob@fabrikam.com##Receive, Send\",x,1,<1@contoso.com>,n,,2,,Normal\n";
    let trace = read(report);
    assert_eq!(trace.rows, 1);
    assert_eq!(trace.senders.sorted(), [("alice@contoso.com", 1)]);
    assert_eq!(trace.recipient_domains.sorted(), [("fabrikam.com", 1)]);
    let statuses: Vec<_> = trace.statuses.sorted();
    assert!(!statuses.is_empty());
}

#[test]
fn the_two_senses_of_a_row_are_told_by_the_response_alone() {
    // Only the words after the code tell a dropped NDR from a dropped notification.
    let code = "250 2.1.5 RESOLVER.MSGTYPE.NDR";
    let known = |line: &str| trace::response::known(line).len();
    assert_eq!(known(code), 2);
    for words in ["NDR", "MFN"] {
        let line = format!("{code}; handled {words} addressed to external recipient");
        assert_eq!(known(&line), 1, "{line}");
    }
}

#[test]
fn outgoing_mail_has_direction_2_and_incoming_1() {
    use super::judged;
    use crate::given::{MESSAGE, policy};
    use rdsim::evaluate::Overrides;
    use rdsim::trace::predict::{MessageFields, extended, predict};
    let p = policy("AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\n");
    let at = |name: &str| COLUMNS.iter().position(|c| *c == name).unwrap();
    for (from, to, direction, status) in [
        (
            "alice@contoso.com",
            "bob@fabrikam.com",
            "2",
            "bob@fabrikam.com##Receive, Send",
        ),
        (
            "eve@example.com",
            "alice@contoso.com",
            "1",
            "alice@contoso.com##Receive, Deliver",
        ),
        (
            "carol@contoso.com",
            "alice@contoso.com",
            "",
            "alice@contoso.com##Receive, Deliver",
        ),
    ] {
        let told = Overrides {
            from: Some(from.into()),
            to: vec![to.into()],
            ..Overrides::default()
        };
        let v = judged(&p, MESSAGE, &told);
        let trails = predict(&p, &v, from);
        let rows = extended(&trails[0], &MessageFields::default());
        for row in &rows {
            assert_eq!(row[at("directionality")], direction, "{from} {to}");
        }
        assert_eq!(rows.last().unwrap()[at("recipient_status")], status);
    }
}
