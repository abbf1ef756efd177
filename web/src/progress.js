// Keeps in this browser what was answered: what is mastered, and what was missed and comes again.
//
// What was missed lies in boxes (Leitner): right answers move it on, and it comes again after one
// round, two and four; then it is learned.

const LEARNED = "rdsim-quiz-2";

/** Answers that tell whether a level is mastered, and how many of them must be right. */
const [LAST, ENOUGH] = [5, 4];

function loadProgress() {
  try {
    const { round, topics, boxes } = JSON.parse(localStorage.getItem(LEARNED));
    if (Number.isInteger(round) && topics && boxes) return { round, topics, boxes };
  } catch {
    // There is none, or it is damaged.
  }
  return { round: 0, topics: {}, boxes: {} };
}

function saveProgress() {
  try {
    localStorage.setItem(LEARNED, JSON.stringify(quiz.progress));
  } catch {
    // Without a store it lasts as long as the page.
  }
}

/** Note the answer to a question. */
function noteAnswer(q, right) {
  const { round, topics, boxes } = quiz.progress;
  const key = `${q.topic}.${q.level}`;
  topics[key] = `${topics[key] ?? ""}${right ? 1 : 0}`.slice(-LAST);
  const box = right ? boxes[q.id]?.box + 1 : 1;
  if (box > 3) delete boxes[q.id];
  else if (box) boxes[q.id] = { box, due: round + 2 ** (box - 1) };
  const ids = Object.keys(boxes);
  if (ids.length > 100) delete boxes[ids[0]];
  saveProgress();
}

function endRound() {
  quiz.progress.round += 1;
  saveProgress();
}

/** What was missed and is to be asked again. */
function dueCards() {
  const { round, boxes } = quiz.progress;
  return Object.keys(boxes).filter((id) => boxes[id].due <= round && readCard(id));
}

function answersOf(topic, level) {
  return quiz.progress.topics[`${topic}.${level}`] ?? "";
}

function mastered(topic, level) {
  return [...answersOf(topic, level)].filter((a) => a === "1").length >= ENOUGH;
}

/** What is mastered, by topic and level. */
function progressTable() {
  const cell = (topic, level) => {
    const answers = answersOf(topic, level);
    const right = [...answers].filter((a) => a === "1").length;
    const word = mastered(topic, level) ? sayQ("masteredMark") : answers ? sayQ("rightOf", right, answers.length) : sayQ("notBegun");
    return h("td", {}, h("button", { type: "button", class: `quiet ${mastered(topic, level) ? "mastered" : ""}`, "data-key": `begin-${topic}-${level}`, "aria-label": `${wordOf("quizTopics", topic)}, ${wordOf("quizLevels", level)}: ${word}`, onclick: () => beginSet(newSet(topic, level)) }, word));
  };
  return h("div", { class: "scroll", tabIndex: 0, role: "group", "aria-label": sayQ("progress") }, h("table", { class: "progress" },
    h("caption", { class: "sr" }, sayQ("progress")),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, sayQ("topic")), LEVELS.map((l) => h("th", { scope: "col" }, wordOf("quizLevels", l))))),
    h("tbody", {}, TOPICS.map((t) => h("tr", {}, h("th", { scope: "row" }, wordOf("quizTopics", t)), LEVELS.map((l) => cell(t, l)))))));
}
