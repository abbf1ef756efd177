// The questions that people come with, each of which opens a case.

/** What each question opens, as a link would: `#case=` with its name. */
const QUESTIONS = {
  forward: "p=one-partner&m=ordinary/forwarded-by-rule.eml",
  oof: "p=legacy-oof&m=oof-external/tnef.eml&to=erin@example.net",
  pair: "p=out-of-office&m=incoming/outside.eml",
  winmail: "p=partner-trap&m=ordinary/plain.eml",
  trap: "p=partner-trap&m=ordinary/forwarded-by-rule.eml",
  silent: "p=closed&m=ordinary/forwarded-by-rule.eml",
  change: "view=compare&b=default&p=default",
  mojibake: "p=default&m=ordinary/shift-jis-unnamed.eml",
  group: "p=group&c=auto-reply&cf=alice@contoso.com&ct=north@contoso.com",
  hybrid: "p=hybrid&c=oof-internal&cf=alice@contoso.com&ct=dave@contoso.com",
  meeting: "p=default&m=meeting-forward-notification/tnef.eml",
  scanner: `view=submit&p=contoso&s=${encodeURIComponent(JSON.stringify({ From: "scan@contoso.com", Recipients: "alice@contoso.com, bob@fabrikam.com", Endpoint: "contoso-com.mail.protection.outlook.com", Port: 587, Tls: "TLS1.2", SignIn: "Password", Account: "scan@contoso.com" }))}`,
};

/** The pages that say more, where the engine of the page has them. */
const MORE = { scanner: ["client-submission", "smtp-relay", "direct-send"], pair: ["AllowedOOFType"], mojibake: ["NonMimeCharacterSet"], change: ["AutoForwardEnabled"] };

/** `shown` is the question that was opened, with what it shows before anything is changed. */
const library = { shown: undefined };

/** What a question changes of its sample. */
function changeOf(question) {
  if (question !== "change") return {};
  const sample = samplePolicy(new URLSearchParams(QUESTIONS[question]).get("p"));
  return { policy: { text: sampleText(sample).replace("AutoForwardEnabled: true", "AutoForwardEnabled: false") } };
}

/** Have the comments of a sample that the question changes in the language of the page too. */
function sayQuestion() {
  const change = changeOf(state.question);
  give(change);
  Object.assign(library.shown.content, change);
}

/** Whether a state is what its question opens. */
function isQuestion(of) {
  const { shown } = library;
  return shown?.id === of.question && shown.content.view === of.view && sameContent(shown.content, of, CONTENT.filter((key) => key !== "scenario" || of.view === "submit"));
}

async function openQuestion(id) {
  await takeUp(`case=${id}&lang=${language}`);
  showAll(true);
  scrollTo(0, 0);
}

/** The questions, as links. */
function questionList() {
  return h("ul", { class: "questions" }, Object.keys(QUESTIONS).map((id) => h("li", {},
    h("a", { href: `#case=${id}`, "data-key": `question-${id}`, onclick: (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      openQuestion(id);
    } }, wordOf("questions", id).ask))));
}

/** The question above the case that it opened: where to look, and what to try. */
function showQuestion() {
  const { question, view } = state;
  app.question.hidden = !question || !["check", "compare", "matrix", "submit"].includes(view);
  if (app.question.hidden) return;
  const { ask, look, attempt } = wordOf("questions", question);
  fill(app.question,
    h("h2", {}, ask), h("p", {}, look), h("p", {}, h("strong", {}, say("tryThis")), " ", attempt),
    h("p", { class: "actions" },
      (MORE[question] ?? []).map((topic) => {
        const title = engine.explain(topic, language).split("\n")[0].replace(/^#+ /, "");
        return title && h("button", { type: "button", class: "quiet", "data-key": `more-${topic}`, onclick: () => showPage(topic) }, say("readPage", title));
      }),
      h("a", { href: "#view=start", onclick: (e) => {
        e.preventDefault();
        state.view = "start";
        showAll(true);
      } }, say("moreQuestions")),
      h("button", { type: "button", class: "quiet", "data-key": "close-question", onclick: () => {
        state.question = undefined;
        showAll();
      } }, say("closeQuestion"))));
}
