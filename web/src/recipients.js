// Several recipients: what becomes of each at one glance, and by which setting; one is chosen.

/** A list of the recipients with their outcomes; nothing where there is one. */
function recipientList(report, ways) {
  const { verdicts } = report;
  if (verdicts.length < 2) return undefined;
  return h("fieldset", { class: "recipients" },
    h("legend", {}, say("recipientCount", verdicts.length), " ", h("span", { class: "hint" }, outcomeCounts(verdicts))),
    h("div", { class: "recipient-rows" }, verdicts.map((one, i) => h("label", { class: "recipient-row" },
      h("input", { type: "radio", name: "recipient", checked: i === verdict.shown, "data-key": `recipient-${i}`, onchange: () => {
        verdict.shown = i;
        showVerdict();
      } }),
      h("span", { class: "to" }, h("strong", { class: `word ${one.outcome}` }, wordOf("outcomes", one.outcome)), " ", one.sent_to ?? one.recipient,
        one.via.length > 0 && h("span", { class: "hint" }, ` ${say("via", one.via.map((s) => s.address))}`)),
      h("span", { class: "why hint" }, decidedBy(one, ways[i]))))));
}

function outcomeCounts(verdicts) {
  const counts = new Map();
  for (const { outcome } of verdicts) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return say("list", [...counts].map(([outcome, n]) => say("countOf", wordOf("outcomes", outcome), n)));
}

/** The setting that decides, with its line; else why the recipient is inside, or what is not known. */
function decidedBy(one, way) {
  const by = way.asked[way.decider];
  if (!by) return [wordOf("outcomeMeans", one.outcome), way.domain_line && ` (${say("onLine", way.domain_line)})`];
  return [h("bdi", { class: "mono" }, breakable(by.setting), `: ${by.value}`), ` (${by.default ? say("byDefault") : say("onLine", by.line)})`, ...doubtTag(by.basis)];
}

/** How sure something is. What is documented is the rule and needs no colour. */
function basisTag(basis) {
  return basis ? h("span", { class: `basis ${basis}` }, wordOf("bases", basis)) : undefined;
}

function doubtTag(basis) {
  return basis === "documented" ? [] : [" ", basisTag(basis)];
}

/** What the verdict rests on that is not documented, with who says so. */
function basisPart(one, way) {
  if (!way || one.outcome === "cannot-tell") return undefined;
  if (way.doubts.length === 0) return h("p", { class: "sure" }, basisTag("documented"), h("span", { class: "hint" }, ` ${say("documentedMeans")}`));
  return h("ul", { class: "doubts" }, way.doubts.map((d) => h("li", {}, basisTag(d.basis), " ", inline(d.statement),
    d.sources.length > 0 && h("span", { class: "hint" }, " ", d.sources.map((s, i) => [i > 0 && "; ", h("cite", {}, h("a", { href: s.address, rel: "noreferrer noopener", target: "_blank" }, s.title))])))));
}

/** The command by which the tenant itself tells what its mail flow rules do. */
function confirmPart(command) {
  return command && [
    h("h3", {}, say("confirm")),
    h("p", { class: "hint" }, say("confirmMeans")),
    h("pre", { class: "command", tabIndex: 0 }, command),
    copyButton(command, "confirm"),
  ];
}

function copyButton(text, key) {
  return h("button", { type: "button", "data-key": `copy-${key}`, onclick: async () => {
    try {
      await navigator.clipboard.writeText(text);
      tell(say("copied"));
    } catch {
      tell(say("cannotCopy"));
    }
  } }, say("copy"));
}

/** The groups, rules and connectors of the tenant, for the facts below its form. */
function objectFacts(read) {
  // What a rule does is a sentence; the members of a group are names.
  const one = (o) => h("li", {}, h("bdi", {}, o.name), o.address && h("span", { class: "hint" }, ` ${o.address}`),
    o.detail && h("span", { class: "hint" }, ": ", h(read.groups.includes(o) ? "bdi" : "span", {}, o.detail)), o.off && h("span", { class: "hint" }, ` (${say("switchedOff")})`), " ", goToButton(o.line, `object-${o.line}`));
  const list = (label, all) => (all.length ? [h("dt", {}, label), h("dd", {}, h("ul", { class: "objects" }, all.map(one)))] : []);
  return [list(say("groups"), read.groups), list(say("mailFlowRules"), read.mail_flow_rules), list(say("inboxRules"), read.inbox_rules), list(say("connectors"), read.connectors)];
}
