// Starts the page, and shows the view that the state asks for.

const app = { panes: {}, tabs: undefined };

/** The views in the order of their tabs: what builds the pane of each, and what shows the state in it.
 * The names of the tabs are the words `views`. */
const VIEWS = {
  start: [startPane, showStart],
  check: [checkPane, showCheck],
  matrix: [matrixPane, showMatrix],
  compare: [comparePane, showCompare],
  trace: [tracePane, showTrace],
  submit: [submitPane, showSubmit],
  quiz: [quizPane, showQuiz],
};

function checkPane() {
  return h("div", { class: "check-view" }, tenantPane(), messagePane(), verdictPane());
}

function showCheck() {
  readTenant();
  showMessage();
  followMessage();
}

/** The policy or the message changed: judge anew, and keep it in the address. */
function changed() {
  guarded(showVerdict);
  listSoon();
  rememberSoon();
}

/** Show everything that the state says; `push` makes another entry of the history. */
function showAll(push) {
  guarded(() => {
    for (const [name, pane] of Object.entries(app.panes)) pane.hidden = name !== state.view;
    for (const tab of app.tabs.querySelectorAll("a")) {
      if (tab.dataset.view === state.view) {
        tab.setAttribute("aria-current", "page");
        // Where they do not all have room.
        app.tabs.scrollLeft = tab.offsetLeft - app.tabs.offsetLeft - app.tabs.clientWidth / 2;
      } else tab.removeAttribute("aria-current");
    }
    app.strip.hidden = state.view !== "check";
    showQuestion();
    document.title = `${say("title")} – ${wordOf("views", state.view)}`;
    VIEWS[state.view][1]();
  });
  remember(push);
}

/** What the engine cannot do ends one action and not the page. */
function guarded(action) {
  try {
    action();
  } catch (error) {
    console.error(error);
    tell(say("engineStopped"));
  }
}

const untell = later(12000, () => fill(app.toast));

/** Say something at the foot of the page for a while; perhaps with what can be done about it. */
function tell(...parts) {
  fill(app.toast, parts);
  untell();
}

async function copyLink() {
  const { text, left } = await fragment();
  if (left.length) {
    tell(say("linkLeaves", left.map((part) => wordOf("parts", part))), " ", h("button", { type: "button", "data-key": "copy-anyway", onclick: () => copyText(text) }, say("copyAnyway")));
    app.toast.querySelector("button").focus();
  } else await copyText(text);
}

async function copyText(text) {
  const link = `${location.href.split("#")[0]}#${text}`;
  try {
    await navigator.clipboard.writeText(link);
    tell([`${say("linkCopied")}. ${say(state.view === "quiz" && state.set ? "linkAsks" : "linkHolds")}`, link.length > 8000 && ` ${say("linkLong", link.length)}`]);
  } catch {
    // Some browsers allow no clipboard to a page from a file.
    tell(h("input", { type: "text", readOnly: true, value: link, "aria-label": say("copyLink") }));
    app.toast.querySelector("input").select();
  }
}

function toVerdict(event) {
  event.preventDefault();
  if (state.view === "start") {
    startView.element.querySelector(".tries button").focus();
    return;
  }
  if (state.view !== "check") {
    state.view = "check";
    showAll(true);
  }
  const pane = document.getElementById("verdict");
  pane.focus({ preventScroll: true });
  pane.scrollIntoView();
}

function buildPage() {
  document.documentElement.lang = language;
  app.panes = Object.fromEntries(Object.entries(VIEWS).map(([view, [pane]]) => [view, pane()]));
  app.tabs = h("nav", { "aria-label": say("title") }, Object.keys(app.panes).map((view) =>
    h("a", { href: `#view=${view}`, "data-view": view, onclick: (e) => {
      e.preventDefault();
      state.view = view;
      showAll(true);
    } }, wordOf("views", view))));
  app.toast = h("div", { class: "toast", role: "status" });
  document.getElementById("app").replaceChildren(
    h("a", { class: "skip", href: "#verdict", onclick: toVerdict }, say("skip")),
    h("header", { class: "top" },
      h("h1", {}, say("title")), h("p", {}, say("tagline")), app.tabs,
      h("div", { class: "tools", onfocusin: (e) => e.target.scrollIntoView({ block: "nearest", inline: "nearest" }) },
        select(Object.entries(WORDS).map(([tag, words]) => ({ value: tag, label: words.lang })), language, speak, { "aria-label": say("language"), class: "language" }),
        takeButton(),
        undoButtons(),
        h("button", { type: "button", onclick: () => showKept(true) }, say("yourWork")),
        h("button", { type: "button", onclick: copyLink }, say("copyLink")))),
    h("main", {}, (app.question = h("section", { class: "asked-question", hidden: true, "aria-label": say("startQuestions") })), Object.values(app.panes)),
    h("footer", {}, say("footer"), !engine.knowsTables && h("p", { class: "warning" }, say("otherTables"))),
    embedded ? embedBar() : "",
    (app.strip = h("a", { class: "strip", href: "#verdict", hidden: true, onclick: toVerdict })),
    app.toast,
    ...takenReport(),
    h("div", { id: "announcer", class: "sr", "aria-live": "polite" }));
  // The strip is for where the verdict is out of sight.
  new IntersectionObserver(([pane]) => app.strip.classList.toggle("seen", pane.isIntersecting)).observe(document.getElementById("verdict"));
}

/** Say everything in another language. */
function speak(tag) {
  const asked = state.question && isQuestion(state);
  language = tag;
  if (asked) sayQuestion();
  for (const dialog of [pageDialog, kept.dialog]) dialog?.remove();
  pageDialog = kept.dialog = undefined;
  buildPage();
  showAll();
}

async function start() {
  startEngine();
  // For the console of the curious; the tests ask it too.
  globalThis.rdsim = engine;
  takeDrops();
  takeKeys();
  buildPage();
  const whole = await takeUp(location.hash);
  if (language !== browserLanguage) buildPage();
  delete document.documentElement.dataset.linked;
  showAll();
  if (!whole) tell(say("linkBad"));
  document.documentElement.dataset.ready = "true";
  performance.mark("engine-ready");
  // The plain address had its verdict before: see early.js.
  if (!performance.getEntriesByName("first-verdict").length) performance.mark("first-verdict");
  loadKept();
  // A link that is followed here, and going back and forth.
  addEventListener("popstate", async () => {
    const before = language;
    const whole = await takeUp(location.hash);
    if (language !== before) buildPage();
    showAll();
    if (!whole) tell(say("linkBad"));
  });
}

if (globalThis.document) {
  start().catch((error) => {
    console.error(error);
    document.getElementById("app").append(h("p", { role: "alert" }, say("engineStopped")));
  });
} else workBeside();
