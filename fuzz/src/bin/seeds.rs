//! Makes the first inputs of every target from the fixtures: `corpus/TARGET/`.

use std::error::Error;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = fuzz.join("..");
    let mut seeds = Seeds {
        corpus: fuzz.join("corpus"),
        made: 0,
    };
    let mut box_of_all = Vec::new();
    let mut first = None;
    for path in files(&root.join("fixtures"))? {
        let bytes = fs::read(&path)?;
        // What broke something once is of its target.
        if let Some(target) = within(&path, "fuzzed") {
            seeds.add(&target, &bytes)?;
            continue;
        }
        if within(&path, "traces").is_some() {
            seeds.add("trace", &bytes)?;
        } else if within(&path, "exports").is_some() || within(&path, "audit").is_some() {
            seeds.add("import", &bytes)?;
        } else if path.extension().is_some_and(|e| e == "eml") {
            seeds.add("eml", &bytes)?;
            seeds.add("forms", &bytes)?;
            tnef(&mut seeds, &bytes)?;
            box_of_all.extend_from_slice(b"From alice@contoso.com Tue Sep  1 09:00:00 2026\n");
            box_of_all.extend_from_slice(&bytes);
            box_of_all.extend_from_slice(b"\n\n");
            first.get_or_insert(bytes);
        }
    }
    for path in files(&root.join("policies"))? {
        let target = match path.to_string_lossy() {
            name if name.ends_with(".rdsim.yaml") => "expectations",
            name if name.ends_with(".yaml") => "policy",
            _ => continue,
        };
        seeds.add(target, &fs::read(path)?)?;
    }
    seeds.add("expectations", CASES.as_bytes())?;
    let first = first.ok_or("there are no fixtures")?;
    seeds.add("mbox", &box_of_all)?;
    seeds.add("mbox", &packed(&box_of_all)?)?;
    seeds.add("mbox", &ruzstd_of(&first))?;
    seeds.add(
        "mbox",
        &archive(&[("a.eml", &first), ("b.gz", &packed(&first)?)])?,
    )?;
    seeds.add("mbox", &outlook()?)?;
    seeds.add("msg", &outlook()?)?;
    let mut out = io::stdout().lock();
    writeln!(out, "{} seeds in {}", seeds.made, seeds.corpus.display())?;
    Ok(())
}

const CASES: &str = "Policy: p.yaml\nCases:\n  - Name: a\n    Message: m.eml\n    To: bob@fabrikam.com\n    Expect: {Outcome: dropped, Response: IntToExt}\nTables:\n  - Name: t\n    Recipients: {x: bob@fabrikam.com}\n    Kinds: [ordinary, ndr]\n";

/// Writes inputs.
struct Seeds {
    corpus: PathBuf,
    made: usize,
}

impl Seeds {
    fn add(&mut self, target: &str, bytes: &[u8]) -> Done {
        let folder = self.corpus.join(target);
        fs::create_dir_all(&folder)?;
        self.made += 1;
        fs::write(folder.join(format!("seed-{:04}", self.made)), bytes)?;
        Ok(())
    }
}

/// The files under a folder, in order.
fn files(folder: &Path) -> Done<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.append(&mut files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The folder of a file that is in a folder of this name, or in one below it.
fn within(path: &Path, name: &str) -> Option<String> {
    let folder = path.parent()?;
    let around = folder.parent()?;
    (around.ends_with(name) || folder.ends_with(name)).then(|| {
        folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    })
}

fn tnef(seeds: &mut Seeds, bytes: &[u8]) -> Done {
    let Ok(message) = rdsim::mail::read(bytes) else {
        return Ok(());
    };
    let parts = message.parts.iter();
    for part in parts.filter(|p| p.name == "winmail.dat" || p.media_type.ends_with("ms-tnef")) {
        seeds.add("tnef", &part.body)?;
        seeds.add("mbox", &part.body)?;
    }
    Ok(())
}

fn packed(bytes: &[u8]) -> Done<Vec<u8>> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(bytes)?;
    Ok(to.finish()?)
}

fn ruzstd_of(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn archive(entries: &[(&str, &[u8])]) -> Done<Vec<u8>> {
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        to.start_file(*name, zip::write::SimpleFileOptions::default())?;
        to.write_all(bytes)?;
    }
    Ok(to.finish()?.into_inner())
}

/// An Outlook message that was not sent yet.
fn outlook() -> Done<Vec<u8>> {
    let utf16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
    for (name, text) in [
        ("001A001F", "IPM.Note.Rules.OofTemplate.Microsoft"),
        ("0037001F", "Automatic reply: Hello"),
        ("5D01001F", "alice@contoso.com"),
        ("1000001F", "I am away."),
    ] {
        let mut stream = file.create_stream(format!("/__substg1.0_{name}"))?;
        stream.write_all(&utf16(text))?;
    }
    let property = |tag: u32, value: u32| {
        [
            tag.to_le_bytes(),
            6u32.to_le_bytes(),
            value.to_le_bytes(),
            [0; 4],
        ]
        .concat()
    };
    let mut fixed = vec![0; 32];
    fixed.extend(property(0x4080_0003, 1));
    fixed.extend(property(0x3FDE_0003, 50220));
    let mut stream = file.create_stream("/__properties_version1.0")?;
    stream.write_all(&fixed)?;
    drop(stream);
    file.create_storage("/__recip_version1.0_#00000000")?;
    let mut stream = file.create_stream("/__recip_version1.0_#00000000/__substg1.0_39FE001F")?;
    stream.write_all(&utf16("bob@fabrikam.com"))?;
    drop(stream);
    file.flush()?;
    Ok(file.into_inner().into_inner())
}
