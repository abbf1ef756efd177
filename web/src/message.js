// The message: a sample, a file, or one that is composed; and what it does not tell itself.

const message = { element: undefined };

function messagePane() {
  message.element = h("div", { class: "message-body" });
  const pane = h("section", { class: "pane message", "aria-labelledby": "message-title" },
    h("header", {}, h("h2", { id: "message-title" }, say("message"))), message.element);
  message.pane = pane;
  return pane;
}

/** The message of the state: its name, its bytes, and what is told beside it. */
function currentMessage() {
  const { source, told } = state;
  const beside = {
    from: told.from || undefined,
    to: (told.to ?? "").split(/[\s,;]+/).filter(Boolean),
    kind: told.kind,
    forwarded_by: told.forwarded_by,
  };
  if (source === "compose") {
    const { kind, from, to } = state.compose;
    const bytes = new TextEncoder().encode(engine.compose(kind, from, to));
    return { name: "composed.eml", bytes, told: { ...beside, kind } };
  }
  if (source === "file" && state.file) return { name: state.file.name, bytes: state.file.bytes, told: beside };
  const sample = sampleMessage(state.sample) ?? samples.messages[0];
  return { name: sample.name, bytes: sampleBytes(sample), told: beside };
}

function showMessage() {
  const { source } = state;
  fill(message.element,
    choice("source", say("message"), Object.keys(WORDS.en.sources).map((value) => ({ value, label: wordOf("sources", value) })), source, (value) => {
      state.source = value;
      showMessage();
      followMessage();
    }),
    source === "sample" && sampleChoice(),
    source === "file" && fileChoice(),
    source === "compose" && composer(),
    beside());
  showSource();
}

function sampleChoice() {
  const folders = Map.groupBy?.(samples.messages, (m) => m.name.split("/")[0]) ?? grouped(samples.messages);
  const groups = [...folders].map(([folder, all]) => ({
    label: wordOf("kinds", folder),
    options: all.map((m) => ({ value: m.name, label: wordOf("samples", m.name) })),
  }));
  const control = select(groups, state.sample, (name) => {
    state.sample = name;
    state.told = {};
    showMessage();
    followMessage();
  }, { "data-key": "sample" });
  return field(say("chooseSample"), control, about(state.sample));
}

/** What a sample is; in brackets stands its kind, which the folder or the verdict tells. */
function about(name) {
  return engine.about(name, language) || sampleMessage(name)?.about.replace(/^\(kind: .*?\) /, "");
}

function grouped(all) {
  const folders = new Map();
  for (const m of all) {
    const folder = m.name.split("/")[0];
    folders.set(folder, [...(folders.get(folder) ?? []), m]);
  }
  return folders;
}

function fileChoice() {
  return h("div", { class: "drop" },
    h("p", {}, state.file ? h("strong", {}, state.file.name) : say("drop")),
    h("p", {}, takeButton()), h("p", { class: "hint" }, say("fileStays")),
    messageList());
}

function composer() {
  const { compose } = state;
  const text = (key, label) => field(label, h("input", { type: "email", value: compose[key], "data-key": `compose-${key}`, oninput: (e) => {
    compose[key] = e.target.value;
    showSource();
    followMessage();
  } }));
  return h("div", { class: "composer" },
    field(say("kind"), select(facts.kinds.map((k) => ({ value: k, label: wordOf("kinds", k) })), compose.kind, (kind) => {
      compose.kind = kind;
      showSource();
      followMessage();
    }, { "data-key": "compose-kind" })),
    text("from", say("from")), text("to", say("to")),
    forwardChoice());
}

function forwardChoice() {
  const own = { value: "", label: say("asMessageTells") };
  const options = [own, ...facts.forwards.map((f) => ({ value: f, label: wordOf("forwards", f) }))];
  return field(say("forwardedBy"), select(options, state.told.forwarded_by ?? "", (f) => {
    state.told.forwarded_by = f || undefined;
    followMessage();
  }, { "data-key": "forwarded" }));
}

/** What the message itself cannot tell. */
function beside() {
  if (state.source === "compose") return undefined;
  const { told } = state;
  const text = (key, label) => field(label, h("input", { type: "text", value: told[key] ?? "", placeholder: say("messagesOwn"), "data-key": `told-${key}`, oninput: (e) => {
    told[key] = e.target.value.trim() || undefined;
    followMessage();
  } }));
  const kinds = [{ value: "", label: say("asMessageTells") }, ...facts.kinds.map((k) => ({ value: k, label: wordOf("kinds", k) }))];
  const open = message.besideOpen || Object.values(told).some(Boolean);
  return h("details", { class: "beside-message", open, ontoggle: (e) => { message.besideOpen = e.target.open; } }, h("summary", {}, say("beyond")),
    text("from", say("from")), text("to", say("to")),
    field(say("kind"), select(kinds, told.kind ?? "", (k) => {
      told.kind = k || undefined;
      followMessage();
    }, { "data-key": "told-kind" })),
    forwardChoice());
}

/** The text of the message, the lines of the evidence marked. */
function messageListing(evidence) {
  const { bytes } = currentMessage();
  // Outlook's files are no text: a compound file, TNEF.
  const isText = ![0xd0, 0x78].includes(bytes[0]) || ![0xcf, 0x9f].includes(bytes[1]);
  const text = isText ? new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-8").decode(bytes.subarray(0, 64 * 1024)) : say("notText");
  const marks = {};
  for (const e of evidence ?? []) if (e.line) marks[e.line] = "evidence";
  return listing(text, marks, say("source"));
}

function showSource() {
  const old = message.element.querySelector(".message-source");
  const open = old ? old.open : true;
  const details = h("details", { class: "message-source", open }, h("summary", {}, say("source")), messageListing(message.evidence));
  if (old) old.replaceWith(details);
  else message.element.append(details);
}
