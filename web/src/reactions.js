// What the message triggers in the mailboxes that it reaches; each reaction opens as a case.

/** What the reader knows of the arrival, and the message does not tell. */
const ARRIVALS = ["answered", "junk", "deleted-unread", "unknown", "full"];

/** What the message triggers; `any` asks for the part with reactions, or for why there is none. */
function reactionsPart(checked, any) {
  const reached = checked.reactions;
  const reacting = reached.filter((r) => r.reactions.length > 0);
  if (reached.length === 0 || any !== reacting.length > 0) return undefined;
  let number = 0;
  return [
    h("h3", {}, say("setsOff")),
    reacting.map((r) => h("div", { class: "reached" },
      h("p", { class: "whom" }, say("inMailbox", r.recipient)),
      h("ul", { class: "reactions" }, r.reactions.map((one) => reactionItem(one, number++))),
      r.not_simulated.length > 0 && h("p", { class: "hint" }, say("alsoNotSimulated", r.not_simulated.join(", "))),
      idleList(r))),
    reached.filter((r) => r.reactions.length === 0).map((r) => [h("p", { class: "idle" }, h("span", { class: "mono" }, r.recipient), `: ${r.words}`), idleList(r)]),
    reached.some((r) => r.mailbox) && arrivalChoices(),
  ];
}

function reactionItem(r, number) {
  const word = r.made === false ? "not-made" : r.outcome;
  const causes = (label, all) => all.length > 0 && h("div", {}, `${label} `, all.map((c, i) => [i > 0 && "; ", cause(c, `${number}-${i}`)]));
  return h("li", { class: "reaction" },
    h("p", {}, h("strong", { class: `word ${word}` }, wordOf("outcomes", word)), ` ${r.what}`, h("span", { class: "hint" }, ` → ${r.to}`)),
    h("div", { class: "hint" },
      h("div", {}, `${say("setOffBy")} `, cause(r.trigger, `${number}-by`)),
      causes(say("notMadeAs"), r.silenced_by),
      causes(say("dependsOn"), r.depends_on),
      r.if_made && h("div", {}, `${say("ifMade")} `, h("strong", { class: `word ${r.if_made}` }, wordOf("outcomes", r.if_made))),
      r.response && h("code", {}, r.response),
      r.because.map((b, i) => h("div", {}, h("button", { type: "button", class: "name", "data-key": `reaction-setting-${number}-${i}`, onclick: () => showPage(b.setting_id) }, breakable(b.setting)), `: ${b.value} `,
        b.default ? say("byDefault") : goToButton(b.line, `reaction-${number}-${i}`), doubtTag(b.basis))),
      r.made !== false && doubtTag(r.basis)),
    h("button", { type: "button", "data-key": `reaction-${number}`, onclick: () => openReaction(r, number) }, say("openReaction")));
}

function cause(c, key) {
  return [inline(c.what), c.message_line && ` (${say("messageLine", c.message_line)})`, c.policy_line && [" ", goToButton(c.policy_line, `cause-${key}`)], c.basis && doubtTag(c.basis)];
}

/** What nothing triggers here, and why. */
function idleList(r) {
  return r.idle.length > 0 && h("details", {}, h("summary", {}, say("notSetOff")),
    h("ul", { class: "notes" }, r.idle.map((one, i) => h("li", {}, `${one.what.replaceAll("-", " ")}: `, cause(one.because, `idle-${r.recipient}-${i}`)))));
}

/** The reaction is a message like any other, and its verdict has every detail. */
function openReaction(r, number) {
  const { name, bytes, told } = arriving();
  const made = engine.reaction(policyText(state.policy), name, bytes, JSON.stringify(told), number);
  give({ view: "check", source: "file", file: { name: r.name, bytes: made }, told: { to: r.to, forwarded_by: r.forwarded_by ?? undefined }, question: undefined });
  showAll(true);
  document.getElementById("verdict").focus();
}

/** The message of the state, with what the reader knows of its arrival. */
function arriving() {
  const current = currentMessage();
  const { at, arrival, forwarded_to } = state.told;
  return { ...current, told: { ...current.told, arrival: arrival?.split(",") ?? [], forwarded_to, at: at && String(Date.parse(`${at}Z`) / 1000) } };
}

function arrivalChoices() {
  const chosen = state.told.arrival?.split(",") ?? [];
  const change = (token, on) => {
    const all = ARRIVALS.filter((a) => (a === token ? on : chosen.includes(a)));
    state.told.arrival = all.join(",") || undefined;
    changed();
  };
  const { told } = state;
  const text = (key, type, label) => field(label, h("input", { type, value: told[key] ?? "", "data-key": `arrival-${key}`, onchange: (e) => {
    told[key] = e.target.value.trim() || undefined;
    changed();
  } }));
  return h("details", { class: "arrival", open: chosen.length > 0 || told.at || told.forwarded_to || verdict.arrivalOpen, ontoggle: (e) => { verdict.arrivalOpen = e.target.open; } }, h("summary", {}, say("arrival")),
    ARRIVALS.map((token) => h("label", {}, h("input", { type: "checkbox", checked: chosen.includes(token), "data-key": `arrival-${token}`, onchange: (e) => change(token, e.target.checked) }), ` ${wordOf("arrivals", token)}`)),
    text("at", "datetime-local", say("arrivedAt")),
    text("forwarded_to", "text", say("forwardedByHand")));
}
