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
