// Shows the page within another one, without what stands around a view.

/** Whether the address asks for it: `?embed`, or `#embed` and what the fragment holds besides. */
const embedHash = new URLSearchParams(location.hash.slice(1)).has("embed");
const embedded = embedHash || new URLSearchParams(location.search).has("embed");

document.documentElement.classList.toggle("embed", embedded);

/** The link to the page itself, with the same case. */
function embedBar() {
  const link = h("a", { target: "_blank", rel: "noopener" }, sayQ("fullPage"));
  const point = () => {
    const hash = new URLSearchParams(location.hash.slice(1));
    hash.delete("embed");
    link.href = `${location.href.split(/[?#]/)[0]}#${hash}`;
  };
  // The fragment changes with what is shown, and nothing tells of it.
  for (const event of ["focus", "pointerenter", "pointerdown", "click"]) link.addEventListener(event, point);
  point();
  return h("p", { class: "embed-bar" }, link);
}
