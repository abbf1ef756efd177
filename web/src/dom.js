// Builds elements; text is always text, so nothing of a message or a policy becomes markup.

function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && !name.startsWith("aria") && name !== "list" && name !== "form") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false));
  return element;
}

/** Put other children in the place of the present ones, and leave the focus where it was. */
function fill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  element.replaceChildren(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false));
  if (focused) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** A name in camel case, which may break where a word of it begins. */
function breakable(name) {
  return name.split(/(?<=[a-z])(?=[A-Z])/).flatMap((part, i) => (i ? [h("wbr", {}), part] : [part]));
}

let lastId = 0;

/** A label above a control. */
function field(label, control, hint) {
  control.id ||= `field-${++lastId}`;
  return h("div", { class: "field" }, h("label", { htmlFor: control.id }, label), control, hint && h("p", { class: "hint" }, hint));
}

function select(options, value, change, properties) {
  const control = h("select", { ...properties, onchange: () => change(control.value) });
  for (const option of options) {
    if (option.options) {
      control.append(h("optgroup", { label: option.label }, option.options.map((o) => h("option", { value: o.value }, o.label))));
    } else {
      control.append(h("option", { value: option.value }, option.label));
    }
  }
  control.value = value;
  return control;
}

/** One choice among few: radio buttons that look like a row of tabs. */
function choice(name, label, options, value, change) {
  return h("div", { class: "choice", role: "radiogroup", "aria-label": label },
    options.map((o) => h("label", {},
      h("input", { type: "radio", name, value: o.value, checked: o.value === value, "data-key": `${name}-${o.value}`, onchange: () => change(o.value) }),
      h("span", {}, o.label))));
}

/** What a screen reader is told of what changed elsewhere on the page. */
function announce(text) {
  const region = document.getElementById("announcer");
  if (region && region.textContent !== text) region.textContent = text;
}

function later(milliseconds, action) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

/** Give the reader a file. */
function saveFile(name, content, type = "text/plain") {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
