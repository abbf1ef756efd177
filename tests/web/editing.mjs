// What the tests of the editor and of the form beside it ask of a page.

/** A tenant of so many remote domains. */
export function many(count, lines = []) {
  const out = ["AcceptedDomains: [contoso.com]", "RemoteDomains:", '  - DomainName: "*"'];
  for (let i = 0; i < count; i++) {
    out.push(`  - DomainName: partner${String(i).padStart(3, "0")}.example`, ...lines);
  }
  return `${out.join("\n")}\n`;
}

export const area = (page) => page.locator(".tenant .yaml");
export const value = (page) => area(page).inputValue();
export const settled = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))));
