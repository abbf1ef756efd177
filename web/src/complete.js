// Offers what may stand at the cursor: sections, properties of a section, values of a property.

/** What may stand at a place of a policy: words, and from which column the word there begins. */
function possible(lines, row, before) {
  const key = /^(\s*(?:- +)?)(\w*)$/.exec(before);
  const value = /^(\s*(?:- +)?)(\w+):\s+([\w-]*)$/.exec(before);
  const lead = (key ?? value)?.[1];
  if (lead === undefined) return undefined;
  if (!lead) {
    if (!key) return undefined;
    const there = lines.map((l) => /^(\w+):/.exec(l)?.[1]);
    return { from: 0, typed: key[2], kind: "section", words: facts.sections.map((s) => s.name).filter((n) => !there.includes(n)) };
  }
  let top = row - 1;
  while (top >= 0 && !/^\w/.test(lines[top])) top -= 1;
  const name = /^\w+/.exec(lines[top] ?? "")?.[0].toLowerCase();
  const section = facts.sections.find((s) => s.name.toLowerCase() === name);
  if (!section || columnOf(lines, top, row) !== lead.length && columnOf(lines, top, row) !== undefined) return undefined;
  const from = before.length - (key ?? value).at(-1).length;
  if (value) {
    const property = section.properties.find((p) => p.name.toLowerCase() === value[2].toLowerCase());
    return property?.words.length ? { from, typed: value[3], kind: "value", property: property.name, words: property.words } : undefined;
  }
  const there = keysOfEntry(lines, row, lead.length);
  return { from, typed: key[2], kind: "property", words: section.properties.map((p) => p.name).filter((n) => !there.has(n.toLowerCase())) };
}

/** The column where the keys of a section's entries begin, from the other lines of the section. */
function columnOf(lines, top, row) {
  for (let i = top + 1; i < lines.length && !/^\w/.test(lines[i]); i++) {
    if (i !== row && /^\s*(- +)?\w+:/.test(lines[i])) return (/^\s*(- +)?/).exec(lines[i])[0].length;
  }
  return undefined;
}

/** The keys that an entry has already, in lower case. */
function keysOfEntry(lines, row, column) {
  const there = new Set();
  const take = (i) => {
    const [, lead, name] = /^(\s*(?:- +)?)(\w+):/.exec(lines[i]) ?? [];
    if (lead?.length === column) there.add(name.toLowerCase());
  };
  const starts = (i) => lines[i].indexOf("-") === column - 2 && !lines[i].slice(0, column - 2).trim();
  if (!starts(row)) for (let i = row - 1; i >= 0 && !/^\w/.test(lines[i]); i--) {
    take(i);
    if (starts(i)) break;
  }
  for (let i = row + 1; i < lines.length && !/^\w/.test(lines[i]) && !starts(i); i++) take(i);
  return there;
}

/** The list of what may stand at the cursor of an editor. */
class Choices {
  constructor(editor, id) {
    this.editor = editor;
    this.element = h("ul", { class: "completions", role: "listbox", id, "aria-label": say("suggestions"), hidden: true });
    this.shown = [];
  }

  /** One more letter was typed: offer what begins so. */
  typed(e) {
    if (e.inputType === "insertText" && /^[\w ]$/.test(e.data ?? "") && !e.isComposing) this.open(e.data === " ");
    else if (!this.element.hidden && /^(insertText|deleteContent)/.test(e.inputType ?? "")) this.open();
    else this.close();
  }

  /** Show what may stand at the cursor; `all` even where nothing is typed yet. */
  open(all = false) {
    const { editor } = this;
    const { row, column } = editor.caret();
    const line = editor.lines[row];
    const found = /^[\w-]/.test(line.slice(column)) ? undefined : possible(editor.lines, row, line.slice(0, column));
    const typed = found?.typed.toLowerCase() ?? "";
    if (!found || (!typed && (!all || (found.kind !== "value" && all !== "asked")))) return this.close();
    const starts = found.words.filter((w) => w.toLowerCase().startsWith(typed));
    const holds = typed.length > 1 ? found.words.filter((w) => !starts.includes(w) && w.toLowerCase().includes(typed)) : [];
    this.shown = [...starts, ...holds];
    if (!this.shown.length || (this.shown.length === 1 && this.shown[0] === found.typed)) return this.close();
    this.found = { ...found, row, column };
    const hint = (w) => (found.kind === "value" ? adminValue(found.property, w) : found.kind === "property" ? adminLabel(w) : "");
    this.element.replaceChildren(...this.shown.map((w, i) => h("li", { role: "option", id: `${this.element.id}-${i}`, onpointerdown: (e) => {
      e.preventDefault();
      this.take(i);
    } }, w, hint(w) && hint(w) !== w && h("span", { class: "hint" }, ` ${hint(w)}`))));
    this.element.hidden = false;
    editor.area.setAttribute("aria-controls", this.element.id);
    this.choose(0);
    this.place(row, columns(line.slice(0, found.from)));
  }

  /** Below the cursor, or above it where that is out of view. */
  place(row, column) {
    const { paper, lineHeight, numbers } = this.editor;
    this.element.style.maxWidth = `${paper.clientWidth - numbers.offsetWidth - 2 * PAD}px`;
    const below = PAD + (row + 1) * lineHeight;
    const over = below + this.element.offsetHeight > paper.scrollTop + paper.clientHeight;
    const top = over ? PAD + row * lineHeight - this.element.offsetHeight : below;
    this.element.style.top = `${top < paper.scrollTop ? below : top}px`;
    const room = paper.clientWidth + paper.scrollLeft - numbers.offsetWidth - this.element.offsetWidth - PAD;
    this.element.style.left = `${Math.max(0, Math.min(PAD + column * this.editor.letterWidth, room))}px`;
  }

  choose(i) {
    this.chosen = (i + this.shown.length) % this.shown.length;
    for (const [n, option] of [...this.element.children].entries()) option.setAttribute("aria-selected", String(n === this.chosen));
    const option = this.element.children[this.chosen];
    const { offsetTop: top, offsetHeight: height } = option;
    this.element.scrollTop = Math.min(top, Math.max(this.element.scrollTop, top + height - this.element.clientHeight));
    this.editor.area.setAttribute("aria-activedescendant", option.id);
  }

  close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.editor.area.removeAttribute("aria-activedescendant");
    this.editor.area.removeAttribute("aria-controls");
  }

  /** Whether a key was for the list. */
  key(e) {
    if (e.key === " " && e.ctrlKey) {
      this.open("asked");
      return true;
    }
    if (this.element.hidden || e.ctrlKey || e.altKey || e.metaKey) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    if (steps[e.key]) this.choose(this.chosen + steps[e.key]);
    else if (e.key === "Enter" || (e.key === "Tab" && !e.shiftKey)) this.take(this.chosen);
    else if (e.key === "Escape") this.close();
    else {
      if (/^(Arrow|Home|End)/.test(e.key)) this.close();
      return false;
    }
    return true;
  }

  take(i) {
    const { editor, found } = this;
    const start = editor.startOf(found.row) + found.from;
    const more = { section: /Config$/.test(this.shown[i]) ? ":\n  " : ":\n  - ", property: ": ", value: "" }[found.kind];
    this.close();
    const rest = editor.lines[found.row].slice(found.column);
    editor.replace(start, start + found.column - found.from, this.shown[i] + (rest.startsWith(":") ? "" : more));
    // A value comes after its property, and a property after its section.
    if (found.kind !== "value") this.open("asked");
  }

  /** How wide a letter is: the list has the editor's font. */
  letterWidth() {
    this.probe ??= this.editor.code.appendChild(h("span", { class: "probe", "aria-hidden": "true" }, "0".repeat(100)));
    return this.probe.getBoundingClientRect().width / 100;
  }
}
