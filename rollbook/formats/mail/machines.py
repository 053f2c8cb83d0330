"""Mail that no person wrote: out-of-office notes, receipts, and reports that our own mail did not arrive (RFC 3464)."""

from __future__ import annotations

import re
from email.message import Message

from rollbook.formats.mail.headers import header

_AWAY = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office"
    r"|away from (?:my|the) (?:desk|office)|r[ée]ponse automatique|abwesenheit|autosvar)\b",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster)@", re.IGNORECASE)
_UNDELIVERED = re.compile(
    r"undeliver|delivery (?:status notification \(failure|has failed|failure)|returned mail|failure notice",
    re.IGNORECASE,
)
_ACTION = re.compile(r"^action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"^status:\s*(\d\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_WHY = {
    "5.1": "there is no such address",
    "5.2": "the mailbox cannot take it (full or closed)",
    "5.4": "the address’s mail server could not be found",
    "5.7": "the address’s mail server refused it",
}


def is_auto_reply(mail: Message) -> bool:
    """Whether a machine answered for somebody; a report about delivery is told apart before."""
    if header(mail, "Auto-Submitted").casefold().startswith("auto-replied"):
        return True
    if (
        header(mail, "X-Autoreply")
        or header(mail, "X-Autorespond")
        or header(mail, "Precedence").casefold() == "auto_reply"
    ):
        return True
    if "disposition-notification" in header(mail, "Content-Type").casefold():
        return True
    return bool(_AWAY.match(header(mail, "Subject")))


def is_report(mail: Message, address: str) -> bool:
    """Whether a mail server reports about a mail that it was given."""
    said = header(mail, "Content-Type").casefold()
    if "multipart/report" in said and "delivery-status" in said:
        return True
    return bool(_DAEMON.match(address)) and bool(_UNDELIVERED.search(header(mail, "Subject")))


def why_failed(status: str, subject: str) -> str:
    """Why a mail did not arrive, from a delivery status and a subject; empty where it is only late, or did arrive."""
    action = _ACTION.search(status)
    if action and action[1].casefold() != "failed":
        return ""
    if not action and not _UNDELIVERED.search(subject):
        return ""
    code = _STATUS.search(status)
    return _WHY.get(code[1][:3], "the mail came back") if code else "the mail came back"
