// Undoes what is changed, and says when something of the reader's own is replaced.
//
// What is the reader's own is seen by itself: a policy or a file that is neither a sample nor what
// `give` brought. Whoever changes the state calls `showAll`, `changed` or `rememberSoon` as ever.

/** What of the state a change is undone of. */
const CONTENT = ["policy", "before", "source", "sample", "file", "compose", "told", "scenario", "question"];

/** Steps that are kept, and the bytes that they may hold. */
const STEPS = 100;
const STEP_BYTES = 32 * 1024 * 1024;

const undoing = { last: undefined, undo: [], redo: [], given: {}, typed: 0 };

/** The content of a state, apart from what changes in place. */
function contentOf(of) {
  return Object.fromEntries(CONTENT.map((key) => [key, ["told", "compose", "scenario"].includes(key) ? { ...of[key] } : of[key]]));
}

function snapshot() {
  return { view: state.view, ...contentOf(state), given: undoing.given };
}

function sameContent(a, b, keys = CONTENT) {
  return keys.every((key) => a[key] === b[key] || (key !== "file" && JSON.stringify(a[key]) === JSON.stringify(b[key])));
}

/** Whether a policy is the reader's own, and neither a sample nor what `give` brought. */
function isOwnPolicy(policy, given = undoing.given) {
  return policy.text !== undefined && ![given.policy, given.before].includes(policy.text);
}

/** What of a snapshot is the reader's own. */
function ownParts({ policy, before, file, given }) {
  return {
    policy: isOwnPolicy(policy, given) && policy.text,
    before: isOwnPolicy(before, given) && before.text,
    message: file && file.bytes !== given.file && file,
  };
}

/** Whether the message that is shown is the reader's own. */
function ownMessage(of) {
  if (of.source === "file") return ownParts(of).message;
  return of.source === "compose" && JSON.stringify(of.compose) !== (of.given.compose ?? JSON.stringify(FIRST.compose));
}

const isOwn = (of) => Boolean(ownParts(of).policy || ownParts(of).before || ownMessage(of));

/** Take something that is not the reader's own: a question, a sample, what a link holds; the reader
 * may have made the link. `showAll` comes after it. */
function give(next, link) {
  if (undoing.last) noteChange();
  const entry = link && keptAs(link);
  const brought = (of) => ({ policy: of.policy.text, before: of.before.text, file: of.file?.bytes, compose: JSON.stringify(of.compose) });
  const [before, given] = [brought(state), undoing.given];
  Object.assign(state, next);
  const after = brought(state);
  // What stays as it was is whose it was.
  for (const part of Object.keys(after)) if (after[part] === before[part]) after[part] = given[part];
  undoing.given = entry ? {} : after;
  noteChange(true);
  if (link) kept.current = entry?.id;
}

/** Show something whole in the place of what is shown, such as a file; what it replaces of the
 * reader's own is put aside, and can be had back. */
function putIn(next) {
  noteChange();
  Object.assign(state, next);
  noteChange(true);
  showAll(true);
}

/** See whether the content changed since the last time: then that is a step that can be undone. */
function noteChange(whole = false) {
  const now = snapshot();
  const { last } = undoing;
  undoing.last = now;
  if (!last || sameContent(last, now)) return;
  // A text that is typed on; a sample that becomes one's own is a step.
  const more = (key) => last[key].text !== undefined && now[key].text !== undefined;
  const keys = ["told", "compose", "scenario", ...["policy", "before"].filter(more)];
  const typing = !whole && sameContent(last, now, CONTENT.filter((key) => !keys.includes(key))) && document.activeElement?.matches("textarea, input:not([type=checkbox], [type=radio])");
  const goesOn = typing && undoing.undo.length && Date.now() - undoing.typed < 1000;
  undoing.typed = typing ? Date.now() : 0;
  if (!goesOn) undoing.undo.push(last);
  undoing.redo = [];
  const size = (s) => (s.policy.text?.length ?? 0) + (s.before.text?.length ?? 0) + (s.file?.bytes.length ?? 0);
  let sum = 0;
  const most = undoing.undo.findLastIndex((s) => (sum += size(s)) > STEP_BYTES) + 1;
  undoing.undo.splice(0, Math.max(most, undoing.undo.length - STEPS));
  showUndo();
  const [had, has] = [ownParts(last), ownParts(now)];
  const lost = Object.keys(had).filter((part) => had[part] && !Object.values(has).includes(had[part]) && (whole || !has[part]));
  if (lost.length || (ownMessage(last) && last.source !== now.source)) {
    keep(last);
    kept.current = undefined;
  }
  if (lost.length) tell(say("putAside", lost.map((part) => wordOf("parts", part))), " ", undoButton());
  keepSoon();
}

/** Go a step back, or forward again. */
function undoStep(from, to) {
  noteChange();
  const target = undoing[from].pop();
  if (!target) return;
  undoing[to].push(undoing.last);
  const { given, ...rest } = target;
  Object.assign(state, rest, contentOf(rest));
  undoing.given = given;
  undoing.last = snapshot();
  tell();
  showAll();
  showUndo();
  keepSoon();
}

const undo = () => undoStep("undo", "redo");
const redo = () => undoStep("redo", "undo");

function undoButton() {
  return h("button", { type: "button", onclick: undo }, say("undo"));
}

/** The two buttons, wherever they stand. */
function undoButtons() {
  const button = (key, act) => h("button", { type: "button", class: "step", "data-step": key, "data-key": key, title: say(key), "aria-label": say(key), disabled: !undoing[key].length, onclick: act }, key === "undo" ? "↶" : "↷");
  return h("span", { class: "steps" }, button("undo", undo), button("redo", redo));
}

function showUndo() {
  for (const button of document.querySelectorAll("[data-step]")) button.disabled = !undoing[button.dataset.step].length;
}

/** Ctrl+Z and Ctrl+Y, or Cmd: in a line of text the browser's own, elsewhere this. */
function takeKeys() {
  document.addEventListener("keydown", (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.altKey || e.defaultPrevented) return;
    const key = e.key.toLowerCase();
    const back = key === "z" && !e.shiftKey;
    if (!back && key !== "y" && !(key === "z" && e.shiftKey)) return;
    if (e.target.matches?.("input:not([type=checkbox], [type=radio]), textarea:not(.yaml), [contenteditable]") || document.querySelector("dialog[open]")) return;
    e.preventDefault();
    if (back) undo();
    else redo();
  });
}
