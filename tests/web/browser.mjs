// Starts the browser for the tests, and watches that no page asks for anything.

import { chromium } from "playwright-core";
import { fileURLToPath } from "node:url";
import { mkdirSync } from "node:fs";

const root = new URL("../../", import.meta.url);

export const pageFile = new URL("web/dist/index.html", root);
export const rootFolder = fileURLToPath(root);
export const binary = process.env.RDSIM ?? fileURLToPath(new URL("target/debug/rdsim", root));

const shots = process.env.SCREENSHOTS;
if (shots) mkdirSync(shots, { recursive: true });

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** A tenant with several remote domains, and a message that a rule forwards. */
const CONTOSO = "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml";

/** Open the page in a browser of its own; `close` asserts that it asked for nothing but itself. The plain
 * address is `hash: ""`. */
export async function open(browser, { hash = CONTOSO, url = pageFile.href, width = 1440, height = 900, dark = false, scale = 1, forced = false, prepare } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", forcedColors: forced ? "active" : "none", deviceScaleFactor: scale, acceptDownloads: true });
  const asked = [];
  const wrong = [];
  context.on("request", (request) => asked.push(request.url()));
  const page = await context.newPage();
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  await prepare?.(page);
  await page.goto(url + hash);
  await page.waitForSelector("html[data-ready]");
  return {
    page,
    asked,
    wrong,
    async shot(name) {
      if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
    },
    async close() {
      await context.close();
      const own = url.split("#")[0];
      const others = asked.filter((u) => u.split("#")[0] !== own && !/^(data|blob):/.test(u));
      if (others.length) throw new Error(`the page asked for ${others.join(", ")}`);
      if (wrong.length) throw new Error(`the page complained: ${wrong.join("; ")}`);
    },
  };
}

export const outcome = (page) => page.locator(".verdict .outcome:visible").first().textContent();

/** Choose files where the page takes everything. */
export async function takeFile(page, files) {
  await page.locator("#app > .top [data-key=take]").click();
  await page.setInputFiles("[data-key=take-files]", files);
}
