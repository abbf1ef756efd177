// Two policies side by side, with what changes between them.

/** Entries that differ, and are named. */
const NAMED = 20;

const compare = { element: undefined, filter: "", sort: "written", grouped: true, only: false };

function comparePane() {
  const side = (which, place) => {
    const set = (text) => {
      const both = comparedPolicies();
      both[place] = asPolicy(text);
      [state.before, state.policy] = both;
      showCompare();
      rememberSoon();
    };
    const editor = new Editor(say(which), later(120, set));
    editor.area.rows = 12;
    const head = h("div", {});
    return { which, set, editor, head, element: h("div", { class: "side" }, h("header", {}, h("h3", {}, say(which)), head), editor.element) };
  };
  compare.sides = [side("before", 0), side("after", 1)];
  compare.grid = new OutcomeGrid(whyOf);
  compare.result = h("div", { class: "compared" });
  compare.element = h("section", { class: "pane wide", "aria-label": say("views").compare },
    h("header", {}, h("h2", {}, say("views").compare), h("button", { type: "button", onclick: () => {
      [state.policy, state.before] = comparedPolicies();
      showCompare();
      rememberSoon();
    } }, say("swap"))),
    h("p", { class: "lead" }, say("compareAbout")),
    h("div", { class: "sides" }, compare.sides.map((s) => s.element)),
    compare.result);
  return compare.element;
}

/** The policies before and after. Until somebody chooses: the partner trap, or what the reader's own
 * policy does otherwise than a new tenant's. */
function comparedPolicies() {
  if (!state.before.first) return [state.before, state.policy];
  if (state.policy.sample) return [{ sample: "partner-trap-before" }, { sample: "partner-trap" }];
  return [{ sample: "default" }, state.policy];
}

function showCompare() {
  const texts = comparedPolicies().map(policyText);
  const { problems, matrix: documents, diff, text } = engine.changes(...texts, language);
  for (const [i, s] of compare.sides.entries()) {
    s.editor.set(texts[i]);
    s.editor.mark(diff ? changedLines(diff, i) : {}, problems[i]);
    fill(s.head, policyChoice(comparedPolicies()[i], s.set, say(s.which)));
  }
  if (!diff) {
    const bad = compare.sides.filter((_, i) => problems[i].length).map((s) => say("fixFirst", say(s.which)));
    fill(compare.result, bad.map((b) => h("p", { class: "warning", role: "alert" }, b)));
    return;
  }
  compare.model = matrixOf(documents, diff);
  // The report says each change in a paragraph: of outcome, of form, then of rules.
  const paragraphs = text.trimEnd().split("\n\n");
  // What the outcomes before and after do not say by themselves.
  const isSaid = (cell) => cell.variants.some((v) => outcomeKey(v.old) !== outcomeKey(v.now));
  compare.model.texts = (cell) => [...(isSaid(cell) ? [] : cell.changes), ...cell.forms.map((n) => diff.changes.length + n)].map((n) => paragraphs[n]);
  const summary = say("changeSummary", diff.summary.differs, countCells((cell) => cell.changes.length), countCells((cell) => cell.forms.length && !cell.changes.length && !cell.isForm), diff.rules.length);
  announce(summary);
  const { differs } = diff.summary;
  fill(compare.result,
    h("p", { class: `summary ${differs ? "differs" : ""}` }, summary),
    diff.not_compared?.map(notCompared),
    gridControls(compare, compare.model),
    compare.grid.element,
    differs && h("details", { open: true }, h("summary", {}, say("whatChanges")), h("pre", { class: "fence", tabIndex: 0 }, text)));
  drawGrid(compare);
}

/** What differs in one section and is not compared; many entries are counted. */
function notCompared({ section, entries }) {
  const more = entries.length - NAMED;
  return h("p", { class: "warning" }, say("notCompared"), " ", h("bdi", {}, `${section}: ${say("list", entries.slice(0, NAMED))}`), more > 0 && [" ", say("andMore", more)]);
}

/** The lines of one policy that the changes stand on. */
function changedLines(diff, i) {
  const causes = [...diff.changes, ...diff.forms].map((c) => c.because[i ? "new" : "old"]?.line);
  const rules = diff.rules.map((rule) => rule[i ? "new" : "old"]?.line);
  return Object.fromEntries([...causes, ...rules].filter(Boolean).map((line) => [line, "decides"]));
}

function countCells(wanted) {
  return compare.model.columns.reduce((sum, column) => sum + column.cells.filter(wanted).length, 0);
}
