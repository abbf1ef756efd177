//! Gets advice for every kind of device, follows it, and submits a message.

mod devices;

use crate::given::policy;
use crate::program::rdsim;
use devices::{Device, devices};
use rdsim::policy::{Policy, read};
use rdsim::report::submit::advice::{self, About};
use rdsim::submit::advise::{Choice, advise, assumed};
use rdsim::submit::{Method, Scenario, scenario, submit};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Default)]
struct Tenant {
    /// Direct send is rejected.
    reject: bool,
    /// SMTP AUTH is off for the organization.
    off: bool,
    /// A Partner connector locks out other addresses.
    lock: bool,
    /// An own connector knows 192.0.2.9.
    connector: bool,
    /// Every account is one of a licensed mailbox.
    all_known: bool,
}

impl Tenant {
    fn policy(&self) -> Value {
        let mut connectors = Vec::new();
        if self.lock {
            connectors.push(json!({"Name": "Gateway", "ConnectorType": "Partner", "SenderDomains": ["*"],
                "SenderIPAddresses": ["198.51.100.1"], "RequireTls": false, "RestrictDomainsToIPAddresses": true}));
        }
        if self.connector {
            connectors.push(json!({"Name": "Office", "ConnectorType": "OnPremises", "SenderIPAddresses": ["192.0.2.0/28"]}));
        }
        json!({
            "AcceptedDomains": ["contoso.com"],
            "RemoteDomains": [{"DomainName": "*"}],
            "Mailboxes": [
                {"Addresses": ["scan@contoso.com"]},
                {"Addresses": ["bare@contoso.com"], "HasLicense": false},
            ],
            "InboundConnectors": connectors,
            "OrganizationConfig": {"RejectDirectSend": self.reject, "SmtpClientAuthenticationDisabled": self.off, "AllRecipientsListed": true},
        })
    }
}

fn scenario(facts: &Value) -> Scenario {
    let mut scenario = scenario::read("scenario", facts.to_string().as_bytes())
        .unwrap_or_else(|p| panic!("{}", p[0]));
    scenario.complete();
    scenario
}

/// The mailbox of an account in the JSON of a policy; made where there is none.
fn mailbox<'a>(policy: &'a mut Value, account: &str) -> &'a mut Value {
    let all = policy["Mailboxes"].as_array_mut().unwrap();
    let is = |m: &Value| m["Addresses"][0] == account;
    let index = all.iter().position(is).unwrap_or_else(|| {
        all.push(json!({"Addresses": [account]}));
        all.len() - 1
    });
    &mut all[index]
}

/// The parameters of a command whose values have no spaces.
fn parameters(command: &str) -> (String, BTreeMap<String, String>) {
    let mut words = command.split(' ').map(|w| w.trim_matches('\''));
    let cmdlet = words.next().unwrap().to_owned();
    let mut out = BTreeMap::new();
    while let Some(name) = words.next() {
        out.insert(name.to_owned(), words.next().unwrap().to_owned());
    }
    (cmdlet, out)
}

/// Do in the JSON of a policy what the advice says.
fn follow(policy: &mut Value, changes: &[Value]) {
    for change in changes {
        if change["connector"].is_object() {
            let connector = &change["connector"];
            let command = change["command"].as_str().unwrap();
            assert!(command.starts_with("New-InboundConnector -Name "));
            for part in [
                "-ConnectorType OnPremises",
                "-CloudServicesMailEnabled $false",
                "-SenderDomains '*'",
            ] {
                assert!(command.contains(part), "{command}");
            }
            let by = connector
                .get("TlsSenderCertificateName")
                .or(connector.pointer("/SenderIPAddresses/0"));
            assert!(
                command.contains(&format!("'{}'", by.unwrap().as_str().unwrap())),
                "{command}"
            );
            policy["InboundConnectors"]
                .as_array_mut()
                .unwrap()
                .push(connector.clone());
            continue;
        }
        let Some(command) = change["command"].as_str() else {
            let what = change["what"].as_str().unwrap();
            let account = what
                .strip_prefix("give ")
                .unwrap()
                .split(' ')
                .next()
                .unwrap();
            mailbox(policy, account)["HasLicense"] = json!(true);
            continue;
        };
        let (cmdlet, p) = parameters(command);
        match cmdlet.as_str() {
            "Set-CASMailbox" => {
                assert_eq!(p["-SmtpClientAuthenticationDisabled"], "$false");
                mailbox(policy, &p["-Identity"])["SmtpClientAuthenticationDisabled"] = json!(false);
            }
            "Add-RecipientPermission" => {
                mailbox(policy, &p["-Trustee"])["SendAs"] = json!([p["-Identity"]]);
            }
            "Set-TransportConfig" => {
                assert_eq!(p["-AllowLegacyTLSClients"], "$true");
                policy["OrganizationConfig"]["AllowLegacyTLSClients"] = json!(true);
            }
            other => panic!("{other}"),
        }
    }
}

/// Advise a device, do what it says, and submit its message.
fn check(device: &Device, tenant: &Tenant, before: &Policy, mut json: Value, given: bool) {
    let facts = device.facts();
    let can = scenario(&facts);
    let advice = advise(before, &can);
    let context = format!("{facts}\n{advice:#?}");
    assert_eq!(advice.choice, device.expected(tenant), "{context}");
    let passed: Vec<Choice> = advice.passed_over.iter().map(|(c, _)| *c).collect();
    let ahead: Vec<Choice> = Choice::ALL
        .iter()
        .copied()
        .filter(|c| *c < advice.choice)
        .collect();
    assert_eq!(passed, ahead);

    let mut out = Vec::new();
    let about = About {
        policy: before,
        given,
    };
    advice::json(&advice, about, &mut out).unwrap();
    let told: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(told["version"], 1);
    assert_eq!(told["accepted"], true, "{context}");
    assert_eq!(told["advised"], advice.choice.id());
    follow(&mut json, told["changes"].as_array().unwrap());
    let mut handed = facts.clone();
    let settings = &told["settings"];
    for (name, from) in [
        ("Endpoint", "endpoint"),
        ("Port", "port"),
        ("Tls", "tls"),
        ("SignIn", "sign_in"),
        ("From", "from"),
        ("MailFrom", "mail_from"),
        ("Account", "account"),
    ] {
        handed[name] = settings[from].clone();
    }
    if advice.choice == Choice::OwnServer {
        // The device's own address and certificate are not the server's.
        for name in ["PublicIP", "FixedIP", "CertificateNames"] {
            handed.as_object_mut().unwrap().remove(name);
        }
    }
    let after = policy(&json.to_string());
    let submitted = submit(&after, &scenario(&handed));
    assert_eq!(submitted.failures, [], "{context}\n{json}");
    let way = match advice.choice {
        Choice::Client | Choice::LegacyClient | Choice::OwnServer => Method::Client,
        Choice::Direct => Method::Direct,
        Choice::Certificate | Choice::Address => Method::Relay,
    };
    assert_eq!(submitted.method, way, "{context}");
    let names_address = told["spf"]["record"]
        .as_str()
        .is_some_and(|r| r.contains("ip4:192.0.2.9 "));
    let fixed = device.address == Some(("192.0.2.9", true));
    assert_eq!(
        names_address,
        fixed && way != Method::Client && device.from.ends_with("contoso.com"),
        "{context}"
    );
}

#[test]
fn the_advised_way_is_the_preferred_one_and_is_taken() {
    let bits = [false, true];
    for (reject, off) in bits.into_iter().flat_map(|a| bits.map(|b| (a, b))) {
        for (lock, connector) in bits.into_iter().flat_map(|a| bits.map(|b| (a, b))) {
            let tenant = Tenant {
                reject,
                off,
                lock,
                connector,
                all_known: false,
            };
            let json = tenant.policy();
            let before = policy(&json.to_string());
            // Every device in the plain tenant; elsewhere every seventeenth.
            let plain = !(reject || off || lock || connector);
            for device in devices().iter().step_by(if plain { 1 } else { 17 }) {
                check(device, &tenant, &before, json.clone(), true);
            }
        }
    }
}

#[test]
fn without_a_policy_the_senders_domain_is_inside() {
    let tenant = Tenant {
        all_known: true,
        ..Tenant::default()
    };
    for device in devices().iter().filter(|d| d.from.ends_with("contoso.com")) {
        let can = scenario(&device.facts());
        let before = assumed(&can).unwrap();
        let mut json = tenant.policy();
        json["Mailboxes"] = json!([]);
        if let Some(account) = &can.account {
            mailbox(&mut json, account);
        }
        check(device, &tenant, &before, json, false);
    }
}

#[test]
fn a_connector_of_the_policy_that_fits_is_named_and_no_other_is_made() {
    let o = run(
        "--policy policies/contoso.yaml --tls none --ip 192.0.2.10 --fixed-ip --from scan@contoso.com --to bob@fabrikam.com",
    );
    assert_eq!(o.0, Some(0), "{}", o.1);
    assert!(
        o.1.starts_with("ADVISED  SMTP relay by fixed address\n"),
        "{}",
        o.1
    );
    assert!(
        o.1.contains("  the connector Tokyo scanners fits already (policies/contoso.yaml:"),
        "{}",
        o.1
    );
    assert!(!o.1.contains("New-InboundConnector"), "{}", o.1);
}

#[test]
fn a_name_that_is_taken_is_not_used_again_and_quotes_are_safe() {
    let yaml = "AcceptedDomains: [contoso.com]\nInboundConnectors:\n  - Name: DEVICES AT 192.0.2.9\n    ConnectorType: Partner\n    SenderDomains: [partner.example]\n";
    let policy = read::read("p", yaml.as_bytes()).unwrap().0;
    let device = Device {
        tls: "None",
        sign_in: "None",
        account: None,
        address: Some(("192.0.2.9", true)),
        certificate: None,
        outside: true,
        from: "scan@contoso.com",
        minute: 1,
    };
    let advice = advise(&policy, &scenario(&device.facts()));
    let command = advice.changes[0].command().unwrap();
    assert!(
        command.contains("-Name 'Devices at 192.0.2.9 (2)'"),
        "{command}"
    );
    let mut facts = device.facts();
    facts["From"] = json!("o'neill@contoso.com");
    facts["PublicIP"] = Value::Null;
    let advice = advise(&policy, &scenario(&facts));
    assert_eq!(advice.choice, Choice::OwnServer);
    assert!(
        advice
            .changes
            .iter()
            .all(|c| c.command().is_none_or(|c| !c.contains("'o'neill")))
    );
}

fn run(args: &str) -> (Option<i32>, String) {
    let mut command = rdsim(&["submit", "--advise"]);
    let o = command.args(args.split_whitespace()).output().unwrap();
    let text = [o.stdout, o.stderr].concat();
    (o.status.code(), String::from_utf8(text).unwrap())
}

#[test]
fn what_is_missing_or_wrong_is_told() {
    let o = run("--from scan@contoso.com");
    assert_eq!(o.0, Some(2));
    assert!(
        o.1.contains("no recipient") && !o.1.contains("no endpoint"),
        "{}",
        o.1
    );
    let o = run("--from scan --to bob@fabrikam.com");
    assert_eq!(o.0, Some(2), "{}", o.1);
    let o = run("--from scan@contoso.com --to bob@fabrikam.com --ip 192.0.2");
    assert_eq!(o.0, Some(2), "{}", o.1);
}

#[test]
fn an_account_that_the_policy_does_not_list_may_have_a_mailbox() {
    let device = scenario(&json!({
        "SignIn": "OAuth", "Tls": "TLS1.2", "Account": "desk@contoso.com", "From": "desk@contoso.com",
        "Recipients": ["bob@partner.example"],
    }));
    let told = |listed: bool, off: bool| {
        let mut json = Tenant {
            off,
            ..Tenant::default()
        }
        .policy();
        json["OrganizationConfig"]["AllRecipientsListed"] = json!(listed);
        let policy = policy(&json.to_string());
        let advice = advise(&policy, &device);
        let warned = advice
            .warnings
            .iter()
            .any(|w| w.to_string().contains("not among the policy's `Mailboxes`"));
        let changes = advice
            .changes
            .iter()
            .filter_map(|c| c.command())
            .collect::<Vec<_>>();
        (advice.choice, warned, changes)
    };
    assert_eq!(told(false, false), (Choice::Client, true, Vec::new()));
    // What is off for everybody is turned on for it.
    let (choice, warned, changes) = told(false, true);
    assert_eq!((choice, warned), (Choice::Client, true));
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(
        changes[0].starts_with("Set-CASMailbox ") && changes[0].contains("desk@contoso.com"),
        "{changes:?}"
    );
    // Where the policy lists everybody, it has none.
    assert_ne!(told(true, false).0, Choice::Client);
}
