// Shows questions or one case large, for a projector, and is driven by keys.

/** The lines of a policy that matter to a verdict, each with its number. */
function excerpt(text, way, shown) {
  const lines = text.trimEnd().split("\n");
  const wanted = new Set([way.domain_line, ...way.asked.map((a) => a.line)].filter(Boolean));
  const decides = new Set(way.asked.filter((a) => a.decides).map((a) => a.line));
  const few = lines.length <= 26;
  return h("pre", { class: "listing" }, lines.flatMap((line, i) => (few || wanted.has(i + 1) ? [h("span", { class: `line ${shown && decides.has(i + 1) ? "decides" : ""}`, "data-n": i + 1 }, line || " ", "\n")] : [])));
}

/** Show slides: each gives its parts, once without the answer and once with it. */
function presentSlides(slides, leave) {
  const at = { slide: 0, shown: false };
  const stage = h("div", { class: "slide", tabIndex: -1 });
  const counter = h("span", {});
  const go = (by) => {
    at.slide = Math.min(Math.max(at.slide + by, 0), slides.length - 1);
    at.shown = false;
    show();
  };
  const turn = () => {
    at.shown = !at.shown;
    show();
  };
  const button = (word, action) => h("button", { type: "button", onclick: action }, word);
  const dialog = h("dialog", { class: "presenter", "aria-label": sayQ("present"), onclose: () => {
    dialog.remove();
    removeEventListener("resize", fit);
    leave();
  }, onkeydown: (e) => {
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[e.key];
    if (step) go(step);
    else if (e.key === " " && !e.target.closest("button")) turn();
    else return;
    e.preventDefault();
  } },
  h("header", {}, counter, h("span", { class: "hint" }, sayQ("presentKeys")), button(say("tourBack"), () => go(-1)), button(sayQ("showAnswer"), turn), button(say("tourNext"), () => go(1)), button(say("close"), () => dialog.close())),
  stage);
  /** The largest letters with which all of it is in sight. */
  function fit() {
    let size = Math.min(40, innerWidth / 26);
    do stage.style.fontSize = `${size}px`;
    while ((stage.scrollHeight > stage.clientHeight || stage.scrollWidth > stage.clientWidth) && --size > 12);
  }
  function show() {
    counter.textContent = `${at.slide + 1} / ${slides.length}`;
    stage.replaceChildren(...slides[at.slide](at.shown).filter(Boolean));
    fit();
    stage.focus();
  }
  document.body.append(dialog);
  dialog.showModal();
  addEventListener("resize", fit);
  show();
}

function slideOf(title, policy, told, text, right) {
  return [h("div", {}, policy, h("p", { class: "told" }, told), text), h("div", {}, h("h2", {}, title), right)];
}

function presentSet(round) {
  const slides = Array.from({ length: round.size }, (_, i) => (shown) => {
    const q = round.question(i);
    const { way } = truthOf(q);
    const choices = h("ol", { class: "choices" }, q.choices.map((c) => h("li", { class: shown && c === q.answer ? "is-right" : "" }, choiceWords(q, c), shown && c === q.answer && h("span", { class: "sr" }, ` ${sayQ("right")}`))));
    return slideOf(wordOf("quizAsks", q.ask), excerpt(q.policy, way, shown), toldWords(q.told), h("pre", { class: "listing" }, shortMessage(q.message)),
      [choices, shown && h("div", { class: "because" }, ruleOf(q)[0])].filter(Boolean));
  });
  presentSlides(slides, () => {
    state.as = undefined;
    showAll();
    focusQuiz("input, .graded");
  });
}

/** What was asked, in one line each. */
function askedSteps(way) {
  return h("ol", { class: "choices" }, way.asked.map((a) => h("li", { class: a.decides ? "decides" : "" }, h("code", {}, a.setting), ": ", h("code", {}, shownValue(a.value)), " – ", wordOf("effects", a.effect), a.decides && h("strong", {}, ` – ${say("decides")}`))));
}

/** A message as far as a class can read it from the last row. */
function shortMessage(text) {
  const lines = text.split(/\r?\n/);
  const end = lines.indexOf("");
  return lines.slice(0, Math.min(end < 0 ? lines.length : end, 14)).filter((l) => !/^(Date|Message-ID|MIME-Version|Received|\s)/i.test(l)).join("\n");
}

/** Present what Check shows: each recipient is a slide. */
function presentCase() {
  const before = document.activeElement;
  const { name, bytes, told } = currentMessage();
  const policy = policyText(state.policy);
  const checked = judge(policy, { name, bytes, told });
  const report = checked.report?.messages[0];
  if (!report || report.error) return;
  const text = new TextDecoder().decode(bytes.subarray(0, 16 * 1024));
  const slides = report.verdicts.map((one, i) => (shown) => slideOf(wordOf("quizAsks", "outcome"), excerpt(policy, checked.ways[i], shown), `${one.recipient} – ${kindWords(report)}`, h("pre", { class: "listing" }, shortMessage(text)),
    shown ? [headline(report, one, checked.ways[i]), askedSteps(checked.ways[i])] : h("p", { class: "big" }, "?")));
  presentSlides(slides, () => before?.focus());
}
