// The editor of a policy.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serious } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { area, many, settled, value } from "./editing.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const CHECK = "#view=check&p=contoso&m=ordinary/plain.eml";

const TYPO = `AcceptedDomains: [contoso.com]
RemoteDomains:
  - DomainName: "*"
    AllowedOOFTypes: External
    AutoReplyEnabled: maybe
  - DomainName: fabrikam.com
`;

const paper = (page) => page.locator(".tenant .paper");

/** Where in a picture the pixels of a colour begin and end, from the top. */
async function extent(page, picture, colour) {
  return page.evaluate(async ([base64, [r, g, b]]) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const rows = [];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = 4 * (y * width + x);
        if (Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b) < 60) {
          rows.push(y);
          break;
        }
      }
    }
    return rows.length ? [rows[0], rows.at(-1)] : undefined;
  }, [picture.toString("base64"), colour]);
}

for (const scale of [1, 1.1, 1.25, 2]) {
  test(`numbers, colours and text stay side by side at ${scale} device pixels`, async (t) => {
    const tab = await open(browser, { hash: CHECK, scale });
    const { page } = tab;
    const count = 1865;
    const wanted = [1, 933, count];
    // Each line that is looked at holds its own number, so that all three show the same glyphs.
    const text = Array.from({ length: count }, (_, i) => (wanted.includes(i + 1) ? `${i + 1}` : "")).join("\n");
    await area(page).fill(text);
    await page.waitForTimeout(200);
    for (const line of wanted) {
      await paper(page).evaluate((element, n) => {
        element.scrollTop = n * 22 - 120;
      }, line);
      await settled(page);
      await page.evaluate((n) => {
        document.querySelector(".tenant .yaml").style.color = "rgb(255, 0, 0)";
        for (const row of document.querySelectorAll(".tenant .lines > div")) {
          row.className = "";
          row.style.color = row.textContent === String(n) ? "rgb(0, 0, 255)" : "transparent";
        }
        for (const row of document.querySelectorAll(".tenant .colours > div")) {
          row.replaceChildren(row.textContent.trim() ? Object.assign(document.createElement("span"), { textContent: String(n) }) : "", "\n");
          row.className = "line";
        }
        document.querySelector(".tenant .colours").style.visibility = "hidden";
      }, line);
      const first = await paper(page).screenshot();
      await page.evaluate(() => {
        document.querySelector(".tenant .yaml").style.color = "transparent";
        const colours = document.querySelector(".tenant .colours");
        colours.style.visibility = "visible";
        for (const span of colours.querySelectorAll("span")) span.style.color = "rgb(255, 0, 0)";
      });
      const second = await paper(page).screenshot();
      const [typed, number, coloured] = [await extent(page, first, [255, 0, 0]), await extent(page, first, [0, 0, 255]), await extent(page, second, [255, 0, 0])];
      t.diagnostic(`line ${line}: text ${typed}, number ${number}, colours ${coloured}`);
      for (const other of [number, coloured]) {
        assert.ok(typed && other, `line ${line} is in view`);
        assert.ok(Math.abs(typed[0] - other[0]) <= 1 && Math.abs(typed[1] - other[1]) <= 1, `line ${line}: ${typed} and ${other}`);
      }
    }
    await tab.close();
  });
}

for (const [name, width, height] of [["desktop", 1440, 900], ["phone", 390, 844]]) {
  test(`errors stand beside their lines on a ${name}`, async () => {
    const tab = await open(browser, { hash: CHECK, width, height });
    const { page } = tab;
    await area(page).fill(TYPO);
    // What lint finds in the policy before it has its place there too.
    await page.locator(".tenant .lines .error").nth(1).waitFor();
    assert.deepEqual(await page.locator(".tenant .lines .error").allTextContents(), ["4", "5"]);
    const boxes = await page.evaluate(() => {
      const box = (e) => e.getBoundingClientRect().toJSON();
      const says = [...document.querySelectorAll(".tenant .says")];
      const numbers = [...document.querySelectorAll(".tenant .lines .error")];
      const frame = box(document.querySelector(".tenant .paper"));
      const list = [...document.querySelectorAll(".tenant .problems li")];
      return says.map((s, i) => ({ says: box(s), number: box(numbers[i]), frame, text: s.textContent, whole: box(list[i]) }));
    });
    assert.match(boxes[0].text, /unknown property `AllowedOOFTypes`/);
    for (const { says, number, frame, whole } of boxes) {
      assert.ok(Math.abs(says.top - number.top) <= 1, "the message has its line's place");
      assert.ok(says.left > number.right && says.right <= frame.right + 1, `the message is in view: ${says.left} to ${says.right} of ${frame.right}`);
      assert.ok(says.width >= 16, "its mark is in view");
      assert.ok(whole.bottom - number.bottom < 330, `all of it is near: ${whole.bottom - number.bottom}`);
    }
    // The whole message is below, and leads to its line; so does the key.
    assert.equal(await page.locator(".tenant .problems li").count(), 2);
    await area(page).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("F8");
    assert.equal(await page.evaluate(() => getSelection().toString()), "    AllowedOOFTypes: External");
    await page.getByRole("button", { name: "Next problem (F8)" }).click();
    assert.equal(await page.evaluate(() => getSelection().toString()), "    AutoReplyEnabled: maybe");
    await tab.shot(`typo-${name}`);
    assert.deepEqual(await serious(page), []);
    await area(page).fill('RemoteDomains:\n\t- DomainName: "*"\n');
    await page.locator(".tenant .colours .error .tab").waitFor({ state: "attached" });
    assert.deepEqual(await page.locator(".tenant .lines .error").allTextContents(), ["2"]);
    await tab.shot(`tabs-${name}`);
    await tab.close();
  });
}

test("the list of problems and the form lead to the line that is wrong", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  await area(page).fill(many(300).replace("partner250.example", "partner 250"));
  await page.locator(".verdict [data-key=to-problem]").click();
  await settled(page);
  const line = page.locator(".tenant .colours .error");
  const [box, frame] = [await line.boundingBox(), await paper(page).boundingBox()];
  assert.ok(box.y > frame.y && box.y + box.height < frame.y + frame.height, "the line is scrolled into view");
  await tab.close();
});

test("what lint finds stands beside its line, also where that decides, and opens its page", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  await area(page).fill('AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: "*"\n    TNEFEnabled: true\n');
  await page.locator(".tenant .colours .warning .says", { hasText: "winmail.dat" }).waitFor();
  await page.locator(".tenant .lines .shapes.warning").waitFor();
  assert.equal(await area(page).getAttribute("aria-invalid"), "false");
  const pageOf = async (text, name) => {
    await page.locator(".tenant .problems li", { hasText: text }).getByRole("button", { name }).click();
    const dialog = page.locator("dialog.page[open]");
    const shown = [await dialog.locator("#page-title").textContent(), await dialog.textContent()];
    await page.keyboard.press("Escape");
    return shown;
  };
  const [title, text] = await pageOf("winmail.dat", "About this finding");
  assert.equal(title, "tnef-to-everyone");
  assert.match(text, /Only Outlook and Exchange can read it/);
  await page.locator("select.language").selectOption("ja");
  const [japanese, said] = await pageOf("winmail.dat", "この指摘について");
  assert.match(japanese, /^tnef-to-everyone/);
  assert.doesNotMatch(said, /every domain gets TNEF|Example: it applies/);
  // An error of reading says all there is to say.
  await area(page).fill("AcceptedDomains: [contoso.com]\nRemoteDomain: []\n");
  await page.locator(".tenant .problems li.error").waitFor();
  assert.equal(await page.locator(".tenant .problems .error button.name").count(), 0);
  await tab.close();
});

test("settings and values are completed by the keyboard, and undone", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  const options = page.locator(".tenant [role=option]");
  await area(page).fill("");
  await area(page).focus();
  await page.keyboard.type("Rem");
  await options.first().waitFor();
  assert.equal(await page.locator("[aria-selected=true]").textContent(), "RemoteDomains");
  await page.keyboard.press("Enter");
  await page.keyboard.type("DomainN");
  await page.keyboard.press("Enter");
  await page.keyboard.type('"*"');
  await page.keyboard.press("Enter");
  await page.keyboard.type("allow");
  await options.first().waitFor();
  await tab.shot("completion");
  await page.keyboard.press("Enter");
  // Its values come next, with what the admin center calls them.
  assert.match(await options.first().textContent(), /^External|^None/);
  assert.deepEqual((await options.allTextContents()).filter((o) => o.startsWith("ExternalLegacy")), ["ExternalLegacy Allow external and legacy out of office replies"]);
  await page.keyboard.type("externall");
  const active = await area(page).getAttribute("aria-activedescendant");
  assert.match(await page.locator(`[id="${active}"]`).textContent(), /^ExternalLegacy/);
  await page.keyboard.press("Tab");
  const written = 'RemoteDomains:\n  - DomainName: "*"\n    AllowedOOFType: ExternalLegacy';
  assert.equal(await value(page), written);
  // What is there already is not offered again.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Space");
  const names = await options.evaluateAll((all) => all.map((o) => o.firstChild.textContent));
  assert.ok(names.includes("AutoForwardEnabled") && !names.includes("AllowedOOFType") && !names.includes("DomainName"), names.join());
  await page.keyboard.press("Escape");
  assert.equal(await options.first().isVisible(), false);
  await page.waitForTimeout(300);
  const last = await value(page);
  await page.keyboard.press("Control+z");
  assert.notEqual(await value(page), last, "undo takes it back");
  await page.keyboard.press("Control+Shift+z");
  assert.equal(await value(page), last);
  await tab.close();
});

test("Tab indents, and Escape and Tab leave the editor", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  await area(page).fill("RemoteDomains:\n- DomainName: a.example\n- DomainName: b.example");
  await area(page).evaluate((a) => a.setSelectionRange(15, a.value.length));
  await page.keyboard.press("Tab");
  assert.equal(await value(page), "RemoteDomains:\n  - DomainName: a.example\n  - DomainName: b.example");
  // Changes a second apart are steps of their own.
  await page.waitForTimeout(1300);
  await page.keyboard.press("Shift+Tab");
  assert.equal(await value(page), "RemoteDomains:\n- DomainName: a.example\n- DomainName: b.example");
  await page.waitForTimeout(300);
  await page.keyboard.press("Control+z");
  assert.match(await value(page), /\n {2}- DomainName: a/);
  const keys = await page.locator(`[id="${await area(page).getAttribute("aria-describedby")}"]`).textContent();
  assert.match(keys, /press Escape, then Tab/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.className), "yaml");
  await area(page).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.className), "yaml");
  await tab.close();
});

test("text that is composed, as Japanese is, arrives whole", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  await area(page).fill("# ");
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  assert.equal(await area(page).evaluate((a) => a.classList.contains("composing")), true);
  await session.send("Input.insertText", { text: "日本の取引先" });
  assert.equal(await value(page), "# 日本の取引先");
  assert.equal(await area(page).evaluate((a) => a.classList.contains("composing")), false);
  assert.equal((await page.locator(".tenant .colours .comment").textContent()), "# 日本の取引先");
  await tab.close();
});

test("the setting at the cursor or below the mouse is explained, and opens its page", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  await area(page).fill('RemoteDomains:\n  - DomainName: "*"\n    AutoForwardEnabled: false\n    NDREnabled: true\n');
  await area(page).evaluate((a) => a.setSelectionRange(50, 50));
  await page.keyboard.press("ArrowRight");
  const about = page.locator(".tenant .about-key");
  assert.match(await about.textContent(), /^AutoForwardEnabled .{30,}/);
  await tab.shot("about");
  // What lint finds in it has been shown.
  await page.waitForTimeout(500);
  const box = await area(page).boundingBox();
  await page.mouse.move(box.x + 60, box.y + 8 + 3 * 22 + 11);
  assert.match(await about.textContent(), /^NDREnabled .{30,}/);
  await page.keyboard.press("F1");
  assert.equal(await page.locator("dialog #page-title").textContent(), "NDREnabled");
  await tab.close();
});

test("the editor works in forced colours, in the dark and in Japanese", async () => {
  for (const [name, options] of [["forced", { forced: true }], ["dark", { dark: true }], ["japanese", { hash: `${CHECK}&lang=ja` }], ["japanese-phone", { hash: `${CHECK}&lang=ja`, width: 390, height: 844 }]]) {
    const tab = await open(browser, { hash: CHECK, ...options });
    await area(tab.page).fill(TYPO);
    await tab.page.locator(".tenant .says").first().waitFor();
    await area(tab.page).evaluate((a) => {
      a.focus();
      a.setSelectionRange(35, 60);
    });
    if (name === "forced") {
      const colour = await area(tab.page).evaluate((a) => getComputedStyle(a).color);
      assert.notEqual(colour, "rgba(0, 0, 0, 0)", "the text itself is shown");
    }
    await tab.shot(name);
    await tab.close();
  }
});
