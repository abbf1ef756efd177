// The matrix of one policy.

const matrix = { element: undefined, filter: "", sort: "written", grouped: true, only: false };

function matrixPane() {
  matrix.grid = new OutcomeGrid(whyOf);
  matrix.choices = h("div", {});
  matrix.body = h("div", {});
  matrix.element = h("section", { class: "pane wide", "aria-label": say("views").matrix },
    h("header", {}, h("h2", {}, say("views").matrix), matrix.choices),
    h("p", { class: "lead" }, say("matrixAbout")),
    matrix.body);
  return matrix.element;
}

function showMatrix() {
  const result = engine.matrix(policyText(state.policy), language);
  fill(matrix.choices, policyChoice(state.policy, (t) => {
    state.policy = asPolicy(t);
    showAll();
  }, say("policy")));
  if (!result.matrix.length) {
    fill(matrix.body, h("p", { class: "warning" }, say("fixFirst", say("policy"))));
    return;
  }
  matrix.model = matrixOf(result.matrix);
  fill(matrix.body, gridControls(matrix, matrix.model), matrix.grid.element,
    h("div", { class: "actions" },
      h("button", { type: "button", onclick: () => saveFile("matrix.csv", matrixCsv(result.matrix[0]), "text/csv") }, say("saveCsv")),
      h("button", { type: "button", onclick: () => saveFile("matrix.md", matrixMarkdown(matrix.grid), "text/markdown") }, say("saveMarkdown"))));
  drawGrid(matrix);
}

/** What the reader looks for in a matrix of two hundred domains. */
function gridControls(view, model) {
  const set = (key, value) => {
    view[key] = value;
    drawGrid(view);
  };
  const check = (key, label) => h("label", { class: "check" }, h("input", { type: "checkbox", checked: view[key], "data-key": `grid-${key}`, onchange: (e) => set(key, e.target.checked) }), ` ${label}`);
  view.count = h("span", { class: "hint", role: "status" });
  const orders = ["written", "name", "stops", "differs"].map((value) => ({ value, label: say("orders")[model.both && value === "differs" ? "changes" : value] }));
  return h("div", { class: "grid-controls" },
    h("input", { type: "search", value: view.filter, placeholder: say("filterRecipients"), "aria-label": say("filterRecipients"), "data-key": "grid-filter", oninput: (e) => set("filter", e.target.value) }),
    select(orders, view.sort, (value) => set("sort", value), { "aria-label": say("sortBy"), "data-key": "grid-sort" }),
    check("grouped", say("groupEqual")),
    check("only", say(model.both ? "onlyChanges" : "onlyDiffers")),
    view.count);
}

function drawGrid(view) {
  const { model } = view;
  const groups = chosenColumns(model, view);
  const members = (all) => all.reduce((sum, column) => sum + column.members.length, 0);
  view.grid.draw(model, groups, chosenRows(model, view, groups));
  view.count.textContent = groups.length ? say("recipientsShown", members(groups), members(model.columns), groups.length) : say("noneFound");
}

/** Why a cell is as it is: what the setting, its value and its lines are for each variant. */
function whyOf(model, group, r) {
  const row = model.rows[r];
  const { cells: { [r]: cell } } = group;
  // Where recipients share their rulings, the line of one is a place among the lines of its column.
  const because = (column, k, name) => (column.cells[r].variants[k]?.[name]?.because ?? []).map((ruling) => (column.lines ? { ...ruling, line: column.lines[name][ruling.line] } : ruling));
  const variant = (v, k) => {
    const both = v.old && outcomeKey(v.old) !== outcomeKey(v.now);
    const side = (name) => outcomeWhy(v[name], group.columns.flatMap((column) => because(column, k, name)));
    return h("li", {},
      cell.variants.length > 1 && h("span", { class: "hint" }, `${say("forSenders")} ${v.senders.join(", ")}: `),
      both ? [side("old"), h("div", {}, "→ ", side("now"))] : side("now"),
      h("button", { type: "button", onclick: () => {
        closeAnswers();
        state.view = "check";
        state.source = "compose";
        state.compose = { kind: row.kind, from: v.senders[0], to: group.example };
        state.told = { forwarded_by: row.forward };
        showAll(true);
      } }, say("openCase")));
  };
  const also = alsoNames(row);
  return [
    h("ul", {}, cell.variants.map(variant)),
    model.both && !cell.changes.length && !cell.forms.length && h("p", { class: "hint" }, say("cellSame")),
    model.texts?.(cell).map((text) => h("pre", { class: "fence" }, text)),
    also.length > 0 && h("p", { class: "hint" }, say("alsoRows", also.join("; "))),
    group.members.length > 1 && h("details", {}, h("summary", {}, say("recipientsCount", group.members.length)), h("p", { class: "members" }, group.members.map((m) => [h("code", {}, memberName(m)), " "]))),
  ];
}

/** An outcome, its response, and the settings that decide with their lines in equal columns. */
function outcomeWhy(first, because) {
  const rulings = new Map();
  for (const ruling of because) {
    const key = `${ruling.setting} ${ruling.value}`;
    if (!rulings.has(key)) rulings.set(key, { ...ruling, lines: new Set() });
    // A default has the line of its entry.
    if (ruling.line && !ruling.default) rulings.get(key).lines.add(ruling.line);
  }
  const named = [...rulings.values()];
  const lines = (r) => (r.lines.size ? say("onLines", [...r.lines].slice(0, 5), r.lines.size - 5) : say("byDefault"));
  return [
    h("strong", { class: `word ${first.outcome}` }, wordOf("outcomes", first.outcome)),
    first.response && [" ", h("code", {}, first.response)],
    named.map((r) => h("div", {}, settingName(r.setting), `: ${r.value} `, h("span", { class: "hint" }, `(${lines(r)})`))),
    first.possibilities.map((p) => h("div", {}, say(p.because ? "ifRule" : "ifNoRule", wordOf("outcomes", p.outcome)), p.because && [" ", settingName(p.because.setting), `: ${p.because.value}`])),
    first.basis && first.basis !== "documented" && h("div", { class: "hint" }, say("sureness")[first.basis] ?? first.basis),
  ];
}

function settingName(name) {
  const id = settingByName(name)?.id;
  const show = () => {
    // The page is closed to the cell again.
    closeAnswers();
    showPage(id);
  };
  return id ? h("button", { type: "button", class: "name", onclick: show }, name) : name;
}

function closeAnswers() {
  for (const { grid } of [matrix, compare]) grid?.close(true);
}

/** The rows that `rdsim matrix --format csv` writes. */
function matrixCsv(document) {
  const rows = [["kind", "forwarded_by", "recipient", "sender", "outcome", "response", "because", "basis"]];
  const place = (r) => [r.line && `${document.policy}:${r.line}`, (r.default || !r.line) && "by default"].filter(Boolean).join(", ");
  for (const [r, { kind, forwarded_by: forward }] of (document.recipients[0]?.messages ?? []).entries()) {
    for (const to of document.recipients) {
      for (const o of to.messages[r].outcomes) {
        const because = [...o.because, ...o.possibilities.flatMap((p) => p.because ?? [])].map((b) => `${b.setting}: ${b.value} (${place(b)})`);
        rows.push([kind, forward, to.members.join("; "), o.senders.join("; "), o.outcome, o.response ?? "", because.join("; "), o.basis ?? ""]);
      }
    }
  }
  // A spreadsheet would run what begins as a formula.
  const cell = (text) => text.replace(/(^|[;\t\r\n]"*)(?=[=+\-@])/g, "$1'");
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map((text) => quoted(cell(text))).join()}\n`).join("");
}

/** The table as it is shown. */
function matrixMarkdown({ model, groups, rows }) {
  const line = (cells) => `| ${cells.map((text) => text.replace(/[\\|*_<`[]/g, "\\$&").replace(/\s+/g, " ")).join(" | ")} |\n`;
  const head = groups.map((g) => memberName(g.members[0]) + (g.members.length > 1 ? ` ${say("andMore", g.members.length - 1)}` : ""));
  return line([say("kind"), ...head]) + `|${" --- |".repeat(head.length + 1)}\n` + rows.map((r) => line([rowName(model.rows[r]), ...groups.map((g) => g.cells[r].now.map((o) => wordOf("outcomes", o)).join(" / "))])).join("");
}
