// Text with line numbers: to read, and to edit.

/** Text with line numbers; some lines are marked. */
function listing(text, marks, label) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return h("pre", { class: "listing", tabIndex: 0, role: "group", "aria-label": label },
    lines.map((line, i) => h("span", { class: `line ${marks?.[i + 1] ?? ""}`, "data-n": i + 1 }, line || " ", "\n")));
}

/** A text editor with line numbers whose lines can be marked and have problems. */
class Editor {
  constructor(label, change) {
    this.back = h("div", { class: "lines", "aria-hidden": "true" });
    this.area = h("textarea", { class: "yaml", spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off", "aria-label": label, rows: 24 });
    this.area.addEventListener("input", () => {
      this.draw();
      change(this.area.value);
    });
    this.area.addEventListener("scroll", () => this.align());
    this.problems = h("ul", { class: "problems", id: `problems-${++lastId}` });
    this.area.setAttribute("aria-describedby", this.problems.id);
    this.element = h("div", { class: "editor" }, h("div", { class: "paper" }, this.back, this.area), this.problems);
    this.marks = {};
    this.draw();
  }

  set(text) {
    if (!this.area.value) this.area.value = text;
    else if (this.area.value !== text) {
      const { scrollTop } = this.area;
      this.area.value = text;
      this.area.scrollTop = scrollTop;
    }
    this.draw();
  }

  /** Mark lines by a class, and list problems, each of which leads to its line. */
  mark(marks, problems) {
    this.marks = { ...marks };
    for (const p of problems) if (p.line) this.marks[p.line] = p.severity;
    this.area.setAttribute("aria-invalid", String(problems.some((p) => p.severity === "error")));
    this.problems.replaceChildren(...problems.map((p) => h("li", { class: p.severity },
      h("button", { type: "button", onclick: () => this.go(p.line) }, `${p.line}:${p.column}`), " ",
      h("span", {}, p.message), h("span", { class: "hint" }, ` ${p.help}`))));
    this.draw();
  }

  /** Bring a line into view, with the cursor on it. */
  go(line, focus = true) {
    const lines = this.area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
    if (focus) {
      this.area.focus();
      this.area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    }
    // As in `align`: where the text stands is known when the page is laid out.
    requestAnimationFrame(() => this.reveal(line));
  }

  reveal(line) {
    const height = parseFloat(getComputedStyle(this.area).lineHeight);
    const at = (line - 1) * height;
    if (at < this.area.scrollTop || at > this.area.scrollTop + this.area.clientHeight - 2 * height) {
      this.area.scrollTop = Math.max(0, at - this.area.clientHeight / 3);
    }
  }

  draw() {
    const count = this.area.value.split("\n").length;
    const rows = this.back.children;
    while (rows.length > count) this.back.lastChild.remove();
    for (let n = rows.length + 1; n <= count; n++) this.back.append(h("div", {}, String(n)));
    for (const [i, row] of [...rows].entries()) row.className = this.marks[i + 1] ?? "";
    this.align();
  }

  /** Put the line numbers beside their lines, before the page is next painted: to ask how far the
   * text is scrolled lays out all of the page each time. */
  align() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.back.scrollTop = this.area.scrollTop;
    });
  }
}
