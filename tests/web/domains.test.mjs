// International domains, which the browser encodes for the engine, are those of the command line.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { binary, launch, open, rootFolder } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const yaml = (domain) => `AcceptedDomains: [contoso.com]\nRemoteDomains:\n  - DomainName: "${domain}"\n    AllowedOOFType: None\n`;

const DOMAINS = [
  ["bücher.example", "xn--bcher-kva.example"],
  ["BÜCHER.Example", "xn--bcher-kva.example"],
  ["faß.de", "xn--fa-hia.de"],
  ["日本語.jp", "xn--wgv71a119e.jp"],
  ["例え。テスト", "xn--r8jz45g.xn--zckzah"],
  ["*.bücher.example", "*.xn--bcher-kva.example"],
  ["XN--bcher-kva.example", "xn--bcher-kva.example"],
  ["ü.123", "xn--tda.123"],
  ["אבג.example", "xn--4dbcd.example"],
];

const REFUSED = ["xn--a-.example", "xn--a.example", "a b.ü", "ü/a.example", "ü_é.xn--", "אa.example", "-ü.example", "ü..example", "\u00AD.example"];

test("international domains are encoded as the command line encodes them", async () => {
  const tab = await open(browser);
  const read = (text) => tab.page.evaluate((policy) => rdsim.readPolicy(policy, "en"), text);
  for (const [domain, encoded] of DOMAINS) {
    const { policy, problems } = await read(yaml(domain));
    assert.equal(policy?.remote_domains[0].domain, encoded, `${domain}: ${JSON.stringify(problems)}`);
  }
  const folder = mkdtempSync(join(tmpdir(), "domains-"));
  for (const domain of REFUSED) {
    const file = join(folder, "policy");
    writeFileSync(file, yaml(domain));
    const { problems } = await read(yaml(domain));
    let printed = "";
    try {
      execFileSync(binary, ["check", "--quiet", "--policy", file, "fixtures/ordinary"], { cwd: rootFolder, env: {}, stdio: "pipe" });
    } catch (error) {
      printed = error.stderr.toString();
    }
    const errors = problems.filter(({ severity }) => severity === "error");
    for (const { message } of errors) assert.ok(printed.includes(message), `${domain}: ${message}\n${printed}`);
    assert.equal(errors.length > 0, printed.includes("error"), `${domain}\n${printed}`);
  }
  rmSync(folder, { recursive: true });
  await tab.close();
});
