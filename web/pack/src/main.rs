//! Packs the page into one file: `rdsim-web-pack ENGINE UNPACKER OUT`, run by `web/build`.
//!
//! The file holds everything: style, script, the engine and the samples. It asks for nothing, and
//! its Content-Security-Policy names its own script and style by their hashes, so that a browser
//! runs nothing else and sends nothing anywhere.

mod charset_tables;
mod first;
mod letters;
mod names;
mod order;
mod pack;
mod pairs;
mod samples;
mod unreached;

use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::Bindgen;

/// The parts of the script that others need when they are read, in this order. The others come after
/// them, in the order of their names, and at last `main.js`, which starts it all.
const FIRST: &[&str] = &["words.js", "words", "dom.js"];
const LAST: &str = "main.js";

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
    let source = web.join("src");
    let script = script(&source)?;
    let script = format!("\"use strict\";\n(() => {{\n{bindings}\n{script}\n}})();\n");
    let script = short(web, &script)?;
    let sections = [("samples", samples.as_str()), ("script", &script)];
    let packed = pack::pack(&pack::with_sections(engine, &sections))?;
    let loader = format!("{unpacking}\n{}", read(&web.join("loader.js"))?);
    let loader = minifier::js::minify(&loader).to_string();
    let style = text(&source, ".css")?;
    let style = minifier::css::minify(&style)
        .map_err(|e| anyhow::anyhow!("style: {e}"))?
        .to_string();
    let early = minifier::js::minify(&read(&web.join("early.js"))?).to_string();
    let first = first::html(web)?;
    let policy = format!(
        "default-src 'none'; script-src {} {} {} 'wasm-unsafe-eval'; style-src {}; img-src data:; worker-src blob:; base-uri 'none'; form-action 'none'",
        hash(&early),
        hash(&loader),
        hash(&script),
        hash(&style),
    );
    let parts = [
        ("{{policy}}", policy),
        ("{{style}}", style),
        ("{{early}}", early),
        ("{{first}}", first),
        ("{{unpacker}}", BASE64_STANDARD.encode(gzip(&unpacker)?)),
        ("{{code}}", packed.code),
        ("{{tables}}", packed.tables),
        ("{{data}}", packed.data),
        ("{{loader}}", loader),
    ];
    fill(&read(&source.join("index.html"))?, &parts)
}

/// The whole script of the page.
fn script(source: &Path) -> Result<String> {
    let last = source.join(LAST);
    let first = FIRST.iter().map(|name| source.join(name));
    let mut out = String::new();
    for part in first.chain([source.to_owned(), last.clone()]) {
        for path in samples::paths(&part, ".js")? {
            let done = FIRST.iter().any(|name| path.starts_with(source.join(name)));
            if (part == source && done) || (part != last && path == last) {
                continue;
            }
            out.push_str(&read(&path)?);
        }
    }
    once_each(&out)?;
    Ok(out)
}

/// Whether no function of the script takes the place of another of its name.
fn once_each(script: &str) -> Result<()> {
    let mut seen = HashSet::new();
    let lines = script
        .lines()
        .map(|l| l.strip_prefix("async ").unwrap_or(l));
    for line in lines {
        if let Some(function) = line.strip_prefix("function ") {
            let name = function.split('(').next().unwrap_or(function);
            anyhow::ensure!(seen.insert(name), "the script has two functions {name}");
        }
    }
    Ok(())
}

/// The script with short names, where `npm ci` has brought what makes them; else only without comments and
/// indentation.
fn short(web: &Path, script: &str) -> Result<String> {
    let terser = web.join("node_modules/.bin/terser");
    if !terser.exists() {
        return Ok(minifier::js::minify(script).to_string());
    }
    let mut run = Command::new(&terser)
        .args(["--compress", "passes=2", "--mangle"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("running {}", terser.display()))?;
    // It reads everything before it writes anything.
    let stdin = run.stdin.take().context("terser takes no script")?;
    { stdin }.write_all(script.as_bytes())?;
    let done = run.wait_with_output()?;
    anyhow::ensure!(done.status.success(), "terser: {}", done.status);
    Ok(String::from_utf8(done.stdout)?)
}

/// The files of a folder with an extension, one after the other: those of the folder itself, then
/// those of the folders in it.
fn text(folder: &Path, extension: &str) -> Result<String> {
    let mut paths = samples::paths(folder, extension)?;
    paths.sort_by_key(|path| path.components().count());
    paths.iter().map(|path| read(path)).collect()
}

/// A file of the page, as text.
pub fn read(path: &Path) -> Result<String> {
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("reading {}", path.display()))?;
    Ok(text + "\n")
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
    let mut module = std::fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    unreached::empty(&mut module)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(name, module)
        .no_modules(true)?
        .no_modules_global(name)?
        .typescript(false)
        .remove_producers_section(true);
    let mut output = bindgen
        .generate_output()
        .with_context(|| format!("binding {}", wasm.display()))?;
    let engine = order::alike_together(&output.wasm_mut().emit_wasm())?;
    // The page begins the engine anew where it holds much memory, which a module never gives back.
    let js = output
        .js()
        .replace("if (wasm !== undefined) return wasm;", "");
    Ok((js, engine))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_function_takes_the_place_of_another() {
        let (one, two) = ("function a() {}\n", "async function b() {}\n");
        assert!(once_each(&[one, two].concat()).is_ok());
        let error = once_each(&[one, two, two].concat()).unwrap_err();
        assert!(error.to_string().contains("two functions b"));
        let script = script(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../src")).unwrap();
        assert!(once_each(&script).is_ok());
    }
}
