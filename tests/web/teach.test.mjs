// The quiz with its topics, levels and reasons; the tour; slides, worksheet and frames.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { serious } from "./axe.mjs";
import { launch, open, pageFile } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const TOPICS = ["oof", "forwarding", "reports", "recipients", "rules", "form", "charset"];
const graded = (page) => page.locator(".graded");

/** The question of a set that is shown. */
function shown(page) {
  return page.evaluate(() => {
    const text = (i) => [...document.querySelectorAll(".given .listing")[i].querySelectorAll(".line")].map((l) => l.textContent.replace(/^ ?\n/, "\n")).join("").trimEnd();
    const [topic, level, , seed] = new URLSearchParams(location.hash.slice(1)).get("set").split(".");
    for (let n = 0; n < 64; n++) {
      const q = rdsim.question(topic, Number(level), Number(seed) * 64 + n);
      if (q.policy.trimEnd() === text(0) && q.message.trimEnd() === text(1)) return q;
    }
    throw new Error("no such question");
  });
}

/** Answer the question that is shown, rightly or not. */
async function give(page, right) {
  const q = await shown(page);
  await page.locator(`[data-key=guess-${q.choices.findIndex((c) => (c === q.answer) === right)}]`).check();
  await page.locator("[data-key=answer]").click();
  await graded(page).waitFor();
  return q;
}

test("every gate, response, form and character set is asked", async () => {
  const tab = await open(browser, { hash: "#view=quiz" });
  const seen = await tab.page.evaluate((topics) => {
    const seen = { settings: new Set(), responses: new Set(), transmissions: new Set(), bodies: new Set(), names: new Set(), charsets: new Set(), encodings: new Set(), wrong: [] };
    for (const topic of topics) {
      for (const level of [1, 2, 3]) {
        for (let seed = 1; seed <= (topic === "charset" ? 300 : 60); seed++) {
          const q = rdsim.question(topic, level, seed);
          const told = { kind: q.kind ?? undefined, forwarded_by: q.forwarded_by ?? undefined };
          const checked = rdsim.check(q.policy, "message.eml", new TextEncoder().encode(q.message), JSON.stringify(told), "en");
          const verdicts = checked.report?.messages[0].verdicts ?? [];
          const choices = new Set(q.choices);
          if (verdicts.length !== 1 || !choices.has(q.answer) || choices.size !== q.choices.length || choices.size < 3) seen.wrong.push(`${topic}.${level}.${seed}: ${q.answer} of ${q.choices}`);
          const to = { transmission: "transmissions", body: "bodies", "sender-name": "names", charset: "charsets", encoding: "encodings" }[q.ask];
          if (to) seen[to].add(q.answer);
          if (q.ask === "response" || q.ask === "trace") seen.responses.add(q.answer);
          for (const a of checked.ways[0].asked) if (a.decides || a.effect === "passes" || a.setting === "IsInternal") seen.settings.add(a.setting);
        }
      }
    }
    return Object.fromEntries(Object.entries(seen).map(([k, v]) => [k, [...v]]));
  }, TOPICS);
  const facts = await tab.page.evaluate(() => rdsim.facts());
  assert.deepEqual(seen.wrong, []);
  const gates = facts.settings.filter((s) => s.gate).map((s) => s.name);
  assert.deepEqual(gates.filter((g) => !seen.settings.includes(g)), []);
  // That of forwarding stops nothing, and is no response of a verdict.
  const responses = [...facts.responses.map((r) => r.line), "250 2.1.5 RESOLVER.FWD.Forwarded; recipient forwarded"];
  assert.deepEqual(responses.filter((line) => !seen.responses.includes(line)), []);
  assert.deepEqual(seen.transmissions.sort(), ["may-be-tnef", "mime", "tnef"]);
  assert.equal(seen.bodies.length, 3);
  assert.equal(seen.names.length, 3);
  assert.equal(seen.encodings.length, 4);
  const charsets = facts.settings.find((s) => s.name === "CharacterSet").values.words.filter((w) => w !== "null");
  assert.deepEqual(charsets.filter((c) => !seen.charsets.includes(c)), []);
  await tab.close();
});

test("always the same answer is right less than 35 times in 100", async () => {
  const tab = await open(browser, { hash: "#view=quiz" });
  const shares = await tab.page.evaluate((topics) => topics.flatMap((topic) => [1, 2, 3].map((level) => {
    const counts = { leaves: 0 };
    const all = 150;
    for (let seed = 1001; seed <= 1000 + all; seed++) {
      const { ask, answer } = rdsim.question(topic, level, seed);
      const same = ask === "line" && answer !== "none" ? "a line" : answer;
      counts[same] = (counts[same] ?? 0) + 1;
    }
    return { topic, level, leaves: (counts.leaves + (counts.none ?? 0)) / all, counts };
  })), TOPICS);
  for (const { topic, level, leaves, counts } of shares) console.log(topic, level, leaves.toFixed(2), JSON.stringify(counts).slice(0, 200));
  assert.deepEqual(shares.filter((s) => s.leaves >= 0.35), []);
  await tab.close();
});

test("a wrong answer is told what would have to be different, and which rule it breaks", async () => {
  const tab = await open(browser, { hash: "#view=quiz" });
  const { page } = tab;
  const { out, seed } = await page.evaluate(() => {
    const policy = "AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: \"*\"\n    AllowedOOFType: None\n";
    const told = JSON.stringify({ kind: "oof-external", forwarded_by: "nobody" });
    const out = rdsim.whatIf(policy, rdsim.compose("oof-external", "alice@contoso.com", "bob@fabrikam.com"), told, "outcome", "leaves");
    // A question of which one setting makes the first choice, that it leaves, right.
    for (let seed = 1; ; seed++) {
      const q = rdsim.question("oof", 1, seed * 64);
      if (q.kind === "oof-external" && rdsim.whatIf(q.policy, q.message, JSON.stringify({ kind: q.kind }), "outcome", "leaves").settings.some((s) => s.now === "None" && !s.default)) return { out, seed };
    }
  });
  const [setting] = out.settings;
  assert.deepEqual([setting.name, setting.values, setting.now, setting.line], ["AllowedOOFType", ["External", "ExternalLegacy"], "None", 4]);
  assert.ok(out.kinds.includes("ordinary") && !out.kinds.includes("oof-legacy"));
  await page.goto(`${page.url().split("#")[0]}#view=quiz&set=oof.1.5.${seed}`);
  await page.locator("[data-key=guess-0]").check();
  await page.locator("[data-key=answer]").click();
  const why = await page.locator(".because.wrong").textContent();
  assert.match(why, /Your answer: Leaves.*AllowedOOFType would have to be External or ExternalLegacy; here it is None \(line \d+\)/);
  assert.match(await page.locator(".because .rule").textContent(), /^AllowedOOFType – \w/);
  assert.deepEqual(await serious(page), []);
  await tab.shot("teach-wrong");
  await page.locator("select.language").selectOption("ja");
  assert.match(await page.locator(".because.wrong").textContent(), /「組織外へ送信」が正解です.*AllowedOOFType/);
  await tab.shot("teach-wrong-ja");
  await tab.close();
});

test("a wrong answer of every topic and level has its reason", async () => {
  const tab = await open(browser, { hash: "#view=quiz" });
  const { page } = tab;
  const bad = [];
  for (const topic of TOPICS) {
    for (const level of [1, 2, 3]) {
      for (const seed of [21, 22]) {
        await page.goto(`${page.url().split("#")[0]}#view=quiz&set=${topic}.${level}.5.${seed}`);
        await page.locator("[data-key=answer]").waitFor();
        const q = await give(page, false);
        const text = (await page.locator(".because").allTextContents()).join(" | ");
        if (process.env.SCREENSHOTS) console.log(topic, level, seed, q.ask, text);
        if (text.length < 60 || /undefined|\[object|NaN/.test(text)) bad.push(text);
      }
    }
  }
  assert.deepEqual(bad, []);
  await tab.close();
});

test("a round has an end, what was missed comes again, and what is mastered is shown", async () => {
  const tab = await open(browser, { hash: "#view=quiz&set=forwarding.1.5.12" });
  const { page } = tab;
  await tab.shot("teach-question");
  for (const right of [false, true, true, true, true]) {
    await give(page, right);
    await page.locator("[data-key=next]").click();
  }
  assert.equal(await graded(page).textContent(), "4 of 5 right");
  assert.equal(await page.evaluate(() => document.activeElement.className.split(" ")[0]), "graded");
  assert.match(await page.locator("[data-key=begin-forwarding-1]").textContent(), /mastered/);
  await tab.shot("teach-result");
  await page.reload();
  await page.waitForSelector("html[data-ready]");
  await page.locator("[data-key=leave]").click();
  assert.match(await page.locator("[data-key=begin-forwarding-1]").textContent(), /mastered/);
  await tab.shot("teach-home");
  const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem("rdsim-quiz-2")));
  const [id] = Object.keys((await kept()).boxes);
  const missed = await page.evaluate((id) => { const [topic, level, seed] = id.split("."); return rdsim.question(topic, Number(level), Number(seed)); }, id);
  await page.locator("[data-key=missed]").click();
  assert.match(await page.locator(".given .listing").first().textContent(), new RegExp(missed.policy.split("\n")[2].trim().replaceAll("*", "\\*")));
  await page.locator(`[data-key=guess-${missed.choices.indexOf(missed.answer)}]`).check();
  await page.locator("[data-key=answer]").click();
  await page.locator("[data-key=next]").click();
  // It was right once; it comes again after two more rounds.
  assert.deepEqual((await kept()).boxes[id], { box: 2, due: 3 });
  assert.equal(await page.locator("[data-key=missed]").count(), 0);
  await tab.close();
});

test("a link of a set gives everybody the same questions", async () => {
  const texts = [];
  for (const lang of ["en", "ja"]) {
    const tab = await open(browser, { hash: `#view=quiz&set=all.2.5.33&as=sheet&lang=${lang}` });
    texts.push(await tab.page.evaluate(() => [...document.querySelectorAll(".sheet-questions > li")].map((li) => [...li.querySelectorAll(".listing")].map((l) => l.textContent).join("|"))));
    await tab.close();
  }
  assert.deepEqual(texts[0], texts[1]);
  assert.equal(new Set(texts[0].map(String)).size, 5);
  const tab = await open(browser, { hash: "#view=quiz" });
  await tab.page.getByRole("radio", { name: "Character sets" }).check();
  await tab.page.getByRole("radio", { name: "5", exact: true }).check();
  await tab.page.locator("[data-key=set-link]").click();
  await tab.page.locator(".question").waitFor();
  await tab.page.waitForFunction(() => /&set=charset\.1\.5\.\d+/.test(location.hash));
  await tab.page.locator(".toast").getByText("link", { exact: false }).waitFor();
  // The slides and the worksheet that are chosen next have the questions of the link.
  const set = () => tab.page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get("set"));
  const linked = await set();
  await tab.page.locator("[data-key=leave]").click();
  assert.equal(await tab.page.locator("[data-key=quiz-topic-charset]").isChecked(), true);
  await tab.page.locator("[data-key=sheet]").click();
  await tab.page.locator(".sheet-questions").waitFor();
  assert.equal(await set(), linked);
  await tab.page.locator("[data-key=leave]").click();
  await tab.page.locator("[data-key=quiz-size-10]").check();
  await tab.page.locator("[data-key=present]").click();
  await tab.page.locator("dialog.presenter").waitFor();
  assert.match(await set(), /^charset\.1\.10\.\d+$/);
  await tab.close();
});

test("the quiz is answered with the keyboard alone", async () => {
  const tab = await open(browser, { hash: "#view=quiz" });
  const { keyboard } = tab.page;
  await tab.page.locator("[data-key=quiz-start]").focus();
  await keyboard.press("Enter");
  assert.match(await tab.page.evaluate(() => document.activeElement.dataset.key), /^guess-/);
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await graded(tab.page).waitFor();
  await keyboard.press("Tab");
  for (let i = 0; i < 4 && (await tab.page.evaluate(() => document.activeElement.dataset.key)) !== "next"; i++) await keyboard.press("Tab");
  await keyboard.press("Enter");
  assert.match(await tab.page.evaluate(() => document.activeElement.dataset.key), /^guess-/);
  await tab.close();
});

for (const [name, width, height] of [["desktop", 1440, 900], ["phone", 380, 800]]) {
  test(`the tour points at ten parts that are there: ${name}`, async () => {
    const tab = await open(browser, { hash: "#view=start", width, height });
    const { page } = tab;
    await page.locator("[data-key=tour]").focus();
    await page.keyboard.press("Enter");
    const targets = new Set();
    for (let step = 1; step <= 10; step++) {
      const at = await page.evaluate(() => {
        const [shown, target] = [".tour", ".toured"].map((at) => document.querySelector(at));
        const [card, part] = [shown, target].map((e) => e.getBoundingClientRect());
        const inside = card.top >= 0 && card.left >= 0 && card.bottom <= innerHeight && card.right <= innerWidth;
        // What the card leaves of the part.
        const seen = part.width > 0 && part.bottom > 0 && part.top < innerHeight && (part.top < card.top || part.bottom > card.bottom || part.left < card.left || part.right > card.right);
        return { inside, seen, focused: document.activeElement === shown, fallback: target.tagName === "MAIN", target: target.className, count: shown.textContent.match(/^\d+/)[0] };
      });
      assert.deepEqual([at.inside, at.seen, at.focused, at.fallback, at.count], [true, true, true, false, String(step)], `${step}: ${at.target}`);
      targets.add(at.target);
      if ([1, 4, 7, 9].includes(step) && process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/tour-${name}-${step}.png` });
      if (step === 3) assert.deepEqual(await serious(page), []);
      await page.keyboard.press("ArrowRight");
    }
    assert.ok(targets.size >= 8, [...targets].join());
    await page.keyboard.press("ArrowLeft");
    assert.match(await page.locator(".tour").textContent(), /^9/);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".tour").count(), 0);
    assert.equal(await page.locator(".toured").count(), 0);
    assert.equal(await page.evaluate(() => [document.querySelector("nav [aria-current]").dataset.view, document.activeElement.dataset.key].join()), "start,tour");
    await tab.close();
  });
}

test("slides of a set are driven by keys, large and without the answer at first", async () => {
  const tab = await open(browser, { hash: "#view=quiz&set=all.1.5.4&as=slides", width: 1280, height: 720 });
  const { page } = tab;
  const dialog = page.locator("dialog.presenter");
  await dialog.waitFor();
  assert.match(await dialog.locator("header").textContent(), /^1 \/ 5/);
  assert.equal(await dialog.locator(".is-right, .because").count(), 0);
  await page.screenshot({ path: `${process.env.SCREENSHOTS ?? "/tmp"}/slides-1.png` });
  await page.keyboard.press("Space");
  assert.equal(await dialog.locator(".is-right").count(), 1);
  const size = await dialog.locator(".slide").evaluate((s) => [parseFloat(s.style.fontSize), s.scrollHeight - s.clientHeight, s.scrollWidth - s.clientWidth]);
  assert.ok(size[0] >= 16 && size[1] <= 0 && size[2] <= 0, String(size));
  await page.screenshot({ path: `${process.env.SCREENSHOTS ?? "/tmp"}/slides-1-answer.png` });
  await page.keyboard.press("ArrowRight");
  assert.match(await dialog.locator("header").textContent(), /^2 \/ 5/);
  assert.equal(await dialog.locator(".is-right").count(), 0);
  await page.keyboard.press("ArrowLeft");
  assert.match(await dialog.locator("header").textContent(), /^1 \/ 5/);
  assert.deepEqual(await serious(page), []);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.doesNotMatch(page.url(), /as=slides/);
  await tab.close();
});

test("a case is presented: the question first, then the verdict", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml", width: 1280, height: 720 });
  const { page } = tab;
  await page.locator("[data-key=present-case]").click();
  const dialog = page.locator("dialog.presenter");
  assert.equal(await dialog.locator(".outcome").count(), 0);
  await page.keyboard.press("Space");
  assert.equal(await dialog.locator(".outcome").count(), 1);
  assert.ok(await dialog.locator(".listing .line.decides").count() >= 1);
  await page.screenshot({ path: `${process.env.SCREENSHOTS ?? "/tmp"}/slides-case.png` });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await tab.close();
});

test("a worksheet prints its questions, and the key on a page of its own", async () => {
  for (const lang of ["en", "ja"]) {
    const tab = await open(browser, { hash: `#view=quiz&set=all.1.5.9&as=sheet&lang=${lang}` });
    const { page } = tab;
    assert.equal(await page.locator(".sheet-questions > li").count(), 5);
    assert.equal(await page.locator(".key li").count(), 5);
    await tab.shot(`sheet-${lang}`);
    await page.emulateMedia({ media: "print" });
    for (const hidden of ["header.top", "footer", "[data-key=print]"]) assert.equal(await page.locator(hidden).isVisible(), false, hidden);
    assert.equal(await page.locator(".key").evaluate((k) => getComputedStyle(k).breakBefore), "page");
    const pdf = await page.pdf({ path: process.env.SCREENSHOTS && `${process.env.SCREENSHOTS}/sheet-${lang}.pdf`, format: "A4" });
    assert.ok((pdf.toString("latin1").match(/\/Type \/Page\b/g) ?? []).length >= 3);
    await tab.close();
  }
});

test("in a frame the page shows its view alone, and links to the whole of it", async () => {
  const html = readFileSync(pageFile);
  const server = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(request.url.startsWith("/frame") ? `<!doctype html><title>A course</title><iframe title="rdsim" style="width:100%;height:700px" src="/page?embed#view=quiz&set=oof.1.5.7"></iframe>` : html);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/frame`);
  const frame = page.frameLocator("iframe");
  await frame.locator("html[data-ready]").waitFor();
  assert.ok(await frame.locator(".question").isVisible());
  assert.equal(await frame.locator("header.top").isVisible(), false);
  assert.equal(await frame.locator("footer").isVisible(), false);
  const link = frame.locator(".embed-bar a");
  await link.focus();
  assert.match(await link.getAttribute("href"), /\/page#view=quiz&set=oof\.1\.5\.7$/);
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/embed.png` });
  await page.close();
  server.close();
  const tab = await open(browser, { hash: "#embed&view=check&p=contoso" });
  assert.equal(await tab.page.locator("header.top").isVisible(), false);
  assert.match(tab.page.url(), /embed/);
  await tab.close();
});

for (const hash of ["#view=quiz", "#view=quiz&set=rules.2.5.3", "#view=quiz&set=charset.1.5.3", "#view=quiz&set=all.3.5.3&as=sheet"]) {
  test(`nothing is cut off on a phone, and axe finds nothing serious: ${hash}`, async () => {
    for (const dark of [false, true]) {
      const tab = await open(browser, { hash, width: 380, height: 800, dark });
      if (hash.includes("rules")) await give(tab.page, false);
      assert.ok((await tab.page.evaluate(() => document.scrollingElement.scrollWidth)) <= 380);
      assert.deepEqual(await serious(tab.page), []);
      await tab.shot(`phone-${hash.replace(/\W+/g, "-")}${dark ? "-dark" : ""}`);
      await tab.close();
    }
  });
}
