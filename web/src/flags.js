// Names the controls of the page where the engine names options of the command line.

/** What an option is called here; what has no control keeps its name. */
const CONTROLS = { kind: "kind", "forwarded-by": "forwardedBy", from: "from", to: "to" };

/** A text, or JSON, of the engine in the words of the page. */
function withoutFlags(text) {
  if (!text.includes("`--")) return text;
  return text.replace(/`--([a-z-]+) ?([^`]*)`/g, (whole, option, value) => {
    const label = CONTROLS[option] && say(CONTROLS[option]);
    return label ? say("quoted", value ? `${label}: ${value}` : label) : whole;
  });
}
