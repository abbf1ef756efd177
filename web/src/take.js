// Takes what people have: dropped, pasted or chosen, several at once, each for what it is.

/** Bytes of a file, and of a message: it is kept whole while it is shown. */
const TAKE_LIMIT = 64 * 1024 * 1024;
const FILE_LIMIT = 25 * 1024 * 1024;

/** What was taken last: the lines of the report, and the messages to choose from. */
const taken = { items: [], messages: [], more: 0, shown: undefined, element: undefined, dialog: undefined, overlay: undefined };

/** Files and text may be dropped or pasted anywhere on the page. */
function takeDrops() {
  const isOwn = (e) => !e.dataTransfer?.types.includes("Files") && e.target.matches?.("input, textarea");
  document.addEventListener("dragover", (e) => {
    if (isOwn(e)) return;
    e.preventDefault();
    document.body.classList.add("over");
  });
  document.addEventListener("dragleave", (e) => !e.relatedTarget && document.body.classList.remove("over"));
  document.addEventListener("drop", (e) => {
    document.body.classList.remove("over");
    if (isOwn(e)) return;
    e.preventDefault();
    takeTransfer(e.dataTransfer);
  });
  document.addEventListener("paste", (e) => {
    if (e.target.closest?.("input, textarea, [contenteditable]") && !e.clipboardData.files.length) return;
    e.preventDefault();
    takeTransfer(e.clipboardData);
  });
}

function takeTransfer(transfer) {
  const files = [...(transfer?.files ?? [])];
  const text = transfer?.getData("text/plain");
  if (files.length) take(files);
  else if (text?.trim()) takeText(text);
}

const takeText = (text) => take([new File([text], say("pasted"))]);

/** Take files, each for what it is, and show what was taken. */
async function take(files) {
  taken.dialog?.close();
  taken.items = [];
  showTaken(h("p", {}, say("takenReading")));
  const found = { exports: [], policies: [], traces: [], messages: [], lines: [] };
  const room = { bytes: UNPACKED_LIMIT };
  for (const file of files.slice(0, FILES_LIMIT)) {
    if (file.size > TAKE_LIMIT) {
      refuseFile(file.name, "fileTooLarge");
      continue;
    }
    let bytes;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      // A folder, or a file that went away.
      refuseFile(file.name, "notRead");
      continue;
    }
    for (const leaf of await unpacked(file.name, bytes, room)) await takeLeaf(leaf, found);
  }
  const next = {};
  await takePolicies(found, next);
  await takeMessages(found, next);
  takeTraces(found, next);
  if (!taken.items.length) refuseFile(say("pasted"), "nothingThere");
  showTaken(takenList());
  announce(taken.items.map(itemText).join(". "));
  if (Object.keys(next).length) putIn(next);
}

function refuseFile(name, error) {
  taken.items.push({ name, error, what: wordOf("notTaken", error), help: WORDS[language].refusals[error] });
}

/** Find out what a file is. */
async function takeLeaf({ name, bytes, error }, found) {
  if (error) return refuseFile(name, error);
  if (isConfiguration(bytes)) return refuseFile(name, "configuration");
  if (!bytes.some((b) => b > 32)) return refuseFile(name, "nothingThere");
  const { json, table } = asTable(bytes);
  if (table && engine.reconcile && (await askBeside("recognize", name, table)).what === "trace") {
    found.traces.push({ name, bytes: table });
    return undefined;
  }
  const { what, cmdlets } = await askBeside("recognize", name, json ?? bytes);
  const one = { name, bytes: json ?? bytes, cmdlets };
  const lacks = { export: "importPolicy", trace: "reconcile" }[what];
  if (lacks && !engine[lacks]) refuseFile(name, "notBuilt");
  else if (what === "export") found.exports.push(one);
  else if (what === "policy") found.policies.push(one);
  else if (what === "trace") found.traces.push(one);
  else if (what === "line") found.lines.push(one);
  else if (what === "mbox") found.messages.push({ ...one, mbox: true });
  else if (what === "message" && bytes.length > FILE_LIMIT) refuseFile(name, "messageTooLarge");
  else if (what === "message") found.messages.push(one);
  else refuseFile(name, what);
  return undefined;
}

/** Exports become one policy, all of them together; of several policies the first is shown. */
async function takePolicies(found, next) {
  const shown = [];
  const { policies } = found;
  // What no cmdlet printed would keep the others from being read.
  const known = found.exports.filter((e) => e.cmdlets.length);
  const exports = known.length ? known : found.exports;
  for (const other of found.exports) if (!exports.includes(other)) refuseFile(other.name, "unknown");
  if (exports.length) {
    const heads = exports.map(({ name, bytes }) => `${bytes.length} ${name.replaceAll("\n", " ")}\n`).join("");
    const { yaml, problems } = await askBeside("importPolicy", heads, joined(exports.map((e) => e.bytes)), language);
    const longer = yaml && withSections(yaml);
    const alone = longer && [[say("useAlone"), () => putIn({ policy: asPolicy(yaml), view: "check" })]];
    for (const { name, cmdlets } of exports) {
      const own = problems.filter((p) => p.file === name);
      const failed = own.some((p) => p.severity === "error");
      taken.items.push({ name, what: cmdlets.length ? say("takenNames", cmdlets.map((c) => say("takenCmdlet", c.name, c.count))) : yaml ? say("anExport") : wordOf("notTaken", "unknown"), to: yaml && (longer ? "added" : "policy"), problems: own, actions: name === exports.at(-1).name && alone, error: failed || (!yaml && "notTaken") });
    }
    const others = problems.filter((p) => !exports.some((e) => e.name === p.file));
    if (others.length) taken.items.push({ name: say("thePolicy"), what: "", problems: others });
    if (yaml) shown.push(longer || yaml);
  }
  for (const { name, bytes } of policies) {
    const text = new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-8").decode(bytes);
    const read = engine.readPolicy(text, language);
    // What lint finds stands beside the policy.
    const [policy, problems] = [read.policy, read.problems.filter((p) => !p.id)];
    const use = shown.length > 0 && (() => putIn({ policy: asPolicy(text), view: "check" }));
    const before = shown.length > 0 && (() => putIn({ before: asPolicy(text), view: "compare" }));
    taken.items.push({ name, what: policy ? say("aPolicy", policy.remote_domains.length) : say("brokenPolicy"), to: !use && "policy", problems: problems.map((p) => ({ ...p, file: name })), actions: use && [[say("useIt"), use], [say("compareIt"), before]] });
    shown.push(text);
  }
  if (shown.length) Object.assign(next, { policy: asPolicy(shown[0]), view: "check" });
}

/** The reader's own policy with these sections in place of its own of the same names; nothing where these are
 * all that it would have, or are a tenant by themselves. */
function withSections(yaml) {
  const own = policyText(state.policy);
  const section = (line) => line.match(/^([A-Za-z]+) *:/)?.[1].toLowerCase();
  const given = yaml.split("\n").map(section).filter(Boolean);
  const isTenant = ["accepteddomains", "remotedomains"].every((name) => given.includes(name));
  if (isTenant || !isOwnPolicy(state.policy) || !tenant.valid || /^(---|\.\.\.)/m.test(own)) return undefined;
  const parts = [[]];
  for (const line of own.split("\n")) {
    if (section(line)) {
      // Comments above a section are its own.
      const before = parts.at(-1);
      const comments = before.slice(before.findLastIndex((l) => !l.startsWith("#")) + 1);
      before.length -= comments.length;
      parts.push([...comments, line]);
    } else parts.at(-1).push(line);
  }
  const name = (part) => part.map(section).find(Boolean);
  const kept = parts.filter((part) => !given.includes(name(part)));
  return kept.some(name) ? `${kept.flat().join("\n").trimEnd()}\n\n${yaml}` : undefined;
}

function joined(parts) {
  const out = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The messages of all files; what is not shown lies in the browser's store of blobs. */
async function takeMessages({ messages }, next) {
  if (!messages.length) return;
  taken.messages = [];
  taken.more = 0;
  const policy = policyText(next.policy ?? state.policy);
  for (const { name, bytes, mbox } of messages) {
    const blob = new Blob([bytes]);
    const { messages: all, more } = await askBeside("glance", policy, bytes, language);
    taken.more += more;
    all.forEach((one, place) => taken.messages.push({ ...one, name: mbox ? `${name}#${place + 1}` : name, blob, place: mbox ? place : undefined }));
    taken.items.push({ name, what: mbox ? say("mailbox", all.length + more) : say("aMessage"), to: "message" });
  }
  taken.policy = policy;
  if (taken.messages.length) Object.assign(next, await asFile(taken.messages[0]), { view: "check" });
}

/** A message of the list as the state shows it. */
async function asFile(one) {
  const whole = new Uint8Array(await one.blob.arrayBuffer());
  const bytes = one.place === undefined ? whole : await askBeside("pick", whole, one.place);
  taken.shown = one;
  return { source: "file", file: { name: one.name, bytes }, told: {} };
}

function takeTraces({ traces, lines }, next) {
  if (traces.length) {
    trace.files = traces.map(({ name, bytes }) => ({ name, blob: new Blob([bytes]) }));
    trace.chosen = 0;
    trace.compared = undefined;
    for (const { name } of traces) taken.items.push({ name, what: say("aTrace"), to: "trace" });
    next.view ??= "trace";
  }
  for (const { name, bytes } of lines) {
    trace.line = new TextDecoder().decode(bytes).trim();
    taken.items.push({ name, what: say("aLine"), to: "line" });
    next.view ??= "trace";
  }
}

const itemText = ({ name, what, to }) => `${name}: ${what}${to ? ` → ${wordOf("takenTo", to)}` : ""}`;

/** The place of the report: in sight wherever something was dropped. */
function takenReport() {
  taken.element = h("aside", { class: "taken", hidden: true, "aria-label": say("takenTitle"), onkeydown: (e) => e.key === "Escape" && closeReport() });
  taken.overlay = h("div", { class: "drop-here", "aria-hidden": "true" }, h("p", {}, h("strong", {}, say("dropHere"))), h("p", {}, say("takes")));
  return [taken.element, taken.overlay];
}

function showTaken(...content) {
  fill(taken.element, h("header", {}, h("h2", {}, say("takenTitle")), h("button", { type: "button", onclick: closeReport }, say("close"))), ...content);
  taken.element.hidden = false;
}

function closeReport() {
  taken.element.hidden = true;
}

function takenList() {
  const refused = taken.items.some((item) => item.error);
  return [
    h("ul", {}, taken.items.map((item) => h("li", { class: item.error ? "error" : "" },
      h("strong", {}, item.name), ": ", item.what, item.to && ` → ${wordOf("takenTo", item.to)}`,
      item.help && h("p", { class: "hint" }, inline(item.help)),
      (item.actions || []).map(([label, act]) => h("button", { type: "button", onclick: act }, label)),
      problemList(item.problems)))),
    refused && h("p", { class: "hint" }, say("takes")),
  ];
}

/** Problems of files, each with its line and what to do. */
function problemList(problems = []) {
  const most = 20;
  const shown = [...problems].sort((a, b) => (a.severity === "error" ? 0 : 1) - (b.severity === "error" ? 0 : 1));
  const list = h("ul", { class: "problems" }, shown.slice(0, most).map((p) => h("li", { class: p.severity },
    p.line > 0 && h("span", { class: "place" }, say("atLine", p.line), " "), inline(p.message), " ", h("span", { class: "hint block" }, inline(p.help)))),
  shown.length > most && h("li", { class: "hint" }, say("takenMore", shown.length - most)));
  if (!problems.length) return undefined;
  if (problems.some((p) => p.severity === "error")) return list;
  return h("details", {}, h("summary", {}, say("takenNotes", problems.length)), list);
}

/** The button that opens the place for everything. */
function takeButton() {
  return h("button", { type: "button", class: "take", "data-key": "take", onclick: openTake }, say("pasteOrOpen"));
}

function openTake() {
  const area = h("textarea", { rows: 10, spellcheck: false, "data-key": "take-text", placeholder: say("pasteHere") });
  const input = h("input", { type: "file", multiple: true, "data-key": "take-files", onchange: () => input.files.length && take([...input.files]) });
  const takeIt = () => area.value.trim() && takeText(area.value);
  area.addEventListener("keydown", (e) => e.key === "Enter" && (e.ctrlKey || e.metaKey) && takeIt());
  taken.dialog?.remove();
  taken.dialog = document.body.appendChild(h("dialog", { class: "page take-dialog", "aria-labelledby": "take-title", onclick: (e) => e.target === taken.dialog && taken.dialog.close() },
    h("div", { class: "sheet" },
      h("button", { type: "button", class: "close", onclick: () => taken.dialog.close() }, say("close")),
      h("h2", { id: "take-title" }, say("pasteOrOpen")),
      h("p", { class: "hint" }, say("fileStays")),
      field(say("pasteLabel"), area),
      h("p", {}, h("button", { type: "button", class: "primary", onclick: takeIt }, say("takeIt"))),
      field(say("openLabel"), input, say("dropToo")),
      h("h3", {}, say("whatItTakes")),
      h("ul", {}, say("takesList").map((t) => h("li", {}, t))))));
  taken.dialog.showModal();
  area.focus();
}

/** The messages to choose from, where there are several, each with its outcome. */
function messageList() {
  if (taken.messages.length < 2) return undefined;
  const row = (one) => {
    const current = one === taken.shown;
    const outcomes = [...new Set(one.recipients.map((r) => r.outcome))];
    const ends = one.error ? [["unreadable", 1]] : outcomes.map((o) => [o, one.recipients.filter((r) => r.outcome === o).length]);
    return h("li", {}, h("button", { type: "button", "aria-current": current ? "true" : undefined, "data-key": `message-${one.name}`, onclick: async () => putIn(await asFile(one)) },
      h("span", { class: "subject" }, one.subject || one.name), h("span", { class: "hint" }, one.from),
      h("span", { class: "ends" }, ends.map(([o, n]) => h("span", { class: `end ${o}` }, wordOf("outcomes", o), n > 1 && ` × ${n}`)))));
  };
  return h("div", { class: "message-list" },
    h("h3", {}, say("severalMessages", taken.messages.length + taken.more)),
    h("ul", {}, taken.messages.map(row)),
    taken.more > 0 && h("p", { class: "hint" }, say("takenMore", taken.more)));
}

/** Judge the messages of the list under another policy. */
const listSoon = later(400, async () => {
  const policy = policyText(state.policy);
  if (taken.messages.length < 2 || taken.policy === policy) return;
  taken.policy = policy;
  for (const blob of new Set(taken.messages.map((m) => m.blob))) {
    const { messages } = await askBeside("glance", policy, new Uint8Array(await blob.arrayBuffer()), language);
    const those = taken.messages.filter((m) => m.blob === blob);
    those.forEach((one, i) => Object.assign(one, messages[i]));
  }
  if (state.view === "check" && state.source === "file") showMessage();
});

/** What of the policy can be saved. */
function policyDownloads() {
  const script = () => {
    const { text, problems } = engine.script(policyText(state.policy), "policy.yaml", language);
    if (text) saveFile("policy.ps1", text);
    if (!problems.length) return;
    taken.items = [{ name: "policy.ps1", what: say(text ? "scriptLacks" : "noScript"), error: !text, problems: problems.map((p) => ({ ...p, file: "" })) }];
    showTaken(takenList());
  };
  return h("p", { class: "downloads" }, say("downloadLabel"), " ",
    h("button", { type: "button", class: "quiet", onclick: () => saveFile("policy.yaml", policyText(state.policy)) }, "YAML"), " ",
    engine.script && h("button", { type: "button", class: "quiet", onclick: script }, "PowerShell"));
}

/** What of a verdict can be saved. */
function reportDownloads(checked) {
  return h("p", { class: "downloads" }, say("downloadLabel"), " ",
    h("button", { type: "button", class: "quiet", onclick: () => saveFile("report.html", reportHtml(checked), "text/html") }, say("asHtml")), " ",
    h("button", { type: "button", class: "quiet", onclick: () => saveFile("report.txt", checked.text) }, say("asPlainText")), " ",
    h("button", { type: "button", class: "quiet", onclick: () => saveFile("report.json", `${JSON.stringify(checked.report, undefined, 2)}\n`, "application/json") }, "JSON"));
}
