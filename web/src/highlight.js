// Colours the YAML of a policy, a line at a time.

const YAML_PARTS = /(?<=^|\s)#.*|"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[[\]{},]|[^\s"'#[\]{},][^\s[\]{},]*|\s+|./gu;

/** The parts of a line, each with its class; the part at a column (from 1) is wrong. */
function highlight(line, wrong) {
  let at = 0;
  const out = [];
  const parts = line.match(YAML_PARTS) ?? [];
  for (const [i, part] of parts.entries()) {
    let kind = yamlKind(part, parts[i + 1]);
    if (wrong > at && wrong <= at + part.length) kind += " wrong";
    out.push(kind ? h("span", { class: kind }, part) : part);
    at += part.length;
  }
  return out;
}

function yamlKind(part, next) {
  if (part.startsWith("#")) return "comment";
  if (part.endsWith(":") && part.length > 1 || next === ":") return "key";
  if (/^["']/.test(part)) return "string";
  if (/^\t/.test(part)) return "tab";
  if (/^(true|false|null|~|-?\d+(\.\d+)?|\$\w+)$/i.test(part)) return "atom";
  return (/^(-|[[\]{},])$/).test(part) ? "mark" : "";
}

/** Columns that a line takes: letters of East Asia take two, a tab up to four. */
function columns(line) {
  if (/^[\x20-\x7e]*$/.test(line)) return line.length;
  let count = 0;
  for (const c of line) count += c === "\t" ? 4 : c > "\u1100" ? 2 : 1;
  return count;
}
