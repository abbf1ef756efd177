// Shows the page on a setting, a response or a kind, which is Markdown, beside everything else.

let pageDialog;

function showPage(topic) {
  const text = engine.explain(topic, language);
  if (!text) return;
  pageDialog ??= document.body.appendChild(h("dialog", { class: "page", "aria-labelledby": "page-title", onclick: (e) => e.target === pageDialog && pageDialog.close() }));
  pageDialog.replaceChildren(
    h("div", { class: "sheet" },
      h("button", { type: "button", class: "close", onclick: () => pageDialog.close() }, say("close")),
      markdown(text)));
  pageDialog.showModal();
  pageDialog.scrollTop = 0;
}

const briefs = {};

/** What a page says first: the first sentence below its title. */
function brief(topic) {
  return (briefs[language + topic] ??= firstSentence(engine.explain(topic, language)));
}

function firstSentence(page) {
  const text = page.split("\n\n").find((part) => part && !part.startsWith("#")) ?? "";
  return (/^.*?(。|\.(?=\s|$)|$)/s).exec(text)[0].replaceAll("\n", " ");
}

/** The Markdown that the pages use: headings, paragraphs, lists, fences, code, links. */
function markdown(text) {
  const out = [];
  const lines = text.split("\n");
  let first = true;
  if (!lines.at(-1)) lines.pop();
  for (let i = 0; i < lines.length; ) {
    const line = lines[i];
    if (line.startsWith("```")) {
      const end = lines.indexOf("```", i + 1);
      const tag = line.slice(3).split(" ")[1] ?? "";
      out.push(h("pre", { class: `fence ${tag}`, tabIndex: 0 }, lines.slice(i + 1, end).filter((l) => !l.startsWith("X-Rdsim-React:")).join("\n")));
      i = end + 1;
    } else if (/^#+ /.test(line)) {
      const level = line.indexOf(" ");
      out.push(h(`h${Math.min(level + 1, 4)}`, first ? { id: "page-title" } : {}, inline(line.slice(level + 1))));
      first = false;
      i += 1;
    } else if (line.startsWith("- ")) {
      const items = [];
      while (i < lines.length && /^(- | {2})/.test(lines[i])) {
        if (lines[i].startsWith("- ")) items.push(lines[i].slice(2));
        else items.push(`${items.pop()} ${lines[i].trim()}`);
        i += 1;
      }
      out.push(h("ul", {}, items.map((item) => h("li", {}, inline(item)))));
    } else if (line.startsWith("|")) {
      const rows = [];
      while (i < lines.length && lines[i].startsWith("|")) rows.push(lines[i++].split("|").slice(1, -1).map((c) => c.trim()));
      const [head, , ...body] = rows;
      out.push(h("table", {}, h("thead", {}, h("tr", {}, head.map((c) => h("th", { scope: "col" }, inline(c))))), h("tbody", {}, body.map((r) => h("tr", {}, r.map((c) => h("td", {}, inline(c))))))));
    } else if (line.trim()) {
      const start = i;
      while (i < lines.length && lines[i].trim() && !/^(```|#+ |- |\|)/.test(lines[i])) i += 1;
      out.push(h("p", {}, inline(lines.slice(start, i).join(" "))));
    } else i += 1;
  }
  return out;
}

function inline(text) {
  const out = [];
  let rest = 0;
  for (const found of text.matchAll(/`([^`]+)`|<(https:[^>]+)>|\[([^\]]+)\]\((https:[^)]+)\)|\*\*([^*]+)\*\*/g)) {
    out.push(text.slice(rest, found.index));
    const [, code, bare, label, url, strong] = found;
    if (code) out.push(h("code", {}, code));
    else if (strong) out.push(h("strong", {}, strong));
    else out.push(h("a", { href: bare ?? url, rel: "noreferrer noopener", target: "_blank" }, label ?? bare));
    rest = found.index + found[0].length;
  }
  out.push(text.slice(rest));
  return out;
}
