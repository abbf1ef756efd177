// Text with line numbers: to read, and to edit.
//
// The editor is a textarea above the same text in colours. Numbers, colours and textarea stand in one
// scroll container, in the same font and line height, and none has lines of a height of its own, so
// that their lines stay side by side wherever they are and however far the page is zoomed.

/** Text with line numbers; some lines are marked. */
function listing(text, marks, label) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return h("pre", { class: "listing", tabIndex: 0, role: "group", "aria-label": label },
    lines.map((line, i) => h("span", { class: `line ${marks?.[i + 1] ?? ""}`, "data-n": i + 1 }, line || " ", "\n")));
}

/** Problems that are listed; those beside their lines are all. */
const MOST = 100;

/** Lines that are drawn above and below those in view. */
const BEYOND = 40;

/** A text editor with line numbers whose lines can be marked and have problems. */
class Editor {
  constructor(label, change) {
    const id = `editor-${++lastId}`;
    this.change = change;
    this.numbers = h("pre", { class: "lines", "aria-hidden": "true" });
    this.colours = h("pre", { class: "colours", "aria-hidden": "true" });
    this.area = h("textarea", { class: "yaml", spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off", "aria-label": label, "aria-describedby": `${id}-keys`, "aria-autocomplete": "list" });
    this.choices = new Choices(this, `${id}-choices`);
    this.code = h("div", { class: "code" }, this.colours, this.area, this.choices.element);
    this.paper = h("div", { class: "paper" }, this.numbers, this.code);
    this.about = h("div", { class: "about-key" });
    this.problems = h("ul", { class: "problems" });
    this.keys = h("p", { class: "sr", id: `${id}-keys` }, say("editorKeys"));
    this.element = h("div", { class: "editor" }, this.paper, this.about, this.problems, this.keys);
    // Who types hears of a problem when they pause.
    this.sayFirst = later(1200, () => this.found[0] && announce(`${say("problems", this.found.length)}. ${say("onLine", this.found[0].line)}: ${this.found[0].message}`));
    this.marks = {};
    this.worst = {};
    this.found = [];
    this.drawn = [0, 0];
    this.kept = new Map();
    this.listen();
    this.draw();
  }

  listen() {
    const { area } = this;
    area.addEventListener("input", (e) => {
      this.draw();
      this.choices.typed(e);
      this.change(area.value);
    });
    area.addEventListener("keydown", (e) => this.key(e));
    for (const event of ["focus", "keyup", "pointerup", "mouseleave"]) area.addEventListener(event, () => this.tellKey());
    area.addEventListener("blur", () => {
      this.leave = false;
      this.choices.close();
    });
    // While text is composed, as Japanese is, the browser shows what belongs to it.
    area.addEventListener("compositionstart", () => area.classList.add("composing"));
    area.addEventListener("compositionend", () => area.classList.remove("composing"));
    area.addEventListener("mousemove", (e) => this.tellKey(this.at(e)));
    this.paper.addEventListener("scroll", () => {
      const [first, last] = this.inView();
      if (first < this.drawn[0] || last > this.drawn[1]) this.draw();
    });
    new ResizeObserver(() => this.draw()).observe(this.paper);
  }

  set(text) {
    const { area } = this;
    text = text.replace(/\r\n?/g, "\n");
    if (area.value !== text) {
      const { selectionStart, selectionEnd } = area;
      area.value = text;
      area.setSelectionRange(selectionStart, selectionEnd);
      this.choices.close();
    }
    this.draw();
  }

  /** Mark lines by a class, and show problems beside their lines and in a list that leads there. */
  mark(marks, problems) {
    this.marks = { ...marks };
    this.found = problems.filter((p) => p.line).sort((a, b) => a.line - b.line || a.column - b.column);
    this.worst = {};
    // An error counts more than what lint finds.
    for (const p of this.found) if (this.worst[p.line] !== "error") this.worst[p.line] = p.severity;
    this.area.setAttribute("aria-invalid", String(problems.some((p) => p.severity === "error")));
    const told = problems.map((p) => `${p.line} ${p.message}`).join();
    if (told !== this.told) {
      this.told = told;
      fill(this.problems, problems.slice(0, MOST).map((p) => this.problem(p)));
      this.keys.textContent = `${problems.length ? `${say("problems", problems.length)}. ` : ""}${say("editorKeys")}`;
      if (this.area === document.activeElement) this.sayFirst();
    }
    this.tellKey();
    this.draw();
  }

  problem(p) {
    return h("li", { class: p.severity },
      p.line > 0 && h("button", { type: "button", "aria-label": `${p.line}:${p.column} ${say("toLine", p.line)}`, onclick: () => this.go(p.line) }, `${p.line}:${p.column}`), " ",
      h("span", {}, inline(p.message)), " ", h("span", { class: "hint block" }, inline(p.help)),
      p.id && p.id !== "policy-problem" && [" ", h("button", { type: "button", class: "name", onclick: () => showPage(p.id) }, say("aboutRule"))]);
  }

  /** Bring a line into view, with the cursor on it. */
  go(line, focus = true) {
    if (focus) {
      const start = this.startOf(line - 1);
      this.area.focus({ preventScroll: true });
      this.area.setSelectionRange(start, start + (this.lines[line - 1]?.length ?? 0));
    }
    // Where the text stands is known when the page is laid out.
    requestAnimationFrame(() => this.reveal(line));
  }

  reveal(line) {
    const { paper } = this;
    const at = (line - 1) * this.lineHeight;
    if (at < paper.scrollTop || at > paper.scrollTop + paper.clientHeight - 2 * this.lineHeight) {
      paper.scrollTop = Math.max(0, at - paper.clientHeight / 3);
    }
    paper.scrollLeft = 0;
  }

  /** To the next problem below the cursor, or above it. */
  next(step) {
    const { found } = this;
    const { row } = this.caret();
    const below = step > 0 ? found.find((p) => p.line > row + 1) : found.findLast((p) => p.line < row + 1);
    const p = below ?? found.at(step > 0 ? 0 : -1);
    if (!p) return;
    this.go(p.line);
    announce(`${say("onLine", p.line)}: ${p.message}`);
  }

  startOf(row) {
    const start = this.lines.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0);
    return Math.min(start, this.area.value.length);
  }

  /** The row and the column of the cursor, both from 0. */
  caret() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    const start = before.lastIndexOf("\n") + 1;
    let row = 0;
    for (let i = before.indexOf("\n"); i >= 0; i = before.indexOf("\n", i + 1)) row += 1;
    return { row, column: before.length - start };
  }

  /** The row and the column that the mouse points at. */
  at(event) {
    const box = this.area.getBoundingClientRect();
    return { row: Math.floor((event.clientY - box.top - PAD) / this.lineHeight), column: Math.floor((event.clientX - box.left - PAD) / this.letterWidth) };
  }

  /** The first and the last row in view. */
  inView() {
    const first = Math.floor(this.paper.scrollTop / (this.lineHeight || LINE));
    return [Math.max(0, first), first + Math.ceil((this.paper.clientHeight || 800) / (this.lineHeight || LINE))];
  }

  get lines() {
    return this.area.value.split("\n");
  }

  /** Draw before the page is next painted, however much changes until then. */
  draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.paint();
    });
  }

  /** Draw the lines in view and some beyond; those above them are as many empty lines. */
  paint() {
    const { area, code, lines } = this;
    const count = lines.length;
    const [top, bottom] = this.inView();
    const first = Math.max(0, Math.min(top, count - 1) - BEYOND);
    const last = Math.min(count, bottom + BEYOND);
    this.drawn = [first, last === count ? Infinity : last];
    const rows = Array.from({ length: last - first }, (_, i) => first + i);
    const mark = (i) => `${this.marks[i + 1] ?? ""} ${this.worst[i + 1] ?? ""}`.trim();
    const problems = new Map(this.found.filter((p) => p.severity === this.worst[p.line]).reverse().map((p) => [p.line - 1, p]));
    this.show(this.numbers, first, rows, mark, (i) => h("div", { class: mark(i) }, String(i + 1)));
    this.show(this.colours, first, rows, (i) => `${mark(i)} ${problems.get(i)?.column} ${problems.get(i)?.message} ${lines[i]}`, (i) => this.row(lines[i], mark(i), problems.get(i)));
    this.numbers.style.minWidth = `${String(count).length + 2}ch`;
    // In steps, so that a line that grows does not lay out all of the text with each letter.
    const longest = lines.reduce((most, line) => Math.max(most, columns(line)), 0);
    const width = `calc(${16 * Math.ceil((longest + 4) / 16)}ch + ${2 * PAD}px)`;
    if (width !== this.width) code.style.minWidth = this.width = width;
    code.style.height = `${count * LINE + 2 * PAD + LINE}px`;
    this.lineHeight = this.colours.lastElementChild.getBoundingClientRect().height || LINE;
    this.letterWidth ||= this.choices.letterWidth();
    // Letters of another width than the font's, such as emoji.
    if (area.scrollWidth > area.clientWidth) code.style.minWidth = `${area.scrollWidth + 2 * PAD}px`;
    this.fit();
  }

  /** Show rows below as many empty lines as are above them; a row that is as it was stays. */
  show(pre, first, rows, keyOf, make) {
    const old = this.kept.get(pre);
    const keys = rows.map(keyOf);
    this.kept.set(pre, { first, keys });
    if (old?.first !== first || old.keys.length !== keys.length) {
      pre.replaceChildren("\n".repeat(first), ...rows.map(make));
      return;
    }
    for (const [n, key] of keys.entries()) if (key !== old.keys[n]) pre.children[n].replaceWith(make(rows[n]));
  }

  row(line, mark, problem) {
    const says = problem && h("span", { class: "says", "data-columns": columns(line) }, problem.message);
    return h("div", { class: `line ${mark}` }, highlight(line, problem?.column), says, "\n");
  }

  /** Let the messages beside their lines end where the view ends; their mark is always in view. */
  fit() {
    const view = this.paper.clientWidth - this.numbers.offsetWidth - 2 * PAD;
    for (const says of this.colours.querySelectorAll(".says")) {
      const after = (Number(says.dataset.columns) + 2) * (this.letterWidth || 8) + PAD;
      const left = Math.min(after, view - 16);
      says.style.left = `${left}px`;
      says.style.maxWidth = `${view - left}px`;
    }
  }

  /** Put text in the place of a part, so that the browser's own undo takes it back. */
  replace(start, end, text) {
    const { area } = this;
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, end);
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
      area.setRangeText(text, start, end, "end");
      area.dispatchEvent(new Event("input"));
    }
  }

  key(e) {
    if (e.isComposing) return;
    if (this.choices.key(e)) {
      e.preventDefault();
      return;
    }
    const { leave } = this;
    this.leave = e.key === "Escape" || (leave && e.key === "Shift");
    const plain = !e.ctrlKey && !e.altKey && !e.metaKey;
    if (e.key === "Tab" && plain && !leave) this.indent(e.shiftKey);
    else if (e.key === "Enter" && plain && !e.shiftKey) this.breakLine();
    else if (e.key === "F8") this.next(e.shiftKey ? -1 : 1);
    else if (e.key === "F1" && this.keyNow) showPage(this.keyNow.id);
    else return;
    e.preventDefault();
  }

  /** Indent the lines of the selection by two blanks, or take away so many. */
  indent(back) {
    const { area } = this;
    const { selectionStart: from, selectionEnd: to, value } = area;
    const start = value.lastIndexOf("\n", from - 1) + 1;
    if (from === to && !back) {
      this.replace(from, to, "  ");
      return;
    }
    let end = value.indexOf("\n", Math.max(from, to - 1));
    if (end < 0) end = value.length;
    const old = value.slice(start, end);
    const now = old.split("\n").map((l) => (back ? l.replace(/^(\t| {1,2})/, "") : l && `  ${l}`)).join("\n");
    if (now === old) return;
    this.replace(start, end, now);
    if (from === to) area.setSelectionRange(Math.max(start, from + now.length - old.length), Math.max(start, from + now.length - old.length));
    else area.setSelectionRange(start, start + now.length);
  }

  /** A new line begins where its entry does. */
  breakLine() {
    const { selectionStart: from, selectionEnd: to, value } = this.area;
    const line = value.slice(value.lastIndexOf("\n", from - 1) + 1, from);
    const blanks = /^[ ]*/.exec(line)[0];
    const opens = /^[\w]+:\s*$/.test(line);
    const dash = /^ *- +(?=\S+:)/.exec(line);
    this.replace(from, to, `\n${opens ? "  - " : dash ? " ".repeat(dash[0].length) : blanks}`);
  }

  /** Say what the setting is that the mouse points at, or that the cursor is on. */
  tellKey(where) {
    const { row } = where ?? this.caret();
    const name = /^\s*(?:- +)*(\w+):/.exec(this.lines[row] ?? "")?.[1].toLowerCase();
    const setting = facts.settings.find((s) => s.name.toLowerCase() === name);
    if (setting === this.keyNow && this.about.firstChild && this.steps === this.found.length) return;
    this.keyNow = setting;
    this.steps = this.found.length;
    fill(this.about,
      h("p", { class: setting ? "" : "keys" }, setting ? [h("button", { type: "button", class: "name", "aria-label": say("aboutSetting", setting.name), onclick: () => showPage(setting.id) }, setting.name), " ", inline(brief(setting.id))] : say("editorHint")),
      this.steps > 0 && h("span", { class: "steps" },
        h("button", { type: "button", "data-key": "up", "aria-label": say("lastProblem"), title: say("lastProblem"), onclick: () => this.next(-1) }, "↑"),
        h("button", { type: "button", "data-key": "down", "aria-label": say("nextProblem"), title: say("nextProblem"), onclick: () => this.next(1) }, "↓")));
  }
}

/** The height of a line and the blank around the text, in pixels of the style sheet. */
const LINE = 22;
const PAD = 8;
