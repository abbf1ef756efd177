// The tenant: each remote domain as the admin center shows it, and the YAML beside it.

// `shown` is the domain whose form is shown, once the form is of the policy that was read last.
const tenant = { read: undefined, domain: 0, shown: undefined, marks: {}, editor: undefined, form: undefined, heading: undefined };

function tenantPane() {
  tenant.editor = new Editor(say("yamlLabel"), later(60, (text) => setPolicy(text)));
  tenant.form = h("div", { class: "settings" });
  tenant.samples = h("div", {});
  return h("section", { class: "pane tenant", "aria-labelledby": "tenant-title" },
    h("header", {}, h("h2", { id: "tenant-title" }, say("tenant")), tenant.samples),
    h("div", { class: "beside" }, tenant.form, h("div", { class: "source" }, tenant.editor.element, policyDownloads())));
}

/** A choice of the sample policies, and of what the reader wrote, which stays to be chosen. */
function policyChoice(policy, change, label) {
  const options = samples.policies.map((p) => ({ value: p.name, label: wordOf("samples", p.name) }));
  const yours = ownPolicy();
  if (yours !== undefined && yours !== policy.text) options.unshift({ value: " ", label: say("ownPolicy") });
  if (!policy.sample) options.unshift({ value: "", label: say(isOwnPolicy(policy) ? "ownPolicy" : "givenPolicy") });
  return select(options, policy.sample ?? "", (name) => name && change(name === " " ? yours : sampleText(samplePolicy(name))), { "aria-label": label, "data-key": `choice-${label}` });
}

/** Take another policy, from the form, the editor or the samples. */
function setPolicy(text) {
  state.policy = asPolicy(text);
  readTenant();
  showForm();
  changed();
}

/** Read the policy of the state; the form that it fills is shown by `showForm`. */
function readTenant() {
  const text = policyText(state.policy);
  const read = engine.readPolicy(text, language);
  // While the YAML has errors the form shows what was last valid.
  if (read.policy) tenant.read = read.policy;
  tenant.valid = Boolean(read.policy);
  tenant.problems = read.problems;
  tenant.editor.set(text);
  tenant.editor.mark(tenant.marks, read.problems);
  tenant.shown = undefined;
  fill(tenant.samples, policyChoice(state.policy, setPolicy, say("policy")));
}

/** Mark the lines that decided. */
function markPolicy(marks) {
  tenant.marks = marks;
  tenant.editor.mark(marks, tenant.problems);
  for (const row of tenant.form.querySelectorAll("[data-line]")) {
    row.classList.toggle("decides", row.dataset.line in marks);
  }
}

function showForm() {
  const { read } = tenant;
  if (!read) {
    fill(tenant.form, h("p", { class: "hint" }, say("formWaits")), problemLink());
    return;
  }
  tenant.domain = Math.max(0, Math.min(tenant.domain, read.remote_domains.length - 1));
  tenant.shown = tenant.domain;
  const domain = read.remote_domains[tenant.domain];
  fill(tenant.form,
    !tenant.valid && h("div", { class: "warning" }, say("formWaits"), problemLink()),
    h("h3", {}, say("domains")),
    domainTabs(read.remote_domains),
    domain && domainForm(domain),
    addForm(),
    read.outbound_policies.length > 0 && outboundForm(read.outbound_policies),
    h("dl", { class: "facts" },
      fact(say("inside"), read.accepted_domains.join(", ")),
      fact(say("contacts"), read.contacts.map((c) => (c.address === c.external ? c.external : `${c.address} → ${c.external ?? "?"}`)).join(", ")),
      fact(say("mailboxes"), read.mailboxes.join(", ")),
      objectFacts(read)));
}

function fact(label, text) {
  return text ? [h("dt", {}, label), h("dd", {}, text)] : [];
}

/** More remote domains than this are found by a filter. */
const MANY = 12;

function domainTabs(domains) {
  const show = (i) => {
    tenant.domain = i;
    showForm();
    tenant.editor.go(domains[i].line, false);
  };
  const all = domains.map((d, i) => ({ value: String(i), label: d.domain === "*" ? `* ${say("everyOther")}` : d.domain, words: `${d.domain} ${d.name}`.toLowerCase() }));
  const tabs = h("div", {});
  const list = () => {
    const wanted = (tenant.filter ?? "").trim().toLowerCase();
    const found = all.filter((o) => o.words.includes(wanted));
    const few = domains.length > MANY ? found.slice(0, MANY) : found;
    const chosen = all[tenant.domain];
    if (chosen && !few.includes(chosen)) few.unshift(chosen);
    fill(tabs, choice("domain", say("domains"), few, String(tenant.domain), (value) => show(Number(value))),
      found.length > MANY && domains.length > MANY && h("p", { class: "hint" }, say("moreDomains", found.length - MANY)),
      !found.length && h("p", { class: "hint" }, say("noDomain")));
    return found;
  };
  list();
  if (domains.length <= MANY) return tabs;
  const filter = h("input", { type: "search", value: tenant.filter ?? "", placeholder: say("filterDomains", domains.length), "aria-label": say("filterDomains", domains.length), "data-key": "filter-domains", autocapitalize: "off", spellcheck: false,
    oninput: () => {
      tenant.filter = filter.value;
      announce(say("domainsFound", list().length));
    },
    onkeydown: (e) => {
      if (e.key !== "Enter") return;
      const [first] = list();
      if (first) show(Number(first.value));
    } });
  return [filter, tabs];
}

/** The settings as the admin center groups them; it does not show the others. */
const CENTER = {
  replyTypes: ["AllowedOOFType", "AutoReplyEnabled", "AutoForwardEnabled"],
  messageReporting: ["DeliveryReportEnabled", "NDREnabled", "MeetingForwardNotificationEnabled"],
  textAndCharset: ["TNEFEnabled", "CharacterSet", "NonMimeCharacterSet"],
};

function domainForm(domain) {
  const values = new Map(domain.settings.map((s) => [s.name, s]));
  const rows = (settings) => h("div", { class: "rows" }, settings.map((s) => settingRow(s, values.get(s.name), "RemoteDomains", domain.line)));
  const shown = Object.values(CENTER).flat();
  const others = facts.settings.filter((s) => values.has(s.name) && !shown.includes(s.name));
  const decides = others.some((s) => values.get(s.name).line in tenant.marks);
  return [
    domain.domain !== "*" && h("p", { class: "hint" }, say("newInheritsNothing"), " ",
      h("button", { type: "button", class: "quiet", disabled: !tenant.valid, "data-key": "remove", onclick: () => edited(engine.removeDomain(policyText(state.policy), domain.line, language)) }, say("removeDomain"))),
    Object.entries(CENTER).map(([group, names]) => [h("h4", {}, say(group)), rows(names.map(settingByName))]),
    h("details", { open: tenant.formOpen || decides, ontoggle: (e) => { tenant.formOpen = e.target.open; } },
      h("summary", {}, say("powershellOnly")), rows(others)),
  ];
}

/** A setting in the words of the admin center, with its control; what it is shows on focus. */
function settingRow(setting, given, section, entry, name = setting.name) {
  const change = (value) => edited(engine.editPolicy(policyText(state.policy), section, entry, setting.name, value, language));
  const key = `${section}-${entry}-${setting.name}`;
  const id = `control-${key}`;
  return h("div", { class: given.line in tenant.marks ? "row decides" : "row", "data-line": given.line ?? "" },
    h("label", { htmlFor: id }, adminLabel(setting.name)),
    control(setting, given.value, change, { id, "data-key": key, disabled: !tenant.valid, "aria-describedby": `help-${key}` }),
    h("p", { class: "help", id: `help-${key}` }, inline(brief(setting.id))),
    h("div", { class: "about" },
      h("button", { type: "button", class: "name", "data-key": `page-${key}`, "aria-label": say("aboutSetting", name), onclick: () => showPage(setting.id) }, breakable(name)),
      given.line
        ? h("button", { type: "button", class: "at", "data-key": `line-${key}`, onclick: () => tenant.editor.go(given.line) }, say("onLine", given.line))
        : h("span", { class: "hint" }, say("byDefault"))));
}

function control(setting, value, change, properties) {
  const { values } = setting;
  if (values.type === "switch") {
    return h("input", { ...properties, type: "checkbox", class: "switch", checked: value === "true", onchange: (e) => change(String(e.target.checked)) });
  }
  if (values.type === "words") {
    const options = values.words.map((w) => ({ value: w, label: adminValue(setting.name, w) }));
    return select(options, value, change, properties);
  }
  if (values.type === "number") {
    const none = values.none;
    return h("input", { ...properties, type: "number", min: values.low, max: values.high, placeholder: none === "null" ? say("notSet") : none, value: value === none ? "" : value, onchange: (e) => change(e.target.value === "" ? none : e.target.value) });
  }
  return h("input", { ...properties, type: "text", value, onchange: (e) => change(e.target.value) });
}

/** The first error of the policy, which leads to its line, with what to do. */
function problemLink(problems = tenant.problems) {
  const p = problems.find((one) => one.severity === "error");
  return p && h("p", {}, h("button", { type: "button", class: "at", "data-key": "to-problem", onclick: () => tenant.editor.go(p.line) }, say("onLine", p.line)), " ", inline(p.message), " ", h("span", { class: "hint block" }, inline(p.help)));
}

/** Where the policy says nothing of the tenant's own domains: asks for them, with the domain that the message
 * is from, and writes them into the policy. */
function ownDomainsForm() {
  const text = policyText(state.policy);
  if (!tenant.valid || /^AcceptedDomains *:/m.test(text)) return undefined;
  const from = engine.glance("", arriving().bytes, language).messages[0]?.from ?? "";
  const input = h("input", { type: "text", value: from.replace(/^.*@/, ""), placeholder: "contoso.com", "data-key": "own-domains", autocapitalize: "off", spellcheck: false });
  return h("form", {
    onsubmit: (e) => {
      e.preventDefault();
      const domains = input.value.split(/[\s,;、]+/).filter(Boolean).map((d) => (/^[a-z0-9][\w.-]*$/i.test(d) ? d : JSON.stringify(d)));
      if (domains.length) setPolicy(text.replace(/^(?:#.*\n|\s*\n)*/, (comments) => `${comments}AcceptedDomains: [${domains.join(", ")}]\n`));
    },
  }, field(say("ownDomains"), input, say("ownDomainsHint")), h("button", { type: "submit" }, say("addDomain")));
}

function edited(result) {
  if (result.yaml) setPolicy(result.yaml);
  else {
    showForm();
    announce(result.problem);
    const note = h("p", { class: "warning", role: "alert" }, result.problem);
    tenant.form.prepend(note);
  }
}

function addForm() {
  const input = h("input", { type: "text", placeholder: "fabrikam.com", "aria-label": say("addDomainLabel"), "data-key": "add-domain", autocapitalize: "off", spellcheck: false });
  return h("form", {
    class: "add",
    onsubmit: (e) => {
      e.preventDefault();
      if (!input.value.trim()) return;
      tenant.domain = tenant.read?.remote_domains.length ?? 0;
      edited(engine.addDomain(policyText(state.policy), input.value, language));
    },
  }, input, h("button", { type: "submit", disabled: !tenant.valid }, say("addDomain")));
}

function outboundForm(policies) {
  const setting = settingByName("AutoForwardingMode");
  return [
    h("h3", {}, say("outbound")),
    h("div", { class: "rows" }, policies.map((p) => {
      const whom = p.scope.length ? p.scope.join(", ") : say("everybody");
      const row = settingRow(setting, { value: p.mode, line: p.mode_line }, "HostedOutboundSpamFilterPolicies", p.line);
      row.querySelector("label").replaceChildren(p.name, h("span", { class: "hint" }, ` ${p.enabled ? whom : say("switchedOff")}`));
      return row;
    })),
  ];
}
