# The same signals as far as Sieve (RFC 5228) can see them: headers and the outer content type.
require ["fileinto", "mailbox"];

if header :is "X-MS-Exchange-Generated-Message-Source" "Mailbox Rules Agent" {
  if header :contains "X-Auto-Response-Suppress" "All" {
    fileinto "auto-reply";
    stop;
  }
}
if header :contains "Content-Type" "report-type=delivery-status" {
  fileinto "report";
  stop;
}
if header :contains "Content-Type" "report-type=disposition-notification" {
  fileinto "receipt";
  stop;
}
if header :matches "Subject" "Meeting Forward Notification:*" {
  fileinto "meeting-forward-notification";
  stop;
}
if allof (
  header :matches "Subject" ["Automatic reply:*", "自動応答:*", "Automatische Antwort:*"],
  anyof (exists "X-Auto-Response-Suppress", not header :is "Auto-Submitted" ["", "no"])
) {
  fileinto "out-of-office";
  stop;
}
if header :contains "Auto-Submitted" "auto-replied" {
  fileinto "automatic";
  stop;
}
keep;
