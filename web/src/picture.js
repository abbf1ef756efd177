// Shows the picture of a verdict, and saves it for slides and documents.

const picture = { dark: false };

/** The drawing that the engine made. What it shows of a message is text in it, never markup. */
function drawing(svg) {
  const root = document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
  // The page shows it twice.
  for (const part of root.querySelectorAll("[id]")) part.removeAttribute("id");
  return root;
}

/** The picture, small; its hops are in the list beside it, with links to their pages. */
function picturePart(checked) {
  const open = () => enlarge(checked.svg);
  return h("div", { class: "picture" },
    h("div", { class: "thumb", onclick: open }, drawing(checked.svg)),
    h("button", { type: "button", class: "quiet", "data-key": "picture", onclick: open }, say("enlarge")),
    pictureDownloads("small"));
}

function enlarge(svg) {
  picture.dialog ??= document.body.appendChild(h("dialog", { class: "page picture-dialog", onclick: (e) => e.target === picture.dialog && picture.dialog.close() }));
  const large = drawing(svg);
  large.addEventListener("click", (e) => {
    const { topic } = e.target.closest("[data-topic]")?.dataset ?? {};
    if (topic) showPage(topic);
  });
  picture.dialog.setAttribute("aria-label", large.getAttribute("aria-label"));
  picture.dialog.replaceChildren(
    h("button", { type: "button", class: "close", onclick: () => picture.dialog.close() }, say("close")),
    large, pictureDownloads("large"));
  picture.dialog.showModal();
}

function pictureDownloads(where) {
  const grounds = [{ value: "", label: say("onLight") }, { value: "dark", label: say("onDark") }];
  const save = (type) => h("button", { type: "button", class: "quiet", "data-key": `picture-${type}-${where}`, onclick: () => savePicture(type) }, type.toUpperCase());
  return h("div", { class: "picture-downloads" }, h("span", { class: "hint" }, say("savePicture")),
    choice(`ground-${where}`, say("savePicture"), grounds, picture.dark ? "dark" : "", chooseGround),
    save("svg"), save("png"));
}

function chooseGround(value) {
  picture.dark = value === "dark";
  for (const radio of document.querySelectorAll(`[name^="ground-"][value="${value}"]`)) radio.checked = true;
}

/** Give the reader the picture as a file whose name says what it shows. */
async function savePicture(type) {
  const { name, bytes, told } = currentMessage();
  const svg = engine.picture(policyText(state.policy), name, bytes, JSON.stringify(told), language, picture.dark);
  const title = drawing(svg).getAttribute("aria-label").replace(/[^\p{L}\p{N}@.]+/gu, "-").slice(0, 80);
  saveFile(`${title}${picture.dark ? "-dark" : ""}.${type}`, type === "svg" ? svg : await png(svg), "image/svg+xml");
}

/** The drawing as pixels, twice as many as its units. */
async function png(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = h("canvas", { width: image.width * 2, height: image.height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done));
}
