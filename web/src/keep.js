// Keeps the reader's own policies, messages and cases in this browser, and nothing else.
//
// An entry is a title, a time, and the fragment that a link of it would have.

/** Every key of the page in the store begins so. */
const STORE = "rdsim";
const KEPT = `${STORE}-kept`;

const ENTRIES = 20;

/** Characters that one part of an entry may have; a browser keeps about five million of a page. */
const KEEP_LIMIT = 1_500_000;

/** `loaded` is whether the store was read, which is on a disk; `current` is the entry that changes go into; `policy` the reader's last own policy; `said` what was
 * done last in the dialog; `round` grows when something is forgotten. */
const kept = { loaded: false, current: undefined, policy: undefined, refused: false, tooLarge: false, dialog: undefined, said: undefined, round: 0 };

/** The entries, the newest first; other windows may have added some. */
function keptEntries() {
  try {
    const all = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return all.filter((e) => e && [e.id, e.title, e.state].every((x) => typeof x === "string") && Number.isFinite(e.time));
  } catch {
    return [];
  }
}

/** Whether the browser keeps anything: not in some private windows, nor with cookies off. */
function storeRefuses() {
  try {
    localStorage.setItem(`${STORE}-asked`, "");
    localStorage.removeItem(`${STORE}-asked`);
    return false;
  } catch {
    return true;
  }
}

/** Put the entries into the store: as many as it takes. */
function storeKept(all) {
  if (kept.refused) return;
  for (let count = Math.min(all.length, ENTRIES); ; count--) {
    try {
      if (count) localStorage.setItem(KEPT, JSON.stringify(all.slice(0, count)));
      else localStorage.removeItem(KEPT);
      return;
    } catch {
      if (!count) return;
    }
  }
}

/** The reader's last own policy, whether shown or not. */
function ownPolicy() {
  // A choice is shown before what it replaced is noted.
  const all = [state.policy, state.before, undoing.last?.policy ?? {}];
  return all.find((policy) => isOwnPolicy(policy))?.text ?? kept.policy;
}

/** Keep a state if something of it is the reader's own. */
async function keep(of) {
  const { policy } = ownParts(of);
  if (policy) kept.policy = policy;
  if (!isOwn(of)) return;
  const id = (kept.current ??= `${Date.now()}-${Math.random()}`);
  const view = ["matrix", "compare"].includes(of.view) ? of.view : "check";
  const { text, left } = await fragment({ ...of, view }, KEEP_LIMIT, true);
  kept.tooLarge = left.length > 0;
  storeKept([{ id, time: Date.now(), title: titleOf(of), state: text }, ...keptEntries().filter((e) => e.id !== id && e.state !== text)]);
}

const keepLater = later(600, (round) => round === kept.round && keep(snapshot()));

/** Keep the state soon, unless entries are forgotten before. */
const keepSoon = () => keepLater(kept.round);

/** The entry that a link is of; a link has less than an entry, and may be of another view. */
function keptAs(link) {
  const named = [...link].filter(([key]) => key !== "view" && key !== "lang");
  if (!named.some(([key]) => ["pz", "bz", "mz", "c"].includes(key))) return undefined;
  return keptEntries().find((e) => {
    const state = new URLSearchParams(e.state);
    return named.every(([key, value]) => state.get(key) === value);
  });
}

/** Read the store, once the verdict is there: the policy that was kept last can be chosen again. */
async function loadKept() {
  kept.refused = storeRefuses();
  kept.loaded = true;
  if (state.view === "start") showStart();
  for (const entry of keptEntries()) {
    const packed = new URLSearchParams(entry.state).get("pz");
    if (!packed) continue;
    const bytes = await unpack(packed, POLICY_LIMIT).catch(() => undefined);
    if (bytes) kept.policy ??= new TextDecoder().decode(bytes);
    if (bytes && state.view !== "start") showAll();
    return;
  }
}

function titleOf({ policy, source, sample, file, compose }) {
  const message = source === "file" && file ? file.name : source === "compose" ? `${wordOf("kinds", compose.kind)} → ${compose.to}` : wordOf("samples", sample);
  return say("titleOf", policyTitle(policy), message);
}

/** A policy by its title, or by what it is for. */
function policyTitle(policy) {
  if (policy.sample) return wordOf("samples", policy.sample);
  const read = engine.readPolicy(policy.text, language).policy;
  if (!read) return say("ownPolicy");
  const domains = read.remote_domains.map((d) => d.domain);
  return `${read.accepted_domains[0] ?? "?"}: ${domains.slice(0, 3).join(", ")}${domains.length > 3 ? ` + ${domains.length - 3}` : ""}`;
}

/** Open an entry; what is replaced by it is put aside as ever. */
async function restoreKept(entry) {
  kept.dialog?.close();
  await keep(snapshot());
  const whole = await takeUp(entry.state);
  showAll(true);
  if (!whole) tell(say("linkBad"));
}

/** Take away entries, and offer to have them back. */
function forgetKept(gone, said) {
  const before = Object.entries(localStorage).filter(([key]) => key.startsWith(STORE));
  const { policy } = kept;
  gone();
  kept.round += 1;
  kept.current = undefined;
  kept.said = [said, " ", h("button", { type: "button", "data-key": "undo-forget", onclick: () => {
    for (const [key, value] of before) localStorage.setItem(key, value);
    kept.policy = policy;
    kept.said = undefined;
    showKept();
  } }, say("undo"))];
  showKept();
  kept.dialog.querySelector("[data-key=undo-forget]").focus();
}

function forgetEverything() {
  forgetKept(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(STORE)) localStorage.removeItem(key);
    kept.policy = undefined;
  }, say("forgotten"));
}

/** What is kept, with where. */
function keptList() {
  const all = keptEntries();
  const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  return [
    h("div", { role: "status", class: "said" }, kept.said),
    kept.refused && h("p", { class: "warning" }, say("keepsNothing")),
    kept.tooLarge && h("p", { class: "warning" }, say("keptInPart")),
    !kept.refused && h("p", { class: "hint" }, all.length ? say("keptWhere") : say("keptNone")),
    all.length > 0 && h("ul", { class: "kept" }, all.map((e) => h("li", {},
      h("button", { type: "button", class: "open", "data-key": `open-${e.id}`, onclick: () => restoreKept(e) }, h("span", {}, e.title), " ", h("span", { class: "hint" }, time.format(e.time))),
      h("button", { type: "button", "data-key": `delete-${e.id}`, "aria-label": say("deleteKept", e.title), onclick: () => forgetKept(() => storeKept(keptEntries().filter((other) => other.id !== e.id)), say("deleted")) }, say("delete"))))),
    !kept.refused && h("p", {}, h("button", { type: "button", "data-key": "forget", onclick: forgetEverything }, say("forgetEverything"))),
  ];
}

/** The dialog of what is kept; without one, what it shows is shown anew if it is open. */
function showKept(open = false) {
  if (open) kept.said = undefined;
  if (!open && !kept.dialog?.open) return;
  kept.dialog ??= document.body.appendChild(h("dialog", { class: "page", "aria-labelledby": "kept-title", onclick: (e) => e.target === kept.dialog && kept.dialog.close() }));
  fill(kept.dialog, h("div", { class: "sheet" },
    h("button", { type: "button", class: "close", onclick: () => kept.dialog.close() }, say("close")),
    h("h2", { id: "kept-title" }, say("yourWork")), keptList()));
  if (!kept.dialog.open) kept.dialog.showModal();
}
