// The first view: what this is, one small tenant, one message and its verdict, and what to try.
//
// web/pack writes the upper part of it into the page, as the engine judges it there: see first.html.

const EXAMPLE = { policy: "one-partner", message: "ordinary/forwarded-by-rule.eml" };

/** What may be tried: a change of the tenant, or another recipient. */
const TRIES = {
  spam: ["AutoForwardingMode: Automatic", "AutoForwardingMode: On"],
  partner: ["AutoForwardEnabled: true", "AutoForwardEnabled: false"],
  other: "erin@example.com",
};

const startView = { element: undefined, tried: new Set() };

function startPane() {
  startView.element = h("div", { class: "start" });
  return startView.element;
}

/** The example with what is tried. */
function startExample() {
  const text = [...startView.tried].reduce((text, name) => (Array.isArray(TRIES[name]) ? text.replace(...TRIES[name]) : text), sampleText(samplePolicy(EXAMPLE.policy)));
  return { text, told: startView.tried.has("other") ? { to: TRIES.other } : {} };
}

function showStart() {
  const { text, told } = startExample();
  const sample = sampleMessage(EXAMPLE.message);
  const { report } = judge(text, { name: sample.name, bytes: sampleBytes(sample), told: { to: told.to ? [told.to] : [] } });
  fill(startView.element, firstPart(text, sample.text, report.messages[0]), questionsPart(), yoursPart());
}

/** What web/pack writes too, in the same shape. */
function firstPart(policy, text, { verdicts: [one], evidence }) {
  const pane = (name, title, ...content) => h("section", { class: `pane ${name}`, "aria-labelledby": `start-${name}` }, h("h3", { id: `start-${name}` }, title), content);
  const decides = Object.fromEntries(one.because.filter((b) => b.line).map((b) => [b.line, "decides"]));
  return [
    h("div", { class: "intro" }, h("h2", {}, say("startTitle")), h("p", {}, say("startAbout"))),
    h("div", { class: "example" },
      pane("tenant", say("startTenant"), listing(policy, decides, say("startTenant"))),
      pane("message", say("startMessage"), listing(text, Object.fromEntries(evidence.map((e) => [e.line, "evidence"])), say("startMessage"))),
      pane("verdict", say("verdict"),
        h("p", { class: `outcome ${one.outcome}` }, wordOf("outcomes", one.outcome)),
        h("p", { class: "whom" }, one.recipient),
        h("p", { class: "hint" }, wordOf("outcomeMeans", one.outcome)),
        one.response && h("p", { class: "response" }, h("code", {}, one.response.line)),
        one.because.slice(0, 1).map((b) => h("p", { class: "because" }, h("code", {}, `${b.setting}: ${b.value}`), " ", say("startLine").replace("#", b.line))),
        h("h4", {}, say("startTry")),
        h("div", { class: "tries" }, Object.keys(TRIES).map((name) => h("button", { type: "button", "aria-pressed": String(startView.tried.has(name)), "data-key": `try-${name}`, onclick: () => tryIt(name) }, wordOf("tries", name)))))),
  ];
}

function tryIt(name) {
  if (!startView.tried.delete(name)) startView.tried.add(name);
  guarded(showStart);
  announce([...startView.element.querySelectorAll(".verdict p")].map((p) => p.textContent).join(". "));
}

function questionsPart() {
  return h("section", { class: "pane", "aria-labelledby": "start-questions" },
    h("p", { class: "next" },
      h("button", { type: "button", class: "primary", "data-key": "open-example", onclick: () => {
        const { text, told } = startExample();
        give({ view: "check", policy: asPolicy(text), source: "sample", sample: EXAMPLE.message, told, question: undefined });
        showAll(true);
      } }, say("openExample")),
      h("span", { class: "hint" }, say("openExampleAbout")), tourButton()),
    h("h3", { id: "start-questions" }, say("startQuestions")), questionList());
}

/** What the reader has: what was kept, or how to begin. */
function yoursPart() {
  const [last] = kept.loaded ? keptEntries() : [];
  return h("section", { class: "pane", "aria-labelledby": "start-yours" },
    h("h3", { id: "start-yours" }, say("yourWork")),
    h("p", {}, kept.refused ? say("keepsNothing") : say("yoursAbout")),
    h("p", { class: "actions" },
      last && h("button", { type: "button", "data-key": "go-on", onclick: () => restoreKept(last) }, say("goOn", last.title)),
      last && h("button", { type: "button", "data-key": "all-kept", onclick: () => showKept(true) }, say("allKept"))));
}
