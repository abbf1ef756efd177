// Starts the page, and shows the view that the state asks for.

const app = { panes: {}, tabs: undefined };

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
      if (tab.dataset.view === state.view) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    app.strip.hidden = state.view !== "check";
    document.title = `${say("title")} – ${wordOf("views", state.view)}`;
    if (state.view === "check") {
      readTenant();
      showMessage();
      followMessage();
    }
    if (state.view === "matrix") showMatrix();
    if (state.view === "compare") showCompare();
    if (state.view === "trace") showTrace();
    if (state.view === "quiz") showQuiz();
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

const untell = later(6000, () => fill(app.toast));

function tell(text) {
  fill(app.toast, text);
  untell();
}

async function copyLink() {
  const { text, whole } = await fragment();
  const link = `${location.href.split("#")[0]}#${text}`;
  history.replaceState(null, "", `#${text}`);
  try {
    await navigator.clipboard.writeText(link);
    tell(`${say("linkCopied")}. ${whole ? say("linkHolds") : say("linkTooLong")}`);
  } catch {
    // Some browsers allow no clipboard to a page from a file.
    tell(h("span", {}, h("input", { type: "text", readOnly: true, value: link, "aria-label": say("copyLink") })));
    app.toast.querySelector("input").select();
  }
}

function toVerdict(event) {
  event.preventDefault();
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
  app.panes = {
    check: h("div", { class: "check-view" }, tenantPane(), messagePane(), verdictPane()),
    matrix: matrixPane(),
    compare: comparePane(),
    trace: tracePane(),
    quiz: quizPane(),
  };
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
      select(Object.entries(WORDS).map(([tag, words]) => ({ value: tag, label: words.lang })), language, speak, { "aria-label": say("language"), class: "language" }),
      takeButton(),
      h("button", { type: "button", onclick: copyLink }, say("copyLink"))),
    h("main", {}, Object.values(app.panes)),
    h("footer", {}, say("footer"), !engine.knowsTables && h("p", { class: "warning" }, say("otherTables"))),
    (app.strip = h("a", { class: "strip", href: "#verdict", hidden: true, onclick: toVerdict })),
    app.toast,
    ...takenReport(),
    h("div", { id: "announcer", class: "sr", "aria-live": "polite" }));
}

/** Say everything in another language. */
function speak(tag) {
  language = tag;
  pageDialog?.remove();
  pageDialog = undefined;
  buildPage();
  showAll();
}

async function start() {
  // The page is read as far as its script, which is the last of it.
  performance.mark("page-read");
  await startEngine();
  // For the console of the curious; the tests ask it too.
  globalThis.rdsim = engine;
  takeDrops();
  const whole = await takeUp(location.hash);
  buildPage();
  showAll();
  if (!whole) tell(say("linkBad"));
  document.documentElement.dataset.ready = "true";
  performance.mark("first-verdict");
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
