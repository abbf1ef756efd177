// Writes a policy of one's own, and looks whether it can be lost.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { serious } from "./axe.mjs";
import { launch, open, outcome, pageFile, rootFolder, takeFile } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const yaml = (page) => page.getByLabel("The policy as YAML");
const toast = (page) => page.locator(".toast");
const policies = (page) => page.locator(".tenant [data-key^=choice]");
const stored = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("rdsim")));
const entries = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("rdsim-kept") ?? "[]"));
const waitForEntries = (page, n) => page.waitForFunction((n) => JSON.parse(localStorage.getItem("rdsim-kept") ?? "[]").length === n, n);

/** Write something of one's own, and wait until it is judged. */
async function write(page, find, put) {
  await yaml(page).fill((await yaml(page).inputValue()).replace(find, put));
  await page.waitForFunction(() => location.hash.includes("pz="));
}

const mine = (page) => write(page, "AutoForwardEnabled: true", "AutoForwardEnabled: false # mine");

test("a sample that is chosen puts one's own policy aside, and undo brings it back", async () => {
  const tab = await open(browser);
  const { page } = tab;
  await mine(page);
  assert.equal(await outcome(page), "Dropped");
  const own = await yaml(page).inputValue();
  await policies(page).selectOption("open");
  assert.match(await toast(page).innerText(), /Your own policy was replaced\./);
  assert.equal(await outcome(page), "Leaves");
  // It stays in the choice.
  await policies(page).selectOption({ label: "your own" });
  assert.equal(await yaml(page).inputValue(), own);
  await policies(page).selectOption("open");
  await toast(page).getByRole("button", { name: "Undo" }).click();
  assert.equal(await yaml(page).inputValue(), own);
  assert.equal(await toast(page).innerText(), "");
  // It is there on the next visit too, of the plain address.
  await waitForEntries(page, 1);
  await page.goto("about:blank");
  await page.goto(`${pageFile.href}#view=check`);
  await page.waitForSelector("html[data-ready]");
  await page.waitForFunction(() => [...document.querySelectorAll(".tenant option")].some((o) => o.label === "your own"));
  await policies(page).selectOption({ label: "your own" });
  assert.equal(await yaml(page).inputValue(), own);
  await tab.close();
});

test("a question, a link and a file say that they replace one's own", async () => {
  const tab = await open(browser);
  const { page } = tab;
  await mine(page);
  const own = await yaml(page).inputValue();
  const undo = async () => {
    await toast(page).getByRole("button", { name: "Undo" }).click();
    assert.equal(await yaml(page).inputValue(), own);
  };
  await page.evaluate(() => { location.hash = "#case=oof"; });
  await page.locator(".asked-question h2").waitFor();
  assert.match(await toast(page).innerText(), /Your own policy was replaced/);
  await undo();
  await page.evaluate(() => { location.hash = "#view=check&p=open&m=ordinary/plain.eml"; });
  await toast(page).getByRole("button", { name: "Undo" }).waitFor();
  await undo();
  const file = (name) => takeFile(page, `${rootFolder}fixtures/${name}`);
  await page.locator("[name=source][value=file]").check();
  await file("ordinary/plain.eml");
  await page.getByText("plain.eml", { exact: true }).first().waitFor();
  assert.equal(await toast(page).innerText(), "");
  await file("ordinary/html.eml");
  await toast(page).getByText("Your own message was replaced").waitFor();
  await undo();
  await page.getByText("plain.eml", { exact: true }).first().waitFor();
  await tab.close();
});

test("edits of the form and of the text are undone and done again", async () => {
  const tab = await open(browser);
  const { page } = tab;
  const states = [await yaml(page).inputValue()];
  const button = (which) => page.locator(`header [data-step=${which}]`);
  assert.ok(await button("undo").isDisabled());
  await page.getByLabel("Allow automatic forwarding").uncheck();
  states.push(await yaml(page).inputValue());
  await page.getByLabel("Allow automatic replies").uncheck();
  states.push(await yaml(page).inputValue());
  await yaml(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("# a note\n", { delay: 5 });
  await page.waitForTimeout(200);
  states.push(await yaml(page).inputValue());
  assert.equal(new Set(states).size, 4);
  for (const state of states.slice(0, 3).toReversed()) {
    await page.keyboard.press("Control+z");
    assert.equal(await yaml(page).inputValue(), state);
  }
  assert.ok(await button("undo").isDisabled());
  assert.equal(await outcome(page), "Rejected");
  await button("redo").click();
  assert.equal(await yaml(page).inputValue(), states[1]);
  assert.equal(await outcome(page), "Dropped");
  await page.keyboard.press("Control+y");
  await page.keyboard.press("Control+Shift+z");
  assert.equal(await yaml(page).inputValue(), states[3]);
  assert.ok(await button("redo").isDisabled());
  await tab.close();
});

test("what is one's own is kept, restored, deleted and forgotten", async () => {
  const tab = await open(browser);
  const { page } = tab;
  await mine(page);
  await waitForEntries(page, 1);
  const first = await yaml(page).inputValue();
  // A message of one's own goes into the same entry: nothing was replaced.
  await page.locator("[name=source][value=file]").check();
  await takeFile(page, `${rootFolder}fixtures/ordinary/html.eml`);
  await page.waitForFunction(() => localStorage.getItem("rdsim-kept").includes("html.eml"));
  assert.equal((await entries(page)).length, 1);
  await policies(page).selectOption("closed");
  await write(page, "NDREnabled: false", "NDREnabled: true");
  await waitForEntries(page, 2);
  await page.getByRole("button", { name: "Your work" }).click();
  const dialog = page.getByRole("dialog");
  assert.match(await dialog.innerText(), /in this browser alone/);
  assert.equal(await dialog.locator("li").count(), 2);
  assert.match(await dialog.locator("li").nth(1).innerText(), /contoso\.com: .*html\.eml/);
  assert.deepEqual(await serious(page), []);
  await tab.shot("kept");
  await dialog.locator("li").nth(1).getByRole("button").first().click();
  await page.waitForFunction((text) => document.querySelector(".tenant textarea").value === text, first);
  assert.ok(await page.getByText("html.eml", { exact: true }).first().isVisible());
  // One is deleted, and had back.
  await page.getByRole("button", { name: "Your work" }).click();
  await dialog.locator("li").first().getByRole("button", { name: /^Delete/ }).click();
  assert.equal(await dialog.locator("li").count(), 1);
  await page.keyboard.press("Enter");
  assert.equal(await dialog.locator("li").count(), 2);
  await dialog.getByRole("button", { name: "Forget everything" }).click();
  assert.deepEqual(await stored(page), []);
  assert.equal(await dialog.locator("li").count(), 0);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Matrix" }).click();
  await page.waitForTimeout(900);
  assert.deepEqual(await stored(page), []);
  await tab.close();
});

test("a reload goes on with the same entry, from whatever view", async () => {
  const tab = await open(browser);
  const { page } = tab;
  await mine(page);
  await waitForEntries(page, 1);
  await page.getByRole("link", { name: "Matrix" }).click();
  await page.waitForFunction(() => location.hash.includes("view=matrix"));
  await page.reload();
  await page.waitForSelector("html[data-ready]");
  await page.getByRole("link", { name: "Check" }).click();
  await write(page, "# mine", "# mine still");
  await page.waitForTimeout(900);
  assert.equal((await entries(page)).length, 1);
  await tab.close();
});

test("nothing is kept that is not the reader's own", async () => {
  const tab = await open(browser, { hash: "" });
  const { page } = tab;
  await page.getByRole("button", { name: "The outbound spam policy says On" }).click();
  await page.getByRole("button", { name: "Open it in Check" }).click();
  await policies(page).selectOption("open");
  for (const id of ["change", "group", "trap"]) {
    await page.evaluate((to) => { location.hash = `#case=${to}`; }, id);
    await page.waitForFunction((to) => document.querySelector(".asked-question:not([hidden])") && location.hash === `#case=${to}`, id);
  }
  // A colleague's link.
  const policy = "AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: '*'}]\n";
  await page.evaluate((to) => { location.hash = to; }, `#view=check&pz=${deflateRawSync(policy).toString("base64url")}&m=ordinary/plain.eml`);
  await page.waitForFunction((text) => document.querySelector("textarea.yaml").value === text, policy);
  await page.getByRole("link", { name: "Matrix" }).click();
  await page.waitForTimeout(1000);
  assert.deepEqual(await stored(page), []);
  await tab.close();
});

test("where the browser keeps nothing, the page works and says so", async () => {
  const prepare = (page) => page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("refused", "SecurityError"); } });
  });
  const tab = await open(browser, { hash: "", prepare });
  const { page } = tab;
  assert.match(await page.locator(".start").innerText(), /lets the page keep nothing/);
  await page.getByRole("link", { name: "Check" }).click();
  await write(page, "AutoForwardEnabled: true", "AutoForwardEnabled: false");
  assert.equal(await outcome(page), "Dropped");
  await page.waitForTimeout(900);
  await page.getByRole("button", { name: "Your work" }).click();
  assert.match(await page.getByRole("dialog").innerText(), /keep nothing.*a link keeps it/);
  await page.keyboard.press("Escape");
  await policies(page).selectOption("open");
  await toast(page).getByRole("button", { name: "Undo" }).click();
  assert.equal(await outcome(page), "Dropped");
  await tab.close();
});

test("a link holds the whole case, and says before what does not fit", async () => {
  const tab = await open(browser);
  const { page } = tab;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() => { Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { globalThis.copied = text; } } }); });
  const copy = () => page.getByRole("button", { name: "Copy link" }).click();
  const copied = () => page.evaluate(() => { const text = globalThis.copied; globalThis.copied = undefined; return text; });
  await mine(page);
  // Larger than links held before: 60 KB that do not pack.
  const body = randomBytes(45_000).toString("base64").replace(/.{76}/g, "$&\n");
  const file = (text) => takeFile(page, { name: "large.eml", mimeType: "message/rfc822", buffer: Buffer.from(`From: alice@contoso.com\nTo: bob@fabrikam.com\nSubject: a\n\n${text}\n`) });
  await page.locator("[name=source][value=file]").check();
  await file(body);
  await page.waitForFunction(() => location.hash.includes("mz="));
  await copy();
  await toast(page).getByText(/^Link copied\..*some programs cut long links/).waitFor();
  const link = await copied();
  const colleague = await open(browser, { hash: new URL(link).hash });
  const said = (p) => p.locator(".as-text pre").textContent();
  assert.equal(await said(colleague.page), await said(page));
  await colleague.close();
  await file(body.repeat(9) + randomBytes(400_000).toString("base64"));
  await page.waitForFunction(() => !location.hash.includes("mz="));
  await copy();
  await toast(page).getByText("Too long for a link: your message.").waitFor();
  assert.equal(await copied(), undefined);
  await page.keyboard.press("Enter");
  await toast(page).getByText(/^Link copied/).waitFor();
  const without = await copied();
  assert.match(without, /pz=/);
  assert.doesNotMatch(without, /mz=/);
  // The browser keeps it all the same.
  await page.waitForFunction(() => localStorage.getItem("rdsim-kept")?.length > 400_000);
  await tab.close();
});

test("the two policies of a comparison are in its link, and are kept", async () => {
  const tab = await open(browser, { hash: "#view=compare&b=partner-trap-before&p=partner-trap" });
  const { page } = tab;
  for (const [i, side] of ["Before", "After"].entries()) {
    const area = page.locator(".side").nth(i).locator("textarea");
    await area.fill(`${await area.inputValue()}# ${side} of mine\n`);
  }
  await page.waitForFunction(() => location.hash.includes("pz=") && location.hash.includes("bz="));
  await waitForEntries(page, 1);
  const colleague = await open(browser, { hash: new URL(page.url()).hash });
  const texts = (p) => p.locator(".side textarea").evaluateAll((all) => all.map((a) => a.value));
  assert.deepEqual(await texts(colleague.page), await texts(page));
  assert.match((await texts(colleague.page)).join(), /Before of mine[^]*After of mine/);
  await colleague.close();
  await page.getByRole("button", { name: "Swap" }).click();
  assert.equal(await toast(page).innerText(), "");
  await page.waitForTimeout(100);
  await tab.close();
});

test("twenty entries at most, and many windows share them", async () => {
  const tab = await open(browser);
  const { page } = tab;
  await page.evaluate(() => localStorage.setItem("rdsim-kept", JSON.stringify([...Array(25).keys()].map((i) => ({ id: `old-${i}`, time: i, title: `old ${i}`, state: `view=check&p=open&c=ndr&cf=${i}` })))));
  await mine(page);
  await page.waitForFunction(() => localStorage.getItem("rdsim-kept").includes("pz="));
  const all = await entries(page);
  assert.equal(all.length, 20);
  assert.match(all[0].state, /pz=/);
  assert.equal(all[1].title, "old 0");
  // What is no entry is left out.
  await page.evaluate(() => localStorage.setItem("rdsim-kept", JSON.stringify([1, null, { id: "x" }, { id: "a", time: 1, title: "<b>bold</b>", state: "%%%=&view=constructor" }])));
  await page.getByRole("button", { name: "Your work" }).click();
  assert.equal(await page.getByRole("dialog").locator("li").count(), 1);
  assert.equal(await page.getByRole("dialog").locator("li b").count(), 0);
  await page.getByRole("dialog").locator("li button").first().click();
  await toast(page).getByText(/damaged/).waitFor();
  await tab.close();
});
