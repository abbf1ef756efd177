// Makes policies for the tests: two hundred domains, and random pairs of which one was changed.

/** Two hundred partners with four kinds of settings, and Default. */
export function twoHundred() {
  const words = ["None", "External", "InternalLegacy", "ExternalLegacy"];
  const entry = (i) => [`  - DomainName: partner${String(i).padStart(3, "0")}.example`, `    AllowedOOFType: ${words[i % 4]}`, `    AutoForwardEnabled: ${i % 2 === 1}`];
  return ["AcceptedDomains: [contoso.com]", "RemoteDomains:", '  - DomainName: "*"', ...Array.from({ length: 200 }, (_, i) => entry(i)).flat(), ""].join("\n");
}

/** Pairs of policies, the same ones each time. */
export function pairs(count) {
  let seed = 24;
  const random = (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const one = (...all) => all[random(all.length)];
  const maybe = (line) => (random(2) ? [line()] : []);
  const bool = () => one("true", "false");
  const domain = (name) => ({
    head: `  - DomainName: "${name}"`,
    lines: [
      () => `    AllowedOOFType: ${one("None", "External", "InternalLegacy", "ExternalLegacy")}`,
      () => `    AutoForwardEnabled: ${bool()}`,
      () => `    AutoReplyEnabled: ${bool()}`,
      () => `    DeliveryReportEnabled: ${bool()}`,
      () => `    NDREnabled: ${bool()}`,
      () => `    MeetingForwardNotificationEnabled: ${bool()}`,
      () => `    TNEFEnabled: ${one("true", "false", "$null")}`,
      () => `    ContentType: ${one("MimeHtmlText", "MimeText", "MimeHtml")}`,
      () => `    CharacterSet: ${one("iso-8859-1", "utf-8", "iso-2022-jp")}`,
      () => `    NonMimeCharacterSet: ${one("iso-8859-1", "utf-8")}`,
      () => `    LineWrapSize: ${one("Unlimited", "76")}`,
      () => `    DisplaySenderName: ${bool()}`,
    ],
  });
  const rule = (i) => [
    `  - Name: Rule ${i}`, `    Priority: ${i}`, "    State: Enabled", "    Mode: Enforce",
    ...maybe(() => `    ${one("FromScope: InOrganization", "SentToScope: NotInOrganization", "RecipientDomainIs: [fabrikam.com]", "From: [alice@contoso.com]", "SubjectContainsWords: [secret]", "MessageTypeMatches: OOF")}`),
    `    ${one("DeleteMessage: true", "RejectMessageReasonText: no", "Quarantine: true", "RedirectMessageTo: [bob@fabrikam.com]", "BlindCopyTo: [carol@contoso.com]", "PrependSubject: 'x '")}`,
  ];
  const sections = {
    remote: () => [domain("*"), domain("fabrikam.com"), domain("*.example")].map((d) => [d.head, ...d.lines.flatMap((line) => (random(3) ? [] : [line()]))]),
    outbound: () => [["  - Name: Default", `    AutoForwardingMode: ${one("On", "Off", "Automatic")}`]],
    mailboxes: () => [["  - PrimarySmtpAddress: alice@contoso.com", ...maybe(() => `    ExternalAudience: ${one("None", "Known", "All")}`)], ["  - PrimarySmtpAddress: carol@contoso.com", ...maybe(() => "    ForwardingSmtpAddress: smtp:bob@fabrikam.com")]],
    groups: () => [["  - Name: Team", "    PrimarySmtpAddress: team@contoso.com", `    Members: [${one("alice@contoso.com", "carol@contoso.com")}, ${one("bob@fabrikam.com", "x@partner.example")}]`]],
    contacts: () => [["  - PrimarySmtpAddress: guest@contoso.com", "    ExternalEmailAddress: guest@fabrikam.com", ...maybe(() => `    UseMapiRichTextFormat: ${one("Always", "Never", "UseDefaultSettings")}`)]],
    rules: () => Array.from({ length: random(3) }, (_, i) => rule(i)),
  };
  const text = (parts) => [
    "AcceptedDomains: [contoso.com]",
    "RemoteDomains:", parts.remote, "HostedOutboundSpamFilterPolicies:", parts.outbound, "Mailboxes:", parts.mailboxes,
    "DistributionGroups:", parts.groups, "MailContacts:", parts.contacts, parts.rules.length ? ["TransportRules:", parts.rules] : [], "",
  ].flat(3).join("\n");
  return Array.from({ length: count }, () => {
    const old = Object.fromEntries(Object.entries(sections).map(([name, make]) => [name, make()]));
    const next = { ...old };
    for (let i = 0; i <= random(2); i++) {
      const name = one(...Object.keys(sections));
      next[name] = sections[name]();
    }
    return [text(old), text(next)];
  });
}
