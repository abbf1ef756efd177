// Encodes international domains for the engine: the browser does so for URLs, by the same standard.

/** A domain as A-labels; nothing where it cannot be encoded. */
function asciiDomain(domain) {
  // With these it would be a URL of another domain. The engine refuses them.
  if (/[\0-\x20#%/:<>?@[\\\]^|\x7f]/.test(domain)) return domain;
  try {
    // A domain whose last label is a number would be an address.
    return new URL(`http://${domain}.a`).hostname.slice(0, -2);
  } catch {
    return undefined;
  }
}
