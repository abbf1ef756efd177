//! Gives the engine to a web page: every export takes text or bytes and gives JSON.
//!
//! Nothing is decided here. [`policy`] reads a tenant for the form and [`edit`] changes its YAML
//! in place; [`check`] judges a message; [`matrix`] judges every kind for every class of recipients
//! under one policy or two; [`quiz`] draws questions; [`facts`] tells what there is to choose from.
//! [`take`] tells what a file is and imports it; `trace` compares a message trace, and [`mod@line`]
//! explains a line of one.

pub mod check;
pub mod edit;
pub mod facts;
mod json;
pub mod line;
pub mod lint;
pub mod matrix;
pub mod policy;
pub mod quiz;
pub mod reactions;
#[cfg(feature = "script")]
pub mod script;
pub mod submit;
pub mod take;
#[cfg(feature = "trace")]
pub mod trace;

use json::json;
use rdsim::i18n::{self, Language, en};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// A domain as A-labels, which the browser makes.
    #[wasm_bindgen(js_name = asciiDomain)]
    fn ascii_domain(domain: &str) -> Option<String>;
}

/// Once, before anything else.
#[wasm_bindgen(start)]
pub fn start() {
    rdsim::idn::encode_with(ascii_domain);
}

/// The name of the policy in reports.
pub const POLICY: &str = en("policy");

/// Settings with their types and pages, kinds, ways of forwarding, responses.
#[wasm_bindgen(js_name = facts)]
#[must_use]
pub fn facts_json() -> String {
    json(&facts::facts())
}

/// A policy as it takes effect, with its problems.
#[wasm_bindgen(js_name = readPolicy)]
#[must_use]
pub fn read_json(yaml: &str, language: &str) -> String {
    json(&policy::read(yaml, spoken(language)))
}

/// A policy with one value changed; everything else stays as it was written.
#[wasm_bindgen(js_name = editPolicy)]
#[must_use]
pub fn edit_json(
    yaml: &str,
    section: &str,
    line: usize,
    property: &str,
    value: &str,
    language: &str,
) -> String {
    json(&edit::set(yaml, section, line, property, value).localized(spoken(language)))
}

/// A policy with one more remote domain.
#[wasm_bindgen(js_name = addDomain)]
#[must_use]
pub fn add_json(yaml: &str, domain: &str, language: &str) -> String {
    json(&edit::add(yaml, domain).localized(spoken(language)))
}

/// A policy without one of its remote domains.
#[wasm_bindgen(js_name = removeDomain)]
#[must_use]
pub fn remove_json(yaml: &str, line: usize, language: &str) -> String {
    json(&edit::remove(yaml, line).localized(spoken(language)))
}

/// The verdict on a message: the report as `rdsim check --format json` writes it, the text of
/// `--explain`, and the hops that were passed.
#[wasm_bindgen(js_name = check)]
#[must_use]
pub fn check_json(yaml: &str, path: &str, message: &[u8], told: &str, language: &str) -> String {
    json(&check::check(yaml, path, message, told, language))
}

/// The drawing of a message as SVG, on a light or a dark ground; empty where it is not judged.
#[wasm_bindgen(js_name = picture)]
#[must_use]
pub fn picture_svg(
    yaml: &str,
    path: &str,
    message: &[u8],
    told: &str,
    language: &str,
    dark: bool,
) -> String {
    check::picture(yaml, path, message, told, spoken(language), dark)
}

/// The report alone, byte for byte what `rdsim check --format json` writes.
#[wasm_bindgen(js_name = report)]
#[must_use]
pub fn report_json(yaml: &str, file: &str, path: &str, message: &[u8]) -> String {
    check::report(yaml, file, path, message)
}

/// The message of a reaction, by its number among all.
#[wasm_bindgen(js_name = reaction)]
#[must_use]
pub fn reaction_bytes(
    yaml: &str,
    path: &str,
    message: &[u8],
    told: &str,
    number: usize,
) -> Vec<u8> {
    let (_, arrival) = check::known(told);
    reactions::message(yaml, path, message, &arrival, number)
}

/// What becomes of a message that a device sends, and which method is recommended for the device.
#[wasm_bindgen(js_name = submit)]
#[must_use]
pub fn submit_json(yaml: &str, scenario: &str, language: &str) -> String {
    json(&submit::submitted(yaml, scenario, spoken(language)))
}

/// Every kind for each domain outside that a policy tells apart.
#[wasm_bindgen(js_name = matrix)]
#[must_use]
pub fn matrix_json(yaml: &str, language: &str) -> String {
    matrix::matrix(yaml, spoken(language))
}

/// Every kind for every class of recipients under two policies, and what differs.
#[wasm_bindgen(js_name = changes)]
#[must_use]
pub fn changes_json(old: &str, new: &str, language: &str) -> String {
    matrix::changes(old, new, spoken(language))
}

/// The pages on a setting, a response, a kind or a rule, as Markdown; empty where there is none.
#[wasm_bindgen(js_name = explain)]
#[must_use]
pub fn explain_markdown(topic: &str, language: &str) -> String {
    let language = spoken(language);
    let topics = rdsim::explain::find(topic).unwrap_or_default();
    let pages = topics.iter().map(|t| t.page(language).markdown(language));
    pages.collect::<Vec<_>>().join("\n")
}

/// What a sample message is, where a language has words of its own for it; else empty.
#[wasm_bindgen(js_name = about)]
#[must_use]
pub fn about_text(sample: &str, language: &str) -> String {
    let about = i18n::samples::about(spoken(language), sample);
    about.unwrap_or_default().to_owned()
}

fn spoken(language: &str) -> Language {
    Language::of_locale(language).unwrap_or_default()
}

/// A question of the quiz, of a topic and a level.
#[wasm_bindgen(js_name = question)]
#[must_use]
pub fn question_json(topic: &str, level: u8, seed: u32) -> String {
    json(&quiz::question(topic, level, seed))
}

/// What would have to be different for a wrong answer to be right.
#[wasm_bindgen(js_name = whatIf)]
#[must_use]
pub fn what_if_json(yaml: &str, message: &str, told: &str, ask: &str, chosen: &str) -> String {
    json(&quiz::why::changes(yaml, message, told, ask, chosen))
}

/// A message of a kind, for the composer.
#[wasm_bindgen(js_name = compose)]
#[must_use]
pub fn compose_text(kind: &str, from: &str, to: &str) -> String {
    quiz::compose(kind, from, to)
}

/// What a file or a pasted text is.
#[wasm_bindgen(js_name = recognize)]
#[must_use]
pub fn recognize_json(file: &str, bytes: &[u8]) -> String {
    json(&take::recognize(file, bytes))
}

/// One policy of the exports that stand one behind the other in `bytes`; `heads` has a line for each,
/// with its length and its name.
#[cfg(feature = "import")]
#[wasm_bindgen(js_name = importPolicy)]
#[must_use]
pub fn import_json(heads: &str, bytes: &[u8], language: &str) -> String {
    json(&take::import(heads, bytes, spoken(language)))
}

/// The messages of a file with their outcomes.
#[wasm_bindgen(js_name = glance)]
#[must_use]
pub fn glance_json(yaml: &str, bytes: &[u8], language: &str) -> String {
    json(&take::glance(yaml, bytes, spoken(language)))
}

/// A message of an mbox by its place.
#[wasm_bindgen(js_name = pick)]
#[must_use]
pub fn pick_bytes(bytes: &[u8], place: usize) -> Vec<u8> {
    take::pick(bytes, place)
}

/// The script that brings a tenant to a policy.
#[cfg(feature = "script")]
#[wasm_bindgen(js_name = script)]
#[must_use]
pub fn script_json(yaml: &str, file: &str, language: &str) -> String {
    json(&script::script(yaml, file, spoken(language)))
}

/// How an export of a message trace stands to a policy.
#[cfg(feature = "trace")]
#[wasm_bindgen(js_name = reconcile)]
#[must_use]
pub fn reconcile_json(
    yaml: &str,
    policy: &str,
    file: &str,
    bytes: &[u8],
    language: &str,
) -> String {
    json(&trace::reconcile(
        yaml,
        policy,
        file,
        bytes,
        spoken(language),
    ))
}

/// What explains a line, and what a policy has to do with it.
#[wasm_bindgen(js_name = explainLine)]
#[must_use]
pub fn explain_json(yaml: &str, text: &str, language: &str) -> String {
    json(&line::explain(yaml, text, spoken(language)))
}
