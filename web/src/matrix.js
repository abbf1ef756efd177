// The matrix of one policy.

const matrix = { element: undefined, only: false };

function matrixPane() {
  matrix.element = h("section", { class: "pane wide", "aria-label": say("views").matrix });
  return matrix.element;
}

function showMatrix() {
  const text = policyText(state.policy);
  const result = engine.matrix(text, text, language);
  fill(matrix.element,
    h("header", {}, h("h2", {}, say("views").matrix), policyChoice(state.policy, (t) => {
      state.policy = asPolicy(t);
      showAll();
    }, say("policy"))),
    h("p", { class: "lead" }, say("matrixAbout")),
    result.diff ? table(result, false) : h("p", { class: "warning" }, say("fixFirst", say("policy"))));
}

function rowName(row) {
  const kind = wordOf("kinds", row.kind);
  return row.forward === "nobody" ? kind : say("forwardedKind", kind, wordOf("forwards", row.forward));
}

/** What a cell shows in one policy; several where the sender matters. */
function tokens(cell, side) {
  return [...new Set(cell.variants.map((v) => v[side].outcome))];
}

function table(result, both) {
  const detail = h("div", { class: "cell-detail" });
  const show = (row, column, cell, button) => {
    detail.closest(".matrix").querySelectorAll("[aria-pressed=true]").forEach((b) => b.setAttribute("aria-pressed", "false"));
    button.setAttribute("aria-pressed", "true");
    fill(detail, cellDetail(row, result.recipients[column], cell, both));
    announce(detail.textContent);
  };
  const columns = result.recipients.map((_, i) => i).filter((i) => !both || !matrix.only || result.rows.some((r) => r.cells[i].changed));
  const rows = result.rows.filter((r) => !both || !matrix.only || r.cells.some((c) => c.changed));
  const body = rows.map((row) => h("tr", {}, h("th", { scope: "row" }, rowName(row)),
    columns.map((i) => {
      const cell = row.cells[i];
      const side = (s) => tokens(cell, s).map((o) => h("span", { class: `word ${o}` }, wordOf("outcomes", o)));
      const button = h("button", { type: "button", "aria-pressed": "false", onclick: () => show(row, i, cell, button) },
        both && cell.changed ? [h("del", {}, side("old")), " → ", h("ins", {}, side("new")), h("span", { class: "sr" }, ` (${say("changed")})`)] : side("new"),
        cell.variants.length > 1 && h("span", { class: "hint" }, ` ${say("bySender")}`));
      return h("td", { class: `${tokens(cell, "new").length > 1 ? "mixed" : tokens(cell, "new")[0]} ${both && cell.changed ? "changed" : ""}` }, button);
    })));
  return h("div", { class: "matrix" },
    h("div", { class: "scroll", tabIndex: 0, role: "group", "aria-label": say("matrixCaption") },
      h("table", {}, h("caption", { class: "sr" }, say("matrixCaption")),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("kind")),
          columns.map((i) => h("th", { scope: "col" }, result.recipients[i].members.map((m) => h("span", { class: "member" }, m === "*" ? `* ${say("everyOther")}` : m)))))),
        h("tbody", {}, body))),
    detail);
}

function cellDetail(row, recipients, cell, both) {
  const one = (o) => [
    h("strong", { class: `word ${o.outcome}` }, wordOf("outcomes", o.outcome)),
    o.response && h("code", {}, ` ${o.response}`),
    o.because && [" ", h("button", { type: "button", class: "name", onclick: () => showPage(settingByName(o.because.setting).id) }, o.because.setting), `: ${o.because.value}`, o.because.line && ` (${say("onLine", o.because.line)})`],
  ];
  return [
    h("h3", {}, `${rowName(row)} → ${recipients.members.join(", ")}`),
    h("ul", {}, cell.variants.map((v) => h("li", {},
      cell.variants.length > 1 && h("span", { class: "hint" }, `${say("forSenders")} ${v.senders.join(", ")}: `),
      both && JSON.stringify(v.old) !== JSON.stringify(v.new) ? [one(v.old), h("br", {}), "→ ", one(v.new)] : one(v.new), " ",
      h("button", { type: "button", onclick: () => {
        state.view = "check";
        state.source = "compose";
        state.compose = { kind: row.kind, from: v.senders[0], to: recipients.example };
        state.told = { forwarded_by: row.forward };
        showAll(true);
      } }, say("openCase"))))),
  ];
}
