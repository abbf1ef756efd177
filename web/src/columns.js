// The columns of a matrix: what becomes of each kind of message for some recipients, under one
// policy or two; which are shown, in what order, and which of them are equal.

/** The rows and columns of the documents of one policy, or of the policies before and after. */
function matrixOf(documents, diff) {
  const [before, after = before] = documents;
  const both = after !== before;
  // Recipients of two policies share what becomes of their mail.
  const messagesOf = (document, to) => document.messages?.[to.messages] ?? to.messages;
  const rows = after.recipients.slice(0, 1).flatMap((to) => messagesOf(after, to)).map((m) => ({ kind: m.kind, forward: m.forwarded_by, also: [] }));
  const columns = after.recipients.map((to, c) => {
    const old = before.recipients[c];
    const olds = messagesOf(before, old);
    return {
      members: to.members,
      example: to.example,
      lines: both && { old: old.lines, now: to.lines },
      cells: messagesOf(after, to).map((message, r) => outcomeCell(both ? variantsOfBoth(olds[r].outcomes, message.outcomes) : message.outcomes.map((now) => ({ senders: now.senders, now })))),
    };
  });
  if (both) markChanges(rows, columns, diff);
  const other = columns.find((column) => column.members.includes("*"));
  for (const column of columns) column.keys = column.cells.map(cellKey);
  for (const column of columns) {
    column.key = column.keys.join();
    column.stops = column.cells.filter((cell) => cell.now.some((o) => o === "dropped" || o === "rejected")).length;
    column.changes = column.cells.filter((cell) => cell.changes.length || cell.forms.length).length;
    column.differs = other ? column.keys.filter((key, r) => key !== other.keys[r]).length : 0;
    column.isOther = column === other;
  }
  return { both, rows, columns, other };
}

/** What becomes of a message before and after, for the senders for whom both are the same. */
function variantsOfBoth(before, after) {
  return before.flatMap((old) => after.map((now) => ({ senders: old.senders.filter((s) => now.senders.includes(s)), old, now }))).filter((v) => v.senders.length);
}

/** A cell: the outcomes before and after, and the places of what the report says of it. */
function outcomeCell(variants) {
  const side = (name) => [...new Set(variants.map((v) => v[name]?.outcome))];
  return { variants, old: side("old"), now: side("now"), changes: [], forms: [] };
}

/** All that a cell shows. */
function cellKey(cell) {
  const several = cell.variants.length > 1;
  return JSON.stringify([cell.variants.map((v) => [outcomeKey(v.old), outcomeKey(v.now), several && v.senders]), cell.changes, cell.forms, cell.now]);
}

function outcomeKey(o) {
  return o && `${o.outcome} ${o.response} ${o.possibilities.map((p) => p.outcome)}`;
}

/** Mark the cells that the report names. What it names and no row shows gets a row: the same kinds
 * forwarded, where they change otherwise than ordinary mail or than the kind that nobody forwards. */
function markChanges(rows, columns, diff) {
  const places = new Map(columns.flatMap((column, c) => column.members.map((member) => [member, c])));
  const columnsOf = (change) => [...new Set(change.recipients.map((member) => places.get(member)))];
  const named = new Map();
  for (const [n, change] of diff.changes.entries()) {
    const of = columnsOf(change);
    for (const group of change.messages) {
      for (const kind of group.kinds) {
        for (const forward of group.forwarded_by) {
          const key = `${kind} ${forward}`;
          if (!named.has(key)) named.set(key, new Map());
          for (const c of of) named.get(key).set(c, [...(named.get(key).get(c) ?? []), n]);
        }
      }
    }
  }
  const told = (kind, forward) => JSON.stringify([...(named.get(`${kind} ${forward}`) ?? [])]);
  const shown = new Map(rows.map((row) => [`${row.kind} ${row.forward}`, row]));
  for (const key of named.keys()) {
    if (shown.has(key)) continue;
    const [kind, forward] = key.split(" ");
    // A mail flow rule forwards as if nobody did, and mailboxes forward every kind alike, mostly.
    const same = [`${kind} nobody`, `ordinary ${forward}`].find((like) => shown.has(like) && told(...like.split(" ")) === told(kind, forward));
    const alike = same ? shown.get(same) : rows.find((row) => row.more && row.forward === forward && told(row.kind, forward) === told(kind, forward));
    if (alike) alike.also.push([kind, forward]);
    else rows.push({ kind, forward, also: [], more: true });
  }
  for (const [r, row] of rows.entries()) {
    for (const [c, column] of columns.entries()) {
      column.cells[r] ??= outcomeCell([]);
      const cell = column.cells[r];
      cell.changes = named.get(`${row.kind} ${row.forward}`)?.get(c) ?? [];
      if (row.more) for (const side of ["old", "now"]) cell[side] = [...new Set(cell.changes.map((n) => diff.changes[n][side === "now" ? "new" : side].outcome))];
    }
  }
  // The form may change of what may leave under both, of whatever kind and however it was forwarded.
  if (diff.forms.length) {
    rows.push({ kind: "form", forward: "nobody", also: [], isForm: true });
    for (const column of columns) column.cells.push({ ...outcomeCell([]), isForm: true });
  }
  const mayLeave = (o) => o && (o.outcome === "leaves" || o.possibilities.some((p) => p.outcome === "leaves"));
  for (const [n, change] of diff.forms.entries()) {
    for (const c of columnsOf(change)) {
      for (const cell of columns[c].cells) if (cell.isForm || cell.variants.some((v) => mayLeave(v.old) && mayLeave(v.now))) cell.forms.push(n);
    }
  }
}

/** The columns to show: those that the reader looks for, equal ones as one, in the reader's order. */
function chosenColumns(model, view) {
  const wanted = view.filter.trim().toLowerCase();
  let columns = model.columns;
  if (wanted) {
    columns = columns.flatMap((column) => {
      const members = column.members.filter((member) => memberName(member).toLowerCase().includes(wanted));
      return members.length ? [{ ...column, members }] : [];
    });
  }
  if (view.only) columns = columns.filter((column) => (model.both ? column.changes : column.differs || column.isOther));
  const groups = new Map();
  for (const [c, column] of columns.entries()) {
    const key = view.grouped ? column.key : c;
    if (groups.has(key)) groups.get(key).columns.push(column);
    else groups.set(key, { ...column, columns: [column] });
  }
  const all = [...groups.values()].map((group) => ({ ...group, members: group.columns.flatMap((column) => column.members).sort((a, b) => (b === "*") - (a === "*")) }));
  const by = {
    name: (a, b) => memberName(a.members[0]).localeCompare(memberName(b.members[0])),
    stops: (a, b) => b.stops - a.stops,
    differs: (a, b) => (model.both ? b.changes - a.changes : b.differs - a.differs),
  };
  return by[view.sort] ? all.sort(by[view.sort]) : all;
}

/** The rows to show, by their places. */
function chosenRows(model, view, groups) {
  const all = [...model.rows.keys()];
  if (!view.only) return all;
  if (model.both) return all.filter((r) => groups.some((g) => g.cells[r].changes.length || g.cells[r].forms.length));
  return all.filter((r) => groups.some((g) => model.other && g.keys[r] !== model.other.keys[r]));
}

function memberName(member) {
  return member === "*" ? `* ${say("everyOther")}` : member;
}

function rowName(row) {
  if (row.isForm) return say("formRow");
  const kind = wordOf("kinds", row.kind);
  return row.forward === "nobody" ? kind : say("forwardedKind", kind, wordOf("forwards", row.forward));
}
