// The verdict: the outcome, the way there as hops, what was asked, the form, the trace.

const verdict = { element: undefined, shown: 0 };

function verdictPane() {
  verdict.element = h("div", { class: "verdict-body" });
  return h("section", { class: "pane verdict", id: "verdict", tabIndex: -1, "aria-labelledby": "verdict-title" },
    h("header", {}, h("h2", { id: "verdict-title" }, say("verdict")),
      h("button", { type: "button", class: "quiet", "data-key": "present-case", onclick: presentCase }, sayQ("presentThis"))), verdict.element);
}

function judge(policy, { name, bytes, told }) {
  return engine.check(policy, name, bytes, JSON.stringify(told), language);
}

function showVerdict() {
  const checked = judge(policyText(state.policy), arriving());
  const report = checked.report?.messages[0];
  message.evidence = report?.evidence;
  showSource();
  if (!report) {
    markPolicy({});
    fill(verdict.element, h("p", { class: "outcome none" }, say("noVerdict")), problemLink(checked.problems), ownDomainsForm());
    fill(app.strip, say("noVerdict"));
    announce(say("noVerdict"));
    return;
  }
  if (report.error) {
    markPolicy({});
    fill(app.strip, wordOf("outcomes", "unreadable"));
    fill(verdict.element, h("p", { class: "outcome unreadable" }, wordOf("outcomes", "unreadable")), h("p", {}, inline(checked.error)));
    announce(checked.error);
    return;
  }
  verdict.shown = Math.min(verdict.shown, report.verdicts.length - 1);
  const one = report.verdicts[verdict.shown];
  const way = checked.ways[verdict.shown];
  verdict.domainLine = way.domain_line;
  markPolicy(decidingLines(one));
  fill(verdict.element,
    recipientList(report, checked.ways),
    verdictParts(report, one, way, checked),
    h("details", { class: "as-text" }, h("summary", {}, say("asText")), h("pre", { tabIndex: 0 }, checked.text)),
    reportDownloads(checked));
  fill(app.strip, h("span", { class: `word ${one.outcome}` }, wordOf("outcomes", one.outcome)), h("span", { class: "hint" }, one.recipient));
  announce(`${wordOf("outcomes", one.outcome)}: ${one.recipient}`);
}

/** Show the remote domain that the message meets, when another message is chosen. */
function followMessage() {
  verdict.shown = 0;
  guarded(showVerdict);
  const index = tenant.read?.remote_domains.findIndex((d) => d.line === verdict.domainLine) ?? -1;
  if (index >= 0) tenant.domain = index;
  // Typing a message leaves the form as it is.
  if (tenant.shown !== tenant.domain) showForm();
  const line = Math.max(0, ...Object.keys(tenant.marks).map(Number)) || verdict.domainLine;
  if (line) tenant.editor.go(line, false);
  rememberSoon();
}

/** The lines of the policy that decided, for the editor. */
function decidingLines(one) {
  const marks = {};
  const all = [...one.because, ...one.possibilities.map((p) => p.because)];
  for (const r of all) if (r?.line) marks[r.line] = one.outcome === "leaves" ? "shapes" : "decides";
  return marks;
}

function verdictParts(report, one, way, checked) {
  return [
    headline(report, one, way),
    h("h3", {}, say("mailFlow")),
    checked && picturePart(checked),
    hops(way),
    way.domain_why && h("p", { class: "hint" }, say("sentence", way.domain_why), goToButton(way.domain_line, "domain")),
    one.possibilities.length > 0 && [h("h3", {}, say("possibilities")), possibilities(one, way)],
    confirmPart(one.confirm),
    checked && reactionsPart(checked, true),
    way.asked.length > 0 && [h("h3", {}, say("asked")), askedTable(way)],
    one.format && [h("h3", {}, say("formOf")), formPart(one.format, way)],
    way.notes.length > 0 && [h("h3", {}, say("notes")), h("ul", { class: "notes" }, way.notes.map((n) => h("li", {}, inline(n))))],
    h("h3", {}, say("trace")),
    tracePart(way),
    checked && reactionsPart(checked, false),
  ];
}

function kindWords(report) {
  const kinds = say("either", report.possible_kinds.map((k) => wordOf("kinds", k)));
  const forwarded = report.auto_forwarded === null ? say("perhapsForwarded") : report.auto_forwarded && say("autoForwarded");
  return forwarded ? say("also", kinds, forwarded) : kinds;
}

function headline(report, one, way) {
  return h("div", { class: "headline" },
    h("p", { class: `outcome ${one.outcome}` }, wordOf("outcomes", one.outcome)),
    h("p", { class: "whom" }, one.recipient, one.sent_to && h("span", { class: "hint" }, ` ${say("sentTo", one.sent_to)}`)),
    h("p", { class: "hint" }, [say("sentence", kindWords(report)), wordOf("outcomeMeans", one.outcome)].join("")),
    one.response && h("p", { class: "response" }, h("code", {}, one.response.line)),
    basisPart(one, way));
}

/** Where it goes through, each hop with its page; the one that decides is lit. */
function hops(way) {
  const list = [...way.hops];
  if (way.end) {
    // What was not reached comes after the end.
    const at = list.findIndex((s) => s.state === "stopped");
    list.splice(at < 0 ? list.length : at + 1, 0, { ...way.end, end: true });
  }
  // Where it leaves, every gate that lets it pass decides; where it is stopped, one does.
  const lit = list.find((s) => s.state === "stopped" && !s.end) ?? list.find((s) => s.state === "unknown" && s.topic) ?? list.findLast((s) => s.state === "allowed");
  return h("ol", { class: "hops", "aria-label": way.summary }, list.map((s, i) =>
      h("li", { class: `hop ${s.state} ${s === lit ? "lit" : ""} ${s.end ? "end" : ""}` },
        h(s.topic ? "button" : "div", { class: "stop", type: s.topic && "button", onclick: s.topic && (() => showPage(s.topic)), "data-key": `hop-${i}` },
          h("span", { class: "where" }, s.title, s === lit && h("span", { class: "tag" }, say("decides"))),
          basisTag(s.basis),
          s.lines.map((line) => h("span", { class: "what" }, line)),
          s.line && h("span", { class: "what" }, say("onLine", s.line)),
          s.state === "not-reached" && h("span", { class: "sr" }, ` (${say("notReached")})`)))));
}

function goTo(line) {
  if (state.view !== "check") {
    state.view = "check";
    showAll(true);
  }
  tenant.editor.go(line);
}

function goToButton(line, key) {
  return line && h("button", { type: "button", class: "at", "data-key": `go-${key}`, onclick: () => goTo(line) }, say("onLine", line));
}

function askedTable(way) {
  return h("div", { class: "scroll", tabIndex: 0, role: "group", "aria-label": say("asked") }, h("table", { class: "asked" },
    h("thead", {}, h("tr", {}, [say("setting"), say("value"), say("effect")].map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, way.asked.map((a, i) => h("tr", { class: a.decides ? "decides" : "" },
      h("th", { scope: "row" }, h("button", { type: "button", class: "name", "data-key": `asked-${i}`, onclick: () => showPage(a.setting_id) }, breakable(a.setting))),
      h("td", {}, h("code", {}, a.value || "∅"), " ",
        goToButton(a.line, `asked-${i}`),
        a.default && h("span", { class: "hint" }, ` ${say("byDefault")}`)),
      h("td", {}, wordOf("effects", a.effect), a.decides && h("strong", {}, ` – ${say("decides")}`), " ", basisTag(a.basis)))))));
}

function possibilities(one, way) {
  return h("ul", { class: "possibilities" }, one.possibilities.map((p, i) => h("li", {},
    `${say("if")} ${wordOf("kinds", p.kind)}${p.auto_forwarded ? `, ${say("autoForwarded")}` : ""}${p.forwarded_by.startsWith("forwarding-") ? ` (${wordOf("forwards", p.forwarded_by)})` : ""}`,
    p.if_rule && [` ${say("andRule", p.if_rule)} `, goToButton(way?.rule_lines[i], `rule-${i}`)], ": ",
    h("strong", { class: `word ${p.outcome}` }, wordOf("outcomes", p.outcome)),
    p.response && h("code", {}, ` ${p.response}`),
    p.because && !p.if_rule && h("span", { class: "hint" }, ` ${p.because.setting}: ${p.because.value}`), " ",
    basisTag(p.basis))));
}

function formPart(format, way) {
  const parts = format.parts.map((p, i) => h("li", {},
    h("code", {}, p.content_type), ` ${say("onLine", p.line)}: `, p.charset ?? say("unnamed"), p.encoding && `, ${p.encoding}`, h("span", { class: "hint" }, ` – ${way.whys[i]}`),
    p.reader_sees && h("div", { class: "sees" }, `${say("readerSees")}: `, h("q", {}, p.reader_sees)),
    p.probably_meant && h("div", { class: "sees" }, `${say("probablyMeant")} (${p.probably_meant.charset}): `, h("q", {}, p.probably_meant.text))));
  return [
    h("p", {}, `${wordOf("transmissions", format.transmission)}, ${way.body}`, !["tnef", "text"].includes(format.transmission) && [" (", h("code", {}, `ContentType: ${format.content_type}`), ")"]),
    parts.length > 0 && h("ul", { class: "parts" }, parts),
  ];
}

/** The rows that the message trace will show: for certain, or for each kind that it may be. */
function tracePart(way) {
  const heads = [say("event"), say("eventSource"), say("detail")];
  return way.trace.map((trail) => [
    trail.condition && h("p", { class: "hint" }, `${say("if")} ${trail.condition}`),
    trail.stops.map((stop) => h("div", { class: "scroll", tabIndex: 0, role: "group", "aria-label": `${say("trace")}: ${stop.recipient}` },
      h("table", { class: "trace" },
        h("caption", {}, stop.recipient, h("span", { class: "status" }, stop.status)),
        h("thead", {}, h("tr", {}, heads.map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, stop.rows.map((row) => h("tr", {},
          h("td", {}, h("code", { title: row.meaning }, row.event)), h("td", {}, h("code", {}, row.source)), h("td", {}, row.detail ? h("code", {}, row.detail) : h("span", { class: "hint" }, row.meaning)))))))),
  ]);
}
