"""The school's own mailbox for absences, read over IMAP4rev1 (RFC 3501) with TLS: looked into, never emptied."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date

from rollbook.comms.providers.shape import Setting
from rollbook.formats.mail import LARGEST

PATIENCE = 20.0
LONGEST_HEAD = 60_000
HERE = {"localhost", "127.0.0.1", "::1"}
SECURITIES = (("tls", "TLS from the start (port 993)"), ("starttls", "STARTTLS (port 143)"), ("none", "None"))
SETTINGS = (
    Setting("host", "Server", "As imap.school.example"),
    Setting("port", "Port", "993 with TLS from the start, 143 with STARTTLS"),
    Setting("security", "Encryption"),
    Setting("user", "User", "Usually the address itself, as absence@school.example"),
    Setting("password", "Password", "One made for this mailbox (an app password), not somebody’s own", secret=True),
    Setting("folder", "Folder", "INBOX, unless a rule of the mailbox puts absences elsewhere"),
    Setting("done", "Folder for what was read", "Empty: mails stay where they are, marked as read", needed=False),
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class MailboxDown(Exception):
    """The mailbox cannot be read now; the words are for the office, without addresses."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server gave it: whole, or its head alone where it is too large."""

    uid: int
    size: int
    raw: bytes = field(repr=False)

    @property
    def whole(self) -> bool:
        return self.size <= LARGEST


class OpenMailbox:
    """A conversation with the server, in the folder; every way in which it can fail is a MailboxDown."""

    def __init__(self, server: imaplib.IMAP4, holds: int, done: str) -> None:
        self.validity, self.holds = _said(server, "UIDVALIDITY"), holds
        self._server, self._done = server, done

    def after(self, uid: int) -> tuple[int, ...]:
        """The numbers above this one."""
        return tuple(n for n in self._found(f"UID {uid + 1}:*") if n > uid)

    def last(self) -> int:
        """The highest number that the folder had when it was opened."""
        following = _said(self._server, "UIDNEXT")
        return following - 1 if following else max(self.after(0), default=0)

    def since(self, day: date, *, unread: bool) -> tuple[int, ...]:
        """The numbers of what came on this day or later."""
        told = f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}"
        return self._found(f"UNSEEN {told}" if unread else told)

    def fetch(self, uid: int) -> Fetched | None:
        """A mail without marking it as read; None where it has gone meanwhile."""
        size = next((int(m[1]) for line in self._uid("FETCH", uid, "(RFC822.SIZE)") if (m := _size(line))), None)
        if size is None:
            return None
        what = "BODY.PEEK[]" if size <= LARGEST else "BODY.PEEK[HEADER]"
        most = LARGEST + 1 if size <= LARGEST else LONGEST_HEAD
        parts = [part for part in self._uid("FETCH", uid, f"({what}<0.{most}>)") if isinstance(part, tuple)]
        return Fetched(uid, size, bytes(parts[0][1])) if parts else None

    def put_away(self, uid: int) -> None:
        """Mark a mail as read, or move it where the school keeps what was read."""
        if self._done and "MOVE" in self._server.capabilities:
            with _told("The folder for what was read is not there."):
                self._server.uid("STORE", str(uid), "+FLAGS", "(\\Seen)")
                _ok(*self._server.uid("MOVE", str(uid), _quoted(self._done)))
            return
        self._uid("STORE", uid, "+FLAGS", "(\\Seen)")

    def _found(self, asked: str) -> tuple[int, ...]:
        with _told("The mailbox broke off while it was read."):
            answers = _ok(*self._server.uid("SEARCH", asked))
        return tuple(sorted(int(n) for line in answers if isinstance(line, bytes) for n in line.split() if n.isdigit()))

    def _uid(self, verb: str, uid: int, *rest: str) -> list[object]:
        with _told("The mailbox broke off while it was read."):
            return _ok(*self._server.uid(verb, str(uid), *rest))


@contextmanager
def opened_mailbox(kept: Mapping[str, str]) -> Iterator[OpenMailbox]:
    """The mailbox of these settings, closed at the end whatever happens. Raises MailboxDown."""
    with _told("The mail server could not be reached."):
        server = _connected(kept)
    try:
        with _told("The mail server does not take this user and password."):
            _ok(*server.login(kept["user"], kept["password"]))
        with _told("There is no such folder in the mailbox."):
            answers = _ok(*server.select(_quoted(kept["folder"])))
        holds = int(answers[0]) if answers and isinstance(answers[0], bytes) and answers[0].isdigit() else 0
        yield OpenMailbox(server, holds, kept.get("done", ""))
    finally:
        _close(server)


def _connected(kept: Mapping[str, str]) -> imaplib.IMAP4:
    host, port, security = kept["host"], int(kept["port"]), kept.get("security", "tls")
    if security == "tls":
        return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=PATIENCE)
    server = imaplib.IMAP4(host, port, timeout=PATIENCE)
    if security == "starttls":
        server.starttls(ssl.create_default_context())
    return server


@contextmanager
def _told(says: str) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailboxDown("The mail server’s certificate is not one that can be trusted.") from error
    except (OSError, imaplib.IMAP4.error, ValueError, IndexError) as error:
        raise MailboxDown(says) from error


def _ok(answer: str, data: Sequence[object]) -> list[object]:
    if answer != "OK":
        raise imaplib.IMAP4.error("refused")
    return list(data)


def _said(server: imaplib.IMAP4, word: str) -> int:
    """A number that the server said as the folder was opened; 0 where it did not."""
    told: list[object] = list(server.untagged_responses.get(word) or ())
    return next((int(one) for one in told if isinstance(one, bytes) and one.isdigit()), 0)


def _size(line: object) -> re.Match[bytes] | None:
    return re.search(rb"RFC822\.SIZE (\d+)", line) if isinstance(line, bytes) else None


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "").replace('"', "") + '"'


def _close(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error):
        with suppress(OSError):
            server.shutdown()
