// Looks at every view on every width of screen, on paper, in high contrast and with axe.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { violations } from "./axe.mjs";
import { launch, open } from "./browser.mjs";

const browser = await launch();
after(() => browser.close());

/** Every view that has a tab, and some states of it. */
async function views() {
  const tab = await open(browser);
  const names = await tab.page.locator("nav [data-view]").evaluateAll((all) => all.map((a) => a.dataset.view));
  await tab.close();
  const more = {
    check: ["", "&p=contoso&m=ordinary/forwarded-by-rule.eml", "&p=contoso&m=awkward/oof-by-subject.eml&to=erin@example.com"],
    matrix: ["&p=contoso"],
    compare: ["", "&b=partner-trap-before&p=partner-trap"],
    quiz: ["&q=4", "&set=all.1.10.4"],
  };
  return names.flatMap((name) => (more[name] ?? [""]).map((rest) => `#view=${name}${rest}`));
}

const shotName = (...parts) => parts.join("-").replace(/[^\w-]+/g, "_");

async function openCell(tab) {
  const cell = tab.page.locator(".pane:not([hidden]) .matrix td").first();
  const there = (await cell.count()) > 0;
  if (there) await cell.click();
  return there;
}

/** What is looked at in each view, one after the other on the same page. */
const LOOKS = { "no page is wider than the screen": narrow, "axe finds nothing of any impact": accessible, "nothing moves where less motion is asked for": still, "paper has the verdict, the policy with its marked lines, and no controls": printed };

for (const hash of await views()) {
  test(hash, async (t) => {
    const tab = await open(browser, { hash });
    for (const [name, look] of Object.entries(LOOKS)) {
      await t.test(name, async () => {
        await tab.page.setViewportSize({ width: 1440, height: 900 });
        await tab.page.emulateMedia({ colorScheme: "light", forcedColors: "none", reducedMotion: "no-preference", media: null });
        await look(tab, hash);
      });
    }
    await tab.close();
  });
}

async function narrow(tab, hash) {
  for (const width of [320, 380, 390, 768, 1024, 1440]) {
    await tab.page.setViewportSize({ width, height: 800 });
    const wide = await tab.page.evaluate((width) => {
      const page = document.scrollingElement.scrollWidth;
      // What sticks out, for who reads the failure.
      const out = page > width ? [...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > width && !e.closest(".scroll, pre, textarea")).slice(0, 3).map((e) => e.outerHTML.slice(0, 120)) : [];
      return page > width ? [page, ...out] : [];
    }, width);
    assert.deepEqual(wide, [], `${hash} at ${width}`);
    if (width === 320) await tab.shot(shotName("width", width, hash));
  }
}

async function accessible(tab, hash) {
  const { page } = tab;
  const faults = [];
  const look = async (name) => faults.push(...(await violations(page)).map((v) => `${hash} ${name}: ${v}`));
  for (const name of ["light", "dark", "phone", "forced"]) {
    await page.setViewportSize(name === "phone" ? { width: 390, height: 844 } : { width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: name === "dark" ? "dark" : "light", forcedColors: name === "forced" ? "active" : "none" });
    await look(name);
    await tab.shot(shotName(name, hash));
    if (await openCell(tab)) {
      await look(`${name}, with an answer`);
      await page.keyboard.press("Escape");
    }
    // The page on a setting, over the view.
    const hop = page.locator(".pane:not([hidden]) .hops button").first();
    if (!/light|dark/.test(name) || !hash.includes("m=") || !(await hop.count())) continue;
    await hop.click();
    await look(`${name}, with a page`);
    await page.keyboard.press("Escape");
  }
  assert.deepEqual([...new Set(faults)], []);
}

async function still(tab, hash) {
  await tab.page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await tab.page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => getComputedStyle(e).transitionDuration.split(", ").some((d) => parseFloat(d) > 0 && getComputedStyle(e).transitionProperty !== "none")).map((e) => e.className));
  assert.deepEqual(moving, [], hash);
}

async function printed(tab, hash) {
  const { page } = tab;
  await page.emulateMedia({ colorScheme: "dark" });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  if (process.env.SCREENSHOTS) writeFileSync(`${process.env.SCREENSHOTS}/${shotName("print", hash)}.pdf`, pdf);
  // The state of the page while it prints.
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const seen = await page.evaluate(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
    return {
      controls: shown("nav, select, textarea, .grid-controls, input[type=search], .toast, .strip, .about-key").map((e) => e.outerHTML.slice(0, 100)),
      closed: shown("main details:not([open])").length,
      marked: shown(".printed .decides").length,
      dark: getComputedStyle(document.documentElement).backgroundColor,
      outcome: shown(".verdict .outcome").length,
      matrix: shown(".matrix td").length,
      headings: shown("h2").length,
      // What stands on the paper with nothing below or beside it.
      bare: shown(".start h4, .downloads, .submit .field:has(select)").filter((e) => !e.textContent || ![...e.querySelectorAll(".printed")].some((p) => p.checkVisibility() && p.textContent)).map((e) => e.textContent),
    };
  });
  // A sheet of paper is as narrow as a tablet.
  const screen = page.viewportSize();
  await page.setViewportSize({ width: 700, height: 1000 });
  const tops = await page.locator(".check-view:not([hidden]) > .pane").evaluateAll((panes) => panes.map((p) => p.getBoundingClientRect().top));
  if (hash.includes("view=check")) assert.equal(tops.indexOf(Math.min(...tops)), 2, `the verdict comes first: ${hash}`);
  await page.setViewportSize(screen);
  assert.deepEqual(seen.controls, [], hash);
  assert.deepEqual(seen.bare, [], hash);
  assert.equal(seen.closed, 0, hash);
  assert.equal(seen.dark, "rgb(255, 255, 255)");
  if (hash.includes("view=check")) assert.equal(seen.outcome, 1, hash);
  if (/matrix|compare/.test(hash)) assert.equal(seen.headings, 1, hash);
  if (hash.includes("forwarded-by-rule") || hash.includes("compare")) assert.ok(seen.marked > 0, hash);
  if (/matrix|compare/.test(hash)) {
    assert.ok(seen.matrix > 10, hash);
    // Landscape.
    assert.doesNotMatch(pdf.toString("latin1"), /MediaBox\s*\[\s*0 0 (612|595)/, hash);
  }
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".printed").count(), 0);
}

test("high contrast shows what is chosen, switched on and marked", async () => {
  const styled = (page, selector, property) => page.locator(selector).first().evaluate((e, p) => getComputedStyle(e)[p], property);
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml" });
  const { page } = tab;
  await page.emulateMedia({ forcedColors: "active" });
  assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
  for (const view of await page.locator("nav [data-view]").all()) {
    await view.click();
    assert.notEqual(await styled(page, "nav [aria-current]", "outlineStyle"), "none");
    await tab.shot(shotName("forced", await view.getAttribute("data-view")));
  }
  await page.locator("nav [data-view=check]").click();
  const [on, off] = [await styled(page, ".switch:checked", "backgroundColor"), await styled(page, ".switch:not(:checked)", "backgroundColor")];
  assert.notEqual(on, off);
  assert.notEqual(await styled(page, ".choice input:checked + span", "outlineStyle"), "none");
  await page.locator("nav [data-view=compare]").click();
  const borders = await Promise.all(["td.changed", "td:not(.changed, .formed)"].map((s) => styled(page, `.compared ${s}`, "borderTopWidth")));
  assert.notEqual(...borders);
  await openCell(tab);
  assert.notEqual(await styled(page, "td[aria-selected=true]", "backgroundColor"), await styled(page, ".compared td:not([aria-selected])", "backgroundColor"));
  await tab.shot("forced-cell");
  await tab.close();
});

test("who asks for more contrast gets it", async () => {
  const tab = await open(browser);
  /** The contrast of what is soft, and of lines, with the ground: 1 to 21. */
  const contrasts = () => tab.page.evaluate(() => {
    const light = (colour) => {
      const parts = colour.match(/\d+/g).slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    };
    const pane = getComputedStyle(document.querySelector(".pane:not([hidden])"));
    const colours = [getComputedStyle(document.querySelector(".hint")).color, pane.borderTopColor];
    return colours.map((colour) => {
      const [dark, bright] = [light(colour), light(pane.backgroundColor)].toSorted((a, b) => a - b);
      return (bright + 0.05) / (dark + 0.05);
    });
  });
  for (const colorScheme of ["light", "dark"]) {
    await tab.page.emulateMedia({ colorScheme, contrast: "no-preference" });
    assert.ok((await contrasts())[1] < 3, String(await contrasts()));
    await tab.page.emulateMedia({ colorScheme, contrast: "more" });
    const [soft, line] = await contrasts();
    assert.ok(soft > 7 && line > 4.5, `${colorScheme}: ${soft} ${line}`);
  }
  await tab.close();
});

test("on a phone the head of the page has two rows, with all of its controls", async () => {
  for (const [lang, width] of [["en", 390], ["ja", 390], ["en", 320]]) {
    const tab = await open(browser, { hash: `#view=check&p=contoso&lang=${lang}`, width, height: 844 });
    const { page } = tab;
    // Undo has its place too.
    await page.locator(".tenant [data-key^=choice]").selectOption("open");
    await page.locator(".top [data-key=undo]").waitFor();
    const rows = await page.locator(".top > *, .tools > *").evaluateAll((all) => [...new Set(all.filter((e) => e.checkVisibility() && e.tagName !== "H1" && e.getBoundingClientRect().height).map((e) => Math.round((e.getBoundingClientRect().y + e.getBoundingClientRect().bottom) / 2)))]);
    assert.equal(rows.length, 2, `${lang} ${width}: ${rows}`);
    assert.ok((await page.locator(".top").boundingBox()).height < 104);
    const last = page.locator(".tools button").last();
    await last.focus();
    const box = await last.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
    await tab.shot(shotName("head", lang, width));
    await tab.close();
  }
});
