// Every word of the page, by language; `words/` holds them by what they are about. Another language
// is another table with the same keys.

const WORDS = { en: {}, ja: {} };

/** Add words; those of a group, such as the views, to those that it has. */
function addWords(words) {
  for (const [tag, more] of Object.entries(words)) {
    for (const [key, word] of Object.entries(more)) WORDS[tag][key] = typeof word === "object" && !Array.isArray(word) ? { ...WORDS[tag][key], ...word } : word;
  }
}

const browserLanguage = /^ja\b/.test(navigator.language) ? "ja" : "en";

let language = browserLanguage;

function say(key, ...values) {
  const word = WORDS[language][key] ?? WORDS.en[key];
  return typeof word === "function" ? word(...values) : word;
}

/** A word of a group, such as a kind; a token that has none stands for itself. */
function wordOf(group, token) {
  return WORDS[language][group]?.[token] ?? WORDS.en[group][token] ?? token;
}

function adminLabel(name) {
  return wordOf("admin", name).label ?? name;
}

function adminValue(name, value) {
  const values = wordOf("admin", name).values;
  return values?.[value] ?? (value === "null" ? say("notSet") : value);
}
