// Opens the HTML reports on traces in a browser, as a manager would.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { serious } from "./axe.mjs";
import { binary, launch, rootFolder } from "./browser.mjs";

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), "rdsim-"));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const EXTENDED = "fixtures/traces/extended.csv";
const RECONCILE = ["reconcile", "--policy", "policies/contoso.yaml"];
const REPLAY = ["replay", "--policy", "policies/open.yaml", "--old", "policies/contoso.yaml"];

/** Write a report; its address. */
function report(name, args) {
  const file = join(folder, name);
  const run = spawnSync(binary, ["trace", ...args, "--output", file], { cwd: rootFolder, encoding: "utf8" });
  assert.equal(run.status, 1, run.stderr);
  return pathToFileURL(file).href;
}

/** Use a report; it asks for nothing and complains of nothing. */
async function use(url, { dark = false, width = 1000 } = {}, work) {
  const context = await browser.newContext({ colorScheme: dark ? "dark" : "light", viewport: { width, height: 800 } });
  const asked = [];
  const wrong = [];
  context.on("request", (request) => asked.push(request.url()));
  const page = await context.newPage();
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => wrong.push(message.text()));
  page.on("dialog", (dialog) => wrong.push(dialog.message()));
  await page.goto(url);
  assert.deepEqual(asked, [url]);
  assert.equal(await page.evaluate(() => document.compatMode), "CSS1Compat");
  await work(page);
  await context.close();
  assert.deepEqual([asked, wrong], [[url], []]);
}

for (const [name, args] of [
  ["reconcile.html", [...RECONCILE, EXTENDED]],
  ["facts.html", [...RECONCILE, "--by-fact", EXTENDED]],
  ["replay.html", [...REPLAY, EXTENDED]],
]) {
  for (const lang of ["en", "ja"]) {
    test(`${name} in ${lang} is seen in a browser`, async () => {
      const url = report(`${lang}-${name}`, [...args, "--lang", lang]);
      for (const view of [{}, { dark: true }, { width: 360 }]) {
        await use(url, view, async (page) => {
          const seen = await page.evaluate(() => ({
            lang: document.documentElement.lang,
            title: document.title,
            h1: document.querySelector("h1").textContent,
            bars: [...document.querySelectorAll("svg rect")].map((bar) => bar.getBoundingClientRect().width),
            wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            first: document.querySelector("svg").getBoundingClientRect().bottom,
          }));
          assert.equal(seen.lang, lang);
          assert.equal(seen.title, seen.h1);
          assert.ok(seen.bars.length > 4 && seen.bars.every((width) => width > 0), JSON.stringify(seen.bars));
          assert.ok(seen.wide <= 0, `${seen.wide} wider than the window`);
          assert.ok(seen.first < 800, "the first screen has the chart");
          assert.deepEqual(await serious(page), []);
        });
      }
    });
  }
}

test("what strangers wrote stays text", async () => {
  const bad = `"<img src=x onerror=alert(1)>"@contoso.com`;
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = ["</code></pre><script>alert(1)</script>@fabrikam.com", "<svg onload=alert(1)>@fabrikam.com", "&lt;b&gt;`x`@fabrikam.com"].map(
    (to, n) => `2026-08-01T10:00:00Z,${cell(bad)},${cell(to)},DROP,BlockARToExternalUser,<${n}@contoso.com>`,
  );
  const trace = join(folder, "hostile.csv");
  writeFileSync(trace, `date_time_utc,sender_address,recipient_address,event_id,source_context,message_id\n${rows.join("\n")}\n`);
  const url = report("hostile.html", [...RECONCILE, trace]);
  await use(url, {}, async (page) => {
    const found = await page.evaluate(() => ({
      elements: document.querySelectorAll("script, img, iframe, link, a, [onload], [onerror]").length,
      text: document.body.innerText,
    }));
    assert.equal(found.elements, 0);
    assert.ok(found.text.includes("<script>alert(1)</script>@fabrikam.com"), found.text);
  });
});
