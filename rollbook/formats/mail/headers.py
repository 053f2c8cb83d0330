"""The lines above a mail: decoded whatever their charset, one line each, never longer than a person reads."""

from __future__ import annotations

import re
from binascii import Error as BadBase64
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

LONGEST = 500
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
# Codecs that senders use; others are guessed at, and those that compute (idna, punycode) are never asked.
_CODECS = re.compile(
    r"(?:iso-?8859-?\d{1,2}|windows-?125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5"
    r"|shift_jis|iso-2022-jp|euc-(?:jp|kr)|utf-?16(?:le|be)?)\Z",
    re.IGNORECASE,
)
_WESTERN = re.compile(r"iso-?8859-?1\Z|windows-?1252\Z|cp1252\Z", re.IGNORECASE)


def header(mail: Message, name: str) -> str:
    """A header in clear, on one line; empty where there is none."""
    return _one_line(decoded(_raw(mail, name)))


def sender(mail: Message) -> tuple[str, str]:
    """The sender's name and address; where there is no From, whom answers should go to."""
    for line in ("From", "Reply-To", "Sender"):
        raw = _as_text(_raw(mail, line))
        if raw.strip():
            name, address = parseaddr(_one_line(raw))
            return _one_line(decoded(name)), address.strip().casefold()[:254]
    return "", ""


def sent_at(mail: Message) -> datetime | None:
    """When the sender's machine says that it was sent; None where that is no moment."""
    try:
        moment = parsedate_to_datetime(_one_line(_as_text(_raw(mail, "Date"))))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def message_ids(*lines: str) -> tuple[str, ...]:
    """The Message-IDs in some lines, each once, in order."""
    found = [one for line in lines for one in MESSAGE_ID.findall(line[:20_000])]
    return tuple(dict.fromkeys(found))[:50]


def decoded(raw: str) -> str:
    """A piece of a header in clear, its encoded words read."""
    text = _as_text(raw)
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (MessageError, BadBase64, ValueError, UnicodeError):
        return text
    return "".join(p if isinstance(p, str) else in_clear(p, str(charset or "")) for p, charset in pieces)


def in_clear(data: bytes, charset: str) -> str:
    """Bytes as text: what the sender says they are unless they plainly are not."""
    said = charset.strip().strip("\"'")
    if _CODECS.match(said) and not _WESTERN.match(said):
        try:
            return data.decode(said, "replace")
        except (LookupError, ValueError):
            pass
    try:
        return data.decode("utf-8-sig")
    except ValueError:
        return data.decode("cp1252", "replace")


def _raw(mail: Message, name: str) -> str:
    """As it stands in the bytes; the library's own look-up decodes, and stumbles."""
    for key, value in mail.raw_items():
        if key.casefold() == name.casefold():
            return str(value)[:20_000]
    return ""


def _as_text(raw: str) -> str:
    """Bytes above 127 in a header are nobody's standard, and everybody's UTF-8."""
    return in_clear(raw.encode("utf-8", "surrogateescape"), "") if not raw.isascii() else raw


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())[:LONGEST]
