// Looks at pictures in a browser: what they show, where their text ends, and what is saved.

import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { launch, open, rootFolder } from "./browser.mjs";
import { serious } from "./axe.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const shots = process.env.SCREENSHOTS;

/** Every fixture, as base64. */
function fixtures() {
  const out = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (/\.eml$/.test(entry.name)) {
        const bytes = readFileSync(path);
        if (bytes.length < 100_000) out.push({ name: path.slice(rootFolder.length), base64: bytes.toString("base64") });
      }
    }
  };
  walk(`${rootFolder}fixtures`);
  return out;
}

/** The sample policies. */
function policies() {
  const names = readdirSync(`${rootFolder}policies`).filter((name) => name.endsWith(".yaml"));
  return names.map((name) => ({ name, text: readFileSync(`${rootFolder}policies/${name}`, "utf8") }));
}

/** Recipients and senders whose text is hard to set. */
const HARD = [
  { from: "alice@contoso.com", to: [`${"W".repeat(64)}@fabrikam.com`] },
  { from: `${"m".repeat(280)}@contoso.com`, to: [`${"x".repeat(288)}@fabrikam.com`] },
  { from: "経理部・請求書担当グループ株式会社コントソ東京本社@contoso.com", to: ["総務部人事課採用担当者連絡用共有メールボックス@fabrikam.com"] },
  { from: "\u05e9\u05dc\u05d5\u05dd\u05d0\u05d9\u05df\u05e8\u05d5\u05d5\u05d7\u05d9\u05dd\u05d1\u05db\u05dc\u05dc@contoso.com", to: ["\u0645\u062d\u0627\u0633\u0628\u0629\u0627\u0644\u0645\u0628\u064a\u0639\u0627\u062a\u0648\u0627\u0644\u0641\u0648\u0627\u062a\u064a\u0631\u0627\u0644\u0636\u0631\u064a\u0628\u064a\u0629@fabrikam.com"] },
  { from: "Щ".repeat(80) + "@contoso.com", to: ["😴👩‍👩‍👧‍👦🏳️‍🌈".repeat(12) + "@fabrikam.com", "\ufdfd".repeat(9) + "@fabrikam.com"] },
  { from: "a.b-c_d=e/f+".repeat(20) + "@contoso.com", to: Array.from({ length: 100 }, (_, n) => `recipient.number.${n}@fabrikam.com`) },
  { from: "alice@contoso.com", to: ["a@fabrikam.com", "b@contoso.com", "c@northwind.example", "d@unknown.example", "team@contoso.com", "e@sub.fabrikam.com", "nobody@contoso.com"] },
];

test("no text leaves its box, and no box the picture, in any drawing", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml&lang=en" });
  const found = await tab.page.evaluate(({ fixtures, policies, HARD }) => {
    const place = document.body.appendChild(document.createElement("div"));
    place.style.width = "1280px";
    const seen = new Set();
    const wrong = [];
    const look = (svg, what) => {
      if (!svg || seen.has(svg)) return;
      seen.add(svg);
      // As it comes, with the fonts of the page; and with the widest font.
      for (const font of [undefined, "DejaVu Sans"]) {
        const root = document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
        if (font) root.setAttribute("font-family", font);
        place.replaceChildren(root);
        const whole = { x: 0, y: 0, width: root.viewBox.baseVal.width, height: root.viewBox.baseVal.height };
        if (whole.width * 9 !== whole.height * 16) wrong.push(`${what}: ${whole.width} x ${whole.height}`);
        const inside = (box, frame, by) => box.x >= frame.x + by && box.y >= frame.y && box.x + box.width <= frame.x + frame.width - by && box.y + box.height <= frame.y + frame.height;
        for (const text of root.querySelectorAll("text")) {
          const frame = text.parentElement.querySelector(":scope > rect");
          const box = text.getBBox();
          if (text.textContent && !inside(box, frame && text.parentElement !== root ? frame.getBBox() : whole, 4)) wrong.push(`${what}: ${text.textContent} ends at ${box.x + box.width}`);
          if (parseFloat(getComputedStyle(text).fontSize) < 14) wrong.push(`${what}: small`);
        }
        for (const frame of root.querySelectorAll("g > rect")) if (!inside(frame.getBBox(), whole, 20)) wrong.push(`${what}: a box outside`);
      }
    };
    for (const policy of policies) {
      for (const tag of ["en", "ja"]) {
        for (const { name, base64 } of fixtures) {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          look(rdsim.picture(policy.text, name, bytes, "{}", tag, false), `${policy.name} ${name} ${tag}`);
        }
        for (const told of HARD) {
          for (const kind of ["ordinary", "oof-external", "ndr"]) {
            const bytes = new TextEncoder().encode("From: a@contoso.com\nTo: b@fabrikam.com\n\nx\n");
            look(rdsim.picture(policy.text, "hard.eml", bytes, JSON.stringify({ ...told, kind }), tag, true), `${policy.name} ${told.to[0]} ${tag}`);
          }
        }
      }
    }
    place.remove();
    return { drawn: seen.size, wrong };
  }, { fixtures: fixtures(), policies: policies(), HARD });
  assert.ok(found.drawn > 300, `${found.drawn} drawings`);
  assert.deepEqual(found.wrong.slice(0, 10), []);
  await tab.close();
});

for (const dark of [false, true]) {
  test(`a picture has the page's colours and its own words, ${dark ? "dark" : "light"}`, async () => {
    const tab = await open(browser, { dark, hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml&lang=en" });
    const { page } = tab;
    const colours = await page.evaluate(() => {
      const asked = (element, name) => getComputedStyle(element)[name];
      const headline = document.querySelector(".picture .headline");
      return [asked(headline, "fill"), asked(document.querySelector(".verdict .headline .outcome"), "color"), headline.textContent, document.querySelector(".verdict .outcome").textContent];
    });
    assert.equal(colours[0], colours[1], "the colour of the outcome");
    assert.equal(colours[2], colours[3], "the outcome in words");
    // What is saved has the same colours in it.
    if (dark) await page.getByRole("radio", { name: "Dark" }).check({ force: true });
    const waiting = page.waitForEvent("download");
    await page.locator(".picture").getByRole("button", { name: "SVG", exact: true }).click();
    const svg = readFileSync(await (await waiting).path(), "utf8");
    const saved = await page.evaluate((svg) => {
      const box = document.body.appendChild(document.createElement("p"));
      box.style.color = new DOMParser().parseFromString(svg, "image/svg+xml").querySelector(".headline").getAttribute("fill");
      return getComputedStyle(box).color;
    }, svg);
    assert.equal(saved, colours[0]);
    assert.deepEqual(await serious(page), []);
    await tab.shot(`picture-page-${dark ? "dark" : "light"}`);
    await tab.close();
  });
}

test("a picture is enlarged and saved with the keyboard, light and dark", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml&lang=en" });
  const { page } = tab;
  await page.getByRole("button", { name: "Enlarge the picture" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.locator("dialog.picture-dialog[open]");
  await dialog.waitFor();
  const width = (await dialog.locator("svg").boundingBox()).width;
  assert.ok(width > 1000, `${width} wide`);
  assert.deepEqual(await serious(page), []);
  await tab.shot("picture-large");
  const pixels = async (file) => page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return [image.width, image.height, ...context.getImageData(5, 5, 1, 1).data];
  }, readFileSync(file).toString("base64"));
  const save = async (type) => {
    const waiting = page.waitForEvent("download");
    await dialog.getByRole("button", { name: type }).focus();
    await page.keyboard.press("Enter");
    return waiting;
  };
  const svg = await save("SVG");
  assert.match(svg.suggestedFilename(), /^bob@fabrikam\.com-Rejected\.svg$/);
  const text = readFileSync(await svg.path(), "utf8");
  assert.match(text, /^<svg xmlns/);
  assert.ok(!/<script|<style|href|url\(/.test(text), "it needs nothing else");
  const png = await save("PNG");
  assert.match(png.suggestedFilename(), /^bob@fabrikam\.com-Rejected\.png$/);
  assert.deepEqual(await pixels(await png.path()), [2560, 1440, 255, 255, 255, 255]);
  await dialog.getByRole("radio", { name: "Dark" }).focus();
  await page.keyboard.press("Space");
  const night = await save("PNG");
  assert.match(night.suggestedFilename(), /-dark\.png$/);
  assert.deepEqual((await pixels(await night.path())).slice(2), [0x1b, 0x1e, 0x23, 255]);
  if (shots) writeFileSync(`${shots}/saved-dark.png`, readFileSync(await night.path()));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await tab.close();
});

test("in Japanese the picture and what is around it are Japanese", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml&lang=ja", width: 390, height: 844 });
  const words = await tab.page.locator(".picture svg text").allTextContents();
  assert.ok(words.includes("拒否") && words.includes("送信者"), words.join());
  assert.equal(await tab.page.locator(".picture > button").textContent(), "図を拡大");
  assert.match(await tab.page.locator(".picture svg").getAttribute("aria-label"), /: 拒否$/);
  const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(wide, "no wider than the screen");
  await tab.shot("picture-phone-ja");
  await tab.close();
});

test("a picture names the lines of the policy as the page does", async () => {
  for (const [lang, line] of [["en", "line 26"], ["ja", "26 行目"]]) {
    const tab = await open(browser, { hash: `#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml&lang=${lang}` });
    const { page } = tab;
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("[data-key=picture-svg-small]").click()]);
    for (const svg of [await page.locator(".picture svg").first().evaluate((e) => e.outerHTML), readFileSync(await download.path(), "utf8")]) {
      assert.ok(svg.includes(`>${line}<`), svg);
      assert.doesNotMatch(svg, /(policy|ポリシー):\d/);
    }
    await tab.close();
  }
});

test("the picture is printed in the light colours", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml&lang=en" });
  await tab.page.emulateMedia({ media: "print" });
  assert.ok(await tab.page.locator(".picture svg").isVisible());
  assert.ok(!(await tab.page.locator(".picture-downloads").first().isVisible()));
  await tab.close();
});

/** Typical cases for a look: SCREENSHOTS=folder. */
test("typical pictures", { skip: !shots }, async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml&lang=en" });
  const policy = readFileSync(`${rootFolder}policies/contoso.yaml`, "utf8");
  const cases = [
    ["rejected", { kind: "ordinary", forwarded_by: "inbox-rule", from: "alice@contoso.com", to: ["bob@fabrikam.com"] }],
    ["leaves", { kind: "ordinary", from: "alice@contoso.com", to: ["bob@fabrikam.com"] }],
    ["oof-many", { kind: "oof-external", from: "alice@contoso.com", to: HARD[5].to.concat(["a@contoso.com", "b@unknown.example", "c@northwind.example"]) }],
    ["mixed", { kind: "oof-internal", ...HARD[6] }],
    ["long", { kind: "ordinary", ...HARD[1] }],
    ["unknown", { from: "alice@contoso.com", to: ["bob@fabrikam.com", "team@contoso.com"] }],
  ];
  for (const [name, told] of cases) {
    for (const [tag, dark] of [["en", false], ["ja", true]]) {
      const svg = await tab.page.evaluate(({ told, tag, dark, policy }) => rdsim.picture(policy, "x.eml", new TextEncoder().encode("From: a@contoso.com\nTo: b@fabrikam.com\n\nx\n"), JSON.stringify(told), tag, dark), { told, tag, dark, policy });
      const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
      await page.setContent(`<body style="margin:0">${svg}`);
      await page.screenshot({ path: `${shots}/${name}-${tag}.png` });
      await page.close();
    }
  }
  await tab.close();
});
