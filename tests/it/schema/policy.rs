//! Holds the schema of policies to their reader.

use super::{document, validator, wrong};
use crate::given::policies;
use crate::program::root;
use jsonschema::Validator;
use proptest::prelude::*;
use rdsim::lint::RULES;
use rdsim::policy::schema::file_text;
use rdsim::policy::sections::{NOT_SIMULATED, SECTIONS, Section, Type};
use rdsim::transport::settings;
use serde_json::{Value, json};
use std::sync::LazyLock;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| validator(&schema()));

pub fn schema() -> Value {
    rdsim::policy::schema::schema(settings::first_paragraph)
}

/// Whether the reader takes a policy. JSON is YAML.
fn reads(policy: &Value) -> bool {
    rdsim::policy::read::read("policy", policy.to_string().as_bytes()).is_ok()
}

/// The examples of a page.
fn examples(page: &str) -> Vec<&str> {
    let fences = page.split("```yaml policy\n").skip(1);
    fences.map(|f| f.split("```").next().unwrap()).collect()
}

#[test]
fn every_sample_and_every_example_that_is_read_is_valid() {
    let mut texts: Vec<(String, String)> = policies()
        .iter()
        .map(|p| (p.display().to_string(), std::fs::read_to_string(p).unwrap()))
        .collect();
    assert!(texts.len() >= 6);
    let pages = settings::all().map(|s| (s.id, s.page));
    let pages = pages.chain(RULES.iter().map(|r| (r.id, r.page)));
    let mut played = 0;
    for (id, page) in pages {
        for example in examples(page) {
            texts.push((id.to_owned(), example.to_owned()));
            played += 1;
        }
    }
    assert!(played > 2 * settings::all().count());
    let mut valid = 0;
    for (name, text) in texts {
        // A page of lint may show what cannot be read.
        if rdsim::policy::read::read(&name, text.as_bytes()).is_ok() {
            assert_eq!(wrong(&SCHEMA, &document(&text)), [""; 0], "{name}\n{text}");
            valid += 1;
        }
    }
    assert!(valid > 2 * settings::all().count());
}

#[test]
fn every_setting_and_parameter_is_described() {
    let schema = schema();
    for section in SECTIONS {
        for property in section.properties.iter() {
            let about = &schema["$defs"][section.name]["properties"][property.name]["description"];
            let about = about.as_str().unwrap();
            assert!(about.ends_with('.') && !about.contains('\n'), "{about}");
            if let Some(setting) = settings::all().find(|s| s.name == property.name) {
                let start: String = about.chars().take(60).collect();
                assert!(setting.page.replace('\n', " ").contains(&start), "{about}");
            }
        }
    }
    let text = file_text(&schema);
    for (name, why) in NOT_SIMULATED {
        assert!(
            *name == "Name" || text.contains(&format!("Accepted, and not simulated: {why}.")),
            "{name}"
        );
    }
}

/// An entry that the reader takes, without the property under test.
fn entry(section: &Section) -> Value {
    match section.name {
        "AcceptedDomains" => json!({ "DomainName": "contoso.com" }),
        "RemoteDomains" => json!({ "DomainName": "fabrikam.com" }),
        "MailContacts" | "MailUsers" => json!({ "ExternalEmailAddress": "bob@fabrikam.com" }),
        "Mailboxes" => {
            json!({ "Addresses": "a@contoso.com", "PrimarySmtpAddress": "a@contoso.com" })
        }
        "InboxRules" => json!({ "Mailbox": "a@contoso.com" }),
        _ => json!({}),
    }
}

/// A policy with one entry.
fn with(section: &Section, entry: &Value) -> Value {
    json!({ section.name: [entry] })
}

/// Values of every type, right and wrong ones, as people and cmdlets write them.
fn values() -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!(true),
        json!(false),
        json!([]),
        json!({}),
        json!([1]),
        json!(["a@contoso.com", "b@contoso.com"]),
        json!([["a@contoso.com"]]),
        json!({ "a": 1 }),
    ];
    let edges = [
        -1, 0, 1, 76, 100, 101, 132, 133, 50219, 50220, 50221, 50222, 50223,
    ];
    all.extend(edges.map(Value::from));
    all.extend([i64::from(i32::MAX), i64::from(i32::MAX) + 1].map(Value::from));
    let texts = "true $true TRUE $False False $$true yes maybe $null $NULL Unlimited unlimited Undefined Lowest lowest 76 None On off external INTERNALLEGACY Externally Use7bit Always never Html utf-8 UTF-8 utf8 Shift_JIS iso-8859-1 windows-9999 Enabled disabled contoso.com *.contoso.com *contoso.com * foo.* bob@fabrikam.com";
    all.extend(texts.split(' ').map(Value::from));
    all.extend(["", " ", " 76 ", " utf-8 ", " true", "On "].map(Value::from));
    for section in SECTIONS {
        for property in section.properties.iter() {
            if let Type::Word(words) = property.kind {
                all.extend(words.iter().map(|w| Value::from(*w)));
            }
        }
    }
    all
}

#[test]
fn schema_and_reader_agree_on_every_value_of_every_property() {
    let (mut taken, mut refused) = (0, 0);
    for section in SECTIONS {
        for property in section.properties.iter() {
            for value in values() {
                let mut entry = entry(section);
                entry[property.name] = value.clone();
                let policy = with(section, &entry);
                let (read, valid) = (reads(&policy), SCHEMA.is_valid(&policy));
                // What is text, and a number, a domain or an address, only the reader looks into.
                let text = value.is_string();
                let lax = text
                    && (matches!(property.kind, Type::Number { .. })
                        || property.name.ends_with("SmtpAddress"))
                    || property.name == "DomainName"
                    // It needs the name of the header beside it.
                    || ["ContainsWords", "MatchesPatterns"].iter().any(|end| {
                        section.name == "TransportRules"
                            && property.name.ends_with(&format!("Header{end}"))
                    });
                assert!(
                    read == valid || (valid && lax),
                    "{policy}: read {read}, valid {valid}"
                );
                taken += usize::from(read);
                refused += usize::from(!valid);
            }
        }
    }
    assert!(taken > 500 && refused > 500, "{taken} {refused}");
}

#[test]
fn schema_and_reader_agree_on_keys_and_on_what_an_entry_needs() {
    for section in SECTIONS {
        let good = entry(section);
        assert!(reads(&with(section, &good)) && SCHEMA.is_valid(&with(section, &good)));
        let names: Vec<&str> = section.names().collect();
        for name in &names {
            // As misspelled, in another case, and as it is.
            for key in [
                format!("{name}s1"),
                name.to_lowercase(),
                name.to_uppercase(),
            ] {
                let mut entry = good.clone();
                let known = names.iter().any(|n| n.eq_ignore_ascii_case(&key));
                let map = entry.as_object_mut().unwrap();
                let value = map.remove(*name).unwrap_or(match section.property(name) {
                    Some(p) => match p.kind {
                        Type::Bool => json!(true),
                        _ => json!(""),
                    },
                    None => json!({ "any": ["thing"] }),
                });
                map.insert(key.clone(), value);
                let policy = with(section, &entry);
                let read = reads(&policy);
                assert_eq!(read, SCHEMA.is_valid(&policy), "{policy}");
                assert!(!read || known, "{policy}");
            }
        }
        for need in good.as_object().unwrap().keys() {
            let mut poor = good.clone();
            poor.as_object_mut().unwrap().remove(need);
            let policy = with(section, &poor);
            assert_eq!(reads(&policy), SCHEMA.is_valid(&policy), "{policy}");
        }
    }
}

#[test]
fn schema_and_reader_agree_on_the_shape_of_a_policy() {
    let entry = |section: &Section| entry(section);
    let mut shapes = vec![
        json!({}),
        json!([]),
        json!(null),
        json!("text"),
        json!({ "RemoteDomain": [] }),
    ];
    for section in SECTIONS {
        let good = entry(section);
        let any = [
            json!([]),
            json!(null),
            json!([good, good]),
            good.clone(),
            json!("contoso.com"),
            json!(["contoso.com"]),
            json!(["*"]),
            json!(["a@contoso.com"]),
            json!([null]),
            json!([[good]]),
            json!(7),
            json!([7]),
            json!(true),
        ];
        for value in any {
            shapes.push(json!({ section.name: value }));
            shapes.push(json!({ section.name.to_uppercase(): value }));
        }
    }
    let mut taken = 0;
    for policy in &shapes {
        let (read, valid) = (reads(policy), SCHEMA.is_valid(policy));
        // Two entries alike are for the reader to tell.
        let twice = policy.to_string().matches("},{").count() > 0;
        assert!(
            read == valid || (valid && twice),
            "{policy}: read {read}, valid {valid}"
        );
        taken += usize::from(read);
    }
    assert!(taken > 20 && taken < shapes.len() - 20);
}

/// A name in another case.
fn recased(name: &str, upper: &[bool]) -> String {
    let flags = upper.iter().copied().cycle();
    name.chars()
        .zip(flags)
        .map(|(c, up)| {
            if up {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}

/// An entry of some properties in any case, most values right.
fn any_entry(section: &'static Section) -> impl Strategy<Value = Value> {
    let names: Vec<&str> = section.properties.iter().map(|p| p.name).collect();
    let value = prop::sample::select(values());
    let pair = (
        prop::sample::select(names),
        value,
        prop::collection::vec(any::<bool>(), 1..5),
    );
    prop::collection::vec(pair, 0..6).prop_map(move |pairs| {
        let mut out = entry(section);
        let map = out.as_object_mut().unwrap();
        for (name, value, upper) in pairs {
            map.retain(|k, _| !k.eq_ignore_ascii_case(name));
            map.insert(recased(name, &upper), value);
        }
        out
    })
}

fn any_policy() -> impl Strategy<Value = Value> {
    let sections: Vec<&'static Section> = SECTIONS.to_vec();
    let entries = prop::sample::select(sections).prop_flat_map(|section| {
        prop::collection::vec(any_entry(section), 1..3).prop_map(move |all| (section, all))
    });
    prop::collection::vec(entries, 1..3).prop_map(|sections| {
        let pairs = sections.into_iter();
        pairs
            .map(|(section, all)| (section.name.to_owned(), Value::from(all)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    })
}

pub static CONTOSO: LazyLock<Value> = LazyLock::new(|| {
    let text = std::fs::read_to_string(root().join("policies/contoso.yaml")).unwrap();
    let mut policy = document(&text);
    // One entry may stand without its list.
    for entries in policy.as_object_mut().unwrap().values_mut() {
        if entries.is_object() {
            *entries = json!([entries]);
        }
    }
    policy
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_the_reader_takes_is_never_flagged(policy in any_policy()) {
        if reads(&policy) {
            prop_assert_eq!(wrong(&SCHEMA, &policy), Vec::<String>::new());
        }
    }

}

proptest! {
    // Each case tries a mutation of every property of a section.
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_mutation_is_refused_by_both(
        place in 0_usize..100,
        key in "[A-Za-z]{1,12}",
        word in "[a-z]{3,9}z",
        number in prop_oneof![-1000_i64..0, 133_i64..50_000, 50_223_i64..1_000_000],
    ) {
        let policy = &*CONTOSO;
        let section = SECTIONS[place % SECTIONS.len()];
        prop_assume!(!section.names().any(|n| n.eq_ignore_ascii_case(&key)));
        let entries = policy[section.name].as_array().unwrap();
        let mut at = place % entries.len();
        if entries[at].is_string() {
            at = entries.len() - 1;
        }
        let mut mutants = vec![(key.as_str(), json!(true))];
        for property in section.properties.iter() {
            match property.kind {
                Type::Bool | Type::Word(_) | Type::Charset => mutants.push((property.name, json!(word))),
                Type::Number { low, high, .. } if !(low..=high).contains(&number) => {
                    mutants.push((property.name, json!(number)));
                }
                _ => {}
            }
        }
        for (name, value) in mutants {
            let mut bad = policy.clone();
            bad[section.name][at][name] = value;
            prop_assert!(!reads(&bad), "read: {name} of {}", section.name);
            prop_assert!(!SCHEMA.is_valid(&bad), "valid: {name} of {}", section.name);
        }
    }
}
