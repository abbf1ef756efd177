// Lays out a set for paper: its questions with blanks, and the key on a page of its own.

function showWorksheet(round) {
  const all = Array.from({ length: round.size }, (_, i) => round.question(i));
  fill(quiz.element,
    quizHead(h("p", { class: "score" }, setName(round.set))),
    h("div", { class: "actions no-print" },
      h("button", { type: "button", class: "primary", "data-key": "print", onclick: () => print() }, sayQ("print")),
      h("button", { type: "button", "data-key": "quiz-start", onclick: () => beginSet(state.set) }, sayQ("answerHere"))),
    h("p", { class: "blanks" }, h("span", {}, sayQ("name")), h("span", {}, sayQ("date"))),
    h("ol", { class: "sheet-questions" }, all.map((q) => h("li", {},
      h("div", { class: "sides" },
        h("div", {}, h("h4", {}, say("policy")), listing(q.policy, {}, say("policy"))),
        h("div", {}, h("h4", {}, say("message")), h("p", { class: "told" }, toldWords(q.told)), listing(q.message, {}, say("message")))),
      h("p", { class: "asked-for" }, wordOf("quizAsks", q.ask)),
      h("ul", { class: "boxes" }, q.choices.map((c) => h("li", {}, "☐ ", choiceWords(q, c)))),
      h("p", { class: "blanks" }, h("span", {}, sayQ("reason")))))),
    h("section", { class: "key", "aria-labelledby": "key-title" },
      h("h3", { id: "key-title" }, sayQ("keyOf"), " – ", setName(round.set)),
      h("ol", {}, all.map((q) => h("li", {}, ruleOf(q)[0]))),
      h("p", { class: "hint" }, sayQ("setNumber", round.set.text))));
}
