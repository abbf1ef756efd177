// Starts the engine and asks it; it takes text and gives JSON.

const engine = {};
let facts;

async function startEngine() {
  const text = document.getElementById("engine").textContent;
  const packed = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const bytes = await through(packed, new DecompressionStream("gzip"));
  wasm_bindgen.initSync({ module: await WebAssembly.compile(bytes) });
  for (const name of ["readPolicy", "editPolicy", "addDomain", "removeDomain", "check", "matrix", "question"]) {
    engine[name] = (...values) => JSON.parse(wasm_bindgen[name](...values));
  }
  engine.compose = wasm_bindgen.compose;
  engine.explain = wasm_bindgen.explain;
  engine.about = wasm_bindgen.about;
  // The very text of the report; the tests compare it with that of the command line.
  engine.report = wasm_bindgen.report;
  engine.facts = facts = JSON.parse(wasm_bindgen.facts());
}

/** Bytes through a stream that packs or unpacks them. */
async function through(bytes, stream) {
  const writer = stream.writable.getWriter();
  // What goes wrong is told when reading.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  return new Uint8Array(await new Response(stream.readable).arrayBuffer());
}

const samples = JSON.parse(document.getElementById("samples").textContent);

function samplePolicy(name) {
  return samples.policies.find((p) => p.name === name);
}

function sampleMessage(name) {
  return samples.messages.find((m) => m.name === name);
}

function sampleBytes(sample) {
  if (sample.base64) return Uint8Array.from(atob(sample.base64), (c) => c.charCodeAt(0));
  return new TextEncoder().encode(sample.text);
}

function settingByName(name) {
  return facts.settings.find((s) => s.name === name);
}
