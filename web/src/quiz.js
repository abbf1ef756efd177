// Asks what becomes of a message, and then shows why. The score stays in this browser.

const quiz = { element: undefined, score: undefined, asked: undefined };

const SCORE = "rdsim-quiz";

function loadScore() {
  const none = { right: 0, all: 0, streak: 0, best: 0 };
  try {
    const saved = JSON.parse(localStorage.getItem(SCORE));
    return Object.keys(none).every((k) => Number.isInteger(saved?.[k])) ? saved : none;
  } catch {
    return none;
  }
}

function saveScore() {
  try {
    localStorage.setItem(SCORE, JSON.stringify(quiz.score));
  } catch {
    // Without a store the score lasts as long as the page.
  }
}

function quizPane() {
  quiz.score = undefined;
  quiz.element = h("section", { class: "pane wide quiz", "aria-labelledby": "quiz-title" });
  return quiz.element;
}

function showQuiz() {
  // Not before it is asked for: the store is on a disk.
  quiz.score ??= loadScore();
  if (quiz.asked?.seed !== state.seed) {
    const q = engine.question(state.seed);
    const told = { kind: q.kind ?? undefined, forwarded_by: q.forwarded_by ?? undefined };
    quiz.asked = { seed: state.seed, q, told, outcome: undefined, response: undefined, answered: false };
  }
  if (quiz.asked.language !== language) {
    // The reasons are said in the language of the page.
    const bytes = new TextEncoder().encode(quiz.asked.q.message);
    quiz.asked.checked = judge(quiz.asked.q.policy, { name: "message.eml", bytes, told: quiz.asked.told });
    quiz.asked.language = language;
  }
  const { q, checked, answered } = quiz.asked;
  const told = [q.kind && say("toldKind", wordOf("kinds", q.kind)), q.forwarded_by && q.forwarded_by !== "nobody" && say("toldForward", wordOf("forwards", q.forwarded_by))].filter(Boolean);
  fill(quiz.element,
    h("header", {}, h("h2", { id: "quiz-title" }, say("views").quiz), scoreBoard()),
    h("p", { class: "lead" }, say("quizAbout")),
    h("div", { class: "question" },
      h("div", { class: "given" },
        h("h3", {}, say("policy")), listing(q.policy, answered ? decidingLines(checked.report.messages[0].verdicts[0]) : {}, say("policy")),
        h("h3", {}, say("message")), told.length > 0 && h("p", { class: "told" }, told.join(" ")), listing(q.message, {}, say("message"))),
      h("div", { class: "guess" },
        h("p", { class: "hint" }, `${say("sentence", say("question", q.seed))}${q.page ? (answered ? say("fromPage", q.page) : say("fromSomePage")) : say("fromRandom")}`),
        answered ? answer() : guess())));
}

function scoreBoard() {
  const { right, all, streak, best } = quiz.score;
  return h("p", { class: "score" }, say("score", right, all), " · ", say("streak", streak), " · ", say("best", best),
    all > 0 && [" ", h("button", { type: "button", class: "quiet", "data-key": "reset", onclick: () => {
      quiz.score = { right: 0, all: 0, streak: 0, best: 0 };
      saveScore();
      showQuiz();
    } }, say("resetScore"))]);
}

function guess() {
  const { asked } = quiz;
  const outcomes = ["leaves", "stays-inside", "dropped", "rejected", "cannot-tell"];
  const stopped = asked.outcome === "dropped" || asked.outcome === "rejected";
  const responses = facts.responses.filter((r) => r.outcome === asked.outcome);
  return h("form", {
    onsubmit: (e) => {
      e.preventDefault();
      if (asked.outcome && (!stopped || asked.response)) grade();
    },
  },
  h("fieldset", { class: "outcomes" }, h("legend", {}, say("prediction")), outcomes.map((o) => h("label", {},
    h("input", { type: "radio", name: "outcome", value: o, required: true, checked: asked.outcome === o, "data-key": `guess-${o}`, onchange: () => {
      asked.outcome = o;
      asked.response = undefined;
      showQuiz();
    } }), h("span", {}, wordOf("outcomes", o))))),
  stopped && h("fieldset", { class: "responses" }, h("legend", {}, say("whichResponse")), responses.map((r, i) => h("label", {},
    h("input", { type: "radio", name: "response", value: r.line, required: true, checked: asked.response === r.line, "data-key": `response-${i}`, onchange: () => {
      asked.response = r.line;
    } }), h("code", {}, r.line)))),
  h("button", { type: "submit", class: "primary", "data-key": "answer" }, say("answer")));
}

function truth() {
  return quiz.asked.checked.report.messages[0].verdicts[0];
}

function grade() {
  const { asked, score } = quiz;
  const is = truth();
  asked.outcomeRight = asked.outcome === is.outcome;
  asked.right = asked.outcomeRight && (asked.response ?? null) === (is.response?.line ?? null);
  asked.answered = true;
  score.all += 1;
  score.right += asked.right ? 1 : 0;
  score.streak = asked.right ? score.streak + 1 : 0;
  score.best = Math.max(score.best, score.streak);
  saveScore();
  showQuiz();
  quiz.element.querySelector(".graded")?.focus();
  announce(gradeWords());
}

function gradeWords() {
  const { asked } = quiz;
  if (asked.right) return say("right");
  return asked.outcomeRight ? say("rightOutcome") : say("wrong", wordOf("outcomes", truth().outcome));
}

function answer() {
  const { asked } = quiz;
  const report = asked.checked.report.messages[0];
  return [
    h("p", { class: `graded ${asked.right ? "right" : "wrong"}`, tabIndex: -1 }, gradeWords()),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "primary", "data-key": "next", onclick: () => {
        state.seed = crypto.getRandomValues(new Uint32Array(1))[0] % 1000000;
        showAll(true);
        quiz.element.querySelector("input")?.focus();
      } }, say("next")),
      h("button", { type: "button", "data-key": "try", onclick: () => {
        state.view = "check";
        state.policy = asPolicy(asked.q.policy);
        state.source = "file";
        state.file = { name: "question.eml", bytes: new TextEncoder().encode(asked.q.message) };
        state.told = { ...asked.told };
        showAll(true);
      } }, say("tryIt"))),
    verdictParts(report, truth(), asked.checked.ways[0]),
  ];
}
