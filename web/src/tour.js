// Leads through the page in ten steps: points at a part of it, and says what it is for.

/** Where each step points: a view, and the first of these parts that is in sight. */
const TOUR = [
  ["check", "header.top"],
  ["check", ".tenant .settings, .tenant"],
  ["check", ".tenant .source, .tenant"],
  ["check", ".pane.message, .message"],
  ["check", ".beside-message, .pane.message, .message"],
  ["check", ".verdict .headline, .verdict"],
  ["check", ".verdict .hops, .verdict"],
  ["check", ".verdict .asked, .verdict"],
  ["matrix", ".matrix table, .matrix"],
  ["quiz", ".quiz .begin, .quiz"],
];

const tour = { step: undefined, card: undefined, target: undefined, before: undefined };

function startTour() {
  tour.before = { view: state.view, focus: document.activeElement?.dataset.key };
  tour.step = 0;
  showTour();
}

function showTour() {
  const [view, places] = TOUR[tour.step];
  if (state.view !== view) {
    state.view = view;
    showAll(false);
  }
  tour.target?.classList.remove("toured");
  const parts = places.split(", ").flatMap((p) => [...document.querySelectorAll(p)]);
  tour.target = parts.find((p) => p.checkVisibility()) ?? document.querySelector("main");
  // A part that is folded up is opened for its step.
  if (tour.target.tagName === "DETAILS") tour.target.open = true;
  tour.target.classList.add("toured");
  tour.card?.remove();
  const [title, text] = say("tourSteps")[tour.step];
  const last = tour.step === TOUR.length - 1;
  const button = (word, by, more) => h("button", { type: "button", ...more, onclick: () => stepTour(by) }, word);
  tour.card = h("div", { class: "tour", role: "dialog", "aria-labelledby": "tour-title", "aria-describedby": "tour-text", tabIndex: -1, onkeydown: (e) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (by) stepTour(by);
    else if (e.key === "Escape") leaveTour();
    else return;
    e.preventDefault();
  } },
  h("p", { class: "hint" }, `${tour.step + 1} / ${TOUR.length}`),
  h("h2", { id: "tour-title" }, title), h("p", { id: "tour-text" }, text),
  h("div", { class: "actions" },
    button(say("tourBack"), -1, { disabled: tour.step === 0 }),
    last ? h("button", { type: "button", class: "primary", onclick: leaveTour }, say("tourEnd")) : button(say("tourNext"), 1, { class: "primary" }),
    !last && h("button", { type: "button", class: "quiet", onclick: leaveTour }, say("tourLeave"))));
  document.body.append(tour.card);
  const tall = tour.target.offsetHeight > innerHeight / 2 || innerWidth < 640;
  tour.target.scrollIntoView({ block: tall ? "start" : "center" });
  placeTour();
  tour.card.focus({ preventScroll: true });
}

/** Put the card beside the part; on a phone the style keeps it at the lower edge. */
function placeTour() {
  const { card, target } = tour;
  if (!card || innerWidth < 640) return;
  const part = target.getBoundingClientRect();
  const room = { x: innerWidth - card.offsetWidth - 12, y: innerHeight - card.offsetHeight - 12 };
  const beside = part.right + 12 <= room.x ? part.right + 12 : part.left - card.offsetWidth - 12;
  const below = part.bottom + 12 <= room.y;
  const above = part.top - card.offsetHeight - 12;
  const x = below || above > 12 ? part.left : beside;
  const y = below ? part.bottom + 12 : above > 12 ? above : part.top;
  card.style.left = `${Math.max(12, Math.min(x, room.x))}px`;
  card.style.top = `${Math.max(12, Math.min(y, room.y))}px`;
}

function stepTour(by) {
  const to = tour.step + by;
  if (to < 0 || to >= TOUR.length) return;
  tour.step = to;
  showTour();
}

function leaveTour() {
  tour.card.remove();
  tour.target.classList.remove("toured");
  tour.card = tour.step = undefined;
  state.view = tour.before.view;
  showAll(false);
  const key = tour.before.focus;
  (key && document.querySelector(`[data-key="${CSS.escape(key)}"]`) || document.querySelector("[data-key=tour]"))?.focus();
}

/** The button that starts it. */
function tourButton() {
  return h("button", { type: "button", "data-key": "tour", onclick: startTour }, say("tourStart"));
}

addEventListener("resize", placeTour);
// Another language says the same step again.
new MutationObserver(() => tour.card && showTour()).observe(document.documentElement, { attributeFilter: ["lang"] });
