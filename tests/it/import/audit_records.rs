//! Reads the records of audit logs as tools export them.

use super::history::FOLDER;
use rdsim::import::Input;
use rdsim::import::history::{Base, Outcome, history};
use std::fs;

#[test]
fn a_search_that_was_cut_is_told() {
    let search = fs::read_to_string(format!("{FOLDER}/search.json")).unwrap();
    let cut = search.replace("\"ResultCount\":  11", "\"ResultCount\":  4711");
    let input = Input {
        file: "f",
        bytes: cut.as_bytes(),
    };
    let told = history(&[input], Base::Unknown, &mut |_| ()).unwrap();
    assert_eq!(told[0].code, "search-cut");
    // The same record in two exports is one change.
    let twice = [
        Input {
            file: "a",
            bytes: search.as_bytes(),
        },
        Input {
            file: "b",
            bytes: search.as_bytes(),
        },
    ];
    let mut count = 0;
    history(&twice, Base::Unknown, &mut |_| count += 1).unwrap();
    assert_eq!(count, 11);
    let no = Input {
        file: "f",
        bytes: b"[{\"DomainName\": \"*\"}]",
    };
    let problems = history(&[no], Base::Unknown, &mut |_| ()).unwrap_err();
    assert_eq!(problems[0].code, "no-records");
}

#[test]
fn records_of_other_tools_are_read() {
    let parameters = r#"[{\"Name\":\"Identity\",\"Value\":\"Default\"},{\"Name\":\"AutoForwardEnabled\",\"Value\":\"False\"}]"#;
    let whole = r#"{"CreationTime":"2026-05-24T15:10:53","Operation":"Set-RemoteDomain","RecordType":1,"ObjectId":"Default","UserId":"dana@contoso.com","Parameters":[{"Name":"Identity","Value":"Default"},{"Name":"AutoForwardEnabled","Value":"False"}]}"#;
    for log in [
        // Sentinel, Graph, Defender, Elastic, Search-AdminAuditLog.
        format!(
            "[{{\"TimeGenerated\":\"2026-05-24T15:10:53Z\",\"OfficeWorkload\":\"Exchange\",\"Operation\":\"Set-RemoteDomain\",\"OfficeObjectId\":\"Default\",\"UserId\":\"dana@contoso.com\",\"ResultStatus\":\"True\",\"Parameters\":\"{parameters}\"}}]"
        ),
        format!(
            "{{\"@odata.context\":\"x\",\"value\":[{{\"id\":\"1\",\"createdDateTime\":\"2026-05-24T15:10:53Z\",\"operation\":\"Set-RemoteDomain\",\"userPrincipalName\":\"dana@contoso.com\",\"objectId\":\"Default\",\"auditData\":{whole}}}]}}"
        ),
        format!(
            "TimeGenerated,ActionType,RawEventData\n2026-05-24T15:10:53Z,Set-RemoteDomain,\"{}\"\n",
            whole.replace('"', "\"\"")
        ),
        // The portal of Sentinel, Defender's export, Splunk.
        format!(
            "TenantId,\"TimeGenerated [UTC]\",Operation,OfficeWorkload,OfficeObjectId,UserId,Parameters\nt,\"5/24/2026, 3:10:53.000 PM\",Set-RemoteDomain,Exchange,Default,dana@contoso.com,\"{}\"\n",
            parameters.replace("\\\"", "\"\"")
        ),
        format!(
            "Timestamp,ActionType,RawEventData\n2026-05-24T15:10:53Z,Set-RemoteDomain,\"{}\"\n",
            whole.replace('"', "\"\"")
        ),
        format!(
            "{{\"preview\":false,\"offset\":0,\"result\":{{\"_time\":\"x\",\"_raw\":\"{}\"}}}}",
            whole.replace('"', "\\\"")
        ),
        format!("{{\"hits\":{{\"hits\":[{{\"_source\":{{\"o365audit\":{whole}}}}}]}}}}"),
        String::from(
            "[{\"ObjectModified\":\"Default\",\"CmdletName\":\"Set-RemoteDomain\",\"CmdletParameters\":[{\"Name\":\"Identity\",\"Value\":\"Default\"},{\"Name\":\"AutoForwardEnabled\",\"Value\":\"False\"}],\"Caller\":\"dana@contoso.com\",\"Succeeded\":true,\"RunDate\":\"2026-05-24T15:10:53Z\"}]",
        ),
    ] {
        let input = Input {
            file: "f",
            bytes: log.as_bytes(),
        };
        let mut steps = Vec::new();
        let told = history(&[input], Base::Unknown, &mut |step| steps.push(step));
        assert_eq!(
            told.unwrap_or_else(|p| panic!("{log}: {}", p[0])),
            [],
            "{log}"
        );
        let [step] = &steps[..] else {
            panic!("{log}: {steps:?}")
        };
        assert_eq!(
            (step.time.as_str(), step.who.as_str(), step.target.as_str()),
            ("2026-05-24T15:10:53Z", "dana@contoso.com", "Default"),
            "{log}"
        );
        assert!(
            matches!(&step.outcome, Outcome::Changed(c) if c.len() == 1 && c[0].name == "AutoForwardEnabled"),
            "{log}: {step:?}"
        );
    }
}
