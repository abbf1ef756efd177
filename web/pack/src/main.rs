//! Packs the page into one file: `rdsim-web-pack ENGINE UNPACKER OUT`, run by `web/build`.
//!
//! The file holds everything: style, script, the engine and the samples. It asks for nothing, and
//! its Content-Security-Policy names its own script and style by their hashes, so that a browser
//! runs nothing else and sends nothing anywhere.

mod pack;
mod samples;

use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The parts of the script in the order in which they are read; each may use what is before it,
/// and `main.js` starts it all.
const SCRIPTS: &[&str] = &[
    "words.js",
    "dom.js",
    "engine.js",
    "state.js",
    "tenant.js",
    "message.js",
    "verdict.js",
    "page.js",
    "matrix.js",
    "quiz.js",
    "main.js",
];

fn main() -> Result<()> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(engine), Some(unpacker), Some(out)) = (args.next(), args.next(), args.next()) else {
        anyhow::bail!("usage: rdsim-web-pack ENGINE UNPACKER OUT");
    };
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = page(&web, &engine, &unpacker)?;
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&out, page).with_context(|| format!("writing {}", out.display()))
}

/// The whole page.
fn page(web: &Path, engine: &Path, unpacker: &Path) -> Result<String> {
    let (bindings, engine) = bind(engine, "wasm_bindgen")?;
    let (unpacking, unpacker) = bind(unpacker, "unpacking")?;
    let samples = samples::json(&web.join(".."))?;
    let packed = pack::pack(&pack::with_samples(engine, &samples))?;
    let source = web.join("src");
    let read = |name: &str| {
        let path = source.join(name);
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    };
    let mut script = format!("\"use strict\";\n(() => {{\n{unpacking}\n{bindings}\n");
    for name in SCRIPTS {
        script.push_str(&read(name)?);
        script.push('\n');
    }
    script.push_str("})();\n");
    let script = minifier::js::minify(&script).to_string();
    let style = minifier::css::minify(&read("style.css")?)
        .map_err(|e| anyhow::anyhow!("style.css: {e}"))?
        .to_string();
    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(&style),
    );
    let parts = [
        ("{{policy}}", policy),
        ("{{style}}", style),
        ("{{unpacker}}", BASE64_STANDARD.encode(gzip(&unpacker)?)),
        ("{{code}}", BASE64_STANDARD.encode(packed.code)),
        ("{{data}}", BASE64_STANDARD.encode(packed.data)),
        ("{{script}}", script),
    ];
    fill(&read("index.html")?, &parts)
}

/// A text with each mark replaced, each of which stands in it once.
fn fill(text: &str, parts: &[(&str, String)]) -> Result<String> {
    let mut out = String::new();
    let mut rest = text;
    for (mark, part) in parts {
        let (before, after) = rest
            .split_once(mark)
            .with_context(|| format!("index.html has no {mark} at its place"))?;
        out.push_str(before);
        out.push_str(part);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The bindings of a module, by a name of their own, and the module that belongs to them.
fn bind(wasm: &Path, name: &str) -> Result<(String, Vec<u8>)> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .no_modules(true)?
        .no_modules_global(name)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen
        .generate_output()
        .with_context(|| format!("binding {}", wasm.display()))?;
    let engine = output.wasm_mut().emit_wasm();
    Ok((output.js().to_owned(), engine))
}

/// What the Content-Security-Policy names an inline script or style by.
fn hash(text: &str) -> String {
    let digest = BASE64_STANDARD.encode(Sha256::digest(text));
    format!("'sha256-{digest}'")
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    zopfli::compress(
        zopfli::Options::default(),
        zopfli::Format::Gzip,
        bytes,
        &mut out,
    )?;
    Ok(out)
}
