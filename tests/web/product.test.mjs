// Several recipients, how sure a verdict is, what a message triggers, lint, and devices that send:
// the page says what the command line says.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serious } from "./axe.mjs";
import { binary, launch, open, outcome, rootFolder } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const policyFile = (name) => `${rootFolder}policies/${name}.yaml`;
const yaml = (page) => page.getByLabel("The policy as YAML");

/** What the program prints as JSON; it may end with 1 where it finds something. The page calls its
 * policy "policy". */
function printed(...args) {
  const policy = args[args.indexOf("--policy") + 1];
  // Where the program names an option, the page names its own control.
  const valued = { kind: "Kind", from: "From", to: "To" };
  const control = { ...valued, "forwarded-by": "Forwarded by", at: "Date", notify: "NOTIFY=SUCCESS", undeliverable: "it cannot be delivered: nobody has this address", "deleted-unread": "the owner deletes it unread", "forwarded-to": "a forward by hand" };
  const named = (text) => text.replace(/`--([a-z-]+) ?([^`]*)`/g, (whole, option, value) => (control[option] ? `“${control[option]}${value && valued[option] ? `: ${value}` : ""}”` : whole));
  const whole = (text) => JSON.parse(named(text.replaceAll(policy, "policy")));
  try {
    return whole(execFileSync(binary, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }));
  } catch (error) {
    return whole(error.stdout);
  }
}

const THREE = "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml&to=bob@fabrikam.com,erin@example.com,carol@contoso.com";

test("one glance shows the outcome of each recipient, with the setting and its line", async () => {
  for (const width of [1440, 390]) {
    const tab = await open(browser, { hash: THREE, width });
    const rows = await tab.page.locator(".recipient-row").allInnerTexts();
    assert.deepEqual(rows.map((r) => r.split(/\s+/)[0]), ["Rejected", "Dropped", "Stays"]);
    assert.match(rows[0], /bob@fabrikam\.com\s+AutoForwardingMode: Automatic \(line 85\)/);
    assert.match(rows[1], /erin@example\.com\s+AutoForwardEnabled: false \(line 15\) inferred/);
    assert.match(await tab.page.locator(".recipients legend").textContent(), /^3 recipients 1 rejected, 1 dropped, 1 stays inside$/);
    // One is chosen by the keyboard.
    await tab.page.locator('[data-key="recipient-0"]').focus();
    await tab.page.keyboard.press("ArrowDown");
    assert.equal(await outcome(tab.page), "Dropped");
    assert.equal(await tab.page.evaluate(() => document.activeElement.dataset.key), "recipient-1");
    assert.deepEqual(await serious(tab.page), []);
    await tab.shot(`recipients-${width}`);
    await tab.close();
  }
});

test("what decides says how sure it is without a click, with its source", async () => {
  const tab = await open(browser, { hash: THREE.replace("bob@fabrikam.com,", "").replace(",carol@contoso.com", "") });
  assert.match(await tab.page.locator(".headline .doubts").textContent(), /^inferred The remote domain is asked first, so where both block there is the drop and no NDR\./);
  assert.equal(await tab.page.locator(".hops .lit .basis").textContent(), "inferred");
  assert.equal(await tab.page.locator(".asked tbody tr.decides .basis").textContent(), "inferred");
  assert.ok((await tab.page.locator(".hop .basis").count()) >= 2);
  await tab.close();
  const other = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/plain.eml" });
  const sources = other.page.locator(".doubts a");
  for (const link of await sources.all()) assert.match(await link.getAttribute("href"), /^https:/);
  await other.close();
});

test("the page says what a message triggers as the command line does", async () => {
  const tab = await open(browser);
  const folder = `${rootFolder}fixtures/incoming/`;
  // Also with a time of arrival, and forwarded by hand.
  const arrivals = [[[], {}], [["--at", "2026-11-03T09:00:00Z", "--forwarded-to", "Erin@example.com"], { at: String(Date.UTC(2026, 10, 3, 9) / 1000), forwarded_to: "Erin@example.com" }]];
  for (const [policy, [options, told]] of ["out-of-office", "contoso", "legacy-oof"].flatMap((policy) => arrivals.map((arrival) => [policy, arrival]))) {
    const { messages } = printed("react", "--policy", policyFile(policy), "--format", "json", ...options, folder);
    assert.equal(messages.length, readdirSync(folder).filter((f) => f.endsWith(".eml")).length);
    const text = readFileSync(policyFile(policy), "utf8");
    for (const one of messages) {
      const base64 = readFileSync(one.path).toString("base64");
      const said = await tab.page.evaluate(([text, base64, told]) => rdsim.check(text, "m.eml", Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)), told, "en").reactions, [text, base64, JSON.stringify(told)]);
      const reason = (r) => ({ what: r.what, message_line: r.message_line, policy_line: r.policy_line, basis: r.basis ?? null });
      assert.deepEqual(said.map((r) => ({
        recipient: r.recipient,
        in_words: r.words,
        not_simulated: r.not_simulated,
        idle: r.idle.map((i) => reason(i.because)),
        reactions: r.reactions.map((x) => ({ reaction: x.kind, what: x.what, to: x.to, made: x.made, outcome: x.outcome, by: reason(x.trigger), silenced: x.silenced_by.map(reason), depends: x.depends_on.map(reason), response: x.response, because: x.because.map((b) => [b.setting, b.line, b.default]) })),
      })), one.recipients.map((r) => ({
        recipient: r.recipient,
        in_words: r.in_words,
        not_simulated: r.not_simulated,
        idle: r.not_set_off.map((i) => reason(i.because)),
        reactions: r.reactions.map((x) => ({ reaction: x.reaction, what: x.what, to: x.to, made: x.made, outcome: x.outcome, by: reason(x.set_off_by), silenced: x.silenced_by.map(reason), depends: x.depends_on.map(reason), response: x.verdict?.response?.line ?? null, because: (x.verdict?.because ?? []).map((b) => [b.setting, b.line, b.default]) })),
      })), `${policy} ${one.path} ${options}`);
    }
  }
  await tab.close();
});

test("a reaction opens as a case of its own, with the same outcome", async () => {
  const tab = await open(browser, { hash: "#view=check&p=out-of-office&m=incoming/outside.eml" });
  assert.equal(await tab.page.locator(".reaction").count(), 2);
  const words = await tab.page.locator(".reaction .word").allTextContents();
  assert.deepEqual(words, ["Leaves", "Dropped"]);
  await tab.shot("reactions");
  assert.deepEqual(await serious(tab.page), []);
  const button = tab.page.getByRole("button", { name: "Open as a message of its own" }).nth(1);
  await button.focus();
  await tab.page.keyboard.press("Enter");
  assert.equal(await outcome(tab.page), "Dropped");
  assert.match(await tab.page.locator(".response").textContent(), /RESOLVER\.OOF\.IntToExt/);
  await tab.page.goBack();
  await tab.page.locator(".reaction").first().waitFor();
  await tab.close();
});

test("what the reader knows of the arrival changes what is triggered; where nothing is, it says why", async () => {
  const tab = await open(browser, { hash: "#view=check&p=out-of-office&m=incoming/outside.eml" });
  await tab.page.getByText("When it arrives").click();
  await tab.page.getByLabel("the sender got an out-of-office reply before").check();
  assert.deepEqual(await tab.page.locator(".reaction .word").allTextContents(), ["Not made", "Not made"]);
  await tab.page.waitForFunction(() => location.hash.includes("a=answered"));
  await tab.close();
  // Carol is away for one week, and the owner of a mailbox may forward a meeting.
  const away = await open(browser, { hash: "#view=check&p=out-of-office&m=incoming/meeting.eml&to=carol@contoso.com&from=bob@fabrikam.com" });
  const made = () => away.page.locator(".reaction").allInnerTexts();
  await away.page.getByText("When it arrives").click();
  const time = away.page.locator("[data-key=arrival-at]");
  await time.fill("2026-12-03T09:00");
  await time.blur();
  assert.ok(!(await made()).some((text) => /OOF/.test(text)), String(await made()));
  await time.fill("2026-11-03T09:00");
  await time.blur();
  assert.ok((await made()).some((text) => /OOF/.test(text)), String(await made()));
  const by = away.page.locator("[data-key=arrival-forwarded_to]");
  await by.fill("erin@example.com");
  await by.blur();
  assert.ok((await made()).some((text) => /meeting forward notification/i.test(text)), String(await made()));
  await away.page.waitForFunction(() => /at=2026-11-03T09%3A00&fw=erin%40example\.com/.test(location.hash));
  // The link has both.
  const colleague = await open(browser, { hash: new URL(away.page.url()).hash });
  assert.deepEqual(await colleague.page.locator(".reaction").allInnerTexts(), await made());
  await colleague.close();
  await away.close();
  const out = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/plain.eml" });
  assert.match(await out.page.locator(".idle").first().textContent(), /outside the organization, so no mailbox here reacts/);
  await out.close();
});

test("the page finds in a policy what lint finds", async () => {
  const tab = await open(browser);
  const names = readdirSync(`${rootFolder}policies`).filter((f) => f.endsWith(".yaml") && !f.endsWith(".rdsim.yaml"));
  const folder = mkdtempSync(join(tmpdir(), "rdsim-"));
  const trap = join(folder, "trap.yaml");
  writeFileSync(trap, 'AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: "*"\n    AutoForwardEnabled: false\n    NDREnabled: false\n  - DomainName: fabrikam.com\n    TNEFEnabled: true\nHostedOutboundSpamFilterPolicies:\n  - Name: Default\n    AutoForwardingMode: On\n');
  let found = 0;
  for (const file of [trap, ...names.map((n) => `${rootFolder}policies/${n}`)]) {
    const [{ findings }] = printed("lint", "--format", "json", file).policies;
    const open = findings.filter((f) => !f.suppressed);
    const { problems } = await tab.page.evaluate((text) => rdsim.readPolicy(text, "en"), readFileSync(file, "utf8"));
    const shape = (f) => [f.rule ?? f.id, f.severity, f.line ?? 0, f.column ?? 0, f.message, [f.help, ...(f.required_by ?? []).map((r) => `(${r.profile === "cis" ? "CIS" : "SCuBA"} ${r.id})`)].join(" ")];
    assert.deepEqual(problems.map(shape), open.map(shape), file);
    found += open.length;
  }
  assert.ok(found > 3);
  await yaml(tab.page).fill(readFileSync(trap, "utf8"));
  await tab.page.locator(".problems", { hasText: "automatic forwarding to fabrikam.com is allowed although Default stops it" }).first().waitFor();
  await tab.shot("lint");
  await tab.close();
});

const RULES = `AcceptedDomains: [contoso.com]
RemoteDomains:
  - DomainName: "*"
Mailboxes:
  - Addresses: [alice@contoso.com]
MailContacts:
  - Name: Bob
    ExternalEmailAddress: bob@fabrikam.com
DistributionGroups:
  - Name: Sales
    PrimarySmtpAddress: sales@contoso.com
    Members: [alice@contoso.com, Bob]
TransportRules:
  - Name: Large files
    AttachmentSizeOver: 1MB
    RejectMessageReasonText: too large
`;

test("rules and groups are named with their lines, and what would settle it", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/plain.eml&to=sales@contoso.com,erin@example.com" });
  await yaml(tab.page).fill(RULES);
  await tab.page.locator(".recipient-row", { hasText: "bob@fabrikam.com" }).waitFor();
  const rows = await tab.page.locator(".recipient-row").allInnerTexts();
  assert.ok(rows.some((r) => /bob@fabrikam\.com via sales@contoso\.com/.test(r)), rows.join());
  const facts = await tab.page.locator(".facts").first().innerText();
  assert.match(facts, /Groups\s+Sales sales@contoso\.com: alice@contoso\.com, bob line 10/i);
  assert.match(facts, /Mail flow rules\s+Large files: RejectMessageReasonText line 14/);
  await tab.close();
});

test("where a mail flow rule decides, the command that asks the tenant is shown", async () => {
  const tab = await open(browser, { hash: "#view=check&p=contoso&m=ordinary/plain.eml&to=erin@example.com" });
  assert.equal(await tab.page.locator(".command").count(), 0);
  await yaml(tab.page).fill(RULES.replace("AttachmentSizeOver: 1MB", "SentToScope: NotInOrganization"));
  await tab.page.locator(".command").waitFor();
  assert.equal(await outcome(tab.page), "Rejected");
  assert.match(await tab.page.locator(".command").textContent(), /^Test-Message -TransportRules -MessageFileData \(\[System\.IO\.File\]::ReadAllBytes\(\(Convert-Path -LiteralPath '?[^ ]*plain\.eml'?\)\)\) -Sender '?alice@contoso\.com'? -Recipients '?erin@example\.com'? -SendReportTo /);
  await tab.close();
});

const SCENARIOS = [
  { From: "desk@contoso.com", MailFrom: "scan@contoso.com", Recipients: ["bob@fabrikam.com"], Endpoint: "smtp.office365.com", Port: 587, Tls: "TLS1.2", SignIn: "Password", Account: "scan@contoso.com" },
  { From: "printer@contoso.com", Recipients: ["alice@contoso.com", "bob@fabrikam.com"], Endpoint: "contoso-com.mail.protection.outlook.com", Tls: "None", PublicIP: "192.0.2.40", FixedIP: true },
  { From: "noreply@contoso.com", Recipients: ["bob@fabrikam.com"], Endpoint: "smtp.office365.com", Tls: "TLS1.0", SignIn: "None" },
];

test("the page says of a device what the command line says, and gives the same advice", async () => {
  const tab = await open(browser);
  const folder = mkdtempSync(join(tmpdir(), "rdsim-"));
  const file = join(folder, "scenario.yaml");
  for (const policy of [policyFile("contoso"), `${rootFolder}fixtures/scenarios/policy.yaml`]) {
    const text = readFileSync(policy, "utf8");
    for (const scenario of SCENARIOS) {
      writeFileSync(file, JSON.stringify(scenario));
      const said = await tab.page.evaluate(([text, s]) => rdsim.submit(text, s, "en"), [text, JSON.stringify(scenario, (_, v) => (typeof v === "number" || v === true ? String(v) : v))]);
      const sent = printed("submit", "--policy", policy, "--scenario", file, "--format", "json");
      const failures = (all) => all.map((f) => [f.requirement, f.refusal, f.because, f.line, f.help]);
      const { attempt, advice } = said;
      assert.deepEqual(
        [attempt.method, attempt.accepted, attempt.connector?.name ?? null, attempt.refusal, failures(attempt.failures), attempt.warnings, attempt.verdicts.map((v) => [v.recipient, v.outcome, v.response])],
        [sent.way, sent.accepted, sent.connector, sent.refusal, failures(sent.failures), sent.warnings, sent.verdicts.map((v) => [v.recipient, v.outcome, v.response])]);
      const given = printed("submit", "--advise", "--policy", policy, "--scenario", file, "--format", "json");
      assert.deepEqual(
        [advice.choice, advice.because, advice.passed_over.map((p) => p.because), advice.settings.endpoint, advice.settings.port, advice.settings.from, advice.settings.mail_from, advice.fits?.line ?? null, advice.changes.map((c) => [c.what, c.command]), advice.spf, advice.notes, advice.warnings, failures(advice.failures)],
        [given.advised, given.because, given.passed_over.map((p) => p.because), given.settings.endpoint, given.settings.port, given.settings.from, given.settings.mail_from, given.fits?.line ?? null, given.changes.map((c) => [c.what, c.command]), given.spf, given.notes, given.warnings, failures(given.failures)]);
    }
  }
  await tab.close();
});

test("a form asks what a device does, and a link holds it", async () => {
  for (const width of [1440, 390]) {
    const tab = await open(browser, { hash: "#view=submit&p=contoso", width });
    await tab.page.getByLabel("Example", { exact: true }).selectOption("scanner");
    await tab.page.getByLabel("Server that is set").fill("contoso-com.mail.protection.outlook.com");
    assert.match(await tab.page.locator(".submitted .outcome").first().textContent(), /Accepted|Refused/);
    assert.ok((await tab.page.locator(".advice .facts dd").count()) >= 4);
    assert.deepEqual(await serious(tab.page), []);
    assert.ok(await tab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await tab.page.waitForFunction(() => decodeURIComponent(location.hash).includes("contoso-com.mail.protection"));
    await tab.shot(`submit-${width}`);
    const hash = await tab.page.evaluate(() => location.hash);
    const first = await tab.page.locator(".submitted").innerText();
    await tab.close();
    const again = await open(browser, { hash, width });
    assert.equal(await again.page.locator(".submitted").innerText(), first);
    await again.page.getByLabel("Recipients", { exact: true }).fill("");
    assert.equal(await again.page.locator(".submitted .outcome").textContent(), "Fill in the sender and a recipient.");
    await again.close();
  }
});

test("all of it is in Japanese", async () => {
  const english = /[a-z]{3,} +[a-z]{3,} +[a-z]{3,}/;
  const states = [THREE, "#view=check&p=out-of-office&m=incoming/outside.eml", "#view=check&p=out-of-office&m=incoming/auto-submitted.eml", "#view=submit&p=contoso", "#view=check&p=partner-trap&m=ordinary/plain.eml"];
  for (const [i, state] of states.entries()) {
    const tab = await open(browser, { hash: `${state}&lang=ja` });
    const text = await tab.page.evaluate(() => {
      document.querySelectorAll("details").forEach((d) => { d.open = true; });
      document.querySelectorAll("code, pre, svg, textarea, cite, select, bdi, .rows label, .hops, .listing, .message, .lines").forEach((e) => e.remove());
      return document.querySelector("main").innerText;
    });
    const left = text.split("\n").filter((line) => english.test(line.replace(/`[^`]*`/g, "")));
    assert.deepEqual(left, [], state);
    await tab.shot(`ja-${i}`);
    await tab.close();
  }
});

test("the report on a message is one file that reads well, without a script and without controls", async () => {
  for (const [lang, button, hash, says] of [
    ["en", "report", "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml", /bob@fabrikam\.com: Rejected.*Nothing was sent.*550 5\.7\.520.*Mail flow.*Settings that were checked.*AutoForwardingMode.*X-MS-Exchange-Inbox-Rules-Loop/s],
    ["ja", "レポート", "#view=check&p=contoso&m=ordinary/forwarded-by-rule.eml", /bob@fabrikam\.com: 拒否.*何も送信されていません.*550 5\.7\.520.*メールフロー/s],
    // Arriving in a mailbox, with what it triggers.
    ["en", "report", "#case=oof", /out-of-office/],
  ]) {
    const tab = await open(browser, { hash: `${hash}&lang=${lang}` });
    const { page } = tab;
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".verdict .downloads").getByRole("button", { name: button, exact: true }).click()]);
    assert.equal(download.suggestedFilename(), "report.html");
    const file = join(mkdtempSync(join(tmpdir(), "rdsim-report-")), "report.html");
    await download.saveAs(file);
    const html = readFileSync(file, "utf8");
    assert.match(html, new RegExp(`^<!doctype html>\n<html lang="${lang}">`));
    assert.doesNotMatch(html, /<script|<button|<input|undefined|\[object/);
    await page.goto(`file://${file}`);
    assert.match(await page.locator("main").innerText(), says);
    // One picture, the verdict of every recipient, the policy and the message, none wider than the page.
    assert.equal(await page.locator("svg.mail-flow").count(), 1);
    assert.equal(await page.locator(".listing").count(), 2);
    assert.ok(await page.locator(".listing .decides, .listing .shapes").count() > 0);
    assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
    assert.deepEqual(await serious(page), []);
    await tab.shot(`report-${lang}`);
    await tab.page.context().close();
  }
});
