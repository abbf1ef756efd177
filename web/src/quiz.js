// Asks in rounds, shows why, and tells what to do next.

const quiz = { element: undefined, progress: undefined, round: undefined, begun: undefined, topic: "all", level: 1, size: 10, handed: undefined };

function quizPane() {
  quiz.element = h("section", { class: "pane wide quiz", "aria-labelledby": "quiz-title" });
  return quiz.element;
}

function showQuiz() {
  // Not before it is asked for: the store is on a disk.
  quiz.progress ??= loadProgress();
  const set = readSet(state.set);
  if (set && quiz.round?.set?.text !== set.text) quiz.round = startRound(set);
  if (!set && quiz.round?.set) quiz.round = undefined;
  if (set && state.as === "sheet") return showWorksheet(quiz.round);
  const { round } = quiz;
  if (!round) fill(quiz.element, quizHead(), quizHome());
  else if (round.at < round.size) fill(quiz.element, quizHead(roundWords(round)), askQuestion(round));
  else fill(quiz.element, quizHead(roundWords(round)), quizResult(round));
  if (set && state.as === "slides" && !document.querySelector("dialog.presenter")) presentSet(round);
}

function quizHead(more) {
  return h("header", {}, h("h2", { id: "quiz-title" }, say("views").quiz), more,
    quiz.round && h("button", { type: "button", class: "quiet", "data-key": "leave", onclick: leaveRound }, sayQ("leaveRound")));
}

function roundWords({ set, at, size, given }) {
  const right = given.filter((g) => g?.right).length;
  return h("p", { class: "score" }, set ? setName(set) : sayQ("missed"), " · ", sayQ("questionOf", Math.min(at + 1, size), size), " · ", sayQ("score", right, given.length));
}

function setName(set) {
  return sayQ("setName", wordOf("quizTopics", set.topic), wordOf("quizLevels", set.level));
}

function focusQuiz(selector) {
  quiz.element.querySelector(selector)?.focus();
}

function beginSet(set) {
  state.set = set;
  state.as = undefined;
  quiz.round = undefined;
  showAll(true);
  focusQuiz("input, .graded");
}

function leaveRound() {
  // What was shown is what a teacher hands out next.
  const set = readSet(state.set);
  if (set && SIZES.includes(set.size)) Object.assign(quiz, { topic: set.topic, level: set.level, size: set.size, handed: set });
  state.set = undefined;
  state.as = undefined;
  quiz.round = undefined;
  showAll(true);
  focusQuiz("[data-key=quiz-start]");
}

function repeatMissed() {
  state.set = undefined;
  quiz.round = startRound(undefined, dueCards().slice(0, 10));
  showAll(true);
  focusQuiz("input");
}

/** The set that the link, the slides and the worksheet of a class all show, until another is chosen. */
function handedSet() {
  const same = ["topic", "level", "size"].every((key) => quiz.handed?.[key] === quiz[key]);
  if (!same) quiz.handed = readSet(newSet(quiz.topic, quiz.level, quiz.size));
  return quiz.handed.text;
}

/** Topics and levels, what is mastered, what was missed, and what a teacher hands out. */
function quizHome() {
  const due = dueCards();
  const choose = (key) => (value) => {
    quiz[key] = key === "topic" ? value : Number(value);
    showQuiz();
  };
  const open = (as) => {
    state.set = handedSet();
    state.as = as;
    showAll(true);
    focusQuiz("[data-key=print], input");
  };
  return [
    h("p", { class: "lead" }, sayQ("quizAbout")),
    h("form", { class: "begin", onsubmit: (e) => {
      e.preventDefault();
      beginSet(newSet(quiz.topic, quiz.level, quiz.size));
    } },
    h("h3", {}, sayQ("topic")),
    choice("quiz-topic", sayQ("topic"), ["all", ...TOPICS].map((t) => ({ value: t, label: wordOf("quizTopics", t) })), quiz.topic, choose("topic")),
    h("h3", {}, sayQ("level")),
    choice("quiz-level", sayQ("level"), LEVELS.map((l) => ({ value: String(l), label: wordOf("quizLevels", l) })), String(quiz.level), choose("level")),
    h("p", { class: "hint" }, wordOf("quizLevelAsks", quiz.level)),
    h("h3", {}, sayQ("howMany")),
    choice("quiz-size", sayQ("howMany"), SIZES.map((n) => ({ value: String(n), label: String(n) })), String(quiz.size), choose("size")),
    h("div", { class: "actions" },
      h("button", { type: "submit", class: "primary", "data-key": "quiz-start" }, sayQ("startRound")),
      due.length > 0 && h("button", { type: "button", "data-key": "missed", onclick: repeatMissed }, sayQ("repeatMissed", due.length)))),
    h("h3", {}, sayQ("progress")),
    progressTable(),
    h("p", { class: "hint" }, sayQ("masteredMeans", ENOUGH, LAST), " ",
      h("button", { type: "button", class: "quiet", "data-key": "forget", onclick: () => {
        quiz.progress = { round: 0, topics: {}, boxes: {} };
        saveProgress();
        showQuiz();
      } }, sayQ("forget"))),
    h("h3", {}, sayQ("forClass")),
    h("p", { class: "hint" }, sayQ("forClassAbout")),
    h("div", { class: "actions" },
      h("button", { type: "button", "data-key": "set-link", onclick: () => {
        open(undefined);
        copyLink();
      } }, sayQ("setLink")),
      h("button", { type: "button", "data-key": "present", onclick: () => open("slides") }, sayQ("present")),
      h("button", { type: "button", "data-key": "sheet", onclick: () => open("sheet") }, sayQ("worksheet"))),
  ];
}

function askQuestion(round) {
  const q = round.question(round.at);
  const given = round.given[round.at];
  const { report, one } = truthOf(q);
  const marks = {};
  if (given) for (const e of report.evidence ?? []) if (e.line) marks[e.line] = "evidence";
  const lines = !given ? {} : Number(q.answer) && q.ask === "line" ? { [q.answer]: "decides" } : decidingLines(one);
  const told = toldWords(q.told);
  return h("div", { class: "question" },
    h("div", { class: "given" },
      h("h3", {}, say("policy")), listing(q.policy, lines, say("policy")),
      h("h3", {}, say("message")), told && h("p", { class: "told" }, told), listing(q.message, marks, say("message"))),
    h("div", { class: "guess" }, given ? answerPart(round, q, given) : guessPart(round, q)));
}

function guessPart(round, q) {
  return h("form", {
    onsubmit: (e) => {
      e.preventDefault();
      if (round.chosen) gradeAnswer(round, q);
    },
  },
  h("fieldset", { class: "choices" }, h("legend", {}, wordOf("quizAsks", q.ask)), q.choices.map((c, i) => h("label", {},
    h("input", { type: "radio", name: "answer", value: c, required: true, checked: round.chosen === c, "data-key": `guess-${i}`, onchange: () => { round.chosen = c; } }),
    h("span", {}, choiceWords(q, c))))),
  h("button", { type: "submit", class: "primary", "data-key": "answer" }, sayQ("answer")));
}

function gradeAnswer(round, q) {
  const right = round.chosen === q.answer;
  round.given[round.at] = { chosen: round.chosen, right };
  round.chosen = undefined;
  noteAnswer(q, right);
  showQuiz();
  focusQuiz(".graded");
  announce(sayQ(right ? "right" : "wrong"));
}

function answerPart(round, q, given) {
  const { report, one, way } = truthOf(q);
  const last = round.at + 1 >= round.size;
  return [
    h("p", { class: `graded ${given.right ? "right" : "wrong"}`, tabIndex: -1 }, sayQ(given.right ? "right" : "wrong")),
    !given.right && h("div", { class: "because wrong" }, h("p", {}, h("strong", {}, sayQ("yourAnswer")), " ", choiceWords(q, given.chosen)), whyWrong(q, given.chosen)),
    h("div", { class: "because" }, ruleOf(q)),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "primary", "data-key": "next", onclick: () => {
        round.at += 1;
        if (last) endRound();
        showQuiz();
        focusQuiz(last ? ".graded" : "input");
      } }, sayQ(last ? "toResult" : "next")),
      h("button", { type: "button", "data-key": "try", onclick: () => openInCheck(q) }, sayQ("tryIt"))),
    h("p", { class: "hint" }, q.page ? sayQ("fromPage", q.page) : sayQ("fromRandom")),
    verdictParts(report, one, way),
  ];
}

function openInCheck(q) {
  const file = { name: "question.eml", bytes: new TextEncoder().encode(q.message) };
  give({ view: "check", policy: asPolicy(q.policy), source: "file", file, told: { ...q.told }, question: undefined });
  showAll(true);
}

/** How the round went, and what to do next. */
function quizResult(round) {
  const right = round.given.filter((g) => g?.right).length;
  const { set } = round;
  const due = dueCards();
  const topic = !set || set.topic === "all" ? weakest(set?.level ?? 1) : set.topic;
  const level = set?.level ?? 1;
  const next = topic && mastered(topic, level) && level < 3 ? [topic, level + 1] : topic ? [topic, level] : ["all", Math.min(level + 1, 3)];
  const advice = due.length ? sayQ("adviceMissed", due.length) : right === round.size ? sayQ("adviceOn") : sayQ("adviceAgain");
  return [
    h("p", { class: `graded ${right * 2 >= round.size ? "right" : "wrong"}`, tabIndex: -1 }, sayQ("score", right, round.size)),
    h("p", { class: "lead" }, advice),
    h("div", { class: "actions" },
      due.length > 0 && h("button", { type: "button", class: "primary", "data-key": "missed", onclick: repeatMissed }, sayQ("repeatMissed", due.length)),
      h("button", { type: "button", class: due.length ? "" : "primary", "data-key": "on", onclick: () => beginSet(newSet(...next)) }, sayQ("goOn", wordOf("quizTopics", next[0]), wordOf("quizLevels", next[1]))),
      h("button", { type: "button", "data-key": "quiz-start", onclick: leaveRound }, sayQ("leaveRound"))),
    h("ol", { class: "results" }, round.given.map((g, i) => {
      const q = round.question(i);
      return h("li", { class: g.right ? "right" : "wrong" }, h("strong", {}, g.right ? "✓ " : "✗ ", h("span", { class: "sr" }, sayQ(g.right ? "right" : "wrong"))),
        h("button", { type: "button", class: "quiet", "data-key": `again-${i}`, onclick: () => {
          round.at = i;
          showQuiz();
          focusQuiz(".graded");
        } }, wordOf("quizAsks", q.ask)), " ", choiceWords(q, q.answer));
    })),
    h("h3", {}, sayQ("progress")),
    progressTable(),
  ];
}

/** The topic that is mastered least at a level. */
function weakest(level) {
  const right = (t) => [...answersOf(t, level)].filter((a) => a === "1").length;
  return TOPICS.filter((t) => !mastered(t, level)).sort((a, b) => right(a) - right(b))[0];
}
