// Draws the questions of a set, judges them, and tells why an answer is wrong.
//
// A set is a topic, a level, a number of questions and a seed, and so is the same for everybody who
// has its link. A card is one question: topic, level and seed.

const TOPICS = ["oof", "forwarding", "reports", "recipients", "rules", "form", "charset"];
const LEVELS = [1, 2, 3];
const SIZES = [5, 10, 20];

/** A word of the quiz. */
function sayQ(key, ...values) {
  const word = wordOf("quizWords", key);
  return typeof word === "function" ? word(...values) : word;
}

function newSet(topic, level, size = 10) {
  return `${topic}.${level}.${size}.${1 + (crypto.getRandomValues(new Uint32Array(1))[0] % 99999)}`;
}

/** What a set is, or nothing where the text is none. */
function readSet(text) {
  const [, topic, level, size, seed] = /^([a-z]+)\.([1-3])\.(\d{1,2})\.(\d{1,6})$/.exec(text ?? "") ?? [];
  if (topic !== "all" && !TOPICS.includes(topic)) return undefined;
  return { text, topic, level: Number(level), size: Math.min(Math.max(Number(size), 1), 30), seed: Number(seed) };
}

function readCard(id) {
  const [, topic, level, seed] = /^([a-z]+)\.([1-3])\.(\d{1,9})$/.exec(id) ?? [];
  return TOPICS.includes(topic) || topic === "all" ? { topic, level: Number(level), seed: Number(seed) } : undefined;
}

function drawCard(id) {
  const { topic, level, seed } = readCard(id);
  const q = engine.question(topic, level, seed);
  return { ...q, id, told: { kind: q.kind ?? undefined, forwarded_by: q.forwarded_by ?? undefined } };
}

/** Questions are drawn as they are reached; one that was there already is passed over. */
function startRound(set, cards) {
  const round = { set, cards, size: cards?.length ?? set.size, questions: [], next: 0, at: 0, given: [] };
  round.question = (i) => {
    while (round.questions.length <= i) {
      const n = round.next++;
      const q = drawCard(cards ? cards[n] : `${set.topic}.${set.level}.${set.seed * 64 + n}`);
      const again = round.questions.some((o) => o.policy === q.policy && o.message === q.message && o.ask === q.ask);
      if (!again || cards || n > 62) round.questions.push(q);
    }
    return round.questions[i];
  };
  return round;
}

/** The verdict on a question, in the language of the page. */
function truthOf(q) {
  if (q.language !== language) {
    q.checked = judge(q.policy, { name: "message.eml", bytes: new TextEncoder().encode(q.message), told: q.told });
    q.language = language;
  }
  const report = q.checked.report.messages[0];
  return { report, one: report.verdicts[0], way: q.checked.ways[0] };
}

/** What is known beside the message. */
function toldWords({ kind, forwarded_by: by }) {
  return [kind && sayQ("toldKind", wordOf("kinds", kind)), by && by !== "nobody" && sayQ("toldForward", wordOf("forwards", by))].filter(Boolean).join(" ");
}

function responseOf(line) {
  return facts.responses.find((r) => r.line === line);
}

/** Whether a choice is a response, and not an outcome. */
const isRow = (choice) => choice.includes(" ");

/** A choice in words. */
function choiceWords(q, choice) {
  if (choice === "none") return wordOf("quizNones", q.ask);
  if (q.ask === "line") {
    const text = q.policy.split("\n")[choice - 1].trim().replace(/^- /, "");
    return [say("onLine", choice), " ", h("code", {}, text)];
  }
  if (q.ask === "trace" && isRow(choice)) return [h("code", {}, choice), " – ", inline(brief(choice))];
  if (["outcome", "response", "trace"].includes(q.ask)) {
    const response = responseOf(choice);
    return response ? [wordOf("outcomes", response.outcome), ": ", h("code", {}, response.line)] : wordOf("outcomes", choice);
  }
  return q.ask === "charset" || q.ask === "encoding" ? h("code", {}, choice) : wordOf("quizForms", choice);
}

/** A choice as plain text. */
function choiceText(q, choice) {
  return h("span", {}, choiceWords(q, choice)).textContent;
}

const listWords = (items) => new Intl.ListFormat(language === "ja" ? "ja" : "en", { type: "disjunction" }).format(items);

/** Settings that a question of form looks at, and the one whose page has the rule. */
const LOOKS_AT = {
  transmission: [/TNEF|RichText|MessageFormat|OutlookInternet/, "TNEFEnabled"],
  body: [/ContentType|TNEF/, "ContentType"],
  "sender-name": [/Name/, "DisplaySenderName"],
  charset: [/CharacterSet/, "CharacterSet"],
  encoding: [/ByteEncoder/, "ByteEncoderTypeFor7BitCharsets"],
};

/** What was asked last and decided the answer. */
function decidingOf(q, { one, way }) {
  const looks = LOOKS_AT[q.ask]?.[0];
  if (looks) return way.asked.findLast((a) => looks.test(a.setting));
  if (one.outcome === "cannot-tell" || q.ask === "trace") return undefined;
  return way.asked.find((a) => a.decides || (one.outcome !== "leaves" && one.because.some((b) => b.setting === a.setting && b.line === a.line))) ?? way.asked.find((a) => String(a.line) === q.answer) ?? way.asked.findLast((a) => a.effect === "passes");
}

function placeOf(a) {
  return [h("code", {}, shownValue(a.now ?? a.value)), a.line ? ` (${say("onLine", a.line)}${a.default ? `, ${say("byDefault")}` : ""})` : ""];
}

function shownValue(value) {
  return value || "\"\"";
}

/** Why another answer is wrong: what would have to be different for it to be right. */
function whyWrong(q, chosen) {
  const { report, one, way } = truthOf(q);
  if (q.ask === "line") return lineWrong(q, chosen, way);
  const { settings, kinds, forwards, to } = engine.whatIf(q.policy, q.message, JSON.stringify(q.told), q.ask, chosen);
  const wanted = choiceText(q, chosen);
  const items = settings.map((s) => [h("code", {}, s.name), " ", sayQ("needs"), " ", s.values.map((v, i) => [i > 0 && sayQ("or"), h("code", {}, shownValue(v))]), "; ", sayQ("isNow"), " ", placeOf(way.asked.find((a) => a.setting === s.name && a.line === s.line) ?? s)]);
  if (kinds.length) items.push(sayQ("needsKind", kinds.length > 4 ? sayQ("otherKinds", kinds.length) : listWords(kinds.map((k) => wordOf("kinds", k))), kindWords(report)));
  const by = forwards.filter((f) => f !== (q.told.forwarded_by ?? "nobody"));
  if (by.length) items.push(sayQ("needsForward", listWords(by.map((f) => wordOf("forwards", f))), wordOf("forwards", q.told.forwarded_by ?? "nobody")));
  const inside = isInside(q, one.recipient);
  if (chosen === "stays-inside" ? !inside : to && inside !== isInside(q, to)) items.push(sayQ(inside ? "needsOutside" : "needsInside", one.recipient));
  if (items.length) return [h("p", {}, sayQ("rightIf", wanted)), h("ul", { class: "why" }, items.map((i) => h("li", {}, i)))];
  const setting = responseOf(chosen)?.setting;
  const asked = way.asked.find((a) => a.setting === setting);
  if (asked) return h("p", {}, sayQ("givenBy", wanted, setting), " ", sayQ("isNow"), " ", placeOf(asked), ".");
  if (setting && !inside) return h("p", {}, sayQ("givenBy", wanted, setting), " ", sayQ("neverAsked", kindWords(report)));
  if (q.answer === "stays-inside" && chosen !== "cannot-tell") return h("p", {}, sayQ("isInside", one.recipient));
  return h("p", {}, chosen === "cannot-tell" ? sayQ("canTell", kindWords(report)) : sayQ("noOneChange", wanted));
}

function isInside(q, address) {
  return engine.readPolicy(q.policy, language).policy.accepted_domains.some((d) => address.endsWith(`@${d}`));
}

function lineWrong(q, chosen, way) {
  const n = Number(chosen);
  if (!n) return h("p", {}, sayQ("oneDoes"));
  const asked = way.asked.find((a) => a.line === n && !a.default) ?? way.asked.find((a) => a.line === n);
  if (asked) return h("p", {}, sayQ("lineAsked", n), " ", h("code", {}, asked.setting), ": ", h("code", {}, shownValue(asked.value)), " – ", wordOf("effects", asked.effect), sayQ("stop"));
  const domains = engine.readPolicy(q.policy, language).policy.remote_domains;
  const owner = domains.findLast((d) => d.line <= n);
  const end = q.policy.split("\n").findIndex((line, i) => i >= owner?.line && /^\S/.test(line));
  const applies = domains.find((d) => d.line === way.domain_line);
  if (owner && (end < 0 || n <= end) && owner !== applies) return h("p", {}, applies ? sayQ("otherDomain", n, owner.domain, applies.domain) : sayQ("noDomain", n));
  return h("p", {}, sayQ("lineUnasked", n, kindWords(truthOf(q).report)));
}

/** The first sentences of a paragraph. */
function beginning(text) {
  const sentences = text.replaceAll("\n", language === "ja" ? "" : " ").split(/(?<=\.) (?=[A-Z`])|(?<=。)/);
  let out = sentences[0];
  for (const s of sentences.slice(1)) {
    if (out.length + s.length > (language === "ja" ? 130 : 260)) break;
    out += language === "ja" ? s : ` ${s}`;
  }
  return out;
}

/** The rule that decides, in the words of its page. */
function ruleOf(q) {
  const { report, one, way } = truthOf(q);
  const a = decidingOf(q, { one, way });
  const row = q.ask === "trace" && isRow(q.answer) ? q.answer.split(";")[0] : undefined;
  const topic = row ?? a?.setting_id ?? settingByName(LOOKS_AT[q.ask]?.[1])?.id ?? one.response?.code.split(" ").at(-1);
  const name = a?.setting ?? LOOKS_AT[q.ask]?.[1] ?? topic;
  const marked = report.evidence?.filter((e) => e.line) ?? [];
  const text = topic && engine.explain(topic, language).split("\n\n").find((p) => p && !/^#/.test(p));
  return [
    h("p", {}, h("strong", {}, sayQ("rightIs")), " ", row ? h("code", {}, q.answer) : choiceWords(q, q.answer), q.ask !== "line" && a?.line && [sayQ("because"), h("code", {}, a.setting), ": ", placeOf(a)], sayQ("stop"), !a && ["outcome", "response"].includes(q.ask) && [" ", wordOf("outcomeMeans", one.outcome)]),
    q.ask === "charset" && way.whys.length > 0 && h("p", {}, way.whys[0], sayQ("stop")),
    marked.length > 0 && h("p", {}, sayQ("kindFrom", kindWords(report), listWords(marked.map((e) => say("onLine", e.line))))),
    text ? h("p", { class: "rule" }, h("button", { type: "button", class: "name", "data-key": "rule", onclick: () => showPage(topic) }, name), " – ", inline(beginning(text))) : [],
  ];
}
