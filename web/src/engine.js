// Starts the engine and asks it; it takes text and gives JSON.

const engine = {};

/** What gives text and no JSON. The tests compare the report with that of the command line. */
const TEXTS = ["compose", "explain", "about", "report", "reaction", "picture", "pick"];

/** Bytes of memory with which the engine is begun anew: what a large file took is given back. */
const ENGINE_MEMORY = 64 * 1024 * 1024;

let facts;
let samples;

/** Start the engine that the loader unpacked. */
function startEngine() {
  engine.knowsTables = fromLoader.knowsTables;
  samples = JSON.parse(fromLoader.text("samples"));
  offer(fromLoader.module);
  facts = engine.facts();
}

/** Offer what a module exports. */
function offer(module) {
  engine.module = module;
  let { memory } = wasm_bindgen.initSync({ module });
  engine.memory = () => memory.buffer.byteLength;
  for (const [name, ask] of Object.entries(wasm_bindgen)) {
    if (typeof ask !== "function" || name === "initSync") continue;
    engine[name] = (...values) => {
      try {
        const said = ask(...values);
        return TEXTS.includes(name) ? said : whole(JSON.parse(name === "script" ? said : inPageWords(said)));
      } finally {
        if (engine.memory() > ENGINE_MEMORY) ({ memory } = wasm_bindgen.initSync({ module }));
      }
    };
  }
}

/** What the engine says, with the report in it, which is that of the command line. */
function whole(said) {
  if (said.report) said.report = JSON.parse(said.report);
  return said;
}

/** Bytes through a stream that packs or unpacks them; fails if more than a limit come out. */
async function through(bytes, stream, limit = Infinity) {
  const writer = stream.writable.getWriter();
  // What goes wrong is told when reading.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  let size = 0;
  const counted = new TransformStream({
    transform(part, to) {
      size += part.length;
      if (size > limit) to.error(new RangeError("too much"));
      else to.enqueue(part);
    },
  });
  return new Uint8Array(await new Response(stream.readable.pipeThrough(counted)).arrayBuffer());
}

function samplePolicy(name) {
  return samples.policies.find((p) => p.name === name);
}

/** A sample policy, with its comments in the language of the page. */
function sampleText(sample) {
  return sample?.[language] ?? sample?.text ?? "";
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
