// Makes the report on a message that is kept or sent: one HTML file with the style of the page, without a
// script and without controls.

/** Recipients whose verdict it has in full; all are in its list. */
const REPORTED = 50;

function reportHtml(checked) {
  const [report] = checked.report.messages;
  const picture = drawing(checked.svg);
  const marks = {};
  for (const one of report.verdicts) Object.assign(marks, decidingLines(one));
  const title = picture.getAttribute("aria-label");
  const main = h("main", { class: "report" },
    h("h1", {}, title),
    h("p", { class: "hint" }, say("simulated")),
    h("section", { class: "pane" }, recipientList(report, checked.ways), picture),
    report.verdicts.slice(0, REPORTED).map((one, i) => h("section", { class: "pane" }, verdictParts(report, one, checked.ways[i]))),
    h("section", { class: "pane" }, reactionsPart(checked, true), reactionsPart(checked, false)),
    h("section", { class: "pane" }, h("h2", {}, say("policy")), listing(policyText(state.policy), marks, say("policy"))),
    h("section", { class: "pane" }, h("h2", {}, say("message")), messageListing(report.evidence)));
  still(main);
  const root = h("html", { lang: language },
    h("head", {}, h("meta", { charset: "utf-8" }), h("meta", { name: "viewport", content: "width=device-width" }), h("title", {}, title), h("style", {}, document.querySelector("style").textContent)),
    h("body", {}, main));
  return `<!doctype html>\n${root.outerHTML}\n`;
}

/** Take the controls out: what a button says stays where it is part of the text. */
function still(element) {
  for (const control of element.querySelectorAll("input, .arrival, .reaction > button, [data-key^=copy-]")) control.remove();
  for (const button of element.querySelectorAll("button")) button.replaceWith(h("span", { class: button.className }, ...button.childNodes));
  for (const details of element.querySelectorAll("details")) details.open = true;
  for (const section of element.querySelectorAll("section:empty")) section.remove();
}
