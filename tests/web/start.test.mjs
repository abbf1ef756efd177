// Opens the plain address and the questions, as somebody who has ten seconds.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { serious } from "./axe.mjs";
import { launch, open, outcome, pageFile, rootFolder } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const SIZES = [{ width: 1440, height: 900 }, { width: 820, height: 1180 }, { width: 390, height: 844 }];

/** The first view as it is shown: its text, and where its parts stand. */
function firstView() {
  const root = [...document.querySelectorAll(".start")].find((e) => e.checkVisibility());
  const part = (selector) => [...root.querySelectorAll(selector)].map((e) => {
    const { x, y, width, height } = e.getBoundingClientRect();
    return { text: e.innerText, box: [x, y, width, height].map(Math.round) };
  });
  return { intro: part(".intro"), panes: part(".example > *"), outcome: part(".outcome"), response: part(".response"), because: part(".because"), tries: part(".tries button") };
}

test("the verdict is on the screen before the engine is, and is that of the engine", async () => {
  for (const size of SIZES) {
    for (const locale of ["en-US", "ja-JP"]) {
      const context = await browser.newContext({ viewport: size, locale });
      const waiting = await context.newPage();
      // The engine is never compiled.
      await waiting.addInitScript(() => { WebAssembly.compileStreaming = () => new Promise(() => {}); });
      await waiting.goto(pageFile.href);
      await waiting.waitForFunction(() => performance.getEntriesByName("first-verdict").length);
      assert.equal(await waiting.locator("html[data-ready]").count(), 0);
      const written = await waiting.evaluate(firstView);
      assert.ok(written.outcome[0].box[1] + written.outcome[0].box[3] < size.height, JSON.stringify(written.outcome));
      const live = await context.newPage();
      await live.goto(pageFile.href);
      await live.waitForSelector("html[data-ready]");
      assert.deepEqual(written, await live.evaluate(firstView), `${size.width} ${locale}`);
      assert.match(written.outcome[0].text, locale === "en-US" ? /^Rejected$/ : /^拒否$/);
      assert.match(written.response[0].text, /^550 5\.7\.520 Access denied/);
      assert.match(written.because[0].text, /AutoForwardingMode: Automatic.* 13 /);
      await context.close();
    }
  }
});

test("a link shows no other case while the engine starts", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => { WebAssembly.compileStreaming = () => new Promise(() => {}); });
  await page.goto(`${pageFile.href}#case=oof`);
  await page.waitForTimeout(300);
  assert.equal(await page.locator(".outcome:visible").count(), 0);
  assert.equal(await page.evaluate(() => performance.getEntriesByName("first-verdict").length), 0);
  await page.context().close();
});

test("the first view says what this is, and what is tried changes the verdict", async () => {
  const tab = await open(browser, { hash: "" });
  const { page } = tab;
  assert.equal(new URL(page.url()).hash, "");
  const text = await page.locator(".intro").innerText();
  for (const part of [/remote domains of Exchange Online/, /simulates/, /nothing you enter is sent/]) assert.match(text, part);
  assert.ok((await page.locator(".example .tenant .line").count()) <= 13);
  await tab.shot("start");
  assert.equal(await outcome(page), "Rejected");
  const attempt = (name) => page.getByRole("button", { name }).click();
  await attempt("The outbound spam policy says On");
  assert.equal(await outcome(page), "Leaves");
  await attempt("The partner allows no forwarding");
  assert.equal(await outcome(page), "Dropped");
  assert.match(await page.locator(".because").innerText(), /AutoForwardEnabled: false decides, on line 9/);
  assert.ok(await page.evaluate(() => document.activeElement.dataset.key === "try-partner"));
  await attempt("The partner allows no forwarding");
  await attempt("It goes to erin@example.com");
  assert.match(await page.locator(".because").innerText(), /AutoForwardEnabled: false decides, on line 6/);
  await attempt("Open it in Check");
  assert.equal(await outcome(page), "Dropped");
  assert.match(await page.getByLabel("The policy as YAML").inputValue(), /AutoForwardingMode: On/);
  assert.match(await page.locator("#verdict .whom").innerText(), /erin@example\.com/);
  await tab.close();
});

test("on a phone the verdict is in the first screen, of a question too", async () => {
  for (const hash of ["", "#case=forward", "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml"]) {
    const tab = await open(browser, { hash, width: 390, height: 844 });
    const box = await tab.page.locator(".verdict .outcome").first().boundingBox();
    assert.ok(box.y + box.height < 844, `${hash}: ${JSON.stringify(box)}`);
    assert.equal(await tab.page.evaluate(() => document.documentElement.scrollWidth), 390, hash);
    const order = await tab.page.evaluate(() => ["verdict", "message", "tenant"].map((name) => document.querySelector(`.pane.${name}`).getBoundingClientRect().y));
    if (hash) assert.deepEqual(order, order.toSorted((a, b) => a - b));
    // At the foot it stands only where it is out of sight.
    const strip = tab.page.locator(".strip");
    await strip.waitFor({ state: "hidden" });
    if (hash) {
      await tab.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await strip.waitFor({ state: "visible" });
    }
    await tab.shot(`start-phone-${hash.slice(1, 10) || "plain"}`);
    await tab.close();
  }
});

/** What each question is about, as the page shows it. */
const ASKED = {
  forward: { outcome: "Rejected", line: /^ +550 5\.7\.520/m, decides: "AutoForwardingMode" },
  oof: { outcome: "Dropped", line: /RESOLVER\.OOF\.SuppressExternal/, decides: "AllowedOOFType" },
  pair: { outcome: "Stays inside", reactions: [/^Leaves external OOF/, /^Dropped internal OOF[^]*RESOLVER\.OOF\.IntToExt/] },
  winmail: { outcome: "Leaves", text: /winmail\.dat/ },
  trap: { outcome: "Leaves", text: /AutoForwardEnabled: true/ },
  silent: { outcome: "Dropped", line: /RESOLVER\.MSGTYPE\.AF/, decides: "AutoForwardEnabled" },
  mojibake: { outcome: "Leaves", text: /reader sees.*‚¨[^]*お世話になっております/ },
  group: { outcome: "Dropped", recipient: 1, line: /RESOLVER\.MSGTYPE\.AR/, decides: "AutoReplyEnabled" },
  hybrid: { outcome: "Dropped", line: /RESOLVER\.OOF\.IntToExt/, decides: "AllowedOOFType" },
  meeting: { outcome: "Dropped", line: /RESOLVER\.MSGTYPE\.NDR; handled MFN/, decides: "MeetingForwardNotificationEnabled" },
};

/** What the engine says of the case that is shown. */
const said = (page) => page.locator(".as-text pre").textContent();

test("each question opens its case, whose verdict answers it", async () => {
  const tab = await open(browser, { hash: "" });
  const { page } = tab;
  const links = await page.locator(".questions a").evaluateAll((all) => all.map((a) => [a.getAttribute("href"), a.textContent]));
  assert.deepEqual(links.map(([href]) => href.replace("#case=", "")).sort(), [...Object.keys(ASKED), "change", "scanner"].sort());
  for (const [href, ask] of links) {
    const id = href.replace("#case=", "");
    const colleague = await open(browser, { hash: href });
    assert.equal(await colleague.page.locator(".asked-question h2").innerText(), ask);
    assert.equal(new URL(colleague.page.url()).hash, href);
    if (id === "change") {
      assert.match(await colleague.page.locator(".summary").first().innerText(), /cells? change/);
      assert.match(await colleague.page.locator(".compared").innerText(), /AutoForwardEnabled/);
    } else if (id === "scanner") {
      assert.equal(await colleague.page.locator(".submitted .outcome").first().innerText(), "Refused");
      assert.match(await colleague.page.locator(".submitted").innerText(), /smtp\.office365\.com/);
      assert.match(await colleague.page.locator(".asked-question").innerText(), /587.*connector.*inside alone/);
    } else {
      const { outcome: wanted, line, decides, text, recipient, reactions } = ASKED[id];
      const report = await said(colleague.page);
      const block = report.split(/\n(?= {2}[A-Z])/).filter((b) => /^ {2}[A-Z]/.test(b))[recipient ?? 0];
      assert.match(block, new RegExp(`^ {2}${wanted.toUpperCase()} `), `${id}: ${report}`);
      if (line) assert.match(block, line, id);
      if (decides) assert.match(block, new RegExp(`because ${decides}: `), id);
      if (text) assert.match(await said(colleague.page), text, id);
      const shown = await colleague.page.locator(".reaction").allInnerTexts();
      for (const [i, wanted] of (reactions ?? []).entries()) assert.match(shown[i].trim(), wanted, id);
    }
    await colleague.shot(`case-${id}`);
    await colleague.close();
  }
  await tab.close();
});

test("what a question says to try does what it says", async () => {
  const attempts = [
    ["pair", async (page) => {
      const area = page.getByLabel("The policy as YAML");
      await area.fill((await area.inputValue()).replace("AllowedOOFType: External", "AllowedOOFType: None"));
      await page.locator(".reaction", { hasText: "RESOLVER.OOF.SuppressExternal" }).waitFor();
    }, /STAYS INSIDE/],
    ["mojibake", async (page) => {
      const area = page.getByLabel("The policy as YAML");
      await area.fill((await area.inputValue()).replace(/( CharacterSet:) iso-8859-1/, "$1 shift_jis"));
      await page.locator(".as-text pre", { hasText: "charset shift_jis" }).waitFor({ state: "attached" });
    }, /charset shift_jis/],
    ["hybrid", async (page) => {
      const area = page.getByLabel("The policy as YAML");
      await area.fill((await area.inputValue()).replace("AllowedOOFType: External", "AllowedOOFType: InternalLegacy"));
      await page.locator(".outcome.stays-inside").first().waitFor();
    }, /STAYS INSIDE/],
    ["silent", (page) => page.getByRole("checkbox", { name: "Allow automatic forwarding" }).check(), /5\.7\.520/],
  ];
  for (const [id, act, wanted] of attempts) {
    const tab = await open(browser, { hash: `#case=${id}` });
    await act(tab.page);
    assert.match(await said(tab.page), wanted, id);
    // The question stays in sight, and a link of what was changed has both.
    await tab.page.waitForFunction(() => location.hash.includes("view=check"));
    const { hash } = new URL(tab.page.url());
    assert.match(hash, new RegExp(`case=${id}`));
    const colleague = await open(browser, { hash });
    assert.equal(await said(colleague.page), await said(tab.page));
    assert.ok(await colleague.page.locator(".asked-question h2").isVisible());
    // Back where it was, it is the question's own link again.
    await tab.page.locator("header [data-step=undo]").click();
    await tab.page.waitForFunction((link) => location.hash === link, `#case=${id}`);
    await colleague.close();
    await tab.close();
  }
});

test("the keyboard leads from the first view to a question and back", async () => {
  const tab = await open(browser, { hash: "" });
  const { page } = tab;
  const tabTo = async (key) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((k) => document.activeElement.dataset.key === k, key)) return;
    }
    assert.fail(`no Tab leads to ${key}`);
  };
  // The first link leads past the head of the page, to the verdict.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), "try-spam");
  await page.keyboard.press("Space");
  assert.equal(await outcome(page), "Leaves");
  await tabTo("question-oof");
  await page.keyboard.press("Enter");
  assert.equal(await outcome(page), "Dropped");
  await page.goBack();
  await page.locator(".questions").waitFor();
  assert.equal(new URL(page.url()).hash, "");
  await tab.close();
});

test("every sample has a title, in each language", async () => {
  const source = readFileSync(`${rootFolder}web/src/words/samples.js`, "utf8");
  const titles = {};
  new Function("addWords", source)((words) => Object.assign(titles, words));
  for (const [hash, label] of [["#view=check", "en"], ["#view=check&lang=ja", "ja"]]) {
    const tab = await open(browser, { hash });
    const options = await tab.page.locator("[data-key=sample] option, [data-key^=choice] option").evaluateAll((all) => all.map((o) => [o.value, o.label]));
    assert.ok(options.length > 85, `${options.length}`);
    for (const [name, title] of options) assert.equal(title, titles[label].samples[name], name);
    assert.deepEqual(Object.keys(titles[label].samples).sort(), options.map(([name]) => name).sort());
    await tab.close();
  }
});

test("the first view and a question keep nobody out", async () => {
  for (const dark of [false, true]) {
    for (const hash of ["", "#lang=ja", "#case=trap", "#case=change"]) {
      const tab = await open(browser, { hash, dark });
      assert.deepEqual(await serious(tab.page), [], hash);
      await tab.shot(`start-${dark ? "dark" : "light"}-${hash.replace(/\W/g, "") || "plain"}`);
      await tab.close();
    }
  }
});
