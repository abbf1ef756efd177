"""Tells the kind of each message in a folder, with the standard library alone.

The same signals as rdsim, in the same order, as far as MIME shows them: what a careful admin would
write. TNEF, which carries the message class, is not read. Prints one JSON object a message.
"""

import email
import email.policy
import json
import os
import re
import sys

OOF_SUBJECTS = (
    "automatic reply:", "自動応答:", "automatische antwort:", "réponse automatique",
    "risposta automatica:", "respuesta automática:", "automatisch antwoord:",
)
SEVERITY = {"delivered": 0, "expanded": 1, "relayed": 2, "delayed": 3, "failed": 4}
REPORTS = ["delivery-report", "dsn-expanded", "dsn-relayed", "dsn-delayed", "ndr"]
OOF = ["oof-external", "oof-internal", "oof-legacy"]


def bare(value):
    """A value without comments and parameters, in lower case."""
    return re.sub(r"\([^()]*\)", "", value or "").split(";")[0].strip().lower()


def leaves(message):
    """The parts that are no multiparts; attached messages are not looked into."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            yield from leaves(part)
    else:
        yield message


def report(message):
    """The kind of a report, by its structure."""
    if message.get_content_type() != "multipart/report":
        return None
    worst = -1
    for part in leaves(message):
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            blocks = part.get_payload() if part.is_multipart() else []
            for block in blocks:
                worst = max(worst, SEVERITY.get(bare(block.get("Action")), -1))
        elif kind == "message/disposition-notification":
            text = part.get_payload()[0].as_bytes() if part.is_multipart() else b""
            found = re.search(rb"(?im)^disposition:\s*([^\r\n]*)", text)
            value = found.group(1).decode("ascii", "replace") if found else ""
            disposition = value.split(";")[-1].split("/")[0].strip().lower()
            named = {"displayed": ["read-receipt"], "deleted": ["non-read-receipt"]}
            return named.get(disposition, ["ordinary"])
    if worst >= 0:
        return [REPORTS[worst]]
    if message.get_param("report-type") == "delivery-status":
        return REPORTS
    return None


def kinds(message):
    """The kinds that a message may be."""
    found = report(message)
    if found:
        return found
    suppress = {v.strip().lower() for v in (message.get("X-Auto-Response-Suppress") or "").split(",")}
    silent = bool(suppress & {"all", "oof"})
    agent = (message.get("X-MS-Exchange-Generated-Message-Source") or "").strip()
    if agent.lower() == "mailbox rules agent" and silent:
        return ["auto-reply"]
    subject = str(message.get("Subject") or "").lower()
    if subject.startswith("meeting forward notification:"):
        return ["meeting-forward-notification", "ordinary"]
    submitted = bare(message.get("Auto-Submitted"))
    if subject.startswith(OOF_SUBJECTS) and (submitted not in ("", "no") or "X-Auto-Response-Suppress" in message):
        return OOF
    if submitted == "no":
        return ["ordinary"]
    any_reply = ["ordinary", "auto-reply"]
    if submitted == "auto-replied":
        return any_reply + OOF
    if submitted == "auto-generated" and "X-MS-Exchange-Inbox-Rules-Loop" not in message:
        return any_reply + OOF if silent and "In-Reply-To" in message else ["ordinary"]
    weak = [message.get(n) for n in ("X-Autoreply", "X-Autorespond")]
    if bare(message.get("Precedence")) == "auto_reply" or any(v and v.lower() != "no" for v in weak):
        return any_reply
    return ["ordinary"]


def main():
    for folder, folders, files in os.walk(sys.argv[1]):
        folders.sort()
        for name in sorted(files):
            if name.endswith(".eml"):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    message = email.message_from_binary_file(file, policy=email.policy.default)
                print(json.dumps({"path": path, "possible_kinds": kinds(message)}))


main()
