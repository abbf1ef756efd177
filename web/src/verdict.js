// The verdict: the outcome, the way there as stations, what was asked, the form, the trace.

const verdict = { element: undefined, shown: 0 };

function verdictPane() {
  verdict.element = h("div", { class: "verdict-body" });
  return h("section", { class: "pane verdict", id: "verdict", tabIndex: -1, "aria-labelledby": "verdict-title" },
    h("header", {}, h("h2", { id: "verdict-title" }, say("verdict"))), verdict.element);
}

function judge(policy, { name, bytes, told }) {
  return engine.check(policy, name, bytes, JSON.stringify(told));
}

function showVerdict() {
  const checked = judge(policyText(state.policy), currentMessage());
  const report = checked.report?.messages[0];
  message.evidence = report?.evidence;
  showSource();
  if (!report) {
    markPolicy({});
    fill(verdict.element, h("p", { class: "outcome none" }, say("noVerdict")));
    announce(say("noVerdict"));
    return;
  }
  if (report.error) {
    markPolicy({});
    fill(verdict.element, h("p", { class: "outcome unreadable" }, wordOf("outcomes", "unreadable")), h("p", {}, report.error));
    announce(report.error);
    return;
  }
  verdict.shown = Math.min(verdict.shown, report.verdicts.length - 1);
  const one = report.verdicts[verdict.shown];
  const way = checked.ways[verdict.shown];
  markPolicy(decidingLines(one));
  fill(verdict.element,
    report.verdicts.length > 1 && recipientChoice(report.verdicts),
    verdictParts(report, one, way),
    h("details", { class: "as-text" }, h("summary", {}, say("asText")), h("pre", { tabIndex: 0 }, checked.text)));
  announce(`${wordOf("outcomes", one.outcome)}: ${one.recipient}`);
}

/** The lines of the policy that decided, for the editor. */
function decidingLines(one) {
  const marks = {};
  const all = [...one.because, ...one.possibilities.map((p) => p.because)];
  for (const r of all) if (r?.line) marks[r.line] = one.outcome === "leaves" ? "shapes" : "decides";
  return marks;
}

function recipientChoice(verdicts) {
  return choice("recipient", say("recipients"), verdicts.map((v, i) => ({ value: String(i), label: v.recipient })), String(verdict.shown), (value) => {
    verdict.shown = Number(value);
    showVerdict();
  });
}

function verdictParts(report, one, way) {
  return [
    headline(report, one),
    h("h3", {}, say("way")),
    stations(report, one, way),
    one.possibilities.length > 0 && [h("h3", {}, say("possibilities")), possibilities(one)],
    way.asked.length > 0 && [h("h3", {}, say("asked")), askedTable(way)],
    one.format && [h("h3", {}, say("formOf")), formPart(one.format)],
    one.notes.length > 0 && [h("h3", {}, say("notes")), h("ul", { class: "notes" }, one.notes.map((n) => h("li", {}, n)))],
    h("h3", {}, say("trace")),
    tracePart(one),
  ];
}

function kindWords(report) {
  const kinds = report.possible_kinds.map((k) => wordOf("kinds", k)).join(say("or"));
  const forwarded = report.auto_forwarded === null ? say("perhapsForwarded") : report.auto_forwarded && say("autoForwarded");
  return forwarded ? `${kinds}, ${forwarded}` : kinds;
}

function headline(report, one) {
  return h("div", { class: "headline" },
    h("p", { class: `outcome ${one.outcome}` }, wordOf("outcomes", one.outcome)),
    h("p", { class: "whom" }, one.recipient, one.sent_to && h("span", { class: "hint" }, ` ${say("sentTo", one.sent_to)}`)),
    h("p", { class: "hint" }, `${kindWords(report)}. ${wordOf("outcomeMeans", one.outcome)}`),
    one.response && h("p", { class: "response" }, h("code", {}, one.response.line)));
}

/** Where it goes through, each station with its page; the one that decides is lit. */
function stations(report, one, way) {
  const decisive = way.asked.find((a) => a.decides);
  const gates = way.asked.filter((a) => a.effect !== "forms");
  const list = [
    { key: "sender", name: wordOf("stations", "sender"), detail: report.sender || "<>" },
    { key: "resolver", name: wordOf("stations", "resolver"), detail: kindWords(report) },
  ];
  if (way.accepted) {
    list.push({ key: "accepted", name: wordOf("stations", "accepted"), detail: way.accepted.pattern, act: () => goTo(way.accepted.line) });
  } else {
    const remote = way.remote_domain;
    list.push({ key: "domain", name: wordOf("stations", "domain"), detail: remote?.pattern ?? say("noRemoteDomain"), act: remote && (() => goTo(remote.line)) });
    if (decisive) list.push({ key: "gate", lit: true, name: wordOf("stations", "gate"), detail: `${decisive.setting}: ${decisive.value}`, act: () => showPage(decisive.room) });
    else if (one.outcome === "cannot-tell") {
      const because = one.possibilities.find((p) => p.because)?.because;
      list.push({ key: "gate", lit: true, name: wordOf("stations", "gate"), detail: because ? `${because.setting}: ${because.value}` : "?", act: because && (() => showPage(settingByName(because.setting).id)) });
    } else {
      const gate = gates.at(-1);
      list.push({ key: "gate", name: wordOf("stations", "gate"), detail: gate ? `${gate.setting}: ${gate.value}` : say("noGate"), act: gate && (() => showPage(gate.room)) });
    }
  }
  const end = { leaves: "outside", "stays-inside": "inside", dropped: "stopped", rejected: "stopped", "cannot-tell": "open" }[one.outcome];
  list.push({ key: "end", end: one.outcome, name: wordOf("stations", end), detail: end === "stopped" ? wordOf("outcomes", one.outcome) : one.sent_to ?? one.recipient });
  return h("ol", { class: "stations" }, list.map((s) =>
    h("li", { class: `station ${s.key} ${s.lit ? "lit" : ""} ${s.end ?? ""}` },
      h(s.act ? "button" : "div", { class: "stop", type: s.act && "button", onclick: s.act, "data-key": s.act && `station-${s.key}` },
        h("span", { class: "where" }, s.name), h("span", { class: "what" }, s.detail),
        s.lit && h("span", { class: "sr" }, ` (${say("decides")})`)))));
}

function goTo(line) {
  tenant.editor.go(line);
}

function askedTable(way) {
  return h("table", { class: "asked" },
    h("thead", {}, h("tr", {}, [say("setting"), say("value"), say("effect")].map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, way.asked.map((a, i) => h("tr", { class: a.decides ? "decides" : "" },
      h("th", { scope: "row" }, h("button", { type: "button", class: "name", "data-key": `asked-${i}`, onclick: () => showPage(a.room) }, a.setting)),
      h("td", {}, h("code", {}, a.value || "∅"), " ",
        a.line && h("button", { type: "button", class: "at", "data-key": `asked-line-${i}`, onclick: () => goTo(a.line) }, say("onLine", a.line)),
        a.default && h("span", { class: "hint" }, ` ${say("byDefault")}`)),
      h("td", {}, wordOf("effects", a.effect), a.decides && h("strong", {}, ` – ${say("decides")}`))))));
}

function possibilities(one) {
  return h("ul", { class: "possibilities" }, one.possibilities.map((p) => h("li", {},
    `${say("if")} ${wordOf("kinds", p.kind)}${p.auto_forwarded ? `, ${say("autoForwarded")}` : ""}: `,
    h("strong", { class: `word ${p.outcome}` }, wordOf("outcomes", p.outcome)),
    p.response && h("code", {}, ` ${p.response}`),
    p.because && h("span", { class: "hint" }, ` ${p.because.setting}: ${p.because.value}`))));
}

function formPart(format) {
  const parts = format.parts.map((p) => h("li", {},
    h("code", {}, p.content_type), ` ${say("onLine", p.line)}: `, p.charset ?? say("unnamed"), p.encoding && `, ${p.encoding}`, h("span", { class: "hint" }, ` – ${p.why}`),
    p.reader_sees && h("div", { class: "sees" }, `${say("readerSees")}: `, h("q", {}, p.reader_sees)),
    p.probably_meant && h("div", { class: "sees" }, `${say("probablyMeant")} (${p.probably_meant.charset}): `, h("q", {}, p.probably_meant.text))));
  return [
    h("p", {}, h("code", {}, format.transmission), `, ${format.body}`, format.transmission !== "tnef" && ` (${format.content_type})`),
    parts.length > 0 && h("ul", { class: "parts" }, parts),
  ];
}

function tracePart(one) {
  if (!one.response) return h("p", { class: "hint" }, say("traceNone"));
  const row = [
    one.outcome === "dropped" ? "Drop" : "Fail",
    "ROUTING",
    `Reason: [{LED=${one.response.line}};{MSG=};{FQDN=};{IP=};{LRT=}]`,
  ];
  return h("div", { class: "scroll", tabIndex: 0, role: "group", "aria-label": say("trace") }, h("table", { class: "trace" },
    h("thead", {}, h("tr", {}, [say("event"), say("eventSource"), say("detail")].map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, h("tr", {}, row.map((cell) => h("td", {}, h("code", {}, cell)))))));
}
