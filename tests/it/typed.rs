//! Tells what to do with a policy as people give it: an export in its place, words of the admin center.

use rdsim::diagnostic::Problem;

fn problems(text: &str) -> Vec<Problem> {
    rdsim::policy::read::read("t.yaml", text.as_bytes()).unwrap_err()
}

#[test]
fn the_output_of_a_cmdlet_in_place_of_a_policy_is_to_be_imported() {
    let list = "\r\n\r\nRunspaceId         : 6d2e\r\nDomainName         : *\r\nIsInternal         : False\r\nAutoForwardEnabled : True\r\nName               : Default\r\n";
    let json = "[\n  {\n    \"DomainName\": \"*\",\n    \"Name\": \"Default\"\n  }\n]\n";
    let csv = "\"Name\",\"DomainName\",\"AutoForwardEnabled\"\r\n\"Default\",\"*\",\"True\"\r\n";
    for output in [list, json, csv] {
        let told = problems(output);
        let [told] = told.as_slice() else {
            panic!("{told:?}");
        };
        assert_eq!(
            told.message.to_string(),
            "expected a policy, found what a cmdlet printed",
            "{output}"
        );
        assert!(told.help.to_string().contains("rdsim import"), "{told}");
    }
    // JSON that is a policy is one.
    let policy =
        "{\"AcceptedDomains\": [\"contoso.com\"], \"RemoteDomains\": [{\"DomainName\": \"*\"}]}";
    assert!(rdsim::policy::read::read("t.json", policy.as_bytes()).is_ok());
}

#[test]
fn words_of_the_admin_center_and_domains_as_typed_are_told_what_to_write() {
    let head = "AcceptedDomains: [contoso.com]\n";
    let rule =
        |line: &str| format!("{head}TransportRules:\n- Name: r\n  {line}\n  Quarantine: true\n");
    for (text, help) in [
        (
            rule("FromScope: Inside the organization"),
            "write `InOrganization`",
        ),
        (rule("SentToScope: 組織外"), "write `NotInOrganization`"),
        (
            rule("ExceptIfSentToScope: outside the organization"),
            "write `NotInOrganization`",
        ),
        (
            rule("MessageTypeMatches: Auto-forward"),
            "write `AutoForward`",
        ),
        (
            "AcceptedDomains: [Contoso.COM.]\n".to_owned(),
            "without the dot at its end",
        ),
        (
            format!("{head}RemoteDomains: [{{DomainName: '*.fabrikam.com.'}}]\n"),
            "without the dot at its end",
        ),
    ] {
        let told = problems(&text);
        let all: Vec<String> = told.iter().map(|p| p.help.to_string()).collect();
        assert!(all.iter().any(|h| h.contains(help)), "{text}: {all:?}");
    }
}
