//! Does in a new repository what docs/ci.md says: `init --ci`, a commit, and the action.

use super::job::{Job, commands, text};
use super::offered::yaml_in;
use crate::program::{RDSIM, out, root};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// A repository without a commit, in which `init --ci` was run for a folder.
fn begun(folder: &str) -> Job {
    let job = Job::new();
    std::fs::remove_dir_all(job.at("repo")).unwrap();
    std::fs::create_dir(job.at("repo")).unwrap();
    job.git(&["init", "--quiet", "--initial-branch=main"]);
    let o = init(&job, &["--ci", folder]);
    assert_eq!(o.status.code(), Some(0), "{o:?}");
    job
}

fn init(job: &Job, args: &[&str]) -> Output {
    rdsim_in(&job.at("repo"), &[&["init"], args].concat())
}

/// What the program says in a folder.
fn rdsim_in(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(RDSIM);
    command.env_clear().current_dir(folder);
    command.args(args).output().unwrap()
}

/// The step of the workflow that uses the action, and the one before it.
fn steps(job: &Job) -> (Value, Value) {
    let workflow = yaml_in(&job.at("repo/.github/workflows/mail-flow.yml"));
    let mut steps = workflow["jobs"]["policy"]["steps"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(steps.len(), 2);
    (steps.pop().unwrap(), steps.pop().unwrap())
}

/// Give the scripts what action.yml gives them, from the inputs of the workflow.
fn set_inputs(job: &mut Job, with: &Value) {
    let action = yaml_in(&root().join("action.yml"));
    let mut inputs = BTreeMap::new();
    for (name, input) in action["inputs"].as_object().unwrap() {
        let given = with.get(name).or(input.get("default"));
        let value = given.and_then(Value::as_str);
        inputs.insert(name.clone(), value.unwrap_or_default().to_owned());
    }
    for name in with.as_object().unwrap().keys() {
        assert!(inputs.contains_key(name), "no such input: {name}");
    }
    job.env.retain(|(n, _)| !n.starts_with("RDSIM_"));
    let steps = action["runs"]["steps"].as_array().unwrap();
    for (name, value) in steps.iter().filter_map(|s| s["env"].as_object()).flatten() {
        let expression = value.as_str().unwrap();
        let inner = expression
            .trim_start_matches("${{ ")
            .trim_end_matches(" }}");
        if let Some(input) = inner.strip_prefix("inputs.").filter(|i| !i.contains(' '))
            && name.starts_with("RDSIM_")
        {
            job.set(Box::leak(name.clone().into_boxed_str()), &inputs[input]);
        }
    }
    job.set("RDSIM_BINARY", RDSIM);
}

#[test]
fn the_action_passes_at_once_and_tells_the_first_change() {
    for folder in [".", "policies", "a b/tenant's: #1"] {
        let mut job = begun(folder);
        let (action, checkout) = steps(&job);
        assert!(
            action["uses"]
                .as_str()
                .unwrap()
                .starts_with("OWNER/rdsim@v")
        );
        assert_eq!(checkout["with"]["persist-credentials"], false);
        assert_eq!(checkout["with"]["fetch-depth"], 0);
        set_inputs(&mut job, &action["with"]);
        // Pushed to main.
        job.commit();
        let log = job.ends(0);
        assert!(log.contains("no comparison"), "{log}");
        assert!(
            job.summary().contains("3 passed, 0 failed"),
            "{}",
            job.summary()
        );
        let wrong = commands(&log)
            .into_iter()
            .filter(|c| !c.starts_with("::notice "));
        assert_eq!(wrong.collect::<Vec<_>>(), [""; 0], "{log}");
        assert!(text(&job.at("output")).contains("sarif=rdsim.sarif\n"));
        std::fs::remove_file(job.at("repo/rdsim.sarif")).unwrap();

        // A pull request.
        let base = job.git(&["rev-parse", "HEAD"]);
        job.set("RDSIM_BASE", &base);
        job.set("RDSIM_PULL_REQUEST", "7");
        let policy = action["with"]["policy"].as_str().unwrap();
        let written = text(&job.at("repo").join(policy));
        let closed = written.replace("AutoReplyEnabled: true", "AutoReplyEnabled: false");
        assert_ne!(written, closed);
        job.write(policy, &closed);
        job.ends(0);
        assert!(job.body().contains("RESOLVER.MSGTYPE.AR"), "{}", job.body());
        let opened = written.replace("AutoForwardingMode: Automatic", "AutoForwardingMode: On");
        assert_ne!(written, opened);
        job.write(policy, &opened);
        let log = job.ends(1);
        assert!(job.summary().contains("2 passed, 1 failed"), "{log}");
        assert!(
            job.body().contains("\n`*` is every other domain.\n"),
            "{}",
            job.body()
        );
    }
}

#[test]
fn the_pull_request_that_adds_it_passes() {
    let mut job = Job::new();
    let o = init(&job, &["--ci", "tenant"]);
    assert_eq!(o.status.code(), Some(0), "{o:?}");
    let (action, _) = steps(&job);
    set_inputs(&mut job, &action["with"]);
    job.set("RDSIM_BASE", "main");
    job.set("RDSIM_PULL_REQUEST", "7");
    job.ends(0);
    assert!(job.body().contains("a new policy"), "{}", job.body());
}

#[test]
fn the_hooks_pass_at_once() {
    let job = begun("policies");
    std::os::unix::fs::symlink(RDSIM, job.at("bin/rdsim")).unwrap();
    let hooks = yaml_in(&job.at("repo/.pre-commit-config.yaml"));
    let hooks = hooks["repos"][0]["hooks"].as_array().unwrap().clone();
    assert_eq!(hooks.len(), 2);
    for hook in hooks {
        let entry = hook["entry"].as_str().unwrap().split(' ');
        let args = hook["args"].as_array().unwrap();
        let mut words = entry.chain(args.iter().map(|a| a.as_str().unwrap()));
        let mut command = job.command(words.next().unwrap());
        let o = command.args(words).output().unwrap();
        assert_eq!(o.status.code(), Some(0), "{hook}: {o:?}");
    }
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let job = begun("policies");
    let all = |job: &Job| -> BTreeMap<_, _> {
        let files = walkdir::WalkDir::new(job.at("repo")).into_iter();
        let files = files
            .map(Result::unwrap)
            .filter(|e| e.file_type().is_file());
        files
            .map(|e| (e.path().to_owned(), std::fs::read(e.path()).unwrap()))
            .collect()
    };
    // Once more, and after a plain init, it has nothing to say against what is as it would be.
    let before = all(&job);
    assert_eq!(init(&job, &["--ci", "policies"]).status.code(), Some(0));
    assert_eq!(all(&job), before);
    for name in [
        "policies/default.yaml",
        "policies/default.rdsim.yaml",
        ".github/workflows/mail-flow.yml",
    ] {
        let kept = text(&job.at("repo").join(name));
        job.write(name, "mine\n");
        std::fs::remove_file(job.at("repo/policies/sample.eml")).unwrap();
        let before = all(&job);
        let o = init(&job, &["--ci", "policies"]);
        assert_eq!(o.status.code(), Some(2), "{name}");
        // Of a workflow there is one in a repository, so another folder does not help.
        let is_workflow = name.ends_with(".yml");
        let told = String::from_utf8_lossy(&o.stderr);
        assert_eq!(
            told.contains("name the policy in it"),
            is_workflow,
            "{told}"
        );
        assert_eq!(all(&job), before);
        job.write(name, &kept);
        assert_eq!(init(&job, &["--ci", "policies"]).status.code(), Some(0));
    }
    // The configuration of other hooks stays, which is told.
    job.write(".pre-commit-config.yaml", "repos: []\n");
    let o = init(&job, &["--ci", "policies"]);
    assert_eq!(o.status.code(), Some(0));
    assert!(
        out(&o).contains("left .pre-commit-config.yaml as it is"),
        "{}",
        out(&o)
    );
    assert_eq!(text(&job.at("repo/.pre-commit-config.yaml")), "repos: []\n");
}

#[test]
fn the_configuration_file_names_the_policy_for_what_comes_next() {
    let job = Job::new();
    let rdsim = |folder: &str, args: &[&str]| {
        std::fs::create_dir_all(job.at(folder)).unwrap();
        rdsim_in(&job.at(folder), args)
    };
    let said = |folder: &str, args: &[&str]| {
        let o = rdsim(folder, args);
        assert_eq!(o.status.code(), Some(0), "{args:?}: {o:?}");
        out(&o)
    };
    // In the folder itself no option is needed, and the next command has none.
    let told = said("plain", &["init"]);
    assert!(told.contains("next: rdsim check ./sample.eml\n"), "{told}");
    said("plain", &["check", "./sample.eml"]);
    // In another folder it is beside the policy.
    let told = said("plain", &["init", "tenant's"]);
    assert!(told.contains("--policy"), "{told}");
    said("plain/tenant's", &["check", "sample.eml"]);
    // With `--ci` it is at the top of the repository, and has the tests.
    said("repo/deep", &["init", "--ci", "a b"]);
    let config = text(&job.at("repo/rdsim.toml"));
    assert!(
        config.ends_with("\npolicy = \"deep/a b/default.yaml\"\nexpectations = [\"deep/a b\"]\n"),
        "{config}"
    );
    let tested = said("repo/deep", &["test"]);
    assert!(tested.contains("3 passed, 0 failed"), "{tested}");
    said("repo", &["lint"]);
    // As well where the policy is at the top.
    said("none", &["init", "--ci"]);
    let tested = said("none", &["test"]);
    assert!(tested.contains("3 passed, 0 failed"), "{tested}");
    // One that is there stays as it is, and the next command does not rely on it.
    let own = "policy = \"other.yaml\"\n";
    std::fs::create_dir(job.at("own")).unwrap();
    std::fs::write(job.at("own/rdsim.toml"), own).unwrap();
    let told = said("own", &["init"]);
    assert!(told.contains("left ./rdsim.toml as it is"), "{told}");
    assert!(told.contains("--policy ./default.yaml"), "{told}");
    assert_eq!(text(&job.at("own/rdsim.toml")), own);
}

#[test]
fn a_policy_that_is_there_is_named_in_the_configuration_file_alone() {
    let job = Job::new();
    let folder = job.at("tenant");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(root().join("policies/contoso.yaml"), folder.join("p.yaml")).unwrap();
    let run = |args: &[&str]| rdsim_in(&folder, args);
    let o = run(&["init", "--policy", "p.yaml"]);
    assert_eq!(out(&o), "wrote rdsim.toml\nnext: rdsim doctor\n", "{o:?}");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    assert!(out(&run(&["matrix"])).starts_with("What becomes of mail under p.yaml\n"));
    // Once more there is nothing to write.
    let again = run(&["init", "--policy", "p.yaml"]);
    assert_eq!(out(&again), "next: rdsim doctor\n", "{again:?}");
}

#[test]
fn the_workflow_is_written_where_github_looks_for_it() {
    let job = Job::new();
    let here = |folder: &str, args: &[&str]| {
        std::fs::create_dir_all(job.at(folder)).unwrap();
        let o = rdsim_in(&job.at(folder), &[&["init"], args].concat());
        assert_eq!(o.status.code(), Some(0), "{o:?}");
        out(&o)
    };
    let policy = |workflow: &Path| {
        let workflow = yaml_in(workflow);
        let with = &workflow["jobs"]["policy"]["steps"][1]["with"];
        (with["policy"].clone(), with["tests"].clone())
    };
    // From a folder below the top, which git knows.
    here("repo/deep", &["--ci", "tenant"]);
    let workflow = job.at("repo/.github/workflows/mail-flow.yml");
    assert_eq!(
        policy(&workflow),
        ("deep/tenant/default.yaml".into(), "deep/tenant".into())
    );
    // Where there is no repository yet, the folder is one later.
    here("none", &["--ci", "tenant"]);
    let workflow = job.at("none/tenant/.github/workflows/mail-flow.yml");
    assert_eq!(policy(&workflow), ("default.yaml".into(), ".".into()));
}

#[test]
fn a_policy_that_is_there_is_guarded_by_its_results_as_they_are() {
    let job = begun("other");
    std::fs::remove_dir_all(job.at("repo/.github")).unwrap();
    std::fs::remove_file(job.at("repo/.pre-commit-config.yaml")).unwrap();
    let policy = "the tenant's/1: mail.yaml";
    std::fs::create_dir(job.at("repo/the tenant's")).unwrap();
    let text_of = "AcceptedDomains: ['*.contoso.com']\nRemoteDomains:\n- {Name: Default, DomainName: '*', AutoReplyEnabled: false}\n- {Name: Partners, DomainName: '*.partner.example', AllowedOOFType: InternalLegacy}\n- {Name: Elsewhere, DomainName: elsewhere.example, NDREnabled: false}\nHostedOutboundSpamFilterPolicies:\n- {Name: Default, AutoForwardingMode: Off}\n";
    std::fs::write(job.at("repo").join(policy), text_of).unwrap();
    let o = init(&job, &["--ci", "--policy", policy]);
    assert_eq!(o.status.code(), Some(0), "{o:?}");
    let tests = yaml_in(&job.at("repo/the tenant's/1: mail.rdsim.yaml"));
    assert_eq!(tests["Policy"], "1: mail.yaml");
    let [mail, forwards] = [0, 1].map(|at| tests["Tables"][at]["Recipients"].clone());
    // The name that stands for every other domain is none that the policy names.
    let others = &mail["someone@elsewhere2.example"];
    assert_eq!(others[3], "RESOLVER.MSGTYPE.AR");
    assert_eq!(
        mail["someone@any.partner.example"][1],
        "RESOLVER.OOF.SuppressExternal"
    );
    assert_eq!(mail["someone@elsewhere.example"][5], "RESOLVER.MSGTYPE.NDR");
    assert_eq!(forwards["someone@elsewhere.example"][0], "5.7.520");
    // What stands there passes, and a change of the policy is seen.
    let test = |expected: i32| {
        let o = rdsim_in(&job.at("repo"), &["test", "the tenant's"]);
        assert_eq!(o.status.code(), Some(expected), "{}", out(&o));
    };
    test(0);
    let changed = text_of.replace("NDREnabled: false", "NDREnabled: true");
    std::fs::write(job.at("repo").join(policy), changed).unwrap();
    test(1);
    // The workflow names it.
    let workflow = yaml_in(&job.at("repo/.github/workflows/mail-flow.yml"));
    assert_eq!(
        workflow["jobs"]["policy"]["steps"][1]["with"]["policy"],
        policy
    );
}

#[test]
fn the_docs_show_the_workflow_that_is_written() {
    let job = begun("policies");
    let written = text(&job.at("repo/.github/workflows/mail-flow.yml"));
    let docs = text(&root().join("docs/ci.md"));
    assert!(
        docs.contains(&format!("```yaml\n{written}```\n")),
        "{written}"
    );
    let hooks = text(&job.at("repo/.pre-commit-config.yaml"));
    assert!(docs.contains(&format!("```yaml\n{hooks}```\n")), "{hooks}");
}
