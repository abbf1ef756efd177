// A device or an application that sends: whether its message is taken, and which method suits it.

const submitting = { element: undefined, result: undefined };

/** Each property of a scenario, with what it may be. */
const SCENARIO = {
  From: { type: "email", required: true },
  Recipients: { type: "text", list: true, required: true },
  Endpoint: { type: "text" },
  Port: { type: "number", min: 1, max: 65535, more: true },
  Tls: { words: ["None", "TLS1.0", "TLS1.1", "TLS1.2", "TLS1.3"] },
  SignIn: { words: ["None", "Password", "OAuth"] },
  Account: { type: "email" },
  PublicIP: { type: "text" },
  FixedIP: { type: "checkbox" },
  CertificateNames: { type: "text", list: true, more: true },
  MailFrom: { type: "text", more: true },
  MessagesAMinute: { type: "number", min: 0, more: true },
  RecipientsADay: { type: "number", min: 0, more: true },
};

/** Devices as they stand in offices. */
const DEVICES = {
  scanner: { From: "frank@contoso.com", Recipients: "alice@contoso.com, bob@fabrikam.com", Endpoint: "smtp.office365.com", Port: 587, Tls: "TLS1.2", SignIn: "Password", Account: "frank@contoso.com" },
  printer: { From: "printer@contoso.com", Recipients: "alice@contoso.com, bob@fabrikam.com", Endpoint: "contoso-com.mail.protection.outlook.com", Tls: "None", SignIn: "None", PublicIP: "192.0.2.40", FixedIP: true },
  application: { From: "noreply@contoso.com", Recipients: "bob@fabrikam.com", Tls: "TLS1.2", SignIn: "None", CertificateNames: "mail.contoso.com" },
};

state.scenario = { ...DEVICES.printer };

function submitPane() {
  submitting.element = h("section", { class: "pane wide submit", "aria-label": say("views").submit });
  return submitting.element;
}

/** Put the scenario into a link. */
function putScenario(out, of) {
  out.set("s", JSON.stringify(of.scenario ?? {}));
}

/** Take the scenario of a link, as far as it is one. */
function takeScenario(from, next) {
  if (!from.has("s")) return;
  const given = JSON.parse(from.get("s"));
  next.scenario = {};
  for (const name of Object.keys(SCENARIO)) if (["string", "number", "boolean"].includes(typeof given[name])) next.scenario[name] = given[name];
}

function showSubmit() {
  submitting.result = h("div", { class: "submitted", role: "region", "aria-label": say("verdict") });
  fill(submitting.element,
    h("header", {}, h("h2", {}, say("views").submit), policyChoice(state.policy, (text) => {
      state.policy = asPolicy(text);
      showAll();
    }, say("policy"))),
    h("p", { class: "lead" }, say("submitAbout")),
    h("div", { class: "submit-view" }, scenarioForm(), submitting.result));
  showSubmitted();
}

function scenarioForm() {
  const example = select([{ value: "", label: say("chooseDevice") }, ...Object.keys(DEVICES).map((d) => ({ value: d, label: wordOf("devices", d) }))], "", (d) => {
    if (!d) return;
    state.scenario = { ...DEVICES[d] };
    showSubmit();
    rememberSoon();
  }, { "data-key": "device" });
  const fields = Object.entries(SCENARIO);
  const more = fields.filter(([, shape]) => shape.more);
  return h("form", { onsubmit: (e) => e.preventDefault() }, field(say("exampleDevice"), example),
    fields.filter(([, shape]) => !shape.more).map(scenarioField),
    h("details", { open: submitting.more || more.some(([name]) => state.scenario[name] !== undefined), ontoggle: (e) => { submitting.more = e.target.open; } }, h("summary", {}, say("moreFields")), more.map(scenarioField)));
}

function scenarioField([name, shape]) {
  const value = state.scenario[name];
  const { label, hint } = wordOf("scenario", name);
  const change = (v) => {
    state.scenario[name] = v === "" ? undefined : v;
    showSubmitted();
    rememberSoon();
  };
  if (shape.words) return field(label, select(shape.words.map((w) => ({ value: w, label: wordOf(`scenario${name}`, w) })), value ?? (name === "Tls" ? "TLS1.2" : "None"), change, { "data-key": `scenario-${name}` }), hint);
  if (shape.type === "checkbox") return h("label", { class: "check" }, h("input", { type: "checkbox", checked: Boolean(value), "data-key": `scenario-${name}`, onchange: (e) => change(e.target.checked) }), ` ${label}`);
  return field(label, h("input", { type: shape.type === "email" ? "text" : shape.type, inputMode: shape.type === "email" ? "email" : undefined, required: shape.required, min: shape.min, max: shape.max, value: value ?? "", autocapitalize: "off", spellcheck: false, "data-key": `scenario-${name}`, oninput: (e) => change(e.target.value.trim()) }), hint);
}

/** The scenario as the engine reads it. */
function scenarioText() {
  const out = {};
  for (const [name, shape] of Object.entries(SCENARIO)) {
    const value = state.scenario[name];
    if (value === undefined || value === false) continue;
    out[name] = shape.list ? value.split(/[\s,;]+/).filter(Boolean) : String(value);
  }
  return JSON.stringify(out);
}

function showSubmitted() {
  const sent = engine.submit(policyText(state.policy), scenarioText(), language);
  if (sent.problems.length > 0 || !sent.complete) {
    const problems = sent.problems.map((p) => h("li", {}, inline(p.message), " ", h("span", { class: "hint block" }, inline(p.help))));
    const lead = say(problems.length > 0 ? "submitBlocked" : "submitIncomplete");
    fill(submitting.result, h("p", { class: "outcome none" }, lead), problems.length > 0 && h("ul", { class: "notes" }, problems));
    announce(lead);
    return;
  }
  fill(submitting.result, sent.attempt && attemptPart(sent.attempt), advicePart(sent.advice, sent.attempt?.warnings ?? []));
  announce(sent.attempt ? `${say(sent.attempt.accepted ? "accepted" : "refused")}: ${sent.attempt.method}` : `${say("advised")}: ${sent.advice.name}`);
}

function attemptPart(a) {
  return h("section", {}, h("h3", {}, say("asSetNow")),
    h("p", { class: `outcome ${a.accepted ? "leaves" : "rejected"}` }, say(a.accepted ? "accepted" : "refused")),
    h("p", {}, say("byMethod", a.method), a.connector && [`, ${say("connector", a.connector.name)} `, goToButton(a.connector.line, "connector")]),
    a.refusal && h("p", { class: "response" }, h("code", {}, a.refusal)),
    failureList(a.failures),
    a.verdicts.length > 0 && h("ul", { class: "notes" }, a.verdicts.map((v) => h("li", {},
      h("strong", { class: `word ${v.outcome}` }, wordOf("outcomes", v.outcome)), ` ${v.recipient}`, v.response && h("code", {}, ` ${v.response}`)))),
    warningList(a.warnings));
}

function failureList(failures) {
  return failures.length > 0 && h("ul", { class: "notes" }, failures.map((f, i) => h("li", {}, inline(f.because), " ", goToButton(f.line, `failure-${i}`), h("div", { class: "hint" }, inline(f.help)))));
}

function warningList(warnings) {
  return warnings.map((w) => h("p", { class: "warning" }, w));
}

function advicePart(a, told) {
  const s = a.settings;
  return h("section", { class: "advice" }, h("h3", {}, say("advised")),
    h("p", { class: "outcome stays-inside" }, a.name), h("p", { class: "hint" }, say("sentence", a.because)),
    h("dl", { class: "facts" },
      fact(say("serverName"), s.endpoint), fact(wordOf("scenario", "Port").label, String(s.port)), fact("TLS", s.tls), fact(wordOf("scenario", "SignIn").label, s.sign_in), fact(say("from"), s.from),
      s.mail_from !== s.from && fact("MAIL FROM", s.mail_from)),
    a.fits && h("p", {}, say("connectorFits", a.fits.name), " ", goToButton(a.fits.line, "fits")),
    a.changes.length > 0 && [h("h4", {}, say("changeFirst")), h("ol", { class: "notes" }, a.changes.map((c, i) => h("li", {}, c.what, c.command && [h("pre", { class: "command", tabIndex: 0 }, c.command), copyButton(c.command, `change-${i}`)])))],
    a.spf && [h("h4", {}, say("spf", a.spf.domain)), h("pre", { class: "command", tabIndex: 0 }, a.spf.record)],
    a.failures.length > 0 && [h("p", { class: "outcome rejected" }, say("refused")), failureList(a.failures)],
    a.notes.length > 0 && h("ul", { class: "notes" }, a.notes.map((n) => h("li", {}, n))),
    warningList(a.warnings.filter((w) => !told.includes(w))),
    a.passed_over.length > 0 && h("details", {}, h("summary", {}, say("notPossible")), h("ul", { class: "notes" }, a.passed_over.map((p) => h("li", {}, `${p.name}: ${p.because}`)))));
}
