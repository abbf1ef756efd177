// The form of a tenant, and the words of the page.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { runInNewContext } from "node:vm";
import { launch, open, rootFolder } from "./browser.mjs";
import { area, many, settled, value } from "./editing.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const CHECK = "#view=check&p=contoso&m=ordinary/plain.eml";

/** The words of the page, as its sources have them. */
function wordsOfPage() {
  const folder = `${rootFolder}web/src/words/`;
  const sources = ["../words.js", ...readdirSync(folder)].map((file) => readFileSync(`${folder}${file}`, "utf8"));
  return runInNewContext(`const navigator = { language: "en" };\n${sources.join("\n")}\nWORDS`);
}

test("two hundred remote domains have a filter", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  await area(page).fill(many(200, ["    AutoForwardEnabled: false"]));
  const filter = page.getByLabel("Filter 201 remote domains");
  await filter.waitFor();
  assert.ok(await page.locator(".tenant [name=domain]").count() <= 13);
  await filter.fill("partner17");
  assert.equal(await page.locator(".tenant .choice span").filter({ hasText: "partner17" }).count(), 10);
  await tab.shot("two-hundred");
  await filter.fill("PARTNER123");
  await filter.press("Enter");
  assert.equal(await page.locator(".tenant [name=domain]:checked + span").textContent(), "partner123.example");
  await settled(page);
  assert.ok(await page.locator(".tenant .colours").getByText("partner123.example").isVisible(), "its entry is in view");
  await page.getByLabel("Allow automatic forwarding").check();
  assert.match(await value(page), /partner123.example\n {4}AutoForwardEnabled: true/);
  await tab.close();
});

test("each control has the admin center's label and says on focus what it is", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  const labels = ["Out of Office automatic reply types", "Allow automatic replies", "Allow automatic forwarding", "Allow delivery reports", "Allow non-delivery reports", "Allow meeting forward notifications", "Use rich-text format", "MIME character set", "Non-MIME character set"];
  for (const label of labels) {
    const control = page.getByLabel(label, { exact: true });
    await control.focus();
    const help = page.locator(`[id="${await control.getAttribute("aria-describedby")}"]`);
    assert.match(await help.textContent(), /^[A-Z].{20,}/);
  }
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  await tab.shot("help");
  // Whoever writes the center's label as the value is told the value, in both languages.
  const admin = Object.values(wordsOfPage()).map((words) => words.admin);
  const wrong = await page.evaluate((tables) => {
    const out = [];
    for (const table of tables) {
      for (const name of ["AllowedOOFType", "TNEFEnabled", "AutoForwardingMode"]) {
        for (const [token, label] of Object.entries(table[name].values)) {
          if (label.toLowerCase() === token.toLowerCase()) continue;
          const section = "AcceptedDomains: [contoso.com]\n" + (name === "AutoForwardingMode" ? "RemoteDomains:\n  - DomainName: \"*\"\nHostedOutboundSpamFilterPolicies:\n  - Name: Default" : 'RemoteDomains:\n  - DomainName: "*"');
          const [problem] = rdsim.readPolicy(`${section}\n    ${name}: "${label}"\n`, "en").problems;
          if (!problem?.help.includes(`\`${token}\``)) out.push([label, token, problem?.help]);
        }
      }
    }
    return out;
  }, JSON.parse(JSON.stringify(admin)));
  assert.deepEqual(wrong, []);
  await tab.close();
});

test("the page speaks plainly, and names no option of the command line", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/plain.eml" });
  const { page } = tab;
  const all = [];
  const walk = (word) => {
    if (typeof word === "string") all.push(word);
    else if (typeof word === "object") Object.values(word).forEach(walk);
  };
  walk(wordsOfPage().en);
  assert.ok(all.length > 150, "the words are found");
  const riddles = all.filter((w) => /\bmend|\bthe way$|it bites|shapes it|what was asked|worth knowing|(^|\s)--[a-z]/i.test(w));
  assert.deepEqual(riddles, []);
  const notes = await page.evaluate(() => {
    const message = new TextEncoder().encode("From: alice@contoso.com\r\nSubject: x\r\n\r\nx");
    return [rdsim.check("AcceptedDomains: [contoso.com]\n", "m.eml", message, "{}", "en").error, rdsim.check("AcceptedDomains: [contoso.com]\n", "m.eml", message, "{}", "ja").error];
  });
  for (const note of notes) assert.doesNotMatch(note, /--/);
  assert.match(notes[0], /“To”/);
  await tab.close();
});
