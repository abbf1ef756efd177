// Opens zip and gzip with what the browser has: the engine's own readers would cost the page 60 KB.
//
// A zip has its directory at its end (APPNOTE.TXT 6.3.10, 4.3.12 and 4.3.16). Neither encrypted files
// nor those of more than 4 GB are read.

/** Bytes that all which is taken at once may unpack to, and files that it may have. */
const UNPACKED_LIMIT = 64 * 1024 * 1024;
const FILES_LIMIT = 1000;

/** Archives within one another. */
const DEPTH_LIMIT = 3;

const isGzip = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;
const isZip = (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && [3, 5].includes(bytes[2]);

/** The files within a file, unpacked, each as `{ name, bytes }` or with an `error`, a key of the words;
 * `room` counts what may still come. */
async function unpacked(name, bytes, room, depth = 0) {
  if (!isGzip(bytes) && !isZip(bytes)) return [{ name, bytes }];
  if (depth >= DEPTH_LIMIT) return [{ name, error: "tooDeep" }];
  try {
    if (isZip(bytes)) return await unzip(name, bytes, room, depth);
    const inner = await unpackedBytes(bytes, "gzip", room);
    return await unpacked(name.replace(/\.gz$/i, ""), inner, room, depth + 1);
  } catch (error) {
    return [{ name, error: error === room ? "unpacksTooLarge" : "archiveBroken" }];
  }
}

/** Bytes unpacked; throws `room` where they do not fit it, before they are all there. */
async function unpackedBytes(bytes, format, room) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const parts = [];
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
    room.bytes -= value.length;
    if (room.bytes < 0) {
      reader.cancel().catch(() => {});
      throw room;
    }
    parts.push(value);
  }
  return joined(parts);
}

/** The bytes of a file of a zip; throws as `unpackedBytes` does. */
async function entryBytes({ method, packed }, room) {
  if (method) return unpackedBytes(packed, "deflate-raw", room);
  if ((room.bytes -= packed.length) < 0) throw room;
  return packed;
}

async function unzip(name, bytes, room, depth) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const two = (at) => view.getUint16(at, true);
  const four = (at) => view.getUint32(at, true);
  let end = bytes.length - 22;
  while (four(end) !== 0x06054b50) end -= 1;
  const out = [];
  let at = four(end + 16);
  for (let left = two(end + 10); left > 0; left--) {
    if (four(at) !== 0x02014b50) throw new Error("no directory");
    const [flags, method, size, local] = [two(at + 8), two(at + 10), four(at + 20), four(at + 42)];
    const after = at + 46 + two(at + 28);
    const inner = new TextDecoder().decode(bytes.subarray(at + 46, after));
    at = after + two(at + 30) + two(at + 32);
    // Folders, and what macOS adds.
    if (inner.endsWith("/") || /(^|\/)(__MACOSX\/|\.DS_Store$)/.test(inner)) continue;
    const start = local + 30 + two(local + 26) + two(local + 28);
    out.push({ inner, name: `${name}#${inner}`, flags, method, packed: bytes.subarray(start, start + size) });
  }
  if (out.some((part) => part.inner === "xl/workbook.xml")) return workbook(name, out, room);
  const files = [];
  for (const { name: inner, flags, method, packed } of out) {
    if (files.length >= FILES_LIMIT) return [...files, { name, error: "tooManyFiles" }];
    if (flags & 1) files.push({ name: inner, error: "encrypted" });
    else if (method !== 0 && method !== 8) files.push({ name: inner, error: "archiveBroken" });
    else {
      try {
        files.push(...await unpacked(inner, await entryBytes({ method, packed }, room), room, depth + 1));
      } catch (error) {
        files.push({ name: inner, error: error === room ? "unpacksTooLarge" : "archiveBroken" });
        // What follows would be of the same kind.
        if (error === room) break;
      }
    }
  }
  return files;
}

/** The sheets of an Excel workbook, of which the parts that hold them are unpacked. */
async function workbook(name, all, room) {
  const parts = new Map();
  for (const { inner, flags, method, packed } of all) {
    if (!/^xl\/(workbook|styles|sharedStrings|worksheets\/[^/]*|_rels\/workbook)\.xml(\.rels)?$/.test(inner)) continue;
    if (flags & 1) return [{ name, error: "encrypted" }];
    parts.set(inner, await entryBytes({ method, packed }, room));
  }
  const sheets = sheetsOf(parts);
  return sheets.length ? sheets.map((sheet) => ({ ...sheet, name: `${name}#${sheet.name}` })) : [{ name, error: "workbook" }];
}
