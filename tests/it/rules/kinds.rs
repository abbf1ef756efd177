//! States by which signs a message is of a kind.

use rdsim::transport::classify::{self, Kind};

#[test]
fn the_most_severe_action_decides_in_any_order() {
    let order = [
        ("delivered", Kind::DeliveryReport),
        ("expanded", Kind::DsnExpanded),
        ("relayed", Kind::DsnRelayed),
        ("delayed", Kind::DsnDelayed),
        ("failed", Kind::Ndr),
    ];
    for (i, (low, _)) in order.iter().enumerate() {
        for (high, kind) in &order[i..] {
            for pair in [[low, high], [high, low]] {
                let text = format!(
                    "From: p@contoso.com\nTo: b@fabrikam.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nAction: {}\n\nAction: {}\n\n--x--\n",
                    pair[0], pair[1]
                );
                let m = rdsim::mail::read(text.as_bytes()).unwrap();
                assert_eq!(classify::classify(&m, None).kinds, [*kind], "{pair:?}");
            }
        }
    }
}

#[test]
fn message_classes_have_their_kinds() {
    for (class, oof, kind) in [
        (
            "IPM.Note.Rules.OofTemplate.Microsoft",
            None,
            Kind::OofInternal,
        ),
        (
            "envelope.ipm.note.rules.ooftemplate.microsoft",
            Some(2),
            Kind::OofInternal,
        ),
        (
            "IPM.Note.Rules.OofTemplate.Microsoft",
            Some(0),
            Kind::OofLegacy,
        ),
        (
            "IPM.Note.Rules.ExternalOofTemplate.Microsoft",
            None,
            Kind::OofExternal,
        ),
        (
            "IPM.Note.Rules.ReplyTemplate.Microsoft",
            None,
            Kind::AutoReply,
        ),
        (
            "IPM.Schedule.Meeting.Notification.Forward",
            None,
            Kind::MeetingForwardNotification,
        ),
        (
            "IPM.Notification.Meeting.Forward.X",
            None,
            Kind::MeetingForwardNotification,
        ),
        ("IPM.Outlook.Recall", None, Kind::Recall),
        ("IPM.Recall.Report.Failure", None, Kind::RecallReport),
        ("REPORT.IPM.Note.IPNRN", None, Kind::ReadReceipt),
        ("REPORT.IPM.Note.IPNNRN", None, Kind::NonReadReceipt),
        ("REPORT.IPM.Note.Delayed.DR", None, Kind::DsnDelayed),
        ("REPORT.IPM.Note.Relayed.DR", None, Kind::DsnRelayed),
        ("REPORT.IPM.Note.Expanded.DR", None, Kind::DsnExpanded),
        ("REPORT.IPM.Note.DR", None, Kind::DeliveryReport),
        ("REPORT.IPM.Note.NDR", None, Kind::Ndr),
        ("IPM.Schedule.Meeting.Request", None, Kind::Ordinary),
    ] {
        assert_eq!(classify::kind_of_class(class, oof), kind, "{class}");
    }
}
