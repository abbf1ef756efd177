// Uses the page as a person would, in a real browser.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import { binary, launch, open, outcome, pageFile, rootFolder, takeFile } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const yaml = (page) => page.getByLabel("The policy as YAML");
const inHash = (page, part) => page.waitForFunction((text) => decodeURIComponent(location.hash).includes(text), part);

test("it opens from a file with a verdict, and asks for nothing", async () => {
  const tab = await open(browser);
  assert.equal(await outcome(tab.page), "Rejected");
  assert.match(await tab.page.locator(".response").textContent(), /^550 5\.7\.520 Access denied/);
  assert.equal(tab.asked.length, 1);
  await tab.shot("check");
  await tab.close();
});

test("the page does not grow unnoticed", () => {
  const size = gzipSync(readFileSync(pageFile), { level: 9 }).length;
  console.log(`compressed: ${size} bytes`);
  // The goal is 600,000. Importing, comparing traces and the catalogue of responses take a quarter.
  assert.ok(size < 789_000, `${size} bytes`);
});

test("the browser has the tables of character sets that the engine was built with", async () => {
  const tab = await open(browser);
  assert.equal(await tab.page.evaluate(() => rdsim.knowsTables), true);
  await tab.close();
});

test("its policy lets no script reach anybody", async () => {
  let reached = 0;
  const server = createServer((_, response) => {
    reached += 1;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}/`;
  const tab = await open(browser);
  const results = await tab.page.evaluate(async (to) => {
    const gone = (load) => new Promise((resolve) => load(() => resolve("sent"), () => resolve("refused")));
    return [
      await fetch(to, { mode: "no-cors" }).then(() => "sent", () => "refused"),
      await gone((ok, no) => { const image = new Image(); image.onload = ok; image.onerror = no; image.src = `${to}image`; }),
      await gone((ok, no) => { const script = document.createElement("script"); script.onload = ok; script.onerror = no; script.src = `${to}script`; document.head.append(script); }),
      await gone((ok, no) => { const form = document.createElement("form"); form.action = `${to}form`; form.target = "_blank"; document.body.append(form); form.submit(); setTimeout(no, 200); }),
      navigator.sendBeacon(`${to}beacon`) && "queued",
      await gone((ok, no) => { try { const socket = new WebSocket(to.replace("http", "ws")); socket.onopen = ok; socket.onerror = no; } catch { no(); } }),
    ];
  }, url);
  assert.deepEqual(results.filter((r) => r === "sent"), []);
  await tab.page.waitForTimeout(200);
  assert.equal(reached, 0);
  await tab.page.context().close();
  server.close();
});

test("a setting of the form changes its line of the YAML, and the verdict", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml" });
  const old = (await yaml(tab.page).inputValue()).split("\n");
  await tab.page.getByLabel("Allow automatic forwarding").uncheck();
  assert.equal(await outcome(tab.page), "Dropped");
  const now = (await yaml(tab.page).inputValue()).split("\n");
  const differ = now.flatMap((line, i) => (line === old[i] ? [] : [[i + 1, line]]));
  assert.deepEqual(differ, [[30, "    AutoForwardEnabled: false"]]);
  assert.equal(await tab.page.locator(".hops .lit .where").first().textContent(), "AutoForwardEnableddecides");
  assert.ok(await tab.page.locator(".row.decides").getByLabel("Allow automatic forwarding").isVisible());
  // One that is not written is added to its entry, and every other line stays.
  await tab.page.getByText("Only in PowerShell").click();
  await tab.page.getByLabel("Line wrap").fill("76");
  await tab.page.getByLabel("Line wrap").blur();
  assert.equal((await yaml(tab.page).inputValue()).split("\n").length, old.length + 1);
  assert.match(await yaml(tab.page).inputValue(), /TNEFEnabled: true\n {4}LineWrapSize: 76\n\n {2}# The partner's subsidiaries/);
  await tab.close();
});

test("a remote domain is added, with the values of a new one, and removed", async () => {
  const tab = await open(browser, { hash: "#view=check&p=closed&m=ordinary/forwarded-by-rule.eml" });
  const old = await yaml(tab.page).inputValue();
  assert.equal(await outcome(tab.page), "Dropped");
  await tab.page.getByLabel(/Another remote domain/).fill("*.fabrikam.com");
  await tab.page.getByRole("button", { name: "Add", exact: true }).click();
  assert.match(await yaml(tab.page).inputValue(), /- Name: "\*\.fabrikam\.com"\n +DomainName: "\*\.fabrikam\.com"\n/);
  // Nothing is inherited: the forward passes the remote domain now.
  assert.equal(await outcome(tab.page), "Rejected");
  await tab.page.getByRole("button", { name: "Remove this remote domain" }).click();
  assert.equal(await yaml(tab.page).inputValue(), old);
  await tab.close();
});

test("an error in the YAML is told at its line, and the verdict waits", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/plain.eml" });
  const text = await yaml(tab.page).inputValue();
  await yaml(tab.page).fill(text.replace("AutoReplyEnabled: false", "AutoReplyEnable: false"));
  const problem = tab.page.locator(".tenant .problems li.error");
  await problem.waitFor();
  assert.match(await problem.textContent(), /^14:5 unknown property AutoReplyEnable in .* did you mean AutoReplyEnabled\?$/);
  assert.match(await outcome(tab.page), /no verdict/);
  await tab.shot("error");
  await problem.getByRole("button").click();
  assert.equal(await tab.page.locator(".lines .error").textContent(), "14");
  const chosen = await yaml(tab.page).evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(chosen, "    AutoReplyEnable: false");
  await yaml(tab.page).fill(text);
  await tab.page.locator(".outcome.leaves").waitFor();
  await tab.close();
});

test("a message that is dropped on the page is judged", async () => {
  const tab = await open(browser);
  const bytes = readFileSync(`${rootFolder}fixtures/oof-external/tnef.eml`);
  await tab.page.evaluate((base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "away.eml"));
    for (const type of ["dragover", "drop"]) document.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, bytes.toString("base64"));
  await tab.page.getByRole("region", { name: "Message" }).getByText("away.eml", { exact: true }).waitFor();
  assert.equal(await outcome(tab.page), "Dropped");
  assert.match(await tab.page.locator(".response").textContent(), /RESOLVER\.OOF\.SuppressExternal/);
  // The trace that it will leave.
  const trace = tab.page.locator(".trace");
  assert.match(await trace.locator("caption").textContent(), /Failed$/);
  assert.match(await trace.locator("tbody tr").last().textContent(), /^DropROUTINGReason: \[\{LED=250 2\.1\.5 RESOLVER\.OOF\.SuppressExternal; external OOFs are suppressed\};/);
  await tab.shot("dropped");
  await tab.close();
});

test("a message cannot become markup", async () => {
  const tab = await open(browser);
  const text = 'From: a@contoso.com\nTo: "<img src=x onerror=alert(1)>" <b@fabrikam.com>\nSubject: <script>alert(1)</script>\n\n<img src=x>\n';
  await tab.page.getByRole("radio", { name: "File" }).check();
  await takeFile(tab.page, { name: "<b>.eml", mimeType: "message/rfc822", buffer: Buffer.from(text) });
  await tab.page.getByRole("region", { name: "Message" }).getByText("<b>.eml", { exact: true }).waitFor();
  assert.equal(await tab.page.locator("img").count(), 0);
  assert.match(await tab.page.locator(".message-source").textContent(), /<img src=x>/);
  await tab.close();
});

test("a hop leads to its page", async () => {
  const tab = await open(browser);
  await tab.page.locator(".hops .lit button").click();
  const dialog = tab.page.getByRole("dialog");
  assert.equal(await dialog.getByRole("heading").first().textContent(), "AutoForwardingMode");
  assert.ok((await dialog.getByRole("heading", { name: /^Example/ }).count()) >= 2);
  assert.ok(await dialog.getByRole("heading", { name: "Source" }).isVisible());
  await tab.shot("page");
  await tab.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  // The end of the way leads to the page on the response.
  await tab.page.locator(".hops .end button").click();
  assert.match(await dialog.getByRole("heading").first().textContent(), /5\.7\.520/);
  await tab.close();
});

test("the drawing of the way can be saved", async () => {
  const tab = await open(browser);
  const [download] = await Promise.all([tab.page.waitForEvent("download"), tab.page.locator(".picture").getByRole("button", { name: "SVG", exact: true }).click()]);
  const svg = readFileSync(await download.path(), "utf8");
  assert.match(svg, /^<svg [^]*AutoForwardingMode[^]*<\/svg>\s*$/);
  await tab.close();
});

test("what the message does not tell can be told", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=awkward/oof-by-subject.eml&to=erin@example.com" });
  assert.equal(await outcome(tab.page), "Cannot tell");
  assert.ok((await tab.page.locator(".possibilities li").count()) >= 2);
  await tab.shot("cannot-tell");
  await tab.page.locator(".message").getByLabel("Kind").selectOption("oof-internal");
  assert.equal(await outcome(tab.page), "Dropped");
  await tab.close();
});

test("a message is composed by kind, sender and recipient", async () => {
  const tab = await open(browser);
  await tab.page.getByRole("radio", { name: "Compose" }).check();
  await tab.page.locator(".message").getByLabel("Kind").selectOption("ndr");
  await tab.page.getByLabel("To", { exact: true }).fill("erin@example.com");
  assert.equal(await outcome(tab.page), "Dropped");
  assert.match(await tab.page.locator(".response").textContent(), /RESOLVER\.MSGTYPE\.NDR/);
  await tab.close();
});

test("the matrix shows every kind, and a cell opens its case", async () => {
  const tab = await open(browser, { hash: "#view=matrix&p=partner-trap" });
  assert.equal(await tab.page.locator(".matrix tbody tr").count(), 18);
  const cell = tab.page.getByRole("row", { name: /^reply by a rule/ }).locator("td").last();
  assert.equal(await cell.textContent(), "Dropped");
  await cell.click();
  const answer = tab.page.locator(".cell-detail:popover-open");
  assert.match(await answer.textContent(), /RESOLVER\.MSGTYPE\.AR.*AutoReplyEnabled: false/);
  await tab.shot("matrix");
  await answer.getByRole("button", { name: "Open this case" }).first().click();
  assert.equal(await outcome(tab.page), "Dropped");
  assert.match(await tab.page.locator(".response").textContent(), /RESOLVER\.MSGTYPE\.AR/);
  await tab.close();
});

test("two policies are compared, and what changes is marked", async () => {
  const tab = await open(browser, { hash: "#view=compare&b=partner-trap-before&p=partner-trap" });
  assert.equal(await tab.page.locator(".summary").textContent(), "6 cells change; 9 more change in form alone");
  const changed = await tab.page.locator("td.changed").allTextContents();
  assert.deepEqual(new Set(changed), new Set(["Dropped → Leaves (changed)"]));
  assert.equal(changed.length, 6);
  await tab.shot("compare");
  await tab.page.getByLabel("Only what changes").check();
  // And a row for the form.
  assert.equal(await tab.page.locator(".matrix tbody tr").count(), 16);
  await tab.page.getByLabel("After", { exact: true }).first().selectOption("partner-trap-before");
  assert.match(await tab.page.locator(".summary").textContent(), /^No behaviour changes/);
  await tab.close();
});

test("a link shows a colleague exactly this case", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/plain.eml" });
  await yaml(tab.page).fill((await yaml(tab.page).inputValue()).replace("AutoForwardEnabled: true", "AutoForwardEnabled: false # 日本語"));
  await tab.page.getByRole("radio", { name: "File" }).check();
  await takeFile(tab.page, `${rootFolder}fixtures/ordinary/forwarded-by-rule.eml`);
  await tab.page.locator(".outcome.dropped").waitFor();
  await inHash(tab.page, "mz=");
  await inHash(tab.page, "pz=");
  const link = new URL(tab.page.url()).hash;
  const text = await tab.page.locator(".as-text pre").textContent();
  const colleague = await open(browser, { hash: link });
  assert.equal(await colleague.page.locator(".as-text pre").textContent(), text);
  assert.equal(await yaml(colleague.page).inputValue(), await yaml(tab.page).inputValue());
  assert.match(text, /forwarded-by-rule\.eml/);
  await colleague.close();
  await tab.close();
});

test("a damaged link is told and shows a page all the same", async () => {
  const tab = await open(browser, { hash: "#view=check&pz=%%%&q=x&m=nothing" });
  assert.match(await tab.page.locator(".toast").textContent(), /damaged/);
  assert.ok(await outcome(tab.page));
  await tab.close();
});

/** Some bytes as a link packs them. */
const packed = (bytes) => deflateRawSync(bytes, { level: 9 }).toString("base64url");

test("a link has the limits of files after it is unpacked", async () => {
  const policy = Buffer.alloc(5 << 20, "# \n");
  // As a policy it may have 4 MB, as a message 25.
  for (const hash of [`#view=check&pz=${packed(policy)}`, `#view=compare&bz=${packed(policy)}`, `#view=check&mz=${packed(Buffer.alloc(300 << 20, "x"))}&n=bomb.eml`]) {
    const tab = await open(browser, { hash });
    assert.match(await tab.page.locator(".toast").textContent(), /too large/);
    assert.doesNotMatch(await tab.page.locator("main").textContent(), /bomb\.eml/);
    await tab.close();
  }
  const message = Buffer.concat([Buffer.from("From: alice@contoso.com\nTo: bob@fabrikam.com\n\n"), Buffer.alloc(1 << 20, "x\n")]);
  const tab = await open(browser, { hash: `#view=check&mz=${packed(message)}&n=large.eml` });
  assert.equal(await tab.page.locator(".toast").textContent(), "");
  assert.match(await tab.page.locator(".message").textContent(), /large\.eml/);
  // One that is followed on the page is told too.
  await tab.page.evaluate((hash) => { location.hash = hash; }, `#view=check&pz=${packed(policy)}`);
  await tab.page.locator(".toast", { hasText: "too large" }).waitFor();
  await tab.close();
});

test("a link shows none but the views that there are", async () => {
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty", "nothing"]) {
    const tab = await open(browser, { hash: `#view=${name}&lang=${name}` });
    await tab.page.locator(".check-view").waitFor();
    assert.match(await tab.page.title(), /Check$/);
    assert.match(await tab.page.locator(".toast").textContent(), /damaged/);
    assert.equal(await tab.page.evaluate(() => document.documentElement.lang), "en");
    await tab.close();
  }
});

test("back and forward go through the views", async () => {
  const tab = await open(browser);
  await tab.page.getByRole("link", { name: "Matrix" }).click();
  await inHash(tab.page, "view=matrix");
  await tab.page.goBack();
  await tab.page.locator(".check-view").waitFor();
  await tab.page.goForward();
  await tab.page.locator(".matrix table").waitFor();
  await tab.close();
});

test("the keyboard alone is enough", async () => {
  const tab = await open(browser);
  const { keyboard } = tab.page;
  const focused = () => tab.page.evaluate(() => {
    const e = document.activeElement;
    return e.labels?.[0]?.textContent || e.getAttribute("aria-label") || e.textContent;
  });
  const tabTo = async (wanted, limit = 120) => {
    for (let i = 0; i < limit; i++) {
      await keyboard.press("Tab");
      const name = await focused();
      if (wanted.test(name)) return name;
    }
    assert.fail(`no Tab leads to ${wanted}`);
  };
  await keyboard.press("Tab");
  assert.equal(await focused(), "Skip to the verdict");
  await keyboard.press("Enter");
  assert.equal(await tab.page.evaluate(() => document.activeElement.id), "verdict");
  // The deciding hop, its page, and back to the hop.
  await tabTo(/^AutoForwardingMode.*decides/);
  await keyboard.press("Enter");
  await tab.page.getByRole("dialog").waitFor();
  await keyboard.press("Escape");
  assert.match(await focused(), /^AutoForwardingMode.*decides/);
  // A switch of the form, which keeps the focus; then the verdict is another.
  await tab.page.evaluate(() => document.activeElement.blur());
  await tab.page.evaluate(() => window.scrollTo(0, 0));
  await tabTo(/^Allow automatic forwarding$/);
  await keyboard.press("Space");
  await tab.page.locator(".outcome.dropped").waitFor();
  assert.match(await focused(), /^Allow automatic forwarding$/);
  // The views by their links.
  await tab.page.getByRole("link", { name: "Quiz" }).focus();
  await keyboard.press("Enter");
  await tabTo(/^Start$/);
  await keyboard.press("Enter");
  await keyboard.press("Space");
  await tabTo(/^Answer$/);
  await keyboard.press("Enter");
  await tab.page.locator(".graded").waitFor();
  assert.equal(await tab.page.evaluate(() => document.activeElement.className.split(" ")[0]), "graded");
  await tab.close();
});

test("the browser and the command line write the same report for every policy and fixture", async () => {
  const tab = await open(browser);
  const policies = readdirSync(`${rootFolder}policies`).filter((f) => f.endsWith(".yaml") && !f.endsWith(".rdsim.yaml"));
  let compared = 0;
  for (const name of policies) {
    const file = `policies/${name}`;
    const printed = execFileSync(binary, ["check", "--quiet", "--policy", file, "--format", "json", "fixtures"], { cwd: rootFolder, env: {}, maxBuffer: 1 << 26 }).toString();
    const [begin, ...rest] = printed.trimEnd().split("\n");
    const text = readFileSync(rootFolder + file, "utf8");
    for (const line of rest.slice(0, -1)) {
      const message = line.replace(/,$/, "");
      const { path } = JSON.parse(message);
      // A message of a mailbox: the page takes one message.
      if (path.includes("#")) continue;
      const bytes = readFileSync(rootFolder + path).toString("base64");
      const report = await tab.page.evaluate(([yamlText, policyFile, messageFile, base64]) =>
        rdsim.report(yamlText, policyFile, messageFile, Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))), [text, file, path, bytes]);
      const [ownBegin, ownMessage] = report.split("\n");
      assert.equal(ownBegin, begin);
      assert.equal(ownMessage, message, `${file} ${path}`);
      compared += 1;
    }
  }
  console.log(`${compared} reports are the same`);
  assert.ok(compared >= 350, `${compared}`);
  await tab.close();
});

test("rdsim serve serves it", async () => {
  const server = spawn(binary, ["serve", "--port", "0"], { cwd: rootFolder, env: {} });
  const [line] = await once(server.stdout, "data");
  const url = /http:\S+/.exec(String(line))[0];
  const tab = await open(browser, { url });
  assert.equal(await outcome(tab.page), "Rejected");
  assert.equal(tab.asked.length, 1);
  await tab.close();
  server.kill();
});

test("it speaks Japanese, with the words of the admin center", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml" });
  await tab.page.getByLabel("Language").selectOption("ja");
  assert.equal(await outcome(tab.page), "拒否");
  assert.ok(await tab.page.getByLabel("自動転送を許可する").isChecked());
  assert.equal(await tab.page.evaluate(() => document.documentElement.lang), "ja");
  await tab.page.locator(".hops .lit button").click();
  assert.match(await tab.page.getByRole("dialog").textContent(), /[ぁ-ん]{2}/);
  await tab.page.keyboard.press("Escape");
  await inHash(tab.page, "lang=ja");
  await tab.shot("ja");
  for (const view of ["一覧", "比較", "クイズ"]) await tab.page.getByRole("link", { name: view }).click();
  await tab.page.reload();
  await tab.page.waitForSelector("html[data-ready]");
  assert.equal(await tab.page.locator("#quiz-title").textContent(), "クイズ");
  await tab.close();
});

test("every language has every word, in the same shape", async () => {
  const folder = `${rootFolder}web/src/words/`;
  const source = [`${rootFolder}web/src/words.js`, ...readdirSync(folder).map((name) => folder + name)].map((path) => readFileSync(path, "utf8")).join("\n");
  const { WORDS } = new Function(`const navigator = { language: "en" };\n${source}\nreturn { WORDS };`)();
  const shape = (value) => (Array.isArray(value) ? value.length : typeof value === "object" ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])])) : typeof value);
  for (const [tag, words] of Object.entries(WORDS)) assert.deepEqual(shape(words), shape(WORDS.en), tag);
});
