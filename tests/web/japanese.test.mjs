// Walks the page in Japanese and looks for what is still in English.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, open, takeFile } from "./browser.mjs";
import { settled } from "./editing.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** What is the same in Japanese: names, properties, values of settings, kinds as the command line takes them. */
const SAME = new Set([
  "rdsim", "English", "HTML", "Members", "North",
  "Automatic", "Enabled", "External", "TLS", "None", "Off", "On", "Undefined", "Unlimited", "false", "MIME", "TNEF", "true", "SVG", "PNG", "YAML", "JSON",
  "ndr", "ordinary", "recall", "NDR",
]);

/**
 * What is visible of a page and is no code, property, address or text of an example, line by line. Runs in the browser.
 */
function visible() {
  const out = new Set();
  // What a message says is quoted; a picture breaks responses into lines, and the list beside it has its words.
  const skip = "code, .command, textarea, q, cite, bdi, svg, .listing, .lines, .colours, .completions, .probe, button.name, script, style, select";
  // On a page the policies and messages of examples are as they are, and so are the titles of sources.
  const same = new Set();
  for (const sheet of document.querySelectorAll(".sheet")) {
    let sources = false;
    for (const element of sheet.children) {
      if (/^H\d$/.test(element.tagName)) sources = element.textContent === "出典";
      const given = element.tagName === "PRE" && /^(ポリシー|メッセージ)/.test(element.previousElementSibling.textContent);
      if (given || (sources && !/^H\d$/.test(element.tagName))) same.add(element);
    }
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { parentElement: parent } = node;
    if (parent.closest(skip) || !parent.checkVisibility({ visibilityProperty: true })) continue;
    if ([...same].some((element) => element.contains(parent))) continue;
    // The name of an outbound spam policy, beside whom it is for.
    if (parent.matches("label:has(.hint)")) continue;
    for (const line of node.data.split("\n")) out.add(line.trim());
  }
  for (const option of document.querySelectorAll("option")) {
    // A choice that is its own value is a value.
    if (option.value !== option.label) out.add(option.label);
  }
  for (const group of document.querySelectorAll("optgroup")) out.add(group.label);
  for (const name of ["aria-label", "placeholder", "title"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      // The example in an empty field is a response as it is.
      if (name === "placeholder" && element.closest(".explain-line")) continue;
      if (!element.closest("code") || name === "title") out.add(element.getAttribute(name));
    }
  }
  return [...out].filter(Boolean);
}

/** Whether a line has words of English that have a translation. */
function english(line, responses) {
  let rest = line;
  for (const response of responses) rest = rest.replaceAll(response, " ");
  rest = rest
    // A mail flow rule by its name and its place in the policy.
    .replace(/^[\w ]+ \(Priority \d+, \w+\)$/, " ")
    // What a message says is quoted.
    .replace(/(受信者に見える文字|本来の文字と思われるもの): .*/, " ")
    .replace(/(種類の判定材料: [\w-]+): .*/, "$1")
    .replace(/`[^`]*`|Outlook on the web|Mail flow rules|\b[78]bit\b|[\w-]+\/[\w-]+\.eml/g, " ")
    // A header that triggers a receipt, as it stands.
    .replace(/^(Return-Receipt|Disposition-Notification)-To: .*/, " ")
    .replace(/https?:\S+/g, " ")
    // Addresses, domains, files and media types.
    .replace(/[\w.+-]+@[\w.-]+|(\*\.)?([\w-]+\.)+[a-z]{3,}|[a-z]+\/[a-z.+-]+/g, " ")
    // Properties, and codes of responses.
    .replace(/\b(?:[A-Z][A-Za-z0-9]*){2,}[a-z0-9]*\b|\bRESOLVER\.[\w.]+/g, (word) => (/[a-z][A-Z]|[A-Z]{2}[a-z]|\./.test(word) ? " " : word))
    // Kinds and the like, as the command line takes them; character sets.
    .replace(/--?[a-z][a-z-]*|\b[a-z]+(?:[-_][a-z0-9]+)+\b|\bxn--\S+/g, " ");
  const japanese = /[ぁ-んァ-ヶ一-龠]/.test(line);
  // A name may stand in a Japanese line; several words in a row are a phrase.
  if (japanese) return /[a-z]{2,} +[a-z]{2,} +[a-z]{2,}/.test(rest);
  const words = rest.match(/[A-Za-z][A-Za-z'’.-]*[A-Za-z0-9]/g) ?? [];
  return words.some((w) => !SAME.has(w));
}

test("English is told from what is the same in Japanese", () => {
  const responses = ["250 2.1.5 RESOLVER.OOF.SuppressExternal; external OOFs are suppressed"];
  for (const line of ["Swap", "no charset → utf-8", "理由: named by the part", "bob@fabrikam.com stays inside", "`x` is not a value of `y`"]) {
    assert.ok(english(line, responses), line);
  }
  for (const line of ["入れ替え", "auto-reply, ndr", "bob@fabrikam.com, *.fabrikam.com", "AutoForwardEnabled: false", "NDREnabled", `破棄: ${responses[0]} → 組織外へ送信`, "7bit → quoted-printable", "ordinary/plain.eml (ordinary)", "text/plain", "12:5"]) {
    assert.ok(!english(line, responses), line);
  }
});

/** Go on and collect what is English, each line once, with the place where it was first seen. */
class Walk {
  constructor(page, responses) {
    this.page = page;
    this.responses = responses;
    this.found = new Map();
    this.known = new Set();
    this.lines = 0;
  }

  async look(place) {
    for (const line of await this.page.evaluate(visible)) {
      this.lines += 1;
      // Most lines stand in many places.
      if (this.known.has(line)) continue;
      this.known.add(line);
      if (english(line, this.responses)) this.found.set(line, place);
    }
  }

  end(least) {
    assert.ok(this.lines >= least, `the walk sees the page: ${this.lines} lines`);
    assert.deepEqual([...this.found].map(([line, place]) => `${place}: ${line}`), []);
  }
}

async function japanese(hash) {
  const tab = await open(browser, { hash: `${hash}&lang=ja` });
  const responses = await tab.page.evaluate(() => rdsim.facts().responses.map((r) => r.line));
  const walk = new Walk(tab.page, responses.flatMap((line) => [line, line.slice(line.indexOf("; ") + 2)]));
  return { ...tab, walk };
}

const values = (page, selector) => page.locator(`${selector} option`).evaluateAll((options) => options.map((o) => o.value).filter(Boolean));

test("the first view, the questions and what is kept are in Japanese", async () => {
  const { page, walk, close } = await japanese("#view=start");
  await page.locator(".questions").waitFor();
  await walk.look("the first view");
  for (const attempt of await page.locator(".tries button").all()) {
    await attempt.click();
    await walk.look("what is tried");
  }
  const links = await page.locator(".questions a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.equal(links.length, 12);
  for (const link of links) {
    await page.locator(`.questions a[href="${link}"]`).click();
    await page.locator(".asked-question h2").waitFor();
    await walk.look(link);
    await page.goBack();
    await page.locator(".questions").waitFor();
  }
  await page.locator("nav [data-view=check]").click();
  await page.getByLabel("ポリシー (YAML)").fill("AcceptedDomains: [contoso.com]\nRemoteDomains: [{DomainName: \"*\"}]\n");
  await page.waitForFunction(() => localStorage.getItem("rdsim-kept"));
  await page.locator(".tenant [data-key^=choice]").selectOption("open");
  await walk.look("one's own is replaced");
  await page.locator("header button", { hasText: "自分のデータ" }).click();
  await walk.look("what is kept");
  await page.locator("[data-key^=delete]").click();
  await walk.look("what is deleted");
  walk.end(500);
  await close();
});

test("the verdict on every sample is in Japanese", async () => {
  const { page, walk, close } = await japanese("#view=check&p=contoso&m=ordinary/plain.eml");
  await page.locator("details").evaluateAll((all) => all.forEach((d) => { d.open = true; }));
  const samples = await values(page, "[data-key=sample]");
  assert.ok(samples.length > 60);
  for (const sample of samples) {
    await page.locator("[data-key=sample]").selectOption(sample);
    await page.locator(".verdict details").evaluateAll((all) => all.forEach((d) => { d.open = true; }));
    await walk.look(sample);
  }
  walk.end(5000);
  await close();
});

test("the form of every tenant is in Japanese", async () => {
  const { page, walk, close } = await japanese("#view=check&p=contoso&m=ordinary/plain.eml");
  const policies = await values(page, "[data-key^=choice]");
  assert.ok(policies.length > 5);
  for (const policy of policies) {
    await page.locator("[data-key^=choice]").selectOption(policy);
    const domains = await page.locator(".tenant [name=domain]").count();
    for (let i = 0; i < domains; i++) {
      await page.locator(".tenant [name=domain]").nth(i).check();
      await page.locator(".tenant details").evaluateAll((all) => all.forEach((d) => { d.open = true; }));
      await walk.look(`${policy}, domain ${i + 1}`);
    }
  }
  for (const source of ["file", "compose"]) {
    await page.locator(`[name=source][value=${source}]`).check();
    await walk.look(source);
  }
  walk.end(500);
  await close();
});

test("the problems of a policy and of a message are in Japanese", async () => {
  const { page, walk, close } = await japanese("#view=check&p=contoso&m=ordinary/plain.eml");
  const policies = {
    values: 'AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: "*"\n    AllowedOOFType: Extern\n    LineWrapSize: 500\n    TNEFEnabled: [1]\n    CharacterSet: latin\n    NonMimeCharacterSet: utf-7\n    AutoReplyEnabled: maybe\n    AutoReplyEnable: true\n    Something: 1\n',
    domains: 'AcceptedDomains: ["*", {MatchSubDomains: true}]\nRemoteDomains:\n  - Name: a\n  - DomainName: fabri*kam.com\n  - DomainName: "@fabrikam.com"\n  - DomainName: fabrikam.com\n  - DomainName: fabrikam.com\n  - DomainName: a..b\n  - IsInternal: false\n    AllowedOOFType: InternalLegacy\n    DomainName: example.com\n',
    others: "RemoteDomains: 1\nRemoteDomain: []\nMailContacts: [{}]\nMailboxes: [{AutoReplyState: Scheduled, StartTime: 2026-11-24, EndTime: 2026-11-23}]\nInboxRules: [{}]\nInboundConnectors: [{SenderIPAddresses: [none]}]\nHostedOutboundSpamFilterPolicies: [{Name: a, Priority: 1}, {}, {}]\n",
    list: "- 1\n",
    yaml: "RemoteDomains: 'a\n",
  };
  for (const [place, text] of Object.entries(policies)) {
    await page.getByLabel("ポリシー (YAML)").fill(text);
    await page.locator(".tenant .problems li").first().waitFor();
    await page.waitForTimeout(200);
    assert.ok(await page.locator(".tenant .problems li").count() >= 1);
    await walk.look(place);
  }
  await page.goto(`${page.url().split("#")[0]}#view=check&lang=ja&p=contoso&m=awkward/empty.eml`);
  await page.locator(".outcome.unreadable").waitFor();
  await walk.look("an empty file");
  await page.locator("[name=source][value=file]").check();
  await takeFile(page, { name: "a.eml", mimeType: "message/rfc822", buffer: Buffer.from("no header\n") });
  // That is no message; the page says what it takes.
  await page.locator(".taken li.error").waitFor();
  await walk.look("no message");
  await takeFile(page, { name: "a.eml", mimeType: "message/rfc822", buffer: Buffer.from("From: a@contoso.com\nSubject: a\nMIME-Version: 1.0\n\n") });
  await page.locator("#verdict").getByText("メッセージに受信者がありません").waitFor();
  await walk.look("no recipient");
  walk.end(200);
  await close();
});

test("every cell of a matrix and every change of policy is in Japanese", async () => {
  const { page, walk, close } = await japanese("#view=matrix&p=contoso");
  const cells = page.locator(".pane:not([hidden]) .matrix td");
  for (let i = 0; i < await cells.count(); i++) {
    // The answer to one cell may stand on another.
    await cells.nth(i).focus();
    await page.keyboard.press("Enter");
    await walk.look(`cell ${i + 1}`);
    await page.keyboard.press("Escape");
  }
  await page.locator("nav [data-view=compare]").click();
  const [before, after] = [page.locator(".side [data-key^=choice]").first(), page.locator(".side [data-key^=choice]").last()];
  const policies = await values(page, ".side:first-child [data-key^=choice]");
  for (const old of policies) {
    await before.selectOption(old);
    for (const now of policies) {
      await after.selectOption(now);
      await walk.look(`from ${old} to ${now}`);
    }
  }
  walk.end(2000);
  await close();
});

test("questions, answers and pages are in Japanese", async () => {
  const { page, walk, close } = await japanese("#view=quiz");
  await walk.look("topics and levels");
  for (const set of [1, 2, 3].map((level) => `all.${level}.8.${level}`)) {
    await page.goto(`${page.url().split("#")[0]}#view=quiz&lang=ja&set=${set}`);
    for (let n = 1; n <= 8; n++) {
      await page.getByText(`8 問中 ${n} 問目`).waitFor();
      await walk.look(`question ${set} ${n}`);
      await page.locator(n % 2 ? "[data-key=guess-0]" : "[data-key=guess-1]").check();
      await page.locator("[data-key=answer]").click();
      await page.locator(".graded").waitFor();
      await walk.look(`answer ${set} ${n}`);
      await page.locator("[data-key=next]").click();
    }
    await walk.look(`result ${set}`);
    await page.goto(`${page.url().split("#")[0]}#view=quiz&lang=ja&set=${set}&as=sheet`);
    await page.locator(".key").waitFor();
    await walk.look(`worksheet ${set}`);
  }
  await page.locator("nav [data-view=start]").click();
  await page.locator("[data-key=tour]").click();
  for (let n = 1; n <= 10; n++) {
    await walk.look(`step ${n} of the tour`);
    await page.keyboard.press("ArrowRight");
  }
  await page.keyboard.press("Escape");
  await page.goto(`${page.url().split("#")[0]}#view=check&lang=ja&p=contoso&m=ordinary/forwarded-by-rule.eml`);
  await page.locator(".verdict .hops button").first().waitFor();
  await page.locator(".tenant details").evaluateAll((all) => all.forEach((d) => { d.open = true; }));
  const stops = page.locator(".verdict .hops button.stop, .tenant .rows button.name");
  assert.ok(await stops.count() > 18);
  for (let i = 0; i < await stops.count(); i++) {
    await stops.nth(i).click();
    await page.locator("dialog h2, dialog h1").first().waitFor();
    await walk.look(`page ${i + 1}`);
    await page.keyboard.press("Escape");
  }
  walk.end(500);
  await close();
});

test("the comments of the sample policies are in Japanese, and what somebody writes stays as it is", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/plain.eml&lang=ja" });
  const { page } = tab;
  const text = page.locator(".tenant .yaml");
  const language = page.locator("select.language");
  const isJapanese = (line) => /[ぁ-んァ-ヶ一-龠]/.test(line);
  const code = (yaml) => yaml.split("\n").map((line) => line.split("#")[0].trimEnd()).filter(Boolean);
  const choice = page.locator(".tenant [data-key^=choice]");
  let comments = 0;
  for (const name of await values(page, ".tenant [data-key^=choice]")) {
    await choice.selectOption(name);
    const japanese = await text.inputValue();
    for (const [, comment] of japanese.matchAll(/# (?!Get-|<https:)(.*)/g)) {
      comments += 1;
      assert.ok(isJapanese(comment), `${name}: ${comment}`);
    }
    // The same case in the other language, and by its link.
    await language.selectOption("en");
    const english = await text.inputValue();
    assert.deepEqual(code(english), code(japanese), name);
    assert.ok(!isJapanese(english.replaceAll("例え", "")), name);
    const { hash } = new URL(page.url());
    assert.equal(new URLSearchParams(hash.slice(1)).get("p"), name, "a sample goes by its name");
    await language.selectOption("ja");
    assert.equal(await text.inputValue(), japanese);
  }
  assert.ok(comments > 80, `${comments} comments`);
  // One's own has the comments that it was written with, also those of a sample in another language.
  await choice.selectOption("closed");
  const own = `${await text.inputValue()}# own\n`;
  await text.fill(own);
  await settled(page);
  for (const tag of ["en", "ja"]) {
    await language.selectOption(tag);
    assert.equal(await text.inputValue(), own);
  }
  const english = readFileSync(new URL("../../policies/closed.yaml", import.meta.url), "utf8");
  await page.waitForFunction(() => new URLSearchParams(location.hash.slice(1)).has("pz"));
  const before = await page.evaluate(() => location.hash);
  await text.fill(english);
  await page.waitForFunction((before) => location.hash !== before, before);
  assert.equal(await text.inputValue(), english);
  const link = await open(browser, { hash: new URL(page.url()).hash });
  assert.equal(await link.page.locator(".tenant .yaml").inputValue(), english);
  await link.close();
  await tab.close();
});

test("a sample that a question changes has its comments in the language of the page", async () => {
  const tab = await open(browser, { hash: "#case=change&lang=ja" });
  const { page } = tab;
  const sides = () => page.locator(".side .yaml").evaluateAll((all) => all.map((area) => area.value));
  const [before, after] = await sides();
  assert.match(before, /組織自身のドメイン/);
  assert.equal(after, before.replace("AutoForwardEnabled: true", "AutoForwardEnabled: false"));
  await page.locator("select.language").selectOption("en");
  const english = await sides();
  assert.match(english[0], /The domains that are the organization's own/);
  assert.equal(english[1], english[0].replace("AutoForwardEnabled: true", "AutoForwardEnabled: false"));
  assert.equal(new URL(page.url()).hash, "#case=change");
  await tab.close();
});
