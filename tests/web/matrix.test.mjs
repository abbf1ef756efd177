// The matrix and the comparison: what they say is what the command line says, and they are usable
// for two hundred domains, by keyboard and on a phone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { binary, launch, open, outcome, rootFolder } from "./browser.mjs";
import { pairs } from "./policies.mjs";

let browser;
const folder = mkdtempSync(join(tmpdir(), "rdsim-matrix-"));
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const packed = (text) => deflateRawSync(Buffer.from(text), { level: 9 }).toString("base64url");
const hashOf = (before, after) => `#view=compare&bz=${packed(before)}&pz=${packed(after)}`;

function run(...args) {
  try {
    return execFileSync(binary, args, { cwd: rootFolder, env: {}, encoding: "utf8" });
  } catch (error) {
    assert.equal(error.status, 1, String(error.stderr));
    return error.stdout;
  }
}

const cell = (page, row, n) => page.getByRole("row", { name: row }).locator("td").nth(n);
const panel = (page) => page.locator(".cell-detail:popover-open");

test("the matrix is that of the command line, and so is its CSV", async () => {
  const tab = await open(browser, { hash: "#view=matrix&p=contoso" });
  const policies = readdirSync(`${rootFolder}policies`).filter((f) => f.endsWith(".yaml") && !f.endsWith(".rdsim.yaml"));
  for (const file of policies) {
    const path = `policies/${file}`;
    const told = JSON.parse(run("matrix", "--format", "json", "--policy", path).replaceAll(path, "policy"));
    const [own] = await tab.page.evaluate((text) => rdsim.matrix(text, "en").matrix, readFileSync(rootFolder + path, "utf8"));
    assert.deepEqual(own, told, file);
    await tab.page.getByLabel("Policy", { exact: true }).filter({ visible: true }).selectOption(file.replace(".yaml", ""));
    const [download] = await Promise.all([tab.page.waitForEvent("download"), tab.page.getByRole("button", { name: "Download as CSV" }).click()]);
    const lines = (text) => text.split("\n");
    const printed = lines(run("matrix", "--format", "csv", "--policy", path).replaceAll(`${path}:`, "policy:"));
    for (const [i, line] of lines(readFileSync(await download.path(), "utf8")).entries()) assert.equal(line, printed[i], `${file}: ${i}`);
  }
  const [download] = await Promise.all([tab.page.waitForEvent("download"), tab.page.getByRole("button", { name: "Download as Markdown" }).click()]);
  assert.match(readFileSync(await download.path(), "utf8"), /^\| Kind \|.*\n\|( --- \|)+\n\| ordinary mail \|/);
  await tab.close();
});

test("the answer stands beside its cell, and the keyboard walks through the cells", async () => {
  const tab = await open(browser, { hash: "#view=matrix&p=contoso" });
  const { page } = tab;
  await page.locator(".matrix td[tabindex='0']").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await panel(page).waitFor();
  const near = async () => {
    const [chosen, answer] = [await page.locator("td[aria-selected=true]").boundingBox(), await panel(page).boundingBox()];
    const gap = (a, aSize, b, bSize) => Math.max(0, b - (a + aSize), a - (b + bSize));
    const away = Math.hypot(gap(chosen.x, chosen.width, answer.x, answer.width), gap(chosen.y, chosen.height, answer.y, answer.height));
    assert.ok(away < 380, `${away} pixels away`);
    assert.ok(answer.x >= 0 && answer.y >= 0 && answer.x + answer.width <= 1440 && answer.y + answer.height <= 900, JSON.stringify(answer));
  };
  await near();
  const first = await panel(page).locator("h3").textContent();
  assert.match(first, / → /);
  // The answer follows, and Enter leads into it.
  await page.keyboard.press("End");
  await page.keyboard.press("PageDown");
  await near();
  assert.notEqual(await panel(page).locator("h3").textContent(), first);
  await tab.shot("matrix-panel");
  await page.keyboard.press("Enter");
  assert.ok(await page.evaluate(() => document.activeElement.closest(".cell-detail") !== null));
  await page.keyboard.press("Escape");
  assert.equal(await panel(page).count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "TD");
  await page.keyboard.press("Control+Home");
  assert.equal(await page.evaluate(() => document.activeElement.parentElement.sectionRowIndex), 0);
  // One Tab leaves the table.
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest("table")), null);
  // A case is opened from there.
  await cell(page, /^reply by a rule/, 0).click();
  await panel(page).getByRole("button", { name: "Open this case" }).first().click();
  assert.match(await outcome(page), /\w/);
  assert.equal(await panel(page).count(), 0);
  await tab.close();
});

test("on a phone the answer is a sheet that leaves the cell in sight", async () => {
  const tab = await open(browser, { hash: "#view=matrix&p=contoso", width: 390, height: 844 });
  const chosen = cell(tab.page, /^recall report/, 0);
  await chosen.click();
  const answer = await panel(tab.page).boundingBox();
  assert.equal(Math.round(answer.width), 390);
  assert.equal(Math.round(answer.y + answer.height), 844);
  const box = await chosen.boundingBox();
  assert.ok(box.y >= 0 && box.y + box.height <= answer.y, JSON.stringify([box, answer]));
  if (process.env.SCREENSHOTS) await tab.page.screenshot({ path: `${process.env.SCREENSHOTS}/matrix-phone.png` });
  await tab.close();
});

test("comparing begins with the partner trap", async () => {
  const tab = await open(browser);
  await tab.page.getByRole("link", { name: "Compare" }).click();
  assert.equal(await tab.page.locator(".summary").textContent(), "6 cells change; 9 more change in form alone");
  assert.deepEqual(await tab.page.locator(".side select").evaluateAll((all) => all.map((s) => s.value)), ["partner-trap-before", "partner-trap"]);
  await tab.shot("compare-trap");
  await tab.close();
});

test("what differs and is not compared is named", async () => {
  const policy = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: \"*\"\n";
  const rules = Array.from({ length: 23 }, (_, i) => `  - Mailbox: alice@contoso.com\n    Name: Rule ${i}\n    RedirectTo: [bob@fabrikam.com]\n`);
  const tab = await open(browser, { hash: hashOf(policy, `${policy}InboxRules:\n${rules.join("")}`) });
  const told = tab.page.locator(".compared .warning");
  assert.match(await told.textContent(), /^Not compared, and it differs: InboxRules: .*Rule 0.* and 3 more$/);
  await tab.page.locator("select.language").selectOption("ja");
  assert.match(await told.textContent(), /^相違がありますが、比較していません: InboxRules: .* ほか 3 件$/);
  await tab.close();
});

test("what changes is marked and nothing else, as the command line and the verdicts say", async () => {
  const tab = await open(browser, { hash: "#view=compare" });
  const { page } = tab;
  const words = await page.evaluate(() => { const { kinds, forwards } = rdsim.facts(); return { kinds, forwards }; });
  let [forms, extra, rules, checked, changed] = [0, 0, 0, 0, 0];
  const samples = readdirSync(`${rootFolder}policies`).filter((f) => f.endsWith(".yaml") && !f.endsWith(".rdsim.yaml")).map((f) => readFileSync(`${rootFolder}policies/${f}`, "utf8"));
  const random = pairs(Number(process.env.PAIRS) || 12);
  const all = [...random, ...samples.flatMap((a) => samples.map((b) => [a, b]))];
  for (const [n, [old, next]] of all.entries()) {
    const files = [old, next].map((text, i) => {
      const path = join(folder, `${i}.yaml`);
      writeFileSync(path, text);
      return path;
    });
    const told = JSON.parse(run("diff", "--quiet", "--format", "json", ...files), (key, value) => (key === "file" || ((key === "old" || key === "new") && files.includes(value)) ? "" : value));
    await page.evaluate((hash) => { location.hash = hash; }, hashOf(old, next));
    await page.waitForFunction((text) => document.querySelectorAll(".side textarea")[1]?.value === text && document.querySelectorAll(".compared .summary").length, next);
    const own = await page.evaluate((texts) => rdsim.changes(...texts, "en"), [old, next]);
    assert.deepEqual(JSON.parse(JSON.stringify(own.diff), (key, value) => (key === "file" || value === "old" || value === "new" ? "" : value)), told, `pair ${n}`);
    await page.getByLabel("Equal recipients together").filter({ visible: true }).uncheck();
    // Every cell that is shown, by its row's place and its column's.
    const shown = await page.evaluate(() => [...document.querySelectorAll(".compared tbody tr")].map((tr) => ({
      rows: tr.dataset.rows.split(","),
      cells: [...tr.querySelectorAll("td")].map((td) => [td.classList.contains("changed"), td.classList.contains("formed")]),
    })));
    const { recipients } = own.matrix[0];
    const rowOf = (kind, forward) => shown.find((row) => row.rows.includes(`${kind} ${forward}`));
    for (const kind of words.kinds) {
      for (const forward of words.forwards.filter((forward) => forward !== "mailbox-forwarding")) {
        const named = recipients.map((to) => told.changes.some((c) => to.members.some((m) => c.recipients.includes(m)) && c.messages.some((g) => g.kinds.includes(kind) && g.forwarded_by.includes(forward))));
        const row = rowOf(kind, forward);
        if (!row) assert.ok(!named.includes(true), `pair ${n}: ${kind} ${forward} changes and has no row`);
        else assert.deepEqual(row.cells.map(([c]) => c), named, `pair ${n}: ${kind} ${forward}`);
      }
    }
    forms += shown.flatMap((row) => row.cells).filter(([, formed]) => formed).length;
    extra += shown.filter((row) => !row.rows.includes("form nobody")).length - 18;
    rules += told.rules.length;
    changed += told.changes.length;
    // A real message of each kind: where nothing is marked, its verdict and its form are the same.
    if (n >= random.length) continue;
    const differ = await page.evaluate(({ texts, recipients, kinds, forwards }) => {
      const out = [];
      for (const [c, to] of recipients.entries()) {
        for (const kind of kinds) {
          for (const forward of forwards) {
            const message = new TextEncoder().encode(rdsim.compose(kind, "alice@contoso.com", to.example));
            const verdicts = texts.map((yaml) => {
              const { report } = rdsim.check(yaml, "message.eml", message, JSON.stringify({ kind, forwarded_by: forward, from: "alice@contoso.com" }), "en");
              // Those whom a mail flow rule adds have columns of their own.
              const own = report.messages[0].verdicts.filter((v) => v.via.every((step) => !/^(BlindCopyTo|RedirectMessageTo)$/.test(step.by)));
              return own.map((v) => ({ outcome: v.outcome, response: v.response?.line, format: v.format, to: v.sent_to ?? v.recipient }));
            });
            out.push([c, kind, forward, JSON.stringify(verdicts[0]) !== JSON.stringify(verdicts[1])]);
          }
        }
      }
      return out;
    }, { texts: [old, next], recipients: recipients.map(({ example, members }) => ({ example, members })), kinds: ["ordinary", "read-receipt", "oof-external", "ndr"], forwards: ["nobody", "inbox-rule"] });
    for (const [c, kind, forward, differs] of differ) {
      if (!differs) continue;
      checked += 1;
      // One recipient may stand for several, each with a column of its own.
      const like = [...recipients.keys()].filter((i) => recipients[i].example === recipients[c].example);
      const marked = [rowOf(kind, forward), rowOf("form", "nobody")].filter(Boolean);
      assert.ok(like.some((i) => marked.some((row) => row.cells[i].includes(true))), `pair ${n}: ${kind} ${forward} to ${recipients[c].members} changes and is not marked`);
    }
  }
  console.log(`changes ${changed}, cells whose form changes ${forms}, rows of forwarded mail ${extra}, mail flow rules ${rules}, verdicts that differ ${checked}`);
  for (const count of [forms, extra, rules, checked, changed]) assert.ok(count > 0);
  await tab.shot("compare-random");
  await tab.close();
});

test("what changes is said with the names of the kinds, and without their tokens", async () => {
  const tab = await open(browser, { hash: "#view=compare" });
  const text = await tab.page.locator(".pane:not([hidden]) pre.fence").textContent();
  assert.match(text, /: ordinary mail, delay notice, /);
  assert.doesNotMatch(text, /dsn-|oof-|-receipt\b|\bndr\b|\btnef\b/);
  assert.match(text, /AutoForwardEnabled: false \(before:12\) → true \(after:17\)/);
  // Nor the identifiers of facts.
  assert.match(text, /inferred, no public document says so: .*\.$/m);
  await tab.close();
});
