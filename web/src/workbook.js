// Reads the sheets of an Excel workbook as tables (ISO/IEC 29500-1, 18: SpreadsheetML), from its parts.

/** Rows of a sheet; Excel has no more. */
const ROWS_LIMIT = 2 ** 20;

/** Numbers of the formats of dates that a workbook does not write out (18.8.30). */
const DATE_FORMATS = /^(1[4-9]|2[0-27-9]|3[0-6]|4[5-7]|5[0-8])$/;

/** Days from the first day of the dates of a workbook to 1970. */
const EPOCH = { 1900: 25569, 1904: 24107 };

/** The sheets of a workbook that have cells, each as CSV with a line for each row; `parts` has the files of
 * the archive by their names. */
function sheetsOf(parts) {
  const xml = (path) => parts.has(path) && new DOMParser().parseFromString(new TextDecoder().decode(parts.get(path)), "text/xml");
  const all = (node, name) => (node ? [...node.getElementsByTagNameNS("*", name)] : []);
  const words = (node) => all(node, "t").filter((t) => t.parentNode.localName !== "rPh").map((t) => t.textContent).join("");
  const shared = all(xml("xl/sharedStrings.xml"), "si").map(words);
  const styles = xml("xl/styles.xml");
  const codes = Object.fromEntries(all(styles, "numFmt").map((f) => [f.getAttribute("numFmtId"), f.getAttribute("formatCode")]));
  const isDate = all(all(styles, "cellXfs")[0], "xf").map((xf) => {
    const id = xf.getAttribute("numFmtId");
    const code = codes[id]?.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, "");
    return code === undefined ? DATE_FORMATS.test(id) : /[dmyhs]/i.test(code);
  });
  const book = xml("xl/workbook.xml");
  const since = EPOCH[/^(1|true)$/.test(all(book, "workbookPr")[0]?.getAttribute("date1904")) ? 1904 : 1900];
  const shown = (cell) => {
    const type = cell.getAttribute("t");
    const value = all(cell, "v")[0]?.textContent ?? "";
    if (type === "s") return shared[value] ?? "";
    if (type === "inlineStr") return words(cell);
    if (type === "b") return value === "1" ? "true" : "false";
    if ((type && type !== "n") || !value || !isDate[cell.getAttribute("s")]) return value;
    return new Date(Math.round((value - since) * 864e5)).toISOString().replace("Z", "");
  };
  const targets = new Map(all(xml("xl/_rels/workbook.xml.rels"), "Relationship").map((r) => [r.getAttribute("Id"), r.getAttribute("Target")]));
  const path = (sheet) => {
    const target = targets.get(sheet.getAttributeNS("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "id")) ?? "";
    return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  };
  return all(book, "sheet").flatMap((sheet) => {
    const lines = [];
    let begun = false;
    for (const row of all(xml(path(sheet)), "row")) {
      const line = Number(row.getAttribute("r")) || lines.length + 1;
      if (line > ROWS_LIMIT) throw new Error("more rows than a sheet has");
      const cells = [];
      for (const cell of all(row, "c")) cells[sheetColumn(cell.getAttribute("r")) ?? cells.length] = shown(cell);
      // A title stands alone above its table.
      begun ||= cells.filter(Boolean).length > 1;
      while (lines.length < line - 1) lines.push("");
      lines.push(begun ? Array.from(cells, csvCell).join(",") : "");
    }
    return begun ? [{ name: sheet.getAttribute("name"), bytes: new TextEncoder().encode(`${lines.join("\n")}\n`) }] : [];
  });
}

/** The place of a column by the letters of a cell, such as 27 for AB3. */
function sheetColumn(cell) {
  const letters = cell?.match(/^[A-Z]{1,3}/)?.[0];
  return letters && [...letters].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0) - 1;
}
