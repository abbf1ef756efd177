// The trace: what Exchange logged against what the policy predicts, and what a line of it means.

/** `files` are exports as `{ name, blob }`, `compared` what was found, and under which policy. */
const trace = { element: undefined, files: [], chosen: 0, compared: undefined, line: "" };

/** An export to try, as the Extended report has it: each row is another case. */
const SAMPLE_TRACE = `date_time_utc,source,event_id,message_id,recipient_address,recipient_status,message_subject,sender_address
2026-08-03T08:01:03Z,SMTP,SENDEXTERNAL,<1@contoso.com>,bob@fabrikam.com,"bob@fabrikam.com##Receive, Send",Orders,alice@contoso.com
2026-08-03T08:02:03Z,ROUTING,DROP,<2@contoso.com>,zoe@example.com,[{LED=250 2.1.5 RESOLVER.OOF.IntToExt; handled internal OOF addressed to external recipient}],Automatic reply: Orders,alice@contoso.com
2026-08-03T09:15:03Z,ROUTING,DROP,<3@contoso.com>,home@example.com,[{LED=250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient}],Fwd: Plans,frank@contoso.com
2026-08-03T12:00:03Z,ROUTING,DROP,<4@contoso.com>,carla@fabrikam.com,[{LED=250 2.1.5 RESOLVER.MSGTYPE.AR; handled AutoReply addressed to external recipient}],Your ticket,helpdesk@contoso.com
2026-08-04T07:30:03Z,,FAIL,<5@contoso.com>,nobody@example.com,[{LED=550 5.1.1 RESOLVER.ADR.RecipNotFound; not found}],Orders,alice@contoso.com
`;

function tracePane() {
  trace.element = h("div", {});
  trace.answers = h("div", { class: "answers", "aria-live": "polite" });
  const explain = later(300, () => guarded(showLine));
  trace.area = h("textarea", { class: "explain-line", rows: 3, spellcheck: false, value: trace.line, placeholder: say("linePlaceholder"), "data-key": "line", oninput: () => {
    trace.line = trace.area.value;
    explain();
  } });
  return h("div", { class: "trace-view" },
    h("section", { class: "pane", "aria-labelledby": "line-title" },
      h("header", {}, h("h2", { id: "line-title" }, say("explainLine"))),
      field(say("lineLabel"), trace.area), trace.answers),
    h("section", { class: "pane", "aria-labelledby": "trace-title" },
      h("header", {}, h("h2", { id: "trace-title" }, say("traceTitle")), takeButton()), trace.element));
}

function showTrace() {
  trace.area.value = trace.line;
  showLine();
  showCompared();
}

/** What the line means, and the setting of this policy that gives it. */
function showLine() {
  const line = trace.line.trim();
  if (!line) return fill(trace.answers, h("p", { class: "hint" }, say("lineHint")));
  const { answers, near, own, unread } = engine.explainLine(policyText(state.policy), line, language);
  const meant = (text) => h("button", { type: "button", class: "quiet", onclick: () => {
    trace.line = text;
    showTrace();
  } }, text);
  return fill(trace.answers,
    !answers.length && [h("p", {}, say("lineUnknown")), near.length > 0 && h("p", { class: "hint" }, say("didYouMean"), " ", near.map((n) => [meant(n), " "]))],
    answers.map((a) => h("div", { class: "answer" }, a.page && h("h3", {}, a.name), lowered(a.text), a.page && h("p", {}, h("button", { type: "button", class: "quiet", onclick: () => showPage(a.name) }, say("wholePage"))))),
    own.length > 0 && h("div", { class: "own" }, h("h3", {}, say("inThisPolicy")), h("ul", {}, own.map((o) => h("li", {}, h("code", {}, o.setting), ": ", adminValue(o.setting, o.value), " ", h("span", { class: "hint" }, o.entry, o.default && ` (${say("byDefault")})`), " ", lineButton(o.line))))),
    unread && h("p", { class: "warning" }, say("policyUnread")),
    answers.length > 0 && !own.length && !unread && h("p", { class: "hint" }, say("notInPolicy")));
}

/** Markdown below the headings of a pane. */
function lowered(text) {
  return h("div", { class: "markdown" }, markdown(text.replace(/^#+ /gm, "#$&")).map((e) => {
    e.removeAttribute("id");
    return e;
  }));
}

function lineButton(line) {
  return h("button", { type: "button", class: "at", onclick: () => {
    state.view = "check";
    showAll(true);
    tenant.editor.go(line);
  } }, say("ofLine", line));
}

/** How the export stands to the policy; a large one is compared beside the page. */
async function showCompared() {
  const file = trace.files[trace.chosen];
  if (!file) {
    return fill(trace.element, h("p", {}, say("noTrace")), h("ul", {}, say("traceForms").map((t) => h("li", {}, t))),
      h("p", {}, h("button", { type: "button", onclick: () => takeText(SAMPLE_TRACE) }, say("sampleTrace"))));
  }
  const policy = policyText(state.policy);
  const key = [file, policy, language];
  if (trace.compared?.key.every((k, i) => k === key[i])) return undefined;
  trace.compared = { key };
  fill(trace.element, h("p", { role: "status" }, say("comparing", file.name)));
  let found;
  try {
    const bytes = new Uint8Array(await file.blob.arrayBuffer());
    found = await askBeside("reconcile", policy, say("thePolicy"), file.name, bytes, language);
  } catch (error) {
    console.warn(error);
    return fill(trace.element, h("p", { class: "warning" }, say("engineStopped")));
  }
  // Another may have been chosen meanwhile.
  if (trace.compared.key !== key) return undefined;
  const several = trace.files.length > 1 && field(say("traceExport"), select(trace.files.map((f, i) => ({ value: String(i), label: f.name })), String(trace.chosen), (i) => {
    trace.chosen = Number(i);
    showCompared();
  }, { "data-key": "export" }));
  return fill(trace.element, several || h("h3", {}, file.name), comparison(found));
}

function comparison({ report: all, problems, agreed, causes, not_judged: notJudged }) {
  if (!all) return [h("p", { class: "warning" }, say(problems.some((p) => p.file !== trace.files[trace.chosen].name) ? "policyUnread" : "noRows")), problemList(problems)];
  const left = notJudged.reduce((sum, n) => sum + n.count, 0);
  const counts = [["agree", all.agree], ["disagree", all.disagree], ["fits", all.fits_some_kind], ["left", left]];
  const when = all.first_day && (all.first_day === all.last_day ? all.first_day : `${all.first_day} – ${all.last_day}`);
  return [
    h("p", {}, say("rowsOf", all.rows, when)),
    h("div", { class: "shares", "aria-hidden": "true" }, counts.filter(([, n]) => n).map(([name, n]) => {
      const part = h("span", { class: name });
      part.style.flexGrow = n;
      return part;
    })),
    h("dl", { class: "counts" }, counts.map(([name, n]) => h("div", { class: name }, h("dd", {}, n.toLocaleString(language)), h("dt", {}, wordOf("traceCounts", name))))),
    problemList(problems),
    all.undated > 0 && h("p", { class: "hint" }, say("undated", all.undated)),
    h("h3", {}, say("disagreeTitle")),
    causes.length ? causes.map((c, i) => h("details", { open: i === 0 }, h("summary", {}, `${c.count} × ${c.what}`), c.sorts.map(sortOf))) : h("p", { class: "hint" }, say(all.agree ? "allAgree" : "noneJudged")),
    all.disagreements_beyond > 0 && h("p", { class: "hint" }, say("takenMore", all.disagreements_beyond)),
    agreed.length > 0 && [h("h3", {}, say("agreeTitle")), h("ul", { class: "tally" }, agreed.map((a) => h("li", {}, h("b", {}, a.count), h("span", {}, a.what), a.case && caseButton(a.case))))],
    notJudged.length > 0 && [h("h3", {}, say("leftTitle")), h("ul", { class: "tally" }, notJudged.map((n) => h("li", {}, h("b", {}, n.count), h("span", {}, n.what))))],
    h("p", { class: "downloads" }, say("downloadLabel"), " ", h("button", { type: "button", class: "quiet", onclick: () => saveFile("trace.json", `${JSON.stringify(all, undefined, 2)}\n`, "application/json") }, "JSON")),
  ];
}

function sortOf(one) {
  return h("div", { class: "sort" }, h("h4", {}, `${one.count} × ${one.what}`),
    one.lines.map((line) => h("p", {}, inline(line))),
    one.reasons.length > 0 && [h("p", { class: "hint" }, say("mayBe")), h("ul", {}, one.reasons.map((r) => h("li", {}, inline(r))))],
    h("p", {}, caseButton(one.case), one.line && [" ", lineButton(one.line)]));
}

/** Show a row as a message that is judged. */
function caseButton({ kind, forwarded_by: by, from, to }) {
  return h("button", { type: "button", onclick: () => putIn({
    view: "check", source: "compose", compose: { kind, from: from || "<>", to }, told: by === "nobody" ? {} : { forwarded_by: by },
  }) }, say("openRow"));
}
