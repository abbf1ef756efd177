// Reads with the browser what PowerShell and services write besides tables: JSON, lists, Clixml. Its own
// readers would cost the page 60 KB.

const HEADS = { objects: /^\s*[{[]/, clixml: /^\s*(<\?xml[^>]*>\s*)?<Objs\b/, list: /^\s*[A-Za-z_][\w ]*: / };

/** The text of a file, in UTF-8 or UTF-16. */
function textOf(bytes) {
  const label = { 0xff: "utf-16le", 0xfe: "utf-16be" }[bytes[0]] ?? "utf-8";
  return new TextDecoder(label).decode(bytes);
}

/** Whether a file is a configuration of Microsoft365DSC. */
function isConfiguration(bytes) {
  return /^\s*<#|^configuration\s+\w+\s*\{?\s*$/im.test(textOf(bytes.subarray(0, 4096)));
}

/** Clixml as JSON, and the objects of JSON, Clixml or a list as a table, in which traces are read. */
function asTable(bytes) {
  const head = textOf(bytes.subarray(0, 400));
  const is = (name) => HEADS[name].test(head);
  try {
    if (is("clixml")) {
      const json = ofClixml(textOf(bytes));
      return { json: new TextEncoder().encode(JSON.stringify(json, undefined, 1)), table: tableOf(rowsOf(json)) };
    }
    if (is("objects")) return { table: tableOf(rowsOf(ofJson(textOf(bytes)))) };
    // A message begins like a list; one with fewer columns than that is no trace.
    if (is("list") && !/^(Received|From|To|Subject|Return-Path|Date|Message-ID):/im.test(head)) return { table: tableOf(ofList(textOf(bytes))) };
  } catch {
    // What it lacks is said by the engine.
  }
  return {};
}

/** One document, or one a line. */
function ofJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
  }
}

const isObject = (x) => x && typeof x === "object" && !Array.isArray(x);

/** The row of an object: a log collector puts it into another, and keeps what it got as text. */
function inner(row) {
  const flat = flattened(row.result ?? row._source ?? row);
  const raw = [flat._raw, flat["event.original"], flat.message].find((text) => /^(\{|\d{4}-\d\d-\d\dT[^ ,]*,)/.test(text));
  if (raw === undefined || Object.keys(flat).some((name) => /(sender|recipient)_?address$/i.test(name))) return flat;
  return raw[0] === "{" ? flattened(JSON.parse(raw)) : { log: raw };
}

/** An object of which the properties of those within it are its own, each by the path to it. */
function flattened(object, path = "", depth = 0, out = {}) {
  for (const [key, value] of Object.entries(object)) {
    const name = path + key;
    if (isObject(value) && unwrapped(value) === undefined && depth < 8) flattened(value, `${name}.`, depth + 1, out);
    else out[name] = value;
  }
  return out;
}

/** The value that Windows PowerShell wraps in an object: a date, or an enum with its number and its word. */
const unwrapped = (object) => ("DateTime" in object ? object.value ?? object.DateTime : object.Value ?? object.value);

/** The rows of a table that names its columns once, as Log Analytics and Splunk write it. */
function namedRows({ columns, fields, rows }) {
  const names = columns ?? fields;
  if (!Array.isArray(names) || !Array.isArray(rows?.[0])) return [];
  return rows.map((row) => Object.fromEntries(names.map((column, i) => [column.name ?? column, row[i]])));
}

/** The longest list of objects in a document, or the document itself. */
function rowsOf(value, depth = 0) {
  if (Array.isArray(value)) {
    // Splunk and Elasticsearch put each row into another object.
    const rows = value.filter(isObject);
    const named = rows.flatMap(namedRows);
    if (named.length) return named;
    const within = rows.filter((row) => row.result ?? row._source);
    return (within.length ? within : rows).map(inner);
  }
  if (!isObject(value) || depth > 4) return [];
  const named = namedRows(value);
  if (named.length) return named;
  const lists = Object.values(value).map((inner) => rowsOf(inner, depth + 1));
  const longest = lists.reduce((a, b) => (b.length > a.length ? b : a), []);
  return longest.length ? longest : depth ? [] : [inner(value)];
}

/** A field of a table. */
const csvCell = (text = "") => `"${text.replaceAll('"', '""')}"`;

/** A table of objects, with every name that one of them has. */
function tableOf(rows) {
  if (!rows.length) return undefined;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const plain = (value) => (Array.isArray(value) ? value.map((v) => (v?.Key !== undefined && v.Value !== undefined ? `${v.Key}=${plain(v.Value)}` : plain(v))).join(";") : isObject(value) ? plain(unwrapped(value) ?? JSON.stringify(value)) : String(value ?? ""));
  const rowsOfLog = rows.every((row) => row.log !== undefined && Object.keys(row).length === 1);
  const lines = rowsOfLog ? rows.map((row) => row.log) : [names, ...rows.map((row) => names.map((name) => row[name]))].map((line) => line.map((value) => csvCell(plain(value))).join(","));
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

/** What Format-List shows: a property a line, and a blank line between objects. */
function ofList(text) {
  const rows = [];
  let row;
  let last;
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = line.match(/^([A-Za-z_][\w .-]*?) *: ?(.*)$/) ?? [];
    if (!line.trim()) row = undefined;
    else if (name) {
      if (!row) rows.push((row = {}));
      row[(last = name)] = value;
    } else if (row && /^ /.test(line)) row[last] += ` ${line.trim()}`;
  }
  return rows;
}

/** Clixml as the objects that it holds (MS-PSRP 2.2.5). */
function ofClixml(text) {
  const document = new DOMParser().parseFromString(text, "text/xml");
  if (document.querySelector("parsererror")) throw new Error("no XML");
  const objects = new Map();
  const kinds = new Map();
  const words = (element) => element.textContent.replace(/_x([0-9A-F]{4})_/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
  const child = (element, ...names) => [...element.children].find((c) => names.includes(c.localName));
  const value = (element) => {
    switch (element.localName) {
      case "Nil": return null;
      case "B": return element.textContent === "true";
      case "Ref": return objects.get(element.getAttribute("RefId")) ?? null;
      case "Obj": return object(element);
      default: return /^(I16|I32|I64|U16|U32|By|SB)$/.test(element.localName) ? Number(element.textContent) : words(element);
    }
  };
  const object = (element) => {
    const types = child(element, "TN");
    if (types) kinds.set(types.getAttribute("RefId"), words(types.children[0]));
    const kind = kinds.get((types ?? child(element, "TNRef"))?.getAttribute("RefId"));
    const list = child(element, "LST", "IE", "QUE", "STK");
    const map = child(element, "DCT");
    const properties = child(element, "Props", "MS");
    let out;
    if (list) out = [...list.children].map(value);
    else if (map) out = Object.fromEntries([...map.children].map((e) => [...e.children].map(value)));
    else if (properties) {
      // The name under which the engine looks for the type of an object.
      out = /\.PSCustomObject$|^Selected\./.test(kind ?? "") ? {} : { "@data.type": kind };
      for (const set of element.children) {
        if (["Props", "MS"].includes(set.localName)) for (const p of set.children) out[p.getAttribute("N")] = value(p);
      }
    } else {
      const simple = [...element.children].find((c) => !["TN", "TNRef", "ToString"].includes(c.localName));
      const shown = child(element, "ToString");
      // An enum shows its word.
      out = shown ? words(shown) : simple ? value(simple) : null;
    }
    objects.set(element.getAttribute("RefId"), out);
    return out;
  };
  const all = [...document.documentElement.children].map(value);
  return all.length === 1 ? all[0] : all;
}
