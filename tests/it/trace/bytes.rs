//! Throws bytes at the readers and the model: nothing panics, and nothing is counted twice.

use crate::targets::model;
#[allow(dead_code, reason = "one target of many")]
use proptest::prelude::*;

proptest! {
    #[test]
    fn no_rows_panic_the_model(rows in proptest::collection::vec((
        "(2026-08-01T10:00|1/2/2026|x)?",
        "(alice@contoso\\.com|<>|z@example\\.com|carol@contoso\\.com|\\PC{0,4})",
        "(bob@fabrikam\\.com|ivan@contoso\\.com|heidi@contoso\\.com|a@example\\.com;b@sales\\.fabrikam\\.com|@|\\PC{0,4})",
        "(DROP|FAIL|SEND|DELIVER|RECEIVE|EXPAND|Delivered|Failed|\\PC{0,4})",
        "(MAILBOXRULE|DSN|JOURNALING|SMTP)?",
        0usize..13,
        "(Automatic reply: x|自動応答: x|Re: y)?",
        "[1-3]",
    ), 0..40)) {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["date_time_utc", "sender_address", "recipient_address", "event_id", "source", "source_context", "recipient_status", "message_subject", "message_id"]).unwrap();
        for (time, from, to, event, source, response, subject, id) in &rows {
            let response = rdsim::transport::responses::ALL.get(*response);
            let context = response.and_then(|r| r.source_context).unwrap_or_default();
            let line = response.map(|r| r.line()).unwrap_or_default();
            table.write_record([time, from, to, event, source, context, &line, subject, id]).unwrap();
        }
        model(&table.into_inner().unwrap());
    }

    #[test]
    fn no_bytes_panic_the_model(bytes in proptest::collection::vec(any::<u8>(), 0..300), start in 0usize..4) {
        let mut all = [&b"Received,SenderAddress,RecipientAddress,Status\n"[..], b"[{\"Received\":\"", b"#Fields: date-time,event-id\n", b""][start].to_vec();
        all.extend(bytes);
        model(&all);
    }
}
