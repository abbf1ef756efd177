// Prepares the page for paper: everything is opened, an editor is printed as its whole text with its marked
// lines, and a list to choose from as what is chosen.

const printing = { opened: [], added: [] };

addEventListener("beforeprint", () => {
  printing.opened = [...document.querySelectorAll("main details:not([open])")];
  for (const details of printing.opened) details.open = true;
  for (const { grid } of [matrix, compare]) grid?.groups && grid.grow(Infinity);
  // In place of a list to choose from stands what is chosen.
  for (const choice of document.querySelectorAll(".submit form select")) {
    const chosen = h("p", { class: "printed" }, choice.selectedOptions[0].text);
    choice.after(chosen);
    printing.added.push(chosen);
  }
  const editors = { check: [tenant.editor], compare: compare.sides?.map((side) => side.editor) }[state.view] ?? [];
  for (const editor of editors) {
    const text = listing(editor.area.value, editor.marks, "");
    text.classList.add("printed");
    editor.element.after(text);
    printing.added.push(text);
  }
});

addEventListener("afterprint", () => {
  for (const details of printing.opened) details.open = false;
  for (const text of printing.added) text.remove();
  Object.assign(printing, { opened: [], added: [] });
});
