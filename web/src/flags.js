// Names the page's controls where the engine names options of the command line and their values.

/** A text, or JSON, of the engine in the words of the page; an option without a control keeps its name. */
function inPageWords(text) {
  if (!text.includes("`")) return text;
  const forward = (token) => facts?.forwards.includes(token) && wordOf("forwards", token);
  return text
    .replace(/`--([a-z-]+) ?([^`]*)`/g, (whole, option, value) => {
      const label = WORDS.en.options[option] && wordOf("options", option);
      if (!label) return whole;
      const said = { kind: wordOf("kinds", value), from: value, to: value }[option];
      return say("quoted", said ? `${label}: ${said}` : label);
    })
    .replace(/`([a-z-]+)`/g, (whole, token) => (forward(token) ? say("quoted", forward(token)) : whole));
}

/** A report of the command line with the kinds by the names that the page has for them, and without the
 * identifiers of facts, which nothing here takes. */
function namedKinds(text) {
  const kinds = facts.kinds.toSorted((a, b) => b.length - a.length);
  // Within a list the comma of a name would end it.
  const name = (kind) => wordOf("kinds", kind).replace(/, (.*)/, " ($1)");
  return text.replace(/ ?\((?=[a-z\d]*-)[a-z\d-]+\)$/gm, "").replace(new RegExp(`(?<![-\\w])(${kinds.join("|")})(?![-\\w])`, "g"), name);
}
