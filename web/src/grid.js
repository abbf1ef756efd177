// A table of outcomes. Arrow keys walk through its cells; the answer stands beside the cell that is
// chosen, on phones in a sheet at the foot of the screen.

const FIRST_COLUMNS = 24;

class OutcomeGrid {
  /** `explain` gives what is said of a cell. */
  constructor(explain) {
    this.explain = explain;
    this.panel = h("div", { class: "cell-detail", popover: "auto", role: "dialog", tabIndex: -1, "aria-labelledby": "cell-title" });
    this.panel.addEventListener("toggle", (e) => e.newState === "closed" && this.closed());
    this.panel.addEventListener("keydown", (e) => {
      if (e.key === "Escape") this.close(true);
    });
    this.scroll = h("div", { class: "scroll", onscroll: () => this.scrolled() });
    this.element = h("div", { class: "matrix" }, this.scroll, this.panel);
  }

  draw(model, groups, rows) {
    this.close();
    Object.assign(this, { model, groups, rows, columns: 0 });
    const also = (row) => [[row.kind, row.forward], ...row.also].map((of) => of.join(" ")).join();
    this.head = h("tr", {}, h("th", { scope: "col" }, say("kind")));
    this.lines = rows.map((r) => h("tr", { "data-rows": also(model.rows[r]) }, h("th", { scope: "row" }, rowName(model.rows[r]), alsoHint(model.rows[r]))));
    this.grow(FIRST_COLUMNS);
    this.at(0, 0)?.setAttribute("tabindex", "0");
    this.scroll.replaceChildren(h("table", { role: "grid", "aria-label": say("matrixCaption"), "aria-colcount": groups.length + 1, onclick: (e) => this.clicked(e), onkeydown: (e) => this.key(e) },
      h("thead", {}, this.head), h("tbody", {}, this.lines)));
  }

  /** Add columns as far as one; hundreds at once would take a browser longer than a reader waits. */
  grow(to) {
    const more = this.groups.slice(this.columns, to);
    if (!more.length) return;
    this.columns += more.length;
    this.head.append(...more.map(groupHead));
    for (const [i, line] of this.lines.entries()) line.append(...more.map((group) => outcomeElement(this.model, group, this.rows[i])));
  }

  scrolled() {
    const { scrollLeft, clientWidth, scrollWidth } = this.scroll;
    if (scrollLeft + 2 * clientWidth > scrollWidth) this.grow(this.columns + FIRST_COLUMNS);
  }

  at(r, c) {
    if (c >= this.columns) this.grow(c + FIRST_COLUMNS);
    return c < 0 ? undefined : this.lines[r]?.cells[c + 1];
  }

  /** The place of a cell among those that are shown. */
  place(td) {
    const r = td.parentElement.sectionRowIndex;
    return [r, td.cellIndex - 1];
  }

  clicked(event) {
    const td = event.target.closest("td");
    if (!td) return;
    this.focus(td);
    this.open(td);
  }

  key(event) {
    const td = event.target.closest("td");
    if (!td || event.altKey || event.metaKey) return;
    const [r, c] = this.place(td);
    const last = [this.rows.length - 1, this.groups.length - 1];
    const { key, ctrlKey } = event;
    const isOpen = this.panel.matches(":popover-open");
    if (key === "Enter" || key === " ") {
      if (isOpen) this.panel.focus();
      else this.open(td);
    } else if (key === "Tab" && !event.shiftKey && isOpen) this.panel.focus();
    else {
      const to = {
        ArrowRight: [r, c + 1],
        ArrowLeft: [r, c - 1],
        ArrowDown: [r + 1, c],
        ArrowUp: [r - 1, c],
        Home: [ctrlKey ? 0 : r, 0],
        End: [ctrlKey ? last[0] : r, last[1]],
        PageDown: [Math.min(last[0], r + 6), c],
        PageUp: [Math.max(0, r - 6), c],
      }[key];
      if (!to) return;
      const next = this.at(...to);
      if (next) {
        this.focus(next);
        if (isOpen) this.open(next);
      }
    }
    event.preventDefault();
  }

  focus(td) {
    this.scroll.querySelector("td[tabindex='0']")?.setAttribute("tabindex", "-1");
    td.setAttribute("tabindex", "0");
    td.focus({ preventScroll: true });
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  open(td) {
    const [r, c] = this.place(td);
    const [row, group] = [this.rows[r], this.groups[c]];
    this.chosen?.removeAttribute("aria-selected");
    this.chosen = td;
    td.setAttribute("aria-selected", "true");
    fill(this.panel,
      h("button", { type: "button", class: "close", "aria-label": say("close"), onclick: () => this.close(true) }, "×"),
      h("h3", { id: "cell-title" }, `${rowName(this.model.rows[row])} → ${memberName(group.members[0])}`, group.members.length > 1 && ` ${say("andMore", group.members.length - 1)}`),
      this.explain(this.model, group, row));
    this.panel.scrollTop = 0;
    if (!this.panel.matches(":popover-open")) {
      this.panel.showPopover();
      this.watch = new AbortController();
      for (const [target, type] of [[window, "scroll"], [window, "resize"], [this.scroll, "scroll"]]) target.addEventListener(type, () => this.align(), { passive: true, signal: this.watch.signal });
    }
    document.body.classList.add("answering");
    this.align(true);
    announce(this.panel.innerText);
  }

  close(back) {
    const { chosen } = this;
    if (!this.panel.matches(":popover-open")) return;
    this.panel.hidePopover();
    if (back) chosen?.focus();
  }

  closed() {
    this.watch?.abort();
    if (this.panel.matches(":popover-open")) return;
    this.chosen?.removeAttribute("aria-selected");
    document.body.classList.remove("answering");
  }

  /** Put the answer at the right of the table where that is near, else below the cell or above it. */
  align(first) {
    const { style } = this.panel;
    const [cell, table, own] = [this.chosen, this.scroll, this.panel].map((e) => e.getBoundingClientRect());
    const [width, height] = [document.documentElement.clientWidth, innerHeight];
    if (matchMedia("(max-width: 40rem)").matches) {
      // The sheet is put by its style; the cell is brought into sight above it.
      if (first) scrollBy(0, Math.max(0, cell.bottom + 8 - own.top));
      return;
    }
    const edge = Math.min(table.right, this.scroll.firstChild.getBoundingClientRect().right);
    const beside = edge - cell.right < 360 && edge + 12 + own.width < width;
    const below = cell.bottom + 6;
    const left = beside ? edge + 12 : Math.max(8, Math.min(cell.left, width - own.width - 8));
    const top = beside ? Math.min(cell.top, height - own.height - 8) : below + own.height < height - 8 ? below : cell.top - own.height - 6;
    style.left = `${left}px`;
    style.top = `${Math.max(8, top)}px`;
  }
}

function groupHead(group) {
  const [first] = group.members;
  return h("th", { scope: "col" }, h("span", { class: "member" }, memberName(first)), group.members.length > 1 && h("span", { class: "hint" }, say("andMore", group.members.length - 1)));
}

/** What changes in the same way as a row: the same kind forwarded, or other kinds. */
function alsoHint(row) {
  const names = alsoNames(row);
  if (!names.length) return false;
  const by = row.also.map(([kind, forward]) => kind === row.kind && wordOf("forwards", forward));
  const text = !by.every(Boolean) ? say("alike", names.length) : say("alsoForwarded", by.length === 4 ? "" : by.join(", "));
  return h("span", { class: "hint", title: names.join("\n") }, text);
}

function alsoNames(row) {
  return row.also.map(([kind, forward]) => rowName({ kind, forward }));
}

/** A cell; it takes up as little as can be, since there may be thousands. */
function outcomeElement(model, group, r) {
  const cell = group.cells[r];
  const td = document.createElement("td");
  td.tabIndex = -1;
  td.className = [cell.now.length > 1 ? "mixed" : (cell.now[0] ?? "same"), cell.changes.length && "changed", cell.forms.length && "formed", !model.both && model.other && group.keys[r] !== model.other.keys[r] && "differs"].filter(Boolean).join(" ");
  const words = (side) => cell[side].map((o) => h("span", { class: `word ${o}` }, wordOf("outcomes", o)));
  if (cell.changes.length) {
    td.append(h("del", {}, words("old")), " → ", h("ins", {}, words("now")), h("span", { class: "sr" }, ` (${say("changed")})`));
  } else if (cell.now.length === 1) td.textContent = wordOf("outcomes", cell.now[0]);
  else td.append(...(cell.now.length ? words("now") : ["–"]));
  if (cell.variants.length > 1) td.append(h("span", { class: "hint" }, ` ${say("bySender")}`));
  if (cell.forms.length && cell.isForm) td.textContent = say("changes");
  else if (cell.forms.length) td.append(h("span", { class: "form" }, ` · ${say("formChanges")}`));
  return td;
}
