// Holds what the page shows, and keeps it in the fragment of the address: a link is the case.
//
// Samples go by name. What the reader wrote goes packed: deflate, then base64 for addresses.

const FIRST = { view: "check", policy: { sample: "contoso" }, before: { sample: "partner-trap-before" }, source: "sample", sample: "ordinary/forwarded-by-rule.eml", file: undefined, compose: { kind: "oof-external", from: "alice@contoso.com", to: "bob@fabrikam.com" }, told: {}, set: undefined, as: undefined };

const state = structuredClone(FIRST);

/** Bytes of a message that still fit a link. */
const LINK_LIMIT = 24 * 1024;

/** Bytes of a policy that a link may unpack to. */
const POLICY_LIMIT = 4 * 1024 * 1024;

function policyText(policy) {
  return policy.text ?? samplePolicy(policy.sample)?.text ?? "";
}

/** A policy by its sample's name where it is still that sample. */
function asPolicy(text) {
  const sample = samples.policies.find((p) => p.text === text);
  return sample ? { sample: sample.name } : { text };
}

async function pack(bytes) {
  const packed = await through(bytes, new CompressionStream("deflate-raw"));
  let text = "";
  for (const byte of packed) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What a link packed. A link may come from anybody, and a small one may unpack to gigabytes. */
async function unpack(text, limit) {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return through(bytes, new DecompressionStream("deflate-raw"), limit);
}

/** Put a policy into a link; whether it fits. */
async function packPolicy(out, key, policy) {
  if (policy.sample) {
    out.set(key, policy.sample);
    return true;
  }
  const bytes = new TextEncoder().encode(policy.text);
  if (bytes.length > POLICY_LIMIT) return false;
  out.set(`${key}z`, await pack(bytes));
  return true;
}

/** The fragment of the present state; whether something did not fit. */
async function fragment() {
  const out = new URLSearchParams();
  let whole = true;
  out.set("view", state.view);
  if (language !== "en") out.set("lang", language);
  if (embedHash) out.set("embed", "");
  if (state.view === "quiz") {
    if (state.set) out.set("set", state.set);
    if (state.set && state.as) out.set("as", state.as);
    return { text: out.toString(), whole };
  }
  whole = await packPolicy(out, "p", state.policy);
  if (state.view === "compare" && !(await packPolicy(out, "b", state.before))) whole = false;
  if (state.view === "check") {
    const { source, told, compose } = state;
    if (source === "compose") {
      out.set("c", compose.kind);
      out.set("cf", compose.from);
      out.set("ct", compose.to);
    } else if (source === "file" && state.file) {
      if (state.file.bytes.length > LINK_LIMIT) whole = false;
      else {
        out.set("n", state.file.name);
        out.set("mz", await pack(state.file.bytes));
      }
    } else out.set("m", state.sample);
    if (told.kind) out.set("k", told.kind);
    if (told.forwarded_by) out.set("f", told.forwarded_by);
    if (told.from) out.set("from", told.from);
    if (told.to) out.set("to", told.to);
  }
  return { text: out.toString(), whole };
}

async function unpackPolicy(from, key, otherwise) {
  const packed = from.get(`${key}z`);
  if (packed) return asPolicy(new TextDecoder().decode(await unpack(packed, POLICY_LIMIT)));
  return samplePolicy(from.get(key)) ? { sample: from.get(key) } : otherwise;
}

/** Take up a fragment; gives whether all of it could be read. */
async function takeUp(text) {
  const from = new URLSearchParams(text.replace(/^#/, ""));
  const view = from.get("view");
  if (Object.hasOwn(WORDS, from.get("lang"))) language = from.get("lang");
  else if (view) language = "en";
  const known = Object.hasOwn(WORDS.en.views, view);
  if (known) state.view = view;
  try {
    state.policy = await unpackPolicy(from, "p", state.policy);
    state.before = await unpackPolicy(from, "b", state.before);
    // `q` is one question of any topic.
    state.set = readSet(from.get("set") ?? (from.has("q") ? `all.2.1.${from.get("q")}` : ""))?.text;
    state.as = ["slides", "sheet"].find((as) => as === from.get("as"));
    if (from.has("c")) {
      state.source = "compose";
      const kind = facts.kinds.includes(from.get("c")) ? from.get("c") : FIRST.compose.kind;
      state.compose = { kind, from: from.get("cf") ?? "", to: from.get("ct") ?? "" };
    } else if (from.has("mz")) {
      state.source = "file";
      state.file = { name: from.get("n") ?? "message.eml", bytes: await unpack(from.get("mz"), FILE_LIMIT) };
    } else if (sampleMessage(from.get("m"))) {
      state.source = "sample";
      state.sample = from.get("m");
    }
    if (view === "check") {
      const one = (key, all) => (all.includes(from.get(key)) ? from.get(key) : undefined);
      state.told = { kind: one("k", facts.kinds), forwarded_by: one("f", facts.forwards), from: from.get("from") ?? undefined, to: from.get("to") ?? undefined };
    }
    return known || view === null;
  } catch {
    return false;
  }
}

/** Write the state into the address; another view is another entry of the history. */
async function remember(push) {
  const { text } = await fragment();
  if (`#${text}` === location.hash) return;
  history[push ? "pushState" : "replaceState"](null, "", `#${text}`);
}

const rememberSoon = later(250, () => remember(false));
