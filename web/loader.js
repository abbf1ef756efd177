// Unpacks the engine, and the script of the page, which is packed behind it; then the script runs.

/** What the script takes over. */
const fromLoader = {};

/** Text in a character set: the engine's tables of them are left out, since the browser has them. */
function decodeCharset(label, bytes) {
  return new TextDecoder(label).decode(bytes);
}

(async () => {
  const content = (id) => document.getElementById(id).textContent;
  const code = Uint8Array.from(atob(content("unpacker")), (c) => c.charCodeAt(0));
  // The page is read as far as its script, which is the last of it.
  performance.mark("page-read");
  const unpacker = new Blob([code]).stream().pipeThrough(new DecompressionStream("gzip"));
  unpacking.initSync({ module: await WebAssembly.compile(await new Response(unpacker).arrayBuffer()) });
  // The parts of the module, made one after the other as they are asked for: the browser compiles one
  // beside while the next is unpacked.
  const parts = [
    () => unpacking.unpackCode(content("code")),
    () => {
      const data = unpacking.unpackData(content("data"));
      fromLoader.knowsTables = unpacking.putTables(data, content("tables"));
      return data;
    },
  ];
  const pull = (to) => (parts.length ? to.enqueue(parts.shift()()) : to.close());
  const body = new ReadableStream({ pull }, { highWaterMark: 0 });
  fromLoader.module = await WebAssembly.compileStreaming(new Response(body, { headers: { "Content-Type": "application/wasm" } }));
  fromLoader.text = (name) => new TextDecoder().decode(WebAssembly.Module.customSections(fromLoader.module, name)[0]);
  const script = document.createElement("script");
  script.textContent = fromLoader.text("script");
  document.body.append(script);
})().catch((error) => {
  console.error(error);
  const told = document.createElement("p");
  told.role = "alert";
  told.textContent = document.documentElement.lang === "ja" ? "このブラウザーではページを開始できません。" : "The page cannot start in this browser.";
  document.getElementById("app").append(told);
});
