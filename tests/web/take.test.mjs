// Drops, pastes and opens what people have, and compares with the command line.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { serious } from "./axe.mjs";
import { binary, launch, open, outcome, rootFolder } from "./browser.mjs";

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

const CHECK = "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml";
const yaml = (page) => page.getByLabel("The policy as YAML").inputValue();
const fixture = (path) => ({ name: path.split("/").at(-1), buffer: readFileSync(join(rootFolder, path)) });
const text = (name, content) => ({ name, buffer: Buffer.from(content) });

function rdsim(...args) {
  return spawnSync(binary, args, { cwd: rootFolder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
}

/** A zip of files. */
function zip(files, { encrypted = false } = {}) {
  const [parts, directory] = [[], []];
  let at = 0;
  for (const { name, buffer } of files) {
    const packed = deflateRawSync(buffer);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(encrypted ? 1 : 0, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(buffer), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(buffer.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), head, place, Buffer.from(name));
    const local = [Buffer.from("PK\x03\x04"), head, Buffer.from(name), packed];
    parts.push(...local);
    at += local.reduce((sum, p) => sum + p.length, 0);
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, all, end]);
}

/** Drop files on the page, as a mouse does. */
async function drop(page, ...files) {
  const sent = files.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") }));
  await page.evaluate((all) => {
    const data = new DataTransfer();
    for (const { name, base64 } of all) data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    const main = document.querySelector("main");
    for (const type of ["dragover", "drop"]) main.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
  }, sent);
  return taken(page);
}

/** What the page says that it took. */
async function taken(page) {
  await page.locator(".taken > ul > li").first().waitFor();
  return page.locator(".taken > ul > li").allTextContents();
}

async function paste(page, content) {
  await page.evaluate((said) => {
    const data = new DataTransfer();
    data.setData("text/plain", said);
    document.body.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
  }, content);
  return taken(page);
}

test("each export becomes the policy that rdsim import makes of it", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  const exports = readdirSync(join(rootFolder, "fixtures/exports")).filter((path) => !/\.(md|ps1)$/.test(path));
  assert.ok(exports.length > 18);
  for (const path of exports) {
    // Sections of one's own policy would stay beside those of the next.
    await page.getByLabel("Policy", { exact: true }).selectOption("contoso");
    const name = `fixtures/exports/${path}`;
    const said = await drop(page, { ...fixture(name), name });
    assert.match(said[0], /→ policy/, path);
    const made = rdsim("import", name);
    // The browser reads XML, and gives no lines of it.
    const same = (all) => (path.endsWith(".xml") ? all.replace(/^ *#.*\n/gm, "") : all);
    assert.equal(same(await yaml(page)), same(made.stdout), made.stderr);
  }
  await tab.close();
});

test("several exports become one policy, also from a zip, and what is not understood is told with its line", async () => {
  const tab = await open(browser, { hash: CHECK });
  const names = ["accepted-domains.csv", "remote-domains.txt", "outbound.txt", "not-simulated.json"];
  const files = names.map((n) => fixture(`fixtures/exports/${n}`));
  await drop(tab.page, { name: "tenant.zip", buffer: zip(files) });
  const zipped = await yaml(tab.page);
  assert.match(zipped, /AcceptedDomains:[^]*RemoteDomains:[^]*HostedOutboundSpamFilterPolicies:/);
  const said = await drop(tab.page, ...files);
  assert.equal(said.length, 4);
  assert.match(said[1], /^remote-domains\.txt: Get-RemoteDomain \(\d+\) → policy/);
  assert.equal((await yaml(tab.page)).replaceAll(/ *#.*\n/g, ""), zipped.replaceAll(/ *#.*\n/g, ""));
  await drop(tab.page, text("bad.json", '[{"DomainName": "*", "Name": "Default", "AllowedOOFType": "Everything"}]'));
  const problem = tab.page.locator(".taken .problems li.error");
  assert.match(await problem.textContent(), /^line 1:.*Everything/);
  assert.ok(await problem.isVisible());
  assert.deepEqual(await serious(tab.page), []);
  await tab.shot("import-error");
  await tab.close();
});

test("what a policy lacks for a verdict is told with it, and nothing that is told hides another", async () => {
  for (const width of [1440, 360]) {
    const tab = await open(browser, { hash: CHECK, width });
    await drop(tab.page, text("own.yaml", "RemoteDomains: [{DomainName: '*'}]\n"));
    await drop(tab.page, text("remote.txt", "Name           : Default\nDomainName     : *\nAllowedOOFType : External\nNDREnabled     : True\n"));
    const verdict = tab.page.locator("#verdict");
    assert.match(await verdict.innerText(), /no verdict[^]*line 3 there are no accepted domains[^]*write AcceptedDomains: \[contoso\.com\]/);
    const places = await tab.page.evaluate(() => [".toast", ".taken"].map((s) => document.querySelector(s).getBoundingClientRect().toJSON()));
    assert.ok(places.every((p) => p.height > 20), JSON.stringify(places));
    const [toast, taken] = places;
    const apart = toast.bottom <= taken.top || taken.bottom <= toast.top || toast.right <= taken.left || taken.right <= toast.left;
    assert.ok(apart, JSON.stringify(places));
    // The domain of the sender is offered, and what is written makes a verdict.
    const domains = verdict.getByLabel("Domains of your own organization");
    assert.equal(await domains.inputValue(), "contoso.com");
    await domains.fill("contoso.com, *.contoso.net");
    await domains.press("Enter");
    assert.match(await yaml(tab.page), /^# Imported[^]*?\n\nAcceptedDomains: \[contoso\.com, "\*\.contoso\.net"\]\nRemoteDomains:/);
    assert.doesNotMatch(await outcome(tab.page), /no verdict/);
    assert.equal(await domains.count(), 0);
    await tab.close();
  }
});

test("an export that is less than a tenant takes the place of its section in one's own policy", async () => {
  const tab = await open(browser, { hash: CHECK });
  const remote = (oof) => text("remote.txt", `Name           : Default\nDomainName     : *\nAllowedOOFType : ${oof}\n`);
  const accepted = text("accepted.txt", "Name       : contoso.com\nDomainName : contoso.com\nDomainType : Authoritative\nDefault    : True\n");
  assert.match((await drop(tab.page, remote("External")))[0], /Get-RemoteDomain \(1\) → policy$/);
  assert.match((await drop(tab.page, accepted))[0], /Get-AcceptedDomain \(1\) → into your policy/);
  const both = await yaml(tab.page);
  assert.match(both, /RemoteDomains:[^]*AllowedOOFType: External[^]*AcceptedDomains:/);
  await drop(tab.page, remote("None"));
  assert.match(await yaml(tab.page), /AcceptedDomains:[^]*contoso\.com[^]*RemoteDomains:[^]*AllowedOOFType: None/);
  assert.equal((await yaml(tab.page)).match(/^RemoteDomains:/gm).length, 1);
  assert.doesNotMatch(await outcome(tab.page), /no verdict/);
  await tab.page.locator(".taken").getByRole("button", { name: "Use only this" }).click();
  assert.doesNotMatch(await yaml(tab.page), /AcceptedDomains:/);
  // A sample is nobody's own, and a tenant stands by itself.
  await tab.page.getByRole("button", { name: /Undo/ }).first().click();
  await drop(tab.page, remote("External"), accepted);
  assert.doesNotMatch(await yaml(tab.page), /AllowedOOFType: None/);
  await tab.close();
});

test("a policy is taken; of two, one is compared with the other", async () => {
  const tab = await open(browser, { hash: CHECK });
  const said = await drop(tab.page, fixture("policies/open.yaml"), fixture("policies/closed.yaml"));
  assert.match(said[0], /^open\.yaml: policy with \d+ remote domains? → policy$/);
  assert.equal(await yaml(tab.page), readFileSync(join(rootFolder, "policies/open.yaml"), "utf8"));
  await tab.page.getByRole("button", { name: "Compare with it" }).click();
  assert.ok(await tab.page.locator("a[data-view=compare][aria-current=page]").isVisible());
  await tab.close();
});

test("messages are taken by content: one, headers alone, winmail.dat, an mbox, a zip, a gz", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  assert.match((await drop(page, { ...fixture("fixtures/ordinary/plain.eml"), name: "noname" }))[0], /^noname: message → message$/);
  assert.equal(await outcome(page), "Leaves");
  assert.match((await paste(page, "Received: from a by b\nFrom: alice@contoso.com\nTo: bob@fabrikam.com\nSubject: Automatic reply: x\nX-MS-Exchange-Inbox-Rules-Loop: a@contoso.com\n"))[0], /^pasted text: message/);
  const tnef = fixture("fixtures/awkward/tnef-nested.eml").buffer.toString().match(/winmail\.dat[^]*?\n\r?\n([A-Za-z0-9+/=\s]+)/)[1];
  assert.match((await drop(page, { name: "winmail.dat", buffer: Buffer.from(tnef, "base64") }))[0], /^winmail\.dat: message/);
  const eml = (to, subject) => `From: alice@contoso.com\nTo: ${to}\nSubject: ${subject}\nMessage-ID: <1@contoso.com>\n\nHello.\n`;
  const mbox = `From a Tue Sep  1 09:00:00 2026\n${eml("bob@fabrikam.com", "One")}\nFrom a Tue Sep  1 09:00:00 2026\n${eml("dave@contoso.com", "Two")}`;
  assert.match((await drop(page, { name: "mail.mbox.gz", buffer: gzipSync(mbox) }))[0], /^mail\.mbox: mailbox, 2 messages/);
  const list = page.locator(".message-list li");
  assert.deepEqual(await list.locator(".subject").allTextContents(), ["One", "Two"]);
  assert.deepEqual(await list.locator(".ends").allTextContents(), ["Leaves", "Stays inside"]);
  await list.nth(1).getByRole("button").press("Enter");
  await page.waitForFunction(() => document.querySelector(".verdict .outcome").textContent === "Stays inside");
  await tab.shot("messages");
  assert.deepEqual(await serious(page), []);
  const said = await drop(page, { name: "all.zip", buffer: zip([fixture("fixtures/ordinary/plain.eml"), fixture("fixtures/ordinary/forwarded-by-rule.eml")]) });
  assert.equal(said.length, 2);
  assert.deepEqual(await list.locator(".ends").allTextContents(), ["Leaves", "Rejected"]);
  // Under another policy the outcomes are others.
  await page.getByLabel("The policy as YAML").fill(readFileSync(join(rootFolder, "policies/closed.yaml"), "utf8"));
  await page.waitForFunction(() => document.querySelectorAll(".message-list .ends")[1].textContent === "Dropped");
  await tab.close();
});

test("each trace is compared as rdsim trace reconcile compares it", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  writeFileSync(join(folder, "policy"), await yaml(page));
  const traces = readdirSync(join(rootFolder, "fixtures/traces")).filter((path) => !path.endsWith(".md"));
  assert.ok(traces.length > 25);
  for (const path of traces) {
    const file = fixture(`fixtures/traces/${path}`);
    writeFileSync(join(folder, path), file.buffer);
    const run = spawnSync(binary, ["trace", "reconcile", "--policy", "policy", path, "--format", "json"], { cwd: folder, encoding: "utf8" });
    const said = await drop(page, file);
    if (path === "wrong-delimiter.csv") {
      assert.equal(run.status, 2);
      continue;
    }
    assert.match(said[0], /message trace → Trace$/, path);
    const report = JSON.parse(run.stdout);
    await page.locator(".trace-view h3").getByText(path).waitFor();
    await page.locator(".counts").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".trace-view .downloads button").click()]);
    const here = JSON.parse(readFileSync(await download.path(), "utf8"));
    // Of what is no table, the page gives lines of the table that it makes.
    for (const found of /csv|log$/.test(path) ? [] : [...here.disagreements, ...report.disagreements]) found.example.line = 0;
    // A page without the catalogue tells no reasons by it.
    const told = ({ responses, ...why }) => why;
    assert.deepEqual({ ...here, not_judged: here.not_judged.map(told) }, { ...report, not_judged: report.not_judged.map(told) }, path);
    const counts = await page.locator(".counts dd").allTextContents();
    assert.deepEqual(counts.slice(0, 2), [String(report.agree), String(report.disagree)]);
    assert.equal((await page.locator(".tally").last().locator("b").allTextContents()).reduce((sum, n) => sum + Number(n), 0), Number(counts[3]), path);
  }
  await tab.close();
});

test("on paper a comparison has neither the note on what was read nor an empty field", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  await drop(page, fixture("fixtures/traces/message-trace-v2.csv"));
  await page.getByText("None, and no row agrees for certain either").waitFor();
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await page.locator(".taken, #line-title").evaluateAll((all) => all.map((e) => e.checkVisibility())), [false, false]);
  assert.ok(await page.locator(".counts").isVisible());
  await page.emulateMedia({ media: "screen" });
  await page.getByLabel(/A response, a status/).fill("550 5.7.520");
  await page.locator(".answers h3").first().waitFor();
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.getByLabel(/A response, a status/).isVisible());
  await tab.close();
});

test("a disagreement opens as a case, by the keyboard", async () => {
  const tab = await open(browser, { hash: CHECK });
  await drop(tab.page, fixture("fixtures/traces/extended.csv"));
  await tab.page.locator(".counts").waitFor();
  await tab.page.locator(".taken").getByRole("button", { name: "Close" }).click();
  await tab.shot("trace");
  assert.deepEqual(await serious(tab.page), []);
  const button = tab.page.getByRole("button", { name: "Open as a case" }).first();
  await button.focus();
  await button.press("Enter");
  assert.ok(await tab.page.locator("a[data-view=check][aria-current=page]").isVisible());
  assert.ok(await tab.page.getByRole("radio", { name: "Compose" }).isChecked());
  await tab.close();
});

test("a line of a trace and a report are explained with the setting of this policy", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  assert.match((await paste(page, "Remote Server returned '550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)'"))[0], /→ explained$/);
  const answers = page.locator(".answers");
  assert.match(await answers.textContent(), /AutoForwardingMode/);
  await tab.shot("line");
  await page.getByLabel(/A response, a status/).fill("250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient to zoe@example.com");
  await page.locator(".answers .own").getByText(/AutoForwardEnabled/).first().waitFor();
  const at = answers.getByRole("button", { name: /^line \d+$/ }).first();
  const line = Number((await at.textContent()).match(/\d+/)[0]);
  assert.match((await yaml(page)).split("\n")[line - 1], /AutoForwardEnabled/);
  await page.getByLabel(/A response, a status/).fill("nothing of the kind");
  await answers.getByText("The page does not know this.").waitFor();
  assert.doesNotMatch(await answers.textContent(), /rdsim /);
  assert.deepEqual(await serious(page), []);
  await tab.close();
});

test("what is too large, unknown, packed wrongly or a workbook without tables is told in sight with what to do", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  const before = await yaml(page);
  const bomb = { name: "bomb.zip", buffer: zip([{ name: "a.csv", buffer: Buffer.alloc(80 * 1024 * 1024, 32) }]) };
  const said = await drop(page,
    text("photo.png", "\x89PNG\r\n\x1a\n\0\0\0\0"), { name: "chart.xlsx", buffer: zip([text("xl/workbook.xml", "<workbook/>")]) }, bomb,
    { name: "locked.zip", buffer: zip([fixture("policies/open.yaml")], { encrypted: true }) }, text("empty.txt", "\n"), text("cut.zip", "PK\x03\x04abc"), fixture("fixtures/exports/tenant.ps1"));
  assert.match(said[0], /photo\.png: nothing that the page knows/);
  assert.match(said[2], /bomb\.zip#a\.csv: it unpacks to more than 64 MB/);
  assert.match(said[1], /chart\.xlsx: not read: an Excel workbook.*CSV/);
  assert.match(said[3], /locked with a password/);
  assert.match(said[4], /nothing in it/);
  assert.match(said[5], /an archive that is damaged/);
  assert.match(said[6], /not read: a Microsoft365DSC configuration.*Get-RemoteDomain.*rdsim import/);
  assert.match(await page.locator(".taken").textContent(), /The page reads policies/);
  assert.ok(await page.locator(".taken").isVisible());
  assert.equal(await yaml(page), before);
  await tab.shot("refused");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(65 * 1024 * 1024)], "large.csv"));
    document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
  });
  await page.locator(".taken").getByText("large.csv").waitFor();
  assert.match((await taken(page))[0], /larger than 64 MB/);
  assert.deepEqual(await serious(page), []);
  await tab.close();
});

test("everything can be pasted and opened by the keyboard, in Japanese too", async () => {
  for (const [lang, button, label, read] of [["en", "Paste or open", "Paste text", "Read it"], ["ja", "貼り付け・開く", "テキストを貼り付け", "読み取る"]]) {
    const tab = await open(browser, { hash: `${CHECK}&lang=${lang}` });
    const { page } = tab;
    const opener = page.locator(".top").getByRole("button", { name: button });
    await opener.focus();
    await opener.press("Enter");
    await tab.shot(`dialog-${lang}`);
    assert.deepEqual(await serious(page), []);
    await page.getByLabel(label).fill(readFileSync(join(rootFolder, "fixtures/exports/remote-domains.txt"), "utf8"));
    await page.getByRole("button", { name: read }).press("Enter");
    assert.match((await taken(page))[0], /Get-RemoteDomain/);
    await page.locator(".taken button").first().press("Escape");
    assert.ok(await page.locator(".taken").isHidden());
    await tab.close();
  }
});

test("policy, script and report are downloads, as the command line writes them", async () => {
  const tab = await open(browser, { hash: CHECK });
  const { page } = tab;
  const saved = async (button) => {
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    return readFileSync(await download.path(), "utf8");
  };
  const own = page.locator(".tenant .downloads");
  assert.equal(await saved(own.getByRole("button", { name: "YAML" })), await yaml(page));
  writeFileSync(join(folder, "policy.yaml"), await yaml(page));
  const script = own.getByRole("button", { name: "PowerShell" });
  if (await script.count()) {
    const made = spawnSync(binary, ["export", "--powershell", "policy.yaml"], { cwd: folder, encoding: "utf8" });
    assert.equal(await saved(script), made.stdout);
  }
  const verdict = page.locator(".verdict .downloads");
  assert.match(await saved(verdict.getByRole("button", { name: "text" })), /REJECTED/);
  assert.equal(JSON.parse(await saved(verdict.getByRole("button", { name: "JSON" }))).version, 1);
  await tab.close();
});
