// Holds what the page shows, and keeps it in the fragment of the address: a link is the case.
//
// Samples and questions go by name. What the reader wrote goes packed: deflate, then base64 for
// addresses.

const FIRST = { view: "start", policy: { sample: "one-partner" }, before: { sample: "partner-trap-before", first: true }, source: "sample", sample: "ordinary/forwarded-by-rule.eml", file: undefined, compose: { kind: "oof-external", from: "alice@contoso.com", to: "bob@fabrikam.com" }, told: {}, question: undefined, set: undefined, as: undefined };

const state = structuredClone(FIRST);

/** Characters that a packed policy or message may have in a link. */
const LINK_LIMIT = 100_000;

/** Bytes of a policy that a link may unpack to. */
const POLICY_LIMIT = 4 * 1024 * 1024;

function policyText(policy) {
  return policy.text ?? sampleText(samplePolicy(policy.sample));
}

/** A policy by its sample's name where it is still that sample, as the language has it. */
function asPolicy(text) {
  const sample = samples.policies.find((p) => sampleText(p) === text);
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

/** The fragment of a state, and what of it did not fit, by its name among the words `parts`. A view
 * needs not all of a state. */
async function fragment(of = state, room = LINK_LIMIT, all = false) {
  const { view, source, told, compose, file } = of;
  const out = new URLSearchParams();
  if (embedHash) out.set("embed", "");
  const left = [];
  const put = async (part, key, bytes, limit = Infinity) => {
    // What is too large packed is not packed first: four times as much seldom gets small enough.
    const text = bytes.length > Math.min(limit, 40 * room) ? undefined : await pack(bytes);
    if (text === undefined || text.length > room) left.push(part);
    else out.set(key, text);
  };
  const policy = async (part, key) => {
    if (of[part].sample) out.set(key, of[part].sample);
    else await put(part, `${key}z`, new TextEncoder().encode(of[part].text), POLICY_LIMIT);
  };
  if (language !== (view === "start" ? browserLanguage : "en")) out.set("lang", language);
  if (view === "start") return { text: out.toString(), left };
  if (view === "quiz") {
    out.set("view", view);
    if (of.set) out.set("set", of.set);
    if (of.set && of.as) out.set("as", of.as);
    return { text: out.toString(), left };
  }
  if (of.question) {
    out.set("case", of.question);
    if (isQuestion(of)) return { text: out.toString(), left };
  }
  out.set("view", view);
  await policy("policy", "p");
  // Where nobody chose what to compare, the page does.
  if ((all || view === "compare") && !of.before.first) await policy("before", "b");
  if (all || view === "submit") putScenario(out, of);
  if (all || view === "check") {
    if (source === "compose") {
      out.set("c", compose.kind);
      out.set("cf", compose.from);
      out.set("ct", compose.to);
    } else if (source === "file" && file) {
      out.set("n", file.name);
      await put("message", "mz", file.bytes);
    } else out.set("m", of.sample);
    if (told.kind) out.set("k", told.kind);
    if (told.forwarded_by) out.set("f", told.forwarded_by);
    if (told.from) out.set("from", told.from);
    if (told.to) out.set("to", told.to);
    if (told.arrival) out.set("a", told.arrival);
    if (told.at) out.set("at", told.at);
    if (told.forwarded_to) out.set("fw", told.forwarded_to);
  }
  return { text: out.toString(), left };
}

async function unpackPolicy(from, key, otherwise) {
  const packed = from.get(`${key}z`);
  if (packed) return asPolicy(new TextDecoder().decode(await unpack(packed, POLICY_LIMIT)));
  return samplePolicy(from.get(key)) ? { sample: from.get(key) } : otherwise;
}

/** Take up a fragment; gives whether all of it could be read. */
async function takeUp(text) {
  const link = new URLSearchParams(text.replace(/^#/, ""));
  const asked = Object.hasOwn(QUESTIONS, link.get("case")) ? link.get("case") : undefined;
  if (Object.hasOwn(WORDS, link.get("lang"))) language = link.get("lang");
  else if (link.has("view")) language = "en";
  // A question that was changed has everything of its own.
  const from = asked && !link.has("view") ? new URLSearchParams(QUESTIONS[asked]) : link;
  const view = from.get("view") ?? ([...from.keys()].every((key) => ["lang", "embed"].includes(key)) ? "start" : "check");
  const known = Object.hasOwn(VIEWS, view);
  // What is typed while the link is unpacked stays: the state is not touched before.
  const next = { view: known ? view : "check", question: asked };
  let whole = known && link.has("case") === Boolean(asked);
  try {
    next.policy = await unpackPolicy(from, "p", state.policy);
    next.before = await unpackPolicy(from, "b", state.before);
    if (from !== link) Object.assign(next, changeOf(asked));
    // `q` is one question of any topic.
    next.set = readSet(from.get("set") ?? (from.has("q") ? `all.2.1.${from.get("q")}` : ""))?.text;
    next.as = ["slides", "sheet"].find((as) => as === from.get("as"));
    takeScenario(from, next);
    if (from.has("c")) {
      next.source = "compose";
      const kind = facts.kinds.includes(from.get("c")) ? from.get("c") : FIRST.compose.kind;
      next.compose = { kind, from: from.get("cf") ?? "", to: from.get("ct") ?? "" };
    } else if (from.has("mz")) {
      next.file = { name: from.get("n") ?? "message.eml", bytes: await unpack(from.get("mz"), FILE_LIMIT) };
      next.source = "file";
    } else if (sampleMessage(from.get("m"))) {
      next.source = "sample";
      next.sample = from.get("m");
    }
    if (next.source) {
      const one = (key, all) => (all.includes(from.get(key)) ? from.get(key) : undefined);
      next.told = { kind: one("k", facts.kinds), forwarded_by: one("f", facts.forwards), from: from.get("from") ?? undefined, to: from.get("to") ?? undefined, arrival: from.get("a") ?? undefined, at: from.get("at") ?? undefined, forwarded_to: from.get("fw") ?? undefined };
    }
  } catch {
    whole = false;
  }
  if (from !== link) library.shown = { id: asked, content: { ...contentOf(state), ...next } };
  give(next, link);
  return whole;
}

/** Write the state into the address; another view is another entry of the history. */
async function remember(push) {
  noteChange();
  const { text } = await fragment();
  if (text === location.hash.slice(1)) return;
  const url = text ? `#${text}` : location.pathname + location.search;
  history[push ? "pushState" : "replaceState"](null, "", url);
}

const rememberLater = later(250, () => remember(false));

/** The state changed by what was typed or chosen. */
function rememberSoon() {
  noteChange();
  rememberLater();
}
