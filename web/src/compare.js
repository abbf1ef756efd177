// Two policies side by side, with what changes between them.

const compare = { element: undefined };

function comparePane() {
  const side = (which, get, set) => {
    const editor = new Editor(say(which), later(120, (text) => set(text)));
    editor.area.rows = 12;
    const head = h("div", {});
    return { which, get, set, editor, head, element: h("div", { class: "side" }, h("header", {}, h("h3", {}, say(which)), head), editor.element) };
  };
  const set = (key) => (text) => {
    state[key] = asPolicy(text);
    showCompare();
    rememberSoon();
  };
  compare.sides = [
    side("before", () => state.before, set("before")),
    side("after", () => state.policy, set("policy")),
  ];
  compare.result = h("div", { class: "compared" });
  compare.element = h("section", { class: "pane wide", "aria-label": say("views").compare },
    h("header", {}, h("h2", {}, say("views").compare), h("button", { type: "button", onclick: () => {
      [state.before, state.policy] = [state.policy, state.before];
      showCompare();
      rememberSoon();
    } }, say("swap"))),
    h("p", { class: "lead" }, say("compareAbout")),
    h("div", { class: "sides" }, compare.sides.map((s) => s.element)),
    compare.result);
  return compare.element;
}

function showCompare() {
  const result = engine.matrix(policyText(state.before), policyText(state.policy), language);
  for (const [i, s] of compare.sides.entries()) {
    s.editor.set(policyText(s.get()));
    s.editor.mark({}, result.problems[i]);
    fill(s.head, policyChoice(s.get(), s.set, say(s.which)));
  }
  if (!result.diff) {
    const bad = compare.sides.filter((_, i) => result.problems[i].length).map((s) => say("fixFirst", say(s.which)));
    fill(compare.result, bad.map((b) => h("p", { class: "warning", role: "alert" }, b)));
    return;
  }
  const { differs } = result.diff.summary;
  const count = result.rows.flatMap((r) => r.cells).filter((c) => c.changed).length;
  for (const c of [...result.diff.changes, ...result.diff.forms]) {
    for (const [i, key] of ["old", "new"].entries()) {
      const line = c.because[key]?.line;
      if (line) compare.sides[i].editor.marks[line] = "decides";
    }
  }
  for (const s of compare.sides) s.editor.draw();
  announce(differs ? say("cellsChange", count) : say("nothingChanges"));
  fill(compare.result,
    h("p", { class: `summary ${differs ? "differs" : ""}` }, differs ? say("cellsChange", count) : say("nothingChanges")),
    count > 0 && h("label", { class: "check" }, h("input", { type: "checkbox", checked: matrix.only, "data-key": "only", onchange: (e) => {
      matrix.only = e.target.checked;
      showCompare();
    } }), ` ${say("onlyChanges")}`),
    table(result, true),
    differs && [h("h3", {}, say("whatChanges")), h("pre", { class: "fence", tabIndex: 0 }, result.text)]);
}
